"""The house that a command acts in."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.bootstrap import Opened


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
