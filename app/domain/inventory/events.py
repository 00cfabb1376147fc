"""Facts about stock. Quantities are whole thousandths of the item's unit."""

from dataclasses import dataclass
from typing import Literal

from app.domain.wire import Json, fact, upcast

Unit = Literal["piece", "kg", "l"]
UNITS: tuple[Unit, ...] = ("piece", "kg", "l")
MovementKind = Literal["delivery", "waste", "transfer", "correction"]
MOVEMENTS: tuple[MovementKind, ...] = ("delivery", "waste", "transfer", "correction")


@fact("inventory.item_set", version=2, stream="inventory/{id}")
class ItemSet:
    """Something that is kept in stock: an ingredient, or an article as it is sold.

    Attributes:
        unit: what it is counted in, one of `UNITS`.
        low: at this level or below it has to be ordered, thousandths; 0 for never.
        supplier: who delivers it, in words.
        cost: cents a unit excluding VAT, 0 unknown.
        counted: stations are told how much of it their dishes take.
        batch: thousandths that are made ready at a time, 0 for however many; in a `pan`
            ("poêle").
    """

    id: str
    name: str
    unit: str = "piece"
    low: int = 0
    supplier: str = ""
    cost: int = 0
    active: bool = True
    counted: bool = False
    batch: int = 0
    pan: str = ""


@upcast("inventory.item_set", 1)
def _not_counted(data: dict[str, Json]) -> dict[str, Json]:
    """Stations were told of no item of the first version."""
    return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Thousandths of an item's unit."""

    item: str
    quantity: int


@fact("inventory.recipe_set", stream="recipe/{article}")
class RecipeSet:
    """What one portion (or one kilogram) of an article takes of the stock."""

    article: str
    parts: tuple[Part, ...]


@fact("inventory.moved", stream="inventory/{item}")
class StockMoved:
    """`quantity` came in, or went out when it is negative.

    Attributes:
        kind: one of `MOVEMENTS`.
        note: why, or the delivery note's number; never about a person.
    """

    item: str
    kind: str
    quantity: int
    note: str = ""


@fact("inventory.counted", stream="inventory/{item}")
class StockCounted:
    """Somebody counted: `level` is there now, and what comes after adds to that.

    Attributes:
        expected: the level that was known, for the difference.
    """

    item: str
    level: int
    expected: int


@fact("inventory.used", stream="inventory")
class StockUsed:
    """What recipes took of the stock in one act (negative: given back).

    Deltas of several terminals add up.
    """

    parts: tuple[Part, ...]


@fact("inventory.low_stock", stream="inventory/{item}")
class LowStock:
    """The level came down to the threshold; written by whoever crossed it, once."""

    item: str
    level: int
    low: int


@fact("inventory.restocked", stream="inventory/{item}")
class Restocked:
    """The level is above the threshold again: the alert is over."""

    item: str
    level: int
    low: int


InventoryEvent = (
    ItemSet | RecipeSet | StockMoved | StockCounted | StockUsed | LowStock | Restocked
)
