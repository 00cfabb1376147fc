"""How orders from outside are taken: the fact, and how it stands at a moment."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from app.domain.wire import fact


@fact("channels.set", stream="channels", signed=True)
class ChannelsSet:
    """How orders from outside are taken from now on.

    Attributes:
        open: they are taken.
        delay: minutes by which they are promised later than usual.
        until: when all is as usual again by itself, ISO 8601 with offset; "" for not
            before somebody says so.
    """

    open: bool
    delay: int = 0
    until: str = ""


USUAL: Final = ChannelsSet(open=True)


@dataclass(slots=True)
class Channels:
    """What was said last."""

    said: ChannelsSet = field(default_factory=lambda: USUAL)

    def evolve(self, event: ChannelsSet) -> None:
        """Takes a fact in; never refuses."""
        self.said = event

    def at(self, now: datetime) -> ChannelsSet:
        """How they stand at a moment."""
        until = self.said.until
        return USUAL if until and datetime.fromisoformat(until) <= now else self.said
