"""Messages of webhooks, kept in the database until they arrived and a month beyond."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final, Literal

from sqlalchemy import delete, func, insert, select, update

from app.services.ports import WebhookHealth
from db.database import Database
from db.followers import advance
from db.tables import delivery

State = Literal["waiting", "delivered", "dead"]
KEPT_MS: Final = 30 * 24 * 3600 * 1000
"""How long messages can be told again after they happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message to one webhook. Moments are milliseconds since 1970.

    Attributes:
        message: its id, the same however often it is told.
        place: when it happened, sorts as canonical order does.
        since: when it was first due; a week later nobody tries again.
        status: of the last answer, 0 without one; `error` says why.
    """

    webhook: str
    message: str
    place: str
    event: str
    body: str
    at: int
    state: str = "waiting"
    due: int = 0
    since: int = 0
    tries: int = 0
    status: int = 0
    error: str = ""


_COLUMNS = [delivery.c[field.name] for field in fields(Delivery)]
_ALL = select(*_COLUMNS)


class Store:
    """The deliveries of a hub. Thread: any, and not the window's: it waits for the disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, found: Iterable[Delivery], follower: str, seen: Mapping[str, int]
    ) -> None:
        """Keeps messages, and with them how much of the journal the follower has seen.

        Raises:
            KnownError: nothing was kept.
        """
        with self._database.write() as connection:
            for each in found:
                there = select(delivery.c.message).filter_by(
                    webhook=each.webhook, message=each.message
                )
                if connection.execute(there).first() is None:
                    connection.execute(insert(delivery), asdict(each))
            advance(connection, follower, seen)

    def due(self, webhooks: Collection[str], now: int, limit: int) -> list[Delivery]:
        """What these are to be told by now, in the order in which it happened."""
        asked = _ALL.where(
            delivery.c.state == "waiting",
            delivery.c.due <= now,
            delivery.c.webhook.in_(webhooks),
        )
        with self._database.read() as connection:
            rows = connection.execute(asked.order_by(delivery.c.place).limit(limit))
            return [Delivery(**row) for row in rows.mappings()]

    def next_due(self, webhooks: Collection[str]) -> int | None:
        """When there is something to tell these, None when there is nothing."""
        asked = select(func.min(delivery.c.due)).where(
            delivery.c.state == "waiting", delivery.c.webhook.in_(webhooks)
        )
        with self._database.read() as connection:
            found: int | None = connection.execute(asked).scalar()
        return found

    def settle(self, told: Delivery) -> None:
        """Notes what became of a try. Not flushed: at worst it is told once more."""
        changed = {
            "state": told.state,
            "due": told.due,
            "tries": told.tries,
            "status": told.status,
            "error": told.error,
        }
        this = update(delivery).filter_by(webhook=told.webhook, message=told.message)
        # Told again since it was read, it stays so.
        this = this.where(delivery.c.since == told.since)
        with self._database.write(flush=False) as connection:
            connection.execute(this.values(changed))

    def listed(
        self, webhook: str, state: str, before: str, limit: int
    ) -> list[Delivery]:
        """The messages of a webhook, the newest first."""
        asked = _ALL.where(delivery.c.webhook == webhook)
        if state:
            asked = asked.where(delivery.c.state == state)
        if before:
            asked = asked.where(delivery.c.place < before)
        asked = asked.order_by(delivery.c.place.desc()).limit(limit)
        with self._database.read() as connection:
            rows = connection.execute(asked).mappings()
            return [Delivery(**row) for row in rows]

    def untold(self) -> dict[str, WebhookHealth]:
        """What each webhook was not told: nothing of those that were told everything."""
        state, newest = delivery.c.state, func.max(delivery.c.place)
        counted = select(delivery.c.webhook, state, func.count(), newest)
        counted = counted.where(state.in_(("waiting", "dead")))
        found: dict[str, WebhookHealth] = {}
        with self._database.read() as connection:
            rows = connection.execute(counted.group_by(delivery.c.webhook, state)).all()
            for webhook, kind, count, place in rows:
                last = select(delivery.c.error).filter_by(webhook=webhook, place=place)
                error = connection.execute(last.limit(1)).scalar() or ""
                known = found.get(webhook, WebhookHealth())
                found[webhook] = replace(
                    known, **{kind: count, "error": known.error or error}
                )
        return found

    def place_of(self, webhook: str, message: str) -> str | None:
        """Where a message stands, None when it is not kept."""
        asked = select(delivery.c.place).filter_by(webhook=webhook, message=message)
        with self._database.read() as connection:
            found: str | None = connection.execute(asked).scalar()
        return found

    def tell_again(
        self, webhook: str, now: int, *, place: str = "", at: int = 0, state: str = ""
    ) -> int:
        """Tells what comes behind a place, or happened at or after a moment, once more.

        Args:
            state: only what stands so; everything without.

        Returns:
            how many messages that are.
        """
        again: dict[str, Any] = {
            "state": "waiting",
            "due": now,
            "since": now,
            "tries": 0,
        }
        these = update(delivery).where(
            delivery.c.webhook == webhook,
            delivery.c.place > place,
            delivery.c.at >= at,
        )
        if state:
            these = these.where(delivery.c.state == state)
        with self._database.write() as connection:
            done = connection.execute(these.values(again))
            return int(done.rowcount)

    def forget(self, webhook: str) -> None:
        """Drops every message of a webhook that was removed."""
        with self._database.write() as connection:
            connection.execute(delete(delivery).where(delivery.c.webhook == webhook))

    def prune(self, now: int) -> None:
        """Drops what is older than anybody may ask for."""
        old = delivery.c.at < now - KEPT_MS
        over = delivery.c.state != "waiting"
        with self._database.write(flush=False) as connection:
            connection.execute(delete(delivery).where(old, over))
