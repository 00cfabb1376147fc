"""Several processes on one database: one of them is named by the journal, and tells the
webhooks. It leaves a sign that it lives; when that stays away another takes its place.

The sign is a number in the table of followers that grows at each look. Who looks measures
on its own clock for how long it has not, so clocks that differ do no harm. Two that tell
for a moment do none either: a message that comes twice has the same id.
"""

from collections.abc import Callable

from app.domain.terminals.events import HubSet
from app.hub.node import Node
from db.errors import KnownError
from db.followers import advance, vector

_SIGN = "hub"
_AWAY_S, _TURN_S = 30.0, 10.0
"""So long without a sign, and between two that would take the place."""


class Standby:
    """Looks after who is named.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, node: Node, clock: Callable[[], float]) -> None:
        self._node, self._clock = node, clock
        self._seen, self._since = ("", 0), clock()

    def look(self, carried: HubSet) -> bool:
        """Leaves a sign where this process is named; else, whether it is to take the
        place of the one that is. Called every few seconds, not in the thread of the
        house."""
        try:
            return self._look(carried)
        except KnownError:  # nobody can leave a sign meanwhile: it counts from anew
            self._seen = ("", 0)
            return False

    def _look(self, carried: HubSet) -> bool:
        house, chain, now = self._node.house, self._node.chain, self._clock()
        sign = vector(house.database, _SIGN).get(carried.chain, 0)
        if carried.chain == chain:
            house.database.transact(lambda c: advance(c, _SIGN, {chain: sign + 1}))
        if carried.chain == chain or (carried.chain, sign) != self._seen:
            self._seen, self._since = (carried.chain, sign), now
            return False
        heirs = house.world.terminals.heirs()
        turn = heirs.index(chain) if chain in heirs else len(heirs)
        return now - self._since >= _AWAY_S + turn * _TURN_S
