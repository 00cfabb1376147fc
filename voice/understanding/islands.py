"""Islands: the parts of a sentence whose meaning is known by themselves.

A table, a quantity, an article, an ingredient, a seat, an hour… What lies between them is
evidence of what is wanted, filler, or unknown.
"""

from dataclasses import dataclass, field
from typing import Any

from voice.understanding.words import Word

SLOTS = frozenset(
    [
        "thing",
        "num",
        "table",
        "seat",
        "covers",
        "percent",
        "amount",
        "time",
        "cook",
        "course",
        "method",
        "staff",
    ]
)
"""Kinds with a value that an intent must have a place for."""


@dataclass(frozen=True, slots=True)
class Island:
    """One part of a sentence.

    Attributes:
        kinds: all that it may be, with the value: {"thing": …, "cook": "rosé"}.
        cost: how unlikely it is by itself.
        pause: whether a comma or the like stands before it.
    """

    start: int
    end: int
    kinds: dict[str, Any]
    cost: float = 0.08
    pause: bool = False

    def __contains__(self, kind: str) -> bool:
        return kind in self.kinds

    def __getitem__(self, kind: str) -> Any:
        return self.kinds[kind]

    def get(self, kind: str) -> Any:
        """The value of a kind, None when it is not one."""
        return self.kinds.get(kind)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that speaks for an intent."""

    start: int
    end: int
    concept: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to see the islands of a sentence.

    Attributes:
        words: of the whole sentence.
        hits: evidence that lies outside of the islands, or covers one whole.
        light: by word, whether it needs no explanation (fillers, small words).
    """

    words: tuple[Word, ...]
    islands: tuple[Island, ...]
    hits: tuple[Hit, ...]
    light: tuple[bool, ...]
    cost: float


@dataclass(slots=True)
class Found:
    """All that was found in a sentence, by the place where it begins.

    Attributes:
        spans: the kinds of each part that one phrase makes, by (start, end).
        composed: islands made of several phrases.
        starts: every phrase at a place, by kind: (end, value).
    """

    spans: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    composed: list[Island] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    light: list[bool] = field(default_factory=list)
    starts: list[dict[str, list[tuple[int, Any]]]] = field(default_factory=list)
