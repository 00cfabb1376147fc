"""The accounts at services outside: one file in the key folder, never journaled."""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from db.errors import KeyUnavailableError
from db.whole_file import write_whole

FILE: Final = "accounts.json"
_WRITING = threading.Lock()
"""One file, however many look at it: nobody writes over what another kept."""


def of_terminal(device: str) -> str:
    """What a card terminal is called among the services."""
    return f"terminal.{device}"


class Accounts:
    """What Sotto logs in elsewhere with, by service. Thread: any.

    Args:
        folder: key folder of the profile.

    Raises:
        OSError: the file cannot be read.
        KeyUnavailableError: it is not what it should be.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._known = _read(self._path)

    def of(self, service: str) -> Mapping[str, str] | None:
        """The account at a service, None without one."""
        return self._known.get(service)

    def secrets(self) -> list[str]:
        """All that is kept, whatever for: none of it may stand in a text."""
        return [each for account in self._known.values() for each in account.values()]

    def set(self, service: str, account: Mapping[str, str] | None) -> None:
        """Keeps an account, or forgets it with None.

        Raises:
            OSError: it could not be written; nothing has changed.
            KeyUnavailableError: what is there cannot be read.
        """
        with _WRITING:
            known = _read(self._path)
            known.pop(service, None)
            if account is not None:
                known[service] = dict(account)
            self._write(known)

    def _write(self, known: dict[str, dict[str, str]]) -> None:
        write_whole(self._path, json.dumps(known, ensure_ascii=False).encode())
        self._known = known


def _read(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    try:
        stored = json.loads(path.read_text("utf-8"))
        return {
            service: {str(name): str(value) for name, value in account.items()}
            for service, account in stored.items()
        }
    except (ValueError, AttributeError) as error:
        raise KeyUnavailableError(f"{path.name} cannot be read") from error
