"""What a finger waits for: from the tap to the painted line, from the pass to the wall."""

from collections.abc import Iterable

from PySide6.QtTest import QTest

from app.bench.eye import Eye
from app.bench.floors import clicks, fills
from app.bench.scene import (
    LEFT,
    SIZE,
    WALL,
    clicking,
    dishes_of,
    in_sight,
    place_order,
    run,
    sells_at_once,
    suite,
    window,
)
from app.bench.timing import Row, row
from app.domain.kitchen.decide import RecallDishes, ServeDishes
from app.domain.orders.commands import AddLine, SendOrder
from app.suite import Suite
from app.windows.shell import Shell
from widgets.floor_plan import FloorPlan
from widgets.kitchen_wall import KitchenWall
from widgets.kitchen_wall_card import BUMP_PART
from widgets.order_list import OrderList
from widgets.tile import ProductTile

_ORDERS, _LINES = 12, 10
_TAPS, _CARDS = 100, 40


def tap(scale: str) -> Iterable[Row]:
    """A tap on a product until the order list has painted its line, ten a table.

    Each has a first line already: an empty order shows words instead of a list.
    """
    with suite() as house:
        shell = window(house, "pos", "", SIZE)
        samples: list[float] = []
        for table in list(house.house.world.floor.tables)[:_ORDERS]:
            samples += taps(house, shell, place_order(house, table, "magret"))
        yield row("tap", samples, clicks())


def taps(house: Suite, shell: Shell, order: str) -> list[float]:
    """Milliseconds of taps on the products in sight that ask nothing, ten at most."""
    shell.go("pos", f"order:{order}")
    listed = in_sight(shell, OrderList)
    eye = Eye(listed.viewport())
    eye.see(listed.viewport().update)
    tiles = [
        tile
        for tile in shell.findChildren(ProductTile)
        if tile.isVisible() and sells_at_once(house, tile.view.id)
    ]
    return [_tap(eye, listed, tile) for tile in tiles[:_LINES]]


def _tap(eye: Eye, listed: OrderList, tile: ProductTile) -> float:
    rows = listed.rows
    return eye.see(clicking(tile), lambda: listed.rows != rows)


def card(scale: str) -> Iterable[Row]:
    """An order sent until its card is painted on the kitchen's window."""
    with suite() as house:
        kitchen = window(house, "kitchen", "", WALL)
        wall = in_sight(kitchen, KitchenWall)
        eye = Eye(wall.viewport())
        samples = []
        for _ in range(30):
            order = place_order(house, "", "magret")
            send = SendOrder(order=order)
            samples.append(
                eye.see(
                    lambda: run(house, send),  # noqa: B023 # run at once
                    lambda: any(v.id.startswith(order) for v in wall.views),  # noqa: B023
                )
            )
            run(house, ServeDishes(order=order, dishes=dishes_of(house, order)))
        yield row("card", samples, clicks())


def kitchen_wall(scale: str) -> Iterable[Row]:
    """A kitchen with 40 cards: its clocks tick, a card is bumped."""
    with suite() as house:
        for _ in range(_CARDS):
            run(house, SendOrder(order=place_order(house, "", "magret")))
        shell = window(house, "kitchen", "", WALL)
        wall = in_sight(shell, KitchenWall)
        eye = Eye(wall.viewport())
        floor = fills(wall.viewport().size())
        ticks = [eye.see(wall.tick) for _ in range(_TAPS)]
        yield row("wall_tick", ticks, floor)
        bumps = [bump(house, eye, wall) for _ in range(_CARDS)]
        yield row("wall_bump", bumps, floor)


def bump(house: Suite, eye: Eye, wall: KitchenWall) -> float:
    """Milliseconds until a bumped card has gone; then it is called back."""
    boxes = ((view, wall.part_rect(view.id, BUMP_PART)) for view in wall.views)
    first, box = next((view, box) for view, box in boxes if not box.isNull())
    QTest.qWait(400)  # a card that has just moved ignores the finger
    took = eye.see(
        lambda: QTest.mouseClick(wall.viewport(), LEFT, pos=box.center()),
        lambda: first not in wall.views,
    )
    order, station, *_ = first.id.split("|")
    dishes = tuple(i for line in first.lines for i in line.id.split("+"))
    again = RecallDishes(order=order, station=station, dishes=dishes)
    eye.see(lambda: run(house, again))
    return took


def floor_plan(scale: str) -> Iterable[Row]:
    """The room: all of it painted, and one table that changed."""
    with suite() as house:
        shell = window(house, "floor", "", SIZE)
        plan = in_sight(shell, FloorPlan)
        eye = Eye(plan.viewport())
        floor = fills(plan.viewport().size())
        whole = [eye.see(plan.viewport().update) for _ in range(_TAPS)]
        yield row("floor_plan", whole, floor)
        order = place_order(house, "t12")
        line = AddLine(order=order, article="kir")
        one = [eye.see(lambda: run(house, line)) for _ in range(_TAPS)]
        yield row("floor_table", one, floor)
