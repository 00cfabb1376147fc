"""Drives the drawing of the rooms: tools, fields, undo, and saving as one act."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QObject,
    QRect,
    Slot,
)

from app.domain.floor.drawing import DrawFloor
from app.domain.floor.events import (
    FixtureSet,
    FloorEvent,
    FloorThing,
    RoomSet,
    SectionSet,
    TableSet,
    TracingSet,
)
from app.domain.floor.geometry import Box
from app.presenters.floor.drawing import Drawing
from app.presenters.floor.drawn import DrawingView, present_drawing
from app.services.house import Fact
from app.services.ids import new_id
from app.windows.admin.floor.tools import FloorTools
from app.windows.desk import Desk, refusal_text
from resources.texts import tr, trn
from widgets.floor_plan_table import crossings

if TYPE_CHECKING:
    from app.windows.admin.floor.page import FloorSection


class FloorDrawingController(QObject):
    """One section's wishes carried out."""

    def __init__(self, desk: Desk, section: "FloorSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._drawing = Drawing(desk.world, new_id)
        self._room = ""
        self._tools = FloorTools(desk, section, self._now)
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        section.room_chosen.connect(self._on_room_chosen)
        section.tool_requested.connect(self._tools.use)
        section.save_requested.connect(self._on_save_requested)
        section.drop_requested.connect(self._on_drop_requested)
        section.editor.chosen_changed.connect(self._on_chosen_changed)
        section.editor.placed.connect(self._on_placed)
        section.editor.turned.connect(self._on_turned)
        self._tools.used.connect(self._refresh)
        section.form.changed.connect(self._on_field_changed)
        section.form.room_removed.connect(self._on_room_removed)
        self._desk.changed.connect(self._on_desk_changed)

    # Showing

    def begin(self, room: str) -> None:
        """Draws a room, "" for the one on show or the first."""
        if not self._drawing.changes():
            self._drawing.follow(self._desk.world)
        self._show_room(room or self._room)

    def let_go(self) -> bool:
        """Nothing is chosen any more; False when nothing was."""
        editor = self._section.editor
        if not editor.chosen:
            return False
        editor.choose()
        self._refresh()
        return True

    def _show_room(self, room: str) -> None:
        rooms = [each.id for each in self._drawing.rooms()]
        self._room = room if room in rooms else next(iter(rooms), "")
        self._section.editor.choose()
        self._refresh()

    def _now(self) -> tuple[Drawing, str]:
        """The drawing, and the room that is on show."""
        return self._drawing, self._room

    @Slot()
    def _refresh(self) -> None:
        """Everything as the drawing has it."""
        drawing, section = self._drawing, self._section
        rooms = [(room.id, room.name) for room in drawing.rooms()]
        if self._room not in dict(rooms):
            self._room = next((key for key, _ in rooms), "")
        section.show_rooms(rooms, self._room)
        view = present_drawing(drawing, self._room)
        over = crossings(view.plan.shapes)
        section.editor.display(view.plan, {*view.wrong, *over}, view.tracing)
        self._tools.tracing.show(view.tracing)
        count = len(drawing.changes())
        today = self._desk.house.clock().date()
        flaw = drawing.flaw(self._desk.world, today) if count else None
        section.show_state(
            count=count,
            flaw=refusal_text(flaw) if flaw else "",
            undo=drawing.may_undo,
            redo=drawing.may_redo,
        )
        self._show_form(view)

    def _show_form(self, view: DrawingView) -> None:
        editor, form = self._section.editor, self._section.form
        chosen, over = editor.chosen, crossings(view.plan.shapes)
        form.show_warning(_overlap_words(over, chosen))
        traced = sum(key.startswith("tracing:") for key in chosen)
        self._section.show_chosen(
            len(chosen),
            turning=len(chosen) - traced,
            several=editor.several,
            traced=view.tracing is not None,
        )
        if len(chosen) > 1:
            form.show_many(len(chosen))
            return
        key = chosen[0] if chosen else f"room:{self._room}"
        thing = self._drawing.get(key)
        if thing is not None:
            form.show_thing(thing, _title(thing))
        taken = tr("Ce numéro est déjà pris.") if key in view.wrong else ""
        form.show_wrong(taken)

    # Tools

    @Slot(str)
    def _on_room_chosen(self, room: str) -> None:
        if room in (each.id for each in self._drawing.rooms()):
            self._show_room(room)
            return
        names = {each.name for each in self._drawing.rooms()}
        number = len(names) + 1
        while tr("Salle {n}", n=number) in names:
            number += 1
        key = self._drawing.add_room(tr("Salle {n}", n=number))
        self._show_room(key.removeprefix("room:"))

    # What changes

    @Slot(object)
    def _on_chosen_changed(self, _chosen: object) -> None:
        self._show_form(present_drawing(self._drawing, self._room))

    @Slot(object)
    def _on_placed(self, places: dict[str, QRect]) -> None:
        boxes = {
            key: Box(rect.x(), rect.y(), rect.width(), rect.height())
            for key, rect in places.items()
        }
        self._drawing.move(boxes)
        self._refresh()

    @Slot(str, int)
    def _on_turned(self, key: str, degrees: int) -> None:
        self._drawing.spin(key, degrees)
        self._refresh()

    @Slot(str, object)
    def _on_field_changed(self, name: str, value: object) -> None:
        chosen = self._section.editor.chosen
        key = chosen[0] if len(chosen) == 1 else f"room:{self._room}"
        thing = self._drawing.get(key)
        if thing is None or not hasattr(thing, name) or getattr(thing, name) == value:
            return
        if name == "turn" and isinstance(value, int):
            self._on_turned(key, value)
            return
        if isinstance(thing, TracingSet) and name == "width" and isinstance(value, int):
            self._on_placed({key: _scaled(thing, value)})
            return
        self._drawing.put(replace(thing, **{name: value}))  # type: ignore[arg-type]  # its field
        self._refresh()

    @Slot()
    def _on_room_removed(self) -> None:
        self._drawing.remove([f"room:{self._room}"])
        self._show_room("")

    # Keeping

    @Slot()
    def _on_save_requested(self) -> None:
        back = DrawFloor(things=self._drawing.former())
        command = DrawFloor(things=self._drawing.changes())
        self._desk.run(command, partial(self._saved, back))

    def _saved(self, back: DrawFloor, _facts: tuple[Fact, ...]) -> None:
        self._drawing.follow(self._desk.world)
        self._show_room(self._room)
        words = tr("Le plan est enregistré, tous les postes le montrent.")
        self._desk.say(words, undo=partial(self._desk.run, back))

    @Slot()
    def _on_drop_requested(self) -> None:
        dropped = self._drawing
        self._begin_anew()
        back = partial(self._take_up, dropped)
        self._desk.say(tr("Dessin abandonné."), undo=back)

    def _take_up(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._refresh()

    def _begin_anew(self) -> None:
        self._drawing = Drawing(self._desk.world, new_id)
        self._show_room(self._room)

    @Slot(object)
    def _on_desk_changed(self, facts: tuple[Fact, ...]) -> None:
        """Somebody else drew: shown at once, unless something is being drawn here."""
        drawn = any(isinstance(fact.event, FloorEvent) for fact in facts)
        if drawn and self._section.isVisible() and not self._drawing.changes():
            self._drawing.follow(self._desk.world)
            self._refresh()


def _scaled(tracing: TracingSet, width: int) -> QRect:
    """The place of a picture that is so wide, in its proportions."""
    height = max(1, round(tracing.height * width / tracing.width))
    return QRect(tracing.x, tracing.y, width, height)


def _overlap_words(over: Mapping[str, Sequence[str]], chosen: Sequence[str]) -> str:
    """Which tables the chosen one overlaps, or how many of the room do, "" for none."""
    if len(chosen) == 1:
        others = over.get(chosen[0], ())
        numbers = ", ".join(others)
        words = trn(
            len(others),
            "Chevauche la table {numbers}.",
            "Chevauche les tables {numbers}.",
            numbers=numbers,
        )
        return words if others else ""
    return tr("{n} tables se chevauchent.", n=len(over)) if over else ""


def _title(thing: FloorThing) -> str:
    match thing:
        case RoomSet():
            return thing.name
        case TableSet():
            return tr("Table {number}", number=thing.number)
        case SectionSet():
            return tr("Rang")
        case FixtureSet(kind="wall"):
            return tr("Mur")
        case TracingSet():
            return tr("Image à décalquer")
        case _:
            return tr("Élément")
