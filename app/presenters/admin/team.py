"""The team: people, their roles, and what each role may do in plain sentences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from app.domain.staff.events import RoleSet, StaffSet
from app.domain.staff.state import Staff
from app.domain.vocabulary import NUMBERS, RIGHTS
from app.domain.world import World
from app.services.house import House
from app.services.people import PIN_LENGTH, person_name
from hardware.pagers.tap import MAX_NUMBER, is_number
from resources.texts import tr, trn
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row

MAX_NAME = 40
MIN_BADGE = 6
"""A reader's code is told from a person's keys from this length on."""
MANAGES = "staff.edit"
"""The right that somebody must always have."""
RETIRED = "retired"
TONES = 6
_GROUPS = {
    "order": "Commandes",
    "payment": "Encaissement",
    "till": "Caisse",
    "catalogue": "La carte",
    "kitchen": "Cuisine",
    "reservation": "Réservations",
    "stock": "Stock",
    "staff": "Maison",
    "device": "Maison",
    "journal": "Maison",
}


# ------------------------------------------------------------------ people


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """A person as they stand in the form.

    Attributes:
        pin: a new code; "" keeps the one there is. badge: likewise.
        pager: number of the pager they wear, "" for none.
        tone: "1" to "6", colour of the avatar.
    """

    name: str
    role: str
    section: str
    pin: str
    badge: str
    pager: str
    tone: str


def person_draft(house: House, person: StaffSet) -> PersonDraft:
    """The form of a person as stored; the code is never shown."""
    known = person.id in house.world.staff.people
    return PersonDraft(
        name=person_name(house, person.id) if known else "",
        role=person.role,
        section=person.section,
        pin="",
        badge="",
        pager=house.world.staff.pagers.get(person.id, ""),
        tone=str(person.avatar % TONES + 1),
    )


def person_of(
    draft: PersonDraft, stored: StaffSet, *, name: str, pin: str, badge: str
) -> StaffSet:
    """The fact that the form becomes.

    Args:
        name: sealed; pin, badge: hashed.
    """
    return replace(
        stored,
        name=name,
        role=draft.role,
        section=draft.section.strip(),
        pin=pin,
        badge=badge,
        avatar=int(draft.tone) - 1,
    )


def person_errors(
    draft: PersonDraft, stored: StaffSet, house: House, badges: tuple[str, ...] = ()
) -> dict[str, str]:
    """Field -> what is wrong with it, in words.

    Args:
        badges: all that the badge in the draft may be hashed to.
    """
    staff = house.world.staff
    errors: dict[str, str] = {}
    if not 0 < len(draft.name.strip()) <= MAX_NAME:
        errors["name"] = tr("De 1 à {n} caractères", n=MAX_NAME)
    if len(draft.section.strip()) > MAX_NAME:
        errors["section"] = tr("{n} caractères au plus", n=MAX_NAME)
    if draft.pin:
        wrong = pin_error(draft.pin)
        if wrong:
            errors["pin"] = wrong
    others = [person for person in staff.holders_of(*badges) if person != stored.id]
    if draft.badge and not MIN_BADGE <= len(draft.badge.strip()) <= MAX_NAME:
        errors["badge"] = tr("De {least} à {n} signes", least=MIN_BADGE, n=MAX_NAME)
    elif others:
        names = ", ".join(person_name(house, person) for person in others)
        errors["badge"] = tr("C'est le badge de {name}", name=names)
    errors |= _pager_errors(draft, stored, house)
    if draft.role not in staff.roles:
        errors["role"] = tr("Choisissez un rôle.")
    elif not keeps_a_manager(staff, replace(stored, role=draft.role)):
        errors["role"] = tr("Il faut au moins une personne qui gère l'équipe.")
    return errors


def _pager_errors(draft: PersonDraft, stored: StaffSet, house: House) -> dict[str, str]:
    number = draft.pager.strip()
    if not number:
        return {}
    if not is_number(number):
        return {"pager": tr("Des chiffres, {n} au plus", n=MAX_NUMBER)}
    wearer = house.world.staff.wearer_of(number)
    if wearer in ("", stored.id) or wearer not in house.world.staff.on_duty:
        return {}
    return {"pager": tr("C'est le bipeur de {name}", name=person_name(house, wearer))}


def wears_pagers(world: World, person: str) -> bool:
    """Whether somebody may be given a pager: something here makes them ring."""
    devices = world.settings.devices.values()
    rings = any(d.kind == "pager" and d.active for d in devices)
    return rings or person in world.staff.pagers


def membership_words(house: House, before: StaffSet) -> str:
    """What is said once somebody left the team or came back to it."""
    now = house.world.staff.people[before.id]
    name = person_name(house, before.id)
    if not now.active:
        return tr("{name} n'est plus de l'équipe", name=name)
    if before.badge and not now.badge:
        return tr("{name} est de retour, sans badge : un autre a le sien", name=name)
    return tr("{name} est de retour", name=name)


def pin_error(pin: str) -> str:
    """Why a code cannot be taken; "" when it can."""
    if not (pin.isascii() and pin.isdigit() and len(pin) == PIN_LENGTH):
        return tr("{n} chiffres", n=PIN_LENGTH)
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        return tr("Trop simple à deviner")
    return ""


def keeps_a_manager(staff: Staff, *events: StaffSet | RoleSet) -> bool:
    """Whether somebody still manages the team once these facts are written."""
    people, roles = dict(staff.people), dict(staff.roles)
    for event in events:
        if isinstance(event, RoleSet):
            roles[event.id] = event
        else:
            people[event.id] = event
    after = Staff(people, roles)
    return any(MANAGES in after.rights_of(person) for person in people)


def person_columns() -> tuple[Column, ...]:
    """The columns of the team."""
    return (
        Column("name", tr("Nom"), style="strong"),
        Column("role", tr("Rôle"), 130),
        Column("section", tr("Secteur"), 125, drop=1),
        Column("pin", tr("Code"), 110, drop=2),
        Column("state", tr("État"), 140),
    )


def person_rows(house: House, role: str) -> list[Row]:
    """The team, or those of one role; retired people only when asked for."""
    staff = house.world.staff
    rows = []
    for person in staff.people.values():
        if person.active == (role == RETIRED):
            continue
        if role not in ("", RETIRED, person.role):
            continue
        found = staff.roles.get(person.role)
        rows.append(
            Row(
                person.id,
                (
                    Cell(person_name(house, person.id), icon="person"),
                    found.name if found else person.role,
                    person.section,
                    _code_cell(person),
                    _state_cell(staff, person),
                ),
            )
        )
    return rows


def _code_cell(person: StaffSet) -> Cell:
    if person.pin:
        return Cell(tr("défini"), icon="check", sort=2)
    if person.badge:
        return Cell(tr("badge seul"), icon="check", sort=1)
    return Cell(tr("sans code"), sort=0)


def code_help(draft: PersonDraft, stored: StaffSet) -> str:
    """What an empty code means."""
    if stored.pin:
        return tr("Vide : le code actuel reste")
    if draft.badge or stored.badge:
        return tr("Entre par son badge")
    return tr("Sans code, pas d'accès")


def badge_help(stored: StaffSet) -> str:
    """What an empty badge means."""
    if stored.badge:
        return tr("Vide : le badge actuel reste")
    return tr("Passez le badge ici")


def _state_cell(staff: Staff, person: StaffSet) -> Cell:
    if not person.active:
        return Cell(tr("parti"), sort=2, tag="neutral", icon="person_off")
    since = staff.on_duty.get(person.id, "")
    if since:
        words = tr("depuis {time}", time=since[11:16])
        return Cell(words, sort=0, icon="schedule")
    return Cell("—", sort=1)


def role_entries(staff: Staff) -> tuple[Entry, ...]:
    """Roles by name."""
    ranked = sorted(staff.roles.values(), key=lambda role: role.name)
    return tuple(Entry(role.id, role.name) for role in ranked)


def person_roles(staff: Staff, role: str) -> tuple[Entry, ...]:
    """The roles of somebody who has one, or has none yet: nobody's rights are a guess."""
    none = () if role in staff.roles else (Entry(role, tr("À choisir")),)
    return (*none, *role_entries(staff))


def person_filter(staff: Staff) -> tuple[Entry, ...]:
    """Choices of the filter: roles, and who left."""
    return (*role_entries(staff), Entry(RETIRED, tr("Partis")))


# ------------------------------------------------------------------ roles


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDraft:
    """A role as it stands in the form."""

    name: str
    rights: frozenset[str]


def role_draft(role: RoleSet) -> RoleDraft:
    """The form of a role as stored."""
    return RoleDraft(name=role.name, rights=frozenset(role.rights))


def role_of(draft: RoleDraft, stored: RoleSet) -> RoleSet:
    """The fact that the form becomes; rights stand in the order of the vocabulary."""
    rights = tuple(right for right in RIGHTS if right in draft.rights)
    return replace(stored, name=draft.name.strip(), rights=rights)


def role_changes(draft: RoleDraft, stored: RoleDraft) -> int:
    """How many things differ: the name, and each right."""
    return (draft.name != stored.name) + len(draft.rights ^ stored.rights)


def role_errors(draft: RoleDraft, stored: RoleSet, staff: Staff) -> dict[str, str]:
    """Field -> what is wrong with it; "rights" is no field but the list."""
    errors: dict[str, str] = {}
    name = draft.name.strip()
    if not 0 < len(name) <= MAX_NAME:
        errors["name"] = tr("De 1 à {n} caractères", n=MAX_NAME)
    elif any(r.name == name and r.id != stored.id for r in staff.roles.values()):
        errors["name"] = tr("Un autre rôle a ce nom")
    if not keeps_a_manager(staff, role_of(draft, stored)):
        errors["rights"] = tr("Il faut au moins une personne qui gère l'équipe.")
    return errors


def role_columns() -> tuple[Column, ...]:
    """The columns of the roles."""
    return (
        Column("name", tr("Rôle"), style="strong"),
        Column("people", tr("Personnes"), 140),
        Column("rights", tr("Droits"), 140),
    )


def role_rows(house: House) -> list[Row]:
    """Roles, how many people have each, and how much it allows."""
    staff = house.world.staff
    rows = []
    for role in staff.roles.values():
        count = sum(1 for p in staff.people.values() if p.role == role.id and p.active)
        rows.append(
            Row(
                role.id,
                (
                    role.name,
                    Cell(trn(count, "{n} personne", "{n} personnes"), sort=count),
                    Cell(
                        tr("{n} sur {total}", n=len(role.rights), total=len(RIGHTS)),
                        sort=len(role.rights),
                    ),
                ),
            )
        )
    return rows


def rights_by_group() -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """(group, (right, sentence)...) in the order of the vocabulary."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for right, sentence in RIGHTS.items():
        name = _GROUPS.get(right.partition(".")[0], "Maison")
        words = f"{NUMBERS[right]} · {tr(sentence)}"
        groups.setdefault(name, []).append((right, words))
    for name, rights in groups.items():
        yield tr(name), tuple(rights)


def people_words(house: House, role: str) -> str:
    """Who has a role: "Léa, Karim"."""
    people = house.world.staff.people.values()
    names = [person_name(house, p.id) for p in people if p.role == role and p.active]
    return _listed(names) if names else tr("Personne")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
