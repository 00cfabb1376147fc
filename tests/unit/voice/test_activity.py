"""Loudness, and who speaks by it."""

import numpy as np
import pytest

from voice.capture.activity import SILENT_DB, Activity, level_of
from voice.capture.ring import RATE

_BLOCK = RATE // 20


def _noise(decibels: float, seed: int = 0) -> bytes:
    amplitude = 32768 * 10 ** (decibels / 20)
    made = np.random.default_rng(seed).normal(0, amplitude, _BLOCK)
    return np.clip(made, -32768, 32767).astype(np.int16).tobytes()


def test_loudness_is_told_below_full_scale() -> None:
    assert level_of(_noise(-30)) == pytest.approx(-30, abs=1)
    assert level_of(bytes(2 * _BLOCK)) == SILENT_DB


def test_a_voice_over_the_room_is_heard_and_its_pause_too() -> None:
    activity = Activity()
    for seed in range(20):
        activity.feed(_noise(-60, seed))
    assert activity.quiet_s == pytest.approx(1)
    activity.feed(_noise(-25))
    assert (activity.quiet_s, activity.spoken_s) == (0, pytest.approx(0.05))
    activity.feed(_noise(-60))
    assert (activity.quiet_s, activity.spoken_s) == (pytest.approx(0.05), 0)


def test_a_room_that_becomes_loud_is_no_voice_for_ever() -> None:
    activity = Activity()
    for seed in range(600):
        activity.feed(_noise(-35, seed))
    assert activity.quiet_s > 0
