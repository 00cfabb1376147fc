"""The mouth of a headset, with an ear that remembers instead of a device."""

from collections.abc import Callable
from queue import Queue
from threading import Event
from time import sleep

import numpy as np
from typing_extensions import override

from voice.sound import Sound, silence
from voice.speech.backends import SpeechError
from voice.speech.outputs import OutputError
from voice.speech.phrases import Phrases
from voice.speech.speaker import Speaker
from voice.speech.turns import Saying, Turns, Urgency

PATIENCE_S = 10


class Letters:
    """A backend that speaks as many samples as the text has letters."""

    name = "letters"

    def __init__(self) -> None:
        self.spoken: list[str] = []

    def speak(self, text: str) -> Sound:
        if text == "panne":
            raise SpeechError("plus de voix")
        self.spoken.append(text)
        return Sound(np.full(len(text), 1000, np.int16), 1000)


class Ear:
    """An output that keeps what it played, and goes on until told while `held`."""

    def __init__(self) -> None:
        self.heard: Queue[int] = Queue()
        self.loudest = 0
        self.held = Event()
        self.started, self.closed = Event(), Event()
        self.broken = False

    def play(self, sound: Sound, wanted: Callable[[], bool]) -> bool:
        if self.broken:
            raise OutputError("casque débranché")
        self.loudest = int(np.abs(sound.samples).max())
        self.started.set()
        while self.held.is_set() and wanted():
            sleep(0.001)
        if not wanted():
            return False
        self.heard.put(len(sound.samples))
        return True

    def close(self) -> None:
        self.closed.set()


def test_says_what_is_asked_at_its_volume() -> None:
    ear = Ear()
    speaker = Speaker(Phrases(Letters()), ear, print)
    speaker.volume = 0.5
    speaker.say(Saying("un café"))
    assert ear.heard.get(timeout=PATIENCE_S) == 7
    assert ear.loudest == 500
    speaker.close()
    assert ear.closed.is_set()


def test_falls_silent_when_the_waiter_presses() -> None:
    ear = Ear()
    ear.held.set()
    speaker = Speaker(Phrases(Letters()), ear, print, Turns(pause_s=0))
    speaker.say(Saying("un café"))
    assert ear.started.wait(PATIENCE_S)
    speaker.press()
    speaker.say(Saying("prête", Urgency.ALERT))
    ear.held.clear()
    speaker.release()
    assert ear.heard.get(timeout=PATIENCE_S) == 5
    speaker.close()


def test_a_lost_device_is_told_once_and_the_next_word_is_tried() -> None:
    ear, told = Ear(), Queue[str]()
    ear.broken = True
    speaker = Speaker(Phrases(Letters()), ear, told.put, Turns(pause_s=0))
    speaker.say(Saying("un", Urgency.ALERT))
    assert told.get(timeout=PATIENCE_S) == "casque débranché"
    ear.broken = False
    speaker.say(Saying("panne", Urgency.ALERT))
    speaker.say(Saying("deux", Urgency.ALERT))
    assert ear.heard.get(timeout=PATIENCE_S) == 4
    assert told.empty()
    speaker.close()


def test_a_beep_alone_needs_no_voice() -> None:
    ear = Ear()
    speaker = Speaker(Phrases(Letters()), ear, print)
    speaker.say(Saying(""))
    assert ear.heard.get(timeout=PATIENCE_S) > 1000
    speaker.close()


def test_what_is_said_to_a_muted_one_is_dropped() -> None:
    ear = Ear()
    speaker = Speaker(Phrases(Letters()), ear, print, Turns(pause_s=0))
    speaker.muted = True
    speaker.say(Saying("prête", Urgency.ALERT))
    speaker.muted = False
    speaker.say(Saying("un", Urgency.ALERT))
    assert ear.heard.get(timeout=PATIENCE_S) == 2
    speaker.close()


def test_phrases_are_spoken_once_and_those_long_unused_are_forgotten() -> None:
    backend = Letters()
    phrases = Phrases(backend, kept_seconds=0.010)
    assert phrases.sound("un").seconds == 0.002
    phrases.sound("deux")
    phrases.sound("un")
    assert backend.spoken == ["un", "deux"]
    phrases.sound("trois")  # one too many: "deux" goes
    phrases.sound("un")
    phrases.sound("deux")
    assert backend.spoken == ["un", "deux", "trois", "deux"]


def test_prepared_phrases_are_there_when_they_are_wanted() -> None:
    done = Event()

    class Telling(Letters):
        @override
        def speak(self, text: str) -> Sound:
            if text == "fin":
                done.set()
            return super().speak(text)

    backend = Telling()
    phrases = Phrases(backend)
    phrases.prepare(["un café", "panne", "un thé", "fin"])
    assert done.wait(PATIENCE_S)
    assert backend.spoken == ["un café", "un thé", "fin"]


def test_sound_keeps_its_length_and_pitch_at_another_rate() -> None:
    time = np.arange(22050) / 22050
    tone = Sound((8000 * np.sin(2 * np.pi * 440 * time)).astype(np.int16), 22050)
    other = tone.at_rate(16000)
    assert (other.seconds, other.rate) == (1.0, 16000)
    assert np.argmax(np.abs(np.fft.rfft(other.samples))) == 440
    assert silence(0.5, 16000).at_rate(48000).seconds == 0.5
