"""Sheets: at the side for a choice that needs room, from below for a keyboard.

A side sheet is drawn over its host only, so the order beside it stays visible and lit.
Head and foot stay; what is between them scrolls.
"""

from abc import abstractmethod
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QRectF, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.button import IconButton
from widgets.card import Pane
from widgets.handed import Side, hand_side
from widgets.overlay import Overlay
from widgets.painting import draw_shape
from widgets.scroll import ScrollPane
from widgets.top_bar import Heading

_HEAD, _FOOT = 88, 89


class SheetPanel(QWidget):
    """Head with a cross, scrolling body, foot."""

    def __init__(
        self, title: str, subtitle: str, *, side: Literal["right", "left", "bottom"]
    ) -> None:
        super().__init__()
        self._side = side
        self.heading = Heading(title, subtitle=subtitle)
        self.close_button = IconButton(tr("Fermer"), "close", size=64)
        head = QWidget()
        head.setFixedHeight(_HEAD)
        line = QHBoxLayout(head)
        line.setContentsMargins(theme.SPACE.xxl, 8, 12, 0)
        line.addWidget(self.heading)
        line.addStretch(1)
        line.addWidget(self.close_button)
        self.pane = ScrollPane()
        self.body = self.pane.content
        self.body.setContentsMargins(theme.SPACE.xxl, 0, theme.SPACE.xxl, 12)
        self._foot_pane = Pane(tone="card", edges=("top",))
        self._foot_pane.setFixedHeight(_FOOT)
        self._foot_pane.setVisible(False)
        self.foot = QHBoxLayout(self._foot_pane)
        self.foot.setContentsMargins(theme.SPACE.xxl, 1, theme.SPACE.xxl, 0)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.pane, 1)
        column.addWidget(self._foot_pane)

    def dock(self, widget: QWidget) -> None:
        """Puts what does not scroll over the foot, as wide as the sheet."""
        self._column.insertWidget(self._column.indexOf(self._foot_pane), widget)

    def set_foot_shown(self, *, shown: bool) -> None:
        """Shows or hides the foot and its line."""
        self._foot_pane.setVisible(shown)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box, round_corner = QRectF(self.rect()), float(theme.RADIUS.sheet)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(box)
            # At a side only the corner that stands over the scrim is round.
            if self._side == "right":
                box.adjust(0, 0, round_corner, 0)
            elif self._side == "left":
                box.adjust(-round_corner, 0, 0, 0)
            draw_shape(
                painter,
                box,
                (round_corner, 0),
                fill=theme.color("card"),
                edge=theme.color("tonal_edge"),
                width=theme.STROKE.chosen,
            )


class _Sheet(Overlay):
    """A panel that slides in and out; a subclass says from where to where."""

    def __init__(
        self,
        host: QWidget,
        title: str,
        subtitle: str,
        *,
        side: Literal["right", "left", "bottom"],
    ) -> None:
        super().__init__(host)
        self.setAccessibleName(title)
        self.sheet = SheetPanel(title, subtitle, side=side)
        self.sheet.setParent(self)
        self._panel = self.sheet
        self._closing = False
        self.sheet.close_button.clicked.connect(self.close_overlay)

    @abstractmethod
    def rest(self) -> QRect:
        """Where the sheet lies when it is open."""

    @abstractmethod
    def away(self) -> QPoint:
        """Where its top left corner comes from and goes to."""

    @override
    def open(self) -> None:
        self._closing = False
        super().open()
        rest = self.rest()
        self.sheet.setGeometry(QRect(self.away(), rest.size()))
        self.slide(self.away(), rest.topLeft(), theme.MOTION.sheet_in)

    @override
    @Slot()
    def close_overlay(self) -> None:
        if self.isHidden() or self._closing:
            return
        self._closing = True
        self.slide(self.sheet.pos(), self.away(), theme.MOTION.sheet_out)

    @override
    def place_panel(self) -> None:
        self.sheet.setGeometry(self.rest())

    @override
    @Slot()
    def _on_slide_finished(self) -> None:
        if self._closing:
            self._closing = False
            super().close_overlay()
        else:
            self.place_panel()


class SideSheet(_Sheet):
    """A sheet of 640 px at the end of its host.

    Args:
        host: what it covers: rail and tiles, not the order.
        title: what is being chosen for.
        subtitle: where it goes.
        side: where it slides from; without one, from where the hand comes.
        width: at most; never more than the host.

    Signals:
        closed: the cross, Escape, or a tap on the scrim.
    """

    def __init__(
        self,
        host: QWidget,
        title: str,
        subtitle: str = "",
        *,
        side: Side | None = None,
        width: int = 640,
    ) -> None:
        self._side, self._width = side or hand_side(), width
        super().__init__(host, title, subtitle, side=self._side)

    @override
    def rest(self) -> QRect:
        wide = min(self._width, self.width())
        left = self.width() - wide if self._side == "right" else 0
        return QRect(left, 0, wide, self.height())

    @override
    def away(self) -> QPoint:
        rest = self.rest()
        return QPoint(self.width() if self._side == "right" else -rest.width(), 0)


class BottomSheet(_Sheet):
    """A sheet from below, as high as its content.

    Args:
        host: what it covers.
        title: what it is for.
        subtitle: under the title.
    """

    def __init__(self, host: QWidget, title: str, subtitle: str = "") -> None:
        super().__init__(host, title, subtitle, side="bottom")

    @override
    def rest(self) -> QRect:
        body = self.sheet.body.sizeHint().height()
        foot = 0 if self.sheet.foot.isEmpty() else _FOOT
        high = min(self.height() - theme.SPACE.giant, _HEAD + body + foot)
        return QRect(0, self.height() - high, self.width(), high)

    @override
    def away(self) -> QPoint:
        return QPoint(0, self.height())
