"""Buttons: one voice each, and two lines for the two great acts of a screen.

The height says where a button lives: 48 in forms and bars, 64 on the till, 72 for
*Envoyer* and *Encaisser*, 104 for the way most people pay at the counter. While its act
runs, the button itself shows it (`set_busy`); nothing covers the screen.
"""

import math
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.looks import LOOKS, Kind, ink_color, paint_ground
from widgets.painted_text import put_text, width_of
from widgets.painting import draw_filet
from widgets.pressable import Pressable
from widgets.progress import Turning, draw_ring, faint

# A text button has no ground: its words stand nearer to its edge.
_PADDING, _WIDE_PADDING, _TEXT_PADDING, _LEAST_EDGE = 20, 24, 12, 8
_GAP, _GAP_TALL = 8, 20
_ICON, _ICON_WIDE, _ICON_TALL = 22, 24, 34
_RING = 20
_FILET_INSET, _FILET_UP = 12, 10

Height = Literal[48, 64, 72, 104]


class Button(Pressable):
    """A named act.

    Args:
        text: the verb; first line of a great button.
        kind: its voice (see `looks.LOOKS`).
        height: 48, 64 on the till, 72 for a great act, 104 for the card at the counter.
        icon: before the words; `trailing_icon` after them.
        subtitle: second line, only at 64 and 72.
        loud: which of the two lines is written large.
        fill_icon: draw the icon filled.
        wide: with more room around its words, at the foot of a sheet.
        small: in the letters of the list that it stands under.

    Signals:
        clicked: the act is wanted. Not emitted while busy or inactive.
    """

    def __init__(
        self,
        text: str,
        *,
        kind: Kind = "filled",
        height: Height = 48,
        icon: str = "",
        trailing_icon: str = "",
        subtitle: str = "",
        loud: Literal["title", "subtitle"] = "title",
        fill_icon: bool = False,
        wide: bool = False,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent=parent)
        self._title, self._subtitle, self._loud = text, subtitle, loud
        self._kind: Kind = kind
        self._icon, self._trailing, self._fill_icon = icon, trailing_icon, fill_icon
        self._height: Height = height
        self._wide, self._small = wide, small
        self._busy: str | None = None
        self._fraction: float | None = None
        self._turning = Turning(self)
        self.setFixedHeight(height)
        self._name()

    @property
    def title(self) -> str:
        """The words of the first line."""
        return self._title

    @property
    def kind(self) -> Kind:
        """The voice."""
        return self._kind

    @property
    def busy(self) -> bool:
        """Its act is running."""
        return self._busy is not None

    def set_words(self, text: str, subtitle: str = "") -> None:
        """Changes what it says."""
        if (text, subtitle) != (self._title, self._subtitle):
            self._title, self._subtitle = text, subtitle
            self._name()
            self.updateGeometry()
            self.update()

    def set_kind(self, kind: Kind) -> None:
        """Changes its voice; its place never changes."""
        if kind != self._kind:
            self._kind = kind
            self.updateGeometry()
            self.update()

    def set_busy(self, subtitle: str = "", *, fraction: float | None = None) -> None:
        """Shows that the act runs: a ring, or a filet when `fraction` (0-1) is known.

        `subtitle` says what is being done, on a button of two lines.
        """
        self._busy, self._fraction = subtitle, fraction
        self._name()
        if fraction is None and self.isVisible():
            self._turning.start()
        self.update()

    def set_done(self) -> None:
        """The act has ended; the button answers again."""
        self._busy = self._fraction = None
        self._turning.stop()
        self._name()
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.busy:
            super().keyPressEvent(event)

    @override
    def hitButton(self, position: object) -> bool:
        return not self.busy

    @override
    def sizeHint(self) -> QSize:
        first, second = self._styles()
        widest = width_of(self._title, first)
        for name in (self._icon, self._trailing):
            widest += self._side() + self._gap() if name else 0
        if second:
            widest = max(widest, width_of(self._second(), second))
        padding = _WIDE_PADDING if self._wide else _PADDING
        if self._kind in ("text", "bare"):
            padding = _TEXT_PADDING
        return QSize(math.ceil(widest) + 2 * padding, self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        if self.busy and self._fraction is None:
            self._turning.start()
        super().showEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._turning.stop()
        super().hideEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, state = LOOKS[self._kind], self.shown_state
        with QPainter(self) as painter:
            paint_ground(painter, self.drawn, look, state)
            self._paint_words(painter)
            if self.busy and self._fraction is not None:
                ink = ink_color(look, state)
                draw_filet(
                    painter,
                    _FILET_INSET,
                    self.drawn.bottom() - _FILET_UP,
                    self.width() - 2 * _FILET_INSET,
                    color=ink,
                    style="measured",
                    track=faint(ink),
                    fraction=self._fraction,
                )

    def _paint_words(self, painter: QPainter) -> None:
        ink = ink_color(LOOKS[self._kind], self.shown_state)
        first, second = self._styles()
        room = self.width() - 2 * _LEAST_EDGE
        if first == "h3" and width_of(self._title, first) > room:
            first = "body_strong"
        tall = line_height(first) + (line_height(second) if second else 0)
        top = (self.height() - tall) / 2
        middle = self.width() / 2
        turning = self.busy and self._fraction is None
        side = _RING if turning else self._side()
        words = width_of(self._title, first)
        beside = side + self._gap()  # signs give way: the words matter more
        trailing = self._trailing if beside <= room - words else ""
        after = beside if trailing else 0
        icon = self._icon if beside <= room - words - after else ""
        before = beside if turning or icon else 0
        left = middle - (before + words + after) / 2
        line = line_height(first)
        box = QRectF(left, top + (line - side) / 2, side, side)
        if turning:
            draw_ring(painter, box, self._turning.turn, ink, faint(ink))
        elif icon:
            paint_icon(painter, icon, box, ink, filled=self._fill_icon)
        put_text(painter, QPointF(left + before, top), self._title, first, ink)
        if trailing:
            box.moveLeft(left + before + words + self._gap())
            paint_icon(painter, trailing, box, ink)
        if second:
            at = QPointF(middle, top + line)
            put_text(painter, at, self._second(), second, ink, align="center")

    def _styles(self) -> tuple[str, str]:
        """Text styles of the two lines; the second is "" when there is one line."""
        if self._height == 48:
            return "label_strong" if self._small else "body_strong", ""
        if self._height == 104:
            return "h2", "label_strong" if self._second() else ""
        if not self._second():
            return ("h3" if self._height == 72 else "body_strong"), ""
        if self._loud == "subtitle":
            return "body_strong", "amount"
        return "h3", "label_strong"

    def _side(self) -> int:
        if self._height == 104:
            return _ICON_TALL
        return _ICON_WIDE if self._wide else _ICON

    def _gap(self) -> int:
        return _GAP_TALL if self._height == 104 else _GAP

    def _second(self) -> str:
        return self._busy or self._subtitle

    def _name(self) -> None:
        said = [self._title, self._second()]
        if self.busy:
            said.append(tr("en cours"))
        self.setAccessibleName(", ".join(part for part in said if part))


class IconButton(Pressable):
    """An act that its sign says alone; the name is for screen reader and tooltip.

    Args:
        name: what it does, in words.
        icon: the sign.
        size: 48; 64 on the till.
        kind: its voice.
        icon_size: 24; 28 in pads.
        fill_icon: draw the sign filled.
    """

    def __init__(
        self,
        name: str,
        icon: str,
        *,
        size: Literal[48, 64] = 48,
        kind: Kind = "bare",
        icon_size: int = 24,
        fill_icon: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent=parent)
        self._icon, self._kind = icon, kind
        self._icon_size, self._fill_icon = icon_size, fill_icon
        self.setFixedSize(size, size)
        self.setToolTip(name)

    def set_icon(self, icon: str, name: str) -> None:
        """Changes the sign and what it means."""
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return self.size()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, state = LOOKS[self._kind], self.shown_state
        side = self._icon_size
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        with QPainter(self) as painter:
            if state != "inactive" or look.ground:
                paint_ground(painter, self.drawn, look, state)
            paint_icon(
                painter, self._icon, box, ink_color(look, state), filled=self._fill_icon
            )
