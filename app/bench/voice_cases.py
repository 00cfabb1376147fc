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

    The floors: Vosk alone that ends a sentence nobody waits for, the same timer with no engine,
    and a grammar of one phrase.
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
    phrase = _one_phrase(model)
    return [
        row(f"voice_heard.{count}", told["latency_ms"], _bare(model)),
        row(f"voice_window.{count}", told["late_ms"], told["idle_ms"]),
        row(f"voice_share.{count}", [told["share"]], unit="%"),
        row(f"voice_memory.{count}", [told["memory_mb"]], unit="MB"),
        row("voice_grammar.200", _grammar(model, 200), phrase),
        row("voice_menu.2000", _grammar(model, 2000), phrase),
    ]


def _bare(model: Path) -> list[float]:
    """Milliseconds in which one recogniser, without a grammar, ends a sentence."""
    from app.bench.voice_child import SENTENCES
    from voice.capture.ring import RATE
    from voice.recognition.model import SpeechModel
    from voice.speech.backends import find_backend

    recogniser, backend = SpeechModel(model).recogniser(), find_backend("fr")
    if backend is None:
        return []
    samples = []
    for sentence in SENTENCES:
        sound = backend.speak(sentence).at_rate(RATE).samples.tobytes()
        for at in range(0, len(sound), RATE // 5):
            recogniser.AcceptWaveform(sound[at : at + RATE // 5])
        samples += timed(1, recogniser.FinalResult)
    return samples


def _grammar(model: Path, articles: int) -> list[float]:
    """Milliseconds from a menu that changed to a recogniser that knows it."""
    from voice.menu import Item, Menu, Table
    from voice.recognition.listener import Listener
    from voice.recognition.model import SpeechModel

    words = sorted(word for word in SpeechModel(model).words() if word.isalpha())
    names = [f"{words[-n - 1]} {words[n % len(words)]}" for n in range(articles)]
    items = tuple(Item(id=name, name=name, say=(name,)) for name in names)
    menu = Menu(items=items, tables=tuple(Table(number) for number in range(1, 31)))
    listener = Listener(model, menu)
    return timed(10, lambda: listener.learn(menu))


def _one_phrase(model: Path) -> list[float]:
    """Milliseconds to another grammar of one phrase."""
    from voice.recognition.model import SpeechModel, as_grammar

    recogniser = SpeechModel(model).recogniser(["table"])
    grammar = as_grammar(["table deux"])
    return timed(20, lambda: recogniser.SetGrammar(grammar))
