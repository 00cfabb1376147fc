"""What happens when our own code fails: a line in the log, a report, a sentence, go on.

PySide keeps running after a slot raised, and a sale that is committed is safe, so a bug
does not stop the service. What the world did (`KnownError`) is no bug: it is said in its
own words and leaves no report. A report holds versions and places in our code; no names,
no card data, nothing a guest said.
"""

import json
import logging
import platform
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from typing_extensions import override

from app.logs import describe
from app.starting import disk_told
from db.errors import KnownError
from hardware.errors import HardwareError
from resources.texts import tr

KEPT = 20
"""Reports that are kept."""
SAID_AGAIN_S = 5.0
"""A failure that repeats itself (in each paint) is said again after so many seconds."""
_log = logging.getLogger("sotto.crash")
_qt_log = logging.getLogger("sotto.qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class BrokenStartError(KnownError):
    """Our own code failed while starting; the argument is the folder of the report."""

    @override
    def text(self) -> str:
        return tr(
            "Sotto n'a pas pu démarrer : erreur interne. Envoyez au support le rapport "
            "du dossier {folder}",
            folder=str(self),
        )


class CrashGuard:
    """Takes what nobody caught, from any thread.

    Args:
        folder: where reports go.
        software: name and version, for the report.
        tell: says a sentence to the person; called in the thread that failed.

    Attributes:
        count: failures of our code since the start.
    """

    def __init__(
        self, folder: Path, software: str, tell: Callable[[str], None]
    ) -> None:
        self._folder, self._software, self._tell = folder, software, tell
        self._said: dict[str, float] = {}
        self.count = 0

    def heed(self, error: BaseException, *, logged: bool = False) -> None:
        """Logs, reports and says a failure; the same one is reported once."""
        if isinstance(error, KnownError):
            _log.info("not done: %s", type(error).__name__)
            self._tell(error.text())
            return
        if isinstance(error, HardwareError):
            _log.info("a device: %s", type(error).__name__)
            self._tell(tr("Un appareil ne répond pas comme prévu : recommencez."))
            return
        self.count += 1
        lines = describe(error)
        fingerprint, now = "\n".join(lines), time.monotonic()
        if now - self._said.get(fingerprint, -SAID_AGAIN_S) < SAID_AGAIN_S:
            return
        if not logged:
            _log.error("unhandled", exc_info=error)
        if fingerprint not in self._said:
            self._report(lines)
        self._said[fingerprint] = now
        self._tell(
            tr(
                "Erreur interne, notée pour le support. Ce qui est enregistré est "
                "sauf : continuez."
            )
        )

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Reports what stops a start; the person gets a sentence, not a traceback.

        Raises:
            BrokenStartError: our own code failed in the block.
        """
        try:
            with disk_told():
                yield
        except KnownError:
            raise
        except Exception as error:
            self.heed(error)
            raise BrokenStartError(str(self._folder)) from error

    def _report(self, lines: list[str]) -> None:
        now = datetime.now(UTC)
        name = f"crash-{now:%Y%m%d-%H%M%S-%f}.json"
        report = {
            "ts": now.isoformat(timespec="seconds"),
            "software": self._software,
            "python": platform.python_version(),
            "system": platform.platform(),
            "thread": threading.current_thread().name,
            "error": lines,
        }
        try:
            text = json.dumps(report, ensure_ascii=False, indent=1)
            (self._folder / name).write_text(text + "\n", encoding="utf-8")
            for old in sorted(self._folder.glob("crash-*.json"))[:-KEPT]:
                old.unlink()
        except OSError as error:  # the log line is what there is
            _log.info("no report: %s", error.strerror)


class _Logged(logging.Handler):
    """Hands on what a thread's own guard caught and logged."""

    def __init__(self, guard: CrashGuard) -> None:
        super().__init__(logging.ERROR)
        self._guard = guard

    @override
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, Exception) and record.name != _log.name:
            self._guard.heed(error, logged=True)


@contextmanager
def guarding(guard: CrashGuard) -> Iterator[None]:
    """Hands to `guard` what no slot, thread or callback caught while the block runs."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook

    def of_main(
        kind: type[BaseException], error: BaseException, _trace: object
    ) -> None:
        if issubclass(kind, Exception):
            guard.heed(error)
        else:  # Ctrl+C ends the program as ever
            sys.__excepthook__(kind, error, error.__traceback__)

    def of_thread(failed: threading.ExceptHookArgs) -> None:
        if isinstance(failed.exc_value, Exception):
            guard.heed(failed.exc_value)

    def unraisable(failed: "sys.UnraisableHookArgs") -> None:
        if isinstance(failed.exc_value, Exception):
            guard.heed(failed.exc_value)

    sys.excepthook, threading.excepthook = of_main, of_thread
    sys.unraisablehook = unraisable
    before = qInstallMessageHandler(_of_qt)
    logged = _Logged(guard)
    logging.getLogger("sotto").addHandler(logged)
    try:
        yield
    finally:
        logging.getLogger("sotto").removeHandler(logged)
        qInstallMessageHandler(before)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


def _of_qt(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s: %s", context.category, text)
