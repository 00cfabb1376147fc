"""For whose orders this terminal does what goes by itself: never two of them for one.

Whoever opened an order does it while it is there. One that has a hub is there as long as it
hears that hub and knows all that it knows: a tablet that is apart, or has just woken up, does
nothing by itself, for the hub may do it meanwhile. The hub does it for whoever has not been
there for a while. A terminal hears within two seconds that it is apart (`hub/link.py`), so
between the two of them nobody does it, and never both.

What remains: two hubs after a cut, each of which believes that it is alone. Of several
processes on one database each does it for its own.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.services.awake import Awake
from app.services.house import House
from app.services.ports import NetworkStatus

AWAY = timedelta(seconds=20)
"""So long a terminal is not there before the hub does what it would have done."""


def _alone() -> NetworkStatus:
    return NetworkStatus()


class Duty:
    """Looks about once a second.

    Args:
        status: how this terminal stands with the others.
    """

    def __init__(
        self, house: House, status: Callable[[], NetworkStatus] = _alone
    ) -> None:
        self._house, self._status = house, status
        self._awake = Awake(house.clock)
        self._missed: dict[str, datetime] = {}

    def look(self) -> frozenset[str]:
        """Chains of the terminals whose orders this one looks after now."""
        house, status, now = self._house, self._status(), self._house.clock()
        before, rested = self._awake.since, self._awake.look()
        if self._awake.since != before:
            self._missed = {}
        here, hub = house.terminal, house.world.terminals.hub
        if status.link == "carrying":
            return frozenset({here, *self._gone(status, now)})
        self._missed = {}
        if hub is None or hub.chain in ("", here):
            return frozenset({here})
        up_to_date = status.link == "linked" and status.level
        return frozenset({here}) if up_to_date and rested else frozenset()

    def _gone(self, status: NetworkStatus, now: datetime) -> list[str]:
        """Those who opened an order and have not been there for a while."""
        if not status.whole:  # nobody knows who is there
            return []
        opened = {order.terminal for order in self._house.world.book.open_orders()}
        missing = opened - {self._house.terminal, *status.connected, *status.lately}
        self._missed = {chain: self._missed.get(chain, now) for chain in missing}
        return [chain for chain in missing if now - self._missed[chain] >= AWAY]
