"""What dishes, parts of the card and options are called to guests of other languages.

Kitchen, till and receipt keep the house's words; a guest reads their own where somebody
has given them, else the house's.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.wire import fact

if TYPE_CHECKING:
    from app.domain.orders.state import Line
    from app.domain.world import World

KINDS = ("category", "article", "option")
MAX_NAME = 60
_LANGUAGE = re.compile(r"[a-z]{2}")


@fact("guest_name.set", stream="guest_name/{id}")
class GuestNameSet:
    """A name in one language.

    Attributes:
        kind: of `KINDS`; `id` is its id.
        language: ISO 639-1 ("de").
        name: "" for the house's own.
    """

    kind: str
    id: str
    language: str
    name: str


@command
class SetGuestName:
    """Give a thing a name for guests of a language, or take it back with ""."""

    kind: str
    id: str
    language: str
    name: str


@dataclass(slots=True)
class GuestNames:
    """The names as they stand, by kind, id and language."""

    said: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def evolve(self, event: GuestNameSet) -> None:
        """Takes a fact in; never refuses."""
        self.said[event.kind, event.id, event.language] = event.name

    def of(self, kind: str, thing: str, language: str, usual: str) -> str:
        """What guests of a language call it; `usual` where nobody said."""
        return self.said.get((kind, thing, language)) or usual

    def on_note(self, line: "Line", language: str) -> str:
        """What guests of a language call a line, each drink of a glass by its name."""
        dish = line.dishes[0].ordered
        if not dish.mixed:
            return self.of("article", line.article, language, line.label)
        drinks = ((part.article, part.label) for part in dish.drinks)
        return " + ".join(self.of("article", a, language, label) for a, label in drinks)


def set_guest_name(
    world: "World", command: SetGuestName, context: Context
) -> tuple[GuestNameSet, ...] | Refusal:
    """The name, where it is of something that is on the card."""
    refused = need(
        context, "catalogue.edit", "Modifier la carte demande un responsable."
    )
    if refused:
        return refused
    name = " ".join(command.name.split())
    if len(name) > MAX_NAME or not name.isprintable():
        return Refusal("name_invalid", "Un nom a 60 caractères au plus.")
    if not _LANGUAGE.fullmatch(command.language) or command.id not in named(
        world, command.kind
    ):
        return Refusal("article_unknown", "Cet article n'est pas à la carte.")
    before = world.guest_names.of(command.kind, command.id, command.language, "")
    if name == before:
        return ()
    return (
        GuestNameSet(
            kind=command.kind, id=command.id, language=command.language, name=name
        ),
    )


def named(world: "World", kind: str) -> dict[str, str]:
    """Id -> the house's own name of everything of a kind."""
    catalogue = world.catalogue
    if kind == "article":
        return {each.id: each.name for each in catalogue.articles.values()}
    if kind == "category":
        return {each.id: each.name for each in catalogue.categories.values()}
    if kind == "option":
        groups = catalogue.groups.values()
        return {option.id: option.name for group in groups for option in group.options}
    return {}
