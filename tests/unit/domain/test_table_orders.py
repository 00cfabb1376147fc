"""Guests who order at their table: let in by the team, with a code, and never more."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.catalogue.decide import SetAvailability
from app.domain.orders.commands import (
    AddLine,
    CancelOrder,
    GuestOrder,
    LetGuestsIn,
    MoveOrder,
    Pick,
    VoidLine,
)
from app.domain.orders.table_orders import (
    GUEST,
    orderable,
    pickable,
    waiting_lines,
)
from app.domain.rules import SetSetting
from app.domain.vocabulary import Refusal
from app.presenters.guest.orders import guest_orders, present_guest_orders, send_command

SOUP = AddLine(order="", article="soup", quantity=2000, merge=False)


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    till.do(SetSetting(key="guests.order", value="review"))
    return till


def let_in(till: Till, code: str = "4821") -> str:
    order = till.seat()
    till.do(LetGuestsIn(order=order, code=code), "tom")
    return order


def asked(till: Till, code: str = "4821", *lines: AddLine) -> str:
    """The code of the refusal, "" for an order that was taken down."""
    command = GuestOrder(table="t1", code=code, lines=lines or (SOUP,))
    done = till.run(command, GUEST)
    return done.code if isinstance(done, Refusal) else ""


def test_nothing_is_taken_before_the_team_lets_the_guests_in(till: Till) -> None:
    assert asked(till) == "guest_code_wrong"
    till.seat()
    assert asked(till) == "guest_code_wrong"
    assert asked(till, "") == "guest_code_wrong"  # no code is no key


def test_what_guests_order_waits_for_whoever_sends_it(till: Till) -> None:
    order = let_in(till)
    till.take(order, "beer")  # a colleague is taking something down meanwhile
    assert asked(till) == ""
    (line,) = waiting_lines(till.world.book, till.order(order))
    assert (line.article, line.net, line.sent) == ("soup", 1700, False)
    (row,) = present_guest_orders(till.world, guest_orders(till.world), "tom")
    assert row.title == "Table 1 : les clients demandent 1 plat"
    assert present_guest_orders(till.world, guest_orders(till.world), "sam") == []
    send = send_command(till.world, order)
    assert send is not None
    till.do(send, "tom")
    stages = {x.article: x.sent for x in till.world.book.lines_of(till.order(order))}
    assert stages == {"beer": False, "soup": True}
    assert guest_orders(till.world) == []
    assert send_command(till.world, order) is None


def test_each_code_ends_the_one_before_and_the_order_ends_it(till: Till) -> None:
    order = let_in(till)
    till.do(LetGuestsIn(order=order, code="0007"))
    assert asked(till) == "guest_code_wrong"
    assert asked(till, "0007") == ""
    (line,) = waiting_lines(till.world.book, till.order(order))
    till.do(VoidLine(order=order, line=line.id))
    till.do(LetGuestsIn(order=order, code=""))
    assert asked(till, "0007") == "guest_code_wrong"
    till.do(CancelOrder(order=order))
    till.seat()
    assert asked(till, "0007") == "guest_code_wrong"


@pytest.mark.parametrize("code", ["12", "abcd", "12345", "١٢٣٤"])
def test_a_code_has_four_digits(till: Till, code: str) -> None:
    order = till.seat()
    assert till.refuses(LetGuestsIn(order=order, code=code)) == "code_invalid"


def test_guests_order_from_the_card_at_its_prices_alone(till: Till) -> None:
    let_in(till)
    cheap = AddLine(order="", article="soup", price=1, merge=False)
    assert asked(till, "4821", cheap) == "article_unknown"
    for article in ("sundry", "ham", "jam", "old", "nothing"):
        assert asked(till, "4821", AddLine(order="", article=article)) == (
            "article_unknown"
        )
    assert asked(till, "4821", *[SOUP] * 31) == "lines_out_of_range"
    till.do(SetAvailability(article="soup", remaining=0))
    assert not orderable(till.world, "soup")
    assert asked(till) == "article_unknown"


def test_a_house_that_does_not_want_it_gives_no_code(till: Till) -> None:
    order = let_in(till)
    till.do(SetSetting(key="guests.order", value="no"))
    assert asked(till) == "guest_code_wrong"
    assert till.refuses(LetGuestsIn(order=order, code="1111")) == "guests_off"


def test_a_formule_offers_what_is_left_and_asks_nothing(till: Till) -> None:
    let_in(till)
    menu = till.world.catalogue.articles["menu"]
    offered = [[c.article for c in pickable(till.world, s)] for s in menu.steps]
    # How a steak is cooked is asked by a waiter, and "old" is off the card.
    assert offered == [["soup", "salad"], ["fish"], ["beer", "coffee"]]
    assert asked(till, "4821", AddLine(order="", article="menu")) == "choice_missing"
    picks = (Pick(step=1, article="fish"), Pick(step=2, article="beer"))
    assert asked(till, "4821", AddLine(order="", article="menu", picks=picks)) == ""
    till.do(SetAvailability(article="fish", remaining=0))
    assert not orderable(till.world, "menu")


@pytest.mark.parametrize(
    "then", [LetGuestsIn(order="", code=""), MoveOrder(order="", table="t2")]
)
def test_what_guests_asked_for_is_not_forgotten(
    till: Till, then: LetGuestsIn | MoveOrder
) -> None:
    """Whether no code lets them in any more, or they sit with others now."""
    till.seat("t2")
    order = let_in(till)
    assert asked(till) == ""
    till.do(replace(then, order=order), "tom")
    (row,) = present_guest_orders(till.world, guest_orders(till.world), "tom")
    assert "les clients demandent 1 plat" in row.title
