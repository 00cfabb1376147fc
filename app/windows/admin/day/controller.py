"""Drives the dashboard: which day, what is fresh, where a row leads, the day's report."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.till.events import DayClosed, TillReported
from app.domain.vocabulary import Meta
from app.fiscal.closing import figures_of
from app.presenters.admin.day import DayRecord, present_day, read_day
from app.presenters.admin.forecast import (
    History,
    expect,
    present_forecast,
    read_history,
)
from app.presenters.admin.watch import WatchItem, present_watch
from app.projections.queries import day_sums
from app.reports.closing import report_for
from app.reports.z_report import ZReport
from app.services.house import House
from app.windows.admin.day.forecast_sheet import ForecastSheet
from app.windows.admin.day.losses_sheet import LossesSheet
from app.windows.admin.day.replay_sheet import ORDER, Replays
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.saving import Saver
from db.errors import KnownError

if TYPE_CHECKING:
    from app.windows.admin.day.page import DaySection

SOON_MS = 400
"""Facts that come in a burst are shown once."""
EVERY_MS = 30_000
"""Minutes pass for late dishes even when nothing is written."""


class DayController(QObject):
    """One dashboard.

    Attributes:
        day: the business day on show.
    """

    def __init__(self, desk: Desk, board: DeviceBoard, section: "DaySection") -> None:
        super().__init__(section)
        self._desk, self._board, self._section = desk, board, section
        self._saver = Saver(desk, self)
        self._replays = Replays(desk, section)
        self._followed = True
        self.day = self._today()
        self._record: DayRecord | None = None
        self._items: dict[str, WatchItem] = {}
        self._history = History("")
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._every = QTimer(self, interval=EVERY_MS)
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        self._desk.changed.connect(self._on_changed)
        self._board.changed.connect(self._on_board_changed)
        self._soon.timeout.connect(self.refresh)
        self._every.timeout.connect(self.refresh)
        self._saver.busy_changed.connect(self._on_busy_changed)
        section.day_requested.connect(self._on_day_requested)
        section.export_requested.connect(self._on_export_requested)
        section.cancel_requested.connect(self._saver.cancel)
        section.item_requested.connect(self._on_item_requested)
        section.all_requested.connect(self._on_all_requested)
        section.feed.losses.clicked.connect(self._on_losses_clicked)
        section.forecast.clicked.connect(self._on_forecast_clicked)

    def begin(self, argument: str) -> None:
        """Shows a day ("2026-11-20"); "" is the one that is running."""
        try:
            self.day = date.fromisoformat(argument) if argument else self.day
        except ValueError:
            self.day = self._today()
        self._followed = self._followed and not argument
        self._every.start()
        self.refresh()

    def rest(self) -> None:
        """Nobody looks."""
        self._every.stop()
        self._soon.stop()

    def _today(self) -> date:
        house = self._desk.house
        return date.fromisoformat(house.business_day(house.clock()))

    @Slot()
    def refresh(self) -> None:
        """Reads the day again and shows it, unless a finger is on a row."""
        house = self._desk.house
        if self._section.feed.touched:
            self._soon.start()
            return
        if self._followed:
            self.day = self._today()
        bday = self.day.isoformat()
        try:
            self._record = read_day(house, bday)
            items = present_watch(house, bday, self._board.health)
            expected = self._expected(bday) if self._record.current else 0
        except KnownError as error:
            self._desk.say_failure(error)
            return
        now = house.clock()
        view = present_day(house.world, self._record, now, house.terminal, expected)
        self._section.display(view)
        self._items = {item.id: item for item in items}
        self._section.feed.display(items)

    def _expected(self, bday: str) -> int:
        """Covers of the whole day; the past is read once a day."""
        if self._history.today != bday:
            self._history = read_history(self._desk.house, bday)
        parts = expect(self._desk.world, self._history, bday)
        return sum(each.covers for each in parts)

    @Slot()
    def _on_forecast_clicked(self) -> None:
        today = self._today().isoformat()
        try:
            self._history = read_history(self._desk.house, today)
        except KnownError as error:
            self._desk.say_failure(error)
            return
        days = present_forecast(self._desk.world, self._history)
        ForecastSheet(self._section, days).open()

    @Slot(object)
    def _on_changed(self, facts: object) -> None:
        if self._every.isActive() and not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _on_board_changed(self) -> None:
        if self._every.isActive() and not self._soon.isActive():
            self._soon.start()

    @Slot(object)
    def _on_day_requested(self, day: date) -> None:
        self.day = day
        self._followed = day == self._today()
        self.refresh()

    @Slot(str)
    def _on_item_requested(self, item: str) -> None:
        if item not in self._items:
            return
        page, argument = self._items[item].place
        if argument.startswith(f"journal:{ORDER}"):
            self._replays.open(argument.removeprefix("journal:"))
        else:
            self._desk.go(page, argument)

    @Slot()
    def _on_losses_clicked(self) -> None:
        LossesSheet(self._section, self._desk, self.day).open()

    @Slot()
    def _on_all_requested(self) -> None:
        self._desk.go("admin", f"journal:{self.day.isoformat()}")

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:  # Qt's signal
        self._section.show_saving(busy=busy)

    @Slot(str)
    def _on_export_requested(self, kind: str) -> None:
        record = self._record
        if record is None:
            return
        try:
            report = day_report(self._desk.house, record, self._desk.person)
        except KnownError as error:
            self._desk.say_failure(error)
            return
        name = f"{'Z' if record.closing else 'X'}_{record.bday}"
        self._saver.save_report(name, report, "pdf" if kind == "pdf" else "excel")


def day_report(house: House, record: DayRecord, person: str) -> ZReport:
    """The Z of a day that was closed, else its figures so far as an X.

    The X is only looked at: it is not read at the till and not written down.
    """
    closing = record.closing
    if closing is not None and isinstance(closing.event, DayClosed):
        return report_for(house, closing.event, closing.meta)
    with house.database.read() as connection:
        sums = day_sums(connection, record.bday, terminal=house.terminal)
    event = TillReported(till=house.terminal, session="", figures=figures_of(sums))
    now = house.clock().isoformat(timespec="milliseconds")
    meta = Meta(order=("", house.terminal, 0), ts=now, op=person, bday=record.bday)
    return report_for(house, event, meta)
