"""What programs were answered: a request that is repeated does nothing twice.

The request is a fact in the append of what it does (`request.noted`), so neither a kill
nor a lost answer can separate them, and whichever terminal carries the hub next knows it.
Its answer is stored a moment later, with others, where it was given; where it is not, the
repetition is answered with the thing as it stands.
"""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select

from app.domain.access.events import RequestNoted
from app.services.house import House
from db.canonical import b64u
from db.database import driver_cursor
from db.tables import answer


@dataclass(frozen=True, slots=True)
class Request:
    """A write that may be repeated.

    Attributes:
        id: of the request: keyed hash of who, what, and the key they gave it.
        payload: keyed hash of what was sent.
    """

    id: str
    payload: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a request: `status` is 0 when only its effect is."""

    payload: str
    thing: str
    status: int = 0
    body: str = ""


class RepeatedError(Exception):
    """The request was carried out meanwhile: it is to be answered, not done again."""


def request_of(
    who: str, route: str, key: str, payload: bytes, pepper: bytes
) -> Request:
    """The identity of a request; nobody repeats, or sees, somebody else's.

    Keyed with the pepper of the site: what is sent may be a PIN, and whoever has the
    journal alone must not be able to try them out.
    """
    told = "\n".join((who, route, key)).encode()
    hashes = (hmac.digest(pepper, word, "sha256") for word in (told, payload))
    return Request(*map(b64u, hashes))


def note_of(request: Request, thing: str) -> RequestNoted:
    """The fact that a request was carried out; see `House.alongside`."""
    return RequestNoted(request=request.id, payload=request.payload, thing=thing)


class Answers:
    """The answers of a house. Called in its thread."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._waiting: dict[str, Kept] = {}
        # Written out once: every order asks, and is kept, and the rest of it is quick.
        compiled = house.database.compiled
        kept = select(answer.c.payload, answer.c.thing, answer.c.status, answer.c.body)
        self._find = compiled(kept.where(answer.c.request == bindparam("request")))
        gone = delete(answer).where(answer.c.request == bindparam("request"))
        self._forget, self._keep = compiled(gone), compiled(insert(answer))

    def find(self, request: Request) -> Kept | None:
        """What was answered; None for a new request.

        Raises:
            KnownError: the data cannot be read.
        """
        waiting = self._waiting.get(request.id)
        if waiting is not None:
            return waiting
        row = self._house.database.glance(self._find, request.id)
        return Kept(*row) if row else None

    def check(self, connection: Connection, request: Request) -> None:
        """Makes sure, in the transaction that notes a request, that nobody else did.

        Raises:
            RepeatedError: another process was asked the same and has done it.
        """
        if self._house.database.shared and _noted(connection, request):
            raise RepeatedError(request.id)

    def answered(self, request: Request, thing: str, status: int, body: str) -> None:
        """Keeps an answer; `settle` stores it."""
        self._waiting[request.id] = Kept(request.payload, thing, status, body)

    @contextmanager
    def together(self) -> Iterator[None]:
        """As `House.together`: what was not written was not answered either."""
        before = dict(self._waiting)
        try:
            with self._house.together():
                yield
        except BaseException:
            self._waiting = before
            raise

    def settle(self) -> None:
        """Stores the answers that wait.

        Raises:
            KnownError: they wait on.
        """
        if not self._waiting:
            return
        waiting = dict(self._waiting)
        self._house.database.transact(lambda c: self._store(c, waiting))
        for request in waiting:
            del self._waiting[request]

    def _store(self, connection: Connection, kept: dict[str, Kept]) -> None:
        now = int(self._house.clock().timestamp())
        cursor = driver_cursor(connection)
        cursor.executemany(self._forget, [(request,) for request in kept])
        rows = [
            (request, each.payload, now, each.thing, each.status, each.body)
            for request, each in kept.items()
        ]
        cursor.executemany(self._keep, rows)


def _noted(connection: Connection, request: Request) -> bool:
    known = select(answer.c.request).where(answer.c.request == request.id)
    return connection.execute(known).first() is not None
