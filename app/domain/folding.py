"""Facts that come late: whether the world is the same as if they had come in time.

The world is the fold of its facts in canonical order. A fact of another terminal often
arrives when later ones are folded already. Folded behind them it makes the same world,
unless one of them is about the same thing; then the world has to be folded anew.
"""

from bisect import bisect_right
from typing import Any

from app.domain.catalogue.events import StockConsumed
from app.domain.inventory.events import StockMoved, StockUsed
from app.domain.kitchen.events import TicketIssued
from app.domain.vocabulary import Meta
from app.domain.wire import stream_of, to_data
from app.domain.world import World

Order = tuple[str, str, int]

KEPT = 1024
"""Facts that are remembered at least; who comes later than all of them does not fit."""

_NAMES = frozenset(
    (
        *("order", "target", "discount", "line", "new_line", "lines"),
        *("dish", "dishes", "fired", "portions", "item"),
    )
)
"""Fields that name an order, a discount, a line ("<line>"), a dish ("<line>.<n>"), a
portion ("<line>:<of>:<taken>") or an item of the stock, wherever they stand in a fact."""

_ADDING = (StockConsumed, StockMoved, StockUsed)
"""Facts that only add to a sum: among themselves their order makes no difference."""
_COUNTED_APART = (TicketIssued,)
"""Facts whose stream each terminal counts for itself, and its own come in order."""


class Recent:
    """The facts that were folded last, in canonical order.

    Args:
        since: the last fact that was folded before; what is older does not fit.
    """

    def __init__(self, since: Order = ("", "", 0)) -> None:
        self._since = since
        self._orders: list[Order] = []
        self._events: list[object] = []

    def fits(self, event: object, meta: Meta) -> bool:
        """Whether folding it now makes the same world as folding it in its place."""
        if meta.order < self._since:
            return False
        place = bisect_right(self._orders, meta.order)
        later = self._events[place:]
        if not later:
            return True
        mine = about(event)
        return not any(
            mine & about(other)
            and not (isinstance(event, _ADDING) and isinstance(other, _ADDING))
            for other in later
        )

    def fold(self, world: World, event: object, meta: Meta) -> bool:
        """Folds a fact into the world if it fits; else the world stays as it is."""
        if not self.fits(event, meta):
            return False
        self.take(world, event, meta)
        return True

    def take(self, world: World, event: object, meta: Meta) -> None:
        """Folds a fact into the world in its place, and remembers it."""
        waiting = bool(world.book.early)
        world.evolve(event, meta)
        self._note(event, meta)
        if waiting:
            # It may have let others in that are older: what they did counts from now.
            self._forget(len(self._orders))

    def _note(self, event: object, meta: Meta) -> None:
        if meta.order <= self._since:
            return
        place = bisect_right(self._orders, meta.order)
        self._orders.insert(place, meta.order)
        self._events.insert(place, event)
        if len(self._orders) > 2 * KEPT:
            self._forget(KEPT)

    def _forget(self, count: int) -> None:
        if not count:
            return
        self._since = self._orders[count - 1]
        del self._orders[:count], self._events[:count]


def about(event: object) -> frozenset[str]:
    """The things that a fact changes or looks at when it is folded."""
    found = set() if isinstance(event, _COUNTED_APART) else {stream_of(event)}
    _collect(to_data(event), found)
    return frozenset(found)


def _collect(value: Any, found: set[str]) -> None:
    for name, inner in value.items():
        parts = inner if isinstance(inner, list | tuple) else (inner,)
        for part in parts:
            if isinstance(part, dict):
                _collect(part, found)
            elif name in _NAMES and isinstance(part, str):
                found.add(part.partition(":")[0].partition(".")[0])
