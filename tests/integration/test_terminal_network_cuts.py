"""The network fails at every byte of a payment: charged once and found, or never charged.

The rule for each cut is written here a second time, from the published examples and
not from the driver: an answer counts when it ends behind an item and holds the result
and every echo.
"""

import random
import socket
from dataclasses import replace
from typing import Literal

import pytest
from till_and_terminal import NO_SLIP, Till, request, until

from hardware.terminals.caisse_ap import Action
from hardware.terminals.customer import (
    ABANDONS,
    ACCEPTS,
    TIMES_OUT,
    WALKS_AWAY,
    Behaviour,
    Cut,
    refuses,
)
from hardware.terminals.model import NOT_CHARGED, PayState

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


SURPRISES = (
    ACCEPTS,
    ACCEPTS,
    Behaviour(amount=700),
    Behaviour(chunk=1),
    Behaviour(hangs_up=False, chunk=5),
    refuses("04"),
    refuses("02"),  # settles nothing: a person has to look
    ABANDONS,
    TIMES_OUT,
    WALKS_AWAY,
    Behaviour(think_s=0.12),  # slower than the till's patience
    Behaviour(wrong={"CA": "99"}),
    Behaviour(wrong={"CB": "999999"}),
    Behaviour(wrong={"AE": "11"}),
)


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(n, marks=pytest.mark.scenario) for n in range(2, 20))]
)
def test_a_day_of_surprises_books_what_the_terminal_charged(seed: int) -> None:
    """The till of this test follows the contract: an unknown payment is recovered."""
    chance = random.Random(seed)
    booked: dict[str, int] = {}
    with Till(NO_SLIP, answer_s=0.08, settle_s=0.1) as till:
        for number in range(40):
            payment = request(number, amount=chance.randint(1000, 9000))
            behaviour = chance.choice(SURPRISES)
            if chance.random() < 0.4:
                side: Literal["request", "answer"] = chance.choice(
                    ["request", "answer"]
                )
                how: How = chance.choice(["close", "reset", "silent"])
                cut = Cut(side=side, at=chance.randrange(160), how=how)
                behaviour = replace(behaviour, cut=cut)
            till.sim.power(on=chance.random() > 0.1)
            outcome = till.pay(behaviour, payment=payment)
            till.sim.power(on=True)
            if outcome.state is PayState.UNKNOWN:
                until(lambda: till.sim.asked() is None)
                outcome = till.terminal.recover(payment)
            if outcome.state is PayState.APPROVED:
                booked[payment.reference] = outcome.amount
            elif outcome.state not in NOT_CHARGED:
                assert outcome.state is PayState.NEEDS_HUMAN
        ledger = {charge.reference: charge.cents for charge in till.sim.approved()}
        assert booked == ledger
        assert len(till.sim.approved()) == len(ledger)
