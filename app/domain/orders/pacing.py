"""When a held course is called: likely so, after the course before it at the pace of the
house tonight; or by itself, where the house or the course itself wants that."""

from collections.abc import Mapping
from itertools import islice, pairwise
from statistics import median_low
from typing import NamedTuple

from app.domain.catalogue.state import DIRECT
from app.domain.orders.sending import course_rank, next_held
from app.domain.orders.state import Book, Order
from app.domain.settings import CALL, PACE, PACE_MINUTES, READY_BEFORE
from app.domain.world import World

TABLES, ENOUGH = 60, 5
"""How many of the newest tables are looked at, and from how many on they say the pace."""
_MINUTE = 60_000


def fired_at(book: Book, order: Order) -> dict[str, int]:
    """Course -> when its first dish was to be made, ms; of the courses that were fired."""
    times: dict[str, int] = {}
    for line in book.lines_of(order):
        for dish in line.dishes:
            if dish.fired and dish.course != DIRECT:
                first = times.get(dish.course, dish.fired)
                times[dish.course] = min(first, dish.fired)
    return times


def pace(book: Book) -> dict[str, int]:
    """Course -> ms that tables take from its fire to that of the next one, where enough
    of them did lately."""
    taken: dict[str, list[int]] = {}
    for order in islice(reversed(book.orders.values()), TABLES):
        times = sorted((ms, course) for course, ms in fired_at(book, order).items())
        for (before, course), (after, _) in pairwise(times):
            taken.setdefault(course, []).append(after - before)
    return {c: median_low(each) for c, each in taken.items() if len(each) >= ENOUGH}


def likely(world: World, order: Order, course: str, paces: Mapping[str, int]) -> int:
    """When a held course is likely to be called, ms; 0 when nothing before it says so.

    A course takes as long as `pace` says, else as a table may stay at it.
    """
    times, rank = fired_at(world.book, order), course_rank(world, course)
    before = {
        dish.course
        for line in world.book.lines_of(order)
        for dish in line.dishes
        if dish.sent and dish.course != DIRECT
    }
    ranked = sorted(before, key=lambda each: course_rank(world, each))
    at = 0
    for each in ranked:
        if course_rank(world, each) >= rank:
            break
        known = world.catalogue.courses.get(each)
        start = times.get(each, at)
        stay = known.stage_limit * _MINUTE if known else 0
        at = start + paces.get(each, stay) if start else 0
    return at


class Rule(NamedTuple):
    """When a held course goes, one of the words of `PACE`, and after how many minutes."""

    pace: str
    minutes: int


def rule_of(world: World, course: str) -> Rule:
    """The rule of a course, its own or that of the house."""
    known = world.catalogue.courses.get(course)
    if known is not None and known.pace:
        return Rule(known.pace, known.pace_minutes)
    return Rule(world.settings.text(PACE), world.settings.number(PACE_MINUTES))


def paced(world: World, order: Order) -> str:
    """The held course that goes by itself next, "" for none: its rule wants it, a course
    before it was fired, and nobody has stopped it."""
    course = next_held(world, order)
    rank = course_rank(world, course)
    if not course or not order.table or rule_of(world, course).pace == CALL:
        return ""
    if order.timing.get(course) == "hold":
        return ""
    fired = fired_at(world.book, order)
    return course if any(course_rank(world, each) < rank for each in fired) else ""


def goes_at(world: World, order: Order, course: str) -> int:
    """When a `paced` course goes, ms; 0 while the one before it is not made."""
    fired, rank = fired_at(world.book, order), course_rank(world, course)
    earlier = [each for each in fired if course_rank(world, each) < rank]
    before = max(earlier, key=lambda each: course_rank(world, each))
    start, rule = fired[before], rule_of(world, course)
    if rule.pace == READY_BEFORE:
        made = [
            dish.ready
            for line in world.book.lines_of(order)
            for dish in line.dishes
            if dish.course == before and dish.fired and dish.station
        ]  # what no station makes is called ready by nobody
        if not all(made):
            return 0
        start = max(made, default=start)
    return start + rule.minutes * _MINUTE
