"""Run in a process of its own: a window's event loop beside an engine that listens.

`python -m app.bench.voice_child MODEL HEADSETS ROUNDS` prints JSON: milliseconds from each
release to what was heard, how late a timer of 10 ms was while all spoke and while nothing
ran, the engine's share of a core in percent and its memory in MB (Linux only).
"""

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QObject, Qt, QTimer, Slot

from voice.bank import HeadsetBank
from voice.capture.ring import RATE
from voice.engine.messages import Event, Failed, HeadsetSetup, HeardAt, Linked, Taught
from voice.sound import write_wav
from voice.speech.backends import find_backend

_TICK_MS, _IDLE_S, _PATIENCE_S = 10, 3.0, 30.0
_DISHES = (
    "café thé salade soupe terrine saumon magret bavette entrecôte risotto frites gratin riz "
    "tarte mousse sorbet fondant coca limonade bière"
)
SENTENCES = (
    "table douze deux salades et une soupe",
    "la huit prend trois cafés et un thé",
    "table vingt et un une entrecôte saignante avec des frites",
    "envoie les desserts de la quatorze",
)


def menu() -> dict[str, object]:
    """Twenty dishes and thirty tables."""
    items = [
        {"id": dish, "name": dish, "say": [dish], "course": "plat", "cooking": True}
        for dish in _DISHES.split()
    ]
    cooking = {"saignant": ["saignant", "saignante"], "à point": ["à point"]}
    return {
        "restaurant": {"tables": [{"id": number} for number in range(1, 31)]},
        "items": items,
        "ambiguous": [],
        "modifiers": {"ingredients": {"oignon": ["oignon"]}, "cooking": cooking},
    }


class _Ticks(QObject):
    """A timer of the window's thread, and how late it came each time."""

    def __init__(self) -> None:
        super().__init__()
        self.late_ms: list[float] = []
        self._since = QElapsedTimer()
        self._timer = QTimer(
            self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer
        )
        self._timer.timeout.connect(self._on_timer_timeout)
        self._since.start()
        self._timer.start()

    def taken(self) -> list[float]:
        """What was measured since the last call."""
        taken, self.late_ms = self.late_ms, []
        return taken

    @Slot()
    def _on_timer_timeout(self) -> None:
        self.late_ms.append(abs(self._since.nsecsElapsed() / 1e6 - _TICK_MS))
        self._since.restart()


class _Room:
    """Headsets at which sentences are said at the same time."""

    def __init__(self, model: Path, headsets: int, folder: Path) -> None:
        self._news = threading.Condition()
        self._events: list[Event] = []
        self._files = _spoken(folder)
        self._names = [f"h{number}" for number in range(headsets)]
        self.bank = HeadsetBank({"fr": model}, self._tell)
        self.bank.start()
        self.bank.set_up([HeadsetSetup(name, f"sim://{name}") for name in self._names])
        self.bank.teach(menu())
        self._wait(
            lambda: self._count(Taught) > 0 and self._count(Linked, "on") == headsets
        )

    def round(self, number: int) -> list[float]:
        """One sentence at each headset; milliseconds from each release to its words."""
        before = self._count(HeardAt)
        pressing = [
            threading.Thread(target=self._speak, args=(name, at, number))
            for at, name in enumerate(self._names)
        ]
        for thread in pressing:
            thread.start()
        for thread in pressing:
            thread.join()
        self._wait(lambda: self._count(HeardAt) == before + len(self._names))
        heard = [event for event in self._events if isinstance(event, HeardAt)]
        return [event.took_ms for event in heard[before:]]

    def _speak(self, name: str, at: int, number: int) -> None:
        file, seconds = self._files[(at + number) % len(self._files)]
        time.sleep(0.03 * at)
        self.bank.press(name)
        self.bank.play(name, file)
        time.sleep(seconds + 0.1)
        self.bank.release(name)

    def _tell(self, event: Event) -> None:
        with self._news:
            self._events.append(event)
            self._news.notify_all()

    def _count(self, kind: type[Event], link: str = "") -> int:
        return sum(
            isinstance(each, kind) and link in ("", getattr(each, "link", ""))
            for each in self._events
        )

    def _wait(self, ready: Callable[[], bool]) -> None:
        with self._news:
            if not self._news.wait_for(ready, _PATIENCE_S):
                sys.exit(
                    f"not heard: {[e for e in self._events if isinstance(e, Failed)]}"
                )


def main(model: str, headsets: str, rounds: str) -> None:
    """Measures, with the event loop in the main thread as a till has it."""
    application = QCoreApplication.instance() or QCoreApplication([])
    ticks, told = _Ticks(), dict[str, object]()

    def measure() -> None:
        with tempfile.TemporaryDirectory() as folder:
            time.sleep(_IDLE_S)
            told["idle_ms"] = ticks.taken()
            room = _Room(Path(model), int(headsets), Path(folder))
            room.round(0)
            ticks.taken()
            begun, used = time.monotonic(), _used_s(room.bank.process_id)
            told["latency_ms"] = [
                ms for n in range(int(rounds)) for ms in room.round(n)
            ]
            wall = time.monotonic() - begun
            told["late_ms"] = ticks.taken()
            told["share"] = 100 * (_used_s(room.bank.process_id) - used) / wall
            told["memory_mb"] = _memory_mb(room.bank.process_id)
            room.bank.stop()

    def work() -> None:
        try:
            measure()
        finally:
            application.quit()

    thread = threading.Thread(target=work)
    thread.start()
    application.exec()
    thread.join()
    if "memory_mb" not in told:
        sys.exit(1)
    print(json.dumps(told))  # noqa: T201 # read by the bench


def _spoken(folder: Path) -> list[tuple[Path, float]]:
    backend = find_backend("fr")
    if backend is None:
        sys.exit("espeak-ng is needed")
    files = []
    for number, sentence in enumerate(SENTENCES):
        sound = backend.speak(sentence).at_rate(RATE)
        path = folder / f"{number}.wav"
        write_wav(path, sound)
        files.append((path, sound.seconds))
    return files


def _used_s(process: int | None) -> float:
    """Seconds of a core that a process has taken; 0 where /proc does not tell."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    fields = told.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mb(process: int | None) -> float:
    try:
        told = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return int(told.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
