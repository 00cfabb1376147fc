"""When an order that is fetched or brought is promised."""

from datetime import timedelta

import pytest
from domain_kit import Till

from app.domain.orders.commands import PromiseOrder


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def test_a_guest_who_fetches_at_half_past_seven_is_told_so(till):
    sale, at = till.seat("", mode="takeaway"), till.now + timedelta(minutes=30)

    till.do(PromiseOrder(order=sale, at=at))
    assert till.order(sale).promised == round(at.timestamp()) * 1000

    till.do(PromiseOrder(order=sale, at=None))
    assert till.order(sale).promised == 0


def test_nothing_is_promised_at_a_table_nor_in_the_past(till):
    table, sale = till.seat("t1"), till.seat("", mode="takeaway")
    soon = till.now + timedelta(minutes=30)

    assert till.refuses(PromiseOrder(order=table, at=soon)) == "mode_of_table"
    for wrong in (till.now - timedelta(minutes=1), till.now + timedelta(days=61)):
        refused = till.refuses(PromiseOrder(order=sale, at=wrong))
        assert refused == "promise_out_of_range"
