"""How a table stands: the stage of its meal, how long, and what it waits for.

Nothing is typed in: the stage follows from what was fired, served and shown. The one
function that the plan, the list of acts and the badge of the rail share is `stage_of`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.domain.catalogue.state import DIRECT
from app.domain.kitchen.capacity import Tonight
from app.domain.orders.dish import Dish
from app.domain.orders.scheduling import holds_back, made_from
from app.domain.orders.sending import course_rank, next_held, unsent_lines
from app.domain.orders.state import Line, Order
from app.domain.world import World
from app.presenters.pos.words import course_place, pieces
from widgets.floor_plan_views import Stage, TableState

Need = Literal["", "order", "send", "fire", "serve", "kitchen", "look", "pay", "clear"]
"""What a table waits for. "kitchen": its dishes take too long; "look": the guests have
finished a course longer ago than they should be left alone."""

ORDER_SOON, ORDER_LIMIT = 3, 8
"""Minutes after which guests who were seated are shown as waiting, and as late."""
TOLD_LIMIT = 12
"""Minutes after which a manager hears of guests who have ordered nothing yet."""
SEND_LIMIT, PASS_LIMIT, BILL_LIMIT, CLEAR_LIMIT = 10, 3, 10, 5
"""Minutes that unsent lines, plates on the pass, a bill and a paid table may wait."""

_STAGES: tuple[Stage, ...] = ("aperitif", "starters", "mains", "cheese", "desserts")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableStage:
    """How a table stands.

    Attributes:
        state: how loud the table is.
        stage: of the meal.
        need: what it waits for, "" for nothing.
        minutes: since the stage began, or since what it waits for could be done.
        limit: minutes allowed, 0 for no limit.
        course: the course that the need is about.
        count: portions that can be carried, or articles to send.
    """

    state: TableState
    stage: Stage = ""
    need: Need = ""
    minutes: int = 0
    limit: int = 0
    course: str = ""
    count: int = 0

    @property
    def share(self) -> float | None:
        """Of the time allowed, 0-1; None without a limit."""
        return min(1.0, self.minutes / self.limit) if self.limit else None

    @property
    def over(self) -> bool:
        """The time allowed has passed."""
        return bool(self.limit) and self.minutes >= self.limit


FREE = TableStage(state="free")
BLOCKED = TableStage(state="blocked")


def stage_name(world: World, course: str) -> Stage:
    """The stage of the meal that a course is."""
    return _STAGES[course_place(world, course) - 1]


def minutes_since(ms: int, now: datetime) -> int:
    """Whole minutes from a moment in milliseconds since 1970 until now, at least 0."""
    return max(0, int(now.timestamp() * 1000 - ms) // 60_000)


def stage_of(
    world: World, order: Order | None, now: datetime, tonight: Tonight | None = None
) -> TableStage:
    """How the table of an open order stands; a table without one is free.

    `tonight`: how fast the kitchen is, for who asks about many orders.

    The most urgent thing wins: plates on the pass, then a course that is called too
    late, then a bill that was asked for, then what was not sent, then the meal itself.
    """
    if order is None:
        return FREE
    lines = world.book.lines_of(order)
    dishes = dishes_of(world, order)
    meal = _meal(world, order, dishes, now)
    if not lines:
        return _seated(order, now)
    return (
        _on_the_pass(dishes, meal, now)
        or _to_fire(world, order, dishes, meal)
        or _bill_asked(order, lines, now)
        or _to_send(world, order, meal, tonight or Tonight(world, now))
        or _too_long(dishes, meal)
        or meal
    )


def unserved(world: World, now: datetime) -> list[tuple[Order, int]]:
    """Orders at tables whose guests have ordered nothing for so long that a manager is
    to know, with the minutes since they sat down."""
    found = [
        (order, minutes_since(order.opened, now))
        for order in world.book.open_orders()
        if order.table and not world.book.lines_of(order)
    ]
    return [(order, minutes) for order, minutes in found if minutes >= TOLD_LIMIT]


def paid_stage(paid_ms: int, now: datetime) -> TableStage:
    """A table whose guests have paid and that was not cleared yet."""
    return TableStage(
        state="to_clear",
        need="clear",
        minutes=minutes_since(paid_ms, now),
        limit=CLEAR_LIMIT,
    )


def _seated(order: Order, now: datetime) -> TableStage:
    minutes = minutes_since(order.opened, now)
    state: TableState = "occupied" if minutes < ORDER_SOON else "new"
    return TableStage(
        state="late" if minutes >= ORDER_LIMIT else state,
        stage="seated",
        need="order",
        minutes=minutes,
        limit=ORDER_LIMIT,
    )


def _meal(
    world: World, order: Order, dishes: Sequence[tuple[Line, Dish]], now: datetime
) -> TableStage:
    """The stage by the course that has come furthest of those that were fired.

    Drinks have no end of their own: the last round counts.
    """
    fired = [dish for _, dish in dishes if dish.fired]
    if not fired:
        sent = [dish.sent for _, dish in dishes if dish.sent]
        return TableStage(
            state="occupied",
            stage="seated",
            minutes=minutes_since(min(sent, default=order.opened), now),
            limit=_limit(world, next_held(world, order)) if sent else ORDER_LIMIT,
        )
    course = max((dish.course for dish in fired), key=lambda c: course_rank(world, c))
    moments = [dish.fired for dish in fired if dish.course == course]
    return TableStage(
        state="occupied",
        stage=stage_name(world, course),
        minutes=minutes_since(max(moments) if course == DIRECT else min(moments), now),
        limit=_limit(world, course),
        course=course,
    )


def _limit(world: World, course: str) -> int:
    found = world.catalogue.courses.get(course)
    return found.stage_limit if found else 0


def owed_stage(world: World, order: Order, now: datetime) -> TableStage | None:
    """How the table of guests who have paid stands while something is to come; None
    when nothing is."""
    dishes = owed_dishes(world, order)
    if not dishes:
        return None
    meal = _meal(world, order, dishes, now)
    return _on_the_pass(dishes, meal, now) or meal


def owed_dishes(world: World, order: Order) -> list[tuple[Line, Dish]]:
    """What guests who have paid still wait for: made, or ready, since they did.

    What was called or stood on the pass before was eaten: not everybody says so, and a
    station that has paper alone cannot. Drinks are waited for once somebody called them
    ready.
    """
    paid = order.receipts[-1].ms
    return [
        (line, dish)
        for line, dish in dishes_of(world, order)
        if not dish.served
        and (dish.ready > paid or (dish.fired >= paid and dish.course != DIRECT))
    ]


def to_carry(dishes: Sequence[tuple[Line, Dish]]) -> list[tuple[Line, Dish]]:
    """What stands on the pass and can go out: a course waits for its last plate.

    Drinks and other things served at once wait for nothing.
    """
    ready = [(line, dish) for line, dish in dishes if dish.stage == "ready"]
    if not ready:
        return []
    making = {
        dish.course
        for _, dish in dishes
        if dish.stage in ("sent", "started") and dish.course != DIRECT
    }
    return [(line, dish) for line, dish in ready if dish.course not in making]


def dishes_of(world: World, order: Order) -> list[tuple[Line, Dish]]:
    """Every dish of an order that is still wanted, with its line."""
    return [(line, dish) for line in world.book.lines_of(order) for dish in line.dishes]


def _on_the_pass(
    dishes: Sequence[tuple[Line, Dish]], meal: TableStage, now: datetime
) -> TableStage | None:
    ready = to_carry(dishes)
    if not ready:
        return None
    courses = {dish.course for _, dish in ready}
    return TableStage(
        state="ready",
        stage=meal.stage,
        need="serve",
        minutes=minutes_since(min(dish.ready for _, dish in ready), now),
        limit=PASS_LIMIT,
        course=courses.pop() if len(courses) == 1 else "",
        count=sum(pieces(line.quantity, line.unit) for line, _ in ready),
    )


def _to_fire(
    world: World,
    order: Order,
    dishes: Sequence[tuple[Line, Dish]],
    meal: TableStage,
) -> TableStage | None:
    """The course before is eaten and its time is over: the next one is to be called."""
    held = next_held(world, order)
    if not held or not meal.over or _in_the_kitchen(dishes):
        return None
    return TableStage(
        state="late",
        stage=meal.stage,
        need="fire",
        minutes=meal.minutes,
        limit=meal.limit,
        course=held,
    )


def _in_the_kitchen(dishes: Sequence[tuple[Line, Dish]]) -> bool:
    return any(
        dish.fired and not dish.served and dish.course != DIRECT for _, dish in dishes
    )


def _bill_asked(
    order: Order, lines: Sequence[Line], now: datetime
) -> TableStage | None:
    """The guests have the note, and nothing was taken down since."""
    if not order.additions or max(line.added for line in lines) > order.addition_ms:
        return None
    minutes = minutes_since(order.addition_ms, now)
    return TableStage(
        state="late" if minutes >= BILL_LIMIT else "occupied",
        stage="bill",
        need="pay",
        minutes=minutes,
        limit=BILL_LIMIT,
    )


def _to_send(
    world: World, order: Order, meal: TableStage, tonight: Tonight
) -> TableStage | None:
    lines = unsent_lines(world, order)
    if not lines or holds_back(tonight, order):
        return None
    since = min(line.added for line in lines)
    if order.promised:  # it leaves by itself, where its terminal runs
        since = max(since, made_from(tonight, order))
    minutes = minutes_since(since, tonight.now)
    return TableStage(
        state="late" if minutes >= SEND_LIMIT else "occupied",
        stage=meal.stage,
        need="send",
        minutes=minutes,
        limit=SEND_LIMIT,
        count=sum(pieces(line.quantity, line.unit) for line in lines),
    )


def _too_long(
    dishes: Sequence[tuple[Line, Dish]], meal: TableStage
) -> TableStage | None:
    if not meal.over:
        return None
    waiting = any(dish.fired and not dish.served for _, dish in dishes)
    return TableStage(
        state="late",
        stage=meal.stage,
        need="kitchen" if waiting else "look",
        minutes=meal.minutes,
        limit=meal.limit,
        course=meal.course,
    )
