"""The keyboard ring: 3 px wide, 2 px outside whatever has the focus.

Controls take the focus by keyboard only (`Qt.FocusPolicy.TabFocus`), so a finger never
leaves a ring behind and a scan field keeps its focus while tiles are tapped; nor does
a window that comes on show, before its first key. A widget
wants the ring when it carries the property `ringRadius` (its own corner radius);
widgets that show their focus themselves (fields, tiles, lists) do not.
"""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

from widgets import theme

_OUTSIDE = 2
_REACH = _OUTSIDE + theme.STROKE.focus
RING_PROPERTY = "ringRadius"
RING_INSET_PROPERTY = "ringInset"
RING_ROLE_PROPERTY = "ringRole"
"""Colour role of the rings inside a widget whose ground is dark in every mode."""


class FocusRing(QWidget):
    """A transparent frame around one widget, which it follows."""

    def __init__(self, target: QWidget) -> None:
        self._ground = _ground_of(target)
        super().__init__(self._ground)
        self._target, self._role = target, _role_of(target)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        step: QWidget | None = target
        while step is not None and step is not self._ground:
            step.installEventFilter(self)
            step = step.parentWidget()
        self._follow()

    @property
    def target(self) -> QWidget:
        """The widget inside the ring."""
        return self._target

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (
            QEvent.Type.Move,
            QEvent.Type.Resize,
            QEvent.Type.Show,
            QEvent.Type.Hide,
        ) and all(map(isValid, (self, self._target, self._ground))):
            self._follow()  # a window that closes deletes them one after the other
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        stroke = theme.STROKE.focus
        radius = float(self._target.property(RING_PROPERTY) or 0) + _REACH - stroke / 2
        box = QRectF(self.rect()).adjusted(
            stroke / 2, stroke / 2, -stroke / 2, -stroke / 2
        )
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color(self._role), stroke))
            painter.drawRoundedRect(box, radius, radius)

    def _follow(self) -> None:
        ground = self._ground
        place = self._target.rect().translated(
            self._target.mapTo(ground, self._target.rect().topLeft())
        )
        reach = _REACH - round(float(self._target.property(RING_INSET_PROPERTY) or 0))
        self.setGeometry(place.adjusted(-_REACH, -reach, _REACH, reach))
        self.setVisible(self._target.isVisibleTo(ground))
        self.raise_()


class FocusFollower(QObject):
    """Puts one ring around the control that has the focus, in every window."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: FocusRing | None = None
        app.focusChanged.connect(self._on_app_focus_changed)

    @property
    def ring(self) -> FocusRing | None:
        """The ring on show."""
        return self._ring

    @Slot(QWidget, QWidget)
    def _on_app_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None
        if new is None or new.property(RING_PROPERTY) is None or new.isWindow():
            return
        keys = new.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if old is None and not keys:  # a window that has just come on show
            return
        self._ring = FocusRing(new)
        self._ring.destroyed.connect(self._on_ring_destroyed)
        self._ring.show()

    @Slot(QObject)
    def _on_ring_destroyed(self, ring: QObject) -> None:
        if self._ring is ring:
            self._ring = None


def _role_of(target: QWidget) -> str:
    step: QWidget | None = target
    while step is not None:
        role = step.property(RING_ROLE_PROPERTY)
        if role is not None:
            return str(role)
        step = step.parentWidget()
    return "focus"


def _ground_of(target: QWidget) -> QWidget:
    """The nearest ancestor in which the whole ring has room."""
    ground = target.parentWidget() or target
    while (above := ground.parentWidget()) is not None and not ground.isWindow():
        place = target.rect().translated(target.mapTo(ground, target.rect().topLeft()))
        room = place.adjusted(-_REACH, -_REACH, _REACH, _REACH)
        if ground.rect().contains(room) or isinstance(above, QAbstractScrollArea):
            break
        ground = above
    return ground
