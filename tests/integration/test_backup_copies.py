"""Backups are copied to a second medium, and only when it is there."""

from pathlib import Path

from gui_kit import FixedClock, demo_house
from test_witnesses import close, events, sell

from app.caretaker import Caretaker
from app.domain.rules import SetSetting
from app.services.house import Actor
from db.backup import check_backup


def _close_with(folder: Path, medium: Path, code: str) -> list[str]:
    with demo_house(folder, FixedClock()) as opened:
        to = SetSetting(key="backup.folder", value=str(medium))
        opened.house.run(to, Actor("marc"))
        caretaker = Caretaker(opened)
        sell(opened)
        close(opened)
        while caretaker.busy:
            caretaker.look()
        caretaker.stop()
        return events(opened, code)


def test_a_backup_is_copied_to_the_second_folder(tmp_path: Path) -> None:
    medium = tmp_path / "stick"
    medium.mkdir()
    told = _close_with(tmp_path / "profile", medium, "BACKUP_COPIED")
    (copy,) = (medium / "C1-sandbox").glob("*.db")
    assert not check_backup(copy).errors
    assert told == [f"{copy.name} {medium}"]


def test_a_pulled_medium_is_told_and_never_made(tmp_path: Path) -> None:
    medium = tmp_path / "stick"
    told = _close_with(tmp_path / "profile", medium, "BACKUP_NOT_COPIED")
    assert told == [str(medium)]
    assert not medium.exists()
