"""What a kind of card terminal is to the settings: what is typed, what is made of it.

A device says its model (`DeviceSet.profile`) and its address; both together make a
dialogue. An address is ``scheme://place?option=value``: all that a person typed but the
secrets, which are kept in the key folder and never reach the journal.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, quote, unquote, urlencode

from hardware.terminals.customer import Behaviour, Charge, Notice, Sale
from hardware.terminals.dialogue import Dialogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """An address, taken apart.

    Attributes:
        scheme: which of the kind's ways.
        place: what comes behind it, "192.168.1.31:8888".
        options: name -> value, of the options of the way.
        secrets: name -> value, from the key folder.
    """

    scheme: str
    place: str
    options: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """As one line, without the secrets."""
        query = urlencode(
            {name: value for name, value in self.options.items() if value}
        )
        place = quote(self.place, safe="/:@[]")
        return f"{self.scheme}://{place}{'?' if query else ''}{query}"


def setup_of(address: str, secrets: Mapping[str, str] | None = None) -> Setup:
    """The parts of an address; one without a scheme is on the network."""
    scheme, mark, rest = address.partition("://")
    if not mark:
        scheme, rest = "tcp", address
    place, _, query = rest.partition("?")
    return Setup(
        scheme=scheme,
        place=unquote(place),
        options=dict(parse_qsl(query)),
        secrets=dict(secrets or {}),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that a person types or chooses.

    Attributes:
        key: its name in the address; "" for the place itself.
        label: in French, translated when it is shown; `example` and `hint` too.
        pattern: what all of it must match.
        choices: (value, French label); a field to type in when there are none.
        default: what holds when nothing is said.
        secret: kept in the key folder, shown to nobody again.
    """

    key: str
    label: str
    example: str = ""
    hint: str = ""
    pattern: str = ".*"
    choices: tuple[tuple[str, str], ...] = ()
    default: str = ""
    secret: bool = False

    def allows(self, value: str) -> bool:
        """Whether `value` can be it."""
        if self.choices:
            return value in dict(self.choices)
        return re.fullmatch(self.pattern, value) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to reach a kind of terminal: the scheme of its address and its options."""

    scheme: str
    label: str
    options: tuple[Option, ...]

    def wrong(self, setup: Setup) -> frozenset[str]:
        """Keys of the options that `setup` says wrongly."""
        said = {"": setup.place, **setup.options, **setup.secrets}
        return frozenset(
            each.key
            for each in self.options
            if not each.allows(said.get(each.key, each.default))
        )


class Simulator(Protocol):
    """A simulated terminal on a real socket or pseudo-terminal, and its own ledger."""

    @property
    def setup(self) -> Setup:
        """Where its driver finds it, secrets included."""

    @property
    def on(self) -> bool:
        """Whether it is switched on."""

    def power(self, *, on: bool) -> None:
        """Switches on or off. Off: links break, a sale under way is not charged."""

    def become(self, customer: Behaviour | None) -> None:
        """Changes the usual customer; None waits for `press`."""

    def script(self, *behaviours: Behaviour) -> None:
        """What the next customers do, one each, before the usual one comes back."""

    def press(self, behaviour: Behaviour) -> bool:
        """A person acts on the sale that waits; False when none does."""

    def asked(self) -> Sale | None:
        """The sale that the customer is looking at."""

    def approved(self) -> tuple[Charge, ...]:
        """The ledger, oldest first: every charge and refund that happened."""

    def demands(self) -> int:
        """How often it was asked for money, whatever came of it."""

    def listen(self, listener: Callable[[Notice], None]) -> None:
        """Has `listener` told of what the screen shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A model in the list of the settings.

    Attributes:
        key: what `DeviceSet.profile` says.
        label: shown to people; a brand, or French.
        ways: to reach it, the usual one first.
        caps: what all of this kind can do, see ``dialogue.CAPS``.
        dialogue: makes what the driver asks; ValueError when the setup cannot be.
        simulator: makes a simulated one, which keeps its sales in the file (None: until
            the process ends); None when there is none.
    """

    key: str
    label: str
    ways: tuple[Way, ...]
    caps: frozenset[str] = frozenset()
    dialogue: Callable[[Setup], Dialogue]
    simulator: Callable[[Path | None], Simulator] | None = None

    def way(self, scheme: str) -> Way:
        """The way of an address, the usual one when it is of another kind."""
        return next((each for each in self.ways if each.scheme == scheme), self.ways[0])
