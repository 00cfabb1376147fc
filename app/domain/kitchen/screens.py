"""Which screen of the kitchen shows the tickets of another one while that is lost.

A screen that was never set shows the tickets of every station. A screen is lost while its
terminal is not there, or while it owes the proof that it painted a ticket (`proof.py`).
Stand-ins are followed along their chain; where it ends nowhere the tickets come out on paper
(`followers/printing.py`), and what nobody proved to have painted even then stands on every
other screen of the kitchen.
"""

from collections.abc import Callable
from typing import NamedTuple

from app.domain.kitchen.proof import LIMIT_MS, Issued
from app.domain.terminals.events import DisplaySet
from app.domain.world import World

SERVING = "@pass"
"""`DisplaySet.station` of a screen of the second pass, which shows what all stations made."""
There = Callable[[str], bool]
"""Whether a terminal sees what is written here, as far as is known."""


class Followed(NamedTuple):
    """Where the tickets of a screen are.

    Attributes:
        bearer: whose screen shows them, "" for nobody's.
        before: those that should have and were passed over, itself first.
        owed: tickets that neither the bearer nor any before it has painted; none where
            nobody of them proves anything.
        by_ms: when they had to be issued to be late for the last of them.
    """

    bearer: str
    before: tuple[str, ...]
    owed: list[Issued]
    by_ms: int


def bearer(world: World, chain: str, there: There, now_ms: int = 0) -> str:
    """The terminal whose screen shows the tickets of a screen now: itself, a stand-in, ""
    for nobody.

    Args:
        now_ms: when; 0 asks for no proof.
    """
    return _followed(world, chain, there, now_ms).bearer


def unseen(world: World, chain: str, there: There, now_ms: int) -> bool:
    """Whether a ticket of a screen was painted neither there nor by any that stands in,
    though each of them and paper had their time: it is for every screen now."""
    return _for_all(_followed(world, chain, there, now_ms))


def _for_all(followed: Followed) -> bool:
    late = followed.by_ms - LIMIT_MS
    return not followed.bearer and any(each.ms <= late for each in followed.owed)


def _followed(world: World, chain: str, there: There, now_ms: int) -> Followed:
    screens, proofs = world.terminals.screens(), world.proofs
    station = screens[chain].station if chain in screens else ""
    wanted, by_ms, before = proofs.of(station, now_ms), now_ms, list[str]()
    owed = [each for each in wanted if _on_screens(world, each.station)]
    while chain in screens and chain not in before:
        by_ms -= LIMIT_MS
        owed = [each for each in owed if chain not in proofs.shown.get(each.name, ())]
        late = chain in proofs.provers and any(each.ms <= by_ms for each in owed)
        if there(chain) and not late:
            return Followed(chain, tuple(before), owed, by_ms)
        before.append(chain)
        chain = screens[chain].stand_in
    proving = not proofs.provers.isdisjoint(before)
    return Followed("", tuple(before), owed if proving else [], by_ms)


def _on_screens(world: World, station: str) -> bool:
    found = world.catalogue.stations.get(station)
    return found is not None and found.screen


def borrowed(
    world: World, chain: str, there: There, now_ms: int = 0
) -> list[DisplaySet]:
    """The lost screens whose tickets a terminal's screen shows as well now. A stand-in that
    owes a proof itself goes on showing them: maybe it does."""
    screens, found = world.terminals.screens(), list[DisplaySet]()
    for display in screens.values() if chain in screens and there(chain) else ():
        if display.chain != chain:
            where = _followed(world, display.chain, there, now_ms)
            if chain in (where.bearer, *where.before) or _for_all(where):
                found.append(display)
    return found


def shown(world: World, station: str, there: There, now_ms: int = 0) -> bool:
    """Whether some screen shows the tickets of a station now."""
    screens = world.terminals.screens().values()
    wanted = (each.chain for each in screens if each.station in ("", station))
    return any(bearer(world, chain, there, now_ms) for chain in wanted)
