"""The mark of what is not in real trade, on windows: over them and in their titles."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from app.domain.environment import Mark
from resources.texts import tr
from widgets import theme
from widgets.kitchen_wall_pass import PassStrip
from widgets.mark_band import MarkBand
from widgets.state_strip import StateStrip
from widgets.tag import Tag


def mark_band(mark: Mark) -> MarkBand:
    """The band over a window."""
    return MarkBand(tr(mark.name), tr(mark.effect))


def window_band(mark: Mark, strip: StateStrip, *, discreet: bool) -> MarkBand | None:
    """The band over a window with a strip.

    Args:
        discreet: the mark stands in the strip instead; a page without one says it itself.
    """
    if not discreet:
        return mark_band(mark)
    strip.show_mark(tr(mark.name))
    return None


def pass_band(mark: Mark, passing: PassStrip) -> MarkBand:
    """The band over a kitchen; it is there only while the pass, which bears the mark
    too, is not."""
    tag = Tag(tr(mark.name), kind="warning", icon=None)
    theme.dress(tag, theme.Mode.DARK)
    line = QHBoxLayout(passing.viewport())
    line.setContentsMargins(0, 0, theme.SPACE.xl, 0)
    line.addStretch(1)
    line.addWidget(tag)
    passing.reserve(tag.sizeHint().width() + theme.SPACE.xl)
    band = mark_band(mark)
    band.hide()
    passing.installEventFilter(_Instead(band))
    return band


class _Instead(QObject):
    """Shows a band while what it watches is hidden."""

    def __init__(self, band: MarkBand) -> None:
        super().__init__(band)
        self._band = band

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.HideToParent:
            self._band.show()
        elif event.type() == QEvent.Type.ShowToParent:
            self._band.hide()
        return False


def window_title(house: str, mark: Mark | None) -> str:
    """What the system shows of a window: "Sotto · Le Vieux Moulin"."""
    return " · ".join(("Sotto", house, *([tr(mark.name)] if mark else [])))
