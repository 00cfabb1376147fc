"""The house that a command acts in."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.bootstrap import Opened


def recovery_key(copy: Path, file: str) -> str:
    """The recovery key of a copy: out of a file, or asked for; "" where it needs none."""
    from app.fiscal.copies import is_sealed

    if not is_sealed(copy):
        return ""
    return Path(file).read_text() if file else getpass("Recovery key: ")


@contextmanager
def acting(
    options: argparse.Namespace, *, key_lost: bool = False
) -> Iterator["Opened"]:
    """The open house of the profile that was named, for this process alone.

    Args:
        options: of the command line, with `profile` and `server_of`.
        key_lost: as `open_house`.

    Raises:
        ProfileInUseError: another process has it.
        KnownError: it cannot be opened, or the disk refused what was done in it.
    """
    from app.bootstrap import open_house, profile_of
    from app.starting import disk_told, held

    profile, server = profile_of(options.profile or "demo"), options.server_of(options)
    with (
        held(profile),
        open_house(profile, server=server, demo=False, key_lost=key_lost) as opened,
        disk_told(),
    ):
        yield opened
