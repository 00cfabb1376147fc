"""The machine's own voice in place of a program that speaks."""

from headset_kit import Ear

from app.own_voice import OwnVoice


class Speech:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.did: list[str] = []

    def say(self, text: str) -> None:
        self.did.append(f"say {text}")

    def enqueue(self, text: str) -> int:
        self.did.append(f"then {text}")
        return 0

    def stop(self) -> None:
        self.did.append("stop")


def test_the_machine_speaks_to_its_one_headset_and_is_silent_at_a_press():
    ear, speech = Ear(), Speech()
    engine = OwnVoice(ear, speech, lambda: True)
    engine.say("h1", "12 : un café.")
    engine.say("h1", "12, prête", urgency=2)
    engine.say("h1", "", beep=True)
    engine.press("h1")

    assert speech.did == ["say 12 : un café.", "then 12, prête", "stop"]
    assert ear.said == [("h1", "")]  # a tone needs no voice


def test_with_a_second_headset_nothing_is_said_to_the_room():
    ear, speech = Ear(), Speech()
    OwnVoice(ear, speech, lambda: False).say("h1", "12 : un café.")

    assert speech.did == []
    assert ear.said == [("h1", "12 : un café.")]
