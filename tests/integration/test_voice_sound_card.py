"""Headsets of a sound server: from the microphone to the meaning, and back to the ear."""

import time
from pathlib import Path

import pytest
from voice_kit import (
    listening,
    move,
    needs_espeak,
    needs_sound_server,
    plug_in,
    pulse,
    recorded,
    say_into,
    sound_card,
    spoken,
    unplug,
    wav_of,
)

from voice.capture import pulse as server
from voice.capture.gate import FRAME_S, levels_of
from voice.capture.portaudio import is_here, microphones
from voice.engine.messages import HeardAt, Linked, Unheard
from voice.sound import read_wav

pytestmark = [
    needs_espeak,
    needs_sound_server,
    pytest.mark.skipif(not is_here(), reason="PortAudio is not installed"),
]
_NUMBERS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit")
_ORDER = "table douze, une entrecôte à point et une dorade"


def test_a_headset_hears_speaks_goes_and_comes_back(tmp_path: Path) -> None:
    with sound_card(tmp_path / "run", "1", "2"):
        assert [each.address for each in microphones()] == [
            "pulse://micro-1",
            "pulse://micro-2",
        ]
        with listening(pulse("1"), pulse("2")) as heard:
            # Into one microphone, and nobody else's.
            order = wav_of(_ORDER, tmp_path)
            for name in ("1", "2"):
                heard.bank.press(name)
            say_into("1", order).wait()
            for name in ("1", "2"):
                heard.bank.release(name)
            told = heard.until(HeardAt, headset="1")
            assert told.understood is not None
            assert told.understood.actions[0].slots["table"] == 12
            assert not heard.until(HeardAt, headset="2").heard.alternatives

            # What is said back is heard at its ear piece.
            file = tmp_path / "back.wav"
            with recorded("casque-2", file):
                heard.bank.say("2", "table douze, une dorade")
                time.sleep(spoken("table douze, une dorade").seconds + 1)
            # What a busy machine makes of the words is its own: it is long and loud enough.
            levels = levels_of(read_wav(file).samples.tobytes())
            assert sum(level > -50 for level in levels) * FRAME_S > 0.7

            # Unplugged in mid-sentence: nothing is understood, nobody else is overheard.
            heard.bank.press("1")
            speaking = say_into("1", order)
            time.sleep(1)
            unplug("1")
            assert heard.until(Unheard, headset="1").why == "lost"
            heard.until(Linked, headset="1", link="lost")
            speaking.wait()
            plug_in("1")
            heard.until(Linked, headset="1", link="on")
            heard.bank.press("1")
            say_into("1", order).wait()
            heard.bank.release("1")
            assert heard.until(HeardAt, headset="1").heard.alternatives

            # The server gives it another microphone: noticed, and taken back.
            heard.bank.press("1")
            move("1", "2")
            assert heard.until(Unheard, headset="1").why == "lost"
            heard.until(Linked, headset="1", link="on")
            assert server.source_of("1") == "micro-1"


def test_eight_headsets_at_once(tmp_path: Path) -> None:
    names = [str(number) for number in range(8)]
    with sound_card(tmp_path / "run", *names), listening(*map(pulse, names)) as heard:
        files = {
            name: wav_of(f"table {number}, une dorade", tmp_path)
            for name, number in zip(names, _NUMBERS, strict=True)
        }
        speaking = {}
        for name in names:
            heard.bank.press(name)
            speaking[name] = say_into(name, files[name])
        for name in names:
            speaking[name].wait()
            heard.bank.release(name)
        tables = {}
        for name in names:
            told = heard.until(HeardAt, headset=name)
            assert told.understood is not None
            tables[name] = [each.slots.get("table") for each in told.understood.actions]
        assert tables == {name: [int(name) + 1] for name in names}
