"""A manager allows from another screen: asked, answered once, not for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest
from domain_kit import Till

from app.domain.approvals.decide import AnswerApproval, AskApproval, WithdrawApproval
from app.domain.approvals.events import LASTS, ApprovalAnswered, ApprovalAsked
from app.domain.staff.events import StaffCalled

ASKED = ApprovalAsked(
    approval="a1", right="order.discount", act="discount", amount=2500, window="pos"
)


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def test_a_request_calls_the_managers_and_waits(till: Till) -> None:
    till.do(AskApproval(asked=ASKED), "tom")

    assert till.world.approvals["a1"].person == "tom"
    assert till.written(StaffCalled) == [StaffCalled(who="manager", table="")]


def test_a_request_is_told_once_and_of_a_right_that_there_is(till: Till) -> None:
    till.do(AskApproval(asked=ASKED), "tom")
    assert till.do(AskApproval(asked=ASKED), "tom") == ()
    odd = replace(ASKED, approval="a2", right="order.eat")
    assert till.refuses(AskApproval(asked=odd), "tom") == "right_unknown"


def test_only_who_has_the_right_answers_and_only_once(till: Till) -> None:
    till.do(AskApproval(asked=ASKED), "tom")

    allow = AnswerApproval(approval="a1", allowed=True)
    assert till.refuses(allow, "tom") == "right_missing"
    till.do(allow)
    assert till.last == (ApprovalAnswered(approval="a1", answer="allowed", by="lea"),)
    assert till.refuses(allow) == "approval_over"


def test_who_asked_may_do_without(till: Till) -> None:
    till.do(AskApproval(asked=ASKED), "tom")
    assert till.refuses(WithdrawApproval(approval="a1"), "sam") == "right_missing"
    till.do(WithdrawApproval(approval="a1"), "tom")

    assert not till.world.approvals


def test_a_request_does_not_wait_for_ever(till: Till) -> None:
    till.do(AskApproval(asked=ASKED), "tom")
    till.now += LASTS + timedelta(seconds=1)

    late = AnswerApproval(approval="a1", allowed=True)
    assert till.refuses(late) == "approval_over"
