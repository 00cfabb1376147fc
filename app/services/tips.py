"""The tips of a period and who was there, read from the journal.

A tip is of whoever took its payment, on the day of that payment, or of whose order it is
where a guest paid by telephone; with a payment that is given back it is none. Somebody is
there from when they take a window until they say that their shift is over; without that
word, until the last thing they did that business day. So minutes are what the journal
knows: a manager corrects them before the tips are shared out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.domain.orders.events import OrderCreated, WaiterSet
from app.domain.orders.table_orders import GUEST
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentCorrected,
    PaymentRefunded,
)
from app.domain.staff.events import DayTips, LoggedIn, LoggedOut
from app.domain.wire import name_of
from app.projections.browsing import entries_of_day
from app.services.facts import Fact, facts_of
from app.services.house import SYSTEM
from db.database import Database

MOVING = (PaymentCompleted, PaymentCorrected, PaymentRefunded, LoggedIn, LoggedOut)
"""Facts that change the tips of a period, or who was there."""
_NOBODY = (SYSTEM, GUEST)


@dataclass(frozen=True, slots=True)
class TipsFound:
    """What the journal says of a period.

    Attributes:
        tips: by day and tender, what came to more than nothing.
        own: person -> cents of tips that they took.
        minutes: person -> how long they were there.
    """

    tips: tuple[DayTips, ...]
    own: Mapping[str, int]
    minutes: Mapping[str, int]

    @property
    def cents(self) -> int:
        """All that is to be shared."""
        return sum(each.cents for each in self.tips)


def tips_of(database: Database, first: date, last: date) -> TipsFound:
    """The tips of the business days `first` to `last`, inclusive. Any thread.

    Raises:
        KnownError: the journal cannot be read.
    """
    types = [name_of(cls) for cls in (*MOVING, OrderCreated, WaiterSet)]
    tips, minutes, waiters = dict[str, _Tip](), Counter[str](), dict[str, str]()
    for number in range((last - first).days + 1):
        day = (first + timedelta(days=number)).isoformat()
        facts = list(facts_of(entries_of_day(database, day, types)))
        for fact in facts:
            _take(tips, waiters, fact, day)
        minutes.update(_minutes(facts))
    own, by_method = Counter[str](), Counter[tuple[str, str]]()
    for tip in tips.values():
        own[tip.person] += tip.cents
        by_method[tip.day, tip.method] += tip.cents
    found = (DayTips(day=d, method=m, cents=c) for (d, m), c in by_method.items())
    return TipsFound(tuple(found), own, minutes)


@dataclass(frozen=True, slots=True)
class _Tip:
    day: str
    person: str
    method: str
    cents: int


def _take(tips: dict[str, _Tip], waiters: dict[str, str], fact: Fact, day: str) -> None:
    """What a fact does to the tips, by payment, and to whose an order is."""
    person = fact.meta.op
    match fact.event:
        case OrderCreated(order=order, waiter=waiter):
            waiters[order] = waiter or person
        case WaiterSet(order=order, waiter=waiter):
            waiters[order] = waiter
        case PaymentCompleted(payment=payment, tip=cents) as paid if cents:
            if person in _NOBODY:
                person = waiters.get(paid.order, person)
            tips[payment] = _Tip(day, person, paid.method, cents)
        case PaymentCorrected(payment=payment, method=method) if payment in tips:
            tips[payment] = replace(tips[payment], method=method)
        case PaymentRefunded(payment=payment, receipt=""):
            tips.pop(payment, None)
        case _:
            pass


def _minutes(facts: Iterable[Fact]) -> Counter[str]:
    """How long each was there on one business day."""
    since: dict[str, datetime] = {}
    last: dict[str, datetime] = {}
    found = Counter[str]()

    def leave(person: str, at: datetime) -> None:
        found[person] += round((at - since.pop(person)).total_seconds() / 60)

    for fact in facts:
        person, at = fact.meta.op, datetime.fromisoformat(fact.meta.ts)
        match fact.event:
            case LoggedIn(person=person):
                since.setdefault(person, at)
            case LoggedOut(person=person, reason="shift_end"):
                if person in since:
                    leave(person, max(at, since[person]))
            case _:
                since.setdefault(person, at)
        last[person] = max(at, last.get(person, at))
    for person in list(since):
        leave(person, max(last[person], since[person]))
    return found
