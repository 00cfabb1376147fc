"""From a sound card to paper: said into a microphone, seen at the till, sent, cooked, heard."""

import time
from pathlib import Path

import pytest
from gui_kit import demo_house
from pytestqt.qtbot import QtBot
from voice_kit import (
    MODEL,
    needs_espeak,
    needs_sound_server,
    recorded,
    say_into,
    sound_card,
    wav_of,
)

from app.domain.rules import SetDevice
from app.domain.settings import DeviceSet
from app.services.headset_care import HEADSET, headset_address
from app.services.house import Actor
from app.suite import Suite
from app.windows.pos.page import PosPage
from voice.capture.portaudio import is_here
from voice.models import ModelShelf
from voice.sound import read_wav

pytestmark = [
    pytest.mark.gui,
    needs_espeak,
    needs_sound_server,
    pytest.mark.skipif(not is_here(), reason="PortAudio is not installed"),
]
PATIENCE_MS = 30_000


def test_an_order_that_is_said_is_on_the_till_and_then_on_paper(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    ModelShelf().take(MODEL, "fr")
    order = wav_of("table douze, trois frites", tmp_path)
    with sound_card(tmp_path / "run", "1"), demo_house(tmp_path / "demo") as opened:
        suite = Suite(opened)
        suite.start()
        try:
            shell = suite.open_window("pos")
            shell.open_at("pos")
            shell.resume("lea")
            shell.show()
            address = headset_address("pulse://micro-1", "pulse://casque-1")
            device = DeviceSet(
                id="h1", kind=HEADSET, name="Casque", profile=HEADSET, address=address
            )
            opened.house.run(SetDevice(event=device), Actor("marc"))
            room = suite.headsets.room
            qtbot.waitUntil(lambda: room.state("h1").link == "on", timeout=PATIENCE_MS)
            qtbot.waitUntil(
                lambda: suite.headsets.care.state().listening, timeout=PATIENCE_MS
            )
            room.wear("h1", "lea")

            page = shell.page
            assert isinstance(page, PosPage)
            mic, corner = page.panes.catalogue.mic, page.controller.voice
            mic.talk_began.emit()
            speaking = say_into("1", order)
            qtbot.waitUntil(lambda: bool(room.state("h1").hearing), timeout=PATIENCE_MS)
            assert "table" in corner.pane.heard.text()
            speaking.wait()
            back = tmp_path / "back.wav"
            with recorded("casque-1", back):
                mic.talk_ended.emit()
                qtbot.waitUntil(
                    lambda: bool(room.state("h1").draft), timeout=PATIENCE_MS
                )
                time.sleep(1.5)
            lines = corner.pane.list.view.courses[0].lines
            assert [(each.quantity_text, each.name) for each in lines] == [
                ("3", "Frites maison")
            ]
            assert abs(read_wav(back).samples).max() > 1000, "the read-back is heard"

            corner.pane.send.click()
            printer = suite.devices.simulated_printers["chaud"]
            qtbot.waitUntil(lambda: bool(printer.tickets), timeout=PATIENCE_MS)
            assert "FRITES" in printer.tickets[-1].text.upper()
        finally:
            suite.stop()
