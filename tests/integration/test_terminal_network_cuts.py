"""The network fails at every byte of a payment: charged once and found, or never charged.

The rule for each cut is written here a second time, from the published examples and
not from the driver: an answer counts when it ends behind an item and holds the result
and every echo.
"""

import socket
from typing import Literal

import pytest
from till_and_terminal import NO_SLIP, Till, request

from hardware.terminals.caisse_ap import Action
from hardware.terminals.customer import Behaviour, Cut
from hardware.terminals.model import PayState

How = Literal["close", "reset", "silent"]
NEEDED = {"AE", "CA", "CB", "CD", "CE"}


def _sent_by_till(till: Till) -> bytes:
    settings = till.settings
    return settings.frame(settings.question(Action.DEBIT, request()))


def _sent_by_terminal(till: Till) -> bytes:
    with socket.create_connection((till.sim.host, till.sim.port)) as link:
        link.sendall(_sent_by_till(till))
        answer = b""
        while piece := link.recv(4096):
            answer += piece
    return answer


def _counts(answer: bytes) -> bool:
    """Whether an answer cut here still proves the payment."""
    tags = set()
    while answer:
        if len(answer) < 5 or len(answer) < 5 + int(answer[2:5]):
            return False
        tags.add(answer[:2].decode())
        answer = answer[5 + int(answer[2:5]) :]
    return tags >= NEEDED


@pytest.mark.parametrize("how", ["close", "reset"])
def test_a_request_cut_at_any_byte_is_unknown_and_never_charged(how: How) -> None:
    with Till(NO_SLIP) as till:
        for at in range(len(_sent_by_till(till))):
            payment = request(at)
            cut = Cut(side="request", at=at, how=how)
            outcome = till.pay(Behaviour(cut=cut), payment=payment)
            assert outcome.state is PayState.UNKNOWN, at
            assert till.terminal.recover(payment).state is PayState.NOT_FOUND
        assert till.charged() == []


@pytest.mark.parametrize("how", ["close", "reset"])
def test_an_answer_cut_at_any_byte_is_proof_or_unknown_and_found_again(
    how: How,
) -> None:
    with Till(NO_SLIP) as till:
        answer = _sent_by_terminal(till)
        approved = set()
        for at in range(len(answer) + 1):
            payment = request(1000 + at)
            cut = Cut(side="answer", at=at, how=how)
            outcome = till.pay(Behaviour(cut=cut), payment=payment)
            expected = PayState.UNKNOWN
            if _counts(answer[:at]):
                expected = PayState.APPROVED
                approved.add(at)
            assert outcome.state is expected, (at, answer[:at])
            found = till.terminal.recover(payment)
            assert (found.state, found.amount) == (PayState.APPROVED, 1590)
        assert len(answer) in approved
        references = [charge.reference for charge in till.sim.approved()]
        assert len(references) == len(set(references)) == len(answer) + 2


@pytest.mark.parametrize("side", ["request", "answer"])
def test_a_dead_line_at_some_bytes_is_unknown_and_found_again(
    side: Literal["request", "answer"],
) -> None:
    with Till(NO_SLIP, answer_s=0.08) as till:
        whole = _sent_by_till(till) if side == "request" else _sent_by_terminal(till)
        before = len(till.charged())
        numbers = range(0, len(whole) - 1, 9)
        for at in numbers:
            payment = request(1000 + at)
            cut = Cut(side=side, at=at, how="silent")
            outcome = till.pay(Behaviour(cut=cut), payment=payment)
            if side == "request":
                assert outcome.state is PayState.UNKNOWN
                assert till.terminal.recover(payment).state is PayState.NOT_FOUND
            else:
                counts = _counts(whole[:at])
                assert (outcome.state is PayState.APPROVED) == counts, at
                found = till.terminal.recover(payment)
                assert (found.state, found.amount) == (PayState.APPROVED, 1590)
        charges = len(till.charged()) - before
        assert charges == (0 if side == "request" else len(numbers))
