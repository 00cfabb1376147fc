"""Run in a process of its own (`python -m app.bench.child`): a start, or a window's memory.

`start` ends when the login is painted and waits for a finger. `memory` seats somebody
at a place and prints the resident megabytes once all has settled there.
"""

import gc
import os
import sys
from pathlib import Path

_SETTLING_MS = 4000
"""Within which the search index is built and the journal's end verified."""


def main(act: str, place: str, folder: str) -> None:
    """Opens the suite on the profile in `folder`, as `sotto <place>` does."""
    gc.disable()  # both as `sotto pos` does
    import app.devices  # noqa: F401, I001 # before Qt

    from PySide6.QtCore import QEvent, QObject, QTimer
    from typing_extensions import override

    from app.suite import make_application, run
    from app.windows.login.page import LoginPage
    from app.windows.shell import Shell
    from db.profile import Profile

    def look() -> None:
        shells = [w for w in application.topLevelWidgets() if isinstance(w, Shell)]
        if act == "memory" and shells[0].page is None:
            shells[0].resume("marc")
            QTimer.singleShot(_SETTLING_MS, look)
            return
        print(resident_mb())  # noqa: T201 # read by the bench
        sys.stdout.flush()
        os._exit(0)  # the time to close is not the time to start

    class FirstPaint(QObject):
        """Looks once the login has been painted."""

        @override
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and isinstance(watched, LoginPage):
                application.removeEventFilter(self)
                QTimer.singleShot(0, look)
            return False

    application = make_application()
    application.installEventFilter(FirstPaint(application))
    run(Profile(Path(folder)), place)


def bare() -> None:
    """A window of Qt alone, painted."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication([])
    window = QWidget()
    window.show()

    def look() -> None:
        print(resident_mb())  # noqa: T201 # read by the bench
        sys.stdout.flush()
        os._exit(0)

    QTimer.singleShot(0, look)
    application.exec()


def resident_mb() -> float:
    """Resident memory of this process, MB; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    for line in status.read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    else:
        main(*sys.argv[1:4])
