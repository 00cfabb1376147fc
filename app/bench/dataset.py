"""A long history, generated once and kept: sales on past days, articles to search."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy
from platformdirs import user_cache_path

from app.bootstrap import Opened, open_house
from app.demo.history import TravelClock
from app.domain.catalogue.events import ArticleSet
from app.domain.orders.events import DishOrdered, LineAdded, OrderCreated, OrderSent
from app.domain.payments.events import PaymentCompleted
from app.domain.receipts.events import (
    GrandTotals,
    ReceiptIssued,
    ReceiptLine,
    ReceiptPayment,
    ReceiptVat,
)
from app.domain.till.events import DayClosed
from app.domain.wire import spec_of, stream_of, to_data
from app.services.house import House, project_entries
from app.services.ids import new_id
from db.entry import Draft
from db.profile import Profile

SCALES = {"10k": 10_000, "1M": 1_000_000}
ARTICLES = 20_000
_PER_SALE = 8
_SALES_A_DAY = 170
_LABELS = ("Entrecôte", "Soupe à l'oignon", "Verre de Brouilly", "Café")
_PRICES = (2400, 850, 500, 220)


@contextmanager
def history(scale: str) -> Iterator[Opened]:
    """The demo house with `scale` entries of past sales and 20 000 articles.

    Raises:
        KeyError: no such scale.
    """
    profile = Profile(user_cache_path("sotto") / "bench" / scale)
    done = profile.folder / "complete"
    if not done.exists():
        _generate(profile, SCALES[scale])
        done.touch()
    with open_house(profile) as opened:
        yield opened


def folder(scale: str) -> Path:
    """Where the profile of a scale lies."""
    return user_cache_path("sotto") / "bench" / scale


def _generate(profile: Profile, entries: int) -> None:
    days = max(1, entries // _PER_SALE // _SALES_A_DAY)
    clock = TravelClock(lambda: datetime.now().astimezone())
    start = clock() - timedelta(days=days + 1)
    clock.moment = start
    with open_house(profile, clock=clock) as opened:
        house = opened.house
        _add_articles(house)
        number, total = 0, 0
        for day in range(days):
            clock.moment = start + timedelta(days=day)
            facts: list[object] = []
            for _ in range(_SALES_A_DAY):
                number += 1
                total += sum(_PRICES)
                facts += _sale(number, total)
            bday = clock.moment.date().isoformat()
            facts.append(_closing(day + 1, bday, total))
            _append(house, facts, bday)


def _add_articles(house: House) -> None:
    sample = next(a for a in house.world.catalogue.articles.values() if not a.steps)
    words = (
        "Filet",
        "Tarte",
        "Salade",
        "Crème",
        "Rôti",
        "Velouté",
        "Gratin",
        "Terrine",
    )
    kinds = ("du chef", "maison", "de saison", "aux herbes", "de campagne", "au citron")
    facts: list[ArticleSet] = []
    for number in range(ARTICLES):
        name = f"{words[number % 8]} {kinds[number % 6]} {number}"
        made = replace(
            sample,
            id=f"bench{number}",
            name=name,
            button="",
            kitchen="",
            spoken=(),
            favourite=0,
            barcodes=(),
        )
        facts.append(made)
    _append(house, facts, house.business_day(house.clock()))


def _append(house: House, facts: list[object] | list[ArticleSet], bday: str) -> None:
    drafts = [
        Draft(
            type=spec_of(fact).name,
            version=1,
            stream=stream_of(fact),
            data=to_data(fact),
            op="lea",
        )
        for fact in facts
    ]

    def read_tables(connection: sqlalchemy.Connection, entries: object) -> None:
        project_entries(connection, entries)  # type: ignore[arg-type]  # the journal's own

    house.journal.append(drafts, bday=bday, project=read_tables)


def _sale(number: int, total: int) -> list[object]:
    order, receipt, payment = new_id(), new_id(), new_id()
    facts: list[object] = [OrderCreated(order=order, mode="dine_in", number=number)]
    lines = []
    for place, (label, price) in enumerate(zip(_LABELS, _PRICES, strict=True)):
        line = f"{order}.{place}"
        dish = DishOrdered(
            id=f"{line}.0",
            article=f"bench{place}",
            label=label,
            kitchen=label,
            course="direct",
            station="bar",
            rate=1000,
            nature="SERVICE",
            reference=price,
        )
        facts.append(
            LineAdded(
                order=order,
                line=line,
                article=f"bench{place}",
                label=label,
                quantity=1000,
                price=price,
                rate=1000,
                nature="SERVICE",
                course="direct",
                dishes=(dish,),
            )
        )
        lines.append(
            ReceiptLine(
                id=line,
                article=f"bench{place}",
                label=label,
                quantity="1",
                unit=price,
                total=price,
                ttc=price,
                ht=price * 10 // 11,
                rate=1000,
                nature="SERVICE",
                category="plats",
            )
        )
    ttc = sum(_PRICES)
    facts.append(OrderSent(order=order, lines=tuple(ln.id for ln in lines), fired=()))
    facts.append(
        PaymentCompleted(
            payment=payment, order=order, bill="", method="cash", amount=ttc
        )
    )
    ht = sum(line.ht for line in lines)
    facts.append(
        ReceiptIssued(
            receipt=receipt,
            order=order,
            bill="",
            mode="dine_in",
            table="12",
            covers=2,
            opened="",
            lines=tuple(lines),
            vat=(ReceiptVat(rate=1000, ttc=ttc, ht=ht, tva=ttc - ht),),
            ttc=ttc,
            ht=ht,
            tva=ttc - ht,
            payments=(ReceiptPayment(payment=payment, method="cash", amount=ttc),),
            portions=tuple(f"{line.id}:1:0" for line in lines),
            totals=_totals(total),
            n_lines=len(lines),
            n_articles=len(lines),
        )
    )
    return facts


def _totals(total: int) -> GrandTotals:
    return GrandTotals(day=0, month=0, year=0, perpetual_net=total, perpetual_abs=total)


def _closing(number: int, bday: str, total: int) -> DayClosed:
    following = datetime.fromisoformat(bday) + timedelta(days=1)
    return DayClosed(
        till="C1",
        session=f"bench{number}",
        number=number,
        day=bday,
        figures=(),
        first=0,
        last=0,
        totals=_totals(total),
        open_since=following.date().isoformat(),
    )
