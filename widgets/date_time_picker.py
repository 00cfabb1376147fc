"""A day or a time of day, taken from a grid that opens under its field.

`Calendar` and `ClockGrid` also stand alone (reservations, availability). Arrow keys
move by what is seen: a day or a week, an hour or a row.
"""

from calendar import Calendar as MonthDays
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from resources.texts import short_date, tr
from widgets import theme
from widgets.button import IconButton
from widgets.card import Card
from widgets.field import FieldBox, FieldHeight, LabelledField
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.painted_text import put_text, width_of
from widgets.painting import draw_filet, draw_shape
from widgets.pressable import Pressable
from widgets.text import Label

_MONTHS: Final = (
    *("Janvier", "Février", "Mars", "Avril", "Mai", "Juin"),
    *("Juillet", "Août", "Septembre", "Octobre", "Novembre", "Décembre"),
)
_DAYS: Final = ("Lu", "Ma", "Me", "Je", "Ve", "Sa", "Di")
_CELL = 48
_WEEKS = 6


class _Cell(Pressable):
    """One day, hour or minute."""

    def __init__(self) -> None:
        super().__init__("")
        self._text, self._quiet, self._marked = "", False, False
        self.setCheckable(True)
        self.setFixedSize(_CELL, _CELL)

    def show_cell(self, text: str, name: str, *, quiet: bool, marked: bool) -> None:
        """`marked` is today; `quiet` belongs to another month."""
        self._text, self._quiet, self._marked = text, quiet, marked
        self.setAccessibleName(name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_CELL, _CELL)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        chosen, state = self.isChecked(), self.shown_state
        ground = "primary" if chosen else ""
        if not chosen and state in ("hover", "press"):
            ground = "surface_high"
        role = "on_primary" if chosen else "on_var" if self._quiet else "on"
        if state == "inactive":
            ground, role = "", "disabled"
        style = "body_strong" if chosen or self._marked else "body_medium"
        with QPainter(self) as painter:
            if ground:
                radius = theme.RADIUS.button
                fill = theme.color(ground)
                draw_shape(painter, QRectF(self.rect()), (radius, radius), fill=fill)
            at = QPointF(_CELL / 2, (_CELL - line_height(style)) / 2)
            ink = theme.color(role)
            put_text(painter, at, self._text, style, ink, align="center")
            if self._marked and not chosen:
                line = theme.color("primary")
                draw_filet(painter, 14, _CELL - 9, 20, color=line, style="short")


class _Cells(QWidget):
    """A grid of exclusive cells; arrow keys move in both directions."""

    taken = Signal(int)

    def __init__(self, count: int, columns: int, *, gap: int = 0) -> None:
        super().__init__()
        self.cells = [_Cell() for _ in range(count)]
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.taken)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(gap)
        for number, cell in enumerate(self.cells):
            self._group.addButton(cell, number)
            grid.addWidget(cell, number // columns, number % columns)

    def check(self, number: int | None) -> None:
        """Chooses a cell, or none, without a signal."""
        self._group.setExclusive(False)
        for place, cell in enumerate(self.cells):
            cell.setChecked(place == number)
        self._group.setExclusive(True)


class Calendar(QWidget):
    """One month, Monday first.

    Args:
        day: the chosen day; its month is shown.
        today: marked with the filet.
        first: earliest day that can be taken.
        last: latest day that can be taken.

    Signals:
        chosen(object): the `date` that was taken.
    """

    chosen = Signal(object)

    def __init__(
        self,
        day: date,
        *,
        today: date | None = None,
        first: date | None = None,
        last: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._day, self._today = day, today
        self._first, self._last = first, last
        self._month = day.replace(day=1)
        self._title = Label(style="body_strong", align="center")
        back = IconButton(tr("Mois précédent"), "chevron_left")
        on = IconButton(tr("Mois suivant"), "chevron_right")
        back.clicked.connect(self._on_back_clicked)
        on.clicked.connect(self._on_on_clicked)
        head = QHBoxLayout()
        head.addWidget(back)
        head.addWidget(self._title, 1)
        head.addWidget(on)
        names = QHBoxLayout()
        names.setSpacing(0)
        for name in _DAYS:
            label = Label(tr(name), style="caption", role="on_var", align="center")
            label.setFixedWidth(_CELL)
            names.addWidget(label)
        self._grid = _Cells(7 * _WEEKS, 7)
        self._grid.taken.connect(self._on_grid_taken)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.xs)
        column.addLayout(head)
        column.addLayout(names)
        column.addWidget(self._grid)
        self._show()

    @property
    def day(self) -> date:
        """The chosen day."""
        return self._day

    def set_day(self, day: date) -> None:
        """Chooses a day and shows its month, without a signal."""
        self._day, self._month = day, day.replace(day=1)
        self._show()

    def cell(self, day: date) -> Pressable | None:
        """The control of a day of the month on show; None when it is not there."""
        days = self._days()
        return self._grid.cells[days.index(day)] if day in days else None

    def _days(self) -> list[date]:
        days = list(MonthDays().itermonthdates(self._month.year, self._month.month))
        while len(days) < 7 * _WEEKS:
            days.append(days[-1] + timedelta(days=1))
        return days

    def _show(self) -> None:
        month = self._month
        self._title.show_text(f"{tr(_MONTHS[month.month - 1])} {month.year}")
        days = self._days()
        for day, cell in zip(days, self._grid.cells, strict=True):
            cell.show_cell(
                str(day.day),
                short_date(day),
                quiet=day.month != month.month,
                marked=day == self._today,
            )
            early = self._first is not None and day < self._first
            late = self._last is not None and day > self._last
            cell.setEnabled(not early and not late)
        self._grid.check(days.index(self._day) if self._day in days else None)

    @Slot(int)
    def _on_grid_taken(self, number: int) -> None:
        self.set_day(self._days()[number])
        self.chosen.emit(self._day)

    @Slot()
    def _on_back_clicked(self) -> None:
        self._month = (self._month - timedelta(days=1)).replace(day=1)
        self._show()

    @Slot()
    def _on_on_clicked(self) -> None:
        self._month = (self._month + timedelta(days=32)).replace(day=1)
        self._show()


class ClockGrid(QWidget):
    """Hours above, minutes below.

    Args:
        moment: the chosen time.
        step: minutes between two choices: 5, 10, 15 or 30.
        hours: those that can be taken, in the order shown (service hours first).

    Signals:
        chosen(object): the `time`, at each tap.
        completed: the minutes were tapped.
    """

    chosen = Signal(object)
    completed = Signal()

    def __init__(
        self,
        moment: time,
        *,
        step: int = 15,
        hours: Sequence[int] = range(24),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._moment = moment
        self._hours = tuple(hours)
        self._minutes = tuple(range(0, 60, step))
        self._hour_cells = _Cells(len(self._hours), 6)
        self._minute_cells = _Cells(len(self._minutes), 6)
        self._hour_cells.taken.connect(self._on_hour_cells_taken)
        self._minute_cells.taken.connect(self._on_minute_cells_taken)
        for hour, cell in zip(self._hours, self._hour_cells.cells, strict=True):
            text = f"{hour:02d}"
            cell.show_cell(text, tr("{n} heures", n=hour), quiet=False, marked=False)
        for minute, cell in zip(self._minutes, self._minute_cells.cells, strict=True):
            text = f"{minute:02d}"
            cell.show_cell(text, tr("{n} minutes", n=minute), quiet=False, marked=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.xs)
        column.addWidget(Label(tr("Heure"), style="caption", role="on_var"))
        column.addWidget(self._hour_cells, alignment=Qt.AlignmentFlag.AlignLeading)
        column.addWidget(Label(tr("Minute"), style="caption", role="on_var"))
        column.addWidget(self._minute_cells, alignment=Qt.AlignmentFlag.AlignLeading)
        self.set_moment(moment)

    @property
    def moment(self) -> time:
        """The chosen time."""
        return self._moment

    def set_moment(self, moment: time) -> None:
        """Chooses a time without a signal."""
        self._moment = moment
        hours, minutes = self._hours, self._minutes
        self._hour_cells.check(
            hours.index(moment.hour) if moment.hour in hours else None
        )
        self._minute_cells.check(
            minutes.index(moment.minute) if moment.minute in minutes else None
        )

    @Slot(int)
    def _on_hour_cells_taken(self, number: int) -> None:
        self.set_moment(self._moment.replace(hour=self._hours[number]))
        self.chosen.emit(self._moment)

    @Slot(int)
    def _on_minute_cells_taken(self, number: int) -> None:
        self.set_moment(self._moment.replace(minute=self._minutes[number]))
        self.chosen.emit(self._moment)
        self.completed.emit()


class _Value(Pressable):
    """The words of a field that opens a grid."""

    def __init__(self, name: str, icon: str) -> None:
        super().__init__(name, radius=None)
        self._what, self._icon, self._text = name, icon, ""
        self.setMinimumHeight(_CELL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(f"{self._what} {text}".strip())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(width_of(self._text, "body")) + 36, _CELL)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ink = theme.color("on" if self.isEnabled() else "disabled")
        with QPainter(self) as painter:
            top = (self.height() - line_height("body")) / 2
            put_text(painter, QPointF(0, top), self._text, "body", ink)
            side = 24
            box = QRectF(self.width() - side, (self.height() - side) / 2, side, side)
            quiet = theme.color("on_var" if self.isEnabled() else "disabled")
            paint_icon(painter, self._icon, box, quiet)


class _Popup(QFrame):
    """A card that floats under a field and closes when one looks elsewhere."""

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        card = Card(edge="outline")
        card.content.addWidget(content)
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(card)

    def open_under(self, field: QWidget) -> None:
        """Under the field, or above it where the screen ends."""
        self.adjustSize()
        place = field.mapToGlobal(field.rect().bottomLeft())
        place.setY(place.y() + theme.SPACE.xs)
        screen = field.screen().availableGeometry()
        if place.y() + self.height() > screen.bottom():
            place.setY(field.mapToGlobal(field.rect().topLeft()).y() - self.height())
        place.setX(max(0, min(place.x(), screen.right() - self.width())))
        self.move(place)
        self.show()


class DateField(LabelledField):
    """A day.

    Args:
        label: above it.
        day: at the start.
        today: marked in the calendar.
        first: earliest day.
        last: latest day.

    Signals:
        chosen(object): the `date` that was taken.
    """

    chosen = Signal(object)

    def __init__(
        self,
        label: str,
        day: date,
        *,
        today: date | None = None,
        first: date | None = None,
        last: date | None = None,
        help_text: str = "",
        height: FieldHeight = 56,
        parent: QWidget | None = None,
    ) -> None:
        self._value = _Value(label, "calendar_month")
        box = FieldBox(self._value, height=height)
        super().__init__(label, box, help_text=help_text, parent=parent)
        self.setFocusProxy(self._value)
        self.calendar = Calendar(day, today=today, first=first, last=last)
        self._popup = _Popup(self.calendar, self)
        self._value.show_text(short_date(day))
        self._value.clicked.connect(self._on_value_clicked)
        self.calendar.chosen.connect(self._on_calendar_chosen)

    @property
    def day(self) -> date:
        """The day on show."""
        return self.calendar.day

    def set_day(self, day: date) -> None:
        """Shows another day without a signal."""
        self.calendar.set_day(day)
        self._value.show_text(short_date(day))

    @Slot()
    def _on_value_clicked(self) -> None:
        self._popup.open_under(self.box)

    @Slot(object)
    def _on_calendar_chosen(self, day: date) -> None:
        self._popup.hide()
        self._value.show_text(short_date(day))
        self.chosen.emit(day)


class TimeField(LabelledField):
    """A time of day.

    Args:
        label: above it.
        moment: at the start.
        step: minutes between two choices.
        hours: those that can be taken.

    Signals:
        chosen(object): the `time` that was taken.
    """

    chosen = Signal(object)

    def __init__(
        self,
        label: str,
        moment: time,
        *,
        step: int = 15,
        hours: Sequence[int] = range(24),
        help_text: str = "",
        height: FieldHeight = 56,
        parent: QWidget | None = None,
    ) -> None:
        self._value = _Value(label, "schedule")
        box = FieldBox(self._value, height=height)
        super().__init__(label, box, help_text=help_text, parent=parent)
        self.setFocusProxy(self._value)
        self.grid = ClockGrid(moment, step=step, hours=hours)
        self._popup = _Popup(self.grid, self)
        self.set_moment(moment)
        self._value.clicked.connect(self._on_value_clicked)
        self.grid.chosen.connect(self._on_grid_chosen)
        self.grid.completed.connect(self._popup.hide)

    @property
    def moment(self) -> time:
        """The time on show."""
        return self.grid.moment

    def set_moment(self, moment: time) -> None:
        """Shows another time without a signal."""
        self.grid.set_moment(moment)
        self._value.show_text(f"{moment:%H:%M}")

    @Slot()
    def _on_value_clicked(self) -> None:
        self._popup.open_under(self.box)

    @Slot(object)
    def _on_grid_chosen(self, moment: time) -> None:
        self._value.show_text(f"{moment:%H:%M}")
        self.chosen.emit(moment)
