"""The card terminals as who takes a card sees them: which are there, who has them now."""

from app.domain.orders.state import Payment
from app.domain.payments.holding import holder
from app.domain.settings import DeviceSet
from app.domain.world import World
from app.presenters.network import terminal_words as till_words
from app.presenters.pay.words import DOWN, terminal_words
from app.presenters.pos.words import Sight, order_words
from hardware.health import DeviceState
from hardware.terminals.kinds import kind_of
from resources.texts import tr

_READ = {"voucher": "meal_voucher", "cheque": "cheque"}
"""Tender -> what a terminal must be able to do to read it."""


def terminals(world: World) -> list[DeviceSet]:
    """The card terminals in use."""
    devices = world.settings.devices.values()
    return [d for d in devices if d.kind == "terminal" and d.active]


def ready_terminals(world: World, sight: Sight) -> list[DeviceSet]:
    """The card terminals that answer."""
    return [d for d in terminals(world) if sight.health_of(d.id).state not in DOWN]


def readers(world: World, sight: Sight, method: str) -> list[DeviceSet]:
    """The card terminals that answer and can read a tender."""
    cap = _READ.get(method, "")
    return [
        each
        for each in ready_terminals(world, sight)
        if not cap or cap in kind_of(each.profile, each.address).caps
    ]


def standing_words(world: World, sight: Sight, device: DeviceSet) -> str:
    """ "TPE 1 prêt", "TPE 1 occupé · table 12"."""
    held = holder(world.book, device.id, sight.now)
    state = DeviceState.BUSY if held else sight.health_of(device.id).state
    words = terminal_words(device.name, state)
    order = world.book.orders.get(held.order) if held else None
    return f"{words} · {order_words(world, order)}" if order else words


def holder_words(world: World, held: Payment) -> str:
    """Who has it: "Il sert à Caisse 2, pour la table 12."."""
    where, order = till_words(world, held.chain), world.book.orders.get(held.order)
    if order is None:
        return tr("Il sert à {till}.", till=where)
    return tr(
        "Il sert à {till}, pour la {order}.",
        till=where,
        order=order_words(world, order),
    )
