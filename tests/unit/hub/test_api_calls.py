"""What the call log keeps, and what it never sees."""

import asyncio
import json

import pytest

from app.hub.api.calls import HIDDEN, asked, redacted, redacted_query
from app.hub.api.feeds import Feed


@pytest.mark.parametrize(
    ("path", "told", "kept"),
    [
        (
            "/api/v1/auth/login",
            {"person": "marc", "pin": "9999", "code": "123456"},
            {"person": "marc", "pin": HIDDEN, "code": HIDDEN},
        ),
        (
            "/api/v1/reservations",
            {"name": "Jean", "covers": 2, "phone": "+336", "notes": ""},
            {"name": HIDDEN, "covers": 2, "phone": HIDDEN, "notes": ""},
        ),
        (
            "/api/v1/orders",
            {"items": [{"name": "Café", "notes": "pour Jean"}]},
            {"items": [{"name": "Café", "notes": HIDDEN}]},
        ),
        ("/api/reservations/1", {"customerName": "Jean"}, {"customerName": HIDDEN}),
        (
            "/api/v1/keys",
            {"name": "TheFork", "secret": "sk_1"},
            {"name": "TheFork", "secret": HIDDEN},
        ),
        (
            "/api/v1/events",
            {"events": [{"data": {"who": "Jean"}}]},
            {"events": [{"data": HIDDEN}]},
        ),
        (
            "/api/v1/auth/login",
            {"code": "login_wrong", "request_id": "1"},
            {"code": "login_wrong", "request_id": "1"},
        ),
    ],
)
def test_secrets_and_names_are_not_kept(path: str, told: object, kept: object) -> None:
    assert json.loads(redacted(path, json.dumps(told).encode())) == kept


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b'{"pin": "1', b"[" * 9000, b"[" * 900 + b"]" * 900),
        *(b"1" * 20_000, b'{"a": NaN}', b'{"mode": "\\ud800"}'),
    ],
)
def test_what_cannot_be_read_is_not_kept(body: bytes) -> None:
    assert redacted("/api/v1/orders", body) == ""


def test_a_credential_and_other_heads_are_not_kept() -> None:
    heads = [
        (b"authorization", b"Bearer sk_1"),
        (b"cookie", b"x=1"),
        (b"user-agent", b"curl"),
    ]
    told = dict(asked("/api/v1/orders", heads, b"").heads)
    assert told == {"authorization": f"Bearer {HIDDEN}", "user-agent": "curl"}
    told = dict(asked("/", [(b"authorization", b"sk_1 oops")], b"").heads)
    assert told == {"authorization": HIDDEN}


def test_a_query_is_kept_without_its_secrets() -> None:
    told = redacted_query("/api/v1/auth/second-factor", b"code=123456&limit=5")
    assert told == f"code={HIDDEN}&limit=5"


def test_a_feed_is_bounded_and_wakes_who_waits() -> None:
    async def play() -> None:
        feed: Feed[str] = Feed(2)
        waiting = asyncio.create_task(feed.beyond(0))
        await asyncio.sleep(0)
        for thing in "abc":
            feed.add(thing)
        await waiting
        assert feed.after(0) == [(2, "b"), (3, "c")]
        assert feed.after(2) == [(3, "c")]
        assert (feed.find(1), feed.find(3)) == (None, "c")

    asyncio.run(play())
