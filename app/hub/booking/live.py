"""socket.io: tells whoever listens of each new reservation, whichever way it came.

A client proves who it is when it connects (`auth: {token}`, or the header Authorization)
and is asked for `reservations:read`; names are told to who may read them. Each event is
told to who may still hear it: a key that was revoked ends its connection.
"""

import asyncio
import logging
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, Final

import socketio
from socketio.exceptions import ConnectionRefusedError as RefusedError

from app.domain.reservations.events import ReservationCreated
from app.hub.api.api import Api
from app.hub.api.caller import Caller, caller_of
from app.hub.api.gate import (
    BODY_S,
    AsgiApp,
    Message,
    Receive,
    Scope,
    Send,
    gathered,
    once,
)
from app.hub.api.problems import ProblemError
from app.hub.api.rates import Rates
from app.hub.booking.bookings import booking_shape
from app.hub.node import in_house
from app.services.house import Fact

PATH: Final = "/socket.io"
EVENT: Final = "new-reservation"
SCOPE: Final = "reservations:read"
MOST: Final = 200
"""Clients at once."""
_LARGEST: Final = 10_000
_POST_S = 5.0
_KNOCKS: Final = 60
"""Fresh connections a minute from one address."""
_log = logging.getLogger("sotto.api")
_quiet = logging.getLogger("sotto.socketio")
_quiet.setLevel(
    logging.CRITICAL
)  # it logs every mistake of a client as an error of ours


class Live:
    """The socket.io face of one hub."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._credentials: dict[str, str] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self._server = socketio.AsyncServer(
            async_mode="asgi",
            cors_allowed_origins=self._welcome,
            max_http_buffer_size=_LARGEST,
            logger=_quiet,
            engineio_logger=_quiet,
        )
        self._rates = Rates()
        self._server.on("connect", self._connect)
        self._server.on("disconnect", self._disconnect)
        self._inner: AsgiApp = socketio.ASGIApp(self._server, socketio_path=PATH)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Whatever comes below `PATH`. A request is bounded before the library sees it,
        which reads bodies of any size and may wait for who sent it nonsense."""
        fresh = b"sid=" not in scope["query_string"]
        if fresh and not self._room_for(scope):
            await _refuse(scope, receive, send, 429)
        elif scope["type"] == "websocket":
            await self._inner(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    def _room_for(self, scope: Scope) -> bool:
        address = scope["client"][0] if scope.get("client") else ""
        few = len(self._server.eio.sockets) < MOST
        return few and self._rates.hit(address, _KNOCKS).let_in

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        polls = scope["method"] == "GET"
        try:
            body = await asyncio.wait_for(gathered(receive, _LARGEST), BODY_S)
            body.decode()
            work = self._inner(scope, once(body, receive), noted)
            await self._api.until_over(work, None if polls else _POST_S)
        except (ProblemError, TimeoutError, UnicodeDecodeError) as error:
            _log.info("socket.io refused a request: %s", type(error).__name__)
        except Exception as error:  # noqa: BLE001  whatever it makes of nonsense
            _log.info("socket.io failed at a request: %s", type(error).__name__)
        if not begun:
            await _refuse(scope, receive, send, 400)

    def end(self) -> None:
        """Lets go of who waits: the hub stops. Any thread."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self._api.over.set)

    async def run(self) -> None:
        """Tells of reservations until cancelled."""
        self._loop = asyncio.get_running_loop()
        node = self._api.node
        unfollow = await in_house(node.post, lambda: node.house.follow(self._on_facts))
        try:
            await asyncio.Event().wait()
        finally:
            node.post(unfollow)
            await self._server.shutdown()

    def _welcome(self, origin: str, _environ: MutableMapping[str, Any]) -> bool:
        """Whether a page of this origin may come in."""
        return origin in self._api.house.world.settings.text("api.origins").split()

    async def _connect(
        self, sid: str, environ: MutableMapping[str, Any], auth: object = None
    ) -> None:
        token = auth.get("token") if isinstance(auth, dict) else None
        header = str(environ.get("HTTP_AUTHORIZATION", ""))
        credential = f"Bearer {token}" if isinstance(token, str) else header
        caller = self._caller(credential)
        if caller is None:
            self._api.turn_away("", "token_invalid")
            raise RefusedError("login_needed")
        if not caller.may(SCOPE):
            self._api.turn_away(caller.operator, "scope_missing")
            raise RefusedError("right_missing")
        self._credentials[sid] = credential

    async def _disconnect(self, sid: str, *_reason: object) -> None:
        self._credentials.pop(sid, None)

    def _caller(self, credential: str) -> Caller | None:
        try:
            return caller_of(credential, self._api.house, self._api.tokens)
        except ProblemError:
            return None

    def _on_facts(self, facts: tuple[Fact, ...]) -> None:
        """In the thread of the house."""
        if not self._credentials or self._loop is None:
            return
        house = self._api.house
        for fact in facts:
            if isinstance(fact.event, ReservationCreated):
                named, plain = (
                    booking_shape(house, fact.event.id, personal=personal).model_dump(
                        mode="json"
                    )
                    for personal in (True, False)
                )
                with suppress(RuntimeError):  # the loop is closed
                    self._loop.call_soon_threadsafe(self._tell_soon, named, plain)

    def _tell_soon(self, named: dict[str, Any], plain: dict[str, Any]) -> None:
        task = asyncio.get_running_loop().create_task(self._tell(named, plain))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _tell(self, named: dict[str, Any], plain: dict[str, Any]) -> None:
        for sid, credential in list(self._credentials.items()):
            caller = self._caller(credential)
            if caller is None or not caller.may(SCOPE):
                await self._server.disconnect(sid)
                continue
            told = named if caller.may("personal:read") else plain
            await self._server.emit(EVENT, told, to=sid)


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1013})
        return
    headers = [(b"retry-after", b"10"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
