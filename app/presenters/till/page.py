"""The till page: what state it is in, the steps of a closing, the drawer by piece."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from app.domain.orders.billing import order_due
from app.domain.orders.settling import RECOVERED
from app.domain.till.decide import DENOMINATIONS
from app.domain.till.events import (
    CASH_REASONS,
    About,
    Coins,
)
from app.domain.till.filing import MOST_FILES
from app.domain.till.state import Till
from app.domain.world import World
from app.presenters.till.tenders import (
    TenderRow,
    check_words,
    purse_words,
    purses,
    tender_rows,
)
from app.projections.queries import Sums
from app.services.house import House
from app.services.people import person_name
from resources.texts import amount, brief_date, long_date, price, tr, trn
from widgets.painting import Segment

StepState = Literal["done", "current", "waiting"]
Purpose = Literal["open", "close"]
LAST_STEP = 5
NOTE_FROM = 500
"""Cents from which a denomination is a note."""
SHOWN = tuple(value for value in DENOMINATIONS if value <= 10_000)
FLOAT = 15_000
"""Cents that stay in the drawer overnight; opening proposes them."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of opening or closing."""

    number: int
    title: str
    detail: str
    state: StepState


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A note or coin: `label` as on the row, `title` above the pad."""

    value: int
    label: str
    title: str
    note: bool


@dataclass(frozen=True, slots=True)
class OpenOrderRow:
    """An order that is still open at the closing."""

    order: str
    title: str
    detail: str
    amount: str


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Cash that is in the drawer without a sale, or left it.

    Attributes:
        detail: whether its receipt is kept.
        about, of: what files are kept with, and its id; "" for a movement of before.
        files: receipts and pictures that are kept with it, by SHA-256.
        may_add: another one can be joined.
    """

    title: str
    amount: str
    icon: str
    detail: str = ""
    about: About = "move"
    of: str = ""
    files: tuple[str, ...] = ()
    may_add: bool = False


@dataclass(frozen=True, slots=True)
class TillView:
    """The till as it stands.

    Attributes:
        name: till and business day, for the narrow column at the left.
    """

    name: str
    title: str
    subtitle: str
    open: bool
    orders: tuple[OpenOrderRow, ...]
    tenders: tuple[TenderRow, ...]
    moves: tuple[MoveRow, ...]


def present_till(
    house: House, sums: Sums, day: str = "", cards: Sums | None = None
) -> TillView:
    """The till of this terminal now, with the documents of the day.

    Args:
        day: the business day it is about; the current one when left out.
        cards: what all tills of the house took on card terminals that day.
    """
    till = house.world.till(house.terminal)
    now = house.clock()
    number = tr("Caisse {number}", number=house.terminal.lstrip("C"))
    about = date.fromisoformat(day or house.business_day(now))
    words = f"{number} · {long_date(about)}"
    if till.session:
        since = datetime.fromisoformat(till.opened)
        who = person_name(house, till.opened_by)
        if till.opened_with not in ("", till.opened_by):
            other = person_name(house, till.opened_with)
            who = tr("{name} et {other}", name=who, other=other)
        subtitle = tr(
            "{words} · ouverte à {time} par {who}",
            words=words,
            time=f"{since:%H:%M}",
            who=who,
        )
    else:
        subtitle = tr("{words} · fermée", words=words)
    return TillView(
        name=f"{number} · {brief_date(about)}",
        title=tr("Journée en cours") if till.session else tr("Caisse fermée"),
        subtitle=subtitle,
        open=bool(till.session),
        orders=tuple(_open_orders(house)),
        tenders=(*purses(till), *tender_rows(house.world, sums, cards or {})),
        moves=tuple(_moves(house.world, till)) if till.session else (),
    )


def _moves(world: World, till: Till) -> list[MoveRow]:
    """The float and what was added or taken since, with what is kept of each."""
    files = world.files_of("float", till.session)
    rows = [
        MoveRow(
            tr("Fond de caisse"),
            amount(till.float_total),
            "payments",
            tr("Photo gardée") if files else "",
            "float",
            till.session,
            files,
            may_add=len(files) < MOST_FILES,
        )
    ]
    for move in till.movements:
        words = (
            tr("Sortie · {why}", why=cash_reason(move.reason))
            if move.amount < 0
            else tr("Entrée · {why}", why=cash_reason(move.reason))
        )
        icon = "remove" if move.amount < 0 else "add"
        files = world.files_of("move", move.move)
        rows.append(
            MoveRow(
                words,
                amount(move.amount, sign=True),
                icon,
                _kept_words(files, out=move.amount < 0),
                "move",
                move.move,
                files,
                may_add=bool(move.move) and len(files) < MOST_FILES,
            )
        )
    return rows


def _kept_words(files: Sequence[str], *, out: bool) -> str:
    """Who pays out of the drawer owes a receipt."""
    if files:
        return trn(len(files), "Justificatif gardé", "{n} justificatifs gardés")
    return tr("Justificatif à joindre") if out else ""


def cash_reasons() -> tuple[tuple[str, str], ...]:
    """(key, words) of why cash moves."""
    return tuple((key, tr(words)) for key, words in CASH_REASONS.items())


def cash_reason(key: str) -> str:
    """Why cash moved, in words; a reason that was typed says itself."""
    known = {**dict(cash_reasons()), RECOVERED: tr("Argent récupéré")}
    return known.get(key, key)


def _open_orders(house: House) -> list[OpenOrderRow]:
    book = house.world.book
    rows = []
    for order in book.open_orders():
        number = house.world.floor.number(order.table)
        name = (
            tr("Table {number}", number=number)
            if number
            else tr(
                "Vente {number}",
                number=house.world.sale_number(order.terminal, order.number),
            )
        )
        since = datetime.fromisoformat(order.opened_ts)
        parts = [
            tr("depuis {time}", time=f"{since:%H:%M}"),
            person_name(house, order.waiter),
            trn(order.covers, "{n} couvert", "{n} couverts") if order.covers else "",
        ]
        detail = " · ".join(part for part in parts if part)
        due = amount(order_due(book, order))
        rows.append(OpenOrderRow(order.id, name, detail, due))
    return rows


def pieces() -> tuple[PieceRow, ...]:
    """Every note and coin, the largest first."""
    return tuple(
        PieceRow(
            value=value,
            label=_label(value),
            title=(
                tr("Billets de {label}", label=_label(value))
                if value >= NOTE_FROM
                else tr("Pièces de {label}", label=_label(value))
            ),
            note=value >= NOTE_FROM,
        )
        for value in SHOWN
    )


def _label(value: int) -> str:
    return f"{value // 100} €" if value >= 100 else amount(value)


def coins_of(counts: Mapping[int, int]) -> tuple[Coins, ...]:
    """Counts by denomination as the till's facts want them."""
    return tuple(Coins(value=v, count=n) for v, n in counts.items() if n)


def worth(counts: Mapping[int, int]) -> int:
    """Cents of a count."""
    return sum(value * count for value, count in counts.items())


def float_counts(cents: int = FLOAT) -> dict[int, int]:
    """A usual float as pieces: what opening proposes."""
    counts: dict[int, int] = {}
    for value in (2000, 1000, 500, 200, 100, 50, 20, 10):
        share = cents // 3 if value == 2000 else cents // 2
        number = share // value if value > 10 else cents // value
        counts[value] = number
        cents -= number * value
    return {value: number for value, number in counts.items() if number}


def closing_steps(house: House, step: int, view: TillView) -> tuple[StepRow, ...]:
    """The five steps of a closing; `step` (1-5) is the current one."""
    till = house.world.till(house.terminal)
    cards = sum(
        1 for d in house.world.settings.devices.values() if d.kind == "terminal"
    )
    number = till.closing + (step < LAST_STEP)
    count = len(view.orders)
    left = (
        trn(count, "{n} note ouverte", "{n} notes ouvertes")
        if step <= 1
        else trn(count, "{n} note reportée", "{n} notes reportées")
    )
    texts = (
        (
            tr("Tables et ventes ouvertes"),
            left if count else tr("tout est réglé"),
        ),
        (tr("Compter le tiroir"), tr("à l'aveugle")),
        (tr("Cartes et titres"), trn(cards, "{n} TPE", "{n} terminaux")),
        (tr("Écart et signature"), tr("montant attendu révélé")),
        (tr("Z de la journée"), tr("n° {number}", number=f"{number:04d}")),
    )
    return tuple(
        StepRow(
            place,
            title,
            detail,
            "done" if place < step else "current" if place == step else "waiting",
        )
        for place, (title, detail) in enumerate(texts, 1)
    )


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """What the count came to, once it is signed."""

    expected: str
    counted: str
    verdict: str
    difference: str
    exact: bool
    checks: tuple[str, ...] = ()


def present_difference(house: House) -> DifferenceView | None:
    """The blind count against what must be there; None before the count."""
    counted = house.world.till(house.terminal).counted
    if counted is None:
        return None
    return DifferenceView(
        expected=price(counted.expected),
        counted=price(counted.total),
        verdict=_verdict(counted.difference),
        difference=price(abs(counted.difference)),
        exact=counted.difference == 0
        and all(check.told == check.expected for check in counted.checked)
        and all(each.counted == each.expected for each in counted.foreign),
        checks=(
            *map(purse_words, counted.foreign),
            *(check_words(house.world, check) for check in counted.checked),
        ),
    )


def _verdict(difference: int) -> str:
    if difference == 0:
        return tr("Écart")
    return tr("Il manque") if difference < 0 else tr("En trop")


def kept_words(world: World) -> str:
    """What became of the X or Z that was just made."""
    devices = world.settings.devices.values()
    if any(d.kind == "printer" and d.active for d in devices):
        return tr("Imprimé, signé et gardé dans le journal.")
    return tr("Signé et gardé dans le journal ; aucune imprimante.")


def report_lines(figures: Sums) -> list[tuple[str, str]]:
    """The few figures of a report that the page itself shows."""
    sales = figures.get(("document", "sale", "ttc"), 0)
    refunds = figures.get(("document", "refund", "ttc"), 0)
    count = figures.get(("document", "sale", "count"), 0)
    return [
        (tr("Ventes"), price(sales)),
        (tr("Remboursements"), price(refunds)),
        (tr("Total net"), price(sales + refunds)),
        (tr("Tickets"), str(count)),
    ]


def closing_share(step: int, share: float | None = None) -> tuple[Segment, ...]:
    """The steps of a closing as a filet: done, the current one, still to come.

    Args:
        share: how far the current step is, when that can be measured.
    """
    current: Segment = "outline" if share is None else share
    done: list[Segment] = ["full"] * (step - 1)
    left: list[Segment] = ["dashed"] * (LAST_STEP - step)
    return (*done, current, *left)
