"""Drives the form of a role: its name and its rights."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.staff.decide import SetStaff
from app.domain.staff.events import RoleSet
from app.presenters.admin.team import (
    RoleDraft,
    people_words,
    role_changes,
    role_draft,
    role_errors,
    role_of,
)
from app.presenters.admin.words import changed_words
from app.services.house import Fact
from app.services.ids import new_id
from app.windows.admin.team.role_form import RoleFormView
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.team.page import TeamSection


class RoleController(QObject):
    """The role that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "TeamSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._form = section.role_form
        self._stored: RoleSet | None = None
        self._draft: RoleDraft | None = None
        self._said: set[str] = set()
        self._subtitle = ""
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._form.edited.connect(self._on_edited)
        self._form.right_toggled.connect(self._on_right_toggled)
        self._form.save_requested.connect(self._on_save)
        self._form.drop_requested.connect(self._on_drop)

    @property
    def key(self) -> str:
        """Id of the role in the form, "" for none yet."""
        return self._stored.id if self._stored is not None else ""

    def open(self, key: str) -> None:
        """Shows a role in the form; "" for a new one."""
        found = self._desk.world.staff.roles.get(key)
        self._stored = found or RoleSet(id=new_id(), name="", rights=())
        self._said = set()
        self._subtitle = (
            changed_words(self._desk.house, f"role/{key}", "role.set") if key else ""
        )
        if self._locked:
            self._subtitle = tr("du siège, et se change au siège")
        self._draft = role_draft(self._stored)
        self._show()
        if found is None:
            self._form.name.setFocus()

    @property
    def _locked(self) -> bool:
        """Whether the role in the form comes from the head office."""
        world = self._desk.world
        return world.terminals.upstream is not None and world.staff.of_office(
            self._stored
        )

    def _show(self) -> None:
        stored, draft = self._stored, self._draft
        if stored is None or draft is None:
            return
        house = self._desk.house
        errors = role_errors(draft, stored, house.world.staff)
        self._form.display(
            RoleFormView(
                title=draft.name.strip() or tr("Nouveau rôle"),
                subtitle=self._subtitle,
                people=people_words(house, stored.id),
                draft=draft,
                changes=role_changes(draft, role_draft(stored)),
                errors={k: v for k, v in errors.items() if k in self._said},
                locked=self._locked,
            )
        )

    @Slot(str)
    def _on_edited(self, name: str) -> None:
        if self._draft is not None:
            self._draft = replace(self._draft, name=name)
            self._show()

    @Slot(str, bool)
    def _on_right_toggled(self, right: str, on: bool) -> None:  # Qt's signal
        draft = self._draft
        if draft is not None:
            rights = draft.rights | {right} if on else draft.rights - {right}
            self._draft = replace(draft, rights=rights)
            self._said.add("rights")
            self._show()

    @Slot()
    def _on_drop(self) -> None:
        if self._stored is not None:
            self._draft = role_draft(self._stored)
            self._said = set()
            self._show()

    @Slot()
    def _on_save(self) -> None:
        draft, stored = self._draft, self._stored
        if draft is None or stored is None:
            return
        errors = role_errors(draft, stored, self._desk.world.staff)
        if errors:
            self._said = set(errors)
            self._show()
            return
        event = role_of(draft, stored)
        fresh = stored.id not in self._desk.world.staff.roles

        def done(facts: tuple[Fact, ...]) -> None:
            self.open(event.id)
            self._section.roles.choose(event.id)
            undo = None if fresh else lambda: self._desk.run(SetStaff(event=stored))
            self._desk.say(tr("{name} enregistré", name=event.name), undo=undo)

        self._desk.run(SetStaff(event=event), done)
