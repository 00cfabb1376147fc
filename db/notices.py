"""What the journal noticed while writing, for the app to record or to show.

The journal never stops for these: it hands them over and the app decides which of them
becomes an entry, a banner or a line in the log.
"""

from dataclasses import dataclass

from db.entry import Head


@dataclass(frozen=True, slots=True)
class RollbackDetected:
    """The database ends before, or differs from, what the head file says.

    Attributes:
        witnessed: the head that the file holds.
        stored: the entry at the same place, or the database's head if it ends earlier.
    """

    witnessed: Head
    stored: Head


@dataclass(frozen=True, slots=True)
class WitnessUnreachable:
    """The head file of a chain with entries is missing, unreadable or not writable."""

    chain: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClockBackward:
    """The wall clock is behind the previous entry by more than two seconds.

    Attributes:
        seq: the first entry written with the earlier time.
        before: time of the previous entry; after: time of this one (ISO 8601).
        seconds: how far back, whole seconds.
    """

    chain: str
    seq: int
    before: str
    after: str
    seconds: int


@dataclass(frozen=True, slots=True)
class ClockDrift:
    """Another terminal wrote more than five minutes ahead of our wall clock."""

    chain: str
    ahead_ms: int


@dataclass(frozen=True, slots=True)
class CardNumberRedacted:
    """A payment card number was cut to its first six and last four digits."""

    chain: str
    seq: int
    type: str
    stream: str
    count: int


Notice = (
    RollbackDetected
    | WitnessUnreachable
    | ClockBackward
    | ClockDrift
    | CardNumberRedacted
)
