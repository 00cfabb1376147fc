"""The paying view: bill, tenders and pad side by side, mirrored under the left hand; the
bill above in portrait."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from app.presenters.pay.views import NoticeView, PayView
from app.windows.notice_pane import NoticePane
from app.windows.pay.bill_pane import BillPane
from app.windows.pay.pad_pane import PadPane
from app.windows.pay.tenders_pane import TendersPane
from widgets import theme

_SMALL, _FULL = 1024, 1366
_LEFT, _RIGHT = (276, 400), (312, 392)
"""Width of the outer panes on a window of `_SMALL` and of `_FULL` pixels."""
_MOST = 480
_PORTRAIT_LOWER = 736


class PayBoard(QWidget):
    """400 | 574 | 392 at 1366 pixels, in proportion elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.bill = BillPane()
        self.tenders = TendersPane()
        self.right = QStackedWidget()
        self.pad = PadPane()
        self.notice = NoticePane()
        self.right.addWidget(self.pad)
        self.right.addWidget(self.notice)
        for pane in (self.bill, self.tenders, self.right):
            pane.setParent(self)

    def display(self, view: PayView) -> None:
        """Shows the page; panes that are the same are left alone."""
        self.bill.display(view.bill)
        self.tenders.display(view.tenders)
        if isinstance(view.right, NoticeView):
            self.notice.display(view.right)
            self.right.setCurrentWidget(self.notice)
        else:
            self.pad.display(view.right)
            self.right.setCurrentWidget(self.pad)

    @property
    def typing(self) -> bool:
        """Whether the pad is on show."""
        return self.right.currentWidget() is self.pad

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.color("surface"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        width, height = self.width(), self.height()
        left, right = _side(width, *_LEFT), _side(width, *_RIGHT)
        top = 0
        if height > width:
            left, right = 0, max(_RIGHT[0], min(_MOST, width * 5 // 12))
            top = max(0, height - max(_PORTRAIT_LOWER, height * 3 // 5))
            self.bill.setGeometry(0, 0, width, top)
        panes = {
            self.tenders: QRect(left, top, width - left - right, height - top),
            self.right: QRect(width - right, top, right, height - top),
        }
        if top == 0:
            panes[self.bill] = QRect(0, 0, left, height)
        for pane, box in panes.items():
            if theme.left_handed():
                box.moveLeft(width - box.right() - 1)
            pane.setGeometry(box)


def _side(width: int, small: int, full: int) -> int:
    """Width of an outer pane: straight between two windows, in proportion above."""
    if width >= _FULL:
        return min(_MOST, width * full // _FULL)
    part = (width - _SMALL) * (full - small) // (_FULL - _SMALL)
    return small + max(0, part)
