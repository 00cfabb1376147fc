"""Drives the list of closings: the Z of this till, one in full, saved as a file."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.till.events import DayClosed
from app.presenters.admin_verify import closing_rows, present_closing
from app.reports.closing import last_closings, report_for
from app.services.house import Fact
from app.windows.desk import Desk
from app.windows.saving import Saver
from app.windows.tasks import Background

if TYPE_CHECKING:
    from app.windows.admin.journal import JournalSection

MOST = 400


class ClosingsController(QObject):
    """The closings of the journal's section."""

    def __init__(self, desk: Desk, section: "JournalSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._background = Background(self)
        self._saver = Saver(desk, self)
        self._facts: dict[str, Fact] = {}
        self._opened: Fact | None = None
        section.closing_opened.connect(self._on_opened)
        section.closing_pane.save_requested.connect(self._on_save_requested)
        self._saver.busy_changed.connect(self._on_busy_changed)

    def refresh(self) -> None:
        """Lists the closings; they are read behind the window."""
        house = self._desk.house
        self._background.run(
            lambda: last_closings(house, MOST), self._show, self._desk.say_failure
        )

    def _show(self, found: list[Fact]) -> None:
        self._facts = {
            str(fact.event.number): fact
            for fact in found
            if isinstance(fact.event, DayClosed)
        }
        self._section.closings.set_rows(closing_rows(self._desk.house, found))

    @Slot(str)
    def _on_opened(self, number: str) -> None:
        fact = self._facts.get(number)
        view = present_closing(self._desk.house, fact) if fact else None
        if view is not None:
            self._opened = fact
            self._section.closing_pane.display(view)
            self._section.open_pane(self._section.closing_pane)

    @Slot(str)
    def _on_save_requested(self, kind: str) -> None:
        fact = self._opened
        if fact is None or not isinstance(fact.event, DayClosed):
            return
        report = report_for(self._desk.house, fact.event, fact.meta)
        name = f"Z{fact.event.number:04d}_{fact.event.day}"
        self._saver.save_report(name, report, "pdf" if kind == "pdf" else "excel")

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:  # Qt's signal
        self._section.closing_pane.show_saving(busy=busy)
