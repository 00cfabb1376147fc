"""Drives the team: both lists, and which form is open.

`person_controller` and `role_controller` drive the forms.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.staff.events import LoggedIn, LoggedOut, PersonSites, RoleSet, StaffSet
from app.presenters.admin.team import person_filter, person_rows, role_rows
from app.services.house import Fact
from app.windows.admin.team.person_controller import PersonController
from app.windows.admin.team.role_controller import RoleController
from app.windows.desk import Desk

if TYPE_CHECKING:
    from app.windows.admin.team.page import TeamSection

PEOPLE, ROLES = "people", "roles"
_LISTED = (StaffSet, PersonSites, RoleSet, LoggedIn, LoggedOut)


class TeamController(QObject):
    """People and roles."""

    def __init__(self, desk: Desk, section: "TeamSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self.person = PersonController(desk, section)
        self.role = RoleController(desk, section)
        desk.changed.connect(self._on_changed)
        section.opened.connect(self._on_opened)
        section.filter_changed.connect(self._show_lists)
        for form in (section.person_form, section.role_form):
            form.closed.connect(self._on_closed)

    def begin(self, argument: str) -> None:
        """Shows the team; `argument` is the person to open, or "roles"."""
        self._section.show_kind(ROLES if argument == ROLES else PEOPLE)
        self._show_lists()
        if argument in self._desk.world.staff.people:
            self._on_opened(PEOPLE, argument)

    @Slot()
    def _show_lists(self) -> None:
        house, section = self._desk.house, self._section
        staff = house.world.staff
        section.show_people(person_rows(house, section.role.key), person_filter(staff))
        section.show_roles(role_rows(house))
        section.show_count(sum(1 for p in staff.people.values() if p.active))

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        events = [fact.event for fact in facts if isinstance(fact.event, _LISTED)]
        if not events or not self._section.isVisible():
            return
        self._show_lists()
        for event in events:
            if (
                isinstance(event, StaffSet | PersonSites)
                and event.id == self.person.key
            ):
                self.person.open(event.id)
            elif isinstance(event, RoleSet) and event.id == self.role.key:
                self.role.open(event.id)

    @Slot()
    def _on_closed(self) -> None:
        self._section.show_form("")

    @Slot(str, str)
    def _on_opened(self, kind: str, key: str) -> None:
        if kind == ROLES:
            self.role.open(key)
        else:
            self.person.open(key)
        self._section.show_form(kind)
