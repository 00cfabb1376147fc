"""Casques: who wears which, words to learn, models."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from played_headsets import PlayedCare, PlayedHeadsets, worn
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.rules import SetDevice
from app.domain.settings import DeviceSet
from app.presenters.headset.talk_keys import SETTING, key_of
from app.services.headset_care import HEADSET, SoundSource, UnknownWord, VoiceModel
from app.services.house import Actor
from app.windows.admin.devices.page import DevicesSection
from app.windows.admin.headsets.page import HeadsetsSection
from app.windows.desk import Said
from app.windows.voice.board import HeadsetBoard

pytestmark = pytest.mark.gui
ONE = DeviceSet(
    id="h1", kind=HEADSET, name="Casque 1", profile=HEADSET, address="sim://un"
)


@dataclass
class Bench:
    """The section, and what it asks of headsets that are played."""

    opened: Opened
    section: HeadsetsSection
    headsets: PlayedHeadsets
    care: PlayedCare
    said: list[Said] = field(default_factory=list)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    with demo_house(tmp_path / "demo") as opened:
        opened.house.run(SetDevice(event=ONE), Actor("marc"))
        desk = desk_for(opened, "marc", "admin")
        headsets, care = PlayedHeadsets(), PlayedCare()
        desk.headsets = HeadsetBoard(lambda: headsets, care)
        section = HeadsetsSection(desk, board())
        desk.setParent(section)
        qtbot.addWidget(section)
        section.resize(1190, 736)
        section.show()
        section.show_place("")
        made = Bench(opened, section, headsets, care)
        desk.said.connect(made.said.append)
        yield made


def test_who_wears_a_headset_and_what_was_heard_is_listed(bench: Bench) -> None:
    bench.headsets.play(worn(words="table douze deux cafés", name="Casque 1"))

    cells = bench.section.headsets.model.row_at(0).cells
    assert (cells[1], cells[4]) == ("Lea", "table douze deux cafés")


def test_a_headset_that_is_plugged_in_is_added(bench: Bench) -> None:
    jabra = SoundSource(address="sim://deux", name="Jabra", speaker="sim://oreille")
    bench.care.play(sources=(jabra,))
    bench.section.new.click()
    form = bench.section.form
    form.edited.emit("microphone", "sim://deux")
    assert form.name.text == "Jabra"
    form.save.click()

    added = [
        d
        for d in bench.opened.house.world.settings.devices.values()
        if d.name == "Jabra"
    ]
    assert [d.kind for d in added] == [HEADSET]


def test_a_headset_without_a_microphone_is_not_added(bench: Bench) -> None:
    bench.section.new.click()
    bench.section.form.edited.emit("name", "Casque 2")
    bench.section.form.save.click()

    assert bench.section.form.microphone.error
    assert bench.section.headsets.model.total == 1


def test_a_key_is_learnt_for_a_headset(bench: Bench) -> None:
    bench.section.opened.emit("headsets", "h1")
    bench.section.form.key.click()
    QTest.keyClick(bench.section.form, Qt.Key.Key_F19)

    text = bench.opened.house.world.settings.text(SETTING)
    assert key_of(text, "h1") == Qt.Key.Key_F19
    assert bench.section.form.key.title == "F19"


def test_a_phrase_is_tried_and_the_headset_muted_and_put_away(bench: Bench) -> None:
    bench.headsets.play(worn())
    bench.section.opened.emit("headsets", "h1")
    form = bench.section.form
    form.mic.talk_began.emit()
    form.mic.talk_ended.emit()
    bench.care.play(sayings={"trial": ("table douze deux cafés",)})
    assert "Bien entendu" in form.tried.text()
    form.mute.click()
    form.leave.click()

    assert bench.care.asked == ["listen h1 trial", "listened h1"]
    assert bench.headsets.asked == ["mute h1", "leave h1"]


def test_a_persons_wishes_are_kept_at_once(bench: Bench) -> None:
    bench.section.show_kind("people")
    bench.section.opened.emit("people", "lea")
    pane = bench.section.person_pane.wishes
    pane.read_back.click()
    pane.whispers["late"].click()

    wish = bench.opened.house.world.staff.voice("lea")
    assert not wish.read_back
    assert wish.silent == ("late",)


def test_a_word_that_is_said_three_times_is_learnt(bench: Bench) -> None:
    unknown = UnknownWord(article="burger", words=("burger",), substitute="berger")
    bench.care.play(unknown=(unknown,))
    bench.headsets.play(worn())
    bench.section.show_kind("words")
    bench.section.opened.emit("words", "burger")
    pane = bench.section.word_pane
    pane.mic.talk_began.emit()
    assert bench.care.asked == ["listen h1 burger"]
    bench.care.play(sayings={"burger": ("beurre gueule",) * 3})
    pane.keep.click()

    article = bench.opened.house.world.catalogue.articles["burger"]
    assert article.spoken[-1] == "beurre gueule"
    assert not bench.care.state().sayings
    undo = bench.said[-1].undo
    assert undo is not None
    undo()
    article = bench.opened.house.world.catalogue.articles["burger"]
    assert "beurre gueule" not in article.spoken


def test_a_word_is_written_another_way(bench: Bench) -> None:
    bench.section.show_kind("words")
    bench.section.opened.emit("words", "burger")
    pane = bench.section.word_pane
    pane.alias.set_text("beurre gueule")
    pane.add.click()

    article = bench.opened.house.world.catalogue.articles["burger"]
    assert article.spoken[-1] == "beurre gueule"


def test_a_missing_model_is_one_sentence_with_its_act(bench: Bench) -> None:
    french = VoiceModel(name="vosk-fr", language="fr", size=42_000_000)
    assert not bench.section.lack.isVisible()
    bench.care.play(lack="model", trouble="…", models=(french,))
    assert bench.section.lack.isVisible()
    bench.section.lack.act.click()
    bench.care.play(fetching="vosk-fr", fetched=0.5)
    assert bench.section.lack.act.busy
    bench.section.care.take_file("/media/vosk-model-small-en-us-0.15.zip")

    assert bench.care.asked == [
        "download vosk-fr",
        "bring vosk-model-small-en-us-0.15.zip en",
    ]


def test_the_devices_lead_to_the_page_of_the_headsets(
    qtbot: QtBot, bench: Bench
) -> None:
    desk = desk_for(bench.opened, "marc", "admin")
    section = DevicesSection(desk, board())
    desk.setParent(section)
    qtbot.addWidget(section)
    went: list[tuple[str, str]] = []
    desk.place_requested.connect(lambda *place: went.append(place))
    section.show()
    section.show_place("")
    section.devices.row_opened.emit("h1")

    assert went == [("admin", "headsets:h1")]
    section.leave()
