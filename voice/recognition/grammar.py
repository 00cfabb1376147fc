"""What may be said today, as phrases that a recogniser is biased to.

Vosk makes a bigram of them: any order of the words stays possible, what counts is which pairs
appear. So the articles come with the words that stand around them, and a few thousand whole
sentences are drawn, the same ones for the same menu.
"""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from voice.menu import Menu
from voice.recognition.learning import NEAR, Neighbours
from voice.recognition.model import UNKNOWN, SpeechModel
from voice.recognition.sentences import VOWELS, Sentences
from voice.recognition.spelled import spelled
from voice.recognition.triggers import Triggers
from voice.understanding.sounds import sound_of

SENTENCES = 4000
"""More of them gained nothing (12 000: within a point)."""
_LONG_MENU = 600
"""Names beyond it come with fewer words around each: Vosk takes 2 µs for a word."""
_COUNTED = 30
"""Numbers are spoken up to here even where there are fewer tables."""


@dataclass(frozen=True, slots=True)
class Unsayable:
    """An article that the model has no words for.

    Attributes:
        forms: its spoken forms, and of each the words that the model does not know.
        substitute: known words that sound nearly like it, by which it can be said all the
            same; "" when there are none and its name has to be learned by ear.
    """

    item: str
    name: str
    forms: Mapping[str, tuple[str, ...]]
    substitute: str = ""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Phrases for a recogniser, and what they leave out.

    Attributes:
        unsayable: articles of which no form can be heard.
    """

    phrases: tuple[str, ...]
    unsayable: tuple[Unsayable, ...] = ()


class Vocabulary:
    """Texts in the words of a model; remembers what it was asked."""

    def __init__(self, model: SpeechModel) -> None:
        self._model = model
        self._knows = lru_cache(maxsize=1 << 16)(model.knows)
        self.spelled = lru_cache(maxsize=1 << 16)(self._spelled)
        self.triggers = lru_cache(maxsize=4)(self._triggers)
        self.substitute = lru_cache(maxsize=4096)(self._substitute)

    @cached_property
    def neighbours(self) -> Neighbours:
        """What sounds like a word; made for the first one that is not known."""
        return Neighbours(self._model)

    def _substitute(self, text: str) -> str:
        """The text with known words of nearly the same sound for unknown ones, or ""."""
        words: list[str] = []
        for word in _split(text):
            near = self._parts(word)
            if not near:
                near = [
                    n.word for n in self.neighbours.of(word)[:1] if n.likeness >= NEAR
                ]
            if not near:
                return ""
            words += near
        return " ".join(words)

    def _triggers(self, language: str) -> tuple[str, ...]:
        """What the understanding knows of a language, as far as the model can hear it."""
        phrases = map(self.spelled, Triggers(self._model, language).phrases())
        return tuple(filter(None, phrases))

    def unknown(self, text: str) -> tuple[str, ...]:
        """The words of a text that cannot be heard."""
        return tuple(each for each in _split(text) if not self._parts(each))

    def _spelled(self, text: str) -> str | None:
        """The text as the model writes it; None when it lacks a word."""
        found: list[str] = []
        for each in _split(text):
            parts = self._parts(each)
            if not parts:
                return None
            found += parts
        return " ".join(found)

    def _parts(self, word: str) -> list[str]:
        """A word, or the known words it is made of: "l'entrecôte", "vingt-deux"."""
        if self._knows(word):
            return [word]
        head, mark, tail = word.partition("'")
        parts = [head + mark, tail] if mark and tail else word.split("-")
        known = len(parts) > 1 and all(part and self._knows(part) for part in parts)
        return parts if known else []


def grammar_of(menu: Menu, vocabulary: Vocabulary) -> Grammar:
    """Everything that can be said of a menu; 30 ms for 200 articles."""
    unsayable = list(_all_unsayable(menu, vocabulary))
    writer = _Writer(menu, vocabulary, [each.substitute for each in unsayable])
    unknown = [UNKNOWN] if vocabulary.spelled(UNKNOWN) else []
    triggers = vocabulary.triggers(menu.language)
    # What is drawn twice counts twice: of words that sound alike the likelier ones are heard.
    return Grammar((*unknown, *triggers, *writer.phrases()), tuple(unsayable))


def _all_unsayable(menu: Menu, vocabulary: Vocabulary) -> Iterator[Unsayable]:
    sounds: dict[str, str] = {}
    for item in menu.items:
        written = [_written(form) for form in item.say]
        if any(map(vocabulary.spelled, written)):
            continue
        sounds = sounds or _whose(menu)
        forms = {form: vocabulary.unknown(form) for form in written}
        found = filter(None, map(vocabulary.substitute, written))
        # What sounds like another dish would order that one.
        own = (text for text in found if sounds.get(sound_of(text), item.id) == item.id)
        yield Unsayable(item.id, item.name, forms, next(own, ""))


def _whose(menu: Menu) -> dict[str, str]:
    """Articles by the sound of their forms, the first one's where two sound alike."""
    return {
        sound_of(_written(form)): item.id
        for item in reversed(menu.items)
        for form in item.say
    }


class _Writer:
    """Fills the templates of a language with what a menu has."""

    def __init__(
        self, menu: Menu, vocabulary: Vocabulary, substitutes: Sequence[str]
    ) -> None:
        self._menu, self._vocabulary = menu, vocabulary
        self._random = random.Random(0)
        self._table = templates(menu.language)
        names = [
            *_forms(menu.items),
            *_forms(menu.ambiguous),
            *filter(None, substitutes),
        ]
        self._names = [name for name in names if vocabulary.spelled(name)]
        self._answers = _written_all([menu.answers])
        self._numbers = [spelled(n, self._table) for n in range(1, _COUNTED + 1)]
        self._values = self._choices()

    def phrases(self) -> Iterator[str]:
        """The names with the words around them, then whole sentences; all can be heard."""
        spelled_as = self._vocabulary.spelled
        yield from filter(None, map(spelled_as, self._loose()))
        for values in self._values.values():
            yield from values
        if self._names:
            drawn = Sentences(self._table, self._values, self._vocabulary, self._random)
            yield from drawn.drawn(SENTENCES)

    def _loose(self) -> Iterator[str]:
        yield from self._table["words"]
        yield from self._answers
        for name in self._names:
            yield from self._around(name)

    def _around(self, name: str) -> Iterator[str]:
        numbers = self._random.sample(self._numbers[1:12], 3)
        if self._menu.language != "fr":
            yield f"a {name} the {name} " + " ".join(f"{n} {name}" for n in numbers)
            return
        if name.startswith(VOWELS):
            yield f"l'{name}"
            yield f"d'{name}"
        if len(self._names) > _LONG_MENU:
            yield f"{self._random.choice(('un', 'une', 'la', 'le'))} {name} {numbers[0]} {name}"
            return
        articles = ("un", "une", "le", "la", "les", "des", *numbers)
        yield " ".join(f"{article} {name}" for article in articles)

    def _choices(self) -> dict[str, list[str]]:
        """What the slots of a template can hold, spelled as the model does."""
        menu, table = self._menu, self._table
        numbers = self._numbers
        tables = [spelled(each.number, table) for each in menu.tables] or numbers
        tables += [name for each in menu.tables for name in each.say]
        articles: list[str] = table["articles"]
        few = numbers[1:12]
        found = {
            "table": tables,
            "item": self._names,
            "qty": [*articles[:2] * 4, *articles[2:], *few[:3] * 2, *few],
            "small": numbers[:10],
            "percent": [spelled(n, table) for n in (5, 10, 15, 20, 30, 50)],
            "cooking": _written_all(menu.cooking.values()),
            "ingredient": _written_all(menu.ingredients.values()),
            "staff": [name.lower() for name in menu.staff],
            "zone": [zone.lower() for zone in menu.zones],
            "station": [form for each in menu.stations for form in each.say],
            "fix": table["fix"],
            "tender": table["tender"],
            "course": table["courses"],
            "day": table["days"],
            "hour": table["hours"],
            "name": table["names"],
        }
        return {
            name: list(filter(None, map(self._vocabulary.spelled, values)))
            for name, values in found.items()
        }


def _forms(things: Iterable[Any]) -> list[str]:
    return _written_all(thing.say for thing in things)


def _written_all(groups: Iterable[Sequence[str]]) -> list[str]:
    return [_written(form) for forms in groups for form in forms]


@lru_cache(maxsize=1 << 15)
def _written(form: str) -> str:
    """A spoken form in lower case, its elisions closed: "jus d' orange" → "jus d'orange"."""
    return " ".join(form.lower().replace("’", "'").replace("' ", "'").split())


@lru_cache(maxsize=1 << 15)
def _split(text: str) -> tuple[str, ...]:
    return tuple(text.lower().replace("’", "'").replace(",", " ").split())


@lru_cache(maxsize=4)
def templates(language: str) -> dict[str, Any]:
    """The table of a language."""
    folder = files("voice.recognition") / "templates"
    table = folder / f"{language}.json"
    found: dict[str, Any] = json.loads(table.read_text(encoding="utf-8"))
    return found
