"""Troubles that are real: a disk that is full, a database that somebody holds."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.services.house import House
from db.database import driver_cursor

MEGABYTE = 1 << 20


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own; skips the test where nobody may mount one."""
    folder.mkdir(exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("only root can mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def full_disk(disk: Path) -> Iterator[None]:
    """Nothing more fits on the disk while the block runs."""
    filler = disk / "holiday-video.mp4"
    with filler.open("wb", buffering=0) as file:
        for size in (MEGABYTE, 4096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def no_room(house: House) -> Iterator[None]:
    """SQLite finds its file full; needs no disk of its own."""
    with house.database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        before = connection.exec_driver_sql("PRAGMA max_page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    try:
        yield
    finally:
        with house.database.write() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count={before}")


@contextmanager
def read_only(house: House) -> Iterator[None]:
    """The writing connection finds its disk read-only, as after an error of the disk."""
    raw = driver_cursor(house.database._writer)
    raw.execute("PRAGMA query_only=ON")
    try:
        yield
    finally:
        raw.execute("PRAGMA query_only=OFF")


@contextmanager
def somebody_writes(database: Path) -> Iterator[None]:
    """Another program holds the write lock."""
    holder = sqlite3.connect(database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


def is_root() -> bool:
    """Whether file modes mean nothing to us."""
    return os.geteuid() == 0
