"""The mark of what is not in real trade, on windows: over them and in their titles."""

from app.domain.environment import Mark
from resources.texts import tr
from widgets.mark_band import MarkBand


def mark_band(mark: Mark) -> MarkBand:
    """The band over a window."""
    return MarkBand(tr(mark.name), tr(mark.effect))


def window_title(house: str, mark: Mark | None) -> str:
    """What the system shows of a window: "Sotto · Le Vieux Moulin"."""
    return " · ".join(("Sotto", house, *([tr(mark.name)] if mark else [])))
