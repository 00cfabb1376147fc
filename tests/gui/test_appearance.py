"""What a terminal looks like and speaks is the same at its next start."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.appearance import Appearance
from app.domain.staff.comfort import Comfort
from resources.texts import language, set_language
from widgets import fonts, theme
from widgets.theme import Mode, apply_theme, mode

EVERYTHING = Comfort(
    language="en",
    mode="dark",
    scale=150,
    font="legible",
    palette="distinct",
    hand="left",
    motion="reduced",
)


@pytest.fixture
def fresh(tmp_path: Path, qapp: QApplication) -> Iterator[None]:
    set_language("fr")
    apply_theme(qapp, Mode.LIGHT)
    yield
    kept = Appearance(tmp_path / "nobodys.json", qapp)
    kept.wear(EVERYTHING)
    kept.wear(Comfort())


def start_again(path: Path, application: QApplication) -> Appearance:
    set_language("fr")
    apply_theme(application, Mode.LIGHT)
    return Appearance(path, application)


@pytest.mark.usefixtures("fresh")
def test_the_screens_own_way_comes_back(tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "appearance.json"
    wanted = Comfort(language="en", mode="contrast", font="legible", hand="left")
    Appearance(path, qapp).set_screen(wanted)
    again = start_again(path, qapp)
    assert again.screen == again.worn == wanted
    assert (mode(), language()) == (Mode.CONTRAST, "en")
    assert fonts.is_legible()
    assert theme.left_handed()


@pytest.mark.usefixtures("fresh")
def test_what_an_older_sotto_kept_is_read(tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "appearance.json"
    path.write_text('{"mode": "DARK", "language": "en"}')
    assert start_again(path, qapp).screen == Comfort(mode="dark", language="en")


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    "kept",
    [
        "",
        "[]",
        "{",
        '{"mode": "PINK", "language": 7}',
        json.dumps({"mode": "dark", "language": "en", "scale": 900}),
        json.dumps({"mode": "dark", "language": "en", "wings": 2}),
    ],
)
def test_what_cannot_be_read_changes_nothing(
    tmp_path: Path, qapp: QApplication, kept: str
) -> None:
    path = tmp_path / "appearance.json"
    path.write_text(kept)
    start_again(path, qapp)
    assert (mode(), language()) == (Mode.LIGHT, "fr")


@pytest.mark.logs
@pytest.mark.usefixtures("fresh", "caplog")
def test_a_disk_that_refuses_does_not_stop_a_change(
    tmp_path: Path, qapp: QApplication
) -> None:
    kept = start_again(tmp_path / "nowhere" / "appearance.json", qapp)
    kept.set_screen(replace(kept.screen, mode="dark"))
    kept.wear(None)
    assert mode() is Mode.DARK


@pytest.mark.usefixtures("fresh")
def test_qts_own_dialogs_speak_as_the_house_does(
    tmp_path: Path, qapp: QApplication
) -> None:
    earlier = start_again(tmp_path / "appearance.json", qapp)
    kept = start_again(tmp_path / "appearance.json", qapp)
    assert earlier.screen == kept.screen
    assert qapp.translate("QFileDialog", "Recent Places") == "Emplacements récents"
    kept.wear(Comfort(language="en"))
    assert qapp.translate("QFileDialog", "Recent Places") == "Recent Places"


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    ("change", "anew"),
    [
        ({"mode": "dark"}, False),
        ({"palette": "distinct"}, False),
        ({"motion": "reduced"}, False),
        ({"font": "legible"}, True),
        ({"hand": "left"}, True),
        ({"language": "en"}, True),
        ({"scale": 150}, True),
        ({}, False),
    ],
)
def test_windows_are_made_anew_only_for_what_they_are_made_with(
    tmp_path: Path, qapp: QApplication, change: dict[str, str], *, anew: bool
) -> None:
    kept = start_again(tmp_path / "appearance.json", qapp)
    assert kept.wear(replace(kept.screen, **change)) is anew  # type: ignore[arg-type]  # a field
