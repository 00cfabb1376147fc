"""What was said to headsets while somebody wanted it kept: here, a day, and no longer."""

from datetime import datetime, timedelta
from pathlib import Path

from app.services.headset_care import DEBUG_HOURS


class KeptSounds:
    """The utterances of one terminal in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(1 for _ in self.folder.glob("*.wav"))

    def forget_old(self, now: datetime) -> None:
        """Deletes those that are older than a day."""
        oldest = (now - timedelta(hours=DEBUG_HOURS)).timestamp()
        for path in self.folder.glob("*.*"):
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)

    def erase(self) -> None:
        """Deletes all of them."""
        for path in self.folder.glob("*.*"):
            path.unlink(missing_ok=True)
