"""What terminals say to each other, read strictly: nothing of another form gets further.

Who has proved who it is may still be broken, or be somebody else by now.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

MAX_GREETING: Final = 64 * 2**10
MAX_MESSAGE: Final = 64 * 2**20
"""Bytes that a stranger may say in all, and of one message of who has proved who it is."""


Word = tuple[int, Mapping[str, int]]
"""How far a chain goes, and its last ticket of each station then."""


class GreetingError(Exception):
    """The other end is not who it must be, or ends the exchange; `code` says why.

    Codes: "unknown" (never enrolled here), "revoked", "site" (another restaurant),
    "environment" (a sandbox meets a restaurant, or the like), "proof" (the key or the
    connection is not the right one), "form" (not our protocol), "self" (we called
    ourselves), "busy" (its house cannot write).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TurnedAwayError(GreetingError):
    """The other end says why it ends the exchange."""


@dataclass(frozen=True, slots=True)
class Given:
    """Runs of entries, the keys of the persons in them, whether more follow at once.

    Attributes:
        wants: invoices by number and pictures by hash whose files the other end lacks.
        files: by what was wanted, in base64.
        there: chains that are connected to the hub that gives; None when it says nothing
            of them.
        issued: chain -> how far it goes, and its last ticket of each station then.
    """

    runs: Sequence[Sequence[str]]
    keys: Mapping[str, str]
    more: bool
    wants: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    there: Sequence[str] | None = None
    issued: Mapping[str, Word] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other end has of what it was given, and what it refused.

    Attributes:
        refused: chain, code, number.
    """

    have: Mapping[str, int]
    refused: Sequence[tuple[str, str, int]]


def read(text: str) -> dict[str, Any]:
    """A message.

    Raises:
        GreetingError: it is none.
        TurnedAwayError: it says why the exchange ends.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise GreetingError("form") from error
    if not isinstance(found, dict):
        raise GreetingError("form")
    if isinstance(found.get("refused"), str):
        raise TurnedAwayError(found["refused"])
    return found


def text_of(message: Mapping[str, Any], name: str) -> str:
    """One field that is a text.

    Raises:
        GreetingError: it is not.
    """
    found = message.get(name)
    if not isinstance(found, str):
        raise GreetingError("form")
    return found


def vector_of(message: Mapping[str, Any]) -> dict[str, int]:
    """What the other end says it has.

    Raises:
        GreetingError: it says nothing of the kind.
    """
    found = message.get("have")
    if not isinstance(found, dict) or not all(_is_number(v) for v in found.values()):
        raise GreetingError("form")
    return found


def heard(text: str) -> Given | Answer:
    """A message of the exchange.

    Raises:
        GreetingError: it is none, or says why the exchange ends.
    """
    message = read(text)
    if "have" in message:
        refused = message.get("refused")
        if not isinstance(refused, list) or not all(map(_is_refusal, refused)):
            raise GreetingError("form")
        return Answer(vector_of(message), [tuple(one) for one in refused])
    runs: Any = message.get("entries")
    keys: Any = message.get("keys")
    wants: Any = message.get("wants", [])
    files: Any = message.get("files", {})
    there: Any = message.get("there")
    issued: Any = message.get("issued", {})
    formed = (
        isinstance(runs, list)
        and all(isinstance(run, list) and run and _are_texts(run) for run in runs)
        and isinstance(keys, dict)
        and _are_texts(keys.values())
        and isinstance(wants, list)
        and _are_texts(wants)
        and isinstance(files, dict)
        and _are_texts(files.values())
        and (there is None or (isinstance(there, list) and _are_texts(there)))
        and isinstance(issued, dict)
        and all(map(_is_word, issued.values()))
    )
    if not formed:
        raise GreetingError("form")
    more = message.get("more") is True
    words = {chain: (seq, tickets) for chain, (seq, tickets) in issued.items()}
    return Given(runs, keys, more, wants, files, there, words)


def _is_word(one: Any) -> bool:
    return (
        isinstance(one, list)
        and len(one) == 2
        and _is_number(one[0])
        and isinstance(one[1], dict)
        and all(map(_is_number, one[1].values()))
    )


def _is_refusal(one: Any) -> bool:
    return (
        isinstance(one, list)
        and len(one) == 3
        and _are_texts(one[:2])
        and _is_number(one[2])
    )


def _are_texts(found: Any) -> bool:
    return all(isinstance(one, str) for one in found)


def _is_number(found: Any) -> bool:
    return type(found) is int and found >= 0
