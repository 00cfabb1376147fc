"""A long history, generated once and kept: sales on past days, articles to search.

Sales are written through the journal and the projections, chained and signed like real
ones, a day in one append. They follow the shape of a real sale (an order, four lines, a
sending, a payment, a receipt) so that their sizes and sums are honest.
"""

import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import sqlalchemy
from platformdirs import user_cache_path

from app.bootstrap import Opened, open_house, wall_clock
from app.demo.history import TravelClock
from app.domain.catalogue.events import ArticleSet
from app.domain.money import rhu
from app.domain.orders.events import DishOrdered, LineAdded, OrderCreated, OrderSent
from app.domain.payments.events import PaymentCompleted
from app.domain.receipts.events import (
    ReceiptIssued,
    ReceiptLine,
    ReceiptPayment,
    ReceiptVat,
)
from app.domain.till.events import DayClosed
from app.domain.wire import spec_of, stream_of, to_data
from app.projections.apply import project
from app.services.house import House, meta_of
from app.services.ids import new_id
from db.entry import Draft, Entry
from db.profile import Profile, ProfileLock

SCALES = {"10k": 10_000, "1M": 1_000_000}
ARTICLES = 20_000
_SHAPE = 2
"""Raised when what is generated changes, so that old copies are not measured."""
_LINES, _SALES_A_DAY = 4, 170
_ENTRIES_A_DAY = _SALES_A_DAY * (_LINES + 4) + 1
_METHODS = ("card", "card", "card", "cash", "voucher")
_WORDS = ["Filet", "Tarte", "Salade", "Crème", "Rôti", "Velouté", "Gratin", "Terrine"]
_KINDS = ["du chef", "maison", "de saison", "aux herbes", "de campagne", "au citron"]


def profile_at(scale: str) -> Profile:
    """Where the history of a scale lies."""
    return Profile(user_cache_path("sotto") / "bench" / f"{scale}-{_SHAPE}")


def generated(scale: str) -> float:
    """Makes the history of a scale unless it is there.

    Returns:
        the seconds that it took to generate, now or when it was.

    Raises:
        KeyError: no such scale.
    """
    profile, entries = profile_at(scale), SCALES[scale]
    done = profile.folder / "complete.json"
    if not done.exists():
        shutil.rmtree(profile.folder, ignore_errors=True)
        start = time.perf_counter()
        _generate(profile, entries)
        seconds = round(time.perf_counter() - start, 1)
        done.write_text(json.dumps({"seconds": seconds}), encoding="utf-8")
    took: float = json.loads(done.read_text(encoding="utf-8"))["seconds"]
    return took


@contextmanager
def history(scale: str) -> Iterator[Opened]:
    """The demo house with `scale` entries of past sales and 20 000 articles.

    Raises:
        KeyError: no such scale.
        BlockingIOError: another bench uses it.
    """
    generated(scale)
    profile = profile_at(scale)
    lock = ProfileLock(profile)
    if not lock.acquire():
        raise BlockingIOError(f"another process uses {profile.folder}")
    try:
        with open_house(profile) as opened:
            yield opened
    finally:
        lock.release()


def _generate(profile: Profile, entries: int) -> None:
    days = max(1, entries // _ENTRIES_A_DAY)
    clock = TravelClock(wall_clock)
    start = wall_clock().replace(hour=22) - timedelta(days=days + 1)
    clock.moment = start
    with open_house(profile, clock=clock) as opened:
        house = opened.house
        menu = menu_of(house)
        write(house, _shelf(menu[0]), house.business_day(start))
        sales = Sales(house, menu)
        for day in range(days):
            clock.moment = start + timedelta(days=day)
            bday = clock.moment.date().isoformat()
            facts = [fact for _ in range(_SALES_A_DAY) for fact in sales.sale(bday)]
            write(house, [*facts, sales.closing(day + 1, bday)], bday)


def menu_of(house: House) -> list[ArticleSet]:
    """What is sold: articles with a price that ask nothing."""
    articles = house.world.catalogue.articles.values()
    return [article for article in articles if article.price and not article.steps]


def _shelf(sample: ArticleSet) -> list[ArticleSet]:
    """Articles enough to make searching work."""
    return [
        replace(
            sample,
            id=f"bench{number}",
            name=f"{_WORDS[number % 8]} {_KINDS[number % 6]} {number}",
            button="",
            kitchen="",
            spoken=(),
            favourite=0,
            barcodes=(f"2{number:011d}",),
        )
        for number in range(ARTICLES)
    ]


def write(house: House, facts: Sequence[object], bday: str) -> None:
    """Appends facts without folding them: nobody looks at this house's state."""
    drafts = [
        Draft(
            type=spec_of(fact).name,
            version=spec_of(fact).version,
            stream=stream_of(fact),
            data=to_data(fact),
            op="lea",
        )
        for fact in facts
    ]

    def read_tables(
        connection: sqlalchemy.Connection, entries: Sequence[Entry]
    ) -> None:
        project(connection, zip(facts, map(meta_of, entries), strict=True))

    house.journal.append(drafts, bday=bday, project=read_tables)


class Sales:
    """Sales out of a menu, reproducible, each with the running totals after it."""

    def __init__(self, house: House, menu: Sequence[ArticleSet]) -> None:
        self._catalogue, self._menu = house.world.catalogue, menu
        self._house = house
        self._random = Random(11)
        self._number = 0

    def sale(self, bday: str) -> list[object]:
        """The facts of one order from its opening to its receipt."""
        order, receipt, payment = new_id(), new_id(), new_id()
        self._number += 1
        chosen = self._random.sample(self._menu, _LINES)
        lines = tuple(
            self._line(f"{order}.{place}", article, bday)
            for place, article in enumerate(chosen)
        )
        ttc = sum(line.ttc for line in lines)
        method = self._random.choice(_METHODS)
        return [
            OrderCreated(order=order, mode="dine_in", number=self._number),
            *(
                self._added(order, line, article)
                for line, article in zip(lines, chosen, strict=True)
            ),
            OrderSent(order=order, lines=tuple(ln.id for ln in lines), fired=()),
            PaymentCompleted(
                payment=payment, order=order, bill="", method=method, amount=ttc
            ),
            self._receipt(
                receipt,
                order,
                lines,
                ReceiptPayment(payment=payment, method=method, amount=ttc),
                bday,
            ),
        ]

    def _line(self, line: str, article: ArticleSet, bday: str) -> ReceiptLine:
        rate = self._catalogue.rate_of(article, "dine_in", bday)
        return ReceiptLine(
            id=line,
            article=article.id,
            label=article.name,
            quantity="1",
            unit=article.price,
            total=article.price,
            ttc=article.price,
            ht=rhu(article.price * 10_000, 10_000 + rate),
            rate=rate,
            nature="SERVICE",
            category=article.category,
        )

    def _added(self, order: str, line: ReceiptLine, article: ArticleSet) -> LineAdded:
        dish = DishOrdered(
            id=f"{line.id}.0",
            article=article.id,
            label=article.name,
            kitchen=article.kitchen or article.name,
            course=article.course,
            station=article.station,
            rate=line.rate,
            nature=line.nature,
            reference=article.price,
        )
        return LineAdded(
            order=order,
            line=line.id,
            article=article.id,
            label=article.name,
            quantity=1000,
            price=article.price,
            rate=line.rate,
            nature=line.nature,
            course=article.course,
            dishes=(dish,),
        )

    def _receipt(
        self,
        receipt: str,
        order: str,
        lines: tuple[ReceiptLine, ...],
        paid: ReceiptPayment,
        bday: str,
    ) -> ReceiptIssued:
        rates: dict[int, list[ReceiptLine]] = {}
        for line in lines:
            rates.setdefault(line.rate, []).append(line)
        vat = tuple(
            ReceiptVat(
                rate=rate,
                ttc=sum(line.ttc for line in of),
                ht=sum(line.ht for line in of),
                tva=sum(line.ttc - line.ht for line in of),
            )
            for rate, of in sorted(rates.items())
        )
        till = self._house.world.till(self._house.terminal)
        till.totals, till.totals_day = till.totals_after(paid.amount, bday), bday
        return ReceiptIssued(
            receipt=receipt,
            order=order,
            bill="",
            mode="dine_in",
            table="12",
            covers=2,
            opened="",
            lines=lines,
            vat=vat,
            ttc=paid.amount,
            ht=sum(row.ht for row in vat),
            tva=sum(row.tva for row in vat),
            payments=(paid,),
            portions=tuple(f"{line.id}:1:0" for line in lines),
            totals=till.totals,
            n_lines=len(lines),
            n_articles=len(lines),
        )

    def closing(self, number: int, bday: str) -> DayClosed:
        """The Z at the end of a day."""
        following = datetime.fromisoformat(bday) + timedelta(days=1)
        return DayClosed(
            till="C1",
            session=f"bench{number}",
            number=number,
            day=bday,
            figures=(),
            first=self._number - _SALES_A_DAY + 1,
            last=self._number,
            totals=self._house.world.till("C1").totals,
            open_since=following.date().isoformat(),
        )
