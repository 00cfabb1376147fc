"""The Caisse-AP terminal of a till: one thread, one payment in flight, no memory.

The thread connects for each question and hangs up after the answer, as the protocol
wants. Between payments it looks from time to time whether the terminal is there.

**Contract with the till** (see ``model.Terminal``): the till commits
``payment.requested`` before ``start_payment`` and commits the outcome it gets; at boot
it calls ``recover`` for every payment without a final state. Nothing here survives a
restart and nothing here ever repeats a debit: a payment whose answer is lost is looked
up, in this order:

1. keep the link open for the full time an answer may take;
2. ``CD=T``, if the vendor has it;
3. ``CD=3``: the slip of the terminal's *last* payment, a hint for the cashier;
4. a person.
"""

import logging
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock

from hardware.errors import HardwareError, ProtocolError
from hardware.health import DeviceState, Health
from hardware.terminals.caisse_ap import (
    NOT_ENDED,
    Action,
    Answer,
    judge,
    judge_status,
    slip_mentions,
)
from hardware.terminals.link import LostError, NotSentError, connect, exchange
from hardware.terminals.model import (
    FINAL,
    CancelSupport,
    PayEvent,
    PayKind,
    PayOutcome,
    PayRequest,
    PayState,
    ProbeReport,
    Sink,
    TerminalBusyError,
    TerminalEvent,
)
from hardware.terminals.settings import TerminalSettings
from hardware.terminals.worker import Worker

log = logging.getLogger("sotto.terminal")

_REMEMBERED = 256  # outcomes kept so that asking twice costs no second question
_PING_S = 3.0
_QUERY_S = 15.0  # CD=T and CD=3 need no customer
_POLL_S = 1.0  # between two CD=T while the customer still has the terminal
_FIRST_RETRY_S = 0.5  # doubled at each miss, up to the idle watch
_ACTIONS = {PayKind.DEBIT: Action.DEBIT, PayKind.CREDIT: Action.CREDIT}


@dataclass(slots=True)
class _Flight:
    """The payment under way; its flags are guarded by the driver's lock."""

    request: PayRequest
    sending: bool = False
    cancelled: bool = False


class CaisseApTerminal:
    """A card terminal that speaks Caisse-AP over IP; see ``model.Terminal``."""

    def __init__(self, terminal_id: str, settings: TerminalSettings) -> None:
        self.id = terminal_id
        self._settings = settings
        self._profile = settings.profile
        self._lock = Lock()  # guards the four below
        self._flight: _Flight | None = None
        self._settled: OrderedDict[str, PayOutcome] = OrderedDict()
        self._health = Health(state=DeviceState.OFFLINE, since=datetime.now(UTC))
        self._misses = 0
        self._sink: Sink | None = None
        self._worker = Worker(
            f"terminal-{terminal_id}",
            look=self._watch,
            until_look=self._until_next_look,
            failed=self._fail,
        )
        self._stop = self._worker.stopping

    @property
    def caps(self) -> frozenset[str]:
        """What this dialect can do: "ping", "status", "duplicata", "ticket"."""
        names = ("ping", "status", "duplicata", "ticket")
        return frozenset(name for name in names if getattr(self._profile, name))

    def start(self, sink: Sink) -> None:
        """See ``Terminal.start``.

        Raises:
            RuntimeError: started before; a terminal runs once.
        """
        self._sink = sink
        self._set_health(DeviceState.CONNECTING)
        self._worker.start()

    def stop(self, deadline_s: float) -> None:
        """See ``Terminal.stop``.

        Raises:
            HardwareError: the worker still runs after `deadline_s` seconds.
        """
        self._worker.stop(deadline_s)
        self._set_health(DeviceState.OFFLINE, "stopped")

    def health(self) -> Health:
        """See ``Terminal.health``."""
        with self._lock:
            return self._health

    def start_payment(self, request: PayRequest) -> None:
        """See ``Terminal.start_payment``.

        Raises:
            TerminalBusyError: another payment is in flight.
            ValueError: this payment was asked before.
            HardwareError: the terminal is not started.
        """
        flight = _Flight(request)
        with self._lock:
            if self._flight is not None:
                raise TerminalBusyError(f"{self._flight.request.id} is in flight")
            if request.id in self._settled:
                raise ValueError(f"{request.id} was asked before: recover it")
            self._worker.put(lambda: self._pay(flight))
            self._flight = flight

    def cancel(self, pay_id: str) -> CancelSupport:
        """See ``Terminal.cancel``: Caisse-AP cannot, once the first byte left."""
        with self._lock:
            flight = self._flight
            if flight is None or flight.request.id != pay_id:
                return CancelSupport.NOT_RUNNING
            if flight.sending:
                return CancelSupport.UNSUPPORTED
            flight.cancelled = True
            return CancelSupport.REQUESTED

    def recover(self, request: PayRequest) -> PayOutcome:
        """See ``Terminal.recover``; may take as long as a payment.

        Raises:
            HardwareError: the terminal is not running.
        """
        return self._worker.call(lambda: self._recover(request))

    def probe(self) -> ProbeReport:
        """See ``Terminal.probe``.

        Raises:
            HardwareError: the terminal is not running.
        """
        return self._worker.call(self._look)

    # -- on the worker thread ------------------------------------------------------

    def _fail(self, error: Exception) -> None:
        self._misses += 1
        self._set_health(DeviceState.FAULT, type(error).__name__)

    def _until_next_look(self) -> float | None:
        watch_s = self._settings.watch_s
        if watch_s <= 0:
            return None
        if self._misses:
            # 2 ** 10 is past any watch: keep the power small.
            return min(watch_s, _FIRST_RETRY_S * 2.0 ** min(self._misses - 1, 10))
        return watch_s

    def _watch(self) -> None:
        if self._settings.watch_s > 0:
            self._look()

    def _look(self) -> ProbeReport:
        """Pings, or knocks at the door of a terminal that knows no ping."""
        began = time.monotonic()
        named = ""
        try:
            if self._profile.ping:
                named = self._query(Action.IDENTIFICATION, None, _PING_S).terminal_id
            else:
                connect(self._settings.line).close()
                self._met(None)
        except HardwareError as error:
            self._met(error)
            return ProbeReport(reachable=False, detail=str(error))
        took_ms = max(1, round((time.monotonic() - began) * 1000))
        return ProbeReport(reachable=True, answer_ms=took_ms, terminal_id=named)

    def _pay(self, flight: _Flight) -> None:
        self._set_health(DeviceState.BUSY)
        self._tell(PayEvent(pay_id=flight.request.id, state=PayState.SENDING))
        # What stands if a bug of ours ends the asking.
        outcome = PayOutcome(state=PayState.UNKNOWN, detail="fault")
        try:
            outcome = self._ask(flight)
        finally:
            self._settle(flight, outcome)

    def _ask(self, flight: _Flight) -> PayOutcome:
        payment = flight.request
        question = self._settings.question(_ACTIONS[payment.kind], payment)

        def may_send() -> bool:
            with self._lock:
                flight.sending = not (flight.cancelled or self._stop.is_set())
                return flight.sending

        def sent() -> None:
            self._tell(PayEvent(pay_id=payment.id, state=PayState.IN_PROGRESS))

        try:
            answer = exchange(
                self._settings.line,
                self._settings.frame(question),
                self._stop,
                may_send=may_send,
                sent=sent,
            )
        except NotSentError as error:
            # Whoever was cancelled had been connected.
            self._met(None if error.reason == "cancelled" else error)
            return PayOutcome(state=PayState.NOT_SENT, detail=error.reason)
        except (LostError, ProtocolError) as error:
            self._met(error)
            return PayOutcome(state=PayState.UNKNOWN, detail=_why(error))
        self._met(None)
        return judge(question, answer)

    def _settle(self, flight: _Flight, outcome: PayOutcome) -> None:
        """Remembers, makes room for the next payment, then tells."""
        self._remember(flight.request.id, outcome)
        with self._lock:
            self._flight = None
        pay_id = flight.request.id
        log.info("payment %s: %s %s", pay_id, outcome.state.value, outcome.detail)
        self._tell(PayEvent(pay_id=pay_id, state=outcome.state, outcome=outcome))

    def _remember(self, pay_id: str, outcome: PayOutcome) -> None:
        with self._lock:
            self._settled[pay_id] = outcome
            while len(self._settled) > _REMEMBERED:
                self._settled.popitem(last=False)

    def _recover(self, payment: PayRequest) -> PayOutcome:
        with self._lock:
            known = self._settled.get(payment.id)
        if known is not None and known.state in FINAL:
            return known
        if self._stop.is_set():
            raise HardwareError(f"terminal {self.id} is not running")
        try:
            outcome = self._look_up(payment)
        except HardwareError as error:
            self._met(error)
            return PayOutcome(state=PayState.NEEDS_HUMAN, detail=_why(error))
        self._remember(payment.id, outcome)
        return outcome

    def _look_up(self, payment: PayRequest) -> PayOutcome:
        """Steps 2 to 4 of the recovery; step 1 was waiting for our turn."""
        outcome = PayOutcome(state=PayState.NEEDS_HUMAN, detail="no_query")
        if self._profile.status:
            outcome = self._by_status(payment)
        if outcome.state is PayState.NEEDS_HUMAN and self._profile.duplicata:
            return self._with_last_slip(outcome, payment)
        return outcome

    def _by_status(self, payment: PayRequest) -> PayOutcome:
        outcome = self._status(payment)
        if outcome.state is PayState.NOT_FOUND:
            self._pause(self._settings.settle_s)
            outcome = self._status(payment)
        return outcome

    def _status(self, payment: PayRequest) -> PayOutcome:
        """Asks until the customer is through with the terminal."""
        deadline = time.monotonic() + self._settings.recover_s
        answer = self._query(Action.STATUS, payment, _QUERY_S)
        while answer.detail == NOT_ENDED and time.monotonic() < deadline:
            self._pause(_POLL_S)
            answer = self._query(Action.STATUS, payment, _QUERY_S)
        asked = self._settings.question(_ACTIONS[payment.kind], payment)
        return judge_status(asked, answer, self._profile.not_found)

    def _pause(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            raise LostError("stopped", "stopped while recovering")

    def _with_last_slip(self, outcome: PayOutcome, payment: PayRequest) -> PayOutcome:
        """Adds the slip of the last payment, which may be another: only a hint."""
        answer = self._query(Action.DUPLICATA, None, _QUERY_S)
        if not answer.slip:
            return outcome
        ours = slip_mentions(answer.slip, payment.amount)
        detail = "slip_matches" if ours else "slip_differs"
        return replace(outcome, receipt_text=answer.slip, detail=detail)

    def _query(
        self, action: Action, payment: PayRequest | None, answer_s: float
    ) -> Answer:
        """Asks something that moves no money."""
        line = self._settings.line
        line = replace(line, answer_s=min(line.answer_s, answer_s))
        frame = self._settings.frame(self._settings.question(action, payment))
        answer = exchange(line, frame, self._stop)
        self._met(None)
        return answer

    # -- what the till hears -------------------------------------------------------

    def _met(self, error: HardwareError | None) -> None:
        """Draws the health from the last meeting with the terminal."""
        if error is None:
            self._misses = 0
            self._set_health(DeviceState.READY)
        elif isinstance(error, ProtocolError):
            self._misses += 1
            self._set_health(DeviceState.DEGRADED, "protocol", str(error))
        else:
            self._misses += 1
            self._set_health(DeviceState.OFFLINE, _why(error), str(error))

    def _set_health(
        self, state: DeviceState, reason: str = "", detail: str = ""
    ) -> None:
        reasons = frozenset({reason} if reason else ())
        with self._lock:
            before = self._health
            if (before.state, before.reasons) == (state, reasons):
                return
            self._health = health = Health(
                state=state, reasons=reasons, since=datetime.now(UTC), detail=detail
            )
        self._tell(health)

    def _tell(self, event: TerminalEvent) -> None:
        if self._sink is None:
            return
        try:
            self._sink(event)
        except Exception:  # the till's bug must not cost a payment
            log.exception("terminal %s: the listener failed", self.id)


def _why(error: HardwareError) -> str:
    """The one word for the journal."""
    if isinstance(error, LostError | NotSentError):
        return error.reason
    return "malformed_answer" if isinstance(error, ProtocolError) else "failed"
