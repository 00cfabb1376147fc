"""Secrets, signatures, retries and the certificate of who is told."""

import asyncio
import base64
import hashlib
import hmac
import ssl
from datetime import datetime
from pathlib import Path

import pytest
from hub_kit import soon
from standardwebhooks import Webhook as Verifier

from app.domain.access.scopes import SCOPES
from app.domain.webhooks.events import TOLD
from app.hub.certificate import certificate_files
from app.hub.webhooks import courier
from app.hub.webhooks.addresses import Target
from app.hub.webhooks.courier import Courier, Route, signed
from app.hub.webhooks.messages import TYPES
from app.hub.webhooks.secrets import OVERLAP_MS, key_of, keys, new_secret, renewed
from app.hub.webhooks.store import KEPT_MS, Delivery, Store
from db.database import Database

PEPPER = b"p" * 32
DAY_MS = 24 * 3600 * 1000


def test_a_secret_signs_for_a_day_beside_its_successor() -> None:
    def signs(secret: str, now: int, before: str = "") -> str:
        return renewed(before, secret, "w", PEPPER, now)

    first = signs("first", 1000)
    second = signs("second", 2000, first)
    assert keys(second, "w", PEPPER, 2001) == [b"second", b"first"]
    assert keys(second, "w", PEPPER, 2000 + OVERLAP_MS) == [b"second"]
    third = signs("third", 3000, second)
    assert signs("third", 3500, third) == third  # asked twice
    assert keys(third, "w", PEPPER, 3501) == [b"third", b"second", b"first"]
    for number in range(9):
        third = signs(f"more {number}", 4000, third)
    assert len(keys(third, "w", PEPPER, 4001)) == 5


def test_secrets_open_for_their_webhook_and_their_site_alone() -> None:
    sealed = renewed("", "first", "w", PEPPER, 1000)
    assert "first" not in sealed
    assert keys(sealed, "other", PEPPER, 1001) == []
    assert keys(sealed, "w", b"q" * 32, 1001) == []
    assert keys("", "w", PEPPER, 1001) == []


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_é", "x" * 201])
def test_what_is_no_secret(secret: str) -> None:
    with pytest.raises(ValueError, match=r"secret|base64|bytes|ASCII"):
        key_of(secret)


def test_a_signature_is_what_standard_webhooks_says() -> None:
    secret = new_secret()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    headers = signed("C1-7", '{"a":"é"}', [key_of(secret)], 1764000000)
    expected = hmac.digest(key, 'C1-7.1764000000.{"a":"é"}'.encode(), hashlib.sha256)
    assert headers["Webhook-Signature"] == "v1," + base64.b64encode(expected).decode()
    assert headers["Webhook-Timestamp"] == "1764000000"
    assert Verifier(secret)._whsecret == key


def test_every_event_has_a_scope_and_a_fact() -> None:
    assert set(TOLD.values()) <= SCOPES.keys()
    assert {"order.created", "kitchen.ready", "receipt.issued"} <= TYPES


def delivery(message: str = "C1-1", **told: object) -> Delivery:
    known: dict[str, object] = {
        "webhook": "w",
        "message": message,
        "place": message,
        "event": "order.created",
        "body": "{}",
        "at": 1000,
    }
    return Delivery(**(known | told))  # type: ignore[arg-type]


@pytest.fixture
def store() -> Store:
    return Store(Database.open("sqlite://"))


def test_a_message_is_kept_once_and_told_by_its_place(store: Store) -> None:
    store.add([delivery("C1-2"), delivery("C1-1")], "f", {"C1": 2})
    store.add([delivery("C1-2", body="other")], "f", {"C1": 2})
    found = store.due(["w"], 0, 10)
    assert [(each.message, each.body) for each in found] == [
        ("C1-1", "{}"),
        ("C1-2", "{}"),
    ]
    assert store.due(["other"], 0, 10) == []


def test_tries_go_on_for_a_week_and_then_no_more(store: Store) -> None:
    courier_ = Courier(store, lambda: asyncio.sleep(0, []), lambda: 6 * DAY_MS)
    waiting = courier_._judged(delivery(since=0), 500, "HTTP 500", 0)
    assert (waiting.state, waiting.tries) == ("waiting", 1)
    assert 6 * DAY_MS + 4500 <= waiting.due <= 6 * DAY_MS + 5500
    asked = courier_._judged(delivery(), 503, "HTTP 503", 120)
    assert asked.due == 6 * DAY_MS + 120_000
    late = courier_._judged(delivery(tries=99), 500, "HTTP 500", 2 * DAY_MS / 1000)
    assert late.state == "dead"
    spread = sum(courier.PAUSES_S[:-1])
    assert spread < DAY_MS / 1000 < 7 * courier.PAUSES_S[-1]


def test_old_messages_go_and_waiting_ones_stay(store: Store) -> None:
    store.add([delivery("C1-1", state="delivered"), delivery("C1-2")], "f", {})
    store.prune(2000 + KEPT_MS)
    assert [each.message for each in store.listed("w", "", "", 9)] == ["C1-2"]


def test_the_certificate_has_to_be_of_the_name_that_was_asked_for(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = certificate_files(tmp_path, datetime.now().astimezone())
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    trust = ssl.create_default_context(cafile=certificate)

    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()
        writer.close()

    async def play() -> list[Delivery]:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=serving)
        port = server.sockets[0].getsockname()[1]
        routes = [
            Route(
                name,
                f"https://{host}:{port}/",
                "me",
                (b"k",),
                private=True,
                per_minute=100,
            )
            for name, host in (
                ("good", "localhost"),
                ("wrong", "localhost.localdomain"),
            )
        ]

        async def all_of_them() -> list[Route]:
            return routes

        async def target(url: str, *, private: bool) -> Target:
            name = url.split("/")[2].split(":", maxsplit=1)[0]
            return Target(f"https://127.0.0.1:{port}/", name, name)

        store.add([delivery(webhook="good"), delivery(webhook="wrong")], "f", {})
        sent = Courier(store, all_of_them, lambda: 1000, trust=trust)
        monkeypatch.setattr(courier, "target_of", target)
        working = asyncio.create_task(sent.run())
        try:
            await asyncio.to_thread(soon, lambda: all(each.tries for each in both()))
        finally:
            working.cancel()
            server.close()
        return both()

    def both() -> list[Delivery]:
        return [*store.listed("good", "", "", 9), *store.listed("wrong", "", "", 9)]

    good, wrong = asyncio.run(play())
    assert (good.state, good.status) == ("delivered", 204)
    assert (wrong.state, wrong.status) == ("waiting", 0)
    assert wrong.error == "ConnectError"
