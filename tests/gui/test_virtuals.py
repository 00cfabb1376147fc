"""A fault of ours in a method that Qt calls: reported, and the windows go on."""

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

import app.windows
import widgets
from widgets.virtuals import NORMAL_SINCE, is_guarded, overrides

FAULTS = ("1 / 0", "int('x')", "[][3]", "{}[5]", "next(iter(()))", "None.paint")
PAINTED = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
import widgets
class Faulty(QWidget):
    faulty = False
    def paintEvent(self, event):
        {fault}
    def event(self, event):
        if self.faulty:
            {fault}
        return super().event(event)
heard = []
sys.excepthook = lambda *error: heard.append(error)
application = QApplication(["faulty", "-platform", "offscreen"])
shown = Faulty()
shown.show()
shown.faulty = True
QTimer.singleShot(100, application.quit)
application.exec()
print("went on", bool(heard))
"""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_what_qt_calls_ends_no_window(fault: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PAINTED.format(fault=fault)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "went on True\n"), done.stderr


def below(cls: type[QObject]) -> Iterator[type[QObject]]:
    for each in cls.__subclasses__():
        yield each
        yield from below(each)


@pytest.mark.skipif(sys.version_info >= NORMAL_SINCE, reason="Python does it itself")
def test_every_override_of_ours_is_guarded() -> None:
    for place in (app.windows, widgets):
        for found in pkgutil.walk_packages(place.__path__, f"{place.__name__}."):
            importlib.import_module(found.name)
    ours = [c for c in below(QObject) if c.__module__.startswith(("app.", "widgets."))]
    assert len(ours) > 300
    bare = [
        f"{cls.__module__}.{cls.__name__}.{name}"
        for cls in ours
        for name, method in overrides(cls).items()
        if name != "__init__" and not is_guarded(method)
    ]
    assert bare == []
