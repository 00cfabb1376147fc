"""What a printer has put out: its tickets one under another, torn where it cut.

Rasters are those the printer prints, 576 dots wide (384 on 58 mm) and one bit a dot; they
are shown dot for dot or smaller, never larger, on paper that is white in every mode.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    qRgb,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.painted_items import ItemName, TappedItems
from widgets.painted_text import put_text
from widgets.theme import color

DOTS = 576
KEPT = 60
_MARGIN, _EDGE, _TOOTH = 16, 24, 6
_CAPTION, _GAP = 28, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPiece:
    """One ticket as it came out.

    Attributes:
        image: the raster; see `raster_image`.
        caption: "Bon de cuisine 214 · 20:34", above the paper.
        cut: the printer cut after it; otherwise the paper goes on.
    """

    id: str
    image: QImage
    caption: str = ""
    cut: bool = True


def raster_image(rows: bytes, width: int = DOTS) -> QImage:
    """A printable picture from packed bits, the most significant first, 1 black.

    Args:
        rows: whole rows of `width` dots; `width` is a multiple of 8.

    Raises:
        ValueError: `rows` is not a whole number of rows.
    """
    stride = width // 8
    if width % 8 or len(rows) % stride:
        raise ValueError(f"{len(rows)} bytes are no whole rows of {width} dots")
    height = len(rows) // stride
    image = QImage(rows, width, height, stride, QImage.Format.Format_Mono)
    # The bytes belong to the caller: the picture keeps its own.
    image = image.copy()
    image.setColorTable([qRgb(255, 255, 255), qRgb(0, 0, 0)])
    return image


class PaperRoll(TappedItems):
    """The paper of one printer, the last ticket at the bottom.

    `item_tapped` gives the id of a ticket.
    """

    def __init__(self, caption: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces: list[PaperPiece] = []
        self._pictures: dict[str, QPixmap] = {}
        self._dots = DOTS
        self.setAccessibleName(caption or tr("Papier"))

    @property
    def pieces(self) -> tuple[PaperPiece, ...]:
        """What is on the roll, oldest first."""
        return tuple(self._pieces)

    @property
    def paper_width(self) -> int:
        """Width of the paper on the screen, at most a pixel a dot."""
        room = self.viewport().width() - 2 * (_MARGIN + _EDGE)
        return min(self._dots, room) + 2 * _EDGE

    def append(self, piece: PaperPiece) -> None:
        """Prints a ticket; follows it if the end was in sight. Keeps the last `KEPT`."""
        bar = self.verticalScrollBar()
        at_end = bar.value() == bar.maximum()
        self._pieces.append(piece)
        for old in self._pieces[:-KEPT]:
            self._pictures.pop(old.id, None)
        del self._pieces[:-KEPT]
        self._name_pieces()
        if at_end:
            bar.setValue(bar.maximum())
        self.viewport().update()

    def load(self, dots: int) -> None:
        """Another roll, empty and so many dots wide."""
        self._dots = dots
        self.clear()

    def clear(self) -> None:
        """Throws the paper away."""
        self._pieces.clear()
        self._pictures.clear()
        self._name_pieces()
        self.viewport().update()

    def _name_pieces(self) -> None:
        self.set_names([ItemName(piece.id, piece.caption) for piece in self._pieces])
        self.updateGeometries()

    @property
    def _zoom(self) -> float:
        return (self.paper_width - 2 * _EDGE) / self._dots

    def _height(self, piece: PaperPiece) -> int:
        """Of the paper of a ticket, its blank edges included."""
        return round(piece.image.height() * self._zoom) + 2 * _EDGE

    def _places(self) -> list[tuple[PaperPiece, QRect]]:
        """Paper rectangles in content pixels."""
        left = (self.viewport().width() - self.paper_width) // 2
        top = 0
        places: list[tuple[PaperPiece, QRect]] = []
        before: PaperPiece | None = None
        for piece in self._pieces:
            if before is None or before.cut:
                top += _CAPTION if piece.caption else _GAP
            rect = QRect(left, top, self.paper_width, self._height(piece))
            places.append((piece, rect))
            top = rect.bottom() + 1 + (_GAP if piece.cut else 0)
            before = piece
        return places

    @override
    def content_height(self) -> int:
        places = self._places()
        return places[-1][1].bottom() + 1 + _GAP if places else 0

    @override
    def item_rect(self, item_id: str) -> QRect:
        for piece, rect in self._places():
            if piece.id == item_id:
                return rect.translated(0, -self.offset)
        return QRect()

    @override
    def sizeHint(self) -> QSize:
        return QSize(DOTS + 2 * (_EDGE + _MARGIN), 640)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.verticalScrollBar()
        at_end = bar.value() == bar.maximum()
        super().resizeEvent(event)
        self._pictures.clear()
        self.updateGeometries()
        if at_end:
            bar.setValue(bar.maximum())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), color("surface"))
        painter.translate(0, -self.offset)
        dirty = event.rect().translated(0, self.offset)
        goes_on = False
        for piece, rect in self._places():
            reach = rect.adjusted(0, -_CAPTION, 0, _TOOTH)
            if reach.intersects(dirty):
                self._paint_piece(painter, piece, rect, goes_on=goes_on)
            goes_on = not piece.cut
        painter.translate(0, self.offset)
        self.paint_bar(painter)

    def _paint_piece(
        self, painter: QPainter, piece: PaperPiece, rect: QRect, *, goes_on: bool
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("paper"))
        painter.drawPolygon(torn_edge(QRectF(rect), above=not goes_on, below=piece.cut))
        at = QPointF(rect.x(), rect.y() - 22)
        if piece.caption and not goes_on:
            put_text(painter, at, piece.caption, "label_strong", color("on"))
        top = rect.y() + _EDGE
        painter.drawPixmap(rect.x() + _EDGE, top, self._picture(piece))
        if goes_on:
            pen = QPen(color("outline"), 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(rect.x() + 8, rect.y(), rect.right() - 8, rect.y())

    def _picture(self, piece: PaperPiece) -> QPixmap:
        picture = self._pictures.get(piece.id)
        if picture is None:
            ratio = self.devicePixelRatioF()
            size = QSize(
                round(piece.image.width() * self._zoom * ratio),
                round(piece.image.height() * self._zoom * ratio),
            )
            grey = piece.image.convertToFormat(QImage.Format.Format_Grayscale8)
            scaled = grey.scaled(
                size,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            picture = QPixmap.fromImage(scaled)
            picture.setDevicePixelRatio(ratio)
            self._pictures[piece.id] = picture
        return picture


def torn_edge(rect: QRectF, *, above: bool, below: bool) -> QPolygonF:
    """Paper with the teeth of the cutter above and below, where it was cut."""
    count = max(1, int(rect.width() // (2 * _TOOTH)))
    step = rect.width() / count
    points: list[QPointF] = []
    for tooth in range(count + 1):
        x = rect.left() + tooth * step
        points.append(QPointF(x, rect.top()))
        if above and tooth < count:
            points.append(QPointF(x + step / 2, rect.top() + _TOOTH / 2))
    for tooth in range(count, -1, -1):
        x = rect.left() + tooth * step
        points.append(QPointF(x, rect.bottom()))
        if below and tooth > 0:
            points.append(QPointF(x - step / 2, rect.bottom() - _TOOTH / 2))
    return QPolygonF(points)
