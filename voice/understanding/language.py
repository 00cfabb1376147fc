"""The words of a language: tables read once from `tables/`, ready to be looked up."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from voice.understanding.lexicon import Phrases, Verbs
from voice.understanding.numbers import Numbers
from voice.understanding.words import plain, stem

_TABLES = Path(__file__).parent / "tables"


class Language:
    """Everything that a language brings, but the menu.

    Attributes:
        phrases: of every kind: a value is (kind, what it stands for).
        tables: the file as it is, for what is looked up once in a while.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.tables: Mapping[str, Any] = table_of(name)
        self.verbs = Verbs(self.tables["verbs"])
        self.phrases = Phrases(self.verbs)
        self.numbers = Numbers(self.tables["numbers"])
        self.prepositions: dict[str, str] = self.tables["table"]["prepositions"]
        self.articles = frozenset(self.tables["table"]["article"])
        self.several = frozenset(self.tables["table"]["several"])
        self.surely = frozenset(plain(word) for word in self.tables["table"]["surely"])
        self.accounts = frozenset(stem(w) for w in self.tables["table"]["accounts"])
        self.bare_table = float(self.tables["table"]["bare"])
        self.known = frozenset(plain(word) for word in self.tables["known"])
        self.heads = self.articles | self.known | frozenset(self.prepositions)
        self.definite = frozenset(
            plain(word) for word in self.tables["determiners"]["definite"]
        )
        self.sound_alikes = _sound_alikes(self.tables["homophones"])
        self.adverbs = frozenset(self.tables["adverbs"])
        self.particles = frozenset(stem(word) for word in self.tables["particles"])
        self.hesitations = frozenset(plain(word) for word in self.tables["hesitations"])
        self.people = frozenset(stem(word) for word in self.tables["people"])
        self.plain_words = frozenset(
            stem(word) for word in self.tables["function"] if " " not in word
        )
        self._fill()

    def _fill(self) -> None:
        tables, add = self.tables, self.phrases.add_all
        for kind in ("courses", "methods", "operators", "dates", "pronouns"):
            for key, phrases in tables[kind].items():
                add(phrases, (kind, key))
        for key, phrases in tables["corrections"].items():
            add(phrases, (f"corrections.{key}", key))
        for key, phrases in tables["determiners"].items():
            add(phrases, ("determiner", key))
        for value, phrases in tables["numbers"]["collective"].items():
            add([value], ("collective", phrases))
        for value, count in tables["parties"].items():
            add([value], ("party", count))
        for kind in ("fillers", "function", "conjunctions", "times", "covers"):
            add(tables[kind], (kind, ""))
        add(tables["people"], ("function", ""))
        for key, phrases in tables["codes"].items():
            add(phrases, ("code", key))
        add(tables["recount"], ("recount", ""))
        add(tables["restate"], ("restate", ""))
        add(tables["plain"], ("plain", ""))
        add(tables["groups"], ("group", ""))
        add(tables["party_is"], ("party_is", ""))
        add(tables["in_all"], ("in_all", ""))
        add(tables["measures"], ("measure", ""))
        add(tables["percent"], ("percent", ""))
        add(tables["currency"], ("currency", ""))
        add(tables["table"]["words"], ("table_word", ""))
        add(tables["table"]["same"], ("same_table", ""))
        add(tables["seat"]["words"], ("seat_word", ""))
        add(tables["seat"]["people"], ("seat_people", ""))
        add(tables["seat"]["at"], ("seat_at", ""))
        add(tables["hour"], ("hour", ""))
        for key, value in tables["hours"].items():
            add([key], ("hours", value))
        for key, value in tables["minutes"].items():
            add([key], ("minutes", value))
        for key, phrases in table_of(f"concepts_{self.name}")["concepts"].items():
            add(phrases, ("concept", key))


def _sound_alikes(
    pairs: list[list[str]],
) -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """By the first word: what sounds like something else, both ways."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for pair in pairs:
        for old, new in (pair, reversed(pair)):
            words = tuple(plain(word) for word in old.split())
            found.setdefault(words[0], []).append((words, tuple(new.split())))
    return found


@cache
def language(name: str) -> Language:
    """The language of a headset; "fr" or "en".

    Raises:
        OSError: there are no tables for it.
    """
    return Language(name)


@cache
def table_of(name: str) -> Any:
    """A file of `tables/` by its name."""
    return json.loads((_TABLES / f"{name}.json").read_text(encoding="utf-8"))
