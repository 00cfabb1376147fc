"""Where texts and mails go that must reach nobody: a file that one can look at.

Outside production no guest is told anything, unless the profile's own settings open it.
"""

import json
import os
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from app.domain.environment import Mark
from app.services.ports import Notifier, NotToldError

CHANNELS: Final = frozenset(("sms", "email"))


class Outbox:
    """A notifier that keeps what it is told. Thread: any.

    Args:
        real: tells people, and keeps the accounts.
        path: one message a line.
        is_open: whether the settings let messages out, which then bear the mark too.
    """

    def __init__(
        self,
        real: Notifier,
        path: Path,
        mark: Mark,
        clock: Callable[[], datetime],
        is_open: Callable[[], bool],
    ) -> None:
        self._real, self._path, self._mark = real, path, mark
        self._clock, self._is_open = clock, is_open
        self._lock = threading.Lock()

    def channels(self) -> frozenset[str]:
        """The ways that are open: all of them, without an account too."""
        return self._real.channels() if self._is_open() else CHANNELS

    def set_up(self, channel: str, account: Mapping[str, str] | None) -> None:
        """As `Notifier`."""
        self._real.set_up(channel, account)

    def tell(self, channel: str, to: str, subject: str, text: str) -> None:
        """Keeps the message, or sends it where the settings say so.

        Raises:
            NotToldError: it was not.
        """
        subject = f"{self._mark.paper} · {subject}"
        text = f"{self._mark.paper}\n{text}"
        if self._is_open():
            self._real.tell(channel, to, subject, text)
            return
        self._keep({"channel": channel, "to": to, "subject": subject, "text": text})

    def mail_file(
        self, to: str, subject: str, text: str, name: str, content: bytes
    ) -> None:
        """Keeps the message without its file, or sends both where the settings say so.

        Raises:
            NotToldError: it was not.
        """
        subject = f"{self._mark.paper} · {subject}"
        text = f"{self._mark.paper}\n{text}"
        if self._is_open():
            self._real.mail_file(to, subject, text, name, content)
            return
        told = {"channel": "email", "to": to, "subject": subject, "text": text}
        self._keep(told | {"attached": name})

    def _keep(self, told: Mapping[str, str]) -> None:
        at = self._clock().isoformat(timespec="seconds")
        line = json.dumps({"at": at, **told}, ensure_ascii=False)
        try:
            with self._lock:
                handle = os.open(
                    self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600
                )
                with os.fdopen(handle, "a", encoding="utf-8") as file:
                    file.write(line + "\n")
        except OSError as error:
            raise NotToldError("outbox") from error


def kept_in(path: Path) -> list[dict[str, str]]:
    """The messages of an outbox, oldest first; none when there is no file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not what `Outbox` writes.
    """
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
