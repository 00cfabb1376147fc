"""PulseAudio and PipeWire: names that stay, where a stream really is, and what changes.

PortAudio of Debian reaches them through the device `pulse` of ALSA, which knows one source:
the default. libpulse reads `PULSE_SOURCE` and `PULSE_PROP` whenever it connects, so a stream
that is opened while they are set gets the source that is wanted and a mark by which
`pactl` finds it again.
"""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

SCHEME = "pulse://"
_MARK = "sotto.headset"
_PATIENCE_S = 3.0
_opening = threading.Lock()


@dataclass(frozen=True, slots=True)
class PulseDevice:
    """A source or a sink.

    Attributes:
        name: the server's, the same whenever the headset is plugged in.
        description: for people.
        device: what both ends of one headset have in common; "" for what is no card.
    """

    name: str
    description: str
    device: str


def is_here() -> bool:
    """Whether a sound server answers."""
    return shutil.which("pactl") is not None and _ask("info") is not None


def sources() -> list[PulseDevice]:
    """The microphones; what a loudspeaker plays is none."""
    return [
        _device(each) for each in _listed("sources") if not each.get("monitor_source")
    ]


def sinks() -> list[PulseDevice]:
    """The loudspeakers."""
    return [_device(each) for each in _listed("sinks")]


@contextmanager
def directed(source: str, sink: str, mark: str) -> Iterator[None]:
    """Streams that are opened inside go to that source or sink and carry `mark`."""
    wanted = {
        "PULSE_SOURCE": source,
        "PULSE_SINK": sink,
        "PULSE_PROP": f"{_MARK}='{mark}' media.role='phone'",
    }
    with _opening:
        before = {name: os.environ.get(name) for name in wanted}
        os.environ.update({name: value for name, value in wanted.items() if value})
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def source_of(mark: str) -> str | None:
    """The source that the stream of `mark` hears now; None when there is no such stream."""
    names = {each["index"]: str(each["name"]) for each in _listed("sources")}
    for stream in _listed("source-outputs"):
        if stream.get("properties", {}).get(_MARK) == mark:
            return names.get(stream["source"])
    return None


class PulseWatch:
    """Tells when sources or sinks come and go, at once, by `pactl subscribe`."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        """Begins to listen; raises OSError when there is no `pactl`."""
        self._process = subprocess.Popen(
            ["pactl", "subscribe"],  # noqa: S607
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=_plain(),
        )
        self._thread.start()

    def stop(self) -> None:
        """Ends it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._thread.join()
            if self._process.stdout is not None:
                self._process.stdout.close()

    @property
    def is_alive(self) -> bool:
        """Whether it still hears of changes."""
        return self._process is not None and self._process.poll() is None

    def _run(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        for line in self._process.stdout:
            # "Event 'remove' on source #3"; a moved stream is a changed source-output.
            what, _, thing = line.partition(" on ")
            kind = thing.split(" ")[0]
            if kind in ("source", "sink", "server") or (
                kind == "source-output" and "change" in what
            ):
                self._changed()


def _device(told: dict[str, Any]) -> PulseDevice:
    properties = told.get("properties", {})
    device = properties.get("device.bus_path") or properties.get("device.string", "")
    return PulseDevice(str(told["name"]), str(told.get("description", "")), str(device))


def _listed(kind: str) -> list[dict[str, Any]]:
    told = _ask("list", kind)
    try:
        found = json.loads(told or "[]")
    except json.JSONDecodeError:
        return []
    return found if isinstance(found, list) else []


def _ask(*words: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603
            ["pactl", "-f", "json", *words],  # noqa: S607
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
            env=_plain(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout.decode(errors="replace")


def _plain() -> dict[str, str]:
    """Words of pactl as programs read them: with a comma in numbers its JSON is none."""
    with _opening:  # which changes them meanwhile
        return {**os.environ, "LC_ALL": "C"}
