"""The card terminal of a till: one thread, one payment in flight, no memory.

The same for every protocol: what differs is the ``Dialogue``, which this drives. Between
payments it looks from time to time whether the terminal is there.

**Contract with the till** (see ``model.Terminal``): the till commits
``payment.requested`` before ``start_payment`` and commits the outcome it gets; at boot
it calls ``recover`` for every payment without a final state. Nothing here survives a
restart and nothing here ever repeats a debit: a payment whose answer is lost is looked
up, and where that proves nothing a person decides.
"""

import logging
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from hardware.errors import HardwareError, ProtocolError
from hardware.health import DeviceState, Health
from hardware.terminals.dialogue import (
    Dialogue,
    LostError,
    NotSentError,
    Turn,
    needed,
)
from hardware.terminals.model import (
    FINAL,
    CancelSupport,
    PayEvent,
    PayOutcome,
    PayRequest,
    PayState,
    ProbeReport,
    Service,
    ServiceReport,
    Sink,
    TerminalBusyError,
    TerminalEvent,
)
from hardware.terminals.worker import Worker

log = logging.getLogger("sotto.terminal")

_REMEMBERED = 256  # outcomes kept so that asking twice costs no second question
_FIRST_RETRY_S = 0.5  # doubled at each miss, up to the idle watch


@dataclass(slots=True)
class _Flight:
    """The payment under way; its flags are guarded by the driver's lock."""

    request: PayRequest
    sending: bool = False
    cancelled: bool = False


class TerminalDriver:
    """A card terminal, whatever it speaks; see ``model.Terminal``."""

    def __init__(self, terminal_id: str, dialogue: Dialogue) -> None:
        self.id = terminal_id
        self.dialogue = dialogue
        self._lock = Lock()  # guards the three below
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
        """See ``Terminal.caps``."""
        return self.dialogue.caps

    @property
    def busy(self) -> bool:
        """Whether a payment is in flight; any thread."""
        with self._lock:
            return self._flight is not None

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
        self.dialogue.close()
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
        """See ``Terminal.cancel``: not every protocol can, once the first byte left."""
        with self._lock:
            flight = self._flight
            if flight is None or flight.request.id != pay_id:
                return CancelSupport.NOT_RUNNING
            if not flight.sending:
                flight.cancelled = True
                return CancelSupport.REQUESTED
        gone = "abort" in self.caps and self.dialogue.abort(flight.request)
        return CancelSupport.REQUESTED if gone else CancelSupport.UNSUPPORTED

    def recover(self, request: PayRequest) -> PayOutcome:
        """See ``Terminal.recover``; may take as long as a payment.

        Raises:
            HardwareError: the terminal is not running.
        """
        return self._worker.call(lambda: self._recover(request))

    def serve(self, service: Service) -> ServiceReport:
        """See ``Terminal.serve``.

        Raises:
            HardwareError: the terminal is not running.
        """
        return self._worker.call(lambda: self._serve(service))

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
        watch_s = self.dialogue.watch_s
        if watch_s <= 0:
            return None
        if self._misses:
            # 2 ** 10 is past any watch: keep the power small.
            return min(watch_s, _FIRST_RETRY_S * 2.0 ** min(self._misses - 1, 10))
        return watch_s

    def _watch(self) -> None:
        if self.dialogue.watch_s > 0:
            self._look()

    def _look(self) -> ProbeReport:
        began = time.monotonic()
        try:
            named = self.dialogue.greet(Turn(self._stop))
        except HardwareError as error:
            self._met(error)
            return ProbeReport(reachable=False, detail=str(error))
        self._met(None)
        self._take_late()
        took_ms = max(1, round((time.monotonic() - began) * 1000))
        return ProbeReport(reachable=True, answer_ms=took_ms, terminal_id=named)

    def _take_late(self) -> None:
        """What was given up as unknown has its answer after all."""
        for payment, outcome in self.dialogue.late():
            with self._lock:
                known = self._settled.get(payment.id)
            if known is None or known.state not in FINAL:
                self._end(payment.id, outcome)

    def _pay(self, flight: _Flight) -> None:
        self._set_health(DeviceState.BUSY)
        self._tell(PayEvent(pay_id=flight.request.id, state=PayState.SENDING))
        # What stands if a bug of ours ends the asking.
        outcome = PayOutcome(state=PayState.UNKNOWN, detail="fault")
        try:
            outcome = self._ask(flight)
        finally:
            self._settle(flight, outcome)
        self._take_late()

    def _ask(self, flight: _Flight) -> PayOutcome:
        payment, asked = flight.request, False

        def may_send() -> bool:
            with self._lock:
                flight.sending = not (flight.cancelled or self._stop.is_set())
                return flight.sending

        def sent() -> None:
            nonlocal asked
            if not asked:
                asked = True
                self._tell(PayEvent(pay_id=payment.id, state=PayState.IN_PROGRESS))

        if not needed(payment) <= self.caps:
            self._met(None)
            return PayOutcome(state=PayState.NOT_SENT, detail="unsupported")
        try:
            outcome = self.dialogue.ask(
                payment, Turn(self._stop, may_send=may_send, sent=sent)
            )
        except NotSentError as error:
            # Whoever was cancelled had been connected; the rest is not about the line.
            harmless = error.reason in ("cancelled", "unsupported")
            self._met(None if harmless else error)
            state = PayState.UNKNOWN if asked else PayState.NOT_SENT
            return PayOutcome(state=state, detail=error.reason)
        except HardwareError as error:
            self._met(error)
            return PayOutcome(state=PayState.UNKNOWN, detail=_why(error))
        self._met(None)
        return outcome

    def _settle(self, flight: _Flight, outcome: PayOutcome) -> None:
        """Remembers, makes room for the next payment, then tells."""
        self._remember(flight.request.id, outcome)
        with self._lock:
            self._flight = None
        self._end(flight.request.id, outcome)

    def _end(self, pay_id: str, outcome: PayOutcome) -> None:
        self._remember(pay_id, outcome)
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
            outcome = self.dialogue.look_up(payment, Turn(self._stop))
        except HardwareError as error:
            self._met(error)
            return PayOutcome(state=PayState.NEEDS_HUMAN, detail=_why(error))
        if outcome.detail != "no_query":
            self._met(None)
        self._remember(payment.id, outcome)
        return outcome

    def _serve(self, service: Service) -> ServiceReport:
        try:
            report = self.dialogue.serve(service, Turn(self._stop))
        except HardwareError as error:
            self._met(error)
            return ServiceReport(done=False, detail=_why(error))
        self._met(None)
        return report

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
            held = _why(error) in ("busy", "auth")  # it is there, and lets nobody in
            state = DeviceState.HELD if held else DeviceState.OFFLINE
            self._set_health(state, _why(error), str(error))

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
