"""Phrases kept as sound: what is said all day long is spoken once by the program."""

from collections import OrderedDict, deque
from collections.abc import Iterable
from contextlib import suppress
from threading import Lock, Thread
from time import monotonic, sleep

from voice.sound import Sound
from voice.speech.backends import Backend, SpeechError

KEPT_SECONDS = 900.0
"""Of speech, about 40 MB at 22 kHz."""
LONGEST_WISH_LIST = 2000


class Phrases:
    """Text to sound with a memory of the phrases last used. Any thread may ask.

    Attributes:
        backend: what speaks; only called under a lock of its own.
    """

    def __init__(self, backend: Backend, kept_seconds: float = KEPT_SECONDS) -> None:
        """A memory of at most `kept_seconds` of speech."""
        self.backend = backend
        self._kept_seconds = kept_seconds
        self._seconds = 0.0
        self._kept: OrderedDict[str, Sound] = OrderedDict()
        self._wishes: deque[str] = deque(maxlen=LONGEST_WISH_LIST)
        self._memory, self._speaking = Lock(), Lock()
        self._rehearsing = False

    def sound(self, text: str) -> Sound:
        """The text spoken.

        Raises:
            SpeechError: the program failed.
        """
        known = self._recall(text)
        if known is not None:
            return known
        with self._speaking:
            sound = self.backend.speak(text)
        with self._memory:
            if text not in self._kept:
                self._kept[text] = sound
                self._seconds += sound.seconds
            while self._seconds > self._kept_seconds and len(self._kept) > 1:
                self._seconds -= self._kept.popitem(last=False)[1].seconds
        return sound

    def prepare(self, texts: Iterable[str]) -> None:
        """What will be said soon: a thread speaks it by and by, at a quarter of its time."""
        with self._memory:
            self._wishes.extend(text for text in texts if text not in self._kept)
            if not self._rehearsing:
                self._rehearsing = True
                Thread(target=self._rehearse, name="rehearsal", daemon=True).start()

    def _rehearse(self) -> None:
        while True:
            with self._memory:
                if not self._wishes:
                    self._rehearsing = False
                    return
                text = self._wishes.popleft()
            begun = monotonic()
            with suppress(SpeechError):  # told when it is to be heard
                self.sound(text)
            sleep(3 * (monotonic() - begun))

    def _recall(self, text: str) -> Sound | None:
        with self._memory:
            sound = self._kept.get(text)
            if sound is not None:
                self._kept.move_to_end(text)
            return sound
