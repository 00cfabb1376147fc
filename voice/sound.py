"""Sound as samples: one channel, 16 bit, and how many a second."""

import io
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
FULL = 32767


class NotSoundError(ValueError):
    """The bytes are no WAV of one channel and 16 bit; the text says what they are."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Something to be heard.

    Attributes:
        rate: samples a second.
    """

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate

    def at_rate(self, rate: int) -> "Sound":
        """The same at another rate; what no longer fits under half of it is left out.

        The whole sound goes through one Fourier transform, so there is no filter to choose.
        """
        if rate == self.rate or not len(self.samples):
            return Sound(self.samples, rate)
        length = round(len(self.samples) * rate / self.rate)
        waves = np.fft.rfft(self.samples.astype(np.float64))
        kept = np.zeros(length // 2 + 1, dtype=complex)
        shared = min(len(kept), len(waves))
        kept[:shared] = waves[:shared]
        return Sound(as_samples(np.fft.irfft(kept, length) * rate / self.rate), rate)

    def louder(self, factor: float) -> "Sound":
        """The same, its amplitude times `factor`, cut off where it would overflow."""
        if factor == 1:
            return self
        return Sound(as_samples(self.samples * factor), self.rate)


def as_samples(values: NDArray[np.floating]) -> Samples:
    """Amplitudes rounded to 16 bit and cut off at full scale."""
    samples: Samples = np.clip(np.rint(values), -FULL, FULL).astype(np.int16)
    return samples


def read_wav(source: Path | bytes) -> Sound:
    """A WAV of one channel and 16 bit.

    A writer to a pipe cannot go back to write the length (espeak-ng says 2 GB): what is there
    is taken.

    Raises:
        NotSoundError: another format, or no WAV.
        OSError: the file cannot be read.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    try:
        with wave.open(io.BytesIO(data)) as file:
            shape = file.getnchannels(), file.getsampwidth()
            if shape != (1, 2):
                raise NotSoundError(f"{shape[0]} channels of {shape[1] * 8} bit")
            frames = file.readframes(file.getnframes())
            rate = file.getframerate()
    except (wave.Error, EOFError) as error:
        raise NotSoundError(str(error) or "end of file") from error
    return Sound(np.frombuffer(frames[: len(frames) & ~1], np.int16), rate)


def write_wav(path: Path, sound: Sound) -> None:
    """Writes a WAV of one channel and 16 bit."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate)
        file.writeframes(sound.samples.tobytes())


def silence(seconds: float, rate: int) -> Sound:
    """Nothing to be heard."""
    return Sound(np.zeros(round(seconds * rate), np.int16), rate)


def beep(hertz: float = 880.0, seconds: float = 0.09, rate: int = 22050) -> Sound:
    """A short tone without a click: it swells and fades in 10 ms."""
    time = np.arange(round(seconds * rate)) / rate
    edge = np.minimum(1.0, np.minimum(time, time[::-1]) / 0.01)
    return Sound(
        as_samples(0.25 * FULL * edge * np.sin(2 * np.pi * hertz * time)), rate
    )
