"""Recordings heard as a headset would hear them: for tests, measurements and `sotto voice`."""

from pathlib import Path

from voice.capture.gate import gated
from voice.capture.ring import RATE
from voice.heard import Heard
from voice.menu import Menu
from voice.recognition.ears import Ears, hear
from voice.recognition.grammar import Vocabulary, grammar_of
from voice.recognition.model import ModelError, SpeechModel
from voice.sound import Sound


class Listener:
    """A model that has learned a menu. Used by one thread.

    Attributes:
        grammar: what may be said, and which articles cannot be.
    """

    def __init__(self, folder: Path, menu: Menu) -> None:
        """Loads the model.

        Raises:
            ModelError: it cannot be loaded, or knows no word of the language.
        """
        self._model = SpeechModel(folder)
        self._vocabulary = Vocabulary(self._model)
        self.grammar = grammar_of(menu, self._vocabulary)
        if not self.grammar.phrases:
            raise ModelError(f"{folder.name} knows no word of {menu.language}")
        self._ears = Ears(self._model, self.grammar.phrases)

    def learn(self, menu: Menu) -> None:
        """Another menu of the same language."""
        self.grammar = grammar_of(menu, self._vocabulary)
        self._ears.learn(self.grammar.phrases)

    def hear(self, sound: Sound) -> Heard:
        """A recording of one utterance.

        Sound of any rate from 8 kHz up; the room around it is left out as a channel does.
        """
        return hear(self._ears, gated(sound.at_rate(RATE).samples.tobytes()))
