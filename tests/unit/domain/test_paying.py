"""Taking money: cash, vouchers, tips, ceilings, cards and the answers that get lost."""

from datetime import date, datetime

import pytest
from domain_kit import Till

from app.domain.catalogue.terms import SetTerms, TermsSet
from app.domain.kitchen.decide import BumpDishes, ServeDishes
from app.domain.orders.attention import attention
from app.domain.orders.commands import (
    CompLine,
    Discount,
    SetCovers,
    SplitOrder,
    VoidLine,
)
from app.domain.orders.events import Bill, OrderSent, Portion
from app.domain.payments.commands import (
    IssueReceipt,
    RecordOutcome,
    RequestCard,
    ResolvePayment,
    ReturnPayment,
    TakePayment,
)
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentFailed,
    PaymentRefunded,
    PaymentRequested,
    PaymentUnknown,
)
from app.domain.payments.vouchers import off_day
from app.domain.profile.holidays import easter_of, french_holidays
from app.domain.receipts.events import ReceiptIssued
from app.domain.rules import SetDevice, SetSetting
from app.domain.settings import EventRecorded, SettingSet
from app.services.settled import Settled


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def order(till: Till) -> str:
    order = till.seat("t1")
    till.take(order, "fish")
    till.take(order, "beer")
    return order  # 28.40


def pay(order: str, amount: int, method: str = "cash", **more: object) -> TakePayment:
    return TakePayment(order=order, method=method, amount=amount, **more)


def receipt(till: Till) -> ReceiptIssued:
    (issued,) = till.written(ReceiptIssued)
    return issued


def codes(till: Till, order: str) -> list[str]:
    return [each.code for each in attention(till.world.book, till.order(order))]


# Cash and paper


def test_exact_cash_closes_the_bill(till, order):
    paid, issued, *_ = till.do(pay(order, 2840))

    assert isinstance(paid, PaymentCompleted)
    assert isinstance(issued, ReceiptIssued)
    assert (paid.tendered, paid.change) == (2840, 0)
    assert (issued.ttc, issued.ht, issued.tva) == (2840, 1991 + 542, 199 + 108)
    assert till.closed(order)


def test_cash_gives_change(till, order):
    (paid, *_) = till.do(pay(order, 2840, tendered=5000))

    assert (paid.amount, paid.tendered, paid.change) == (2840, 5000, 2160)
    assert receipt(till).payments[0].change == 2160
    assert till.world.till("C1").cash == 15_000 + 2840


def test_a_part_can_be_paid(till, order):
    facts = till.do(pay(order, 1000))

    assert [type(fact) for fact in facts] == [PaymentCompleted]
    assert till.due(order) == 1840
    till.do(pay(order, 1840, method="cheque"))
    assert [p.method for p in receipt(till).payments] == ["cash", "cheque"]


def test_a_cash_tip_stays_in_the_drawer_and_off_the_bill(till, order):
    (paid, issued, *_) = till.do(pay(order, 2840, tip=200, tendered=5000))

    assert (paid.tip, paid.change) == (200, 1960)
    assert (issued.ttc, issued.payments[0].tip) == (2840, 200)
    assert till.world.till("C1").cash == 15_000 + 3040


def test_a_voucher_gives_no_change(till, order):
    (paid,) = till.do(pay(order, 1500, method="voucher", tendered=1500))
    assert (paid.excess, paid.change) == (0, 0)

    (paid, issued, *_) = till.do(pay(order, 1340, method="voucher", tendered=1500))
    assert (paid.amount, paid.excess, paid.change) == (1340, 160, 0)
    assert sum(p.amount for p in issued.payments) == issued.ttc


def test_a_holiday_voucher_gives_no_change_either(till, order):
    (paid, *_) = till.do(pay(order, 2840, method="holiday_voucher", tendered=3000))

    assert paid.excess == 160


@pytest.mark.parametrize("method", ["cheque", "card_manual", "transfer"])
def test_other_tenders_are_exact(till, order, method):
    command = pay(order, 2840, method=method, tendered=3000)
    assert till.refuses(command) == "no_change"
    till.do(pay(order, 2840, method=method))


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"amount": 0}, "nothing_due"),
        ({"amount": -1}, "nothing_due"),
        ({"amount": 2841}, "amount_too_large"),
        ({"amount": 100, "bill": "gone"}, "nothing_due"),
        ({"amount": 100, "method": "shells"}, "method_unknown"),
        ({"amount": 100, "method": "card"}, "needs_terminal"),
        ({"amount": 100, "tip": -1}, "tip_out_of_range"),
        ({"amount": 100, "tip": 100_001}, "tip_out_of_range"),
        ({"amount": 100, "tendered": 99}, "tendered_short"),
        ({"amount": 100, "tendered": -5}, "tendered_short"),
        ({"amount": 100, "tip": 10, "tendered": 109}, "tendered_short"),
        ({"amount": 100, "tendered": 100_101}, "tendered_too_much"),
        ({"amount": 2501, "method": "voucher"}, "voucher_limit"),
    ],
)
def test_money_must_make_sense(till, order, how, code):
    assert till.refuses(pay(order, **how)) == code


def test_paying_needs_the_right_an_open_till_and_an_order(till, order):
    assert till.refuses(pay(order, 2840), "sam") == "right_missing"
    assert till.refuses(pay("gone", 2840)) == "order_unknown"
    shut = Till("C2")
    shut.receive("C1", till.known["C1"])
    assert shut.refuses(pay(order, 2840)) == "till_shut"


def test_a_settled_bill_is_not_paid_again(till, order):
    till.pay(order)

    assert till.refuses(pay(order, 1)) == "nothing_due"


# The legal ceiling on cash


@pytest.fixture
def banquet(till: Till) -> str:
    order = till.seat("t2")
    till.take(order, "sundry", price=100_000)
    return order


def test_a_debt_of_1000_euros_may_be_paid_in_cash(till, banquet):
    till.pay(banquet, tendered=100_000)
    assert till.closed(banquet)


def test_a_larger_debt_takes_no_cash_at_all(till, banquet):
    till.take(banquet, "sundry", price=1)

    refused = till.run(pay(banquet, 100))
    assert (refused.code, refused.values) == ("cash_limit", (("limit", "1000"),))
    till.pay(banquet, method="card_manual")


def test_a_house_may_read_the_law_as_a_ceiling_on_the_cash(till, banquet):
    till.take(banquet, "sundry", price=24_000)
    till.do(SetSetting(key="cash.limit_mode", value="partial"))
    till.do(pay(banquet, 60_000))

    assert till.refuses(pay(banquet, 40_001)) == "cash_limit"
    till.do(pay(banquet, 40_000))
    till.pay(banquet, method="card_manual")


def test_every_payer_has_a_debt_of_their_own(till, banquet):
    line = till.order(banquet).lines[0]
    till.take(banquet, "wine")
    bill = Bill(id="a", portions=(Portion(line=line, of=1, taken=(0,)),))
    till.do(SplitOrder(order=banquet, bills=(bill,)))

    till.pay(banquet, "a")
    till.pay(banquet)
    assert till.closed(banquet)


# Bills without money


def test_what_was_given_away_is_closed_by_a_receipt_of_nothing(till):
    order = till.seat("t2")
    line = till.take(order, "beer")
    till.do(CompLine(order=order, line=line, reason="maison"))
    assert till.refuses(pay(order, 1)) == "nothing_due"

    till.do(IssueReceipt(order=order, issued="paper"))
    assert (receipt(till).ttc, receipt(till).payments) == (0, ())
    assert receipt(till).lines[0].discount == 650
    assert till.closed(order)


def test_a_receipt_is_not_issued_while_something_is_due(till, order):
    assert till.refuses(IssueReceipt(order=order)) == "still_due"
    assert till.refuses(IssueReceipt(order=order, bill="a")) == "nothing_due"
    assert till.refuses(IssueReceipt(order=order), "sam") == "right_missing"


def test_a_bill_that_became_smaller_than_what_was_paid_is_closed_by_hand(till, order):
    till.do(pay(order, 2190))
    beer = till.order(order).lines[1]
    till.do(VoidLine(order=order, line=beer))
    assert till.due(order) == 0
    assert not till.closed(order)

    till.do(IssueReceipt(order=order))
    assert receipt(till).payments[0].amount == receipt(till).ttc == 2190


# Too much money


def test_what_was_taken_too_much_is_given_back(till, order):
    till.do(pay(order, 1000))
    till.do(pay(order, 1500, tip=100))
    till.do(VoidLine(order=order, line=till.order(order).lines[1]))
    assert till.due(order) == -310
    assert codes(till, order) == ["overpaid"]
    assert till.refuses(IssueReceipt(order=order)) == "overpaid"

    second = list(till.order(order).payments)[1]
    (given,) = till.do(ReturnPayment(order=order, payment=second, reason="trop perçu"))
    assert isinstance(given, PaymentRefunded)
    assert (given.amount, given.method, given.receipt) == (1600, "cash", "")
    assert till.world.till("C1").cash == 15_000 + 1000
    assert (codes(till, order), till.due(order)) == ([], 1190)
    till.pay(order)
    assert till.closed(order)


def test_giving_back_needs_a_manager_a_reason_and_spare_money(till, order):
    till.do(pay(order, 1000))
    payment = next(iter(till.order(order).payments))
    command = ReturnPayment(order=order, payment=payment, reason="erreur")

    assert till.refuses(command, "tom") == "right_missing"
    unsaid = ReturnPayment(order=order, payment=payment, reason=" ")
    assert till.refuses(unsaid) == "reason_missing"
    gone = ReturnPayment(order=order, payment="gone", reason="erreur")
    assert till.refuses(gone) == "payment_settled"
    till.do(command)
    assert till.refuses(command) == "payment_settled"
    till.do(pay(order, 2840))
    counted = receipt(till).payments[0].payment
    again = ReturnPayment(order=order, payment=counted, reason="erreur")
    assert till.refuses(again) == "payment_settled"


def test_an_order_left_without_lines_is_given_up_once_its_money_is_back(till, order):
    till.do(pay(order, 1000))
    for line in list(till.order(order).lines):
        till.do(VoidLine(order=order, line=line))
    assert not till.closed(order)
    payment = next(iter(till.order(order).payments))
    till.do(ReturnPayment(order=order, payment=payment, reason="départ"))

    assert till.order(order).payments[payment].state == "returned"
    from app.domain.orders.commands import CancelOrder

    till.do(CancelOrder(order=order))
    assert till.closed(order)


# Cards


def test_a_card_is_written_down_before_it_is_asked(till, order):
    payment = till.ask_card(order, tip=160, issued="paper")

    (asked,) = till.written(PaymentRequested)
    assert (asked.amount, asked.tip, asked.reference) == (3000, 160, payment)
    assert till.order(order).payments[payment].state == "in_progress"
    assert till.due(order) == 2840
    assert not till.closed(order)


def test_an_approval_closes_the_bill(till, order):
    payment = till.ask_card(order, tip=160, issued="paper")
    paid, issued, *_ = till.answer(order, payment)

    assert (paid.amount, paid.tip, paid.method) == (2840, 160, "card")
    assert (issued.issued, issued.note) == ("paper", True)
    assert till.closed(order)


def test_a_partial_approval_leaves_the_rest_due(till, order):
    payment = till.ask_card(order, tip=160)
    (paid,) = till.answer(order, payment, amount=2000)

    assert (paid.amount, paid.tip) == (2000, 0)
    assert till.due(order) == 840


def test_the_bill_comes_before_the_tip(till, order):
    payment = till.ask_card(order, tip=160)
    (paid, *_) = till.answer(order, payment, amount=2900)

    assert (paid.amount, paid.tip) == (2840, 60)


@pytest.mark.parametrize("state", ["refused", "aborted", "not_sent"])
def test_a_card_that_failed_can_be_asked_again(till, order, state):
    payment = till.ask_card(order)
    (failed,) = till.answer(order, payment, state)

    assert isinstance(failed, PaymentFailed)
    assert till.order(order).payments[payment].state == state
    assert till.due(order) == 2840
    till.answer(order, till.ask_card(order))
    assert till.closed(order)


def test_nobody_charges_while_a_card_is_running(till, order):
    till.ask_card(order)

    again = RequestCard(order=order, amount=2840, terminal="tpe")
    assert till.refuses(again) == "payment_running"
    assert till.refuses(pay(order, 2840)) == "payment_running"


def test_nobody_charges_again_after_an_answer_was_lost(till, order):
    payment = till.ask_card(order)
    (lost,) = till.answer(order, payment, "unknown")

    assert isinstance(lost, PaymentUnknown)
    again = RequestCard(order=order, amount=2840, terminal="tpe")
    assert till.refuses(again) == "payment_unknown"
    assert till.refuses(pay(order, 2840)) == "payment_unknown"
    assert till.refuses(IssueReceipt(order=order)) == "payment_unknown"
    assert codes(till, order) == ["payment_unknown"]
    other = Till("C2")
    other.receive("C1", till.known["C1"])
    other.open()
    assert other.refuses(pay(order, 2840)) == "payment_unknown"


def test_a_person_settles_a_lost_answer_as_accepted(till, order):
    payment = till.ask_card(order, tip=160)
    till.answer(order, payment, "unknown")
    slip = ResolvePayment(
        order=order, payment=payment, accepted=True, authorisation=" 123456 "
    )
    (paid, issued, *_) = till.do(slip)

    assert (paid.amount, paid.tip, paid.authorisation) == (2840, 160, "123456")
    assert (paid.decided, issued.ttc) == ("accepted", 2840)
    assert till.closed(order)


def test_a_person_settles_a_lost_answer_as_refused(till, order):
    payment = till.ask_card(order)
    till.answer(order, payment, "unknown")
    (failed,) = till.do(ResolvePayment(order=order, payment=payment, accepted=False))

    assert (failed.state, failed.decided) == ("refused", "refused")
    till.pay(order)
    assert till.closed(order)


def test_settling_needs_a_manager_a_lost_answer_and_the_number_of_the_slip(till, order):
    payment = till.ask_card(order)
    refused = ResolvePayment(order=order, payment=payment, accepted=False)

    assert till.refuses(refused, "tom") == "right_missing"
    assert till.refuses(refused) == "payment_settled"
    gone = ResolvePayment(order=order, payment="gone", accepted=False)
    assert till.refuses(gone) == "payment_settled"
    till.answer(order, payment, "unknown")
    blank = ResolvePayment(order=order, payment=payment, accepted=True)
    assert till.refuses(blank) == "authorisation_missing"


@pytest.mark.parametrize("state", ["approved", "refused", "aborted", "not_sent"])
def test_the_terminal_may_find_its_answer_again(till, order, state):
    payment = till.ask_card(order)
    till.answer(order, payment, "unknown")
    till.answer(order, payment, state)

    assert till.order(order).payments[payment].state == (
        "completed" if state == "approved" else state
    )


def test_an_approval_counts_even_after_somebody_said_refused(till, order):
    payment = till.ask_card(order)
    till.answer(order, payment, "unknown")
    till.do(ResolvePayment(order=order, payment=payment, accepted=False))
    till.pay(order)
    assert till.closed(order)
    late, told = till.answer(order, payment)

    assert isinstance(late, PaymentCompleted)
    assert told == EventRecorded(code="CARD_LATE", detail="0001 2840")
    assert till.order(order).payments[payment].waiting
    assert codes(till, order) == ["overpaid"]
    assert not till.closed(order)
    till.do(ReturnPayment(order=order, payment=payment, reason="payé deux fois"))
    till.answer(order, till.last[0].payment)
    assert (codes(till, order), till.closed(order)) == ([], True)


def test_a_late_approval_pays_when_nobody_else_has(till, order):
    payment = till.ask_card(order)
    till.answer(order, payment, "unknown")
    till.do(ResolvePayment(order=order, payment=payment, accepted=False))
    till.answer(order, payment)

    assert till.closed(order)


def test_more_than_is_due_seals_no_receipt(till, order):
    payment = till.ask_card(order)
    till.do(Discount(order=order, amount=500, reason="attente"))
    (paid,) = till.answer(order, payment)

    assert paid.amount == 2840
    assert codes(till, order) == ["overpaid"]
    assert attention(till.world.book, till.order(order))[0].amount == 500


@pytest.mark.parametrize("state", ["unknown", "gibberish", ""])
def test_an_answer_without_sense_is_lost_not_refused(till, order, state):
    payment = till.ask_card(order)
    till.do(RecordOutcome(order=order, payment=payment, state=state))

    assert till.order(order).payments[payment].state == "unknown"
    again = RecordOutcome(order=order, payment=payment, state=state)
    assert till.refuses(again) == "payment_settled"


def test_an_approval_without_an_amount_is_lost_too(till, order):
    payment = till.ask_card(order)
    till.do(RecordOutcome(order=order, payment=payment, state="approved"))

    assert till.order(order).payments[payment].state == "unknown"


def test_a_settled_payment_takes_no_other_answer(till, order):
    refused, paid = till.ask_card(order), ""
    till.answer(order, refused, "refused")
    for state in ("refused", "aborted", "unknown"):
        command = RecordOutcome(order=order, payment=refused, state=state)
        assert till.refuses(command) == "payment_settled"
    paid = till.ask_card(order)
    till.answer(order, paid)
    for state in ("approved", "refused", "unknown"):
        command = RecordOutcome(order=order, payment=paid, state=state, amount=2840)
        assert till.refuses(command) == "payment_settled"
    command = RecordOutcome(order=order, payment="gone", state="refused")
    assert till.refuses(command) == "payment_settled"


@pytest.mark.parametrize("terminal", ["gone", "p_hot"])
def test_a_card_needs_a_terminal(till, order, terminal):
    command = RequestCard(order=order, amount=2840, terminal=terminal)
    assert till.refuses(command) == "terminal_unknown"


def test_a_terminal_that_was_put_away_is_not_asked(till, order):
    tpe = till.world.settings.devices["tpe"]
    fields = {name: getattr(tpe, name) for name in tpe.__slots__}
    till.do(SetDevice(event=type(tpe)(**fields | {"active": False})))

    command = RequestCard(order=order, amount=2840, terminal="tpe")
    assert till.refuses(command) == "terminal_unknown"


@pytest.mark.parametrize(
    ("amount", "code"), [(0, "nothing_due"), (2841, "amount_too_large")]
)
def test_a_card_is_not_asked_for_what_is_not_due(till, order, amount, code):
    command = RequestCard(order=order, amount=amount, terminal="tpe")
    assert till.refuses(command) == code


# What leaves for the kitchen when the bill is closed


def test_what_was_never_sent_leaves_when_it_is_paid(till, order):
    cake = till.take(order, "cake")
    till.pay(order)

    (sent,) = till.written(OrderSent)
    assert set(sent.lines) == set(till.order(order).lines)
    assert f"{cake}.0" in sent.fired


def test_a_payer_sends_what_they_paid_and_nothing_more(till, order):
    fish, beer = till.order(order).lines
    soup = till.take(order, "soup")
    portions = tuple(Portion(line=ln, of=1, taken=(0,)) for ln in (fish, soup))
    till.do(SplitOrder(order=order, bills=(Bill(id="a", portions=portions),)))
    till.pay(order, "a")

    (sent,) = till.written(OrderSent)
    assert (sent.lines, sent.fired) == ((fish, soup), (f"{soup}.0",))
    assert not till.line(beer).sent


def test_a_payment_for_a_bill_that_was_split_anew_pays_the_rest(till, order):
    fish, _ = till.order(order).lines
    portion = Portion(line=fish, of=1, taken=(0,))
    till.do(SplitOrder(order=order, bills=(Bill(id="a", portions=(portion,)),)))
    payment = till.ask_card(order, bill="a")
    other = Till("C2")
    other.receive("C1", till.known["C1"][:-1])
    other.do(SplitOrder(order=order))
    till.wait(seconds=5)
    till.receive("C2", other.known["C2"])
    (paid,) = till.answer(order, payment)

    assert (paid.bill, till.due(order)) == ("a", 650)
    till.pay(order)
    assert [p.amount for p in receipt(till).payments] == [2190, 650]


def test_a_titre_of_a_known_card_pays_once_a_day_however_many_bills(till):
    orders = [till.seat(f"t{n}") for n in (1, 2, 3)]
    for order in orders:
        till.take(order, "steak")
    card = {"method": "voucher", "label": "carte 1234"}
    till.do(pay(orders[0], 2000, **card))
    assert till.refuses(pay(orders[1], 501, **card)) == "voucher_used"
    till.do(pay(orders[1], 500, **card))
    till.do(pay(orders[1], 1900, method="voucher", label="carte 5678"))
    till.wait(days=1)
    till.do(pay(orders[2], 2000, **card))


def test_a_titre_is_known_all_day_long(till, monkeypatch):
    monkeypatch.setattr("app.services.settled.KEPT", 0)
    monkeypatch.setattr("app.services.settled._SLACK", 0)
    card = {"method": "voucher", "label": "carte 1234"}
    for n, tender in ((1, card), (2, {"method": "card_manual"}), (3, card)):
        order = till.seat("", mode="counter")
        till.take(order, "steak")
        till.send(order)
        if n < 3:
            till.do(pay(order, 2000, **tender))
            till.pay(order)
            (line,) = till.order(order).lines
            (dish,) = till.line(line).dishes
            bump = BumpDishes(order=order, station=dish.station, dishes=(dish.id,))
            till.do(bump)
            till.do(ServeDishes(order=order))
    Settled().put_away(till.world)
    assert len(till.world.book.orders) == 2
    assert till.refuses(pay(order, 1000, **card)) == "voucher_used"


def test_titres_pay_what_may_be_eaten_and_the_guest_pays_his_beer_otherwise(
    till, order
):
    till.do(SetTerms(event=TermsSet(kind="category", id="drinks", voucher="no")))
    titre = {"method": "voucher", "tendered": 2500}

    assert till.refuses(pay(order, 2500, **titre)) == "voucher_not_eligible"
    till.do(pay(order, 2190, **titre))  # the fish, and no change
    assert till.refuses(pay(order, 650, method="voucher")) == "voucher_not_eligible"
    till.do(pay(order, 650))


def test_an_article_says_otherwise_than_its_category(till, order):
    till.do(SetTerms(event=TermsSet(kind="category", id="drinks", voucher="no")))
    till.do(SetTerms(event=TermsSet(kind="article", id="beer", voucher="yes")))

    till.do(pay(order, 2500, method="voucher"))
    for event in (
        TermsSet(kind="article", id="gone"),
        TermsSet(kind="article", id="beer", voucher="perhaps"),
    ):
        assert till.refuses(SetTerms(event=event)) == "article_unknown"


def test_sundays_and_holidays_are_told_unless_the_setting_allows_them():
    till = Till()
    days = {"2026-11-22": "sunday", "2027-05-06": "holiday", "2027-05-05": ""}
    for day, why in days.items():
        assert off_day(till.world, datetime.fromisoformat(f"{day}T12:00+02:00")) == why
    till.write([SettingSet(key="voucher.off_days", value="allowed")])
    sunday = datetime.fromisoformat("2026-11-22T12:00+02:00")
    assert off_day(till.world, sunday) == ""


def test_easter_falls_where_it_does():
    assert easter_of(2027) == date(2027, 3, 28)
    assert easter_of(2038) == date(2038, 4, 25)
    assert easter_of(1818) == date(1818, 3, 22)
    assert date(2026, 12, 25) in french_holidays(2026)


# What else a terminal reads


@pytest.mark.parametrize(
    ("method", "scheme", "read"),
    [
        ("card", "CB", "card"),
        ("card", "CONECS", "voucher"),  # the guest took another card than was asked
        ("voucher", "CONECS", "voucher"),
        ("voucher", "CB", "card"),
        ("voucher", "", "voucher"),
        ("cheque", "CHEQUE", "cheque"),
    ],
)
def test_a_tender_is_what_the_terminal_read(till, order, method, scheme, read):
    command = RequestCard(order=order, amount=2000, terminal="tpe", method=method)
    [asked] = till.do(command)
    assert asked.method == method
    till.do(
        RecordOutcome(
            order=order,
            payment=asked.payment,
            state="approved",
            amount=2000,
            scheme=scheme,
        )
    )
    assert till.order(order).payments[asked.payment].method == read


def test_a_terminal_is_not_asked_for_more_than_a_voucher_may_pay(till, order):
    command = RequestCard(order=order, amount=2600, terminal="tpe", method="voucher")
    assert till.refuses(command) == "voucher_limit"
    cash = RequestCard(order=order, amount=2600, terminal="tpe", method="cash")
    assert till.refuses(cash) == "method_unknown"


# Tips by another tender


def tip(order: str, cents: int, method: str = "cash", **more: object) -> TakePayment:
    return TakePayment(order=order, method=method, amount=0, tip=cents, **more)


def test_a_tip_in_cash_goes_beside_a_card_that_pays_all(till, order):
    till.do(tip(order, 300))
    assert not till.written(ReceiptIssued)
    till.do(pay(order, 2840, "card_manual"))

    document = receipt(till)
    assert [(p.method, p.amount, p.tip) for p in document.payments] == [
        ("cash", 0, 300),
        ("card_manual", 2840, 0),
    ]
    assert document.ttc == 2840
    assert till.world.till("C1").cash == 15_000 + 300


def test_a_tip_after_all_is_paid_has_a_document_of_its_own(till, order):
    till.do(pay(order, 2840, "card_manual"))
    paid = receipt(till)
    till.do(tip(order, 500, tendered=2000))
    given = receipt(till)

    assert (given.ttc, given.lines, given.vat, given.portions) == (0, (), (), ())
    assert [(p.method, p.amount, p.tip, p.change) for p in given.payments] == [
        ("cash", 0, 500, 1500)
    ]
    assert given.totals.perpetual_net == paid.totals.perpetual_net == 2840
    assert given.totals.perpetual_abs == 2840
    assert till.world.book.closed(till.order(order))
    assert codes(till, order) == []
    assert till.world.till("C1").cash == 15_000 + 500


def test_a_tip_alone_is_asked_of_a_terminal_too(till, order):
    till.do(pay(order, 2840))
    till.do(RequestCard(order=order, amount=0, tip=200, terminal="tpe"))
    (asked,) = till.written(PaymentRequested)
    assert (asked.amount, asked.tip) == (200, 200)
    answer = RecordOutcome(
        order=order, payment=asked.payment, state="approved", amount=200
    )
    till.do(answer)
    (completed,) = till.written(PaymentCompleted)
    assert (completed.amount, completed.tip) == (0, 200)
    assert receipt(till).payments[0].tip == 200


def test_a_tip_alone_has_its_limits(till, order):
    assert till.refuses(tip(order, 300, "voucher")) == "no_tip"
    assert till.refuses(tip(order, 100_001)) == "tip_out_of_range"
    assert till.refuses(tip(order, -5)) == "tip_out_of_range"
    assert till.refuses(tip(order, 0)) == "nothing_due"
    assert till.refuses(tip(till.seat("t2"), 300)) == "nothing_due"


def test_a_tip_for_a_bill_that_nobody_pays_goes_back(till, order):
    till.do(tip(order, 300))
    (taken,) = till.written(PaymentCompleted)
    till.do(ReturnPayment(order=order, payment=taken.payment, reason="parti"))
    (back,) = till.written(PaymentRefunded)

    assert back.amount == 300
    assert till.world.till("C1").cash == 15_000


def test_a_tip_stays_with_the_bill_of_who_gives_it(till, order):
    beer = next(line.id for line in till.world.book.lines_of(till.order(order)))
    portions = (Portion(line=beer, of=1, taken=(0,)),)
    till.do(SplitOrder(order=order, bills=(Bill(id="a", portions=portions),)))
    till.do(tip(order, 100, bill="a"))
    till.pay(order, "a")
    assert [p.tip for p in receipt(till).payments] == [100, 0]
    till.do(tip(order, 50, bill="a"))  # and once more, while the other still eats
    assert (receipt(till).bill, receipt(till).final) == ("a", False)
    till.pay(order)
    assert [p.tip for p in receipt(till).payments] == [0]


def test_a_tip_alone_counts_no_guest(till, order):
    till.do(SetCovers(order=order, covers=4))
    beer = next(line.id for line in till.world.book.lines_of(till.order(order)))
    portions = (Portion(line=beer, of=1, taken=(0,)),)
    till.do(SplitOrder(order=order, bills=(Bill(id="a", portions=portions),)))
    till.pay(order, "a")
    seated = [receipt(till).seated]
    till.do(tip(order, 100, bill="a"))
    seated.append(receipt(till).seated)
    till.pay(order)
    seated.append(receipt(till).seated)
    till.do(tip(order, 100))
    seated.append(receipt(till).seated)
    assert (sum(seated), seated[1], seated[3]) == (4, 0, 0)
