"""What a kitchen's screen says without words: a few notes for each kind of news.

They differ by their melody and their number of notes, not by their height alone: over a
hood that hums one hears whether it goes up, down or stays. None is longer than a second.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from voice.sound import FULL, Sound, as_samples

RATE = 22050
_FADE_S = 0.006
_OVERTONES = (1.0, 0.5, 0.22, 0.1)
_LOUD = 0.5


class Note(NamedTuple):
    """A struck note: how high, how long until the next one, how fast it dies away."""

    hertz: float
    seconds: float
    decay: float = 9.0


CHIMES: dict[str, tuple[Note, ...]] = {
    "new": (Note(659, 0.14), Note(880, 0.38, 7)),
    "change": (Note(740, 0.1, 14), Note(740, 0.1, 14), Note(740, 0.24, 12)),
    "stop": (Note(466, 0.2, 3), Note(311, 0.42, 3)),
    "late": (
        Note(523, 0.13, 8),
        Note(392, 0.13, 8),
        Note(523, 0.13, 8),
        Note(392, 0.3),
    ),
    "rush": (
        Note(659, 0.08, 8),
        Note(831, 0.08, 8),
        Note(988, 0.08, 8),
        Note(1319, 0.4),
    ),
    "ready": (Note(1319, 0.5, 6),),
}
"""News -> its notes: up for a new ticket, thrice the same for a change, down for a stop,
to and fro for what is late, a run for what goes first, a bell for what is ready."""


@lru_cache(maxsize=32)
def chime(news: str, pitch: float = 1.0) -> Sound:
    """The sound of some news.

    Args:
        pitch: how much higher this screen's sounds are than those of another one.

    Raises:
        KeyError: there is no such news.
    """
    notes = CHIMES[news]
    return Sound(
        np.concatenate(
            [_struck(note._replace(hertz=note.hertz * pitch)) for note in notes]
        ),
        RATE,
    )


def _struck(note: Note) -> np.ndarray:
    time = np.arange(round(note.seconds * RATE)) / RATE
    edge = np.minimum(1.0, np.minimum(time, time[::-1]) / _FADE_S)
    wave = sum(
        share * np.sin(2 * np.pi * note.hertz * (place + 1) * time)
        for place, share in enumerate(_OVERTONES)
    )
    return as_samples(_LOUD * FULL * edge * np.exp(-note.decay * time) * wave)
