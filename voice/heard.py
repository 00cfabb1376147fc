"""What a headset heard: the recogniser's alternatives, and what a free ear made of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word of an alternative.

    Attributes:
        start, end: seconds from the beginning of the utterance.
    """

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """One reading of the sound under the grammar of today's menu.

    Attributes:
        text: a pause in it is a comma.
        score: the recogniser's log-likelihood; only differences mean something.
        words: with their times, where the recogniser told them.
    """

    text: str
    score: float = 0.0
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing said between a press and a release of the talk button.

    Attributes:
        alternatives: best first; empty when nothing was heard.
        agreement: 0 to 1, how far a recogniser without grammar heard the same. A grammar turns
            chatter into orders; the two agree only on what was said to Sotto. 1 for typed text.
        duration: of the speech, seconds; 0 for typed text.
        witness: what the recogniser without grammar heard; "" for typed text.
    """

    alternatives: tuple[Alternative, ...]
    agreement: float = 1.0
    duration: float = 0.0
    witness: str = ""


def typed(text: str) -> Heard:
    """A sentence that was written, not said: one reading, believed."""
    return Heard((Alternative(text),))
