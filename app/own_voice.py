"""The machine's own voice, where neither espeak-ng nor piper is installed (a Windows or a
Mac as it comes).

Qt speaks through the machine's usual loudspeaker and cannot be told another one, so it
stands in only where one headset is set up, whose ear piece that is taken to be: with
several, a whisper would be heard by the wrong person.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from app.headset.headset import Engine
from voice.meaning import Context


class Speech(Protocol):
    """What of `QTextToSpeech` is needed."""

    def say(self, text: str) -> None:
        """Says it instead of what is being said."""
        ...

    def enqueue(self, text: str) -> int:
        """Says it after what is being said."""
        ...

    def stop(self) -> None:
        """Falls silent."""
        ...


def own_voice(language: str) -> Speech | None:
    """The machine's voice of a language, None where it has none. In the windows' thread."""
    from PySide6.QtCore import QLocale
    from PySide6.QtTextToSpeech import QTextToSpeech

    wanted = QLocale(language).language()
    for name in QTextToSpeech.availableEngines():
        if name == "mock":  # Qt's own, which says nothing
            continue
        speech = QTextToSpeech(name)
        locales = speech.availableLocales()
        found = next((each for each in locales if each.language() == wanted), None)
        if speech.state() != QTextToSpeech.State.Error and found is not None:
            speech.setLocale(found)
            return speech
    return None


class OwnVoice:
    """What hears, with the machine's voice for what it says; an `Engine`.

    Args:
        engine: what hears.
        alone: whether the loudspeaker is the ear piece of the one headset there is.
    """

    def __init__(
        self, engine: Engine, speech: Speech, alone: Callable[[], bool]
    ) -> None:
        self._engine, self._speech, self._alone = engine, speech, alone

    def teach(self, menu: Mapping[str, Any], language: str = "") -> None:
        """See `Engine`."""
        self._engine.teach(menu, language)

    def situation(self, headset: str, context: Context) -> None:
        """See `Engine`."""
        self._engine.situation(headset, context)

    def press(self, headset: str) -> None:
        """See `Engine`; nothing is said into what somebody says."""
        self._speech.stop()
        self._engine.press(headset)

    def release(self, headset: str) -> None:
        """See `Engine`."""
        self._engine.release(headset)

    def say(
        self,
        headset: str,
        text: str,
        *,
        urgency: int = 0,
        key: str = "",
        beep: bool = False,
    ) -> None:
        """See `Engine`. A tone alone is still the engine's: it needs no voice."""
        if not text or not self._alone():
            self._engine.say(headset, text, urgency=urgency, key=key, beep=beep)
        elif urgency:
            self._speech.enqueue(text)
        else:
            self._speech.say(text)
