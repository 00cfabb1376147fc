"""The till on the demo house, driven as a person drives it: taps and keys, counted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from gui_kit import FixedClock, demo_house, desk_for
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from trade_widgets_kit import hold

from app.bootstrap import Opened
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.state import Line, Order
from app.domain.vocabulary import MILLI
from app.services.house import Actor, Fact
from app.windows.board import DeviceBoard, Weigher
from app.windows.desk import Approval, Desk, Said
from app.windows.pos.page import PosPage
from app.windows.pos.panes import PosPanes
from hardware.health import DeviceState, Health
from hardware.scales.weighing import Asked
from widgets import theme
from widgets.option_tile import OptionTile
from widgets.order_list import OrderList
from widgets.tile import ProductTile


class NoScale:
    """A counter where nothing weighs."""

    def weigh(self, asked: Asked, heard: Weigher) -> bool:
        return False

    def rest(self, heard: Weigher, *, sold: bool = False) -> None:
        """Nothing to rest."""


class Devices:
    """Devices that are all well, except those named in `bad`."""

    def __init__(self, bad: tuple[str, ...] = ()) -> None:
        self.bad = bad
        self.cancelled: list[str] = []
        self.counter = NoScale()
        self._ids = ("caisse", "bar", "chaud", "froid", "tpe1")

    def healths(self) -> dict[str, Health]:
        since = datetime.now(UTC)
        return {
            device: Health(
                state=DeviceState.OFFLINE if device in self.bad else DeviceState.READY,
                since=since,
            )
            for device in self._ids
        }

    def cancel_card(self, payment: str) -> bool:
        self.cancelled.append(payment)
        return True

    def look_up(self, payment: str, heard: Callable[[str], None]) -> None:
        """Nobody asks here."""

    def test(self, device: str, heard: object) -> None:
        """Nobody asks here."""


def plain(text: str) -> str:
    """Ordinary spaces for those that do not break."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@dataclass
class Bench:
    """A till window, and what came of what was done at it."""

    qtbot: QtBot
    opened: Opened
    clock: FixedClock
    page: PosPage
    desk: Desk
    devices: Devices
    said: list[Said] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    taps: int = 0

    @property
    def panes(self) -> PosPanes:
        return self.page.panes

    @property
    def order(self) -> Order:
        found = self.page.controller.work.order
        assert found is not None
        return found

    @property
    def no_order(self) -> bool:
        return self.page.controller.work.order is None

    @property
    def lines(self) -> list[Line]:
        return self.desk.world.book.lines_of(self.order)

    @property
    def sheet(self) -> QWidget | None:
        return self.page.controller.work.sheet

    def line(self, article: str) -> Line:
        return next(line for line in self.lines if line.article == article)

    def kinds(self) -> list[str]:
        return [type(fact.event).__name__ for fact in self.facts]

    @property
    def words(self) -> str:
        """What was said last."""
        return plain(self.said[-1].text)

    def undo(self) -> None:
        """Taps *Annuler* in the undo bar."""
        back = self.said[-1].undo
        assert back is not None, self.said[-1]
        back()

    # Fingers

    def tap(self, widget: QWidget) -> None:
        """A tap in the middle of a widget that is there and can be tapped."""
        # A widget that was just laid out is shown with the next event.
        self.qtbot.waitUntil(widget.isVisible, timeout=3000)
        assert widget.isEnabled(), widget
        self.taps += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def tile(self, article: str) -> ProductTile:
        """The tile of an article on the page on show."""
        tiles = self.panes.middle.grid.tiles
        return next(tile for tile in tiles if tile.view.id == article)

    def tap_tile(self, article: str) -> None:
        self.tap(self.tile(article))

    def hold_tile(self, article: str) -> None:
        """A long press."""
        tile = self.tile(article)
        self.taps += 1
        hold(self.qtbot, tile, tile.rect().center(), lambda: self.sheet is not None)
        QTest.mouseRelease(tile, Qt.MouseButton.LeftButton)

    def option(self, option: str) -> OptionTile:
        """The tile of an option in the open sheet."""
        assert self.sheet is not None
        tiles = self.sheet.findChildren(OptionTile)
        return next(t for t in tiles if t.view.id == option and not t.isHidden())

    def tap_line(self, row: str, part: str = "") -> None:
        """A tap on a row of the list, or on its "act" or "seat"."""
        shown = self.list
        shown.show_row(row)
        rect = shown.touch_rect(row, part) if part else shown.item_rect(row)
        where = rect.center() if part else QPoint(rect.left() + 80, rect.center().y())
        self.taps += 1
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=where)

    def swipe(self, row: str, pixels: int) -> None:
        """A finger that brushes a row sideways."""
        self.list.show_row(row)
        start = self.list.item_rect(row).center()
        view = self.list.viewport()
        self.taps += 1
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        for step in (pixels // 2, pixels):
            QTest.mouseMove(view, start + QPoint(step, 0))
        QTest.mouseRelease(
            view, Qt.MouseButton.LeftButton, pos=start + QPoint(pixels, 0)
        )

    @property
    def list(self) -> OrderList:
        counter = self.panes.counter
        return self.panes.ticket.list if counter else self.panes.panel.list

    # Keys

    def keys(self, text: str, widget: QWidget | None = None) -> None:
        """Typed slowly enough to be a person, one key after the other."""
        for char in text:
            target = widget or self.page.window().focusWidget() or self.panes
            key = Qt.Key.Key_Return if char == "\n" else None
            if key is None:
                QTest.keyClicks(target, char)
            else:
                QTest.keyClick(target, key)
            self.settle()

    def press(self, key: Qt.Key) -> None:
        target = self.page.window().focusWidget() or self.panes
        QTest.keyClick(target, key)
        self.settle()

    def press_in(self, widget: QWidget, key: Qt.Key) -> None:
        """A key in one widget."""
        QTest.keyClick(widget, key)
        self.settle()

    def settle(self) -> None:
        """Until the wedge has sent on what a person typed."""
        wedge = self.page.controller.wedge
        self.qtbot.waitUntil(lambda: not wedge.holding, timeout=3000)

    # Set-up

    def seat(self, table: str = "t12", covers: int = 3) -> str:
        """Opens a table and shows it."""
        done = self.opened.house.run(
            OpenOrder(table=table, covers=covers), Actor("lea")
        )
        assert isinstance(done, tuple), done
        self.page.show_place(f"table:{table}")
        return self.order.id

    def take(self, article: str, count: int = 1, **more: object) -> Line:
        """Takes a line down on the order on show, without the window."""
        command = AddLine(
            order=self.order.id,
            article=article,
            quantity=count * MILLI,
            merge=False,
            **more,  # type: ignore[arg-type]  # fields of the command
        )
        done = self.opened.house.run(command, Actor("lea"))
        assert isinstance(done, tuple), done
        return self.desk.world.book.lines[done[0].event.line]  # type: ignore[attr-defined]

    def do(self, command: object, person: str = "marc") -> tuple[Fact, ...]:
        """Somebody does something at another window."""
        done = self.opened.house.run(command, Actor(person))  # type: ignore[arg-type]
        assert isinstance(done, tuple), done
        return done


@contextmanager
def till_bench(
    qtbot: QtBot,
    folder: Path,
    *,
    person: str = "lea",
    size: tuple[int, int] = (1286, 736),
    bad: tuple[str, ...] = (),
    open_till: bool = True,
) -> Iterator[Bench]:
    """A till page on show, in light mode and without motion."""
    application = qtbot_application()
    theme.apply_theme(application, theme.Mode.LIGHT)
    theme.set_reduce_motion(on=True)
    clock, devices = FixedClock(), Devices(bad)
    with demo_house(folder, clock, open_till=open_till) as opened:
        desk = desk_for(opened, person)
        page = PosPage(desk, DeviceBoard(devices))
        bench = Bench(qtbot, opened, clock, page, desk, devices)
        desk.said.connect(bench.said.append)
        desk.approval_requested.connect(bench.approvals.append)
        desk.changed.connect(bench.facts.extend)
        record: Callable[[str, str], None] = _pairs(bench.places)
        desk.place_requested.connect(record)
        qtbot.addWidget(page)
        page.resize(*size)
        with qtbot.waitActive(page, timeout=5000):
            page.show()
            page.activateWindow()
        page.show_place("")
        page.setFocus()
        bench.facts.clear()
        try:
            yield bench
        finally:
            page.leave()
            page.close()
            page.controller.wedge.stop()
            theme.set_reduce_motion(on=False)


def _pairs(places: list[tuple[str, str]]) -> Callable[[str, str], None]:
    def note(page: str, argument: str) -> None:
        places.append((page, argument))

    return note


def qtbot_application() -> QApplication:
    """The running application."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
