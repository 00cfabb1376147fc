"""What is kept: a backup after each closing, its copy on a second medium, archives.

A medium may be away for days. What waits for it is looked for every few seconds, which
costs a question to the operating system, so a copy is made as soon as a stick is back;
what fails otherwise is tried again every hour. One thing at a time, in a thread of its
own: nothing of the sale waits for it. All methods: thread of the house.

Source: `fiscal.md` D-01, D-05.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, Final

from app.bootstrap import SOFTWARE, Opened
from app.domain.archives import ArchiveMade
from app.domain.settings import BACKUP_DAYS, BACKUP_FOLDER, BACKUP_KEY, SEEN
from app.fiscal.archive_due import (
    ALARM,
    archive_folder,
    due_until,
    last_closed,
    note_overdue,
    overdue,
    place_for,
)
from app.fiscal.backups import STAMP, keep_backup, last_made
from app.fiscal.copies import copy_newest, last_copied
from app.fiscal.medium import MediumAwayError, StoppedError, copy_to
from app.services.forgetting import begun
from app.services.house import SYSTEM, Actor
from app.starting import disk_told
from db.backup import Backup
from db.errors import KnownError
from resources.texts import tr

NOT_MADE: Final = "BACKUP_FAILED"
NOT_COPIED: Final = "BACKUP_NOT_COPIED"
OLD: Final = "BACKUP_OLD"
NOT_ARCHIVED: Final = "ARCHIVE_NOT_MADE"
KEPT_HERE: Final = "ARCHIVE_KEPT_HERE"
SOON, LATER, HOUR = 5, 60, 3600
"""Looks, of which there is one a second."""
_log = logging.getLogger("sotto.keeper")


class Keeper:
    """The keeper of one open profile.

    Args:
        daily: a backup once a day too, on a machine where nobody closes a till.
        backed_up: told of each backup.

    Attributes:
        progress: words and part (0-1) of the archive that is being made, None for none.
    """

    def __init__(
        self,
        opened: Opened,
        *,
        daily: bool = False,
        backed_up: Callable[[Backup], object] = lambda backup: None,
    ) -> None:
        self._opened, self._house, self._profile = opened, opened.house, opened.profile
        self._daily, self._backed_up = daily, backed_up
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="keeper")
        self._job: tuple[Future[Any], Callable[[Any], None]] | None = None
        self._stop = Event()
        self._closing: int | None = None  # number of the one that wants its backup
        self._looks = 0
        # What -> until which look; a start has other things to do than an archive.
        self._rests: dict[Callable[[], bool], int] = {self._begin_archive: LATER}
        self._said: set[str] = set()  # alarms that were raised and are not over
        self.progress: tuple[str, float] | None = None

    @property
    def busy(self) -> bool:
        """Whether something runs in the background."""
        return self._job is not None

    def back_up(self, closing: int) -> None:
        """A backup is wanted, after a closing; begins at once unless something runs."""
        if not self._house.database.shared:  # its server has copies of its own
            self._closing = closing
            self._rests.pop(self._begin_backup, None)
            self._begin()

    def look(self) -> None:
        """Looks around once."""
        self._reap()
        if self._looks % HOUR == 0:
            self._note_age()
            if self._daily and last_made(self._profile.backups) < self._day_began():
                self.back_up(0)
        self._begin()
        self._looks += 1

    def cancel(self) -> None:
        """Lets the archive that is being made go; nothing is left of it."""
        self._stop.set()

    def stop(self) -> None:
        """Finishes a backup that is under way and its copy; an archive begins anew at the
        next start."""
        self.cancel()
        self._looks, self._rests = 0, dict.fromkeys(self._archives, HOUR)
        self._reap(wait=True)
        while self._begin():
            self._reap(wait=True)
            self._looks += 1
        self._pool.shutdown(wait=True)

    # --------------------------------------------------------------- one at a time

    def _begin(self) -> bool:
        """Begins the first thing that is due; whether anything was."""
        if self._job is not None:
            return False
        return any(
            begin()
            for begin in (self._begin_backup, self._begin_copy, *self._archives)
            if self._rests.get(begin, 0) <= self._looks
        )

    @property
    def _archives(self) -> tuple[Callable[[], bool], ...]:
        return self._begin_archive, self._begin_carrying

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> bool:
        self._stop.clear()
        self._job = self._pool.submit(_known, work), done
        return True

    def _reap(self, *, wait: bool = False) -> None:
        if self._job is None or not (wait or self._job[0].done()):
            return
        future, done = self._job
        try:
            outcome = future.result()
        finally:
            self._job = self.progress = None
        done(outcome)

    def _rest(self, what: Callable[[], bool], looks: int) -> None:
        self._rests[what] = self._looks + looks

    def _fail(self, what: Callable[[], bool], code: str, error: KnownError) -> None:
        """Raises an alarm, and tries again: soon, when only the medium is away."""
        away = isinstance(error, MediumAwayError)
        self._rest(what, SOON if away else HOUR)
        _log.info("%s: %s", code, error)
        self._alarm(code, str(error) if away else error.text())

    def _alarm(self, code: str, detail: str) -> None:
        """Once, until it is over: who has seen it is not told again every few seconds."""
        if code not in self._said and code not in self._house.world.settings.alarms:
            self._house.note_soon(code, detail)
        self._said.add(code)

    def _clear(self, *codes: str) -> None:
        self._said.difference_update(codes)
        for code in codes:
            if code in self._house.world.settings.alarms:
                self._house.note_soon(SEEN + code, "")

    # --------------------------------------------------------------- backups

    def _day_began(self) -> str:
        return f"{begun(self._house):{STAMP}}"

    def _begin_backup(self) -> bool:
        if self._closing is None:
            return False
        database, folder = self._house.database, self._profile.backups
        now = self._house.clock()
        return self._run(
            partial(keep_backup, database, folder, self._closing, now), self._on_backup
        )

    def _on_backup(self, outcome: Backup | KnownError) -> None:
        if isinstance(outcome, KnownError):
            self._fail(self._begin_backup, NOT_MADE, outcome)
            return
        self._closing = None
        self._rests.pop(self._begin_copy, None)
        _log.info("backup %s", outcome.path.name)
        self._house.note_soon("BACKUP", f"{outcome.path.name} {outcome.sha256}")
        self._clear(NOT_MADE)
        self._backed_up(outcome)

    def _begin_copy(self) -> bool:
        settings, house = self._house.world.settings, self._house
        medium = settings.text(BACKUP_FOLDER)
        if not medium or house.database.shared:
            return False
        work = partial(
            copy_newest,
            self._profile,
            Path(medium),
            house.terminal
            if house.mark is None
            else f"{house.terminal}-{house.mark.key}",
            settings.text(BACKUP_KEY),
        )
        return self._run(work, partial(self._on_copy, medium))

    def _on_copy(self, medium: str, outcome: str | KnownError) -> None:
        if isinstance(outcome, KnownError):
            self._fail(self._begin_copy, NOT_COPIED, outcome)
            return
        self._rest(self._begin_copy, LATER)
        if outcome:
            self._house.note_soon("BACKUP_COPIED", f"{outcome} {medium}")
            self._clear(NOT_COPIED, OLD)

    def _note_age(self) -> None:
        """Says when the last copy is older than the house wants, and days were closed
        since."""
        house, settings = self._house, self._house.world.settings
        if house.database.shared:
            return
        made = kept_since(self._opened)
        limit = house.clock().date() - timedelta(days=settings.number(BACKUP_DAYS))
        if made and made < limit and made.isoformat() < last_closed(house):
            self._alarm(OLD, made.isoformat())

    # --------------------------------------------------------------- archives

    def _begin_archive(self) -> bool:
        house = self._house
        self._rest(self._begin_archive, LATER)
        until, late = due_until(house), overdue(house)
        medium = archive_folder(house.world.settings)
        if not late and (not until or medium is None):
            return False
        from app.fiscal.archive import check_of, make_archive, part_of, source_of

        folder = self._profile.folder / "archives"
        try:
            source = source_of(
                house,
                self._opened.signer,
                SOFTWARE,
                check_of(house.database, self._tell),
                self._profile.invoices,
                self._profile.files,
            )
            part = part_of(house, last_day=until)
        except KnownError as error:
            self._on_archive(error)
            return False

        def work() -> tuple[ArchiveMade, bool]:
            """The archive, and whether it is on the medium."""
            where = place_for(medium, folder, late=late)
            with disk_told():
                made = make_archive(source, part, folder, where, self._tell)
            return made, where != folder

        return self._run(work, self._on_archive)

    def _on_archive(
        self, outcome: tuple[ArchiveMade, bool] | KnownError | StoppedError
    ) -> None:
        from app.fiscal.archive import record_archive

        try:
            if isinstance(outcome, KnownError | StoppedError):
                raise outcome
            made, there = outcome
            record_archive(self._house, made, Actor(SYSTEM))
        except StoppedError:
            self._rest(self._begin_archive, HOUR)
        except KnownError as error:
            self._fail(self._begin_archive, NOT_ARCHIVED, error)
            note_overdue(self._house)
        else:
            self._clear(NOT_ARCHIVED, ALARM)
            if not there:
                self._house.note_soon(KEPT_HERE, made.file)

    def _tell(self, words: str, part: float) -> None:
        """In the thread of the work."""
        if self._stop.is_set():
            raise StoppedError
        self.progress = words, part

    def _begin_carrying(self) -> bool:
        """Takes archives that had to stay here to the medium, once it is there."""
        files = self._house.world.settings.alarms.get(KEPT_HERE, ())
        medium = archive_folder(self._house.world.settings)
        self._rest(self._begin_carrying, SOON)
        if not files or medium is None:
            return False
        folder, words = self._profile.folder / "archives", tr("Copie vers le support")

        def work() -> bool:
            from app.fiscal.archive import read_back

            if not medium.is_dir():
                return False
            for name in files:
                copy_to(folder / name, medium, partial(self._tell, words))
                read_back(medium / name, words, self._tell)
            return True

        return self._run(work, self._on_carried)

    def _on_carried(self, outcome: object) -> None:
        if isinstance(outcome, Exception):
            self._rest(self._begin_carrying, HOUR)
        elif outcome:
            self._clear(KEPT_HERE)


def kept_since(opened: Opened) -> date | None:
    """The day of the newest backup that would outlive this machine, or of the newest at
    all where no second folder is set; None when there is none."""
    second = opened.house.world.settings.text(BACKUP_FOLDER)
    backups = opened.profile.backups
    name = last_copied(backups) if second else last_made(backups)
    return date.fromisoformat(name[:8]) if name else None


def _known(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except (KnownError, StoppedError) as error:
        return error
