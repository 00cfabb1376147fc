"""One figure of the day: what, how much, against when, and the filet to its target."""

import math
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.icons import paint_icon
from widgets.painted_text import put_text, width_of
from widgets.painting import draw_filet, draw_shape

TrendWay = Literal["up", "flat", "down"]

_ICONS: Final = {"up": "trending_up", "flat": "trending_flat", "down": "trending_down"}
_HEIGHT, _PADDING, _SIGN = 116, 16, 18


class FigureView(NamedTuple):
    """What the card shows; `good` colours the change, its sign and words name it.

    `fraction` is how much of the target is reached, 0-1; None leaves the filet out.
    """

    label: str
    value: str
    change: str = ""
    against: str = ""
    way: TrendWay = "up"
    good: bool = True
    fraction: float | None = None


class FigureCard(QWidget):
    """A figure, 116 high."""

    def __init__(self, view: FigureView, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_view(view)

    @property
    def view(self) -> FigureView:
        """What it shows."""
        return self._view

    def show_view(self, view: FigureView) -> None:
        """Shows another figure."""
        self._view = view
        parts = (view.label, view.value, f"{view.change} {view.against}".strip())
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        view = self._view
        wide = max(
            width_of(view.label, "label"),
            width_of(view.value, "figure"),
            self._change_width(),
        )
        return QSize(math.ceil(wide) + 2 * _PADDING, _HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        view, left = self._view, float(_PADDING)
        on, on_var = theme.color("on"), theme.color("on_var")
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                (theme.RADIUS.card, theme.RADIUS.small),
                fill=theme.color("card"),
                edge=theme.color("line"),
            )
            put_text(painter, QPointF(left, 15), view.label, "label", on_var)
            put_text(painter, QPointF(left, 35), view.value, "figure", on)
            if view.change:
                ink = theme.color("success" if view.good else "danger")
                sign = QRectF(left, 71, _SIGN, _SIGN)
                paint_icon(painter, _ICONS[view.way], sign, ink)
                left += _SIGN + 4
                at = QPointF(left, 72)
                left += put_text(painter, at, view.change, "caption_bold", ink) + 5
            put_text(painter, QPointF(left, 72), view.against, "caption", on_var)
            if view.fraction is not None:
                draw_filet(
                    painter,
                    _PADDING,
                    99,
                    self.width() - 2 * _PADDING,
                    color=theme.color("primary"),
                    style="measured",
                    track=theme.color("track"),
                    fraction=view.fraction,
                )

    def _change_width(self) -> float:
        view = self._view
        wide = width_of(view.against, "caption")
        if view.change:
            wide += _SIGN + 9 + width_of(view.change, "caption_bold")
        return wide
