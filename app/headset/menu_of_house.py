"""What can be spoken of in this house today, made of the world.

The menu of `voice` knows tables by numbers and courses by words; `HouseMenu` leads back to
the house's own ids.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from app.domain.catalogue.events import (
    ArticleSet,
    CategorySet,
    CourseSet,
    ModifierGroupSet,
    StationSet,
)
from app.domain.catalogue.state import DIRECT, Catalogue
from app.domain.floor.events import RoomSet, TableSet
from app.domain.staff.events import StaffSet
from app.domain.world import World
from app.headset.speakable import (
    COOKING,
    Choice,
    allergen_ingredients,
    choices_of,
    forms_of,
    prefixes,
    spoken,
    words,
)
from app.presenters.pos.search import aliases, fold
from app.presenters.pos.sheets import COMP_REASONS, DISCOUNT_REASONS, VOID_REASONS
from resources.texts import tr
from voice.menu import Ambiguous, Item, Menu, Station, Table
from voice.speech.languages import language

SPOKEN_OF = (
    ArticleSet
    | CategorySet
    | ModifierGroupSet
    | CourseSet
    | StationSet
    | RoomSet
    | TableSet
    | StaffSet
)
"""Facts that change what can be spoken of. Not what is sold out: that is spoken of too."""
MOST_CHOICES = 4
"""Articles that one word may stand for; of more, nobody hears the end of the question."""
NAMED = 1000
"""Tables without a number of their own ("Comptoir") are numbered from here on."""
_REASONS = (*VOID_REASONS, *COMP_REASONS, *DISCOUNT_REASONS)
DRINKS = {"vins": "vin", "boissons": "boisson", "cafe": "café"}
"""Colour of a category -> the course by which what is served at once is called."""


@dataclass(frozen=True, slots=True)
class HouseMenu:
    """The menu of a house in one language, and the way back to its ids.

    Attributes:
        tables: number as it is spoken -> id. numbers: the other way round.
        courses: word -> id of the course; a word for drinks is not in it.
        course_of: article -> the word for its course.
        choices: modifier group -> its options as they are spoken.
        single: groups that take one answer; compulsory: that want one.
        says: article -> what it is called.
        people: first name in small letters -> id.
    """

    menu: Menu
    tables: Mapping[int, str]
    numbers: Mapping[str, int]
    courses: Mapping[str, str]
    course_of: Mapping[str, str]
    choices: Mapping[str, tuple[Choice, ...]]
    single: frozenset[str]
    compulsory: frozenset[str]
    people: Mapping[str, str]
    says: Mapping[str, tuple[str, ...]]

    def options_of(self, article: ArticleSet) -> list[tuple[str, Choice]]:
        """(group, option) of all that can be chosen at an article, nested groups last."""
        found: list[tuple[str, Choice]] = []
        groups, seen = list(article.groups), set[str]()
        while groups:
            name = groups.pop(0)
            if name in seen:
                continue
            seen.add(name)
            for choice in self.choices.get(name, ()):
                found.append((name, choice))
                groups += choice.option.groups
        return found


def menu_of_house(
    world: World, name_of: Callable[[str], str], code: str = "fr"
) -> HouseMenu:
    """What can be spoken of now.

    Args:
        name_of: person id -> name.
    """
    catalogue = world.catalogue
    choices = {name: choices_of(group) for name, group in catalogue.groups.items()}
    single = frozenset(n for n, g in catalogue.groups.items() if g.maximum == 1)
    compulsory = frozenset(n for n, g in catalogue.groups.items() if g.minimum)
    courses = {course_word(course): course.id for course in catalogue.courses.values()}
    sold = [a for a in catalogue.articles.values() if _is_spoken(catalogue, a)]
    called = {a.id: _course_of(catalogue, a) for a in sold}
    draft = HouseMenu(
        Menu(), {}, {}, courses, called, choices, single, compulsory, {}, {}
    )
    owners = {form: a.id for a in sold for form in map(spoken, aliases(a, code))}
    items = [_item(draft, article, owners, code) for article in sold]
    used = {
        choice.key
        for group in choices.values()
        for choice in group
        if choice.op != COOKING
    }
    wholes: dict[str, set[str]] = {}
    for choice in (choice for group in choices.values() for choice in group):
        if choice.whole:
            wholes.setdefault(choice.key, set()).add(choice.whole)
    tables = _tables(world, code)
    people = _people(world, name_of)
    return HouseMenu(
        menu=Menu(
            items=tuple(items),
            ambiguous=tuple(_ambiguous(items, code)),
            ingredients=_ingredients(items, used, wholes, code),
            cooking=_cooking(choices.values(), code),
            tables=tuple(table for table, _ in tables),
            zones=tuple(room.name.lower() for room in _rooms(world)),
            stations=tuple(_stations(catalogue)),
            staff=tuple(people[name][1] for name in people),
            answers=tuple(dict.fromkeys(spoken(tr(reason)) for reason in _REASONS)),
            language=code,
        ),
        tables={table.number: key for table, key in tables},
        numbers={key: table.number for table, key in tables},
        courses=courses,
        course_of=called,
        choices=choices,
        single=single,
        compulsory=compulsory,
        people={name: person for name, (person, _) in people.items()},
        says={item.id: item.say for item in items},
    )


def _stations(catalogue: Catalogue) -> Iterable[Station]:
    """What makes dishes, by its name."""
    for station in sorted(catalogue.stations.values(), key=lambda each: each.rank):
        if name := spoken(station.name):
            yield Station(station.id, (name,))


def course_word(course: CourseSet) -> str:
    """What one of its dishes is called: "Entrées" -> "entrée"."""
    return " ".join(_singular(word) for word in spoken(course.name).split())


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _is_spoken(catalogue: Catalogue, article: ArticleSet) -> bool:
    category = catalogue.categories.get(article.category)
    return (
        article.active and article.unit == "piece" and not (category and category.shop)
    )


def _course_of(catalogue: Catalogue, article: ArticleSet) -> str:
    course = catalogue.course_of(article)
    category = catalogue.categories.get(article.category)
    if course == DIRECT and category is not None:
        return DRINKS.get(category.colour, _singular(spoken(category.name)))
    found = catalogue.courses.get(course)
    return course_word(found) if found else ""


def _item(
    house: HouseMenu, article: ArticleSet, owners: Mapping[str, str], code: str
) -> Item:
    """What an article is called: its aliases, and its names where no other article has
    them for an alias ("Escargots (12)" are not "escargots") or the language for a little
    word ("Thé" in English). A name with one of its options
    behind it ("steak frites") is no name: both are understood, and what was chosen stands."""
    names = map(spoken, (article.name, article.button, article.kitchen))
    own = [
        name
        for name in names
        if name
        and owners.get(name, article.id) == article.id
        and not {fold(word) for word in name.split()} <= words(code).small
    ]
    said = [form for form in map(spoken, aliases(article, code)) if form]
    options = house.options_of(article)
    chosen = {form for _, c in options for form in (c.key, *forms_of(c.key, code))}
    forms = _without_options(tuple(dict.fromkeys((*said, *own))), chosen)
    first = fold(forms[0].split()[0]) if forms else ""
    return Item(
        id=article.id,
        name=article.name,
        say=forms,
        course=house.course_of[article.id],
        gender="f" if _singular(first) in words(code).feminine else "m",
        accepts=frozenset(c.key for _, c in options if c.op != COOKING),
        cooking=any(c.op == COOKING for _, c in options),
    )


def _without_options(
    forms: tuple[str, ...], options: Collection[str]
) -> tuple[str, ...]:
    """The names of an article that are not a shorter one of its names and an option."""
    return tuple(
        form
        for form in forms
        if not any(
            form.startswith(f"{name} ") and form.removeprefix(f"{name} ") in options
            for name in forms
        )
    )


def _ambiguous(items: Iterable[Item], code: str) -> Iterable[Ambiguous]:
    """Beginnings, and whole names, that several articles have in common."""
    own: dict[str, set[str]] = {}
    begun: dict[str, set[str]] = {}
    for item in items:
        for form in item.say:
            own.setdefault(form, set()).add(item.id)
            for prefix in prefixes(form, words(code)):
                begun.setdefault(prefix, set()).add(item.id)
    for form, named in {**begun, **own}.items():
        several = own.get(form, named)
        if 1 < len(several) <= MOST_CHOICES:
            order = (item.id for item in items if item.id in several)
            yield Ambiguous((form,), tuple(order))


def _ingredients(
    items: Iterable[Item], used: set[str], wholes: Mapping[str, set[str]], code: str
) -> dict[str, tuple[str, ...]]:
    """The usual ones, those of the card and those by which allergens are spoken of; a
    usual one that is an article of the card is only that."""
    sold = {form for item in items for form in item.say}
    kept = used | allergen_ingredients()
    usual = words(code).ingredients
    return {
        key: (*forms_of(key, code), *wholes.get(key, ()))
        for key in (*usual, *sorted(used - usual.keys()))
        if key in kept or not sold & set(forms_of(key, code))
    }


def _cooking(
    groups: Iterable[tuple[Choice, ...]], code: str
) -> dict[str, tuple[str, ...]]:
    asked = {c.key for group in groups for c in group if c.op == COOKING}
    usual = words(code).cooking
    own = {key: (key,) for key in sorted(asked - usual.keys())}
    return {**{key: forms for key, forms in usual.items() if key in asked}, **own}


def _rooms(world: World) -> list[RoomSet]:
    return [room for room in world.floor.rooms.values() if room.active]


def _tables(world: World, code: str) -> list[tuple[Table, str]]:
    """(table as it is spoken, id)."""
    rooms = world.floor.rooms
    found, numbered = list[tuple[Table, str]](), set[int]()
    for table in world.floor.tables.values():
        if not table.active:
            continue
        room = rooms.get(table.room)
        zone = room.name.lower() if room else ""
        plain = table.number.isascii() and table.number.isdigit()
        number = int(table.number) if plain else NAMED + len(found)
        if number in numbered:
            continue
        numbered.add(number)
        say = () if plain else tuple(_named(table.number, code))
        found.append((Table(number, zone, say), table.id))
    return found


def _named(number: str, code: str) -> Iterable[str]:
    """How a table is said that is more than a number: "B2" -> "b 2", "b deux"."""
    parts = re.findall(r"\d+|[^\d\s]+", spoken(number))
    yield " ".join(parts)
    tongue = language(code)
    yield " ".join(tongue.number(int(p)) if p.isdigit() else p for p in parts)


def _people(world: World, name_of: Callable[[str], str]) -> dict[str, tuple[str, str]]:
    """First name in small letters -> (id, first name); nobody who shares it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for person in world.staff.people.values():
        if person.active and (name := name_of(person.id).split()):
            found.setdefault(name[0].lower(), []).append((person.id, name[0]))
    return {name: people[0] for name, people in found.items() if len(people) == 1}
