"""Verifies the journal behind the window: a sample first, which says how long it takes.

The verification itself cannot say how far it is; the filet follows the time that the
sample lets expect. Cancelling forgets the answer.
"""

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.fiscal.checking import verify_database
from app.presenters.admin.verify import present_verdict
from app.services.house import journal_types
from app.windows.desk import Desk
from app.windows.tasks import Background
from db.database import Database
from db.errors import KnownError
from db.findings import Report
from db.profile import Profile
from db.verify import recent, verify
from resources.texts import tr

SAMPLE = 500
TICK_MS = 100
_MOST = 0.95


class Verifier(QObject):
    """One verification at a time.

    Signals:
        progressed(float): how much of the expected time has passed, 0-1.
        finished(object): the `Verdict`; not after a cancel.
        failed(str): it could not be read, in words.
    """

    progressed = Signal(float)
    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = Background(self)
        self._run = 0
        self._running = self._deep = False
        self._began = self._expected = 0.0
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._on_tick)

    @property
    def running(self) -> bool:
        """Whether an answer is awaited."""
        return self._running

    def start(self, *, deep: bool) -> None:
        """Begins; `deep` compares the read tables too."""
        if self._running:
            return
        self._run += 1
        self._running, self._deep = True, deep
        run, database = self._run, self._desk.house.database
        entries = self._desk.house.journal.head().seq

        def sampled(seconds: float) -> None:
            if run == self._run:
                self._expected = max(0.2, seconds * entries / SAMPLE)
                self._expected *= 2 if deep else 1
                self._began = time.monotonic()
                self._tick.start()
                self._verify(run, database)

        self.progressed.emit(0.0)
        self._background.run(lambda: _sample(database), sampled, self._on_failed)

    def cancel(self) -> None:
        """Forgets the answer."""
        self._run += 1
        self._end()

    def _verify(self, run: int, database: Database) -> None:
        deep, path = self._deep, database.path

        def work() -> Report:
            if path is None:
                return verify(database, types=journal_types())
            return verify_database(database, Profile(path.parent), deep=deep)

        def done(report: Report) -> None:
            if run != self._run:
                return
            self._end()
            code = "VERIFY_FAILED" if report.errors else "VERIFY_OK"
            detail = tr(
                "{n} écritures, {errors} erreurs",
                n=report.entries,
                errors=len(report.errors),
            )
            self._desk.house.note(code, detail, self._desk.actor)
            self.finished.emit(present_verdict(report, deep=deep))

        self._background.run(work, done, self._on_failed)

    def _end(self) -> None:
        self._running = False
        self._tick.stop()

    def _on_failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, KnownError):
            raise error
        self.failed.emit(error.text())

    @Slot()
    def _on_tick(self) -> None:
        passed = (time.monotonic() - self._began) / self._expected
        self.progressed.emit(min(_MOST, passed))


def _sample(database: Database) -> float:
    """Seconds that the last `SAMPLE` entries take."""
    began = time.monotonic()
    verify(database, since=recent(database, SAMPLE), types=journal_types(), cores=1)
    return time.monotonic() - began
