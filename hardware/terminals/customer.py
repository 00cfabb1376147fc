"""What the person in front of the simulated terminal does, and what befalls the network.

Each ``Behaviour`` is one sale's script. ``ACCEPTS``, ``refuses("04")``, ``ABANDONS``,
``TIMES_OUT`` and ``WALKS_AWAY`` are the everyday ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from hardware.terminals.model import Means, PayKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The network fails once.

    Attributes:
        side: while the till writes ("request") or the terminal does ("answer").
        at: bytes that still pass. A request cut short is never acted upon; an answer
            cut at 0 is lost between approval and answer.
        how: "close" hangs up, "reset" breaks off, "silent" leaves the line dead.
    """

    side: Literal["request", "answer"]
    at: int
    how: Literal["close", "reset", "silent"] = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """One sale's script.

    Attributes:
        refusal: why not, as Caisse-AP's AF says it ("04" the bank refuses, "06" the guest
            gives up, "08" nobody came, "11" the red key), "" to accept; a terminal that
            speaks otherwise says the same in its own words.
        walks_away: nobody touches the terminal; it gives up when the till does.
        think_s: seconds before anything happens.
        amount: cents really taken, None for what was asked.
        wrong: fields of the answer with false values, by the protocol's own names
            ({"CA": "09"}).
        chunk: bytes at a time in the answer, 0 for all at once.
        gap_s: seconds between two chunks.
        cut: a failure of the network.
        hangs_up: closes after the answer; False leaves that to the till.
        card: what the terminal reports of the card number in AA.
        scheme: application that paid, as Caisse-AP's CC says it.
    """

    refusal: str = ""
    walks_away: bool = False
    think_s: float = 0.0
    amount: int | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)
    chunk: int = 0
    gap_s: float = 0.0
    cut: Cut | None = None
    hangs_up: bool = True
    card: str = "************0674"
    scheme: str = "00B"


ACCEPTS = Behaviour()
ABANDONS = Behaviour(refusal="06")
TIMES_OUT = Behaviour(refusal="08")
WALKS_AWAY = Behaviour(walks_away=True)


def refuses(code: str = "04") -> Behaviour:
    """A card that is refused with this AF code."""
    return Behaviour(refusal=code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """What the guest looks at: a demand for money that the terminal has read.

    Attributes:
        reference: as the till names it on the wire.
    """

    kind: PayKind = PayKind.DEBIT
    cents: int
    currency: str = "978"
    reference: str
    means: Means = Means.CARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A line of the terminal's own ledger: money that moved.

    Attributes:
        cents: positive, in the direction of `kind`.
    """

    kind: PayKind
    cents: int
    currency: str
    reference: str
    authorisation: str
    at: datetime
    means: Means = Means.CARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the simulated terminal's own screen would show.

    Attributes:
        what: "asked" (waits for the customer), "approved", "not_approved" (with `code`),
            "power_on" or "power_off".
        cents: of the sale, 0 for the others.
    """

    what: Literal["asked", "approved", "not_approved", "power_on", "power_off"]
    cents: int = 0
    reference: str = ""
    code: str = ""
