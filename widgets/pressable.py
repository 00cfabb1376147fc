"""What every control that is tapped has in common.

A `Pressable` is Qt's abstract button without its looks: it answers touch, mouse, Space
and Enter, takes the focus by keyboard only, tells a screen reader its name, and shows a
tap at once. Subclasses give a size and paint `shown_state`.
"""

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QInputDevice, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.focus_ring import RING_INSET_PROPERTY, RING_PROPERTY

ShownState = Literal["rest", "hover", "press", "inactive"]


class Pressable(QAbstractButton):
    """Base of buttons, chips, keys, tabs and rows that are tapped.

    Args:
        name: what a screen reader says.
        radius: corner radius that the keyboard ring follows; None for a control
            which shows its focus itself.

    Signals:
        clicked: tapped, or Space or Enter pressed.
    """

    def __init__(
        self,
        name: str,
        *,
        radius: float | None = theme.RADIUS.button,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if radius is not None:
            self.setProperty(RING_PROPERTY, radius)
        self._inset = 0.0

    def stand_in(self, row: int) -> None:
        """Answers a finger anywhere in a row `row` px high; drawn no higher than before."""
        self._inset = (row - self.height()) / 2
        self.setProperty(RING_INSET_PROPERTY, self._inset)
        self.setFixedHeight(row)

    @property
    def drawn(self) -> QRectF:
        """What is drawn of it, in its own coordinates."""
        return QRectF(self.rect()).adjusted(0, self._inset, 0, -self._inset)

    @property
    def shown_state(self) -> ShownState:
        """How to paint it now."""
        if not self.isEnabled():
            return "inactive"
        if self.isDown():
            return "press"
        return "hover" if self.underMouse() else "rest"

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.device().type() == QInputDevice.DeviceType.TouchScreen:
            # The finger has gone: nothing hovers any more.
            self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
            self.update()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # Two quick taps are two taps.
        self.mousePressEvent(event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()


def is_inside(ancestor: QObject, widget: QObject | None) -> bool:
    """True when `widget` is `ancestor` or one of its descendants."""
    while widget is not None:
        if widget is ancestor:
            return True
        widget = widget.parent()
    return False
