"""Figures as bars and filets: the day by the hour, what was paid how, what sold best.

Shares are 0-1 of the scale's top; the words beside them are ready to read. The dotted
line of comparison is drawn segment by segment: an antialiased polyline with a wide pen
costs more than its length.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets.icons import paint_icon
from widgets.painted_text import put_text, width_of, wrapped
from widgets.painting import draw_filet
from widgets.theme import color, theme_events

_BAR = 24
_TITLE, _ABOVE = 28, 24
_LABELS = 24
_ROW, _ROW_TOP, _SMALL = 44, 36, 15
_HALO = 5.0
_DOT = 4.0
_PEN = 1.8
_APART = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class BarView:
    """One bar.

    Attributes:
        share: 0-1 of the top of the scale; None while it has not happened.
        compared: 0-1, where the dotted line passes; None for a gap.
        current: still growing, drawn in another tone.
        spoken: what a screen reader says of it ("19 h, 520 euros").
    """

    label: str
    share: float | None = None
    compared: float | None = None
    current: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView:
    """A bar chart.

    Attributes:
        marks: share and words of the horizontal lines ("600 €").
        legend: words for the bars; `compared_legend` for the dotted line.
    """

    title: str
    bars: tuple[BarView, ...] = ()
    marks: tuple[tuple[float, str], ...] = ()
    legend: str = ""
    compared_legend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiletRowView:
    """A row with a measured filet; `role` is the filet's colour role."""

    id: str
    icon: str
    label: str
    value_text: str
    share: float
    role: str = "primary"


class BarChart(QWidget):
    """Bars with a dotted line of comparison."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = ChartView(title="")
        self.setMinimumSize(280, 160)
        theme_events.changed.connect(self.update)

    def display(self, view: ChartView) -> None:
        """Shows other figures."""
        self._view = view
        self.setAccessibleName(view.title)
        spoken = [bar.spoken or bar.label for bar in view.bars]
        self.setAccessibleDescription(", ".join(spoken))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(594, 222)

    @property
    def plot_rect(self) -> QRectF:
        """Between the title and the labels, right of the scale's words."""
        words = [width_of(text, "caption") for _, text in self._view.marks]
        left = max(words, default=0) + 9
        return QRectF(
            left,
            _TITLE + _ABOVE,
            self.width() - left,
            self.height() - _TITLE - _ABOVE - _LABELS,
        )

    def bar_rect(self, number: int) -> QRectF:
        """The bar of that number; empty while it has not happened."""
        plot, bar = self.plot_rect, self._view.bars[number]
        if bar.share is None:
            return QRectF()
        height = round(max(4.0, plot.height() * min(1.0, bar.share)))
        width = max(1, min(_BAR, round(0.6 * plot.width() / len(self._view.bars))))
        left = round(self._middle(plot, number) - width / 2)
        return QRectF(left, plot.bottom() - height, width, height)

    def _middle(self, plot: QRectF, number: int) -> float:
        return plot.left() + plot.width() * (number + 0.5) / len(self._view.bars)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        put_text(painter, QPointF(0, 0), self._view.title, "line", color("on"))
        self._paint_legend(painter)
        if not self._view.bars:
            return
        plot = self.plot_rect
        self._paint_marks(painter, plot)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, bar in enumerate(self._view.bars):
            if bar.share is not None:
                painter.setBrush(color("course_3" if bar.current else "primary"))
                painter.drawRoundedRect(self.bar_rect(number), 5, 5)
        self._paint_compared(painter, plot)
        every = self._label_step(plot)
        for number, bar in enumerate(self._view.bars):
            if number % every == 0:
                at = QPointF(self._middle(plot, number), plot.bottom() + 6)
                ink = color("on_var")
                put_text(painter, at, bar.label, "caption", ink, align="center")

    def _label_step(self, plot: QRectF) -> int:
        """Every how many bars there is room for a label."""
        widest = max(width_of(bar.label, "caption") for bar in self._view.bars)
        each = plot.width() / len(self._view.bars)
        return max(1, math.ceil((widest + _APART) / each))

    def _paint_legend(self, painter: QPainter) -> None:
        view, right = self._view, float(self.width())
        ink = color("on_var")
        if view.compared_legend:
            at = QPointF(right, 6)
            words = view.compared_legend
            right -= put_text(painter, at, words, "caption", ink, align="right") + 9
            self._dotted(painter, QPointF(right - 26, 14), QPointF(right, 14), 0)
            right -= 26 + 10
        if view.legend:
            at = QPointF(right, 6)
            right -= put_text(painter, at, view.legend, "caption", ink, align="right")
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("primary"))
            painter.drawRoundedRect(QRectF(right - 20, 8, 12, 12), 3, 3)

    def _paint_marks(self, painter: QPainter, plot: QRectF) -> None:
        line = color("line")
        line.setAlphaF(0.6)
        for share, text in self._view.marks:
            y = plot.bottom() - plot.height() * share
            painter.fillRect(QRectF(plot.left(), y - 1, plot.width(), 2), line)
            at = QPointF(plot.left() - 9, y - 8)
            put_text(painter, at, text, "caption", color("on_var"), align="right")

    def _paint_compared(self, painter: QPainter, plot: QRectF) -> None:
        points = [
            None
            if bar.compared is None
            else QPointF(
                self._middle(plot, number),
                plot.bottom() - plot.height() * min(1.0, bar.compared),
            )
            for number, bar in enumerate(self._view.bars)
        ]
        pairs = [
            (start, end)
            for start, end in pairwise(points)
            if start is not None and end is not None
        ]
        # Over a bar the line needs a halo; on the ground it would hide the marks.
        painter.save()
        painter.setClipRegion(self._bars_region())
        halo = QPen(color("card"), _HALO)
        halo.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(halo)
        for start, end in pairs:
            painter.drawLine(start, end)
        painter.restore()
        run = 0.0
        for start, end in pairs:
            self._dotted(painter, start, end, run)
            gap = end - start
            run += (gap.x() ** 2 + gap.y() ** 2) ** 0.5

    def _bars_region(self) -> QRegion:
        region = QRegion()
        for number, bar in enumerate(self._view.bars):
            if bar.share is not None:
                region += self.bar_rect(number).toRect()
        return region

    @staticmethod
    def _dotted(painter: QPainter, start: QPointF, end: QPointF, run: float) -> None:
        pen = QPen(color("on_var"), _PEN)
        pen.setDashPattern([_DOT / _PEN, _DOT / _PEN])
        pen.setDashOffset(run / _PEN)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(start, end)


class FiletRows(QWidget):
    """Rows of words and a value over a measured filet."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._rows: tuple[FiletRowView, ...] = ()
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme_events.changed.connect(self.update)

    def display(self, rows: Sequence[FiletRowView]) -> None:
        """Shows other rows."""
        self._rows = tuple(rows)
        spoken = [f"{row.label} {row.value_text}" for row in rows]
        self.setAccessibleDescription(", ".join(spoken))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(266, (_ROW_TOP if self._title else 0) + _ROW * len(self._rows))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = 0.0
        if self._title:
            put_text(painter, QPointF(0, 0), self._title, "line", color("on"))
            top = _ROW_TOP
        for row in self._rows:
            self._paint_row(painter, row, top)
            top += _ROW

    def _paint_row(self, painter: QPainter, row: FiletRowView, top: float) -> None:
        right = float(self.width())
        paint_icon(painter, row.icon, QRectF(0, top, 20, 20), color("on_var"))
        at = QPointF(right, top)
        ink: QColor = color("on")
        value = put_text(
            painter, at, row.value_text, "label_strong", ink, align="right"
        )
        room = right - value - 40
        if width_of(row.label, "label_strong") <= room:
            put_text(painter, QPointF(28, top), row.label, "label_strong", ink)
        elif width_of(row.label, "caption") <= room:
            put_text(painter, QPointF(28, top + 3), row.label, "caption", ink)
        else:  # smaller on two lines before it loses a letter
            lines = wrapped(row.label, "micro", max(1.0, room), lines=2)
            above = top + 24 - _SMALL * len(lines)
            for number, line in enumerate(lines):
                at = QPointF(28, above + _SMALL * number)
                put_text(painter, at, line, "micro", ink)
        draw_filet(
            painter,
            0,
            top + 24,
            right,
            color=color(row.role),
            style="measured",
            track=color("track"),
            fraction=row.share,
        )
