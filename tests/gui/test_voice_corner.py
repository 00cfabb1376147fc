"""The microphone of a page, and the draft under it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from gui_kit import board, demo_house, desk_for
from played_headsets import BURGERS, DECAF, PlayedCare, PlayedHeadsets, worn
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.rules import SetDevice, SetSetting
from app.domain.settings import DeviceSet
from app.domain.vocabulary import Refusal
from app.presenters.headset.talk_keys import SETTING, with_key
from app.services.headsets import Asked, HeadsetState, Option
from app.services.house import Actor
from app.windows.desk import Approval, Desk, Said
from app.windows.floor.page import FloorPage
from app.windows.voice.board import HeadsetBoard
from app.windows.voice.corner import VoiceCorner
from app.windows.voice.take_sheet import TakeSheet
from app.windows.voice.talk_keys import HELD_MS, TalkKeys
from app.windows.voice.which_sheet import WhichSheet
from widgets.button import Button
from widgets.mic_button import HOLD_MS, MicButton

pytestmark = pytest.mark.gui


class Corner:
    """A corner on a page of its own."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.headsets = PlayedHeadsets()
        desk.headsets = HeadsetBoard(lambda: self.headsets)
        assert desk.headsets.room
        self.desk = desk
        self.page = QWidget()
        column = QVBoxLayout(self.page)
        self.mic = MicButton()
        column.addWidget(self.mic)
        self.corner = VoiceCorner(desk, self.mic, column)
        self.page.resize(822, 700)
        qtbot.addWidget(self.page)
        self.page.show()

    def tap(self, words: str) -> None:
        found = [
            button
            for button in self.page.window().findChildren(Button)
            if button.accessibleName() == words and button.isVisible()
        ]
        found[0].click()


@pytest.fixture
def corner(tmp_path, qtbot: QtBot) -> Iterator[Corner]:
    with demo_house(tmp_path / "demo") as opened:
        yield Corner(desk_for(opened), qtbot)


def test_a_sentence_is_typed_where_nobody_wears_a_headset(corner: Corner) -> None:
    corner.mic.click()
    pane = corner.corner.pane
    assert pane.isVisible()
    QTest.keyClicks(pane.field.edit, "deux tartes")
    QTest.keyClick(pane.field.edit, Qt.Key.Key_Return)

    field = corner.corner.headset
    assert corner.headsets.asked == [f"wear {field} lea", f"type {field} deux tartes"]
    assert pane.field.text == ""


def test_the_microphone_is_held_to_speak_into_a_headset(
    corner: Corner, qtbot: QtBot
) -> None:
    corner.headsets.play(worn())
    QTest.mousePress(corner.mic, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(corner.headsets.asked), timeout=20 * HOLD_MS)
    QTest.mouseRelease(corner.mic, Qt.MouseButton.LeftButton)

    assert corner.headsets.asked == ["press h1", "release h1"]


def test_my_draft_opens_the_pane_and_is_sent_or_given_up(corner: Corner) -> None:
    corner.headsets.play(worn(draft=(BURGERS,), ready=True))
    assert corner.corner.pane.isVisible()

    corner.tap("Envoyer")
    corner.tap("Abandonner")
    assert corner.headsets.asked == ["send h1", "drop h1"]
    assert not corner.corner.pane.isVisible()


def test_what_cannot_be_sent_yet_is_not_sent(corner: Corner) -> None:
    corner.headsets.play(worn(draft=(BURGERS,), ready=False))

    assert not corner.corner.pane.send.isEnabled()


def test_drafts_of_others_are_a_number_and_only_looked_at(corner: Corner) -> None:
    corner.headsets.play(worn("karim", "h2", draft=(replace(DECAF, table="7"),)))
    assert corner.mic.waiting == 1
    assert not corner.corner.open

    corner.mic.click()
    corner.tap("Karim · table 7")
    pane = corner.corner.pane
    assert pane.title.text() == "Table 7 · Karim"
    assert not pane.send.isVisible()
    assert not pane.field.isVisible()


def test_a_closed_draft_goes_on_waiting_behind_the_microphone(corner: Corner) -> None:
    corner.headsets.play(worn(draft=(BURGERS,), ready=True))
    corner.corner.pane.close_button.click()
    corner.headsets.play(worn("karim", "h2", words="bonsoir"))

    assert not corner.corner.pane.isVisible()
    assert corner.mic.waiting == 1


def test_whoever_comes_to_a_window_finds_what_they_said_there(corner: Corner) -> None:
    corner.headsets.play(worn("karim", "h2", draft=(DECAF,), ready=True))
    assert not corner.corner.open
    corner.desk.sit_down("karim")
    assert corner.corner.pane.send.isVisible()
    corner.desk.sit_down("lea")
    assert not corner.corner.pane.isVisible()


def test_a_finger_corrects_a_line(corner: Corner) -> None:
    corner.headsets.play(worn(draft=(BURGERS, DECAF), ready=True))
    pane = corner.corner.pane
    pane.list.line_chosen.emit("1")
    pane.correct.stepper.value_changed.emit(3)
    pane.list.line_swiped.emit("2", "left")
    corner.tap("Retirer")

    assert corner.headsets.asked == [
        "quantity h1 1 3",
        "quantity h1 2 0",
        "quantity h1 1 0",
    ]


def test_a_misheard_word_is_put_right_and_remembered(corner: Corner) -> None:
    said: list[Said] = []
    corner.desk.said.connect(said.append)
    corner.desk.sit_down("marc")
    corner.headsets.play(worn("marc", draft=(DECAF,), ready=True))
    corner.corner.pane.list.line_chosen.emit("2")
    corner.tap("Autre article")
    sheet = corner.page.findChild(WhichSheet)
    assert sheet is not None
    sheet.article_chosen.emit("cafe")

    assert corner.headsets.asked == ["replace h1 2 cafe"]
    assert said[-1].act == "Retenir"
    said[-1].undo()
    assert "des cas" in corner.desk.world.catalogue.articles["cafe"].spoken


def test_answers_are_tapped_and_a_manager_allows(corner: Corner) -> None:
    asked = Asked(slot="item", text="Laquelle ?", options=(Option("tatin", "Tatin"),))
    corner.headsets.play(worn(asked=asked))
    corner.tap("Tatin")
    assert corner.headsets.asked == ["answer h1 tatin"]

    wanted: list[Approval] = []
    corner.desk.approval_requested.connect(wanted.append)
    refusal = Refusal("right_missing", "Un responsable.", right="order.comp")
    corner.headsets.play(worn(asked=Asked(slot="approval", text="?", refusal=refusal)))
    corner.tap("Code d’un responsable")
    corner.desk.approve(wanted[0], "marc")
    assert corner.headsets.asked[-1] == "approve h1 marc"


def test_a_manager_s_word_is_for_what_was_asked(corner: Corner) -> None:
    wanted: list[Approval] = []
    corner.desk.approval_requested.connect(wanted.append)
    comp = Refusal("right_missing", "Offrir.", right="order.comp")
    void = Refusal("right_missing", "Annuler.", right="order.void_sent")
    corner.headsets.play(worn(asked=Asked(slot="approval", text="?", refusal=comp)))
    corner.tap("Code d’un responsable")
    corner.headsets.play(worn(asked=Asked(slot="approval", text="?", refusal=void)))
    corner.desk.approve(wanted[0], "marc")
    assert corner.headsets.asked == []
    assert wanted[0].person == corner.desk.person  # who may take the request back


def test_without_anything_that_understands_there_is_no_microphone(
    tmp_path, qtbot: QtBot
) -> None:
    with demo_house(tmp_path / "demo") as opened:
        mic, page = MicButton(), QWidget()
        qtbot.addWidget(page)
        column = QVBoxLayout(page)
        column.addWidget(mic)
        VoiceCorner(desk_for(opened), mic, column)
        page.show()
        assert not mic.isVisible()


def test_the_table_that_is_asked_for_is_tapped_on_the_plan(
    tmp_path, qtbot: QtBot
) -> None:
    with demo_house(tmp_path / "demo") as opened:
        desk, headsets = desk_for(opened, window="floor"), PlayedHeadsets()
        desk.headsets = HeadsetBoard(lambda: headsets)
        assert desk.headsets.room
        asked = Asked(slot="table", text="Quelle table ?")
        headsets.play(worn(asked=asked, draft=(replace(BURGERS, table=""),)))
        page = FloorPage(desk, board())
        qtbot.addWidget(page)
        page.resize(1286, 700)
        page.show()
        assert not page.panel.isVisible()
        page.table_tapped.emit("t12")

        assert headsets.asked == ["answer h1 12"]
        headsets.play(worn())
        page.controller.voice.corner.close()
        assert page.panel.isVisible()


class Window:
    """A window with keys to talk."""

    def __init__(self, desk: Desk, qtbot: QtBot) -> None:
        self.headsets = PlayedHeadsets()
        desk.headsets = HeadsetBoard(lambda: self.headsets)
        assert desk.headsets.room
        self.desk = desk
        self.widget = QWidget()
        self.field = QLineEdit(self.widget)
        qtbot.addWidget(self.widget)
        TalkKeys(desk, self.widget)
        self.widget.show()

    def key(self, event: QEvent.Type, key: Qt.Key, text: str = "") -> bool:
        handle = self.widget.windowHandle()
        made = QKeyEvent(event, key, Qt.KeyboardModifier.NoModifier, text)
        QApplication.sendEvent(handle, made)
        return made.isAccepted()


@pytest.fixture
def window(tmp_path, qtbot: QtBot) -> Iterator[Window]:
    with demo_house(tmp_path / "demo") as opened:
        yield Window(desk_for(opened), qtbot)


DOWN, UP = QEvent.Type.KeyPress, QEvent.Type.KeyRelease


def test_a_key_talks_to_the_headset_of_the_person_at_the_window(window: Window) -> None:
    window.key(DOWN, Qt.Key.Key_Insert)
    assert window.headsets.asked == []
    window.headsets.play(worn())
    window.key(DOWN, Qt.Key.Key_Insert)
    window.key(UP, Qt.Key.Key_Insert)
    assert window.headsets.asked == ["press h1"], "a tap goes on listening"
    window.key(DOWN, Qt.Key.Key_Insert)
    window.key(UP, Qt.Key.Key_Insert)
    assert window.headsets.asked == ["press h1", "release h1"]


def test_a_key_that_is_held_listens_until_it_is_let_go(
    window: Window, qtbot: QtBot
) -> None:
    window.headsets.play(worn())
    window.key(DOWN, Qt.Key.Key_Insert)
    qtbot.wait(HELD_MS + 20)
    window.key(UP, Qt.Key.Key_Insert)
    window.key(DOWN, Qt.Key.Key_Insert)  # as X11 repeats a key that is held
    assert window.headsets.asked == ["press h1"]
    window.key(UP, Qt.Key.Key_Insert)
    qtbot.waitUntil(lambda: window.headsets.asked == ["press h1", "release h1"])


def test_a_learnt_key_talks_to_its_headset_but_not_into_a_field(window: Window) -> None:
    window.headsets.play(worn("karim", "h2"))
    value = with_key("", "h2", int(Qt.Key.Key_B))
    window.desk.sit_down("marc")
    window.desk.run(SetSetting(key=SETTING, value=value))
    window.field.setFocus()
    window.key(DOWN, Qt.Key.Key_B, "b")
    assert window.headsets.asked == []
    window.field.clearFocus()
    window.key(DOWN, Qt.Key.Key_B, "b")
    assert window.headsets.asked == ["press h2"]


def test_a_headset_is_taken_tried_and_given_back(tmp_path, qtbot: QtBot) -> None:
    with demo_house(tmp_path / "demo") as opened:
        device = DeviceSet(
            id="h1",
            kind="headset",
            name="Casque 1",
            profile="headset",
            address="sim://a",
        )
        opened.house.run(SetDevice(event=device), Actor("marc"))
        desk, headsets, care = desk_for(opened), PlayedHeadsets(), PlayedCare()
        desk.headsets = HeadsetBoard(lambda: headsets, care)
        assert desk.headsets.room
        headsets.play(HeadsetState(id="h1", name="Casque 1", link="on"))
        page = QWidget()
        qtbot.addWidget(page)
        page.resize(1366, 700)
        page.show()
        sheet = TakeSheet(page, desk)
        sheet.open()
        assert not sheet.trial.isVisible()
        sheet.rows["h1"].click()
        headsets.play(worn())
        assert sheet.trial.isVisible()
        sheet.mic.talk_began.emit()
        sheet.mic.talk_ended.emit()
        care.play(sayings={"trial": ("table douze deux cafés",)})
        assert "Bien entendu" in sheet.tried.text()
        sheet.wishes.hands_free.click()
        assert opened.house.world.staff.voice("lea").hands_free
        sheet.leave.click()

        assert headsets.asked == ["wear h1 lea", "leave h1"]
        assert care.asked == ["listen h1 trial", "listened h1"]
