"""Facts about rooms and tables."""

from app.domain.wire import fact


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


@fact("table.set", stream="table/{id}")
class TableSet:
    """A table: number, place and size in the room in centimetres, seats.

    Attributes:
        shape: "rect" or "round".
        section: id of the section that holds it, "" for none.
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


@fact("section.set", stream="section/{id}")
class SectionSet:
    """A part of a room that one waiter serves."""

    id: str
    room: str
    x: int
    y: int
    width: int
    height: int
    waiter: str = ""


@fact("table.cleared", stream="table/{table}")
class TableCleared:
    """The table was cleared and laid again."""

    table: str


@fact("tables.joined", stream="room/{room}")
class TablesJoined:
    """Tables pushed together; an order on any of them stands on all. One table: apart."""

    room: str
    tables: tuple[str, ...]


FloorEvent = RoomSet | TableSet | SectionSet | TableCleared | TablesJoined
