"""Examples of papers as a printer would put them out, drawn while one goes on typing."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from app.windows.tasks import Background
from hardware.printers.document import Document
from hardware.printers.profiles import Profile
from resources.texts import tr
from widgets.paper_roll import PaperPiece, PaperRoll, raster_image


class PaperExample(QObject):
    """Draws papers as a model prints them, one wish at a time and the last of all."""

    def __init__(self, roll: PaperRoll) -> None:
        super().__init__(roll)
        self.background = Background(self)
        self._roll = roll
        self._shown: tuple[Sequence[Document], Profile] | None = None
        self._waits: tuple[Sequence[Document], Profile] | None = None

    def show(self, papers: Sequence[Document], model: Profile) -> None:
        """Shows papers, one or more; while others are being drawn, after those."""
        if self.background.busy:
            self._waits = papers, model
        elif self._shown != (papers, model):
            self._shown = papers, model
            self.background.run(partial(_pictures, papers, model), self._on_drawn)

    def _on_drawn(self, images: list[QImage]) -> None:
        bar = self._roll.verticalScrollBar()
        place = bar.value()
        self._roll.load(images[0].width())
        for number, image in enumerate(images, 1):
            words = tr("Exemple")
            if len(images) > 1:
                words = f"{words} · {number}/{len(images)}"
            piece = PaperPiece(id=f"example {number}", image=image, caption=words)
            self._roll.append(piece)
        bar.setValue(place)
        waits, self._waits = self._waits, None
        if waits is not None:
            self.show(*waits)


def _pictures(papers: Sequence[Document], model: Profile) -> list[QImage]:
    from hardware.printers.paper_picture import preview

    drawn = [preview(paper, model) for paper in papers]
    return [
        raster_image(bytes(255 - byte for byte in each.tobytes()), each.width)
        for each in drawn
    ]
