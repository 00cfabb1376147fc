"""`sotto sandbox`, `sotto staging` and `sotto outbox`: what stands beside real trade."""

import secrets
import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, get_args

from typing_extensions import override

from app.bootstrap import open_house
from app.connectors.outbox import kept_in
from app.domain.catalogue.events import CatalogueEvent
from app.domain.environment import SANDBOX, STAGING, Environment
from app.domain.floor.events import RoomSet, SectionSet, TableSet
from app.domain.rules import SetSetting
from app.domain.settings import SIMULATED, DeviceSet, SettingSet
from app.domain.staff.events import RoleSet, StaffSet
from app.domain.vocabulary import Refusal
from app.projections.queries import load_things
from app.services.environment import OtherEnvironmentError, environment_of
from app.services.house import SYSTEM, Actor
from app.services.people import hash_pin
from app.starting import disk_told, held
from db.database import Database
from db.errors import DatabaseUnreachableError, KnownError
from db.profile import Profile, ProfileLock
from db.sealed import Sealer
from resources.texts import tr

_STRUCTURE: Final = (
    *get_args(CatalogueEvent),
    *(RoleSet, RoomSet, TableSet, SectionSet, SettingSet),
)
"""What staging takes as it is; devices are simulated, people get other PINs."""
_KEPT_BACK: Final = ("account.", "outside.")
"""Settings that are about the world outside."""


class NotFreshError(KnownError):
    """Staging is made in a fresh profile alone."""

    @override
    def text(self) -> str:
        return tr("Ce profil a déjà servi : donnez-en un nouveau avec --profile.")


def _stands(profile: Profile) -> Environment | None:
    """Where a profile stands; None when it was never used.

    Raises:
        KnownError: it cannot be read.
    """
    if not profile.database.exists():
        return None
    database = Database.open(profile.database, read_only=True)
    try:
        return environment_of(database)
    finally:
        database.close()


def reset_sandbox(profile: Profile) -> int:
    """`sotto sandbox reset`."""
    reset(profile)
    with held(profile), open_house(profile, environment=SANDBOX, history=True) as made:
        name = made.house.world.settings.text("house.name")
    print(tr("{name} : bac à sable remis à neuf", name=name))
    return 0


def reset(profile: Profile) -> None:
    """Empties a sandbox, keys included; what its journal does not call one stays.

    Raises:
        OtherEnvironmentError: it is no sandbox.
        KnownError: it is in use, or cannot be read or removed.
    """
    with held(profile):
        found = _stands(profile)
        if found not in (None, SANDBOX):
            raise OtherEnvironmentError(found, SANDBOX)
        last = profile.database  # while it is there, it says that this may go
        kept = {last.name, ProfileLock.FILE}
        with disk_told():
            for path in profile.folder.iterdir() if found else ():
                if path.is_dir():
                    shutil.rmtree(path)
                elif path.name not in kept:
                    path.unlink()
            last.unlink(missing_ok=True)


def make_staging(source: Profile, profile: Profile) -> int:
    """`sotto staging from-production`."""
    pins = copy_structure(source, profile)
    print(tr("Copié. Les codes sont nouveaux, notez-les :"))
    for name, pin in pins:
        print(f"{pin}  {name}")
    return 0


def copy_structure(source: Profile, target: Profile) -> list[tuple[str, str]]:
    """Makes a fresh profile a staging of a restaurant: its card, floor, team, settings.

    No order, no guest, no key and no program comes along. Devices are simulated; people
    keep name and role and get a PIN of their own, because the pepper is another one.

    Returns: (name, PIN) of everybody who works there.

    Raises:
        NotFreshError: the target was used before. KnownError: one cannot be read or made.
    """
    if target.database.exists():
        raise NotFreshError(str(target.folder))
    if not source.database.is_file():
        raise DatabaseUnreachableError(f"no such file: {source.database.name}")
    database = Database.open(source.database, read_only=True)
    try:
        with database.read() as connection:
            things = list(load_things(connection))
        sealer = Sealer(database)
        people = [each for each in things if isinstance(each, StaffSet) and each.active]
        names = {p.id: sealer.unseal(f"staff/{p.id}", p.name) or p.id for p in people}
    finally:
        database.close()
    pins = _pins(len(people))
    with (
        held(target),
        open_house(target, environment=STAGING, demo=False) as opened,
    ):
        house = opened.house
        team = [
            replace(
                person,
                name=house.sealer.seal(f"staff/{person.id}", names[person.id]),
                pin=hash_pin(pin, opened.pepper),
                badge="",
            )
            for person, pin in zip(people, pins, strict=True)
        ]
        house.record([*_structure(things), *team])
    return [(names[person.id], pin) for person, pin in zip(people, pins, strict=True)]


def _structure(things: list[object]) -> Iterator[object]:
    for thing in things:
        if isinstance(thing, DeviceSet):
            if thing.kind != "scanner":
                yield replace(thing, address=SIMULATED)
        elif isinstance(thing, SettingSet):
            if not thing.key.startswith(_KEPT_BACK):
                yield replace(thing, was="")
        elif isinstance(thing, _STRUCTURE):
            yield thing


def _pins(count: int) -> list[str]:
    """Different PINs of six digits."""
    found: set[str] = set()
    while len(found) < count:
        found.add(f"{secrets.randbelow(10**6):06d}")
    return list(found)


def show_outbox(profile: Profile) -> int:
    """`sotto outbox`."""
    for told in kept_in(profile.outbox):
        print(f"{told['at']}  {told['channel']}  {told['to']}  {told['subject']}")
        print(f"    {told['text']}".replace("\n", "\n    "))
    return 0


def set_open(profile: Profile, *, is_open: bool) -> int:
    """`sotto outbox open` and `close`."""
    value = "yes" if is_open else "no"
    with held(profile), open_house(profile, demo=False) as opened:
        command = SetSetting(key="outside.open", value=value)
        done = opened.house.run(command, Actor(SYSTEM))
    assert not isinstance(done, Refusal)  # the machine's shell may, and the word is one
    return 0
