"""Undo instead of "are you sure?": a bar that stays ten seconds after every act.

Its filet is the time left. A finger (or the pointer) on the bar freezes the time; a
swipe sends it away from what it covers, and a tap does when it offers nothing. One bar
at a time: a new act settles the one before.
"""

import math
from collections.abc import Callable

from PySide6.QtCore import (
    QEasingCurve,
    QElapsedTimer,
    QEvent,
    QObject,
    QPoint,
    QPointF,
    QPropertyAnimation,
    QRect,
    QSize,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.fonts import line_height
from widgets.painted_text import put_text, width_of, wrapped
from widgets.painting import draw_filet, draw_shape
from widgets.press import PressTracker

_HEIGHT, _INSET = 64, 20
_LEAST_WIDTH = 480
_TOLD_MS = 4_000
_FRAME_MS, _STEP_MS = 33, 1000


class UndoBar(QWidget):
    """The bar at the bottom left of the work area, 16 px from its edges.

    Args:
        host: the work area.
        within: what it is drawn in and stands before, sheets over the work area too;
            the work area itself unless given.
        duration_ms: how long it stays.
        margin: from the edges of the work area.
        least: its least width; words that need more get it.
        clock: milliseconds that only grow; a real clock unless a test passes one.

    Signals:
        undo_requested(str): the token of the act to undo.
        settled(str): the token of an act that can no longer be undone.
    """

    undo_requested = Signal(str)
    settled = Signal(str)

    def __init__(
        self,
        host: QWidget,
        *,
        within: QWidget | None = None,
        duration_ms: int = theme.MOTION.undo,
        margin: int = 16,
        least: int = _LEAST_WIDTH,
        clock: Callable[[], int] | None = None,
    ) -> None:
        self._ground = within or host
        super().__init__(self._ground)
        self._host, self._duration, self._margin = host, duration_ms, margin
        self._least, self._inset = least, 0
        self._elapsed = QElapsedTimer()
        self._elapsed.start()
        self._clock = clock or self._elapsed.elapsed
        self._text, self._token = "", ""
        self._left_ms, self._since = 0, 0
        self._frozen = False
        self._press = PressTracker(self, swipes=True)
        self._press.tapped.connect(self._on_press_tapped)
        self._press.swiped.connect(self._on_press_swiped)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(_INSET, 0, 4, 0)
        self._line.addStretch(1)
        self._icon = "undo"
        self._button = self._make_button(tr("Annuler"))
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._rise = QPropertyAnimation(self, b"pos", self)
        self._rise.setEasingCurve(QEasingCurve.Type.OutCubic)
        host.installEventFilter(self)
        self.hide()

    @property
    def token(self) -> str:
        """The act that can be undone; "" when none."""
        return self._token

    @property
    def undo_button(self) -> Button:
        """The button."""
        return self._button

    @property
    def remaining_ms(self) -> int:
        """Time left, 0 to the duration."""
        if not self._token:
            return 0
        gone = 0 if self._frozen else self._clock() - self._since
        return max(0, self._left_ms - gone)

    def offer(
        self, text: str, token: str, *, act: str = "", icon: str = "undo"
    ) -> None:
        """Offers to undo an act; settles the one on show.

        Args:
            text: what was done ("Table 12 déplacée vers 14").
            token: given back by the signals.
            act, icon: what the button says, when what was done cannot be undone but
                can be followed up ("Réimprimer").
        """
        self.settle()
        if icon != self._icon:
            self._icon = icon
            self._button.deleteLater()
            self._button = self._make_button(act)
        self._button.set_words(act or tr("Annuler"))
        self._button.show()
        self._text, self._token = text, token
        self._left_ms, self._since = self._duration, self._clock()
        self._frozen = False
        self.setAccessibleName(text)
        self._timer.start(_STEP_MS if theme.reduce_motion() else _FRAME_MS)
        self._appear()

    def tell(self, text: str) -> None:
        """Says what was done and cannot be taken back; leaves sooner by itself."""
        self.offer(text, text)
        self._left_ms = min(self._duration, _TOLD_MS)
        self._button.hide()
        self._place()

    def settle(self) -> None:
        """Ends the offer now: what was done stays done."""
        token = self._end()
        if token:
            self.settled.emit(token)

    @Slot()
    def tick(self) -> None:
        """Looks at the clock; the filet shrinks, and at its end the bar goes."""
        if self.remaining_ms == 0:
            self.settle()
        else:
            self.update(self._filet_area())

    @override
    def sizeHint(self) -> QSize:
        words = math.ceil(width_of(self._text, "body_medium"))
        if self._button.isHidden():
            return QSize(words + 2 * _INSET, _HEIGHT)
        wide = _INSET + words + theme.SPACE.xl + self._button.sizeHint().width() + 4
        return QSize(max(self._least, wide), _HEIGHT)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._freeze()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._thaw()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._freeze()
        self._press.press(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._press.move(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._press.release(event)
        if not self.underMouse():
            self._thaw()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host:
            if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
                self._rise.stop()  # it would end where the host ended before
                self._place()
            elif event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
                self._show()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        radius = theme.RADIUS.button
        with QPainter(self) as painter:
            draw_shape(
                painter,
                self.rect().toRectF(),
                (radius, radius),
                fill=theme.color("inverse"),
            )
            self._paint_words(painter)
            if self._button.isHidden():
                return  # there is no time to lose
            area = self._filet_area()
            draw_filet(
                painter,
                area.x(),
                area.y(),
                area.width(),
                color=theme.color("inverse_accent"),
                style="measured",
                fraction=self.remaining_ms / self._duration,
            )

    def _paint_words(self, painter: QPainter) -> None:
        """On one line, or smaller on two where the work area is narrow."""
        room = self.width() - 2 * _INSET
        if not self._button.isHidden():
            room = self._button.x() - theme.SPACE.xl - _INSET
        lines: tuple[str, ...] = (self._text,)
        style = "body_medium"
        if width_of(self._text, style) > room + 1:
            style = "label"
            lines = wrapped(self._text, style, room)
        step = line_height(style)
        top = (self.height() - step * len(lines)) / 2
        for row, line in enumerate(lines):
            at = QPointF(_INSET, top + row * step)
            put_text(painter, at, line, style, theme.color("on_inverse"))

    def _filet_area(self) -> QRect:
        return QRect(_INSET, _HEIGHT - 10, self.width() - 2 * _INSET, 4)

    def set_inset(self, inset: int) -> None:
        """Stands this far from the edge, clear of what is beside the work area."""
        if inset != self._inset:
            self._inset = inset
            self._place()

    def _make_button(self, words: str) -> Button:
        button = Button(words, kind="inverse", icon=self._icon)
        button.stand_in(_HEIGHT)
        button.clicked.connect(self._on_button_clicked)
        self._line.addWidget(button)
        return button

    def _end(self) -> str:
        token, self._token = self._token, ""
        self._timer.stop()
        self.hide()
        return token

    def _freeze(self) -> None:
        if self._token and not self._frozen:
            self._left_ms = self.remaining_ms
            self._frozen = True

    def _thaw(self) -> None:
        if self._frozen:
            self._frozen = False
            self._since = self._clock()

    def _place(self) -> None:
        room = self._host.width() - 2 * self._margin - self._inset
        wide = min(self.sizeHint().width(), room)
        left = self._margin + self._inset
        if self.isRightToLeft():
            left = self._host.width() - left - wide
        place = QPoint(left, self._host.height() - self._margin - _HEIGHT)
        if self._ground is not self._host:
            place = self._host.mapTo(self._ground, place)
        self.setGeometry(QRect(place, QSize(wide, _HEIGHT)))

    def _show(self) -> None:
        """Only over its work area: not at the login, where others stand."""
        inside = self._ground is self._host
        self.setVisible(bool(self._token) and (inside or self._host.isVisible()))

    def _appear(self) -> None:
        self._place()
        self.raise_()
        self._show()
        milliseconds = theme.duration(theme.MOTION.undo_in)
        if milliseconds:
            end = self.pos()
            self._rise.stop()
            self._rise.setDuration(milliseconds)
            self._rise.setStartValue(end + QPoint(0, _HEIGHT + self._margin))
            self._rise.setEndValue(end)
            self._rise.start()

    @Slot()
    def _on_press_tapped(self) -> None:
        if self._button.isHidden():  # nothing to keep it for
            self.settle()

    @Slot()
    def _on_press_swiped(self) -> None:
        self.settle()

    @Slot()
    def _on_button_clicked(self) -> None:
        token = self._end()
        if token:
            self.undo_requested.emit(token)
