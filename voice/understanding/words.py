"""A sentence as words: without capitals, elisions apart, plurals and accents laid aside."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_PARTS = re.compile(r"[\w]+['’]?|[^\w\s]+")
_WHOLE = re.compile(r"\b(aujourd|quelqu|presqu|prud)['’](?=\w)", re.IGNORECASE)
_PAUSES = frozenset(",;:.…!?—–()")
# Their "s" is no plural, and without it they would be other words.
_WHOLE_WORDS = frozenset({"pars", "plus", "vers", "sans", "dans", "sous"})


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word. The same one said twice is one object: what begins at it is kept by it.

    Attributes:
        text: as said, in lower case; an elided one keeps its apostrophe ("d'").
        plain: without accents and ligatures.
        stem: plain, without the mark of the plural.
        pause: whether a comma or the like stands before it. Speech has none: a hint.
        joined: whether a hyphen ties it to the word before ("vingt-deux").
        name: whether it was written with a capital.
    """

    text: str
    plain: str
    stem: str
    pause: bool = False
    joined: bool = False
    name: bool = False


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Lower case letters and digits only: "Crème brûlée" → "creme brulee"."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


@lru_cache(maxsize=8192)
def stem(text: str) -> str:
    """The plain word without its plural: "brûlées" → "brulee", "royaux" → "royal"."""
    word = plain(text)
    if word in _WHOLE_WORDS:
        return word
    if len(word) > 5 and word.endswith("aux") and word[-4] != "e":
        return word[:-2] + "l"
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


@lru_cache(maxsize=16384)
def _word(part: str, pause: bool, joined: bool) -> Word:
    lower = part.lower().replace("’", "'")
    name = part[0].isupper()
    return Word(lower, plain(lower), stem(lower), pause, joined, name)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a sentence, in order; any text at all is allowed."""
    words: list[Word] = []
    pause = joined = False
    end = 0
    for found in _PARTS.finditer(_WHOLE.sub(r"\1", text)):
        part = found.group()
        if not (part[0].isalnum() or part[0] == "_"):
            hyphen = part == "-" and found.start() == end and bool(words)
            joined = hyphen
            pause = pause or (not hyphen and not _PAUSES.isdisjoint(part))
            end = found.end()
            continue
        words.append(_word(part, pause, joined and found.start() == end))
        pause = joined = False
        end = found.end()
    return tuple(words)
