"""The folder of a profile, and the lock that lets one process at a time use it.

A second start on the same profile is refused the lock and tells the first one its
arguments instead, so that it comes to the front. The lock is the operating system's: it
is gone with its process, however that ended.
"""

import hmac
import json
import logging
import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

_LOG: Final = logging.getLogger("sotto.profile")

_MAX_MESSAGE: Final = 65536
_ANSWER_SECONDS: Final = 3.0
_POLL_SECONDS: Final = 0.02
_DONE: Final = b"ok\n"


@dataclass(frozen=True, slots=True)
class Profile:
    """Where one profile keeps everything. A profile never reads another's folder."""

    folder: Path

    @classmethod
    def named(cls, name: str) -> "Profile":
        """The profile of that name in the user's data folder: "demo", "production"."""
        return cls(user_data_path("sotto") / name)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "sotto.db"

    @property
    def keys(self) -> Path:
        """The wrapped device key and the head files of the chains."""
        return self.folder / "keys"

    @property
    def files(self) -> Path:
        """Files by content hash: photographs."""
        return self.folder / "files"

    @property
    def invoices(self) -> Path:
        """The files of the invoices that this terminal issued."""
        return self.folder / "factures"

    @property
    def attestations(self) -> Path:
        """The publisher's attestations of this house, signed or to be signed."""
        return self.folder / "attestations"

    @property
    def spool(self) -> Path:
        """What waits for a printer."""
        return self.folder / "spool"

    @property
    def backups(self) -> Path:
        """Copies of the database."""
        return self.folder / "backups"

    @property
    def recordings(self) -> Path:
        """What people recorded to see how well they are heard; nowhere else."""
        return self.folder / "recordings"

    @property
    def outbox(self) -> Path:
        """Texts and mails that were kept from going out."""
        return self.folder / "outbox.jsonl"

    @property
    def logs(self) -> Path:
        """Log files, JSON lines."""
        return self.folder / "logs"

    @property
    def appearance(self) -> Path:
        """The colours and the language of this terminal."""
        return self.folder / "appearance.json"

    @property
    def displays(self) -> Path:
        """What this terminal's screens keep for themselves."""
        return self.folder / "displays.json"

    def create(self) -> None:
        """Makes the folders that are missing; only the user may enter them.

        Raises:
            OSError: a folder cannot be made.
        """
        for folder in (self.keys, self.files, self.spool, self.backups, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def witness(self, chain: str) -> Path:
        """The head file of a chain."""
        return self.keys / f"{chain}.head"


class ProfileLock:
    """The right to be the one process of a profile.

    Thread: `serve` answers in a thread of its own, which `release` ends.
    """

    FILE: Final = "sotto.lock"

    def __init__(self, profile: Profile) -> None:
        self._lock_path = profile.folder / self.FILE
        self._address_path = profile.folder / "sotto.address"
        self._handle: int | None = None
        self._listener: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def acquire(self) -> bool:
        """Takes the lock if it is free.

        Returns:
            False if another process has it: call `notify` and leave.

        Raises:
            OSError: the folder cannot be written.
        """
        if self._handle is not None:
            return True
        self._lock_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._lock_path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _locked(handle):
            os.close(handle)
            return False
        self._handle = handle
        return True

    def serve(self, callback: Callable[[list[str]], None]) -> None:
        """Has `callback` called with the arguments of each later start.

        Args:
            callback: called in the listening thread; hand the arguments on and return.

        Raises:
            RuntimeError: the lock was not acquired, or `serve` was already called.
            OSError: no local port can be opened.
        """
        if self._handle is None or self._listener is not None:
            raise RuntimeError("serve once, after acquire")
        token = secrets.token_urlsafe(24)
        self._listener = socket.create_server(("127.0.0.1", 0))
        port: int = self._listener.getsockname()[1]
        address = json.dumps({"port": port, "token": token, "pid": os.getpid()})
        beside = self._address_path.with_name("sotto.address.new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(address)
        beside.replace(self._address_path)
        self._thread = threading.Thread(
            target=_answer,
            args=(self._listener, token, callback),
            name="second-starts",
            daemon=True,
        )
        self._thread.start()

    def notify(self, arguments: Sequence[str]) -> bool:
        """Tells the process that has the lock to come to the front.

        Waits up to three seconds for one that is still starting.

        Returns:
            Whether it took the message.
        """
        deadline = time.monotonic() + _ANSWER_SECONDS
        while time.monotonic() < deadline:
            if self._told(arguments):
                return True
            time.sleep(_POLL_SECONDS)
        return False

    def release(self) -> None:
        """Stops answering and gives the lock back."""
        if self._listener is not None:
            self._address_path.unlink(missing_ok=True)
            _shut(self._listener)
            self._listener = None
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _told(self, arguments: Sequence[str]) -> bool:
        try:
            address = json.loads(self._address_path.read_text())
            message = {"token": address["token"], "argv": list(arguments)}
            with socket.create_connection(
                ("127.0.0.1", address["port"]), timeout=_ANSWER_SECONDS
            ) as connection:
                connection.sendall(json.dumps(message).encode() + b"\n")
                return connection.recv(len(_DONE)) == _DONE
        except (OSError, ValueError, KeyError, TypeError):
            return False  # gone, still starting, or of another kind


def _locked(handle: int) -> bool:
    """Tries to lock an open file for this process alone."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _shut(listener: socket.socket) -> None:
    """Closes a listening socket and wakes the thread that waits in `accept`."""
    try:
        listener.shutdown(socket.SHUT_RDWR)
    except OSError:
        _LOG.debug("closing wakes accept on this system")
    listener.close()


def _answer(
    listener: socket.socket, token: str, callback: Callable[[list[str]], None]
) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return  # closed by release
        with connection:
            try:
                connection.settimeout(_ANSWER_SECONDS)
                arguments = _arguments(connection, token)
                if arguments is not None:
                    callback(arguments)
                    connection.sendall(_DONE)
            except OSError:
                _LOG.info("a second start went away")
            except Exception:  # noqa: BLE001  the next start must still be answered
                _LOG.exception("coming to the front failed")


def _arguments(connection: socket.socket, token: str) -> list[str] | None:
    """The message of a second start; None if it does not know the token."""
    with connection.makefile("rb") as file:
        line = file.readline(_MAX_MESSAGE)
    try:
        message = json.loads(line)
        offered = str(message["token"])
        arguments = [str(argument) for argument in message["argv"]]
    except (ValueError, KeyError, TypeError):
        return None
    if not hmac.compare_digest(offered.encode(), token.encode()):
        return None
    return arguments
