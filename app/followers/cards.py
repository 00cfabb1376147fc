"""Card terminals follow the journal: a request that is written is then asked, once.

The order of things is what keeps a guest from being charged twice: `payment.requested`
is on the disk before the first byte leaves, and after a restart a request without an
answer is looked up, never repeated.
"""

import logging
from collections.abc import Callable, Mapping

from app.domain.orders.state import Payment
from app.domain.payments.decide import RecordOutcome
from app.domain.payments.events import PaymentRequested
from app.domain.vocabulary import Refusal
from app.services.house import SYSTEM, Actor, Fact, House
from app.services.ports import Post
from hardware.errors import HardwareError
from hardware.terminals.model import (
    NOT_CHARGED,
    PayEvent,
    PayOutcome,
    PayRequest,
    PayState,
    Terminal,
)

_log = logging.getLogger("sotto.card")
_STATES = {
    PayState.APPROVED: "approved",
    PayState.REFUSED: "refused",
    PayState.ABORTED: "aborted",
    PayState.NOT_SENT: "not_sent",
    PayState.NOT_FOUND: "not_sent",
}


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

    def catch_up(self) -> None:
        """Looks up every payment whose answer this terminal never wrote down."""
        for order in self._house.world.book.orders.values():
            for payment in order.payments.values():
                if payment.state in ("in_progress", "unknown"):
                    self.look_up(payment)

    def look_up(self, payment: Payment) -> None:
        """Asks the terminal what became of a payment; never charges."""
        terminal = self._terminals.get(payment.terminal)
        self._orders[payment.id] = payment.order
        if terminal is None:
            self._record(
                payment.id, PayOutcome(state=PayState.UNKNOWN, detail="no_driver")
            )
            return
        request = _request(payment.id, payment.amount + payment.tip, payment.reference)

        def ask() -> None:
            outcome = terminal.recover(request)
            self._post(lambda: self._record(payment.id, outcome))

        self._elsewhere(ask)

    def follow(self, facts: tuple[Fact, ...]) -> None:
        """Sends each request to its terminal."""
        for fact in facts:
            if isinstance(fact.event, PaymentRequested):
                self._ask(fact.event)

    def _ask(self, event: PaymentRequested) -> None:
        self._orders[event.payment] = event.order
        terminal = self._terminals.get(event.terminal)
        if terminal is None:
            self._not_sent(event.payment, "no_driver")
            return
        try:
            terminal.start_payment(
                _request(event.payment, event.amount, event.reference)
            )
        except HardwareError as error:
            self._not_sent(event.payment, str(error))

    def _not_sent(self, payment: str, detail: str) -> None:
        outcome = PayOutcome(state=PayState.NOT_SENT, detail=detail)
        self._post(lambda: self._record(payment, outcome))

    def heard(self, event: object) -> None:
        """A terminal says something; any thread."""
        if isinstance(event, PayEvent) and event.outcome is not None:
            pay_id, outcome = event.pay_id, event.outcome
            self._post(lambda: self._record(pay_id, outcome))

    def _record(self, payment: str, outcome: PayOutcome) -> None:
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
        )
        order = self._house.world.book.orders.get(command.order)
        asked = order.payments.get(payment) if order else None
        actor = Actor(asked.op if asked else SYSTEM)
        refused = self._house.run(command, actor)
        if isinstance(refused, Refusal):
            _log.info("outcome of %s not written: %s", payment, refused.code)


def _request(payment: str, amount: int, reference: str) -> PayRequest:
    return PayRequest(id=payment, amount=amount, reference=reference)
