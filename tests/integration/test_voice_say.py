"""`sotto voice say`: a headset that is typed at."""

from pathlib import Path

import pytest
from gui_kit import demo_house

from app.cli.main import main


def test_sentences_are_answered_and_carried_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "demo"
    with demo_house(folder):
        pass
    said = ["table douze, deux cafés", "envoie"]

    assert main(["--profile", str(folder), "voice", "say", *said, "--as", "lea"]) == 0
    out = capsys.readouterr().out
    assert "12 : deux cafés." in out
    assert "12, envoyé." in out
    assert main(["--profile", str(folder), "voice", "say", "x", "--as", "bob"]) == 2
