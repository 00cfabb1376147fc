"""Deciding what leaves for the kitchen: sending, holding, réclame, voids."""

from collections.abc import Collection, Sequence
from datetime import datetime

from app.domain.catalogue.state import DIRECT
from app.domain.catalogue.stock import portions
from app.domain.kitchen.routing import routed
from app.domain.kitchen.tickets import Change, last, tickets
from app.domain.kitchen.timing import held_back, let_go
from app.domain.money import rhu
from app.domain.orders.commands import FireCourse, SendOrder, SetCourseTiming, VoidLine
from app.domain.orders.dish import Dish
from app.domain.orders.events import (
    CourseFired,
    CourseTimingSet,
    LineVoided,
    OrderSent,
)
from app.domain.orders.state import Line, Order
from app.domain.orders.taking import Decision
from app.domain.vocabulary import MILLI, Context, Refusal
from app.domain.world import World


def unsent_lines(world: World, order: Order) -> list[Line]:
    """Live lines that the kitchen does not know yet."""
    return world.book.unsent(order)


def course_rank(world: World, course: str) -> int:
    """Place of a course in the meal, 0 = Direct."""
    found = world.catalogue.courses.get(course)
    return found.rank if found else 0


def fires_now(world: World, order: Order, more: Collection[str] = ()) -> set[str]:
    """Courses whose unsent dishes are made as soon as they are sent.

    Direct always; a course that is already being made; otherwise the earliest course
    that has something to make, unless one before it is still on its way or a course
    waits for its réclame. Without a table nobody calls courses: everything is made.
    What a person set by hand (`SetCourseTiming`) wins. `more` are courses of dishes
    that are being chosen, as if they were on the order.
    """
    dishes = [d for line in world.book.lines_of(order) for d in line.dishes]
    unsent = {d.course for d in dishes if not d.sent} | set(more)
    held = {d.course for d in dishes if d.sent and not d.fired}
    running = {d.course for d in dishes if d.fired and not d.served} - {DIRECT}
    started = {d.course for d in dishes if d.fired}
    firing = {DIRECT} | (started - held)
    waiting = (unsent | held) - {DIRECT}
    if order.mode != "dine_in":
        firing |= unsent
    elif waiting and not running:
        first = min(waiting, key=lambda c: course_rank(world, c))
        firing |= {first} - held
    for course, timing in order.timing.items():
        if timing == "fire":
            firing.add(course)
        elif timing == "hold" and course not in started:
            firing.discard(course)
    return firing


def send(world: World, order: Order, command: SendOrder, context: Context) -> Decision:
    """Everything unsent goes out; each station gets one ticket with what is new."""
    lines = [
        line
        for line in unsent_lines(world, order)
        if not command.lines or line.id in command.lines
    ]
    if not lines:
        return Refusal("nothing_to_send", "Rien à envoyer.")
    return send_lines(world, order, lines, fires_now(world, order), context)


def send_lines(
    world: World,
    order: Order,
    lines: Sequence[Line],
    firing: Collection[str],
    context: Context,
) -> tuple[object, ...]:
    """These lines go out; their dishes in the courses `firing` are made now."""
    now = [(ln, d) for ln in lines for d in ln.dishes if d.course in firing]
    later = [(ln, d) for ln in lines for d in ln.dishes if d.course not in firing]
    sent = OrderSent(
        order=order.id,
        lines=tuple(line.id for line in lines),
        fired=tuple(dish.id for _, dish in now),
    )
    held, _ = routed(world, order, later, context.now, fired=False)
    return sent, *held, *_make(world, order, now, context)


def _make(
    world: World, order: Order, dishes: list[tuple[Line, Dish]], context: Context
) -> tuple[object, ...]:
    """Where dishes are made that are to be made now, and their tickets."""
    moved, there = routed(world, order, dishes, context.now, fired=True)
    making = to_make(world, order, there, context.now)
    return *moved, *tickets(world, order, making, context)


def to_make(
    world: World, order: Order, dishes: Sequence[tuple[Line, Dish]], now: datetime
) -> list[Change]:
    """What stations hear of dishes that are to be made now, and what of them is held
    back.

    A dish that joins a course of which the same station has a dish in hand is an
    addition, which is shouted.
    """
    now_ms = round(now.timestamp() * 1000)
    begin = held_back(world, order, [dish for _, dish in dishes], now_ms)
    in_hand = {
        (dish.course, dish.station)
        for line in world.book.lines_of(order)
        for dish in line.dishes
        if dish.fired and not dish.ready and dish.course != DIRECT
    }
    return [
        Change(
            line,
            dish,
            "add" if (dish.course, dish.station) in in_hand else "make",
            line.quantity,
            begin.get(dish.id, 0),
        )
        for line, dish in dishes
    ]


def next_held(world: World, order: Order) -> str:
    """The earliest course that was sent and waits for its réclame, "" for none."""
    held = {
        dish.course
        for line in world.book.lines_of(order)
        for dish in line.dishes
        if dish.sent and not dish.fired
    }
    return min(held, key=lambda c: course_rank(world, c), default="")


def fire(world: World, order: Order, command: FireCourse, context: Context) -> Decision:
    """The held dishes of a course are to be made now."""
    course = command.course or next_held(world, order)
    dishes = [
        (line, dish)
        for line in world.book.lines_of(order)
        for dish in line.dishes
        if dish.course == course and dish.sent and not dish.fired
    ]
    if not dishes:
        return Refusal("nothing_held", "Aucune suite à réclamer.")
    fired = CourseFired(
        order=order.id, course=course, dishes=tuple(dish.id for _, dish in dishes)
    )
    return fired, *_make(world, order, dishes, context)


def set_timing(
    world: World, order: Order, command: SetCourseTiming, context: Context
) -> Decision:
    """Whether a course leaves at the next sending or waits."""
    if command.course not in world.catalogue.courses:
        return Refusal("course_unknown", "Cette suite n'existe pas.")
    if command.timing not in ("fire", "hold", ""):
        return Refusal("timing_unknown", "Une suite part ou attend.")
    return (
        CourseTimingSet(order=order.id, course=command.course, timing=command.timing),
    )


def void_line(
    world: World, order: Order, line: Line, command: VoidLine, context: Context
) -> Decision:
    """Takes a line back; what the kitchen knows needs a reason and a right."""
    if line.receipts:
        return Refusal(
            "line_receipted", "Cette ligne est encaissée : remboursez le ticket."
        )
    quantity = line.quantity if command.quantity is None else command.quantity
    part = quantity != line.quantity
    if not 0 < quantity <= line.quantity or (part and not_whole(line, quantity)):
        return Refusal("quantity_out_of_range", "Il n'y en a pas autant à annuler.")
    stage = line.stage
    # What waits again was on a ticket: whoever may not void it may not park it first.
    told = any(dish.tickets for dish in line.dishes)
    known = told or stage not in ("unsent", "held") or line.shown
    if (line.sent or line.shown) and not command.reason:
        return Refusal("reason_missing", "Dites pourquoi la ligne est annulée.")
    if known and context.lacks("order.void_sent"):
        return Refusal(
            "right_missing",
            "Annuler une ligne envoyée demande un responsable.",
            "order.void_sent",
        )
    amount = rhu(line.net * quantity, line.quantity)
    voided = LineVoided(
        order=order.id,
        line=line.id,
        quantity=quantity,
        amount=amount,
        stage=stage,
        reason=command.reason,
    )
    stops = [
        Change(line, dish, "stop", quantity)
        for dish in line.dishes
        if dish.fired and not dish.served
    ]
    stop = tickets(world, order, stops, context, kind="change", refers=last(stops))
    gone = {dish.id for dish in line.dishes} if not part else set[str]()
    now_ms = round(context.now.timestamp() * 1000)
    return voided, *stop, *(let_go(world, order, gone, now_ms) if gone else ())


def not_whole(line: Line, quantity: int) -> bool:
    """Whether a quantity cuts a piece in two."""
    return line.unit == "piece" and quantity % MILLI != 0


def leaving(world: World, order: Order, now: datetime) -> list[tuple[Line, Dish]]:
    """The dishes that the next sending has made, at each of the stations that make them."""
    firing = fires_now(world, order)
    dishes = (
        (line, dish)
        for line in unsent_lines(world, order)
        for dish in line.dishes
        if dish.course in firing
    )
    there = routed(world, order, dishes, now, fired=True)[1]
    return [(line, view) for line, dish in there for view in dish.views()]


def pieces_to_send(world: World, order: Order, now: datetime) -> dict[str, int]:
    """Station -> portions that the next sending makes there ("Bar 3 · Chaud 2")."""
    counts, stations = dict[str, int](), world.catalogue.stations
    for line, dish in leaving(world, order, now):
        if dish.station in stations:
            pieces = portions(line.quantity, line.unit) // MILLI
            counts[dish.station] = counts.get(dish.station, 0) + pieces
    return dict(sorted(counts.items(), key=lambda kv: stations[kv[0]].rank))
