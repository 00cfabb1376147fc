"""Whose hand changed a table just now, for those who look at the plan elsewhere."""

from collections.abc import Iterable

from app.domain.floor.events import TableBlocked, TableCleared
from app.domain.orders.events import TableChanged
from app.domain.vocabulary import Meta
from app.domain.world import World


def actors(
    world: World,
    facts: Iterable[tuple[object, Meta]],
    person: str,
    terminal: str,
) -> dict[str, str]:
    """Table -> who did something there last, but for what `person` does at `terminal`.

    What nobody did by hand names nobody.
    """
    found: dict[str, str] = {}
    for event, meta in facts:
        table = _table(world, event)
        if table and meta.op and (meta.op, meta.chain) != (person, terminal):
            found[table] = meta.op
    return found


def _table(world: World, event: object) -> str:
    if isinstance(event, TableCleared | TableBlocked | TableChanged):
        return event.table
    order = world.book.orders.get(getattr(event, "order", ""))
    return order.table if order else ""
