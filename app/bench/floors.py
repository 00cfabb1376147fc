"""What cannot be beaten on this machine: the bare disk, the bare window, the bare process.

Each is measured in the run that it is the floor of, so that a slow machine makes both
slow and the ratio stays.
"""

import os
import sqlite3
import tempfile
import time
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.bench.eye import Eye

_ROW_BYTES = 900


def commits(times: int = 300) -> list[float]:
    """Milliseconds of a durable commit of one row of the size of an entry."""
    samples: list[float] = []
    with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder:
        connection = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE floor (id INTEGER PRIMARY KEY, t TEXT)")
        text = "x" * _ROW_BYTES
        for _ in range(times):
            start = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO floor (t) VALUES (?)", (text,))
            connection.execute("COMMIT")
            samples.append((time.perf_counter() - start) * 1000)
        connection.close()
    return samples


def clicks(times: int = 60) -> list[float]:
    """Milliseconds from a click on Qt's own button to a painted line of Qt's own list."""
    window = QWidget()
    button, listed = QPushButton("+"), QListWidget()
    column = QVBoxLayout(window)
    column.addWidget(button)
    column.addWidget(listed)

    def add() -> None:
        listed.addItem("Entrecôte")

    button.clicked.connect(add)
    window.resize(400, 700)
    window.show()
    eye = Eye(listed.viewport())
    eye.see(listed.viewport().update)

    def click() -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    samples = [eye.see(click) for _ in range(times)]
    window.close()
    return samples


class _Blank(QWidget):
    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), Qt.GlobalColor.darkGray)


def fills(size: QSize, times: int = 60) -> list[float]:
    """Milliseconds to fill a window of `size` with one colour."""
    window = _Blank()
    window.resize(size)
    window.show()
    eye = Eye(window)
    eye.see(window.update)
    samples = [eye.see(window.update) for _ in range(times)]
    window.close()
    return samples


def signatures(times: int = 5) -> list[float]:
    """Signatures of a message of the size of an entry checked a second, on all cores."""
    algorithm = ec.ECDSA(hashes.SHA256())
    key, message, count = (
        ec.generate_private_key(ec.SECP256R1()),
        b"x" * _ROW_BYTES,
        500,
    )
    signature, public = key.sign(message, algorithm), key.public_key()
    rates = []
    for _ in range(times):
        start = time.perf_counter()
        for _ in range(count):
            public.verify(signature, message, algorithm)
        rates.append(count / (time.perf_counter() - start) * (os.cpu_count() or 1))
    return rates
