"""The law of states, as sentences."""

from typing import Any

import pytest

from hardware.terminals.model import (
    FINAL,
    NOT_CHARGED,
    TRANSITIONS,
    PayKind,
    PayRequest,
    PayState,
    may_follow,
)


def test_every_state_has_its_row() -> None:
    assert TRANSITIONS.keys() == set(PayState)


def test_the_final_states_are_those_where_the_money_is_certain() -> None:
    assert {state.value for state in FINAL} == {
        "approved",
        "refused",
        "aborted",
        "not_sent",
        "not_found",
    }
    assert PayState.APPROVED not in NOT_CHARGED
    assert NOT_CHARGED | {PayState.APPROVED} == FINAL


def test_a_payment_that_was_asked_is_never_called_not_sent() -> None:
    for state in (PayState.IN_PROGRESS, PayState.UNKNOWN, PayState.RECOVERING):
        assert not may_follow(state, PayState.NOT_SENT)


def test_unknown_is_left_only_through_recovery_or_a_person() -> None:
    assert TRANSITIONS[PayState.UNKNOWN] == {
        PayState.RECOVERING,
        PayState.APPROVED,
        PayState.REFUSED,
    }


def test_nothing_is_ever_sent_twice() -> None:
    came_from = {state for state in PayState if may_follow(state, PayState.SENDING)}
    assert came_from == {PayState.CREATED}
    assert not any(may_follow(state, PayState.CREATED) for state in PayState)


def test_whoever_needs_a_human_may_be_asked_again() -> None:
    assert may_follow(PayState.RECOVERING, PayState.NEEDS_HUMAN)
    assert may_follow(PayState.NEEDS_HUMAN, PayState.RECOVERING)


def test_every_state_can_reach_a_final_one() -> None:
    reached = set(FINAL)
    while True:
        more = {state for state in PayState if TRANSITIONS[state] & reached} - reached
        if not more:
            break
        reached |= more
    assert reached == set(PayState)


@pytest.mark.parametrize("amount", [1, 999_999_999_999])
def test_a_request_takes_any_amount_the_wire_can_carry(amount: int) -> None:
    assert PayRequest(id="1", amount=amount, reference="R").kind is PayKind.DEBIT


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"amount": 0},
        {"amount": -1},
        {"amount": 1_000_000_000_000},
        {"currency": "EUR"},
        {"currency": "97"},
        {"reference": ""},
        {"reference": "a b"},
        {"reference": "é"},
        {"reference": "x" * 33},
        {"reference": "R\n"},
    ],
)
def test_a_request_refuses_what_the_wire_cannot_carry(wrong: dict[str, Any]) -> None:
    fields: dict[str, Any] = {"id": "1", "amount": 100, "reference": "R"}
    with pytest.raises(ValueError, match=r"."):
        PayRequest(**(fields | wrong))
