"""Which screen of the kitchen shows the tickets of another one while that is lost.

A screen that was never set shows the tickets of every station. A screen is lost while its
terminal is not there, or while it owes the proof that it painted a ticket (`proof.py`).
Stand-ins are followed along their chain; where it ends nowhere the tickets come out on paper
(`followers/printing.py`), and what nobody proved to have painted even then stands on every
other screen of the kitchen.
"""

from collections.abc import Callable

from app.domain.kitchen.proof import LIMIT_MS, Issued
from app.domain.terminals.events import DisplaySet
from app.domain.world import World

SERVING = "@pass"
"""`DisplaySet.station` of a screen of the second pass, which shows what all stations made."""
There = Callable[[str], bool]
"""Whether a terminal sees what is written here, as far as is known."""


def bearer(world: World, chain: str, there: There, now_ms: int = 0) -> str:
    """The terminal whose screen shows the tickets of a screen now: itself, a stand-in, ""
    for nobody.

    Args:
        now_ms: when; 0 asks for no proof.
    """
    return _followed(world, chain, there, now_ms)[0]


def unseen(world: World, chain: str, there: There, now_ms: int) -> bool:
    """Whether a ticket of a screen was painted neither there nor by any that stands in,
    though each of them and paper had their time: it is for every screen now."""
    found, owed, by_ms = _followed(world, chain, there, now_ms)
    return not found and any(each.ms <= by_ms - LIMIT_MS for each in owed)


def _followed(
    world: World, chain: str, there: There, now_ms: int
) -> tuple[str, list[Issued], int]:
    """The bearer of a screen, the tickets that neither it nor any before it has painted,
    and by when they had to be issued to be late for it."""
    screens, proofs, seen = world.terminals.screens(), world.proofs, set[str]()
    station = screens[chain].station if chain in screens else ""
    wanted, by_ms, proving = proofs.of(station, now_ms), now_ms, False
    owed = [each for each in wanted if _on_screens(world, each.station)]
    while chain in screens and chain not in seen:
        by_ms -= LIMIT_MS
        owed = [each for each in owed if chain not in proofs.shown.get(each.name, ())]
        late = chain in proofs.provers and any(each.ms <= by_ms for each in owed)
        if there(chain) and not late:
            return chain, owed, by_ms
        proving |= chain in proofs.provers
        seen.add(chain)
        chain = screens[chain].stand_in
    return "", owed if proving else [], by_ms


def _on_screens(world: World, station: str) -> bool:
    found = world.catalogue.stations.get(station)
    return found is not None and found.screen


def borrowed(
    world: World, chain: str, there: There, now_ms: int = 0
) -> list[DisplaySet]:
    """The lost screens whose tickets a terminal's screen shows as well now."""
    screens = world.terminals.screens()
    return [
        display
        for display in screens.values()
        if display.chain != chain
        and (
            bearer(world, display.chain, there, now_ms) == chain
            or (chain in screens and unseen(world, display.chain, there, now_ms))
        )
    ]


def shown(world: World, station: str, there: There, now_ms: int = 0) -> bool:
    """Whether some screen shows the tickets of a station now."""
    screens = world.terminals.screens().values()
    wanted = (each.chain for each in screens if each.station in ("", station))
    return any(bearer(world, chain, there, now_ms) for chain in wanted)
