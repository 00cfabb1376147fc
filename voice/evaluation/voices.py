"""Sentences spoken by espeak-ng: several voices and speeds, always the same for the same seed.

Says nothing of people: it compares one state of the program with another.
"""

import random
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from voice.capture.ring import RATE
from voice.evaluation.corpus import Recording, Sentence
from voice.sound import Sound
from voice.speech.backends import WORDS_A_MINUTE, EspeakNg, SpeechError


@dataclass(frozen=True, slots=True)
class Speaking:
    """A way to speak: a voice of espeak-ng, words a minute, pitch (0 to 99)."""

    voice: str
    speed: int = 170
    pitch: int = 50


DEFAULT = (
    Speaking("fr"),
    Speaking("fr-be", 165),
    Speaking("fr-ch", 175),
    Speaking("fr+f2", 170),
    Speaking("fr+m3", 160),
    Speaking("fr-be+f3", 170, 55),
)
"""The voices that the test model was made with, at an ordinary speed."""
UNSEEN = (
    Speaking("fr+Andrea", 165, 60),
    Speaking("fr-be+steph", 175, 45),
    Speaking("fr-ch+Mario", 160, 40),
    Speaking("fr+linda", 180, 55),
    Speaking("fr+pablo", 170, 50),
    Speaking("fr-be+Alicia", 155, 65),
    Speaking("fr-ch+quincy", 170, 35),
    Speaking("fr+marcelo", 185, 45),
    Speaking("fr+anika", 165, 50),
)
"""Voices that nothing was tuned with."""
ENGLISH = (Speaking("en-gb"), Speaking("en-us", 165), Speaking("en-gb+f2", 170))
SETS = {"default": DEFAULT, "unseen": UNSEEN, "english": ENGLISH}


def speak(text: str, how: Speaking) -> Sound:
    """A text at the recogniser's rate.

    Raises:
        SpeechError: no espeak-ng here, or not that voice.
    """
    program = shutil.which("espeak-ng")
    if not program:
        raise SpeechError("espeak-ng")
    pace = how.speed / WORDS_A_MINUTE
    return EspeakNg(program, how.voice, pace, how.pitch).speak(text).at_rate(RATE)


def spoken(
    sentences: Iterable[Sentence], ways: Sequence[Speaking], seed: int = 0
) -> Iterator[Recording]:
    """Each sentence by one of the voices, and once more a little slower.

    Raises:
        SpeechError: see `speak`.
    """
    for index, sentence in enumerate(sentences):
        how = ways[(index + seed) % len(ways)]
        chance = random.Random(f"{seed} {sentence.key}")
        pitch = how.pitch + chance.randint(-4, 4)
        first = Speaking(
            how.voice, round(how.speed * chance.uniform(0.95, 1.08)), pitch
        )
        again = Speaking(
            how.voice, round(how.speed * chance.uniform(0.85, 0.95)), pitch
        )
        yield Recording(
            sentence,
            speak(sentence.text, first),
            speak(sentence.text, again),
            how.voice,
        )
