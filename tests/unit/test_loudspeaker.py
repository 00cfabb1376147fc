"""The sounds of a kitchen: short, told apart, and no trouble where there is no loudspeaker."""

from collections.abc import Callable
from itertools import pairwise
from queue import Queue

import numpy as np

from app.loudspeaker import Loudspeaker
from app.presenters.kitchen.sounds import NEWS
from voice.chimes import CHIMES, chime
from voice.sound import FULL, Sound
from voice.speech.outputs import OutputError


class Ear:
    """Where a loudspeaker would be; one that is not plugged in refuses."""

    def __init__(self, *, plugged: bool = True) -> None:
        self.plugged = plugged
        self.heard: list[Sound] = []

    def play(self, sound: Sound, wanted: Callable[[], bool]) -> bool:
        if not self.plugged:
            raise OutputError("no device")
        self.heard.append(sound)
        return wanted()

    def close(self) -> None:
        pass


def test_every_news_has_a_sound_of_its_own_that_is_short():
    assert set(CHIMES) == set(NEWS)
    sounds = {news: chime(news) for news in NEWS}
    assert all(0.2 < sound.seconds < 1 for sound in sounds.values())
    assert all(FULL // 4 < np.abs(s.samples).max() < FULL for s in sounds.values())
    melodies = {
        tuple(np.sign(b.hertz - a.hertz) for a, b in pairwise(notes))
        for notes in CHIMES.values()
    }
    assert len(melodies) == len(CHIMES)  # told apart by where they go, not by height


def test_a_missing_loudspeaker_is_told_each_time_and_ends_nothing():
    ear, told = Ear(plugged=False), Queue[bool]()
    speaker = Loudspeaker(lambda work: work(), lambda: ear)
    try:
        speaker.play("new", 1.0, 1.0, told.put)
        assert told.get(timeout=5) is False
        ear.plugged = True  # somebody plugs one in
        speaker.play("stop", 0.5, 1.0, told.put)
        assert told.get(timeout=5) is True
    finally:
        speaker.stop()
    (sound,) = ear.heard
    assert np.abs(sound.samples).max() < FULL // 2 + 1
    speaker.play("new", 1.0, 1.0, told.put)  # closed for the night
    assert len(ear.heard) == 1


class Voice:
    """Says a word as a beep; some languages it does not know."""

    name = "beep"

    def __init__(self) -> None:
        self.said: list[str] = []

    def speak(self, text: str) -> Sound:
        self.said.append(text)
        return chime("ready")


def test_words_follow_their_sound_and_are_as_soft():
    ear, told, voice = Ear(), Queue[bool](), Voice()
    speaker = Loudspeaker(lambda work: work(), lambda: ear, lambda _: voice)
    try:
        speaker.play("new", 0.25, 1.0, told.put, "table douze")
        assert told.get(timeout=5) is True
    finally:
        speaker.stop()
    assert voice.said == ["table douze"]
    assert [np.abs(s.samples).max() <= FULL // 4 + 1 for s in ear.heard] == [True] * 2
    assert not speaker.voiceless


def test_without_a_program_that_speaks_the_machine_does_or_it_is_told():
    class Machine:
        def __init__(self) -> None:
            self.said: list[str] = []

        def say(self, text: str) -> None:
            raise AssertionError(text)  # it would cut off what is being said

        def enqueue(self, text: str) -> int:
            self.said.append(text)
            return 1

        def stop(self) -> None:
            raise AssertionError

    machine, told = Machine(), Queue[bool]()
    for here in (machine, None):
        speaker = Loudspeaker(
            lambda work: work(), Ear, lambda _: None, lambda _, here=here: here
        )
        speaker.play("new", 1.0, 1.0, told.put, "table douze")
        assert told.get(timeout=5) is True
        speaker.stop()
        assert speaker.voiceless is (here is None)
    assert machine.said == ["table douze"]
