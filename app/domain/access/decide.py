"""Deciding who comes in by the network."""

from datetime import timedelta

from app.domain.access.events import (
    AccessRefused,
    KeyCreated,
    KeyRevoked,
    PasswordSet,
    SecondFactorSet,
    SessionClosed,
    SessionOpened,
    SessionRenewed,
)
from app.domain.access.scopes import PEOPLE_ONLY, SCOPES, carried
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

MAX_NAME = 60
SESSION = timedelta(hours=12)
"""A session lasts a shift."""


@command
class CreateKey:
    """Give a program a key; `secret` is the SHA-256 of it."""

    name: str
    secret: str
    scopes: tuple[str, ...]


@command
class RevokeKey:
    """Shut a program out."""

    key: str


@command
class SetPassword:
    """Give a person a password (`hash`), or take it away with ""."""

    person: str
    hash: str


@command
class SetSecondFactor:
    """Ask a person for one-time codes too (`seed` is sealed), or no longer with ""."""

    person: str
    seed: str


@command
class OpenSession:
    """A person logged in: code or password was right. `refresh` is hashed."""

    person: str
    refresh: str
    way: str


@command
class RenewSession:
    """The refresh token was right; `refresh` is the next one, hashed."""

    session: str
    refresh: str


@command
class CloseSession:
    """End a session; one's own, or anybody's with the right to manage the team."""

    session: str
    reason: str = "logout"


@command
class RefuseAccess:
    """Somebody was turned away `count` times since it was last noted."""

    who: str
    code: str
    count: int = 1


AccessCommand = (
    CreateKey
    | RevokeKey
    | SetPassword
    | SetSecondFactor
    | OpenSession
    | RenewSession
    | CloseSession
    | RefuseAccess
)


def decide(world: World, command: AccessCommand, context: Context) -> Decision:
    """What changed about who may come in, or why it cannot."""
    match command:
        case CreateKey():
            return _create(command, context)
        case RevokeKey():
            return _revoke(world, command, context)
        case SetPassword(person=person, hash=hashed):
            return _own(world, person, context) or (
                PasswordSet(person=person, hash=hashed),
            )
        case SetSecondFactor(person=person, seed=seed):
            return _own(world, person, context) or (
                SecondFactorSet(person=person, seed=seed),
            )
        case OpenSession():
            return _open(world, command, context)
        case RenewSession() | CloseSession():
            return _session(world, command, context)
        case _:
            return (
                AccessRefused(who=command.who, code=command.code, count=command.count),
            )


def _create(command: CreateKey, context: Context) -> Decision:
    refused = need(context, "device.edit", "Une clé demande un responsable.")
    if refused:
        return refused
    name = command.name.strip()
    if not name or len(name) > MAX_NAME:
        return Refusal("key_name", "Donnez à la clé un nom de 1 à 60 caractères.")
    scopes = tuple(sorted(set(command.scopes)))
    if not scopes or not set(scopes) <= SCOPES.keys() - PEOPLE_ONLY:
        return Refusal("scope_invalid", "Une clé ne peut pas ouvrir cela.")
    beyond = carried(scopes) - context.rights
    if beyond:
        right = min(beyond)
        text = "On ne donne à une clé que les droits que l'on a."
        return Refusal("right_missing", text, right)
    return (
        KeyCreated(
            key=context.new_id(), name=name, secret=command.secret, scopes=scopes
        ),
    )


def _revoke(world: World, command: RevokeKey, context: Context) -> Decision:
    refused = need(context, "device.edit", "Une clé demande un responsable.")
    if refused:
        return refused
    if command.key not in world.access.keys:
        return Refusal("key_unknown", "Cette clé n'existe pas.")
    gone = command.key in world.access.revoked
    return () if gone else (KeyRevoked(key=command.key),)


def _own(world: World, person: str, context: Context) -> Refusal | None:
    if person not in world.staff.people:
        return Refusal("person_unknown", "Cette personne n'est plus de l'équipe.")
    if person == context.operator:
        return None
    return need(context, "staff.edit", "Modifier l'équipe demande un responsable.")


def _open(world: World, command: OpenSession, context: Context) -> Decision:
    found = world.staff.people.get(command.person)
    if found is None or not found.active:
        return Refusal("person_unknown", "Cette personne n'est plus de l'équipe.")
    return (
        SessionOpened(
            session=context.new_id(),
            person=command.person,
            refresh=command.refresh,
            until=(context.now + SESSION).isoformat(timespec="seconds"),
            way=command.way,
        ),
    )


def _session(
    world: World, command: RenewSession | CloseSession, context: Context
) -> Decision:
    found = world.access.session(command.session, context.now)
    if found is None:
        return Refusal("session_unknown", "Cette connexion est terminée.")
    if isinstance(command, RenewSession):
        return (
            SessionRenewed(
                session=found.id, person=found.person, refresh=command.refresh
            ),
        )
    refused = _own(world, found.person, context)
    if refused and found.person in world.staff.people:
        return refused
    return (
        SessionClosed(session=found.id, person=found.person, reason=command.reason),
    )
