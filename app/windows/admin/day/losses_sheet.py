"""Annulations, remises, offerts: what was not charged, added up one way or another."""

from datetime import date, timedelta

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.presenters.admin.losses import (
    Loss,
    LossesView,
    columns,
    csv_rows,
    groupings,
    present_losses,
    read_losses,
)
from app.windows.desk import Desk
from app.windows.saving import Saver
from db.errors import KnownError
from resources.texts import short_date, tr
from widgets import theme
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.sheet import SideSheet
from widgets.table_view import DataTable
from widgets.text import Label

_WIDE = 760
_WEEK = 6
"""Days before the last one of a week."""


class LossesSheet(SideSheet):
    """One report, read again when the days are others."""

    def __init__(self, host: QWidget, desk: Desk, day: date) -> None:
        super().__init__(
            host,
            tr("Annulations, remises, offerts"),
            tr("Ce qui n'a pas été encaissé ; perte : ce qui était déjà fait, au coût"),
            width=_WIDE,
        )
        self._desk, self._day = desk, day
        self._losses: tuple[Loss, ...] = ()
        self._view = LossesView((), "")
        self._saver = Saver(desk, self)
        days = (Choice("day", short_date(day)), Choice("week", tr("7 jours")))
        self.days = SegmentedButtons(days, height=48, name=tr("Période"))
        self.by = SegmentedButtons(groupings(), height=48, name=tr("Par"))
        self.table = DataTable(
            columns(), name=tr("Annulations, remises, offerts"), hint="", counted=False
        )
        self._words = Label(style="body_strong")
        self.export = Button(
            tr("Exporter"), kind="outlined", icon="download", height=64
        )
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.m)
        line.addWidget(self.by, 3)
        line.addWidget(self.days, 2)
        self.sheet.body.addLayout(line)
        self.sheet.body.addSpacing(theme.SPACE.m)
        self.sheet.body.addWidget(self.table, 1)
        self.sheet.foot.addWidget(self._words, 1)
        self.sheet.foot.addWidget(self.export)
        self.sheet.set_foot_shown(shown=True)
        self.days.chosen.connect(self._on_days_chosen)
        self.by.chosen.connect(self._on_by_chosen)
        self.export.clicked.connect(self._on_export_clicked)
        self.closed.connect(self.deleteLater)
        self.days.choose("day")
        self.by.choose("person")
        self._read()

    def _first(self) -> str:
        back = _WEEK if self.days.chosen_key == "week" else 0
        return (self._day - timedelta(days=back)).isoformat()

    def _read(self) -> None:
        try:
            self._losses = read_losses(
                self._desk.house, self._first(), self._day.isoformat()
            )
        except KnownError as error:
            self._desk.say_failure(error)
        self._show()

    def _show(self) -> None:
        day = self._day.isoformat()
        self._view = present_losses(
            self._desk.house, self._losses, self.by.chosen_key, self._first(), day
        )
        self.table.set_rows(self._view.rows)
        self._words.show_text(self._view.words or tr("Rien n'a été annulé ni remisé."))
        self.export.setEnabled(bool(self._losses))

    @Slot(str)
    def _on_days_chosen(self, _days: str) -> None:
        self._read()

    @Slot(str)
    def _on_by_chosen(self, _by: str) -> None:
        self._show()

    @Slot()
    def _on_export_clicked(self) -> None:
        heads = [column.title for column in columns()]
        name = f"{tr('Annulations')}_{self._first()}_{self._day.isoformat()}"
        self._saver.save_table(name, heads, csv_rows(self._view))
