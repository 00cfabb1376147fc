"""Where one is: the rail of the till (80 px) and the menu of the back office.

Both take `NavItem` values; the filet rests under the chosen one. The person on duty
stands at the bottom.
"""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.avatar import paint_avatar
from widgets.card import Line, Pane
from widgets.empty_state import Mark
from widgets.focus_ring import RING_INSET_PROPERTY
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.painted_text import put_text, width_of
from widgets.painting import draw_filet, draw_shape
from widgets.pressable import Pressable
from widgets.scroll import ScrollPane
from widgets.text import Label


class NavItem(NamedTuple):
    """A place to go; `badge` counts what waits there."""

    key: str
    text: str
    icon: str
    badge: int = 0


class _RailItem(Pressable):
    """Icon over word, 72 × 68."""

    _WIDTH, _HEIGHT, _ICON = 72, 68, 28

    def __init__(self, item: NavItem) -> None:
        super().__init__(item.text)
        self.item = item
        self.setCheckable(True)
        self.setFixedHeight(self._HEIGHT)
        self.show_item(item)

    def show_item(self, item: NavItem) -> None:
        self.item = item
        name = f"{item.text}, {item.badge}" if item.badge else item.text
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = math.ceil(width_of(self.item.text, "micro_strong"))
        return QSize(max(self._WIDTH, words), self._HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        chosen, middle = self.isChecked(), self.width() / 2
        ink = theme.color("primary" if chosen else "on_var")
        style = "micro_strong" if chosen else "micro"
        icon = QRectF(middle - self._ICON / 2, 7, self._ICON, self._ICON)
        with QPainter(self) as painter:
            if not chosen and self.shown_state in ("hover", "press"):
                radius = theme.RADIUS.button
                fill = theme.color("surface_high")
                draw_shape(painter, QRectF(self.rect()), (radius, radius), fill=fill)
            paint_icon(painter, self.item.icon, icon, ink, filled=chosen)
            at = QPointF(middle, 37)
            put_text(painter, at, self.item.text, style, ink, align="center")
            if chosen:
                draw_filet(painter, middle - 14, 58, 28, color=ink, style="short")
            if self.item.badge:
                _paint_badge(painter, QPointF(middle + 12, 10), self.item.badge)


class _UserItem(Pressable):
    """The person on duty: under the avatar in the rail, beside it in the menu."""

    def __init__(self, *, wide: bool) -> None:
        super().__init__("")
        self._wide = wide
        self._initials, self._tone = "", 1
        self._person, self._role = "", ""
        self.setFixedHeight(64)

    def show_person(self, initials: str, tone: int, name: str, role: str) -> None:
        self._initials, self._tone = initials, tone
        self._person, self._role = name, role
        self.setAccessibleName(f"{name}, {role}" if role else name)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        if self._wide:
            words = max(
                width_of(self._person, "body_strong"), width_of(self._role, "caption")
            )
            return QSize(60 + math.ceil(words), 64)
        return QSize(max(72, math.ceil(width_of(self._person, "caption"))), 64)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._person:
            return
        on, on_var = theme.color("on"), theme.color("on_var")
        with QPainter(self) as painter:
            if self._wide:
                paint_avatar(painter, QRectF(8, 12, 40, 40), self._initials, self._tone)
                put_text(painter, QPointF(60, 12), self._person, "body_strong", on)
                put_text(painter, QPointF(60, 36), self._role, "caption", on_var)
                return
            middle = self.width() / 2
            box = QRectF(middle - 20, 3, 40, 40)
            paint_avatar(painter, box, self._initials, self._tone)
            at = QPointF(middle, 45)
            put_text(painter, at, self._person, "micro", on_var, align="center")


class _MenuItem(Pressable):
    """Icon beside word, 52 high (48 in a low window); the chosen one stands on a card."""

    _HEIGHT, LEAST, _ICON = 52, 48, 24
    _INSET = 5
    """The keyboard ring stays within its height: what scrolls would cut it."""

    def __init__(self, item: NavItem) -> None:
        super().__init__(item.text)
        self.item = item
        self.setCheckable(True)
        self.setProperty(RING_INSET_PROPERTY, self._INSET)
        self.setMinimumHeight(self.LEAST)
        self.setMaximumHeight(self._HEIGHT)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)

    def show_item(self, item: NavItem) -> None:
        self.item = item
        self.setAccessibleName(
            f"{item.text}, {item.badge}" if item.badge else item.text
        )
        self.update()

    @override
    def sizeHint(self) -> QSize:
        badge = 28 if self.item.badge else 0
        words = math.ceil(width_of(self.item.text, "body_bold"))
        return QSize(48 + words + 12 + badge, self._HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        words = math.ceil(width_of(self.item.text, "body_bold"))
        return QSize(48 + words, self.LEAST)  # a badge may sit on the icon

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        chosen, radius = self.isChecked(), theme.RADIUS.button
        ink = theme.color("primary" if chosen else "on_var")
        with QPainter(self) as painter:
            hovered = self.shown_state in ("hover", "press")
            ground = "card" if chosen else "surface_high" if hovered else ""
            if ground:
                fill = theme.color(ground)
                draw_shape(painter, QRectF(self.rect()), (radius, radius), fill=fill)
            middle = self.height() / 2
            box = QRectF(12, middle - self._ICON / 2, self._ICON, self._ICON)
            paint_icon(painter, self.item.icon, box, ink, filled=chosen)
            style = "body_bold" if chosen else "body_medium"
            top = middle - line_height(style) / 2
            put_text(painter, QPointF(48, top), self.item.text, style, ink)
            if chosen:
                draw_filet(painter, 48, middle + 18, 24, color=ink, style="short")
            if self.item.badge:
                room = self.width() - 48 - width_of(self.item.text, "body_bold")
                narrow = room < 36  # then it sits on the icon
                center = (
                    QPointF(36, middle - 12)
                    if narrow
                    else QPointF(self.width() - 22, middle)
                )
                _paint_badge(painter, center, self.item.badge)


class _Places(ScrollPane):
    """The places of the menu; where they do not all fit, whole ones are in sight."""

    GAP = 2
    STEP = _MenuItem.LEAST + GAP

    def __init__(self) -> None:
        super().__init__(spacing=self.GAP)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(self.STEP)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        overfull = self.content.minimumSize().height() > self.height()
        rest = (self.height() + self.GAP) % self.STEP if overfull else 0
        self.setViewportMargins(0, 0, 0, rest)
        super().resizeEvent(event)


class _More(Pressable):
    """Under places that do not all fit: there are more, down or, at the end, up."""

    def __init__(self, pane: _Places) -> None:
        super().__init__(tr("Autres pages"))
        self._pane = pane
        self.setFixedHeight(48)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard goes by the places
        bar = pane.verticalScrollBar()
        bar.rangeChanged.connect(self._on_scrolled)
        bar.valueChanged.connect(self._on_scrolled)
        self.clicked.connect(self._on_clicked)
        self._on_scrolled()

    @property
    def at_end(self) -> bool:
        """Nothing is below what is in sight."""
        bar = self._pane.verticalScrollBar()
        return bar.value() >= bar.maximum()

    @Slot()
    def _on_scrolled(self) -> None:
        self.setVisible(self._pane.verticalScrollBar().maximum() > 0)
        self.update()

    @Slot()
    def _on_clicked(self) -> None:
        bar = self._pane.verticalScrollBar()
        page = bar.pageStep() + _Places.GAP
        bar.setValue(0 if self.at_end else bar.value() + page)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ink = theme.color("on_var")
        icon = "keyboard_arrow_up" if self.at_end else "keyboard_arrow_down"
        with QPainter(self) as painter:
            if self.shown_state in ("hover", "press"):
                radius = theme.RADIUS.button
                fill = theme.color("surface_high")
                draw_shape(painter, QRectF(self.rect()), (radius, radius), fill=fill)
            middle = self.height() / 2
            paint_icon(painter, icon, QRectF(12, middle - 12, 24, 24), ink)
            top = middle - line_height("label") / 2
            put_text(painter, QPointF(48, top), tr("Autres pages"), "label", ink)


class _Nav(Pane):
    """What both have in common.

    Signals:
        chosen(str): key of the place tapped.
        user_requested: the person was tapped.
    """

    chosen = Signal(str)
    user_requested = Signal()

    def __init__(self, *, wide: bool, parent: QWidget | None) -> None:
        super().__init__(tone="surface", edges=("right",), parent=parent)
        self._wide = wide
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_group_id_clicked)
        self._items: list[_RailItem | _MenuItem] = []
        self._user = _UserItem(wide=wide)
        self._user.clicked.connect(self.user_requested)
        self._column = QVBoxLayout(self)

    @property
    def chosen_key(self) -> str:
        """Where one is; "" when nowhere."""
        number = self._group.checkedId()
        return self._items[number].item.key if number >= 0 else ""

    def choose(self, key: str) -> None:
        """Moves the filet without a signal."""
        for item in self._items:
            if item.item.key == key:
                item.setChecked(True)

    def set_badge(self, key: str, count: int) -> None:
        """Changes how many wait at a place."""
        for item in self._items:
            if item.item.key == key and item.item.badge != count:
                item.show_item(item.item._replace(badge=count))

    def show_person(
        self, initials: str, *, tone: int, name: str, role: str = ""
    ) -> None:
        """Shows who is on duty."""
        self._user.show_person(initials, tone, name, role)

    def item_widget(self, key: str) -> Pressable:
        """The control of a place, for tests and tours.

        Raises:
            KeyError: no such place.
        """
        for item in self._items:
            if item.item.key == key:
                return item
        raise KeyError(key)

    @property
    def user(self) -> Pressable:
        """The control of the person, for tests and tours."""
        return self._user

    def _add(self, item: NavItem, column: QVBoxLayout) -> None:
        made = _MenuItem(item) if self._wide else _RailItem(item)
        self._group.addButton(made, len(self._items))
        self._items.append(made)
        column.addWidget(made)

    @Slot(int)
    def _on_group_id_clicked(self, number: int) -> None:
        self.chosen.emit(self._items[number].item.key)


class NavRail(_Nav):
    """The rail of the till, the plan and the kitchen: 80 px wide.

    Args:
        items: from the top; `last` ones stand above the person.
    """

    def __init__(
        self,
        items: Sequence[NavItem],
        *,
        last: Sequence[NavItem] = (),
        chosen: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(wide=False, parent=parent)
        self.setFixedWidth(80)
        self._column.setContentsMargins(4, 16, 4, 12)
        self._column.setSpacing(4)
        center = Qt.AlignmentFlag.AlignHCenter
        self._column.addWidget(Mark(size=32), alignment=center)
        self._column.addSpacing(12)
        for item in items:
            self._add(item, self._column)
        self._column.addStretch(1)
        for item in last:
            self._add(item, self._column)
        self._column.addWidget(self._user)
        self.choose(chosen)


class AdminNav(_Nav):
    """The menu of the back office: 208 px wide, 176 beside a form. In a low window the
    places scroll between the mark and the foot.

    Args:
        items: from the top; `last` ones stand above the person.
        width: 176 or 208.
    """

    def __init__(
        self,
        items: Sequence[NavItem],
        *,
        last: Sequence[NavItem] = (),
        chosen: str = "",
        width: Literal[176, 208] = 208,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(wide=True, parent=parent)
        self.setFixedWidth(width)
        self._column.setContentsMargins(12, 20, 12, 8)
        self._column.setSpacing(2)
        wordmark = Wordmark(size=32)
        wordmark.setContentsMargins(7, 0, 0, 0)
        self._column.addWidget(wordmark)
        self._column.addSpacing(12)
        self._pane = _Places()
        for item in items:
            self._add(item, self._pane.content)
        self._pane.content.addStretch(1)
        self._column.addWidget(self._pane, 1)
        self.more = _More(self._pane)
        self._column.addWidget(self.more)
        self._column.addWidget(Line())
        for item in last:
            self._add(item, self._column)
        self._column.addWidget(self._user)
        self.choose(chosen)
        # a window's new height reaches the list after the menu
        self._pane.verticalScrollBar().rangeChanged.connect(self._bring_chosen)

    @override
    def choose(self, key: str) -> None:
        super().choose(key)
        self._bring_chosen()

    @Slot()
    def _bring_chosen(self) -> None:
        """Scrolls to where one is; the foot needs no scrolling."""
        chosen = self._group.checkedButton()
        if chosen is not None and self._pane.isAncestorOf(chosen):
            self._pane.content.activate()  # else it stands where it stood before
            self._pane.ensureWidgetVisible(chosen, 0, 0)
            bar = self._pane.verticalScrollBar()
            bar.setValue(math.ceil(bar.value() / _Places.STEP) * _Places.STEP)


class Wordmark(QWidget):
    """The mark and the name.

    Args:
        size: of the mark, 32 in the menu, 40 at login.
    """

    def __init__(
        self, *, size: Literal[32, 40] = 40, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(11 if size == 32 else 12)
        line.addWidget(Mark(size=size))
        style = "wordmark" if size == 32 else "wordmark_big"
        line.addWidget(Label("sotto", style=style, role="primary"))
        line.addStretch(1)


def _paint_badge(painter: QPainter, center: QPointF, count: int) -> None:
    box = QRectF(center.x() - 10, center.y() - 10, 20, 20)
    draw_shape(painter, box, (10, 10), fill=theme.color("primary"))
    at = QPointF(center.x(), center.y() - line_height("micro_strong") / 2)
    text = "9+" if count > 9 else str(count)
    ink = theme.color("on_primary")
    put_text(painter, at, text, "micro_strong", ink, align="center")
