"""The lines of an order as they come out of a sentence."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Part:
    """Some of a line's pieces that are wanted in their own way ("dont un sans oignon")."""

    qty: int
    cooking: str = ""
    mods: list[dict[str, str]] = field(default_factory=list)
    seat: int | None = None


@dataclass(slots=True)
class Line:
    """One article with its number.

    Attributes:
        items: one id, or several to choose from.
        said: whether the number was said; without, it is one.
        definite: whether it is spoken of as known ("la bavette", "les cafés").
        many: whether "les" stood before it.
        parts: what is said of some of the pieces only.
        ingredient: what it would be as an option, where no number was said.
        rest_last: whether "les deux autres" were named behind the parts.
        apiece: whether each guest gets one ("un saumon chacun").
        table: its place in the row of tables of the sentence, if one was before it.
    """

    items: tuple[str, ...]
    qty: int = 1
    said: bool = False
    definite: bool = False
    many: bool = False
    cooking: str = ""
    mods: list[dict[str, str]] = field(default_factory=list)
    seat: int | None = None
    parts: list[Part] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    table: int | None = None
    start: int = 0
    guess: str = ""
    ingredient: str = ""
    rest_last: bool = False
    apiece: bool = False

    def entries(self) -> list[dict[str, Any]]:
        """The line as the utterance files have it; parts are lines of their own."""
        if len(self.listed) > 1 and len(self.listed) == self.qty and not self.parts:
            self.parts = [Part(1, cooking) for cooking in self.listed]
            self.cooking = ""
        entries = []
        rest = self.base
        if not self.said and len(self.parts) == 1 and self.parts[0].qty == 1:
            rest = 0  # "moules, une sans ail" is one
        whole = self._entry(rest, self.cooking, self.mods, self.seat)
        left = bool(rest) or not self.parts
        if left and not self.rest_last:
            entries.append(whole)
        for part in self.parts:
            inherited = [
                mod
                for mod in self.mods
                if all(mod["what"] != own["what"] for own in part.mods)
            ]
            entries.append(
                self._entry(
                    part.qty,
                    part.cooking or self.cooking,
                    [*inherited, *part.mods],
                    part.seat if part.seat is not None else self.seat,
                )
            )
        if left and self.rest_last:
            entries.append(whole)
        return entries

    @property
    def is_plain(self) -> bool:
        """Whether nothing is said of it but how many."""
        return not (self.cooking or self.mods or self.parts or self.seat is not None)

    @property
    def base(self) -> int:
        """How many pieces no part speaks of."""
        told = sum(part.qty for part in self.parts)
        if not self.said and (len(self.parts) > 1 or told > 1):
            return 0  # "du saumon, un avec riz, un sans": as many as are told of
        others = all(part.cooking not in {"", self.cooking} for part in self.parts)
        if told == self.qty and self.cooking and others:
            return self.qty  # "trois saignantes et trois à point" are six
        # More told than ordered: "un rosé et un deuxième bien cuit" are two.
        return self.qty - told if 1 < self.qty >= told else self.qty

    def _entry(
        self, qty: int, cooking: str, mods: list[dict[str, str]], seat: int | None
    ) -> dict[str, Any]:
        entry: dict[str, Any] = {"item": self.items[0], "qty": qty}
        if len(self.items) > 1:
            entry = {"item": None, "qty": qty, "choices": list(self.items)}
        if cooking:
            entry["cooking"] = cooking
        if mods:
            entry["mods"] = [dict(mod) for mod in mods]
        if seat is not None:
            entry["seat"] = seat
        return entry


@dataclass(slots=True)
class Order:
    """What was found in a part of a sentence.

    Attributes:
        loose: numbers that count nothing that was said.
        bare: ingredients that belong to no line, with what is said of them.
        of_course: how many of a course ("les deux desserts").
        negated: whether an article was named that is not wanted ("pas de saumon").
        was_qty: whether the old number was named too ("deux au lieu d'un").
        apiece: whether the guests that were told of were counted.
        dropped: whether an option was taken off by a verb ("enlève les oignons").
        mod_first: whether an option stood before its article ("du bacon sur le burger").
    """

    lines: list[Line] = field(default_factory=list)
    tables: list[tuple[int, str]] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)
    bare: list[dict[str, str]] = field(default_factory=list)
    cooking: str = ""
    misfits: int = 0
    mod_first: bool = False
    negated: bool = False
    was_qty: bool = False
    apiece: bool = False
    dropped: bool = False
    of_course: int | None = None
