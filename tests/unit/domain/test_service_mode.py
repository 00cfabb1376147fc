"""Eaten here or taken away: rates, natures and prices follow until money is taken."""

import pytest
from domain_kit import Till

from app.domain.orders.billing import bill_of, price_bill
from app.domain.orders.commands import ServeAs
from app.domain.receipts.events import ReceiptIssued


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def sale(till: Till) -> str:
    return till.seat("", mode="counter")


def vat(till: Till, order: str) -> dict[int, int]:
    found = till.order(order)
    bill = bill_of(till.world.book, found, "")
    assert bill is not None
    return {row.rate: row.ttc for row in price_bill(till.world.book, found, bill).vat}


@pytest.mark.parametrize("article", ["soup", "fish", "beer", "ham", "menu"])
def test_an_order_that_changes_is_one_that_began_so(till, sale, article):
    here = till.seat("", mode="dine_in")
    lines = [till.take(order, article) for order in (sale, here)]
    till.do(ServeAs(order=sale, preset="dine_in"))

    changed, begun = map(till.line, lines)
    assert (changed.price, changed.rate, changed.nature) == (
        begun.price,
        begun.rate,
        begun.nature,
    )
    assert vat(till, sale) == vat(till, here)
    till.do(ServeAs(order=sale, preset="counter"))
    assert till.line(lines[0]).nature == "GOODS"


def test_the_receipt_says_how_it_was_served(till, sale):
    till.take(sale, "soup")
    till.do(ServeAs(order=sale, preset="dine_in"))
    till.pay(sale)

    (issued,) = till.written(ReceiptIssued)
    assert issued.mode == "dine_in"
    assert {line.nature for line in issued.lines} == {"SERVICE"}


def test_it_cannot_change_once_money_was_taken_or_at_a_table(till, sale):
    assert till.refuses(ServeAs(order=sale, preset="counter")) == "mode_same"
    table = till.seat("t1")
    assert till.refuses(ServeAs(order=table, preset="counter")) == "mode_of_table"
    till.take(sale, "soup")
    till.pay(sale, amount=100)
    assert till.refuses(ServeAs(order=sale, preset="dine_in")) == "partly_paid"
