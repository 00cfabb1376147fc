"""Drives the closings: which are listed, one in full, what is behind it, closing by hand."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.till.events import ADDED, DayClosed, PeriodClosed, TillReported
from app.domain.vocabulary import Refusal
from app.fiscal.by_hand import close_by_hand
from app.fiscal.establishment import makes_them
from app.fiscal.periods import closing_at, closings, read_month
from app.presenters.admin.closings import (
    ESTABLISHMENT,
    SERIES,
    SPANS,
    closing_rows,
    count_words,
    key_of,
    made_words,
    present_closing,
    terminal_entries,
)
from app.presenters.admin.verify import Verdict
from app.presenters.till.behind import days_of
from app.reports.closing import file_name, report_for
from app.services.house import Fact
from app.windows.behind_sheet import Behind
from app.windows.desk import Desk, refusal_text
from app.windows.saving import Saver
from app.windows.tasks import Background
from db import reading
from db.errors import KnownError
from resources.texts import tr, trn

if TYPE_CHECKING:
    from app.windows.admin.money.closings import ClosingsSection

MOST = 400


class _OneDoneError(Exception):
    """A closing was made: the window gets a turn before the next."""


class ClosingsController(QObject):
    """One list of closings; it is read behind the window."""

    def __init__(self, desk: Desk, section: "ClosingsSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._background = Background(self)
        self._saver = Saver(desk, self)
        self._span, self._terminal = SPANS[0], ""
        self._inside: Fact | None = None
        self._facts: dict[str, Fact] = {}
        self._opened: Fact | None = None
        self._made: list[str] = []
        self.behind = Behind(desk, section, journal=True)
        self._next = QTimer(self, interval=0, singleShot=True)
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        self._desk.changed.connect(self._on_changed)
        self._next.timeout.connect(self._close_next)
        self._saver.busy_changed.connect(self._on_busy_changed)
        section.span_requested.connect(self._on_span_requested)
        section.terminal_requested.connect(self._on_terminal_requested)
        section.inside_dropped.connect(self._on_inside_dropped)
        section.opened.connect(self._on_opened)
        section.month_requested.connect(self._on_month_requested)
        section.close_requested.connect(self._on_close_requested)
        section.bar.cancel_requested.connect(self._on_cancel_requested)
        section.pane.inside_requested.connect(self._on_inside_requested)
        section.pane.behind_requested.connect(self.behind.open)
        section.pane.save_requested.connect(self._on_save_requested)

    def begin(self, argument: str) -> None:
        """Shows days, months or years ("month")."""
        house = self._desk.house
        several = house.world.terminals.several
        chains = [c for c, till in sorted(house.world.tills.items()) if till.closing]
        chains = sorted({house.terminal, *chains, *self._chains()})
        entries = terminal_entries(chains, several=several)
        self._terminal = self._terminal or (
            ESTABLISHMENT if makes_them(house) else house.terminal
        )
        self._section.show_terminals(entries, establishment=makes_them(house), own=True)
        self._span = argument if argument in SPANS else self._span
        self.refresh()

    def _chains(self) -> set[str]:
        database = self._desk.house.database
        chains = reading.vector(database)
        return {c for c in chains if reading.counters(database, c, ["Z"])}

    @Slot()
    def refresh(self) -> None:
        """Reads the list again."""
        self._section.show_span(self._span, self._terminal)
        whole = self._terminal == ESTABLISHMENT
        series = SERIES[whole, self._span]
        database, inside = self._desk.house.database, self._inside
        wanted = self._span, self._terminal, inside

        def read() -> list[Fact]:
            if inside is not None and isinstance(inside.event, PeriodClosed):
                added = ADDED[type(inside.event)]
                found = (
                    closing_at(database, part.chain, added, part.number)
                    for part in inside.event.parts
                )
                return [fact for fact in found if fact is not None]
            chains = reading.vector(database) if whole else {self._terminal: 0}
            listed: list[Fact] = []
            for chain in sorted(chains):
                last = reading.counters(database, chain, [series]).get(series, 0)
                listed += closings(database, chain, series, after=max(0, last - MOST))
            return listed

        def show(found: list[Fact]) -> None:
            if wanted == (self._span, self._terminal, self._inside):
                self._show(found)

        self._background.run(read, show, self._desk.say_failure)

    def _show(self, found: list[Fact]) -> None:
        self._facts = {key_of(fact): fact for fact in found}
        view = present_closing(self._desk.house, self._inside) if self._inside else None
        self._section.show_rows(
            closing_rows(self._desk.house, found),
            count_words(found),
            tr("Dans {closing}", closing=view.title) if view else "",
        )

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if self._section.isVisible() and any(
            isinstance(fact.event, DayClosed | PeriodClosed) for fact in facts
        ):
            self.refresh()

    @Slot(str)
    def _on_span_requested(self, span: str) -> None:
        self._span, self._inside = span, None  # type: ignore[assignment]  # one of SPANS
        self._section.close_pane()
        self.refresh()

    @Slot(str)
    def _on_terminal_requested(self, terminal: str) -> None:
        self._terminal = terminal or self._desk.house.terminal
        self._inside = None
        self._section.close_pane()
        self.refresh()

    @Slot()
    def _on_inside_dropped(self) -> None:
        self._inside = None
        self.refresh()

    # ------------------------------------------------------------ one of them

    @Slot(str)
    def _on_opened(self, key: str) -> None:
        fact = self._facts.get(key)
        view = present_closing(self._desk.house, fact) if fact else None
        if view is not None and fact is not None:
            self._opened = fact
            self.behind.about(partial(days_of, self._desk.house.database, fact))
            self._section.pane.display(view)
            self._section.open_pane(self._section.pane)

    @Slot()
    def _on_inside_requested(self) -> None:
        """A day leads to its documents, everything else to what it adds up."""
        fact = self._opened
        if fact is None:
            return
        if isinstance(fact.event, DayClosed):
            self._desk.go("admin", f"documents:{fact.event.day}")
            return
        self._inside = fact
        self._section.close_pane()
        self.refresh()

    @Slot(str)
    def _on_save_requested(self, kind: str) -> None:
        fact = self._opened
        if fact is None or not isinstance(fact.event, DayClosed | PeriodClosed):
            return
        self._save(fact, kind)

    def _save(self, fact: Fact, kind: str) -> None:
        event = fact.event
        assert isinstance(event, DayClosed | PeriodClosed | TillReported)
        report = report_for(self._desk.house, event, fact.meta)

        self._saver.save_report(
            file_name(event, fact.meta), report, "pdf" if kind == "pdf" else "excel"
        )

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:  # Qt's signal
        self._section.pane.show_saving(busy=busy)

    # ------------------------------------------------------------ by hand

    @Slot()
    def _on_month_requested(self) -> None:
        try:
            result = read_month(self._desk.house, self._desk.actor)
        except KnownError as error:
            self._desk.say_failure(error)
            return
        if isinstance(result, Refusal):
            self._desk.say(refusal_text(result), tone="refused")
        else:
            self._save(result[0], "pdf")

    @Slot(str)
    def _on_close_requested(self, act: str) -> None:
        if not act:
            self._made = []
            self._section.show_working(working=True)
            self._section.bar.show_work(tr("Clôture de ce qui est dû…"), 0.0)
            self._next.start()
            return
        whole, _, kind = act.rpartition(":")
        self._made = []
        self._run(kind, establishment=bool(whole))

    def _run(self, kind: str, *, establishment: bool) -> None:
        house, actor = self._desk.house, self._desk.actor
        try:
            result = close_by_hand(
                house, actor, kind, establishment=establishment, told=self._made.append
            )
        except KnownError as error:
            self._section.bar.show_failure(error.text())
            return
        if isinstance(result, Refusal):
            self._desk.say(refusal_text(result), tone="refused")
        else:
            self._show_made()

    @Slot()
    def _close_next(self) -> None:
        """One closing, then the window's turn; all that is due, until it is cancelled."""

        def told(name: str) -> None:
            self._made.append(name)
            raise _OneDoneError

        try:
            close_by_hand(self._desk.house, self._desk.actor, told=told)
        except _OneDoneError:
            self._section.bar.show_work(
                tr("Clôturé : {name}", name=made_words(self._made[-1])), 0.5
            )
            self._next.start()
            return
        except KnownError as error:
            self._section.bar.show_failure(error.text())
        else:
            self._show_made()
        self._section.show_working(working=False)

    @Slot()
    def _on_cancel_requested(self) -> None:
        """What was closed stands; the rest stays due."""
        self._next.stop()
        self._section.show_working(working=False)
        self._show_made()

    def _show_made(self) -> None:
        words = (
            trn(len(self._made), "{n} clôture faite", "{n} clôtures faites")
            if self._made
            else tr("Rien n'est dû.")
        )
        lines = tuple(("", made_words(name)) for name in self._made)
        self._section.bar.show_verdict(
            Verdict(tone="success", words=words, lines=lines)
        )
