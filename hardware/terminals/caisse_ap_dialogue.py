"""The dialogue of Caisse-AP, over IP or a serial line: one question, one answer.

A payment whose answer is lost is looked up in this order:

1. the link was kept open for the full time an answer may take;
2. ``CD=T``, if the vendor has it: at once, and whenever somebody asks;
3. ``CD=3``: the slip of the terminal's *last* payment, a hint for the cashier;
4. a person.

A serial line stays open meanwhile, and the terminal may still say it by itself.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from typing_extensions import override

from hardware.errors import HardwareError
from hardware.terminals.caisse_ap import (
    DONE,
    NOT_ENDED,
    Action,
    Answer,
    judge,
    judge_status,
    slip_mentions,
)
from hardware.terminals.dialogue import NotSentError, Turn
from hardware.terminals.listening import Listening
from hardware.terminals.masking import mask
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


class Wire(Protocol):
    """What carries the messages.

    Attributes:
        stays: between two questions the terminal may say something by itself.
    """

    stays: bool

    def exchange(
        self, frame: bytes, turn: Turn, answer_s: float | None = None
    ) -> Answer:
        """Asks and returns the answer, which may take `answer_s` seconds at most."""

    def knock(self, turn: Turn) -> None:
        """Sees whether somebody is there."""

    def listen(self, turn: Turn) -> None:
        """Lets the terminal speak if it wants to; what it says is `unasked`."""

    def unasked(self) -> list[Answer]:
        """What the terminal said by itself, each once, oldest first; never blocks."""

    def close(self) -> None:
        """Lets go of what stayed open."""


class CaisseAp(Listening):
    """A terminal that speaks Caisse-AP, see ``caisse_ap``."""

    def __init__(self, wire: Wire, settings: TerminalSettings) -> None:
        self._wire = wire
        self._settings = settings
        self._profile = settings.profile
        self._late: list[tuple[PayRequest, PayOutcome]] = []
        self.caps = caps_of(settings.profile)
        super().__init__(settings.watch_s)

    @override
    def greet(self, turn: Turn) -> str:
        """Pings, or knocks at the door of a terminal that knows no ping; only listens
        while an answer may come."""
        named = ""
        if self._only_listens():
            self._wire.listen(turn)
        elif self._profile.ping:
            named = self._query(Action.IDENTIFICATION, None, _PING_S, turn).terminal_id
            self._has_greeted()
        else:
            self._wire.knock(turn)
            self._has_greeted()
        return named

    @override
    def ask(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        demand = self._settings.money(payment)
        try:
            answer = self._wire.exchange(self._settings.frame(demand), turn)
        except NotSentError:
            raise
        except HardwareError:
            found = self._in_doubt(payment, turn)
            if found is None:
                raise
            return found
        outcome = judge(demand, answer, named=self._profile.echoes)
        if outcome.state is PayState.UNKNOWN:
            if self._profile.echoes:
                self._take([answer])  # of an earlier payment, maybe
            return self._in_doubt(payment, turn) or outcome
        self._earlier_ones_are_over()
        return outcome

    @override
    def look_up(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """Steps 2 to 4 of the recovery; step 1 was waiting for our turn."""
        self._listen_for(payment)
        outcome = PayOutcome(state=PayState.NEEDS_HUMAN, detail="no_query")
        if self._profile.status:
            outcome = self._by_status(payment, turn)
        if outcome.state is PayState.NEEDS_HUMAN and self._profile.duplicata:
            return self._with_last_slip(outcome, payment, turn)
        return outcome

    @override
    def late(self) -> Iterator[tuple[PayRequest, PayOutcome]]:
        self._take(self._wire.unasked())
        while self._late:
            yield self._late.pop(0)

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

    def _in_doubt(self, payment: PayRequest, turn: Turn) -> PayOutcome | None:
        """The answer is lost: what the terminal says when it is asked what it did, None
        when that proves nothing."""
        self._earlier_ones_are_over()
        self._listen_for(payment)
        if not self._profile.at_once:
            return None
        deadline = time.monotonic() + self._settings.again_s
        asking = Turn(turn.stopping)  # the demand had its leave to speak
        while not turn.stopping.is_set():
            try:
                found = self._by_status(payment, asking)
            except HardwareError:
                if time.monotonic() >= deadline or turn.stopping.wait(
                    self._settings.poll_s
                ):
                    return None
            else:
                return found if self._proves(payment, found, turn) else None
        return None

    def _proves(self, payment: PayRequest, found: PayOutcome, turn: Turn) -> bool:
        if found.state not in (PayState.APPROVED, PayState.REFUSED):
            return False
        self._settle(mask(payment.reference))
        turn.sent()  # if the line broke before the last byte, the terminal has it all
        return True

    # -- answers that come late ----------------------------------------------------

    def _listen_for(self, payment: PayRequest) -> None:
        if self._wire.stays:
            self._doubt(mask(payment.reference), payment)

    def _earlier_ones_are_over(self) -> None:
        """Another payment was asked: what the terminal had to say of earlier ones came
        first. Where no answer is named, none may be taken for theirs any more."""
        self._take(self._wire.unasked())
        if not self._profile.echoes:
            for name in tuple(self._doubts):
                self._settle(name)

    def _take(self, answers: Iterable[Answer]) -> None:
        """Keeps what answers say of payments in doubt."""
        for answer in answers:
            for name, payment in self._about(answer).items():
                demand = self._settings.money(payment)
                outcome = judge(demand, answer, named=self._profile.echoes)
                if outcome.state is not PayState.UNKNOWN:
                    self._settle(name)
                    self._late.append((payment, outcome))

    def _about(self, answer: Answer) -> dict[str, PayRequest]:
        """The payment in doubt that a late answer is about, by name; where answers bear
        none, the only one there is, of the same amount to the cent."""
        doubts = {name: payment for name, (payment, _) in self._doubts.items()}
        if self._profile.echoes:
            return {n: p for n, p in doubts.items() if n == answer.reference}
        same = all(payment.amount == answer.amount for payment in doubts.values())
        return doubts if len(doubts) == 1 and same else {}

    # -- questions that move no money ----------------------------------------------

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
            turn.pause(self._settings.poll_s)
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
