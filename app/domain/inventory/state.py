"""Stock as it stands: items, recipes, levels, alerts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.domain.inventory.events import (
    InventoryEvent,
    ItemSet,
    LowStock,
    RecipeSet,
    Restocked,
    StockCounted,
    StockMoved,
    StockUsed,
)


@dataclass(slots=True)
class Inventory:
    """What is kept, by id.

    Attributes:
        levels: item -> thousandths; below zero when more was sold than was counted.
        recipes: article -> what a portion takes.
        low: items whose alert was raised and is not over.
    """

    items: dict[str, ItemSet] = field(default_factory=dict)
    recipes: dict[str, RecipeSet] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    low: set[str] = field(default_factory=set)

    def evolve(self, event: InventoryEvent) -> None:
        """Takes a fact in; never refuses."""
        match event:
            case ItemSet():
                self.items[event.id] = event
            case RecipeSet():
                self.recipes[event.article] = event
            case StockCounted():
                self.levels[event.item] = event.level
            case StockMoved() | StockUsed():
                for item, milli in deltas(event):
                    self.levels[item] = self.level(item) + milli
            case LowStock():
                self.low.add(event.item)
            case Restocked():
                self.low.discard(event.item)

    def level(self, item: str) -> int:
        """Thousandths of an item's unit that are there."""
        return self.levels.get(item, 0)

    def is_low(self, item: ItemSet) -> bool:
        """Whether it has to be ordered."""
        return item.active and 0 < item.low >= self.level(item.id)

    def alerts(self) -> list[ItemSet]:
        """What has to be ordered, by name."""
        found = filter(self.is_low, self.items.values())
        return sorted(found, key=lambda item: item.name.casefold())


def deltas(event: StockMoved | StockUsed) -> Iterator[tuple[str, int]]:
    """(item, thousandths that are added to its level)."""
    if isinstance(event, StockMoved):
        yield event.item, event.quantity
        return
    for part in event.parts:
        yield part.item, -part.quantity


def touched(facts: Iterable[object]) -> list[str]:
    """The items whose level or threshold these facts change, each once."""
    found: dict[str, None] = {}
    for fact in facts:
        if isinstance(fact, StockMoved | StockUsed):
            found.update(dict.fromkeys(item for item, _ in deltas(fact)))
        elif isinstance(fact, StockCounted):
            found[fact.item] = None
        elif isinstance(fact, ItemSet):
            found[fact.id] = None
    return list(found)
