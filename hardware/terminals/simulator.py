"""A Caisse-AP terminal with a customer in front of it, on a loopback socket."""

import base64
import socket
import time
from collections.abc import Mapping
from pathlib import Path

from typing_extensions import override

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
from hardware.terminals.customer import ACCEPTS, Behaviour, Charge, Cut, Sale
from hardware.terminals.kind import Setup
from hardware.terminals.ledger import CONTRACT, SERIAL
from hardware.terminals.loopback import LoopbackServer, break_off_on_close
from hardware.terminals.model import PayKind
from hardware.terminals.profiles import PROFILES, Profile
from hardware.terminals.simulated import TICK_S, Simulated
from hardware.terminals.tlv import REQUEST_NEEDS, Decoder, Item, encode

_QUIET_S = 0.005  # a whole request followed by this much silence is all of it
_GIVE_UP_S = 2.0  # a request that stops short for this long is badly formed
_FORBIDDEN, _BAD_FORMAT, _BAD_SELECTION, _UNKNOWN_ACTION = "05", "09", "10", "12"
_KINDS = {Action.DEBIT: PayKind.DEBIT, Action.CREDIT: PayKind.CREDIT}
_NOT_ECHOED = frozenset({"BA", "BF", "CK"})
# The order of the published examples.
_ORDER = (
    "CZ", "CJ", "CA", "CB", "CC", "CD", "CE",
    "AA", "AC", "AE", "AF", "AQ", "CF", "CG", "ZT",
)  # fmt: skip


class SimulatedTerminal(Simulated):
    """One Caisse-AP terminal; always on the loopback address."""

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
            customer, memory: see ``Simulated``.
            port: 0 for any free one.
        """
        self._server = LoopbackServer("simulated-terminal", self._converse, port)
        super().__init__(self._server, customer, memory)
        self._profile = profile or PROFILES["simulated"]
        self._questions: list[Request] = []

    @property
    def port(self) -> int:
        """Where it listens; the same one after a power cut."""
        return self._server.port

    @property
    @override
    def setup(self) -> Setup:
        return Setup(scheme="tcp", place=f"{self.host}:{self.port}")

    def questions(self) -> tuple[Request, ...]:
        """Every whole request that was read, oldest first."""
        with self._lock:
            return tuple(self._questions)

    # -- one conversation ----------------------------------------------------------

    def _converse(self, link: socket.socket) -> None:
        """Reads the question, has it dealt with, writes the answer."""
        link.settimeout(TICK_S)
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
        sale = Sale(
            kind=_KINDS[request.action],
            cents=request.amount or 0,
            currency=request.currency,
            reference=request.reference,
        )
        admission, behaviour = self._admit(sale, size)
        if admission == "unread":
            if behaviour is not None and behaviour.cut is not None:
                self._cut(link, behaviour.cut)
            return
        with self._lock:
            self._questions.append(request)
        if admission == "busy":
            self._send(link, write_answer(request, {"AE": NOT_DONE, "AF": _FORBIDDEN}))
        else:
            self._serve_customer(link, request, sale, behaviour)

    def _serve_customer(
        self,
        link: socket.socket,
        request: Request,
        sale: Sale,
        behaviour: Behaviour | None,
    ) -> None:
        try:
            if request.immediate:
                self._send(link, write_answer(request, {"AE": TAKEN_INTO_ACCOUNT}))
            behaviour = self._behaviour(behaviour)
            done = self._decide(
                sale, behaviour, lambda: self._until_the_till_leaves(link)
            )
        finally:
            self._over()
        if not request.immediate:
            said = {**self._words(request, behaviour, done), **behaviour.wrong}
            self._send(link, write_answer(request, said), behaviour)

    def _words(
        self, request: Request, behaviour: Behaviour, done: Charge | str
    ) -> dict[str, str]:
        if isinstance(done, str):
            return {"AE": NOT_DONE, "AF": done}
        said = _of_charge(done) | {"AA": behaviour.card, "CC": behaviour.scheme}
        return said | (self._slip() if request.ticket else {})

    def _look_up(self, request: Request) -> dict[str, str]:
        """Answers about the past; moves no money."""
        if request.action is Action.IDENTIFICATION and self._profile.ping:
            return {"AE": DONE, "AQ": SERIAL}
        if request.action is Action.DUPLICATA and self._profile.duplicata:
            return self._slip()
        if request.action is Action.STATUS and self._profile.status:
            return self._fate(request.reference)
        return {"AE": NOT_DONE, "AF": _UNKNOWN_ACTION}

    def _fate(self, reference: str) -> dict[str, str]:
        """What CD=T says of a payment."""
        running = self.asked()
        if running is not None and running.reference == reference:
            return {"AE": NOT_DONE, "AF": NOT_ENDED}
        charge = self._ledger.charge_of(reference)
        if charge is not None:
            return _of_charge(charge)
        code = self._ledger.refusal_of(reference)
        return {"AE": NOT_DONE, "AF": code or _BAD_SELECTION}

    def _slip(self) -> dict[str, str]:
        """What CD=3 says: the slip of the last charge, whoever asked for it."""
        slip = self._ledger.last_slip()
        if not slip:
            return {"AE": NOT_DONE, "AF": _BAD_SELECTION}
        text = base64.b64encode(slip.encode("latin-1")).decode()
        constructed = encode([Item("CK", "100"), Item("AK", text)]).decode()
        return {"AE": DONE, "ZT": constructed}


def _of_charge(charge: Charge) -> dict[str, str]:
    """The items that tell of a charge."""
    return {
        "AE": DONE,
        "AC": charge.authorisation,
        "CB": f"{charge.cents:02d}",
        "CG": CONTRACT,
    }


def write_answer(request: Request | None, said: Mapping[str, str]) -> bytes:
    """An answer: what the till asked, echoed, then what is said. "" drops an item."""
    values = {"CZ": "0320"}
    if request is not None:
        values = {item.tag: item.value for item in request.items()}
    values = {tag: value for tag, value in values.items() if tag not in _NOT_ECHOED}
    values.update(said)
    return encode(Item(tag, values[tag]) for tag in _ORDER if values.get(tag))
