"""Guards that every test runs under: no Qt leaks, no unannounced log warnings."""

import gc
import itertools
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
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


@pytest.fixture(autouse=True)
def _no_unannounced_warnings(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """A warning of ours in the log fails the test, unless it asks for `caplog`."""
    yield
    if "caplog" in request.fixturenames and request.node.get_closest_marker("logs"):
        return
    loud = [
        record
        for record in caplog.get_records("call")
        if record.levelno >= logging.WARNING and record.name.startswith("sotto")
    ]
    assert not loud, [record.getMessage() for record in loud]


@pytest.fixture(autouse=True)
def _no_threads_left() -> Iterator[None]:
    """A thread of ours that outlives its test fails it."""
    before = set(threading.enumerate())
    yield
    left = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.daemon and thread.is_alive()
    ]
    for thread in left:
        thread.join(2)
    assert not [t.name for t in left if t.is_alive()]


_SHOWN, _UNSEEN = itertools.count(), itertools.count()
"""Tests with windows, and those without."""
_TOGETHER = 10
"""Tests without a window whose garbage is looked for at once."""
_EVERY = 100
"""Tests between two looks at all there is; the others look at what came since."""


def _collect(count: int) -> None:
    """Collects garbage; what stays is not looked at again by the next tests."""
    if count % _EVERY == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _no_widgets_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A top-level widget or running timer that outlives its test fails it."""
    yield
    if "qapp" not in request.fixturenames:
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
