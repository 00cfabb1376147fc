"""Whether a till locks because nobody stands in front of it any more."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from app.domain.world import World
from hardware.health import Health

_STAYS = ("pay", "till", "kitchen", "paper")
"""Places that are left open: somebody is paid, a drawer is counted, cooks look; the last
one only plays devices."""
_DOUBT_S = 2.0
"""A screen that is touched so long after the sensor saw the last person."""
_ONE_TOUCH_S = 1.0
"""What comes sooner belongs to the touch before."""
DOUBTS = 3
"""So many such touches in a row, and the sensor is not believed any more."""


@dataclass(slots=True)
class Presence:
    """What a window knows of who is in front; moments are seconds of a steady clock.

    Attributes:
        touched: when the screen was touched last.
        doubts: touches in a row at which the sensor saw nobody.
    """

    touched: float = 0.0
    doubts: int = 0

    def touch(self, now: float, away: float | None) -> None:
        """Somebody touches the screen, while the sensor says so."""
        another = now - self.touched >= _ONE_TOUCH_S
        self.touched = now
        if another and away is not None and away >= _DOUBT_S:
            self.doubts += 1

    def look(self, away: float | None) -> None:
        """What the sensor says now: whom it sees, it is believed again."""
        if away == 0:
            self.doubts = 0

    @property
    def believed(self) -> bool:
        """Whether the sensor sees who touches the screen."""
        return self.doubts < DOUBTS

    def is_left(self, now: float, away: float | None, after: int) -> bool:
        """Whether nobody was seen, and nothing touched, for `after` seconds."""
        if away is None or not self.believed:
            return False
        return min(away, now - self.touched) >= after


def may_lock(
    world: World, terminal: str, place: str, health_of: Callable[[str], Health]
) -> bool:
    """Whether a window may lock by itself now: never while somebody is paid, a drawer is
    counted or stands open."""
    if place in _STAYS:
        return False
    payments = chain.from_iterable(
        o.payments.values() for o in world.book.open_orders()
    )
    for each in chain(payments, world.book.refunds.values()):
        asked = each.state == "in_progress" and each.chain == terminal
        if asked and not each.on_phone:
            return False
    drawers = (d.id for d in world.driven(terminal).values() if d.drawer)
    return not any("drawer_open" in health_of(each).reasons for each in drawers)
