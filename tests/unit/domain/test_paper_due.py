"""When a receipt is on paper unasked (`fiscal.md` E-02, E-03)."""

from dataclasses import replace

from domain_kit import Till

from app.domain.catalogue.decide import SetCatalogue
from app.domain.orders.commands import AddLine
from app.domain.orders.state import Order
from app.domain.receipts.events import ReceiptIssued
from app.domain.receipts.wishes import paper_due
from app.domain.settings import SettingSet


def sold(till: Till, article: str, **more: object) -> Order:
    """A sale of the counter with one article."""
    order = till.seat("", mode="counter")
    till.take(order, article, **more)
    return till.world.book.orders[order]


def test_what_has_a_legal_warranty_is_on_paper_with_its_mention() -> None:
    till = Till()
    till.open()
    order = sold(till, "coffee")
    assert paper_due(till.world, order) == paper_due(till.world, None) == ""
    coffee = till.world.catalogue.articles["coffee"]
    till.do(SetCatalogue(event=replace(coffee, legal_warranty=True)))
    assert paper_due(till.world, order) == "warranty"
    till.pay(order.id)
    (receipt,) = till.written(ReceiptIssued)
    assert [line.warranty for line in receipt.lines] == [True]


def test_whether_a_weight_is_on_paper_is_a_setting() -> None:
    till = Till()
    order = sold(till, "ham", quantity=250)
    assert paper_due(till.world, order) == "weighed"
    till.write([SettingSet(key="ticket.weighed", value="no")])
    assert paper_due(till.world, order) == ""


def test_a_note_is_due_from_the_threshold_on() -> None:
    till = Till()
    order = till.seat("t1")
    till.write([SettingSet(key="note.threshold", value="2500")])
    due = []
    while till.due(order) < 2500:
        due.append(paper_due(till.world, till.world.book.orders[order]))
        till.take(order, "coffee")
    assert set(due) == {""}
    assert paper_due(till.world, till.world.book.orders[order]) == "note"


def test_what_is_weighed_in_its_container_is_sold_net_and_says_so() -> None:
    till = Till()
    till.open()
    order = till.seat("", mode="counter")
    till.take(order, "ham", quantity=385, tare=20)
    till.take(order, "coffee", tare=20, typed=True)  # not weighed at all
    till.take(order, "ham", quantity=120, typed=True, merge=False)
    assert (
        till.refuses(AddLine(order=order, article="ham", quantity=100, tare=-1))
        == "tare_out_of_range"
    )
    till.pay(order)
    (receipt,) = till.written(ReceiptIssued)
    assert [(line.quantity, line.tare, line.typed) for line in receipt.lines] == [
        ("0.385", "0.020", False),
        ("1", "", False),
        ("0.120", "", True),
    ]
