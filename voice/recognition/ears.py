"""One utterance heard twice: under the grammar of the menu, and freely.

A grammar turns any talk into orders at a confidence near one; what was said to Sotto is what
both hear alike. Used by one thread.
"""

import json
from collections.abc import Sequence
from typing import Any

from voice.capture.ring import RATE, SAMPLE_BYTES
from voice.heard import Alternative, Heard, Word
from voice.recognition.agreement import agreement
from voice.recognition.model import UNKNOWN, SpeechModel, as_grammar

ALTERNATIVES = 10
FASTEST = 9.0
"""Words a second that nobody says: what is faster was read into a noise."""
SHORTEST_S = 0.12
PAUSE_S = 0.09
"""Of silence between two words, from which it is written as a comma."""
_STEP_S = 0.1


class Ears:
    """The two recognisers of one headset."""

    def __init__(self, model: SpeechModel, phrases: Sequence[str]) -> None:
        """Makes them; under a millisecond for each thousand phrases.

        Raises:
            ModelError: the model does not take a grammar.
        """
        self._grammar = model.recogniser(phrases)
        self._grammar.SetMaxAlternatives(ALTERNATIVES)
        self._grammar.SetWords(1)
        self._free = model.recogniser()
        self._free.SetWords(1)
        self._samples = 0

    def learn(self, phrases: Sequence[str]) -> None:
        """Another grammar. Between utterances only: within one, Vosk ends the process."""
        assert not self._samples
        self._grammar.SetGrammar(as_grammar(phrases))

    def feed(self, sound: bytes) -> None:
        """Hears on.

        The ends that Vosk believes to find are passed over: a pause is no end while the
        button is held, and the alternatives stay those of the whole sentence.
        """
        if sound:
            self._grammar.AcceptWaveform(sound)
            self._free.AcceptWaveform(sound)
            self._samples += len(sound) // SAMPLE_BYTES

    def partial(self) -> str:
        """The words so far, as the grammar has them."""
        if not self._samples:
            return ""
        return _words_alone(str(json.loads(self._grammar.PartialResult())["partial"]))

    def finish(self) -> Heard:
        """The end of the utterance; the next `feed` begins another one."""
        if not self._samples:
            return Heard((), 0.0)
        alternatives = _alternatives(json.loads(self._grammar.FinalResult()))
        free = _text(_timed(json.loads(self._free.FinalResult())))
        self._samples = 0
        return _heard(alternatives, free)

    def forget(self) -> None:
        """Drops what was heard since the last end.

        By a result that nobody reads: `Reset` would keep the last sound before the next one.
        """
        if self._samples:
            self._grammar.FinalResult()
            self._free.FinalResult()
            self._samples = 0


def listen(ears: Ears, sound: bytes) -> None:
    """A recording, in steps as a microphone gives it."""
    step = round(RATE * _STEP_S) * SAMPLE_BYTES
    for at in range(0, len(sound), step):
        ears.feed(sound[at : at + step])


def hear(ears: Ears, sound: bytes) -> Heard:
    """A recording of one utterance."""
    listen(ears, sound)
    return ears.finish()


def _heard(alternatives: Sequence[Alternative], free: str) -> Heard:
    if not alternatives:
        return Heard((), 0.0, witness=free)
    best = alternatives[0]
    duration = best.words[-1].end - best.words[0].start if best.words else 0.0
    if duration < SHORTEST_S or len(best.words) > FASTEST * (duration + 0.3):
        return Heard((), 0.0, duration, free)
    return Heard(tuple(alternatives), agreement(best.text, free), duration, free)


def _alternatives(told: dict[str, Any]) -> list[Alternative]:
    """What Vosk found, each text once; its unknown words are left out."""
    found: dict[str, Alternative] = {}
    for each in told.get("alternatives", ()):
        timed = _timed(each)
        text = _text(timed)
        if text:
            words = tuple(word for word in timed if word.text != UNKNOWN)
            found.setdefault(text, Alternative(text, float(each["confidence"]), words))
    return list(found.values())


def _timed(told: dict[str, Any]) -> list[Word]:
    return [
        Word(str(word["word"]), float(word["start"]), float(word["end"]))
        for word in told.get("result", ())
    ]


def _text(words: Sequence[Word]) -> str:
    """The words as one writes them: a pause, which tells what belongs together, is a comma."""
    written: list[str] = []
    end = 0.0
    for word in words:
        if word.text != UNKNOWN:
            if written and word.start - end >= PAUSE_S:
                written[-1] += ","
            written.append(word.text)
        end = word.end
    return " ".join(written)


def _words_alone(text: str) -> str:
    return " ".join(word for word in text.split() if word != UNKNOWN)
