"""What guests said of themselves is forgotten when the day after it begins.

Allergies and tab names are sealed with a key of their order; destroying the key erases
them everywhere, and the journal still verifies. Who reserved is known for some days more
(the setting "reservation.keep"), clients and companies until somebody lets them go, at
whichever terminal. Source: `fiscal.md` L-01, L-05.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.domain.orders.allergies import sealed_texts
from app.domain.orders.state import Book
from app.projections.queries import reservations_before
from app.services.clients import client_key, company_key
from app.services.guests import reservation_key
from app.services.house import House
from app.services.people import order_key

MAX_DAYS = 3650
"""Nobody is remembered for longer, whatever the setting says."""


def guests_to_forget(house: House) -> list[str]:
    """Keys to erase: of orders that are over, of reservations of long ago, and of clients
    and companies that were let go of."""
    return [*_orders(house), *_reservations(house), *_let_go(house)]


def _let_go(house: House) -> list[str]:
    """Who was forgotten elsewhere, or where a kill came between the fact and its key."""
    world = house.world
    wanted = {
        *map(client_key, world.credits.forgotten),
        *map(company_key, world.invoices.forgotten),
    }
    known = (
        house.sealer.persons(client_key("")),
        house.sealer.persons(company_key("")),
    )
    return [key for keys in known for key in keys if key in wanted]


def _reservations(house: House) -> list[str]:
    """Reservations for a day that is past since as many days as the house keeps them."""
    days = house.world.settings.number("reservation.keep")
    keys = house.sealer.persons(reservation_key(""))
    if not keys:
        return []
    day = house.clock() - timedelta(days=min(days, MAX_DAYS))
    with house.database.read() as connection:
        past = reservations_before(connection, day.date().isoformat())
    return [key for key in keys if key.removeprefix(reservation_key("")) in past]


def _orders(house: House) -> list[str]:
    """Orders settled on a business day that is closed and past."""
    today = begun(house).date().isoformat()
    closed = max((till.closed_day for till in house.world.tills.values()), default="")
    needed = set(_needed(house.world.book))
    found: list[str] = []
    for key in house.sealer.persons(order_key("")):
        if key in needed:
            continue
        stream = list(house.journal.entries(stream=key))
        if stream and stream[-1].bday < today and stream[-1].bday <= closed:
            found.append(key)
    return found


def seconds_of_day(house: House) -> float:
    """How long the business day has lasted: papers that are older are of days before."""
    return (house.clock() - begun(house)).total_seconds()


def begun(house: House) -> datetime:
    """When the business day began."""
    cutoff = timedelta(minutes=house.world.settings.number("day.cutoff"))
    midnight = (house.clock() - cutoff).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return midnight + cutoff


def _needed(book: Book) -> Iterator[str]:
    """The keys that an open order may still have to read, its guests' or moved ones'."""
    for order in book.open_orders():
        yield order_key(order.id)
        for text in order.allergies.values():
            for owner, _ in sealed_texts(order.id, text):
                yield order_key(owner)
