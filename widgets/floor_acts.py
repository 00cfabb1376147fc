"""Beside the plan: tables that wait with the one act that helps them, and the legend."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import Line
from widgets.floor_plan_table import paint_plate, paint_stage_tag
from widgets.floor_plan_views import Stage, TableState, TableView
from widgets.fonts import line_height
from widgets.handed import along
from widgets.looks import LOOKS, ink_color, paint_ground
from widgets.painted_text import put_text, width_of
from widgets.pressable import Pressable
from widgets.text import Label

_PLATE, _ACT, _HEIGHT, _TALL, _NARROW = 48, 112, 76, 88, 80
_LEGEND_TAG, _LEGEND_ROW = 20, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ActView:
    """A table that waits for somebody.

    Attributes:
        key: what the act is and to what, for whoever carries it out.
        number: on the plate.
        state: how loud the plate is.
        title, subtitle: what is the matter, since when.
        act: the verb.
    """

    key: str
    number: str
    state: TableState
    title: str
    subtitle: str
    act: str


class TablePlate(QWidget):
    """The number of a table on the colour of its state, 48 px square."""

    def __init__(self, number: str, state: TableState) -> None:
        super().__init__()
        self._number, self._state = number, state
        self.setFixedSize(_PLATE, _PLATE)

    def show_table(self, number: str, state: TableState) -> None:
        """Shows another table."""
        if (number, state) != (self._number, self._state):
            self._number, self._state = number, state
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_plate(painter, QRectF(self.rect()), self._number, self._state)


class _ActButton(Button):
    """112 × 64 whatever its verb, which may come nearer to the edge than elsewhere."""

    _ROOM = 8

    @override
    def sizeHint(self) -> QSize:
        words = math.ceil(width_of(self.title, "body_strong"))
        return QSize(max(_ACT, words + 2 * self._ROOM), self.height())


class ActRow(QWidget):
    """A table, what is the matter, and a button of 112 × 64.

    Signals:
        act_requested(str): key of the view on show.
    """

    act_requested = Signal(str)

    def __init__(self, view: ActView, *, line: bool = True) -> None:
        super().__init__()
        self._view = view
        self._plate = TablePlate(view.number, view.state)
        self._title = Label(view.title, style="body_strong", wrap=True)
        self._subtitle = Label(view.subtitle, style="caption", role="on_var", wrap=True)
        self.button = _ActButton(view.act, kind="tonal", height=64)
        self.button.clicked.connect(self._on_button_clicked)
        self._line = Line()
        self._line.setVisible(line)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._plate)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        along(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self._line)
        self.setFixedHeight(_HEIGHT + 1)
        self.display(view, line=line)

    @property
    def view(self) -> ActView:
        """What it shows."""
        return self._view

    def display(self, view: ActView, *, line: bool = True) -> None:
        """Shows another table, or the same one a minute later."""
        self._view = view
        self._plate.show_table(view.number, view.state)
        self._title.show_text(view.title)
        self._subtitle.show_text(view.subtitle)
        self.button.set_words(view.act)
        self._line.setVisible(line)
        self.button.setAccessibleName(_spoken(view))

    @Slot()
    def _on_button_clicked(self) -> None:
        self.act_requested.emit(self._view.key)


class ActPlate(Pressable):
    """The same where there is no room for a row: the table over the verb, one tap.

    Signals:
        act_requested(str): key of the view on show.
    """

    act_requested = Signal(str)

    def __init__(self, view: ActView) -> None:
        super().__init__("")
        self._view = view
        self.setFixedHeight(_TALL)
        self.clicked.connect(self._on_clicked)
        self.display(view)

    @property
    def view(self) -> ActView:
        """What it shows."""
        return self._view

    def display(self, view: ActView) -> None:
        """Shows another table, or the same one a minute later."""
        self._view = view
        self.setAccessibleName(_spoken(view))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = math.ceil(width_of(self._view.act, "caption_strong"))
        return QSize(max(_NARROW, words + 8), _TALL)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        middle = self.width() / 2
        with QPainter(self) as painter:
            paint_ground(painter, QRectF(self.rect()), LOOKS["tonal"], self.shown_state)
            box = QRectF(middle - _PLATE / 2, 8, _PLATE, _PLATE)
            paint_plate(painter, box, self._view.number, self._view.state)
            ink = ink_color(LOOKS["tonal"], self.shown_state)
            at = QPointF(middle, _PLATE + 14)
            style = "caption_strong"
            put_text(painter, at, self._view.act, style, ink, align="center")

    @Slot()
    def _on_clicked(self) -> None:
        self.act_requested.emit(self._view.key)


def _spoken(view: ActView) -> str:
    return tr(
        "{act}, table {number}, {title}, {subtitle}",
        act=view.act,
        number=view.number,
        title=view.title,
        subtitle=view.subtitle,
    )


def legend() -> tuple[tuple[Stage, str], ...]:
    """The stages of a meal in their order, with their names."""
    return (
        ("aperitif", tr("Apéritif")),
        ("starters", tr("Entrées")),
        ("mains", tr("Plats")),
        ("cheese", tr("Fromages")),
        ("desserts", tr("Desserts")),
        ("bill", tr("Addition")),
    )


class StageLegend(QWidget):
    """What the stage tags mean, in two columns."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = legend()
        self.setAccessibleName(", ".join(name for _, name in self._rows))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        widest = max(width_of(name, "label") for _, name in self._rows)
        wide = 2 * (_LEGEND_TAG + 8 + math.ceil(widest)) + 16
        return QSize(wide, _LEGEND_ROW * math.ceil(len(self._rows) / 2))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ink, side = theme.color("on_var"), _LEGEND_TAG
        with QPainter(self) as painter:
            for number, (stage, name) in enumerate(self._rows):
                row, column = divmod(number, 2)
                left = column * math.ceil(self.width() / 2 + 6)
                middle = row * _LEGEND_ROW + _LEGEND_ROW / 2
                box = QRectF(left, middle - side / 2, side, side)
                paint_stage_tag(painter, box, TableView(id="", stage=stage))
                at = QPointF(left + side + 8, middle - line_height("label") / 2)
                put_text(painter, at, name, "label", ink)
