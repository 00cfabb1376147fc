"""Deciding that two drinks are one line: one glass, one price, VAT of each part.

A mixed line is charged as a formule is: the arithmetic shares its price out over the
drinks in proportion to what they cost by themselves (`fiscal.md` 10.4). For the kitchen it
is one dish.
"""

from dataclasses import replace

from app.domain.catalogue.events import ArticleSet
from app.domain.catalogue.mixes import mix_of, mixable
from app.domain.catalogue.stock import lacking, portions
from app.domain.orders.commands import MixLine, SeparateLine
from app.domain.orders.events import (
    DishOrdered,
    LineAdded,
    LineVoided,
    QuantitySet,
)
from app.domain.orders.formule_events import LineMixed
from app.domain.orders.glass import Mixed
from app.domain.orders.state import Line, Order
from app.domain.vocabulary import MILLI, Context, Refusal
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

NOT_TO_MIX = Refusal("not_to_mix", "Ces deux articles ne s'assemblent pas.")


def mixed(
    world: World,
    order: Order,
    article: ArticleSet,
    dish: DishOrdered,
    mixer: str,
    context: Context,
) -> tuple[DishOrdered, int] | Refusal:
    """A drink with another one in its glass, and cents of one, options left out."""
    catalogue = world.catalogue
    other = catalogue.articles.get(mixer)
    rule = mix_of(catalogue.mixes.values(), article, other) if other else None
    if other is None or rule is None:
        return NOT_TO_MIX
    part = Mixed(
        article=other.id,
        label=other.name,
        rate=catalogue.rate_of(other, order.served, context.bday),
        nature=catalogue.nature_of(other, order.served),
        reference=catalogue.price_of(
            other,
            order.served,
            context.now,
            order.prices,
            room=world.floor.room(order.table),
            client=order.client,
        ),
        portion=rule.portion,
    )
    named = f"{dish.kitchen} + {other.kitchen or other.name}"
    price = rule.price(dish.reference, part.reference)
    return replace(dish, kitchen=named, mixed=(part,)), price


def may_mix(world: World, line: Line) -> bool:
    """Whether something may go into the glass of a line."""
    article = world.catalogue.articles.get(line.article)
    if article is None or line.formule or not mixable(article):
        return False
    return any(m.active and m.takes(article) for m in world.catalogue.mixes.values())


def mixed_name(article: ArticleSet, dish: DishOrdered) -> str:
    """What the guest reads: "Whisky + Coca"."""
    return " + ".join((article.name, *(part.label for part in dish.mixed)))


def mix_line(
    world: World, order: Order, line: Line, command: MixLine, context: Context
) -> Decision:
    """Another drink goes into each glass of a line; if it stands on the order, unsent, it
    is taken from there."""
    article = world.catalogue.articles.get(line.article)
    refused = _fixed(line)
    if refused is not None:
        return refused
    if article is None or line.formule:
        return NOT_TO_MIX
    made = mixed(world, order, article, line.dishes[0].ordered, command.mixer, context)
    if isinstance(made, Refusal):
        return made
    dish, price = made
    taken = list(freed(world, order, line, command.mixer))
    milli = portions(line.quantity, line.unit)
    wanted = milli * dish.mixed[0].portion // MILLI
    back = sum(
        (f.was - f.quantity) if isinstance(f, QuantitySet) else f.quantity
        for f in taken
    )
    refused = lacking(world, order, {command.mixer: wanted - back})
    return refused or (
        *taken,
        LineMixed(
            order=order.id,
            line=line.id,
            label=mixed_name(article, dish),
            price=price + dish.extra,
            formule=True,
            dish=dish,
        ),
    )


def _fixed(line: Line) -> Refusal | None:
    """Why the glass of a line stays as it is, None when it may change."""
    if line.sent or line.receipts:
        return Refusal("line_sent", "Cette ligne est déjà envoyée.")
    if line.shown:
        return Refusal(
            "line_shown", "L'addition est sortie : annulez la ligne en disant pourquoi."
        )
    return None


def freed(
    world: World, order: Order, line: Line, mixer: str
) -> tuple[QuantitySet | LineVoided, ...]:
    """The drink itself, where as many of it were taken down for the same guest, plain, and
    nobody knows of it."""
    for other in world.book.lines_of(order):
        loose = not (other.sent or other.receipts or other.shown or other.discounts)
        asked = (
            other.kitchen_note or other.guest_note or other.dishes[0].ordered.modifiers
        )
        plain = not asked and other.seats in ((), line.seats)
        if (
            not (loose and plain)
            or other.article != mixer
            or other.formule
            or other.id == line.id
        ):
            continue
        if other.quantity > line.quantity:
            return (
                QuantitySet(
                    order=order.id,
                    line=other.id,
                    quantity=other.quantity - line.quantity,
                    was=other.quantity,
                ),
            )
        if other.quantity == line.quantity:
            return (
                LineVoided(
                    order=order.id,
                    line=other.id,
                    quantity=other.quantity,
                    amount=other.net,
                    stage="unsent",
                ),
            )
    return ()


def separate_line(
    world: World, order: Order, line: Line, command: SeparateLine, context: Context
) -> Decision:
    """The drinks of a glass are lines of their own again, at what they cost then."""
    dish = line.dishes[0].ordered
    article = world.catalogue.articles.get(line.article)
    refused = _fixed(line)
    if refused is not None:
        return refused
    if not dish.mixed or article is None:
        return NOT_TO_MIX
    alone = replace(dish, kitchen=article.kitchen or article.name, mixed=())
    apart = LineMixed(
        order=order.id,
        line=line.id,
        label=article.name,
        price=alone.reference + alone.extra,
        formule=False,
        dish=alone,
    )
    if not command.keep:
        return (apart,)
    milli = portions(line.quantity, line.unit)
    more = {p.article: milli - milli * p.portion // MILLI for p in dish.mixed}
    if short := lacking(world, order, more):
        return short
    return apart, *(_alone(world, line, part, context) for part in dish.mixed)


def _alone(world: World, line: Line, part: Mixed, context: Context) -> LineAdded:
    """A drink that was in a glass as a line of its own."""
    article = world.catalogue.articles.get(part.article)
    name, base = context.new_id(), line.dishes[0].ordered
    kitchen = (article.kitchen or article.name) if article else part.label
    dish = DishOrdered(
        id=f"{name}.0",
        article=part.article,
        label=part.label,
        kitchen=kitchen,
        course=line.course,
        station=article.station if article else base.station,
        rate=part.rate,
        nature=part.nature,
        reference=part.reference,
        minutes=article.minutes if article else 0,
    )
    return LineAdded(
        order=line.home,
        line=name,
        article=part.article,
        label=part.label,
        quantity=line.quantity,
        price=part.reference,
        rate=part.rate,
        nature=part.nature,
        course=line.course,
        dishes=(dish,),
        seats=line.seats,
        unit=line.unit,
    )
