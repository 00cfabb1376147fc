"""Numbers that are read from across a room, as large as their count allows."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.fonts import line_height
from widgets.painted_text import fitted, put_text, width_of
from widgets.painting import draw_shape

_GAP, _PADDING = 16, 20
_NUMBER, _NAME = "kitchen_table", "h2"
_LARGEST, _SMALLEST = 3.0, 0.6


class NumberTile(NamedTuple):
    """A number, and the name under it ("" for none); `fresh` stands out."""

    id: str
    number: str
    name: str = ""
    fresh: bool = False


class NumberBoard(QWidget):
    """Tiles from the top left; those that have no room are counted.

    Args:
        tone: "quiet" is to be waited for, "loud" is to be acted on.
        largest: by how much figures grow at most while they are few.
    """

    def __init__(
        self, tone: Literal["quiet", "loud"], *, largest: float = _LARGEST
    ) -> None:
        super().__init__()
        self._tone, self._largest = tone, largest
        self._tiles: tuple[NumberTile, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def tiles(self) -> tuple[NumberTile, ...]:
        """What is on show."""
        return self._tiles

    def display(self, tiles: Sequence[NumberTile]) -> None:
        """Shows numbers."""
        if tuple(tiles) != self._tiles:
            self._tiles = tuple(tiles)
            words = (f"{tile.number} {tile.name}".strip() for tile in tiles)
            self.setAccessibleName(", ".join(words))
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, 320)

    def _fit(self) -> tuple[float, int, int]:
        """Scale, columns and rows: the largest figures that all have room."""
        scale = self._largest
        while True:
            wide, high = self._tile(scale)
            columns = int((self.width() + _GAP) // (wide + _GAP))
            rows = int((self.height() + _GAP) // (high + _GAP))
            enough = columns * rows >= len(self._tiles) and columns and rows
            if enough or scale <= _SMALLEST:
                return scale, max(1, columns), max(1, rows)
            scale = max(_SMALLEST, scale - 0.1)

    def _tile(self, scale: float) -> tuple[float, float]:
        names = any(tile.name for tile in self._tiles)
        widest = max(width_of(t.number, _NUMBER, scale) for t in self._tiles)
        high = line_height(_NUMBER, scale) + (line_height(_NAME, scale) if names else 0)
        return widest + 2 * _PADDING * scale, high + 2 * _PADDING * scale / 2

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._tiles:
            return
        scale, columns, rows = self._fit()
        _, high = self._tile(scale)
        wide = (self.width() - (columns - 1) * _GAP) / columns
        room = columns * rows
        over = len(self._tiles) - room
        shown = self._tiles[: room - 1] if over > 0 else self._tiles
        with QPainter(self) as painter:
            for place, tile in enumerate(shown):
                self._paint(painter, self._box(place, columns, wide, high), tile, scale)
            if over > 0:
                more = NumberTile("", f"+{over + 1}")
                box = self._box(len(shown), columns, wide, high)
                self._paint(painter, box, more, scale)

    def _box(self, place: int, columns: int, wide: float, high: float) -> QRectF:
        row, column = divmod(place, columns)
        return QRectF(column * (wide + _GAP), row * (high + _GAP), wide, high)

    def _paint(
        self, painter: QPainter, box: QRectF, tile: NumberTile, scale: float
    ) -> None:
        fill, ink = "card", "on"
        if self._tone == "loud":
            fill, ink = "success_c", "on_success_c"
        if tile.fresh:
            fill, ink = "success", "card"
        radius = theme.RADIUS.button
        edge = theme.color("line") if self._tone == "quiet" else None
        draw_shape(painter, box, (radius, radius), fill=theme.color(fill), edge=edge)
        high = line_height(_NUMBER, scale)
        top = (
            box.y()
            + (box.height() - high - (line_height(_NAME, scale) if tile.name else 0))
            / 2
        )
        put_text(
            painter,
            QPointF(box.center().x(), top),
            tile.number,
            _NUMBER,
            theme.color(ink),
            align="center",
            scale=scale,
        )
        if tile.name:
            put_text(
                painter,
                QPointF(box.center().x(), top + high),
                fitted(tile.name, _NAME, math.floor(box.width() - _PADDING), scale),
                _NAME,
                theme.color(ink),
                align="center",
                scale=scale,
            )
