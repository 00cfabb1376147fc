"""Progress at the place where it was asked: the measured filet and the ring.

Both are quiet widgets without focus; their accessible text says how far things are.
"""

import math

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from resources.texts import percent, tr
from widgets import theme
from widgets.painting import FiletStyle, Segment, draw_filet

_TURN_MS = 900
_STEP_MS = 50
_ARC_DEGREES = 100
_TRACK_ALPHA = 0.25


def draw_ring(
    painter: QPainter, rect: QRectF, turn: float, color: QColor, track: QColor
) -> None:
    """A ring with a lit arc; `turn` is 0-1 of a whole turn."""
    stroke = max(2.0, rect.width() / 5.5)
    inner = rect.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(track, stroke))
    painter.drawEllipse(inner)
    pen = QPen(color, stroke)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    start = round((90 - 360 * turn) * 16)
    painter.drawArc(inner, start, -_ARC_DEGREES * 16)


def faint(color: QColor) -> QColor:
    """The track of a ring or filet that lies on a coloured ground."""
    made = QColor(color)
    made.setAlphaF(_TRACK_ALPHA)
    return made


class Turning(QObject):
    """Turns a ring while its widget is on show; still under "reduce motion"."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._timer = QTimer(widget)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(widget.update)
        self._steps = 0
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def turn(self) -> float:
        """Where the arc begins, 0-1."""
        return (self._steps * _STEP_MS / _TURN_MS) % 1.0

    def start(self) -> None:
        if not theme.reduce_motion():
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._steps += 1


class Ring(QWidget):
    """Waiting without a known end."""

    def __init__(self, *, size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turning = Turning(self)
        self.setFixedSize(size, size)
        self.setAccessibleName(tr("en cours"))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._turning.start()
        super().showEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._turning.stop()
        super().hideEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ink = theme.color("on")
        with QPainter(self) as painter:
            draw_ring(painter, QRectF(self.rect()), self._turning.turn, ink, faint(ink))


class Filet(QWidget):
    """The filet as a widget: measured, waiting (dashed), full or in segments.

    Args:
        fraction: 0-1 of the track; None waits (dashed).
        segments: shares or steps; then `fraction` is not used.
        thickness: 4, on a bill 8.
        role: colour role of the line.
    """

    def __init__(
        self,
        fraction: float | None = None,
        *,
        segments: tuple[Segment, ...] = (),
        thickness: int = 4,
        role: str = "primary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fraction, self._segments = fraction, segments
        self._thickness, self._role = thickness, role
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._make_room()
        self._name()

    @property
    def fraction(self) -> float | None:
        """How far, 0-1; None while it waits."""
        return self._fraction

    def set_fraction(self, fraction: float | None) -> None:
        """Moves the filet there at once."""
        if fraction != self._fraction:
            self._fraction = fraction
            self._name()
            self.update()

    def set_segments(self, segments: tuple[Segment, ...]) -> None:
        """Shows shares or steps."""
        if segments != self._segments:
            self._segments = segments
            self._make_room()
            self.update()

    def _make_room(self) -> None:
        """A ring in a segment is 8 px high whatever the line beside it."""
        self.setFixedHeight(max(self._thickness, 8 if self._segments else 4))

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        style: FiletStyle = "measured"
        if self._segments:
            style = "segmented"
        elif self._fraction is None:
            style = "dashed"
        with QPainter(self) as painter:
            draw_filet(
                painter,
                0,
                (self.height() - self._thickness) / 2,
                self.width(),
                color=theme.color(self._role),
                thickness=self._thickness,
                style=style,
                track=theme.color("track" if style == "measured" else "outline"),
                fraction=self._fraction or 0.0,
                segments=self._segments,
            )

    def _name(self) -> None:
        if self._fraction is None:
            self.setAccessibleName(tr("en attente"))
        else:
            self.setAccessibleName(percent(math.floor(self._fraction * 100) * 100))
