"""One HTTPS question, its answer, and how far the question got.

As on a socket of our own (``link.py``), what matters is what may be said about the money:
``NotSentError`` (not one byte of the request left) or ``LostError`` (some did, and no whole
answer came back). A fresh connection for each question: one that was kept open could be
dead, and the first byte would be gone before that is noticed.
"""

import asyncio
import json
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from threading import Event
from typing import Any, NoReturn

import httpx2

from hardware.errors import ProtocolError
from hardware.terminals.dialogue import LostError, NotSentError, Turn

_TICK_S = 0.1  # how soon a waiting question notices that it shall stop
_MOST = 1 << 20  # no answer of a card service is longer
_CONNECTED = "connection.connect_tcp.complete"
_FIRST_BYTE = "http11.send_request_headers.started"
_LAST_BYTE = "http11.send_request_body.complete"
_SECURED = "connection.start_tls.complete"

Json = dict[str, Any]
Certificate = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a service answers and how long we wait, in seconds.

    Attributes:
        base: "https://api.example.com", without a slash at the end.
        headers: sent with every question; a key is among them, so it is never shown.
        trust: whose certificates are taken; the public authorities if None.
        known: whether a certificate that is trusted is that of our terminal.
    """

    base: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    trust: ssl.SSLContext | None = field(default=None, repr=False)
    known: Callable[[Certificate], bool] | None = None
    connect_s: float = 5.0
    answer_s: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request.

    Attributes:
        body: JSON as bytes, or form fields; None for no body.
        answer_s: how long this one may take, None as its place says.
    """

    method: str
    path: str
    body: bytes | Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    answer_s: float | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    @property
    def done(self) -> bool:
        """Whether the service did what it was asked."""
        return 200 <= self.status < 300

    @property
    def in_doubt(self) -> bool:
        """Whether the service may have done it all the same: its own fault."""
        return self.status >= 500 or self.status == 408

    def json(self) -> Json:
        """The answer as an object; amounts with decimals come as `Decimal`.

        Raises:
            ProtocolError: it is none.
        """
        return read_json(self.content)

    @property
    def told(self) -> Json:
        """What it says, an error too; nothing when it is no object."""
        try:
            return self.json()
        except ProtocolError:
            return {}

    @property
    def refused(self) -> str:
        """Why the service did not do it, "auth" or "rejected"; "" when it may have."""
        if self.done or self.in_doubt:
            return ""
        return "auth" if self.status in (401, 403) else "rejected"

    def right(self) -> Json:
        """The answer to a question that moves no money.

        Raises:
            NotSentError: the service does not know the key.
            LostError: it is not well, or has too much to do.
            ProtocolError: it says no, or nothing that can be read.
        """
        if self.refused == "auth":
            raise NotSentError("auth", f"HTTP {self.status}")
        if self.in_doubt or self.status == 429:
            raise LostError("no_answer", f"HTTP {self.status}")
        if not self.done:
            raise ProtocolError(f"HTTP {self.status}")
        return self.json()


def read_json(content: bytes) -> Json:
    """An object; amounts with decimals come as `Decimal`, never as a float.

    Raises:
        ProtocolError: it is none.
    """
    try:
        found = json.loads(
            content.decode("utf-8"), parse_float=Decimal, parse_constant=_no_number
        )
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise ProtocolError("this is no JSON") from error
    if not isinstance(found, dict):
        raise ProtocolError("this is no JSON object")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _nothing() -> None:
    pass


def _no_aside() -> Question | None:
    return None


def ask(
    place: Place,
    question: Question,
    turn: Turn,
    *,
    begin: Callable[[], None] = _nothing,
    sent: Callable[[], None] = _nothing,
    aside: Callable[[], Question | None] = _no_aside,
) -> Reply:
    """Asks and returns the answer; blocks up to connect_s + answer_s.

    Args:
        begin: told before the first byte, may raise `NotSentError`; `turn.begin` of a
            demand for money.
        sent: told when the last byte is written.
        aside: asked while waiting whether there is something to say meanwhile; nobody
            reads the answer to that.

    Raises:
        NotSentError: connecting failed, it was cancelled before, or the other side is not
            who it should be.
        LostError: the link broke, the wait ran out, the till shuts down or what came is
            no HTTP, after a byte left.
        ProtocolError: the answer is longer than any answer is.
    """
    asking = _Asking(place, question, turn.stopping, begin, sent, aside)
    loop = asyncio.SelectorEventLoop()
    try:
        return loop.run_until_complete(asking.whole())
    finally:
        # Not `asyncio.run`: that would wait for a name server that does not answer.
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


class _Asking:
    """One question under way."""

    def __init__(
        self,
        place: Place,
        question: Question,
        stopping: Event,
        begin: Callable[[], None],
        sent: Callable[[], None],
        aside: Callable[[], Question | None],
    ) -> None:
        self._place, self._question, self._stopping = place, question, stopping
        self._begin, self._sent, self._aside = begin, sent, aside
        self._left = False  # the first byte
        self._shown: Certificate = {}

    async def whole(self) -> Reply:
        """The answer, unless the wait ends before it."""
        answer_s = self._question.answer_s or self._place.answer_s
        tasks = [asyncio.ensure_future(self._answer(answer_s))]
        try:
            return await self._waited(tasks, self._place.connect_s + answer_s)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _waited(self, tasks: list[asyncio.Task[Reply]], most_s: float) -> Reply:
        """Waits for the first of `tasks`; others say something meanwhile."""
        deadline = time.monotonic() + most_s
        while True:
            done, _ = await asyncio.wait(tasks[:1], timeout=_TICK_S)
            if done:
                break
            if self._stopping.is_set():
                self._broke("stopped", "the till shuts down")
            if time.monotonic() >= deadline:
                self._broke("no_answer", "the wait is over")
            meanwhile = self._aside()
            if meanwhile is not None:
                tasks.append(asyncio.ensure_future(self._say(meanwhile)))
        # What is said meanwhile goes out even if the answer was faster.
        await asyncio.wait(tasks, timeout=_TICK_S)
        return tasks[0].result()

    async def _answer(self, answer_s: float) -> Reply:
        try:
            return await _carried(self._place, self._question, answer_s, self._trace)
        except httpx2.TimeoutException as error:
            return self._broke("no_answer", type(error).__name__)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            return self._broke("link_lost", type(error).__name__)

    async def _say(self, question: Question) -> Reply:
        """A wish: what comes of it is in the answer that we wait for."""
        return await _carried(self._place, question, self._place.answer_s, None)

    def _broke(self, reason: str, message: str) -> NoReturn:
        if self._left:
            raise LostError(reason, message)
        raise NotSentError("unreachable", message)

    async def _trace(self, event: str, about: Mapping[str, Any]) -> None:
        if event == _SECURED:
            shown = about["return_value"].get_extra_info("ssl_object")
            self._shown = shown.getpeercert() or {}
        elif event == _FIRST_BYTE:
            if self._place.known is not None and not self._place.known(self._shown):
                raise NotSentError("stranger", "the certificate is another terminal's")
            self._begin()
            self._left = True
        elif event == _LAST_BYTE:
            self._sent()


@cache
def _authorities() -> ssl.SSLContext:
    """Trusts the public authorities; made once, as it takes its time."""
    return httpx2.create_ssl_context(trust_env=False)


async def _carried(
    place: Place,
    question: Question,
    answer_s: float,
    trace: Callable[[str, Mapping[str, Any]], Awaitable[None]] | None,
) -> Reply:
    body = question.body
    form = body if isinstance(body, Mapping) else None
    timeout = httpx2.Timeout(answer_s, connect=place.connect_s)

    async def traced(event: str, about: Mapping[str, Any]) -> None:
        if event == _CONNECTED:
            lines.push_async_callback(about["return_value"].aclose)
        if trace is not None:
            await trace(event, about)

    async with (
        # A client that is cancelled while it shakes hands leaves its line open.
        AsyncExitStack() as lines,
        httpx2.AsyncClient(
            timeout=timeout, verify=place.trust or _authorities(), trust_env=False
        ) as client,
        client.stream(
            question.method,
            place.base + question.path,
            content=body if isinstance(body, bytes) else None,
            data=form,
            headers={**place.headers, **question.headers},
            extensions={"trace": traced},
        ) as answer,
    ):
        content = bytearray()
        async for piece in answer.aiter_bytes():
            content += piece
            if len(content) > _MOST:
                raise ProtocolError("the answer does not end")
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status_code, headers, bytes(content))
