"""The screen of ready orders: what guests read, and what they hear when the house wants it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house
from pay_kit import options_of, run
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.kitchen.decide import BumpDishes
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.rules import SetSetting
from app.domain.terminals.events import TerminalSet
from app.rooms.pickup import PickupRoom
from app.windows.desk import HouseSignals
from app.windows.pickup_window import PickupWindow
from resources.texts import set_language
from widgets.number_board import NumberBoard, NumberTile

pytestmark = pytest.mark.gui


@dataclass
class Speaker:
    """Writes down what it was asked to play."""

    voiceless: bool = False
    heard: list[tuple[str, str]] = field(default_factory=list)

    def play(
        self,
        news: str,
        level: float,
        pitch: float,
        heard: Callable[[bool], None],
        words: str = "",
    ) -> None:
        self.heard.append((news, words))


@dataclass
class Hall:
    qtbot: QtBot
    opened: Opened
    clock: FixedClock
    room: PickupRoom
    speaker: Speaker
    window: PickupWindow

    def order(self, name: str) -> None:
        """A guest at the counter orders a soup."""
        run(self.opened, OpenOrder(mode="counter", order=name))
        soup = options_of(self.opened, "soupe_oignon")
        run(
            self.opened,
            AddLine(order=name, article="soupe_oignon", options=soup, quantity=1000),
        )
        run(self.opened, SendOrder(order=name))

    def bump(self, name: str) -> None:
        self.clock.forward(seconds=1)
        book = self.opened.house.world.book
        for line in book.lines_of(book.orders[name]):
            for dish in line.dishes:
                act = BumpDishes(order=name, station=dish.station, dishes=(dish.id,))
                run(self.opened, act)

    def until(self, preparing: list[str], ready: list[str]) -> None:
        def shown() -> None:
            assert [tile.number for tile in self.window.preparing.tiles] == preparing
            assert [tile.number for tile in self.window.ready.tiles] == ready

        self.qtbot.waitUntil(shown, timeout=5000)


@pytest.fixture
def hall(qtbot: QtBot, tmp_path: Path) -> Iterator[Hall]:
    set_language("fr")
    clock, speaker = FixedClock(), Speaker()
    with demo_house(tmp_path / "profile", clock) as opened:
        signals = HouseSignals(opened.house)
        room = PickupRoom(opened.house, signals, speaker)
        window = room.open()
        window.cover(QRect(0, 0, 1366, 768))
        yield Hall(qtbot, opened, clock, room, speaker, window)
        room.stop()
        signals.close()


def test_numbers_go_from_the_kitchen_to_the_counter_and_leave(hall: Hall) -> None:
    assert hall.window.greeting.text() == "Bienvenue"
    hall.order("a")
    hall.order("b")
    hall.until(["0001", "0002"], [])
    assert hall.window.calm.isHidden()
    hall.bump("b")
    hall.until(["0001"], ["0002"])
    assert hall.window.ready.tiles[0].fresh
    hall.clock.forward(minutes=11)
    hall.room._show()
    assert hall.window.ready.tiles == ()
    assert hall.speaker.heard == []  # silent unless the house wants it


def test_a_call_is_made_once_for_each_order(hall: Hall) -> None:
    run(hall.opened, SetSetting(key="pickup.call", value="voice"), "marc")
    hall.order("a")
    hall.order("b")
    hall.bump("a")
    hall.until(["0002"], ["0001"])
    hall.bump("b")
    hall.until([], ["0002", "0001"])
    assert hall.speaker.heard == [
        ("ready", "La commande 1 est prête"),
        ("ready", "La commande 2 est prête"),
    ]


def test_the_number_that_is_called_is_the_one_that_is_read(hall: Hall) -> None:
    """Two tills count their own: two guests may each have a 1."""
    for chain in ("C1", "C2"):
        told = TerminalSet(chain=chain, x=chain, y="y", name=chain, role="pos")
        hall.opened.house.record([told])
    run(hall.opened, SetSetting(key="pickup.call", value="voice"), "marc")
    hall.order("a")
    hall.bump("a")
    hall.until([], ["C1-1"])
    assert hall.speaker.heard == [("ready", "La commande C1-1 est prête")]


def test_a_screen_that_is_opened_late_calls_nothing_again(hall: Hall) -> None:
    run(hall.opened, SetSetting(key="pickup.call", value="chime"), "marc")
    hall.window.close()
    hall.order("a")
    hall.bump("a")
    hall.window = hall.room.open()
    hall.until([], ["0001"])
    assert hall.speaker.heard == []


def test_a_full_board_counts_what_has_no_room(qtbot: QtBot) -> None:
    board = NumberBoard("loud")
    qtbot.addWidget(board)
    board.resize(400, 200)
    board.display([NumberTile(str(n), f"{n:04d}") for n in range(60)])
    _, columns, rows = board._fit()
    assert 1 <= columns * rows < 60
    board.display([NumberTile("1", "0001")])
    assert board._fit()[0] > 1.0  # a single one is large
    board.grab()
