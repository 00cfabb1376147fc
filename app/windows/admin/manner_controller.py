"""Drives how the till works in rooms and on terminals: the list, and the form of one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.floor.decide import SetFloor
from app.domain.floor.events import RoomSet
from app.domain.manners import ROOM, MannerSet, SetManner
from app.domain.terminals.events import TerminalSet
from app.presenters.admin_drafts import Editing
from app.presenters.admin_manners import (
    MannerDraft,
    category_entries,
    covers_entries,
    edited,
    key_of,
    manner_draft,
    manner_errors,
    manner_of,
    manner_rows,
    places,
    room_of,
    style_entries,
)
from app.services.house import Fact
from app.windows.admin.manner_form import MannerFormView
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.presets import PresetsSection

_LISTED = (RoomSet, MannerSet, TerminalSet)


class MannerController(QObject):
    """The place that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "PresetsSection") -> None:
        super().__init__(section)
        self._desk, self._section, self._form = desk, section, section.manner_form
        self._edit = Editing(self._draft_of)
        desk.changed.connect(self._on_changed)
        self._form.edited.connect(self._on_edited)
        self._form.save_requested.connect(self._on_save)
        self._form.drop_requested.connect(self._on_drop)

    def _draft_of(self, place: tuple[str, str, str]) -> MannerDraft:
        return manner_draft(self._desk.world, *place[:2])

    def show_rows(self) -> None:
        """The rooms and terminals as they are."""
        self._section.show_manners(
            manner_rows(self._desk.world, self._desk.house.terminal)
        )

    def open(self, key: str) -> None:
        """Shows a room or a terminal in the form."""
        for place in places(self._desk.world, self._desk.house.terminal):
            if key_of(*place[:2]) == key:
                self._edit.open(place)
                self._show()
                self._section.open_pane(self._form)

    def _show(self) -> None:
        place, draft, world = self._edit.stored, self._edit.draft, self._desk.world
        if place is None or draft is None:
            return
        kind, _, name = place
        self._form.display(
            MannerFormView(
                title=name,
                subtitle=tr("Pour toute la salle") if kind == ROOM else tr("Terminal"),
                draft=draft,
                changes=self._edit.changes,
                errors=manner_errors(draft) if self._edit.said else {},
                styles=style_entries(kind),
                covers=covers_entries(kind),
                categories=category_entries(world),
            )
        )

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, _LISTED) for fact in facts):
            self.show_rows()
            self._edit.follow(self._edit.stored)
            self._show()

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        if self._edit.draft is not None:
            self._edit.edit(*edited(self._edit.draft, name, value))
            self._show()

    @Slot()
    def _on_drop(self) -> None:
        self._edit.drop()
        self._show()

    @Slot()
    def _on_save(self) -> None:
        place, draft, world = self._edit.stored, self._edit.draft, self._desk.world
        if place is None or draft is None:
            return
        self._edit.said = True
        if manner_errors(draft):
            self._show()
            return
        kind, thing, name = place
        said = manner_of(draft, kind, thing)
        if said != world.manners.of(kind, thing) and not self._desk.run(
            SetManner(event=said)
        ):
            return
        room = world.floor.rooms[thing] if kind == ROOM else None
        if room is not None and room_of(draft, room) != room:
            self._desk.run(SetFloor(event=room_of(draft, room)))
        self._edit.open(place)
        self._show()
        self._desk.say(tr("{name} enregistré", name=name))
