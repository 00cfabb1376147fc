"""What of an utterance is speech: the room before, after and in long pauses is left out.

A recogniser turns a noisy quarter of a second into words: at 20 dB of babble the room around a
sentence, which a button always catches, cost twelve points of word error. Loudness against the
room as it was before the press decides; where it decides nothing, all is heard.
"""

from collections import deque
from threading import Lock

import numpy as np

from voice.capture.activity import SILENT_DB
from voice.capture.ring import RATE, SAMPLE_BYTES

FRAME_S = 0.02
_FRAME = round(FRAME_S * RATE) * SAMPLE_BYTES
OVER_DB = 6.0
"""Louder than the room by this much is a voice near the microphone."""
MARGIN_S = 0.14
"""Kept on each side of it: words begin and end with quiet sounds."""
PAUSE_S = 0.5
"""A longer pause is cut down to its margins."""
_VOICED, _OF = 3, 5  # frames: a clatter is shorter
_ROOM_S, _SHARE = 8.0, 40


class RoomLevel:
    """How loud it is while nobody speaks into the microphone, by the last seconds.

    The microphone's thread feeds it, the one that presses asks.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._levels: deque[float] = deque(maxlen=round(_ROOM_S / FRAME_S))

    def feed(self, block: bytes) -> None:
        """Hears a block."""
        levels = levels_of(block)
        with self._lock:
            self._levels.extend(levels)

    @property
    def decibels(self) -> float:
        """Its level: what 60 % of the moments reach, for a waiter speaks with guests too."""
        with self._lock:
            levels = list(self._levels)
        return float(np.percentile(levels, _SHARE)) if levels else SILENT_DB


class Gate:
    """Passes one utterance on.

    Attributes:
        quiet_s: how long nobody has spoken; 0 before anybody did.
    """

    def __init__(self, room_db: float) -> None:
        """Knows the room by its level before."""
        self._threshold = room_db + OVER_DB
        self._part = b""
        self._held: list[bytes] = []
        self._lately: deque[bool] = deque(maxlen=_OF)
        self._open = False
        self.quiet_s = 0.0

    def feed(self, sound: bytes) -> bytes:
        """Takes what comes; gives what is to be heard now."""
        self._part += sound
        whole = len(self._part) // _FRAME * _FRAME
        frames, self._part = self._part[:whole], self._part[whole:]
        passed: list[bytes] = []
        for number, level in enumerate(levels_of(frames)):
            self._held.append(frames[number * _FRAME : (number + 1) * _FRAME])
            self._lately.append(level > self._threshold)
            if sum(self._lately) >= _VOICED:
                passed += self._voiced()
            elif self._open:
                self.quiet_s += FRAME_S
        return b"".join(passed)

    def rest(self) -> bytes:
        """The end of the utterance: the last margin, or all of it if no voice stood out."""
        held = b"".join(self._held) + self._part
        return held[: _bytes(MARGIN_S)] if self._open else held

    def _voiced(self) -> list[bytes]:
        """What was held back until this frame, without the room."""
        held, self._held = self._held, []
        margin = round(MARGIN_S / FRAME_S) + _OF
        if not self._open:
            held = held[-margin:]
        elif len(held) * FRAME_S > PAUSE_S:
            held = held[:margin] + held[-margin:]
        self._open, self.quiet_s = True, 0.0
        return held


def levels_of(sound: bytes) -> list[float]:
    """Loudness of each whole frame, in dB below full scale."""
    count = len(sound) // _FRAME
    if not count:
        return []
    samples = np.frombuffer(sound, np.int16, count * _FRAME // SAMPLE_BYTES)
    frames = samples.astype(np.float32).reshape(count, -1) / 32768
    power = np.mean(frames * frames, axis=1)
    levels: list[float] = (
        10 * np.log10(np.maximum(power, 10 ** (SILENT_DB / 10)))
    ).tolist()
    return levels


def gated(sound: bytes) -> bytes:
    """A recording of one utterance, its room known by its own quietest moments."""
    levels = levels_of(sound)
    room = float(np.percentile(levels, _QUIETEST)) if levels else SILENT_DB
    gate = Gate(room)
    return gate.feed(sound) + gate.rest()


_QUIETEST = 15


def _bytes(seconds: float) -> int:
    return round(seconds * RATE) * SAMPLE_BYTES
