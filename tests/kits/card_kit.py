"""A till at a simulated card terminal that speaks the real protocol, for windows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gui_kit import FixedClock, demo_house
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.devices import DeviceRoom
from app.domain.orders.state import Order
from app.main_thread import MainThread
from app.windows.board import DeviceBoard
from hardware.health import DeviceState
from hardware.terminals.customer import Behaviour, Cut
from hardware.terminals.simulator import SimulatedTerminal

LOST = Behaviour(cut=Cut(side="answer", at=0))


@dataclass
class Post:
    """The demo restaurant with its devices; its terminal is ready."""

    opened: Opened
    board: DeviceBoard
    terminal: SimulatedTerminal
    qtbot: QtBot

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=10_000)

    def order(self, order: str) -> Order:
        return self.opened.house.world.book.orders[order]

    def show(self, widget: QWidget) -> None:
        """Puts a page or a section on show."""
        widget.resize(1366, 736)
        self.qtbot.addWidget(widget)
        with self.qtbot.waitExposed(widget):
            widget.show()


@contextmanager
def card_post(folder: Path, qtbot: QtBot) -> Iterator[Post]:
    """Its devices run as long as it is open."""
    with demo_house(folder, FixedClock()) as opened:
        main, boards = MainThread(), list[DeviceBoard]()

        def changed() -> None:
            boards[0].changed.emit()

        spool = opened.profile.spool
        room = DeviceRoom(opened.house, spool, main.post, changed, "Sotto test")
        boards.append(DeviceBoard(room))
        room.start()
        post = Post(opened, boards[0], room.simulated_terminals["tpe1"], qtbot)
        post.until(lambda: post.board.health("tpe1").state is DeviceState.READY)
        yield post
        room.stop()
