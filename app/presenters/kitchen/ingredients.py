"""Ingredients that a station has to make ready: how much, and in how many batches."""

from collections.abc import Iterable

from app.domain.inventory.events import ItemSet
from app.domain.kitchen.ingredients import batches, wanted
from app.domain.orders.dish import Dish
from app.domain.orders.state import Line
from app.domain.world import World
from app.presenters.admin.stock import quantity_text, unit_words
from resources.texts import tr
from widgets.kitchen_wall_panels import IngredientRow


def ingredient_rows(
    world: World, dishes: Iterable[tuple[Line, Dish]], now_ms: int
) -> tuple[IngredientRow, ...]:
    """What these dishes take of the items that are counted in the kitchen."""
    items = world.inventory.items
    return tuple(
        IngredientRow(
            id=f"item:{key}",
            name=_name(items[key]),
            to_do=quantity_text(found.to_do),
            cooking=quantity_text(found.cooking),
            coming=quantity_text(found.coming),
            batches=batch_words(items[key], found.to_do),
        )
        for key, found in wanted(world, dishes, now_ms).items()
    )


def _name(item: ItemSet) -> str:
    return " · ".join(filter(None, (item.name, unit_words(item.unit))))


def batch_words(item: ItemSet, milli: int) -> str:
    """ "2 poêles de 4 + 2", "1 poêle de 3"; "" for what has no batches."""
    whole, rest = batches(milli, item.batch)
    if not item.batch or not milli:
        return ""
    pan = item.pan or tr("fournée")
    if not whole:
        return _batch(1, pan, rest)
    words = _batch(whole, pan, item.batch)
    return f"{words} + {quantity_text(rest)}" if rest else words


def _batch(count: int, pan: str, milli: int) -> str:
    many = plural(pan) if count > 1 else pan
    return tr(
        "{n} {pan} de {quantity}", n=count, pan=many, quantity=quantity_text(milli)
    )


def plural(word: str) -> str:
    """Several of what a person called by its name: "poêles", "plateaux"."""
    if word.endswith(("s", "x", "z")):
        return word
    return f"{word}x" if word.endswith(("eau", "eu")) else f"{word}s"
