"""`python -m voice.model_check FOLDER LANGUAGE`: the self-test of a model, as JSON.

In a process of its own, for a damaged model may end the one that loads it.
"""

import json
import sys
from pathlib import Path

from voice.capture.ring import RATE
from voice.recognition.ears import Ears, hear
from voice.recognition.model import ModelError, SpeechModel
from voice.speech.backends import SpeechError, find_backend

COMMON = {
    "fr": (
        "vingt",
        "quatre",
        "avec",
        "être",
        "voilà",
        "plaît",
        "nous",
        "encore",
        "jamais",
    ),
    "en": (
        "the",
        "with",
        "would",
        "twenty",
        "please",
        "thank",
        "should",
        "never",
        "these",
    ),
}
"""Words of one language that hardly any model of the other knows all of."""
PHRASES = {"fr": "table douze deux cafés", "en": "table twelve two coffees"}
_ENOUGH = 0.8


def main(folder: str, language: str) -> None:
    """Writes what it found, or the reason why the model cannot be used."""
    told = json.dumps(_found(Path(folder), language), ensure_ascii=False)
    sys.stdout.write(told + "\n")


def _found(folder: Path, language: str) -> dict[str, object]:
    try:
        model = SpeechModel(folder)
        common = COMMON[language]
        if sum(map(model.knows, common)) < _ENOUGH * len(common):
            return {"reason": "language"}
        phrase = PHRASES[language]
        # The words around it, so that hearing them is no matter of course.
        ears = Ears(model, [phrase, *filter(model.knows, common)])
    except ModelError:
        return {"reason": "broken"}
    found: dict[str, object] = {"words": len(model.words())}
    backend = find_backend(language)
    if backend is not None:
        try:
            sound = backend.speak(phrase).at_rate(RATE)
        except SpeechError:
            return found
        quiet = bytes(RATE // 2)
        heard = hear(ears, quiet + sound.samples.tobytes() + quiet)
        best = heard.alternatives[0].text if heard.alternatives else ""
        found |= {"phrase": phrase, "heard": best}
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
