"""The menu made ready to be looked up: every spoken form of everything on it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from voice.menu import Item, Menu
from voice.understanding.language import Language, language
from voice.understanding.lexicon import Phrases
from voice.understanding.sounds import Sounds
from voice.understanding.words import Word, words_of

_LINKS = frozenset(
    ["de", "d'", "du", "des", "au", "aux", "a", "la", "l'", "le", "the", "of", "with"]
)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a phrase of the menu stands for; some are several things at once.

    Attributes:
        items: ids of articles; several where the words are ambiguous.
        ingredient, cooking, staff, table: key, degree, name, number; empty where it is none.
        station: id of a station of the kitchen.
        plural: whether the form is a plural by nature ("moules frites").
        counted: whether it brings its own number ("six huîtres").
        gender: "m" or "f" of an article alone, where the language has it.
        guess: the words it was taken for, when they only sound alike.
    """

    items: tuple[str, ...] = ()
    ingredient: str = ""
    cooking: str = ""
    staff: str = ""
    table: int = 0
    station: str = ""
    plural: bool = False
    counted: bool = False
    gender: str = ""
    guess: str = ""


class Speakable:
    """A menu in one language; made once for each change of it."""

    def __init__(self, menu: Menu) -> None:
        self.menu = menu
        self.language: Language = language(menu.language)
        self.items: dict[str, Item] = {item.id: item for item in menu.items}
        self.tables = frozenset(table.number for table in menu.tables)
        self.phrases = Phrases(self.language.verbs)
        self.portions: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        self._held: dict[tuple[str, ...], list[Thing]] = {}
        self._fill()

    @cached_property
    def sounds(self) -> "Sounds":
        """The forms by their sound; made when a word is met that nobody knows."""
        return Sounds(
            {
                " ".join(path): things[0]
                for path, things in self._held.items()
                if any(thing.items or thing.ingredient for thing in things)
            }
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that name something on the menu, alone or with others."""
        paths = (path for path, held in self._held.items() if held[0].items)
        return frozenset(stem for path in paths for stem in path) - _LINKS

    def things_at(self, words: tuple[Word, ...], start: int) -> list[tuple[int, Thing]]:
        """What of the menu begins at a word: (end, thing)."""
        return [(end, held[0]) for end, held in self.phrases.at(words, start)]

    def held(self, stems: tuple[str, ...]) -> Thing | None:
        """What exactly these words stand for, None for nothing."""
        things = self._held.get(stems)
        return _merged(things) if things else None

    def _fill(self) -> None:
        menu, tables = self.menu, self.language.tables
        own = tables.get("ingredients", {})
        for key, forms in menu.ingredients.items():
            for form in own.get(key, forms):
                self._hold(form, Thing(ingredient=key))
        for item in menu.items:
            self._hold_all(item.say, Thing(items=(item.id,), gender=item.gender))
        for words in menu.ambiguous:
            self._hold_all(words.say, Thing(items=words.choices))
        # Names are French: "thé" would be the English "the".
        for item in menu.items if menu.language == "fr" else ():
            if not self._known(item.name) and item.name.replace(" ", "").isalpha():
                self._hold(item.name, Thing(items=(item.id,), gender=item.gender))
        for item in menu.items:
            self._hold_short(item)
            self._hold_containers(item)
        for key, forms in menu.cooking.items():
            more = tables.get("cooking", {}).get(key, ())
            self._hold_all((*forms, *more), Thing(cooking=key))
        for name in menu.staff:
            self._hold(name, Thing(staff=name.lower()))
        for table in menu.tables:
            self._hold_all(table.say, Thing(table=table.number))
        for station in menu.stations:
            # "Bar" is a fish first; "côté bar" is no fish.
            free = [form for form in station.say if not self._known(form)]
            called = tables["station"]
            forms = [f"{word} {form}" for word in called for form in station.say]
            self._hold_all((*free, *forms), Thing(station=station.id))
        self._portion_out()
        for path, things in self._held.items():
            self.phrases.hold(path, _merged(things))

    def _portion_out(self) -> None:
        """What the menu sells by the six or the dozen, the largest first."""
        for item in self.menu.items:
            for form in item.say:
                words = words_of(form)
                size, end = self._number_of(words)
                noun = tuple(word.stem for word in words[end:])
                known = self.portions.setdefault(noun, [])
                if size > 1 and noun and (size, item.id) not in known:
                    known.append((size, item.id))
                    known.sort(reverse=True)

    def _number_of(self, words: tuple[Word, ...]) -> tuple[int, int]:
        """The number that a form begins with, and where its noun begins."""
        numbers = self.language.numbers.at(words, 0)
        ends = [(end, value) for end, value in numbers if end < len(words)]
        for end, values in self.language.phrases.at(words, 0):
            ends += [
                (end, v) for k, v in values if k == "collective" and isinstance(v, int)
            ]
        if not ends:
            return 0, 0
        end, value = max(ends)
        if end < len(words) and words[end].plain in _LINKS:
            end += 1
        return value, end

    def _hold_short(self, item: Item) -> None:
        """Waiters leave the small words out: "mousse chocolat"."""
        for form in item.say:
            words = [w.text for w in words_of(form) if w.text not in _LINKS]
            short = " ".join(words)
            if not self._known(short):
                self._hold(short, Thing(items=(item.id,)))

    def _hold_containers(self, item: Item) -> None:
        """What may stand before one form may before the others: "bouteille de"."""
        forms = [tuple(word.text for word in words_of(form)) for form in item.say]
        heads = {
            long[: len(long) - len(short)]
            for long in forms
            for short in forms
            if len(short) < len(long) and long[-len(short) :] == short
        }
        for head in heads:
            for form in forms:
                text = " ".join((*head, *form))
                if form[0] != head[0] and not self._known(text):
                    self._hold(text, Thing(items=(item.id,)))

    def _known(self, form: str) -> bool:
        return tuple(word.stem for word in words_of(form)) in self._held

    def _hold_all(self, forms: Iterable[str], thing: Thing) -> None:
        for form in forms:
            self._hold(form, thing)

    def _hold(self, form: str, thing: Thing) -> None:
        words = words_of(form)
        if not words:
            return
        numbered = bool(self.language.numbers.at(words, 0)) or any(
            kind == "collective"
            for _, values in self.language.phrases.at(words, 0)
            for kind, _ in values
        )
        thing = replace(
            thing,
            plural=any(word.stem != word.plain for word in words),
            gender=thing.gender if len(words) == 1 else "",
            counted=numbered and len(words) > 1,
        )
        self._held.setdefault(tuple(word.stem for word in words), []).append(thing)


def _merged(things: list[Thing]) -> Thing:
    """One thing of several with the same words; two articles make them ambiguous."""
    first = things[0]
    for other in things[1:]:
        first = replace(
            first,
            items=tuple(dict.fromkeys((*first.items, *other.items))),
            ingredient=first.ingredient or other.ingredient,
            cooking=first.cooking or other.cooking,
            gender=first.gender if first.gender == other.gender else "",
            staff=first.staff or other.staff,
            table=first.table or other.table,
            station=first.station or other.station,
            plural=first.plural and other.plural,
        )
    return first
