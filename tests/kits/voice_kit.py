"""Speech for tests: the small model, sentences by espeak-ng, a sound card that is none."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Condition
from time import monotonic, sleep
from typing import Any, TypeVar

import numpy as np
import pytest

from voice.bank import HeadsetBank
from voice.capture.ring import RATE
from voice.engine.messages import Event, HeadsetSetup, Level, Linked, Taught
from voice.menu import Menu, menu_from_json
from voice.sound import Sound, read_wav, silence, write_wav

DATA = Path(__file__).parents[1] / "data" / "voice"
MODEL = DATA / "model-synth-fr"
PATIENCE_S = 20.0
Kind = TypeVar("Kind", bound=Event)

needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="speaks with espeak-ng"
)
needs_sound_server = pytest.mark.skipif(
    shutil.which("pulseaudio") is None or shutil.which("pactl") is None,
    reason="runs PulseAudio",
)


def menu_json() -> dict[str, Any]:
    """The menu of the test data, a copy."""
    told: dict[str, Any] = json.loads((DATA / "menu.json").read_text(encoding="utf-8"))
    return told


def menu() -> Menu:
    """The menu of the test data."""
    return menu_from_json(menu_json())


@cache
def spoken(text: str, voice: str = "fr", quiet_s: float = 0.25) -> Sound:
    """A sentence said by espeak-ng, with silence around it, at the recogniser's rate."""
    done = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", "165", "--stdout", text],
        capture_output=True,
        check=True,
    )
    said = read_wav(done.stdout).at_rate(RATE).samples
    quiet = silence(quiet_s, RATE).samples
    return Sound(np.concatenate([quiet, said, quiet]), RATE)


def wav_of(text: str, folder: Path, voice: str = "fr") -> Path:
    """The same as a file."""
    path = folder / f"{abs(hash((text, voice)))}.wav"
    write_wav(path, spoken(text, voice))
    return path


class Heard:
    """A bank, and the events that it told and nobody has asked for yet."""

    def __init__(self, model: Path = MODEL) -> None:
        self.events: list[Event] = []
        self._news = Condition()
        self.bank = HeadsetBank({"fr": model}, self._tell)

    def until(self, kind: type[Kind], **fields: object) -> Kind:
        """The first event of that kind with these fields, now or later."""
        found: list[Kind] = []

        def there() -> bool:
            for at, event in enumerate(self.events):
                if isinstance(event, kind) and all(
                    getattr(event, name) == value for name, value in fields.items()
                ):
                    del self.events[at]
                    found.append(event)
                    return True
            return False

        with self._news:
            if not self._news.wait_for(there, PATIENCE_S):
                loud = [e for e in self.events if not isinstance(e, Level)]
                raise AssertionError(f"no {kind.__name__} {fields} in {loud[-20:]}")
        return found[0]

    def _tell(self, event: Event) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()


@contextmanager
def listening(
    *setups: HeadsetSetup, model: Path = MODEL, menu: dict[str, Any] | None = None
) -> Iterator[Heard]:
    """A bank with headsets that hear and know a menu."""
    heard = Heard(model)
    heard.bank.start()
    try:
        heard.bank.set_up(setups)
        heard.bank.teach(menu or menu_json())
        heard.until(Taught)
        for _ in setups:
            heard.until(Linked, link="on")
        yield heard
    finally:
        heard.bank.stop()


@contextmanager
def sound_card(folder: Path, *names: str) -> Iterator[None]:
    """A sound server of its own; each name is a headset: `micro-NAME` and `casque-NAME`.

    What is played to the ear piece comes back from the microphone.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    before = {
        key: os.environ.get(key) for key in ("XDG_RUNTIME_DIR", "HOME", "PULSE_SERVER")
    }
    os.environ.update(XDG_RUNTIME_DIR=str(folder), HOME=str(folder))
    os.environ.pop("PULSE_SERVER", None)
    server = subprocess.Popen(
        [
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--log-target=null",
            "--load=module-native-protocol-unix",
        ]
    )
    try:
        wait_for(lambda: _pactl("info") is not None)
        for name in names:
            plug_in(name)
        yield
    finally:
        server.kill()
        server.wait()
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


def plug_in(name: str) -> None:
    """A headset comes."""
    _pactl("load-module", "module-null-sink", f"sink_name=casque-{name}")
    monitor = f"master=casque-{name}.monitor"
    _pactl("load-module", "module-remap-source", f"source_name=micro-{name}", monitor)


def unplug(name: str) -> None:
    """A headset goes."""
    listed = _pactl("list", "short", "modules") or ""
    for line in reversed(listed.splitlines()):
        if f"casque-{name}" in line:
            _pactl("unload-module", line.split()[0])


def move(headset: str, microphone: str) -> None:
    """The server gives a headset's stream another one's microphone."""
    for stream in json.loads(_pactl("-f", "json", "list", "source-outputs") or "[]"):
        if stream["properties"].get("sotto.headset") == headset:
            _pactl("move-source-output", str(stream["index"]), f"micro-{microphone}")


def say_into(name: str, file: Path) -> "subprocess.Popen[bytes]":
    """Somebody speaks into the microphone of a headset."""
    return subprocess.Popen(["paplay", f"--device=casque-{name}", str(file)])


@contextmanager
def recorded(sink: str, file: Path) -> Iterator[None]:
    """What an ear piece plays, as a WAV."""
    shape = ["--format=s16le", "--rate=16000", "--channels=1", "--file-format=wav"]
    recorder = subprocess.Popen(
        ["parec", f"--device={sink}.monitor", *shape, str(file)]
    )
    sleep(1.5)  # the first capture of an idle sink begins late
    try:
        yield
    finally:
        recorder.terminate()
        recorder.wait()


def pulse(name: str) -> HeadsetSetup:
    """A headset of the sound card."""
    return HeadsetSetup(name, f"pulse://micro-{name}", f"pulse://casque-{name}")


def wait_for(ready: Any) -> None:
    """Until something is so."""
    end = monotonic() + PATIENCE_S
    while not ready():
        assert monotonic() < end
        sleep(0.02)


def _pactl(*words: str) -> str | None:
    done = subprocess.run(
        ["pactl", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    return None if done.returncode else done.stdout
