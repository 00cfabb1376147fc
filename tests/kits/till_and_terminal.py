"""A till at a simulated terminal, for tests: keeps what it hears and checks the law."""

import time
from collections.abc import Callable
from dataclasses import replace
from queue import Queue
from types import TracebackType
from typing import Any, Self

from hardware.health import DeviceState, Health
from hardware.terminals.caisse_ap_dialogue import CaisseAp
from hardware.terminals.customer import ACCEPTS, Behaviour
from hardware.terminals.dialogue import Dialogue
from hardware.terminals.driver import TerminalDriver
from hardware.terminals.kind import Simulator
from hardware.terminals.link import Line, TcpWire
from hardware.terminals.model import (
    PayEvent,
    PayOutcome,
    PayRequest,
    PayState,
    TerminalEvent,
    may_follow,
)
from hardware.terminals.profiles import PROFILES, Profile
from hardware.terminals.settings import TerminalSettings
from hardware.terminals.simulator import SimulatedTerminal

DEADLINE_S = 10.0

ALL = PROFILES["simulated"]
NO_SLIP = replace(ALL, ticket=False)
SLIP_ONLY = replace(ALL, status=False, not_found=frozenset())
NOTHING = PROFILES["generic"]


def request(number: int = 1, amount: int = 1590, **more: Any) -> PayRequest:
    """A payment whose reference ends with `number`."""
    return PayRequest(
        id=f"pay-{number}", amount=amount, reference=f"R{number:08d}", **more
    )


def until(condition: Callable[[], bool]) -> None:
    """Waits for `condition`, failing after `DEADLINE_S`."""
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.002)


class Bench:
    """A driver at a simulated terminal; use as a context manager.

    Attributes:
        sim: the simulated terminal, switched on.
        terminal: the driver.
        healths: device states heard, oldest first.
    """

    def __init__(
        self,
        sim: Simulator,
        dialogue: Dialogue,
        on_event: Callable[[Any, TerminalEvent], None] | None = None,
    ) -> None:
        self._simulator = sim
        self.terminal = TerminalDriver("tpe", dialogue)
        self.healths: list[DeviceState] = []
        self._on_event = on_event
        self._states: dict[str, PayState] = {}
        self._events: Queue[PayEvent] = Queue()

    def __enter__(self) -> Self:
        self.terminal.start(self._hear)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.terminal.stop(DEADLINE_S)
        self._simulator.power(on=False)

    def _hear(self, event: TerminalEvent) -> None:
        if isinstance(event, Health):
            self.healths.append(event.state)
        else:
            before = self._states.get(event.pay_id, PayState.CREATED)
            lawful = may_follow(before, event.state)
            self._states[event.pay_id] = event.state
            # An unlawful step must fail the test, not vanish in the driver's guard.
            self._events.put(event if lawful else _unlawful(event, before))
        if self._on_event is not None:
            self._on_event(self, event)

    def next_event(self) -> PayEvent:
        """The next move of a payment."""
        event = self._events.get(timeout=DEADLINE_S)
        assert not event.pay_id.startswith("unlawful"), event.pay_id
        return event

    def outcome(self) -> PayOutcome:
        """Waits for a payment to end."""
        while True:
            event = self.next_event()
            if event.outcome is not None:
                assert event.outcome.state is event.state
                return event.outcome

    def pay(
        self, *behaviours: Behaviour, payment: PayRequest | None = None
    ) -> PayOutcome:
        """Asks for money from a customer who does what is scripted."""
        self._simulator.script(*behaviours)
        self.terminal.start_payment(payment or request())
        return self.outcome()

    def charged(self) -> list[int]:
        """Cents of each charge in the terminal's own ledger."""
        return [charge.cents for charge in self._simulator.approved()]


class Till(Bench):
    """A till at a Caisse-AP terminal over IP."""

    def __init__(
        self,
        profile: Profile = ALL,
        *,
        customer: Behaviour | None = ACCEPTS,
        answer_s: float = 5.0,
        watch_s: float = 0.0,
        settle_s: float = 0.0,
        on_event: Callable[["Till", TerminalEvent], None] | None = None,
        port: int = 0,
    ) -> None:
        self.sim = SimulatedTerminal(profile=profile, customer=customer)
        self.sim.power(on=True)
        self.line = Line(
            host=self.sim.host,
            port=port or self.sim.port,
            connect_s=1.0,
            answer_s=answer_s,
            silence_s=0.03,
        )
        self.settings = TerminalSettings(
            profile=profile, watch_s=watch_s, recover_s=3.0, settle_s=settle_s
        )
        dialogue = CaisseAp(TcpWire(self.line), self.settings)
        super().__init__(self.sim, dialogue, on_event)


def _unlawful(event: PayEvent, before: PayState) -> PayEvent:
    return replace(event, pay_id=f"unlawful {before} -> {event.state}")
