"""Deciding what promotions give by themselves, as discounts on the lines they are for.

N + 1 is given in the same act as the piece that earned it; what needs to know the guest
is given by a tap (`guest_offers.py`). A discount says which pieces earned it
(`Line.counted`). It stands as long as they are wanted, whatever becomes of the promotion
meanwhile, and goes with them: what a guest has heard of is not priced anew, neither by
the hour nor by a change of the card; pieces that cost otherwise, for another way of
being served or another client, earn it anew. What a person took off is not given again
for these pieces.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.catalogue.promotions import (
    BOUGHT,
    Piece,
    PromotionSet,
    earnings,
)
from app.domain.catalogue.ranks import ranked
from app.domain.catalogue.state import holds
from app.domain.orders.clients import OrderClientSet
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
from app.domain.orders.serving_events import LineTaxed, ModeSet
from app.domain.orders.state import Line, Order
from app.domain.vocabulary import MILLI, Context
from app.domain.world import World

_CHANGING = (
    *(LineAdded, LinesAdded, QuantitySet, LineVoided, LinesMoved),
    *(LineDiscounted, DiscountRemoved, ModeSet, OrderClientSet),
)
"""Facts after which other pieces may earn something, or fewer do."""


@dataclass(slots=True, kw_only=True)
class _Standing:
    """A line as it will stand once what is being decided is written.

    Attributes:
        taken: ms since 1970.
        own: discounts that a person granted; `given` those of promotions.
        paid: some of it is on a receipt.
        shown: the guest read it on an addition; fewer: pieces of it are taken back now;
            repriced: it costs otherwise from now on.
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
    repriced: bool = False


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
            order = _served_as(order, decided)
            lines = [line for line in standing.values() if line.home == each]
            begun = any(p.waiting or p.running for p in order.payments.values())
            lapsed = list(_lapsed(world, order, lines, begun=begun))
            facts += lapsed
            # Once somebody began to pay, what was shared out then is what they owe; but
            # what lapses now may be earned by the pieces that are left.
            if lapsed or not begun:
                facts += _granted(world, order, lines, context)
    return tuple(facts)


def _served_as(order: Order, decided: Iterable[object]) -> Order:
    for event in decided:
        if isinstance(event, ModeSet) and event.order == order.id:
            order = replace(order, mode=event.mode)
    return order


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
        _take_in(event, lines, of)
    return dict(sorted(lines.items(), key=lambda each: (each[1].taken, each[0])))


def _take_in(
    event: object,
    lines: dict[str, _Standing],
    of: Callable[[str], _Standing | None],
) -> None:
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
                if event.lapsed:  # its pieces may earn something else
                    other.counted.pop(event.discount, None)
        case ModeSet() | OrderClientSet():
            _reprice(event.lines, of)
        case _:
            pass


def _reprice(lines: Iterable[LineTaxed], of: Callable[[str], _Standing | None]) -> None:
    for priced in lines:
        if line := of(priced.line):
            line.repriced = priced.price != line.price
            line.price = priced.price


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
    read = {name for line in lines if line.shown for name in line.counted}

    def let_go(discount: str) -> None:
        if any(line.receipts for line in _carrying(world, discount)):
            paid.add(discount)
            return
        gone.add(discount)
        for line in lines:
            line.counted.pop(discount, None)
            line.given.discard(discount)

    for line in lines:
        # Given anew, at the prices that it costs now.
        for name in line.counted.keys() - read if line.repriced else ():
            let_go(name)
        if (line.shown or begun) and not line.fewer:
            continue
        while sum(line.counted.values()) > max(0, line.quantity):
            newest = max(line.counted.keys() - paid, default="")
            if not newest:
                break
            let_go(newest)
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
