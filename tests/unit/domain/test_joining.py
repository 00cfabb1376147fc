"""Which tables can be pushed together: by distance, chairs, walls and aisles."""

from app.domain.floor.events import FixtureSet, TableSet
from app.domain.floor.joining import Block, Sides, chairs, joins
from app.domain.floor.state import Floor


def table(number: str, x: int, y: int, seats: int = 4, **more: object) -> TableSet:
    values = {"width": 80, "height": 80} | more
    return TableSet(
        id=number, number=number, room="hall", x=x, y=y, seats=seats, **values
    )  # type: ignore[arg-type]


def blocks(*tables: TableSet, walls: tuple[FixtureSet, ...] = ()) -> list[Block]:
    floor = Floor(
        tables={each.id: each for each in tables},
        fixtures={each.id: each for each in walls},
    )
    return joins(floor, list(tables))


def wall(x: int, y: int, width: int, height: int) -> FixtureSet:
    return FixtureSet(id="w", room="hall", x=x, y=y, width=width, height=height)


def test_side_by_side_no_chair_is_lost() -> None:
    (found,) = blocks(table("1", 0, 0), table("2", 120, 0))
    assert (found.tables, found.seats, found.carried) == (("1", "2"), 8, 40)
    assert not found.tight


def test_one_below_the_other_the_chairs_between_them_are_lost() -> None:
    (found,) = blocks(table("1", 0, 0), table("2", 0, 140, 5))
    assert (found.seats, found.across) == (2 + 2, False)


def test_a_table_far_away_or_behind_a_wall_is_none() -> None:
    assert blocks(table("1", 0, 0), table("2", 300, 0)) == []
    between = (wall(95, -200, 10, 500),)
    assert blocks(table("1", 0, 0), table("2", 120, 0), walls=between) == []


def test_chairs_turn_with_their_table() -> None:
    assert chairs(table("1", 0, 0, 5)) == Sides(3, 0, 2, 0)
    assert chairs(table("1", 0, 0, 5, turn=90)) == Sides(0, 3, 0, 2)
    assert chairs(table("1", 0, 0, 6, shape="round")) == Sides(2, 2, 1, 1)
    below = [table("1", 0, 0, turn=90), table("2", 0, 120, turn=90)]
    (found,) = blocks(*below)
    assert (found.seats, found.across) == (8, False)


def test_a_place_that_closes_an_aisle_comes_last() -> None:
    """Whichever of the two is carried, it comes nearer to a table below it."""
    one, two = table("1", 0, 0), table("2", 160, 0)
    below = table("3", 0, 130), table("4", 160, 130)
    found = {b.tables: b.tight for b in blocks(one, two, *below)}
    assert found["1", "2"]
    free = {b.tables: b.tight for b in blocks(one, two, below[0])}
    assert not free["1", "2"]  # the first one is carried away from the table below
    assert [b.tight for b in blocks(one, two, *below)] == sorted(found.values())


def test_three_in_a_row_for_a_large_party() -> None:
    row = [table(str(n), n * 110, 0) for n in range(1, 4)]
    found = blocks(*row)
    assert [b.tables for b in found] == [("1", "2"), ("2", "3"), ("1", "2", "3")]
    assert found[-1].seats == 12
    corner = [table("1", 0, 0), table("2", 110, 0), table("3", 110, 110)]
    assert not any(
        len(b.tables) == 3 and b.across and b.box.height > 80 for b in blocks(*corner)
    )
