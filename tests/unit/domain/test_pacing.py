"""When a held course is likely to be called."""

import pytest
from domain_kit import Till

from app.domain.orders.commands import FireCourse
from app.domain.orders.pacing import ENOUGH, likely, pace

MINUTE = 60_000


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def dine(till: Till, table: str) -> str:
    order = till.seat(table, covers=2)
    for article in ("soup", "fish", "cake"):
        till.take(order, article)
    till.send(order)
    return order


def fired(till: Till, order: str) -> int:
    return till.world.book.lines_of(till.order(order))[0].dishes[0].fired


def test_until_the_pace_is_known_a_course_takes_as_long_as_a_table_may_stay(till):
    order = dine(till, "t1")
    at = fired(till, order)

    assert likely(till.world, till.order(order), "mains", {}) == at + 30 * MINUTE
    assert likely(till.world, till.order(order), "desserts", {}) == at + 60 * MINUTE
    assert likely(till.world, till.order(order), "starters", {}) == 0


def test_the_pace_of_the_last_tables_counts_once_there_are_enough(till):
    for number in range(ENOUGH):
        assert "starters" not in pace(till.world.book)
        order = dine(till, f"t{number + 1}")
        till.wait(minutes=20)
        till.do(FireCourse(order=order, course="mains"))
    paces = pace(till.world.book)
    order = dine(till, "t6")

    assert abs(paces["starters"] - 20 * MINUTE) < MINUTE
    at = fired(till, order) + paces["starters"]
    assert likely(till.world, till.order(order), "mains", paces) == at
