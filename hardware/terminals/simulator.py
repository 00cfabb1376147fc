"""A Caisse-AP terminal with a customer in front of it, on a loopback socket.

It speaks the real protocol and keeps its own ledger of what was charged, so a test can
count charges without believing the till. A sale goes on when the till hangs up: that is
how money moves unseen. All control methods are for any thread; listeners are called on
the terminal's threads.
"""

import socket
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Lock

from hardware.errors import ProtocolError
from hardware.terminals.caisse_ap import (
    DONE,
    MONEY,
    NOT_DONE,
    NOT_ENDED,
    TAKEN_INTO_ACCOUNT,
    Action,
    Request,
    read_request,
)
from hardware.terminals.customer import ACCEPTS, Behaviour, Charge, Cut, Notice
from hardware.terminals.ledger import SERIAL, Ledger, of_charge, write_answer
from hardware.terminals.loopback import LoopbackServer, break_off_on_close
from hardware.terminals.profiles import PROFILES, Profile
from hardware.terminals.tlv import REQUEST_NEEDS, Decoder

_TICK_S = 0.005  # how soon a conversation notices silence or a power cut
_QUIET_S = 0.005  # a whole request followed by this much silence is all of it
_GIVE_UP_S = 2.0  # a request that stops short for this long is badly formed
_BAD_FORMAT, _UNKNOWN_ACTION, _FORBIDDEN = "09", "12", "05"


class SimulatedTerminal:
    """One terminal, one customer at a time; always on the loopback address."""

    host = LoopbackServer.host

    def __init__(
        self,
        *,
        profile: Profile | None = None,
        customer: Behaviour | None = ACCEPTS,
        port: int = 0,
        memory: Path | None = None,
    ) -> None:
        """Prepares a terminal that is switched off.

        Args:
            profile: which extensions it understands, all by default.
            customer: what happens when nothing is scripted; None waits for `press`.
            port: 0 for any free one.
            memory: file that keeps its sales, so that it knows them when it is started
                again; None forgets them.
        """
        self._server = LoopbackServer("simulated-terminal", self._converse, port)
        self._off = self._server.off
        self._profile = profile or PROFILES["simulated"]
        self._customer = customer
        self._lock = Condition(Lock())  # guards everything below
        self._script: deque[Behaviour] = deque()
        self._pressed: Behaviour | None = None
        self._waiting = False  # for `press`
        self._asked: Request | None = None
        self._questions: list[Request] = []
        self._listeners: list[Callable[[Notice], None]] = []
        self._ledger = Ledger(memory)

    # -- controls ------------------------------------------------------------------

    def power(self, *, on: bool) -> None:
        """Switches on or off. Off: links break, a sale under way is not charged."""
        if self._server.power(on=on):
            self._notify(Notice(what="power_on" if on else "power_off"))

    @property
    def on(self) -> bool:
        """Whether it is switched on."""
        return not self._off.is_set()

    @property
    def port(self) -> int:
        """Where it listens; the same one after a power cut."""
        return self._server.port

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

    def asked(self) -> Request | None:
        """The sale that the customer is looking at."""
        with self._lock:
            return self._asked

    def approved(self) -> tuple[Charge, ...]:
        """The ledger, oldest first: every charge and refund that happened."""
        return self._ledger.charges()

    def questions(self) -> tuple[Request, ...]:
        """Every whole request that was read, oldest first."""
        with self._lock:
            return tuple(self._questions)

    def listen(self, listener: Callable[[Notice], None]) -> None:
        """Has `listener` told of what the screen shows."""
        with self._lock:
            self._listeners.append(listener)

    # -- one conversation ----------------------------------------------------------

    def _converse(self, link: socket.socket) -> None:
        """Reads the question, has it dealt with, writes the answer."""
        link.settimeout(_TICK_S)
        decoder = Decoder(REQUEST_NEEDS)
        request: Request | None = None
        try:
            received = self._read(link, decoder)
            request = read_request(decoder.items())
            self._check(request, received)
        except ProtocolError:
            self._send(link, write_answer(request, {"AE": NOT_DONE, "AF": _BAD_FORMAT}))
            return
        if request.action in MONEY:
            self._sell(link, request, len(received))
            return
        with self._lock:
            self._questions.append(request)
        self._send(link, write_answer(request, self._look_up(request)))

    def _read(self, link: socket.socket, decoder: Decoder) -> bytes:
        """Reads until the request is whole and the till is quiet.

        Raises:
            ProtocolError: it is not Caisse-AP.
            OSError: the till hung up, or the power is off.
        """
        received, heard = b"", time.monotonic()
        while not self._off.is_set():
            try:
                piece = link.recv(4096)
            except TimeoutError:
                quiet_s = time.monotonic() - heard
                if decoder.complete and quiet_s >= _QUIET_S:
                    return received
                if quiet_s >= _GIVE_UP_S:
                    raise ProtocolError("the request stopped short") from None
                continue
            if not piece and decoder.complete:
                return received
            if not piece:
                raise ConnectionAbortedError
            received, heard = received + piece, time.monotonic()
            decoder.feed(piece)
        raise ConnectionAbortedError

    def _check(self, request: Request, received: bytes) -> None:
        """Raises ProtocolError when something needed is not there."""
        if request.action in MONEY and not (request.amount and request.currency):
            raise ProtocolError("amount or currency is missing")
        if self._profile.append_crlf and not received.endswith(b"\r\n"):
            raise ProtocolError("CR LF is missing")

    def _send(
        self, link: socket.socket, answer: bytes, behaviour: Behaviour = ACCEPTS
    ) -> None:
        cut = behaviour.cut
        if cut is not None:
            answer = answer[: cut.at]
        size = behaviour.chunk or max(1, len(answer))
        for start in range(0, len(answer), size):
            link.sendall(answer[start : start + size])
            self._off.wait(behaviour.gap_s)
        if cut is not None:
            self._cut(link, cut)
        elif not behaviour.hangs_up:
            self._until_the_till_leaves(link)

    def _cut(self, link: socket.socket, cut: Cut) -> None:
        if cut.how == "reset":
            break_off_on_close(link)
        elif cut.how == "silent":
            self._until_the_till_leaves(link)

    def _until_the_till_leaves(self, link: socket.socket) -> None:
        while not self._off.is_set():
            try:
                if not link.recv(4096):
                    return
            except TimeoutError:
                continue
            except OSError:
                return

    # -- money ---------------------------------------------------------------------

    def _sell(self, link: socket.socket, request: Request, size: int) -> None:
        with self._lock:
            busy = self._asked is not None
            behaviour = self._customer
            if not busy and self._script:
                behaviour = self._script.popleft()
            cut = behaviour.cut if behaviour else None
            unread = cut is not None and cut.side == "request" and cut.at < size
            if not unread:
                self._questions.append(request)
            if not busy and not unread:
                self._asked = request
                self._waiting, self._pressed = behaviour is None, None
        if busy:
            self._send(link, write_answer(request, {"AE": NOT_DONE, "AF": _FORBIDDEN}))
        elif unread and cut is not None:
            self._cut(link, cut)
        else:
            self._serve_customer(link, request, behaviour)

    def _serve_customer(
        self, link: socket.socket, request: Request, behaviour: Behaviour | None
    ) -> None:
        self._notify(
            Notice(what="asked", cents=request.amount or 0, reference=request.reference)
        )
        if request.immediate:
            self._send(link, write_answer(request, {"AE": TAKEN_INTO_ACCOUNT}))
        try:
            behaviour = behaviour or self._wait_for_press()
            said = self._decide(link, request, behaviour)
        finally:
            with self._lock:
                self._asked = None
        if not request.immediate:
            self._send(
                link, write_answer(request, {**said, **behaviour.wrong}), behaviour
            )

    def _wait_for_press(self) -> Behaviour:
        """Raises ConnectionAbortedError when the power goes first."""
        with self._lock:
            while self._pressed is None:
                if self._off.is_set():
                    raise ConnectionAbortedError
                self._lock.wait(_TICK_S)
            return self._pressed

    def _decide(
        self, link: socket.socket, request: Request, behaviour: Behaviour
    ) -> dict[str, str]:
        """Lets the customer act and writes the ledger; what the answer says of it."""
        code = behaviour.refusal
        if behaviour.walks_away:
            self._until_the_till_leaves(link)
            code = "08"
        if self._off.wait(behaviour.think_s):
            raise ConnectionAbortedError
        if code:
            self._ledger.refuse(request.reference, code)
            self._notify_sale(request, 0, code)
            return {"AE": NOT_DONE, "AF": code}
        cents = request.amount or 0
        if behaviour.amount is not None:
            cents = behaviour.amount
        charge = self._ledger.charge(request, cents, behaviour.card)
        self._notify_sale(request, cents, "")
        said = of_charge(charge) | {"AA": behaviour.card, "CC": behaviour.scheme}
        return said | (self._ledger.last_slip() if request.ticket else {})

    def _look_up(self, request: Request) -> dict[str, str]:
        """Answers about the past; moves no money."""
        if request.action is Action.IDENTIFICATION and self._profile.ping:
            return {"AE": DONE, "AQ": SERIAL}
        if request.action is Action.DUPLICATA and self._profile.duplicata:
            return self._ledger.last_slip()
        if request.action is Action.STATUS and self._profile.status:
            running = self.asked()
            if running is not None and running.reference == request.reference:
                return {"AE": NOT_DONE, "AF": NOT_ENDED}
            return self._ledger.fate(request.reference)
        return {"AE": NOT_DONE, "AF": _UNKNOWN_ACTION}

    # -- the screen ----------------------------------------------------------------

    def _notify_sale(self, request: Request, cents: int, code: str) -> None:
        self._notify(
            Notice(
                what="not_approved" if code else "approved",
                cents=cents,
                reference=request.reference,
                code=code,
            )
        )

    def _notify(self, notice: Notice) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(notice)
