"""What an answer means for the money: every code, every echo."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.terminals.caisse_ap import (
    SCHEMES,
    Action,
    Answer,
    Request,
    judge,
    judge_status,
    slip_mentions,
)
from hardware.terminals.model import PayState

ASKED = Request(
    ipc="012345678901",
    action=Action.DEBIT,
    amount=1590,
    currency="978",
    reference="P42",
)
DONE = Answer(
    result="10",
    till="01",
    amount=1590,
    action="0",
    currency="978",
    reference="P42",
    authorisation="184117",
    application="00B",
    last4="0674",
    terminal_id="1234567",
    slip="TICKET",
)
CODES = [f"{code:02d}" for code in range(100)] + ["", "A1"]
REFUSED = {"04", "05", "09", "10", "12", "13"}
ABORTED = {"06", "08", "11"}


def test_done_with_our_echoes_is_approved_with_all_that_the_receipt_needs() -> None:
    outcome = judge(ASKED, DONE)
    assert outcome.state is PayState.APPROVED
    assert outcome.amount == 1590
    assert outcome.authorisation == "184117"
    assert outcome.scheme == "CB"
    assert outcome.last4 == "0674"
    assert outcome.terminal_id == "1234567"
    assert outcome.receipt_text == "TICKET"
    assert outcome.detail == ""


@pytest.mark.parametrize("code", CODES)
def test_not_done_is_refused_or_aborted_by_its_code_and_else_unknown(code: str) -> None:
    outcome = judge(ASKED, replace(DONE, result="01", detail=code))
    expected = PayState.UNKNOWN
    if code in REFUSED:
        expected = PayState.REFUSED
    elif code in ABORTED:
        expected = PayState.ABORTED
    assert outcome.state is expected
    assert outcome.amount == 0
    assert outcome.code == code


def test_taken_into_account_is_not_known_yet() -> None:
    outcome = judge(ASKED, replace(DONE, result="11"))
    assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, "pending")


def test_done_at_once_only_means_that_the_terminal_heard_us() -> None:
    outcome = judge(replace(ASKED, immediate=True), DONE)
    assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, "pending")


@pytest.mark.parametrize("result", ["00", "02", "99", "OK", ""])
def test_a_result_nobody_published_is_unknown(result: str) -> None:
    outcome = judge(ASKED, replace(DONE, result=result))
    assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, "unclear_result")


@pytest.mark.parametrize("result", ["10", "01"])
@pytest.mark.parametrize(
    ("wrong", "detail"),
    [
        ({"till": "02"}, "echo_till"),
        ({"action": "1"}, "echo_action"),
        ({"action": "T"}, "echo_action"),
        ({"currency": "840"}, "echo_currency"),
        ({"reference": "P41"}, "echo_reference"),
        ({"amount": 1591}, "echo_amount"),
    ],
)
def test_an_echo_that_is_not_ours_is_unknown_whatever_the_result(
    result: str, wrong: dict[str, str], detail: str
) -> None:
    answer = replace(DONE, result=result, detail="04", **wrong)  # type: ignore[arg-type]
    outcome = judge(ASKED, answer)
    assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, detail)
    assert outcome.amount == 0


@pytest.mark.parametrize(
    "missing", [{"till": ""}, {"action": ""}, {"currency": ""}, {"amount": None}]
)
def test_done_without_an_echo_is_unknown(missing: dict[str, str]) -> None:
    outcome = judge(ASKED, replace(DONE, **missing))  # type: ignore[arg-type]
    assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, "echo_missing")


def test_done_with_nothing_moved_is_unknown() -> None:
    assert judge(ASKED, replace(DONE, amount=0)).state is PayState.UNKNOWN


def test_a_terminal_may_keep_our_reference_to_itself() -> None:
    assert judge(ASKED, replace(DONE, reference="")).state is PayState.APPROVED


def test_a_till_number_may_come_back_with_another_width() -> None:
    assert judge(ASKED, replace(DONE, till="1")).state is PayState.APPROVED
    assert judge(replace(ASKED, till="1"), DONE).state is PayState.APPROVED


@given(st.integers(1, 1590))
def test_the_amount_is_what_the_terminal_says(cents: int) -> None:
    outcome = judge(ASKED, replace(DONE, amount=cents))
    assert (outcome.state, outcome.amount) == (PayState.APPROVED, cents)
    assert outcome.detail == ("" if cents == 1590 else "partial")


def test_a_reference_like_a_card_number_is_compared_masked() -> None:
    asked = replace(ASKED, reference="4970101234567890")
    heard = replace(DONE, reference="************7890")
    assert judge(asked, heard).state is PayState.APPROVED


@pytest.mark.parametrize(("code", "scheme"), [*SCHEMES.items(), ("XYZ", "XYZ")])
def test_a_scheme_is_named_or_left_as_its_code(code: str, scheme: str) -> None:
    assert judge(ASKED, replace(DONE, application=code)).scheme == scheme


# -- CD=T ---------------------------------------------------------------------------

NOT_FOUND = frozenset({"10"})


@pytest.mark.parametrize("action", ["T", "0", ""])
@pytest.mark.parametrize("detail", ["", "01"])
def test_a_status_that_names_our_payment_as_done_proves_it(
    action: str, detail: str
) -> None:
    answer = replace(DONE, action=action, detail=detail)
    outcome = judge_status(ASKED, answer, NOT_FOUND)
    expected = PayState.APPROVED if action else PayState.NEEDS_HUMAN
    assert outcome.state is expected


@pytest.mark.parametrize(
    "change",
    [
        {"reference": ""},
        {"reference": "P41"},
        {"action": "1"},
        {"amount": 1591},
        {"amount": None},
        {"currency": "840"},
        {"detail": "02"},
        {"result": "11"},
    ],
)
def test_a_status_that_could_speak_of_another_payment_proves_nothing(
    change: dict[str, str],
) -> None:
    answer = replace(DONE, **change)  # type: ignore[arg-type]
    outcome = judge_status(ASKED, answer, NOT_FOUND)
    assert (outcome.state, outcome.amount) == (PayState.NEEDS_HUMAN, 0)


@pytest.mark.parametrize("code", CODES)
def test_a_status_not_done_settles_only_what_the_bank_or_the_guest_did(
    code: str,
) -> None:
    answer = Answer(result="01", detail=code, action="T", reference="P42", till="01")
    outcome = judge_status(ASKED, answer, NOT_FOUND)
    if code == "10":
        assert outcome.state is PayState.NOT_FOUND
    elif code in {"04", "06", "08", "11"}:
        assert outcome.state is PayState.REFUSED
    else:
        assert outcome.state is PayState.NEEDS_HUMAN


def test_not_found_is_believed_only_of_vendors_that_document_it() -> None:
    answer = Answer(result="01", detail="10", action="T", reference="P42")
    assert judge_status(ASKED, answer, frozenset()).state is PayState.NEEDS_HUMAN


# -- the slip -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slip", "cents", "found"),
    [
        ("MONTANT :\n   15,90 EUR", 1590, True),
        ("MONTANT 15.90", 1590, True),
        ("115,90 EUR", 1590, False),
        ("15,901", 1590, False),
        ("1.15,90", 1590, False),
        ("1 234,50 EUR", 123450, True),
        ("1\u00a0234,50 EUR", 123450, True),
        ("0,05 EUR", 5, True),
        ("", 1590, False),
    ],
)
def test_a_slip_shows_an_amount_or_not(slip: str, cents: int, found: bool) -> None:
    assert slip_mentions(slip, cents) is found
