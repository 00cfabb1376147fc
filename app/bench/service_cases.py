"""A full house: what each screen takes at forty open tables and forty cards."""

from collections.abc import Iterable
from dataclasses import replace

from app.bench.eye import Eye
from app.bench.floors import fills
from app.bench.scene import SIZE, WALL, in_sight, place_order, run, suite, window
from app.bench.timing import Row, row
from app.bench.window_cases import bump, taps
from app.domain.floor.decide import SetFloor
from app.domain.orders.commands import AddLine, SendOrder
from app.suite import Suite
from widgets.floor_plan import FloorPlan
from widgets.kitchen_wall import KitchenWall

_TABLES, _COLUMNS, _SIZE = 40, 8, 84
_EATEN = ("magret", "magret", "bar_roti", "risotto")
_TAPPED, _CHANGES, _BUMPS, _TICKS = 10, 60, 40, 100


def service(scale: str) -> Iterable[Row]:
    """Forty tables of one room, each with its order at the kitchen; one window at a time,
    as each has a screen of its own, against filling that window with one colour."""
    with suite() as house:
        orders = [place_order(house, table, *_EATEN) for table in _tables(house)]
        for order in orders:
            run(house, SendOrder(order=order))
        yield _till(house, orders)
        yield _floor(house, orders)
        yield from _kitchen(house)


def _tables(house: Suite) -> list[str]:
    """Forty tables that fill the first room, the house's own among them."""
    floor = house.house.world.floor
    first = next(iter(floor.tables.values()))
    names = list(floor.tables)[:_TABLES]
    names += [f"bench{number}" for number in range(_TABLES - len(names))]
    room = floor.rooms[first.room]
    for place, name in enumerate(names):
        line, column = divmod(place, _COLUMNS)
        table = replace(
            floor.tables.get(name, first),
            id=name,
            number=floor.tables[name].number if name in floor.tables else f"B{place}",
            room=first.room,
            x=column * room.width // _COLUMNS,
            y=line * room.height // (_TABLES // _COLUMNS),
            width=_SIZE,
            height=_SIZE,
        )
        run(house, SetFloor(event=table))
    return names


def _till(house: Suite, orders: list[str]) -> Row:
    """A tap on a product until its line is painted."""
    shell = window(house, "pos", "", SIZE)
    samples = [ms for order in orders[:_TAPPED] for ms in taps(house, shell, order)]
    shell.close()
    return row("service_till", samples, fills(SIZE))


def _floor(house: Suite, orders: list[str]) -> Row:
    """A line of some table, written elsewhere, until the plan is painted."""
    shell = window(house, "floor", "", SIZE)
    eye = Eye(in_sight(shell, FloorPlan).viewport())
    lines = [AddLine(order=order, article="kir") for order in orders] * 2
    samples = [
        eye.see(lambda: run(house, line))  # noqa: B023 # run at once
        for line in lines[:_CHANGES]
    ]
    shell.close()
    return row("service_floor", samples, fills(SIZE))


def _kitchen(house: Suite) -> Iterable[Row]:
    """A second that passes on the wall, and a card that is bumped."""
    shell = window(house, "kitchen", "", WALL)
    wall = in_sight(shell, KitchenWall)
    if len(wall.views) < _TABLES:
        raise LookupError(f"{len(wall.views)} cards on the wall")
    eye, floor = Eye(wall.viewport()), fills(WALL)
    yield row("service_tick", [eye.see(wall.tick) for _ in range(_TICKS)], floor)
    bumps = [bump(house, eye, wall) for _ in range(_BUMPS)]
    shell.close()
    yield row("service_bump", bumps, floor)
