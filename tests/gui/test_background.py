"""What leaves the window's thread comes back to it, and no widget dies elsewhere."""

import gc
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.windows.tasks import Background

ROOT = Path(__file__).parents[2]

GARBAGE = """
import threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from app.suite import make_application

application = make_application()
threads = []

class Window(QWidget):
    def __init__(self):
        super().__init__()
        self.itself = self  # garbage that only a collector finds
        self.timer = QTimer(self)
        self.timer.start(10)
        self.destroyed.connect(lambda: threads.append(threading.current_thread().name))

kept = []

def allocate():
    kept.extend([n] for n in range(300_000))

windows = [Window() for _ in range(20)]
windows.clear()
device = threading.Thread(target=allocate)
device.start()
device.join()
assert threads == [], threads
look = QTimer()
look.timeout.connect(lambda: len(threads) == 20 and application.quit())
look.start(50)
application.exec()
assert set(threads) == {"MainThread"}, threads
"""


def test_a_closed_window_is_never_collected_by_the_thread_of_a_device() -> None:
    """Python's collector would destroy it there, and end the process."""
    done = subprocess.run(
        [sys.executable, "-c", GARBAGE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def test_an_answer_comes_back_in_the_windows_thread(qtbot: QtBot) -> None:
    background, answers = Background(), list[tuple[object, threading.Thread]]()
    background.run(
        threading.current_thread,
        lambda worker: answers.append((worker, threading.current_thread())),
    )
    assert background.busy
    qtbot.waitUntil(lambda: bool(answers))
    ((worker, receiver),) = answers
    assert receiver is threading.main_thread()
    assert worker is not receiver
    assert not background.busy


def test_an_error_comes_back_as_it_is(qtbot: QtBot) -> None:
    background, errors = Background(), list[Exception]()
    background.run(lambda: 1 // 0, lambda _: pytest.fail("no answer"), errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ZeroDivisionError)


def test_what_a_job_refers_to_dies_in_the_windows_thread(qtbot: QtBot) -> None:
    """The window is closed and forgotten while its work still runs."""
    window, began, go_on = QWidget(), threading.Event(), threading.Event()
    ended = list[str]()
    window.destroyed.connect(
        lambda: ended.append(threading.current_thread().name)  # the test's own thread
    )

    def work(owner: QWidget) -> None:
        began.set()
        go_on.wait(5)

    Background(window).run(lambda kept=window: work(kept), lambda _: None)
    began.wait(5)
    gone = weakref.ref(window)
    del window
    go_on.set()
    qtbot.waitUntil(lambda: gone() is None)
    assert ended == ["MainThread"]


def test_nobody_is_told_once_the_owner_has_gone(qtbot: QtBot) -> None:
    owner, told, go_on = QObject(), list[object](), threading.Event()
    background = Background(owner)
    background.run(lambda: go_on.wait(5), told.append)
    shiboken6.delete(owner)
    go_on.set()
    background.wait()
    qtbot.waitUntil(lambda: not background.busy)
    assert told == []


def test_garbage_is_collected_in_the_main_thread_alone() -> None:
    """The guard of every test here, and of every process with windows."""
    assert not gc.isenabled()
