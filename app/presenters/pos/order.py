"""The order panel: whose order, its seats, what it holds, the two great acts.

`present_panel` is the order in front of the person; `present_idle` is the panel when
there is none: the open tables one could go back to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.kitchen.capacity import Tonight
from app.domain.money import split_evenly
from app.domain.orders.billing import order_due
from app.domain.orders.scheduling import holds_back
from app.domain.orders.sending import (
    course_rank,
    leaving,
    next_held,
    pieces_to_send,
    unsent_lines,
)
from app.domain.orders.state import Order
from app.domain.world import World
from app.presenters.pos.lines import Draft, off_the_shelf, present_courses, unrouted
from app.presenters.pos.serving import ServingView, present_serving
from app.presenters.pos.words import (
    Sight,
    course_name,
    lowered,
    order_title,
    outlet_of,
    pieces,
    preset_words,
    seat_name,
)
from resources.texts import amount, price, tr, trn
from widgets.choices import Choice
from widgets.looks import Kind
from widgets.order_list_views import CourseView, OrderView

MORE_SEATS, NEW_SEAT = "more", "new"
"""Keys of the seat segments that are no seat."""
_SEATS_SHOWN = 4
_WINDOW = 3
_TABLES_SHOWN = 6
_HOUR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ActView:
    """One of the two great buttons; `short` where `subtitle` is too long."""

    title: str
    subtitle: str = ""
    short: str = ""
    kind: Kind = "tonal"
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """The order in front of the person.

    Attributes:
        noted: notes on the whole order are there.
        note_words: those notes, for a screen reader and the tooltip.
        status: "5 articles à envoyer"; `fresh` says that the filet stands before it.
        warning: what would go nowhere, "" when nothing would.
        each: "28,17 par personne".
    """

    order: str
    title: str
    covers: str
    room: str
    since: str
    noted: bool
    note_words: str
    seats: tuple[Choice, ...]
    seat: str
    serving: ServingView
    list: OrderView
    status: str
    fresh: bool
    warning: str
    each: str
    send: ActView
    pay: ActView


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTable:
    """An open order one can go back to."""

    order: str
    title: str
    subtitle: str
    amount: str
    initials: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleView:
    """The panel without an order."""

    title: str
    subtitle: str
    sentence: str
    hint: str
    serving: ServingView
    tables: tuple[OpenTable, ...]


def present_panel(
    world: World,
    order: Order,
    sight: Sight,
    *,
    seat: int = 0,
    chosen: str = "",
    toggled: frozenset[str] = frozenset(),
    draft: Draft | None = None,
) -> PanelView:
    """The order in front of the person."""
    left = order_due(world.book, order)
    unsent = [ln for ln in unsent_lines(world, order) if not off_the_shelf(world, ln)]
    count = sum(pieces(line.quantity, line.unit) for line in unsent)
    table = world.floor.tables.get(order.table)
    room = world.floor.rooms.get(table.room) if table else None
    courses = present_courses(world, order, sight, toggled=toggled, draft=draft)
    return PanelView(
        order=order.id,
        title=order_title(world, order),
        covers=_covers(order),
        room=room.name if room else preset_words(world, order.served),
        since=f"{since_words(sight.minutes_since(order.opened))} · "
        f"{sight.name_of(order.waiter)}",
        noted=bool(order.kitchen_note or order.guest_note),
        note_words=" · ".join(n for n in (order.kitchen_note, order.guest_note) if n),
        seats=seat_choices(world, order, seat, sight),
        seat=str(seat),
        serving=present_serving(world, order, order.served, sight),
        list=OrderView(
            courses=courses,
            chosen=draft.line.id if draft else chosen,
            others=_others(world, order, courses),
        ),
        status=_status(world, order, count),
        fresh=count > 0,
        warning=_warning(world, order, sight),
        each=_each(order, left),
        send=_send(world, order, sight, count),
        pay=ActView(
            title=tr("Encaisser"),
            subtitle=price(left),
            kind="tonal" if count else "filled",
            enabled=bool(world.book.lines_of(order)) or left != 0,
        ),
    )


def _covers(order: Order) -> str:
    if order.covers:
        return trn(order.covers, "{n} couvert", "{n} couverts")
    return tr("Vente") if not order.table else tr("sans couverts")


def since_words(minutes: int) -> str:
    """ "38 min", "2 h 05"."""
    hours, rest = divmod(minutes, _HOUR)
    return f"{hours} h {rest:02d}" if hours else tr("{n} min", n=minutes)


def last_seat(world: World, order: Order) -> int:
    """The highest seat that anybody sits on."""
    used = (seat for line in world.book.lines_of(order) for seat in line.seats)
    return max(order.covers, *order.allergies, *order.names, *used, 0)


def seat_choices(
    world: World, order: Order, seat: int, sight: Sight
) -> tuple[Choice, ...]:
    """Table, the seats with who sits there, one more; of many those around the chosen."""
    if not order.table:
        return ()
    count = last_seat(world, order)
    shown = range(1, count + 1)
    more: tuple[Choice, ...] = ()
    if count > _SEATS_SHOWN:
        first = min(max(1, seat - 1), count - _WINDOW + 1)
        shown = range(first, first + _WINDOW)
        more = (Choice(MORE_SEATS, "…"),)
    seats = tuple(
        Choice(
            str(number),
            str(number),
            mark="warning" if number in order.allergies else "",
            hint=seat_name(order, number, sight),
        )
        for number in shown
    )
    whole = Choice("0", tr("Table"), mark="warning" if 0 in order.allergies else "")
    return (whole, *seats, *more, Choice(NEW_SEAT, "+"))


def _others(
    world: World, order: Order, shown: tuple[CourseView, ...]
) -> tuple[tuple[str, str], ...]:
    """(id, name) of the courses of which nothing is on the order of a table."""
    here = {course.id for course in shown}
    ranked = sorted(world.catalogue.courses, key=lambda c: course_rank(world, c))
    rest = [course for course in ranked if course not in here and order.table]
    return tuple((course, course_name(world, course)) for course in rest)


def _status(world: World, order: Order, count: int) -> str:
    if count:
        return trn(count, "{n} article à envoyer", "{n} articles à envoyer")
    held = next_held(world, order)
    if held:
        return tr("À suivre : {course}", course=lowered(course_name(world, held)))
    sent = any(line.sent for line in world.book.lines_of(order))
    return tr("Tout est envoyé") if sent else ""


def _each(order: Order, left: int) -> str:
    if order.covers < 2 or left <= 0:
        return ""
    share = split_evenly(left, order.covers)[0]
    return tr("{amount} par personne", amount=amount(share))


def _warning(world: World, order: Order, sight: Sight) -> str:
    """What would go nowhere if it were sent now."""
    lost = sum(unrouted(world, line) for line in unsent_lines(world, order))
    if lost:
        return trn(lost, "{n} plat sans poste", "{n} plats sans poste")
    stations = world.catalogue.stations
    going = pieces_to_send(world, order, sight.now)
    dead = [
        stations[s].name for s in going if outlet_of(world, s, sight).state == "none"
    ]
    if dead:
        return tr("{stations} ne reçoit rien", stations=" · ".join(dead))
    return _shut(world, going)


def _shut(world: World, going: Iterable[str]) -> str:
    """The stations that nobody stands at, of those that get something to make."""
    stations, closed = world.catalogue.stations, world.catalogue.closed
    shut = [stations[s].name for s in going if s in closed]
    return tr("Poste fermé : {stations}", stations=" · ".join(shut)) if shut else ""


def _send(world: World, order: Order, sight: Sight, count: int) -> ActView:
    if not count:
        held = next_held(world, order)
        subtitle = tr("rien à envoyer") if held or order.lines else ""
        return ActView(title=tr("Envoyer"), subtitle=subtitle, kind="quiet")
    parts: list[str] = []
    others: set[str] = set()
    lost, seen_only = False, 0
    for station, number in _soonest_first(world, order, sight):
        words = f"{world.catalogue.stations[station].name} {number}"
        outlet = outlet_of(world, station, sight)
        if outlet.state == "other":
            words = f"{words} → {outlet.name}"
            others.add(outlet.name)
        elif outlet.state == "none":
            words = f"{words} ✕"
            lost = True
        elif outlet.state == "screen":
            words = f"{words} → {tr('écran')}"
            seen_only += 1
        parts.append(words)
    going = sum(pieces_to_send(world, order, sight.now).values())
    short = trn(len(parts), "{all} · {n} poste", "{all} · {n} postes", all=going)
    if others:
        short = f"{going} → {' · '.join(sorted(others))}"
    elif seen_only == len(parts):
        short = f"{going} → {tr('écran')}"
    if lost:
        short = f"{short} ✕"
    if parts and holds_back(Tonight(world, sight.now), order):
        # It would leave by itself in time: nobody sends it hours before by habit.
        parts.insert(0, tr("avant l'heure"))
        short = f"{parts[0]} · {short}"
    return ActView(
        title=tr("Envoyer"),
        subtitle=" · ".join(parts) or tr("à suivre"),
        short=short if parts else tr("à suivre"),
        kind="filled",
    )


def _soonest_first(world: World, order: Order, sight: Sight) -> list[tuple[str, int]]:
    """(station, portions) that leave now, what is served first before the rest."""
    first: dict[str, int] = {}
    for _, dish in leaving(world, order, sight.now):
        rank = course_rank(world, dish.course)
        first[dish.station] = min(first.get(dish.station, rank), rank)
    pieces = pieces_to_send(world, order, sight.now).items()
    return sorted(pieces, key=lambda each: first[each[0]])


def sent_words(world: World, order: Order, before: ActView) -> str:
    """What is said once an order was sent."""
    if order.table:
        return tr(
            "Table {table} envoyée : {stations}",
            table=order_title(world, order),
            stations=before.subtitle,
        )
    return tr("Envoyé : {stations}", stations=before.subtitle)


def called_words(world: World, order: Order, course: str) -> str:
    """What is said once a course was called: where it lies at a closed station too."""
    words = tr(
        "Réclamé : {course}, table {table}",
        course=course_name(world, course),
        table=order_title(world, order),
    )
    return " · ".join(filter(None, (words, shut_words(world, order, course))))


def shut_words(world: World, order: Order, course: str) -> str:
    """The closed stations at which a called course lies; "" when each is open."""
    going = {
        dish.station: None
        for line in world.book.lines_of(order)
        for whole in line.dishes
        for dish in whole.views()
        if dish.course == course and dish.stage == "sent"
    }
    return _shut(world, going)


def guests_words(allergies: Mapping[int, str], names: Mapping[int, str]) -> str:
    """What is said once guests were written down; an allergy that was taken back is never
    left out where a name alone was noted.

    Args:
        allergies, names: seat -> words, of the seats that were changed; "" took it back.
    """
    words = " · ".join(filter(None, (*allergies.values(), *names.values())))
    if any(allergies.values()):
        return tr("Allergie notée : {words}", words=words)
    told = [tr("Allergie effacée")] if allergies else []
    if names:
        told.append(tr("Noté : {words}", words=words) if words else tr("Nom effacé"))
    return " · ".join(told)


def present_idle(world: World, person: str, sight: Sight, served: str) -> IdleView:
    """The panel when no order is open: one's own tables first, then the oldest.

    `served`: preset that a sale begins with.
    """
    orders = [order for order in world.book.open_orders() if order.table]
    orders.sort(key=lambda o: (o.waiter != person, -o.touched))
    return IdleView(
        title=tr("Aucune commande"),
        subtitle=trn(len(orders), "{n} table ouverte", "{n} tables ouvertes"),
        sentence=tr("Touchez un article pour une vente au comptoir"),
        hint=tr("ou tapez un numéro de table puis Entrée"),
        serving=present_serving(world, None, served, sight),
        tables=tuple(
            _open_table(world, order, sight) for order in orders[:_TABLES_SHOWN]
        ),
    )


def _open_table(world: World, order: Order, sight: Sight) -> OpenTable:
    since = since_words(sight.minutes_since(order.opened))
    covers = trn(order.covers, "{n} couvert", "{n} couverts") if order.covers else ""
    who = sight.name_of(order.waiter)
    return OpenTable(
        order=order.id,
        title=tr("Table {table}", table=order_title(world, order)),
        subtitle=" · ".join(part for part in (covers, since, who) if part),
        amount=amount(order_due(world.book, order)),
        initials=order_title(world, order),
    )
