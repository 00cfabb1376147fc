"""A calendar that drops from a button and closes when a day is taken."""

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget, QWidgetAction

from widgets import theme
from widgets.date_time_picker import Calendar


class DayMenu(QMenu):
    """One month over the page.

    Signals:
        chosen(object): the `date` that was taken.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, day: date, today: date) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = Calendar(day, today=today, last=today)
        inner = QWidget()
        column = QVBoxLayout(inner)
        margin = theme.SPACE.m
        column.setContentsMargins(margin, margin, margin, margin)
        column.addWidget(self.calendar)
        action = QWidgetAction(self)
        action.setDefaultWidget(inner)
        self.addAction(action)
        self.calendar.chosen.connect(self._on_calendar_chosen)

    def open_under(self, button: QWidget) -> None:
        """Drops it from a button."""
        self.popup(button.mapToGlobal(button.rect().bottomLeft()))

    @Slot(object)
    def _on_calendar_chosen(self, day: date) -> None:
        self.chosen.emit(day)
        self.close()
