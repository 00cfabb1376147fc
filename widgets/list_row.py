"""A row of a list: a sign, title and subtitle, an amount, a chevron.

Rows touch each other and are separated by hairlines; a chosen row is tonal. A finger
that moves sideways uncovers its two acts where the owner gave them.
"""

import math
from typing import Literal, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from widgets import theme
from widgets.avatar import paint_avatar
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.looks import mixed
from widgets.painted_text import put_text, width_of, wrapped
from widgets.painting import draw_filet, draw_shape
from widgets.press import SWIPE_PX, PressTracker
from widgets.pressable import Pressable

SignTone = Literal["neutral", "warning", "danger", "info", "success", "tonal"]
_GROUNDS = {
    "neutral": ("surface_high", "on"),
    "warning": ("warning_c", "on_warning_c"),
    "danger": ("danger_c", "on_danger_c"),
    "info": ("info_c", "on_info_c"),
    "success": ("success_c", "on_success_c"),
    "tonal": ("tonal", "on_tonal"),
}
_SIGN, _CHEVRON, _GAP = 36, 24, 12


class RowView(NamedTuple):
    """What a row shows.

    `icon` stands on a 36 px sign of `tone`, or bare when `tone` is ""; `initials` and
    `avatar_tone` put a person there instead. `trailing` is right-aligned.
    """

    title: str
    subtitle: str = ""
    icon: str = ""
    tone: SignTone | Literal[""] = ""
    initials: str = ""
    avatar_tone: int = 1
    trailing: str = ""
    trailing_note: str = ""
    fill_icon: bool = False


class SwipeAct(NamedTuple):
    """What a sideways movement does."""

    key: str
    text: str
    icon: str
    tone: SignTone = "tonal"


class ListRow(Pressable):
    """One row.

    Args:
        view: what it shows.
        height: 64 or 65 on the till and in feeds, 52 in dense lists.
        padding: beside its content.
        chevron: it leads somewhere.
        line: draw the hairline under it.
        swipe_left: act uncovered by a finger that moves to the left.
        swipe_right: act uncovered by a finger that moves to the right.

    Signals:
        clicked: tapped.
        swiped(str): key of the act that was uncovered far enough.
    """

    swiped = Signal(str)

    def __init__(
        self,
        view: RowView,
        *,
        height: int = 64,
        padding: int = 16,
        chevron: bool = False,
        line: bool = True,
        chosen: bool = False,
        swipe_left: SwipeAct | None = None,
        swipe_right: SwipeAct | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", radius=theme.RADIUS.rest, parent=parent)
        self._view, self._padding = view, padding
        self._chevron, self._line, self._chosen = chevron, line, chosen
        self._acts = {"left": swipe_left, "right": swipe_right}
        self._shift = 0
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._press = PressTracker(self, swipes=any(self._acts.values()))
        self._press.swipe_moved.connect(self._on_press_swipe_moved)
        self._press.swiped.connect(self._on_press_swiped)
        self._press.ended.connect(self._on_press_ended)
        self._name()

    @property
    def view(self) -> RowView:
        """What it shows."""
        return self._view

    def show_view(self, view: RowView) -> None:
        """Shows something else, if it is."""
        if view != self._view:
            self._view = view
            self._name()
            self.updateGeometry()
            self.update()

    def _name(self) -> None:
        view = self._view
        parts = (view.title, view.subtitle, view.trailing, view.trailing_note)
        self.setAccessibleName(", ".join(part for part in parts if part))

    def set_chosen(self, *, chosen: bool) -> None:
        """Paints it as chosen."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._press.press(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._press.move(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._shift:
            # A swipe is not a tap.
            self.setDown(False)
        super().mouseReleaseEvent(event)
        self._press.release(event)

    @override
    def sizeHint(self) -> QSize:
        view = self._view
        words = max(width_of(view.title, "label_strong"), 80.0)
        return QSize(math.ceil(self._words_left() + words + self._end()), self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._words_left() + 80 + self._end(), self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self._shift:
                self._paint_act(painter)
                painter.translate(self._shift, 0)
            self._paint_ground(painter)
            self._paint_sign(painter)
            self._paint_words(painter)
            self._paint_end(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        box, state = QRectF(self.rect()), self.shown_state
        role = "card" if self._shift else ""
        if self._chosen:
            role = "tonal"
        elif state in ("hover", "press"):
            role = "surface_high"
        if role:
            painter.fillRect(box, theme.color(role))
        if self._line:
            left = self._padding
            wide = self.width() - 2 * self._padding
            bottom = self.height() - 1
            painter.fillRect(QRectF(left, bottom, wide, 1), theme.color("line"))

    def _paint_sign(self, painter: QPainter) -> None:
        view = self._view
        box = QRectF(self._padding, (self.height() - _SIGN) / 2, _SIGN, _SIGN)
        if view.initials:
            inner = QRectF(box.x(), (self.height() - 40) / 2, 40, 40)
            paint_avatar(painter, inner, view.initials, view.avatar_tone)
        elif view.icon and view.tone:
            ground, ink = _GROUNDS[view.tone]
            radii = (theme.RADIUS.rest, theme.RADIUS.tiny)
            draw_shape(painter, box, radii, fill=theme.color(ground))
            inner = box.adjusted(8, 8, -8, -8)
            paint_icon(
                painter, view.icon, inner, theme.color(ink), filled=view.fill_icon
            )
        elif view.icon:
            inner = QRectF(box.x(), (self.height() - 24) / 2, 24, 24)
            ink_color = theme.color("on_var")
            paint_icon(painter, view.icon, inner, ink_color, filled=view.fill_icon)

    def _paint_words(self, painter: QPainter) -> None:
        view, left = self._view, self._words_left()
        room = max(1, self.width() - left - self._end())
        titles = wrapped(view.title, "label_strong", room, lines=2)
        step, small = line_height("label_strong"), line_height("caption")
        most = max(1, (self.height() - 4 - step * len(titles)) // small)
        under = wrapped(view.subtitle, "caption", room, lines=min(2, most))
        if not view.subtitle:
            under = ()
        top = (self.height() - 1 - step * len(titles) - small * len(under)) / 2
        ink = theme.color("on_tonal" if self._chosen else "on")
        for number, line in enumerate(titles):
            at = QPointF(left, top + number * step)
            put_text(painter, at, line, "label_strong", ink)
        quiet = theme.color("on_tonal" if self._chosen else "on_var")
        for number, line in enumerate(under):
            at = QPointF(left, top + step * len(titles) + small * number)
            put_text(painter, at, line, "caption", quiet)

    def _paint_end(self, painter: QPainter) -> None:
        view = self._view
        right = float(self.width() - self._padding)
        ink = theme.color("on_tonal" if self._chosen else "on")
        if self._chevron:
            box = QRectF(
                right - _CHEVRON + 4, (self.height() - _CHEVRON) / 2, _CHEVRON, _CHEVRON
            )
            paint_icon(painter, "chevron_right", box, theme.color("on_var"))
            right -= _CHEVRON + 8
        style = "body_strong"
        tall = line_height(style)
        if view.trailing_note:
            tall += line_height("caption")
        top = (self.height() - 1 - tall) / 2
        put_text(painter, QPointF(right, top), view.trailing, style, ink, align="right")
        at = QPointF(right, top + line_height(style))
        quiet = theme.color("on_var")
        put_text(painter, at, view.trailing_note, "caption", quiet, align="right")

    def _paint_act(self, painter: QPainter) -> None:
        """What lies under the row while a finger moves it."""
        act = self._acts["left" if self._shift < 0 else "right"]
        if act is None:
            return
        ground, ink_role = _GROUNDS[act.tone]
        far = abs(self._shift) >= SWIPE_PX
        ink, fill = theme.color(ink_role), theme.color(ground)
        if far:
            fill = mixed(fill, ink, 0.12)
        painter.fillRect(self.rect(), fill)
        style = "label_strong"
        words = width_of(act.text, style)
        wide = 24 + 8 + words
        left = self.width() - self._padding - wide if self._shift < 0 else self._padding
        icon = QRectF(left, (self.height() - 24) / 2, 24, 24)
        paint_icon(painter, act.icon, icon, ink, filled=far)
        top = (self.height() - line_height(style)) / 2
        put_text(painter, QPointF(left + 32, top), act.text, style, ink)
        if far:
            under = self.height() - 10
            draw_filet(painter, left + 32, under, words, color=ink, style="short")

    def _words_left(self) -> int:
        view = self._view
        if view.initials:
            return self._padding + 40 + _GAP
        if view.icon:
            return self._padding + (_SIGN if view.tone else 24) + _GAP
        return self._padding

    def _end(self) -> int:
        """Room for what stands at the end."""
        view = self._view
        wide = max(
            width_of(view.trailing, "body_strong"),
            width_of(view.trailing_note, "caption"),
        )
        chevron = _CHEVRON + 8 if self._chevron else 0
        return self._padding + chevron + math.ceil(wide) + (_GAP if wide else 0)

    @Slot(QPoint, int)
    def _on_press_swipe_moved(self, _start: QPoint, across: int) -> None:
        allowed = self._acts["left" if across < 0 else "right"]
        self._shift = across if allowed else 0
        self.update()

    @Slot(QPoint, str)
    def _on_press_swiped(self, _start: QPoint, way: str) -> None:
        if (act := self._acts[way]) is not None:
            self.swiped.emit(act.key)

    @Slot()
    def _on_press_ended(self) -> None:
        self._shift = 0
        self.update()
