"""Numbered kitchen tickets: what each station is told about a change of an order.

Only deltas: what to make now, what joined a course that is being made, what to stop.
Numbers count per terminal and station without a gap, so that a screen or a cook can see
that a ticket is missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.catalogue.events import ModifierOption
from app.domain.catalogue.marks import Answers, choice_in, dish_in, makes
from app.domain.kitchen.events import TicketIssued, TicketLine
from app.domain.orders.allergies import allergy_of
from app.domain.orders.dish import Dish
from app.domain.orders.state import Line, Order
from app.domain.vocabulary import MILLI, Context
from app.domain.world import World


@dataclass(frozen=True, slots=True)
class Change:
    """One dish that a station must hear about; `kind` and `begin` as in `TicketLine`."""

    line: Line
    dish: Dish
    kind: str
    quantity: int
    begin: int = 0


def tickets(
    world: World,
    order: Order,
    changes: Iterable[Change],
    context: Context,
    *,
    kind: str = "new",
    refers: int = 0,
) -> tuple[TicketIssued, ...]:
    """One ticket for each station that any of the changes concerns, by station rank; one
    for each course of what is new, where the station wants them apart."""
    by_station: dict[str, list[Change]] = {}
    for change in changes:
        for dish in change.dish.views():
            if dish.station in world.catalogue.stations:
                here = replace(change, dish=dish)
                by_station.setdefault(dish.station, []).append(here)
    ranked = sorted(by_station, key=lambda s: world.catalogue.stations[s].rank)
    found = list[TicketIssued]()
    for station in ranked:
        parts = [by_station[station]]
        if kind == "new" and world.catalogue.stations[station].apart:
            parts = _by_course(world, by_station[station])
        also = _also(world, by_station, station)
        found += [
            _ticket(world, order, station, number, part, also, context, kind, refers)
            for number, part in enumerate(
                parts, world.book.tickets.get((context.terminal, station), 0) + 1
            )
        ]
    return tuple(found)


def _by_course(world: World, changes: list[Change]) -> list[list[Change]]:
    """In the order of the meal."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.dish.course, []).append(change)
    return [found[course] for course in sorted(found, key=lambda c: _rank(world, c))]


def _rank(world: World, course: str) -> int:
    known = world.catalogue.courses.get(course)
    return known.rank if known else 0


def _also(world: World, by_station: dict[str, list[Change]], station: str) -> str:
    """What others make of the same sending: "Bar 3"."""
    stations = world.catalogue.stations
    return " · ".join(
        f"{stations[other].name} {pieces(by_station[other])}"
        for other in sorted(by_station, key=lambda s: stations[s].rank)
        if other != station
    )


def to_inform(
    world: World, order: Order, lines: Iterable[Line], context: Context
) -> tuple[TicketIssued, ...]:
    """Tickets for stations that are making these lines, which say something new."""
    changes = [
        Change(line, dish, "info", line.quantity)
        for line in lines
        for dish in line.dishes
        if dish.fired and not dish.ready
    ]
    return tickets(world, order, changes, context, kind="change", refers=last(changes))


def last(changes: Iterable[Change]) -> int:
    """Number of the newest ticket that these changes are about, 0 for none."""
    return max((number for c in changes for number in c.dish.tickets), default=0)


def _ticket(
    world: World,
    order: Order,
    station: str,
    number: int,
    changes: list[Change],
    also: str,
    context: Context,
    kind: str,
    refers: int,
) -> TicketIssued:
    changed = kind == "new" and any(c.kind != "make" for c in changes)
    courses = world.catalogue.courses
    course = min((c.dish.course for c in changes), key=lambda c: _rank(world, c))
    table = world.floor.tables.get(order.table)
    room = world.floor.rooms.get(table.room) if table else None
    place, answers = world.catalogue.stations[station], Answers(world.catalogue)
    return TicketIssued(
        station=station,
        number=number,
        order=order.id,
        kind="change" if changed else kind,
        course=course,
        table=table.number
        if table
        else world.sale_number(order.terminal, order.number),
        covers=order.covers,
        lines=tuple(
            _ticket_line(world, order, change, place.language, answers)
            for change in changes
        ),
        suite=courses[course].tag if course in courses else "",
        also=also,
        refers=last(changes) or refers if refers else 0,
        room=room.name if room else "",
        form=place.form,
        merged=place.merged,
    )


def _ticket_line(
    world: World,
    order: Order,
    change: Change,
    language: str,
    answers: Answers,
) -> TicketLine:
    """In the words and with the weights that the card has now."""
    line, ordered = change.line, change.dish.ordered
    chosen = [(answers.to(ordered, choice), choice) for choice in ordered.modifiers]
    weights = tuple(_weight(option, change.dish) for option, _ in chosen)
    return TicketLine(
        dish=change.dish.id,
        quantity=change.quantity,
        label=dish_in(world.catalogue, ordered, language),
        kind=change.kind,
        modifiers=tuple(choice_in(option, each, language) for option, each in chosen),
        seats=line.seats,
        note=line.kitchen_note,
        allergy=allergy_of(order, line),
        unit=line.unit,
        weights=weights if any(weights) else (),
        also=" · ".join(world.catalogue.stations[s].name for s in change.dish.also),
        begin=change.begin,
    )


def _weight(option: ModifierOption | None, dish: Dish) -> str:
    if option is None:
        return ""
    return option.weight or ("bold" if makes(dish, option) else "")


def pieces(changes: Iterable[Change]) -> int:
    """Number of portions in the changes; a weighed dish is one."""
    return sum(
        change.quantity // MILLI if change.line.unit == "piece" else 1
        for change in changes
    )
