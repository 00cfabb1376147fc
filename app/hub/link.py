"""A terminal's end of the exchange: finds the hub, stays connected, says how it is.

A thread of its own, so neither a dead router nor a busy window holds the other up. A
terminal never needs the hub to sell; the link only tells what is missing meanwhile.
"""

import asyncio
import json
import logging
import ssl
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from enum import Enum
from itertools import compress

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from app.hub.certificate import fingerprint
from app.hub.greeting import greet_hub
from app.hub.messages import MAX_MESSAGE, GreetingError
from app.hub.node import Node
from app.hub.peer import Peer
from app.hub.places import address_of, place_at
from db.errors import KnownError

_PING_S, _PONG_S, _CLOSE_S = 0.6, 0.8, 0.2
"""Between two pings, for their answer, for a goodbye: a loss shows within their sum."""
_DIAL_S, _GREETING_S = 1.0, 5.0
_AGAIN_S = (0.2, 0.5)
"""Before another look at all addresses: a return shows within this and `_DIAL_S`."""
_AWAY_S = 5.0
"""Before a hub that turned us away is asked again."""
_log = logging.getLogger("sotto.link")


class State(Enum):
    """How a terminal stands with its hub."""

    SEEKING = "seeking"
    LINKED = "linked"
    TURNED_AWAY = "turned_away"


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """What the state strip shows.

    Attributes:
        hub: chain of the hub while it is linked.
        reason: the greeting's code when it was turned away.
        refused: our chain is not taken by the hub: the code.
        since: when the hub was lost, ISO 8601 with offset; "" while it is linked, and
            where it has not been since the start.
        there: chains that are connected to the hub; None while it says nothing of them.
        sites: other sites of the head office that are connected to it.
    """

    state: State = State.SEEKING
    hub: str = ""
    reason: str = ""
    refused: str = ""
    since: str = ""
    there: tuple[str, ...] | None = None
    sites: frozenset[str] = frozenset()


class Link:
    """The connection to whichever terminal carries the hub.

    Args:
        addresses: where to look, the likeliest first; asked before each attempt.
        changed: told in the link's thread.

    Attributes:
        status: how it stands; read from any thread.
    """

    def __init__(
        self,
        node: Node,
        addresses: Callable[[], list[str]],
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.status = LinkStatus()
        self.level = threading.Event()
        """Set while both ends have, as far as is known, all that the other has."""
        self._node, self._addresses, self._changed = node, addresses, changed
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    def start(self) -> None:
        """Starts looking for the hub."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the connection and joins the thread."""
        loop, task = self._loop, self._task
        if loop is not None and task is not None and not loop.is_closed():
            loop.call_soon_threadsafe(task.cancel)
        if self._thread.is_alive():
            self._thread.join(5.0)

    def _run(self) -> None:
        try:
            asyncio.run(self._stay())
        except asyncio.CancelledError:
            _log.info("the link was stopped")

    async def _stay(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        misses = 0
        while True:
            try:
                linked = await self._round()
            except Exception:  # noqa: BLE001  a bug must not leave the till alone
                _log.exception("the link failed")
                linked = False
            misses = 0 if linked else misses + 1
            pause = _AGAIN_S[min(misses, len(_AGAIN_S) - 1)]
            if self.status.state is State.TURNED_AWAY:
                pause = _AWAY_S
            await asyncio.sleep(pause)

    async def _round(self) -> bool:
        """A look at all addresses, and the exchange with the first hub that is ours,
        until it ends; whether there was one."""
        addresses = self._addresses()
        there = await asyncio.gather(*map(_answers, addresses))
        found, linked = LinkStatus(), False
        for address in compress(addresses, there):
            linked, status = await self._try(address)
            if linked or found.state is State.SEEKING:
                found = status
            if linked:
                break
        self._is(found)
        return linked

    async def _try(self, address: str) -> tuple[bool, LinkStatus]:
        """Exchanges until the connection ends: whether it came so far, and how we stand
        then."""
        peer, away = None, ""
        try:
            place = place_at(*address_of(address))
            async with (
                connect(
                    f"wss://{place}/sync",
                    ssl=_unverified(),
                    compression=None,
                    open_timeout=_GREETING_S,
                    close_timeout=_CLOSE_S,
                    ping_interval=_PING_S,
                    ping_timeout=_PONG_S,
                    max_size=MAX_MESSAGE,
                    proxy=None,
                ) as connection,
                self._reason_told(connection),
            ):
                chain, theirs = await asyncio.wait_for(
                    greet_hub(
                        self._node,
                        _shown(connection),
                        connection.send,
                        lambda: _text(connection),
                    ),
                    _GREETING_S,
                )
                peer = Peer(
                    self._node,
                    chain,
                    theirs,
                    connection.send,
                    self._heed,
                    lacking=self._changed,
                )
                self._heed(peer)
                await peer.run(lambda: _text(connection))
        except GreetingError as error:
            away = error.code if error.code != "self" else ""
            _log.warning("%s turned us away: %s", address, error.code)
        except KnownError as error:
            away = "house"
            _log.warning("the house takes nothing: %s", type(error).__name__)
        except (OSError, WebSocketException, TimeoutError) as error:
            _log.info("%s: %s", address, type(error).__name__)
        except (ValueError, TypeError) as error:
            away = "form"
            _log.warning("%s does not speak our protocol: %s", address, error)
        self.level.clear()
        status = LinkStatus(State.TURNED_AWAY, reason=away) if away else LinkStatus()
        return peer is not None, status

    @asynccontextmanager
    async def _reason_told(self, connection: ClientConnection) -> AsyncIterator[None]:
        """Tells the other end why we end the exchange, as it tells us."""
        code = ""
        try:
            yield
        except GreetingError as error:
            code = error.code
            raise
        except asyncio.CancelledError:
            hub = self.status.hub  # who was revoked here cannot know it yet
            code = "revoked" if hub and self._node.jwk(hub) is None else ""
            raise
        finally:
            if code:
                with suppress(WebSocketException):  # it may be gone
                    await connection.send(json.dumps({"refused": code}))

    def _heed(self, peer: Peer) -> None:
        """How the exchange goes: level or not, and whether our chain is taken."""
        if peer.level:
            self.level.set()
        else:
            self.level.clear()
        ours = peer.refused.get(self._node.chain, "")
        known = self._node.house.world.terminals.known
        there = peer.there
        if there is not None:
            there = tuple(each for each in there if each in known)
        sites = frozenset(peer.there or ()) - known.keys()
        status = LinkStatus(State.LINKED, peer.chain, refused=ours, there=there)
        self._is(replace(status, sites=sites))

    def _is(self, status: LinkStatus) -> None:
        before = self.status
        if status.state is not State.LINKED:
            lost = before.state is State.LINKED
            now = self._node.house.clock().isoformat(timespec="seconds")
            status = replace(status, since=now if lost else before.since)
        if status != self.status:
            self.status = status
            self._changed()


async def _answers(address: str) -> bool:
    """Whether anybody listens there: who does not must not keep the others waiting."""
    try:
        async with asyncio.timeout(_DIAL_S):
            _, writer = await asyncio.open_connection(
                *address_of(address), happy_eyeballs_delay=_DIAL_S / 4
            )
    except (OSError, ValueError):
        return False
    writer.close()
    return True


def _unverified() -> ssl.SSLContext:
    """Encrypts without asking who it is: the greeting does that, on this very channel."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _shown(connection: ClientConnection) -> str:
    """Fingerprint of the certificate that the other end showed."""
    channel = connection.transport.get_extra_info("ssl_object")
    return fingerprint(channel.getpeercert(binary_form=True))


async def _text(connection: ClientConnection) -> str:
    message = await connection.recv()
    if not isinstance(message, str):
        raise TypeError("a text was expected")
    return message
