"""Makes and verifies archives behind the window, with a filet, until it is cancelled."""

import threading
from pathlib import Path

from platformdirs import user_documents_path
from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from app.domain.archives import ArchiveMade
from app.fiscal import verifier_sotto
from app.fiscal.archive import (
    check_of,
    make_archive,
    part_of,
    record_archive,
    source_of,
)
from app.fiscal.medium import StoppedError, medium_told
from app.presenters.admin.control import control_verdict
from app.presenters.admin.fiscal import archive_verdict, made_verdict
from app.reports.control_folder import (
    control_source,
    make_control_folder,
    record_control,
)
from app.starting import disk_told
from app.windows.desk import Desk
from app.windows.saving import FOLDER
from app.windows.tasks import Background
from db.database import Database
from db.errors import KnownError
from db.profile import Profile


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
        folder = _folder_of(database)
        try:
            part = part_of(house)
        except KnownError as error:
            self._on_failed(error)
            return
        progress = self._progress()
        check = check_of(database, progress)
        source = source_of(
            house, signer, desk.software, check, desk.invoices, desk.files
        )

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

    def assemble(self, folder: Path) -> None:
        """Writes all that a control asks for into a folder."""
        desk, house, actor = self._desk, self._desk.house, self._desk.actor
        progress = self._progress()
        check = check_of(house.database, progress)
        source = control_source(house, attestations_of(desk), desk.software, check)

        def work() -> Path:
            with disk_told():
                return make_control_folder(source, folder, progress)

        def done(made: Path) -> None:
            try:
                with disk_told():
                    record_control(house, made, actor)
            except KnownError as error:
                self._on_failed(error)
                return
            self._end()
            self.finished.emit(control_verdict(str(made)))

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


def attestations_of(desk: Desk) -> Path:
    """Where the house keeps the publisher's attestations."""
    return Profile(_folder_of(desk.house.database)).attestations


def _folder_of(database: Database) -> Path:
    """The profile's folder, or one of this person's where the journal is on a server."""
    return database.path.parent if database.path else user_documents_path() / FOLDER


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
