"""What is not in real trade says so over every window; production looks as it did."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.arrival import Arrival
from app.bootstrap import open_house
from app.domain.environment import Environment, mark_of
from app.suite import Suite
from app.windows.first_start import FirstStart
from app.windows.kitchen.page import KitchenPage
from app.windows.launcher import Launcher
from db.profile import Profile
from widgets import theme
from widgets.mark_band import MarkBand
from widgets.tag import Tag

pytestmark = pytest.mark.gui


def bands(window: QWidget) -> list[str]:
    found = window.findChildren(MarkBand)
    return [band.accessibleName() for band in found if band.isVisibleTo(window)]


def tags(window: QWidget) -> list[str]:
    found = window.findChildren(Tag)
    return [tag.text for tag in found if tag.isVisibleTo(window)]


@pytest.mark.parametrize("environment", ["production", "staging", "sandbox"])
def test_every_window_bears_the_mark_of_its_environment(
    qtbot: QtBot, tmp_path: Path, environment: Environment
) -> None:
    mark = mark_of(environment)
    words = [f"{mark.name} · {mark.effect}".replace("'", "’")] if mark else []
    with open_house(Profile(tmp_path / environment)) as opened:
        suite = Suite(opened)
        for place in ("pos", "floor", "kitchen", "admin"):
            shell = suite.open_window(place)
            assert bands(shell) == words
            assert ("·" in shell.windowTitle().partition("·")[2]) == bool(mark)
            shell.close()
        launcher = Launcher("Le Moulin", paper=False, mark=opened.house.mark)
        qtbot.addWidget(launcher)
        assert bands(launcher) == words
        suite.stop()
    first = FirstStart(Arrival(Profile(tmp_path / "new")), environment)
    qtbot.addWidget(first)
    assert bands(first) == words


def test_the_demo_says_it_in_the_strip_and_at_the_pass(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with open_house(Profile(tmp_path / "demo")) as opened:
        suite = Suite(opened)
        shell = suite.open_window("pos")
        assert not bands(shell)
        assert "Bac à sable" in tags(shell.strip)
        shell.resume("marc")
        assert not bands(shell)
        shell.go("kitchen")
        page = shell.page
        assert isinstance(page, KitchenPage)
        assert not bands(shell)
        assert "Bac à sable" in tags(page.passing)
        page.passing.hide()  # a second pass has the whole screen
        assert len(bands(shell)) == 1
        page.passing.show()
        assert not bands(shell)
        shell.go("pos")
        assert not bands(shell)
        shell.close()
        suite.stop()


def test_a_band_is_read_in_every_mode_and_fits_a_narrow_window(qtbot: QtBot) -> None:
    for mode in theme.Mode:
        ground, ink = (
            QColor(theme.color(role, mode)) for role in ("warning_c", "on_warning_c")
        )
        assert abs(ground.lightnessF() - ink.lightnessF()) > 0.5
    band = MarkBand("Préproduction", "copie d'essai : rien n'est vendu")
    qtbot.addWidget(band)
    band.resize(120, band.height())
    assert not band.grab().isNull()
    assert band.minimumSizeHint().width() <= 120
