"""What a press and a release mark, without a model: the ears write down what they hear."""

import queue
from collections.abc import Iterator, Sequence
from threading import Event

import pytest

from voice.capture.ring import RATE
from voice.heard import Heard, typed
from voice.recognition.channel import LONGEST_S, PRE_ROLL_S, TAIL_S, Channel
from voice.recognition.ears import Ears

_BLOCK = RATE // 20
_PATIENCE_S = 10.0


class _Ears(Ears):
    """Remembers the samples; each sample tells its own number."""

    def __init__(self) -> None:
        self.sound = b""
        self.learned: list[Sequence[str]] = []
        self._samples = 0
        self.news = Event()

    def learn(self, phrases: Sequence[str]) -> None:
        assert not self._samples
        self.learned.append(phrases)
        self.news.set()

    def feed(self, sound: bytes) -> None:
        self.sound += sound
        self._samples += len(sound) // 2

    def partial(self) -> str:
        return "…"

    def finish(self) -> Heard:
        heard, self.sound, self._samples = self.sound, b"", 0
        return typed(heard.hex())

    def forget(self) -> None:
        self.sound, self._samples = b"", 0


class _Room:
    """A channel, who speaks into it, and what it told."""

    def __init__(self) -> None:
        self.ears = _Ears()
        self.told: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self.channel = Channel(lambda: self.ears, self)
        self.samples = 0

    def heard(self, heard: Heard, ended_at: float) -> None:
        self.told.put(("heard", bytes.fromhex(heard.alternatives[0].text)))

    def unheard(self, why: str) -> None:
        self.told.put((why, b""))

    def partial(self, text: str) -> None: ...

    def level(self, decibels: float, talking: bool) -> None: ...

    def speak(self, seconds: float, loud: int = 8000) -> None:
        """Samples that grow, so that each is known again, or silence."""
        for _ in range(round(seconds * 20)):
            numbers = range(self.samples, self.samples + _BLOCK)
            block = b"".join(
                (loud + n % 20000 if loud else 0).to_bytes(2, "little") for n in numbers
            )
            self.samples += _BLOCK
            self.channel.hear(block)

    def next(self) -> tuple[str, bytes]:
        return self.told.get(timeout=_PATIENCE_S)


@pytest.fixture
def room() -> Iterator[_Room]:
    made = _Room()
    yield made
    made.channel.close()


def test_nothing_said_around_press_and_release_is_cut_off(room: _Room) -> None:
    room.speak(2.0)
    room.channel.press()
    room.speak(1.0)
    room.channel.release()
    room.speak(1.0)
    kind, sound = room.next()
    assert kind == "heard"
    assert len(sound) == 2 * round((PRE_ROLL_S + 1.0 + TAIL_S) * RATE)
    first = 2 * round((2.0 - PRE_ROLL_S) * RATE)
    assert int.from_bytes(sound[:2], "little") == 8000 + first // 2 % 20000


def test_silence_after_the_release_is_not_waited_for(room: _Room) -> None:
    room.speak(1.0)
    room.channel.press()
    room.speak(1.0)
    room.speak(0.3, loud=0)
    room.channel.release()
    kind, sound = room.next()
    assert kind == "heard"
    assert len(sound) == 2 * round((PRE_ROLL_S + 1.3) * RATE)


def test_the_room_around_what_is_said_is_not_heard(room: _Room) -> None:
    room.speak(1.0, loud=0)
    for seconds in (4.0, 1.0):  # what is said is not the room of what follows
        room.channel.press()
        room.speak(0.5, loud=0)
        room.speak(seconds)
        room.speak(0.5, loud=0)
        room.channel.release()
        kind, sound = room.next()
        assert kind == "heard"
        assert seconds <= len(sound) / 2 / RATE < seconds + 0.5


def test_an_utterance_does_not_begin_in_the_one_before(room: _Room) -> None:
    room.speak(1.0, loud=0)
    room.channel.press()
    room.speak(0.2, loud=0)
    room.channel.release()
    room.next()
    room.channel.press()
    room.speak(0.2, loud=0)
    room.channel.release()
    assert len(room.next()[1]) == 2 * round(0.2 * RATE)


def test_what_is_taken_back_comes_to_nothing(room: _Room) -> None:
    room.channel.press()
    room.speak(0.5)
    room.channel.give_up()
    assert room.next() == ("cancelled", b"")
    assert not room.channel.talking


def test_a_button_that_is_stuck_gives_up(room: _Room) -> None:
    room.channel.press()
    for _ in range(round(LONGEST_S) + 2):
        room.speak(1.0, loud=0)
        if not room.told.empty():
            break
        room.ears.news.wait(0.02)
    assert room.next()[0] in ("long", "behind")


def test_a_muted_headset_hears_nothing(room: _Room) -> None:
    room.channel.muted = True
    room.channel.press()
    assert not room.channel.talking


def test_a_grammar_waits_until_the_utterance_is_over(room: _Room) -> None:
    room.channel.press()
    room.speak(0.5, loud=0)
    room.channel.learn(["un"])
    room.channel.learn(["deux"])
    room.channel.release()
    room.next()
    assert room.ears.news.wait(_PATIENCE_S)
    assert room.ears.learned == [["deux"]]


def test_a_tapped_button_ends_with_the_voice(room: _Room) -> None:
    room.channel.mode = "tap"
    room.speak(0.5, loud=0)
    room.channel.press()
    room.speak(1.0)
    room.speak(2.0, loud=0)
    assert room.next()[0] == "heard"


def test_without_a_button_a_voice_begins(room: _Room) -> None:
    room.channel.mode = "open"
    room.speak(1.0, loud=0)
    assert not room.channel.talking
    room.speak(1.0)
    room.speak(2.0, loud=0)
    kind, sound = room.next()
    assert kind == "heard"
    assert len(sound) >= 2 * RATE


def test_sound_outlives_its_utterance_only_where_it_was_agreed_to(room: _Room) -> None:
    kept: queue.Queue[bytes] = queue.Queue()

    def say() -> bytes:
        room.channel.press()
        room.speak(0.5)
        room.channel.release()
        room.speak(0.5)
        return room.next()[1]

    say()
    room.channel.keep = lambda sound, _heard: kept.put(sound)
    said = say()
    assert kept.get(timeout=_PATIENCE_S) == said
    room.channel.keep = None
    say()
    assert kept.empty()
