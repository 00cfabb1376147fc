"""Words by their sound: what a recogniser spells in its own way is found all the same."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from voice.understanding.words import plain

if TYPE_CHECKING:
    from voice.understanding.speakable import Thing

# French spelling to a rough sound, in order; silent ends fall first.
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z ]", ""),
        (r"ph", "f"),
        (r"ill|ll(?=e)", "y"),
        (r"eaux?|aux?|ault\b", "o"),
        (r"oeu|eu", "e"),
        (r"oi", "wa"),
        (r"ou", "u"),
        (r"ai[st]?\b|ei|ai|et\b|ez\b|er\b", "E"),
        (r"(?:an|en|am|em)(?![aeiouy])", "A"),
        (r"(?:in|ain|ein|im|un|yn)(?![aeiouy])", "I"),
        (r"(?:on|om)(?![aeiouy])", "O"),
        (r"gn", "N"),
        (r"ch|sh", "S"),
        (r"qu|ck|c(?=[aouAOrlkt ]|$)|k|q", "k"),
        (r"c|ss|ç", "s"),
        (r"ge(?=[aou])|g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"h", ""),
        (r"(?<=[a-zA-Z])[bcdfgpstxz]+\b", ""),
        (r"(?<=[a-zA-Z]{2})e\b", ""),
        (r"y", "i"),
        (r"z", "s"),
        (r"(.)\1+", r"\1"),
        (r" ", ""),
    )
)
_SOUNDED = re.compile(r"ée?s?\b")
_FARTHEST = 0.2
_SHORTEST = 3
_REMEMBERED = 5_000
_VOWELS = frozenset("aeiouEAIO")
_BEGINNINGS = {"p": "b", "t": "d", "k": "g", "v": "f", "S": "s", "j": "s"}
_LIKE = {
    frozenset(pair)
    for pair in ("bp", "dt", "gk", "fv", "sS", "jS", "AO", "Ie", "ie", "AI", "eE", "iE")
}


def sound_of(text: str) -> str:
    """A key that words of the same sound share, or nearly."""
    key = plain(_SOUNDED.sub("et", text.lower()))
    for pattern, sound in _RULES:
        key = pattern.sub(sound, key)
    return key


class Sounds:
    """The forms of a menu by their sound."""

    def __init__(self, forms: Mapping[str, "Thing"]) -> None:
        # Words that sound alike begin alike: only those are compared.
        self._forms: dict[tuple[str, int], list[tuple[str, str, Thing]]] = {}
        self._known: dict[str, tuple[float, str, Thing] | None] = {}
        for form, thing in forms.items():
            key = sound_of(form)
            if key:
                place = (_class_of(key[0]), len(key))
                self._forms.setdefault(place, []).append((key, form, thing))

    def nearest(self, text: str) -> tuple[float, str, "Thing"] | None:
        """The form that sounds most like it: (distance from 0, form, thing), or None."""
        if text not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[text] = self._search(sound_of(text))
        return self._known[text]

    def _search(self, key: str) -> tuple[float, str, "Thing"] | None:
        if len(key) < _SHORTEST:
            return None
        best: tuple[float, str, Thing] | None = None
        reach = int(len(key) * _FARTHEST)
        begins = _class_of(key[0])
        for length in range(len(key) - reach, len(key) + reach + 1):
            for other, form, thing in self._forms.get((begins, length), ()):
                limit = _FARTHEST if best is None else best[0]
                size = max(len(key), len(other))
                distance = _distance(key, other, limit * size) / size
                if distance < limit or (distance == 0 and best is None):
                    best = (distance, form, thing)
        return best


def _class_of(sound: str) -> str:
    return _BEGINNINGS.get(sound, "a" if sound in _VOWELS else sound)


def _distance(one: str, two: str, limit: float) -> float:
    """Edits from one to the other; like sounds count half; over the limit it stops."""
    row = [float(n) for n in range(len(two) + 1)]
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], float(i)
        for j, b in enumerate(two, 1):
            alike = frozenset((a, b)) in _LIKE
            change = before + (0.0 if a == b else 0.5 if alike else 1.0)
            before = row[j]
            row[j] = min(change, row[j] + 1, row[j - 1] + 1)
        if min(row) > limit:
            return limit + 1
    return row[-1]
