"""How much of an ingredient the dishes of a kitchen take, by their recipes."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.orders.dish import Dish
from app.domain.orders.state import Line
from app.domain.vocabulary import MILLI
from app.domain.world import World


@dataclass(slots=True)
class Wanted:
    """Thousandths of an item that dishes take: those to make, in the making, to come."""

    to_do: int = 0
    cooking: int = 0
    coming: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        """More of it comes first, what is to come last."""
        return -(self.to_do + self.cooking), -self.coming


def wanted(
    world: World, dishes: Iterable[tuple[Line, Dish]], now_ms: int
) -> dict[str, Wanted]:
    """Item -> what these dishes take of it, of the items that are counted in the kitchen.

    A side or an addition that is an article of its own has its own recipe.
    """
    items, recipes = world.inventory.items, world.inventory.recipes
    found: dict[str, Wanted] = {}
    for line, dish in dishes:
        ordered = dish.ordered
        articles = (ordered.article, *(choice.article for choice in ordered.modifiers))
        for part in (p for a in articles if a in recipes for p in recipes[a].parts):
            item = items.get(part.item)
            if item is None or not (item.counted and item.active) or dish.ready:
                continue
            milli = part.quantity * line.quantity // MILLI
            here = found.setdefault(item.id, Wanted())
            match "held" if dish.waits(now_ms) else dish.stage:
                case "started":
                    here.cooking += milli
                case "sent":
                    here.to_do += milli
                case _:
                    here.coming += milli
    return dict(sorted(found.items(), key=lambda each: each[1].rank))


def batches(milli: int, batch: int) -> tuple[int, int]:
    """(whole batches, what is left over) of a quantity; batches of nothing are none."""
    return divmod(milli, batch) if batch > 0 else (0, milli)
