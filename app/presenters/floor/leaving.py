"""By when guests have to leave their table for those who come next, and when they likely do."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.reservations.availability import leaving_of, minute_of, time_of
from app.domain.reservations.events import Reservation
from app.presenters.floor.standing import Standing
from app.presenters.reservations.page import minutes_to
from resources.texts import tr

LAY_MINUTES = 10
"""In which a table is cleared and laid again before the next guests."""
SOON_MINUTES = 30
"""From so long before on, the plan says by when the table has to be free."""
WATCHED_MINUTES = 120


@dataclass(frozen=True, slots=True)
class Departure:
    """Guests whose table is promised to others.

    Attributes:
        must: when the table has to be free, "21:20"; `minutes` until then, below zero
            once it has passed.
        end: when they are likely gone; `learned` when that is known from how long
            others stayed.
        late: they will likely still be there.
    """

    must: str
    minutes: int
    end: str
    late: bool
    learned: bool
    next: Reservation


def departure(floor: Standing, table: str) -> Departure | None:
    """Of the guests of a table, None when nobody comes there within two hours."""
    order, expected = floor.on.get(table), floor.next.get(table)
    if order is None or expected is None:
        return None
    minutes = minutes_to(expected, floor.now) - LAY_MINUTES
    if minutes > WATCHED_MINUTES:
        return None
    found = leaving_of(floor.world, order, floor.now)
    now_ms = floor.now.timestamp() * 1000
    left = max(0, round((found.ms - now_ms) / 60_000))
    end = datetime.fromtimestamp(max(found.ms, now_ms) / 1000, floor.now.tzinfo)
    return Departure(
        must=time_of((minute_of(expected.time) or 0) - LAY_MINUTES),
        minutes=minutes,
        end=f"{end:%H:%M}",
        late=left > minutes,
        learned=found.learned,
        next=expected,
    )


def must_words(found: Departure) -> str:
    """ "Doit libérer à 21:20, dans 34 min"."""
    if found.minutes < 0:
        return tr("Devait libérer à {time}", time=found.must)
    return tr("Doit libérer à {time}, dans {n} min", time=found.must, n=found.minutes)


def end_words(found: Departure) -> str:
    """When they are likely gone, and where that is from."""
    if found.learned:
        return tr("fin prévue {time}, d'après vos tables", time=found.end)
    return tr("fin prévue {time}, durée réglée", time=found.end)
