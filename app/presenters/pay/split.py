"""Who pays what of an order: plans of bills, and every change of them as a function.

A plan cuts each line in equal shares and says who owns each share. Cutting finer never
moves a cent: share i of k becomes the shares i, i + k, i + 2k… of k times m, and because
the first shares of a line carry its odd cents, their sum is what share i was. So the
payers of a plan always add up to the order. Source: `fiscal.md` 10.6 c.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import gcd

from app.domain.orders.billing import REST, bills
from app.domain.orders.decide import MAX_CUTS
from app.domain.orders.events import Bill, Portion
from app.domain.orders.state import Book, Line, Order
from app.domain.vocabulary import MILLI

PAID = "paid"
"""Owner of a share that is on a receipt: it stays there."""
MAX_PIECES = 60
"""More pieces than these are only divided by what is typed, not one by one."""


class SplitError(ValueError):
    """A change that this plan cannot take; `text` is the French source sentence."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Payer:
    """Somebody who pays a bill of their own. `seat` is 0 when it is no seat's."""

    id: str
    seat: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """How an order is split.

    Attributes:
        payers: from left to right, those who have paid included.
        cuts: line -> owner of each of its equal shares (`REST` for nobody, `PAID`).
        kept: bills that are paid, as they were.
    """

    payers: tuple[Payer, ...]
    cuts: Mapping[str, tuple[str, ...]]
    kept: Mapping[str, Bill]

    @property
    def unpaid(self) -> tuple[Payer, ...]:
        """The payers who have not paid."""
        return tuple(payer for payer in self.payers if payer.id not in self.kept)

    def bills(self) -> tuple[Bill, ...]:
        """The plan as the domain wants it."""
        found = []
        for payer in self.payers:
            portions = tuple(
                Portion(line=line, of=len(owners), taken=taken)
                for line, owners in self.cuts.items()
                if (taken := shares_of(owners, payer.id))
            )
            made = Bill(id=payer.id, portions=portions, seat=payer.seat)
            found.append(self.kept.get(payer.id, made))
        return tuple(found)


def shares_of(owners: Sequence[str], payer: str) -> tuple[int, ...]:
    """Positions of the shares that a payer owns."""
    return tuple(index for index, owner in enumerate(owners) if owner == payer)


def plan_of(book: Book, order: Order) -> Plan:
    """The split that is in force."""
    lines = book.lines_of(order)
    owners: dict[str, list[str]] = {line.id: [] for line in lines}
    for bill in bills(book, order):
        for portion in bill.portions:
            if not owners[portion.line]:
                owners[portion.line] = [PAID] * portion.of
            for share in portion.taken:
                owners[portion.line][share] = bill.id
    split = order.split.bills if order.split else ()
    closed = {receipt.bill for receipt in order.receipts} - {REST}
    return Plan(
        payers=tuple(Payer(bill.id, bill.seat) for bill in split),
        cuts={line: tuple(found) for line, found in owners.items() if found},
        kept={bill.id: bill for bill in split if bill.id in closed},
    )


def new_payer(plan: Plan, order: Order, seat: int = 0) -> Payer:
    """A payer whose id nobody on this order ever had."""
    used = {payer.id for payer in plan.payers} | {r.bill for r in order.receipts}
    number = 1
    while f"b{number}" in used:
        number += 1
    return Payer(f"b{number}", seat)


def add_payer(plan: Plan, order: Order, seat: int = 0) -> Plan:
    """One more payer, at the end, with nothing yet."""
    return replace(plan, payers=(*plan.payers, new_payer(plan, order, seat)))


def pieces_of(line: Line, owners: Sequence[str], payer: str) -> int:
    """In how many parts what a payer has of a line can be handed over: 1 when whole."""
    mine = len(shares_of(owners, payer))
    whole = line.quantity // MILLI
    if len(owners) == 1 and line.unit == "piece" and whole <= MAX_PIECES:
        return whole if line.quantity % MILLI == 0 else 1
    return mine


def move(
    plan: Plan, line: Line, source: str, target: str, count: int | None = None
) -> Plan:
    """Hands what `source` has of a line, or `count` pieces of it, over to `target`."""
    owners = plan.cuts[line.id]
    pieces = pieces_of(line, owners, source)
    if count is not None and count < pieces and len(owners) == 1:
        owners = _cut(owners, pieces)
    mine = shares_of(owners, source)
    moved = mine if count is None else mine[-count:]
    return _with(plan, line.id, _given(owners, moved, target))


def share(plan: Plan, line: Line, payers: Sequence[str]) -> Plan:
    """Shares what is not paid of a line equally between payers.

    Raises:
        SplitError: it was cut for a receipt and does not come out even.
    """
    owners = plan.cuts[line.id]
    if PAID not in owners:
        owners = (REST,)
    free = [index for index, owner in enumerate(owners) if owner != PAID]
    finer = len(payers) // gcd(len(free), len(payers))
    if finer > 1:
        if PAID in owners:
            raise SplitError(
                "Une part de cette ligne est déjà payée : elle ne se recoupe plus."
            )
        if len(owners) * finer > MAX_CUTS:
            raise SplitError("Cette ligne est déjà coupée trop fin.")
        owners = _cut(owners, finer)
        free = list(range(len(owners)))
    dealt = list(owners)
    for place, index in enumerate(free):
        dealt[index] = payers[place % len(payers)]
    return _with(plan, line.id, tuple(dealt))


def by_seats(plan: Plan, order: Order, lines: Sequence[Line]) -> Plan:
    """One payer a seat: its own lines, and its share of what is for several seats.

    What is for the whole table is shared between all covers. A line that is partly paid
    stays as it is.

    Raises:
        SplitError: nobody counted seats or covers.
    """
    seats = sorted(
        {seat for line in lines for seat in line.seats}
        | set(range(1, order.covers + 1))
    )
    if not seats:
        raise SplitError("Comptez d'abord les couverts : personne n'a de place ici.")
    kept = tuple(payer for payer in plan.payers if payer.id in plan.kept)
    made = replace(plan, payers=kept)
    free = [line for line in lines if _open(plan, line)]
    payer_of: dict[int, str] = {}
    for seat in sorted({seat for line in free for seat in line.seats or seats}):
        made = add_payer(made, order, seat)
        payer_of[seat] = made.payers[-1].id
    for line in free:
        made = share(made, line, [payer_of[seat] for seat in line.seats or seats])
    ordered = sorted(made.payers, key=lambda payer: payer.seat)
    return replace(made, payers=tuple(ordered))


def _open(plan: Plan, line: Line) -> bool:
    """Whether nothing of a line is paid."""
    owners = plan.cuts.get(line.id, (PAID,))
    return PAID not in owners


def _cut(owners: Sequence[str], finer: int) -> tuple[str, ...]:
    """The same owners over `finer` times as many shares, to the same cents."""
    return tuple(owners) * finer


def _given(owners: Sequence[str], shares: Sequence[int], to: str) -> tuple[str, ...]:
    changed = list(owners)
    for index in shares:
        changed[index] = to
    return tuple(changed)


def _with(plan: Plan, line: str, owners: tuple[str, ...]) -> Plan:
    """The plan with other owners of a line; one that is whole again is not cut."""
    if PAID not in owners and len(set(owners)) == 1:
        owners = owners[:1]
    return replace(plan, cuts={**plan.cuts, line: owners})


def reduced(taken: int, of: int) -> tuple[int, int]:
    """A fraction in its lowest terms."""
    common = gcd(taken, of)
    return taken // common, of // common
