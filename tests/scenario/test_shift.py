"""Whole services through the real windows: every pair that must agree does."""

import io
import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.shift.accounts import Accounts
from app.shift.finger import Stuck
from app.shift.run import play, run
from app.shift.stage import MARK, Options, ProfileTakenError

ROOT = Path(__file__).parents[2]
SOTTO = "import sys; from app.cli.main import main; sys.exit(main())"
HANGS_S = 900
"""Nothing waits so long, however busy the machine is."""


def sotto(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Runs the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", SOTTO, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=HANGS_S,
        check=False,
    )


def documented() -> dict[str, object]:
    """The answer of `sotto shift --json` as docs/cli.md shows it."""
    words = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```\n(\{\"orders\".*?\})\n```", words, re.DOTALL)
    found = json.loads(example)
    assert isinstance(found, dict)
    return found


def shape(value: object) -> object:
    """Its keys and types; tenders and mismatches are as many as there are."""
    if isinstance(value, dict):
        return {k: shape(v) for k, v in value.items() if k != "payments"}
    return type(value)


def change_a_byte(database: Path) -> None:
    """Of the shortest entry, which is on one page, in the file itself."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rows = connection.execute("SELECT jws FROM journal").fetchall()
    connection.close()
    content, entry = (
        bytearray(database.read_bytes()),
        min((r[0] for r in rows), key=len),
    )
    content[content.index(entry[-40:].encode())] ^= 1
    database.write_bytes(content)


def test_a_small_service_agrees_and_its_journal_tells_a_changed_byte(
    tmp_path: Path,
) -> None:
    folder = str(tmp_path / "shift")
    done = sotto("shift", "--profile", folder, "--covers", "6", "--json")
    assert done.stdout, (done.returncode, done.stderr[-5000:])
    said = json.loads(done.stdout)
    assert said["mismatches"] == []
    assert done.returncode == 0, done.stderr[-5000:]
    assert shape(said) == shape(documented())
    assert {type(cents) for cents in said["payments"].values()} == {int}
    kitchen, card, spool = said["kitchen"], said["card"], said["spool"]
    assert kitchen["sent"] == kitchen["printed"] == kitchen["shown"] > 10
    assert said["receipts_total"] == said["z_total"]
    paid = sum(said["payments"].values())
    assert paid == said["receipts_total"] + said["vouchers_sold"]
    assert card["approved_at_terminal"] == card["approved_in_journal"] > 2
    assert (spool["lost"], spool["unmarked_duplicates"], card["unknown"]) == (0, 0, 0)
    files = {path.suffix for path in (tmp_path / "shift/files").iterdir()}
    assert files == {".pdf", ".xlsx"}

    verify = ("--profile", folder, "journal", "verify", "--deep", "--json")
    assert sotto(*verify).returncode == 0
    change_a_byte(tmp_path / "shift/sotto.db")
    broken = sotto(*verify)
    assert broken.returncode == 2
    assert json.loads(broken.stdout)["errors"]


def test_a_folder_that_holds_something_else_is_refused(
    tmp_path: Path, qapp: QApplication
) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ProfileTakenError):
        play(Options(folder=tmp_path, covers=2))
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / MARK).exists()


def test_hands_that_find_no_open_door_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(options: Options) -> Accounts:
        raise Stuck("no LoginPage on show")

    monkeypatch.setattr("app.shift.run.play", stuck)
    out, err = io.StringIO(), io.StringIO()
    assert run(["--json", "--profile", str(tmp_path)], out, err) == 1
    assert (out.getvalue(), err.getvalue()) == ("", "sotto: no LoginPage on show\n")


def test_the_answer_has_left_before_the_windows_are_torn_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.shift.run.play", lambda options: Accounts())
    pipe = io.BytesIO()
    out = io.TextIOWrapper(pipe)
    run(["--json", "--profile", str(tmp_path)], out, io.StringIO())
    assert json.loads(pipe.getvalue())["mismatches"] == []


@pytest.mark.scenario
@pytest.mark.logs
@pytest.mark.usefixtures("qapp", "caplog")
def test_a_service_of_300_covers_ends_with_every_pair_equal(tmp_path: Path) -> None:
    accounts = play(Options(folder=tmp_path / "shift", covers=300, seed=7))
    assert accounts.mismatches == []
