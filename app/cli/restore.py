"""`sotto restore`: a backup, or a copy of one from elsewhere, takes the database's place."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.house import recovery_key

if TYPE_CHECKING:
    from db.profile import Profile

Command = Callable[
    [str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser
]


def add_restore(
    command: Command, profile_of: Callable[[argparse.Namespace], "Profile"]
) -> None:
    """Adds the command; `profile_of` of the parsed options is the profile."""
    restore = command("restore", "take a backup back", _restore)
    restore.set_defaults(profile_of=profile_of)
    restore.add_argument(
        "name",
        nargs="?",
        default="",
        help="file in backups/ (default: newest sound), or the path of a copy elsewhere",
    )
    restore.add_argument(
        "--key-file", metavar="FILE", default="", help="with the recovery key"
    )


def _restore(options: argparse.Namespace) -> int:
    from app.bootstrap import wall_clock
    from app.fiscal.backups import newest_sound
    from app.starting import held, take_back
    from db.errors import BackupFailedError

    profile: Profile = options.profile_of(options)
    if Path(options.name).parent != Path():
        return _restore_copy(profile, Path(options.name), options.key_file)
    if options.name:
        path = profile.backups / options.name
    else:
        found = newest_sound(profile.backups)
        if found is None:
            raise BackupFailedError("no sound backup")
        path = found.path
    with held(profile):
        take_back(profile, path, wall_clock())
        _note(profile, path.name)
    print(f"{path.name} taken back")
    return 0


def _restore_copy(profile: "Profile", copy: Path, key_file: str) -> int:
    """From a second medium, with the invoices that lie there; sealed or not."""
    from app.bootstrap import wall_clock
    from app.starting import held, take_back_copy

    secret = recovery_key(copy, key_file)
    with held(profile):
        brought = take_back_copy(profile, copy, secret, wall_clock())
        _note(profile, copy.name)
    print(f"{copy.name} taken back, invoices brought: {brought}")
    return 0


def _note(profile: "Profile", name: str) -> None:
    from app.bootstrap import open_house

    with open_house(profile, demo=False) as opened:
        opened.house.note("RESTORE", name)
