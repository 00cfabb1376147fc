"""Which screen of the kitchen shows the tickets of another one while that is lost.

A screen that was never set shows the tickets of every station. Stand-ins are followed along
their chain; where it ends nowhere the tickets come out on paper (`followers/printing.py`).
"""

from collections.abc import Callable

from app.domain.terminals.events import DisplaySet
from app.domain.world import World

There = Callable[[str], bool]
"""Whether a terminal sees what is written here, as far as is known."""


def bearer(world: World, chain: str, there: There) -> str:
    """The terminal whose screen shows the tickets of a screen now: itself, a stand-in, ""
    for nobody."""
    screens, seen = world.terminals.screens(), set[str]()
    while chain in screens and chain not in seen:
        if there(chain):
            return chain
        seen.add(chain)
        chain = screens[chain].stand_in
    return ""


def borrowed(world: World, chain: str, there: There) -> list[DisplaySet]:
    """The lost screens for which a terminal's screen stands in now."""
    return [
        display
        for display in world.terminals.screens().values()
        if display.chain != chain and bearer(world, display.chain, there) == chain
    ]


def shown(world: World, station: str, there: There) -> bool:
    """Whether some screen shows the tickets of a station now."""
    screens = world.terminals.screens().values()
    wanted = (each.chain for each in screens if each.station in ("", station))
    return any(bearer(world, chain, there) for chain in wanted)
