"""Drives the team: people with sealed names and hashed codes, roles with their rights."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.staff.decide import SetStaff
from app.domain.staff.events import LoggedIn, LoggedOut, RoleSet, StaffSet
from app.domain.vocabulary import RIGHTS
from app.presenters.admin_drafts import changed_fields, with_field
from app.presenters.admin_team import (
    PersonDraft,
    RoleDraft,
    badge_help,
    code_help,
    keeps_a_manager,
    membership_words,
    people_words,
    person_draft,
    person_errors,
    person_filter,
    person_of,
    person_rows,
    role_changes,
    role_draft,
    role_entries,
    role_errors,
    role_of,
    role_rows,
)
from app.presenters.admin_words import changed_words
from app.presenters.people import initials_of
from app.services.house import Fact
from app.services.ids import new_id
from app.services.people import hash_badge, hash_pin
from app.windows.admin.person_form import PersonFormView
from app.windows.admin.role_form import RoleFormView
from app.windows.desk import Desk
from app.windows.tasks import Background
from resources.texts import language, tr

if TYPE_CHECKING:
    from app.windows.admin.team import TeamSection

PEOPLE, ROLES = "people", "roles"
_LISTED = (StaffSet, RoleSet, LoggedIn, LoggedOut)
_TYPED = ("name", "pin", "badge")


class TeamController(QObject):
    """Both lists, and the form of what was opened last."""

    def __init__(self, desk: Desk, section: "TeamSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._background = Background(self)
        self._person: StaffSet | None = None
        self._person_draft: PersonDraft | None = None
        self._role: RoleSet | None = None
        self._role_draft: RoleDraft | None = None
        self._said: set[str] = set()
        self._subtitle = ""
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        self._desk.changed.connect(self._on_changed)
        section.opened.connect(self._on_opened)
        section.filter_changed.connect(self._show_lists)
        person, role = section.person_form, section.role_form
        person.edited.connect(self._on_person_edited)
        person.left.connect(self._on_person_left)
        person.save_requested.connect(self._on_person_save)
        person.drop_requested.connect(self._on_person_drop)
        person.act_requested.connect(self._on_person_act)
        role.edited.connect(self._on_role_edited)
        role.right_toggled.connect(self._on_right_toggled)
        role.save_requested.connect(self._on_role_save)
        role.drop_requested.connect(self._on_role_drop)
        for form in (person, role):
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
            if isinstance(event, StaffSet) and event.id == _id(self._person):
                self._open_person(event.id)
            elif isinstance(event, RoleSet) and event.id == _id(self._role):
                self._open_role(event.id)

    @Slot()
    def _on_closed(self) -> None:
        self._section.show_form("")

    @Slot(str, str)
    def _on_opened(self, kind: str, key: str) -> None:
        self._said = set()
        if kind == ROLES:
            self._open_role(key)
        else:
            self._open_person(key)
        self._section.show_form(kind)

    def _changed_last(self, stream: str, kind: str, *, fresh: bool) -> str:
        if fresh:
            return tr("pas encore dans l'équipe") if kind == "staff.set" else ""
        return changed_words(self._desk.house, stream, kind)

    # -------------------------------------------------------------- a person

    def _open_person(self, key: str) -> None:
        house = self._desk.house
        found = house.world.staff.people.get(key)
        roles = role_entries(house.world.staff)
        self._person = found or StaffSet(
            id=new_id(),
            name="",
            role=roles[0].key if roles else "",
            avatar=len(house.world.staff.people) % 6,
            language=language(),
        )
        self._subtitle = self._changed_last(f"staff/{key}", "staff.set", fresh=not key)
        self._person_draft = person_draft(house, self._person)
        self._show_person()
        if found is None:
            self._section.person_form.name.setFocus()

    def _show_person(self) -> None:
        stored, draft = self._person, self._person_draft
        if stored is None or draft is None:
            return
        staff = self._desk.world.staff
        errors = self._person_errors(draft, stored)
        role = staff.roles.get(draft.role)
        name = draft.name.strip()
        before = person_draft(self._desk.house, stored)
        self._section.person_form.display(
            PersonFormView(
                title=name or tr("Nouvelle personne"),
                subtitle=self._subtitle,
                initials=initials_of(name) if name else "",
                draft=draft,
                changes=len(changed_fields(draft, before)),
                errors={k: v for k, v in errors.items() if k in self._said},
                roles=role_entries(staff),
                pin_help=code_help(draft, stored),
                badge_help=badge_help(stored),
                rights=[tr(RIGHTS[r]) for r in role.rights] if role else (),
                acts=self._person_acts(stored),
            )
        )

    def _person_errors(self, draft: PersonDraft, stored: StaffSet) -> dict[str, str]:
        return person_errors(draft, stored, self._desk.house, self._badge_of(draft))

    def _badge_of(self, draft: PersonDraft) -> str:
        """The badge in the form as it is stored, "" for none."""
        code = draft.badge.strip()
        return hash_badge(code, self._desk.pepper) if code else ""

    def _person_acts(self, stored: StaffSet) -> tuple[tuple[str, str], ...]:
        if stored.id not in self._desk.world.staff.people:
            return ()
        words = tr("Retirer de l'équipe") if stored.active else tr("Réintégrer")
        badge = (("badge", tr("Reprendre le badge")),) if stored.badge else ()
        return (*badge, ("retire", words))

    @Slot(str, object)
    def _on_person_edited(self, name: str, value: object) -> None:
        if self._person_draft is None:
            return
        self._person_draft = with_field(self._person_draft, name, value)
        if name not in _TYPED:
            self._said.add(name)
        self._show_person()

    @Slot(str)
    def _on_person_left(self, name: str) -> None:
        draft, stored = self._person_draft, self._person
        if draft is None or stored is None:
            return
        if name in changed_fields(draft, person_draft(self._desk.house, stored)):
            self._said.add(name)
            self._show_person()

    @Slot()
    def _on_person_drop(self) -> None:
        if self._person is not None:
            self._person_draft = person_draft(self._desk.house, self._person)
            self._said = set()
            self._show_person()

    @Slot()
    def _on_person_save(self) -> None:
        draft, stored = self._person_draft, self._person
        if draft is None or stored is None:
            return
        errors = self._person_errors(draft, stored)
        if errors:
            self._said = set(errors)
            self._show_person()
            self._section.person_form.fields.focus(next(iter(errors)))
            return
        if not draft.pin:
            self._save_person(draft, stored, stored.pin)
            return
        pin, pepper = draft.pin, self._desk.pepper
        self._section.person_form.save.set_busy()

        def hashed(code: str) -> None:
            self._section.person_form.save.set_done()
            self._save_person(draft, stored, code)

        self._background.run(lambda: hash_pin(pin, pepper), hashed)

    def _save_person(self, draft: PersonDraft, stored: StaffSet, pin: str) -> None:
        house = self._desk.house
        name = draft.name.strip()
        sealed = stored.name
        if name != person_draft(house, stored).name:
            sealed = house.sealer.seal(f"staff/{stored.id}", name)
        badge = self._badge_of(draft) or stored.badge
        event = person_of(draft, stored, name=sealed, pin=pin, badge=badge)
        fresh = stored.id not in house.world.staff.people

        def done(facts: tuple[Fact, ...]) -> None:
            self._said = set()
            self._open_person(event.id)
            self._section.people.choose(event.id)
            back = replace(event, active=False) if fresh else stored
            self._desk.say(
                tr("{name} enregistré", name=name),
                undo=lambda: self._desk.run(SetStaff(event=back)),
            )

        self._desk.run(SetStaff(event=event), done)

    @Slot(str)
    def _on_person_act(self, act: str) -> None:
        stored = self._person
        if stored is None:
            return
        if act == "badge":
            self._take_badge(stored)
            return
        event = replace(stored, active=not stored.active)
        if not keeps_a_manager(self._desk.world.staff, event):
            words = tr("Il faut au moins une personne qui gère l'équipe.")
            self._desk.say(words, tone="refused")
            return

        def done(facts: tuple[Fact, ...]) -> None:
            self._section.show_form("")
            words = membership_words(self._desk.house, stored)
            self._desk.say(words, undo=lambda: self._desk.run(SetStaff(event=stored)))

        self._desk.run(SetStaff(event=event), done)

    def _take_badge(self, stored: StaffSet) -> None:
        name = person_draft(self._desk.house, stored).name

        def done(facts: tuple[Fact, ...]) -> None:
            self._open_person(stored.id)
            self._desk.say(
                tr("{name} n'a plus de badge", name=name),
                undo=lambda: self._desk.run(SetStaff(event=stored)),
            )

        self._desk.run(SetStaff(event=replace(stored, badge="")), done)

    # -------------------------------------------------------------- a role

    def _open_role(self, key: str) -> None:
        found = self._desk.world.staff.roles.get(key)
        self._role = found or RoleSet(id=new_id(), name="", rights=())
        self._subtitle = self._changed_last(f"role/{key}", "role.set", fresh=not key)
        self._role_draft = role_draft(self._role)
        self._show_role()
        if found is None:
            self._section.role_form.name.setFocus()

    def _show_role(self) -> None:
        stored, draft = self._role, self._role_draft
        if stored is None or draft is None:
            return
        house = self._desk.house
        errors = role_errors(draft, stored, house.world.staff)
        self._section.role_form.display(
            RoleFormView(
                title=draft.name.strip() or tr("Nouveau rôle"),
                subtitle=self._subtitle,
                people=people_words(house, stored.id),
                draft=draft,
                changes=role_changes(draft, role_draft(stored)),
                errors={k: v for k, v in errors.items() if k in self._said},
            )
        )

    @Slot(str)
    def _on_role_edited(self, name: str) -> None:
        if self._role_draft is not None:
            self._role_draft = replace(self._role_draft, name=name)
            self._show_role()

    @Slot(str, bool)
    def _on_right_toggled(self, right: str, on: bool) -> None:  # Qt's signal
        draft = self._role_draft
        if draft is not None:
            rights = draft.rights | {right} if on else draft.rights - {right}
            self._role_draft = replace(draft, rights=rights)
            self._said.add("rights")
            self._show_role()

    @Slot()
    def _on_role_drop(self) -> None:
        if self._role is not None:
            self._role_draft = role_draft(self._role)
            self._said = set()
            self._show_role()

    @Slot()
    def _on_role_save(self) -> None:
        draft, stored = self._role_draft, self._role
        if draft is None or stored is None:
            return
        errors = role_errors(draft, stored, self._desk.world.staff)
        if errors:
            self._said = set(errors)
            self._show_role()
            return
        event = role_of(draft, stored)
        fresh = stored.id not in self._desk.world.staff.roles

        def done(facts: tuple[Fact, ...]) -> None:
            self._open_role(event.id)
            self._section.roles.choose(event.id)
            undo = None if fresh else lambda: self._desk.run(SetStaff(event=stored))
            self._desk.say(tr("{name} enregistré", name=event.name), undo=undo)

        self._desk.run(SetStaff(event=event), done)


def _id(thing: StaffSet | RoleSet | None) -> str:
    return thing.id if thing is not None else ""
