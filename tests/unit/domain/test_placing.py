"""Orders that come whole: all of it is written, or nothing."""

import pytest
from domain_kit import Till

from app.domain.catalogue.decide import SetAvailability
from app.domain.orders.commands import AddLine, AddLines, PlaceOrder
from app.domain.orders.events import LinesAdded, OrderCreated, OrderNoteSet


@pytest.fixture
def till() -> Till:
    made = Till()
    made.open()
    return made


def lines(*articles: str) -> tuple[AddLine, ...]:
    return tuple(AddLine(order="", article=article) for article in articles)


def test_an_order_is_opened_with_its_lines_and_notes(till: Till) -> None:
    facts = till.do(
        PlaceOrder(
            table="t1",
            covers=2,
            lines=lines("beer", "beer"),
            waiter="tom",
            kitchen_note="vite",
        )
    )

    assert [type(fact) for fact in facts] == [
        OrderCreated,
        OrderNoteSet,
        LinesAdded,
    ]
    order = till.world.order_on("t1")
    assert order.waiter == "tom"
    assert order.kitchen_note == "vite"
    assert len(order.lines) == 2


def test_whoever_places_an_order_serves_it_unless_they_say_who(till: Till) -> None:
    (created,) = till.do(PlaceOrder(table="t1", lines=()))
    assert till.world.book.orders[created.order].waiter == "lea"
    assert till.refuses(PlaceOrder(table="t2", lines=(), waiter="zoe")) == (
        "person_unknown"
    )


def test_one_line_that_cannot_be_keeps_the_others_out(till: Till) -> None:
    asked = PlaceOrder(table="t1", lines=lines("beer", "ghost"))
    assert till.refuses(asked) == "article_unknown"
    assert till.world.order_on("t1") is None


def test_lines_share_what_is_left(till: Till) -> None:
    till.do(SetAvailability(article="beer", remaining=2))
    order = till.seat("t1")
    asked = AddLines(order=order, lines=lines("beer", "beer", "beer"))
    assert till.refuses(asked) == "sold_out"
    till.do(AddLines(order=order, lines=lines("beer", "beer")))
    assert till.world.catalogue.sold_out("beer")


def test_an_order_has_an_end(till: Till) -> None:
    order = till.seat("t1")
    asked = AddLines(order=order, lines=lines(*["beer"] * 501))
    assert till.refuses(asked) == "order_full"


def test_equal_lines_of_one_act_stay_apart(till: Till) -> None:
    order = till.seat("t1")
    till.take(order, "beer")
    till.do(AddLines(order=order, lines=lines("beer")))
    assert len(till.world.book.orders[order].lines) == 2
