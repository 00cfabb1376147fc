"""A drawing of the house as the editor shows it, one pixel for a centimetre."""

from dataclasses import dataclass

from app.domain.floor.events import (
    FixtureSet,
    RoomSet,
    SectionSet,
    TableSet,
    TracingSet,
)
from app.presenters.floor.drawing import Drawing, key_of
from widgets.floor_plan_views import (
    FixtureView,
    FloorView,
    SectionView,
    TableShape,
    TracingView,
)


@dataclass(frozen=True, slots=True)
class DrawingView:
    """One room of a drawing.

    Attributes:
        plan: the room, its things called by their keys.
        wrong: keys of tables whose number another one has too.
        tracing: the picture under it.
    """

    plan: FloorView
    wrong: tuple[str, ...] = ()
    tracing: TracingView | None = None


def present_drawing(drawing: Drawing, room: str) -> DrawingView:
    """A room as the editor draws it, one pixel for a centimetre."""
    found = drawing.get(f"room:{room}")
    if not isinstance(found, RoomSet):
        return DrawingView(FloorView())
    things = drawing.placed(room)
    numbers = [t.number.strip().casefold() for t in drawing.tables()]
    return DrawingView(
        plan=FloorView(
            width=found.width,
            height=found.height,
            shapes=tuple(shape_of(t) for t in things if isinstance(t, TableSet)),
            sections=tuple(_section(t) for t in things if isinstance(t, SectionSet)),
            fixtures=tuple(
                fixture_of(t, key_of(t)) for t in things if isinstance(t, FixtureSet)
            ),
        ),
        wrong=tuple(
            key_of(t)
            for t in things
            if isinstance(t, TableSet)
            and numbers.count(t.number.strip().casefold()) > 1
        ),
        tracing=_tracing(drawing.get(f"tracing:{room}")),
    )


def _tracing(thing: object) -> TracingView | None:
    if not isinstance(thing, TracingSet):
        return None
    return TracingView(
        id=key_of(thing),
        x=thing.x,
        y=thing.y,
        w=thing.width,
        h=thing.height,
        picture=thing.picture,
        opacity=thing.opacity,
    )


def shape_of(table: TableSet) -> TableShape:
    """A table of a drawing."""
    square = table.width == table.height
    return TableShape(
        id=key_of(table),
        number=table.number,
        kind="round" if table.shape == "round" else "square" if square else "rect",
        x=table.x,
        y=table.y,
        w=table.width,
        h=table.height,
        seats=table.seats,
        turn=table.turn,
        layer=table.layer,
    )


def _section(section: SectionSet) -> SectionView:
    return SectionView(
        id=key_of(section),
        x=section.x,
        y=section.y,
        w=section.width,
        h=section.height,
        summary=section.name,
    )


def fixture_of(fixture: FixtureSet, name: str, *, shift: int = 0) -> FixtureView:
    """A wall or a block, called `name`, so many pixels from the corner."""
    return FixtureView(
        id=name,
        x=fixture.x + shift,
        y=fixture.y + shift,
        w=fixture.width,
        h=fixture.height,
        text=fixture.name,
        look="wall" if fixture.kind == "wall" else "block",
        turn=fixture.turn,
        layer=fixture.layer,
    )
