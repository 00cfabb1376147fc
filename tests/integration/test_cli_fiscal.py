"""`sotto fiscal` on a real profile: archive, verify, drill."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from fec_rules import faults
from fiscal_kit import close, open_next, sell
from gui_kit import FixedClock, demo_house
from mariadb_kit import empty_database, mariadb

from app.cli.main import main
from app.reports.exports import KINDS


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """Two days, both closed."""
    clock, folder = FixedClock(), tmp_path / "profile"
    with demo_house(folder, clock) as opened:
        sell(opened)
        close(opened)
        open_next(opened, clock)
        sell(opened, method="cash")
        close(opened)
    return folder


def test_archives_are_made_verified_and_brought_back(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick, here = tmp_path / "usb", ["--profile", str(profile)]
    stick.mkdir()
    command = ["fiscal", "archive", str(stick), *here]
    assert main([*command, "--to", "2026-11-20"]) == 0
    first = Path(capsys.readouterr().out.strip())
    assert main(command) == 0
    second = Path(capsys.readouterr().out.strip())
    assert main(command) == 2
    assert "Rien à archiver" in capsys.readouterr().err

    assert main(["fiscal", "verify", str(second)]) == 0
    assert "INTACTE" in capsys.readouterr().out
    assert main(["fiscal", "verify", str(second), "--witness", "sotto:C1:1:x"]) == 1
    capsys.readouterr()
    assert main(["fiscal", "verify", "--json", *here]) == 0
    assert json.loads(capsys.readouterr().out)["errors"] == []

    assert main(["fiscal", "status", *here]) == 0
    assert "Z 2 of 2026-11-21" in capsys.readouterr().out
    assert main(["fiscal", "status", "--json", *here]) == 0
    told = json.loads(capsys.readouterr().out)
    (chain,) = told["chains"]
    assert [made["file"] for made in told["archives"]] == [first.name, second.name]
    compared = [f"--key={chain['keys'][-1]}", "--witness", chain["witness"]]
    assert main(["fiscal", "verify", str(second), *compared]) == 2  # written since
    assert "TRUNCATED" in capsys.readouterr().out
    other = "--key=-begins-so"  # as one thumbprint in 64 does
    assert main(["fiscal", "verify", str(second), other]) == 2
    assert "-begins-so" not in capsys.readouterr().err

    assert main(["fiscal", "drill", str(second)]) == 2
    assert "toutes" in capsys.readouterr().err
    assert main(["fiscal", "drill", str(second), str(first)]) == 0
    assert "whole again" in capsys.readouterr().out
    second.write_bytes(second.read_bytes()[:-100])
    assert main(["fiscal", "verify", str(second)]) == 2
    assert main(["fiscal", "drill", str(first), str(second)]) == 2


def test_a_journal_on_a_server_is_archived_too(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "usb").mkdir()
    with mariadb(tmp_path / "m") as door:
        there = ["--database", empty_database(door, "fiscal")]
        there += ["--profile", str(profile)]
        assert main(["hub", "import", str(profile / "sotto.db"), *there]) == 0
        capsys.readouterr()
        assert main(["fiscal", "archive", str(tmp_path / "usb"), *there]) == 0
        made = capsys.readouterr().out.strip()
        assert main(["fiscal", "verify", made]) == 0
        assert main(["fiscal", "verify", *there]) == 0
        days = ["--from", "2026-11-20", "--to", "2026-11-21", "--into", str(tmp_path)]
        assert main(["fiscal", "fec", *days, *there]) == 0


def test_a_folder_that_is_not_there_is_told(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = str(tmp_path / "gone")
    assert main(["fiscal", "archive", gone, "--profile", str(profile)]) == 2
    assert "rebranchez" in capsys.readouterr().err


def test_closed_days_are_written_as_entries(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, here = tmp_path / "out", ["--profile", str(profile)]
    folder.mkdir()
    command = ["fiscal", "fec", "--from", "2026-11-20", "--to", "2026-11-21", *here]
    for kind in KINDS:
        assert main([*command, "--as", kind, "--into", str(folder)]) == 0
    names = sorted(path.name for path in folder.iterdir())
    days = "812345678_20261120_20261121"
    assert names == sorted(
        [
            f"SOTTO_ECRITURES_{days}_SPECIMEN.txt",
            f"SOTTO_ECRITURES_{days}_SPECIMEN_DESCRIPTION.txt",
            f"SOTTO_SAGE_{days}_SPECIMEN.pnm",
            f"SOTTO_CIEL_{days}_XIMPORT_SPECIMEN.txt",
            f"SOTTO_JOURNAL_{days}_SPECIMEN.pdf",
            f"SOTTO_JOURNAL_{days}_SPECIMEN.xlsx",
        ]
    )
    written = folder / f"SOTTO_ECRITURES_{days}_SPECIMEN.txt"
    first = written.read_bytes()
    assert "|SPÉCIMEN Z 20/11/2026|" in first.decode("iso8859-15")
    assert faults(first) == []
    assert main([*command, "--into", str(folder)]) == 0
    assert written.read_bytes() == first
    capsys.readouterr()
    assert main(["journal", "show", "jet", "--limit", "1", *here]) == 0
    assert "EXPORT" in capsys.readouterr().out
    assert main([*command, "--into", str(tmp_path / "gone")]) == 2


def test_closings_are_made_from_outside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = FixedClock(datetime.fromisoformat("2025-10-20T20:00:00+02:00"))
    with demo_house(tmp_path, clock) as opened:
        sell(opened)
    here = ["--profile", str(tmp_path)]
    assert main(["fiscal", "close", "--day", *here]) == 0
    assert capsys.readouterr().out == "Z-C1-000001 2025-10-20\n"
    assert main(["fiscal", "close", "--day", *here]) == 1
    assert "pas ouverte" in capsys.readouterr().err
    assert main(["fiscal", "close", "--month", "--establishment", *here]) == 1
    assert "hub" in capsys.readouterr().err
    assert main(["fiscal", "close", *here]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ZM-C1-000001 2025-10-01 2025-10-31",
        "ZY-C1-000001 2025-01-01 2025-12-31",
    ]
    assert main(["fiscal", "close", *here]) == 0
    assert "nothing is due" in capsys.readouterr().out
    assert main(["fiscal", "close", "--year", *here]) == 1
    assert main(["fiscal", "verify", *here]) == 0
