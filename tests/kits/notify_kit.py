"""Twilio and a mail server as simulators on real sockets: they speak the protocols."""

import base64
import json
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

ACCOUNT, TOKEN = "AC0123456789abcdef0123456789abcdef", "secret-token"


@dataclass
class Texts:
    """A Twilio: what it was asked to send, and how it answers next."""

    base: str = ""
    sent: list[dict[str, str]] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)


def _checked(handler: BaseHTTPRequestHandler, form: dict[str, str]) -> tuple[int, dict]:
    """What Twilio says to a request: status and JSON."""
    wanted = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    if handler.headers.get("Authorization") != f"Basic {wanted}":
        return 401, {"code": 20003, "message": "Authenticate", "status": 401}
    if handler.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
        return 404, {"code": 20404, "message": "not found", "status": 404}
    kind = handler.headers.get("Content-Type", "")
    if kind != "application/x-www-form-urlencoded" or not form.get("Body"):
        return 400, {"code": 21602, "message": "Message body is required"}
    if not form.get("To", "").startswith("+"):
        return 400, {"code": 21211, "message": "Invalid 'To' Phone Number"}
    return 201, {"sid": "SM" + "0" * 32, "status": "queued", "error_code": None}


@contextmanager
def twilio() -> Iterator[Texts]:
    """A Twilio that listens."""
    found = Texts()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = {name: values[0] for name, values in parse_qs(raw).items()}
            status, told = _checked(self, form)
            body = json.dumps(told)
            if found.broken:
                status, body = found.broken.pop(0)
            elif status == 201:
                found.sent.append(form)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.base = f"http://127.0.0.1:{server.server_address[1]}"
    with _serving(server):
        yield found


@dataclass
class Mails:
    """A mail server: what came in, and whom it refuses."""

    port: int = 0
    user: str = "moulin"
    password: str = "mot de passe"
    received: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    refused: tuple[str, ...] = ()
    tls: bool = False


@contextmanager
def mail_server(
    context: ssl.SSLContext | None = None, *, at_once: bool = False
) -> Iterator[Mails]:
    """A mail server that listens.

    Args:
        context: its certificate, for STARTTLS, or for TLS `at_once`.
    """
    found = Mails()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            connection: socket.socket = self.request
            with suppress(OSError):  # who asked is gone, or trusts nobody
                if context is not None and at_once:
                    connection = context.wrap_socket(connection, server_side=True)
                talk = _Talk(connection, found, context, secure=at_once)
                try:
                    talk.play()
                finally:
                    talk.close()

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.port = server.server_address[1]
    with _serving(server):
        yield found


class _Talk:
    """One conversation in SMTP."""

    def __init__(
        self,
        connection: socket.socket,
        mails: Mails,
        context: ssl.SSLContext | None,
        *,
        secure: bool,
    ) -> None:
        self._connection, self._mails, self._context = connection, mails, context
        self._secure = secure
        self._file = connection.makefile("rb")
        self._known = False

    def close(self) -> None:
        self._file.close()
        self._connection.close()

    def play(self) -> None:
        sender, people = "", []
        self._say("220 mail.example ESMTP")
        while line := self._file.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            match verb.upper():
                case "EHLO":
                    self._say("250-mail.example", *self._abilities(), "250 8BITMIME")
                case "STARTTLS" if self._context is not None and not self._secure:
                    self._say("220 go ahead")
                    self._encrypt(self._context)
                case "AUTH":
                    self._log_in(rest)
                case "MAIL":
                    sender = rest
                    self._say("250 ok" if self._known else "530 log in first")
                case "RCPT":
                    bad = any(each in rest for each in self._mails.refused)
                    people.append(rest)
                    self._say("550 no such user" if bad else "250 ok")
                case "DATA":
                    self._say("354 go on")
                    self._mails.received.append((sender, people, self._data()))
                    self._mails.tls = self._secure
                    self._say("250 queued")
                case "QUIT":
                    self._say("221 bye")
                    return
                case "RSET":
                    self._say("250 ok")
                case _:
                    self._say("502 what?")

    def _abilities(self) -> list[str]:
        offers = self._context is not None and not self._secure
        return ["250-STARTTLS"] if offers else ["250-AUTH PLAIN"]

    def _encrypt(self, context: ssl.SSLContext) -> None:
        self._file.close()
        self._connection = context.wrap_socket(self._connection, server_side=True)
        self._file = self._connection.makefile("rb")
        self._secure = True

    def _log_in(self, told: str) -> None:
        given = base64.b64decode(told.removeprefix("PLAIN ")).decode().split("\0")
        self._known = given[1:] == [self._mails.user, self._mails.password]
        self._say("235 welcome" if self._known else "535 wrong password")

    def _data(self) -> bytes:
        lines = []
        while (line := self._file.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def _say(self, *lines: str) -> None:
        self._connection.sendall("".join(f"{line}\r\n" for line in lines).encode())


@contextmanager
def _serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
