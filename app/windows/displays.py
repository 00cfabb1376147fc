"""What each screen of a terminal keeps for itself: how loud the kitchen's is.

It belongs to the place that a screen hangs in, like its colours (`app/appearance.py`):
no fact of the journal, no person's right, and the next start finds it again.
"""

import json
import logging
from pathlib import Path

_log = logging.getLogger("sotto.displays")


class Displays:
    """Words by screen and key.

    Args:
        path: where they are kept; None while the process lives.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._kept: dict[str, dict[str, str]] | None = None

    def text(self, screen: str, key: str, default: str) -> str:
        """What a screen kept under a key ("kitchen/chaud", "sound")."""
        return self._all().get(screen, {}).get(key, default)

    def keep(self, screen: str, key: str, value: str) -> None:
        """Keeps it; where the disk refuses, until the next start."""
        self._all().setdefault(screen, {})[key] = value
        if self._path is None:
            return
        try:
            self._path.write_text(json.dumps(self._kept), encoding="utf-8")
        except OSError as error:
            _log.warning("display not kept: %s", error)

    def _all(self) -> dict[str, dict[str, str]]:
        if self._kept is None:
            self._kept = _read(self._path)
        return self._kept


def _read(path: Path | None) -> dict[str, dict[str, str]]:
    """What was kept; nothing at the first start, or when it cannot be read."""
    if path is None:
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(screen): {str(key): str(value) for key, value in words.items()}
            for screen, words in kept.items()
        }
    except (OSError, ValueError, AttributeError):
        return {}
