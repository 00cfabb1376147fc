"""A card payment, whatever the terminal speaks: its states, its request, its outcome.

The law of this file: an answer that is lost is *unknown*, never refused. A payment moves
only along ``TRANSITIONS``; ``unknown`` leaves only through ``recovering`` or a person.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from hardware.errors import HardwareError
from hardware.health import Health

MAX_CENTS = 999_999_999_999  # twelve digits

# 32 is the shortest echo that a vendor promises (HiPay: answer CF 1-32).
_REFERENCE = re.compile(r"[!-~]{1,32}")
_CURRENCY = re.compile(r"[0-9]{3}")


class PayState(Enum):
    """Where a payment stands."""

    CREATED = "created"  # written down, nothing asked yet
    SENDING = "sending"  # connecting or writing
    IN_PROGRESS = "in_progress"  # asked; the customer has the terminal
    APPROVED = "approved"
    REFUSED = "refused"
    ABORTED = "aborted"  # somebody pressed the red key, or nobody pressed anything
    NOT_SENT = "not_sent"  # not one byte left
    UNKNOWN = "unknown"  # asked, answer lost: money may have moved
    RECOVERING = "recovering"
    NOT_FOUND = "not_found"  # the terminal says it never made this payment
    NEEDS_HUMAN = "needs_human"  # no machine can tell: read the terminal's slip


TRANSITIONS: Mapping[PayState, frozenset[PayState]] = {
    PayState.CREATED: frozenset(
        # created -> unknown: found at boot, nobody knows whether bytes left.
        {PayState.SENDING, PayState.NOT_SENT, PayState.UNKNOWN}
    ),
    PayState.SENDING: frozenset(
        {PayState.IN_PROGRESS, PayState.NOT_SENT, PayState.UNKNOWN}
    ),
    PayState.IN_PROGRESS: frozenset(
        {PayState.APPROVED, PayState.REFUSED, PayState.ABORTED, PayState.UNKNOWN}
    ),
    # A person may settle an unknown payment by hand, with the slip in front of them.
    PayState.UNKNOWN: frozenset(
        {PayState.RECOVERING, PayState.APPROVED, PayState.REFUSED}
    ),
    PayState.RECOVERING: frozenset(
        {
            PayState.APPROVED,
            PayState.REFUSED,
            PayState.NOT_FOUND,
            PayState.NEEDS_HUMAN,
        }
    ),
    PayState.NEEDS_HUMAN: frozenset(
        {PayState.RECOVERING, PayState.APPROVED, PayState.REFUSED}
    ),
    PayState.APPROVED: frozenset(),
    PayState.REFUSED: frozenset(),
    PayState.ABORTED: frozenset(),
    PayState.NOT_SENT: frozenset(),
    PayState.NOT_FOUND: frozenset(),
}

FINAL = frozenset(state for state, after in TRANSITIONS.items() if not after)
NOT_CHARGED = FINAL - {PayState.APPROVED}


def may_follow(before: PayState, after: PayState) -> bool:
    """Whether a payment in `before` may become `after`."""
    return after in TRANSITIONS[before]


class PayKind(Enum):
    """Which way the money goes."""

    DEBIT = "debit"
    CREDIT = "credit"  # a refund: its own payment, under the same rules
    CANCELLATION = "cancellation"  # of the last sale of the day: a refund without fees


class Means(Enum):
    """What the guest hands over."""

    CARD = "card"
    CHEQUE = "cheque"
    MEAL_VOUCHER = "meal_voucher"  # titre-restaurant on a card (Conecs)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRequest:
    """One demand for money.

    Attributes:
        id: the till's own payment id.
        amount: cents, 1 to 999 999 999 999.
        currency: ISO 4217 number, "978" for the euro.
        kind: debit or refund.
        means: what is read; a terminal asked for what it has not got refuses it.
        reference: what the terminal echoes, 1 to 32 printable ASCII characters without
            space; unique for ever, never used for a second payment.
        original: of a refund or cancellation, `PayOutcome.transaction` of the payment
            that it undoes, "" when it is not known.

    Raises:
        ValueError: a field is out of its range.
    """

    id: str
    amount: int
    currency: str = "978"
    kind: PayKind = PayKind.DEBIT
    means: Means = Means.CARD
    reference: str
    original: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a payment needs an id")
        if not 1 <= self.amount <= MAX_CENTS:
            raise ValueError(f"amount out of range: {self.amount}")
        if not _CURRENCY.fullmatch(self.currency):
            raise ValueError(f"currency is three digits: {self.currency!r}")
        if not _REFERENCE.fullmatch(self.reference):
            raise ValueError(f"reference not 1-32 plain characters: {self.reference!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PayOutcome:
    """What became of a payment. Holds no card number.

    Attributes:
        state: approved, refused, aborted, not_sent, unknown, not_found or needs_human.
        amount: cents the terminal says it moved, 0 unless approved; may be less than
            asked: book this amount and leave the rest due.
        code: the protocol's own reason, "04"; "" when there is none.
        authorisation: authorisation number, "" when the card was accepted offline.
        scheme: "CB", "AMEX", "CONECS"…, or the protocol's code when we have no name.
        last4: last four digits of the card, "" when the terminal kept them.
        terminal_id: serial or contract number by which the terminal names itself.
        transaction: by which the other side knows the payment, where it must be named to
            give it back; "" where nothing of the kind exists.
        receipt_text: customer slip, lines separated by newlines, card numbers starred.
        detail: why, for the journal: one English word like ``no_answer``.
    """

    state: PayState
    amount: int = 0
    code: str = ""
    authorisation: str = ""
    scheme: str = ""
    last4: str = ""
    terminal_id: str = ""
    transaction: str = ""
    receipt_text: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayEvent:
    """A payment moved; `outcome` comes with the last move only."""

    pay_id: str
    state: PayState
    outcome: PayOutcome | None = None


class CancelSupport(Enum):
    """What a wish to cancel can still do; the outcome always comes as a PayEvent."""

    REQUESTED = "requested"
    UNSUPPORTED = "unsupported"  # the red key of the terminal is the only way
    NOT_RUNNING = "not_running"  # no such payment in flight


class Service(Enum):
    """What a terminal may be asked besides money."""

    DUPLICATE = "duplicate"  # the slip of its last transaction, whoever asked for it
    COLLECT = "collect"  # hand everything to the bank now (télécollecte)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReport:
    """What came of a service.

    Attributes:
        done: the terminal did it.
        text: what it says, lines separated by newlines, card numbers starred.
        total: cents it says it took since the last collection, None when it does not say.
        detail: why not, one English word; "" when it is done.
    """

    done: bool
    text: str = ""
    total: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeReport:
    """Answer to the settings screen's test button.

    Attributes:
        reachable: somebody answered.
        answer_ms: how long the answer took, 0 when there was none.
        terminal_id: how the terminal names itself, "" when it does not say.
        detail: for the support file, in English.
    """

    reachable: bool
    answer_ms: int = 0
    terminal_id: str = ""
    detail: str = ""


class TerminalBusyError(HardwareError):
    """One payment at a time: this terminal has one in flight."""


TerminalEvent = PayEvent | Health
Sink = Callable[[TerminalEvent], None]


class Terminal(Protocol):
    """A card terminal, as the till sees it.

    **The contract.** A terminal keeps nothing across a restart; the till does:

    1. commit `payment.requested` to the journal, then call `start_payment`;
    2. commit the outcome when the final `PayEvent` arrives;
    3. at boot, and whenever somebody asks again, call `recover` for each payment
       without a final state, and sell nothing by card before that;
    4. an order with an unknown payment is neither closed nor charged again.

    No method ever repeats a debit. Events arrive on the terminal's own thread: only
    pass them on.
    """

    @property
    def id(self) -> str:
        """Name of the device in the settings."""

    @property
    def caps(self) -> frozenset[str]:
        """What it can do besides taking a card, see ``dialogue.CAPS``."""

    def start(self, sink: Sink) -> None:
        """Starts the worker and returns at once; events go to `sink`."""

    def stop(self, deadline_s: float) -> None:
        """Ends the worker; a payment in flight becomes unknown.

        Raises:
            HardwareError: the worker still runs after `deadline_s` seconds.
        """

    def start_payment(self, request: PayRequest) -> None:
        """Asks for money and returns at once.

        Raises:
            TerminalBusyError: another payment is in flight.
            ValueError: this payment was asked before; `recover` it.
        """

    def cancel(self, pay_id: str) -> CancelSupport:
        """Wishes to stop the payment; any thread, returns at once."""

    def recover(self, request: PayRequest) -> PayOutcome:
        """Finds out what became of a payment; blocks, so not on the GUI thread.

        Waits for the payment if it is still in flight. Idempotent.
        """

    def serve(self, service: Service) -> ServiceReport:
        """Has it do something that moves no money; blocks, so not on the GUI thread."""

    def health(self) -> Health:
        """How the terminal is doing; any thread, returns at once."""

    def probe(self) -> ProbeReport:
        """Tests the link without moving money; blocks, so not on the GUI thread."""
