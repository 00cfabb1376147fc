"""The room around what is said is left out."""

import numpy as np
import pytest

from voice.capture.gate import MARGIN_S, PAUSE_S, Gate, RoomLevel, gated, levels_of
from voice.capture.ring import RATE


def _noise(seconds: float, decibels: float, seed: int = 0) -> bytes:
    chance = np.random.default_rng(seed)
    made = chance.normal(0, 32768 * 10 ** (decibels / 20), round(seconds * RATE))
    return np.clip(made, -32768, 32767).astype(np.int16).tobytes()


def _seconds(sound: bytes) -> float:
    return len(sound) / 2 / RATE


def _through(gate: Gate, sound: bytes, step: int = 1600) -> bytes:
    passed = [gate.feed(sound[at : at + step]) for at in range(0, len(sound), step)]
    return b"".join(passed) + gate.rest()


def _room(decibels: float = -45) -> float:
    room = RoomLevel()
    room.feed(_noise(3, decibels))
    return room.decibels


def test_the_room_is_known_by_its_quieter_moments() -> None:
    room = RoomLevel()
    assert room.decibels < -90
    room.feed(_noise(4, -45) + _noise(2, -20))  # the waiter spoke with a guest
    assert room.decibels == pytest.approx(-45, abs=1)


@pytest.mark.parametrize("step", [2, 1600, 3201 * 2, 10**6])
def test_a_sentence_passes_with_its_margins_alone(step: int) -> None:
    voice = _noise(1.0, -25, seed=1)
    sound = _noise(0.5, -45) + voice + _noise(0.5, -45, seed=2)
    passed = _through(Gate(_room()), sound, step)
    assert voice in passed
    assert _seconds(passed) == pytest.approx(1.0 + 2 * MARGIN_S, abs=0.12)


def test_a_short_pause_is_kept_and_a_long_one_shortened() -> None:
    one, two = _noise(0.5, -25, seed=1), _noise(0.5, -25, seed=2)
    short = _through(Gate(_room()), one + _noise(PAUSE_S / 2, -45) + two)
    assert _seconds(short) == pytest.approx(1.0 + PAUSE_S / 2, abs=0.01)
    long = _through(Gate(_room()), one + _noise(3.0, -45) + two)
    assert one in long
    assert two in long
    assert _seconds(long) < 1.0 + PAUSE_S + 0.2


def test_where_no_voice_stands_out_all_of_it_is_heard() -> None:
    sound = _noise(1.0, -30)
    assert _through(Gate(_room(-30)), sound) == sound
    assert _through(Gate(-96), b"\1") == b"\1"


def test_a_clatter_is_no_voice() -> None:
    gate = Gate(_room())
    gate.feed(_noise(0.3, -45) + _noise(0.02, -10) + _noise(0.3, -45, seed=3))
    assert gate.quiet_s == 0
    gate.feed(_noise(0.3, -25) + _noise(0.2, -45))
    assert gate.quiet_s == pytest.approx(0.2, abs=0.07)


def test_a_recording_knows_its_room_by_itself() -> None:
    voice = _noise(1.0, -25, seed=1)
    passed = gated(_noise(0.4, -50) + voice + _noise(0.4, -50))
    assert voice in passed
    assert _seconds(passed) < 1.5
    assert gated(b"") == b""


def test_loudness_of_frames() -> None:
    assert levels_of(b"") == levels_of(bytes(10)) == []
    assert levels_of(bytes(640)) == [pytest.approx(-96)]
