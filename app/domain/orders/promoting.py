"""Deciding what promotions give, as discounts on the lines that they are for.

N + 1 is given by itself, in the same act as the piece that earned it; what needs to know
the guest is given by a tap. A discount says which pieces earned it (`Line.counted`). It
stands as long as they are wanted, whatever becomes of the promotion meanwhile, and goes
with them: what a guest has heard of is not priced anew, neither by the hour nor by a
change of the card. What a person took off is not given again for these pieces.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.catalogue.promotions import (
    BIRTHDAY,
    BOUGHT,
    FIRST,
    Piece,
    PromotionSet,
    earnings,
    near_birthday,
    part_of,
)
from app.domain.catalogue.ranks import ranked
from app.domain.catalogue.state import holds
from app.domain.money import apportion_by_rate, rhu
from app.domain.orders.commands import GivePromotion
from app.domain.orders.discounts import falls_on
from app.domain.orders.events import (
    DiscountRemoved,
    LineAdded,
    LineDiscounted,
    LineDivided,
    LinesAdded,
    LinesMoved,
    LineVoided,
    OrderCreated,
    QuantitySet,
    added,
)
from app.domain.orders.placing import as_opened
from app.domain.orders.reductions import Earned, divided
from app.domain.orders.state import Line, Order
from app.domain.orders.taking import Decision
from app.domain.vocabulary import MILLI, Context, Refusal
from app.domain.world import World

_CHANGING = (
    *(LineAdded, LinesAdded, QuantitySet, LineVoided, LinesMoved),
    *(LineDiscounted, DiscountRemoved),
)
"""Facts after which other pieces may earn something, or fewer do."""


@dataclass(slots=True, kw_only=True)
class _Standing:
    """A line as it will stand once what is being decided is written.

    Attributes:
        taken: ms since 1970.
        own: discounts that a person granted; `given` those of promotions.
        paid: some of it is on a receipt.
        shown: the guest read it on an addition; fewer: pieces of it are taken back now.
    """

    id: str
    home: str
    article: str
    unit: str
    price: int
    quantity: int
    taken: int
    own: set[str]
    given: set[str]
    counted: dict[str, int]
    paid: bool = False
    shown: bool = False
    fewer: bool = False


def follow(
    world: World, decided: Sequence[object], context: Context
) -> tuple[object, ...]:
    """What promotions give, and what they do not any more, after these facts."""
    orders = {
        event.target if isinstance(event, LinesMoved) else event.order: None
        for event in decided
        if isinstance(event, _CHANGING)
    }
    if not orders or not world.catalogue.promotions:
        return ()
    standing = _after(world, orders, decided, context)
    facts: list[object] = []
    for each in orders:
        order = world.book.orders.get(each) or _opened(each, decided, context)
        if order is not None and not order.imported:
            lines = [line for line in standing.values() if line.home == each]
            begun = any(p.waiting or p.running for p in order.payments.values())
            lapsed = list(_lapsed(world, order, lines, begun=begun))
            facts += lapsed
            # Once somebody began to pay, what was shared out then is what they owe; but
            # what lapses now may be earned by the pieces that are left.
            if lapsed or not begun:
                facts += _granted(world, order, lines, context)
    return tuple(facts)


def _opened(order: str, decided: Iterable[object], context: Context) -> Order | None:
    made = (e for e in decided if isinstance(e, OrderCreated) and e.order == order)
    created = next(made, None)
    return as_opened(created, context) if created else None


def _after(
    world: World, orders: Iterable[str], decided: Iterable[object], context: Context
) -> dict[str, _Standing]:
    """The lines of these orders, in the order in which they were taken."""
    book = world.book
    known = (book.orders[order] for order in orders if order in book.orders)
    lines = {
        line.id: _standing(line)
        for order in known
        for line in book.lines_of(order, live=False)
    }

    def of(line: str) -> _Standing | None:
        if line not in lines and line in book.lines:
            lines[line] = _standing(book.lines[line])
        return lines.get(line)

    now = round(context.now.timestamp() * 1000)
    for event in decided:
        for new in added(event):
            lines[new.line] = _taken(new, now)
        match event:
            case LineDivided() if whole := of(event.line):
                left = whole.quantity - event.quantity
                kept, given = divided(whole.counted, left)
                lines[event.new_line] = replace(
                    whole, id=event.new_line, quantity=event.quantity, counted=given
                )
                whole.quantity, whole.counted = left, kept
            case LinesMoved():
                for moved in filter(None, map(of, event.lines)):
                    moved.home = event.target
            case QuantitySet() if line := of(event.line):
                line.fewer |= event.quantity < line.quantity
                line.quantity = event.quantity
            case LineVoided() if line := of(event.line):
                line.fewer = True
                line.quantity -= event.quantity
            case LineDiscounted() if line := of(event.line):
                line.own.add(event.discount)
            case DiscountRemoved():
                for other in lines.values():
                    other.own.discard(event.discount)
                    other.given.discard(event.discount)
            case _:
                pass
    return dict(sorted(lines.items(), key=lambda each: (each[1].taken, each[0])))


def _standing(line: Line) -> _Standing:
    return _Standing(
        id=line.id,
        home=line.home,
        article=line.article,
        unit=line.unit,
        price=line.price,
        quantity=line.quantity,
        taken=line.added,
        own={d.id for d in line.discounts.values() if not d.promotion},
        given={d.id for d in line.discounts.values() if d.promotion},
        counted=dict(line.counted),
        paid=bool(line.receipts),
        shown=line.shown,
    )


def _taken(line: LineAdded, now: int) -> _Standing:
    return _Standing(
        id=line.line,
        home=line.order,
        article=line.article,
        unit=line.unit,
        price=line.price,
        quantity=line.quantity,
        taken=now,
        own=set(),
        given=set(),
        counted={},
    )


def _lapsed(
    world: World, order: Order, lines: Sequence[_Standing], *, begun: bool
) -> Iterator[DiscountRemoved]:
    """What is not earned any more: pieces of it are not wanted. What the guest has paid
    with stays, here or at another table; what two terminals gave for the same pieces does
    once the guest read it or began to pay, until pieces of it are taken back."""
    paid = {name for line in lines if line.paid for name in line.given}
    gone: set[str] = set()
    for line in lines:
        if (line.shown or begun) and not line.fewer:
            continue
        while sum(line.counted.values()) > max(0, line.quantity):
            newest = max(line.counted.keys() - paid, default="")
            if not newest:
                break
            if any(each.receipts for each in _carrying(world, newest)):
                paid.add(newest)
                continue
            gone.add(newest)
            for other in lines:
                other.counted.pop(newest, None)
                other.given.discard(newest)
    for name in sorted(gone):
        # The piece that costs less may be on another table by now.
        homes = {line.home: None for line in _carrying(world, name)}
        for home in homes or {order.id: None}:
            yield DiscountRemoved(order=home, discount=name, lapsed=True)


def _carrying(world: World, discount: str) -> list[Line]:
    return [line for line in world.book.lines.values() if discount in line.discounts]


def _granted(
    world: World, order: Order, lines: Sequence[_Standing], context: Context
) -> Iterator[LineDiscounted]:
    """What the pieces that earned nothing yet earn now."""
    room = world.floor.room(order.table)
    for each in ranked(world.catalogue.promotions.values()):
        if each.kind == BOUGHT and holds(each, order.mode, context.now, room):
            yield from _given(world, order, each, lines, context)


def _given(
    world: World,
    order: Order,
    promotion: PromotionSet,
    lines: Sequence[_Standing],
    context: Context,
) -> Iterator[LineDiscounted]:
    standing = {line.id: line for line in lines}
    pieces = list(_pieces(world, order, promotion, lines, context))
    for earning in earnings(promotion, pieces):
        discount = context.new_id()
        earned: dict[str, int] = {}
        for piece in earning.pieces:
            earned[piece.line] = earned.get(piece.line, 0) + MILLI
        for line, quantity in earned.items():
            standing[line].counted[discount] = quantity
        yield LineDiscounted(
            order=order.id,
            line=earning.free.line,
            discount=discount,
            amount=earning.off,
            reason=promotion.name,
            quantity=standing[earning.free.line].quantity,
            promotion=promotion.id,
            earned=tuple(Earned(line=k, quantity=n) for k, n in earned.items()),
        )


def _pieces(
    world: World,
    order: Order,
    promotion: PromotionSet,
    lines: Sequence[_Standing],
    context: Context,
) -> Iterator[Piece]:
    """The pieces that may earn it: taken while it held, earning nothing else, and reduced
    by nobody."""
    room, terms = world.floor.room(order.table), world.terms
    for line in lines:
        article = world.catalogue.articles.get(line.article)
        taken = datetime.fromtimestamp(line.taken // 1000, context.now.tzinfo)
        if (
            article is None
            or line.unit != "piece"
            or line.price <= 0
            or line.paid
            or line.own
            or not terms.allows(article, "discount")
            or not holds(promotion, order.mode, taken, room)
        ):
            continue
        free = max(0, line.quantity - sum(line.counted.values())) // MILLI
        piece = Piece(line.id, article.id, article.category, line.price)
        yield from [piece] * free


# What needs to know the guest


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
    if promotion.kind == FIRST and world.visits.get(order.client, 1) > 1:
        return Refusal("client_came", "Ce client est déjà venu.")
    if promotion.kind == BIRTHDAY and not near_birthday(promotion, born, order.bday):
        return Refusal("no_birthday", "Ce n'est pas son anniversaire.")
    if any(paid.waiting or paid.running for paid in order.payments.values()):
        return Refusal("partly_paid", "De l'argent a été pris : remboursez d'abord.")
    lines = world.book.lines_of(order)
    given = (d.promotion for line in lines for d in line.discounts.values())
    if promotion.id in given:
        return Refusal("promotion_given", "Cette offre est déjà donnée.")
    if not _off(world, order, promotion):
        return Refusal(
            "nothing_in_promotion", "Rien sur la note n'est dans cette offre."
        )
    return None


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
