"""What programs were answered: a request that is repeated does nothing twice.

The request is noted in the transaction of what it does, so neither a kill nor a lost
answer can separate them. Its answer is stored a moment later, with others; if it was
lost, the repetition is answered with the thing as it stands.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select

from app.services.house import House
from db.tables import answer

KEPT_S = 48 * 3600
"""How long answers are kept at least."""
_PRUNE_EVERY_S = 3600


@dataclass(frozen=True, slots=True)
class Request:
    """A write that may be repeated.

    Attributes:
        id: of the request: who, what, and the key they gave it.
        payload: hash of what was sent.
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


def request_of(who: str, route: str, key: str, payload: bytes) -> Request:
    """The identity of a request; nobody repeats, or sees, somebody else's."""
    told = "\n".join((who, route, key))
    return Request(_hash(told.encode()), _hash(payload))


def _hash(told: bytes) -> str:
    return hashlib.sha256(told).hexdigest()


class Answers:
    """The answers of a house. Called in its thread."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._waiting: dict[str, Kept] = {}
        self._pruned = 0
        # Written out once: every order asks and notes, and the rest of it is quick.
        compiled = house.database.compiled
        kept = select(answer.c.payload, answer.c.thing, answer.c.status, answer.c.body)
        self._find = compiled(kept.where(answer.c.request == bindparam("request")))
        self._insert = compiled(insert(answer))

    def find(self, request: Request) -> Kept | None:
        """What was answered; None for a new request.

        Raises:
            KnownError: the data cannot be read.
        """
        waiting = self._waiting.get(request.id)
        if waiting is not None:
            return waiting
        with self._house.database.read() as connection:
            row = connection.exec_driver_sql(self._find, (request.id,)).one_or_none()
        return Kept(*row) if row else None

    def note(self, connection: Connection, request: Request, thing: str) -> None:
        """Notes a request, and what it is about, with what it does: see
        `House.alongside`.

        Raises:
            RepeatedError: another process was asked the same and has done it.
        """
        if self._house.database.shared and _noted(connection, request):
            raise RepeatedError(request.id)
        now = int(self._house.clock().timestamp())
        row = _row(request.id, Kept(request.payload, thing), now)
        connection.exec_driver_sql(self._insert, tuple(row.values()))

    def answered(self, request: Request, thing: str, status: int, body: str) -> None:
        """Keeps an answer; `settle` stores it."""
        self._waiting[request.id] = Kept(request.payload, thing, status, body)

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
        if now - self._pruned > _PRUNE_EVERY_S:
            self._pruned = now
            connection.execute(delete(answer).where(answer.c.at < now - KEPT_S))
        connection.execute(delete(answer).where(answer.c.request.in_(kept)))
        rows = [_row(request, each, now) for request, each in kept.items()]
        connection.execute(insert(answer), rows)


def _row(request: str, kept: Kept, now: int) -> dict[str, object]:
    return {
        "request": request,
        "payload": kept.payload,
        "at": now,
        "thing": kept.thing,
        "status": kept.status,
        "body": kept.body,
    }


def _noted(connection: Connection, request: Request) -> bool:
    known = select(answer.c.request).where(answer.c.request == request.id)
    return connection.execute(known).first() is not None
