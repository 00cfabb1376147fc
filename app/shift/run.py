"""`sotto shift`: plays a service, compares its accounts, says what came of it."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TextIO

from app.domain.till.events import DayClosed
from app.reports.closing import report_for
from app.shift.accounts import Accounts, compare_reload, draw_up
from app.shift.finger import Stuck
from app.shift.service import Service
from app.shift.stage import Options, Stage, open_stage
from app.shift.summary import summary
from db.errors import KnownError

SCREEN_SPEED = 60.0
NO_SCREEN = "sotto: no screen here; leave --screen out and the service is played unseen"


def run(arguments: Sequence[str], out: TextIO, err: TextIO) -> int:
    """The command. 0: every pair agrees; 1: something differs; 2: wrong use."""
    chosen = _parser().parse_args(arguments)
    if not chosen.screen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    else:
        from app.suite import has_screen

        if not has_screen():
            print(NO_SCREEN, file=err)
            return 1
    folder = chosen.profile or Path(tempfile.mkdtemp(prefix="sotto-shift-"))
    speed = SCREEN_SPEED if chosen.speed is None and chosen.screen else chosen.speed
    options = Options(
        folder=folder.resolve(),
        covers=chosen.covers,
        seed=chosen.seed,
        speed=speed or 0.0,
        screen=chosen.screen,
    )
    began = time.monotonic()
    try:
        accounts = play(options)
    except KnownError as error:
        print(f"sotto: {error.text()}", file=err)
        return 2
    except Stuck as error:  # before the doors were open: there is nothing to compare
        print(f"sotto: {error}", file=err)
        return 1
    seconds = time.monotonic() - began
    told = (
        json.dumps(accounts.to_json(seconds), ensure_ascii=False)
        if chosen.json
        else summary(accounts, options, seconds)
    )
    # At once: what still lies in the buffer is lost if Qt fails on the way out.
    print(told, file=out, flush=True)
    return 1 if accounts.mismatches else 0


def play(options: Options) -> Accounts:
    """Plays a whole service on a fresh profile and draws up its accounts.

    Raises:
        KnownError: the profile cannot be used.
    """
    with open_stage(options) as stage, _listening() as broken:
        service = Service(stage)
        service.open()
        service.serve()
        before = Accounts()
        compare_reload(before, stage, "before the closing", closed=False)
        try:
            service.close()
        except Stuck as error:
            service.troubles.append(f"closing: {error}")
        accounts = draw_up(stage, service.screen)
        compare_reload(accounts, stage, "after the closing", closed=True)
        accounts.mismatches[:0] = before.mismatches
        for words in (*service.troubles, *broken):
            accounts.trouble(words)
        accounts.told = stage.told
        _write_z(stage)
    return accounts


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What a slot of a window raised: Qt only prints it, a service counts it."""
    broken: list[str] = []
    before = sys.excepthook

    def hook(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        broken.append(f"{kind.__name__}: {error}")
        before(kind, error, trace)

    sys.excepthook = hook
    try:
        yield broken
    finally:
        sys.excepthook = before


def _write_z(stage: Stage) -> None:
    """The Z as PDF and Excel, into the files of the profile.

    The till's own buttons write to the Documents of whoever is logged in on this
    machine, which a played service must not touch.
    """
    from app.reports.excel import z_workbook
    from app.reports.pdf import z_pdf

    for fact in stage.facts:
        if isinstance(fact.event, DayClosed):
            report = report_for(stage.house, fact.event, fact.meta)
            name = f"Z{fact.event.number:04d}_{fact.event.day}"
            files = stage.opened.profile.files
            (files / f"{name}.pdf").write_bytes(z_pdf(report))
            (files / f"{name}.xlsx").write_bytes(z_workbook(report))


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="sotto shift", description=__doc__)
    made.add_argument(
        "--profile", type=Path, help="an empty folder (default: a new one)"
    )
    made.add_argument("--covers", type=_covers, default=120, help="guests at tables")
    made.add_argument(
        "--seed", type=int, default=7, help="of everything left to chance"
    )
    made.add_argument(
        "--speed", type=_speed, help="times real time; as fast as possible"
    )
    made.add_argument("--screen", action="store_true", help="show the windows")
    made.add_argument("--json", action="store_true", help="print the accounts as JSON")
    return made


def _covers(words: str) -> int:
    number = int(words)
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError("from 1 to 1000 covers")
    return number


def _speed(words: str) -> float:
    number = float(words)
    if not 0 < number <= 10_000:
        raise argparse.ArgumentTypeError("a speed above 0")
    return number


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], sys.stdout, sys.stderr))
