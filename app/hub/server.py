"""The hub's HTTPS face, in a thread of its own: exchange, pairing, API.

`Hub.start` returns once the port answers; `Hub.stop` once the thread has ended.
"""

import asyncio
import json
import logging
import math
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import uvicorn
from fastapi import APIRouter, FastAPI, WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketState
from typing_extensions import override
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.http11 import Request

from app.hub import self_order, table
from app.hub.api.api import Api
from app.hub.api.face import PREFIX, api_of, face_of
from app.hub.api.gate import AsgiApp, Receive, Scope, Send
from app.hub.api.logins import Logins
from app.hub.attaching import attaching_routes
from app.hub.booking import routes as booking
from app.hub.booking.live import PATH, Live
from app.hub.certificate import certificate_files, fingerprint_of
from app.hub.console import routes as console
from app.hub.console import site
from app.hub.greeting import greet_terminal
from app.hub.guest_pages import guest_pages
from app.hub.messages import MAX_GREETING, MAX_MESSAGE, GreetingError
from app.hub.node import Node
from app.hub.pairing import PairingDesk, pairing_routes
from app.hub.patience import PatientProtocol
from app.hub.pay_messages import pay_messages
from app.hub.pay_pages import Pages, PagesDesk
from app.hub.peer import Peer
from app.hub.public import public_pages
from app.hub.sites import SiteDoor
from app.hub.table_pay import TablePay
from app.services.ports import Notifier
from db.errors import KnownError
from resources.texts import tr

_START_S = 10.0
_FILES = 16_384
_SILENCE_S = 1.0
"""A terminal that answers no ping for so long is gone; it comes back by itself."""
_PATIENCE_S = 20.0
"""The same for others: a phone on the restaurant's Wi-Fi may be busy for longer."""
_log = logging.getLogger("sotto.hub")


class PortTakenError(KnownError):
    """Another program answers on the hub's port, or it may not be used."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self._port = port

    @override
    def text(self) -> str:
        return tr(
            "Le port {port} est déjà pris sur cette machine par un autre programme.",
            port=self._port,
        )


SYNC = "/sync"
_ADMIT = "sotto.admit"
"""In the scope of a connection: lets its other end say more than a greeting."""


class _Socket(WebSocketsSansIOProtocol):
    """A connection that hears little from strangers, and that can be shut while the
    other end is closing it."""

    _left: float = math.inf

    @override
    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent and self.scope["path"] == SYNC:
            self.ping_interval = self.ping_timeout = _SILENCE_S
            self._left = MAX_GREETING
            self.scope["state"][_ADMIT] = self._admit

    @override
    def data_received(self, data: bytes) -> None:
        self._left -= len(data)
        if self._left < 0:
            self.transport.abort()
        else:
            super().data_received(data)

    def _admit(self) -> None:
        self._left = math.inf

    @override
    def shutdown(self) -> None:
        try:
            super().shutdown()
        except InvalidState:
            self.transport.close()


class Hub:
    """The hub of this process.

    Args:
        keys: folder where its certificate lies.
        pepper: what keys the PINs; a new terminal gets it at its pairing.
        port: 0 takes any that is free.
        host: the one address where it listens; all of this machine when there is none.
        routers: more of its face.
        sites: where the sites of a head office come in; None for other restaurants.
        notifier: tells guests by text message or mail; nobody does without one.
        pages: whose pages guests pay on with their telephones.
        heard: the other sites that are connected to this one's head office.
        changed: told, in the network's thread, when a terminal comes or goes.

    Attributes:
        peers: chain -> the terminal that is connected.
        desk: pairs new terminals.
        tls: fingerprint of its certificate.
        api: what programs reach the house by, once it was started.
    """

    def __init__(
        self,
        node: Node,
        keys: Path,
        pepper: bytes,
        *,
        port: int,
        host: str = "",
        routers: tuple[APIRouter, ...] = (),
        sites: SiteDoor | None = None,
        notifier: Notifier | None = None,
        pages: Pages = lambda: None,
        heard: Callable[[], Iterable[str]] = tuple,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.node, self._heard = node, heard
        self.peers: dict[str, Peer] = {}
        self.desk = PairingDesk(node, keys, pepper)
        self._keys, self._host, self._port = keys, host, port
        self._changed, self._routers = changed, routers
        self._notifier, self._sites = notifier, sites
        self._pepper, self._pages = pepper, pages
        self.api: Api | None = None
        self._live: Live | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.tls = ""

    @property
    def port(self) -> int:
        """Where it listens, once it does."""
        return self._port

    def start(self) -> None:
        """Opens the port and serves until `stop`.

        Raises:
            PortTakenError: the port cannot be had.
            OSError: the certificate cannot be made.
        """
        certificate, key = certificate_files(self._keys, self.node.house.clock())
        self.tls = self.desk.tls = fingerprint_of(certificate)
        if self._sites is not None:
            self._sites.desk.tls = self.tls
        _allow_files()
        listening = self._listen()
        self._port = listening[0].getsockname()[1]
        config = uvicorn.Config(
            self._face(),
            log_config=None,
            access_log=False,
            lifespan="on",
            ssl_certfile=certificate,
            ssl_keyfile=key,
            http=PatientProtocol,
            ws=_Socket,
            ws_ping_interval=_PATIENCE_S,
            ws_ping_timeout=_PATIENCE_S,
            ws_per_message_deflate=False,
            ws_max_size=MAX_MESSAGE,
            timeout_graceful_shutdown=2,
            server_header=False,
            proxy_headers=False,  # nobody says for others where they come from
        )
        self._server = server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=_serve_whole, args=(server, listening), name="hub", daemon=True
        )
        self._thread.start()
        limit = time.monotonic() + _START_S
        while not server.started and self._thread.is_alive():
            if time.monotonic() > limit:
                break
            time.sleep(0.01)
        if not server.started:
            self.stop()
            raise PortTakenError(self._port)

    def stop(self) -> None:
        """Ends every connection and joins the thread."""
        if self._live is not None:
            self._live.end()
        if self._server is not None:
            self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(_START_S)
        self._server = self._thread = None

    def _listen(self) -> list[socket.socket]:
        """The sockets of the port: of the one address, or of all, IPv6 too."""
        try:
            if self._host:
                return [_listening(self._host, self._port)]
            four = _listening("0.0.0.0", self._port)  # noqa: S104  the whole site comes
        except OSError as error:
            raise PortTakenError(self._port) from error
        try:
            return [four, _listening("::", four.getsockname()[1])]
        except OSError as error:  # a machine without IPv6
            _log.info("no IPv6 here: %s", error)
            return [four]

    def _face(self) -> AsgiApp:
        self.api = api = api_of(self.node, self._keys, self._pepper)
        api.notifier = self._notifier
        if self._sites is not None:
            api.sites = self._sites.seen
        self._live = live = Live(api)
        desk = PagesDesk(self.node, self._pages)
        paying = TablePay(api, desk)
        logins = Logins(api)

        works = (api.webhooks, live, desk)

        @asynccontextmanager
        async def living(face: FastAPI) -> AsyncIterator[None]:
            work = [asyncio.create_task(each.run()) for each in works]
            try:
                yield
            finally:
                for task in work:
                    task.cancel()
                await asyncio.gather(*work, return_exceptions=True)

        face = FastAPI(
            title="Sotto",
            openapi_url=None,
            docs_url=None,
            redoc_url=None,
            lifespan=living,
        )
        face.add_api_websocket_route(SYNC, self._serve)
        face.include_router(pairing_routes(self.desk))
        if self._sites is not None:
            face.include_router(attaching_routes(self._sites.desk))
        for router in self._routers:
            face.include_router(router)
        doors: dict[str, AsgiApp] = {
            PREFIX: face_of(api, logins),
            booking.PREFIX: face_of(api, logins, booking.ROUTERS, booking.PREFIX),
            console.PREFIX: face_of(
                api, logins, (console.router,), console.PREFIX, noted=False
            ),
            site.PREFIX: site.site(self._keys),
            **public_pages(api),
            table.PREFIX: guest_pages(
                api, paying, table.PREFIX, table.table_answer(api, paying)
            ),
            self_order.PREFIX: guest_pages(
                api, paying, self_order.PREFIX, self_order.order_answer(paying)
            ),
            **pay_messages(api, desk),
            PATH: live,
        }
        return _with_doors(face, {"http": doors, "websocket": {PATH: live}})

    def _node_of(self, site: str) -> Node | None:
        """Who speaks for a site here."""
        if site == self.node.site_id:
            return self.node
        return self._sites.nodes.get(site) if self._sites is not None else None

    def _gathered(self) -> tuple[str, ...]:
        """Who is connected, and which other sites are at the head office. Where several
        processes are the hub, none knows of all."""
        shared = self.node.house.database.shared
        return () if shared else (*sorted(self.peers), *sorted(self._heard()))

    def look(self) -> None:
        """Tells who is connected wherever that changed. Any thread."""
        for peer in list(self.peers.values()):
            peer.look()

    def _came_or_went(self) -> None:
        self.look()
        if self._sites is not None:
            self._sites.look()
        self._changed()

    async def _serve(self, connection: WebSocket) -> None:
        """One terminal, from its greeting until it is gone."""
        await connection.accept()
        peer, peers, who = None, self.peers, ""

        async def send(text: str) -> None:
            try:
                await connection.send_text(text)
            except RuntimeError as error:  # it closed while this was being made
                raise WebSocketDisconnect from error

        try:
            node, chain, theirs = await asyncio.wait_for(
                greet_terminal(
                    self._node_of,
                    self.tls,
                    send,
                    connection.receive_text,
                    connection.scope["state"][_ADMIT],
                ),
                _START_S,
            )
            if self._sites is not None and node is not self.node:
                peers, who = self._sites.peers, node.site_id
                others = partial(self._sites.others, who)
                peer = Peer(node, chain, theirs, send, gathered=others)
            else:
                peers, who = self.peers, chain
                peer = Peer(
                    node,
                    chain,
                    theirs,
                    send,
                    gathered=self._gathered,
                    lacking=self._came_or_went,
                )
            peers[who] = peer
            self._came_or_went()
            await peer.run(connection.receive_text)
        except GreetingError as error:
            _log.warning("a terminal was turned away: %s", error.code)
            await _say(connection, error.code)
            if self._sites is not None and peers is self._sites.peers:
                self._sites.parted(who, error)
        except KnownError as error:
            _log.warning("the house takes nothing: %s", type(error).__name__)
            await _say(connection, "busy")
        except (
            WebSocketDisconnect,
            TimeoutError,
            KeyError,
            ValueError,
            TypeError,
        ) as error:
            _log.info("a terminal is gone: %s", type(error).__name__)
        finally:
            if peer is not None and peers.get(who) is peer:
                del peers[who]
                self._came_or_went()
            if connection.application_state is not WebSocketState.DISCONNECTED:
                await _close(connection)


def _serve_whole(server: uvicorn.Server, listening: list[socket.socket]) -> None:
    """Serves until it shall stop; who has not hung up by then is cut off."""

    async def whole() -> None:
        await server.serve(listening)
        for connection in tuple(server.server_state.connections):
            connection.transport.abort()

    with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
        runner.run(whole())


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.create_server((host, port), family=family, backlog=128)
    # asyncio sends at once only on sockets that say that they are TCP; on others
    # each answer waits 40 ms for an acknowledgement of its head.
    return socket.socket(
        made.family, made.type, socket.IPPROTO_TCP, fileno=made.detach()
    )


def _with_doors(face: AsgiApp, doors: Mapping[str, Mapping[str, AsgiApp]]) -> AsgiApp:
    """Apps under their prefixes, whatever comes behind these; a route of Starlette lets
    odd addresses slip by.

    Args:
        doors: kind of connection -> prefix -> app; the first prefix that fits counts.
    """

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        path = f"{scope.get('path', '')}/"
        for prefix, inside in doors.get(scope["type"], {}).items():
            if path.startswith(f"{prefix}/"):
                await inside({**scope, "root_path": prefix}, receive, send)
                return
        await face(scope, receive, send)

    return door


def _allow_files() -> None:
    """Who opens connections and says nothing must not keep the house from its files."""
    if sys.platform == "win32":
        return  # there is no such limit
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < _FILES <= hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, hard))


async def _say(connection: WebSocket, code: str) -> None:
    with suppress(RuntimeError, WebSocketDisconnect):  # it may not have waited
        await connection.send_text(json.dumps({"refused": code}))


async def _close(connection: WebSocket) -> None:
    with suppress(RuntimeError, WebSocketDisconnect):  # or closed from the other side
        await connection.close()
