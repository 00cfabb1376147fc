"""Money back on a card: asked of the terminal first, and never twice."""

import pytest
from domain_kit import Till, world_of

from app.domain.orders.attention import attention
from app.domain.orders.commands import VoidLine
from app.domain.payments.commands import (
    IssueReceipt,
    RecordOutcome,
    RefundReceipt,
    ResolvePayment,
    ReturnPayment,
)
from app.domain.payments.events import (
    PaymentFailed,
    PaymentRefunded,
    PaymentUnknown,
    RefundRequested,
)
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.settings import EventRecorded
from app.domain.till.decide import CloseDay


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def document(till: Till) -> ReceiptIssued:
    """21.90 of fish and 6.50 of beer, by card."""
    order = till.seat("t1")
    till.take(order, "fish")
    till.take(order, "beer")
    till.answer(order, till.ask_card(order))
    (issued,) = till.written(ReceiptIssued)
    return issued


def back(document: ReceiptIssued, *lines: int, method: str = "card") -> RefundReceipt:
    return RefundReceipt(
        original=document,
        number="C1-000001",
        back=tuple((line, 1000) for line in lines),
        reason="plat renvoyé",
        method=method,
        terminal="tpe" if method == "card" else "",
    )


def asked(till: Till, document: ReceiptIssued, *lines: int) -> RefundRequested:
    (request,) = till.do(back(document, *lines))
    return request


def codes(till: Till, order: str) -> list[str]:
    return [each.code for each in attention(till.world.book, till.order(order))]


def test_a_refund_is_asked_for_before_anything_is_given(till, document):
    request = asked(till, document, 1)

    assert (request.amount, request.terminal) == (650, "tpe")
    assert request.reference == request.payment
    assert till.written(ReceiptRefunded) == []
    assert till.world.till("C1").totals.perpetual_net == 2840


def test_the_document_is_issued_when_the_terminal_gave_the_money_back(till, document):
    request = asked(till, document, 1)
    issued, given = till.answer(document.order, request.payment)

    assert isinstance(issued, ReceiptRefunded)
    assert (issued.of, issued.ttc) == (document.receipt, -650)
    assert [(p.payment, p.method, p.amount) for p in issued.payments] == [
        (request.payment, "card", -650)
    ]
    assert issued.totals.perpetual_net == 2840 - 650
    assert isinstance(given, PaymentRefunded)
    assert (given.payment, given.amount, given.terminal) == (
        request.payment,
        650,
        "tpe",
    )
    assert given.receipt == issued.receipt
    assert till.world.book.refunds == {}


def test_totals_are_those_of_the_moment_the_money_is_back(till, document):
    request = asked(till, document, 1)
    other = till.seat("t2")
    till.take(other, "wine")
    till.pay(other)
    issued, _ = till.answer(document.order, request.payment)

    assert issued.totals.perpetual_net == 2840 + 2999 - 650


@pytest.mark.parametrize("state", ["refused", "aborted", "not_sent"])
def test_a_refusal_gives_nothing_back_and_can_be_tried_again(till, document, state):
    request = asked(till, document, 1)
    (failed,) = till.answer(document.order, request.payment, state)
    assert isinstance(failed, PaymentFailed)
    assert till.written(ReceiptRefunded) == []

    again = asked(till, document, 1)
    assert again.reference != request.reference
    till.answer(document.order, again.payment)
    assert len(till.written(ReceiptRefunded)) == 1


@pytest.mark.parametrize("lost", [False, True])
def test_nothing_of_the_receipt_is_given_back_meanwhile(till, document, lost):
    request = asked(till, document, 1)
    if lost:
        (unknown,) = till.answer(document.order, request.payment, "unknown")
        assert isinstance(unknown, PaymentUnknown)

    for method in ("card", "card_manual", "transfer"):
        assert till.refuses(back(document, 0, method=method)) == "refund_running"
    assert till.refuses(CloseDay(day="2026-11-20", figures=())) == "payment_unknown"


def test_a_person_who_read_the_slip_settles_a_lost_answer(till, document):
    request = asked(till, document, 1)
    till.answer(document.order, request.payment, "unknown")
    settle = ResolvePayment(
        order=document.order, payment=request.payment, accepted=True
    )

    assert till.refuses(settle) == "authorisation_missing"
    _, given = till.do(
        ResolvePayment(
            order=document.order,
            payment=request.payment,
            accepted=True,
            authorisation="184117",
        )
    )
    assert (given.amount, given.authorisation) == (650, "184117")
    again = till.run(settle)
    assert again.code == "payment_settled" or again.code == "authorisation_missing"
    assert len(till.written(ReceiptRefunded)) == 1


def test_a_lost_answer_that_was_refused_gives_nothing_back(till, document):
    request = asked(till, document, 1)
    till.answer(document.order, request.payment, "unknown")
    till.do(
        ResolvePayment(order=document.order, payment=request.payment, accepted=False)
    )

    assert till.written(ReceiptRefunded) == []
    till.do(back(document, 1, method="transfer"))


def test_money_that_went_back_after_all_has_its_document(till, document):
    request = asked(till, document, 1)
    till.answer(document.order, request.payment, "unknown")
    till.do(
        ResolvePayment(order=document.order, payment=request.payment, accepted=False)
    )
    issued, _, told = till.answer(document.order, request.payment)

    assert isinstance(issued, ReceiptRefunded)
    assert told == EventRecorded(code="CARD_LATE", detail="C1-000001 650")
    assert codes(till, document.order) == []  # once, as it should be


def test_money_that_went_back_twice_is_told_and_stays_in_sight(till, document):
    request = asked(till, document, 1)
    till.answer(document.order, request.payment, "unknown")
    till.do(
        ResolvePayment(order=document.order, payment=request.payment, accepted=False)
    )
    till.do(back(document, 1, method="transfer"))
    till.answer(document.order, request.payment)

    (alarm,) = till.written(EventRecorded)
    assert alarm.code == "CARD_LATE"
    assert till.world.settings.alarms == {"CARD_LATE": ("C1-000001 650",)}
    assert codes(till, document.order) == ["refunded_twice"]
    (twice,) = attention(till.world.book, till.order(document.order))
    assert twice.amount == 650
    assert till.refuses(back(document, 1)) == "refund_too_large"


def test_an_approval_of_what_the_book_let_go_of_is_told(till, document):
    request = asked(till, document, 1)
    till.answer(document.order, request.payment, "unknown")
    till.do(
        ResolvePayment(order=document.order, payment=request.payment, accepted=False)
    )
    del till.world.book.refunds[request.payment]  # as after a closing
    late = RecordOutcome(
        order="", payment=request.payment, state="approved", amount=650
    )
    assert till.do(late) == (
        EventRecorded(code="CARD_LATE", detail=f"{request.payment} 650"),
    )


def test_an_answer_counts_once(till, document):
    request = asked(till, document, 1)
    till.answer(document.order, request.payment)

    assert till.refuses(
        ResolvePayment(order=document.order, payment=request.payment, accepted=True)
    ) in ("payment_settled", "order_unknown")


def test_what_the_terminal_keeps_goes_by_transfer(till, document):
    request = asked(till, document, 0, 1)
    issued, card, transfer = till.answer(document.order, request.payment, amount=2000)

    assert (card.method, card.amount) == ("card", 2000)
    assert (transfer.method, transfer.amount) == ("transfer", 840)
    assert sum(p.amount for p in issued.payments) == issued.ttc == -2840


def test_a_refund_needs_a_terminal_that_is_set_up(till, document):
    for terminal in ("", "gone", "p_hot"):
        command = back(document, 1)
        command = RefundReceipt(
            **{f: getattr(command, f) for f in command.__slots__}
            | {"terminal": terminal}
        )
        assert till.refuses(command) == "terminal_unknown"


def test_a_day_that_is_over_closes_on_a_lost_answer_and_a_start_knows_it(
    till, document
):
    request = asked(till, document, 1)
    till.answer(document.order, request.payment, "unknown")
    till.wait(days=1)
    closed, _ = till.do(CloseDay(day="2026-11-20", figures=()))
    assert closed.open_since == "2026-11-20"

    issued, _ = till.answer(document.order, request.payment)
    assert issued.ttc == -650


# A tender that no document needs


@pytest.fixture
def spare(till: Till) -> tuple[str, str]:
    """An order on which ten euros too much were taken by card; that payment."""
    order = till.seat("t1")
    till.take(order, "fish")
    wine = till.take(order, "wine")
    payment = till.ask_card(order, 2500)
    till.answer(order, payment)
    till.do(VoidLine(order=order, line=wine))
    return order, payment


def give_back(order: str, payment: str, method: str = "") -> ReturnPayment:
    return ReturnPayment(order=order, payment=payment, reason="trop", method=method)


def test_a_card_tender_goes_back_through_its_terminal(till, spare):
    order, payment = spare
    (request,) = till.do(give_back(order, payment))
    assert (request.returns, request.amount, request.document) == (payment, 2500, None)
    assert till.order(order).payments[payment].waiting

    (given,) = till.answer(order, request.payment)
    assert (given.payment, given.amount, given.receipt) == (payment, 2500, "")
    assert till.order(order).payments[payment].state == "returned"
    assert till.due(order) == 2190
    assert till.world.book.refunds == {}


def test_nothing_else_happens_to_the_money_of_the_order_meanwhile(till, spare):
    order, payment = spare
    (request,) = till.do(give_back(order, payment))

    assert till.refuses(give_back(order, payment)) == "refund_running"
    assert till.refuses(give_back(order, payment, "card_manual")) == "refund_running"
    assert till.refuses(IssueReceipt(order=order)) == "payment_running"
    till.answer(order, request.payment, "unknown")
    assert till.refuses(IssueReceipt(order=order)) == "payment_unknown"


def test_a_card_can_go_back_beside_a_terminal_that_does_not_answer(till, spare):
    order, payment = spare
    (request,) = till.do(give_back(order, payment))
    till.answer(order, request.payment, "not_sent")
    (given,) = till.do(give_back(order, payment, "card_manual"))

    assert (given.method, given.amount) == ("card_manual", 2500)
    assert till.order(order).payments[payment].state == "returned"
    assert till.world.book.refunds == {}


def test_a_tender_that_went_back_in_cash_and_on_the_card_is_told(till, spare):
    order, payment = spare
    (request,) = till.do(give_back(order, payment))
    till.answer(order, request.payment, "unknown")
    till.do(ResolvePayment(order=order, payment=request.payment, accepted=False))
    till.do(give_back(order, payment, "cash"))

    late = RecordOutcome(
        order=order, payment=request.payment, state="approved", amount=2500
    )
    (told,) = till.do(late)
    assert told.detail == f"{request.payment} 2500"


def test_a_second_start_knows_what_is_under_way(till, document):
    asked(till, document, 1)
    again = world_of(till.known["C1"])

    assert again.book.refunds == till.world.book.refunds
