"""Drives the journal: which entries are wanted, one in full, the verification.

`journal_pages` looks for the entries.
"""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.presenters.admin.documents import is_day
from app.presenters.admin.journal import (
    Query,
    entry_rows,
    family_entries,
    person_entries,
    present_entry,
    range_words,
    subject_words,
    understood,
)
from app.projections.browsing import JournalPage, Wanted, page
from app.windows.admin.day.replay_sheet import ORDER, Replays
from app.windows.admin.fiscal.entry_files import EntryFiles
from app.windows.admin.fiscal.journal_pages import JournalPages
from app.windows.admin.fiscal.verifier import Verifier
from app.windows.desk import Desk
from db.entry import Entry
from resources.texts import tr, trn

if TYPE_CHECKING:
    from app.windows.admin.fiscal.journal import JournalSection


class JournalController(QObject):
    """One browser of the journal."""

    def __init__(self, desk: Desk, section: "JournalSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._pages = JournalPages(desk, self)
        self._verifier = Verifier(desk, self)
        self._replays = Replays(desk, section)
        self._query = Query()
        self._entries: dict[str, Entry] = {}
        self.files = EntryFiles(desk, section)
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        self._desk.changed.connect(self._on_changed)
        self._pages.found.connect(self._on_page_found)
        self._pages.reached.connect(self._on_reached)
        section.filter_changed.connect(self._on_filter_changed)
        section.day_requested.connect(self._on_day_requested)
        section.search_submitted.connect(self._on_search_submitted)
        section.stream_dropped.connect(self._on_stream_dropped)
        section.page_requested.connect(self._pages.turn)
        section.opened.connect(self._on_opened)
        section.verify_requested.connect(self._on_verify_requested)
        section.entry_pane.story_requested.connect(self._on_story_requested)
        section.bar.cancel_requested.connect(self._on_verify_cancelled)
        section.replay.clicked.connect(self._on_replay_clicked)
        self._verifier.progressed.connect(self._on_verify_progressed)
        self._verifier.finished.connect(section.bar.show_verdict)
        self._verifier.failed.connect(section.bar.show_failure)

    def _today(self) -> date:
        house = self._desk.house
        return date.fromisoformat(house.business_day(house.clock()))

    def begin(self, argument: str) -> None:
        """Shows entries: of a stream ("order/01…"), a day, from one on ("C1:41"), or the
        newest."""
        self._section.show_choices(family_entries(), person_entries(self._desk.house))
        self._section.close_pane()
        if "/" in argument:
            self._query = Query(stream=argument)
        elif is_day(argument):
            self._query = Query(bday=argument)
        elif number := argument.rpartition(":")[2]:
            self._query = Query(jump=int(number) if number.isdigit() else 0)
        else:
            self._query = replace(self._query, jump=0)
        self._show_filters()
        self._pages.begin(self._query)

    def _show_filters(self) -> None:
        section, query = self._section, self._query
        section.family.choose(query.family)
        section.person.choose(query.person)
        day = date.fromisoformat(query.bday) if query.bday else None
        section.show_day(day, self._today())
        words = subject_words(self._desk.house, query.stream) if query.stream else ""
        section.show_stream(words)
        section.replay.setVisible(query.stream.startswith(ORDER))
        self._show_count()

    # -------------------------------------------------------------- pages

    @Slot(object)
    def _on_changed(self, facts: object) -> None:
        """Nothing moves: what was just written is one tap away."""
        if self._section.isVisible():
            self._show_count()
            self._section.newer.setEnabled(True)

    def _show_count(self) -> None:
        head = self._desk.house.journal.head()
        self._section.show_note(trn(head.seq, "{n} écriture", "{n} écritures"))

    @Slot(object)
    def _on_page_found(self, page: JournalPage) -> None:
        self._entries = {f"{e.chain}:{e.seq}": e for e in page.entries}
        self._section.show_page(
            entry_rows(self._desk.house, page.entries),
            range_words(page.entries),
            newer=self._pages.newer,
            older=bool(page.older),
        )

    @Slot(int)
    def _on_reached(self, number: int) -> None:
        words = tr("recherche jusqu'à l'écriture {n}…", n=number)
        self._section.show_searching(words)

    # -------------------------------------------------------------- filters

    def _ask(self, query: Query) -> None:
        self._query = query
        self._show_filters()
        self._pages.begin(self._query)

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

    @Slot()
    def _on_replay_clicked(self) -> None:
        self._replays.open(self._query.stream)

    @Slot(str)
    def _on_story_requested(self, stream: str) -> None:
        self._ask(Query(stream=stream))

    # -------------------------------------------------------------- one entry

    @Slot(str)
    def _on_opened(self, place: str) -> None:
        entry = self._entries.get(place) or self._fetch(place)
        if entry is not None:
            view = present_entry(self._desk.house, entry)
            self._section.entry_pane.display(view)
            self.files.about(view)
            self._section.open_pane(self._section.entry_pane)
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
