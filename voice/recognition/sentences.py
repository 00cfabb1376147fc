"""Sentences drawn from the templates of a language, with what a menu has in their slots."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

VOWELS = tuple("aeiouyhàâéèêëîïôöûùœæ")
_SLOT = re.compile(r"\{(\w+)\}")
_ELIDED = {"le": "l'", "la": "l'", "de": "d'"}


class _Spelling(Protocol):
    def spelled(self, text: str, /) -> str | None: ...


Template = tuple[tuple[str, str], ...]
"""Words as the model spells them and the name of the slot that follows, each may be empty."""


class Sentences:
    """Draws the same sentences from the same seed.

    The words of a template are checked once and what fills it was checked before, so a
    sentence costs no look-up.
    """

    def __init__(
        self,
        table: Mapping[str, Any],
        values: Mapping[str, Sequence[str]],
        vocabulary: _Spelling,
        chance: random.Random,
    ) -> None:
        """Compiles the templates that the model has the words of.

        Args:
            table: of a language, see `templates/`.
            values: what a slot can hold, in the model's spelling.
        """
        self._values, self._chance, self._vocabulary = values, chance, vocabulary
        self._joints: list[str] = table["joints"]
        self._templates = self._known(table["sentences"])
        self._options = self._known(table["options"])

    def drawn(self, count: int) -> Iterator[str]:
        """About so many, each template as often as the others."""
        for _ in range(-(-count // len(self._templates)) if self._templates else 0):
            for template in self._templates:
                yield self._filled(template)

    def _known(self, texts: Sequence[str]) -> list[Template]:
        found = []
        for text in texts:
            parts = [*_SLOT.split(text), ""]
            spelled = [self._vocabulary.spelled(each) for each in parts[::2]]
            words = [each for each in spelled if each is not None]
            if len(words) == len(spelled):
                found.append(tuple(zip(words, parts[1::2], strict=True)))
        return found

    def _filled(self, template: Template) -> str:
        said: list[str] = []
        for words, slot in template:
            if words:
                said.append(words)
            if slot:
                self._say(said, self._drawn(slot))
        return " ".join(said)

    def _say(self, said: list[str], value: str) -> None:
        """Adds what fills a slot; "la" before a vowel is elided where the model can hear it."""
        if not value:
            return
        if said and value.startswith(VOWELS):
            head, _, last = said[-1].rpartition(" ")
            elided = _ELIDED.get(last)
            joined = self._vocabulary.spelled(elided + value) if elided else None
            if joined:
                said[-1:] = [each for each in (head, joined) if each]
                return
        said.append(value)

    def _drawn(self, slot: str) -> str:
        if slot == "lines":
            count = self._chance.choice((1, 1, 2, 3))
            joint = self._chance.choice(self._joints)
            return f" {joint}".join(self._line() for _ in range(count))
        if slot == "line":
            return self._line()
        if slot == "option":
            return (
                self._filled(self._chance.choice(self._options))
                if self._options
                else ""
            )
        values = self._values.get(slot)
        return self._chance.choice(values) if values else ""

    def _line(self) -> str:
        line = [self._drawn("qty"), self._drawn("item")]
        if self._chance.random() < 0.35:
            line.append(self._drawn("cooking"))
        if self._chance.random() < 0.3:
            line.append(self._drawn("option"))
        return " ".join(filter(None, line))
