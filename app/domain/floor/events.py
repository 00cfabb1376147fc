"""Facts about rooms and tables."""

from app.domain.wire import Json, fact, upcast


@fact("room.set", stream="room/{id}")
class RoomSet:
    """A room of the house, its size in centimetres.

    Attributes:
        style: "classic" (order, then pay), "express" (order and pay on one screen) or
            "flexible".
        ask_covers: whether opening a table asks for the covers.
    """

    id: str
    name: str
    rank: int
    width: int
    height: int
    style: str = "classic"
    ask_covers: bool = True
    active: bool = True


@fact("table.set", version=3, stream="table/{id}")
class TableSet:
    """A table: number, place and size in the room in centimetres, seats.

    Attributes:
        shape: "rect" or "round".
        section: id of the section that holds it, "" for none.
        turn: degrees clockwise round its middle; place and size are those before.
        layer: what has a higher one is drawn over it; of the same, tables over fixtures.
    """

    id: str
    number: str
    room: str
    x: int
    y: int
    width: int
    height: int
    seats: int
    shape: str = "rect"
    section: str = ""
    active: bool = True
    turn: int = 0
    layer: int = 0


@upcast("table.set", 1)
def _straight(data: dict[str, Json]) -> dict[str, Json]:
    return data | {"turn": 0}


@upcast("table.set", 2)
def _flat(data: dict[str, Json]) -> dict[str, Json]:
    return data | {"layer": 0}


@fact("section.set", version=2, stream="section/{id}")
class SectionSet:
    """A part of a room that one waiter serves.

    Attributes:
        waiter: who serves it until somebody is given it (`SectionGiven`), "" for nobody.
        name: "" for one that is called after its tables.
    """

    id: str
    room: str
    x: int
    y: int
    width: int
    height: int
    waiter: str = ""
    name: str = ""
    active: bool = True


@upcast("section.set", 1)
def _nameless(data: dict[str, Json]) -> dict[str, Json]:
    return data | {"name": "", "active": True}


@fact("section.given", stream="section/{section}")
class SectionGiven:
    """Who serves a section from now on, "" for nobody; `was` is who did before."""

    section: str
    waiter: str
    was: str = ""


@fact("handover.offered", stream="handover/{handover}")
class HandoverOffered:
    """Somebody wants to pass notes and sections on; nothing moves before the answer."""

    handover: str
    giver: str
    taker: str
    orders: tuple[str, ...]
    sections: tuple[str, ...] = ()


@fact("handover.answered", stream="handover/{handover}")
class HandoverAnswered:
    """What became of it: "accepted", "declined" by the taker, "withdrawn" by the giver,
    "undone" after it was accepted."""

    handover: str
    answer: str


@fact("fixture.set", version=2, stream="fixture/{id}")
class FixtureSet:
    """What stands in a room and is no table, in centimetres.

    Attributes:
        kind: "wall", or "block": a counter, a pillar, plants, the door.
        name: what is read on a block.
        turn, layer: as those of `TableSet`.
    """

    id: str
    room: str
    x: int
    y: int
    width: int
    height: int
    kind: str = "wall"
    name: str = ""
    active: bool = True
    turn: int = 0
    layer: int = 0


@upcast("fixture.set", 1)
def _upright(data: dict[str, Json]) -> dict[str, Json]:
    return data | {"turn": 0, "layer": 0}


@fact("tracing.set", stream="room/{room}")
class TracingSet:
    """A picture of the house under a room, to draw after; only the editor shows it.

    Attributes:
        picture: SHA-256 of its file, in hexadecimal (`app.services.kept_files`).
        x, y, width, height: where it lies, centimetres of the room; it may stand out.
        opacity: percent, 5-100.
    """

    room: str
    picture: str
    x: int
    y: int
    width: int
    height: int
    opacity: int = 45
    active: bool = True


@fact("table.cleared", stream="table/{table}")
class TableCleared:
    """The table was cleared and laid again."""

    table: str


@fact("table.blocked", stream="table/{table}")
class TableBlocked:
    """Nobody is seated there, for a reason in words; "" lets it be used again."""

    table: str
    reason: str


@fact("tables.joined", stream="room/{room}")
class TablesJoined:
    """Tables pushed together; an order on any of them stands on all. One table: apart."""

    room: str
    tables: tuple[str, ...]


@fact("tables.linked", stream="room/{room}")
class TablesLinked:
    """Tables pushed together of which each keeps its own note. One table: apart."""

    room: str
    tables: tuple[str, ...]


FloorEvent = (
    RoomSet
    | TableSet
    | SectionSet
    | SectionGiven
    | FixtureSet
    | TracingSet
    | HandoverOffered
    | HandoverAnswered
    | TableCleared
    | TableBlocked
    | TablesJoined
    | TablesLinked
)

FloorThing = RoomSet | TableSet | SectionSet | FixtureSet | TracingSet
"""What is drawn."""
