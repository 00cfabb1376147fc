"""Tickets received beside tickets issued: that nothing is missing, or what is.

Numbers count per terminal and station without a gap. What another terminal issued is known
as far as it could say so (`hub/peer.py`): of one that is not heard, nobody knows.
"""

from collections.abc import Collection, Iterator

from app.domain.terminals.events import HEAD_OFFICE
from app.domain.world import World
from app.services.ports import NetworkStatus
from resources.texts import tr


def last_tickets(world: World, station: str) -> list[str]:
    """The last ticket of each terminal for a station that came here: "C1-46"."""
    return [f"{chain}-{number}" for chain, number in _received(world, station)]


def _received(world: World, station: str) -> list[tuple[str, int]]:
    tickets = world.book.tickets
    chains = sorted(chain for chain, where in tickets if where == station)
    return [(chain, tickets[chain, station]) for chain in chains]


def ticket_words(
    world: World,
    terminal: str,
    station: str,
    status: NetworkStatus,
    silent: Collection[str] = (),
) -> str:
    """ "bon 214 reçu / 214 émis": nothing is missing when the two are equal; "" before the
    first; of several terminals the same of each: "reçu/émis : C1 46/46 · C2 12/14".

    Args:
        silent: chains of which nothing is heard: what they issued is "?".
    """
    if not world.terminals.several:
        issued = world.book.tickets.get((terminal, station), 0)
        if not issued:
            return ""  # the first of the day is still to come
        shown = min(_on_dishes(world, station) or issued, issued)
        return tr("bon {shown} reçu / {issued} émis", shown=shown, issued=issued)
    told = {
        chain: tickets[station]
        for chain, tickets in status.lacking.items()
        if station in tickets and _counts(world, chain)
    }
    received = dict(_received(world, station))
    words = []
    for chain in sorted({*received, *told}):
        came = received.get(chain, 0)
        issued_there = "?" if chain in silent else str(max(came, told.get(chain, 0)))
        words.append(f"{chain} {came}/{issued_there}")
    return tr("reçu/émis : {numbers}", numbers=" · ".join(words)) if words else ""


def _on_dishes(world: World, station: str) -> int:
    """The newest ticket that a dish of a station stands on; one that came from another
    station has numbers of that one too."""
    views = (view for dish in world.book.dishes.values() for view in dish.views())
    numbers = (n for view in views if view.station == station for n in view.tickets)
    return max(numbers, default=0)


def _counts(world: World, chain: str) -> bool:
    known = world.terminals.known.get(chain)
    return known is not None and known.active and known.role != HEAD_OFFICE


def gaps(world: World, status: NetworkStatus) -> Iterator[tuple[str, str]]:
    """(chain, "Chaud 13 à 14 · Froid 3") of terminals whose tickets are missing here."""
    ranked = sorted(world.catalogue.stations.values(), key=lambda each: each.rank)
    for chain, tickets in sorted(status.lacking.items()):
        missing = []
        for station in ranked:
            issued = tickets.get(station.id, 0)
            first = world.book.tickets.get((chain, station.id), 0) + 1
            if issued > first:
                words = tr(
                    "{station} {first} à {last}",
                    first=first,
                    last=issued,
                    station=station.name,
                )
                missing.append(words)
            elif issued == first:
                missing.append(f"{station.name} {issued}")
        if missing and _counts(world, chain):
            yield chain, " · ".join(missing)
