"""Whether somebody speaks, by loudness alone.

No more is asked of it than when to stop listening: it cannot tell the waiter from the next
table (5 to 50 % of frames wrong in noise, whatever the method), so it never decides what is
an order.
"""

import math

import numpy as np

from voice.capture.ring import RATE, SAMPLE_BYTES

SILENT_DB = -96.0
_OVER_FLOOR_DB = 9.0
_LEAST_DB = -52.0
_RISE_DB_S = 3.0
"""How fast the floor follows a room that becomes louder."""


class Activity:
    """Follows the loudness of one microphone.

    Attributes:
        level_db: of the last block, 0 is full scale.
        quiet_s: how long nobody has spoken; 0 while somebody does.
        spoken_s: how long somebody has spoken without a pause.
    """

    def __init__(self) -> None:
        self.level_db = SILENT_DB
        self.quiet_s = 0.0
        self.spoken_s = 0.0
        self._floor_db = _LEAST_DB - _OVER_FLOOR_DB

    def feed(self, block: bytes) -> None:
        """Hears a block: some hundredths of a second."""
        seconds = len(block) / (SAMPLE_BYTES * RATE)
        if not seconds:
            return
        self.level_db = level_of(block)
        self._floor_db = min(self.level_db, self._floor_db + _RISE_DB_S * seconds)
        if self.level_db > max(self._floor_db + _OVER_FLOOR_DB, _LEAST_DB):
            self.quiet_s, self.spoken_s = 0.0, self.spoken_s + seconds
        else:
            self.quiet_s, self.spoken_s = self.quiet_s + seconds, 0.0


def level_of(block: bytes) -> float:
    """Loudness in dB below full scale."""
    samples = np.frombuffer(block, np.int16).astype(np.float32)
    power = float(np.mean(samples * samples)) / 32768**2
    return max(SILENT_DB, 10 * math.log10(power)) if power else SILENT_DB
