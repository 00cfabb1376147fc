"""Vouchers, deposits, store credit and clients' accounts: what they are worth and when."""

import pytest
from domain_kit import Sim, Till
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.credits.decide import (
    AddBeside,
    DropBeside,
    ForgetClient,
    SetClient,
    WriteOff,
)
from app.domain.credits.events import (
    ClientSet,
    ClientSettled,
    CreditCancelled,
    CreditIssued,
)
from app.domain.credits.rules import months_after
from app.domain.credits.state import KINDS, check_digit, code_of, move_of, right_code
from app.domain.orders.attention import attention
from app.domain.orders.commands import CancelOrder, CompLine
from app.domain.payments.commands import (
    CorrectPayment,
    PrintSlip,
    RefundFreely,
    RefundReceipt,
    Returned,
    ReturnPayment,
    TakePayment,
)
from app.domain.payments.events import PaymentCorrected
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.till.decide import CloseDay, CountTill
from app.domain.till.events import Coins
from app.domain.vocabulary import Refusal
from hardware.scanners import barcodes

ANNE = SetClient(client="anne", name="sealed", ceiling=10_000)


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    till.do(ANNE)
    return till


def counter(till: Till, *articles: str) -> str:
    order = till.seat("", mode="counter", covers=0)
    for article in articles:
        till.take(order, article)
    return order


def sell(
    till: Till, amount: int = 5000, kind: str = "gift", **more: str
) -> CreditIssued:
    """Takes the money for a voucher or a deposit."""
    order = counter(till)
    till.do(AddBeside(order=order, kind=kind, amount=amount, **more))
    till.pay(order)
    (issued,) = till.written(CreditIssued)
    return issued


def spend(
    till: Till, credit: CreditIssued, amount: int, *articles: str
) -> ReceiptIssued | None:
    order = counter(till, *(articles or ("fish",)))
    till.pay(order, method=credit.kind, amount=amount, reference=credit.code)
    return next(iter(till.written(ReceiptIssued)), None)


def receipt(till: Till) -> ReceiptIssued:
    (issued,) = till.written(ReceiptIssued)
    return issued


def left(till: Till, credit: CreditIssued) -> int:
    return till.world.credits.left(credit.credit)


# Selling and spending


def test_a_voucher_is_no_turnover_when_sold_and_turnover_when_spent(till):
    gift = sell(till)
    sold = receipt(till)

    assert (sold.ttc, sold.vat, sold.totals.perpetual_net) == (0, (), 0)
    assert [(b.kind, b.amount) for b in sold.beside] == [("gift", 5000)]
    assert left(till, gift) == 5000
    assert till.world.till("C1").cash == 20_000

    order = counter(till, "fish", "fish", "soup")  # 52,30
    till.pay(order, method="gift", amount=5000, reference=gift.code)
    assert not till.written(ReceiptIssued)
    till.pay(order)
    paid = receipt(till)
    assert (paid.ttc, paid.totals.perpetual_net) == (5230, 5230)
    assert paid.payments[0].reference == gift.credit
    assert left(till, gift) == 0
    assert till.world.till("C1").cash == 20_230


def test_a_voucher_is_sold_with_other_things_in_one_go(till):
    order = counter(till, "coffee")
    till.do(AddBeside(order=order, kind="gift", amount=3000))
    assert till.due(order) == 3220
    till.pay(order)
    document = receipt(till)

    assert (document.ttc, sum(p.amount for p in document.payments)) == (220, 3220)
    assert till.closed(order)


def test_what_is_left_stays_on_the_voucher(till):
    gift = sell(till)
    spend(till, gift, 2190)
    assert left(till, gift) == 2810
    order = counter(till, "fish", "fish")
    more = TakePayment(order=order, method="gift", amount=2811, reference=gift.code)
    assert till.refuses(more) == "credit_too_small"


def test_a_voucher_is_spent_once(till):
    gift = sell(till, 2190)
    spend(till, gift, 2190)
    order = counter(till, "coffee")
    again = TakePayment(order=order, method="gift", amount=1, reference=gift.code)
    assert till.refuses(again) == "credit_spent"


@pytest.mark.parametrize("method", ["store", "deposit"])
def test_a_credit_pays_as_what_it_is(till, method):
    gift = sell(till)
    order = counter(till, "fish")
    wrong = TakePayment(order=order, method=method, amount=100, reference=gift.code)
    assert till.refuses(wrong) == "credit_unknown"
    tip = TakePayment(
        order=order, method="gift", amount=100, tip=1, reference=gift.code
    )
    assert till.refuses(tip) == "no_tip"


def test_an_expired_voucher_is_refused_and_written_off(till):
    gift = sell(till)
    assert gift.expires == "2027-11-20"
    assert till.refuses(WriteOff()) == "nothing_expired"
    till.wait(days=366)
    order = counter(till, "fish")
    late = TakePayment(order=order, method="gift", amount=100, reference=gift.code)
    assert till.refuses(late) == "credit_expired"
    assert till.refuses(WriteOff(), "tom") == "right_missing"
    till.do(WriteOff())
    (gone,) = till.written(CreditCancelled)
    assert (gone.amount, gone.reason, left(till, gift)) == (5000, "expired", 0)


def test_months_end_where_they_end():
    assert months_after("2026-11-30", 3) == "2027-02-28"
    assert months_after("2026-01-31", 12) == "2027-01-31"
    assert months_after("2026-12-05", 1) == "2027-01-05"


@given(st.text("abcdef0123456789", min_size=1), st.integers(0, 12), st.integers(1, 9))
def test_a_mistyped_code_is_found_out(credit, place, by):
    code = code_of(credit)
    assert right_code(code)
    other = str((int(code[place]) + by) % 10)
    assert not right_code(code[:place] + other + code[place + 1 :])


@given(st.text("0123456789", min_size=12, max_size=12))
def test_the_check_digit_is_the_one_that_a_scanner_wants(digits):
    assert check_digit(digits) == barcodes.check_digit(digits)


def test_what_is_not_to_be_taken_after_all_leaves_nothing(till):
    order = counter(till)
    till.do(AddBeside(order=order, kind="gift", amount=5000, beside="b1"))
    assert till.refuses(CancelOrder(order=order)) == "lines_left"
    till.do(DropBeside(order=order, beside="b1"))
    assert till.due(order) == 0
    till.do(CancelOrder(order=order))
    assert till.closed(order)


@pytest.mark.parametrize("amount", [0, -1, 1_000_001])
def test_an_impossible_voucher(till, amount):
    order = counter(till)
    command = AddBeside(order=order, kind="gift", amount=amount)
    assert till.refuses(command) == "amount_out_of_range"


def test_a_tender_of_too_much_goes_back_on_its_voucher(till):
    gift = sell(till)
    order = counter(till, "fish", "fish")
    till.pay(order, method="gift", amount=1000, reference=gift.code)
    (paid,) = till.order(order).payments.values()
    cash = ReturnPayment(order=order, payment=paid.id, reason="trop", method="cash")
    assert till.refuses(cash) == "credit_stays"
    till.do(ReturnPayment(order=order, payment=paid.id, reason="trop"))
    assert left(till, gift) == 5000


# Giving back


def back(
    original: ReceiptIssued, method: str = "cash", **more: object
) -> RefundReceipt:
    return RefundReceipt(
        original=original,
        number="C1-000001",
        back=more.pop("back", ()),
        reason="erreur",
        method=method,
        **more,
    )


def test_a_sold_voucher_is_cancelled_by_its_refund(till):
    gift = sell(till)
    sold = receipt(till)
    till.do(back(sold, beside=(gift.credit,)))
    (document,) = till.written(ReceiptRefunded)

    assert (document.ttc, document.whole) == (0, True)
    assert [b.amount for b in document.beside] == [-5000]
    assert left(till, gift) == 0
    assert till.world.till("C1").cash == 15_000
    assert till.refuses(back(sold, beside=(gift.credit,))) == "credit_spent"


def test_only_what_is_left_of_a_voucher_is_given_back(till):
    gift = sell(till)
    sold = receipt(till)
    spend(till, gift, 2190)
    till.do(back(sold, beside=(gift.credit,)))
    (document,) = till.written(ReceiptRefunded)
    assert document.beside[0].amount == -2810


def test_store_credit_is_given_instead_of_money_and_spent(till):
    order = counter(till, "fish")
    till.pay(order, method="card_manual")
    bought = receipt(till)
    till.do(back(bought, "store", back=((0, 1000),)))
    (document,) = till.written(ReceiptRefunded)
    (credit,) = till.written(CreditIssued)

    assert (credit.kind, credit.amount, credit.receipt) == (
        "store",
        2190,
        document.receipt,
    )
    assert document.whole
    assert till.world.till("C1").cash == 15_000
    spend(till, credit, 2190)
    assert left(till, credit) == 0


@pytest.mark.parametrize("method", ["gift", "deposit"])
def test_money_goes_back_as_store_credit_alone(till, method):
    order = counter(till, "fish")
    till.pay(order)
    again = back(receipt(till), method, back=((0, 1000),))
    assert till.refuses(again) == "method_unknown"


def test_half_a_refund_is_no_cancelling(till):
    order = counter(till, "fish", "soup")
    till.pay(order)
    bought = receipt(till)
    till.do(back(bought, back=((0, 1000),)))
    assert not till.written(ReceiptRefunded)[0].whole
    rest = back(bought, back=((1, 1000),))
    till.do(rest)
    assert not till.written(ReceiptRefunded)[0].whole


def test_a_refund_without_its_receipt_is_apart(till):
    command = RefundFreely(
        lines=(Returned(article="beer", quantity=2000, price=650),),
        reason="casse",
        method="cash",
    )
    assert till.refuses(command, "tom") == "right_missing"
    till.do(command)
    (document,) = till.written(ReceiptRefunded)
    assert (document.ttc, document.of, document.tva) == (-1300, "", -217)
    assert till.world.till("C1").cash == 13_700
    assert till.world.till("C1").totals.perpetual_net == -1300


# Deposits


def test_a_deposit_is_taxed_when_it_is_taken_and_deducted_later(till):
    deposit = sell(till, 5000, "deposit")
    assert [(v.rate, v.ht, v.tva) for v in deposit.vat] == [(1000, 4545, 455)]
    assert receipt(till).ttc == 0
    assert receipt(till).totals.perpetual_net == 0

    first = spend(till, deposit, 2190)
    second = spend(till, deposit, 2190)
    order = counter(till, "fish")
    till.pay(order, method="deposit", amount=620, reference=deposit.code)
    till.pay(order)
    parts = [
        row.tva
        for document in (first, second, receipt(till))
        for paid in document.payments
        for row in paid.vat
    ]
    assert sum(parts) == 455


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 2190), max_size=5), st.integers(1, 9000))
def test_the_vat_of_a_deposit_comes_back_to_the_cent(parts, amount):
    till = Till()
    till.open()
    deposit = sell(till, amount, "deposit")
    taken = receipt(till)
    deducted = 0
    for part in parts:
        cents = min(part, left(till, deposit))
        if not cents:
            break
        order = counter(till, "fish")
        till.pay(order, method="deposit", amount=cents, reference=deposit.code)
        if not till.written(ReceiptIssued):
            till.pay(order)
        deducted += sum(v.tva for p in receipt(till).payments for v in p.vat)
    if left(till, deposit):
        till.do(back(taken, beside=(deposit.credit,)))
        (document,) = till.written(ReceiptRefunded)
        deducted -= sum(v.tva for b in document.beside for v in b.vat)
    assert deducted == sum(row.tva for row in deposit.vat)


# On account


def on_account(till: Till, *articles: str, person: str = "lea") -> ReceiptIssued:
    order = counter(till, *articles)
    amount = till.due(order)
    till.do(
        TakePayment(order=order, method="account", amount=amount, reference="anne"),
        person,
    )
    return receipt(till)


def test_a_sale_on_account_is_turnover_and_its_settlement_is_not(till):
    bought = on_account(till, "fish", "fish")
    assert (bought.ttc, bought.totals.perpetual_net) == (4380, 4380)
    assert till.world.credits.left("anne") == 4380
    assert till.world.till("C1").cash == 15_000

    order = counter(till)
    till.do(AddBeside(order=order, kind="account", amount=4380, holder="anne"))
    till.pay(order)
    (settled,) = till.written(ClientSettled)
    assert (settled.amount, receipt(till).ttc) == (4380, 0)
    assert receipt(till).totals.perpetual_net == 4380
    assert till.world.credits.left("anne") == 0
    assert till.world.till("C1").cash == 19_380


def test_an_account_has_a_right_and_a_ceiling(till):
    order = counter(till, "steak", "steak", "fish", "fish", "soup")  # 100,30
    pay = TakePayment(order=order, method="account", amount=10_030, reference="anne")
    assert till.refuses(pay, "tom") == "right_missing"
    till.do(pay)  # the boss may go beyond the ceiling
    unknown = TakePayment(order=order, method="account", amount=1, reference="bob")
    assert isinstance(till.run(unknown), Refusal)


def test_a_client_is_forgotten_once_nothing_is_owed(till):
    on_account(till, "fish")
    assert till.refuses(ForgetClient(client="anne"), "tom") == "right_missing"
    assert till.refuses(ForgetClient(client="anne")) == "client_owes"
    till.do(SetClient(client="anne", name="sealed", active=False))
    order = counter(till, "soup")
    pay = TakePayment(order=order, method="account", amount=850, reference="anne")
    assert till.refuses(pay) == "client_unknown"
    till.do(AddBeside(order=order, kind="account", amount=2190, holder="anne"))
    till.pay(order)
    till.do(ForgetClient(client="anne"))
    assert "anne" not in till.world.credits.clients
    till.world.credits.evolve(ClientSet(client="anne", name="from elsewhere"))
    assert "anne" not in till.world.credits.clients


def test_nobody_settles_more_than_is_owed(till):
    on_account(till, "coffee")
    order = counter(till)
    more = AddBeside(order=order, kind="account", amount=221, holder="anne")
    assert till.refuses(more) == "account_less"
    till.do(AddBeside(order=order, kind="account", amount=220, holder="anne"))
    itself = TakePayment(order=order, method="account", amount=220, reference="anne")
    assert till.refuses(itself) == "account_beside"


def test_what_two_sales_settle_at_once_is_owed_once(till):
    meal = counter(till, "fish")
    till.pay(meal, method="account", reference="anne")
    one, two = counter(till), counter(till)
    whole = AddBeside(order=one, kind="account", amount=2190, holder="anne")
    till.do(whole)
    assert till.refuses(whole) == "account_settling"
    also = AddBeside(order=two, kind="account", amount=1, holder="anne")
    assert till.refuses(also) == "account_settling"
    (asked,) = till.order(one).beside
    till.do(DropBeside(order=one, beside=asked))
    till.do(also)
    till.pay(two)
    assert till.world.credits.left("anne") == 2189


def test_what_was_bought_on_account_goes_back_to_the_account(till):
    bought = on_account(till, "fish")
    assert till.refuses(back(bought, "cash", back=((0, 1000),))) == "cash_for_card"
    till.do(back(bought, "account", back=((0, 1000),)))
    assert till.world.credits.left("anne") == 0


# Correcting


def test_a_tender_that_was_keyed_wrong_moves_and_the_turnover_stays(till):
    order = counter(till, "fish")
    till.pay(order, tip=100, tendered=2290)
    document = receipt(till)
    (paid,) = till.order(order).payments.values()
    wrong = CorrectPayment(
        order=order, payment=paid.id, method="card_manual", reason="touche"
    )
    assert till.refuses(wrong, "tom") == "right_missing"
    till.do(wrong)

    (corrected,) = till.written(PaymentCorrected)
    assert (corrected.was, corrected.amount, corrected.tip) == ("cash", 2190, 100)
    assert till.world.till("C1").cash == 15_000
    assert till.world.till("C1").totals == document.totals
    assert till.refuses(wrong) == "not_correctable"
    cash = back(document, "cash", back=((0, 1000),))
    assert till.refuses(cash) == "cash_for_card"


def test_a_day_that_is_closed_is_not_corrected(till):
    order = counter(till, "fish")
    till.pay(order)
    (paid,) = till.order(order).payments.values()
    till.do(CountTill(coins=(Coins(value=10, count=1719),)))
    till.do(CloseDay(day="2026-11-20", figures=()))
    till.wait(hours=14)
    till.open()
    late = CorrectPayment(order=order, payment=paid.id, method="cheque", reason="x")
    assert till.refuses(late) == "day_closed"


@pytest.mark.parametrize("method", ["card", "gift", "account", "cash", "sheep"])
def test_a_card_terminal_and_a_balance_are_not_corrected(till, method):
    order = counter(till, "fish")
    till.pay(order)
    (paid,) = till.order(order).payments.values()
    wrong = CorrectPayment(order=order, payment=paid.id, method=method, reason="x")
    assert till.refuses(wrong) == "not_correctable"


def test_slips_leave_the_totals_alone(till):
    order = counter(till, "fish")
    till.pay(order)
    document = receipt(till)
    till.do(
        PrintSlip(
            order=order, receipt=document.receipt, number="C1-000001", kind="gift"
        )
    )
    assert till.world.till("C1").totals == document.totals


# Apart


def test_a_voucher_taken_by_two_terminals_apart_is_found(till):
    sim = Sim(0, 0)
    first, second = sim.tills
    first.open()
    gift = sell(first, 2190)
    second.open()
    sim.meet()
    for each in (first, second):
        spend(each, gift, 2190)
    sim.meet()
    for each in (first, second):
        assert left(each, gift) == -2190
        assert each.world.credits.overdrawn == {gift.credit: 2190}
        codes = [
            found.code
            for order in each.world.book.orders.values()
            for found in attention(
                each.world.book, order, (), each.world.credits.overdrawn
            )
        ]
        assert codes == ["credit_twice"]
    order = counter(first, "coffee")
    again = TakePayment(order=order, method="gift", amount=1, reference=gift.code)
    assert first.refuses(again) == "credit_spent"


# Whatever happens


ACTS = st.lists(
    st.tuples(
        st.sampled_from(("sell", "spend", "refund", "store", "expire", "return")),
        st.integers(0, 5),
        st.integers(1, 6000),
    ),
    max_size=14,
)


@settings(max_examples=80, deadline=None)
@given(ACTS)
def test_what_was_issued_and_not_spent_is_what_is_owed(acts):
    till = Till()
    till.open()
    sold_so_far: list[tuple[CreditIssued, ReceiptIssued]] = []
    for act, which, cents in acts:
        if act == "sell" or not sold_so_far:
            kind = ("gift", "deposit")[which % 2]
            sold_so_far.append((sell(till, cents, kind), receipt(till)))
            continue
        credit, sold = sold_so_far[which % len(sold_so_far)]
        rest = left(till, credit)
        if act == "spend" and rest:
            order = counter(till, "fish")
            take = TakePayment(
                order=order,
                method=credit.kind,
                amount=min(cents, rest, 2190),
                reference=credit.code,
            )
            till.run(take)
        elif act == "refund":
            till.run(back(sold, beside=(credit.credit,)))
        elif act == "store":
            order = counter(till, "fish")
            till.pay(order)
            till.do(back(receipt(till), "store", back=((0, 1000),)))
        elif act == "expire":
            till.wait(days=180)
            till.run(WriteOff())
        elif act == "return":
            for order in till.world.book.orders.values():
                for paid in tuple(order.payments.values()):
                    if paid.waiting and paid.method in KINDS:
                        till.do(
                            ReturnPayment(order=order.id, payment=paid.id, reason="x"),
                        )
        moves = [move_of(fact.event) for fact in till.known["C1"]]
        owed = sum(m.cents for m in moves if m and m.kind in KINDS)
        assert owed == sum(map(till.world.credits.liability, KINDS))
        assert all(cents >= 0 for cents in till.world.credits.balances.values())
    till.fold()
    assert owed_of(till) == sum(map(till.world.credits.liability, KINDS))


def owed_of(till: Till) -> int:
    moves = [move_of(fact.event) for fact in till.known["C1"]]
    return sum(m.cents for m in moves if m and m.kind in KINDS)


def test_an_account_gets_back_no_more_than_it_was_charged(till):
    order = counter(till, "beer", "beer")
    till.pay(order, method="account", amount=650, reference="anne")
    till.pay(order, method="card_manual")
    bought = receipt(till)

    till.do(back(bought, "account", back=((0, 1000),)))
    assert till.world.credits.left("anne") == 0
    again = back(bought, "account", back=((0, 1000),))
    assert till.refuses(again) == "not_on_account"


def test_nothing_goes_back_to_an_account_that_paid_nothing(till):
    order = counter(till, "fish")
    (line,) = till.order(order).lines
    till.do(CompLine(order=order, line=line, reason="maison"))
    till.take(order, "beer")
    till.pay(order)
    free = back(receipt(till), "account", back=((0, 1000),))
    assert till.refuses(free) == "not_on_account"
