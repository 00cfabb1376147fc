"""The webhooks of one hub: follows the journal, keeps messages, sends the courier out."""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from app.domain.access.scopes import opens
from app.domain.access.state import PREFIX
from app.domain.vocabulary import place_of
from app.domain.webhooks.decide import ChangeWebhook
from app.domain.webhooks.events import TOLD, Webhook
from app.domain.world import World
from app.hub.node import Node, in_house
from app.hub.webhooks.courier import Courier, Route
from app.hub.webhooks.inspector import Inspector
from app.hub.webhooks.messages import TYPES, Message, Teller, trial
from app.hub.webhooks.secrets import keys, renewed
from app.hub.webhooks.store import Delivery, Store
from app.services.house import SYSTEM, Actor, Fact, House, facts_of
from db import reading
from db.errors import KnownError
from db.followers import vector

_BATCH: Final = 400
_KEEP_EVERY: Final = 2000
"""Entries that nobody was told of after which the place in the journal is noted."""
_AGAIN_S: Final = 2.0
_AFTER_BUG_S: Final = 60.0
_log = logging.getLogger("sotto.webhooks")


def may_hear(world: World, operator: str, event: str) -> bool:
    """Whether a person or a program may be told of an event."""
    scope = TOLD[event]
    if operator.startswith(PREFIX):
        name = operator.removeprefix(PREFIX)
        key = world.access.keys.get(name)
        return (
            key is not None
            and name not in world.access.revoked
            and (scope in key.scopes)
        )
    person = world.staff.people.get(operator)
    rights = world.staff.rights_of(operator)
    return person is not None and person.active and opens(scope, rights)


class WebhookDesk:
    """Tells webhooks what happens, from `run` until that is cancelled.

    Args:
        pepper: what their secrets are sealed with.

    Attributes:
        store: messages, told and to be told.
        inspector: shows people what their webhooks are told.
    """

    def __init__(self, node: Node, pepper: bytes, inspector: Inspector) -> None:
        self._node, self._name = node, f"webhooks/{node.chain}"
        self._pepper = pepper
        self.store = Store(node.house.database)
        self.inspector = inspector
        self.courier = Courier(
            self.store, self._reached, self.now, self._gone, inside=inspector.take
        )
        self._teller = Teller()
        self._seen: dict[str, int] = {}
        self._passed: dict[str, int] = {}
        self._began: dict[str, str] = {}
        self._noted = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()

    def now(self) -> int:
        """Milliseconds since 1970, on the house's clock."""
        return round(self._node.house.clock().timestamp() * 1000)

    async def run(self) -> None:
        """Follows and tells until cancelled."""
        self._loop = asyncio.get_running_loop()
        house = self._node.house
        unfollow = await in_house(self._node.post, lambda: house.follow(self._on_facts))
        courier = asyncio.create_task(self.courier.run())
        try:
            await self._follow()
        finally:
            courier.cancel()
            self._node.post(unfollow)
            with suppress(asyncio.CancelledError):
                await courier

    def rehearsal(self, event: str, data: Mapping[str, Any]) -> Message:
        """A message of something that did not happen. Waits for the disk.

        Args:
            data: what it tells besides that it is a test.

        Raises:
            KnownError: the disk did not answer.
        """
        house = self._node.house
        last = reading.head(house.database, self._node.chain)
        return trial(house, event, house.clock(), last, data)

    def try_out(self, webhook: Webhook, data: Mapping[str, Any]) -> None:
        """Tells a webhook something that did not happen. Waits for the disk.

        Raises:
            KnownError: nothing was kept.
        """
        message = self.rehearsal(webhook.event, data)
        found = delivery_of(webhook.webhook, message, self.now())
        self.store.add([found], self._name, {})
        self.wake()

    def signs(self, world: World, webhook: str, secret: str) -> str:
        """What a webhook's messages are signed with, sealed, once this secret is the
        next one."""
        sealed = world.webhooks.secret(webhook)
        return renewed(sealed, secret, webhook, self._pepper, self.now())

    def wake(self) -> None:
        """Something is to be told, or may be told otherwise. Any thread."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self.courier.wake)

    def _on_facts(self, facts: tuple[Fact, ...]) -> None:
        """In the thread of the house: while nobody listens it costs next to nothing."""
        if not self._listening():
            self._passed = _later(self._passed, self._node.house.world.seen)
        elif self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self._news.set)

    async def _follow(self) -> None:
        self._news.set()
        while True:
            await self._news.wait()
            self._news.clear()
            pause = 0.0
            try:
                if await self._took_some():
                    self.courier.wake()
            except KnownError as error:
                _log.info("webhooks wait: %s", type(error).__name__)
                pause = _AGAIN_S
            except Exception:  # noqa: BLE001  a bug in one message stops no other for good
                _log.exception("webhooks are told nothing for now")
                pause = _AFTER_BUG_S
            if pause:
                self._teller = Teller()  # what it remembers was not kept
                await asyncio.sleep(pause)
                self._news.set()

    async def _took_some(self) -> bool:
        """Makes messages of the next entries; whether there were any."""
        house, post = self._node.house, self._node.post
        if not self._seen:
            self._seen = await asyncio.to_thread(_start, house, self._name)
        ends, webhooks = await in_house(post, self._look)
        if not webhooks:
            self._seen = _later(self._seen, ends)
            return False
        self._seen = _later(self._seen, self._passed)
        for webhook in {each.webhook for each in webhooks} - self._began.keys():
            self._began[webhook] = await asyncio.to_thread(_began, house, webhook)
        facts, seen = await asyncio.to_thread(_read, house, self._seen, ends)
        told = await in_house(post, lambda: list(self._deliveries(house, facts)))
        seen = _later(self._seen, seen)
        if told or sum(seen.values()) - self._noted > _KEEP_EVERY:
            await asyncio.to_thread(self.store.add, told, self._name, seen)
            self._noted = sum(seen.values())
        if facts and seen != _later(seen, ends):
            self._news.set()  # there is more
        self._seen = seen
        return bool(told)

    def _look(self) -> tuple[dict[str, int], list[Webhook]]:
        """How much of the journal the world knows of now, and who listens."""
        house = self._node.house
        house.catch_up()
        house.settle()
        return reading.vector(house.database), self._listening()

    def _listening(self) -> list[Webhook]:
        """The webhooks that are told something; none of who may not hear it any more.
        Of several hubs on one database, the one that the journal names tells them."""
        house = self._node.house
        hub = house.world.terminals.hub
        if house.database.shared and (hub is None or hub.chain != self._node.chain):
            return []
        return [
            webhook
            for webhook in house.world.webhooks.known.values()
            if webhook.active and may_hear(house.world, webhook.by, webhook.event)
        ]

    def _deliveries(self, house: House, facts: list[Fact]) -> Iterator[Delivery]:
        """Who is told what. A webhook hears of what comes behind its own beginning."""
        webhooks = [each for each in self._listening() if each.webhook in self._began]
        wanted = {webhook.event for webhook in webhooks}
        now = self.now()
        for message in self._teller.messages(house, facts, wanted):
            for webhook in webhooks:
                later = message.place > self._began[webhook.webhook]
                if webhook.event == message.event and later:
                    yield delivery_of(webhook.webhook, message, now)

    async def _reached(self) -> list[Route]:
        return await in_house(self._node.post, lambda: list(self._routes()))

    def _routes(self) -> Iterator[Route]:
        world, now = self._node.house.world, self.now()
        settings = world.settings
        for webhook in self._listening():
            sealed = world.webhooks.secret(webhook.webhook)
            signing = tuple(keys(sealed, webhook.webhook, self._pepper, now))
            if signing:
                yield Route(
                    webhook=webhook.webhook,
                    url=webhook.target_url,
                    who=webhook.by,
                    keys=signing,
                    private=settings.text("webhooks.private") == "yes",
                    per_minute=settings.number("api.webhooks"),
                )

    def _gone(self, webhook: str) -> None:
        """It answered that it is no more: it is told nothing until somebody says so."""
        asleep = ChangeWebhook(webhook=webhook, active=False)

        def change() -> None:
            with suppress(KnownError):  # it says so again
                self._node.house.run(asleep, Actor(SYSTEM))

        self._node.post(change)


def delivery_of(webhook: str, message: Message, now: int) -> Delivery:
    """A message on its way to a webhook."""
    return Delivery(
        webhook=webhook,
        message=message.id,
        place=message.place,
        event=message.event,
        body=message.body,
        at=message.at,
        due=now,
        since=now,
    )


def _later(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {**one, **{c: max(seq, one.get(c, 0)) for c, seq in other.items()}}


def _start(house: House, follower: str) -> dict[str, int]:
    """Where a hub goes on. One that never told anything begins with the business day:
    it may have taken over from another, and what is told twice has the same id."""
    known = vector(house.database, follower)
    if known:
        return known
    return reading.before(house.database, house.business_day(house.clock()))


def _began(house: House, webhook: str) -> str:
    """The place in the journal from which on a webhook hears."""
    stream = f"webhook/{webhook}"
    found = reading.entries(house.database, stream=stream, after={}, limit=1)
    return next((place_of(each.order) for each in found), "")


def _read(
    house: House, seen: dict[str, int], ends: dict[str, int]
) -> tuple[list[Fact], dict[str, int]]:
    """The next entries that something can be told of, and how much that covers."""
    found = list(
        reading.entries(
            house.database, after=seen, types=TYPES, limit=_BATCH, readable=True
        )
    )
    # What the world has not taken in yet would be told as it was before.
    known = [entry for entry in found if entry.seq <= ends.get(entry.chain, 0)]
    if len(found) < _BATCH:
        return list(facts_of(known)), ends
    covered = {entry.chain: entry.seq for entry in known}
    return list(facts_of(known)), {**seen, **covered}
