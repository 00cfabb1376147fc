"""What is kept by itself: copies on a second medium, sealed or not, and archives."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from fiscal_kit import MARC, archive, close, open_next, sell
from gui_kit import FixedClock, demo_house
from test_witnesses import events

from app.bootstrap import Opened, open_house
from app.cli.main import main
from app.domain.rules import SeeAlarm, SetSetting
from app.fiscal import verifier_sotto
from app.fiscal.archive import ArchiveOvertakenError, record_archive
from app.fiscal.copies import (
    RecoveryKeyError,
    bring_along,
    new_recovery_key,
    newest_copy,
    opened_copy,
)
from app.fiscal.medium import copy_to
from app.fiscal.periods import close_due
from app.keeper import HOUR, LATER, SOON, Keeper
from app.presenters.strip import present_alarms
from app.services.kept_files import keep, kept
from db.backup import check_backup
from db.errors import BackupFailedError
from db.profile import Profile


class Bench:
    """A keeper, and looks without waiting for seconds."""

    def __init__(self, opened: Opened, folder: Path) -> None:
        self.opened, self.stick = opened, folder / "stick"
        self.keeper = Keeper(opened)
        self.here = opened.profile.folder / "archives"

    def set(self, key: str, value: str) -> None:
        assert self.opened.house.run(SetSetting(key=key, value=value), MARC)

    def look(self, seconds: int = LATER + 1) -> None:
        for _ in range(seconds):
            self.keeper.look()
            self.keeper._reap(wait=True)

    @property
    def alarms(self) -> dict[str, tuple[str, ...]]:
        return self.opened.house.world.settings.alarms

    def copies(self) -> list[str]:
        return sorted(p.name for p in self.stick.glob("C1-sandbox/*-Z*[!6]"))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def bench(tmp_path: Path, clock: FixedClock) -> Iterator[Bench]:
    with demo_house(tmp_path / "profile", clock) as opened:
        made = Bench(opened, tmp_path)
        sell(opened)
        close(opened)
        yield made
        made.keeper.stop()


def test_a_copy_is_made_as_soon_as_the_medium_is_back(bench: Bench) -> None:
    bench.set("backup.folder", str(bench.stick))
    bench.keeper.back_up(1)
    bench.look()
    assert bench.alarms["BACKUP_NOT_COPIED"] == (str(bench.stick),)
    said = [p.effect for p in present_alarms(bench.opened.house)]
    assert any(f"Le support {bench.stick} n’est pas là." in each for each in said)
    bench.opened.house.run(SeeAlarm(alarm="BACKUP_NOT_COPIED"), MARC)
    bench.look(3 * HOUR)
    assert "BACKUP_NOT_COPIED" not in bench.alarms  # who has seen it is left in peace
    assert len(events(bench.opened, "BACKUP_NOT_COPIED")) == 1
    (bench.stick / "C1-sandbox").mkdir(parents=True)
    begun = bench.stick / "C1-sandbox" / "20261119-233015-Z0009.db.part"
    begun.write_bytes(b"half")  # pulled out yesterday
    bench.look(SOON + 1)
    assert len(bench.copies()) == 1
    assert not begun.exists()
    assert "BACKUP_NOT_COPIED" not in bench.alarms
    bench.look()
    assert len(events(bench.opened, "BACKUP_COPIED")) == 1


def test_another_stick_gets_the_newest_too(bench: Bench) -> None:
    bench.set("backup.folder", str(bench.stick))
    bench.stick.mkdir()
    bench.keeper.back_up(1)
    bench.look()
    bench.stick.rename(bench.stick.with_name("in the safe"))
    bench.look()
    assert "BACKUP_NOT_COPIED" not in bench.alarms  # all is on the one that left
    bench.stick.mkdir()
    bench.look()
    assert len(bench.copies()) == 1


def test_a_copy_that_is_too_old_is_told(bench: Bench, clock: FixedClock) -> None:
    bench.set("backup.folder", str(bench.stick))
    bench.stick.mkdir()
    bench.keeper.back_up(1)
    bench.look()
    clock.forward(days=30)
    bench.look(HOUR)
    assert "BACKUP_OLD" not in bench.alarms  # nothing was closed since
    bench.stick.rename(bench.stick.with_name("away"))
    open_next(bench.opened, clock)
    close(bench.opened)
    bench.look(HOUR)
    assert bench.alarms["BACKUP_OLD"] == ("2026-11-20",)
    bench.stick.with_name("away").rename(bench.stick)
    bench.keeper.back_up(2)
    bench.look()
    assert "BACKUP_OLD" not in bench.alarms


def test_a_sealed_copy_opens_with_its_key_alone(bench: Bench, tmp_path: Path) -> None:
    profile, key = bench.opened.profile, new_recovery_key()
    profile.invoices.mkdir(exist_ok=True)
    (profile.invoices / "F1.pdf").write_bytes(b"%PDF one")
    receipt = keep(profile.files, b"the receipt of the lemons")
    bench.set("backup.folder", str(bench.stick))
    bench.stick.mkdir()
    bench.keeper.back_up(1)
    bench.look()
    bench.set("backup.key", key.public)
    bench.look(2 * LATER)
    (name,) = bench.copies()  # the one in clear is gone
    assert name.endswith(".db.age")
    assert not list(bench.stick.rglob("*.pdf"))
    assert not list(bench.stick.rglob(receipt))
    assert all(".age" in each.name for each in bench.stick.rglob("*.*"))
    copy = newest_copy(bench.stick / "C1-sandbox")
    assert copy is not None
    for wrong in ("", "AGE-SECRET-KEY-1XX", new_recovery_key().secret):
        with pytest.raises(RecoveryKeyError), opened_copy(copy, tmp_path / "r", wrong):
            pass
    typed = " ".join([key.secret.lower()[:30], key.secret.lower()[30:]])
    with opened_copy(copy, tmp_path / "r", typed) as backup:
        assert not check_backup(backup).errors
    assert not (tmp_path / "r").exists()
    other = Profile(tmp_path / "other")
    assert bring_along(copy, other, key.secret) == 1
    assert (other.invoices / "F1.pdf").read_bytes() == b"%PDF one"
    assert kept(other.files, receipt) == b"the receipt of the lemons"
    pepper = (profile.keys / "pepper").read_bytes()
    assert (other.keys / "pepper").read_bytes() == pepper
    assert bring_along(copy, other, key.secret) == 0  # it is there
    whole = bytearray(copy.read_bytes())
    whole[len(whole) // 2] ^= 1
    copy.write_bytes(whole)
    with pytest.raises(BackupFailedError), opened_copy(copy, tmp_path / "r", typed):
        pass


def test_any_program_that_knows_age_opens_it(bench: Bench) -> None:
    key = new_recovery_key()
    bench.set("backup.key", key.public)
    bench.set("backup.folder", str(bench.stick))
    bench.stick.mkdir()
    bench.keeper.back_up(1)
    bench.look()
    copy = newest_copy(bench.stick / "C1-sandbox")
    assert copy is not None
    identity = pyrage.x25519.Identity.from_str(key.secret)
    clear = pyrage.decrypt(copy.read_bytes(), [identity])
    (backup,) = bench.opened.profile.backups.glob("*.db")
    assert clear == backup.read_bytes()


def test_a_full_medium_is_said_and_leaves_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.set("backup.folder", str(bench.stick))
    bench.stick.mkdir()

    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("app.fiscal.copies.sync", full)
    bench.keeper.back_up(1)
    bench.look()
    (why,) = bench.alarms["BACKUP_NOT_COPIED"]
    assert why.startswith("Le support est plein")
    assert bench.copies() == []
    monkeypatch.undo()
    bench.look(HOUR)
    assert len(bench.copies()) == 1


# --------------------------------------------------------------------- archives


def test_the_month_is_archived_once_it_is_over(bench: Bench, clock: FixedClock) -> None:
    bench.set("archive.folder", str(bench.stick))
    bench.look()
    assert not bench.opened.house.world.archives  # November goes on
    clock.forward(days=14)
    close_due(bench.opened.house)
    bench.look()
    assert bench.alarms["ARCHIVE_NOT_MADE"] == (str(bench.stick),)
    bench.stick.mkdir()
    bench.look()
    (path,) = bench.stick.glob("SOTTO-ARCH_*.zip")
    assert "_2026-11-20_2026-11-20_1" in path.name
    assert verifier_sotto.verify(path).exit_code == 0
    assert bench.opened.house.world.archives["C1"].file == path.name
    assert "ARCHIVE_NOT_MADE" not in bench.alarms
    bench.look()
    assert len(list(bench.stick.iterdir())) == 1


def test_years_only_and_never(bench: Bench, clock: FixedClock) -> None:
    bench.stick.mkdir()
    bench.set("archive.folder", str(bench.stick))
    bench.set("archive.every", "never")
    clock.forward(days=14)
    bench.look()
    bench.set("archive.every", "year")
    bench.look()
    assert not bench.opened.house.world.archives
    clock.forward(days=30)
    bench.look()
    assert bench.opened.house.world.archives["C1"].last_day == "2026-11-20"


def test_after_a_year_it_stays_here_until_the_medium_is_there(
    bench: Bench, clock: FixedClock
) -> None:
    house = bench.opened.house
    house.mark = None
    clock.forward(days=364)
    bench.look()
    assert not house.world.archives
    clock.forward(days=2)
    bench.look()
    made = house.world.archives["C1"]
    assert bench.alarms["ARCHIVE_KEPT_HERE"] == (made.file,)
    assert verifier_sotto.verify(bench.here / made.file).exit_code == 0
    bench.set("archive.folder", str(bench.stick))
    bench.look(SOON + 1)
    assert "ARCHIVE_KEPT_HERE" in bench.alarms
    bench.stick.mkdir()
    bench.look(SOON + 1)
    assert verifier_sotto.verify(bench.stick / made.file).exit_code == 0
    assert "ARCHIVE_KEPT_HERE" not in bench.alarms


def test_one_that_is_cancelled_leaves_nothing_and_comes_again(
    bench: Bench, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.stick.mkdir()
    bench.set("archive.folder", str(bench.stick))
    clock.forward(days=14)
    seen: list[str] = []

    def copying(source: Path, folder: Path, progress: object) -> str:
        assert bench.keeper.progress is not None
        seen.append(bench.keeper.progress[0])
        bench.keeper.cancel()
        return copy_to(source, folder, progress)  # type: ignore[arg-type]  # a callable

    monkeypatch.setattr("app.fiscal.archive.copy_to", copying)
    bench.look()
    assert seen == ["Relecture de l’archive"]
    assert bench.keeper.progress is None
    assert list(bench.stick.iterdir()) == []
    assert not bench.opened.house.world.archives
    assert "ARCHIVE_NOT_MADE" not in bench.alarms
    monkeypatch.undo()
    bench.look(HOUR + LATER)
    assert len(list(bench.stick.iterdir())) == 1


def test_of_two_at_once_one_counts(bench: Bench) -> None:
    made = archive(bench.opened, bench.stick)
    record_archive(bench.opened.house, made, MARC)
    with pytest.raises(ArchiveOvertakenError):
        record_archive(bench.opened.house, made, MARC)
    assert len(events(bench.opened, "ARCHIVE_PARTIAL")) == 1


# ----------------------------------------------------------------- the way back


def test_a_machine_that_died_is_taken_back_from_a_sealed_copy(
    tmp_path: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, key = tmp_path / "profile", new_recovery_key()
    with demo_house(folder, clock) as opened:
        bench = Bench(opened, tmp_path)
        sell(opened)
        close(opened)
        opened.profile.invoices.mkdir(exist_ok=True)
        (opened.profile.invoices / "F1.pdf").write_bytes(b"%PDF one")
        bench.set("backup.key", key.public)
        bench.set("backup.folder", str(bench.stick))
        bench.stick.mkdir()
        bench.keeper.back_up(1)
        bench.keeper.stop()  # as when somebody closes and leaves at once
    copy, paper = newest_copy(bench.stick / "C1-sandbox"), tmp_path / "key.txt"
    assert copy is not None
    (folder / "sotto.db").write_bytes(b"a disk that died")
    (folder / "factures" / "F1.pdf").unlink()
    here = ["--profile", str(folder)]
    paper.write_text(new_recovery_key().secret)
    asked = [str(copy), "--key-file", str(paper)]
    assert main(["restore", *asked, *here]) == 2
    assert "Cette clé de secours n’ouvre pas cette copie" in capsys.readouterr().err
    paper.write_text(f"{key.secret}\n")
    assert main(["fiscal", "drill", *asked]) == 0
    assert "whole again" in capsys.readouterr().out
    assert main(["restore", *asked, *here]) == 0
    assert (folder / "factures" / "F1.pdf").read_bytes() == b"%PDF one"
    with open_house(Profile(folder), clock=clock) as opened:
        assert events(opened, "RESTORE") == [copy.name]


def test_what_is_due_is_archived_by_a_command(
    tmp_path: Path, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, stick = tmp_path / "profile", tmp_path / "stick"
    clock.forward(days=-40)
    with demo_house(folder, clock) as opened:
        sell(opened)
        close(opened)
        Bench(opened, tmp_path).set("archive.folder", str(stick))
        since = opened.house.world.till("C1").closed_day
    here = ["--profile", str(folder)]
    assert main(["fiscal", "archive", "--auto", *here]) == 2
    assert "n’est pas là" in capsys.readouterr().err
    stick.mkdir()
    assert main(["fiscal", "archive", "--auto", *here]) == 0
    (path,) = stick.iterdir()
    assert since in path.name
    assert main(["fiscal", "archive", "--auto", *here]) == 0
    assert "nothing is due" in capsys.readouterr().out
