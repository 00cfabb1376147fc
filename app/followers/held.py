"""Tickets that come out later: what ends sooner is held back until it is to be begun.

Until then nothing of it is on paper, so what is stopped meanwhile never comes out, and a
change of another kind brings it out before that change. Whoever prints for its station keeps
it; the follower's vector stays before it, so a kill, at whatever moment, loses nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.kitchen.events import TicketIssued
from app.domain.orders.state import Book
from app.services.house import Fact

Key = tuple[str, int]
"""Chain and number of the entry."""


@dataclass(slots=True)
class _Held:
    fact: Fact
    ticket: TicketIssued
    stopped: dict[str, int] = field(default_factory=dict)
    leaving: bool = False

    def left(self) -> TicketIssued:
        """The ticket without what was stopped since."""
        lines = tuple(
            replace(line, quantity=line.quantity - self.stopped.get(line.dish, 0))
            for line in self.ticket.lines
            if line.quantity > self.stopped.get(line.dish, 0)
        )
        return replace(self.ticket, lines=lines)


class HeldTickets:
    """Those that are printed here, by the entry that issued them."""

    def __init__(self) -> None:
        self._held: dict[Key, _Held] = {}

    def __len__(self) -> int:
        return len(self._held)

    def clear(self) -> None:
        """All of it is looked at again."""
        self._held.clear()

    def keep(self, fact: Fact, book: Book, now_ms: int) -> bool:
        """Keeps a ticket all of which is held back; whether it was one."""
        ticket, key = fact.event, key_of(fact)
        if not isinstance(ticket, TicketIssued) or not ticket.due:
            return False
        if key in self._held:  # it leaves just now
            return not self._held[key].leaving
        if not _waits(ticket, book, now_ms):
            return False
        self._held[key] = _Held(fact, ticket)
        return True

    def drop(self, key: Key) -> None:
        """It comes out elsewhere."""
        self._held.pop(key, None)

    def stops(self, fact: Fact) -> bool:
        """Whether a ticket only stops what is not on paper yet, and so never comes out."""
        ticket = fact.event
        if not isinstance(ticket, TicketIssued) or not self._only_stops(ticket):
            return False
        for line in ticket.lines:
            for held in self._with(ticket.station, line.dish):
                before = held.stopped.get(line.dish, 0)
                held.stopped[line.dish] = before + line.quantity
        return True

    def _only_stops(self, ticket: TicketIssued) -> bool:
        return all(
            line.kind == "stop" and self._with(ticket.station, line.dish)
            for line in ticket.lines
        )

    def _with(self, station: str, dish: str) -> list[_Held]:
        """What is held of a dish at a station."""
        return [
            held
            for held in self._held.values()
            if held.ticket.station == station and not held.leaving
            if any(line.dish == dish for line in held.ticket.lines)
        ]

    def due(self, book: Book, now_ms: int, told: Sequence[Fact] = ()) -> list[Fact]:
        """The tickets that come out now, without what was stopped: some of it is to be
        begun, or one of the facts `told` changes what it says."""
        changed = {
            (event.station, line.dish)
            for event in (fact.event for fact in told)
            if isinstance(event, TicketIssued) and not self._only_stops(event)
            for line in event.lines
            if line.kind not in ("make", "add")
        }
        found = []
        for key, held in tuple(self._held.items()):
            left = held.left()
            if held.leaving:
                continue
            if not left.lines:
                del self._held[key]
            elif not _waits(left, book, now_ms) or not changed.isdisjoint(
                (left.station, line.dish) for line in left.lines
            ):
                held.leaving = True
                found.append(replace(held.fact, event=left))
        return found

    def printed(self, facts: Sequence[Fact]) -> None:
        """They are in the spool: nothing has to look at them again."""
        for fact in facts:
            self.drop(key_of(fact))

    def before(
        self, seen: Mapping[str, int], also: Iterable[Key] = ()
    ) -> dict[str, int]:
        """A vector that stays before all that is held, and before `also`."""
        capped = dict(seen)
        for chain, seq in (*self._held, *also):
            if chain in capped:
                capped[chain] = min(capped[chain], seq - 1)
        return capped


def key_of(fact: Fact) -> Key:
    """The entry that a fact is."""
    _, chain, seq = fact.meta.order
    return chain, seq


def _waits(ticket: TicketIssued, book: Book, now_ms: int) -> bool:
    """Whether everything on it is held back still."""
    known = (book.dishes.get(line.dish) for line in ticket.lines)
    return all(dish is not None and dish.waits(now_ms) for dish in known)
