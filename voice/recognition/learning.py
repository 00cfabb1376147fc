"""Words that a model does not know: what sounds like them."""

from collections.abc import Iterable

from voice.recognition.model import SpeechModel


def neighbours(names: Iterable[str], model: SpeechModel) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(names, ())
