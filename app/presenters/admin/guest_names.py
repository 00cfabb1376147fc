"""Names for guests of other languages, as they are typed: a part of the card at a time."""

from dataclasses import dataclass

from app.domain.catalogue.guest_names import named
from app.domain.world import World
from resources.texts import GUESTS, tr
from widgets.choices import Choice
from widgets.dropdown import Entry

CATEGORIES, OPTIONS = "categories", "options"


@dataclass(frozen=True, slots=True)
class NameRow:
    """A thing of the card: the house's word, and the guests' one so far."""

    kind: str
    id: str
    usual: str
    name: str


def languages() -> tuple[Choice, ...]:
    """Those that guests read besides French."""
    return tuple(Choice(key, name) for key, name in GUESTS.items() if key != "fr")


def part_entries(world: World, language: str) -> tuple[Entry, ...]:
    """Parts of the card, each with how much of it has its name already."""
    shown = sorted(world.catalogue.categories.values(), key=lambda c: (c.rank, c.id))
    parts = [
        (CATEGORIES, tr("Parties de la carte")),
        *((category.id, category.name) for category in shown if category.active),
        (OPTIONS, tr("Options")),
    ]
    return tuple(
        Entry(key, f"{words} · {_count(world, key, language)}") for key, words in parts
    )


def name_rows(world: World, part: str, language: str) -> list[NameRow]:
    """What is in a part, in the order of the card."""
    kind = {CATEGORIES: "category", OPTIONS: "option"}.get(part, "article")
    things = named(world, kind)
    if kind == "article":
        articles = world.catalogue.articles
        things = {
            key: name
            for key, name in things.items()
            if articles[key].category == part and articles[key].active
        }
    elif kind == "category":
        categories = world.catalogue.categories
        things = {k: name for k, name in things.items() if categories[k].active}
    return [
        NameRow(kind, key, usual, world.guest_names.of(kind, key, language, ""))
        for key, usual in things.items()
    ]


def _count(world: World, part: str, language: str) -> str:
    rows = name_rows(world, part, language)
    said = sum(bool(row.name) for row in rows)
    return tr("{n} sur {of}", n=said, of=len(rows))
