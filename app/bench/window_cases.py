"""What a finger waits for: from the tap to the painted line, from the pass to the wall.

Real windows on a real house with its simulated devices running, as in service.
"""

import gc
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.bench.eye import Eye
from app.bench.floors import clicks, fills
from app.bench.timing import Row, row
from app.bootstrap import open_house
from app.domain.kitchen.decide import RecallDishes, ServeDishes
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import OrderCreated
from app.domain.rules import Command
from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins
from app.domain.vocabulary import Refusal
from app.services.house import Actor, Fact
from app.suite import Suite, has_screen, make_application
from app.windows.shell import Shell
from db.profile import Profile
from widgets.floor_plan import FloorPlan
from widgets.kitchen_wall import KitchenWall
from widgets.kitchen_wall_card import BUMP_PART
from widgets.order_list import OrderList
from widgets.tile import ProductTile

SIZE, WALL = QSize(1366, 768), QSize(1920, 1080)
_ACTOR = Actor("marc", "bench")
_ORDERS, _LINES = 12, 10
_TAPS, _CARDS, _LEFT = 100, 40, Qt.MouseButton.LeftButton


@contextmanager
def suite() -> Iterator[Suite]:
    """The demo house in a folder that goes away, its till open, its devices running."""
    if not has_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application()
    with (
        tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder,
        open_house(Profile(Path(folder))) as opened,
    ):
        gc.collect()
        gc.freeze()  # as `sotto pos` does
        made = Suite(opened)
        made.start()
        _run(made, OpenTill(coins=(Coins(value=5000, count=3),)))
        try:
            yield made
        finally:
            made.stop()
            gc.unfreeze()


def tap(scale: str) -> Iterable[Row]:
    """A tap on a product until the order list has painted its line, ten a table.

    Each has a first line already: an empty order shows words instead of a list.
    """
    with suite() as house:
        shell = _window(house, "pos", "", SIZE)
        samples: list[float] = []
        for table in list(house.house.world.floor.tables)[:_ORDERS]:
            shell.go("pos", f"order:{_order(house, table, 'magret')}")
            listed = _one(shell, OrderList)
            eye = Eye(listed.viewport())
            eye.see(listed.viewport().update)
            tiles = [
                tile
                for tile in shell.findChildren(ProductTile)
                if tile.isVisible() and _sells_at_once(house, tile.view.id)
            ]
            samples += [_tap(eye, listed, tile) for tile in tiles[:_LINES]]
        yield row("tap", samples, clicks())


def _tap(eye: Eye, listed: OrderList, tile: ProductTile) -> float:
    rows = listed.rows
    return eye.see(_clicking(tile), lambda: listed.rows != rows)


def card(scale: str) -> Iterable[Row]:
    """An order sent until its card is painted on the kitchen's window."""
    with suite() as house:
        kitchen = _window(house, "kitchen", "", WALL)
        wall = _one(kitchen, KitchenWall)
        eye = Eye(wall.viewport())
        samples = []
        for _ in range(30):
            order = _order(house, "", "magret")
            send = SendOrder(order=order)
            samples.append(
                eye.see(
                    lambda: _run(house, send),  # noqa: B023 # run at once
                    lambda: any(v.id.startswith(order) for v in wall.views),  # noqa: B023
                )
            )
            _run(house, ServeDishes(order=order, dishes=_dishes(house, order)))
        yield row("card", samples, clicks())


def kitchen_wall(scale: str) -> Iterable[Row]:
    """A kitchen with 40 cards: its clocks tick, a card is bumped."""
    with suite() as house:
        for _ in range(_CARDS):
            _run(house, SendOrder(order=_order(house, "", "magret")))
        shell = _window(house, "kitchen", "", WALL)
        wall = _one(shell, KitchenWall)
        eye = Eye(wall.viewport())
        floor = fills(wall.viewport().size())
        ticks = [eye.see(wall.tick) for _ in range(_TAPS)]
        yield row("wall_tick", ticks, floor)
        bumps = []
        for _ in range(_CARDS):
            first = wall.views[0]
            at = wall.part_rect(first.id, BUMP_PART).center()
            QTest.qWait(400)  # a card that has just moved ignores the finger
            bumps.append(
                eye.see(
                    lambda: QTest.mouseClick(wall.viewport(), _LEFT, pos=at),  # noqa: B023
                    lambda: first not in wall.views,  # noqa: B023
                )
            )
            order, station, *_ = first.id.split("|")
            dishes = tuple(i for line in first.lines for i in line.id.split("+"))
            again = RecallDishes(order=order, station=station, dishes=dishes)
            eye.see(lambda: _run(house, again))  # noqa: B023
        yield row("wall_bump", bumps, floor)


def floor_plan(scale: str) -> Iterable[Row]:
    """The room: all of it painted, and one table that changed."""
    with suite() as house:
        shell = _window(house, "floor", "", SIZE)
        plan = _one(shell, FloorPlan)
        eye = Eye(plan.viewport())
        floor = fills(plan.viewport().size())
        whole = [eye.see(plan.viewport().update) for _ in range(_TAPS)]
        yield row("floor_plan", whole, floor)
        order = _order(house, "t12")
        line = AddLine(order=order, article="kir")
        one = [eye.see(lambda: _run(house, line)) for _ in range(_TAPS)]
        yield row("floor_table", one, floor)


def _window(house: Suite, place: str, argument: str, size: QSize) -> Shell:
    """A window at a place, somebody seated, painted."""
    shell = house.open_window(place)
    shell.open_at(place, argument)
    shell.resize(size)
    shell.resume(_ACTOR.person)
    shell.show()
    page = shell.page
    if page is None:
        raise LookupError(place)
    Eye(page).see(page.update)
    return shell


def _one(shell: Shell, kind: type[QWidget]):  # type: ignore[no-untyped-def]  # a `kind`
    return next(each for each in shell.findChildren(kind) if each.isVisible())


def _clicking(button: QAbstractButton | QWidget) -> Callable[[], None]:
    return lambda: QTest.mouseClick(button, _LEFT)


def _order(house: Suite, table: str, *articles: str) -> str:
    opened = OpenOrder(table=table, covers=2) if table else OpenOrder(mode="dine_in")
    created = _run(house, opened)[0].event
    if not isinstance(created, OrderCreated):
        raise TypeError(created)
    for article in articles:
        _run(house, AddLine(order=created.order, article=article, options=("rose",)))
    return created.order


def _dishes(house: Suite, order: str) -> tuple[str, ...]:
    book = house.house.world.book
    lines = book.lines_of(book.orders[order])
    return tuple(dish.id for line in lines for dish in line.dishes)


def _sells_at_once(house: Suite, article: str) -> bool:
    """Whether a tap on it adds a line without a question."""
    catalogue = house.house.world.catalogue
    found = catalogue.articles.get(article)
    return (
        found is not None
        and not found.steps
        and found.unit == "piece"
        and all(catalogue.groups[g].minimum == 0 for g in found.groups)
        and not catalogue.sold_out(article)
    )


def _run(house: Suite, command: Command) -> tuple[Fact, ...]:
    done = house.house.run(command, _ACTOR)
    if isinstance(done, Refusal):
        raise TypeError(f"{command} was refused: {done.code}")
    return done
