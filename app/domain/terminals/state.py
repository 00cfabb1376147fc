"""The terminals as they stand."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.terminals.events import (
    HEAD_OFFICE,
    DisplaySet,
    HubSet,
    LimitsSet,
    SiteSet,
    TerminalEvent,
    TerminalLocated,
    TerminalSet,
    UpstreamSet,
)

PREFIX = "C"
_HEIRS = {"hub": 0, "pos": 1, "admin": 2}
"""Roles, from the machine that is most likely to stay."""


@dataclass(slots=True)
class Terminals:
    """Who was enrolled, by chain, and who carries the hub.

    A chain belongs to the first key that was enrolled for it: two hubs that were apart
    may have given one name to two machines, and then the second has to be paired again.
    """

    known: dict[str, TerminalSet] = field(default_factory=dict)
    hub: HubSet | None = None
    upstream: UpstreamSet | None = None
    """The head office that this restaurant is attached to, None while it has none."""
    located: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Where each terminal was last, by chain."""
    displays: dict[str, DisplaySet] = field(default_factory=dict)
    """What each kitchen screen shows, by chain; one that nobody set shows everything."""
    limits: dict[str, frozenset[str]] = field(default_factory=dict)
    """Rights that nobody has at a terminal, by chain."""
    sites: dict[str, SiteSet] = field(default_factory=dict)
    """The sites of this head office, by id."""

    def evolve(self, event: TerminalEvent) -> None:
        """Takes a fact in; never refuses."""
        if isinstance(event, HubSet):
            self.hub = event
            return
        if isinstance(event, UpstreamSet):
            self.upstream = event if event.chain else None
            return
        if isinstance(event, SiteSet):
            self.sites[event.site] = event
            return
        if isinstance(event, TerminalLocated):
            self.located[event.chain] = event.addresses
            return
        if isinstance(event, LimitsSet):
            self.limits[event.chain] = frozenset(event.barred)
            return
        if isinstance(event, DisplaySet):
            self.displays[event.chain] = event
            return
        known = self.known.get(event.chain)
        if known is None or (known.x, known.y) == (event.x, event.y):
            self.known[event.chain] = event

    def screens(self) -> dict[str, DisplaySet]:
        """The kitchen's screens in use, by chain, as they were set."""
        known = tuple(self.known.values())  # asked in other threads too
        kitchens = (t.chain for t in known if t.active and t.role == "kitchen")
        return {c: self.displays.get(c, DisplaySet(chain=c)) for c in kitchens}

    def barred(self, chain: str) -> frozenset[str]:
        """The rights that nobody has at a terminal."""
        return self.limits.get(chain, frozenset())

    @property
    def several(self) -> bool:
        """Whether numbers that each terminal counts for itself can be confused."""
        return sum(each.role != HEAD_OFFICE for each in self.known.values()) > 1

    def key(self, chain: str) -> Mapping[str, str] | None:
        """The public key of a terminal that was ever enrolled, None for others: what a
        revoked one wrote before stands."""
        known = self.known.get(chain)
        if known is None:
            return None
        return {"kty": "EC", "crv": "P-256", "x": known.x, "y": known.y}

    def jwk(self, chain: str) -> Mapping[str, str] | None:
        """The public key of a terminal that may exchange entries, None for others."""
        known = self.known.get(chain)
        return self.key(chain) if known is not None and known.active else None

    def may_know_persons(self, chain: str) -> bool:
        """Whether a terminal may have the keys that make names of persons readable.

        A head office needs no guest's name, so it gets none.
        """
        known = self.known.get(chain)
        return known is not None and known.role != HEAD_OFFICE

    def hub_place(self, chain: str) -> str:
        """Where the hub that a terminal carries is found, "host:port"; "" where it carries
        none."""
        hub = self.hub
        carries = hub is not None and chain != "" and hub.chain == chain
        return next(iter(hub.addresses), "") if hub and carries else ""

    def heirs(self) -> list[str]:
        """Who may take the hub over once it is gone, in the order in which they do."""
        hub = self.hub.chain if self.hub else ""
        heirs = [
            each
            for each in tuple(self.known.values())  # asked in other threads too
            if each.active and each.role != HEAD_OFFICE
        ]
        heirs.sort(key=lambda each: (_HEIRS.get(each.role, 3), each.chain))
        return [each.chain for each in heirs if each.chain != hub]

    def chain_for(self, x: str, y: str, taken: tuple[str, ...]) -> str:
        """The chain that a key was enrolled for, or a name for a new one; `taken` are
        in use besides."""
        again = (c for c, known in self.known.items() if (known.x, known.y) == (x, y))
        return next(again, None) or self.next_chain(taken)

    def next_chain(self, taken: tuple[str, ...]) -> str:
        """A name for the chain of one more terminal; `taken` are in use besides."""
        number = 1
        while f"{PREFIX}{number}" in {*self.known, *taken}:
            number += 1
        return f"{PREFIX}{number}"


def fingerprint_words(terminal: TerminalSet) -> str:
    """A key's fingerprint as people compare it on two screens: "1a2b 3c4d 5e6f 7a8b"."""
    digest = hashlib.sha256(f"{terminal.x}.{terminal.y}".encode()).hexdigest()[:16]
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))
