"""The phrases that the understanding knows, as a recogniser can hear them.

Its tables hold patterns without accents ("~mettre en attente", "il faut|faudra"); a grammar
wants words as a model spells them.
"""

import random
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product
from typing import Any

from voice.recognition.model import SpeechModel
from voice.understanding.language import table_of
from voice.understanding.lexicon import verb_forms
from voice.understanding.words import plain

_MOST_FORMS, _MOST_PATHS = 14, 8
_TABLES = ("", "concepts_")
_NO_PHRASES = frozenset({"verbs", "homophones"})


class Triggers:
    """Patterns written out in the words of one model."""

    def __init__(self, model: SpeechModel, language: str) -> None:
        """Reads the model's list of words: a few tenths of a second for a real one."""
        self._language = language
        self._spellings: dict[str, list[str]] = {}
        for word in model.words():
            self._spellings.setdefault(plain(word), []).append(word)
        self._irregular: dict[str, str] = table_of(language).get("verbs", {})
        self._forms = lru_cache(maxsize=1024)(self._known_forms)

    def phrases(self) -> list[str]:
        """All of them, the same ones each time; some of their words may be unknown."""
        found: list[str] = []
        for prefix in _TABLES:
            for pattern in _strings(table_of(f"{prefix}{self._language}")):
                found += self._written(pattern)
        return list(dict.fromkeys(found))

    def _written(self, pattern: str) -> Iterable[str]:
        """A few of the ways to say a pattern, and each form of its verbs."""
        parts = [self._choices(part) for part in pattern.split()]
        for part, choices in zip(pattern.split(), parts, strict=True):
            if "~" in part:
                yield from choices
        paths = (" ".join(filter(None, path)) for path in product(*parts))
        yield from islice(paths, _MOST_PATHS)

    def _choices(self, part: str) -> list[str]:
        choices = [""] if part.endswith("?") else []
        for choice in part.removesuffix("?").split("|"):
            choices += self._forms(choice[1:]) if choice.startswith("~") else [choice]
        # The first ones are taken where there are many: mixed, so that each has its chance.
        return random.Random(part).sample(choices, len(choices))

    def _known_forms(self, lemma: str) -> list[str]:
        forms = sorted(
            verb_forms(lemma, self._irregular), key=lambda form: (len(form), form)
        )
        known = [word for form in forms for word in self._spellings.get(form, ())]
        return known[:_MOST_FORMS]


def _strings(value: Any) -> Iterator[str]:
    """Every text in a table: keys of what maps to numbers, and all in lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key in _NO_PHRASES:
                continue
            if isinstance(each, int) and not isinstance(each, bool):
                yield key
            yield from _strings(each)
