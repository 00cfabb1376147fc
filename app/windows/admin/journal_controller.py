"""Drives the journal: pages of entries, one in full, the verification, the closings.

Pages are looked for behind the window; a filter that finds little goes on through the
whole journal and can be changed or left meanwhile.
"""

import threading
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.till.events import DayClosed
from app.presenters.admin_journal import (
    PAGE,
    Query,
    entry_rows,
    family_entries,
    person_entries,
    present_entry,
    range_words,
    subject_words,
    understood,
)
from app.presenters.admin_verify import Verdict, closing_rows, present_closing
from app.projections.browsing import JournalPage, Wanted, page, search
from app.reports.closing import last_closings, report_for
from app.services.house import Fact
from app.windows.admin.verifier import Verifier
from app.windows.desk import Desk
from app.windows.saving import Saver
from app.windows.tasks import Background
from db.entry import Entry
from db.errors import KnownError
from resources.texts import tr, trn

if TYPE_CHECKING:
    from app.windows.admin.journal import JournalSection

ENTRIES, CLOSINGS = "entries", "closings"
MOST_CLOSINGS = 400


class JournalController(QObject):
    """One browser of the journal.

    Signals:
        reached: (search, number) that a long search has come to; from its thread.
    """

    reached = Signal(int, int)

    def __init__(self, desk: Desk, section: "JournalSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._background = Background(self)
        self._saver = Saver(desk, self)
        self._verifier = Verifier(desk, self)
        self._query = Query()
        self._before: list[int] = []
        self._older = 0
        self._asked = 0
        self._stop = threading.Event()
        self._entries: dict[str, Entry] = {}
        self._closings: dict[str, Fact] = {}
        self._closing: Fact | None = None
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        self._desk.changed.connect(self._on_changed)
        self.reached.connect(self._on_reached)
        section.kind_requested.connect(self._show_kind)
        section.filter_changed.connect(self._on_filter_changed)
        section.day_requested.connect(self._on_day_requested)
        section.search_submitted.connect(self._on_search_submitted)
        section.stream_dropped.connect(self._on_stream_dropped)
        section.page_requested.connect(self._on_page_requested)
        section.opened.connect(self._on_opened)
        section.closing_opened.connect(self._on_closing_opened)
        section.verify_requested.connect(self._on_verify_requested)
        section.entry_pane.story_requested.connect(self._on_story_requested)
        section.closing_pane.save_requested.connect(self._on_save_requested)
        section.bar.cancel_requested.connect(self._on_verify_cancelled)
        self._saver.busy_changed.connect(self._on_busy_changed)
        self._verifier.progressed.connect(self._on_verify_progressed)
        self._verifier.finished.connect(self._on_verified)
        self._verifier.failed.connect(section.bar.show_failure)

    def _today(self) -> date:
        house = self._desk.house
        return date.fromisoformat(house.business_day(house.clock()))

    def begin(self, argument: str) -> None:
        """Shows entries: of a stream ("order/01…"), a day, or the newest; "closings"."""
        self._section.show_choices(family_entries(), person_entries(self._desk.house))
        if argument == CLOSINGS:
            self._show_kind(CLOSINGS)
            return
        self._section.show_kind(ENTRIES)
        if "/" in argument:
            self._query = Query(stream=argument)
        elif _is_day(argument):
            self._query = Query(bday=argument)
        else:
            self._query = replace(self._query, jump=0)
        self._show_filters()
        self._first_page()

    def _show_filters(self) -> None:
        section, query = self._section, self._query
        section.family.choose(query.family)
        section.person.choose(query.person)
        day = date.fromisoformat(query.bday) if query.bday else None
        section.show_day(day, self._today())
        words = subject_words(self._desk.house, query.stream) if query.stream else ""
        section.show_stream(words)
        self._show_count()

    # -------------------------------------------------------------- pages

    def _first_page(self) -> None:
        newest = self._desk.house.journal.head().seq + 1
        start = min(newest, self._query.jump + 1) if self._query.jump else newest
        self._before = [start]
        self._read()

    @Slot(int)
    def _on_page_requested(self, way: int) -> None:
        if way > 0 and self._older:
            self._before.append(self._older)
            self._read()
        elif way < 0 and len(self._before) > 1:
            self._before.pop()
            self._read()
        elif way < 0:
            self._first_page()

    @Slot(object)
    def _on_changed(self, facts: object) -> None:
        """Nothing moves: what was just written is one tap away."""
        if self._section.isVisible():
            self._show_count()
            self._section.newer.setEnabled(True)

    def _show_count(self) -> None:
        head = self._desk.house.journal.head()
        self._section.show_note(trn(head.seq, "{n} écriture", "{n} écritures"))

    def _read(self) -> None:
        self._stop.set()
        stop = self._stop = threading.Event()
        self._asked += 1
        asked, before = self._asked, self._before[-1]
        database, chain = self._desk.house.database, self._desk.house.terminal
        wanted = self._query.wanted()
        reached = self.reached

        def go_on(number: int) -> bool:
            reached.emit(asked, number)
            return not stop.is_set()

        def read() -> JournalPage:
            return search(
                database, chain, wanted, before=before, limit=PAGE, go_on=go_on
            )

        def show(found: JournalPage) -> None:
            if asked == self._asked:
                self._show_page(found)

        self._background.run(read, show, self._on_failed)

    def _show_page(self, found: JournalPage) -> None:
        self._older = found.older
        self._entries = {f"{e.chain}:{e.seq}": e for e in found.entries}
        self._section.show_page(
            entry_rows(self._desk.house, found.entries),
            range_words(found.entries),
            newer=len(self._before) > 1,
            older=bool(found.older),
        )

    @Slot(int, int)
    def _on_reached(self, asked: int, number: int) -> None:
        if asked == self._asked:
            words = tr("recherche jusqu'à l'écriture {n}…", n=number)
            self._section.show_searching(words)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self._desk.say(error.text(), tone="error")

    # -------------------------------------------------------------- filters

    def _ask(self, query: Query) -> None:
        self._query = query
        self._show_filters()
        self._first_page()

    @Slot()
    def _on_filter_changed(self) -> None:
        section = self._section
        self._ask(
            replace(
                self._query,
                family=section.family.key,
                person=section.person.key,
                jump=0,
            )
        )

    @Slot(object)
    def _on_day_requested(self, day: date | None) -> None:
        bday = day.isoformat() if day else ""
        self._ask(replace(self._query, bday=bday, jump=0))

    @Slot(str)
    def _on_search_submitted(self, text: str) -> None:
        if not text.strip():
            self._ask(replace(self._query, jump=0))
            return
        found = understood(self._desk.house, text)
        if found is None:
            self._section.show_search_error(wrong=True)
            words = tr("Rien de ce nom : un numéro, un ticket, ou un fil.")
            self._desk.say(words, tone="refused")
            return
        stream, number = found
        self._ask(Query(stream=stream, jump=number))

    @Slot()
    def _on_stream_dropped(self) -> None:
        self._ask(replace(self._query, stream=""))

    @Slot(str)
    def _on_story_requested(self, stream: str) -> None:
        self._ask(Query(stream=stream))

    # -------------------------------------------------------------- one entry

    @Slot(str)
    def _on_opened(self, place: str) -> None:
        entry = self._entries.get(place) or self._fetch(place)
        if entry is not None:
            self._section.show_kind(ENTRIES)
            self._section.entry_pane.display(present_entry(self._desk.house, entry))
            self._section.open_pane(ENTRIES)
            self._section.table.choose(place)

    def _fetch(self, place: str) -> Entry | None:
        """An entry that is not on the page: a finding of the verification."""
        chain, _, number = place.partition(":")
        database = self._desk.house.database
        step = page(database, chain, Wanted(), before=int(number) + 1, limit=1)
        found = next(iter(step.entries), None)
        return found if found is not None and found.seq == int(number) else None

    # -------------------------------------------------------------- verification

    @Slot(bool)
    def _on_verify_requested(self, deep: bool) -> None:  # Qt's signal
        self._verifier.start(deep=deep)

    @Slot(float)
    def _on_verify_progressed(self, fraction: float) -> None:
        entries = self._desk.house.journal.head().seq
        self._section.bar.show_running(entries, fraction)

    @Slot()
    def _on_verify_cancelled(self) -> None:
        self._verifier.cancel()
        self._section.bar.hide()

    @Slot(object)
    def _on_verified(self, verdict: Verdict) -> None:
        self._section.bar.show_verdict(verdict)

    # -------------------------------------------------------------- closings

    @Slot(str)
    def _show_kind(self, kind: str) -> None:
        self._section.show_kind(kind)
        if kind == ENTRIES:
            self._first_page()
            return
        house = self._desk.house
        self._background.run(
            lambda: last_closings(house, MOST_CLOSINGS),
            self._show_closings,
            self._on_failed,
        )

    def _show_closings(self, found: list[Fact]) -> None:
        self._closings = {
            str(fact.event.number): fact
            for fact in found
            if isinstance(fact.event, DayClosed)
        }
        self._section.closings.set_rows(closing_rows(self._desk.house, found))

    @Slot(str)
    def _on_closing_opened(self, number: str) -> None:
        fact = self._closings.get(number)
        view = present_closing(self._desk.house, fact) if fact else None
        if view is not None:
            self._closing = fact
            self._section.closing_pane.display(view)
            self._section.open_pane(CLOSINGS)

    @Slot(str)
    def _on_save_requested(self, kind: str) -> None:
        fact = self._closing
        if fact is None or not isinstance(fact.event, DayClosed):
            return
        report = report_for(self._desk.house, fact.event, fact.meta)
        name = f"Z{fact.event.number:04d}_{fact.event.day}"
        self._saver.save_report(name, report, "pdf" if kind == "pdf" else "excel")

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:  # Qt's signal
        self._section.closing_pane.show_saving(busy=busy)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
