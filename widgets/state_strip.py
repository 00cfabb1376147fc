"""The state of the world in one line, under every screen.

The strip is silent while all is fine: grey icons and words. A degraded device says in
colour who replaces it, a lost one that it is lost. What to do about it stands in the
rows above the strip (`problem_stack.py`).
"""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.card import Pane
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.painted_text import put_text, width_of
from widgets.pressable import Pressable
from widgets.tag import Tag
from widgets.text import Label

StripState = Literal["fine", "degraded", "lost"]

_ROLE = {"fine": "on_var", "degraded": "warning", "lost": "danger"}
_WORTH = {"lost": 0, "degraded": 1, "fine": 2}
_ICON, _GAP, _SPACE = 18, 6, 20


class StripItem(NamedTuple):
    """A device or a link; `word` names its substitute when degraded ("Chaud → Bar").

    `whole`: the word says by itself how it is.
    """

    key: str
    icon: str
    word: str
    state: StripState = "fine"
    whole: bool = False


class _Item(Pressable):
    """Icon and word."""

    def __init__(self, item: StripItem) -> None:
        super().__init__("", radius=theme.RADIUS.small)
        self.setFixedHeight(32)
        self.item = item
        self._with_word = True
        self.show_item(item)

    def show_item(self, item: StripItem) -> None:
        self.item = item
        said = {"fine": "", "degraded": tr("secours"), "lost": tr("perdu")}[item.state]
        more = said and not item.whole and said not in item.word
        self.setAccessibleName(f"{item.word}, {said}" if more else item.word)
        self.setToolTip(item.word)
        self.updateGeometry()
        self.update()

    def set_word_shown(self, *, shown: bool) -> None:
        # What is wrong keeps its word however narrow the strip is.
        wanted = shown or self.item.state != "fine"
        if wanted != self._with_word:
            self._with_word = wanted
            self.updateGeometry()
            self.update()

    def full_width(self) -> int:
        return _ICON + _GAP + math.ceil(width_of(self.item.word, self._style()))

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.full_width() if self._with_word else _ICON, 32)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ink = theme.color(_ROLE[self.item.state])
        box = QRectF(0, (self.height() - _ICON) / 2, _ICON, _ICON)
        style = self._style()
        with QPainter(self) as painter:
            paint_icon(painter, self.item.icon, box, ink)
            if self._with_word:
                top = (self.height() - line_height(style)) / 2
                at = QPointF(_ICON + _GAP, top)
                put_text(painter, at, self.item.word, style, ink)

    def _style(self) -> str:
        return "caption" if self.item.state == "fine" else "caption_strong"


class StateStrip(Pane):
    """Clock, hub, internet, printers, terminal, journal; till and service at the end.

    Signals:
        item_pressed(str): key of a device that was tapped.
    """

    item_pressed = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(tone="surface", edges=("top",), parent=parent)
        self.setFixedHeight(32)
        self.setAccessibleName(tr("État du système"))
        self._items: list[_Item] = []
        self._clock = Label(style="caption_strong")
        self._mark = Tag("", kind="warning", icon=None)
        self._mark.hide()
        self._right = Label(style="caption", role="on_var", align="end")
        self._right.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(theme.SPACE.l, 0, theme.SPACE.l, 0)
        self._line.setSpacing(_SPACE)
        self._line.addWidget(self._clock)
        self._line.addWidget(self._mark)
        self._line.addWidget(self._right, 1)

    def show_mark(self, text: str) -> None:
        """That this is not in real trade ("Bac à sable")."""
        self._mark.show_tag(text, "warning", icon=None)
        self._mark.show()
        self._fit()

    def show_clock(self, text: str) -> None:
        """The time of day, "20:26"."""
        self._clock.show_text(text)

    def show_place(self, text: str) -> None:
        """Till, shop and service at the end."""
        self._right.show_text(text)
        self._fit()

    def show_items(self, items: Sequence[StripItem]) -> None:
        """Shows the devices, keeping the controls of those already there."""
        if [old.item.key for old in self._items] == [new.key for new in items]:
            for old, new in zip(self._items, items, strict=True):
                if old.item != new:
                    old.show_item(new)
        else:
            self._rebuild(items)
        self._fit()

    def item_widget(self, key: str) -> Pressable:
        """The control of a device, for tests and tours.

        Raises:
            KeyError: no such device.
        """
        for item in self._items:
            if item.item.key == key:
                return item
        raise KeyError(key)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 32)

    def _rebuild(self, items: Sequence[StripItem]) -> None:
        for old in self._items:
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._items = [_Item(item) for item in items]
        for number, made in enumerate(self._items):
            made.clicked.connect(self._on_item_clicked)
            self._line.insertWidget(1 + number, made)

    def _fit(self) -> None:
        """Drops the words of what is fine when there is no room for all, and then what
        is fine, from the end; the problems above name all that is not."""
        room = self.width() - 2 * theme.SPACE.l
        room -= self._clock.sizeHint().width() + _SPACE
        if not self._mark.isHidden():
            room -= self._mark.sizeHint().width() + _SPACE
        devices = sum(item.full_width() + _SPACE for item in self._items)
        place = self._right.sizeHint().width()
        words = devices + place <= room
        for item in self._items:
            item.set_word_shown(shown=words)
        left = room - sum(item.sizeHint().width() + _SPACE for item in self._items)
        self._right.setVisible(place <= left)
        by_worth = sorted(self._items, key=lambda item: _WORTH[item.item.state])
        for item in reversed(by_worth):
            item.setHidden(left < 0)
            if left < 0:
                left += item.sizeHint().width() + _SPACE

    @Slot()
    def _on_item_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, _Item):
            self.item_pressed.emit(sender.item.key)
