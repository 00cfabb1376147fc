"""What the floor plan shows: shapes that rarely change, tables that always do.

Lengths are room pixels: what the plan measures at 100 % on the reference screen (a
104 px table seats two). The plan scales the whole room to its window.
"""

from dataclasses import dataclass
from typing import Literal

from resources.texts import tr

ShapeKind = Literal["rect", "square", "round", "tab"]
TableState = Literal[
    "free", "booked", "occupied", "new", "ready", "late", "to_clear", "blocked"
]
Stage = Literal[
    "", "seated", "aperitif", "starters", "mains", "cheese", "desserts", "bill"
]
FixtureLook = Literal["solid", "outline", "dashed", "wall", "block"]

LOUD_STATES = ("new", "ready", "late")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """A table as it stands in the room.

    Attributes:
        kind: "tab" is an open bill at the bar: a small plate without chairs; a free
            one is where another bill can be opened.
        seats: chairs drawn round it.
        turn: degrees clockwise round its middle.
        layer: what has a higher one is drawn over it.
    """

    id: str
    number: str
    kind: ShapeKind = "square"
    x: int
    y: int
    w: int = 104
    h: int = 104
    seats: int = 2
    turn: int = 0
    layer: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """What happens at a table.

    Attributes:
        stage: of the meal; gives the tag and its symbol.
        minutes_text: "14 min", "prêt 1 min", "à envoyer".
        share: 0-1 of the time allowed for this stage; None hides the filet.
        covers: "2"; "" when nobody sits there.
        subtitle: takes the place of covers and amount: "2 places", "au passe".
        booking_text: "20:45 · Moreau" on a booked table.
        next_booking: "21:30 Petit · 2", hung under an occupied one; begins with the
            time, which is all that a small room shows of it.
        next_late: those who sit there will likely not be gone by then.
        waiter: two initials, with `avatar` 1-6; "" for none.
        bill_asked: the stage tag becomes the bill.
    """

    id: str
    state: TableState = "free"
    stage: Stage = ""
    minutes_text: str = ""
    share: float | None = None
    covers: str = ""
    amount_text: str = ""
    subtitle: str = ""
    booking_text: str = ""
    next_booking: str = ""
    next_late: bool = False
    waiter: str = ""
    avatar: int = 1
    bill_asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """Who looks after a part of the room; `summary` is "Léa · 6 tables"."""

    id: str
    x: int
    y: int
    w: int
    h: int
    waiter: str = ""
    avatar: int = 1
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixtureView:
    """The bar, the door, the pass, a wall: what is there but is no table.

    Where there is little room only the words before " · " are shown. `turn` and `layer`
    as those of a table, which is drawn over a fixture of its layer.
    """

    id: str
    x: int
    y: int
    w: int
    h: int
    text: str
    icon: str = ""
    look: FixtureLook = "outline"
    turn: int = 0
    layer: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TracingView:
    """A picture that lies under the room in the editor, its opacity in percent."""

    id: str
    x: int
    y: int
    w: int
    h: int
    picture: str
    opacity: int = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeView:
    """Tables pushed together: a bracket round them with its words."""

    tables: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorView:
    """A room and everything in it; `width` and `height` in room pixels.

    Attributes:
        ground: colour role of the floor.
    """

    width: int = 958
    height: int = 664
    ground: str = "surface_low"
    shapes: tuple[TableShape, ...] = ()
    tables: tuple[TableView, ...] = ()
    sections: tuple[SectionView, ...] = ()
    fixtures: tuple[FixtureView, ...] = ()
    merges: tuple[MergeView, ...] = ()


def in_layers(view: FloorView) -> list[TableShape | FixtureView]:
    """Fixtures and tables as they are drawn: what lies over others comes later."""
    things: tuple[TableShape | FixtureView, ...] = (*view.fixtures, *view.shapes)
    return sorted(things, key=lambda each: each.layer)


def spoken_table(shape: TableShape, view: TableView) -> str:
    """What a screen reader says of a table, or of a note at the bar."""
    if shape.kind == "tab":
        if view.state == "free":
            return shape.number
        note = tr("note {name}", name=view.minutes_text or shape.number)
        return ", ".join(part for part in (note, view.amount_text) if part)
    states = {
        "free": tr("libre"),
        "booked": tr("réservée"),
        "occupied": tr("occupée"),
        "new": tr("à commander"),
        "ready": tr("plats prêts"),
        "late": tr("en retard"),
        "to_clear": tr("à débarrasser"),
        "blocked": tr("bloquée"),
    }
    stages = {
        "": "",
        "seated": "",
        "aperitif": tr("apéritif"),
        "starters": tr("entrées"),
        "mains": tr("plats"),
        "cheese": tr("fromages"),
        "desserts": tr("desserts"),
        "bill": tr("addition"),
    }
    covers = tr("{count} couverts", count=view.covers) if view.covers else ""
    parts = [
        tr("table {number}", number=shape.number),
        states[view.state],
        tr("addition") if view.bill_asked else stages[view.stage],
        view.minutes_text,
        covers,
        view.amount_text,
        view.subtitle,
        view.booking_text,
        view.next_booking,
    ]
    return ", ".join(part for part in parts if part)
