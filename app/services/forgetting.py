"""What a guest said of themselves is forgotten when the day after it begins.

Allergies and tab names are sealed with a key of their order; destroying the key erases
them everywhere, and the journal still verifies. Source: `fiscal.md` L-05.
"""

from collections.abc import Iterator
from datetime import timedelta

from app.domain.orders.allergies import sealed_texts
from app.domain.orders.state import Book
from app.services.house import House
from app.services.people import order_key


def guests_to_forget(house: House) -> list[str]:
    """Keys to erase: orders settled on a business day that is closed and past."""
    cutoff = timedelta(minutes=house.world.settings.number("day.cutoff"))
    today = (house.clock() - cutoff).date().isoformat()
    closed = house.world.till(house.terminal).closed_day
    needed = set(_needed(house.world.book))
    found: list[str] = []
    for key in house.sealer.persons(order_key("")):
        if key in needed:
            continue
        stream = list(house.journal.entries(stream=key))
        if stream and stream[-1].bday < today and stream[-1].bday <= closed:
            found.append(key)
    return found


def _needed(book: Book) -> Iterator[str]:
    """The keys that an open order may still have to read, its guests' or moved ones'."""
    for order in book.open_orders():
        yield order_key(order.id)
        for text in order.allergies.values():
            for owner, _ in sealed_texts(order.id, text):
                yield order_key(owner)
