"""The dialogue of Caisse-AP, over IP or a serial line: one question, one answer.

A payment whose answer is lost is looked up in this order:

1. the link was kept open for the full time an answer may take;
2. ``CD=T``, if the vendor has it;
3. ``CD=3``: the slip of the terminal's *last* payment, a hint for the cashier;
4. a person.
"""

import time
from dataclasses import replace
from typing import Protocol

from typing_extensions import override

from hardware.terminals.caisse_ap import (
    DONE,
    NOT_ENDED,
    Action,
    Answer,
    judge,
    judge_status,
    slip_mentions,
)
from hardware.terminals.dialogue import Dialogue, Turn
from hardware.terminals.model import (
    Means,
    PayOutcome,
    PayRequest,
    PayState,
    Service,
    ServiceReport,
)
from hardware.terminals.profiles import Profile
from hardware.terminals.settings import TerminalSettings

_PING_S = 3.0
_QUERY_S = 15.0  # CD=T and CD=3 need no customer
_COLLECT_S = 120.0  # CD=B calls the bank
_POLL_S = 1.0  # between two CD=T while the customer still has the terminal


class Wire(Protocol):
    """What carries the messages."""

    def exchange(
        self, frame: bytes, turn: Turn, answer_s: float | None = None
    ) -> Answer:
        """Asks and returns the answer, which may take `answer_s` seconds at most."""

    def knock(self, turn: Turn) -> None:
        """Sees whether somebody is there."""

    def close(self) -> None:
        """Lets go of what stayed open."""


class CaisseAp(Dialogue):
    """A terminal that speaks Caisse-AP, see ``caisse_ap``."""

    def __init__(self, wire: Wire, settings: TerminalSettings) -> None:
        self._wire = wire
        self._settings = settings
        self._profile = settings.profile
        self.watch_s = settings.watch_s
        self.caps = caps_of(settings.profile)

    @override
    def greet(self, turn: Turn) -> str:
        """Pings, or knocks at the door of a terminal that knows no ping."""
        if self._profile.ping:
            return self._query(Action.IDENTIFICATION, None, _PING_S, turn).terminal_id
        self._wire.knock(turn)
        return ""

    @override
    def ask(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        demand = self._settings.money(payment)
        answer = self._wire.exchange(self._settings.frame(demand), turn)
        return judge(demand, answer, named=self._profile.echoes)

    @override
    def look_up(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """Steps 2 to 4 of the recovery; step 1 was waiting for our turn."""
        outcome = PayOutcome(state=PayState.NEEDS_HUMAN, detail="no_query")
        if self._profile.status:
            outcome = self._by_status(payment, turn)
        if outcome.state is PayState.NEEDS_HUMAN and self._profile.duplicata:
            return self._with_last_slip(outcome, payment, turn)
        return outcome

    @override
    def serve(self, service: Service, turn: Turn) -> ServiceReport:
        if service is Service.DUPLICATE and self._profile.duplicata:
            answer = self._query(Action.DUPLICATA, None, _QUERY_S, turn)
            return ServiceReport(done=bool(answer.slip), text=answer.slip)
        if service is Service.COLLECT and self._profile.collect:
            answer = self._query(Action.COLLECTION, None, _COLLECT_S, turn)
            done = answer.result == DONE
            return ServiceReport(
                done=done, total=answer.amount if done else None, detail=answer.detail
            )
        return super().serve(service, turn)

    @override
    def close(self) -> None:
        self._wire.close()

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
        asked = self._settings.money(payment)
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
        frame = self._settings.frame(self._settings.question(action, payment))
        return self._wire.exchange(frame, turn, answer_s)


def caps_of(profile: Profile) -> frozenset[str]:
    """What terminals of a vendor can do, see ``dialogue.CAPS``."""
    words = ("ping", "status", "duplicata", "ticket", "cancellation", "collect")
    means = {
        Means.CHEQUE: "cheque",
        Means.MEAL_VOUCHER: "meal_voucher",
    }
    return (
        frozenset(word for word in words if getattr(profile, word))
        | {word for each, word in means.items() if each in profile.applications}
        | {"refund"}
    )
