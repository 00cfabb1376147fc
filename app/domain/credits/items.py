"""What a client owes, ticket by ticket: which charges are open, since when, until when.

A settlement pays the charges that it names, and beyond them the oldest first; so does
what was given back, which pays the charge of its own order first. Of a settlement that was
given back that is the settlement itself: what it paid is owed as before. Source: `fiscal.md`
G-11.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

AGES: Final = (30, 60, 90)
"""Days that part what is owed by its age."""
TERM: Final = "account.days"
"""Setting: days within which what is taken on account is to be paid."""


@dataclass(frozen=True, slots=True)
class AccountMove:
    """A move of an account.

    Attributes:
        key: names the move ("C1-482", the chain and the number of its entry).
        cents: added to what is owed; negative for what was paid or given back.
        order: the order that it came with.
        pays: keys of the charges that a settlement is for.
    """

    key: str
    cents: int
    bday: str
    order: str
    pays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A charge of which something is left: `cents` of it at first, `left` now."""

    key: str
    bday: str
    order: str
    cents: int
    left: int

    def age(self, day: str) -> int:
        """Days since it was taken on account."""
        return (date.fromisoformat(day) - date.fromisoformat(self.bday)).days

    def due(self, term: int) -> str:
        """The last day on which it is in time, "YYYY-MM-DD"."""
        return (date.fromisoformat(self.bday) + timedelta(days=term)).isoformat()


def open_items(moves: Sequence[AccountMove]) -> list[OpenItem]:
    """The charges of an account that are not paid, the oldest first."""
    left = {move.key: move.cents for move in moves if move.cents > 0}
    orders: dict[str, list[str]] = {}
    for move in moves:
        if move.cents > 0:
            orders.setdefault(move.order, []).append(move.key)
    spare = 0
    for move in moves:
        if move.cents >= 0:
            continue
        rest = -move.cents
        for key in (*orders.get(move.order, ()), *move.pays):
            paid = min(rest, left.get(key, 0))
            left[key] = left.get(key, 0) - paid
            rest -= paid
        spare += rest
    found = []
    for move in moves:
        if move.cents > 0 and left[move.key] > 0:
            paid = min(spare, left[move.key])
            spare -= paid
            if left[move.key] > paid:
                rest = left[move.key] - paid
                found.append(
                    OpenItem(move.key, move.bday, move.order, move.cents, rest)
                )
    return found


def ages_of(items: Sequence[OpenItem], day: str) -> list[int]:
    """Cents that are owed by their age on a day: up to 30, 60, 90 days, and older."""
    found = [0] * (len(AGES) + 1)
    for item in items:
        found[sum(item.age(day) > age for age in AGES)] += item.left
    return found


def overdue(items: Sequence[OpenItem], day: str, term: int) -> int:
    """Cents that should have been paid before a day."""
    return sum(item.left for item in items if item.due(term) < day)
