"""Deciding how dishes go from one course to another, before and after they were fired."""

from dataclasses import replace

from app.domain.catalogue.state import DIRECT
from app.domain.kitchen.routing import routed
from app.domain.kitchen.tickets import Change, last, tickets
from app.domain.kitchen.timing import let_go
from app.domain.orders.commands import MoveToCourse
from app.domain.orders.dish import Dish
from app.domain.orders.events import CourseChanged
from app.domain.orders.sending import course_rank, to_make
from app.domain.orders.state import Line, Order
from app.domain.orders.taking import Decision
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World


def movable(dish: Dish) -> bool:
    """Whether a dish can still go with another course: not once it stands on the pass."""
    return not dish.ready and not dish.served


def move_to_course(
    world: World, order: Order, command: MoveToCourse, context: Context
) -> Decision:
    """Dishes go with another course; stations hear only of what changes for them.

    What was held is made when its new course is being made. What was being made waits
    when its new course comes later and nobody has called it.
    """
    if command.course not in world.catalogue.courses:
        return Refusal("course_unknown", "Cette suite n'existe pas.")
    named = [
        (line, dish)
        for line in world.book.lines_of(order)
        for dish in line.dishes
        if dish.id in command.dishes and dish.course != command.course
    ]
    moved = [(line, dish) for line, dish in named if movable(dish)]
    if not moved:
        if named:
            return Refusal("dish_ready", "C'est prêt en cuisine : servez-le.")
        return Refusal("nothing_to_move", "Rien à passer à cette suite.")
    firing, holding = _what_follows(world, order, command.course, moved)
    holding = [] if command.go_on else holding
    changed = CourseChanged(
        order=order.id,
        course=command.course,
        dishes=tuple(dish.id for _, dish in moved),
        fired=tuple(dish.id for _, dish in firing),
        held=tuple(dish.id for _, dish in holding),
    )
    at_work = [(line, dish) for line, dish in moved if dish.fired]
    changes = [
        Change(line, _with(dish, command.course), _kind(dish, holding), line.quantity)
        for line, dish in at_work
    ]
    joining = [(line, _with(dish, command.course)) for line, dish in firing]
    routes, there = routed(world, order, joining, context.now, fired=True)
    changes += to_make(world, order, there, context.now)
    told = tickets(world, order, changes, context, refers=last(changes))
    gone, now_ms = set(changed.dishes), round(context.now.timestamp() * 1000)
    return changed, *routes, *told, *let_go(world, order, gone, now_ms)


def _with(dish: Dish, course: str) -> Dish:
    return replace(dish, course=course)


def _kind(dish: Dish, holding: list[tuple[Line, Dish]]) -> str:
    """What a station that makes a dish hears of it."""
    return "wait" if any(dish is held for _, held in holding) else "move"


def _what_follows(
    world: World, order: Order, course: str, moved: list[tuple[Line, Dish]]
) -> tuple[list[tuple[Line, Dish]], list[tuple[Line, Dish]]]:
    """Of what is moved to a course: what is made now, and what waits now."""
    going = {dish.id for _, dish in moved}
    there = [
        dish
        for line in world.book.lines_of(order)
        for dish in line.dishes
        if dish.course == course and dish.sent and dish.id not in going
    ]
    waits = any(not dish.fired for dish in there)
    # Without a table nobody calls courses: everything is made.
    at_once = course == DIRECT or order.mode != "dine_in"
    under_way = at_once or (bool(there) and not waits)
    rank = course_rank(world, course)
    firing = [(ln, d) for ln, d in moved if d.sent and not d.fired and under_way]
    holding = [
        (line, dish)
        for line, dish in moved
        if dish.fired
        and not under_way
        and (waits or rank > course_rank(world, dish.course))
    ]
    return firing, holding
