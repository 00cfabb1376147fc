"""The inspector: an address of the hub itself where one sees what a webhook is told.

Each person has one, with a secret of its own; both follow from the pepper, so there is
nothing to set up and nothing to keep. Messages for it do not go through the network,
whatever the hub is called on it. What comes is checked as a program should check it.
"""

import hmac
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal
from urllib.parse import urlsplit

from standardwebhooks import Webhook as Signing

from app.hub.api.feeds import Feed
from app.hub.webhooks.secrets import MARK, key_of
from app.services.house import House

PATH: Final = "/developers/api/inbox/"
MOST_BYTES: Final = 65_536
KEPT: Final = 50
"""Messages a person."""
PATIENCE_S: Final = 300
_TOKEN_BYTES: Final = 18

Verdict = Literal["verified", "unsigned", "late", "wrong"]
"""Whether the headers of Standard Webhooks are there, are of the last five minutes, and
the signature is of this inspector's secret."""


@dataclass(frozen=True, slots=True)
class Received:
    """A message that came."""

    at: str
    heads: dict[str, str]
    body: str
    verdict: Verdict


class Inspector:
    """The inspectors of one hub's people. In the hub's thread."""

    def __init__(self, house: House, pepper: bytes) -> None:
        self._house, self._pepper = house, pepper
        self._boxes: dict[str, Feed[Received]] = {}

    def path(self, person: str) -> str:
        """Where messages for a person's inspector are sent."""
        return PATH + self._token(person)

    def secret(self, person: str) -> str:
        """What they should be signed with, as Standard Webhooks writes it."""
        return MARK + b64encode(self._derived("inspector secret", person)).decode()

    def box(self, person: str) -> Feed[Received]:
        """What came."""
        return self._boxes.setdefault(person, Feed(KEPT))

    def take(self, url: str, heads: Mapping[str, str], body: bytes) -> bool:
        """Keeps a message for one of these inspectors, wherever it is sent to by name:
        who knows the address knows a secret of this hub's.

        Returns:
            whether the address is an inspector's.
        """
        person = self._owner(urlsplit(url).path)
        if person is None:
            return False
        now = self._house.clock()
        heads = {name.lower(): value for name, value in heads.items()}
        verdict = judged(heads, body, self.secret(person), round(now.timestamp()))
        text = body[:MOST_BYTES].decode(errors="replace")
        moment = now.isoformat(timespec="milliseconds")
        self.box(person).add(Received(moment, heads, text, verdict))
        return True

    def _owner(self, path: str) -> str | None:
        token = path.removeprefix(PATH)
        if token == path or not token.isascii():
            return None
        people = self._house.world.staff.people
        for person, known in list(people.items()):
            if known.active and hmac.compare_digest(self._token(person), token):
                return person
        return None

    def _token(self, person: str) -> str:
        made = self._derived("inspector address", person)[:_TOKEN_BYTES]
        return urlsafe_b64encode(made).decode()

    def _derived(self, what: str, person: str) -> bytes:
        return hmac.digest(self._pepper, f"{what} {person}".encode(), "sha256")


def judged(heads: Mapping[str, str], body: bytes, secret: str, now: int) -> Verdict:
    """What a program that listens makes of a message.

    Args:
        heads: with their names in lower case.
        now: seconds since 1970.
    """
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    if not all(heads.get(name) for name in names):
        return "unsigned"
    moment = heads["webhook-timestamp"]
    if not (moment.isascii() and moment.isdigit() and len(moment) < 12):
        return "wrong"
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return "wrong"
    at = datetime.fromtimestamp(int(moment), UTC)
    expected = Signing(key_of(secret)).sign(heads["webhook-id"], at, text).encode()
    given = heads["webhook-signature"].encode().split()
    if not any(hmac.compare_digest(expected, each) for each in given):
        return "wrong"
    return "verified" if abs(now - int(moment)) <= PATIENCE_S else "late"
