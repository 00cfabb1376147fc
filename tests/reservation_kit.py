"""A house that takes reservations, for tests: lunch and dinner on every day but Monday.

till = host()
moreau = reserve(till, "20:45", covers=4)
till.do(SeatReservation(reservation=moreau))
"""

from typing import Any

from domain_kit import EVENING, Till

from app.domain.reservations.commands import CreateReservation, SetService
from app.domain.reservations.events import ServiceSet
from app.domain.staff.events import RoleSet

TODAY = EVENING.date().isoformat()
OPEN = (1, 2, 3, 4, 5, 6)
SERVICES = (
    ServiceSet(id="lunch", name="Déjeuner", start=720, end=840, weekdays=OPEN),
    ServiceSet(id="dinner", name="Dîner", start=1140, end=1320, weekdays=OPEN),
)


def host(waiter: tuple[str, ...] = ()) -> Till:
    """A till of such a house, on Friday 20 November at 19:00; what Tom may do."""
    till = Till()
    till.write([RoleSet(id="waiter", name="Serveur", rights=waiter)])
    for service in SERVICES:
        till.do(SetService(event=service))
    return till


def reserve(
    till: Till, time: str, covers: int = 2, *, date: str = TODAY, **more: Any
) -> str:
    """Takes a reservation; its id."""
    till.do(CreateReservation(date=date, time=time, covers=covers, **more))
    return str(till.last[0].id)
