"""Facts about how an order is served: in which way, for whom, and for when."""

from dataclasses import dataclass

from app.domain.orders.events import DishOrdered
from app.domain.wire import Json, fact, upcast


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTaxed:
    """A line as another service mode has it: unit price, rate, nature, its dishes."""

    line: str
    price: int
    rate: int
    nature: str
    dishes: tuple[DishOrdered, ...]


@fact("order.mode_set", version=3, stream="order/{order}")
class ModeSet:
    """Served otherwise after all, before anything was paid (`fiscal.md` F-02).

    Attributes:
        preset: the way of being served, "" for that of the mode.
    """

    order: str
    mode: str
    lines: tuple[LineTaxed, ...]
    was: str = ""
    preset: str = ""


@upcast("order.mode_set", 1)
@upcast("order.mode_set", 2)
def _of_the_mode(data: dict[str, Json]) -> dict[str, Json]:
    """The first version knew of one way for each mode, the second of no glass with two
    drinks: the defaults hold."""
    return data


@fact("order.contact_set", stream="order/{order}")
class ContactSet:
    """Who fetches the order, or where it is brought: sealed with the order's key.

    What is "" nobody said. Erased like allergies, the day after the closing.
    """

    order: str
    name: str = ""
    phone: str = ""
    address: str = ""


@fact("order.promised", version=2, stream="order/{order}")
class OrderPromised:
    """When the guest was told that the order is ready, or at the door.

    Attributes:
        at: milliseconds since 1970, 0 for as soon as it can be made.
        later: it is for a later business day: until that begins (`OrderReserved`) its
            dishes are not taken off the countdowns.
    """

    order: str
    at: int
    later: bool = False


@upcast("order.promised", 1)
def _at_once(data: dict[str, Json]) -> dict[str, Json]:
    """Whatever the first version promised was taken off the countdowns at once."""
    return data


@fact("order.reserved", stream="order/{order}")
class OrderReserved:
    """The day of an order that was promised before has come: its dishes are taken off
    the countdowns of that day."""

    order: str
