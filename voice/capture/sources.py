"""What a microphone is, and those that are none: files, and one that a program speaks into.

Addresses name them: `pulse://NAME` (a source of PulseAudio or PipeWire),
`portaudio://HOST API/NAME` (any other platform; never a number, those change),
`sim://NAME` (a simulated one).
"""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from voice.capture.ring import RATE, SAMPLE_BYTES

SIMULATED = "sim://"
Hear = Callable[[bytes], None]
"""Takes sound: 16 kHz, one channel, 16 bit, any length. Called from the source's thread."""
BLOCK_S = 0.05
BLOCK = round(RATE * BLOCK_S)


class SourceError(Exception):
    """The microphone could not be opened; the text says why."""


class Source(Protocol):
    """One microphone."""

    def start(self, hear: Hear) -> None:
        """Lets it run; returns at once, sound may begin seconds later.

        Raises:
            SourceError: it is not there, or another program holds it.
        """
        ...

    def stop(self) -> None:
        """Closes it; afterwards nothing is heard."""
        ...

    def is_itself(self) -> bool:
        """Whether sound still comes from the microphone that was opened.

        A sound server moves the stream of an unplugged headset to another one's microphone.
        May take 50 ms: asked after a gap only.
        """
        ...


class SimulatedMicrophone:
    """Silence in real time, and what was given to `play`."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._coming = b""
        self._thread: threading.Thread | None = None

    def start(self, hear: Hear) -> None:
        """See `Source`."""
        self._stopped.clear()
        self._thread = threading.Thread(
            target=self._run, args=(hear,), name="simulated microphone", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """See `Source`."""
        self._stopped.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def is_itself(self) -> bool:
        """See `Source`."""
        return True

    def play(self, sound: bytes) -> None:
        """Lets it hear `sound` (16 kHz, 16 bit) after what it has yet to hear."""
        with self._lock:
            self._coming += sound

    def _run(self, hear: Hear) -> None:
        size, due = BLOCK * SAMPLE_BYTES, time.monotonic()
        while not self._stopped.wait(max(0.0, due - time.monotonic())):
            due += BLOCK_S
            with self._lock:
                block, self._coming = self._coming[:size], self._coming[size:]
            hear(block.ljust(size, b"\0"))
