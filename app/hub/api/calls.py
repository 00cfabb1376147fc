"""The call log: what programs asked and were answered, without secrets and names.

It is for those who write a program and want to see what it said. It lives in memory
alone, is bounded, and what may not be shown is not even kept: the values of secrets and
of what guests are called, live at and said.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from typing_extensions import override

from app.hub.api.feeds import Feed

CALLS_KEPT: Final = 300
MOST_BYTES: Final = 16_384
"""A larger body is not kept; half of it would be no JSON."""
HIDDEN: Final = "•••"
_SECRET: Final = frozenset(
    [
        "pin",
        "password",
        "current_pin",
        "current_password",
        "secret",
        "refresh_token",
        "access_token",
        "token",
        "uri",
        "phone",
        "phoneNumber",
        "email",
        "to",
        "notes",
        "note",
        "customerName",
    ]
)
"""Fields whose values are nobody's business, wherever they are."""
_SECRET_OF: Final[dict[str, frozenset[str]]] = {
    "auth": frozenset(("code", "name")),
    "customers": frozenset(("name",)),
    "events": frozenset(("data",)),
    "reservations": frozenset(("name",)),
    "settings": frozenset(("account", "sender", "user", "host", "name")),
}
"""The same for fields that are harmless elsewhere, by the noun of the address."""
_SHOWN_HEADS: Final = frozenset(
    b"accept accept-language content-type content-length idempotency-key if-match "
    b"if-none-match origin user-agent x-request-id".split()
)
_HOLDING: Final = (list, dict)
_NOUN = re.compile(r"/api(?:/v1)?/([a-z]+)")


@dataclass(frozen=True, slots=True)
class Said:
    """A request or an answer.

    Attributes:
        body: JSON without its secrets, "" when it was empty or is not kept.
        size: bytes that it had.
    """

    heads: tuple[tuple[str, str], ...]
    body: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call.

    Attributes:
        at: when it came, ISO 8601 with offset.
        who: id of a person or "key:<id>", "" for nobody who is known.
        ms: milliseconds until it was answered.
    """

    id: str
    at: str
    who: str
    method: str
    path: str
    query: str
    status: int
    ms: int
    asked: Said
    answered: Said


class CallLog(Feed[Call]):
    """The newest calls.

    Attributes:
        last_use: who -> when they last asked, since this hub started.
    """

    def __init__(self) -> None:
        super().__init__(CALLS_KEPT)
        self.last_use: dict[str, str] = {}

    @override
    def add(self, thing: Call) -> None:
        """Keeps a call."""
        super().add(thing)
        if thing.who:
            self.last_use[thing.who] = thing.at


Heads = Iterable[tuple[bytes, bytes]]


def asked(path: str, heads: Heads, body: bytes) -> Said:
    """A request as it may be shown."""
    told = [
        (_text(name), _text(value) if name in _SHOWN_HEADS else _hidden(value))
        for name, value in heads
        if name in _SHOWN_HEADS or name == b"authorization"
    ]
    return Said(tuple(told), redacted(path, body), len(body))


def answered(path: str, heads: Heads, parts: Iterable[bytes], size: int) -> Said:
    """An answer as it may be shown."""
    told = tuple((_text(name), _text(value)) for name, value in heads)
    return Said(told, redacted(path, b"".join(parts)), size)


def redacted(path: str, body: bytes) -> str:
    """A body without the values that nobody may see.

    Args:
        path: where it was sent to, or came from.
    """
    if not 0 < len(body) <= MOST_BYTES:
        return ""
    try:
        return orjson.dumps(_shown(orjson.loads(body), _secret(path))).decode()
    except (ValueError, TypeError, RecursionError):
        return ""  # what nobody can read may hold anything


def _shown(value: Any, secret: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_shown(each, secret) for each in value]
    if not isinstance(value, dict):
        return value
    # A problem says its `code`, whatever its address.
    hidden = _SECRET if "request_id" in value else secret
    # Most of it holds nothing: a call for each would cost more than reading the JSON.
    return {
        name: HIDDEN
        if name in hidden and each
        else (_shown(each, secret) if isinstance(each, _HOLDING) else each)
        for name, each in value.items()
    }


def redacted_query(path: str, query: bytes) -> str:
    """The same for what comes behind the question mark, as one reads it."""
    secret = _secret(path)
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return "&".join(f"{n}={HIDDEN if n in secret else value}" for n, value in pairs)


def _secret(path: str) -> frozenset[str]:
    noun = _NOUN.match(path)
    return _SECRET | _SECRET_OF.get(noun[1] if noun else "", frozenset())


def _text(raw: bytes) -> str:
    return raw.decode("latin-1")


def _hidden(credential: bytes) -> str:
    bearer = credential[:7].lower() == b"bearer "
    return f"Bearer {HIDDEN}" if bearer else HIDDEN
