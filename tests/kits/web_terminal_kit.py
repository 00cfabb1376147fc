"""A till at a simulated terminal that is reached by HTTPS, impatient enough for tests."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from queue import Empty, Queue
from types import TracebackType

from till_and_terminal import DEADLINE_S, until

from hardware.health import Health
from hardware.terminals import adyen, cloud_kinds, stripe, sumup
from hardware.terminals.adyen_simulator import AdyenCloudSimulator, AdyenSimulator
from hardware.terminals.customer import ACCEPTS, Behaviour
from hardware.terminals.dialogue import Dialogue
from hardware.terminals.driver import TerminalDriver
from hardware.terminals.kind import Kind
from hardware.terminals.model import (
    PayEvent,
    PayKind,
    PayOutcome,
    PayRequest,
    PayState,
    TerminalEvent,
    may_follow,
)
from hardware.terminals.stripe_simulator import StripeSimulator
from hardware.terminals.sumup_simulator import SumUpSimulator
from hardware.terminals.web_simulator import WebSimulated

_SHORT = 0.01
CLOUD = "POST /v1/merchants/SottoPOS/devices/V400m-324688179"
"""Where Adyen's cloud takes messages for its terminal."""
ADYEN_PATIENCE = adyen.Patience(
    answer_s=5.0, recover_s=3.0, settle_s=0.1, grace_s=0.3, poll_s=_SHORT
)
STRIPE_PATIENCE = stripe.Patience(
    answer_s=5.0, recover_s=3.0, settle_s=_SHORT, retry_s=_SHORT, poll_s=_SHORT
)
SUMUP_PATIENCE = sumup.Patience(
    answer_s=5.0, recover_s=3.0, settle_s=0.1, poll_s=_SHORT
)


@dataclass(frozen=True, slots=True)
class Sort:
    """One way to take cards by HTTPS.

    Attributes:
        demand: what "POST /…" of a demand for money begins with.
    """

    name: str
    kind: Kind
    simulator: Callable[[], WebSimulated]
    demand: str


SORTS = {
    sort.name: sort
    for sort in (
        Sort("adyen", cloud_kinds.ADYEN, AdyenSimulator, "POST /nexo"),
        Sort(
            "adyen_cloud",
            cloud_kinds.ADYEN,
            AdyenCloudSimulator,
            f"{CLOUD}/sync",
        ),
        Sort(
            "adyen_async",
            cloud_kinds.ADYEN,
            lambda: AdyenCloudSimulator(waiting=False),
            f"{CLOUD}/async",
        ),
        Sort(
            "stripe",
            cloud_kinds.STRIPE,
            StripeSimulator,
            "POST /v1/terminal/readers/tmr_simulated/process_payment_intent",
        ),
        Sort(
            "sumup",
            cloud_kinds.SUMUP,
            SumUpSimulator,
            "POST /v0.1/merchants/MCSIMUL/readers/rdr_SIMULATED01/checkout",
        ),
    )
}


def impatient(dialogue: Dialogue, **other: float) -> Dialogue:
    """The same dialogue, with the patience of tests."""
    kept = {
        adyen.Adyen: ADYEN_PATIENCE,
        stripe.Stripe: STRIPE_PATIENCE,
        sumup.SumUp: SUMUP_PATIENCE,
    }
    patience = replace(kept[type(dialogue)], **other)  # type: ignore[index, type-var]
    dialogue._patience = patience  # type: ignore[attr-defined]
    dialogue.watch_s = 0.0
    return dialogue


def request(
    number: int = 1,
    amount: int = 1590,
    kind: PayKind = PayKind.DEBIT,
    original: str = "",
) -> PayRequest:
    """A payment whose reference ends with `number`."""
    return PayRequest(
        id=f"pay-{number}",
        amount=amount,
        kind=kind,
        reference=f"01KCNVQ4M7{number:016d}",
        original=original,
    )


class WebTill:
    """Simulator and driver, wired; use as a context manager.

    Args:
        sort: of `SORTS`.
        sim: another till's simulator, switched on already.
        patience: what is not as in tests usually.
    """

    def __init__(
        self,
        sort: str,
        *,
        customer: Behaviour | None = ACCEPTS,
        sim: WebSimulated | None = None,
        **patience: float,
    ) -> None:
        self.sort = SORTS[sort]
        self._shared = sim is not None
        self.sim = sim or self.sort.simulator()
        if sim is None:
            self.sim.become(customer)
            self.sim.power(on=True)
        dialogue = self.sort.kind.dialogue(self.sim.setup)
        self.terminal = TerminalDriver("tpe", impatient(dialogue, **patience))
        self.states: list[PayState] = []
        self._events: Queue[PayEvent] = Queue()

    def __enter__(self) -> "WebTill":
        self.terminal.start(self._hear)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.terminal.stop(DEADLINE_S)
        if not self._shared:
            self.sim.power(on=False)

    def _hear(self, event: TerminalEvent) -> None:
        if not isinstance(event, Health):
            self._events.put(event)

    def begin(self, payment: PayRequest | None = None) -> None:
        """Asks for money."""
        self.states = [PayState.CREATED]
        self.terminal.start_payment(payment or request())

    def outcome(self) -> PayOutcome:
        """Waits for a payment to end; each move of it has to be lawful."""
        while True:
            try:
                event = self._events.get(timeout=DEADLINE_S)
            except Empty:
                raise AssertionError(f"nothing after {self.states}") from None
            assert may_follow(self.states[-1], event.state), (self.states, event)
            self.states.append(event.state)
            if event.outcome is not None:
                return event.outcome

    def pay(
        self, *behaviours: Behaviour, payment: PayRequest | None = None
    ) -> PayOutcome:
        """Asks for money from a customer who does what is scripted."""
        self.sim.script(*behaviours)
        self.begin(payment)
        return self.outcome()

    def shown(self) -> None:
        """Waits until a customer looks at the sale."""
        until(lambda: self.sim.asked() is not None)

    def charged(self) -> list[int]:
        """Cents that the service took, those given back negative."""
        return [
            charge.cents if charge.kind is PayKind.DEBIT else -charge.cents
            for charge in self.sim.approved()
        ]
