"""All headsets of a till, from the till's side: starts the engine, and starts it again.

Nothing here waits: commands go to a thread that writes, events come by a thread that reads,
and whoever listens takes them to its own thread. Every press ends in one `HeardAt` or one
`Unheard`, whatever happens to the engine.
"""

import logging
import math
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from voice.engine.messages import (
    Command,
    Event,
    Failed,
    GiveUp,
    HeadsetSetup,
    HeardAt,
    Learn,
    Learned,
    Linked,
    Look,
    NotAMessageError,
    Play,
    Prepare,
    Press,
    Ready,
    Release,
    Say,
    Setup,
    Situation,
    Teach,
    Unheard,
    as_line,
    from_line,
)
from voice.meaning import Context
from voice.models import ModelShelfError

_LOG = logging.getLogger("sotto.voice")
_MOST_WAITING = 1000
_PATIENCE_S = 3.0
BACK_OFF_S = (0.2, 1.0, 5.0, 30.0)
"""Before the first, second, … start after a crash; what runs a minute begins at the first."""
_STEADY_S = 60.0
_LAST_WORDS = 20
HUNG_S = 8.0
"""After a release without an answer, an engine is taken for hanging."""
HOPELESS = 3
"""Engines in a row that ended before their model was loaded; then no other is started."""
FAILED = {
    "fr": "L'écoute s'est arrêtée et reprend.",
    "en": "Listening has stopped and starts again.",
}


class HeadsetBank:
    """Headsets as the till knows them. Methods may be called from any thread."""

    def __init__(
        self,
        models: Mapping[str, Path],
        tell: Callable[[Event], None],
        language: str = "fr",
    ) -> None:
        """Names what to start with.

        Args:
            models: folder of the model of each language; without any there is nothing to start.
            tell: is called from a thread of the bank and must not wait.
            language: of the sentences in `Failed`.
        """
        self._models, self._tell, self._tongue = dict(models), tell, language
        self._line: _Line | None = None
        self._closing = threading.Event()
        self._lock = threading.Lock()  # of what follows, and of starting and stopping
        self._setup = Setup(())
        self._menus: dict[str, Teach] = {}
        self._contexts: dict[str, Situation] = {}
        self._pressed: dict[str, float] = {}  # and until when an answer is waited for
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Starts the engine; returns at once."""
        for run, name in ((self._run, "headsets"), (self._mind, "patience")):
            thread = threading.Thread(target=run, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Ends the engine; returns when it is gone."""
        with self._lock:
            self._closing.set()
            line = self._line
        if line is not None:
            line.end()
        for thread in self._threads:
            thread.join()

    @property
    def process_id(self) -> int | None:
        """Of the engine, while one runs."""
        line = self._line
        return line.process_id if line is not None else None

    def set_up(self, headsets: Sequence[HeadsetSetup]) -> None:
        """Which headsets there are; those named before and not now are let go."""
        with self._lock:
            self._setup = Setup(tuple(headsets))
            known = {each.id for each in headsets}
            self._contexts = {k: v for k, v in self._contexts.items() if k in known}
            gone = self._pressed.keys() - known
            self._pressed = {k: v for k, v in self._pressed.items() if k in known}
        self._put(self._setup)
        for key in gone:
            self._tell(Unheard(key, "stopped"))

    def teach(self, menu: Mapping[str, Any], language: str = "") -> None:
        """Today's menu, in the shape of `tests/data/voice/menu.json`; in use within 0.1 s.

        Args:
            language: of those who speak of it so; "" for all.
        """
        told = Teach(menu, language)
        with self._lock:
            self._menus[language] = told
        self._put(told)

    def situation(self, headset: str, context: Context) -> None:
        """What went before; the next utterance is understood by it."""
        told = Situation(headset, context)
        with self._lock:
            self._contexts[headset] = told
        self._put(told)

    def press(self, headset: str) -> None:
        """The talk button goes down, wherever it is: headset, key, pedal or screen."""
        with self._lock:
            if headset in self._pressed:
                return
            runs = self._line is not None
            if runs:
                self._pressed[headset] = math.inf
        if runs:
            self._put(Press(headset))
        else:
            self._tell(Unheard(headset, "stopped"))

    def release(self, headset: str) -> None:
        """The talk button is let go."""
        with self._lock:
            if headset in self._pressed:
                self._pressed[headset] = monotonic() + HUNG_S
        self._put(Release(headset))

    def give_up(self, headset: str) -> None:
        """What is being said is not meant."""
        self._put(GiveUp(headset))

    def say(
        self,
        headset: str,
        text: str,
        *,
        urgency: int = 0,
        key: str = "",
        beep: bool = False,
    ) -> None:
        """Says something to a headset; see `voice.speech.turns.Saying`."""
        self._put(Say(headset, text, urgency, key, beep))

    def prepare(self, texts: Sequence[str], language: str = "fr") -> None:
        """Texts that will be said soon."""
        self._put(Prepare(tuple(texts), language))

    def learn(self, headset: str, item: str) -> None:
        """The next utterance there is the name of an article; `Learned` says what was heard."""
        self._put(Learn(headset, item))

    def play(self, headset: str, file: Path) -> None:
        """Lets a simulated microphone (`sim://…`) hear a WAV."""
        self._put(Play(headset, str(file)))

    def look(self) -> None:
        """Asks which microphones there are; answered by `Seen`."""
        self._put(Look())

    def _put(self, command: Command | None) -> None:
        with self._lock:
            line = self._line
        if line is not None:
            line.put(command)

    def _run(self) -> None:
        crashes = unready = 0
        while (line := self._started()) is not None:
            begun = monotonic()
            unready += 1
            for event in line.events():
                if isinstance(event, Ready):
                    unready = 0
                self._pass_on(event)
            self._ended(line)
            if unready == HOPELESS and self._setup.headsets:
                names = ", ".join(folder.name for folder in self._models.values())
                error = ModelShelfError("broken", name=names)
                self._tell(Failed("model", error.text(self._tongue)))
                return
            if monotonic() - begun > _STEADY_S:
                crashes = 0
            if not crashes and not self._closing.is_set():
                self._tell(Failed("engine", FAILED[self._tongue]))
            self._closing.wait(BACK_OFF_S[min(crashes, len(BACK_OFF_S) - 1)])
            crashes += 1

    def _mind(self) -> None:
        """Ends an engine that does not answer; what was said to it is told as lost."""
        while not self._closing.wait(1.0):
            with self._lock:
                late = any(due < monotonic() for due in self._pressed.values())
                line = self._line
            if late and line is not None:
                line.kill()

    def _started(self) -> "_Line | None":
        """An engine that was told all it needs; None when the bank is closing."""
        with self._lock:
            if self._closing.is_set():
                return None
            self._line = line = _Line(self._models, self._tongue)
            line.put(self._setup)
            for menu in self._menus.values():
                line.put(menu)
            for situation in self._contexts.values():
                line.put(situation)
        return line

    def _pass_on(self, event: Event) -> None:
        if isinstance(event, HeardAt | Unheard | Learned):
            with self._lock:
                self._pressed.pop(event.headset, None)
        self._tell(event)

    def _ended(self, line: "_Line") -> None:
        """What was being said is lost, and no headset hears."""
        with self._lock:
            self._line = None
            pressed, self._pressed = self._pressed, {}
            headsets = [each.id for each in self._setup.headsets]
        code = line.close()
        if not self._closing.is_set():
            _LOG.warning("the engine ended with %s: %s", code, line.last_words())
        for headset in pressed:
            self._tell(Unheard(headset, "stopped"))
        for headset in headsets:
            self._tell(Linked(headset, "lost", "engine"))


class _Line:
    """One engine, and the pipes to it."""

    def __init__(self, models: Mapping[str, Path], tongue: str) -> None:
        """Starts it."""
        command = [sys.executable, "-m", "voice.engine", "--tongue", tongue]
        for language, folder in models.items():
            command += ["--model", f"{language}={folder}"]
        self._process = subprocess.Popen(  # noqa: S603 # our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._commands: queue.Queue[Command | None] = queue.Queue(_MOST_WAITING)
        self._words: deque[str] = deque(maxlen=_LAST_WORDS)
        self._threads = [
            threading.Thread(target=run, name=name, daemon=True)
            for run, name in (
                (self._write, "to the engine"),
                (self._overhear, "its errors"),
            )
        ]
        for thread in self._threads:
            thread.start()

    @property
    def process_id(self) -> int:
        """Of the engine."""
        return self._process.pid

    def put(self, command: Command | None) -> None:
        """Queues a command; None ends the engine."""
        try:
            self._commands.put_nowait(command)
        except queue.Full:  # it does not read; its successor is told all it needs
            self._process.kill()

    def events(self) -> Iterator[Event]:
        """What it tells, until it ends."""
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            for line in pipe:
                try:
                    yield from_line(line)
                except NotAMessageError as error:
                    _LOG.warning("engine: %s", error)

    def close(self) -> int:
        """Lets go of one that has ended or will not end; its exit code."""
        self.end()
        for thread in self._threads:
            thread.join()
        return self._process.wait()

    def end(self) -> None:
        """Has it end by itself, or else ends it."""
        self.put(None)
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Ends it at once."""
        self._process.kill()

    def last_words(self) -> str:
        """What it wrote last to its standard error."""
        return " / ".join(self._words)

    def _write(self) -> None:
        assert self._process.stdin is not None
        with suppress(OSError), self._process.stdin as pipe:
            while (command := self._commands.get()) is not None:
                pipe.write(as_line(command))
                pipe.flush()

    def _overhear(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as pipe:
            for line in pipe:
                self._words.append(line.decode(errors="replace").strip())
