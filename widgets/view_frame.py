"""Holds what needs more room than there is: at 200 % a window shows a part of its page.

While the room is enough the frame is not noticed. Else it scrolls both ways, on bars that
a thumb can take, and follows the keyboard: whatever takes the focus comes into sight.
Overlays lie over what is in sight (`sight_of`), so a sheet is never larger than the window.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget
from typing_extensions import override

from widgets.pressable import is_inside

_ROUND = 12
"""Around what comes into sight."""
_LARGE = 0.5
"""Of the room: what is larger than it one way and than so much the other is a page."""


class _Holder(QWidget):
    """Gives its one child all its room, and asks for none: hints of pages behind the one
    on show, and heights that follow from widths, are no reason to scroll."""

    def __init__(self, child: QWidget) -> None:
        super().__init__()
        self._child = child
        child.setParent(self)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._child.setGeometry(self.rect())


class ViewFrame(QScrollArea):
    """Shows `content`, at least `least` large.

    Args:
        content: fills the frame.
        least: below it the frame scrolls.

    Attributes:
        content: what moves under it as it scrolls, and is at least so large.
    """

    def __init__(self, content: QWidget, least: QSize) -> None:
        super().__init__()
        self.content = _Holder(content)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setProperty("thumb", "yes")
        self.setWidget(self.content)
        self.set_least(least)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def set_least(self, least: QSize) -> None:
        """Other content needs other room."""
        self.content.setMinimumSize(least)

    def show_start(self) -> None:
        """Another page is read from its beginning."""
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.setValue(0)

    @property
    def scrolls(self) -> bool:
        """Whether only a part is in sight."""
        wide, room = self.content.size(), self.viewport().size()
        return wide.width() > room.width() or wide.height() > room.height()

    def bring(self, widget: QWidget) -> None:
        """Brings a widget of the content into sight; one that is larger stays as it is,
        for it is a page that took the keyboard while a finger was aiming at it."""
        corner = widget.mapTo(self.content, QPoint(0, 0))
        box = QRect(corner, widget.size()).adjusted(-_ROUND, -_ROUND, _ROUND, _ROUND)
        room = self.viewport().size()
        across, down = box.width() / room.width(), box.height() / room.height()
        if max(across, down) > 1 and min(across, down) > _LARGE:
            return
        for bar, first, last, size in (
            (self.horizontalScrollBar(), box.left(), box.right(), room.width()),
            (self.verticalScrollBar(), box.top(), box.bottom(), room.height()),
        ):
            if last - first <= size:
                bar.setValue(min(max(bar.value(), last - size), first))

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.scrolls and is_inside(self.content, now):
            self.bring(now)


def frame_of(widget: QWidget) -> ViewFrame | None:
    """The frame that shows a part of what `widget` is in, None when all is in sight."""
    above: QWidget | None = widget
    while above is not None and not isinstance(above, ViewFrame):
        above = above.parentWidget()
    return above if above is not None and above.scrolls else None


def sight_of(widget: QWidget) -> QRect:
    """The part of a widget that its frame shows, in its own coordinates."""
    frame = frame_of(widget)
    if frame is None:
        return widget.rect()
    corner = widget.mapFrom(frame, frame.viewport().pos())
    return widget.rect().intersected(QRect(corner, frame.viewport().size()))
