"""What facts about lines take off the countdowns of articles."""

from collections.abc import Callable, Collection, Iterable, Mapping

from app.domain.catalogue.events import AvailabilitySet, StockConsumed
from app.domain.orders.events import (
    DishOrdered,
    LinesMoved,
    LineVoided,
    QuantitySet,
    added,
)
from app.domain.orders.formule_events import DishSwapped, LineMixed
from app.domain.orders.serving_events import OrderPromised, OrderReserved
from app.domain.orders.state import Line, Order
from app.domain.receipts.compose import milli_of
from app.domain.receipts.events import ReceiptRefunded
from app.domain.vocabulary import MILLI, Refusal
from app.domain.world import World


def needs(
    article: str, dishes: Iterable[DishOrdered], milli: int, *, formule: bool
) -> dict[str, int]:
    """Article -> thousandths that `milli` of a line takes, options that share included.

    A formule counts as itself and as each of its dishes; of what is mixed in a glass, so
    much as is poured.
    """
    ordered = tuple(dishes)
    taken = {article: milli} if formule and not _glass(ordered) else {}
    for dish in ordered:
        for part in dish.mixed:
            poured = milli * part.portion // MILLI
            taken[part.article] = taken.get(part.article, 0) + poured
        for each in (dish.article, *(m.article for m in dish.modifiers if m.article)):
            taken[each] = taken.get(each, 0) + milli
    return taken


def _glass(dishes: tuple[DishOrdered, ...]) -> bool:
    """Whether a line is one glass: charged as a formule is, but an article of the card."""
    return any(dish.mixed for dish in dishes)


def shortage(world: World, wanted: Mapping[str, int]) -> Refusal | None:
    """A refusal when a countdown has less left than is wanted, else None."""
    for article, milli in wanted.items():
        left = world.catalogue.remaining.get(article)
        if left is None or milli <= 0 or milli <= left:
            continue
        text = "{name} est épuisé." if left < MILLI else "Il reste {left} {name}."
        found = world.catalogue.articles.get(article)
        values = (
            ("name", found.name if found else article),
            ("left", str(left // MILLI)),
        )
        return Refusal("sold_out", text, values=values)
    return None


def lacking(world: World, order: Order, wanted: Mapping[str, int]) -> Refusal | None:
    """The shortage for an order; what is for a later day is on no countdown yet."""
    return None if order.later else shortage(world, wanted)


def stock_facts(world: World, facts: Collection[object]) -> tuple[StockConsumed, ...]:
    """Consumption of counted articles by `facts` that were just decided.

    A dish that was started is gone even when its line is voided. What is for a later
    business day is consumed once that begins; a count that a person makes includes what
    is promised today and was not made yet.
    """
    counts = [f for f in facts if isinstance(f, AvailabilitySet) and f.remaining > 0]
    found = [_promised(world, count) for count in counts]
    if world.catalogue.remaining:
        later = {f.order: f.later for f in facts if isinstance(f, OrderPromised)}
        found += [_consumed(world, fact, later) for fact in facts]
    return tuple(
        StockConsumed(article=article, quantity=milli)
        for each in found
        for article, milli in each.items()
        if milli
    )


def promised_pieces(world: World, article: str) -> int:
    """Thousandths of an article that are promised today and that no station knows yet."""
    return sum(
        line_needs(line).get(article, 0)
        for order in world.book.orders.values()
        if order.promised and not order.later and not order.cancelled
        for line in world.book.unsent(order)
    )


def on_hand(world: World, article: str) -> int | None:
    """Pieces of an article as a person counts them, those promised today included; None
    where nobody counts it."""
    left = world.catalogue.remaining.get(article)
    if left is None:
        return None
    return (max(0, left) + promised_pieces(world, article)) // MILLI


def line_needs(line: Line) -> dict[str, int]:
    """What a line takes of countdowns."""
    milli = portions(line.quantity, line.unit)
    dishes = (dish.ordered for dish in line.dishes)
    return needs(line.article, dishes, milli, formule=line.formule)


def _promised(world: World, count: AvailabilitySet) -> dict[str, int]:
    pieces = promised_pieces(world, count.article)
    return {count.article: min(pieces, count.remaining * MILLI)}


def _consumed(world: World, fact: object, later: Mapping[str, bool]) -> dict[str, int]:
    """Article -> thousandths that a fact takes off its countdown.

    Args:
        later: orders that are for a later day from this decision on, or not any more.
    """
    remaining, book = world.catalogue.remaining, world.book

    def apart(order: str) -> bool:
        known = book.orders.get(order)
        return later.get(order, known is not None and known.later)

    if isinstance(fact, OrderPromised | OrderReserved):
        before = book.orders.get(fact.order)
        change = (before is not None and before.later) - apart(fact.order)
        if isinstance(fact, OrderReserved):
            change = 1
        lines = book.wanted(before) if before else []
    elif isinstance(fact, LinesMoved):
        change = apart(fact.order) - apart(fact.target)
        lines = [book.lines[line] for line in fact.lines if line in book.lines]
    else:
        whole = (
            {} if apart(getattr(fact, "order", "")) else taken(world, fact, portions)
        )
        return {a: milli for a, milli in whole.items() if a in remaining}
    found: dict[str, int] = {}
    for line in lines if change else ():
        for article, milli in line_needs(line).items():
            if article in remaining:
                found[article] = found.get(article, 0) + change * milli
    return found


Measure = Callable[[int, str], int]
"""(quantity, unit) -> thousandths."""


def taken(world: World, fact: object, measure: Measure) -> dict[str, int]:
    """Article -> thousandths that a fact takes of it (negative: gives back)."""
    if isinstance(fact, QuantitySet | LineVoided):
        return _changed(world.book.lines[fact.line], fact, measure)
    if isinstance(fact, DishSwapped):
        return _swapped(world.book.lines[fact.line], fact, measure)
    if isinstance(fact, LineMixed):
        return _mixed(world.book.lines[fact.line], fact, measure)
    if isinstance(fact, ReceiptRefunded):
        return _restocked(world, fact, measure)
    whole: dict[str, int] = {}
    for line in added(fact):
        milli = measure(line.quantity, line.unit)
        for article, share in needs(
            line.article, line.dishes, milli, formule=line.formule
        ).items():
            whole[article] = whole.get(article, 0) + share
    return whole


def _changed(
    line: Line, fact: QuantitySet | LineVoided, measure: Measure
) -> dict[str, int]:
    now = line.quantity
    left = fact.quantity if isinstance(fact, QuantitySet) else now - fact.quantity
    milli = measure(left, line.unit) - measure(now, line.unit)
    dishes = [dish.ordered for dish in line.dishes if not dish.started]
    whole = line.formule and len(dishes) == len(line.dishes)
    return needs(line.article, dishes, milli, formule=whole)


def _mixed(line: Line, fact: LineMixed, measure: Measure) -> dict[str, int]:
    """What goes into each glass, or does not any more."""
    milli = measure(line.quantity, line.unit)
    found: dict[str, int] = {}
    for dish, sign in ((line.dishes[0].ordered, -1), (fact.dish, 1)):
        for part in dish.mixed:
            poured = sign * (milli * part.portion // MILLI)
            found[part.article] = found.get(part.article, 0) + poured
    return found


def _swapped(line: Line, fact: DishSwapped, measure: Measure) -> dict[str, int]:
    """What nobody began is given back."""
    milli = measure(line.quantity, line.unit)
    found = needs(line.article, [fact.dish] if fact.dish else [], milli, formule=False)
    was = [d.ordered for d in line.dishes if d.id == fact.was and not d.started]
    for article, back in needs(line.article, was, -milli, formule=False).items():
        found[article] = found.get(article, 0) + back
    return found


def _restocked(
    world: World, refund: ReceiptRefunded, measure: Measure
) -> dict[str, int]:
    """What a refund puts back to be sold again; a formule is itself and its components.

    What was thrown away, and what the guest has had, was taken when it was ordered.
    """
    back: dict[str, int] = {}
    for head in refund.lines:
        if head.disposition != "stock":
            continue
        parts = (line.article for line in refund.lines if line.parent == head.id)
        for name in (head.article, *(name for name in parts if name != head.article)):
            article = world.catalogue.articles.get(name)
            unit = article.unit if article else "piece"
            back[name] = back.get(name, 0) - measure(-milli_of(head), unit)
    return back


def portions(quantity: int, unit: str) -> int:
    """Thousandths of a countdown that a quantity takes; what is weighed is one piece."""
    return quantity if unit == "piece" else MILLI * (quantity > 0)
