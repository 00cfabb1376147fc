"""Real windows on a real house with its simulated devices running, as in service."""

import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.bench.eye import Eye
from app.bootstrap import open_house
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import OrderCreated
from app.domain.rules import Command
from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins
from app.domain.vocabulary import Refusal
from app.services.house import Actor, Fact
from app.suite import Suite, has_screen, make_application
from app.windows.shell import Shell
from db.profile import Profile

SIZE, WALL = QSize(1366, 768), QSize(1920, 1080)
"""Of a till's or the floor's window, of the kitchen's."""
ACTOR = Actor("marc", "bench")
_ROASTED = "magret"
"""Of the articles that the cases order, the one that asks how it is cooked."""
LEFT = Qt.MouseButton.LeftButton


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
        run(made, OpenTill(coins=(Coins(value=5000, count=3),)))
        try:
            yield made
        finally:
            made.stop()
            gc.unfreeze()


def window(house: Suite, place: str, argument: str, size: QSize) -> Shell:
    """A window at a place, somebody seated, painted."""
    shell = house.open_window(place)
    shell.open_at(place, argument)
    shell.resize(size)
    shell.resume(ACTOR.person)
    shell.show()
    page = shell.page
    if page is None:
        raise LookupError(place)
    Eye(page).see(page.update)
    return shell


def in_sight(shell: Shell, kind: type[QWidget]):  # type: ignore[no-untyped-def]  # a `kind`
    """The widget of a kind that is in sight."""
    return next(each for each in shell.findChildren(kind) if each.isVisible())


def clicking(button: QAbstractButton | QWidget) -> Callable[[], None]:
    """A finger on it."""
    return lambda: QTest.mouseClick(button, LEFT)


def place_order(house: Suite, table: str, *articles: str) -> str:
    """An order with these articles, at a table or, without one, of the room."""
    opened = OpenOrder(table=table, covers=2) if table else OpenOrder(mode="dine_in")
    created = run(house, opened)[0].event
    if not isinstance(created, OrderCreated):
        raise TypeError(created)
    for article in articles:
        options = ("rose",) if article == _ROASTED else ()
        run(house, AddLine(order=created.order, article=article, options=options))
    return created.order


def dishes_of(house: Suite, of: str) -> tuple[str, ...]:
    """Every dish of an order."""
    book = house.house.world.book
    lines = book.lines_of(book.orders[of])
    return tuple(dish.id for line in lines for dish in line.dishes)


def sells_at_once(house: Suite, article: str) -> bool:
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


def run(house: Suite, command: Command) -> tuple[Fact, ...]:
    """Carries a command out.

    Raises:
        TypeError: it was refused.
    """
    done = house.house.run(command, ACTOR)
    if isinstance(done, Refusal):
        raise TypeError(f"{command} was refused: {done.code}")
    return done
