"""Keys and sessions as they stand."""

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.access.events import (
    AccessEvent,
    KeyCreated,
    KeyRevoked,
    PasswordSet,
    SecondFactorSet,
    SessionClosed,
    SessionOpened,
    SessionRenewed,
)
from app.domain.access.scopes import carried

PREFIX = "key:"
"""Before the id of a key where an operator is named."""


@dataclass(slots=True)
class Session:
    """A person who is logged in over the network."""

    id: str
    person: str
    refresh: str
    until: str


@dataclass(slots=True)
class Access:
    """Who may come in.

    Attributes:
        keys: by id, revoked ones too; `revoked` are their ids.
        holders: SHA-256 of a key -> its id.
        passwords: person -> hash; seeds: person -> sealed seed of the one-time codes.
    """

    keys: dict[str, KeyCreated] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    holders: dict[str, str] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    seeds: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)

    def evolve(self, event: AccessEvent) -> None:
        """Takes a fact in; never refuses."""
        match event:
            case KeyCreated():
                self.keys[event.key] = event
                self.holders[event.secret] = event.key
            case KeyRevoked():
                self.revoked.add(event.key)
            case PasswordSet():
                _put(self.passwords, event.person, event.hash)
            case SecondFactorSet():
                _put(self.seeds, event.person, event.seed)
            case SessionOpened():
                self.sessions[event.session] = Session(
                    event.session, event.person, event.refresh, event.until
                )
            case SessionRenewed():
                if event.session in self.sessions:
                    self.sessions[event.session].refresh = event.refresh
            case SessionClosed():
                self.sessions.pop(event.session, None)
            case _:
                pass

    def key(self, secret: str) -> KeyCreated | None:
        """The key with this SHA-256, unless it was revoked."""
        found = self.holders.get(secret, "")
        return None if found in self.revoked else self.keys.get(found)

    def rights_of(self, operator: str) -> frozenset[str]:
        """What a program may do; nothing for anybody else."""
        found = operator.removeprefix(PREFIX)
        if found == operator or found in self.revoked or found not in self.keys:
            return frozenset()
        return carried(self.keys[found].scopes)

    def session(self, name: str, now: datetime) -> Session | None:
        """A session that is not over."""
        found = self.sessions.get(name)
        if found is None or now >= datetime.fromisoformat(found.until):
            return None
        return found


def _put(where: dict[str, str], person: str, what: str) -> None:
    if what:
        where[person] = what
    else:
        where.pop(person, None)
