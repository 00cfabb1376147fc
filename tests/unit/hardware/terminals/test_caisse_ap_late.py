"""Which payment an answer is about that comes when another one was asked."""

from threading import Event

import pytest
from till_and_terminal import request

from hardware.terminals.caisse_ap import Answer
from hardware.terminals.caisse_ap_dialogue import CaisseAp
from hardware.terminals.dialogue import LostError, Turn
from hardware.terminals.model import PayRequest, PayState
from hardware.terminals.profiles import PROFILES
from hardware.terminals.settings import TerminalSettings


class Line:
    """A line on which each question gets the next answer; None is lost."""

    stays = True

    def __init__(self, *answers: Answer | None) -> None:
        self._answers = list(answers)
        self.said: list[Answer] = []

    def exchange(
        self, frame: bytes, turn: Turn, answer_s: float | None = None
    ) -> Answer:
        answer = self._answers.pop(0)
        if answer is None:
            raise LostError("no_answer", "nothing came")
        return answer

    def knock(self, turn: Turn) -> None:
        """Somebody is there."""

    def listen(self, turn: Turn) -> None:
        """Nothing comes."""

    def unasked(self) -> list[Answer]:
        return self.said

    def close(self) -> None:
        """Nothing is open."""


def accepted(payment: PayRequest, reference: str = "") -> Answer:
    return Answer(
        result="10",
        till="01",
        amount=payment.amount,
        action="0",
        currency="978",
        reference=reference or payment.reference,
    )


def test_an_answer_that_bears_the_name_of_an_earlier_payment_is_that_ones() -> None:
    first, second = request(1), request(2, amount=2000)
    line = Line(None, accepted(first), accepted(second))
    dialogue = CaisseAp(line, TerminalSettings(profile=PROFILES["nepting"]))
    turn = Turn(Event())
    with pytest.raises(LostError):
        dialogue.ask(first, turn)
    outcome = dialogue.ask(second, turn)
    assert (outcome.state, outcome.detail) == (PayState.UNKNOWN, "echo_reference")
    [(payment, late)] = dialogue.late()
    assert (payment, late.state, late.amount) == (first, PayState.APPROVED, 1590)
    assert list(dialogue.late()) == []


def test_where_answers_bear_no_name_a_new_payment_ends_the_doubt() -> None:
    """What the terminal says twice of the second is not taken for the first."""
    first, second = request(1), request(2)
    line = Line(None, accepted(second))
    dialogue = CaisseAp(line, TerminalSettings(profile=PROFILES["generic"]))
    turn = Turn(Event())
    with pytest.raises(LostError):
        dialogue.ask(first, turn)
    assert dialogue.ask(second, turn).state is PayState.APPROVED
    line.said = [accepted(second)]
    assert list(dialogue.late()) == []
