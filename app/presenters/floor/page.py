"""The floor page: the rooms, the one on show, what has to be done, the open notes."""

from dataclasses import dataclass, field

from app.domain.world import World
from app.presenters.floor.acts import NotesView, present_acts, present_notes
from app.presenters.floor.room import (
    RoomTab,
    present_list,
    present_room,
    present_tables,
    present_tabs,
    rooms_of,
)
from app.presenters.floor.standing import Standing, standing
from app.presenters.pos.words import Sight
from app.presenters.reservations.page import PartyRow, present_expected
from widgets.floor_acts import ActView
from widgets.floor_plan_views import FloorView


@dataclass(frozen=True, slots=True)
class FloorPageView:
    """Everything on the page.

    Attributes:
        room: id of the room on show, "" when there is none.
        plan: the room as it is; `listed` the same without walls, for grid and list.
        expected: who has reserved and is still to come.
    """

    tabs: tuple[RoomTab, ...] = ()
    room: str = ""
    plan: FloorView = field(default_factory=FloorView)
    listed: FloorView = field(default_factory=FloorView)
    acts: tuple[ActView, ...] = ()
    notes: NotesView = field(default_factory=lambda: NotesView("", ()))
    expected: tuple[PartyRow, ...] = ()


def present_floor(world: World, sight: Sight, room: str = "") -> FloorPageView:
    """The page with `room` on show, the first one when it is not in use."""
    return present_standing(standing(world, sight.now), sight, room)


def present_standing(floor: Standing, sight: Sight, room: str = "") -> FloorPageView:
    """The same, of a floor that was looked through already."""
    rooms = rooms_of(floor.world)
    shown = next((each for each in rooms if each.id == room), next(iter(rooms), None))
    if shown is None:
        return FloorPageView(
            acts=present_acts(floor, sight),
            notes=present_notes(floor, sight),
            expected=present_expected(floor.world, sight),
        )
    tables = present_tables(floor, shown, sight)
    return FloorPageView(
        tabs=present_tabs(floor),
        room=shown.id,
        plan=present_room(floor, shown, tables, sight),
        listed=present_list(floor, tables, sight),
        acts=present_acts(floor, sight),
        notes=present_notes(floor, sight),
        expected=present_expected(floor.world, sight),
    )


def waiting_tables(world: World, sight: Sight) -> int:
    """How many tables wait for somebody: the badge of the rail."""
    return len(present_acts(standing(world, sight.now, sums=False), sight))
