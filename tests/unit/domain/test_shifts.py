"""The end of a shift: who may sign it, and what is owed to the drawer."""

import pytest
from domain_kit import Till

from app.domain.orders.commands import OpenOrder
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentCorrected,
    PaymentRefunded,
)
from app.domain.receipts.events import Exchange
from app.domain.staff.events import ShiftReviewed, Taken
from app.domain.staff.reviewing import ReviewShift
from app.domain.vocabulary import Meta
from app.services.facts import Fact
from app.services.shifts import left, reviews, taken

CASH = Taken(method="cash", amount=11500, tip=500)
CARD = Taken(method="card", amount=23000, tip=1000)


@pytest.fixture
def till() -> Till:
    return Till()


def test_what_is_handed_over_is_held_against_the_cash_and_its_tips(till):
    till.open()
    till.do(OpenOrder(table="t1", covers=2), "tom")
    mine = till.last[0].order
    till.do(OpenOrder(table="t2", covers=2), "lea")
    shift = ReviewShift(person="tom", declared=11800, taken=(CASH, CARD))
    till.do(shift, "tom")
    (signed,) = till.last
    assert isinstance(signed, ShiftReviewed)
    assert signed.difference == -200
    assert signed.orders == (mine,)


def test_anothers_shift_is_signed_by_who_may_read_the_till(till):
    shift = ReviewShift(person="lea", declared=0)
    assert till.refuses(shift, "tom") == "right_missing"
    till.do(ReviewShift(person="tom", declared=0), "lea")
    assert till.refuses(ReviewShift(person="nobody", declared=0)) == "person_unknown"
    wrong = ReviewShift(person="tom", declared=-1)
    assert till.refuses(wrong, "tom") == "amount_out_of_range"


def _fact(number: int, event: object, op: str) -> Fact:
    return Fact(event, Meta(order=(f"{number:04d}", "C1", number), op=op))


def _paid(payment: str, method: str, amount: int, tip: int = 0) -> PaymentCompleted:
    return PaymentCompleted(
        payment=payment, order="o", bill="", method=method, amount=amount, tip=tip
    )


def test_each_hand_has_its_tenders_less_what_it_signed_for():
    facts = [
        _fact(1, _paid("p1", "cash", 2000, 100), "tom"),
        _fact(2, _paid("p2", "card", 3000, 200), "tom"),
        _fact(3, _paid("p3", "cash", 500), "lea"),
        _fact(
            4,
            PaymentRefunded(
                payment="r1", order="o", method="cash", amount=300, receipt="x"
            ),
            "lea",
        ),
        _fact(
            5,
            PaymentCorrected(
                payment="p2",
                order="o",
                receipt="x",
                number="C1-000001",
                was="card",
                method="check",
                amount=3000,
                tip=200,
                reason="keyed",
            ),
            "lea",
        ),
    ]
    whole = {
        "tom": (
            Taken(method="cash", amount=2000, tip=100),
            Taken(method="check", amount=3000, tip=200),
        ),
        "lea": (Taken(method="cash", amount=200),),
    }
    assert taken(facts) == whole
    signed = ShiftReviewed(
        person="tom", taken=whole["tom"], declared=2100, difference=0
    )
    facts += [_fact(6, signed, "tom"), _fact(7, _paid("p4", "cash", 700), "tom")]
    assert left(facts)["tom"] == (Taken(method="cash", amount=700),)
    assert taken(facts)["tom"][0] == Taken(method="cash", amount=2700, tip=100)
    assert len(reviews(facts)) == 1


def test_change_of_foreign_notes_comes_out_of_the_euros():
    exchange = Exchange(currency="CHF", foreign=5000, rate=1_050_000)
    paid = PaymentCompleted(
        payment="p1",
        order="o",
        bill="",
        method="foreign",
        amount=4000,
        tendered=5250,
        change=1250,
        exchange=exchange,
    )
    assert taken([_fact(1, paid, "tom")]) == {
        "tom": (
            Taken(method="foreign", amount=5250),
            Taken(method="cash", amount=-1250),
        )
    }
