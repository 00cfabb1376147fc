"""Guests who order by telephone what they fetch: paid before it is made, or never there."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import ListedPrice, PriceListSet
from app.domain.catalogue.promotions import PromotionSet
from app.domain.channels.decide import SetChannels
from app.domain.kitchen.pickup import pickups
from app.domain.orders.commands import AddLine
from app.domain.orders.state import Order
from app.domain.orders.table_orders import GUEST
from app.domain.payments.commands import GuestTakeaway, RecordOutcome
from app.domain.payments.self_orders import MOST_WAITING, asked_by
from app.domain.receipts.events import ReceiptIssued
from app.domain.rules import SetSetting
from app.domain.vocabulary import Refusal

SOUP = AddLine(order="", article="soup", quantity=2000, merge=False)


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    till.do(SetSetting(key="guests.fetch", value="yes"))
    return till


def part(number: int) -> str:
    return f"01K6SHARE{number:017d}"


def asks(till: Till, number: int = 1, *lines: AddLine, provider: str = "stripe") -> str:
    """The code of the refusal, "" for an order that waits to be paid."""
    command = GuestTakeaway(
        share=part(number), lines=lines or (SOUP,), provider=provider
    )
    done = till.run(command, GUEST)
    return done.code if isinstance(done, Refusal) else ""


def order_of(till: Till, number: int = 1) -> Order:
    found = asked_by(till.world.book, part(number))
    assert found is not None
    return found


def hears(till: Till, state: str, cents: int = 0, number: int = 1) -> None:
    order = order_of(till, number)
    outcome = RecordOutcome(
        order=order.id, payment=part(number), state=state, amount=cents
    )
    till.do(outcome, "system")


def test_what_is_paid_is_made_and_called_by_its_number(till: Till) -> None:
    assert asks(till) == ""
    order = order_of(till)
    (line,) = till.world.book.lines_of(order)
    assert not line.sent
    assert order.payments[part(1)].amount == 1700
    hears(till, "approved", 1700)
    (receipt,) = till.written(ReceiptIssued)
    assert receipt.ttc == 1700
    assert line.sent
    now = round(till.now.timestamp() * 1000)
    assert [each.id for each in pickups(till.world, now).preparing] == [order.id]


def test_the_third_one_is_free_for_who_orders_by_telephone_too(till: Till) -> None:
    third = PromotionSet(id="third", name="3e offert", rank=1, bought=2)
    till.do(SetCatalogue(event=third))
    assert asks(till, 1, replace(SOUP, quantity=3000)) == ""
    assert order_of(till).payments[part(1)].amount == 1700
    hears(till, "approved", 1700)
    (receipt,) = till.written(ReceiptIssued)
    assert receipt.ttc == 1700


def test_what_is_not_paid_was_never_there(till: Till) -> None:
    assert asks(till) == ""
    order = order_of(till)
    hears(till, "aborted")
    assert order.cancelled
    assert till.world.book.closed(order)
    assert not till.world.book.lines_of(order)


def test_what_a_waiter_put_on_it_stays(till: Till) -> None:
    assert asks(till) == ""
    order = order_of(till)
    till.take(order.id, "fish")
    hears(till, "aborted")
    assert not order.cancelled
    assert till.due(order.id) == 1700 + 2190


def test_what_guests_fetch_is_paid_with_its_vat(till: Till) -> None:
    listed = (ListedPrice(article="soup", price=700),)
    trade = PriceListSet(
        id="ht",
        name="Hors taxes",
        rank=1,
        modes=("takeaway",),
        prices=listed,
        vat_included=False,
    )
    till.do(SetCatalogue(event=trade))
    assert asks(till) == ""
    hears(till, "approved", order_of(till).payments[part(1)].amount)
    (receipt,) = till.written(ReceiptIssued)
    assert receipt.ttc == 1700


def test_what_somebody_sent_all_the_same_stays(till: Till) -> None:
    assert asks(till) == ""
    order = order_of(till)
    till.send(order.id)
    hears(till, "aborted")
    assert not order.cancelled
    assert till.due(order.id) == 1700


def test_the_house_says_when_it_takes_such_orders(till: Till) -> None:
    assert asks(till, provider="") == "guests_off"
    assert asks(till, 1, AddLine(order="", article="jam")) == "article_unknown"
    assert asks(till, 1, AddLine(order="", article="soup", price=1)) == (
        "article_unknown"
    )
    till.do(SetChannels(open=False, delay=0, minutes=0))
    assert asks(till) == "channels_paused"
    till.do(SetChannels(open=True, delay=0, minutes=0))
    till.do(SetSetting(key="guests.fetch", value="no"))
    assert asks(till) == "guests_off"


def test_few_orders_wait_to_be_paid_at_once(till: Till) -> None:
    for number in range(MOST_WAITING):
        assert asks(till, number) == ""
    assert asks(till, 999) == "orders_waiting"
    hears(till, "aborted", number=3)
    assert asks(till, 999) == ""
