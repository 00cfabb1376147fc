"""Where speech goes: the ear piece of one headset."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from voice.sound import Sound

CHUNK_S = 0.03
"""Of speech handed over at a time: how long a cut-off may take."""


class OutputError(Exception):
    """The device does not play; the text is PortAudio's."""


class Output(Protocol):
    """Plays to one headset. Used by one thread."""

    def play(self, sound: Sound, wanted: Callable[[], bool]) -> bool:
        """Plays until the end (True), or until it is no longer wanted (False).

        Raises:
            OutputError: the device is gone or refuses.
        """
        ...

    def close(self) -> None:
        """Lets the device go."""
        ...


class DeviceOutput:
    """A device of PortAudio, opened with the first sound and stopped between two.

    Raises on playing, not on making: a headset may be speechless and still listen.
    """

    def __init__(self, device: int | str | None) -> None:
        """Names the device: PortAudio's index or name; None: the system's own."""
        self.device = device
        self._stream: Any = None

    def play(self, sound: Sound, wanted: Callable[[], bool]) -> bool:
        """See `Output`."""
        import sounddevice

        try:
            stream = self._stream or self._opened(sound.rate)
            self._stream = stream
            data = sound.at_rate(round(stream.samplerate)).samples
            if stream.channels > 1:
                data = np.repeat(data, stream.channels)
            stream.start()
            step = round(stream.samplerate * CHUNK_S) * stream.channels
            for begin in range(0, len(data), step):
                if not wanted():
                    stream.abort()  # drops what the system still holds
                    return False
                stream.write(data[begin : begin + step].tobytes())
            stream.stop()  # waits for the last sample
        except sounddevice.PortAudioError as error:
            self.close()
            raise OutputError(str(error)) from error
        return True

    def close(self) -> None:
        """See `Output`."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close(ignore_errors=True)

    def _opened(self, rate: int) -> Any:
        import sounddevice

        try:
            return self._stream_of(rate, 1)
        except (
            sounddevice.PortAudioError
        ):  # WASAPI and bare ALSA know their own shape only
            told = sounddevice.query_devices(self.device, "output")
            return self._stream_of(
                round(told["default_samplerate"]), min(2, told["max_output_channels"])
            )

    def _stream_of(self, rate: int, channels: int) -> Any:
        import sounddevice

        return sounddevice.RawOutputStream(
            samplerate=rate,
            channels=channels,
            dtype="int16",
            device=self.device,
            latency="low",
        )
