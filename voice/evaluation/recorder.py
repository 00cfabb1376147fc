"""Records sentences in a process of its own, for a window that asks line by line.

A sound library that dies takes this process with it and never the till. Standard input:
`begin`, `end PATH` (writes what was said between), `play WAV` (a simulated microphone hears
it); its end ends the process. Standard output: one JSON object a line: `{"ready": true}`,
`{"failed": "…"}`, `{"level": 0.4}`, `{"kept": PATH, "seconds": 2.1}`.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Lock

import numpy as np

from voice.capture.portaudio import StreamSource
from voice.capture.ring import RATE, SAMPLE_BYTES
from voice.capture.sources import SIMULATED, SimulatedMicrophone, Source, SourceError
from voice.sound import FULL, NotSoundError, Sound, read_wav, write_wav

LONGEST_S = 30.0
_LOUD = 0.35
"""Of full scale: what a voice near the microphone reaches."""


class Recorder:
    """One microphone that runs; what is said between `begin` and `end` is kept."""

    def __init__(self, show: Callable[[float], None]) -> None:
        """Hears nothing yet; `show` is called with how loud it is while it keeps (0 to 1)."""
        self._show = show
        self._lock = Lock()
        self._said: bytearray | None = None

    def hear(self, block: bytes) -> None:
        """The next sound of the microphone, in its thread."""
        with self._lock:
            said = self._said
            if said is None or len(said) >= LONGEST_S * RATE * SAMPLE_BYTES:
                return
            said += block
        peak = int(
            np.abs(np.frombuffer(block, np.int16).astype(np.int32)).max(initial=0)
        )
        self._show(round(min(1.0, peak / (FULL * _LOUD)), 2))

    def begin(self) -> None:
        """From now on it is kept."""
        with self._lock:
            self._said = bytearray()

    def end(self) -> Sound:
        """What was said since `begin`."""
        with self._lock:
            said, self._said = self._said or bytearray(), None
        return Sound(np.frombuffer(bytes(said), np.int16), RATE)


def main(address: str) -> int:
    """Records until standard input ends."""
    simulated = SimulatedMicrophone() if address.startswith(SIMULATED) else None
    source: Source = simulated or StreamSource(address)
    recorder = Recorder(_show)
    try:
        source.start(recorder.hear)
    except SourceError as error:
        _tell(failed=str(error))
        return 1
    _tell(ready=True)
    try:
        for line in sys.stdin:
            act, _, path = line.rstrip("\n").partition(" ")
            _do(act, path, recorder, simulated)
    finally:
        source.stop()
    return 0


def _do(
    act: str, path: str, recorder: Recorder, simulated: SimulatedMicrophone | None
) -> None:
    try:
        if act == "begin":
            recorder.begin()
        elif act == "end":
            sound = recorder.end()
            write_wav(Path(path), sound)
            _tell(kept=path, seconds=round(sound.seconds, 2))
        elif act == "play" and simulated is not None:
            simulated.play(read_wav(Path(path)).at_rate(RATE).samples.tobytes())
    except (OSError, NotSoundError) as error:
        _tell(failed=str(error))


def _show(level: float) -> None:
    _tell(level=level)


def _tell(**told: object) -> None:
    print(json.dumps(told), flush=True)  # noqa: T201 # the pipe to the window


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
