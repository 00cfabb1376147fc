"""Text of painted widgets: a line in its line box, wrapping, and the small tags.

Positions are those of a style's line box (`fonts.STYLES`), so a design measured in line
heights is painted to the pixel whatever the font's own ascent.
"""

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText

from widgets import fonts
from widgets.icons import paint_icon
from widgets.remembered import remembered
from widgets.theme import RADIUS

Align = Literal["left", "center", "right"]


@remembered(256)
def _metrics(style: str, scale: float) -> QFontMetricsF:
    return QFontMetricsF(fonts.font(style, scale))


@remembered(256)
def _struck(style: str, scale: float) -> QFont:
    font = QFont(fonts.font(style, scale))
    font.setStrikeOut(True)
    return font


@remembered(256)
def baseline(style: str, scale: float = 1.0) -> float:
    """How far under the top of its line box a style's letters stand."""
    metrics = _metrics(style, scale)
    leading = fonts.line_height(style, scale) - metrics.ascent() - metrics.descent()
    return leading / 2 + metrics.ascent()


@remembered(4096)
def width_of(text: str, style: str, scale: float = 1.0) -> float:
    """Logical pixels that `text` takes on one line."""
    return _metrics(style, scale).horizontalAdvance(text)


@remembered(2048)
def wrapped(
    text: str, style: str, width: float, *, lines: int = 2, scale: float = 1.0
) -> tuple[str, ...]:
    """`text` cut at its spaces into at most `lines` lines of `width`.

    A point between two words stays with the first: no line begins with one. Only what
    fits in no way is shortened, with an ellipsis at the end of the last line.
    """
    done: list[str] = []
    words = text.replace(" · ", "\u00a0· ").split(" ")
    while words and len(done) < lines - 1:
        taken = _fitting(words, style, width, scale)
        done.append(" ".join(words[:taken]))
        words = words[taken:]
    if words:
        metrics = _metrics(style, scale)
        done.append(
            metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width)
        )
    return tuple(line.replace("\u00a0·", " ·") for line in done)


def _fitting(words: list[str], style: str, width: float, scale: float) -> int:
    """How many of `words` fit on a line, at least one."""
    count = 1
    while count < len(words):
        if width_of(" ".join(words[: count + 1]), style, scale) > width:
            break
        count += 1
    return count


def fitted(text: str, style: str, width: float, scale: float = 1.0) -> str:
    """`text`, or as much of it as fits in `width` with an ellipsis."""
    return wrapped(text, style, width, lines=1, scale=scale)[0]


def put_text(
    painter: QPainter,
    at: QPointF,
    text: str,
    style: str,
    color: QColor,
    *,
    align: Align = "left",
    scale: float = 1.0,
    struck: bool = False,
) -> float:
    """Paints one line whose box begins at `at`; returns its width.

    `at` is the top left corner of the box, its top middle or its top right corner,
    as `align` says.
    """
    width = width_of(text, style, scale)
    left = at.x()
    if align == "right":
        left -= width
    elif align == "center":
        left -= width / 2
    painter.setFont(_struck(style, scale) if struck else fonts.font(style, scale))
    painter.setPen(color)
    painter.drawText(QPointF(left, at.y() + baseline(style, scale)), text)
    return width


@remembered(1024)
def _still(text: str, style: str) -> QStaticText:
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(font=fonts.font(style))
    return made


def put_clock(
    painter: QPainter, at: QPointF, text: str, style: str, color: QColor
) -> float:
    """Paints "16:20" from the left like `put_text`, four times as fast.

    Minutes and seconds are laid out once each and kept: a wall of clocks draws the
    same few texts again every second.
    """
    minutes, colon, seconds = text.rpartition(":")
    painter.setFont(fonts.font(style))
    painter.setPen(color)
    top = at.y() + baseline(style) - _metrics(style, 1.0).ascent()
    left = at.x()
    for part in (minutes, colon + seconds):
        painter.drawStaticText(QPointF(left, top), _still(part, style))
        left += width_of(part, style)
    return left - at.x()


def put_icon(
    painter: QPainter, name: str, box: QRectF, ink: QColor, *, filled: bool = False
) -> None:
    """An icon drawn at the size it has on the screen: crisp under any scale."""
    transform = painter.worldTransform()
    if transform.m11() == 1:
        paint_icon(painter, name, box, ink, filled=filled)
        return
    place = transform.mapRect(box)
    painter.save()
    painter.resetTransform()
    paint_icon(painter, name, place, ink, filled=filled)
    painter.restore()


def tag_width(text: str, *, icon: bool, style: str = "caption_strong") -> float:
    """Width of what `put_tag` draws."""
    return width_of(text, style) + (38 if icon else 20)


def put_tag(
    painter: QPainter,
    rect: QRectF,
    text: str,
    ground: QColor,
    ink: QColor,
    *,
    icon: str = "",
    edge: QColor | None = None,
    dashed: bool = False,
    style: str = "caption_strong",
) -> None:
    """A small rounded label in `rect`, with an icon before its word."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(ground)
    painter.setPen(Qt.PenStyle.NoPen)
    inner = rect
    if edge is not None and edge.alpha():
        pen = QPen(edge, 1)
        if dashed:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inner, RADIUS.small, RADIUS.small)
    left = rect.x() + (rect.width() - tag_width(text, icon=bool(icon), style=style)) / 2
    left += 9 if icon else 10
    if icon:
        box = QRectF(left, rect.center().y() - 8, 16, 16)
        # Only what warns is loud; a filled "block" would be a mere disc.
        put_icon(painter, icon, box, ink, filled=icon == "warning")
        left += 20
    top = rect.center().y() - fonts.line_height(style) / 2
    put_text(painter, QPointF(left, top), text, style, ink)
