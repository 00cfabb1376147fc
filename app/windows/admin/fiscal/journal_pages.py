"""Pages of the journal, newest first, looked for behind the window.

A filter that finds little goes on through the whole journal; another search, or another
page, lets the one that runs go.
"""

import threading

from PySide6.QtCore import QObject, Signal, Slot

from app.presenters.admin.journal import PAGE, Query
from app.projections.browsing import JournalPage, search
from app.windows.desk import Desk
from app.windows.tasks import Background


class JournalPages(QObject):
    """One page at a time of what a query finds.

    Signals:
        found(JournalPage): the page that was asked for last.
        reached(int): number of the entry that its search has come to.

    Attributes:
        newer: whether there are entries before the page on show.
    """

    found = Signal(object)
    reached = Signal(int)
    _gone_to = Signal(int, int)  # (search, number), from its thread

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = Background(self)
        self._query = Query()
        self._before: list[int] = []
        self._older = 0
        self._asked = 0
        self._stop = threading.Event()
        self._gone_to.connect(self._on_gone_to)

    @property
    def newer(self) -> bool:
        return len(self._before) > 1

    def begin(self, query: Query) -> None:
        """The first page of what a query finds."""
        self._query = query
        newest = self._desk.house.journal.head().seq + 1
        start = min(newest, query.jump + 1) if query.jump else newest
        self._before = [start]
        self._read()

    def turn(self, way: int) -> None:
        """The page before (-1: newer) or after (1: older)."""
        if way > 0 and self._older:
            self._before.append(self._older)
            self._read()
        elif way < 0 and self.newer:
            self._before.pop()
            self._read()
        elif way < 0:
            self.begin(self._query)

    def _read(self) -> None:
        self._stop.set()
        stop = self._stop = threading.Event()
        self._asked += 1
        asked, before = self._asked, self._before[-1]
        database, chain = self._desk.house.database, self._desk.house.terminal
        wanted = self._query.wanted()
        gone_to = self._gone_to

        def go_on(number: int) -> bool:
            gone_to.emit(asked, number)
            return not stop.is_set()

        def read() -> JournalPage:
            return search(
                database, chain, wanted, before=before, limit=PAGE, go_on=go_on
            )

        def show(page: JournalPage) -> None:
            if asked == self._asked:
                self._older = page.older
                self.found.emit(page)

        self._background.run(read, show, self._desk.say_failure)

    @Slot(int, int)
    def _on_gone_to(self, asked: int, number: int) -> None:
        if asked == self._asked:
            self.reached.emit(number)
