"""Whoever kills the program while it archives: no half archive, and none on record."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fiscal_kit import close, sell
from gui_kit import FixedClock, demo_house

from app.bootstrap import open_house
from app.cli.main import main
from app.fiscal import verifier_sotto
from app.fiscal.checking import verify_profile
from db.profile import Profile

CHILD = Path(__file__).parents[1] / "kits/archive_child.py"
STEPS = (
    "Vérification du journal",
    "Écriture de l’archive",
    "Relecture de l’archive",
    "Copie vers le support",
    "Relecture sur le support",
    "record",
)


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day that was sold and closed."""
    folder = tmp_path_factory.mktemp("killed") / "profile"
    with demo_house(folder, FixedClock()) as opened:
        sell(opened)
        close(opened)
    return folder


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_leaves_neither_half(
    closed: Path, tmp_path: Path, step: str, capsys: pytest.CaptureFixture[str]
) -> None:
    profile, stick = tmp_path / "profile", tmp_path / "usb"
    shutil.copytree(closed, profile)
    stick.mkdir()
    command = [sys.executable, str(CHILD), str(profile), str(stick), step]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert done.returncode == -9, done.stderr
    with open_house(Profile(profile), demo=False) as opened:
        assert not opened.house.world.archives
    for path in stick.glob("SOTTO*"):  # a whole one that is on no record
        assert verifier_sotto.verify(path).exit_code == 0

    assert main(["fiscal", "archive", str(stick), "--profile", str(profile)]) == 0
    (path,) = stick.iterdir()
    assert capsys.readouterr().out.strip() == str(path)
    assert list((profile / "archives").iterdir()) == [profile / "archives" / path.name]
    assert not verify_profile(Profile(profile), deep=True).errors
