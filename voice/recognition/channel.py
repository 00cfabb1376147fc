"""The thread of one headset: from its microphone's last seconds to what was heard.

A press marks where an utterance begins, a little back, for the mouth is faster than the
finger; a release where it ends, as soon as the last word is over. The stream itself never
stops.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Lock, Thread
from time import monotonic
from typing import Literal, Protocol

from voice.capture.activity import Activity
from voice.capture.gate import Gate, RoomLevel
from voice.capture.ring import RATE, SAMPLE_BYTES, Ring
from voice.heard import Heard
from voice.recognition.ears import Ears

Mode = Literal["hold", "tap", "open"]
"""The button is held; it is tapped and silence ends; no button: a voice begins and silence
ends."""
Unheard = Literal["cancelled", "lost", "long", "behind"]
"""Why an utterance comes to nothing: somebody took it back, the microphone went, it took
longer than `LONGEST_S`, the machine was too slow for it."""

Keep = Callable[[bytes, Heard], None]

PRE_ROLL_S = 0.4
TAIL_S = 0.25
"""Heard after the release at most; speech is on its way from the microphone for up to 0.1 s."""
ENDED_S = 0.1
"""Of silence, after which nothing more is waited for."""
LONGEST_S = 30.0
PAUSE_S = 0.9
"""Of silence that ends an utterance without a button."""
_STEP = round(0.1 * RATE)
_VOICE_S = 0.15
_PARTIAL_S = 0.3
_LEVEL_S = 0.2


class Told(Protocol):
    """Who is told what a channel hears; called from its threads, must not wait."""

    def heard(self, heard: Heard, ended_at: float) -> None:
        """An utterance is over.

        Args:
            ended_at: `monotonic` of the release.
        """
        ...

    def unheard(self, why: Unheard) -> None:
        """An utterance came to nothing."""
        ...

    def partial(self, text: str) -> None:
        """The words so far have changed."""
        ...

    def level(self, decibels: float, talking: bool) -> None:
        """How loud it is, five times a second."""
        ...


@dataclass(slots=True)
class _Mark:
    """One utterance: its samples, the room around it, and what became of it."""

    begin: int
    gate: Gate
    end: int | None = None
    latest: int = 0
    ended_at: float = 0.0
    given_up: Unheard | None = None


class Channel:
    """Listens to one microphone.

    Attributes:
        mode: how an utterance begins and ends.
        muted: nothing is listened to; a press does nothing.
        keep: is given the sound of each utterance and what was heard; None, as ever but
            where people agreed to it: no sound outlives its utterance.
    """

    def __init__(
        self, make: Callable[[], Ears], told: Told, mode: Mode = "hold"
    ) -> None:
        """Starts the thread, which makes its ears."""
        self.mode, self.muted = mode, False
        self.keep: Keep | None = None
        self.last_block = 0.0
        self._make, self._told = make, told
        self._ring, self._activity = Ring(), Activity()
        self._room = RoomLevel()
        self._mark: _Mark | None = None
        self._earliest = 0
        self._phrases: Sequence[str] | None = None
        self._lock, self._news, self._learned = Lock(), Event(), Event()
        self._learned.set()
        self._closing = False
        self._level_at = 0.0
        self._thread = Thread(target=self._run, name="channel", daemon=True)
        self._thread.start()

    @property
    def talking(self) -> bool:
        """Whether an utterance goes on."""
        return self._mark is not None

    def hear(self, block: bytes) -> None:
        """Takes sound from the microphone's thread; never waits."""
        self.last_block = now = monotonic()
        self._ring.write(block)
        self._activity.feed(block)
        if not self.talking:
            self._room.feed(block)
        self._follow_voice()
        if now >= self._level_at:
            self._level_at = now + _LEVEL_S
            self._told.level(self._activity.level_db, self.talking)

    def press(self) -> None:
        """The talk button goes down: what is said now, and a moment before, is meant."""
        with self._lock:
            if self.muted or self._mark is not None:
                return
            begin = max(self._earliest, self._ring.end - round(PRE_ROLL_S * RATE), 0)
            self._mark = _Mark(begin, Gate(self._room.decibels))
        self._news.set()

    def release(self) -> None:
        """The talk button is let go."""
        with self._lock:
            mark = self._mark
            if mark is None or mark.end is not None:
                return
            mark.ended_at = monotonic()
            mark.end = self._ring.end
            mark.latest = mark.end + round(TAIL_S * RATE)
        self._ring.wake()

    def give_up(self, why: Unheard = "cancelled") -> None:
        """What is being said is not meant, or cannot be heard to its end."""
        with self._lock:
            if self._mark is not None:
                self._mark.given_up = why
        self._ring.wake()

    def learn(self, phrases: Sequence[str]) -> None:
        """Another grammar, from the next utterance on."""
        with self._lock:
            self._phrases = phrases
            self._learned.clear()
        self._news.set()

    def wait_learned(self) -> None:
        """Until the grammar is in use, or somebody speaks: then it is after the utterance."""
        while not self.talking and not self._closing and not self._learned.wait(0.005):
            pass

    def close(self) -> None:
        """Ends the thread."""
        self._closing = True
        self.give_up()
        self._news.set()
        self._thread.join()

    def _run(self) -> None:
        ears = self._make()
        while not self._closing:
            self._news.wait()
            self._news.clear()
            with self._lock:
                phrases, self._phrases = self._phrases, None
                mark = self._mark
            if phrases is not None:
                ears.learn(phrases)
                self._learned.set()
            if mark is not None:
                self._utterance(ears, mark)

    def _utterance(self, ears: Ears, mark: _Mark) -> None:
        kept: list[bytes] = []
        why = self._listen(ears, mark, kept)
        if why:
            ears.forget()
        heard = ears.finish()
        with self._lock:
            self._earliest = mark.end if mark.end is not None else self._ring.end
            self._mark = None
            if self._phrases is not None:
                self._news.set()
        if why:
            self._told.unheard(why)
            return
        self._told.heard(heard, mark.ended_at)
        if self.keep is not None:
            self.keep(b"".join(kept), heard)

    def _listen(self, ears: Ears, mark: _Mark, kept: list[bytes]) -> Unheard | None:
        """Feeds the utterance as it comes; why it came to nothing, or None at its end."""
        at, told, shown = mark.begin, "", mark.begin
        while True:
            if mark.given_up:
                return mark.given_up
            if at < self._ring.begin:
                return "behind"
            if at - mark.begin > LONGEST_S * RATE:
                return "long"
            sound = self._ring.read(at, min(at + _STEP, self._end(mark)))
            if sound:
                ears.feed(mark.gate.feed(sound))
                if self.keep is not None:
                    kept.append(sound)
                at += len(sound) // SAMPLE_BYTES
            elif self._is_over(mark, at):
                ears.feed(mark.gate.rest())
                return None
            else:
                self._ring.wait(at + _STEP // 2, 0.1)
            if at - shown > _PARTIAL_S * RATE and mark.end is None:
                shown, text = at, ears.partial()
                if text and text != told:
                    told = text
                    self._told.partial(text)

    def _end(self, mark: _Mark) -> int:
        """Up to where sound belongs to the utterance, as far as is known now."""
        return self._ring.end if mark.end is None else mark.latest

    def _is_over(self, mark: _Mark, at: int) -> bool:
        """Released, and the last word is heard to its end, or nothing comes any more."""
        if mark.end is None:
            return False
        quiet_s = max(self._activity.quiet_s, mark.gate.quiet_s)
        silent = quiet_s >= ENDED_S and at >= mark.end
        dried = monotonic() - mark.ended_at > 2 * TAIL_S
        return silent or at >= mark.latest or dried

    def _follow_voice(self) -> None:
        if self.mode == "hold" or self.muted:
            return
        mark = self._mark
        if mark is None:
            if self.mode == "open" and self._activity.spoken_s >= _VOICE_S:
                self.press()
        elif (
            self._activity.quiet_s >= PAUSE_S
            and self._ring.end - mark.begin > (PRE_ROLL_S + PAUSE_S) * RATE
        ):
            self.release()
