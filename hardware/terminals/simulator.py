"""A Caisse-AP terminal with a customer in front of it, on a loopback socket."""

import socket
import time
from pathlib import Path

from typing_extensions import override

from hardware.errors import ProtocolError
from hardware.terminals.caisse_ap import (
    NOT_DONE,
    TAKEN_INTO_ACCOUNT,
    Request,
    read_request,
)
from hardware.terminals.caisse_ap_words import (
    BAD_FORMAT,
    FORBIDDEN,
    after_sale,
    look_up,
    sale_of,
    write_answer,
)
from hardware.terminals.customer import ACCEPTS, Behaviour, Sale
from hardware.terminals.faulty_link import break_line, say, until_the_till_leaves
from hardware.terminals.kind import Setup
from hardware.terminals.loopback import LoopbackServer
from hardware.terminals.profiles import PROFILES, Profile
from hardware.terminals.simulated import TICK_S, Simulated
from hardware.terminals.tlv import REQUEST_NEEDS, Decoder

_QUIET_S = 0.005  # a whole request followed by this much silence is all of it
_GIVE_UP_S = 2.0  # a request that stops short for this long is badly formed


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
            sale = sale_of(request)
            self._check(received)
        except ProtocolError:
            self._send(link, write_answer(request, {"AE": NOT_DONE, "AF": BAD_FORMAT}))
            return
        if sale is not None:
            self._sell(link, request, sale, len(received))
            return
        with self._lock:
            self._questions.append(request)
        said = look_up(request, self._profile, self._ledger, self.asked())
        self._send(link, write_answer(request, said))

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

    def _check(self, received: bytes) -> None:
        """Raises ProtocolError when the vendor would not read it."""
        if self._profile.append_crlf and not received.endswith(b"\r\n"):
            raise ProtocolError("CR LF is missing")

    def _send(
        self, link: socket.socket, answer: bytes, behaviour: Behaviour = ACCEPTS
    ) -> None:
        say(link, answer, behaviour, self._off)

    # -- money ---------------------------------------------------------------------

    def _sell(
        self, link: socket.socket, request: Request, sale: Sale, size: int
    ) -> None:
        admission, behaviour = self._admit(sale, size)
        if admission == "unread":
            if behaviour is not None and behaviour.cut is not None:
                break_line(link, behaviour.cut, self._off)
            return
        with self._lock:
            self._questions.append(request)
        if admission == "busy":
            self._send(link, write_answer(request, {"AE": NOT_DONE, "AF": FORBIDDEN}))
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
                sale, behaviour, lambda: until_the_till_leaves(link, self._off)
            )
        finally:
            self._over(sale)
        if not request.immediate:
            said = after_sale(request, behaviour, done, self._ledger)
            self._send(link, write_answer(request, said), behaviour)
