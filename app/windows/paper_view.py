"""A document drawn as its paper, behind the window: the picture comes when it is ready."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from app.windows.tasks import Background
from hardware.printers.document import Document
from widgets.paper_roll import DOTS, PaperPiece, PaperRoll, raster_image


class PaperView(QObject):
    """Shows one document at a time on a roll."""

    def __init__(self, roll: PaperRoll) -> None:
        super().__init__(roll)
        self._roll = roll
        self._background = Background(self)
        self._wanted = ""

    def show(self, key: str, paper: Document, spoken: str) -> None:
        """Draws a document; what was asked before and is not ready is forgotten."""
        if key == self._wanted and self._roll.pieces:
            return
        self._wanted = key
        self._roll.clear()

        def drawn(image: QImage) -> None:
            if key == self._wanted:
                self._roll.clear()
                self._roll.append(PaperPiece(id=key, image=image, caption=""))
                self._roll.setAccessibleName(spoken)
                self._roll.verticalScrollBar().setValue(0)

        self._background.run(_drawing(paper), drawn)


def _drawing(paper: Document) -> Callable[[], QImage]:
    def draw() -> QImage:
        from hardware.printers import raster

        strips = (raster.draw(block, DOTS) for block in paper.blocks)
        bitmap = raster.stack((s for s in strips if s is not None), DOTS)
        return raster_image(bitmap.bits, bitmap.width)

    return draw
