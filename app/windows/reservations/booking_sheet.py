"""The form of a reservation, as it is taken on the phone: when, how many, who."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from app.services.guests import Guest
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader, clear
from widgets.date_time_picker import DateField, TimeField
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.screen_keyboard import ScreenKeyboard
from widgets.sheet import SideSheet
from widgets.stepper import Stepper
from widgets.text import Label

BEST, OPEN = "best", "open"
"""Choices of the table: the house's own, or none yet."""
_COLUMNS, _MOST = 6, 200


@dataclass(frozen=True, slots=True)
class Booking:
    """What stands in the form; `table` is an id, `BEST` or `OPEN`."""

    day: date
    time: str
    covers: int
    table: str
    guest: Guest


class BookingSheet(SideSheet):
    """Day, covers and time first: the times that are free answer the caller at once.

    Signals:
        changed: day, covers or time are others: show what is free.
        confirmed(object): the `Booking`.
    """

    changed = Signal()
    confirmed = Signal(object)

    def __init__(
        self, host: QWidget, title: str, act: str, booking: Booking, today: date
    ) -> None:
        super().__init__(host, title, width=720)
        self.day = DateField(
            tr("Jour"), booking.day, today=today, first=today, height=64
        )
        self.covers = Stepper(
            booking.covers,
            least=1,
            most=_MOST,
            name=tr("Couverts"),
            unit=tr("couverts"),
        )
        self.other = TimeField(
            tr("Autre heure"), time.fromisoformat(booking.time), height=64
        )
        self.table = Dropdown(tr("Table"), (), height=64)
        self.name = TextField(tr("Nom"), text=booking.guest.name, height=64)
        self.phone = TextField(tr("Téléphone"), text=booking.guest.phone, height=64)
        self.email = TextField(tr("E-mail"), text=booking.guest.email, height=64)
        self.note = TextField(tr("Remarque"), text=booking.guest.note, height=64)
        self.times: list[Button] = []
        self.time = booking.time
        self._group = QButtonGroup(self)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.TOUCH.gap)
        self._free = SectionHeader(tr("Heure"))
        self._full = Label("", style="label", role="on_var", wrap=True)
        self.confirm = Button(act, height=64, icon="check", wide=True)
        self.keyboard = ScreenKeyboard()
        self.keyboard.hide()
        self._build()
        self._connect_signals()

    def _build(self) -> None:
        body = self.sheet.body
        body.setSpacing(theme.SPACE.s)
        body.addLayout(_pair(self.day, self.covers))
        body.addWidget(self._free)
        body.addWidget(self._full)
        body.addLayout(self._grid)
        body.addLayout(_pair(self.other, self.table))
        body.addLayout(_pair(self.name, self.phone))
        body.addLayout(_pair(self.note, self.email))
        body.addStretch(1)
        self.sheet.dock(self.keyboard)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)

    def _connect_signals(self) -> None:
        self.day.chosen.connect(self._on_changed)
        self.covers.value_changed.connect(self._on_changed)
        self.other.chosen.connect(self._on_other_chosen)
        self._group.buttonClicked.connect(self._on_time_clicked)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.keyboard.hide_requested.connect(self.keyboard.hide)
        for field in (self.name, self.phone, self.email, self.note):
            field.edit.installEventFilter(self)
            field.submitted.connect(self._on_confirm_clicked)

    @property
    def booking(self) -> Booking:
        """What stands in the form."""
        guest = Guest(
            name=self.name.text.strip(),
            phone=self.phone.text.strip(),
            email=self.email.text.strip(),
            note=self.note.text.strip(),
        )
        table = self.table.chosen_key or BEST
        return Booking(self.day.day, self.time, self.covers.value, table, guest)

    def show_times(self, times: Sequence[str], closed: str) -> None:
        """The times that are free; `closed` says why there are none."""
        clear(self._grid)
        self.times = []
        for number, each in enumerate(times):
            kind = "filled" if each == self.time else "outlined"
            key = Button(each, kind=kind, height=64)  # type: ignore[arg-type]  # two of its words
            self._group.addButton(key)
            self.times.append(key)
            self._grid.addWidget(key, number // _COLUMNS, number % _COLUMNS)
        self._full.show_text("" if times else closed)
        self._full.setVisible(not times)

    def show_tables(self, entries: Sequence[Entry], chosen: str) -> None:
        """The tables that are free at that time."""
        self.table.set_entries(entries, chosen=chosen)

    def show_error(self, words: str) -> None:
        """Why the name is not enough."""
        self.name.show_error(words)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            for field in (self.name, self.phone, self.email, self.note):
                if field.edit is watched:
                    self.keyboard.attach(field.edit)
                    self.keyboard.show()
                    # Once the keyboard has taken its room.
                    QTimer.singleShot(0, field, self._reveal)
        return super().eventFilter(watched, event)

    @Slot()
    def _reveal(self) -> None:
        for field in (self.name, self.phone, self.email, self.note):
            if field.edit.hasFocus():
                self.sheet.pane.ensureWidgetVisible(field)

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()

    @Slot(object)
    def _on_other_chosen(self, moment: time) -> None:
        self.time = f"{moment:%H:%M}"
        self.changed.emit()

    @Slot(object)
    def _on_time_clicked(self, key: Button) -> None:
        self.time = key.title
        self.other.set_moment(time.fromisoformat(self.time))
        self.changed.emit()

    @Slot()
    def _on_confirm_clicked(self) -> None:
        self.confirmed.emit(self.booking)


def _pair(left: QWidget, right: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme.SPACE.m)
    line.addWidget(left, 1)
    line.addWidget(right, 1)
    return line
