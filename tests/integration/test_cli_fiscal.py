"""`sotto fiscal` on a real profile: archive, verify, drill."""

import json
from pathlib import Path

import pytest
from fiscal_kit import close, open_next, sell
from gui_kit import FixedClock, demo_house

from app.cli import main


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

    assert main(["fiscal", "drill", str(second)]) == 2
    assert "toutes" in capsys.readouterr().err
    assert main(["fiscal", "drill", str(second), str(first)]) == 0
    assert "whole again" in capsys.readouterr().out
    second.write_bytes(second.read_bytes()[:-100])
    assert main(["fiscal", "verify", str(second)]) == 2
    assert main(["fiscal", "drill", str(first), str(second)]) == 2


def test_a_folder_that_is_not_there_is_told(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = str(tmp_path / "gone")
    assert main(["fiscal", "archive", gone, "--profile", str(profile)]) == 2
    assert "rebranchez" in capsys.readouterr().err
