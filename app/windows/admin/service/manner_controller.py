"""Drives how the till works in rooms and on terminals: the list, and the form of one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from typing_extensions import override

from app.domain.floor.events import RoomSet
from app.domain.manners import ROOM, MannerSet, SetManner, answers
from app.domain.terminals.events import TerminalSet
from app.presenters.admin.drafts import Editing
from app.presenters.admin.manners import (
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
    style_entries,
)
from app.services.house import Fact
from app.windows.admin.form_controller import FormController
from app.windows.admin.service.manner_form import MannerFormView
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.service.presets import PresetsSection

_LISTED = (RoomSet, MannerSet, TerminalSet)


class MannerController(FormController[MannerSet, MannerDraft]):
    """The place that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "PresetsSection") -> None:
        edit = Editing(manner_draft, manner_errors, edited)
        super().__init__(desk, section, section.manner_form, section.manners, edit)
        self._section, self._form = section, section.manner_form
        desk.changed.connect(self._on_changed)

    def show_rows(self) -> None:
        """The rooms and terminals as they are."""
        self._section.show_manners(
            manner_rows(self._desk.world, self._desk.house.terminal)
        )

    def _names(self) -> dict[str, str]:
        """Key of a place -> what it is called."""
        found = places(self._desk.world, self._desk.house.terminal)
        return {key_of(kind, thing): name for kind, thing, name in found}

    @override
    @Slot(str)
    def open(self, key: str) -> None:
        """Shows a room or a terminal in the form."""
        if key in self._names():
            kind, _, thing = key.partition(":")
            self._edit.open(answers(self._desk.world, kind, thing))
            self._show()
            self._section.open_pane(self._form)

    @override
    def _now(self, stored: MannerSet) -> MannerSet:
        return answers(self._desk.world, stored.kind, stored.id)

    @override
    def _display(self, stored: MannerSet, draft: MannerDraft) -> None:
        kind, room = stored.kind, stored.kind == ROOM
        self._form.display(
            MannerFormView(
                title=self._name(stored),
                subtitle=tr("Pour toute la salle") if room else tr("Terminal"),
                draft=draft,
                changes=self._edit.changes,
                errors=self._edit.errors,
                styles=style_entries(kind),
                covers=covers_entries(kind),
                categories=category_entries(self._desk.world),
            )
        )

    def _name(self, stored: MannerSet) -> str:
        return self._names().get(key_of(stored.kind, stored.id), "")

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, _LISTED) for fact in facts):
            self.show_rows()
            self.follow()

    @override
    def _save(self, stored: MannerSet, draft: MannerDraft) -> None:
        now, back = manner_of(draft, stored), SetManner(event=stored)
        words = tr("{name} enregistré", name=self._name(stored))
        self._keep(SetManner(event=now), back, key_of(stored.kind, stored.id), words)
