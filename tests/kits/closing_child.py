"""Closes what is due and dies by SIGKILL: `closing_child.py PROFILE CLOSING WHEN`.

WHEN is "within" (the transaction that writes it) or "after" (it is committed).
"""

import os
import signal
import sys

from app.cli.main import main
from app.fiscal import closing, periods
from app.services import house


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


PROFILE, CLOSING, WHEN = sys.argv[1:]
project, sync = house.project, closing.sync
closed: list[str] = []


def projected(connection, facts):  # as the real one
    told = list(facts)
    project(connection, told)
    closed[:] = [type(event).__name__ for event, _ in told]
    if WHEN == "within" and CLOSING in closed:
        die()


def synced(house):  # as the real one
    if CLOSING in closed:
        die()
    sync(house)


house.project = projected
closing.sync = periods.sync = synced
main(["fiscal", "close", "--profile", PROFILE])
