"""A waiter types what they would say: the kitchen has it, the bill comes, the card pays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import evening_house
from played_headsets import PlayedCare, PlayedHeadsets, worn
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.rules import SetDevice
from app.domain.settings import DeviceSet
from app.presenters.admin.headsets import present_lack
from app.rooms.headset import HeadsetRoom
from app.services.headset_care import HEADSET, UNWORN
from app.services.house import Actor
from app.suite import Suite
from app.windows.pos.page import PosPage
from app.windows.shell import Shell
from app.windows.voice.board import HeadsetBoard
from hardware.health import DeviceState
from widgets.button import Button

pytestmark = pytest.mark.gui
PATIENCE_MS = 20_000


class Till:
    """A running suite with Léa at table 12."""

    def __init__(self, suite: Suite, shell: Shell) -> None:
        self.suite, self.shell = suite, shell
        assert isinstance(shell.page, PosPage)
        self.corner = shell.page.controller.voice
        shell.page.panes.catalogue.mic.click()
        self.pane = self.corner.pane

    def say(self, text: str) -> None:
        self.pane.field.edit.setText(text)
        QTest.keyClick(self.pane.field.edit, Qt.Key.Key_Return)

    def tap(self, words: str) -> None:
        buttons = self.pane.findChildren(Button)
        next(b for b in buttons if b.title == words and b.isVisible()).click()


@pytest.fixture
def till(tmp_path: Path, qtbot: QtBot) -> Iterator[Till]:
    with evening_house(tmp_path / "demo") as opened:
        suite = Suite(opened)
        suite.start()
        try:
            shell = suite.open_window("pos")
            shell.open_at("pos", "table:t12")
            shell.resume("lea")
            shell.show()
            yield Till(suite, shell)
        finally:
            suite.stop()


def test_an_order_is_typed_corrected_sent_and_paid_by_card(
    till: Till, qtbot: QtBot
) -> None:
    till.say("table douze, deux burgers sans oignons saignants et une frite")
    lines = till.pane.list.view.courses[0].lines
    assert [(line.quantity_text, line.name) for line in lines] == [
        ("2", "Burger du Moulin"),
        ("1", "Frites maison"),
    ]
    till.pane.list.line_chosen.emit(lines[1].id)
    till.pane.correct.stepper.value_changed.emit(2)
    till.tap("Envoyer")
    printer = till.suite.devices.simulated_printers["chaud"]
    qtbot.waitUntil(lambda: bool(printer.tickets), timeout=PATIENCE_MS)
    ticket = printer.tickets[-1].text.upper()
    assert "BURGER" in ticket
    assert "SANS OIGNON" in ticket

    till.say("l'addition de la douze")
    till.tap("Oui")
    till.say("la douze paie par carte")
    till.tap("Oui")
    world = till.suite.house.world
    qtbot.waitUntil(lambda: world.order_on("t12") is None, timeout=PATIENCE_MS)


def test_a_headset_without_a_model_is_one_sentence_and_no_process(
    till: Till, tmp_path: Path, qtbot: QtBot
) -> None:
    house = till.suite.house
    room = HeadsetRoom(house, lambda act: act(), lambda: None, tmp_path, tmp_path / "m")
    device = DeviceSet(
        id="h1", kind=HEADSET, name="Casque", profile=HEADSET, address="sim://casque"
    )
    house.run(SetDevice(event=device), Actor("marc"))

    assert room.state().lack in ("model", "microphones")
    assert room.state().trouble
    assert [model.here for model in room.state().models] == [False, False]
    assert room.healths()["h1"].reasons == {UNWORN}
    assert room.healths()["h1"].state is DeviceState.READY

    # What cannot be taken in is said, and another one may be tried.
    (tmp_path / "broken.zip").write_bytes(b"PK")
    for file in ("broken.zip", "nowhere.zip"):
        room.bring(tmp_path / file, "fr")
        qtbot.waitUntil(lambda: not room.state().fetching, timeout=PATIENCE_MS)
        lack = present_lack(room.state(), "fr")
        assert lack is not None
        assert file in lack.text
        assert lack.act
    room.stop()


def test_headsets_that_hear_already_are_seen_by_a_window_that_never_spoke() -> None:
    heard, care = PlayedHeadsets(), PlayedCare()
    heard.play(worn("lea", "h1"))
    board = HeadsetBoard(lambda: heard, care)
    assert board.states() == ()
    board.look()
    assert [state.id for state in board.states()] == ["h1"]
