"""`sotto fiscal invoice` and `sotto fiscal e-reporting` on a real profile."""

from functools import partial
from pathlib import Path

import pytest
from fiscal_kit import MARC, close, open_next, sell
from gui_kit import FixedClock, demo_house
from invoice_kit import newest

from app import bootstrap
from app.bootstrap import open_house
from app.cli.main import main
from app.domain.rules import SetSetting
from app.projections.queries import document
from db.profile import Profile

SETTINGS = {
    "ereporting.since": "2026-11-01",
    "platform.number": "0101",
    "platform.name": "Plateforme",
}


@pytest.fixture
def sold(tmp_path: Path) -> tuple[Path, str]:
    """A profile with two closed days, and the number of its last receipt."""
    clock, folder = FixedClock(), tmp_path / "profile"
    with demo_house(folder, clock) as opened:
        sell(opened)
        close(opened)
        open_next(opened, clock)
        sell(opened, method="cash")
        with opened.database.read() as connection:
            stored = document(connection, newest(opened))
        assert stored is not None
        number = stored.number
        close(opened)
    return folder, number


def test_a_receipt_is_invoiced_and_listed(
    sold: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, number = sold
    here = ["--profile", str(folder)]
    command = ["fiscal", "invoice", number, *here]
    with pytest.raises(SystemExit, match="--number and --name"):
        main(command)
    dupont = ["--number", "732 829 320 00074", "--name", "Dupont & Fils"]
    assert main([*command, *dupont]) == 0
    files = [Path(line) for line in capsys.readouterr().out.split("\n") if line]
    assert all(file.read_bytes().startswith(b"%PDF-") for file in files)
    assert files[0].name == "F-C1-000001.pdf"

    assert main(["fiscal", "invoice", *here]) == 0
    assert f" {files[0].name}" in capsys.readouterr().out
    assert main([*command, "--number", "732829320"]) == 2  # known, invoiced already
    assert "déjà facturé" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="no receipt"):
        main(["fiscal", "invoice", "C1-999999", *here])


def test_reports_that_are_due_are_written(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, folder = FixedClock(), tmp_path / "profile"
    here = ["--profile", str(folder)]
    with demo_house(folder, clock) as opened:
        sell(opened)
        close(opened)
    clock.forward(days=1)  # the ten days that are reported together are over
    monkeypatch.setattr(bootstrap, "open_house", partial(open_house, clock=clock))
    with pytest.raises(SystemExit, match=r"ereporting\.since"):
        main(["fiscal", "e-reporting", *here])
    with open_house(Profile(folder), clock=clock) as opened:
        for key, value in SETTINGS.items():
            opened.house.run(SetSetting(key=key, value=value), MARC)
    assert main(["fiscal", "e-reporting", *here]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert Path(line).name == "812345678-T-20261111-1.xml"
    assert Path(line).read_bytes().startswith(b"<?xml")
    assert main(["fiscal", "e-reporting", *here]) == 0
    assert capsys.readouterr().out == ""
