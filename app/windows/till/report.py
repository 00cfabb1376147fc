"""The X or Z that the till page shows: what is behind its figures, and where to keep it."""

from functools import partial

from PySide6.QtCore import QObject

from app.domain.till.events import DayClosed, TillReported
from app.presenters.till.behind import days_of
from app.reports.closing import report_for
from app.services.house import Fact
from app.windows.behind_sheet import Behind
from app.windows.desk import Desk
from app.windows.page import Page
from app.windows.saving import Saver


class TillReport(QObject):
    """The report that was made last.

    Attributes:
        fact: it, None before one was made.
        behind: opens the entries of a figure.
    """

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(page)
        self._desk = desk
        self._saver = Saver(desk, self)
        self.behind = Behind(desk, page)
        self.fact: Fact | None = None

    @property
    def is_x(self) -> bool:
        """Whether it is a reading, after which the till goes on."""
        return self.fact is not None and isinstance(self.fact.event, TillReported)

    def note(self, fact: Fact) -> None:
        """Another one was made."""
        self.fact = fact
        self.behind.about(partial(days_of, self._desk.house.database, fact))

    def save(self, kind: str) -> None:
        """Writes it as "pdf" or "excel"."""
        fact = self.fact
        if fact is None or not isinstance(fact.event, DayClosed | TillReported):
            return
        report = report_for(self._desk.house, fact.event, fact.meta)
        name = f"Z{fact.event.number:04d}" if isinstance(fact.event, DayClosed) else "X"
        self._saver.save_report(
            f"{name}_{fact.meta.bday}", report, "pdf" if kind == "pdf" else "excel"
        )
