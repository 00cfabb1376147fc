"""Tables pushed together of which each keeps its own note."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.floor.decide import JoinTables, LinkTables
from app.domain.floor.drawing import DrawFloor
from app.domain.floor.events import TablesJoined, TablesLinked
from app.domain.orders.commands import MoveOrder


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def test_two_parties_sit_together_and_pay_apart(till: Till) -> None:
    one, two = till.seat("t1", 2), till.seat("t2", 3)
    assert till.refuses(JoinTables(tables=("t1", "t2"))) == "table_taken"
    till.do(LinkTables(tables=("t1", "t2")))
    floor = till.world.floor
    assert floor.cluster("t1") == floor.cluster("t2")[::-1] == ("t1", "t2")
    assert floor.group("t1") == ("t1",)
    orders = [till.world.order_on(table) for table in ("t1", "t2")]
    assert [order.id for order in orders if order] == [one, two]
    till.take(one, "steak")
    till.pay(one)
    assert till.world.order_on("t1") is None
    assert till.world.order_on("t2") is not None


def test_apart_means_all_of_them(till: Till) -> None:
    till.do(LinkTables(tables=("t1", "t2")))
    till.do(LinkTables(tables=("t2", "t3")))
    assert set(till.world.floor.cluster("t1")) == {"t1", "t2", "t3"}
    till.do(JoinTables(tables=("t3",)))
    assert all(till.world.floor.cluster(t) == (t,) for t in ("t1", "t2", "t3"))


def test_tables_with_one_note_stand_beside_another(till: Till) -> None:
    till.do(JoinTables(tables=("t1", "t2")))
    assert till.refuses(LinkTables(tables=("t2", "t1"))) == "one_note"
    till.seat("t1", 6)
    till.seat("t3", 2)
    till.do(LinkTables(tables=("t2", "t3")))
    floor = till.world.floor
    assert floor.group("t2") == ("t1", "t2")
    assert set(floor.cluster("t3")) == {"t1", "t2", "t3"}
    till.do(JoinTables(tables=("t3",)))  # the two with one note stay together
    assert (floor.group("t1"), floor.cluster("t3")) == (("t1", "t2"), ("t3",))


def test_one_note_after_all(till: Till) -> None:
    one = till.seat("t1", 2)
    till.seat("t2", 2)
    till.do(LinkTables(tables=("t1", "t2")))
    till.do(MoveOrder(order=one, table="t2"))
    facts = till.do(JoinTables(tables=("t1", "t2")))
    assert facts == (
        TablesJoined(room="hall", tables=("t1", "t2")),
        TablesLinked(room="hall", tables=("t1",)),
    )
    assert till.world.floor.linked == {}
    till.do(LinkTables(tables=("t1", "t3")))
    till.do(JoinTables(tables=("t3", "t4")))  # who stood there stays there
    assert set(till.world.floor.cluster("t4")) == {"t1", "t2", "t3", "t4"}


def test_only_tables_of_one_room_and_of_somebody_who_may(till: Till) -> None:
    assert till.refuses(LinkTables(tables=("t1", "t5"))) == "other_room"
    assert till.refuses(LinkTables(tables=("t1", "gone"))) == "table_unknown"
    assert till.refuses(LinkTables(tables=("t1", "t2")), "nobody") == "right_missing"


def test_a_table_that_goes_leaves_those_it_stood_with(till: Till) -> None:
    till.do(LinkTables(tables=("t1", "t2")))
    gone = replace(till.world.floor.tables["t2"], active=False)
    till.do(DrawFloor(things=(gone,)))
    assert till.world.floor.cluster("t1") == ("t1",)
