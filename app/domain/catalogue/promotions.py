"""Promotions: what a house takes off by a rule that is written beforehand.

N + 1 ("2 achetés, le 3e offert") is given by itself; what needs to know the guest (first
order, birthday) is proposed. `orders/promoting.py` and `guest_offers.py` give them, as
discounts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.domain.vocabulary import Refusal
from app.domain.wire import fact

BOUGHT, FIRST, BIRTHDAY = "bought", "first", "birthday"
KINDS: Final = (BOUGHT, FIRST, BIRTHDAY)
MAX_NAME, MAX_BOUGHT, MAX_SPAN = 60, 20, 31
_WHOLE, _DAY = 10_000, 1440


@fact("promotion.set", stream="promotion/{id}")
class PromotionSet:
    """A promotion as it stands from now on; fields of time and place as in a price list.

    Attributes:
        name: what guests read on their note ("2 achetés, le 3e offert").
        kind: "bought": so many pieces, and one more costs less; "first": the first order
            of a known client; "birthday": theirs.
        bought: pieces that are paid for each one that costs less; 0 of other kinds.
        cut: hundredths of a percent off, 10000 for free.
        articles, categories: what counts, by either; all of the card when both are empty.
        gifts: articles of which one piece costs less; empty for the cheapest of the
            pieces that count, or, of other kinds than "bought", for all of them.
        span: days before and after a birthday.
    """

    id: str
    name: str
    rank: int
    kind: str = BOUGHT
    bought: int = 0
    cut: int = _WHOLE
    articles: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    gifts: tuple[str, ...] = ()
    span: int = 0
    modes: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    start: int = 0
    end: int = _DAY
    active: bool = True
    rooms: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def counts(self, article: str, category: str) -> bool:
        """Whether pieces of an article count."""
        named = article in self.articles or category in self.categories
        return named or not (self.articles or self.categories)


@fact("promotion.office_set", stream="promotion/{id}")
class OfficePromotion(PromotionSet):
    """A promotion of the head office."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of what was ordered: which article it is, what it costs in cents; `line`
    is where it stands."""

    line: str
    article: str
    category: str
    price: int


@dataclass(frozen=True, slots=True)
class Earning:
    """Pieces that earned a promotion together: `free` is the one that costs less, and
    among `pieces` too; `off` is cents."""

    free: Piece
    pieces: tuple[Piece, ...]
    off: int


def earnings(promotion: PromotionSet, pieces: Sequence[Piece]) -> Iterator[Earning]:
    """What an N + 1 gives for pieces, in the order in which they were taken.

    Pieces that were taken first earn it first, so that more of them change nothing about
    what was earned before.
    """
    left = [
        each
        for each in enumerate(pieces)
        if promotion.counts(each[1].article, each[1].category)
        or each[1].article in promotion.gifts
    ]
    while group := _next_group(promotion, left):
        free = min(reversed(group), key=lambda each: each[1].price)
        if promotion.gifts:
            free = group[0]
        left = [each for each in left if each not in group]
        off = part_of(free[1].price, promotion.cut)
        if off:
            yield Earning(free[1], tuple(piece for _, piece in group), off)


def _next_group(
    promotion: PromotionSet, left: list[tuple[int, Piece]]
) -> list[tuple[int, Piece]]:
    """The next pieces that earn it; the one that costs less first where it is named."""
    counting = [
        each for each in left if promotion.counts(each[1].article, each[1].category)
    ]
    if not promotion.gifts:
        group = counting[: promotion.bought + 1]
        return group if len(group) > promotion.bought > 0 else []
    gift = next((each for each in left if each[1].article in promotion.gifts), None)
    others = [each for each in counting if each is not gift]
    # A piece that may be the gift is the gift of the next ones rather than paid here.
    others.sort(key=lambda each: (each[1].article in promotion.gifts, each[0]))
    paid = others[: promotion.bought]
    if gift is None or len(paid) < promotion.bought or not promotion.bought:
        return []
    return [gift, *paid]


def part_of(cents: int, cut: int) -> int:
    """Cents of a percentage of a price, rounded half up."""
    return (cents * cut + _WHOLE // 2) // _WHOLE


def near_birthday(promotion: PromotionSet, born: str, day: str) -> bool:
    """Whether a day is around a birthday; who was born on 29 February has it on the 28th
    of other years.

    Args:
        born: "MM-DD", "" where nobody knows.
        day: "YYYY-MM-DD".
    """
    if not re.fullmatch(r"\d\d-\d\d", born, re.ASCII):
        return False
    today, span = date.fromisoformat(day), timedelta(days=promotion.span)
    return any(
        abs(birthday - today) <= span
        for year in (today.year - 1, today.year, today.year + 1)
        for birthday in [_birthday(year, born)]
        if birthday is not None
    )


def _birthday(year: int, born: str) -> date | None:
    month, day = int(born[:2]), int(born[3:])
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, 2, 28) if (month, day) == (2, 29) else None


def promotion_refusal(promotion: PromotionSet) -> Refusal | None:
    """Why a promotion cannot be saved as it is, None when it can."""
    if not 0 < len(promotion.name.strip()) <= MAX_NAME:
        return Refusal("name_invalid", "Le nom a de 1 à 60 caractères.")
    if promotion.kind not in KINDS:
        return Refusal("promotion_unknown", "Cette sorte d'offre n'existe pas.")
    if (promotion.kind == BOUGHT) != (promotion.bought > 0):
        return Refusal("bought_missing", "Dites combien sont achetés.")
    if promotion.bought > MAX_BOUGHT or not 0 <= promotion.span <= MAX_SPAN:
        return Refusal("bought_missing", "Dites combien sont achetés.")
    if not 0 < promotion.cut <= _WHOLE:
        return Refusal("cut_out_of_range", "Une offre va de plus de 0 à 100 %.")
    if not 0 <= promotion.start < promotion.end <= _DAY:
        return Refusal("hours_invalid", "L'heure de fin vient après celle du début.")
    days = [day for day in (promotion.since, promotion.until) if day]
    right = all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day, re.ASCII) for day in days)
    if not right or days != sorted(days):
        return Refusal("days_invalid", "Ces dates ne sont pas possibles.")
    return None
