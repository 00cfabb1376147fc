"""What guests said of themselves is forgotten when the day after it begins.

Allergies and tab names are sealed with a key of their order; destroying the key erases
them everywhere, and the journal still verifies. Who reserved is known for some days more
(the setting "reservation.keep"), clients until they owe nothing and have not been heard of
for some years ("client.keep"), or until somebody lets them go, at whichever terminal;
companies until somebody does. Source: `fiscal.md` L-01, L-03, L-05.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.domain.orders.allergies import sealed_texts
from app.domain.orders.state import Book
from app.projections.queries import moved_since, reservations_before
from app.services.clients import client_key, company_key
from app.services.guests import reservation_key
from app.services.house import House
from app.services.people import order_key

MAX_DAYS = 3650
"""Nobody is remembered for longer, whatever the setting says."""
SILENCE = timedelta(days=31)
"""Without a day closed for longer, a journal does not know who is a client still: the
machine was off, or its clock is wrong."""


def guests_to_forget(house: House) -> list[str]:
    """Keys to erase: of orders that are over, of reservations of long ago, and of clients
    and companies that were let go of."""
    return [*_orders(house), *_reservations(house), *_let_go(house)]


def silent_clients(house: House) -> list[str]:
    """Clients to let go of: they owe nothing, and nothing was written about them for as
    many years as the house keeps them.

    Raises:
        KnownError: the data cannot be read.
    """
    today = begun(house).date()
    closed = max((till.closed_day for till in house.world.tills.values()), default="")
    if house.world.settings.clock_doubtful or closed < str(today - SILENCE):
        return []
    years = house.world.settings.number("client.keep")
    since = years_on(str(today), -years)
    known = house.world.credits
    with house.database.read() as connection:
        moved = moved_since(connection, since)
    return [
        client
        for client in known.clients
        if not known.left(client)
        and client not in moved
        and last_written(house, client) < since
    ]


def last_written(house: House, client: str) -> str:
    """The business day on which a client's account was last set or settled.

    Raises:
        KnownError: the data cannot be read.
    """
    written = house.journal.entries(stream=client_key(client))
    return max((entry.bday for entry in written), default="")


def years_on(day: str, years: int) -> str:
    """The same day some years later, or before, as texts are compared: of a 29 February
    it may be no day of the calendar."""
    return f"{int(day[:4]) + years:04d}{day[4:]}"


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
        for text in (*order.allergies.values(), *order.names.values()):
            for owner, _ in sealed_texts(order.id, text):
                yield order_key(owner)
