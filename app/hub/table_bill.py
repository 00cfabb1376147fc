"""The bill on the guests' telephones: what is free, what each takes, and what they pay.

What a telephone ticks is kept free for it while its page is open (`Choosing`), in this
process alone: it is a courtesy. What is paid for is a bill in the journal, and the rule
decides about it (`payments/phones.py`).
"""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.money import parse_decimal, rhu, split_evenly
from app.domain.orders.billing import (
    REST,
    bill_of,
    bill_total,
    bills,
    due,
    waiting_payments,
)
from app.domain.orders.events import Bill, Portion
from app.domain.orders.state import Line, Order, fully_receipted
from app.domain.payments.commands import GuestPay
from app.domain.payments.phones import free_of, items_refusal, paying
from app.domain.settings import GUESTS_ORDER
from app.domain.vocabulary import MILLI, Refusal
from app.reports.bill_page import BillView, Mode, Row
from app.services.house import House
from app.services.ids import new_id
from resources.texts import language, price, tr

KEPT_S: Final = 60.0
"""What a telephone ticked stays its own for so long after it was heard last."""
_PARTS: Final = 20
_FRACTIONS: Final = (2, 3, 4)
_ALIVE: Final = re.compile(r"[0-9A-Za-z]{20,40}")
_MOST_TYPED: Final = 9_999_999
Fields = Mapping[str, list[str]]


class Choosing:
    """What telephones have ticked and not paid for yet. In the thread of the house."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, tuple[float, tuple[Portion, ...]]]] = {}

    def tick(self, order: str, phone: str, portions: tuple[Portion, ...]) -> None:
        """A telephone has these, or nothing any more."""
        kept = self._kept.setdefault(order, {})
        kept.pop(phone, None)
        if portions:
            kept[phone] = time.monotonic() + KEPT_S, portions
        if len(self._kept) > 500:
            self._kept.pop(next(iter(self._kept)))

    def of_others(self, order: str, phone: str) -> list[Portion]:
        """What other telephones have of an order."""
        now, kept = time.monotonic(), self._kept.get(order, {})
        for each in [p for p, (until, _) in kept.items() if until < now]:
            del kept[each]
        return [
            portion
            for each, (_, portions) in kept.items()
            if each != phone
            for portion in portions
        ]


@dataclass(frozen=True, slots=True)
class Free:
    """What of a line a telephone may take: shares of `of`, or nothing, and why."""

    of: int
    shares: tuple[int, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What a telephone takes, and what it would pay."""

    phone: str
    share: str
    mode: str
    portions: tuple[Portion, ...]
    bill: str
    cents: int
    tip: int
    mail: str
    wrong: str


def part_of(house: House, choosing: Choosing, order: Order, fields: Fields) -> Part:
    """What the fields of the page say, as far as it is free."""
    phone, share = id_of(fields, "phone"), id_of(fields, "share")
    if share in order.payments:  # that part is over: the next one is another
        share = new_id()
    mode = first(fields, "mode") or _usual(house, order)
    portions: tuple[Portion, ...] = ()
    bill, cents, wrong = "", 0, ""
    free = free_of(house.world, order, REST)
    if mode == "items":
        told = tuple(_ticked(house, choosing, order, phone, fields))
        portions, wrong = _together(house, order, share, told)
        cents = bill_total(house.world.book, order, Bill(id=share, portions=portions))
    elif mode == "equal":
        taken = sum(paid.amount for paid in waiting_payments(order, REST))
        whole = due(house.world.book, order, REST) + taken
        cents = min(free, split_evenly(whole, _parts(order, fields))[0])
    elif mode == "amount":
        cents = _typed(first(fields, "amount"))
        if cents > free:
            wrong = tr("Il ne reste que {price}.", price=price(free))
            cents = 0
    elif mode.startswith("b."):
        bill = mode.removeprefix("b.")
        cents = free_of(house.world, order, bill)
    else:
        mode, cents = "all", free
    choosing.tick(order.id, phone, portions)
    return Part(
        phone=phone,
        share=share,
        mode=mode,
        portions=portions,
        bill=bill,
        cents=max(0, cents),
        tip=_tip(fields, cents),
        mail=first(fields, "mail").strip(),
        wrong=wrong,
    )


def command_of(part: Part, table: str, code: str, provider: str) -> GuestPay:
    """The part as the house is asked for it."""
    return GuestPay(
        table=table,
        code=code,
        share=part.share if provider else part.phone,
        portions=part.portions,
        bill=part.bill,
        amount=0 if part.portions else part.cents,
        tip=part.tip,
        provider=provider,
        issued="digital" if part.mail and provider else "none",
    )


def bill_view(
    house: House,
    choosing: Choosing,
    order: Order,
    fields: Fields,
    part: Part,
    *,
    online: bool,
    mails: bool,
    wrong: str = "",
) -> BillView:
    """The page of one telephone."""
    world, book = house.world, house.world.book
    kept = (
        ("code", first(fields, "code")),
        ("langue", language()),
        ("phone", part.phone),
        ("share", part.share),
    )
    open_bills = [bill.id for bill in bills(book, order)]
    elsewhere = sum(p.amount for p in order.payments.values() if p.on_phone)
    left = sum(max(0, free_of(world, order, bill)) for bill in open_bills)
    told = order.told.get(part.phone)
    return BillView(
        kept=kept,
        rows=tuple(_rows(house, choosing, order, part)),
        paid=_paid(order),
        elsewhere=elsewhere,
        left=left,
        modes=tuple(_modes(house, order)),
        mode=part.mode,
        parts=_parts(order, fields),
        most=max(_PARTS, order.covers),
        amount=first(fields, "amount"),
        tip=_tip_key(fields),
        tip_typed=first(fields, "tip_typed"),
        cents=part.cents,
        tip_cents=part.tip,
        online=online,
        mail=part.mail if mails and online else None,
        told=told.amount + told.tip if told else 0,
        wrong=wrong or part.wrong,
        orders=world.settings.text(GUESTS_ORDER) != "no",
    )


def _usual(house: House, order: Order) -> str:
    """What is offered first: dishes, while each can still take theirs."""
    first_possible = (mode.key for mode in _modes(house, order) if mode.possible)
    return next(first_possible, "all")


def _modes(house: House, order: Order) -> Iterator[Mode]:
    free = free_of(house.world, order, REST)
    whole = bill_of(house.world.book, order, REST) is not None
    paid = bool(waiting_payments(order, REST))
    yield Mode("items", tr("Mes plats"), free > 0 and whole and not paid)
    yield Mode("equal", tr("Parts égales"), free > 0)
    yield Mode("amount", tr("Un montant"), free > 0)
    yield Mode("all", tr("Tout le reste"), free > 0)
    split = order.split.bills if order.split else ()
    for number, bill in enumerate(split, start=1):
        left = free_of(house.world, order, bill.id)
        if left <= 0 or bill.id in order.payments:
            continue
        name = (
            tr("Place {seats}", seats=bill.seat)
            if bill.seat
            else tr("Part {n}", n=number)
        )
        yield Mode(f"b.{bill.id}", f"{name} · {price(left)}")


def _paid(order: Order) -> int:
    """Cents that were taken for an order."""
    payments = order.payments.values()
    return sum(paid.amount for paid in payments if paid.state == "completed")


# -- the lines


def _frees(
    house: House, choosing: Choosing, order: Order, phone: str
) -> dict[str, Free]:
    """What of each line nobody has: neither a bill nor another telephone."""
    rest = bill_of(house.world.book, order, REST)
    free = {
        portion.line: (portion.of, set(portion.taken))
        for portion in (rest.portions if rest else ())
    }
    shared = set()
    for other in choosing.of_others(order.id, phone):
        if other.line not in free:
            continue
        of, left = free[other.line]
        if of == 1:
            of, left = other.of, set(range(other.of))
        left = left - set(other.taken) if of == other.of else set()
        free[other.line] = of, left
        shared.add(other.line)
    return {
        line: Free(
            of,
            tuple(sorted(left)),
            "" if left else tr("quelqu'un est en train de le choisir"),
        )
        for line, (of, left) in free.items()
        if left or line in shared
    }


def _rows(house: House, choosing: Choosing, order: Order, part: Part) -> Iterator[Row]:
    frees = _frees(house, choosing, order, part.phone)
    chosen = {portion.line: portion for portion in part.portions}
    on_phones = {p.line for bill in _bills_on_phones(order) for p in bill.portions}
    for line in house.world.book.lines_of(order):
        free, mine = frees.get(line.id), chosen.get(line.id)
        note = _choices(house, line)
        if free is None:
            note = tr("pris par un autre") if line.id in on_phones else tr("à part")
            note = tr("payé") if fully_receipted(line) else note
        elif not free.shares:
            note = free.why
        else:
            note = _rest_of(line, free, note)
        options = tuple(_options(line, free)) if free and line.net else ()
        value = f"{len(mine.taken)}/{mine.of}" if mine else ""
        yield Row(
            f"l.{line.id}", _name(house, line), price(line.net), options, value, note
        )


def _rest_of(line: Line, free: Free, note: str) -> str:
    """What is said of a line: its choices, and how much of it is left for others."""
    if len(free.shares) == free.of:
        return note
    pieces = line.quantity // MILLI
    count = len(free.shares)
    left = str(count) if free.of == pieces else f"{count}/{free.of}"
    return " · ".join(filter(None, (note, tr("il en reste {left}", left=left))))


def _bills_on_phones(order: Order) -> Iterator[Bill]:
    for bill in order.split.bills if order.split else ():
        if any(True for _ in paying(order, bill.id)):
            yield bill


def _options(line: Line, free: Free) -> Iterator[tuple[str, str]]:
    """How much of a line may be taken: pieces, or a fraction of a single one. Nobody cuts
    it finer, for as it was cut once the others have to take it."""
    if not free.shares:
        return
    pieces = line.quantity // MILLI if line.quantity % MILLI == 0 else 1
    if free.of == 1 and pieces > 1:
        for count in range(1, pieces + 1):
            yield f"{count}/{pieces}", str(count)
    elif free.of == 1:
        yield "1/1", "1"
        for of in _FRACTIONS:
            yield f"1/{of}", f"1/{of}"
    else:
        for count in range(1, len(free.shares) + 1):
            words = str(count) if free.of == pieces else f"{count}/{free.of}"
            yield f"{count}/{free.of}", words


def whole_of(line: Line) -> str:
    """All of a line, as its choice says it."""
    pieces = line.quantity // MILLI if line.quantity % MILLI == 0 else 1
    return f"{pieces}/{pieces}"


def _ticked(
    house: House, choosing: Choosing, order: Order, phone: str, fields: Fields
) -> Iterator[Portion]:
    """What a telephone asks for, as far as it is free."""
    for name, free in _frees(house, choosing, order, phone).items():
        told = first(fields, f"l.{name}")
        if told not in dict(_options(house.world.book.lines[name], free)):
            continue
        count, of = map(int, told.split("/"))
        shares = free.shares if of == free.of else range(of)
        yield Portion(line=name, of=of, taken=tuple(shares[:count]))


def _together(
    house: House, order: Order, share: str, told: tuple[Portion, ...]
) -> tuple[tuple[Portion, ...], str]:
    """What is asked for if it may be, and why not."""
    if not told:
        return (), ""
    refused = items_refusal(house.world, order, Bill(id=share, portions=told))
    if isinstance(refused, Refusal):
        return (), tr(refused.text)
    return told, ""


def _name(house: House, line: Line) -> str:
    names, pieces = house.world.guest_names, line.quantity // MILLI
    name = names.on_note(line, language())
    return f"{pieces} × {name}" if pieces > 1 else name


def _choices(house: House, line: Line) -> str:
    names = house.world.guest_names
    return " · ".join(
        names.of("option", choice.id, language(), choice.name)
        for dish in line.dishes
        for choice in dish.ordered.modifiers
    )


# -- what was typed


def first(fields: Fields, name: str) -> str:
    """The first value of a field, "" for none."""
    return fields.get(name, [""])[0]


def id_of(fields: Fields, name: str) -> str:
    """An id that a telephone keeps, a new one for none."""
    told = first(fields, name)
    return told if _ALIVE.fullmatch(told) else new_id()


def _parts(order: Order, fields: Fields) -> int:
    told = first(fields, "parts")
    most = max(_PARTS, order.covers)
    count = int(told) if told.isascii() and told.isdigit() and len(told) < 4 else 0
    return min(most, max(2, count or order.covers))


def _typed(text: str) -> int:
    """Cents of an amount, 0 for anything else."""
    plain = text.strip().replace("€", "").replace(",", ".").replace(" ", "")
    try:
        cents = parse_decimal(plain, 2)
    except ValueError:
        return 0
    return cents if 0 < cents <= _MOST_TYPED else 0


def _tip_key(fields: Fields) -> str:
    told = first(fields, "tip")
    return told if told in ("5", "10", "x") else ""


def _tip(fields: Fields, cents: int) -> int:
    key = _tip_key(fields)
    if key == "x":
        return _typed(first(fields, "tip_typed"))
    return rhu(max(0, cents) * int(key), 100) if key else 0
