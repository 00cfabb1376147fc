"""How the till works at a room's tables and on a terminal: the screen, the tenders, the
page of tiles that is opened first, whether covers are asked.

A terminal goes before the room of the table; what it does not say is as in the room. A
room's screen and covers are of the room itself (`RoomSet`).
"""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from app.domain.floor.events import RoomSet
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.wire import fact

if TYPE_CHECKING:
    from app.domain.orders.state import Order
    from app.domain.world import World

STYLES: Final = ("classic", "express", "flexible")
"""Order, then pay; order and pay on one screen; both on one screen."""
ROOM, TERMINAL = "room", "terminal"


@fact("manner.set", stream="manner/{id}")
class MannerSet:
    """How the till works in a room or on a terminal, from now on.

    Attributes:
        kind: "room" or "terminal"; `id` is its id or chain.
        style: of a terminal, one of `STYLES`; "" as in the room.
        tenders: those that are taken there; empty for all, or as in the room.
        category: page of tiles that is opened first, "" for the favourites.
        covers: of a terminal, "yes" or "no"; "" as in the room.
    """

    kind: str
    id: str
    style: str = ""
    tenders: tuple[str, ...] = ()
    category: str = ""
    covers: str = ""


@command
class SetManner:
    """Change how the till works in a room or on a terminal.

    Args:
        event: all of it; a room's screen and covers go to the room, "" as they are.
    """

    event: MannerSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How it works at a place: the four answers in force; `tenders` empty for all."""

    style: str = "classic"
    tenders: tuple[str, ...] = ()
    category: str = ""
    covers: bool = True


@dataclass(slots=True)
class Manners:
    """What was said, by kind and id."""

    said: dict[tuple[str, str], MannerSet] = field(default_factory=dict)

    def evolve(self, event: MannerSet) -> None:
        """Takes a fact in; never refuses."""
        self.said[event.kind, event.id] = event

    def of(self, kind: str, thing: str) -> MannerSet:
        """What was said of a room or a terminal itself."""
        return self.said.get((kind, thing), MannerSet(kind=kind, id=thing))


def manner_at(world: "World", terminal: str, table: str = "") -> Manner:
    """How the till works on a terminal at a table; without one the terminal alone says
    it, and orders and pays on one screen where it says nothing."""
    own = world.manners.of(TERMINAL, terminal)
    place = world.floor.tables.get(table)
    room = world.floor.rooms.get(place.room) if place else None
    if room is None:
        return Manner(
            style=own.style or "express",
            tenders=own.tenders,
            category=own.category,
            covers=own.covers == "yes",
        )
    there = world.manners.of(ROOM, room.id)
    return Manner(
        style=own.style or room.style,
        tenders=own.tenders or there.tenders,
        category=own.category or there.category,
        covers=own.covers == "yes" if own.covers else room.ask_covers,
    )


def answers(world: "World", kind: str, thing: str) -> MannerSet:
    """All that a room or a terminal says itself, as `SetManner` takes it."""
    said = world.manners.of(kind, thing)
    room = world.floor.rooms.get(thing) if kind == ROOM else None
    if room is None:
        return said
    covers = "yes" if room.ask_covers else "no"
    return replace(said, style=room.style, covers=covers)


def tender_refusal(
    world: "World", order: "Order", method: str, context: Context
) -> Refusal | None:
    """Why a tender is not taken for an order on this terminal, None when it is."""
    tenders = manner_at(world, context.terminal, order.table).tenders
    if not tenders or method in tenders:
        return None
    return Refusal("tender_not_here", "Ce moyen de paiement n'est pas pris ici.")


def set_manner(
    world: "World", command: SetManner, context: Context
) -> tuple[MannerSet | RoomSet, ...] | Refusal:
    """The manner as it is from now on, or why it cannot be so."""
    refused = need(context, "device.edit", "Ce réglage demande un responsable.")
    event = command.event
    if refused:
        return refused
    terminals = {*world.terminals.known, context.terminal}
    known = {ROOM: {*world.floor.rooms}, TERMINAL: terminals}
    if event.id not in known.get(event.kind, set()):
        return Refusal("place_unknown", "Cette salle ou ce terminal n'existe pas.")
    right = (
        event.style in ("", *STYLES)
        and event.covers in ("", "yes", "no")
        and event.category in ("", *world.catalogue.categories)
    )
    if not right:
        return Refusal("setting_invalid", "Ce réglage n'a pas cette valeur.")
    if event.kind == TERMINAL:
        return () if event == world.manners.of(TERMINAL, event.id) else (event,)
    return _set_room(world, event, context)


def _set_room(
    world: "World", event: MannerSet, context: Context
) -> tuple[MannerSet | RoomSet, ...] | Refusal:
    before, room = world.manners.of(ROOM, event.id), world.floor.rooms[event.id]
    covers = event.covers == "yes" if event.covers else room.ask_covers
    changed = replace(room, style=event.style or room.style, ask_covers=covers)
    said = replace(event, style="", covers="")
    if changed == room:
        return () if said == before else (said,)
    refused = need(
        context, "catalogue.edit", "Modifier le plan demande un responsable."
    )
    return refused or ((changed,) if said == before else (said, changed))
