"""A dish: what stations make for a line, and how far they are with it."""

from dataclasses import dataclass, replace

from app.domain.orders.events import DishOrdered


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a dish that another station makes, with what that one did of it: when it
    began and bumped it, whether it saw what changed, its tickets."""

    station: str
    started: int = 0
    ready: int = 0
    seen: bool = False
    tickets: tuple[int, ...] = ()


@dataclass(slots=True)
class Dish:
    """What one station makes for a line; times are milliseconds since 1970, 0 = not yet.

    A dish of which others make a part is complete at each of them: `at` gives it as a
    station has it.

    Attributes:
        station: where it is made.
        bumped: its station called it ready; `shares`: those of other stations.
        part: it stands for the part of a station beside; also: who else makes a part.
        started: a cook has it in hand; while it is held, it was only made ready to make.
        late: it joined a course that was already being made; `seen` once acknowledged.
        rushed: it goes before the others; again: why it is made anew, "" for the first.
        begin: its ticket is held back until then, so that it ends with slower ones;
            launched: somebody wanted it begun before that.
        round: "joined" to the card of the round before it, or put "apart", by a cook.
        left: course it was being made with and was taken out of, until a cook knows.
        dropped: thousandths that were not wanted any more when another dish took its
            place in a formule; `seen` once a cook knows.
        tickets: numbers of the tickets it was printed on.
    """

    ordered: DishOrdered
    line: str
    course: str
    station: str
    sent: int = 0
    fired: int = 0
    started: int = 0
    bumped: int = 0
    served: int = 0
    late: bool = False
    seen: bool = False
    rushed: bool = False
    again: str = ""
    begin: int = 0
    launched: int = 0
    round: str = ""
    left: str = ""
    dropped: int = 0
    tickets: tuple[int, ...] = ()
    shares: tuple[Share, ...] = ()
    part: bool = False
    also: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """ "<line>.<n>"."""
        return self.ordered.id

    @property
    def ready(self) -> int:
        """When all of it was on the pass."""
        if not self.shares:
            return self.bumped
        times = (self.bumped, *(part.ready for part in self.shares))
        return max(times) if all(times) else 0

    @property
    def seen_as(self) -> str:
        """By which name a station has seen that it is not wanted."""
        return f"{self.id}@{self.station}" if self.part else self.id

    def at(self, station: str) -> "Dish":
        """The dish as a station has it; all of it for one that makes no part of it."""
        there = [self.station, *(part.station for part in self.shares)]
        if not self.shares or station not in there:
            return self
        also = tuple(other for other in there if other != station)
        own = station == self.station
        seen = self if own else self.shares[there.index(station) - 1]
        view = replace(self, station=station, shares=(), part=not own, also=also)
        view.left = "" if seen.seen else self.left
        if not own:
            part = self.shares[there.index(station) - 1]
            view.bumped, view.started = part.ready, part.started
            view.seen, view.tickets = part.seen, part.tickets
        return view

    def views(self) -> tuple["Dish", ...]:
        """The dish as each of its stations has it."""
        if not self.shares:
            return (self,)
        return tuple(
            self.at(station)
            for station in (self.station, *(part.station for part in self.shares))
        )

    def unsee(self) -> None:
        """All of its stations have something to see."""
        self.seen = False
        self.shares = tuple(replace(part, seen=False) for part in self.shares)

    @property
    def due(self) -> int:
        """When its station is to begin it: once it is fired, or held back until then."""
        return max(self.fired, self.held_until)

    @property
    def held_until(self) -> int:
        """Until when its ticket was, or is, held back; 0 for one that left at once."""
        if not self.fired or not self.begin:
            return 0
        at = min(filter(None, (self.begin, self.begun, self.launched)))
        return at if at > self.fired else 0

    def waits(self, now_ms: int) -> bool:
        """Whether its ticket is held back at a moment; `fired` alone says nothing of that,
        for its terminal's clock may be ahead."""
        return not self.begun and not self.launched and self.held_until > now_ms

    @property
    def begun(self) -> int:
        """When a cook first did something with it."""
        return self.started or self.ready

    @property
    def stage(self) -> str:
        """unsent, held, sent, started, ready or served."""
        if self.served:
            return "served"
        if self.ready:
            return "ready"
        if self.fired:
            begun = self.started or any(part.started for part in self.shares)
            return "started" if begun else "sent"
        return "held" if self.sent else "unsent"
