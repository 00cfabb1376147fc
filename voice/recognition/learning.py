"""Dishes whose words a model does not know: what sounds like them, and names learned by ear."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from voice.menu import Menu
from voice.recognition.model import SpeechModel
from voice.understanding.sounds import sound_of
from voice.understanding.words import plain

NEAR = 0.8
"""Likeness, from which a known word may stand for one that is not known."""
_MOST = 3
_BEFORE = re.compile(r"^(deux|de|un|une|le|la|les|two|to|a|an|the) (?=\S)")
_FEWEST_SOUNDS = 3
# Letters that may begin the same sound.
_FIRST = {"k": "c", "q": "c", "z": "s", "j": "g", "y": "i", "p": "f", "x": "s"}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A known word that sounds like another one.

    Attributes:
        likeness: 0 to 1; 1 is the same sound.
    """

    word: str
    likeness: float


class Neighbours:
    """The words of a model by how they begin and how long they are."""

    def __init__(self, model: SpeechModel) -> None:
        self._shelves: dict[tuple[str, int], list[str]] = {}
        for word in model.words():
            key = plain(word)
            if key.isalpha():
                self._shelves.setdefault(_shelf(key), []).append(word)
        self.of = lru_cache(maxsize=4096)(self._of)

    def _of(self, word: str) -> tuple[Neighbour, ...]:
        """The nearest known words, best first."""
        sound, key = sound_of(word), plain(word).replace("h", "", word[:1] == "h")
        if not sound or not key:
            return ()
        first, length = _shelf(key)
        found = [
            Neighbour(each, SequenceMatcher(None, sound, sound_of(each)).ratio())
            for size in range(length - 3, length + 4)
            for each in self._shelves.get((first, size), ())
        ]
        # Of homophones the shortest: the plural and the feminine sound alike.
        found.sort(key=lambda each: (-each.likeness, len(each.word), each.word))
        return tuple(found[:_MOST])


def usable_aliases(heard: Iterable[str], item: str, menu: Menu) -> tuple[str, ...]:
    """Of what was heard when somebody said the name of an article, what may stand for it.

    Not what is too short to be meant, nor what sounds like something else on the menu: an
    alias like that would order the wrong dish.
    """
    taken = {sound_of(form) for form in _other_forms(menu, item)}
    found: dict[str, str] = {}
    for said in heard:
        text = without_article(said)
        sound = sound_of(text)
        if len(sound) >= _FEWEST_SOUNDS and sound not in taken:
            found.setdefault(sound, text)
    return tuple(found.values())


def without_article(heard: str) -> str:
    """A name heard behind "deux": alone it sounds otherwise than as it is ordered."""
    return _BEFORE.sub("", heard.replace(",", ""))


def _other_forms(menu: Menu, item: str) -> Iterable[str]:
    for each in menu.items:
        if each.id != item:
            yield from each.say
    groups: list[Sequence[str]] = [*menu.ingredients.values(), *menu.cooking.values()]
    for forms in groups:
        yield from forms


def _shelf(key: str) -> tuple[str, int]:
    first = "f" if key.startswith("ph") else _FIRST.get(key[0], key[0])
    return first, len(key)
