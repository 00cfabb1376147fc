"""Whole services through the real windows: every pair that must agree does."""

import io
import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.shift.run import play, run
from app.shift.stage import MARK, Options, ProfileTakenError
from resources.texts import set_language

KEYS = {
    "orders",
    "lines",
    "voided_lines",
    "kitchen",
    "payments",
    "receipts",
    "receipts_total",
    "z_total",
    "spool",
    "card",
    "journal",
    "mismatches",
    "seconds",
}


@pytest.mark.scenario
@pytest.mark.logs
@pytest.mark.usefixtures("qapp", "caplog")
def test_a_small_service_ends_with_every_pair_equal(tmp_path: Path) -> None:
    set_language("fr")
    out, err = io.StringIO(), io.StringIO()
    folder = tmp_path / "shift"
    arguments = ["--profile", str(folder), "--covers", "12", "--seed", "3", "--json"]
    code = run(arguments, out, err)
    said = json.loads(out.getvalue())
    assert said["mismatches"] == []
    assert code == 0
    assert set(said) == KEYS
    assert said["orders"] > 5
    kitchen = said["kitchen"]
    assert kitchen["sent"] == kitchen["printed"] == kitchen["shown"] > 10
    assert said["receipts_total"] == said["z_total"] == sum(said["payments"].values())
    assert said["card"]["approved_in_journal"] >= 1
    files = {path.suffix for path in (folder / "files").iterdir()}
    assert files == {".pdf", ".xlsx"}


def test_a_folder_that_holds_something_else_is_refused(
    tmp_path: Path, qapp: QApplication
) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ProfileTakenError):
        play(Options(folder=tmp_path, covers=2))
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / MARK).exists()


@pytest.mark.scenario
@pytest.mark.logs
@pytest.mark.usefixtures("qapp", "caplog")
def test_a_service_of_120_covers_ends_with_every_pair_equal(tmp_path: Path) -> None:
    accounts = play(Options(folder=tmp_path / "shift", covers=120, seed=7))
    assert accounts.mismatches == []
