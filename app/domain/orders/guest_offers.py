"""Deciding what is given to a guest who is known: a first order, a birthday. By a tap."""

from datetime import datetime

from app.domain.catalogue.promotions import (
    BIRTHDAY,
    BOUGHT,
    FIRST,
    PromotionSet,
    near_birthday,
    part_of,
)
from app.domain.catalogue.state import holds
from app.domain.money import apportion_by_rate, rhu
from app.domain.orders.commands import GivePromotion
from app.domain.orders.discounts import falls_on
from app.domain.orders.events import LineDiscounted
from app.domain.orders.reductions import Earned
from app.domain.orders.state import Line, Order
from app.domain.orders.taking import Decision
from app.domain.vocabulary import MILLI, Context, Refusal
from app.domain.world import World


def give(
    world: World, order: Order, command: GivePromotion, context: Context
) -> Decision:
    """What a promotion has for the client whom the order names."""
    promotion = world.catalogue.promotions.get(command.promotion)
    if promotion is None:
        return Refusal("promotion_unknown", "Cette offre n'existe plus.")
    refused = why_not(world, order, promotion, command.born, context.now)
    if refused is not None:
        return refused
    # Two terminals that are apart give it once.
    discount = f"{promotion.id}.{order.id}"
    if discount in world.book.removed:
        discount = context.new_id()
    off = _off(world, order, promotion)
    return tuple(
        LineDiscounted(
            order=order.id,
            line=line.id,
            discount=discount,
            amount=cents,
            reason=promotion.name,
            percent=0 if promotion.gifts else promotion.cut,
            quantity=line.quantity,
            further=place > 0,
            promotion=promotion.id,
            earned=(Earned(line=line.id, quantity=MILLI),) if promotion.gifts else (),
        )
        for place, (line, cents) in enumerate(off)
    )


def why_not(
    world: World, order: Order, promotion: PromotionSet, born: str, now: datetime
) -> Refusal | None:
    """Why an order does not get a promotion that needs to know the guest, None when it
    does."""
    if promotion.kind == BOUGHT:
        return Refusal("promotion_alone", "Cette offre se donne toute seule.")
    room = world.floor.room(order.table)
    if not holds(promotion, order.mode, now, room):
        return Refusal("promotion_over", "Cette offre n'est pas en vigueur.")
    if not order.client:
        return Refusal("client_missing", "Dites d'abord de quel client c'est la note.")
    came = world.visits.get(order.client, 1) > 1
    if promotion.kind == FIRST and (came or _elsewhere(world, order, promotion)):
        return Refusal("client_came", "Ce client est déjà venu.")
    if promotion.kind == BIRTHDAY and not near_birthday(promotion, born, order.bday):
        return Refusal("no_birthday", "Ce n'est pas son anniversaire.")
    if any(paid.waiting or paid.running for paid in order.payments.values()):
        return Refusal("partly_paid", "De l'argent a été pris : remboursez d'abord.")
    given = _carries(world, order, promotion)
    if given or _elsewhere(world, order, promotion):
        return Refusal("promotion_given", "Cette offre est déjà donnée.")
    if not _off(world, order, promotion):
        return Refusal(
            "nothing_in_promotion", "Rien sur la note n'est dans cette offre."
        )
    return None


def _carries(world: World, order: Order, promotion: PromotionSet) -> bool:
    lines = world.book.lines_of(order)
    return any(
        d.promotion == promotion.id for line in lines for d in line.discounts.values()
    )


def _elsewhere(world: World, order: Order, promotion: PromotionSet) -> bool:
    """Whether another order of this client, that is still at hand, has it: terminals that
    were apart each counted one."""
    return any(
        other.client == order.client
        and other.id != order.id
        and _carries(world, other, promotion)
        for other in world.book.orders.values()
    )


def _off(world: World, order: Order, promotion: PromotionSet) -> list[tuple[Line, int]]:
    """(line, cents) that it takes off; where gifts are named, one piece of the cheapest
    that earned nothing else."""
    lines = [
        line
        for line in falls_on(world, order)
        for article in [world.catalogue.articles.get(line.article)]
        if line.net > 0 and article is not None
        if (
            article.id in promotion.gifts
            if promotion.gifts
            else promotion.counts(article.id, article.category)
        )
    ]
    if promotion.gifts:
        pieces = [
            (part_of(_piece(line), promotion.cut), line)
            for line in lines
            if line.unit == "piece"
            and line.quantity - sum(line.counted.values()) >= MILLI
        ]
        cents, line = min(pieces, key=lambda each: each[0], default=(0, None))
        return [(line, cents)] if line is not None and cents else []
    nets = [line.net for line in lines]
    parts = apportion_by_rate(
        part_of(sum(nets), promotion.cut), [line.rate for line in lines], nets
    )
    return [each for each in zip(lines, parts, strict=True) if each[1]]


def _piece(line: Line) -> int:
    """Cents of a piece that earned nothing: what others earned took nothing off it."""
    earned = (d for d in line.discounts.values() if d.id in line.counted)
    given = sum(discount.off(line.quantity) for discount in earned)
    return min(line.net, rhu((line.net + given) * MILLI, line.quantity))
