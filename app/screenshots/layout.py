"""Finds what a person could not read or hit, in what is really painted and laid out.

A paint device that keeps no pixels hears every text with its place and with what clips
it: a text that ends in an ellipsis nobody wrote, or that reaches beyond its clip, is
cut; two texts of one widget on one line are not to touch. Kitchen cards are painted
once into pictures, so their words are not heard here; the wall's own tests see to them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPoint, QPointF, QRect, QSize
from PySide6.QtGui import (
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QTextItem,
    QTransform,
)
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget
from typing_extensions import override

from resources.texts import LANGUAGES, catalogue
from widgets.painted_items import PaintedItems
from widgets.state_strip import StateStrip

_SLACK = 1.5
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class PaintedText:
    """A text as it was painted.

    Attributes:
        left, base: where it begins on its base line, in px of the window.
        clip: what of the window it may be painted on.
    """

    text: str
    left: float
    base: float
    width: float
    clip: QRect

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width


class _Listener(QPaintEngine):
    """Hears texts and lets everything else pass."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.texts: list[PaintedText] = []
        self._transform = QTransform()

    @override
    def begin(self, pdev: QPaintDevice) -> bool:
        return True

    @override
    def end(self) -> bool:
        return True

    @override
    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    @override
    def updateState(self, state: QPaintEngineState) -> None:
        self._transform = state.transform()

    @override
    def drawTextItem(  # type: ignore[override]  # never an element of a path
        self, p: QPointF | QPoint, textItem: QTextItem
    ) -> None:
        place = self._transform.map(QPointF(p))
        width = textItem.width() * self._transform.m11()
        clip = self.systemClip().boundingRect()
        self.texts.append(
            PaintedText(textItem.text(), place.x(), place.y(), width, clip)
        )


def _pass(*_: object) -> None:
    """Shapes and pictures are not listened to."""


for _name in (
    "drawPixmap",
    "drawImage",
    "drawPath",
    "drawPolygon",
    "drawRects",
    "drawLines",
    "drawEllipse",
    "drawPoints",
    "drawTiledPixmap",
):
    setattr(_Listener, _name, _pass)


class _Page(QPaintDevice):
    """A page of a window's size that only listens."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self.listener = _Listener()
        metrics = QPaintDevice.PaintDeviceMetric
        self._metrics = {
            metrics.PdmWidth: size.width(),
            metrics.PdmHeight: size.height(),
            metrics.PdmWidthMM: size.width() // 4,
            metrics.PdmHeightMM: size.height() // 4,
            metrics.PdmDepth: 32,
            metrics.PdmDpiX: 96,
            metrics.PdmDpiY: 96,
            metrics.PdmPhysicalDpiX: 96,
            metrics.PdmPhysicalDpiY: 96,
            metrics.PdmDevicePixelRatio: 1,
            metrics.PdmDevicePixelRatioScaled: 65_536,
        }

    @override
    def paintEngine(self) -> QPaintEngine:
        return self.listener

    @override
    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._metrics.get(metric, 0)


def painted_texts(window: QWidget) -> list[PaintedText]:
    """Every text that the window paints now, in the order of painting."""
    page = _Page(window.size())
    window.render(page, QPoint(0, 0))
    return [text for text in page.listener.texts if text.text.strip()]


def faults(window: QWidget, touch: int) -> list[str]:
    """What is cut, touching or too small, each once.

    Args:
        touch: least width and height of what a finger hits.
    """
    texts = painted_texts(window)
    ends = _scrolled_ends(window)
    found = [*_cut(texts, ends), *_touching(texts), *_small(window, touch)]
    return list(dict.fromkeys(found))


def _scrolled_ends(window: QWidget) -> set[int]:
    """Where columns go on beyond an edge that one scrolls past: nothing is cut there."""
    ends: set[int] = set()
    for area in window.findChildren(QScrollArea):
        if area.isVisible() and area.horizontalScrollBar().maximum():
            left = area.viewport().mapTo(window, QPoint(0, 0)).x()
            ends |= {left, left + area.viewport().width() - 1}
    return ends


def _cut(texts: list[PaintedText], ends: set[int]) -> Iterator[str]:
    for text in texts:
        clip = text.clip
        if text.text.endswith(_ELLIPSIS) and text.text not in written_ellipses():
            yield f"shortened: {text.text!r}"
        elif {clip.left(), clip.right()} & ends:
            continue
        elif clip.isValid() and clip.top() <= text.base <= clip.bottom() + 1:
            beyond = max(clip.left() - text.left, text.right - clip.right() - 1)
            if beyond > _SLACK:
                yield f"cut by {beyond:.0f} px: {text.text!r}"


@cache
def written_ellipses() -> frozenset[str]:
    """Texts that end in an ellipsis because somebody wrote it."""
    words = set()
    for language in LANGUAGES:
        for source, text in catalogue(language).items():
            words |= {source, text}
    return frozenset(word for word in words if word.endswith(_ELLIPSIS))


def _touching(texts: list[PaintedText]) -> Iterator[str]:
    """Texts of one widget that run into each other on one line."""
    for place, one in enumerate(texts):
        for other in texts[place + 1 :]:
            if one.clip != other.clip or abs(one.base - other.base) > 1:
                continue
            overlap = min(one.right, other.right) - max(one.left, other.left)
            if overlap > _SLACK and one.left != other.left:
                yield f"touching: {one.text!r} and {other.text!r}"


def _small(window: QWidget, touch: int) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        if widget.visibleRegion().isEmpty() or not widget.isEnabled():
            continue
        if isinstance(widget, PaintedItems):
            hit = {item.text: widget.item_rect(item.id).size() for item in widget.names}
        elif isinstance(widget.parent(), StateStrip):
            continue  # 32 px by design: it says; what it opens has its own row or place
        elif isinstance(widget, QAbstractButton):
            kind = type(widget).__name__
            hit = {f"{kind} {widget.accessibleName()}": widget.size()}
        else:
            continue
        for name, size in hit.items():
            if size.isEmpty():  # an item of another page, or scrolled away
                continue
            if size.width() < touch or size.height() < touch:
                yield f"small ({size.width()}×{size.height()}): {name!r}"
