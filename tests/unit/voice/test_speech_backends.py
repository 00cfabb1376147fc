"""Programs that speak, as far as they are here."""

import shutil
from pathlib import Path

import pytest

from voice.sound import NotSoundError, Sound, beep, read_wav, write_wav
from voice.speech.backends import EspeakNg, Piper, SpeechError, find_backend

espeak = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="no espeak-ng here")


@espeak
def test_espeak_speaks_without_the_silence_around() -> None:
    backend = find_backend("fr")
    assert backend
    sound = backend.speak("12 : deux burgers,\nsans oignon")
    assert 1 < sound.seconds < 4
    assert abs(sound.samples[: sound.rate // 10]).max() > 500


@espeak
def test_a_word_of_the_trade_is_spoken_as_people_say_it() -> None:
    speak = EspeakNg(str(shutil.which("espeak-ng"))).speak
    assert list(speak("un burger").samples) == list(speak("un beurgueur").samples)


@espeak
def test_a_text_is_never_an_option() -> None:
    program = str(shutil.which("espeak-ng"))
    assert EspeakNg(program).speak("--version, c'est tout").seconds > 0.5
    with pytest.raises(SpeechError):
        EspeakNg(program, voice="martien").speak("bonjour")


def test_a_program_that_is_not_there_is_an_error_of_speech() -> None:
    with pytest.raises(SpeechError):
        EspeakNg("/nowhere/espeak-ng").speak("bonjour")


def test_piper_is_chosen_where_it_has_a_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piper = tmp_path / "piper"
    piper.write_text('#!/bin/sh\ncat >/dev/null; printf "\\020\\047\\020\\047"\n')
    piper.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    voice = tmp_path / "fr_FR-siwis-low.onnx"
    voice.touch()
    assert not isinstance(find_backend("fr", voices=tmp_path), Piper)
    Path(f"{voice}.json").write_text('{"audio": {"sample_rate": 16000}}')
    backend = find_backend("fr", voices=tmp_path)
    assert isinstance(backend, Piper)
    sound = backend.speak("bonjour")
    assert (list(sound.samples), sound.rate) == ([10000, 10000], 16000)
    assert not isinstance(find_backend("en", voices=tmp_path), Piper)


def test_what_is_no_wav_is_told(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", beep())
    again = read_wav(tmp_path / "a.wav")
    assert isinstance(again, Sound)
    assert (again.samples == beep().samples).all()
    with pytest.raises(NotSoundError):
        read_wav(b"RIFF")
    with pytest.raises(NotSoundError):
        read_wav(b"")
