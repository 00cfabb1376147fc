"""What an engine answers where it cannot hear."""

from voice.engine.engine import Engine
from voice.engine.messages import (
    Event,
    Failed,
    HeadsetSetup,
    Linked,
    Press,
    Setup,
    Unheard,
)


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
