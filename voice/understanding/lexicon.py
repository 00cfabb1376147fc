"""Phrases looked up word by word, and the forms of the verbs they are made of."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from voice.understanding.words import Word, plain, stem

_ELISION = re.compile(r"'(?=\w)")
_REMEMBERED = 20_000
_ENDINGS = {
    "er": (
        "e es ons eons ez ent er ee ees ais ait eais eait ions iez aient ant "
        "eant era eras erai erez erons eront erais erait eraient a ea"
    ),
    "ir": (
        "is it issons issez issent ir i ie ies ira iras irai irez irons iront "
        "irais irait issait issant"
    ),
    "re": ("s re ez ent ons u ue us ues ra ras rez rai ront rait"),
}
"""Endings of the present, past, future and the rest, by the infinitive's."""


def verb_forms(lemma: str, irregular: Mapping[str, str]) -> frozenset[str]:
    """The plain forms that a French verb takes in a restaurant.

    `irregular` gives the forms of a verb, or `*` and its other stems ("payer": "*pai").
    """
    known = irregular.get(lemma, "")
    if known and not known.startswith("*"):
        return frozenset({plain(lemma), *(plain(form) for form in known.split())})
    if not known and not lemma.endswith("er"):
        # "prévenir" goes as "venir" does.
        for length in range(len(lemma) - 1, 4, -1):
            base = irregular.get(lemma[-length:], "*")
            if not base.startswith("*"):
                head = plain(lemma[:-length])
                forms = {head + plain(form) for form in base.split()}
                return frozenset({plain(lemma), *forms})
    stems = {plain(lemma)[:-2], *known.removeprefix("*").split()}
    endings = _ENDINGS.get(lemma[-2:], _ENDINGS["ir"]).split()
    return frozenset(root + ending for root in stems for ending in endings)


class Verbs:
    """Which verbs a word may be a form of."""

    def __init__(self, irregular: Mapping[str, str]) -> None:
        self._irregular = irregular
        self._known: set[str] = set()
        self._of: dict[str, tuple[str, ...]] = {}

    def learn(self, lemma: str) -> str:
        """The key under which phrases keep a verb; its forms are known from then on."""
        key = f"~{plain(lemma)}"
        if key not in self._known:
            self._known.add(key)
            for form in {stem(form) for form in verb_forms(lemma, self._irregular)}:
                self._of[form] = (*self._of.get(form, ()), key)
        return key

    def of(self, word: str) -> tuple[str, ...]:
        """The keys of the verbs of which a stem is a form."""
        return self._of.get(word, ())


class Phrases:
    """Phrases with what they stand for, found at a place of a sentence in one walk.

    A phrase is words apart by spaces; `a|b` is either of them, `a?` may be missing, `~verbe`
    is any form of the verb. Words match by their stem, so plurals are one with singulars.
    """

    def __init__(self, verbs: Verbs) -> None:
        self._root: dict[str, Any] = {}
        self._verbs = verbs
        self._longest = 0
        self._known: dict[tuple[Word, ...], list[tuple[int, list[Any]]]] = {}

    def add(self, phrase: str, value: object) -> None:
        """Takes a pattern in; what words_of takes apart is apart in it too."""
        parts = _ELISION.sub("' ", phrase.replace("-", " ")).split()
        for path in self._paths(parts):
            self.hold(path, value)

    def add_all(self, phrases: Iterable[str], value: object) -> None:
        """Takes in every one of several patterns for the same thing."""
        for phrase in phrases:
            self.add(phrase, value)

    def hold(self, path: Sequence[str], value: object) -> None:
        """Takes in the stems of a phrase."""
        if not path:
            return
        self._longest = max(self._longest, len(path))
        self._known.clear()
        node = self._root
        for key in path:
            node = node.setdefault(key, {})
        held = node.setdefault("", [])
        if value not in held:
            held.append(value)

    def _paths(self, parts: list[str]) -> Iterator[tuple[str, ...]]:
        if not parts:
            yield ()
            return
        first, rest = parts[0], parts[1:]
        keys = [
            self._verbs.learn(choice[1:]) if choice.startswith("~") else stem(choice)
            for choice in first.removesuffix("?").split("|")
        ]
        for tail in self._paths(rest):
            for key in dict.fromkeys(keys):
                yield (key, *tail)
            if first.endswith("?"):
                yield tail

    def at(self, words: tuple[Word, ...], start: int) -> list[tuple[int, list[Any]]]:
        """What begins at a word: (end, values) of every phrase found there."""
        ahead = words[start : start + self._longest]
        known = self._known.get(ahead)
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            known = self._known[ahead] = []
            self._walk(ahead, 0, self._root, known)
        return [(start + length, values) for length, values in known]

    def _walk(
        self,
        words: tuple[Word, ...],
        place: int,
        node: dict[str, Any],
        found: list[tuple[int, list[Any]]],
    ) -> None:
        held = node.get("")
        if held:
            found.append((place, held))
        if place == len(words):
            return
        word = words[place].stem
        following = node.get(word)
        if following is not None:
            self._walk(words, place + 1, following, found)
        for key in self._verbs.of(word):
            following = node.get(key)
            if following is not None:
                self._walk(words, place + 1, following, found)
