"""A terminal that says whatever a test wants over a real line to a hub."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from app.domain.environment import SANDBOX
from app.hub.certificate import fingerprint
from app.hub.greeting import _said
from app.hub.server import Hub
from db.canonical import b64u
from db.keys import Signer

_TRIES = 3
HELLO = {"environment": SANDBOX, "nonce": "n"}
"""Of a greeting, besides who it is."""


class Line:
    """One connection, before or after its greeting."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        der = connection.socket.getpeercert(binary_form=True)  # type: ignore[attr-defined]
        self.tls = fingerprint(der)

    def say(self, message: object) -> None:
        self.connection.send(
            message if isinstance(message, str) else json.dumps(message)
        )

    def hear(self) -> Any:
        return json.loads(self.connection.recv(20))

    def end(self) -> str:
        """The word with which the hub ends the exchange, "" when it says none."""
        try:
            while True:
                message = self.hear()
                if isinstance(message.get("refused"), str):
                    return str(message["refused"])
        except ConnectionClosed:
            return ""

    def greet(self, signer: Signer, chain: str, site: str, have: Any) -> dict[str, int]:
        """Proves to be `chain`; returns what the hub has."""
        self.say({**HELLO, "site": site, "chain": chain})
        answer = self.hear()
        self.say({"proof": self.proof(signer, chain, answer), "have": have})
        vector: dict[str, int] = self.hear()["have"]
        return vector

    def proof(self, signer: Signer, chain: str, answer: Any, tls: str = "") -> str:
        said = _said(chain, answer["chain"], answer["nonce"], tls or self.tls)
        return b64u(signer.sign(said))

    def give(self, *runs: list[str], keys: dict[str, str] | None = None) -> Any:
        """Gives entries; returns the hub's answer."""
        self.say({"entries": runs, "keys": keys or {}, "more": False})
        while "have" not in (message := self.hear()):
            self.take(message)
        return message

    def take(self, message: Any) -> None:
        """Says that it has what it was given."""
        have = {}
        for run in message["entries"]:
            have |= _end(run[-1])
        self.say({"have": have, "refused": []})


def _end(stored: str) -> dict[str, int]:
    from db.entry import parse

    entry = parse(stored)
    return {entry.chain: entry.seq}


@contextmanager
def line(hub: Hub) -> Iterator[Line]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    # This client reads and writes one TLS socket in two threads, which OpenSSL does not
    # allow: one request in hundreds never left, when the tickets of TLS 1.3 came just
    # then. Earlier versions send none unasked. Terminals dial in one thread.
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with connect(
        f"wss://127.0.0.1:{hub.port}/sync",
        ssl=context,
        proxy=None,
        max_size=None,
        ping_interval=None,
        close_timeout=1,
    ) as connection:
        yield Line(connection)
