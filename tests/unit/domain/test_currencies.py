"""Foreign notes: what they are worth, change in them, the drawer of each currency."""

import pytest
from domain_kit import WAITER, Till
from hypothesis import given
from hypothesis import strategies as st

from app.domain.orders.commands import Discount
from app.domain.payments.commands import RefundReceipt, ReturnPayment, TakePayment
from app.domain.payments.currencies import (
    CURRENCIES,
    change_of,
    needed,
    rates_of,
    worth,
)
from app.domain.payments.events import PaymentCompleted, PaymentRefunded
from app.domain.receipts.events import Exchange, ReceiptIssued
from app.domain.rules import SetSetting
from app.domain.staff.events import RoleSet
from app.domain.till.decide import CountTill, OpenTill, worst_difference
from app.domain.till.events import Coins, ForeignCount, Rate, TillCounted
from app.domain.till.foreign import MoveForeign
from app.domain.wire import to_data
from app.fiscal.documents import adds_up

FRANC = 1_051_200


@pytest.fixture
def till() -> Till:
    till = Till()
    till.do(SetSetting(key="cash.currencies", value="CHF=1.0512 USD=0.9231"))
    till.do(OpenTill(coins=(Coins(value=5000, count=3),)))
    return till


@pytest.fixture
def order(till: Till) -> str:
    order = till.seat("t1")
    till.take(order, "fish")
    till.take(order, "beer")
    return order  # 28.40


def francs(order: str, foreign: int, amount: int = 2840, **more: object) -> TakePayment:
    return TakePayment(
        order=order,
        method="foreign",
        amount=amount,
        currency="CHF",
        foreign=foreign,
        **more,
    )


def held(till: Till) -> tuple[int, int]:
    state = till.world.till("C1")
    return state.cash, state.foreign.get("CHF", 0)


def test_rates_are_read_as_the_manager_writes_them():
    assert rates_of("") == ()
    assert rates_of("CHF=1,0512 USD=0.9231") == (
        Rate(currency="CHF", micro=FRANC),
        Rate(currency="USD", micro=923_100),
    )
    for wrong in (
        "XXX=1",
        "CHF",
        "CHF=0",
        "CHF=1.1234567",
        "CHF=1 CHF=2",
        "CHF=-1",
        "CHF=101",
    ):
        assert rates_of(wrong) is None, wrong


def test_a_bill_is_paid_in_francs_with_change_in_euros(till, order):
    till.do(francs(order, 5000))
    (taken,) = till.written(PaymentCompleted)
    (document,) = till.written(ReceiptIssued)

    assert (taken.tendered, taken.amount, taken.change) == (5256, 2840, 2416)
    given = Exchange(currency="CHF", rate=FRANC, foreign=5000)
    assert taken.exchange == document.payments[0].exchange == given
    assert document.ttc == 2840
    assert held(till) == (15_000 - 2416, 5000)
    assert adds_up(to_data(document))


def test_change_is_given_in_francs_as_far_as_coins_go(till, order):
    till.do(MoveForeign(currency="CHF", amount=10_000, reason="change"))
    till.do(francs(order, 5000, change_in="CHF"))
    (taken,) = till.written(PaymentCompleted)

    assert taken.exchange is not None
    back = taken.exchange.back
    assert (back, back % 5) == (2295, 0)
    assert (worth(back, FRANC), taken.change) == (2413, 3)
    assert taken.tendered == taken.amount + taken.change + worth(back, FRANC)
    assert held(till) == (15_000 - 3, 10_000 + 5000 - 2295)


def test_a_tip_in_francs_is_no_change(till, order):
    till.do(francs(order, 5000, tip=400))
    (taken,) = till.written(PaymentCompleted)
    assert (taken.amount, taken.tip, taken.change) == (2840, 400, 5256 - 3240)
    assert held(till) == (15_000 - 2016, 5000)


def test_no_francs_no_change_in_francs(till, order):
    refused = till.run(francs(order, 5000, change_in="CHF"))
    assert refused.code == "no_foreign_change"


def test_a_bill_is_paid_partly_in_francs_and_the_rest_by_card(till, order):
    till.do(francs(order, 1000, amount=1051))
    assert not till.written(ReceiptIssued)
    till.pay(order, method="card_manual")
    (document,) = till.written(ReceiptIssued)

    assert [(p.method, p.amount) for p in document.payments] == [
        ("foreign", 1051),
        ("card_manual", 1789),
    ]


def test_the_rate_is_that_of_the_opening_until_the_session_ends(till, order):
    till.do(SetSetting(key="cash.currencies", value="CHF=2"))
    till.do(francs(order, 5000))
    (taken,) = till.written(PaymentCompleted)
    assert taken.tendered == 5256


def test_what_is_no_tender_of_the_day_is_refused(till, order):
    assert till.refuses(francs(order, 100)) == "tendered_short"
    assert till.refuses(francs(order, 5000, tip=2417)) == "tendered_short"
    assert till.refuses(francs(order, 0)) == "amount_out_of_range"
    assert till.refuses(francs(order, 900_000)) == "tendered_too_much"
    pounds = TakePayment(
        order=order, method="foreign", amount=2840, currency="GBP", foreign=5000
    )
    assert till.refuses(pounds) == "currency_unknown"
    assert till.refuses(francs(order, 5000, change_in="USD")) == "currency_unknown"
    setting = SetSetting(key="cash.currencies", value="CHF=dear")
    assert till.refuses(setting) == "setting_invalid"


def test_the_drawer_is_counted_in_each_currency(till, order):
    till.do(francs(order, 5000))
    count = ForeignCount(currency="CHF", counted=4900)
    till.do(CountTill(coins=(), foreign=(count,)))
    (counted,) = till.written(TillCounted)

    assert counted.foreign == (
        ForeignCount(currency="CHF", counted=4900, expected=5000),
    )
    assert held(till)[1] == 4900
    worst = worst_difference(till.world.till("C1"))
    assert worst == counted.difference  # that of the euros is larger
    wrong = ForeignCount(currency="GBP", counted=1)
    assert till.refuses(CountTill(coins=(), foreign=(wrong,))) == "currency_unknown"


def test_notes_that_lack_lack_in_the_second_count_too(till, order):
    till.do(SetSetting(key="count.limit", value="1000"))
    till.do(francs(order, 5000))
    told = ForeignCount(currency="CHF", counted=2000)
    euros = (Coins(value=10_000, count=1), Coins(value=2000, count=1))
    euros += (Coins(value=500, count=1), Coins(value=50, count=1))
    euros += (
        Coins(value=20, count=1),
        Coins(value=10, count=1),
        Coins(value=2, count=2),
    )
    for _ in range(2):
        till.do(CountTill(coins=euros, foreign=(told,)))
        (counted,) = till.written(TillCounted)
        assert counted.difference == 0
        assert counted.foreign[0].expected == 5000
        assert worst_difference(till.world.till("C1")) == -worth(3000, FRANC)
    assert held(till)[1] == 2000


def test_what_comes_after_a_count_is_on_top_of_it(till, order):
    till.do(MoveForeign(currency="CHF", amount=1000, reason="change"))
    told = ForeignCount(currency="CHF", counted=900)
    till.do(CountTill(coins=(), foreign=(told,)))
    till.do(francs(order, 5000))
    assert held(till)[1] == 5900
    told = ForeignCount(currency="CHF", counted=5900)
    till.do(CountTill(coins=(), foreign=(told,)))
    (counted,) = till.written(TillCounted)
    assert counted.foreign[0].expected == 6000


def test_many_francs_leave_the_drawer_with_a_manager(till):
    till.do(SetSetting(key="cash.move_limit", value="10000"))
    till.write(
        [RoleSet(id="waiter", name="Serveur", rights=(*WAITER, "till.cash_move"))]
    )
    till.do(MoveForeign(currency="CHF", amount=50_000, reason="change"))
    till.do(MoveForeign(currency="CHF", amount=-9000, reason="bank"), "tom")
    much = MoveForeign(currency="CHF", amount=-10_000, reason="bank")
    assert till.refuses(much, "tom") == "right_missing"
    till.do(much, "tom", approver="lea")
    # Of a currency without a rate nobody knows what it is worth.
    pounds = MoveForeign(currency="GBP", amount=100, reason="change")
    assert till.refuses(pounds, "tom") == "right_missing"


def test_nothing_is_given_back_of_the_right_sum(till, order):
    assert change_of(0, 230_000, "PLN") == (0, 0)
    till.do(francs(order, 2702, change_in="CHF"))
    (taken,) = till.written(PaymentCompleted)
    assert (taken.tendered, taken.change) == (2840, 0)
    assert taken.exchange is not None
    assert taken.exchange.back == 0


def test_francs_go_to_the_bank(till, order):
    till.do(francs(order, 5000))
    till.do(MoveForeign(currency="CHF", amount=-4000, reason="bank"))
    assert held(till)[1] == 1000
    out = MoveForeign(currency="CHF", amount=-1001, reason="bank")
    assert till.refuses(out) == "drawer_short"
    assert till.refuses(MoveForeign(currency="CHF", amount=0, reason="bank")) == (
        "amount_out_of_range"
    )
    assert till.refuses(MoveForeign(currency="CHF", amount=1, reason="")) == (
        "reason_missing"
    )
    assert till.refuses(MoveForeign(currency="XXX", amount=1, reason="x")) == (
        "currency_unknown"
    )
    assert till.refuses(out, "tom") == "right_missing"


def test_what_was_paid_in_francs_goes_back_in_euros(till, order):
    till.do(francs(order, 5000))
    (document,) = till.written(ReceiptIssued)
    refund = RefundReceipt(
        original=document,
        number="C1-000001",
        back=((0, 1000),),
        reason="froid",
        method="cash",
    )
    till.do(refund)
    (given,) = till.written(PaymentRefunded)
    assert (given.method, given.amount) == ("cash", 2190)
    assert held(till) == (15_000 - 2416 - 2190, 5000)


def test_a_tender_in_francs_that_no_document_needs_goes_back_in_euros(till, order):
    line = next(line.id for line in till.world.book.lines_of(till.order(order)))
    till.do(francs(order, 1000, amount=1051))
    till.do(Discount(order=order, line=line, amount=100, reason="geste"))
    (payment,) = till.order(order).payments
    till.do(ReturnPayment(order=order, payment=payment, reason="trop"))
    (back,) = till.written(PaymentRefunded)
    assert (back.method, back.amount) == ("cash", 1051)


@given(
    st.integers(1, 5_000_000),
    st.integers(1, 100_000_000),
    st.sampled_from(sorted(CURRENCIES)),
)
def test_change_makes_up_the_rest_to_the_cent(cents, micro, currency):
    back, rest = change_of(cents, micro, currency)
    assert back >= 0
    assert rest >= 0
    assert worth(back, micro) + rest == cents


@given(st.integers(1, 5_000_000), st.integers(1000, 100_000_000))
def test_what_is_asked_for_in_francs_is_enough_and_no_coin_too_much(cents, micro):
    foreign = needed(cents, micro, "CHF")
    assert worth(foreign, micro) >= cents
    assert foreign < 5 or worth(foreign - 5, micro) < cents
