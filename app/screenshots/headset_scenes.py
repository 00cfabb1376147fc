"""What is spoken: a draft at the till and at the plan, the headsets of the back office."""

from typing_extensions import override

from app.domain.rules import SetDevice
from app.domain.settings import DeviceSet
from app.headset.headsets import HouseHeadsets
from app.screenshots.studio import Stage, still
from app.services.headset_care import (
    HEADSET,
    CareState,
    HeadsetCare,
    SoundSource,
    UnknownWord,
    VoiceModel,
    headset_address,
)
from app.windows.floor.page import FloorPage
from app.windows.pos.page import PosPage
from app.windows.voice.board import HeadsetBoard
from app.windows.voice.corner import VoiceCorner
from resources.texts import tr
from voice.engine.messages import Linked
from voice.understanding import understand

_FRENCH, _ENGLISH = "vosk-model-small-fr-0.22", "vosk-model-small-en-us-0.15"


class PicturedCare(HeadsetCare):
    """A machine that hears French, and two dishes that it does not know."""

    @override
    def state(self) -> CareState:
        return CareState(
            models=(
                VoiceModel(
                    name=_FRENCH, language="fr", size=42_233_323, here=True, in_use=True
                ),
                VoiceModel(name=_ENGLISH, language="en", size=41_205_931),
            ),
            listening=True,
            phrases=1204,
            sources=(
                SoundSource(
                    address="pulse://in.casque1",
                    name="Jabra Evolve 65",
                    speaker="pulse://out.casque1",
                ),
            ),
            unknown=(
                UnknownWord(article="burger", words=("burger",), substitute="beurre"),
                UnknownWord(article="gravlax", words=("gravlax",)),
            ),
            sayings={"gravlax": ("grave la", "grave lax")},
        )


def _say(corner: VoiceCorner, *sentences: str) -> None:
    corner.toggle()
    for sentence in sentences:
        corner.say(sentence)
    still()


def draft(stage: Stage) -> None:
    """An order that was typed at the till, one of its lines being put right."""
    page = stage.window("pos", "table:t12").page
    assert isinstance(page, PosPage)
    corner = page.controller.voice
    _say(
        corner, tr("la huit, deux burgers sans oignons saignants, une frite et un déca")
    )
    corner.pane.list.line_chosen.emit(corner.pane.list.view.courses[0].lines[0].id)
    still()


def question(stage: Stage) -> None:
    """A word that may be two articles."""
    page = stage.window("pos", "table:t12").page
    assert isinstance(page, PosPage)
    _say(page.controller.voice, tr("table sept, deux tartes"))


def plan(stage: Stage) -> None:
    """A table that Sotto asks for is tapped on the plan."""
    page = stage.window("floor").page
    assert isinstance(page, FloorPage)
    _say(page.controller.voice.corner, tr("deux crèmes brûlées et un expresso"))


def _several(stage: Stage) -> None:
    """Three headsets, two of them worn, one of those out of reach."""
    room = HouseHeadsets(stage.house, understand)
    for key, name in (("casque1", "1"), ("casque2", "2"), ("casque3", "3")):
        device = DeviceSet(
            id=key,
            kind=HEADSET,
            name=f"Casque {name}",
            profile=HEADSET,
            address=headset_address(f"pulse://in.{key}", f"pulse://out.{key}"),
        )
        stage.run(SetDevice(event=device), "marc")
    for key, person, link, words in (
        ("casque1", "lea", "on", tr("table douze, un burger sans oignons, saignant")),
        ("casque2", "karim", "lost", tr("la vingt-trois, deux expressos")),
    ):
        room.take(Linked(key, "on"))
        room.wear(key, person)
        room.type(key, words)
        if link != "on":
            room.take(Linked(key, "lost"))
    before = stage.suite.headsets
    made = HeadsetBoard(lambda: room, PicturedCare(), before.trials)
    before.setParent(made)  # it follows the trials as well
    stage.suite.headsets = made
    assert made.room


def headsets(stage: Stage) -> None:
    """Who wears which, the first one opened."""
    _several(stage)
    stage.window("admin", "headsets:casque1", person="marc")


def taken(stage: Stage) -> None:
    """Somebody has taken a headset and tries it."""
    _several(stage)
    stage.window("pos").menu.open()
    stage.tap(tr("Casque"))


def trial(stage: Stage) -> None:
    """What somebody agrees to before sixty sentences."""
    _several(stage)
    stage.window("admin", "headsets:trial", person="marc")


def words(stage: Stage) -> None:
    """Words that the model does not know, one being learnt."""
    _several(stage)
    stage.window("admin", "headsets:words:gravlax", person="marc")
