"""Card terminals follow the journal: a request that is written is then asked, once.

The order of things is what keeps a guest from being charged or refunded twice: the
request is on the disk before the first byte leaves, and after a restart a request without
an answer is looked up, never repeated.
"""

import logging
from collections.abc import Callable, Mapping
from functools import partial

from app.domain.orders.state import Payment, Refund
from app.domain.payments.commands import PAGE
from app.domain.payments.decide import RecordOutcome
from app.domain.payments.events import (
    PaymentCompleted,
    PaymentRequested,
    RefundRequested,
)
from app.domain.receipts.events import ReceiptIssued
from app.domain.vocabulary import Refusal
from app.services.facts import facts_of
from app.services.house import SYSTEM, Actor, Fact, House
from app.services.ports import Post
from hardware.errors import HardwareError
from hardware.terminals.model import (
    FINAL,
    NOT_CHARGED,
    Means,
    PayEvent,
    PayKind,
    PayOutcome,
    PayRequest,
    PayState,
    Terminal,
    TerminalBusyError,
)

_log = logging.getLogger("sotto.card")
_STATES = {
    PayState.APPROVED: "approved",
    PayState.REFUSED: "refused",
    PayState.ABORTED: "aborted",
    PayState.NOT_SENT: "not_sent",
    PayState.NOT_FOUND: "not_sent",
}

_MEANS = {"voucher": Means.MEAL_VOUCHER, "cheque": Means.CHEQUE}


def _on_page(asked: Payment | PaymentRequested | RefundRequested) -> bool:
    """Whether it goes by a provider's page, which the hub looks after."""
    return asked.terminal.startswith(PAGE)


class CardFollower:
    """Asks the terminals and writes down what they answered.

    Args:
        terminals: device id -> driver, already started with `heard` as their sink.
        elsewhere: runs a blocking look-up off the house's thread.
    """

    def __init__(
        self,
        house: House,
        terminals: Mapping[str, Terminal],
        post: Post,
        elsewhere: Callable[[Callable[[], None]], None],
    ) -> None:
        self._house = house
        self._terminals = terminals
        self._post = post
        self._elsewhere = elsewhere
        self._orders: dict[str, str] = {}
        self._approved: set[str] = set()

    def catch_up(self) -> None:
        """Looks up what this till asked for and never wrote the answer of."""
        book = self._house.world.book
        taken = (p for order in book.orders.values() for p in order.payments.values())
        for payment in (*taken, *book.refunds.values()):
            ours = payment.chain == self._house.terminal
            if payment.running and ours and not _on_page(payment):
                self.look_up(payment)

    def look_up(
        self, payment: Payment, heard: Callable[[str], None] = lambda word: None
    ) -> None:
        """Asks the terminal what became of a payment or refund; moves no money.

        `heard` gets its word when that settles nothing (`PayOutcome.detail`).
        """
        terminal = self._terminals.get(payment.terminal)
        self._orders[payment.id] = payment.order
        if terminal is None:
            self._record(
                payment.id, PayOutcome(state=PayState.UNKNOWN, detail="no_driver")
            )
            heard("no_driver")
            return
        request = PayRequest(
            id=payment.id,
            amount=payment.amount + payment.tip,
            reference=payment.reference,
            kind=PayKind.CREDIT if isinstance(payment, Refund) else PayKind.DEBIT,
            means=_MEANS.get(payment.method, Means.CARD),
            original=self._original(payment),
        )

        def ask() -> None:
            try:
                outcome = terminal.recover(request)
            except HardwareError as error:  # it is being set up anew, or stops
                _log.info("%s was not looked up: %s", payment.id, error)
                outcome = PayOutcome(state=PayState.UNKNOWN, detail="no_driver")
            self._post(partial(self._looked_up, payment.id, outcome, heard))

        self._elsewhere(ask)

    def _looked_up(
        self, payment: str, outcome: PayOutcome, heard: Callable[[str], None]
    ) -> None:
        self._record(payment, outcome)
        if outcome.state not in FINAL:
            heard(outcome.detail)

    def follow(self, facts: tuple[Fact, ...]) -> None:
        """Sends each request of this till to its terminal."""
        for fact in facts:
            event = fact.event
            if fact.meta.chain != self._house.terminal:
                continue
            if not isinstance(event, PaymentRequested | RefundRequested):
                continue
            if not _on_page(event):
                debit = isinstance(event, PaymentRequested)
                self._ask(event, PayKind.DEBIT if debit else PayKind.CREDIT)

    def _ask(self, event: PaymentRequested | RefundRequested, kind: PayKind) -> None:
        self._orders[event.payment] = event.order
        terminal = self._terminals.get(event.terminal)
        if terminal is None:
            self._not_sent(event.payment, "no_driver")
            return
        try:
            terminal.start_payment(
                PayRequest(
                    id=event.payment,
                    amount=event.amount,
                    reference=event.reference,
                    kind=kind,
                    means=_MEANS.get(getattr(event, "method", ""), Means.CARD),
                    original=self._original(event),
                )
            )
        except TerminalBusyError:
            self._not_sent(event.payment, "busy")
        except HardwareError as error:
            self._not_sent(event.payment, str(error))

    def _original(self, asked: PaymentRequested | RefundRequested | Payment) -> str:
        """How the terminal names the payment that is given back: of several that the
        document counts, the first that is large enough; "" when there is none.

        The story of the order is read, for it may be of long ago.
        """
        if not isinstance(asked, RefundRequested | Refund):
            return ""
        stream, types = f"order/{asked.order}", ("payment.completed", "receipt.issued")
        entries = self._house.journal.entries(stream=stream, types=types, readable=True)
        events = [fact.event for fact in facts_of(entries)]
        of = asked.document.of if asked.document else ""
        given = {asked.returns} | {
            tender.payment
            for event in events
            if isinstance(event, ReceiptIssued) and event.receipt == of
            for tender in event.payments
        }
        named = (
            event.transaction
            for event in events
            if isinstance(event, PaymentCompleted)
            and event.payment in given
            and event.terminal == asked.terminal
            and event.transaction
            and event.amount + event.tip >= asked.amount
        )
        return next(named, "")

    def _not_sent(self, payment: str, detail: str) -> None:
        outcome = PayOutcome(state=PayState.NOT_SENT, detail=detail)
        self._post(lambda: self._record(payment, outcome))

    def heard(self, event: object) -> None:
        """A terminal says something; any thread."""
        if isinstance(event, PayEvent) and event.outcome is not None:
            pay_id, outcome = event.pay_id, event.outcome
            self._post(lambda: self._record(pay_id, outcome))

    def _record(self, payment: str, outcome: PayOutcome) -> None:
        """Writes an answer down. An approval is told again by each look-up, and is news
        once: the house may have let go of what it was about."""
        if payment in self._approved:
            return
        final = outcome.state is PayState.APPROVED or outcome.state in NOT_CHARGED
        command = RecordOutcome(
            order=self._orders.get(payment, ""),
            payment=payment,
            state=_STATES[outcome.state] if final else "unknown",
            amount=outcome.amount,
            code=outcome.code,
            authorisation=outcome.authorisation,
            scheme=outcome.scheme,
            last4=outcome.last4,
            detail=outcome.detail,
            transaction=outcome.transaction,
        )
        book = self._house.world.book
        order = book.orders.get(command.order)
        taken = order.payments.get(payment) if order else None
        asked = book.refunds.get(payment) or taken
        actor = Actor(asked.op if asked else SYSTEM)
        refused = self._house.run(command, actor)
        if isinstance(refused, Refusal):
            _log.info("outcome of %s not written: %s", payment, refused.code)
        elif command.state == "approved":
            self._approved.add(payment)
