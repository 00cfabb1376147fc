"""What a new kind of card terminal has to bring: one dialogue, asked by ``driver``.

The driver owns the thread, the states, the health and the memory; a dialogue only knows
how its protocol asks one thing and reads one answer. Its methods are called on the
driver's thread, one at a time, may block, and say by the error they raise what may be
said about the money:

- ``NotSentError``: not one byte left, asking anew is safe;
- ``LostError``, ``ProtocolError`` or any other: something left, nobody knows.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from threading import Event

from hardware.errors import DeviceUnreachableError
from hardware.terminals.model import (
    Means,
    PayKind,
    PayOutcome,
    PayRequest,
    PayState,
    Service,
    ServiceReport,
)

CAPS = frozenset(
    {
        "ping",  # says who it is
        "status",  # can be asked what became of a payment
        "duplicata",  # shows the slip of its last transaction
        "ticket",  # returns the guest's slip
        "refund",
        "named_refund",  # a refund names its payment: no card is presented
        "cancellation",  # undoes a sale before it is collected
        "abort",  # the till may stop a payment that the guest has in hand
        "cheque",
        "meal_voucher",
        "collect",
    }
)
"""What a terminal may be able to do besides taking a card."""


_NEEDED = {
    PayKind.CREDIT: "refund",
    PayKind.CANCELLATION: "cancellation",
    Means.CHEQUE: "cheque",
    Means.MEAL_VOUCHER: "meal_voucher",
}


def needed(payment: PayRequest) -> frozenset[str]:
    """What of ``CAPS`` a terminal must be able to do for a payment."""
    asked = (payment.kind, payment.means)
    return frozenset(_NEEDED[each] for each in asked if each in _NEEDED)


class NotSentError(DeviceUnreachableError):
    """Nothing was asked: asking anew is safe.

    ``reason`` is "unreachable", "cancelled", "busy", "auth" or "unsupported".
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class LostError(DeviceUnreachableError):
    """The question left, in part or whole, and no whole answer came back.

    ``reason`` is "no_answer", "link_lost" or "stopped".
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class Turn:
    """A dialogue's leave to speak.

    Attributes:
        stopping: set when the till shuts down: end the wait, raise ``LostError``.
    """

    def __init__(
        self,
        stopping: Event,
        *,
        may_send: Callable[[], bool] = lambda: True,
        sent: Callable[[], None] = lambda: None,
    ) -> None:
        self.stopping = stopping
        self._may_send = may_send
        self.sent = sent
        """To be called when the last byte of a demand for money is written; harmless
        when it was called before."""

    def begin(self) -> None:
        """To be called once, connected and before the first byte of a demand for money.

        Raises:
            NotSentError: it was cancelled meanwhile.
        """
        if not self._may_send():
            raise NotSentError("cancelled", "cancelled before sending")

    def pause(self, seconds: float) -> None:
        """Waits.

        Raises:
            LostError: the till shuts down.
        """
        if self.stopping.wait(seconds):
            raise LostError("stopped", "stopped while waiting")


class Dialogue(ABC):
    """How one protocol speaks with one terminal.

    Attributes:
        caps: of ``CAPS``, what it can do.
        watch_s: seconds between two looks at an idle terminal; 0 for never.
    """

    caps: frozenset[str] = frozenset()
    watch_s: float = 30.0

    @abstractmethod
    def greet(self, turn: Turn) -> str:
        """Sees whether the terminal is there, without moving money.

        Returns:
            how it names itself, "" when it does not say.

        Raises:
            HardwareError: it is not there, or not well.
        """

    @abstractmethod
    def ask(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """Asks for money, once, and waits for the answer.

        Raises:
            NotSentError: nothing was asked.
            HardwareError: it was, and nobody knows what came of it.
        """

    def look_up(self, payment: PayRequest, turn: Turn) -> PayOutcome:
        """Finds out what became of a payment; never asks for the money again.

        Only a proof is a final state; without one it is ``needs_human``.

        Raises:
            HardwareError: it could not be asked.
        """
        return PayOutcome(state=PayState.NEEDS_HUMAN, detail="no_query")

    def late(self) -> Iterable[tuple[PayRequest, PayOutcome]]:
        """Answers that came after they were given up, each once; never blocks."""
        return ()

    def abort(self, payment: PayRequest) -> bool:
        """Wishes to stop a payment that was asked; any thread, never blocks for long.

        Whether the wish went out: what came of it is told by `ask` all the same.
        """
        return False

    def serve(self, service: Service, turn: Turn) -> ServiceReport:
        """Does what moves no money; what is not among `caps` is not asked.

        Raises:
            HardwareError: it could not be asked.
        """
        return ServiceReport(done=False, detail="unsupported")

    def close(self) -> None:  # noqa: B027 - most keep nothing open
        """Lets go of whatever stayed open; the driver's thread has ended."""
