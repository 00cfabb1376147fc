"""Who is not known at the other end yet is introduced by the entries that enrolled it.

A terminal that was away may meet a hub that was enrolled meanwhile: what says so would
only come by the exchange. So each end shows, with its greeting, the entries that enrolled
it, back to the founder of the restaurant; each is signed by a terminal that the one before
it vouches for. A revocation that the other end has not heard of is not in them, as it is
not in what somebody who was away knows of others. A terminal whose key was changed shows
the entries by which the old key announced the new one.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from app.domain.terminals.events import TerminalSet
from app.hub.node import Node
from app.services.facts import facts_of
from db.canonical import unb64u
from db.entry import KEY_CHANGED, Entry, parse
from db.errors import DatabaseDamagedError
from db.keys import PublicKey

_MOST_KEYS = 16
_MOST = 8
"""Entries of an introduction: each is a terminal that took over and enrolled the next."""


def introduction(node: Node) -> list[str]:
    """The entries that vouch for this terminal, the founder's first.

    Raises:
        KnownError: the journal cannot be read.
    """
    shown: list[str] = []
    founder = node.site.founder if node.site is not None else node.chain
    chain = node.chain
    while chain != founder and len(shown) < _MOST:
        entry = _enrolment(node, chain)
        if entry is None or entry.chain == chain:
            break
        shown.insert(0, entry.jws)
        chain = entry.chain
    return [*shown, *_changes(node)]


def meet(node: Node, chain: str, shown: object) -> None:
    """Takes in an introduction of a terminal that is not known here; one that proves
    nothing changes nothing."""
    if not isinstance(shown, list):
        return
    changes = [each for each in shown if _changed_chain(each) == chain]
    if chain not in node.house.world.terminals.known:
        met: dict[str, Mapping[str, str]] = {}
        for stored in [each for each in shown if each not in changes][:_MOST]:
            told = _vouched(node, met, stored)
            if told is None:
                return
            met[told.chain] = {"kty": "EC", "crv": "P-256", "x": told.x, "y": told.y}
        if chain in met:
            node.met[chain] = met[chain]
    for stored in changes[:_MOST_KEYS]:
        _renew(node, chain, stored)


def _changes(node: Node) -> list[str]:
    """The latest entries by which keys of this terminal announced the next."""
    told = node.house.journal.entries(
        stream=f"journal/{node.chain}", types=(KEY_CHANGED,), readable=True
    )
    return [entry.jws for entry in told][-_MOST_KEYS:]


def _changed_chain(stored: Any) -> str:
    """Whose key an entry changes, "" when it is of another kind."""
    with suppress(DatabaseDamagedError, AttributeError, ValueError):
        entry = parse(stored)
        return entry.chain if entry.type == KEY_CHANGED else ""
    return ""


def _renew(node: Node, chain: str, stored: str) -> None:
    """Believes a new key that the one known here has announced."""
    known, new = node.jwk(chain), parse(stored).data.get("jwk")
    signed, _, signature = stored.rpartition(".")
    with suppress(ValueError, KeyError, TypeError):  # no key, or no signature of it
        key = PublicKey(known or {})
        following = PublicKey(new)  # type: ignore[arg-type]  # raises for what is none
        ours = stored.startswith(key.header.decode() + ".")
        once = following.kid != key.kid and following.kid not in node.renewed
        if ours and once and key.verifies(signed.encode(), unb64u(signature)):
            node.renewed[key.kid] = new  # type: ignore[assignment]  # it is a key


def _enrolment(node: Node, chain: str) -> Entry | None:
    """The entry that enrolled a terminal here."""
    found = node.house.journal.entries(
        stream=f"terminal/{chain}", types=("terminal.set",), limit=1
    )
    return next(iter(found), None)


def _vouched(
    node: Node, met: Mapping[str, Mapping[str, str]], stored: Any
) -> TerminalSet | None:
    """What an entry says of a terminal, if somebody who may vouch for it signed it."""
    try:
        entry = parse(stored)
        jwk = met.get(entry.chain) or node.jwk(entry.chain)
        signed, _, signature = stored.rpartition(".")
        if jwk is None or not PublicKey(jwk).verifies(
            signed.encode(), unb64u(signature)
        ):
            return None
    except (DatabaseDamagedError, ValueError):
        return None
    events: Sequence[object] = [fact.event for fact in facts_of([entry])]
    told = events[0] if events else None
    return told if isinstance(told, TerminalSet) and told.active else None
