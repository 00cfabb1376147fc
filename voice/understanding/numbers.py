"""Numbers in words, with every reading: "vingt deux burgers" is 22 of them, or 20 and 2."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voice.understanding.words import Word, stem

_LONGEST, _REMEMBERED = 12, 20_000
_TEN = 10
_HUNDRED = 100
_THOUSAND = 1000


class Numbers:
    """The number words of a language.

    Attributes:
        ordinals: place in a row by stem; -1 is the last.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._units = _by_stem(table["units"])
        self._teens = _by_stem(table["teens"])
        self._tens = _by_stem(table["tens"])
        self._hundred = {stem(word) for word in table["hundred"]}
        self._thousand = {stem(word) for word in table["thousand"]}
        self._and = {stem(word) for word in table["and"]}
        self._vigesimal = bool(table.get("vigesimal"))
        self._starts = {
            *self._units,
            *self._teens,
            *self._tens,
            *self._hundred,
            *self._thousand,
        }
        self._known: dict[tuple[Word, ...], tuple[tuple[int, int], ...]] = {}
        self.ordinals = _by_stem(table["ordinals"])

    def may_begin(self, word: Word) -> bool:
        """Whether a number or an ordinal can begin with a word."""
        stem_ = word.stem
        return stem_ in self._starts or stem_ in self.ordinals or stem_.isdecimal()

    def at(self, words: tuple[Word, ...], start: int) -> list[tuple[int, int]]:
        """The readings of a number that begins at a word: (end, value)."""
        word = words[start].stem
        if word.isdecimal():
            return [(start + 1, int(words[start].plain))]
        if word not in self._starts:
            return []
        ahead = words[start : start + _LONGEST]
        known = self._known.get(ahead)
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            known = self._known[ahead] = tuple(dict.fromkeys(self._large(ahead, 0)))
        return [(start + length, value) for length, value in known]

    def _large(self, words: Sequence[Word], start: int) -> Iterator[tuple[int, int]]:
        for end, value in self._hundreds(words, start):
            yield end, value
            if self._is(self._thousand, words, end):
                yield end + 1, value * _THOUSAND
        if self._is(self._thousand, words, start):
            yield start + 1, _THOUSAND

    def _hundreds(self, words: Sequence[Word], start: int) -> Iterator[tuple[int, int]]:
        heads = list(self._small(words, start))
        yield from heads
        heads.append((start, 1))
        for end, value in heads:
            if value < _TEN and self._is(self._hundred, words, end):
                yield end + 1, value * _HUNDRED
                after = end + 2 if self._is(self._and, words, end + 1) else end + 1
                if after < len(words):
                    for last, rest in self._small(words, after):
                        yield last, value * _HUNDRED + rest

    def _small(self, words: Sequence[Word], start: int) -> Iterator[tuple[int, int]]:
        """Numbers below a hundred; with "quatre-vingt" and "soixante-dix" in French."""
        if start >= len(words):
            return
        word = words[start].stem
        if word in self._units:
            yield start + 1, self._units[word]
            if (
                self._vigesimal
                and self._units[word] == 4
                and start + 1 < len(words)
                and self._tens.get(words[start + 1].stem) == 20
            ):
                yield start + 2, 80
                yield from self._below_twenty(words, start + 2, 80)
        elif word in self._teens:
            yield from self._below_twenty(words, start, 0)
        elif word in self._tens:
            value = self._tens[word]
            yield start + 1, value
            after = start + 2 if self._is(self._and, words, start + 1) else start + 1
            if self._vigesimal and value == 60:
                yield from self._below_twenty(words, after, value)
                return
            unit = self._units.get(words[after].stem, 0) if after < len(words) else 0
            # "vingt et un" alone is joined by "et": "vingt et deux" are two numbers.
            if unit == 1 or (unit and after == start + 1):
                yield after + 1, value + unit

    def _below_twenty(
        self, words: Sequence[Word], start: int, base: int
    ) -> Iterator[tuple[int, int]]:
        if start >= len(words):
            return
        word = words[start].stem
        if base and self._units.get(word, 0) > 0:
            yield start + 1, base + self._units[word]
        if word in self._teens:
            value = self._teens[word]
            yield start + 1, base + value
            if value == 10 and start + 1 < len(words):
                unit = self._units.get(words[start + 1].stem, 0)
                if unit >= 7:
                    yield start + 2, base + 10 + unit

    @staticmethod
    def _is(group: set[str], words: Sequence[Word], place: int) -> bool:
        return place < len(words) and words[place].stem in group


def _by_stem(table: Mapping[str, int]) -> dict[str, int]:
    return {stem(word): value for word, value in table.items()}
