"""Everything at twice its size, while the application runs."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from widgets import zoom


@pytest.fixture
def _plain_again(qapp: QApplication) -> Iterator[None]:
    yield
    zoom.set_zoom(QGuiApplication.screens(), zoom.PLAIN)


@pytest.mark.usefixtures("_plain_again")
def test_a_screen_at_200_percent_holds_half_as_much(qapp: QApplication) -> None:
    assert zoom.able()
    screen = QGuiApplication.primaryScreen()
    plain, width = screen.devicePixelRatio(), screen.geometry().width()

    zoom.set_zoom([screen], 200)
    assert screen.devicePixelRatio() == 2 * plain
    assert screen.geometry().width() == width // 2

    zoom.set_zoom([screen], zoom.PLAIN)
    assert screen.devicePixelRatio() == plain
    assert screen.geometry().width() == width
