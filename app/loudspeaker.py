"""The loudspeaker of a machine: short sounds, and words where a screen wants them, one after
the other in a thread.

Nothing of it is loaded before the first sound: most machines of a house are silent. Words
are spoken by the program that speaks to headsets, else by the machine's own voice.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from queue import Full, Queue
from typing import TYPE_CHECKING, NamedTuple

from app.services.ports import Post
from resources.texts import language

if TYPE_CHECKING:
    from app.own_voice import Speech
    from voice.speech.backends import Backend
    from voice.speech.outputs import Output

_WAITING = 3
"""Sounds that wait at most: what comes on top was heard already, in a way."""
_log = logging.getLogger("sotto.loudspeaker")


class _Wanted(NamedTuple):
    news: str
    level: float
    pitch: float
    heard: Callable[[bool], None]
    words: str
    language: str


def _system_voice(language: str) -> "Backend | None":
    from voice.speech.backends import find_backend

    return find_backend(language)


def _machine_voice(language: str) -> "Speech | None":
    from app.own_voice import own_voice

    return own_voice(language)


def _system_output() -> "Output":
    from voice.speech.outputs import DeviceOutput

    return DeviceOutput(None)


class Loudspeaker:
    """See `ports.Loudspeaker`.

    Args:
        post: hands a function to the thread of the windows.
        output: makes what plays, in the thread that plays.
        voice: makes what speaks a language, in that thread.
        machine: the voice of the machine, in the thread of the windows.

    Attributes:
        voiceless: as in `ports.Loudspeaker`.
    """

    def __init__(
        self,
        post: Post,
        output: Callable[[], "Output"] = _system_output,
        voice: Callable[[str], "Backend | None"] = _system_voice,
        machine: Callable[[str], "Speech | None"] = _machine_voice,
    ) -> None:
        self._post, self._make = post, output
        self._voice, self._machine = cache(voice), cache(machine)
        self.voiceless = False
        self._waiting: Queue[_Wanted | None] = Queue(_WAITING)
        self._thread: threading.Thread | None = None
        self._stopped = False

    def play(
        self,
        news: str,
        level: float,
        pitch: float,
        heard: Callable[[bool], None],
        words: str = "",
    ) -> None:
        """See `ports.Loudspeaker`."""
        if self._stopped:
            return
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, name="loudspeaker", daemon=True
            )
            self._thread.start()
        with suppress(Full):
            self._waiting.put_nowait(
                _Wanted(news, level, pitch, heard, words, language())
            )

    def stop(self) -> None:
        """Falls silent for good."""
        self._stopped = True
        if self._thread is not None:
            with suppress(Full):  # it looks at `_stopped` before each of them
                self._waiting.put_nowait(None)
            self._thread.join(timeout=2)

    def _run(self) -> None:
        output: Output | None = None
        while not self._stopped and (wanted := self._waiting.get()) is not None:
            try:
                if output is None:
                    output = self._make()
                self._play(output, wanted)
                heard = True
            except _troubles() as error:
                if output is not None:
                    output.close()
                output, heard = None, False
                _log.info("no sound: %s", error)
            if not self._stopped:
                self._post(partial(wanted.heard, heard))
        if output is not None:
            output.close()

    def _play(self, output: "Output", wanted: _Wanted) -> None:
        from voice.chimes import chime

        sound = chime(wanted.news, wanted.pitch).louder(wanted.level)
        output.play(sound, self._goes_on)
        if wanted.words:
            self._say(output, wanted)

    def _say(self, output: "Output", wanted: _Wanted) -> None:
        voice = self._voice(wanted.language)
        if voice is None:
            self._post(partial(self._say_with_machine, wanted))
            return
        sound = voice.speak(wanted.words).louder(wanted.level)
        output.play(sound, self._goes_on)

    def _say_with_machine(self, wanted: _Wanted) -> None:
        speech = self._machine(wanted.language)
        if speech is not None:
            speech.enqueue(wanted.words)
        elif not self.voiceless:
            self.voiceless = able = True  # the sound before the words was heard
            wanted.heard(able)

    def _goes_on(self) -> bool:
        return not self._stopped


def _troubles() -> tuple[type[Exception], ...]:
    """What a machine without a loudspeaker, or without PortAudio, raises."""
    from voice.speech.backends import SpeechError
    from voice.speech.outputs import OutputError

    return OutputError, SpeechError, OSError, ValueError
