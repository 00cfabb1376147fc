"""Finding an article from what somebody types in a hurry.

The index is built once and kept up to date article by article. A query is cut into
words; each must be found, in any order, as the beginning of a word of the name, the
button or a spoken alias; failing that inside a word; failing that with one letter
wrong; failing that by how it sounds. Accents, capitals and ligatures do not count.
"""

import heapq
import re
import unicodedata
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from sys import intern

from app.domain.catalogue.events import ArticleSet

LIMIT = 48
"""Most results of a query: a page of tiles."""

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o"})
_TAGGED = re.compile(r"(fr|en) ?: ?(.+)")
_WORD = re.compile(r"[a-z0-9]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
# Letters that a word must have to be looked for in each way.
_INSIDE_FROM, _CORRECTED_FROM, _CODE_FROM = 3, 4, 4
_WAYS = ("whole word", "start of a word", "inside a word", "corrected")
_LEAST_SOUND = 3
_NO_FAVOURITE, _MOST_ARTICLES = 100_000, 10_000_000
_HIGHEST = "\U0010ffff"

_SOUNDS = (
    (re.compile("eaux?|aux?"), "o"),
    (re.compile("ph"), "f"),
    (re.compile("qu|[ckq]"), "k"),
    (re.compile("(?<=[ao])y|ill"), "i"),
    (re.compile("[szx]|t(?=ion)"), "s"),
    (re.compile("g(?=[eiy])|j"), "j"),
    (re.compile("h"), ""),
)
_VOWELS = re.compile("(?<=.)[aeiouy]")
_TWICE = re.compile(r"(.)\1+")


def aliases(article: ArticleSet, language: str = "") -> list[str]:
    """Other names of an article: those of a language ("en: ribeye"), else those that name
    none; without a language all of them."""
    said: dict[str, list[str]] = {}
    for alias in article.spoken:
        found = _TAGGED.fullmatch(alias)
        tongue, name = found.groups() if found else ("", alias)
        said.setdefault(tongue, []).append(name)
    if not language:
        return [name for names in said.values() for name in names]
    return said.get(language) or said.get("", [])


def fold(text: str) -> str:
    """Small letters without accents: "Œufs à la crème" -> "oeufs a la creme"."""
    small = text.casefold().translate(_LIGATURES)
    spread = unicodedata.normalize("NFKD", small)
    return "".join(char for char in spread if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))


def sound_of(word: str) -> str:
    """How a folded word sounds, roughly, in French: "gravelaxe" and "gravlax" agree."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return _TWICE.sub(r"\1", _VOWELS.sub("", word))


class SearchIndex:
    """Words of articles, ready to be asked at each keystroke.

    `put` and `remove` keep it up to date; both cost the words of one article.
    """

    def __init__(self, articles: Iterable[ArticleSet] = ()) -> None:
        # Lists, for most words are of one article: a set is three times as large.
        self._places: dict[str, list[str]] = {}
        self._words: list[str] = []
        self._sounds: dict[str, list[str]] = {}
        self._heard: list[str] = []
        self._codes: list[tuple[str, str]] = []
        self._known: dict[str, ArticleSet] = {}
        self._rank: dict[str, int] = {}
        self._entered = 0
        self._blob = ""
        self._starts: list[int] = []
        for article in articles:
            if article.active:
                self._enter(article)
        self._words = sorted(self._places)
        self._heard = sorted(self._sounds)
        self._codes.sort()

    def __len__(self) -> int:
        return len(self._known)

    def put(self, article: ArticleSet) -> None:
        """Takes an article in as it is from now on; one that is not sold leaves."""
        self.remove(article.id)
        if not article.active:
            return
        for word in self._enter(article):
            insort(self._words, word)
            if len(self._sounds[sound_of(word)]) == 1:
                insort(self._heard, sound_of(word))
        self._codes.sort()
        self._blob = ""

    def remove(self, article: str) -> None:
        """Forgets an article."""
        known = self._known.pop(article, None)
        if known is None:
            return
        del self._rank[article]
        for word in _words_of(known):
            self._places[word].remove(article)
        for code in known.barcodes:
            self._codes.remove((code, article))

    def find(self, query: str, limit: int = LIMIT) -> list[str]:
        """Ids of the articles that fit, best first; nothing for an empty query."""
        wanted = dict.fromkeys(words_of(query))
        if not wanted:
            return []
        ways = [self._ways(word) for word in wanted]
        found: dict[str, None] = {}
        for way in range(len(_WAYS)):
            fitting = set.intersection(*(each[way] for each in ways))
            fitting.difference_update(found)
            more = heapq.nsmallest(
                limit - len(found), fitting, key=self._rank.__getitem__
            )
            found.update(dict.fromkeys(more))
        return list(found)

    def _enter(self, article: ArticleSet) -> list[str]:
        """Notes the words of an article; the words that no other article had."""
        words = [intern(word) for word in _words_of(article)]
        new = [word for word in words if word not in self._places]
        for word in new:
            self._places[word] = []
            self._sounds.setdefault(sound_of(word), []).append(word)
        for word in words:
            self._places[word].append(article.id)
        self._codes += [(code, article.id) for code in article.barcodes]
        self._known[article.id] = article  # which the house has too
        # Favourites first, then in the order in which the articles came.
        self._entered += 1
        favourite = article.favourite or _NO_FAVOURITE
        self._rank[article.id] = favourite * _MOST_ARTICLES + self._entered
        return new

    def _ways(self, word: str) -> list[set[str]]:
        """Articles that `word` fits in the first of `_WAYS`, in the first two, ..."""
        whole = set(self._places.get(word, ()))
        start = whole | self._at(self._starting(word))
        if word.isdigit() and len(word) >= _CODE_FROM:
            low = bisect_left(self._codes, (word, ""))
            high = bisect_right(self._codes, (word + _HIGHEST, ""), low)
            start.update(a for _, a in self._codes[low : min(high, low + LIMIT)])
        inside = start
        if len(word) >= _INSIDE_FROM and len(start) < LIMIT:
            inside = start | self._at(self._containing(word))
        corrected = inside
        if len(word) >= _CORRECTED_FROM and not inside:
            corrected = self._at(self._mistyped(word)) or self._at(self._sounding(word))
        return [whole, start, inside, corrected]

    def _at(self, words: Iterable[str]) -> set[str]:
        return set().union(*(self._places[word] for word in words))

    def _starting(self, start: str) -> list[str]:
        low = bisect_left(self._words, start)
        return self._words[low : bisect_right(self._words, start + _HIGHEST)]

    def _containing(self, part: str) -> Iterator[str]:
        """Words with `part` inside, found in one string that holds them all."""
        if not self._blob:
            self._blob = "\n" + "\n".join(self._words) + "\n"
            self._starts = [0]
            for word in self._words:
                self._starts.append(self._starts[-1] + len(word) + 1)
        at = self._blob.find(part)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield self._words[number]
            at = self._blob.find(part, self._starts[number + 1])

    def _mistyped(self, word: str) -> Iterator[str]:
        """Words that begin with `word` once one letter is put right."""
        for corrected in _one_letter_off(word):
            low = bisect_left(self._words, corrected)
            if low < len(self._words) and self._words[low].startswith(corrected):
                yield from self._starting(corrected)

    def _sounding(self, word: str) -> Iterator[str]:
        sound = sound_of(word)
        if len(sound) < _LEAST_SOUND:
            return
        low = bisect_left(self._heard, sound)
        for heard in self._heard[low : bisect_right(self._heard, sound + _HIGHEST)]:
            yield from self._sounds[heard]


def _words_of(article: ArticleSet) -> set[str]:
    """The words that an article is found by."""
    texts = (article.name, article.button, *aliases(article))
    return {word for text in texts for word in words_of(text)}


def _one_letter_off(word: str) -> set[str]:
    """What `word` would be with one letter missing, too many, wrong or swapped."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    made = {start + rest[1:] for start, rest in cuts if rest}
    made |= {
        start + rest[1] + rest[0] + rest[2:] for start, rest in cuts if len(rest) > 1
    }
    for letter in _LETTERS:
        made |= {start + letter + rest for start, rest in cuts}
        made |= {start + letter + rest[1:] for start, rest in cuts if rest}
    made.discard(word)
    return made
