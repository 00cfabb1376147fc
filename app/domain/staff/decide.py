"""Deciding about people: who is logged in, who may do what.

PINs are checked by the service (argon2 takes time and chance); here come its answers.
"""

import re
from dataclasses import replace
from typing import Final

from app.domain.settings import EventRecorded
from app.domain.staff.comfort import is_right
from app.domain.staff.events import (
    CALLED,
    WHISPERS,
    ComfortSet,
    KeysSet,
    LoggedIn,
    LoggedOut,
    LoginRefused,
    PagerSet,
    PersonSites,
    RoleSet,
    StaffCalled,
    StaffSet,
    VoiceSet,
)
from app.domain.staff.reviewing import ReviewShift, review
from app.domain.staff.state import Staff
from app.domain.staff.tips import ShareTips, share_tips
from app.domain.terminals.decide import OFFICE, sites_refusal
from app.domain.vocabulary import RIGHTS, Context, Refusal, command, need
from app.domain.wire import as_kind
from app.domain.world import World

Decision = tuple[object, ...] | Refusal
UNKNOWN: Final = Refusal("person_unknown", "Cette personne n'est plus de l'équipe.")
WRONG: Final = Refusal("setting_invalid", "Ce réglage n'a pas cette valeur.")


@command
class LogIn:
    """A person takes a window; the PIN or badge was right."""

    person: str
    window: str


@command
class RefuseLogin:
    """The PIN or badge was wrong."""

    person: str
    window: str
    badge: bool = False


@command
class LogOut:
    """A person leaves a window: "switch", "lock", "hand" or "shift_end"."""

    person: str
    window: str
    reason: str = "hand"


@command
class SetStaff:
    """Change a person or a role as a whole (name sealed, PIN hashed), or say at which
    sites of this head office a person may work."""

    event: StaffSet | RoleSet | PersonSites


@command
class SetVoice:
    """Say how a person wants a headset: they themselves, or who keeps the team."""

    event: VoiceSet


@command
class SetComfort:
    """Say how windows look and speak to a person: they themselves, or who keeps the
    team."""

    event: ComfortSet


@command
class SetKeys:
    """Say which keys a person gave other acts: they themselves, or who keeps the team."""

    event: KeysSet


@command
class SetPager:
    """Say which pager a person wears: they themselves, or who keeps the team. Who is
    off duty has put theirs back on the rack: it may be taken."""

    event: PagerSet


@command
class CallStaff:
    """Call one of `CALLED`, or a person by their id."""

    who: str
    table: str = ""


@command
class FoundTeam:
    """Give a house without people its roles and the person who manages it."""

    roles: tuple[RoleSet, ...]
    person: StaffSet


StaffCommand = (
    FoundTeam
    | LogIn
    | RefuseLogin
    | LogOut
    | SetStaff
    | SetVoice
    | SetComfort
    | SetKeys
    | SetPager
    | CallStaff
    | ReviewShift
    | ShareTips
)
SPOKEN = ("", "fr", "en")
"""Languages of a headset; "" is the till's."""
MAX_VOLUME = 200
"""Percent."""
MAX_KEYS = 100
_PAGER = re.compile(r"\d{0,10}", re.ASCII)
_KEY = re.compile(r"[a-z]+\.[a-z_]+=\S{1,30}")


def decide(world: World, command: StaffCommand, context: Context) -> Decision:
    """What changed about people, or why it cannot."""
    match command:
        case FoundTeam():
            refused = need(context, "staff.edit", "Fonder une équipe demande un droit.")
            return refused or _found(world, command)
        case LogIn():
            found = world.staff.people.get(command.person)
            if found is None or not found.active:
                return UNKNOWN
            return (LoggedIn(person=command.person, window=command.window),)
        case RefuseLogin():
            return (
                LoginRefused(
                    person=command.person, window=command.window, badge=command.badge
                ),
            )
        case LogOut():
            return (
                LoggedOut(
                    person=command.person, window=command.window, reason=command.reason
                ),
            )
        case SetVoice() | SetComfort() | SetKeys() | SetPager():
            return _own(world, command, context)
        case ReviewShift():
            return review(world, command, context)
        case ShareTips():
            return share_tips(world, command, context)
        case CallStaff():
            person = world.staff.people.get(command.who)
            if command.who not in CALLED and (person is None or not person.active):
                return UNKNOWN
            return (StaffCalled(who=command.who, table=command.table),)
        case _:
            refused = need(
                context, "staff.edit", "Modifier l'équipe demande un responsable."
            )
            return refused or _set(world, command.event)


def _own(
    world: World, command: SetVoice | SetComfort | SetKeys | SetPager, context: Context
) -> Decision:
    """What is a person's own to set."""
    match command:
        case SetVoice():
            return _voice(world, command.event, context)
        case SetComfort():
            return _comfort(world, command.event, context)
        case SetKeys():
            return _keys(world, command.event, context)
        case SetPager():
            return _pager(world, command.event, context)


def _not_theirs(
    world: World, person: str, context: Context, words: str
) -> Refusal | None:
    """Why somebody may not set what is another person's own, None if they may."""
    if person not in world.staff.people:
        return UNKNOWN
    if person == context.operator:
        return None
    return need(context, "staff.edit", words)


def _comfort(world: World, event: ComfortSet, context: Context) -> Decision:
    words = "Régler l'affichage d'un autre demande un responsable."
    refused = _not_theirs(world, event.person, context, words)
    if refused:
        return refused
    if event.comfort is not None and not is_right(event.comfort):
        return WRONG
    unchanged = world.staff.comforts.get(event.person) == event.comfort
    return () if unchanged else (event,)


def _keys(world: World, event: KeysSet, context: Context) -> Decision:
    words = "Changer les touches d'un autre demande un responsable."
    refused = _not_theirs(world, event.person, context, words)
    if refused:
        return refused
    right = all(_KEY.fullmatch(each) for each in event.keys)
    names = [each.partition("=")[0] for each in event.keys]
    # Two acts of one place on one key: neither would be done.
    heard = [(each.partition(".")[0], each.partition("=")[2]) for each in event.keys]
    twice = len(set(names)) < len(names) or len(set(heard)) < len(heard)
    if not right or twice or len(names) > MAX_KEYS:
        return WRONG
    return (event,)


def _voice(world: World, event: VoiceSet, context: Context) -> Decision:
    words = "Régler le casque d'un autre demande un responsable."
    refused = _not_theirs(world, event.person, context, words)
    if refused:
        return refused
    if (
        not 0 <= event.volume <= MAX_VOLUME
        or not set(event.silent) <= set(WHISPERS)
        or event.language not in SPOKEN
    ):
        return WRONG
    return (event,)


def _pager(world: World, event: PagerSet, context: Context) -> Decision:
    words = "Changer le bipeur d'un autre demande un responsable."
    refused = _not_theirs(world, event.person, context, words)
    if refused:
        return refused
    if not _PAGER.fullmatch(event.number):
        return WRONG
    wearer = world.staff.wearer_of(event.number) if event.number else ""
    if wearer not in ("", event.person) and wearer in world.staff.on_duty:
        return Refusal("pager_taken", "Ce bipeur est déjà à quelqu'un de l'équipe.")
    if world.staff.pagers.get(event.person, "") == event.number:
        return ()
    if wearer not in ("", event.person):
        return PagerSet(person=wearer), event
    return (event,)


def _found(world: World, command: FoundTeam) -> Decision:
    if world.staff.people:
        return Refusal("team_founded", "Cette maison a déjà une équipe.")
    roles = {role.id: role for role in command.roles}
    team = Staff({command.person.id: command.person}, roles)
    if "staff.edit" not in team.rights_of(command.person.id):
        return Refusal(
            "last_manager", "Il faut au moins une personne qui gère l'équipe."
        )
    return *command.roles, command.person, *_told(world.staff, command.person)


def _set(world: World, event: StaffSet | RoleSet | PersonSites) -> Decision:
    if isinstance(event, PersonSites):
        if event.id not in world.staff.people:
            return UNKNOWN
        return sites_refusal(world, event.sites) or (event,)
    if world.terminals.upstream is not None and world.staff.of_office(event):
        return OFFICE
    people, roles = dict(world.staff.people), dict(world.staff.roles)
    if isinstance(event, RoleSet):
        event = as_kind(event, RoleSet)
        if not set(event.rights) <= RIGHTS.keys():
            return Refusal("right_unknown", "Un de ces droits n'existe pas.")
        roles[event.id] = event
    else:
        event = as_kind(event, StaffSet)
        if event.role not in roles:
            return Refusal("role_unknown", "Choisissez un rôle.")
        if event.active and _badge_taken(world.staff, event):
            before = people.get(event.id)
            if before is None or before.active:
                return Refusal(
                    "badge_taken", "Ce badge est déjà à quelqu'un de l'équipe."
                )
            event = replace(event, badge="")  # given away while they were gone
        people[event.id] = event
    after = Staff(people, roles)
    if not any("staff.edit" in after.rights_of(person) for person in people):
        return Refusal(
            "last_manager", "Il faut au moins une personne qui gère l'équipe."
        )
    return event, *_told(world.staff, event)


def _told(staff: Staff, event: StaffSet | RoleSet) -> tuple[EventRecorded, ...]:
    """Technical events of a person who comes, goes, or has other rights from now on; a
    role that changes is one itself."""
    if isinstance(event, RoleSet):
        return ()
    before, codes = staff.people.get(event.id), []
    if before is None:
        codes.append("USER_CREATED")
    elif before.active and not event.active:
        codes.append("USER_DISABLED")
    elif before.role != event.role:
        codes.append("RIGHTS_CHANGE")
    return tuple(
        EventRecorded(code=c, detail=f"{event.id} {event.role}") for c in codes
    )


def _badge_taken(staff: Staff, event: StaffSet) -> bool:
    """Whether a badge that this person does not carry yet is somebody else's."""
    holders = staff.holders_of(event.badge)
    return bool(holders) and event.id not in holders
