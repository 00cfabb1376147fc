"""Proof of display: which tickets each screen of the kitchen has painted, as it said itself.

A screen that proved something once is expected to go on (an older Sotto never does). One
that owes a proof is as good as lost, though its terminal is there: it is locked, covered,
shows another station, or a filter hides the card.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.kitchen.events import TicketIssued, TicketsShown
from app.domain.orders.handling import ms_of
from app.domain.vocabulary import Meta

LIMIT_MS = 15_000
"""So long after a ticket its screen has to have painted it, and each that stands in as
long after the one before it."""
KEPT_MS = 1_800_000
"""So long a ticket is asked after."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A ticket that wants to be seen; `ms` is when it was issued, or until when all of it
    is held back."""

    name: str
    station: str
    ms: int
    dishes: tuple[str, ...]


@dataclass(slots=True)
class Proofs:
    """Tickets by name ("C1:1234": the entry that issued it).

    Attributes:
        issued: those of the last half hour, the oldest first.
        shown: name -> screens (chains) that have painted it; of what is not here yet too.
        provers: screens that ever proved anything.
    """

    issued: dict[str, Issued] = field(default_factory=dict)
    shown: dict[str, set[str]] = field(default_factory=dict)
    provers: set[str] = field(default_factory=set)

    def evolve(self, event: TicketIssued | TicketsShown, meta: Meta) -> None:
        """Takes a fact in; in which order they come makes no difference."""
        if isinstance(event, TicketsShown):
            self.provers.add(event.chain)
            for ticket in event.tickets:
                self.shown.setdefault(ticket, set()).add(event.chain)
            return
        _, chain, seq = meta.order
        dishes = tuple(dict.fromkeys(line.dish for line in event.lines))
        now = ms_of(meta)
        name = f"{chain}:{seq}"
        self.issued[name] = Issued(name, event.station, max(now, event.due), dishes)
        # Each terminal's clock lets go of its own alone: one may be hours ahead.
        own = f"{chain}:"
        old = [
            ticket
            for ticket, each in self.issued.items()
            if each.ms < now - KEPT_MS and ticket.startswith(own)
        ]
        for ticket in old:
            del self.issued[ticket]
            self.shown.pop(ticket, None)

    def of(self, station: str, now_ms: int) -> Iterator[Issued]:
        """The tickets of a station ("" = all) that are asked after, the oldest first."""
        for each in self.issued.values():
            if station in ("", each.station) and each.ms > now_ms - KEPT_MS:
                yield each

    def owed(self, chain: str, now_ms: int) -> list[Issued]:
        """Tickets that a screen has not painted, of all stations."""
        shown = self.shown
        return [t for t in self.of("", now_ms) if chain not in shown.get(t.name, ())]
