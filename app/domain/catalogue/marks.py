"""How the kitchen reads the card: what stands out of it, and names in other languages."""

from collections.abc import Iterable
from typing import Final

from app.domain.catalogue.events import KitchenName, ModifierOption
from app.domain.catalogue.state import Catalogue
from app.domain.orders.dish import Dish
from app.domain.orders.events import DishOrdered, Modifier

COLOURS: Final = ("sky", "orange", "green", "pink", "violet")
"""Roles `mark_…` of the design system: every kind of colour-blind eye tells them apart. An
icon and words always stand beside them."""
ICONS: Final = (
    *("flag", "star", "warning", "block", "add_circle", "local_fire_department"),
    *("thermostat", "straighten", "eco", "child_care"),
)
WEIGHTS: Final = ("plain", "bold", "inverse")
"""Written like other options, larger, or as a block: light on dark on paper."""
LANGUAGES: Final = {
    "en": "English",
    "es": "Español",
    "pt": "Português",
    "it": "Italiano",
    "de": "Deutsch",
    "pl": "Polski",
    "ro": "Română",
    "tr": "Türkçe",
    "uk": "Українська",
    "el": "Ελληνικά",
}
"""Languages beside the card's own that cooks read, as they call them; their letters are
among those that our printing draws (`charset.DRAWN`)."""


class Answers:
    """What was chosen with dishes as the card has it now.

    Questions may have answers of one name: a dish's is that of its article's question.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, dict[str, ModifierOption]] = {}

    def to(self, dish: DishOrdered, choice: Modifier) -> ModifierOption | None:
        """The option that a choice is, None for one that left the card."""
        known = self._known.get(dish.article)
        if known is None:
            known = self._catalogue.options_of(dish.article)
            self._known[dish.article] = known
        return known.get(choice.id)


def makes(dish: Dish, option: ModifierOption) -> bool:
    """Whether an option is what a station beside a dish's own makes of it."""
    return dish.part and option.station == dish.station


def said_in(names: Iterable[KitchenName], language: str, otherwise: str) -> str:
    """The name in a language, what it is called `otherwise` where nobody gave one."""
    return next((n.text for n in names if n.language == language), otherwise)


def dish_in(catalogue: Catalogue, dish: DishOrdered, language: str) -> str:
    """What a dish is called by cooks of a language, as it was ordered by the others."""
    article = catalogue.articles.get(dish.article) if language else None
    if article is None:
        return dish.kitchen
    if not dish.mixed:
        return said_in(article.kitchens, language, dish.kitchen)
    known = catalogue.articles
    drinks = [known[d.article] for d in dish.drinks if d.article in known]
    return " + ".join(
        said_in(drink.kitchens, language, drink.kitchen or drink.name)
        for drink in drinks
    )


def choice_in(option: ModifierOption | None, choice: Modifier, language: str) -> str:
    """The same of a choice; `option` as the card has it now, None for none any more."""
    return (
        said_in(option.kitchens, language, choice.kitchen) if option else choice.kitchen
    )
