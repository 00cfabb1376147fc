"""Tickets that come out later: what ends sooner is held back until it is to be begun.

Until then nothing of it is on paper, so what is stopped meanwhile never comes out, and a
change of another kind brings it out before that change. The follower's vector stays before
what is held, so a kill, at whatever moment, loses nothing; and since facts alone say what was
stopped before a ticket came out (`meet`), who looks at them again comes to the same papers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.kitchen.events import TicketIssued
from app.domain.orders.state import Book
from app.services.house import Fact

Key = tuple[str, int]
"""Chain and number of the entry."""
PATIENCE_MS = 30_000
"""So long a ticket of another terminal waits until that one is heard again."""


@dataclass(slots=True)
class _Held:
    """A ticket.

    Attributes:
        until: by the clock of this machine, ms; whoever issued it may be hours ahead.
        stopped: dish -> thousandths that were stopped since.
        leaving: it is on its way to the spool.
        asked: since when it would come out, did we hear its terminal, ms; 0 for not yet.
    """

    fact: Fact
    ticket: TicketIssued
    until: int
    stopped: dict[str, int] = field(default_factory=dict)
    leaving: bool = False
    asked: int = 0

    def left(self) -> TicketIssued:
        """The ticket without what was stopped since."""
        lines = tuple(
            replace(line, quantity=line.quantity - self.stopped.get(line.dish, 0))
            for line in self.ticket.lines
            if line.quantity > self.stopped.get(line.dish, 0)
        )
        return replace(self.ticket, lines=lines)

    @property
    def dishes(self) -> set[str]:
        """What it was issued for."""
        return {line.dish for line in self.ticket.lines}

    def concerned(self, other: TicketIssued, book: Book) -> bool:
        """Whether another ticket is about this one: a part that was divided off a line
        has a dish of its own, but remembers the numbers that the whole had."""
        if self.ticket.station != other.station:
            return False
        if any(line.dish in self.dishes for line in other.lines):
            return True
        parts = [
            book.dishes[line.dish].at(other.station)
            for line in other.lines
            if line.kind not in ("make", "add") and line.dish in book.dishes
        ]
        return any(self.ticket.number in part.tickets for part in parts)

    def waited(self, book: Book, ms: int) -> bool:
        """Whether everything that is left on it was held back still at a moment."""
        known = (book.dishes.get(line.dish) for line in self.left().lines)
        return all(dish is not None and dish.held_until > ms for dish in known)

    def waits(self, book: Book, now_ms: int) -> bool:
        """Whether it is so now: what a cook began, by whatever clock, does not wait."""
        known = (book.dishes.get(line.dish) for line in self.left().lines)
        return all(dish is not None and dish.waits(now_ms) for dish in known)


class HeldTickets:
    """Those that are held here, by the entry that issued them."""

    def __init__(self) -> None:
        self._held: dict[Key, _Held] = {}

    def __len__(self) -> int:
        return len(self._held)

    def clear(self) -> None:
        """All of it is looked at again."""
        self._held.clear()

    def keep(self, fact: Fact, now_ms: int) -> bool:
        """Keeps a ticket all of which is held back as it is issued; whether it was one."""
        ticket = fact.event
        if not isinstance(ticket, TicketIssued) or not ticket.due:
            return False
        issued = ms_of(fact)
        if ticket.due <= issued:
            return False
        until = min(ticket.due, now_ms + ticket.due - issued)
        self._held[key_of(fact)] = _Held(fact, ticket, until)
        return True

    def meet(self, fact: Fact, book: Book) -> tuple[list[Fact], bool]:
        """What comes out because of a fact, before its own paper, and whether it has one:
        a ticket that only stops what is not on paper yet never comes out."""
        ticket = fact.event
        if not self._held or not isinstance(ticket, TicketIssued):
            return [], True
        moment = ms_of(fact)
        about = [held for held in self._inside() if held.concerned(ticket, book)]
        theirs = set[str]().union(*(held.dishes for held in about))
        only_stops = all(ln.kind == "stop" and ln.dish in theirs for ln in ticket.lines)
        if only_stops and all(held.waited(book, moment) for held in about):
            for held in about:
                for line in ticket.lines:
                    before = held.stopped.get(line.dish, 0)
                    held.stopped[line.dish] = before + line.quantity
            return [], False
        return [self._leave(held) for held in about if held.left().lines], True

    def due(
        self, book: Book, now_ms: int, sure: Callable[[str], bool]
    ) -> list[tuple[Fact, bool]]:
        """The tickets some of which is to be begun now, and whether they may have come out
        elsewhere.

        Args:
            sure: whether it is known that the terminal of a chain took none of them for
                itself meanwhile. Where it never is, they come out all the same.
        """
        found = []
        for key, held in tuple(self._held.items()):
            if held.leaving:
                continue
            if not held.left().lines:
                del self._held[key]
            elif now_ms >= held.until or not held.waits(book, now_ms):
                if sure(key[0]):
                    found.append((self._leave(held), False))
                    continue
                held.asked = held.asked or now_ms
                if now_ms - held.asked >= PATIENCE_MS:
                    found.append((self._leave(held), True))
        return found

    def take(self, key: Key) -> Fact | None:
        """What is left of a ticket that comes out elsewhere, None for one that is not
        held."""
        held = self._held.pop(key, None)
        return replace(held.fact, event=held.left()) if held else None

    def _inside(self) -> list[_Held]:
        return [held for held in self._held.values() if not held.leaving]

    def _leave(self, held: _Held) -> Fact:
        held.leaving = True
        return replace(held.fact, event=held.left())

    def printed(self, facts: Sequence[Fact]) -> None:
        """They are in the spool: nothing has to look at them again."""
        for fact in facts:
            self._held.pop(key_of(fact), None)

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


def ms_of(fact: Fact) -> int:
    """When it was written, by the clock of its terminal."""
    return round(datetime.fromisoformat(fact.meta.ts).timestamp() * 1000)
