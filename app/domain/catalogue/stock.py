"""What facts about lines take off the countdowns of articles."""

from collections.abc import Iterable

from app.domain.catalogue.events import StockConsumed
from app.domain.orders.events import DishOrdered, LineAdded, LineVoided, QuantitySet
from app.domain.vocabulary import MILLI
from app.domain.world import World


def stock_facts(world: World, facts: Iterable[object]) -> tuple[StockConsumed, ...]:
    """Consumption of counted articles by `facts` that were just decided.

    An option can share an article's countdown. A dish that was started is gone even
    when its line is voided.
    """
    consumed: list[StockConsumed] = []
    for fact in facts:
        dishes, milli = _taken(world, fact)
        articles = [dish.article for dish in dishes]
        articles += [m.article for dish in dishes for m in dish.modifiers if m.article]
        consumed += [
            StockConsumed(article=article, quantity=milli)
            for article in articles
            if milli and article in world.catalogue.remaining
        ]
    return tuple(consumed)


def _taken(world: World, fact: object) -> tuple[tuple[DishOrdered, ...], int]:
    """The dishes a fact is about and the thousandths it takes of each."""
    if isinstance(fact, LineAdded):
        return fact.dishes, fact.quantity if fact.unit == "piece" else MILLI
    if isinstance(fact, QuantitySet | LineVoided):
        line = world.book.lines.get(fact.line)
        dishes = [dish for dish in line.dishes if not dish.started] if line else []
        milli = (
            fact.quantity - fact.was
            if isinstance(fact, QuantitySet)
            else -fact.quantity
        )
        return tuple(dish.ordered for dish in dishes), milli
    return (), 0
