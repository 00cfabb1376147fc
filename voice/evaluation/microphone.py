"""A microphone for recordings that somebody agreed to: open all the time, kept when asked."""

from threading import Lock
from types import TracebackType
from typing import Any

import numpy as np

from voice.capture.ring import RATE
from voice.sound import Sound

LONGEST_S = 30.0


class MicrophoneError(Exception):
    """No such microphone, or none at all; the text is PortAudio's."""


class Microphone:
    """Opened once: the first second of a stream that was just opened is often missing."""

    def __init__(self, device: str | None = None) -> None:
        """Names it; None: the system's own."""
        self._device = device
        self._stream: Any = None
        self._lock = Lock()
        self._blocks: list[bytes] | None = None

    def __enter__(self) -> "Microphone":
        """Opens it.

        Raises:
            MicrophoneError: see there.
        """
        try:
            import sounddevice
        except OSError as error:  # no PortAudio library
            raise MicrophoneError(str(error)) from error
        try:
            self._stream = sounddevice.RawInputStream(
                samplerate=RATE,
                channels=1,
                dtype="int16",
                device=self._device,
                callback=self._heard,
            )
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise MicrophoneError(str(error)) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes it."""
        self._stream.close(ignore_errors=True)

    def begin(self) -> None:
        """From here on it is kept."""
        with self._lock:
            self._blocks = []

    def end(self) -> Sound:
        """What was heard since `begin`."""
        with self._lock:
            blocks, self._blocks = self._blocks or [], None
        return Sound(np.frombuffer(b"".join(blocks), np.int16), RATE)

    def _heard(self, block: Any, frames: int, time: Any, status: Any) -> None:
        with self._lock:
            kept = self._blocks
            if kept is not None and len(kept) * frames < LONGEST_S * RATE:
                kept.append(bytes(block))
