"""Facts of the kitchen: numbered tickets, and what cooks and runners did with dishes."""

from dataclasses import dataclass

from app.domain.wire import Json, fact, upcast


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLine:
    """One dish on a ticket.

    Attributes:
        dish: id of the dish ("<line>.<n>").
        quantity: thousandths.
        kind: "make", "add" (to a course that is already being made), "stop", "info",
            "move" (made with the ticket's course now) or "wait" (that course waits).
        seats: seats it is for.
        note: note to the kitchen.
        allergy: what its guests cannot eat, sealed (`orders/allergies.py`); "" for
            nothing known.
        weights: of each of the modifiers as it is printed (`ModifierOption.weight`);
            none when all of them are plain.
        also: names of other stations that make a part of it, "" for none.
        begin: when it is to be begun so that it ends with slower dishes, ms; 0 at once.
            Until then the station does not get it (`app/domain/kitchen/timing.py`).
    """

    dish: str
    quantity: int
    label: str
    kind: str = "make"
    modifiers: tuple[str, ...] = ()
    seats: tuple[int, ...] = ()
    note: str = ""
    allergy: str = ""
    unit: str = "piece"
    weights: tuple[str, ...] = ()
    also: str = ""
    begin: int = 0


@fact("kitchen.ticket_issued", version=3, stream="station/{station}", series="B")
class TicketIssued:
    """A ticket for a station. `number` counts per station without a gap.

    Attributes:
        kind: "new", "change" (additions and stops), "moved", "rush" (all of it goes
            first now), "calm" (it takes its turn again) or "again" (made anew).
        also: stations that make other dishes of the same sending ("Bar 3").
        refers: number of the ticket that a change is about, 0 for none.
        form, merged: how it is composed, as its station had it then (`StationSet`).
    """

    station: str
    number: int
    order: str
    kind: str
    course: str
    table: str
    covers: int
    lines: tuple[TicketLine, ...]
    suite: str = ""
    also: str = ""
    refers: int = 0
    room: str = ""
    form: str = "whole"
    merged: bool = True

    @property
    def due(self) -> int:
        """Until when all of it is held back, ms; 0 when some of it is to be made, or
        known, at once."""
        return min((line.begin for line in self.lines), default=0)


@upcast("kitchen.ticket_issued", 1)
@upcast("kitchen.ticket_issued", 2)
def _one_form(data: dict[str, Json]) -> dict[str, Json]:
    """Tickets of the first version had all one form, and plain modifiers. None of the
    second was held back."""
    return data


@fact("kitchen.launched", stream="order/{order}")
class DishesLaunched:
    """Somebody wants these dishes begun at once, though they were held back."""

    order: str
    dishes: tuple[str, ...]


@fact("kitchen.routed", stream="order/{order}")
class DishesRouted:
    """These dishes are made at another station than the one that had them.

    Attributes:
        why: "rule" of the house, "closed" or "full" station, "" back at their own.
    """

    order: str
    station: str
    dishes: tuple[str, ...]
    why: str = ""


@fact("kitchen.shared", stream="order/{order}")
class DishesShared:
    """Of these dishes other stations make a part, besides their own; none any more where
    `stations` is empty."""

    order: str
    dishes: tuple[str, ...]
    stations: tuple[str, ...] = ()


@fact("kitchen.started", stream="order/{order}")
class DishesStarted:
    """A cook took these dishes in hand."""

    order: str
    station: str
    dishes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A dish as it was bumped: its article, and seconds since it was fired."""

    article: str
    seconds: int


@fact("kitchen.ready", version=2, stream="order/{order}")
class DishesReady:
    """These dishes are made and stand on the pass (bumped).

    Attributes:
        made: how long each took, in the order of `dishes`; without those that nobody had
            fired and those that were made anew.
    """

    order: str
    station: str
    dishes: tuple[str, ...]
    made: tuple[Made, ...] = ()


@upcast("kitchen.ready", 1)
def _untimed(data: dict[str, Json]) -> dict[str, Json]:
    """The first version did not say how long it took."""
    return data


@fact("kitchen.recalled", version=2, stream="order/{order}")
class DishesRecalled:
    """A bump was taken back; the dishes keep their age.

    Attributes:
        reason: "mistake" (they were not ready), "redo" (made badly), "returned" (by a
            guest), "" when it was not said.
    """

    order: str
    station: str
    dishes: tuple[str, ...]
    reason: str = ""


@upcast("kitchen.recalled", 1)
def _without_reason(data: dict[str, Json]) -> dict[str, Json]:
    """The first version did not say why."""
    return data


@fact("kitchen.rushed", stream="order/{order}")
class DishesRushed:
    """These dishes go before the others, or take their turn again.

    Attributes:
        urgent: they go first.
    """

    order: str
    dishes: tuple[str, ...]
    urgent: bool = True


@fact("kitchen.round_set", stream="order/{order}")
class RoundSet:
    """These dishes stand on the card of the round before them, or on one of their own.

    Attributes:
        joined: with the round before.
    """

    order: str
    station: str
    dishes: tuple[str, ...]
    joined: bool = True


@fact("kitchen.served", stream="order/{order}")
class DishesServed:
    """These dishes were brought to the guests."""

    order: str
    dishes: tuple[str, ...]


@fact("kitchen.change_seen", stream="order/{order}")
class ChangeSeen:
    """A cook acknowledged the stop or the addition of these dishes."""

    order: str
    station: str
    dishes: tuple[str, ...]


@fact("kitchen.ticket_diverted", stream="device/{printer}")
class TicketDiverted:
    """Whoever owns a station's printer could not be reached: a ticket of this terminal
    comes out on another printer instead, and its owner prints it no more.

    Attributes:
        ticket: number of the entry on this chain that issued it.
        printer: device that stands in.
    """

    ticket: int
    printer: str


@fact("kitchen.shown", stream="terminal/{chain}")
class TicketsShown:
    """A screen of the kitchen has painted these tickets: proof of display.

    Attributes:
        chain: terminal of the screen.
        tickets: the entries that issued them, "<chain>:<number of the entry>".
    """

    chain: str
    tickets: tuple[str, ...]


REMADE = ("redo", "returned")
"""`DishesRecalled.reason` of what has to be made anew."""

KitchenEvent = (
    TicketIssued
    | DishesRouted
    | DishesShared
    | DishesStarted
    | DishesReady
    | DishesRecalled
    | DishesRushed
    | DishesLaunched
    | DishesServed
    | RoundSet
    | ChangeSeen
    | TicketDiverted
    | TicketsShown
)
