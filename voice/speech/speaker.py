"""The mouth of one headset: a thread that says what its turns allow."""

from collections.abc import Callable
from threading import Condition, Thread
from time import monotonic

import numpy as np

from voice.sound import Sound, beep
from voice.speech.backends import SpeechError
from voice.speech.outputs import Output, OutputError
from voice.speech.phrases import Phrases
from voice.speech.turns import Saying, Turns

Trouble = Callable[[str], None]


class Speaker:
    """Says things to one headset, one at a time, and falls silent when the waiter presses.

    Every method returns at once and may be called from any thread.

    Attributes:
        volume: 0 to 2 times as loud as the program speaks.
        muted: whether nothing is said at all (what would be said is dropped).
    """

    def __init__(
        self,
        phrases: Phrases,
        output: Output,
        trouble: Trouble,
        turns: Turns | None = None,
    ) -> None:
        """Starts the thread.

        Args:
            trouble: called from the speaker's thread with one sentence, when the device or the
                program failed, and not again until something was said.
        """
        self.volume, self.muted = 1.0, False
        self._phrases, self._output, self._trouble = phrases, output, trouble
        self._turns = turns or Turns()
        self._changed = Condition()
        self._closing = self._failed = False
        self._thread = Thread(target=self._run, name="speaker", daemon=True)
        self._thread.start()

    def say(self, saying: Saying) -> None:
        """Queues it by its urgency."""
        with self._changed:
            if not self.muted:
                self._turns.add(saying, monotonic())
                self._changed.notify()

    def press(self) -> None:
        """The waiter begins to speak: silence at once."""
        with self._changed:
            self._turns.press(monotonic())

    def release(self) -> None:
        """The waiter has spoken."""
        with self._changed:
            self._turns.release(monotonic())
            self._changed.notify()

    def close(self) -> None:
        """Falls silent, ends the thread and lets the device go."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(timeout=2)

    def _run(self) -> None:
        while saying := self._wait():
            try:
                heard = self._output.play(self._sound(saying), self._wanted(saying))
                self._failed = False
            except (SpeechError, OutputError) as error:
                heard = True  # no use to try again what the device cannot play
                if not self._failed:
                    self._trouble(str(error))
                self._failed = True
            with self._changed:
                tell = self._turns.ended if heard else self._turns.cut
                tell(saying, monotonic())
        self._output.close()

    def _wait(self) -> Saying | None:
        """What is to be said next; None when the speaker closes."""
        with self._changed:
            while not self._closing:
                now = monotonic()
                saying = self._turns.next(now)
                if saying:
                    return saying
                self._changed.wait(self._turns.wait_s(now))
        return None

    def _wanted(self, saying: Saying) -> Callable[[], bool]:
        def wanted() -> bool:
            with self._changed:
                return not self._closing and self._turns.is_wanted(saying)

        return wanted

    def _sound(self, saying: Saying) -> Sound:
        parts = [beep()] if saying.beep or not saying.text else []
        if saying.text:
            spoken = self._phrases.sound(saying.text)
            parts = [part.at_rate(spoken.rate) for part in parts] + [spoken]
        whole = Sound(np.concatenate([part.samples for part in parts]), parts[0].rate)
        return whole.louder(self.volume)
