"""The options of the card as they are spoken: "Sans oignon" is *without* an *oignon*.

Ingredients have one key whatever they are called ("oignons", "onion"); the list of
`resources/voice/` knows the usual ones, and an option adds its own.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from app.domain.catalogue.events import ModifierGroupSet, ModifierOption
from app.presenters.pos.search import fold
from voice.speech import languages

COOKING = "cooking"
"""`Choice.op` of a degree of cooking."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a group as it is spoken.

    Attributes:
        op: "without", "with", "side", or `COOKING`.
        key: of the ingredient, or the degree of cooking.
        whole: how it is said as well, with the name of its question ("sirop de pêche").
    """

    op: str
    key: str
    option: ModifierOption
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The usual words of a language.

    Attributes:
        ingredients, cooking: key -> spoken forms.
        without, with_, side: what is said before an ingredient, the last behind it.
        feminine: first words of feminine dishes, folded.
        small, counting: words that name nothing by themselves, folded.
        numbers: what is said for so many, folded; some: for an unknown number.
        every: words for all of them, or all that are left, folded.
        instead: words before what takes another one's place, folded.
        ordinals: which of several answers it is, -1 the last, folded.
        keys, degrees: folded form -> key of the ingredient, of the cooking.
    """

    ingredients: Mapping[str, tuple[str, ...]]
    cooking: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, str]
    degrees: Mapping[str, str]
    without: tuple[str, ...]
    with_: tuple[str, ...]
    side: tuple[str, ...]
    feminine: frozenset[str]
    small: frozenset[str]
    counting: frozenset[str]
    numbers: Mapping[str, int]
    some: frozenset[str]
    every: frozenset[str]
    instead: frozenset[str]
    ordinals: Mapping[str, int]


@cache
def words(language: str = "fr") -> Words:
    """The usual words of a language that Sotto understands."""
    data = _read(f"words.{language}.json")
    names = languages.language(language).words["numbers"]
    numbers = {fold(name): number for number, name in enumerate(names)}
    return Words(
        ingredients={key: tuple(forms) for key, forms in data["ingredients"].items()},
        cooking={key: tuple(forms) for key, forms in data["cooking"].items()},
        keys=_folded(data["ingredients"]),
        degrees=_folded(data["cooking"]),
        without=tuple(data["without"]),
        with_=tuple(data["with"]),
        side=tuple(data["side"]),
        feminine=frozenset(map(fold, data["feminine"])),
        small=frozenset(map(fold, data["small"])),
        counting=frozenset(map(fold, data["counting"])),
        numbers=numbers | dict.fromkeys(map(fold, data["one"]), 1),
        some=frozenset(map(fold, data["some"])),
        every=frozenset(map(fold, data["every"])),
        instead=frozenset(map(fold, data["instead"])),
        ordinals={fold(word): place for word, place in data["ordinals"].items()},
    )


@cache
def _of_any_card() -> Words:
    """The words of all languages that a card may be written in."""
    first, *others = (words(code) for code in ("fr", "en"))
    for other in others:
        first = replace(
            first,
            keys={**other.keys, **first.keys},
            degrees={**other.degrees, **first.degrees},
            without=(*first.without, *other.without),
            with_=(*first.with_, *other.with_),
            side=(*first.side, *other.side),
            small=first.small | other.small,
        )
    return first


def key_of(text: str) -> str:
    """The degree of cooking that a text is ("saignantes"), or the ingredient that it begins
    with, in any language; another text is its own key."""
    known = _of_any_card()
    return known.degrees.get(fold(text)) or _short(spoken(text), known)


@cache
def allergens_of(ingredient: str) -> tuple[str, ...]:
    """The allergens that somebody means who speaks of this ingredient."""
    return tuple(key for key, named in _allergens().items() if ingredient in named)


def allergen_ingredients() -> set[str]:
    """The ingredients by which allergens are spoken of."""
    return {key for named in _allergens().values() for key in named}


def choices_of(group: ModifierGroupSet) -> tuple[Choice, ...]:
    """The options of a group as they are spoken, whichever language the card is in.

    Two options that would be one ingredient ("Sucre blanc", "Sucre roux") are called by
    their whole names. Answers that begin with their question ("Thé": "Thé vert") are called
    by what follows.
    """
    known = _of_any_card()
    degrees = [known.degrees.get(fold(option.name), "") for option in group.options]
    if fold(group.name) in ("cuisson", "cooking") or all(degrees):
        return tuple(
            Choice(COOKING, degree or option.name.lower(), option)
            for option, degree in zip(group.options, degrees, strict=True)
        )
    before = f"{spoken(group.name)} "
    names = [_behind(spoken(option.name), before, known) for option in group.options]
    # What has to be answered is asked of an article that is called so: "un thé vert".
    wholes = ["" if group.minimum else spoken(option.name) for option in group.options]
    parts = [
        (option, *_parted(name, known))
        for option, name in zip(group.options, names, strict=True)
    ]
    short = [(op, _short(phrase, known)) for _, op, phrase in parts]
    often = Counter(short)
    return tuple(
        Choice(
            op, one[1] if often[one] == 1 else phrase, option, whole * (name != whole)
        )
        for (option, op, phrase), one, name, whole in zip(
            parts, short, names, wholes, strict=True
        )
    )


def forms_of(key: str, language: str = "fr") -> tuple[str, ...]:
    """How an ingredient is spoken: as the list has it, else as its key."""
    return words(language).ingredients.get(key, (key,))


def spoken(text: str) -> str:
    """A name as it is said: small, without what stands in brackets or counts grams."""
    bare = re.sub(r"\([^)]*\)|\d+ ?(g|kg|cl|l|ml)\b|[,.;:!?«»\"]", " ", text.lower())
    bare = bare.replace("’", "'").replace("-", " ").replace("'", "' ")
    return " ".join(bare.split())


def prefixes(form: str, known: Words) -> Iterable[str]:
    """The beginnings of a spoken form that could stand for it: "tarte au citron" ->
    "tarte"; not one that only says how many."""
    said = form.split()
    for count in range(1, len(said)):
        last = fold(said[count - 1])
        counts = last in known.counting or last.isdigit()
        if last not in known.small and not (count == 1 and counts):
            yield " ".join(said[:count])


def _behind(name: str, before: str, known: Words) -> str:
    """What follows those words and the little ones; the name where it begins otherwise."""
    if not before or not name.startswith(before):
        return name
    said = name.removeprefix(before).split()
    while len(said) > 1 and fold(said[0]) in known.small:
        said.pop(0)
    return " ".join(said)


def _parted(name: str, known: Words) -> tuple[str, str]:
    """ "Sans oignon" -> ("without", "oignon")."""
    said = spoken(name).removeprefix("+ ")
    for op, before in (("without", known.without), ("with", known.with_)):
        for word in before:
            if said.startswith(f"{word} "):
                return op, said.removeprefix(f"{word} ")
    for word in known.side:
        if said.endswith(f" {word}"):
            return "side", said.removesuffix(f" {word}")
    return "with", said


def _short(phrase: str, known: Words) -> str:
    """The key of an ingredient that is called so, or that the phrase begins with."""
    for said in (phrase, *reversed(tuple(prefixes(phrase, known)))):
        if key := known.keys.get(fold(said)):
            return key
    return phrase


@cache
def _allergens() -> dict[str, tuple[str, ...]]:
    return {key: tuple(named) for key, named in _read("allergens.json").items()}


def _folded(named: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {fold(form): key for key, forms in named.items() for form in forms}


def _read(name: str) -> dict[str, Any]:
    path = files("resources").joinpath("voice", name)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
