"""A room as the plan draws it: tables, sections, the bar with its notes, the pass.

Room coordinates are centimetres, drawn one to a pixel at 100 %, with a margin round
them and a strip under them for the bar and the pass.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.floor.events import RoomSet, SectionSet, TableSet
from app.domain.orders.state import Order
from app.domain.reservations.events import Reservation
from app.domain.world import World
from app.presenters.floor.drawn import fixture_of
from app.presenters.floor.leaving import SOON_MINUTES, departure
from app.presenters.floor.stage import (
    TableStage,
    dishes_of,
    minutes_since,
    owed_dishes,
    to_carry,
)
from app.presenters.floor.standing import Standing, active_tables
from app.presenters.people import initials_of
from app.presenters.pos.words import (
    Sight,
    course_name,
    lowered,
    pieces,
    promised_words,
)
from app.presenters.reservations.page import guest_name, minutes_to, when_words
from resources.texts import amount, price, tr, trn
from widgets.floor_plan_views import (
    FixtureView,
    FloorView,
    MergeView,
    SectionView,
    TableShape,
    TableView,
)

BOOKED_MINUTES, NEXT_MINUTES = 30, 120
"""A free table is kept for so long before its guests come; a taken one says so earlier."""
ORDER = "order:"
"""Before the id of an order that is a plate of the bar and not a table."""
NEW_NOTE, MORE_NOTES = "note:new", "note:more"
"""Plates that open a note, and that show those for which there is no room."""

_MARGIN, _STRIP = 16, 72
_BAR_LABEL, _PLATE, _GAP, _LEAST_NEW = 127, 40, 8, 72
_DRINKS = ("boissons", "vins", "cafe")


@dataclass(frozen=True, slots=True)
class RoomTab:
    """A room as a tab; `counter` is tables taken of all ("11 / 15", narrow spaces), or
    open notes at a bar."""

    id: str
    name: str
    counter: str


def rooms_of(world: World) -> list[RoomSet]:
    """The rooms that are in use, by rank."""
    rooms = [room for room in world.floor.rooms.values() if room.active]
    return sorted(rooms, key=lambda room: (room.rank, room.name))


def present_tabs(floor: Standing) -> tuple[RoomTab, ...]:
    """Every room with what is taken in it."""
    tabs = []
    for room in rooms_of(floor.world):
        tables = active_tables(floor.world, room.id)
        taken = sum(1 for table in tables if table.id in floor.on)
        if room.style == "express":
            counter = str(taken + len(_bar_notes(floor)))
        else:
            counter = f"{taken}\u202f/\u202f{len(tables)}"
        tabs.append(RoomTab(room.id, room.name, counter))
    return tuple(tabs)


def present_tables(
    floor: Standing, room: RoomSet, sight: Sight
) -> dict[TableShape, TableView]:
    """The tables of a room with what happens there, in the order of their numbers."""
    tables = active_tables(floor.world, room.id)
    return {_shape(table): present_table(floor, table, sight) for table in tables}


def present_room(
    floor: Standing,
    room: RoomSet,
    tables: Mapping[TableShape, TableView],
    sight: Sight,
) -> FloorView:
    """Everything in a room."""
    plates, notes = _bar(floor, room, sight)
    return FloorView(
        width=room.width + 2 * _MARGIN,
        height=room.height + 3 * _MARGIN + _STRIP,
        shapes=(*tables, *plates),
        tables=(*tables.values(), *notes),
        sections=tuple(
            _section(floor, section, sight)
            for section in floor.world.floor.sections_in(room.id)
        ),
        fixtures=(
            *_fixtures(floor, room, sight, plates),
            *(
                fixture_of(each, each.id, shift=_MARGIN)
                for each in floor.world.floor.fixtures.values()
                if each.active and each.room == room.id
            ),
        ),
        merges=tuple(_merges(floor.world, tables)),
    )


def present_list(
    floor: Standing, tables: Mapping[TableShape, TableView], sight: Sight
) -> FloorView:
    """The same for a grid or a list: no walls, and every note of the bar as a row."""
    notes = [
        (order, note_name(floor.world, order, sight)) for order in _bar_notes(floor)
    ]
    return FloorView(
        shapes=(
            *tables,
            *(_plate(ORDER + o.id, initials_of(name), 0, 0, 0) for o, name in notes),
        ),
        tables=(
            *tables.values(),
            *(
                TableView(
                    id=ORDER + order.id,
                    state="occupied",
                    minutes_text=name,
                    amount_text=price(floor.due[order.id]),
                )
                for order, name in notes
            ),
        ),
    )


def _shape(table: TableSet) -> TableShape:
    square = table.width == table.height
    return TableShape(
        id=table.id,
        number=table.number,
        kind="round" if table.shape == "round" else "square" if square else "rect",
        x=table.x + _MARGIN,
        y=table.y + _MARGIN,
        w=table.width,
        h=table.height,
        seats=table.seats,
        turn=table.turn,
        layer=table.layer,
    )


# Tables


def present_table(floor: Standing, table: TableSet, sight: Sight) -> TableView:
    """What happens at a table."""
    stage = floor.stage(table.id)
    order = floor.served(table.id)
    if kept(floor, table.id):
        return _booked(table, floor.next[table.id], sight)
    if order is None:
        minutes = minutes_words(stage.minutes) if stage.need == "clear" else ""
        seats = trn(table.seats, "{n} place", "{n} places")
        return TableView(
            id=table.id,
            state=stage.state,
            minutes_text=minutes,
            subtitle=floor.world.floor.blocked.get(table.id) or seats,
            next_booking=_next(floor, table, sight) if stage.need else "",
        )
    leads = floor.leads(table.id)
    words = need_words(floor.world, stage)
    paid = order.id not in floor.due
    if paid and not words:
        words = tr("payée")
    plain = leads and not words
    waiter = sight.name_of(order.waiter)
    return TableView(
        id=table.id,
        state=stage.state,
        stage=stage.stage,
        minutes_text=_minutes_text(stage),
        share=stage.share,
        covers=str(order.covers) if plain and order.covers else "",
        amount_text=price(floor.due[order.id]) if plain else "",
        subtitle=words or ("" if leads else tr("une seule note")),
        waiter=initials_of(waiter) if leads else "",
        avatar=avatar_of(floor.world, order.waiter),
        bill_asked=stage.stage == "bill",
        next_booking=_next(floor, table, sight),
        next_late=_overstays(floor, table),
    )


def kept(floor: Standing, table: str) -> bool:
    """Whether a free table waits for guests who come soon."""
    expected = floor.next.get(table)
    return (
        expected is not None
        and floor.stage(table).state == "free"
        and minutes_to(expected, floor.now) <= BOOKED_MINUTES
    )


def _booked(table: TableSet, reservation: Reservation, sight: Sight) -> TableView:
    """A table that is kept for guests who come soon."""
    covers = tr("{n} couv.", n=reservation.covers)
    when = when_words(reservation, sight.now)
    return TableView(
        id=table.id,
        state="booked",
        booking_text=f"{reservation.time} · {guest_name(sight, reservation)}",
        subtitle=f"{covers} · {when}",
    )


def _next(floor: Standing, table: TableSet, sight: Sight) -> str:
    """ "21:30 Petit · 2", when they come within two hours; by when their table has to be
    free, when that is soon or does not look so."""
    reservation = floor.next.get(table.id)
    if reservation is None or minutes_to(reservation, sight.now) > NEXT_MINUTES:
        return ""
    found = departure(floor, table.id)
    if found is not None and (found.late or found.minutes <= SOON_MINUTES):
        words = tr("libérer {time}", time=found.must)
        return f"{reservation.time} · {words}"
    name = guest_name(sight, reservation)
    return f"{reservation.time} {name} · {reservation.covers}"


def _overstays(floor: Standing, table: TableSet) -> bool:
    found = departure(floor, table.id)
    return found is not None and found.late


def minutes_words(minutes: int) -> str:
    """ "14 min"."""
    return tr("{n} min", n=minutes)


def _minutes_text(stage: TableStage) -> str:
    if stage.need == "serve":
        return tr("prêt {n} min", n=stage.minutes)
    if stage.need == "send" and stage.state == "occupied":
        return tr("à envoyer")
    return minutes_words(stage.minutes)


def need_words(world: World, stage: TableStage) -> str:
    """What a table that is filled asks for, "" for one that is not."""
    if stage.state not in ("new", "ready", "late"):
        return ""
    match stage.need:
        case "fire":
            course = lowered(course_name(world, stage.course))
            return tr("{course} à réclamer", course=course)
        case "serve":
            return tr("au passe")
        case "order":
            return tr("à commander")
        case "send":
            return tr("à envoyer")
        case "kitchen":
            return tr("en cuisine")
        case "pay":
            return tr("à encaisser")
        case _:
            return tr("à relancer")


def avatar_of(world: World, person: str) -> int:
    """Colour of a person's avatar, 1-6."""
    found = world.staff.people.get(person)
    return (found.avatar if found else 0) % 6 + 1


def _merges(world: World, tables: Iterable[TableShape]) -> Iterable[MergeView]:
    here = {table.id: table.number for table in tables}
    floor = world.floor
    links = dict.fromkeys(floor.linked.values())
    for group in (*links, *dict.fromkeys(floor.joined.values())):
        members = [table for table in here if table in group]
        if len(members) > 1:
            numbers = " + ".join(here[table] for table in members)
            text = tr("{tables} · réunies", tables=numbers)
            if group in links:
                text = tr("{tables} · notes séparées", tables=numbers)
            yield MergeView(tables=tuple(members), text=text)


# Sections


def _section(floor: Standing, section: SectionSet, sight: Sight) -> SectionView:
    waiter = floor.world.floor.waiter_of(section.id)
    name = sight.name_of(waiter) if waiter else ""
    tables = [
        t for t in active_tables(floor.world, section.room) if t.section == section.id
    ]
    return SectionView(
        id=section.id,
        x=section.x + _MARGIN,
        y=section.y + _MARGIN,
        w=section.width,
        h=section.height,
        waiter=initials_of(name),
        avatar=avatar_of(floor.world, waiter),
        summary=_summary(floor, name, tables),
    )


def _summary(floor: Standing, name: str, tables: list[TableSet]) -> str:
    """ "Léa · 6 tables · 15 couverts": tables that are not free, and who sat there."""
    busy = [t.id for t in tables if floor.stage(t.id).state not in ("free", "blocked")]
    orders = [floor.on.get(table) or floor.paid[table] for table in busy]
    covers = sum({order.id: order.covers for order in orders}.values())
    parts = [name or tr("À donner"), trn(len(busy), "{n} table", "{n} tables")]
    parts.append(trn(covers, "{n} couvert", "{n} couverts"))
    return " · ".join(part for part in parts if part)


# The strip under the room


def _bar_notes(floor: Standing) -> list[Order]:
    """Notes opened under a name, at the bar; before them what is promised, the soonest
    first."""
    without = floor.without_table()
    promised = sorted((o for o in without if o.promised), key=lambda o: o.promised)
    here = [o for o in without if o.mode == "dine_in" and not o.promised]
    return [*promised, *here]


def guest_or_number(world: World, order: Order, sight: Sight) -> str:
    """The name a note was opened under, or its number."""
    name = sight.unseal(order.id, order.name) if order.name else ""
    return name or world.sale_number(order.terminal, order.number)


def note_name(world: World, order: Order, sight: Sight) -> str:
    """What a note without a table is called; when it is promised comes before."""
    name = guest_or_number(world, order, sight)
    if not order.promised:
        return name
    return f"{promised_words(order.promised, sight.now)} {name}"


def _divide(floor: Standing, room: RoomSet) -> int:
    """Where the bar ends and the pass begins: under the edge of two sections."""
    sections = floor.world.floor.sections_in(room.id)
    lefts = [s.x for s in sections if s.x > room.width // 4]
    return min(lefts, default=room.width * 54 // 100) - _MARGIN


def _bar(
    floor: Standing, room: RoomSet, sight: Sight
) -> tuple[tuple[TableShape, ...], tuple[TableView, ...]]:
    """The open notes as plates beside the word "Bar", and one to open another."""
    top = room.height + 2 * _MARGIN
    middle = top + (_STRIP - _PLATE) // 2
    end = _MARGIN + _divide(floor, room) - _LEAST_NEW - _MARGIN
    left = _MARGIN + _BAR_LABEL
    shapes: list[TableShape] = []
    views: list[TableView] = []
    notes = _bar_notes(floor)
    for number, order in enumerate(notes):
        name, due = note_name(floor.world, order, sight), amount(floor.due[order.id])
        width = _plate_width(f"{name} {due}")
        more = _plate_width("+99") + _GAP if number < len(notes) - 1 else 0
        if left + width + _GAP + more > end:
            words = f"+{len(notes) - number}"
            shapes.append(_plate(MORE_NOTES, words, left, middle, _plate_width("+99")))
            views.append(TableView(id=MORE_NOTES, state="occupied"))
            break
        shapes.append(_plate(ORDER + order.id, name, left, middle, width))
        views.append(TableView(id=ORDER + order.id, state="occupied", amount_text=due))
        left += width + _GAP
    bar = _bar_width(shapes)
    start = _MARGIN + bar + _MARGIN
    width = _MARGIN + _divide(floor, room) - start
    new = TableShape(
        id=NEW_NOTE, number=tr("Nouvelle note"), kind="tab",
        x=start, y=top, w=width, h=_STRIP, seats=0,
    )  # fmt: skip
    return (*shapes, new), (*views, TableView(id=NEW_NOTE))


def _plate(plate: str, words: str, x: int, y: int, width: int) -> TableShape:
    return TableShape(
        id=plate, number=words, kind="tab", x=x, y=y, w=width, h=_PLATE, seats=0
    )


def _plate_width(words: str) -> int:
    """Room for words of 13 px, which are 7 px a character at most."""
    return 12 + 7 * len(words)


def _bar_width(plates: list[TableShape]) -> int:
    """Width of the bar's ground: its word, its plates, never less than 300."""
    last = plates[-1] if plates else None
    return max(300, last.x + last.w + 12 - _MARGIN if last else 0)


def _fixtures(
    floor: Standing, room: RoomSet, sight: Sight, plates: tuple[TableShape, ...]
) -> tuple[FixtureView, ...]:
    top = room.height + 2 * _MARGIN
    divide = _divide(floor, room)
    left = 2 * _MARGIN + divide
    return (
        FixtureView(
            id="bar",
            x=_MARGIN,
            y=top,
            w=_bar_width(list(plates[:-1])),
            h=_STRIP,
            text=_bar_words(floor.world, sight),
            icon="local_bar",
            look="solid",
        ),
        FixtureView(
            id="pass",
            x=left,
            y=top,
            w=room.width + _MARGIN - left,
            h=_STRIP,
            text=_pass_words(floor),
            icon="room_service",
        ),
    )


def _bar_words(world: World, sight: Sight) -> str:
    """ "Bar · Inès": the room where one orders and pays at once, and who works there."""
    bar = next((r for r in rooms_of(world) if r.style == "express"), None)
    if bar is None:
        return tr("Notes")
    place = world.floor
    waiters = [place.waiter_of(s.id) for s in place.sections_in(bar.id)]
    names = [sight.name_of(waiter) for waiter in waiters if waiter]
    return " · ".join([bar.name, *names[:1]])


def _pass_words(floor: Standing) -> str:
    """How many plates wait to be carried, and since when the first of them does."""
    count, since = 0, 0
    world = floor.world
    dishes = [dishes_of(world, order) for order in floor.orders]
    dishes += [owed_dishes(world, order) for order in floor.owed]
    for line, dish in (ready for each in dishes for ready in to_carry(each)):
        if not _is_drink(world, line.article):
            count += pieces(line.quantity, line.unit)
            since = min(since or dish.ready, dish.ready)
    if not count:
        return tr("Passe · rien n'attend")
    minutes = minutes_since(since, floor.now)
    return trn(
        count,
        "Passe · {n} assiette attend depuis {minutes} min",
        "Passe · {n} assiettes attendent depuis {minutes} min",
        minutes=minutes,
    )


def _is_drink(world: World, article: str) -> bool:
    found = world.catalogue.articles.get(article)
    category = world.catalogue.categories.get(found.category) if found else None
    return category is not None and category.colour in _DRINKS
