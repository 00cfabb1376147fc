"""A MariaDB server of the tests' own, where one is installed: in an empty folder, on a
socket there, no network, gone after the test."""

import getpass
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql  # type: ignore[import-untyped]
import pytest

_TRIES, _PAUSE_S = 600, 0.05


@contextmanager
def mariadb(folder: Path) -> Iterator[Path]:
    """The socket of a server with nothing in it."""
    program = shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin")
    if program is None:
        pytest.skip("no MariaDB server here: apt-get install mariadb-server-core")
    datadir, door = folder / "data", folder / "s"
    datadir.mkdir()
    server = subprocess.Popen(
        [
            program,
            "--no-defaults",  # first, or it is not heard
            f"--user={getpass.getuser()}",
            f"--datadir={datadir}",
            f"--socket={door}",
            f"--pid-file={folder / 'pid'}",
            f"--log-error={folder / 'log'}",
            "--skip-grant-tables",  # nobody was given any rights in an empty folder
            "--skip-networking",
            "--innodb-buffer-pool-size=16M",
            "--innodb-log-file-size=4M",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-flush-method=nosync",
            "--innodb-doublewrite=0",
            "--sync-frm=0",
        ],
        stderr=subprocess.DEVNULL,  # the log has it
    )
    try:
        _wait_for(server, door, folder / "log")
        yield door
    finally:
        server.terminate()
        server.wait(60)


def empty_database(door: Path, name: str) -> str:
    """A fresh database on that server; its SQLAlchemy URL."""
    connection = pymysql.connect(unix_socket=str(door), user="root")
    connection.cursor().execute(f"CREATE DATABASE {name}")
    connection.close()
    query = f"unix_socket={door}&charset=utf8mb4"
    return f"mysql+pymysql://root@localhost/{name}?{query}"


def _wait_for(server: subprocess.Popen[bytes], door: Path, log: Path) -> None:
    for _ in range(_TRIES):
        with socket.socket(socket.AF_UNIX) as knock:
            if knock.connect_ex(str(door)) == 0:
                return
        assert server.poll() is None, log.read_text()
        threading.Event().wait(_PAUSE_S)
    raise AssertionError(log.read_text())
