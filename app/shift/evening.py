"""Who comes tonight: parties and counter guests out of a seed, and what goes wrong when.

Ways and tenders go round, so that even a small service meets most of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from app.shift.parties import Party

SIZES = (2, 2, 3, 4, 2, 4, 5, 2, 1, 3)
WAYS: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in (
        "round note rush sweets",
        "seat_plan allergy void sweets",
        "change comp addition",
        "seat_plan round move carry sweets",
        "more discount",
        "seat_plan merge addition sweets",
        "void carry sweets",
        "seat_plan void rush",
        "allergy change sweets addition",
        "seat_plan note join comp",
    )
)
PAYING = (
    "cash",
    "lost",
    "seats",
    "voucher",
    "refused",
    "items",
    "tip",
    "accepted",
    "shares",
    "card",
    "cheque",
    "retry",
    "never",
    "slip",
    "gift",
)
SPLITS = ("seats", "items", "shares")
CALLERS = ("Nadia", "Roux", "Sacha", "Lemoine", "Diallo")
COUNTER = ("cash", "card", "voucher")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody comes so long after the opening. `party` is None at the counter; with a
    name they call, and fetch it later."""

    after: timedelta
    party: Party | None = None
    tender: str = ""
    name: str = ""


def arrivals(covers: int, random: Random) -> Iterator[Arrival]:
    """Everybody who comes, in no order; `covers` guests sit at tables."""
    span = max(40, min(180, covers * 3))
    number = 0
    while covers > 0:
        size = min(covers, SIZES[number % len(SIZES)])
        covers -= size
        pays = PAYING[number % len(PAYING)]
        ways = WAYS[number % len(WAYS)]
        if pays in SPLITS and size > 1:
            ways |= {pays}
        party = Party(
            covers=size,
            turn=number,
            ways=ways,
            tender="card" if pays in SPLITS else pays,
        )
        yield Arrival(timedelta(minutes=random.triangular(3, span)), party)
        if number % 4 == 1:
            tender = COUNTER[number // 4 % len(COUNTER)]
            yield Arrival(timedelta(minutes=random.uniform(5, span)), tender=tender)
        if number % 6 == 2:
            name = CALLERS[number // 6 % len(CALLERS)]
            tender = COUNTER[number // 6 % 2]
            moment = timedelta(minutes=random.uniform(2, span * 0.6))
            yield Arrival(moment, tender=tender, name=name)
        number += 1
