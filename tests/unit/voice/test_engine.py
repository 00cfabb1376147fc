"""What an engine answers where it cannot hear."""

from voice.engine.engine import Engine
from voice.engine.messages import Event, HeadsetSetup, Linked, Press, Setup, Unheard


def test_a_language_without_a_model_is_told_and_a_press_is_answered():
    told: list[Event] = []
    engine = Engine({}, told.append)
    try:
        engine.do(Setup((HeadsetSetup("h1", "sim://h1", language="en"),)))
        engine.do(Press("h1"))
    finally:
        engine.close()
    assert told[-2:] == [Linked("h1", "missing", "model"), Unheard("h1", "missing")]
