"""The end of a shift in words: what is open, what was taken, what was handed over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.orders.billing import order_due
from app.domain.staff.events import ShiftReviewed, Taken
from app.domain.staff.reviewing import open_orders
from app.presenters.admin.sites import period_words
from app.presenters.pay.words import method_name
from app.presenters.people import PersonView, present_person
from app.presenters.pos.words import order_words
from app.services.facts import Fact
from app.services.house import House
from app.services.people import person_name
from app.services.shifts import left, reviews, taken
from resources.texts import clock, price, tr
from widgets.list_row import RowView

_PERIODS = 3
"""Of which one is told one's part of the tips."""


@dataclass(frozen=True, slots=True)
class OpenNote:
    """An order that somebody still looks after."""

    order: str
    view: RowView


@dataclass(frozen=True, slots=True)
class ShiftView:
    """One person's shift.

    Attributes:
        open: the orders that are theirs; `still_due` how many and for how much.
        tenders: (what, how much), cash without its amount: it is counted blind.
        signed: (when and by whom, what came of it), the newest first.
        tips: (period, how much) of their part of the tips that were agreed last; none
            where the viewer may not know it.
    """

    open: tuple[OpenNote, ...]
    still_due: str
    tenders: tuple[tuple[str, str], ...]
    signed: tuple[tuple[str, str], ...]
    tips: tuple[tuple[str, str], ...] = ()


def people_of(
    house: House, facts: Sequence[Fact], present: str, *, others: bool
) -> list[PersonView]:
    """Whose shifts may be seen: one's own first, then those of whoever worked today."""
    found = {present: None}
    if others:
        staff = house.world.staff
        worked = {order.waiter for order in house.world.book.open_orders()}
        worked |= taken(facts).keys() | staff.on_duty.keys()
        worked |= {_of(fact).person for fact in reviews(facts)}
        known = [person for person in worked if person in staff.people]
        found |= dict.fromkeys(sorted(known, key=lambda p: person_name(house, p)))
    return [present_person(house, person) for person in found]


def present_shift(
    house: House, facts: Sequence[Fact], person: str, viewer: str
) -> ShiftView:
    """What a person's shift came to, as `viewer` may see it."""
    world = house.world
    knows = viewer == person or "staff.edit" in world.rights_of(viewer)
    orders = open_orders(world, person)
    still_due = price(sum(order_due(world.book, order) for order in orders))
    notes = tuple(
        OpenNote(
            order.id,
            RowView(
                title=_capital(order_words(world, order)),
                subtitle=tr(
                    "ouverte à {time}",
                    time=clock(datetime.fromisoformat(order.opened_ts)),
                ),
                trailing=price(order_due(world.book, order)),
            ),
        )
        for order in orders
    )
    own = [fact for fact in reviews(facts) if _of(fact).person == person]
    return ShiftView(
        open=notes,
        still_due=f"{len(orders)} · {still_due}" if orders else "",
        tenders=_tenders(left(facts).get(person, ())),
        signed=tuple(_signed(house, fact) for fact in reversed(own)),
        tips=tuple(_tips(house, person)) if knows else (),
    )


def _tips(house: House, person: str) -> Iterator[tuple[str, str]]:
    """Their part of the periods that were agreed last; nobody else's."""
    agreed = sorted(house.world.staff.tips.values(), key=lambda each: each.first)
    for event in agreed[-_PERIODS:]:
        for share in event.shares:
            if share.person == person and share.cents:
                days = period_words(*map(date.fromisoformat, (event.first, event.last)))
                yield days, price(share.cents)


def _tenders(still: Sequence[Taken]) -> tuple[tuple[str, str], ...]:
    rows = [
        (method_name(each.method), price(each.amount + each.tip))
        for each in still
        if each.method != "cash"
    ]
    if any(each.method == "cash" for each in still):
        rows.insert(0, (method_name("cash"), tr("à compter")))
    # Those in cash are in what is counted: said beside it they would tell its amount.
    tips = sum(each.tip for each in still if each.method != "cash")
    if tips:
        rows.append((tr("dont pourboires"), price(tips)))
    return tuple(rows)


def _signed(house: House, fact: Fact) -> tuple[str, str]:
    event = _of(fact)
    time = clock(datetime.fromisoformat(fact.meta.ts))
    if fact.meta.op == event.person:
        when = tr("Signé à {time}", time=time)
    else:
        name = person_name(house, fact.meta.op)
        when = tr("Signé à {time} par {name}", time=time, name=name)
    return when, outcome_words(event)


def outcome_words(event: ShiftReviewed) -> str:
    """ "118,00 € remis, il manque 2,00 €"."""
    given = price(event.declared)
    if event.difference < 0:
        words = tr("{given} remis, il manque {off}")
        return words.format(given=given, off=price(-event.difference))
    if event.difference > 0:
        words = tr("{given} remis, {off} de trop")
        return words.format(given=given, off=price(event.difference))
    return tr("{given} remis, le compte est juste", given=given)


def _of(fact: Fact) -> ShiftReviewed:
    assert isinstance(fact.event, ShiftReviewed)
    return fact.event


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
