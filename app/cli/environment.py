"""`sotto sandbox`, `sotto staging` and `sotto outbox`: what stands beside real trade."""

import secrets
import shutil
from dataclasses import replace

from typing_extensions import override

from app.bootstrap import open_house
from app.connectors.outbox import kept_in
from app.domain.environment import SANDBOX, STAGING, Environment
from app.domain.rules import SetSetting
from app.domain.vocabulary import Refusal
from app.services.environment import OtherEnvironmentError, environment_of
from app.services.house import SYSTEM, Actor
from app.services.people import PIN_LENGTH, hash_pin
from app.services.site import school_of
from app.services.structure import structure_of
from app.starting import ProfileInUseError, disk_told, held
from db.database import Database
from db.errors import KnownError
from db.profile import Profile, ProfileLock
from resources.texts import tr


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
    opening = open_house(profile, environment=SANDBOX, history=True, serving=True)
    with held(profile), opening as made:
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
    found = structure_of(source)
    names = {person.id: person.name for person in found.team}
    pins = dict(zip(names, _pins(len(names)), strict=True))
    with (
        held(target),
        open_house(target, environment=STAGING, demo=False) as opened,
    ):
        house = opened.house
        team = [
            replace(
                person,
                name=house.sealer.seal(f"staff/{person.id}", person.name),
                pin=hash_pin(pins[person.id], opened.pepper),
                badge="",
            )
            for person in found.team
        ]
        house.record([*found.things, *team])
    return [(names[person], pin) for person, pin in pins.items()]


def _pins(count: int) -> list[str]:
    """Different PINs, of as many digits as the login takes."""
    found: set[str] = set()
    while len(found) < count:
        found.add(f"{secrets.randbelow(10**PIN_LENGTH):0{PIN_LENGTH}d}")
    return list(found)


def open_school(profile: Profile) -> int:
    """`sotto training`: the windows of a till's school, once a manager has opened it.

    Raises:
        NoSessionError: nobody has. KnownError: it cannot be made or opened.
    """
    from app.suite import run
    from app.training import prepare

    try:
        school = prepare(profile)
    except ProfileInUseError:
        school = school_of(profile)  # it comes to the front
    return run(school, "pos")


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
