"""What a dish looks like: a drawing that stands on whatever is under it.

Each is rendered once a size and kept, so that a page of tiles is painted without delay.
"""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_FAINT = 0.4
_KEPT = 128


def paint_photo(
    painter: QPainter, name: str, box: QRectF, *, faint: bool = False
) -> None:
    """Paints the photograph `name` of the demo restaurant in `box`; nothing without it.

    Args:
        faint: for what there is no more of.
    """
    scale = painter.device().devicePixelRatio()
    before = painter.opacity()
    painter.setOpacity(before * (_FAINT if faint else 1.0))
    side = round(box.width() * scale)
    painter.drawPixmap(box, _rendered(name, side), QRectF(0, 0, side, side))
    painter.setOpacity(before)


@lru_cache(maxsize=_KEPT)
def _rendered(name: str, side: int) -> QPixmap:
    shown = QPixmap(side, side)
    shown.fill(Qt.GlobalColor.transparent)
    source = files("resources").joinpath("demo", "photos", name)
    if source.is_file():
        with QPainter(shown) as painter:
            QSvgRenderer(source.read_bytes()).render(painter)
    return shown
