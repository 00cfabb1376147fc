"""The demo restaurant without a database, and how a till presenter sees it."""

from datetime import UTC, datetime

from domain_kit import Till

from app.domain.orders.state import Line, Order
from app.presenters.pos.words import Sight
from app.services.demo import demo_facts
from hardware.health import DeviceState, Health

NAMES = {"lea": "Léa", "marc": "Marc", "ines": "Inès", "tom": "Tom"}


def moulin() -> Till:
    """One terminal at Le Vieux Moulin, its drawer open."""
    till = Till(seeds=tuple(demo_facts()))
    till.open()
    return till


def sight(till: Till, *, bad: tuple[str, ...] = ()) -> Sight:
    """Everybody has their name, sealed texts are their own words."""

    def health(device: str) -> Health:
        state = DeviceState.OFFLINE if device in bad else DeviceState.READY
        return Health(state=state, since=datetime.now(UTC))

    return Sight(
        now=till.now,
        name_of=lambda person: NAMES.get(person, person),
        unseal=lambda order, sealed: sealed,
        health_of=health,
    )


def order_of(till: Till, order: str) -> Order:
    """An order of the book."""
    return till.world.book.orders[order]


def line_of(till: Till, line: str) -> Line:
    """A line of the book."""
    return till.world.book.lines[line]


def plain(text: str) -> str:
    """Ordinary spaces for those that do not break."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
