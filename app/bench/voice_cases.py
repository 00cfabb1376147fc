"""What headsets cost: how soon words are there, and what the window notices of it."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from app.bench.timing import Row, row, timed

_HEADSETS, _ROUNDS = 8, 5
_PATIENCE_S = 300


def voice(scale: str) -> Iterable[Row]:
    """Eight headsets at once; no row where no model is in use."""
    from voice.models import ModelShelfError, chosen

    del scale  # the history has nothing to do with it
    try:
        folder = chosen("", "fr")
    except ModelShelfError as error:
        sys.stderr.write(f"voice: {error.text('en')}\n")
        return ()
    return headsets(folder, _HEADSETS, _ROUNDS)


def headsets(model: Path, count: int, rounds: int) -> list[Row]:
    """All headsets speak at the same time, `rounds` times; latency, jitter, share, memory.

    The floors: a bare recogniser's own end of a sentence, and the same timer with no engine.
    """
    command = [sys.executable, "-m", "app.bench.voice_child"]
    done = subprocess.run(  # noqa: S603 # our own module
        [*command, str(model), str(count), str(rounds)],
        check=False,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
        done.check_returncode()
    told = json.loads(done.stdout)
    bare = _bare(model)
    return [
        row(f"voice_heard.{count}", told["latency_ms"], bare),
        row(f"voice_window.{count}", told["late_ms"], told["idle_ms"]),
        row(f"voice_share.{count}", [told["share"]], unit="%"),
        row(f"voice_memory.{count}", [told["memory_mb"]], unit="MB"),
        row("voice_grammar", _grammar(model), _one_phrase(model)),
    ]


def _bare(model: Path) -> list[float]:
    """Milliseconds of Vosk alone to end a sentence, one recogniser, without a grammar."""
    from voice.capture.ring import RATE
    from voice.recognition.model import SpeechModel

    recogniser = SpeechModel(model).recogniser()

    def end() -> None:
        recogniser.FinalResult()

    samples = []
    for _ in range(10):
        for _ in range(20):
            recogniser.AcceptWaveform(bytes(RATE // 5))
        samples += timed(1, end)
    return samples


def _grammar(model: Path) -> list[float]:
    """Milliseconds from a menu to a recogniser that knows it."""
    from app.bench.voice_child import menu
    from voice.menu import menu_from_json
    from voice.recognition.listener import Listener

    today = menu_from_json(menu())
    listener = Listener(model, today)
    return timed(20, lambda: listener.learn(today))


def _one_phrase(model: Path) -> list[float]:
    """The same of a grammar of one phrase."""
    from voice.recognition.model import SpeechModel, as_grammar

    recogniser = SpeechModel(model).recogniser(["table"])
    grammar = as_grammar(["table deux"])
    return timed(20, lambda: recogniser.SetGrammar(grammar))
