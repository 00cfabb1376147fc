"""Programs that turn a text into sound.

espeak-ng is tiny and answers in 25 ms; piper sounds like a person where it and a voice are
installed. Both are programs of their own (GPL), called, never linked.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from platformdirs import user_data_path

from voice.sound import NotSoundError, Sound, read_wav
from voice.speech.languages import language

MISSING = {
    "fr": "Aucune voix installée : Sotto écrit, mais ne parle pas (installez espeak-ng).",
    "en": "No voice installed: Sotto writes but does not speak (install espeak-ng).",
}
WORDS_A_MINUTE = 200
"""Brisk: a read-back stands in the way of the next sentence."""
LONGEST_S = 10.0
"""Beyond it a program that speaks is taken for hanging."""
ESPEAK_VOICES = {"fr": "fr", "en": "en-gb"}


class SpeechError(Exception):
    """The program did not speak; the text says what it wrote."""


class Backend(Protocol):
    """Text to sound. Called from one thread at a time."""

    @property
    def name(self) -> str:
        """Of the program."""
        ...

    def speak(self, text: str) -> Sound:
        """The text spoken, without the silence around it.

        Raises:
            SpeechError: the program failed or took longer than `LONGEST_S`.
        """
        ...


@dataclass(frozen=True, slots=True)
class EspeakNg:
    """espeak-ng: all languages, no model, deterministic.

    Attributes:
        voice: as espeak-ng names it: "fr", "fr-be+f2".
        pace: 1.0 is `WORDS_A_MINUTE`.
        pitch: 0 to 99.
    """

    program: str
    voice: str = "fr"
    pace: float = 1.0
    pitch: int = 50
    name: str = "espeak-ng"

    def speak(self, text: str) -> Sound:
        """See `Backend`."""
        speed = str(round(WORDS_A_MINUTE * self.pace))
        options = ["-b", "1", "-v", self.voice, "-s", speed, "-p", str(self.pitch)]
        # By its standard input: a text that begins with "-" is no option.
        text = language(self.voice[:2]).as_said(text)
        wav = _run([self.program, *options, "--stdout"], text)
        try:
            return trimmed(read_wav(wav))
        except NotSoundError as error:
            raise SpeechError(f"espeak-ng: {error}") from error


@dataclass(frozen=True, slots=True)
class Piper:
    """piper with one voice: a file `….onnx` and beside it `….onnx.json`."""

    program: str
    model: Path
    pace: float = 1.0
    name: str = "piper"

    def speak(self, text: str) -> Sound:
        """See `Backend`."""
        stretch = str(round(1 / self.pace, 2))
        options = [
            "--model",
            str(self.model),
            "--length-scale",
            stretch,
            "--output-raw",
        ]
        raw = _run([self.program, *options], text)
        return trimmed(
            Sound(np.frombuffer(raw[: len(raw) & ~1], np.int16), self._rate())
        )

    def _rate(self) -> int:
        try:
            told = json.loads(Path(f"{self.model}.json").read_text(encoding="utf-8"))
            return int(told["audio"]["sample_rate"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SpeechError(f"{self.model}.json: {error}") from error


def find_backend(
    language: str = "fr", pace: float = 1.0, voices: Path | None = None
) -> Backend | None:
    """The best program that is here: piper with a voice of that language, else espeak-ng.

    Args:
        language: "fr" or "en".
        voices: folder that may hold piper voices, `fr_FR-….onnx`; the user's own without one.
    """
    piper = shutil.which("piper")
    folder = voices or user_data_path("sotto") / "voices"
    for model in sorted(folder.glob(f"{language}_*.onnx")) if piper else ():
        if Path(f"{model}.json").exists():
            return Piper(str(piper), model, pace)
    espeak = shutil.which("espeak-ng") or _of_windows("eSpeak NG/espeak-ng.exe")
    if espeak:
        return EspeakNg(espeak, ESPEAK_VOICES.get(language, language), pace)
    return None


def trimmed(sound: Sound, floor: int = 100, margin_s: float = 0.02) -> Sound:
    """A sound without the silence before and after: it would delay every read-back."""
    loud = np.flatnonzero(np.abs(sound.samples) > floor)
    if not len(loud):
        return Sound(sound.samples[:0], sound.rate)
    margin = round(margin_s * sound.rate)
    return Sound(
        sound.samples[max(0, loud[0] - margin) : loud[-1] + margin], sound.rate
    )


def _of_windows(path: str) -> str | None:
    """A program where its installer puts it; installers of Windows touch no PATH."""
    folder = os.environ.get("PROGRAMFILES")
    program = Path(folder, path) if folder else None
    return str(program) if program and program.exists() else None


def _run(command: Sequence[str], text: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - a program found on this machine
            command,
            input=" ".join(text.split()).encode(),  # both speak line by line
            capture_output=True,
            timeout=LONGEST_S,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SpeechError(str(error)) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise SpeechError(f"{command[0]}: {said[-1] if said else done.returncode}")
    return done.stdout
