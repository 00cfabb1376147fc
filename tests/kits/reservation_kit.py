"""A house that takes reservations, for tests: lunch and dinner on every day but Monday.

till = host()
moreau = reserve(till, "20:45", covers=4)
till.do(SeatReservation(reservation=moreau))
"""

import random
from typing import Any

from domain_kit import EVENING, Till

from app.domain.orders.commands import CancelOrder
from app.domain.reservations import commands as c
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


def play_reservations(till: Till, number: int, seed: int) -> None:
    """One act; a refusal is fine, an exception never."""
    dice = random.Random(seed)
    known = [*till.world.reservations.known, "gone"]
    reservation, table = dice.choice(known), f"t{dice.randint(1, 7)}"
    time, covers = (
        f"{dice.randint(18, 22)}:{dice.choice(['00', '30'])}",
        dice.randint(1, 9),
    )
    tables = dice.choice([None, (), (table,), (table, f"t{dice.randint(1, 7)}")])
    words = ("booked", "confirmed", "arrived", "cancelled", "no_show", "seated")
    orders = [order.id for order in till.world.book.open_orders()]
    act = number % 8
    if act in (0, 1):
        till.run(
            c.CreateReservation(
                date=TODAY,
                time=time,
                covers=covers,
                tables=tables,
                source="thefork",
                reference=dice.choice(["", "TF-1", "TF-2"]),
            )
        )
    elif act in (2, 3):
        status = dice.choice(words)
        till.run(c.SetReservationStatus(reservation=reservation, status=status))
    elif act == 4:
        change = {"time": time} if seed % 2 else {"covers": covers, "tables": tables}
        till.run(c.ChangeReservation(reservation=reservation, **change))
    elif act == 5:
        onto = dice.choice(["", *orders]) if seed % 3 == 0 else ""
        till.run(
            c.SeatReservation(reservation=reservation, tables=tables or (), onto=onto)
        )
    elif act == 6 and orders:
        till.run(CancelOrder(order=dice.choice(orders)))
    else:
        till.run(c.NoteReminder(reservation=reservation, channel="phone"))
