"""What every simulated terminal has: a customer in front of it and a ledger behind.

A simulator keeps its own ledger of what was charged, so a test can count charges without
believing the till. A sale goes on when the till hangs up: that is how money moves unseen.
All control methods are for any thread; listeners are called on the terminal's threads.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Event, Lock
from typing import Literal, Protocol

from hardware.terminals.customer import ACCEPTS, Behaviour, Charge, Notice, Sale
from hardware.terminals.kind import Setup
from hardware.terminals.ledger import Ledger

TICK_S = 0.005  # how soon a conversation notices a power cut

Admission = Literal["asked", "busy", "unread"]


class Plug(Protocol):
    """What the simulator listens on: a socket, a pseudo-terminal.

    Attributes:
        off: set while there is no power.
    """

    off: Event

    def power(self, *, on: bool) -> bool:
        """Switches; any thread. Whether that changed anything."""


class Simulated(ABC):
    """One terminal, one customer at a time; see ``kind.Simulator``.

    Args:
        plug: what it listens on, switched off.
        customer: what happens when nothing is scripted; None waits for `press`.
        memory: file that keeps its sales, so that it knows them when it is started
            again; None forgets them.
    """

    def __init__(
        self,
        plug: Plug,
        customer: Behaviour | None = ACCEPTS,
        memory: Path | None = None,
    ) -> None:
        self._plug = plug
        self._off = plug.off
        self._customer = customer
        self._lock = Condition(Lock())  # guards everything below
        self._script: deque[Behaviour] = deque()
        self._pressed: Behaviour | None = None
        self._waiting = False  # for `press`
        self._asked: Sale | None = None
        self._demands = 0
        self._listeners: list[Callable[[Notice], None]] = []
        self._ledger = Ledger(memory)

    @property
    @abstractmethod
    def setup(self) -> Setup:
        """Where its driver finds it, secrets included."""

    def power(self, *, on: bool) -> None:
        """Switches on or off. Off: links break, a sale under way is not charged."""
        if self._plug.power(on=on):
            self._notify(Notice(what="power_on" if on else "power_off"))

    @property
    def on(self) -> bool:
        """Whether it is switched on."""
        return not self._off.is_set()

    def script(self, *behaviours: Behaviour) -> None:
        """What the next customers do, one each, before the usual one comes back."""
        with self._lock:
            self._script.extend(behaviours)

    def become(self, customer: Behaviour | None) -> None:
        """Changes the usual customer; None waits for `press`."""
        with self._lock:
            self._customer = customer

    def press(self, behaviour: Behaviour) -> bool:
        """A person acts on the sale that waits; False when none does."""
        with self._lock:
            if not self._waiting:
                return False
            self._waiting = False
            self._pressed = behaviour
            self._lock.notify_all()
            return True

    def asked(self) -> Sale | None:
        """The sale that the customer is looking at."""
        with self._lock:
            return self._asked

    def approved(self) -> tuple[Charge, ...]:
        """The ledger, oldest first: every charge and refund that happened."""
        return self._ledger.charges()

    def demands(self) -> int:
        """How often it was asked for money, whatever came of it."""
        with self._lock:
            return self._demands

    def listen(self, listener: Callable[[Notice], None]) -> None:
        """Has `listener` told of what the screen shows."""
        with self._lock:
            self._listeners.append(listener)

    # -- for the protocol ----------------------------------------------------------

    def _admit(self, sale: Sale, size: int) -> tuple[Admission, Behaviour | None]:
        """Who comes to pay a demand of `size` bytes: what becomes of it, what they do.

        "unread": the line broke before all of it came, so it was never asked.
        """
        with self._lock:
            if self._asked is not None:
                self._demands += 1
                return "busy", self._customer
            behaviour = self._script.popleft() if self._script else self._customer
            cut = behaviour.cut if behaviour else None
            if cut is not None and cut.side == "request" and cut.at < size:
                return "unread", behaviour
            self._demands += 1
            self._asked = sale
            self._waiting, self._pressed = behaviour is None, None
        self._notify(Notice(what="asked", cents=sale.cents, reference=sale.reference))
        return "asked", behaviour

    def _ahead(self) -> Behaviour | None:
        """Who comes next, so that a line can break before all is read."""
        with self._lock:
            return self._script[0] if self._script else self._customer

    def _skip(self) -> None:
        """The line broke before anything was asked: that was the next one's script."""
        with self._lock:
            if self._script:
                self._script.popleft()

    def _behaviour(self, behaviour: Behaviour | None) -> Behaviour:
        """What the customer does, once a person has pressed if it takes one.

        Raises:
            ConnectionAbortedError: the power went first.
        """
        if behaviour is not None:
            return behaviour
        with self._lock:
            while self._pressed is None:
                if self._off.is_set():
                    raise ConnectionAbortedError
                self._lock.wait(TICK_S)
            return self._pressed

    def _decide(
        self, sale: Sale, behaviour: Behaviour, till_leaves: Callable[[], None]
    ) -> Charge | str:
        """Lets the customer act and writes the ledger: what moved, or why nothing did.

        Args:
            till_leaves: returns when the till has given up.

        Raises:
            ConnectionAbortedError: the power went first, so nothing moved.
        """
        code = behaviour.refusal
        if behaviour.walks_away:
            till_leaves()
            code = "08"
        if self._off.wait(behaviour.think_s):
            raise ConnectionAbortedError
        # Before anybody can read what came of it: the till may ask for the next at once.
        self._over(sale)
        if code:
            self._ledger.refuse(sale.reference, code)
            self._notify_sale("not_approved", sale, code=code)
            return code
        cents = sale.cents if behaviour.amount is None else behaviour.amount
        charge = self._ledger.charge(sale, cents, behaviour.card)
        self._notify_sale("approved", sale, cents=cents)
        return charge

    def _over(self, sale: Sale) -> None:
        """The customer of `sale` has left; the next one may be there already."""
        with self._lock:
            if self._asked is sale:
                self._asked = None

    def _notify_sale(
        self,
        what: Literal["approved", "not_approved"],
        sale: Sale,
        *,
        cents: int = 0,
        code: str = "",
    ) -> None:
        self._notify(
            Notice(what=what, cents=cents, reference=sale.reference, code=code)
        )

    def _notify(self, notice: Notice) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(notice)
