"""What a terminal looks like and speaks is the same at its next start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.appearance import Appearance
from resources.texts import language, set_language
from widgets.theme import Mode, apply_theme, mode, theme_events


@pytest.fixture
def fresh(qapp: QApplication) -> Iterator[None]:
    set_language("fr")
    apply_theme(qapp, Mode.LIGHT)
    yield
    set_language("fr")
    apply_theme(qapp, Mode.LIGHT)


def start_again(path: Path, application: QApplication) -> Appearance:
    set_language("fr")
    apply_theme(application, Mode.LIGHT)
    return Appearance(path, application)


@pytest.mark.usefixtures("fresh")
def test_mode_and_language_come_back(tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "appearance.json"
    first = Appearance(path, qapp)
    apply_theme(qapp, Mode.CONTRAST)
    set_language("en")
    first.keep()
    theme_events.changed.disconnect(first.keep)
    start_again(path, qapp)
    assert (mode(), language()) == (Mode.CONTRAST, "en")


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("kept", ["", "[]", "{", '{"mode": "PINK", "language": 7}'])
def test_what_cannot_be_read_changes_nothing(
    tmp_path: Path, qapp: QApplication, kept: str
) -> None:
    path = tmp_path / "appearance.json"
    path.write_text(kept)
    start_again(path, qapp)
    assert (mode(), language()) == (Mode.LIGHT, "fr")


@pytest.mark.logs
@pytest.mark.usefixtures("fresh", "caplog")
def test_a_disk_that_refuses_does_not_stop_a_change_of_mode(
    tmp_path: Path, qapp: QApplication
) -> None:
    kept = start_again(tmp_path / "nowhere" / "appearance.json", qapp)
    apply_theme(qapp, Mode.DARK)
    assert mode() is Mode.DARK
    kept.deleteLater()


@pytest.mark.usefixtures("fresh")
def test_qts_own_dialogs_speak_as_the_house_does(
    tmp_path: Path, qapp: QApplication
) -> None:
    kept = start_again(tmp_path / "appearance.json", qapp)
    assert qapp.translate("QFileDialog", "Recent Places") == "Emplacements récents"
    set_language("en")
    kept.keep()
    assert qapp.translate("QFileDialog", "Recent Places") == "Recent Places"
