"""Drives the form of a person: a sealed name, a hashed code and badge, a role."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.staff.decide import CallStaff, SetPager, SetStaff
from app.domain.staff.events import PagerSet, PersonSites, StaffSet
from app.domain.vocabulary import RIGHTS
from app.presenters.admin.drafts import changed_fields, with_field
from app.presenters.admin.sharing import person_words, sites_view
from app.presenters.admin.team import (
    PersonDraft,
    badge_help,
    code_help,
    keeps_a_manager,
    membership_words,
    person_draft,
    person_errors,
    person_of,
    person_roles,
    wears_pagers,
)
from app.presenters.admin.words import changed_words
from app.presenters.people import initials_of
from app.services.house import Fact
from app.services.ids import new_id
from app.services.people import (
    badge_hashes,
    code_keys,
    hash_badge,
    hash_pin,
    own_key,
    person_name,
)
from app.windows.admin.team.person_form import PersonFormView
from app.windows.desk import Desk
from app.windows.tasks import Background
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.team.page import TeamSection

_TYPED = ("name", "pin", "badge", "pager")
_CHANGES = ("staff.set", "staff.office_set", "staff.pager_set")


class PersonController(QObject):
    """The person who was opened last, and what was changed about them."""

    def __init__(self, desk: Desk, section: "TeamSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._form = section.person_form
        self._background = Background(self)
        self._stored: StaffSet | None = None
        self._draft: PersonDraft | None = None
        self._said: set[str] = set()
        self._subtitle = ""
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._form.edited.connect(self._on_edited)
        self._form.left.connect(self._on_left)
        self._form.save_requested.connect(self._on_save)
        self._form.drop_requested.connect(self._on_drop)
        self._form.act_requested.connect(self._on_act)
        self._form.sites.chosen.connect(self._on_sites_chosen)

    @property
    def key(self) -> str:
        """Id of the person in the form, "" for nobody yet."""
        return self._stored.id if self._stored is not None else ""

    def open(self, key: str) -> None:
        """Shows somebody in the form; "" for a new person."""
        house = self._desk.house
        found = house.world.staff.people.get(key)
        self._stored = found or StaffSet(
            id=new_id(),
            name="",
            role="",
            avatar=len(house.world.staff.people) % 6,
        )
        self._said = set()
        self._subtitle = (
            changed_words(house, f"staff/{key}", *_CHANGES)
            if key
            else tr("pas encore dans l'équipe")
        )
        self._draft = person_draft(house, self._stored)
        self._show()
        if found is None:
            self._form.name.setFocus()

    def _show(self) -> None:
        stored, draft = self._stored, self._draft
        if stored is None or draft is None:
            return
        world = self._desk.world
        staff, known = world.staff, stored.id in world.staff.people
        locked = world.terminals.upstream is not None and staff.of_office(stored)
        errors = self._errors(draft, stored)
        role = staff.roles.get(draft.role)
        name = draft.name.strip()
        before = person_draft(self._desk.house, stored)
        self._form.display(
            PersonFormView(
                title=name or tr("Nouvelle personne"),
                subtitle=self._subtitle,
                initials=initials_of(name) if name else "",
                draft=draft,
                changes=len(changed_fields(draft, before)),
                errors={k: v for k, v in errors.items() if k in self._said},
                roles=person_roles(staff, draft.role),
                pin_help="" if locked else code_help(draft, stored),
                badge_help="" if locked else badge_help(stored),
                rights=[tr(RIGHTS[r]) for r in role.rights] if role else (),
                acts=() if locked else self._acts(stored),
                note=person_words(world, stored, own_key(self._desk.pepper)),
                locked=locked,
                sites=sites_view(world, staff.sites, stored.id) if known else None,
                pagers=wears_pagers(world, stored.id),
            )
        )

    def _errors(self, draft: PersonDraft, stored: StaffSet) -> dict[str, str]:
        code = draft.badge.strip()
        keys = code_keys(self._desk.world.staff, self._desk.pepper) if code else {}
        badges = badge_hashes(code, keys)
        return person_errors(draft, stored, self._desk.house, badges)

    def _badge_of(self, draft: PersonDraft) -> str:
        """The badge in the form as it is stored, "" for none."""
        code = draft.badge.strip()
        return hash_badge(code, self._desk.pepper) if code else ""

    def _acts(self, stored: StaffSet) -> tuple[tuple[str, str], ...]:
        if stored.id not in self._desk.world.staff.people:
            return ()
        words = tr("Retirer de l'équipe") if stored.active else tr("Réintégrer")
        badge = (("badge", tr("Reprendre le badge")),) if stored.badge else ()
        worn = stored.active and stored.id in self._desk.world.staff.pagers
        rings = (("pager", tr("Faire vibrer son bipeur")),) if worn else ()
        return (*rings, *badge, ("retire", words))

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        if self._draft is None:
            return
        self._draft = with_field(self._draft, name, value)
        if name not in _TYPED:
            self._said.add(name)
        self._show()

    @Slot(str)
    def _on_left(self, name: str) -> None:
        draft, stored = self._draft, self._stored
        if draft is None or stored is None:
            return
        if name in changed_fields(draft, person_draft(self._desk.house, stored)):
            self._said.add(name)
            self._show()

    @Slot()
    def _on_drop(self) -> None:
        if self._stored is not None:
            self._draft = person_draft(self._desk.house, self._stored)
            self._said = set()
            self._show()

    @Slot()
    def _on_save(self) -> None:
        draft, stored = self._draft, self._stored
        if draft is None or stored is None:
            return
        errors = self._errors(draft, stored)
        if errors:
            self._said = set(errors)
            self._show()
            self._form.fields.focus(next(iter(errors)))
            return
        if not draft.pin:
            self._save(draft, stored, stored.pin)
            return
        pin, pepper = draft.pin, self._desk.pepper
        self._form.save.set_busy()

        def hashed(code: str) -> None:
            self._form.save.set_done()
            self._save(draft, stored, code)

        self._background.run(lambda: hash_pin(pin, pepper), hashed)

    def _save(self, draft: PersonDraft, stored: StaffSet, pin: str) -> None:
        house = self._desk.house
        name = draft.name.strip()
        sealed = stored.name
        if name != person_draft(house, stored).name:
            sealed = house.sealer.seal(f"staff/{stored.id}", name)
        badge = self._badge_of(draft) or stored.badge
        event = person_of(draft, stored, name=sealed, pin=pin, badge=badge)
        fresh = stored.id not in house.world.staff.people
        worn = house.world.staff.pagers.get(stored.id, "")
        back: list[SetStaff | SetPager] = []

        def done(facts: tuple[Fact, ...]) -> None:
            self.open(event.id)
            self._section.people.choose(event.id)

            def undo() -> None:
                for command in back:
                    self._desk.run(command)

            self._desk.say(tr("{name} enregistré", name=name), undo=undo)

        def saved(facts: tuple[Fact, ...]) -> None:
            number = draft.pager.strip()
            if number == worn:
                done(facts)
                return
            back.append(SetPager(event=PagerSet(person=event.id, number=worn)))
            self._desk.run(
                SetPager(event=PagerSet(person=event.id, number=number)), done
            )

        if event == stored and not fresh:  # nothing but the pager
            saved(())
            return
        back.append(SetStaff(event=replace(event, active=False) if fresh else stored))
        self._desk.run(SetStaff(event=event), saved)

    @Slot(object)
    def _on_sites_chosen(self, sites: tuple[str, ...] | None) -> None:
        if self._stored is None:
            return
        key, staff = self._stored.id, self._desk.world.staff
        before = PersonSites(id=key, sites=staff.sites.get(key))
        name = person_name(self._desk.house, key)

        def done(facts: tuple[Fact, ...]) -> None:
            self._desk.say(
                tr("{name} : établissements changés", name=name),
                undo=lambda: self._desk.run(SetStaff(event=before)),
            )

        self._desk.run(SetStaff(event=PersonSites(id=key, sites=sites)), done)

    @Slot(str)
    def _on_act(self, act: str) -> None:
        stored = self._stored
        if stored is None:
            return
        if act == "badge":
            self._take_badge(stored)
            return
        if act == "pager":
            self._desk.run(CallStaff(who=stored.id), self._on_called)
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

    def _on_called(self, facts: tuple[Fact, ...]) -> None:
        self._desk.say(tr("Appel envoyé : le bipeur vibre d'ici quelques secondes."))

    def _take_badge(self, stored: StaffSet) -> None:
        name = person_draft(self._desk.house, stored).name

        def done(facts: tuple[Fact, ...]) -> None:
            self.open(stored.id)
            self._desk.say(
                tr("{name} n'a plus de badge", name=name),
                undo=lambda: self._desk.run(SetStaff(event=stored)),
            )

        self._desk.run(SetStaff(event=replace(stored, badge="")), done)
