"""One of several: segments, and tabs with their filet.

Both take `Choice` values and emit `chosen(key)`. Left and right arrows move between
them; only the chosen one is a stop of the Tab key, as screen readers expect.
"""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QSizePolicy, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.button import IconButton
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.painted_text import put_text, width_of
from widgets.painting import draw_filet, draw_shape
from widgets.pressable import Pressable

_MARK = 18
_FILET = 24
_STYLE = "body_strong"
_COUNTER_STYLE, _COUNTER_HEIGHT, _COUNTER_PAD, _COUNTER_GAP = "caption_strong", 24, 8, 8


class Choice(NamedTuple):
    """One of several.

    `icon` is filled when chosen; `mark` is a second icon after the words (an allergy
    on a seat), in the colour role `mark_role`; `counter` stands in a box after them
    ("11 / 15" tables); `hint` is told beside them (who sits on the seat).
    """

    key: str
    text: str
    icon: str = ""
    mark: str = ""
    mark_role: str = "warning"
    counter: str = ""
    hint: str = ""


class _Option(Pressable):
    """One choice as it is painted in a segment or a tab."""

    def __init__(
        self, choice: Choice, *, height: int, padding: int, segment: bool
    ) -> None:
        super().__init__(_spoken(choice))
        self.choice = choice
        self.setToolTip(choice.hint)
        self._padding, self._segment = padding, segment
        self._icon = 24 if segment else 20
        self._gap = 8 if segment or padding >= 16 else 6
        self._with_icon = True
        self.setCheckable(True)
        self.setFixedHeight(height)
        if segment:
            self.setSizePolicy(
                QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed
            )

    def set_icon_shown(self, *, shown: bool) -> None:
        if shown != self._with_icon:
            self._with_icon = shown
            self.updateGeometry()
            self.update()

    def show_counter(self, counter: str) -> None:
        if counter != self.choice.counter:
            self.choice = self.choice._replace(counter=counter)
            self.setAccessibleName(_spoken(self.choice))
            self.updateGeometry()
            self.update()

    def width_with(self, *, icon: bool) -> int:
        """Width that it takes with or without its icon; a short word is hit as well."""
        wide = self._content(icon=icon) + 2 * self._padding
        return max(self.height(), math.ceil(wide))

    def _content(self, *, icon: bool) -> float:
        wide = width_of(self.choice.text, _STYLE)
        if self.choice.counter:
            wide += _COUNTER_GAP + self._counter_width()
        if icon and self.choice.icon:
            wide += self._icon + self._gap
        if self.choice.mark:
            wide += _MARK + self._gap
        return wide

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width_with(icon=self._with_icon), self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        state, chosen = self.shown_state, self.isChecked()
        with QPainter(self) as painter:
            ground = None
            if self._segment and chosen:
                ground = "card"
            elif state in ("hover", "press"):
                ground = "surface_highest" if self._segment else "surface_high"
            if ground:
                radius = theme.RADIUS.button
                draw_shape(
                    painter,
                    self.drawn,
                    (radius, radius),
                    fill=theme.color(ground),
                )
            self._paint_words(painter, chosen=chosen, inactive=state == "inactive")
            if chosen:
                draw_filet(
                    painter,
                    (self.width() - _FILET) / 2,
                    self.drawn.bottom()
                    - (6 if self.drawn.height() < theme.TOUCH.least else 10),
                    _FILET,
                    color=theme.color("primary"),
                    style="short",
                )

    def _paint_words(self, painter: QPainter, *, chosen: bool, inactive: bool) -> None:
        choice = self.choice
        role = "disabled" if inactive else "primary" if chosen else "on_var"
        ink = theme.color(role)
        icon = self._with_icon and bool(choice.icon)
        left = (self.width() - self._content(icon=self._with_icon)) / 2
        if icon:
            side = self._icon
            box = QRectF(left, (self.height() - side) / 2, side, side)
            paint_icon(painter, choice.icon, box, ink, filled=chosen)
            left += side + self._gap
        top = (self.height() - line_height(_STYLE)) / 2
        left += put_text(painter, QPointF(left, top), choice.text, _STYLE, ink)
        left += self._gap
        if choice.mark:
            box = QRectF(left, (self.height() - _MARK) / 2, _MARK, _MARK)
            mark = theme.color(choice.mark_role)
            paint_icon(painter, choice.mark, box, mark, filled=True)
            left += _MARK + self._gap
        if choice.counter:
            self._paint_counter(painter, left - self._gap + _COUNTER_GAP)

    def _paint_counter(self, painter: QPainter, left: float) -> None:
        top = (self.height() - _COUNTER_HEIGHT) / 2
        box = QRectF(left, top, self._counter_width(), _COUNTER_HEIGHT)
        radius = theme.RADIUS.small
        fill = theme.color("surface_high")
        draw_shape(painter, box, (radius, radius), fill=fill)
        top = (self.height() - line_height(_COUNTER_STYLE)) / 2
        at = QPointF(left + _COUNTER_PAD, top)
        ink = theme.color("disabled" if self.shown_state == "inactive" else "on")
        put_text(painter, at, self.choice.counter, _COUNTER_STYLE, ink)

    def _counter_width(self) -> int:
        words = width_of(self.choice.counter, _COUNTER_STYLE)
        return math.ceil(words) + 2 * _COUNTER_PAD


def _spoken(choice: Choice) -> str:
    return ", ".join(filter(None, (choice.text, choice.counter, choice.hint)))


class _Row(QWidget):
    """What segments and tabs share: exclusive options in a row."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idClicked.connect(self._on_group_id_clicked)
        self._options: list[_Option] = []
        self._line = QHBoxLayout(self)

    @property
    def options(self) -> tuple[Pressable, ...]:
        """The controls, in order, for tests and tours."""
        return tuple(self._options)

    @property
    def chosen_key(self) -> str:
        """Key of the chosen one; "" when none."""
        number = self._group.checkedId()
        return self._options[number].choice.key if number >= 0 else ""

    def choose(self, key: str) -> None:
        """Chooses without emitting `chosen`; "" lets go of the chosen one."""
        self._group.setExclusive(False)
        for option in self._options:
            option.setChecked(option.choice.key == key)
        self._group.setExclusive(True)

    def _shows(self, choices: Sequence[Choice]) -> bool:
        """Whether these are there already: then they stay under the finger."""
        return [option.choice for option in self._options] == list(choices)

    def show_counter(self, key: str, counter: str) -> None:
        """Changes what one counts; the control stays under the finger."""
        for option in self._options:
            if option.choice.key == key:
                option.show_counter(counter)

    def _fill(self, options: Sequence[_Option]) -> None:
        for old in self._options:
            self._group.removeButton(old)
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._options = list(options)
        for number, option in enumerate(self._options):
            self._group.addButton(option, number)
            self._line.insertWidget(number, option)
        # Each has its place before the first is shown: showing one lays all of them out,
        # and what has none yet would be a window of its own.
        for option in self._options:
            option.show()

    @Slot(int)
    def _on_group_id_clicked(self, number: int) -> None:
        self.chosen.emit(self._options[number].choice.key)


class SegmentedButtons(_Row):
    """Two to six choices side by side on one ground.

    Signals:
        chosen(str): the key of what was tapped.
    """

    _PAD = 4

    def __init__(
        self,
        choices: Sequence[Choice],
        *,
        chosen: str = "",
        name: str = "",
        height: Literal[48, 64] = 64,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._high = height
        self.setFixedHeight(height)
        self._line.setContentsMargins(self._PAD, 0, self._PAD, 0)
        self._line.setSpacing(0)
        self.set_choices(choices, chosen=chosen)

    def set_choices(self, choices: Sequence[Choice], *, chosen: str = "") -> None:
        """Shows other choices; the same ones are left as they are."""
        if not self._shows(choices):
            inner = self._high - 2 * self._PAD
            options = [
                _Option(item, height=inner, padding=12, segment=True)
                for item in choices
            ]
            for option in options:
                option.stand_in(self._high)
            self._fill(options)
        self.choose(chosen)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        radius = theme.RADIUS.card
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                (radius, radius),
                fill=theme.color("surface_high"),
            )


class Tabs(_Row):
    """Tabs with the filet under the chosen one.

    When they do not fit, they first lose their icons; what still does not fit is
    reached by the chevron at the end.

    Args:
        height: 64; 48 in forms.
        padding: beside the words of each tab; 12 in the tight row of the till.
        icons_from: width from which icons stay and the last tabs go instead.

    Signals:
        chosen(str): the key of what was tapped.
    """

    def __init__(
        self,
        choices: Sequence[Choice],
        *,
        chosen: str = "",
        name: str = "",
        height: Literal[48, 64] = 64,
        padding: int = 16,
        icons_from: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._padding, self._tab_height = padding, height
        self._icons_from = icons_from
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self._line.addStretch(1)
        size: Literal[48, 64] = 64 if height == 64 else 48
        self._more = IconButton(tr("Autres onglets"), "keyboard_arrow_down", size=size)
        self._more.setVisible(False)
        self._more.clicked.connect(self._on_more_clicked)
        self._line.addWidget(self._more)
        self.set_choices(choices, chosen=chosen)

    @property
    def hidden_keys(self) -> tuple[str, ...]:
        """Keys that only the chevron reaches."""
        return tuple(o.choice.key for o in self._options if o.isHidden())

    def set_choices(self, choices: Sequence[Choice], *, chosen: str = "") -> None:
        """Shows other tabs; the same ones are left as they are."""
        high, padding = self._tab_height, self._padding
        if not self._shows(choices):
            self._fill(
                [
                    _Option(item, height=high, padding=padding, segment=False)
                    for item in choices
                ]
            )
        self.choose(chosen)

    @override
    def choose(self, key: str) -> None:
        super().choose(key)
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        widest = max((o.width_with(icon=False) for o in self._options), default=0)
        return QSize(widest + self._more.width(), self._tab_height)

    @override
    def sizeHint(self) -> QSize:
        return QSize(
            sum(o.width_with(icon=True) for o in self._options), self._tab_height
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Drops icons, then tabs from the end (never the chosen one)."""
        icons = sum(o.width_with(icon=True) for o in self._options) <= self.width()
        if self._icons_from is not None and self.width() >= self._icons_from:
            icons = True
        for option in self._options:
            option.set_icon_shown(shown=icons)
        widths = [o.width_with(icon=icons) for o in self._options]
        room = self.width()
        shown = [True] * len(widths)
        if sum(widths) > room:
            room -= self._more.width()
            for number in range(len(widths) - 1, -1, -1):
                if sum(w for w, s in zip(widths, shown, strict=True) if s) <= room:
                    break
                shown[number] = self._options[number].isChecked()
        for option, visible in zip(self._options, shown, strict=True):
            option.setVisible(visible)
        self._more.setVisible(not all(shown))

    @Slot()
    def _on_more_clicked(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for option in self._options:
            if option.isHidden():
                action = menu.addAction(option.choice.text)
                action.setData(option.choice.key)
        menu.triggered.connect(self._on_menu_triggered)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        key = str(action.data())
        self.choose(key)
        self.chosen.emit(key)
