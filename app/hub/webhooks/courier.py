"""Brings messages to webhooks: signed, one after the other, again until they arrive.

Source: Standard Webhooks (signature, ids, retries); every webhook has its own pace, so
that one that hangs keeps nobody waiting.
"""

import asyncio
import logging
import random
import ssl
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

import httpx2
from standardwebhooks import Webhook as Signing

from app.hub.api.rates import Rates
from app.hub.webhooks.addresses import ForbiddenError, target_of
from app.hub.webhooks.store import Delivery, Store
from db.errors import KnownError

PAUSES_S: tuple[float, ...] = (5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 43200)
"""Before each further try; the last one again and again."""
GIVE_UP_MS = 7 * 24 * 3600 * 1000
TIMEOUT_S: Final = 15.0
GONE: Final = 410
_AT_ONCE: Final = 8
_BATCH: Final = 50
_LONGEST_S: Final = 30.0
_PRUNE_S: Final = 3600.0
_AFTER_BUG_S: Final = 60.0
_log = logging.getLogger("sotto.webhooks")


@dataclass(frozen=True, slots=True)
class Route:
    """How a webhook is reached now.

    Attributes:
        who: its messages a minute are counted with those of the same program.
        keys: what its messages are signed with.
        private: it may be a machine of this network.
        per_minute: messages a minute.
    """

    webhook: str
    url: str
    who: str
    keys: tuple[bytes, ...]
    private: bool
    per_minute: int


def _nowhere(url: str, headers: Mapping[str, str], body: bytes) -> bool:
    return False


class Courier:
    """Tells what waits in the store, until it is cancelled.

    Args:
        routes: the webhooks that may be told something now.
        now: milliseconds since 1970, on the house's clock.
        gone: told when a webhook says that it is no more.
        inside: takes a message for an address of this hub itself; whether it was one.
        trust: whose certificates count; the machine's own list without one.
    """

    def __init__(
        self,
        store: Store,
        routes: Callable[[], Awaitable[Iterable[Route]]],
        now: Callable[[], int],
        gone: Callable[[str], None] = lambda webhook: None,
        *,
        inside: Callable[[str, Mapping[str, str], bytes], bool] = _nowhere,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._store, self._routes, self._now = store, routes, now
        self._gone, self._inside, self._trust = gone, inside, trust
        self._rates = Rates()
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._held: dict[str, float] = {}
        self._news = asyncio.Event()
        self._pruned = 0.0

    def wake(self) -> None:
        """There is something to tell. In the loop's thread."""
        self._news.set()

    async def run(self) -> None:
        """Works until cancelled."""
        trust = self._trust or ssl.create_default_context()
        # A connection is of one name alone: two names may share an address.
        limits = httpx2.Limits(max_keepalive_connections=0)
        client = httpx2.AsyncClient(
            verify=trust,
            trust_env=False,
            follow_redirects=False,
            timeout=TIMEOUT_S,
            limits=limits,
        )
        async with client:
            try:
                while True:
                    pause = await self._round(client)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._news.wait(), pause)
            finally:
                under_way = list(self._busy.values())
                for task in under_way:
                    task.cancel()
                await asyncio.gather(*under_way, return_exceptions=True)

    async def _round(self, client: httpx2.AsyncClient) -> float:
        """Starts what is due; seconds until something else is."""
        self._news.clear()
        routes = {route.webhook: route for route in await self._routes()}
        if not routes:
            return _LONGEST_S
        held = {w for w, until in self._held.items() if until > time.monotonic()}
        free = routes.keys() - self._busy.keys() - held
        now = self._now()
        try:
            await self._prune(now)
            due = await asyncio.to_thread(self._store.due, free, now, 8 * _BATCH)
            following = await asyncio.to_thread(self._store.next_due, free)
        except KnownError as error:
            _log.info("messages wait: %s", type(error).__name__)
            return _LONGEST_S
        lots: dict[str, list[Delivery]] = {}
        for each in due:
            lots.setdefault(each.webhook, []).append(each)
        for webhook in list(lots)[: max(0, _AT_ONCE - len(self._busy))]:
            work = self._tell(client, routes[webhook], lots[webhook][:_BATCH])
            self._busy[webhook] = asyncio.create_task(work)
        waits = [until - time.monotonic() for until in self._held.values()]
        if following is not None and following > now:
            waits.append((following - now) / 1000)
        return max(0.01, min([wait for wait in waits if wait > 0], default=_LONGEST_S))

    async def _prune(self, now: int) -> None:
        if time.monotonic() - self._pruned > _PRUNE_S:
            self._pruned = time.monotonic()
            await asyncio.to_thread(self._store.prune, now)

    async def _tell(
        self, client: httpx2.AsyncClient, route: Route, waiting: list[Delivery]
    ) -> None:
        """Tells one webhook what waits for it."""
        try:
            for each in waiting:
                rate = self._rates.hit(route.who, max(1, route.per_minute))
                if not rate.let_in:
                    self._held[route.webhook] = time.monotonic() + rate.reset
                    return
                status, error, wait = await self._try(client, route, each)
                told = self._judged(each, status, error, wait)
                await asyncio.to_thread(self._store.settle, told)
                if status == GONE:
                    self._gone(route.webhook)
                    return
        except KnownError as error:
            self._held[route.webhook] = time.monotonic() + 5.0
            _log.info("what was told is not noted: %s", type(error).__name__)
        except Exception:  # noqa: BLE001  nobody waits for this task
            self._held[route.webhook] = time.monotonic() + _AFTER_BUG_S
            _log.exception("webhook %s is told nothing for now", route.webhook)
        finally:
            self._busy.pop(route.webhook, None)
            self._news.set()

    async def _try(
        self, client: httpx2.AsyncClient, route: Route, each: Delivery
    ) -> tuple[int, str, float]:
        """The status of the answer, what went wrong, the seconds that it asks to wait."""
        headers = signed(each.message, each.body, route.keys, self._now() // 1000)
        if self._inside(route.url, headers, each.body.encode()):
            return 200, "", 0.0
        try:
            target = await target_of(route.url, private=route.private)
            asked = client.stream(
                "POST",
                target.url,
                content=each.body.encode(),
                headers={**headers, "Host": target.host},
                extensions={"sni_hostname": target.name},
            )
            # However slowly it trickles in; what it says besides its status is not read.
            async with asyncio.timeout(TIMEOUT_S), asked as answer:
                status = answer.status_code
                wait = answer.headers.get("retry-after", "")
        except ForbiddenError as error:
            return 0, str(error), 0.0
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, TimeoutError) as error:
            return 0, type(error).__name__, 0.0
        good = 200 <= status < 300
        seconds = float(wait) if wait.isdigit() and len(wait) < 6 else 0.0
        return status, "" if good else f"HTTP {status}", seconds

    def _judged(self, each: Delivery, status: int, error: str, wait: float) -> Delivery:
        """A message after a try."""
        now, tries = self._now(), each.tries + 1
        told = replace(each, tries=tries, status=status, error=error)
        if not error:
            return replace(told, state="delivered", due=now)
        pause = PAUSES_S[min(tries, len(PAUSES_S)) - 1]
        pause = max(pause * random.uniform(0.9, 1.1), wait)
        due = now + round(1000 * pause)
        dead = due > each.since + GIVE_UP_MS or status == GONE
        _log.info("%s not told: %s", each.message, error)
        return replace(told, state="dead" if dead else "waiting", due=due)


def signed(message: str, body: str, keys: Iterable[bytes], at: int) -> dict[str, str]:
    """The headers of a message: one signature for each key that is valid."""
    moment = datetime.fromtimestamp(at, UTC)
    signatures = (Signing(key).sign(message, moment, body) for key in keys)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Sotto-Webhooks/1",
        "Webhook-Id": message,
        "Webhook-Timestamp": str(at),
        "Webhook-Signature": " ".join(signatures),
    }
