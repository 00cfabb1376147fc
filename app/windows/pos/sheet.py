"""The side sheet of the till: over rail and tiles, beside the order it is about."""

from PySide6.QtCore import (
    QEvent,
    QObject,
    QPoint,
    QRect,
    QSignalBlocker,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from typing_extensions import override

from widgets import theme
from widgets.overlay import Overlay
from widgets.sheet import SideSheet

_WIDTH = 640


class PosSheet(SideSheet):
    """A sheet whose keys work as soon as it is open.

    Args:
        beside: what stays in the light; the sheet covers the window before it.
        title: what is being done.
        subtitle: to what.

    Attributes:
        chooses: what is being chosen ends with it; after any other sheet it goes on.

    Signals:
        digit_pressed(str): "1" to "9" on the keyboard.
        confirmed: Enter on the keyboard, not in a field.
    """

    chooses = False
    digit_pressed = Signal(str)
    confirmed = Signal()

    def __init__(
        self, beside: QWidget, title: str, subtitle: str = "", *, width: int = _WIDTH
    ) -> None:
        self._beside = beside
        # "table 12" in a sentence begins a line here.
        begun = subtitle[:1].upper() + subtitle[1:]
        super().__init__(beside.window(), title, begun, width=width)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        beside.installEventFilter(self)
        bar = self.sheet.pane.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range_changed)

    @override
    def area(self) -> QRect:
        page = self._beside.parentWidget()
        host = self.parentWidget()
        if page is None or host is None:
            return QRect()
        ground = QRect(page.mapTo(host, QPoint(0, 0)), page.size())
        lit = QRect(self._beside.mapTo(host, QPoint(0, 0)), self._beside.size())
        if lit.top() > ground.top() and lit.left() == ground.left():
            return QRect(0, ground.top(), host.width(), lit.top() - ground.top())
        if theme.left_handed():
            end = host.width() - lit.right() - 1
            return QRect(lit.right() + 1, ground.top(), end, ground.height())
        return QRect(0, ground.top(), lit.left(), ground.height())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moved = event.type() in (QEvent.Type.Resize, QEvent.Type.Move)
        if watched is self._beside and moved and self.isVisible():
            self.follow()
        return super().eventFilter(watched, event)

    @override
    def open(self) -> None:
        super().open()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int, int)
    def _on_range_changed(self, least: int, most: int) -> None:
        """The scroll bar stands in the margin, so that nothing gets narrower."""
        body = self.sheet.body
        margins = body.contentsMargins()
        bar = self.sheet.pane.verticalScrollBar().sizeHint().width()
        margins.setRight(margins.left() - (bar if most > least else 0))
        body.setContentsMargins(margins)

    def dismiss(self) -> None:
        """Goes at once and for good, without a signal."""
        with QSignalBlocker(self):
            Overlay.close_overlay(self)
        self.deleteLater()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            # A field has already said by itself what Enter means in it, and may have
            # ended the sheet.
            typing = isinstance(QApplication.focusWidget(), QLineEdit)
            if not typing and not self._closing and self.isVisible():
                self.confirmed.emit()
        elif len(event.text()) == 1 and event.text() in "123456789":
            self.digit_pressed.emit(event.text())
            event.accept()
        else:
            super().keyPressEvent(event)
