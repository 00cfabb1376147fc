"""The gate before every route: bounds a request, finds out who asks, counts it.

A plain ASGI wrapper, so that nothing of a request is looked at before it is known to be
small, whole, JSON, and not one too many.
"""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime
from typing import Any

from app.domain.vocabulary import Refusal
from app.hub.api.api import Api
from app.hub.api.caller import Caller, caller_of
from app.hub.api.calls import (
    MOST_BYTES,
    Call,
    CallLog,
    answered,
    asked,
    redacted_query,
)
from app.hub.api.problems import ProblemError, language_of, response
from app.services.ids import new_id

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

BODY_S = 10.0
"""A body that takes longer to come is not waited for."""
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
"""What a body is."""
MAX_DEPTH = 32
MAX_ADDRESS = 4096
MAX_STRANGERS = 60
"""Wrong tokens and keys a minute from one address."""
TOO_DEEP = Refusal("too_deep", "Ce JSON est imbriqué trop profondément.")
NOT_UTF8 = Refusal("not_utf8", "Ce n'est pas de l'UTF-8.")
CONNECTIONS = Refusal("too_many_connections", "Trop de connexions à la fois.")

_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_log = logging.getLogger("sotto.api")


class Gate:
    """Wraps the routes.

    Args:
        calls: where calls are noted, None for a face whose calls are nobody's business.
        forms: it takes forms of pages, not JSON.
    """

    def __init__(
        self, app: AsgiApp, api: Api, calls: CallLog | None, *, forms: bool = False
    ) -> None:
        self._app, self._api, self._calls = app, api, calls
        self._kind = FORM if forms else JSON
        self._rates, self._open = api.rates, api.open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError("the API is HTTP alone")
        headers = dict(scope["headers"])  # the last of each counts
        visitor = _Visitor(scope, headers, send)
        visitor.add(b"sotto-environment", self._api.house.environment)
        started = time.perf_counter()
        who, body = "", b""
        try:
            found = self._caller(visitor)
            scope["sotto.caller"] = found
            who = found.operator if isinstance(found, Caller) else ""
            counted = who or visitor.address
            self._count(counted, visitor, stranger=isinstance(found, ProblemError))
            if _preflight(visitor, self._origins()):
                await visitor.answer(204)
                return
            self._enter(counted)
            try:
                body = await self._body(visitor, receive)
                await self._app(scope, once(body, receive), visitor.send)
            finally:
                self._leave(counted)
        except ProblemError as problem:
            await visitor.refuse(problem)
        except Exception:  # noqa: BLE001  nobody outside learns what went wrong inside
            _log.exception("request %s failed", visitor.id)
            await visitor.refuse(ProblemError(500))
        finally:
            if self._calls is not None:
                ms = round((time.perf_counter() - started) * 1000)
                self._calls.add(visitor.call(self._api.house.clock(), who, body, ms))

    def _caller(self, visitor: "_Visitor") -> Caller | ProblemError | None:
        credential = visitor.header(b"authorization")
        try:
            return caller_of(credential, self._api.house, self._api.tokens)
        except ProblemError as problem:
            self._api.turn_away("", problem.refusal.code)
            return problem

    def _count(self, who: str, visitor: "_Visitor", *, stranger: bool) -> None:
        most = max(1, self._api.house.world.settings.number("api.requests"))
        rate = self._rates.hit(who, most)
        visitor.add(b"ratelimit-limit", most)
        visitor.add(b"ratelimit-remaining", rate.left)
        visitor.add(b"ratelimit-reset", rate.reset)
        if stranger and rate.let_in:
            rate = self._rates.hit(f"stranger {visitor.address}", MAX_STRANGERS)
        if not rate.let_in:
            self._api.turn_away("" if who == visitor.address else who, "too_many")
            raise ProblemError(429, headers={"Retry-After": str(rate.reset)})

    def _enter(self, who: str) -> None:
        most = max(1, self._api.house.world.settings.number("api.connections"))
        if self._open.get(who, 0) >= most:
            raise ProblemError(429, CONNECTIONS, headers={"Retry-After": "1"})
        self._open[who] = self._open.get(who, 0) + 1

    def _leave(self, who: str) -> None:
        self._open[who] -= 1
        if not self._open[who]:
            del self._open[who]

    async def _body(self, visitor: "_Visitor", receive: Receive) -> bytes:
        raw = visitor.scope.get("raw_path") or b""
        if len(raw) + len(visitor.scope["query_string"]) > MAX_ADDRESS:
            raise ProblemError(414)
        most = self._api.house.world.settings.number("api.payload")
        declared = visitor.header(b"content-length") or "0"
        if not (declared.isascii() and declared.isdigit()) or len(declared) > 15:
            raise ProblemError(400)
        if int(declared) > most:
            raise ProblemError(413)
        try:
            async with asyncio.timeout(BODY_S):
                body = await gathered(receive, most)
        except TimeoutError as error:
            raise ProblemError(408, headers={"Connection": "close"}) from error
        if body:
            _readable(visitor, body, self._kind)
        return body

    def _origins(self) -> list[str]:
        return self._api.house.world.settings.text("api.origins").split()


class _Visitor:
    """A request, and what is added to its answer."""

    def __init__(self, scope: Scope, headers: dict[bytes, bytes], send: Send) -> None:
        self.scope, self._headers, self._send = scope, headers, send
        given = headers.get(b"x-request-id", b"")
        self.id = given.decode() if _ID.fullmatch(given) else new_id()
        scope["sotto.request_id"] = self.id
        scope["sotto.language"] = self.language
        self.status = 0
        self._size = 0
        self._answer: list[bytes] = []
        self._answer_heads: list[tuple[bytes, bytes]] = []
        self._added: list[tuple[bytes, bytes]] = [
            (b"x-request-id", self.id.encode()),
            (b"x-content-type-options", b"nosniff"),
        ]

    @property
    def language(self) -> str:
        return language_of(self.header(b"accept-language"))

    @property
    def address(self) -> str:
        """The address it comes from, as what it is counted under."""
        client = self.scope.get("client")
        return f"address {client[0]}" if client else "address"

    def header(self, name: bytes) -> str:
        return self._headers.get(name, b"").decode("latin-1")

    def add(self, name: bytes, value: object) -> None:
        self._added.append((name, str(value).encode()))

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = list(message.get("headers", ()))
            if not any(name.lower() == b"cache-control" for name, _ in given):
                given.append((b"cache-control", b"no-store"))
            message["headers"] = self._answer_heads = [*given, *self._added]
        else:
            part = message.get("body", b"")
            self._size += len(part)
            if self._size <= MOST_BYTES:
                self._answer.append(part)
        await self._send(message)

    def call(self, now: datetime, who: str, body: bytes, ms: int) -> Call:
        """This request and what was answered, as the call log keeps them."""
        path: str = self.scope["path"]
        whole = self._answer if self._size <= MOST_BYTES else []
        return Call(
            id=self.id,
            at=now.isoformat(timespec="milliseconds"),
            who=who,
            method=self.scope["method"],
            path=path,
            query=redacted_query(path, self.scope["query_string"]),
            status=self.status,
            ms=ms,
            asked=asked(path, self.scope["headers"], body),
            answered=answered(path, self._answer_heads, whole, self._size),
        )

    async def answer(self, status: int) -> None:
        await self.send({"type": "http.response.start", "status": status})
        await self.send({"type": "http.response.body", "body": b""})

    async def refuse(self, problem: ProblemError) -> None:
        if self.status:
            return  # something was answered already
        told = response(
            problem,
            language=self.language,
            where=self.scope["path"],
            request_id=self.id,
        )
        await told(self.scope, _nothing, self.send)


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


async def gathered(receive: Receive, most: int) -> bytes:
    """The whole body.

    Raises:
        ProblemError: it is larger than `most` bytes, or the other end is gone.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ProblemError(400)
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > most:
            raise ProblemError(413, headers={"Connection": "close"})
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def once(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was gathered, then what the connection says."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _readable(visitor: _Visitor, body: bytes, wanted: str) -> None:
    kind, _, parameters = visitor.header(b"content-type").partition(";")
    charset = parameters.replace(" ", "").lower()
    if kind.strip().lower() != wanted or visitor.header(b"content-encoding"):
        raise ProblemError(415)
    if charset not in ("", "charset=utf-8", 'charset="utf-8"'):
        raise ProblemError(415)
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise ProblemError(400, NOT_UTF8) from error
    if body.count(b"[") + body.count(b"{") > MAX_DEPTH and _too_deep(body):
        raise ProblemError(400, TOO_DEEP)


def _too_deep(body: bytes) -> bool:
    depth = 0
    for found in _BRACKETS.finditer(body):
        sign = found[0]
        if sign in (b"[", b"{"):
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif sign in (b"]", b"}"):
            depth -= 1
    return False


def _preflight(visitor: _Visitor, origins: list[str]) -> bool:
    """Lets pages of these origins in; whether the request only asks if it may come."""
    origin = visitor.header(b"origin")
    if not origin or origin not in origins:
        return False
    visitor.add(b"access-control-allow-origin", origin)
    visitor.add(b"vary", "Origin")
    visitor.add(
        b"access-control-expose-headers",
        "ETag, Link, Location, RateLimit-Limit, RateLimit-Remaining, "
        "RateLimit-Reset, Retry-After, X-Request-Id, Idempotency-Replayed, "
        "Sotto-Environment",
    )
    if visitor.scope["method"] != "OPTIONS":
        return False
    visitor.add(b"access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE")
    visitor.add(
        b"access-control-allow-headers",
        "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
        "Accept-Language, X-Request-Id",
    )
    visitor.add(b"access-control-max-age", 600)
    return True
