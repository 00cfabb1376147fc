"""The dialogue of Caisse-AP: connect, ask, read, hang up, for each question anew.

A payment whose answer is lost is looked up in this order:

1. the link was kept open for the full time an answer may take;
2. ``CD=T``, if the vendor has it;
3. ``CD=3``: the slip of the terminal's *last* payment, a hint for the cashier;
4. a person.
"""

import time
from dataclasses import replace

from typing_extensions import override

from hardware.terminals.caisse_ap import (
    NOT_ENDED,
    Action,
    Answer,
    judge,
    judge_status,
    slip_mentions,
)
from hardware.terminals.dialogue import Dialogue, Turn
from hardware.terminals.link import connect, exchange
from hardware.terminals.model import PayKind, PayOutcome, PayRequest, PayState
from hardware.terminals.settings import TerminalSettings

_PING_S = 3.0
_QUERY_S = 15.0  # CD=T and CD=3 need no customer
_POLL_S = 1.0  # between two CD=T while the customer still has the terminal
_ACTIONS = {PayKind.DEBIT: Action.DEBIT, PayKind.CREDIT: Action.CREDIT}


class CaisseAp(Dialogue):
    """A terminal that speaks Caisse-AP, see ``caisse_ap``."""

    def __init__(self, settings: TerminalSettings) -> None:
        self._settings = settings
        self._profile = settings.profile
        self.watch_s = settings.watch_s
        self.caps = frozenset(
            name
            for name in ("ping", "status", "duplicata", "ticket")
            if getattr(self._profile, name)
        ) | {"refund"}

    @override
    def greet(self, turn: Turn) -> str:
        """Pings, or knocks at the door of a terminal that knows no ping."""
        if self._profile.ping:
            return self._query(Action.IDENTIFICATION, None, _PING_S, turn).terminal_id
        connect(self._settings.line).close()
        return ""

    @override
    def ask(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        question = self._settings.question(_ACTIONS[payment.kind], payment)
        line, frame = self._settings.line, self._settings.frame(question)
        return judge(question, exchange(line, frame, turn))

    @override
    def look_up(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """Steps 2 to 4 of the recovery; step 1 was waiting for our turn."""
        outcome = PayOutcome(state=PayState.NEEDS_HUMAN, detail="no_query")
        if self._profile.status:
            outcome = self._by_status(payment, turn)
        if outcome.state is PayState.NEEDS_HUMAN and self._profile.duplicata:
            return self._with_last_slip(outcome, payment, turn)
        return outcome

    def _by_status(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        outcome = self._status(payment, turn)
        if outcome.state is PayState.NOT_FOUND:
            turn.pause(self._settings.settle_s)
            outcome = self._status(payment, turn)
        return outcome

    def _status(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """Asks until the customer is through with the terminal."""
        deadline = time.monotonic() + self._settings.recover_s
        answer = self._query(Action.STATUS, payment, _QUERY_S, turn)
        while answer.detail == NOT_ENDED and time.monotonic() < deadline:
            turn.pause(_POLL_S)
            answer = self._query(Action.STATUS, payment, _QUERY_S, turn)
        asked = self._settings.question(_ACTIONS[payment.kind], payment)
        return judge_status(asked, answer, self._profile.not_found)

    def _with_last_slip(
        self, outcome: PayOutcome, payment: PayRequest, turn: Turn
    ) -> PayOutcome:
        """Adds the slip of the last payment, which may be another: only a hint."""
        answer = self._query(Action.DUPLICATA, None, _QUERY_S, turn)
        if not answer.slip:
            return outcome
        ours = slip_mentions(answer.slip, payment.amount)
        detail = "slip_matches" if ours else "slip_differs"
        return replace(outcome, receipt_text=answer.slip, detail=detail)

    def _query(
        self, action: Action, payment: PayRequest | None, answer_s: float, turn: Turn
    ) -> Answer:
        """Asks something that moves no money."""
        line = self._settings.line
        line = replace(line, answer_s=min(line.answer_s, answer_s))
        frame = self._settings.frame(self._settings.question(action, payment))
        return exchange(line, frame, turn)
