"""Makes and verifies archives behind the window, with a filet, until it is cancelled."""

import threading
from pathlib import Path

from platformdirs import user_documents_path
from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from app.domain.archives import ArchiveMade
from app.fiscal import verifier_sotto
from app.fiscal.archive import make_archive, part_of, record_archive, source_of
from app.fiscal.checking import verify_database
from app.fiscal.medium import medium_told
from app.presenters.admin_fiscal import archive_verdict, made_verdict
from app.services.house import journal_types
from app.starting import disk_told
from app.windows.desk import Desk
from app.windows.saving import FOLDER
from app.windows.tasks import Background
from db.errors import KnownError
from db.findings import Report
from db.profile import Profile
from db.verify import verify


class StoppedError(Exception):
    """Nobody waits for it any more."""


class Archivist(QObject):
    """One archive at a time, written or verified.

    Signals:
        progressed(str, float): the step in words, how much of it is done.
        finished(object): the `Verdict`.
        failed(str): what the world did, in words.
        ended: it is over, however.
    """

    progressed = Signal(str, float)
    finished = Signal(object)
    failed = Signal(str)
    ended = Signal()
    _reached = Signal(int, str, float)  # (run, step, part), from its thread

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = Background(self)
        self._run = 0
        self._stop = threading.Event()
        self._reached.connect(self._on_reached)

    def archive(self, medium: Path) -> None:
        """Archives what was not archived yet onto a medium."""
        desk, signer = self._desk, self._desk.signer
        if signer is None:
            return
        house = desk.house
        database, actor = house.database, desk.actor
        path = database.path
        profile = Profile(path.parent) if path else None
        folder = path.parent if path else user_documents_path() / FOLDER

        def check() -> Report:
            if profile is None:
                return verify(database, types=journal_types())
            return verify_database(database, profile, deep=True)

        try:
            part = part_of(house)
        except KnownError as error:
            self._on_failed(error)
            return
        source = source_of(house, signer, desk.software, check, desk.invoices)
        progress = self._progress()

        def done(made: ArchiveMade) -> None:
            try:
                record_archive(house, made, actor)
            except KnownError as error:
                self._on_failed(error)
                return
            self._end()
            self.finished.emit(made_verdict(made, str(medium / made.file)))

        def work() -> ArchiveMade:
            with disk_told():
                return make_archive(source, part, folder / "archives", medium, progress)

        self._background.run(work, done, self._on_failed)

    def verify(self, archive: Path) -> None:
        """Verifies an archive as anybody would, without this program."""
        progress = self._progress()
        words = archive.name

        def work() -> verifier_sotto.Result:
            with medium_told():
                return verifier_sotto.verify(
                    archive, progress=lambda part: progress(words, part)
                )

        def done(result: verifier_sotto.Result) -> None:
            self._end()
            self.finished.emit(archive_verdict(result))

        self._background.run(work, done, self._on_failed)

    @Slot()
    def cancel(self) -> None:
        """Lets it go: nothing is left of it."""
        self._stop.set()
        self._end()

    def _progress(self) -> "_Progress":
        self._run += 1
        self._stop = threading.Event()
        return _Progress(self._run, self._reached, self._stop)

    def _end(self) -> None:
        self._run += 1
        self.ended.emit()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, StoppedError):
            return
        self._end()
        if not isinstance(error, KnownError):
            raise error
        self.failed.emit(error.text())

    @Slot(int, str, float)
    def _on_reached(self, run: int, words: str, part: float) -> None:
        if run == self._run:
            self.progressed.emit(words, part)


class _Progress:
    """What a thread tells of its work; raises once it is to stop."""

    def __init__(
        self, run: int, reached: SignalInstance, stop: threading.Event
    ) -> None:
        self._run, self._reached, self._stop = run, reached, stop

    def __call__(self, words: str, part: float) -> None:
        """Tells it."""
        if self._stop.is_set():
            raise StoppedError
        self._reached.emit(self._run, words, part)
