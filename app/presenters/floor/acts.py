"""What has to be done now, most urgent first, and the open notes of each waiter."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.kitchen.decide import at_work, rushed
from app.domain.orders.state import Order
from app.domain.world import World
from app.presenters.floor.leaving import departure
from app.presenters.floor.room import (
    avatar_of,
    guest_or_number,
    minutes_words,
    note_name,
)
from app.presenters.floor.stage import TableStage, stage_name
from app.presenters.floor.standing import Standing, active_tables, number_key
from app.presenters.people import initials_of
from app.presenters.pos.words import Sight, course_name, lowered
from resources.texts import price, tr, trn
from widgets.floor_acts import ActView
from widgets.floor_plan_views import Stage

_URGENCY = (
    "handover",
    "merge",
    "fire",
    "serve",
    "order",
    "kitchen",
    "send",
    "pay",
    "leave",
    "look",
    "clear",
)
_DO = {"order": "open", "kitchen": "open", "look": "open"}


def present_acts(floor: Standing, sight: Sight) -> tuple[ActView, ...]:
    """Every table that waits for somebody, with the one act that helps it.

    The key of an act is what to do and to which order or table ("fire:<order>").
    """
    found = [
        *_handovers(floor, sight),
        *_doubled(floor),
        *_orders(floor, sight),
        *_leaving(floor),
        *_clear(floor),
    ]
    found.sort(key=lambda each: each[0])
    return tuple(view for _, view in found)


def _handovers(
    floor: Standing, sight: Sight
) -> Iterator[tuple[tuple[int, int], ActView]]:
    """Notes that a colleague wants to pass on: whoever is to take them answers."""
    for handover in floor.world.floor.handovers.values():
        offered = handover.offered
        if handover.answer:
            continue
        taker = sight.name_of(offered.taker)
        yield (
            (_URGENCY.index("handover"), 0),
            ActView(
                key=f"handover:{offered.handover}",
                number=initials_of(taker),
                state="new",
                title=f"{sight.name_of(offered.giver)} → {taker}",
                subtitle=tr("tables à reprendre"),
                act=tr("Voir"),
            ),
        )


def _doubled(floor: Standing) -> Iterator[tuple[tuple[int, int], ActView]]:
    """A second note on the same table, opened by a terminal that was apart."""
    for order in floor.doubled:
        yield (
            (_URGENCY.index("merge"), 0),
            ActView(
                key=f"merge:{order.id}",
                number=floor.world.floor.number(order.table),
                state="late",
                title=tr("Deux notes"),
                subtitle=tr("même table"),
                act=tr("Réunir"),
            ),
        )


def _orders(floor: Standing, sight: Sight) -> Iterator[tuple[tuple[int, int], ActView]]:
    for order in (*floor.orders, *floor.owed):
        stage = floor.stages[order.id]
        if stage.state not in ("new", "ready", "late"):
            continue
        if not order.table and stage.need not in ("serve", "send"):
            continue
        title, subtitle, act = _words(floor.world, stage)
        do = _DO.get(stage.need, stage.need)
        if stage.need == "kitchen" and rushed(floor.world, order):
            subtitle = tr("passe devant, {n} min", n=stage.minutes)
        elif stage.need == "kitchen" and at_work(floor.world, order):
            do, act = "rush", tr("Priorité")
        yield (
            (_URGENCY.index(stage.need), stage.limit - stage.minutes),
            ActView(
                key=f"{do}:{order.id}",
                number=_number(floor, order, sight),
                state=stage.state,
                title=title,
                subtitle=subtitle,
                act=act,
            ),
        )


def _leaving(floor: Standing) -> Iterator[tuple[tuple[int, int], ActView]]:
    """Guests who will likely still sit there when their table has to be free."""
    for order in floor.orders:
        found = departure(floor, order.table) if order.table else None
        if found is None or not found.late:
            continue
        if floor.stages[order.id].state in ("new", "ready", "late"):
            continue  # what its guests wait for is said already, and helps them leave
        yield (
            (_URGENCY.index("leave"), found.minutes),
            ActView(
                key=f"open:{order.id}",
                number=floor.world.floor.number(order.table),
                state="late",
                title=tr("Libérer {time}", time=found.must),
                subtitle=tr("fin prévue {time}", time=found.end),
                act=tr("Ouvrir"),
            ),
        )


def _clear(floor: Standing) -> Iterator[tuple[tuple[int, int], ActView]]:
    for table in active_tables(floor.world):
        stage = floor.stage(table.id)
        if stage.need == "clear" and stage.over and floor.leads(table.id):
            yield (
                (_URGENCY.index("clear"), -stage.minutes),
                ActView(
                    key=f"clear:{table.id}",
                    number=table.number,
                    state="to_clear",
                    title=tr("À débarrasser"),
                    subtitle=tr("partis, {n} min", n=stage.minutes),
                    act=tr("Débarrassé"),
                ),
            )


def _number(floor: Standing, order: Order, sight: Sight) -> str:
    """What stands on the plate: a table, initials of a name, a number."""
    if order.table:
        return floor.world.floor.number(order.table)
    return (
        initials_of(guest_or_number(floor.world, order, sight))
        if order.name
        else str(order.number)
    )


def _words(world: World, stage: TableStage) -> tuple[str, str, str]:
    """Title, subtitle and act of a table that waits."""
    minutes, course = stage.minutes, stage_words(world, stage)
    of_limit = tr("{n} / {limit} min", n=minutes, limit=stage.limit)
    match stage.need:
        case "fire":
            return course, of_limit, tr("Réclamer")
        case "serve":
            what = plates_words(world, stage)
            return what, tr("au passe, {n} min", n=minutes), tr("Servi")
        case "order":
            return tr("À commander"), tr("assis, {n} min", n=minutes), tr("Ouvrir")
        case "send":
            articles = trn(stage.count, "{n} article", "{n} articles")
            return (
                tr("À envoyer"),
                f"{articles}, {minutes_words(minutes)}",
                tr("Envoyer"),
            )
        case "pay":
            words = tr("donnée, {n} min", n=minutes)
            return tr("Addition"), words, tr("Encaisser")
        case "kitchen":
            words = tr("cuisine, {n} min", n=minutes)
            return course, words, tr("Ouvrir")
        case _:
            return course, tr("fini, {n} min", n=minutes), tr("Ouvrir")


def stage_words(world: World, stage: TableStage) -> str:
    """The course a table is at, or waits for: "Plats"; drinks are the apéritif."""
    if stage.need != "fire" and stage.stage == "aperitif":
        return tr("Apéritif")
    return course_name(world, stage.course)


def plates_words(world: World, stage: TableStage) -> str:
    """ "2 plats" on the pass."""
    kind: Stage = stage_name(world, stage.course) if stage.course else ""
    count = stage.count
    match kind:
        case "starters":
            return trn(count, "{n} entrée", "{n} entrées")
        case "mains":
            return trn(count, "{n} plat", "{n} plats")
        case "cheese":
            return trn(count, "{n} fromage", "{n} fromages")
        case "desserts":
            return trn(count, "{n} dessert", "{n} desserts")
        case _:
            return trn(count, "{n} article", "{n} articles")


@dataclass(frozen=True, slots=True)
class WaiterRow:
    """A waiter with what is open."""

    person: str
    name: str
    initials: str
    tone: int
    subtitle: str
    amount: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """An open note: a table, a name at the bar, a takeaway."""

    order: str
    title: str
    subtitle: str
    amount: str


@dataclass(frozen=True, slots=True)
class NotesView:
    """All open notes, by waiter."""

    summary: str
    rows: tuple[WaiterRow, ...]
    count: int = 0


def present_notes(floor: Standing, sight: Sight) -> NotesView:
    """Who has how many notes open, in the order of the team."""
    by_waiter: dict[str, list[Order]] = {}
    for order in floor.orders:
        by_waiter.setdefault(order.waiter, []).append(order)
    team = list(floor.world.staff.people)
    ranked = sorted(by_waiter, key=lambda p: team.index(p) if p in team else len(team))
    total = sum(floor.due.values())
    summary = f"{len(floor.orders)} · {price(total)}" if floor.orders else ""
    return NotesView(
        summary,
        tuple(_waiter(floor, p, by_waiter[p], sight) for p in ranked),
        len(floor.orders),
    )


def _waiter(
    floor: Standing, person: str, orders: list[Order], sight: Sight
) -> WaiterRow:
    name = sight.name_of(person)
    covers = sum(order.covers for order in orders)
    parts = [trn(len(orders), "{n} note", "{n} notes")]
    if covers:
        parts.append(trn(covers, "{n} couvert", "{n} couverts"))
    return WaiterRow(
        person=person,
        name=name,
        initials=initials_of(name),
        tone=avatar_of(floor.world, person),
        subtitle=" · ".join(parts),
        amount=price(sum(floor.due[order.id] for order in orders)),
    )


def notes_of(floor: Standing, person: str, sight: Sight) -> tuple[NoteRow, ...]:
    """The open notes of a waiter: tables by number, then the others by age."""
    world = floor.world
    orders = [order for order in floor.orders if order.waiter == person]
    orders.sort(key=lambda o: (not o.table, number_key(world.floor.number(o.table))))
    return tuple(
        NoteRow(
            order=order.id,
            title=note_title(world, order, sight),
            subtitle=_how(world, floor.stages[order.id]),
            amount=price(floor.due[order.id]),
        )
        for order in orders
    )


def note_title(world: World, order: Order, sight: Sight) -> str:
    """ "Table 3", "Paul", "Emporter 0014"."""
    if order.table:
        return tr("Table {number}", number=world.floor.number(order.table))
    if order.name or order.promised:
        return note_name(world, order, sight)
    number = world.sale_number(order.terminal, order.number)
    if order.mode in ("takeaway", "delivery"):
        return tr("Emporter {number}", number=number)
    return tr("Vente {number}", number=number)


def _how(world: World, stage: TableStage) -> str:
    if stage.need in ("", "kitchen", "look") and stage.course:
        words = stage_words(world, stage)
    elif stage.need == "fire":
        course = lowered(course_name(world, stage.course))
        words = tr("{course} à réclamer", course=course)
    elif stage.need == "pay":
        words = tr("Addition")
    elif stage.need == "send":
        words = tr("À envoyer")
    elif stage.need == "serve":
        words = tr("Au passe")
    else:
        words = tr("Assis")
    return f"{words} · {minutes_words(stage.minutes)}"
