"""What each person took on a business day, by tender, read from the journal.

A tender is whose hand took it, a refund whose hand gave it back; a tender that was keyed
as another one changes for whoever keyed it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from app.domain.payments.events import (
    PaymentCompleted,
    PaymentCorrected,
    PaymentRefunded,
)
from app.domain.staff.events import ShiftReviewed, Taken
from app.domain.wire import name_of
from app.projections.browsing import entries_of_day
from app.services.facts import Fact, facts_of
from db.database import Database

_READ = (PaymentCompleted, PaymentRefunded, PaymentCorrected, ShiftReviewed)


def facts_of_shifts(database: Database, bday: str) -> list[Fact]:
    """What tells the shifts of a business day, the oldest first. Any thread.

    Raises:
        KnownError: the journal cannot be read.
    """
    types = [name_of(cls) for cls in _READ]
    return list(facts_of(entries_of_day(database, bday, types)))


def taken(facts: Iterable[Fact]) -> dict[str, tuple[Taken, ...]]:
    """Person -> what they took the whole day."""
    return _summed(facts, signed=False)


def left(facts: Iterable[Fact]) -> dict[str, tuple[Taken, ...]]:
    """Person -> what they took and have not signed for yet."""
    return _summed(facts, signed=True)


def reviews(facts: Iterable[Fact]) -> list[Fact]:
    """What was signed, the oldest first."""
    return [fact for fact in facts if isinstance(fact.event, ShiftReviewed)]


def _summed(facts: Iterable[Fact], *, signed: bool) -> dict[str, tuple[Taken, ...]]:
    amounts, tips = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    hands: dict[str, tuple[str, PaymentCompleted]] = {}
    for fact in facts:
        if isinstance(fact.event, PaymentCompleted):
            hands[fact.event.payment] = fact.meta.op, fact.event
        if isinstance(fact.event, ShiftReviewed) and not signed:
            continue
        for person, each in _moves(fact, hands):
            amounts[person, each.method] += each.amount
            tips[person, each.method] += each.tip
    found: dict[str, list[Taken]] = {}
    for person, method in amounts:
        key = person, method
        if amounts[key] or tips[key]:
            each = Taken(method=method, amount=amounts[key], tip=tips[key])
            found.setdefault(person, []).append(each)
    return {person: tuple(each) for person, each in found.items()}


def _moves(
    fact: Fact, hands: dict[str, tuple[str, PaymentCompleted]]
) -> Iterator[tuple[str, Taken]]:
    """What a fact adds, and to whom; `hands`: payment -> who took it, and how."""
    person = fact.meta.op
    match fact.event:
        case PaymentCompleted(method=method, amount=amount, tip=tip):
            yield person, Taken(method=method, amount=amount, tip=tip)
            if fact.event.exchange is not None:  # foreign notes, given change in euros
                yield person, Taken(method=method, amount=fact.event.change)
                yield person, Taken(method="cash", amount=-fact.event.change)
        case PaymentRefunded(method=method, amount=amount) as event:
            yield person, Taken(method=method, amount=-amount)
            if not event.receipt and event.payment in hands:  # its tip is none any more
                keyed, paid = hands.pop(event.payment)
                yield keyed, Taken(method=paid.method, amount=paid.tip, tip=-paid.tip)
        case PaymentCorrected(amount=amount, tip=tip) as event:
            keyed, _ = hands.get(event.payment, (person, None))
            yield keyed, Taken(method=event.was, amount=-amount, tip=-tip)
            yield keyed, Taken(method=event.method, amount=amount, tip=tip)
        case ShiftReviewed():
            for each in fact.event.taken:
                less = Taken(method=each.method, amount=-each.amount, tip=-each.tip)
                yield fact.event.person, less
        case _:
            pass
