"""What an engine answers where it cannot hear, and which microphones it lets go."""

from voice_kit import MODEL

from voice.capture.claims import Claim
from voice.engine.engine import Engine
from voice.engine.headset import Headset
from voice.engine.messages import (
    Event,
    Failed,
    HeadsetSetup,
    Linked,
    Press,
    Setup,
    Unheard,
)
from voice.recognition.ears import Ears
from voice.recognition.model import SpeechModel


def test_a_language_without_a_model_is_told_once_and_a_press_is_answered():
    told: list[Event] = []
    engine = Engine({}, told.append)
    mine = [HeadsetSetup(name, f"sim://{name}", language="en") for name in ("h1", "h2")]
    try:
        engine.do(Setup(tuple(mine)))
        engine.do(Press("h1"))
    finally:
        engine.close()
    assert isinstance(told[0], Failed)
    assert told[1:] == [
        Linked("h1", "missing", "model"),
        Linked("h2", "missing", "model"),
        Unheard("h1", "missing"),
    ]


def test_a_headset_that_was_let_go_is_not_opened_again():
    setup = HeadsetSetup("gone", "sim://gone")
    model = SpeechModel(MODEL)
    headset = Headset(
        setup, lambda: Ears(model, ["un café"]), lambda *_: None, lambda _: None
    )
    headset.close()
    headset.open()  # by a watch whose list is a moment old
    claim = Claim(setup.microphone)
    try:
        assert claim.take()
    finally:
        claim.give_up()
        headset.pause()
