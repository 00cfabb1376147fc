"""Drawing shared by every painted widget: the resting shape, the filet, names that fit.

A widget's `paintEvent` stays a list of these calls in the colours of `theme.color`.
Coordinates are logical pixels. Nothing here keeps state.
"""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
)

from widgets import fonts
from widgets.remembered import remembered

FiletStyle = Literal["short", "measured", "dashed", "full", "segmented"]
Segment = Literal["full", "outline", "dashed"] | float

_SEGMENT_GAP = 4.0
_DASH, _DASH_GAP = 8.0, 6.0
_SMALL_LINES = 3


def rest_path(rect: QRectF, top_radius: float, bottom_radius: float) -> QPainterPath:
    """The house shape: a rectangle with large corners above and small ones below."""
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    up, down = 2 * top_radius, 2 * bottom_radius
    path = QPainterPath(QPointF(left, top + top_radius))
    path.arcTo(QRectF(left, top, up, up), 180, -90)
    path.lineTo(right - top_radius, top)
    path.arcTo(QRectF(right - up, top, up, up), 90, -90)
    path.lineTo(right, bottom - bottom_radius)
    path.arcTo(QRectF(right - down, bottom - down, down, down), 0, -90)
    path.lineTo(left + bottom_radius, bottom)
    path.arcTo(QRectF(left, bottom - down, down, down), 270, -90)
    path.closeSubpath()
    return path


def draw_shape(
    painter: QPainter,
    rect: QRectF,
    radii: tuple[float, float],
    *,
    fill: QColor | None = None,
    edge: QColor | None = None,
    width: float = 1.0,
    dashed: bool = False,
) -> None:
    """Fills a shape with `(top, bottom)` radii and draws its edge inside `rect`."""
    top, bottom = radii
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if edge is None or edge.alpha() == 0:
        if fill is not None:
            painter.fillPath(rest_path(rect, top, bottom), fill)
        return
    inset = width / 2
    inner = rect.adjusted(inset, inset, -inset, -inset)
    path = rest_path(inner, max(0.0, top - inset), max(0.0, bottom - inset))
    if fill is not None:
        painter.fillPath(path, fill)
    pen = QPen(edge, width)
    if dashed:
        pen.setDashPattern([3, 3])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.strokePath(path, pen)


def draw_filet(
    painter: QPainter,
    x: float,
    y: float,
    length: float,
    *,
    color: QColor,
    thickness: float = 4.0,
    style: FiletStyle = "full",
    track: QColor | None = None,
    fraction: float = 1.0,
    segments: Sequence[Segment] = (),
) -> None:
    """Draws the filet from (x, y), its top left corner.

    Args:
        length: whole length; of a measured filet, that of its track.
        color: of the line; of what is still to come too, when `track` is None.
        thickness: 4, on kitchen cards 6, on a bill 8. Dashes are 2 thick,
            except on a bill (8).
        style: "short" and "full" are one line; "measured" fills `fraction` of the
            track; "dashed" waits; "segmented" lays out `segments` with 4 px gaps,
            each "full", "outline", "dashed" or a measured fraction.
        fraction: 0-1.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if style == "dashed":
        _dashes(painter, x, y, length, thickness, track or color)
    elif style == "measured":
        if track is not None:
            _bar(painter, QRectF(x, y, length, thickness), track)
        filled = length * min(1.0, max(0.0, fraction))
        if filled > 0:
            left = x
            if painter.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                left = x + length - filled
            _bar(painter, QRectF(left, y, max(filled, thickness), thickness), color)
    elif style == "segmented":
        count = max(1, len(segments))
        each = (length - _SEGMENT_GAP * (count - 1)) / count
        for index, segment in enumerate(segments):
            left = x + index * (each + _SEGMENT_GAP)
            _segment(painter, QRectF(left, y, each, thickness), segment, color, track)
    else:
        _bar(painter, QRectF(x, y, length, thickness), color)


def _bar(painter: QPainter, rect: QRectF, color: QColor) -> None:
    round_end = min(rect.width(), rect.height()) / 2
    path = QPainterPath()
    path.addRoundedRect(rect, round_end, round_end)
    painter.fillPath(path, color)


def _dashes(
    painter: QPainter,
    x: float,
    y: float,
    length: float,
    thickness: float,
    color: QColor,
) -> None:
    height = thickness if thickness >= 8 else 2.0
    pen = QPen(color, height)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([_DASH / height, _DASH_GAP / height])
    painter.setPen(pen)
    middle = y + thickness / 2
    painter.drawLine(QPointF(x, middle), QPointF(x + length, middle))


def _segment(
    painter: QPainter,
    rect: QRectF,
    segment: Segment,
    color: QColor,
    track: QColor | None,
) -> None:
    if segment == "full":
        _bar(painter, rect, color)
    elif segment == "dashed":
        _dashes(
            painter, rect.x(), rect.y(), rect.width(), rect.height(), track or color
        )
    elif segment == "outline":
        # A ring needs room inside: 8 px high whatever the line beside it.
        grow = max(0.0, 8 - rect.height()) / 2
        inner = rect.adjusted(1, 1 - grow, -1, grow - 1)
        painter.setPen(QPen(color, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
    else:
        # The ground of a measure is quieter than the dashes of what waits.
        ground = QColor(track or color)
        ground.setAlphaF(ground.alphaF() * 0.3)
        draw_filet(
            painter,
            rect.x(),
            rect.y(),
            rect.width(),
            color=color,
            thickness=rect.height(),
            style="measured",
            track=ground,
            fraction=float(segment),
        )


def _fitting(
    text: str, font: QFont, width: float, most: int = 2
) -> tuple[str, ...] | None:
    """`text` broken at spaces into at most `most` lines of `width`, or None."""
    measure = QFontMetricsF(font)
    result: list[str] = []
    for word in text.split(" "):
        joined = f"{result[-1]} {word}" if result else word
        if result and measure.horizontalAdvance(joined) <= width:
            result[-1] = joined
        elif measure.horizontalAdvance(word) <= width and len(result) < most:
            result.append(word)
        else:
            return None
    return tuple(result)


@remembered(4096)
def two_lines(
    text: str, style: str, width: int, scale: float = 1.0
) -> tuple[tuple[str, ...], QFont]:
    """Breaks a name on at most two lines without ever cutting it.

    When two lines of the style are too short, the letters get smaller, one pixel at a
    time down to 12; when even that is too long there are three lines of it, and only
    then are words broken with a hyphen.

    Returns:
        The lines, and the font to draw them with.
    """
    made = fonts.font(style, scale)
    for size in range(made.pixelSize(), 11, -1):
        smaller = QFont(made)
        smaller.setPixelSize(size)
        lines = _fitting(text, smaller, width)
        if lines is not None:
            return lines, smaller
    smallest = QFont(made)
    smallest.setPixelSize(min(12, made.pixelSize()))
    lines = _fitting(text, smallest, width, _SMALL_LINES)
    return lines or _break_words(text, smallest, width), smallest


def _break_words(text: str, font: QFont, width: float) -> tuple[str, ...]:
    """Breaks anywhere, with a hyphen inside words; as many lines as it takes."""
    measure = QFontMetricsF(font)
    lines: list[str] = []
    rest = text
    while rest:
        end = len(rest)
        while end > 1 and measure.horizontalAdvance(rest[:end] + "-") > width:
            end -= 1
        inside_word = end < len(rest) and rest[end - 1] != " " and rest[end] != " "
        lines.append(rest[:end].strip() + ("-" if inside_word else ""))
        rest = rest[end:].strip()
    return tuple(lines)
