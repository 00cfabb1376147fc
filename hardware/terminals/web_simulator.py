"""A card service on a loopback socket: HTTP read, answered, and disturbed as scripted.

What the customer in front of the terminal does and what befalls the answer to the demand
for money is a ``Behaviour``, as with every simulated terminal; ``Fault`` is for the other
requests. Each connection has one request.
"""

import json
import socket
import ssl
from abc import abstractmethod
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread, current_thread
from urllib.parse import parse_qsl, urlsplit

from typing_extensions import override

from hardware.errors import ProtocolError
from hardware.terminals.customer import ACCEPTS, Behaviour, Cut
from hardware.terminals.faulty_link import break_line, say, until_the_till_leaves
from hardware.terminals.loopback import LoopbackServer
from hardware.terminals.simulated import TICK_S, Simulated
from hardware.terminals.web import Json, read_json

_HANDSHAKE_S = 2.0
_MOST = 1 << 20
_END = b"\r\n\r\n"
HTTP = "HTTP"
"""In ``Behaviour.wrong``: the status that answers the demand instead. One that says that
the service is at fault ("500") is answered after the customer has acted; any other
("429") and nothing is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What befalls one request.

    Attributes:
        on: what "POST /v1/refunds" has to begin with.
        status: answered instead, with `content`; 0 hangs up.
        acted: it is done all the same.
    """

    on: str
    status: int = 0
    content: Json = field(default_factory=dict)
    acted: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A request.

    Attributes:
        size: bytes of all of it.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    size: int

    @property
    def line(self) -> str:
        """ "POST /v1/refunds"."""
        return f"{self.method} {self.path}"

    def form(self) -> dict[str, str]:
        """The fields of a form."""
        return dict(parse_qsl(self.body.decode("utf-8"), keep_blank_values=True))

    def json(self) -> Json:
        """The object.

        Raises:
            ProtocolError: it is none.
        """
        return read_json(self.body or b"{}")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer.

    Attributes:
        behaviour: what befalls it on its way.
        headers: beside those that every answer has.
    """

    status: int = 200
    content: Json | bytes = b""
    behaviour: Behaviour = ACCEPTS
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> bytes:
        """As bytes on the line."""
        content = self.content
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        lines = [
            f"HTTP/1.1 {self.status} Simulated",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            "Connection: close",
            *(f"{name}: {value}" for name, value in self.headers.items()),
        ]
        return "\r\n".join(lines).encode() + _END + body


class CutError(Exception):
    """The request is not read to its end."""

    def __init__(self, cut: Cut) -> None:
        super().__init__(cut.how)
        self.cut = cut


class WebSimulated(Simulated):
    """A service and the terminal behind it; see ``kind.Simulator``.

    Args:
        customer, memory: see ``Simulated``.
        port: 0 for any free one.
        tls: None for plain HTTP, which only the loopback address is trusted with.
    """

    def __init__(
        self,
        *,
        customer: Behaviour | None = ACCEPTS,
        memory: Path | None = None,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._server = LoopbackServer("simulated-terminal", self._converse, port)
        super().__init__(self._server, customer, memory)
        self._tls = tls
        self._faults: deque[Fault] = deque()
        self._heard: list[str] = []
        self._customers: list[Thread] = []

    @property
    def port(self) -> int:
        """Where it listens; the same one after a power cut."""
        return self._server.port

    @property
    def base(self) -> str:
        """Its address: "http://127.0.0.1:1234"."""
        return f"http{'s' if self._tls else ''}://{self._server.host}:{self.port}"

    @override
    def power(self, *, on: bool) -> None:
        super().power(on=on)
        for thread in () if on else tuple(self._customers):
            if thread is not current_thread():
                thread.join()

    def disturb(self, *faults: Fault) -> None:
        """What befalls the next requests that it fits, one each."""
        with self._lock:
            self._faults.extend(faults)

    def heard(self) -> tuple[str, ...]:
        """ "POST /v1/refunds" of every whole request, oldest first."""
        with self._lock:
            return tuple(self._heard)

    @abstractmethod
    def _answer(self, heard: Heard, till_leaves: Callable[[], None]) -> Said:
        """What comes of a request.

        Raises:
            CutError: the line broke before all of it came.
            ConnectionAbortedError: the power went.
            ProtocolError: it cannot be understood.
        """

    def _in_background(self, work: Callable[[], None]) -> None:
        """Has a customer act while the service has answered already."""

        def guarded() -> None:
            with suppress(ConnectionAbortedError):
                work()

        thread = Thread(target=guarded, name="simulated-customer", daemon=True)
        self._customers = [each for each in self._customers if each.is_alive()]
        self._customers.append(thread)
        thread.start()

    # -- one conversation ----------------------------------------------------------

    def _converse(self, link: socket.socket) -> None:
        if self._tls is None:
            link.settimeout(TICK_S)
            self._serve(link)
            return
        # A second handle on the same socket: the server keeps the first to cut it.
        again = link.dup()
        again.settimeout(_HANDSHAKE_S)
        try:
            with self._tls.wrap_socket(again, server_side=True) as secured:
                secured.settimeout(TICK_S)
                self._serve(secured)
        except ssl.SSLError:
            pass  # somebody who does not trust us, or hung up
        finally:
            again.close()

    def _serve(self, link: socket.socket) -> None:
        heard = self._read(link)
        fault = self._fault(heard)
        if fault is not None and not fault.acted:
            self._fail(link, fault)
            return
        try:
            said = self._answer(heard, lambda: until_the_till_leaves(link, self._off))
        except CutError as error:
            break_line(link, error.cut, self._off)
            return
        except ProtocolError:
            said = Said(400)
        if fault is not None:
            self._fail(link, fault)
        else:
            say(link, said.raw, said.behaviour, self._off)

    def _fault(self, heard: Heard) -> Fault | None:
        with self._lock:
            self._heard.append(heard.line)
            for fault in self._faults:
                if heard.line.startswith(fault.on):
                    self._faults.remove(fault)
                    return fault
        return None

    def _fail(self, link: socket.socket, fault: Fault) -> None:
        if fault.status:
            link.sendall(Said(fault.status, fault.content).raw)

    def _read(self, link: socket.socket) -> Heard:
        """Raises OSError when the till hung up before the end, or the power went."""
        received = b""
        while _END not in received:
            received += self._piece(link)
        head, _, body = received.partition(_END)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        length = int(headers.get("content-length") or 0)
        while len(body) < length <= _MOST:
            body += self._piece(link)
        method, target, _ = first.split(" ")
        parts = urlsplit(target)
        size = len(head) + len(_END) + length
        return Heard(
            method, parts.path, dict(parse_qsl(parts.query)), headers, body, size
        )

    def _piece(self, link: socket.socket) -> bytes:
        while not self._off.is_set():
            try:
                piece = link.recv(65536)
            except TimeoutError:
                continue
            if piece:
                return piece
            break
        raise ConnectionAbortedError
