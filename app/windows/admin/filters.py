"""Filters as chips that drop their choices: quiet while they keep everything."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction

from app.windows.admin.day.picker import DayMenu
from app.windows.admin.form import act_menu
from resources.texts import short_date, tr
from widgets.chip import Chip
from widgets.dropdown import Entry


class FilterChip(Chip):
    """One of several, or all of them.

    Args:
        text: the word of the filter, shown while everything is kept.
        every: the entry that keeps everything.

    Signals:
        picked(str): key of the entry; "" for everything.
    """

    picked = Signal(str)

    def __init__(self, text: str, every: str) -> None:
        super().__init__(
            text,
            height=48,
            keep_icon=True,
            trailing="arrow_drop_down",
            togglable=False,
        )
        self._word, self._every = text, every
        self._entries: tuple[Entry, ...] = ()
        self.key = ""
        self.clicked.connect(self._on_clicked)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """The choices besides everything."""
        self._entries = tuple(entries)
        self.choose(self.key)

    def choose(self, key: str) -> None:
        """Shows a choice without a signal; everything when there is no such key."""
        found = next((entry for entry in self._entries if entry.key == key), None)
        self.key = found.key if found else ""
        self.set_text(found.text if found else self._word)
        self.set_chosen(chosen=found is not None)

    @Slot()
    def _on_clicked(self) -> None:
        menu = act_menu(self, [("", self._every), *self._entries])
        menu.triggered.connect(self._on_triggered)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.choose(str(action.data()))
        self.picked.emit(self.key)


class DayChip(Chip):
    """A business day, or all of them.

    Args:
        every: words for all days; one day is always chosen without them.

    Signals:
        picked(object): the `date` that was taken; None for all days.
    """

    picked = Signal(object)

    def __init__(self, every: str = "") -> None:
        super().__init__(
            every or tr("Aujourd'hui"),
            height=48,
            icon="calendar_month",
            keep_icon=True,
            trailing="arrow_drop_down",
            togglable=False,
        )
        self._every = every
        self.day: date | None = None
        self.today = date.min
        self.clicked.connect(self._on_clicked)

    def show_day(self, day: date | None, today: date) -> None:
        """Shows a day without a signal."""
        self.day, self.today = day, today
        if day is None:
            words = self._every
        else:
            words = tr("Aujourd'hui") if day == today else short_date(day)
        self.set_text(words)
        self.set_chosen(chosen=day is not None and (bool(self._every) or day != today))

    @Slot()
    def _on_clicked(self) -> None:
        menu = DayMenu(self, self.day or self.today, self.today)
        if self._every:
            menu.addAction(self._every).triggered.connect(self._on_every_triggered)
        menu.chosen.connect(self._on_day_chosen)
        menu.open_under(self)

    @Slot()
    def _on_every_triggered(self) -> None:
        self.show_day(None, self.today)
        self.picked.emit(None)

    @Slot(object)
    def _on_day_chosen(self, day: date) -> None:
        self.show_day(day, self.today)
        self.picked.emit(day)
