"""Guards that every test runs under: no Qt leaks, no unannounced log warnings."""

import gc
import itertools
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from _pytest.logging import caplog_records_key
from hypothesis import HealthCheck, settings
from sqlalchemy import Connection

from app.services import credentials
from db import migrations

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A thousand profiles: in memory their flushes wait for no disk. A killed process loses as
# little of a file there as of one on a disk.
_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30
if (
    "TMPDIR" not in os.environ
    and os.access(_MEMORY, os.W_OK)
    and shutil.disk_usage(_MEMORY).free > _ROOM
):
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


# What chance tries: a little each time, `make scenario` much; a busy machine fails nothing.
settings.register_profile(
    "sotto",
    max_examples=int(os.environ.get("EXAMPLES", "30")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("sotto")


def pytest_configure() -> None:
    """Garbage is collected between tests, in the main thread: see `app.windows.tasks`."""
    gc.disable()


def pytest_unconfigure() -> None:
    """Whoever looks for garbage at the end, three times, finds what stays put aside."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _quick_hashes() -> Iterator[None]:
    """Nearly every house has a team, and here nobody tries its codes out."""
    with patch.object(credentials, "SLOWNESS", (1, 8, 1)):
        yield


@pytest.fixture(autouse=True, scope="session")
def _schema_made_once() -> Iterator[None]:
    """Alembic makes the first new SQLite database; what it made is said again for others.

    Databases of an older revision, servers and other processes get the migrations.
    """
    real, made = migrations.upgrade, list[str]()

    def upgrade(connection: Connection, *, stored: str | None) -> None:
        if stored is not None or connection.dialect.name != "sqlite":
            real(connection, stored=stored)
        elif made:
            for statement in made:
                connection.exec_driver_sql(statement)
        else:
            real(connection, stored=stored)
            made.extend(_schema_of(connection))

    with patch.object(migrations, "upgrade", upgrade):
        yield


def _schema_of(connection: Connection) -> Iterator[str]:
    """The statements that make a database like this one, which has no rows."""
    yield from connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
        " AND name NOT LIKE 'sqlite%' ORDER BY rowid"
    ).scalars()
    yield f"INSERT INTO alembic_version VALUES ('{migrations.newest()}')"


# What every test is held to. Hooks, for fixtures cost each of thousands of tests more than
# many of them take.

_BEFORE = pytest.StashKey[set[threading.Thread]]()
"""Threads that ran before the test."""
_SHOWN, _UNSEEN = itertools.count(), itertools.count()
"""Tests with windows, and those without."""
_TOGETHER = 10
"""Tests without a window whose garbage is looked for at once."""
_EVERY = 100
"""Tests between two looks at all there is; the others look at what came since."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Remembers what was there before the test."""
    item.stash[_BEFORE] = set(threading.enumerate())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A warning of ours in the log fails the test, unless its mark announces it."""
    result = yield
    announced = item.get_closest_marker("logs")
    loud = [
        record.getMessage()
        for record in item.stash[caplog_records_key]["call"]
        if record.levelno >= logging.WARNING and record.name.startswith("sotto")
    ]
    assert announced or not loud, loud
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """A thread, a top-level widget or a timer that outlives its test fails it."""
    try:
        return (yield)
    finally:
        _no_threads_left(item.stash[_BEFORE])
        _no_widgets_left(qt="qapp" in _fixtures(item))


def _fixtures(item: pytest.Item) -> Sequence[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else ()


def _no_threads_left(before: set[threading.Thread]) -> None:
    """Ours are joined; those that do not end are named."""
    left = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.daemon and thread.is_alive()
    ]
    for thread in left:
        thread.join(2)
    assert not [t.name for t in left if t.is_alive()]


def _collect(count: int) -> None:
    """Collects garbage; what stays is not looked at again by the next tests."""
    if count % _EVERY == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


def _no_widgets_left(*, qt: bool) -> None:
    if not qt:
        if next(_UNSEEN) % _TOGETHER == 0:
            gc.collect(1)
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    _collect(next(_SHOWN))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    visible = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    for widget in visible:
        widget.close()
    assert not visible, visible


@pytest.fixture
def qtbot(qtbot: "QtBot") -> "QtBot":
    """Keeps every widget that it was given until it has closed it.

    It only remembers them weakly. A window that nobody else holds would die at the end of
    the test function while it is on show, and its children would be told that they are
    hidden when their Python half has gone, which ends the process now and then.
    """
    kept, add = list["QWidget"](), qtbot.addWidget

    def keep(widget: "QWidget", **more: object) -> None:
        kept.append(widget)
        add(widget, **more)

    qtbot.addWidget = keep
    return qtbot
