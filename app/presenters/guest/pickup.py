"""The screen where guests read which orders are in the making and which stand ready."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.kitchen.pickup import pickups
from app.domain.orders.state import Order
from app.domain.settings import PICKUP_NAMES
from app.domain.world import World
from app.reports.pickup_page import in_two_languages
from resources.texts import tr
from widgets.dropdown import Entry
from widgets.number_board import NumberTile

FRESH_MS = 20_000
"""How long an order that has just become ready stands out."""

Names = Callable[[Order], str]
"""The name that an order was given, "" for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupView:
    """What guests read.

    Attributes:
        preparing_title, ready_title: in the house's language, and in a second one.
        empty: said while there is nothing.
    """

    house: str
    preparing_title: tuple[str, str]
    ready_title: tuple[str, str]
    preparing: tuple[NumberTile, ...]
    ready: tuple[NumberTile, ...]
    empty: str


def present_pickup(world: World, now: datetime, name_of: Names) -> PickupView:
    """The screen as it stands at a moment."""
    now_ms = round(now.timestamp() * 1000)
    found = pickups(world, now_ms)
    named = name_of if world.settings.text(PICKUP_NAMES) == "yes" else _unnamed
    return PickupView(
        house=world.settings.text("house.name"),
        preparing_title=in_two_languages("En préparation"),
        ready_title=in_two_languages("Prêt"),
        preparing=tuple(
            NumberTile(order.id, pickup_number(world, order), named(order))
            for order in found.preparing
        ),
        ready=tuple(
            NumberTile(
                order.id,
                pickup_number(world, order),
                named(order),
                fresh=now_ms - since < FRESH_MS,
            )
            for order, since in found.ready
        ),
        empty=tr("Bienvenue"),
    )


def pickup_number(world: World, order: Order) -> str:
    """The number that is on the guest's ticket."""
    return world.sale_number(order.terminal, order.number)


def call_words(world: World, order: Order) -> str:
    """What is said aloud of an order that has become ready: the number that is read,
    without its noughts."""
    number = pickup_number(world, order).lstrip("0")
    return tr("La commande {number} est prête", number=number)


def _unnamed(order: Order) -> str:
    return ""


def pickup_name_entries() -> tuple[Entry, ...]:
    """What the screen of ready orders says of each."""
    return (
        Entry("no", tr("Le numéro")),
        Entry("yes", tr("Le numéro et le nom donné")),
    )


def pickup_call_entries() -> tuple[Entry, ...]:
    """How that screen is heard."""
    return (
        Entry("no", tr("En silence")),
        Entry("chime", tr("Avec un son")),
        Entry("voice", tr("À voix haute")),
    )
