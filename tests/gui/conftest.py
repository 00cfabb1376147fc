"""What windows need around a test."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from resources.texts import set_language
from widgets import theme


@pytest.fixture
def still(qapp: QApplication) -> Iterator[None]:
    """The light theme, nothing moves by itself, French before and after."""
    set_language("fr")
    theme.apply_theme(qapp, theme.Mode.LIGHT)
    theme.set_reduce_motion(on=True)
    yield
    theme.set_reduce_motion(on=False)
    set_language("fr")
