"""How French and English count and agree: only what a read-back of a few words needs."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CODES = ("fr", "en")
VOWELS = "aàâeéèêëiîïoôœuùûyhAÀÂEÉÈÊËIÎÏOÔŒUÙÛYH"


@dataclass(frozen=True, slots=True)
class Language:
    """A language and its tables.

    Attributes:
        code: "fr" or "en".
        words: `words/<code>.json`.
    """

    code: str
    words: Mapping[str, Any]

    def number(self, value: int, gender: str = "m") -> str:
        """A quantity in words up to twenty, beyond it in figures (a voice reads both)."""
        if value == 1 and self.code == "fr" and gender == "f":
            return "une"
        names = self.words["numbers"]
        return str(names[value]) if 0 <= value < len(names) else str(value)

    def counts_itself(self, name: str) -> bool:
        """Whether the name begins with a number: "six huîtres"."""
        return name.split(" ", maxsplit=1)[0] in self.words["numbers"][2:]

    def plural(self, name: str) -> str:
        """The name of several: "tartes au citron", "crèmes brûlées"."""
        words = name.split(" ")
        end = next((i for i, w in enumerate(words) if self._ends(w)), len(words))
        if self.code == "en":
            return " ".join(
                [*words[: end - 1], self._several(words[end - 1]), *words[end:]]
            )
        return " ".join([self._several(word) for word in words[:end]] + words[end:])

    def agreed(self, adjective: str, gender: str, several: bool) -> str:
        """A degree of cooking beside its dish: "saignantes", "bien cuit", "à point"."""
        if self.code == "en":
            return str(self.words["cooking"].get(adjective, adjective))
        if adjective.startswith(("à ", "au ")):
            return adjective
        feminine = "e" if gender == "f" and not adjective.endswith("e") else ""
        plural = "s" if several and not adjective.endswith(("s", "x")) else ""
        return adjective + feminine + plural

    def polished(self, text: str) -> str:
        """A sentence as it is written and said: elided, one space, a capital first."""
        text = re.sub(r"(\w') ", r"\1", " ".join(text.split()))
        if self.code == "fr":
            text = re.sub(rf"\bde (?=[{VOWELS}])(?!{self._aspirated()})", "d'", text)
        return text[:1].upper() + text[1:]

    def as_said(self, text: str) -> str:
        """Respelled where espeak-ng reads a word of the trade as nobody says it ("burger")."""
        return re.sub(r"\w+", self._said_as, text)

    def _said_as(self, word: re.Match[str]) -> str:
        return str(self.words["said_as"].get(word[0].lower(), word[0]))

    def _several(self, word: str) -> str:
        if word in self.words["invariable"]:
            return word
        if self.code == "en" and word.endswith(("ch", "sh", "ss")):
            return word + "es"
        if word.endswith(("s", "x", "z")):
            return word
        if self.code == "en":
            return word + "s"
        if word.endswith("al"):
            return word[:-2] + "aux"
        return word + ("x" if word.endswith(("eau", "œu")) else "s")

    def _ends(self, word: str) -> bool:
        """Where the noun ends whose plural is wanted: "tartes | au citron"."""
        return word in self.words["complements"] or word.startswith(("d'", "l'"))

    def _aspirated(self) -> str:
        return "|".join(self.words["aspirated"]) or "$"


@cache
def language(code: str) -> Language:
    """The tables of a language; French where there are none."""
    known = code if code in CODES else "fr"
    path = Path(__file__).with_name("words") / f"{known}.json"
    return Language(known, json.loads(path.read_text(encoding="utf-8")))
