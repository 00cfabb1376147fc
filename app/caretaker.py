"""Looks after the house while nobody does: the cut-off, the clock, the disk, the copies.

Once a second, in the house's thread: a till left open past the cut-off is closed, and so
are months, years and the establishment once they are over; a leap of the clock is noticed,
what the journal could not take is tried again. After a closing the database is copied (once
a day where no till is), and guests of the day before are forgotten, in the journal and on
the papers that wait in the spool, and clients who have not come for years. What
takes long runs in one thread of its own.
"""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from app.bootstrap import Opened
from app.domain.credits.decide import ForgetClient
from app.domain.integrity import HeadStamped
from app.domain.till.events import DayClosed
from app.fiscal.breach import heed_report
from app.fiscal.checking import verify_recent, verify_whole
from app.fiscal.closing import check_last
from app.fiscal.core import note_unattested
from app.fiscal.establishment import close_establishment_due
from app.fiscal.periods import close_due
from app.fiscal.witnesses import (
    MAILED,
    Notary,
    Witness,
    mail_witness,
    unreached,
    witness_words,
    witnesses,
)
from app.keeper import Keeper
from app.services.forgetting import guests_to_forget, seconds_of_day, silent_clients
from app.services.house import SYSTEM, Actor, Fact
from app.services.ports import Notifier, NotToldError
from app.services.starts import local_zone
from db.backup import Backup
from db.database import Database
from db.entry import Head
from db.errors import KnownError
from db.findings import Report

OPEN = "outside.open"
"""Setting: whether a house beside real trade may speak to anybody outside."""
LOOK_S = 1.0
RETRY_LOOKS = 5
"""Looks between two tries to write what a failing disk refused."""
ADD_LOOKS = 20
"""Looks between two tries to close for the whole establishment."""
FORGET_LOOKS = 3600
LEAP_SECONDS = 86_400
"""A clock that leaps further ahead is asked about before it closes a day."""
_log = logging.getLogger("sotto.caretaker")


def steady_seconds() -> float:
    """A clock that nobody sets; on Linux it also counts the time asleep."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Caretaker:
    """The caretaker of one open profile; whoever runs it calls `look` every `LOOK_S`.

    Args:
        again: tries what the journal refused to devices and paper; called now and then.
        forget: erases the papers that were printed longer ago than so many seconds.
        steady: seconds since some moment, whatever the wall clock is set to.
        daily: copies once a day too, on a machine where nobody closes a till.
        notifier: what sends mails.
        zone: the time zone of this machine.

    Attributes:
        keeper: who makes backups and archives.
    """

    def __init__(
        self,
        opened: Opened,
        again: Callable[[], None] = lambda: None,
        forget: Callable[[float], int] = lambda _: 0,
        steady: Callable[[], float] = steady_seconds,
        *,
        daily: bool = False,
        notifier: Callable[[], Notifier] | None = None,
        zone: Callable[[], str] = local_zone,
    ) -> None:
        self._house, self._profile = opened.house, opened.profile
        self._again, self._forget_papers, self._steady = again, forget, steady
        self._notifier = notifier
        self.keeper = Keeper(opened, daily=daily, backed_up=self._witness)
        self._notary = Notary(opened.house)
        self._wall, self._since = opened.house.clock(), steady()
        self._zone_of, self._zone = zone, zone()
        self._looks = 0
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="caretaker")
        self._jobs: list[tuple[Future[Any], Callable[[Any], None]]] = []
        self._stop = opened.house.follow(self._on_facts)

    def start(self) -> None:
        """Checks the end of the journal in the background and begins to look around."""
        self._run(self._verify_start, self._on_start_verified)
        note_unattested(self._house)
        self.look()

    def stop(self) -> None:
        """Finishes what is under way, a backup after the last closing for instance."""
        self._stop()
        self.keeper.stop()
        self._notary.stop()
        self._pool.shutdown(wait=True)
        self._reap()

    @property
    def busy(self) -> bool:
        """Whether something runs in the background."""
        return bool(self._jobs) or self.keeper.busy

    def look(self) -> None:
        """Looks around once."""
        self._reap()
        self._watch_clock()
        self._notary.look()
        if "CLOCK_FORWARD" not in self._house.world.settings.alarms:
            self._close(thorough=not self._looks)
        if self._looks % RETRY_LOOKS == 0 and self._house.retry():
            self._again()
        if self._looks % FORGET_LOOKS == 0:
            self._forget()
        self.keeper.look()
        self._looks += 1

    def _watch_clock(self) -> None:
        wall, since = self._house.clock(), self._steady()
        leap = (wall - self._wall).total_seconds() - (since - self._since)
        if leap > LEAP_SECONDS:
            before, after = (
                m.isoformat(timespec="seconds") for m in (self._wall, wall)
            )
            self._house.note_soon("CLOCK_FORWARD", f"{before} -> {after}")
        self._wall, self._since = wall, since
        if self._looks % RETRY_LOOKS == 0 and self._zone != (zone := self._zone_of()):
            self._house.note_soon("TZ_CHANGE", f"{self._zone} -> {zone}")
            self._zone = zone

    def _close(self, *, thorough: bool = False) -> None:
        try:
            close_due(self._house, thorough=thorough)
            if self._looks % ADD_LOOKS == 0:
                close_establishment_due(self._house)
        except KnownError as error:  # tried again at the next look; the strip says why
            _log.info("the day stays open: %s", type(error).__name__)

    def _on_facts(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            if isinstance(fact.event, DayClosed) and fact.event.till == (
                self._house.terminal
            ):
                self.keeper.back_up(fact.event.number)
                self._verify()

    def _verify(self) -> None:
        house = self._house
        work = partial(_verified, house.database, house.terminal)
        self._run(work, self._on_verified)

    def _verify_start(self) -> tuple[Report, list[Witness]]:
        database, own = self._house.database, self._house.terminal
        head_file = self._profile.witness(own)
        return verify_recent(database, own), witnesses(database, head_file, own)

    def _on_start_verified(
        self, outcome: tuple[Report, list[Witness]] | KnownError
    ) -> None:
        if isinstance(outcome, KnownError):
            self._on_verified(outcome)
            return
        report, found = outcome
        now = self._house.clock()
        self._on_verified(report, [witness_words(each, now) for each in found])
        for name in unreached(self._house, found):
            if name != "head_file":  # the journal itself has told so
                self._house.note_soon("WITNESS_UNREACHABLE", name)

    def _witness(self, backup: Backup) -> None:
        """Tells the end of the chain to whom the settings name, outside."""
        self._mail(backup)
        house = self._house
        authority = house.world.settings.text("witness.tsa")
        if authority and (not house.mark or house.world.settings.text(OPEN) == "yes"):
            head, folder = house.journal.head(), self._profile.keys / "tsa"
            self._run(partial(_stamped, authority, head, folder), self._on_stamped)

    def _on_stamped(self, outcome: HeadStamped | KnownError) -> None:
        try:
            if isinstance(outcome, KnownError):
                raise outcome
            self._house.record((outcome,))
        except KnownError as error:  # stamped again after the next closing
            self._house.note_soon("WITNESS_UNREACHABLE", f"tsa: {error}")

    def _mail(self, backup: Backup) -> None:
        """Tells the end of the chain to whom the settings name, where mails go out."""
        to = self._house.world.settings.text("witness.mail")
        if not to or self._notifier is None:
            return
        name, head = self._house.world.settings.text("house.name"), self._house.journal
        told = f"{backup.path.name} {backup.sha256}"
        work = partial(_mailed, self._notifier, to, name, head.head(), told)
        self._run(work, self._on_mailed)

    def _on_mailed(self, outcome: tuple[str, str]) -> None:
        self._house.note_soon(*outcome)

    def _on_verified(
        self, outcome: Report | KnownError, seen: Sequence[str] = ()
    ) -> None:
        if isinstance(outcome, KnownError):
            detail = type(outcome).__name__
            self._house.note_soon("VERIFY_FAILED", f"90: {detail}")
            return
        try:
            heed_report(self._house, outcome, witnesses=seen)
        except KnownError as error:  # verified again after the next closing
            _log.info("not said: %s", type(error).__name__)

    def _forget(self) -> None:
        try:
            for client in silent_clients(self._house):
                self._house.run(ForgetClient(client=client), Actor(SYSTEM))
        except KnownError as error:  # tried again in an hour; the strip says why
            _log.info("no client forgotten: %s", type(error).__name__)
        keys = guests_to_forget(self._house)
        if keys:
            self._run(partial(_erase, self._house.sealer.erase, keys), _forgotten)
        age = seconds_of_day(self._house)
        self._run(partial(self._forget_papers, age), _forgotten)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Does `work` in the background; `done` gets the result or the `KnownError`."""
        self._jobs.append((self._pool.submit(_known, work), done))

    def _reap(self) -> None:
        finished = [job for job in self._jobs if job[0].done()]
        for job in finished:
            self._jobs.remove(job)
            future, done = job
            done(future.result())


def _verified(database: Database, own: str) -> Report:
    """Every entry, and whether the last Z says what its documents say."""
    report = verify_whole(database, own)
    return replace(report, errors=(*report.errors, *check_last(database, own)))


def _stamped(authority: str, head: Head, folder: Path) -> HeadStamped:
    from app.connectors.timestamping import stamp_head  # loaded where one is set

    return stamp_head(authority, head, folder)


def _mailed(
    notifier: Callable[[], Notifier], to: str, name: str, head: Head, backup: str
) -> tuple[str, str]:
    """Code and detail of the technical event."""
    try:
        return MAILED, mail_witness(notifier(), to, name, head, backup)
    except (NotToldError, OSError, KnownError) as error:
        return "WITNESS_UNREACHABLE", f"mail: {error}"


def _known(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except KnownError as error:
        return error


def _erase(erase: Callable[[str], None], keys: list[str]) -> int:
    for key in keys:
        erase(key)
    return len(keys)


def _forgotten(outcome: int | KnownError) -> None:
    _log.info("guests or papers forgotten: %s", outcome)
