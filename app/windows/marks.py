"""The mark of what is not in real trade, on windows: over them and in their titles."""

from PySide6.QtCore import QEvent, QObject
from typing_extensions import override

from app.domain.environment import Mark
from resources.texts import tr
from widgets.mark_band import MarkBand
from widgets.state_strip import StateStrip


def mark_band(mark: Mark) -> MarkBand:
    """The band over a window."""
    return MarkBand(tr(mark.name), tr(mark.effect))


def window_band(mark: Mark, strip: StateStrip, *, discreet: bool) -> MarkBand:
    """The band over a window with a strip.

    Args:
        discreet: the mark stands in the strip; the band is there only while that is not.
    """
    band = mark_band(mark)
    if discreet:
        strip.show_mark(tr(mark.name))
        band.hide()
        strip.installEventFilter(_Instead(band))
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
