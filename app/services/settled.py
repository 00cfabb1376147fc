"""Orders of the day that are over: the newest stay in the world, the others are put away.

Whoever asks for one by the id of the order, or of a line, a payment or a receipt of it,
has it brought back as it was, so nobody can tell but by the memory that it costs.
"""

import logging
import pickle
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice

from app.domain.folding import about
from app.domain.orders.attention import attention
from app.domain.orders.events import LineAdded, LinesAdded, OrderCreated
from app.domain.orders.importing import to_check
from app.domain.orders.state import Book, Line, Order
from app.domain.payments.vouchers import numbered
from app.domain.world import World
from db.attic import Attic
from db.errors import KnownError

KEPT = 300
"""The newest orders stay: what people still have on their screens."""
_SLACK = 25
"""So many more, or a quarter of all, before somebody looks: a look goes through all."""
_MAKING = (OrderCreated, LineAdded, LinesAdded)
"""Facts that look at nothing but the order which they name."""
_log = logging.getLogger("sotto.house")


class Settled:
    """The orders of one world that are put away."""

    def __init__(self) -> None:
        self._attic: Attic | None = None
        self._room = KEPT + _SLACK

    def put_away(self, world: World) -> None:
        """Lets go of old orders that nobody has to look at, once there are many."""
        book = world.book
        if len(book.orders) <= self._room:
            return
        try:
            for order in list(_over(world)):
                self._put(book, order)
        except KnownError as error:
            _log.warning("orders stay in memory: %s", type(error).__name__)
        count = len(book.orders)
        self._room = count + max(_SLACK, count // 4)

    def bring(self, book: Book, names: Iterable[str]) -> None:
        """Brings the orders back that these are, or are of.

        Raises:
            KnownError: they cannot be read.
        """
        if self._attic is None:
            return
        for name in names:
            body = self._attic.take(name)
            if body is not None:
                _restore(book, *pickle.loads(zlib.decompress(body)))  # noqa: S301  our own

    def bring_for(self, book: Book, event: object, *, decided: bool) -> None:
        """Brings back what a fact changes or looks at.

        Args:
            decided: it was decided on this world: all but the orders that it names are
                here.

        Raises:
            KnownError: it cannot be read.
        """
        if self._attic is None:
            return
        if decided or isinstance(event, _MAKING):
            named = getattr(event, "order", ""), getattr(event, "target", "")
            self.bring(book, (each for each in named if each not in book.orders))
        else:
            self.bring(book, about(event))

    def _put(self, book: Book, order: Order) -> None:
        if self._attic is None:
            self._attic = Attic()
        lines = [book.lines[line] for line in order.lines]
        body = zlib.compress(pickle.dumps((order, lines)), 1)
        receipts = [receipt.id for receipt in order.receipts]
        names = (order.id, *order.lines, *order.payments, *receipts)
        self._attic.put(names, body)
        del book.orders[order.id]
        for line in lines:
            del book.lines[line.id]
            for dish in (*line.dishes, *line.gone):
                del book.dishes[dish.id]
        for receipt in receipts:
            del book.receipts[receipt]


def _restore(book: Book, order: Order, lines: list[Line]) -> None:
    book.orders[order.id] = order
    for line in lines:
        book.lines[line.id] = line
        book.dishes |= {d.id: d for d in (*line.dishes, *line.gone)}
    book.receipts |= {receipt.id: order.id for receipt in order.receipts}


def _over(world: World) -> Iterator[Order]:
    """The old orders that are paid, served and cleared, and on no list of anybody. What
    was paid by a credit or a titre that is known stays: its day is counted."""
    book = world.book
    last = set(book.tickets.values())
    tables: dict[str, Order] = {o.table: o for o in book.orders.values() if o.receipts}
    waiting = {
        getattr(event, name, "")
        for facts in book.early.values()
        for event, _ in facts
        for name in ("order", "target")
    }
    returned = {refund.order for refund in book.refunds.values()}
    for order in islice(book.orders.values(), max(0, len(book.orders) - KEPT)):
        if (
            order.receipts
            and not order.cancelled
            and order.id not in waiting | returned
            and book.closed(order)
            and (not order.table or tables[order.table] is not order)
            and not order.beside
            and _alone(book, order)
            and not _in_kitchen(world, order, last)
            and not any(
                paid.reference in world.credits.issued
                or (paid.method == "voucher" and numbered(paid.label))
                for paid in order.payments.values()
            )
            and not attention(book, order)
            and not to_check(order)
        ):
            yield order


def _alone(book: Book, order: Order) -> bool:
    """Whether its receipts are of its lines alone, and its lines on no others."""
    receipts = {receipt.id for receipt in order.receipts}
    named = {name for line in order.lines for name, _, _ in book.lines[line].receipts}
    paid = {portion.line for each in order.receipts for portion in each.portions}
    return named <= receipts and paid <= set(order.lines)


def _in_kitchen(world: World, order: Order, last: set[int]) -> bool:
    """Whether a cook still has to do with it, or its ticket is the last one there."""
    past = world.past(order)
    for line in world.book.lines_of(order, live=False):
        for dish in (*line.dishes, *line.gone):
            wanted = (line.live and not dish.dropped) or line.to_stop(dish)
            made = past or not dish.sent or dish.served or not wanted
            numbers = {number for view in dish.views() for number in view.tickets}
            if not made or last & numbers:
                return True
    return False
