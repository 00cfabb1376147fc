"""Drives the fiscal section: closings of some days, their exports, accounts, archives."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.fiscal.accounting import Books, ClosedDay, booked_days, books_of
from app.presenters.admin.fiscal import (
    archive_rows,
    archive_words,
    journal_rows,
    journal_words,
    last_month,
)
from app.reports.exports import export_detail, files_of
from app.services.house import Fact, facts_of
from app.windows.admin.fiscal.archivist import Archivist
from app.windows.admin.fiscal.control_controller import ControlController
from app.windows.admin.fiscal.integrity_controller import IntegrityController
from app.windows.admin.fiscal.keeping_controller import KeepingController
from app.windows.admin.money.accounts_controller import AccountsController
from app.windows.desk import Desk
from app.windows.saving import Saver
from app.windows.tasks import Background
from db.errors import KnownError

if TYPE_CHECKING:
    from app.windows.admin.fiscal.page import FiscalSection

JOURNAL, ACCOUNTS, ARCHIVES = "journal", "accounts", "archives"
INTEGRITY, CONTROL = "integrity", "control"


class FiscalController(QObject):
    """One fiscal section; what takes long is done behind the window."""

    def __init__(self, desk: Desk, section: "FiscalSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._background = Background(self)
        self._saver = Saver(desk, self)
        self._accounts = AccountsController(desk, section)
        self._archivist = Archivist(desk, self)
        self._control = ControlController(
            desk, section.control, section.user, section.notice, self._archivist
        )
        self._integrity = IntegrityController(
            desk, section.integrity, section.bar, self._saver
        )
        self._keeping = KeepingController(desk, section.keeping, section.bar)
        self._first, self._last = last_month(self._today())
        self._booked: dict[str, str] = {}
        self._kind = JOURNAL
        self._connect_signals()

    def _connect_signals(self) -> None:
        section, archivist = self._section, self._archivist
        section.kind_requested.connect(self.begin)
        section.days_requested.connect(self._on_days_requested)
        section.closing_opened.connect(self._on_closing_opened)
        section.export_requested.connect(self._on_export_requested)
        section.archive_requested.connect(self._on_archive_requested)
        section.verify_requested.connect(self._on_verify_requested)
        self._control.form_wanted.connect(section.show_user)
        self._control.form_done.connect(section.close_pane)
        self._control.noted.connect(section.show_note)
        self._integrity.noted.connect(section.show_note)
        section.keep.clicked.connect(self._keeping.open)
        self._keeping.form_wanted.connect(section.show_keeping)
        self._keeping.ended.connect(self._on_ended)
        section.bar.cancel_requested.connect(archivist.cancel)
        section.bar.cancel_requested.connect(self._keeping.cancel)
        archivist.progressed.connect(section.bar.show_work)
        archivist.finished.connect(section.bar.show_verdict)
        archivist.failed.connect(section.bar.show_failure)
        archivist.ended.connect(self._on_ended)

    def _today(self) -> date:
        house = self._desk.house
        return date.fromisoformat(house.business_day(house.clock()))

    @Slot(str)
    def begin(self, kind: str) -> None:
        """Shows the journal, the accounts, the archives or what a control asks for."""
        self._section.show_kind(kind)
        self._control.show_notice()
        self._kind = kind
        self._keeping.watch(seen=kind == ARCHIVES)
        if kind == JOURNAL:
            self._read_journal()
        elif kind == ACCOUNTS:
            self._section.show_note("")
            self._accounts.begin()
        elif kind == CONTROL:
            self._control.begin()
        elif kind == INTEGRITY:
            self._integrity.begin()
        else:
            self._read_archives()

    # -------------------------------------------------------------- journal

    def _days(self) -> tuple[str, str]:
        return self._first.isoformat(), self._last.isoformat()

    def _read_journal(self) -> None:
        self._section.show_days(self._first, self._last, self._today())
        database, days = self._desk.house.database, self._days()

        def show(found: list[ClosedDay]) -> None:
            if days == self._days():
                self._booked = {closing.piece: closing.day for closing in found}
                self._section.show_rows(JOURNAL, journal_rows(found))
                self._section.show_note(journal_words(found))

        self._background.run(
            lambda: booked_days(database, *days), show, self._desk.say_failure
        )

    @Slot(object, object)
    def _on_days_requested(self, first: date, last: date) -> None:
        self._first, self._last = first, last
        self._read_journal()

    @Slot(str)
    def _on_closing_opened(self, piece: str) -> None:
        self._desk.go("admin", f"documents:{self._booked[piece]}")

    @Slot(str)
    def _on_export_requested(self, kind: str) -> None:
        database, settings, days = (
            self._desk.house.database,
            dict(self._desk.world.settings.values),
            self._days(),
        )

        mark = self._desk.house.mark

        def work() -> tuple[Books, dict[str, bytes]]:
            books = books_of(database, settings, *days)
            return books, files_of(books, kind, settings, mark=mark)

        def save(made: tuple[Books, dict[str, bytes]]) -> None:
            books, files = made
            try:
                detail = export_detail(books, files)
                self._desk.house.note("EXPORT", detail, self._desk.actor)
            except KnownError as error:
                self._desk.say_failure(error)
                return
            self._saver.save_files(files)

        self._background.run(work, save, self._desk.say_failure)

    # -------------------------------------------------------------- archives

    def _read_archives(self) -> None:
        house = self._desk.house
        self._section.show_note(archive_words(house, self._today()))

        def show(found: list[Fact]) -> None:
            self._section.show_rows(ARCHIVES, archive_rows(house, found))

        self._background.run(
            lambda: list(facts_of(house.journal.entries(stream="archive"))),
            show,
            self._desk.say_failure,
        )

    @Slot(object)
    def _on_archive_requested(self, medium: object) -> None:
        self._section.show_working(working=True)
        self._archivist.archive(medium)  # type: ignore[arg-type]  # what the signal says

    @Slot(object)
    def _on_verify_requested(self, archive: object) -> None:
        self._section.show_working(working=True)
        self._archivist.verify(archive)  # type: ignore[arg-type]  # what the signal says

    @Slot()
    def _on_ended(self) -> None:
        self._section.show_working(working=False)
        if self._kind == ARCHIVES:
            self._read_archives()
