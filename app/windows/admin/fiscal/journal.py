"""Journal: entries newest first, one in full, and the verification."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.admin.journal import columns
from app.windows.admin.filters import DayChip, FilterChip
from app.windows.admin.fiscal.entry_pane import EntryPane
from app.windows.admin.fiscal.journal_controller import JournalController
from app.windows.admin.fiscal.verify_bar import VerifyBar
from app.windows.admin.form import act_menu
from app.windows.admin.section import Head, ListPane, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button, IconButton
from widgets.chip import Chip
from widgets.dropdown import Entry
from widgets.field import SearchField
from widgets.progress import Ring
from widgets.table_model import Row
from widgets.table_view import DataTable


class JournalSection(ListSection):
    """The journal.

    Signals:
        filter_changed: type or person are others.
        day_requested(object): entries of this `date`; None for all days.
        search_submitted(str): a number, a receipt or a stream.
        stream_dropped: entries about everything again.
        page_requested(int): -1 newer, 1 older.
        opened(str): an entry in full ("C1:41").
        verify_requested(bool): verify; True with the read tables.
    """

    filter_changed = Signal()
    day_requested = Signal(object)
    search_submitted = Signal(str)
    stream_dropped = Signal()
    page_requested = Signal(int)
    opened = Signal(str)
    verify_requested = Signal(bool)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.verify = Button(tr("Vérifier"), kind="plain", icon="verified_user")
        self.replay = Button(tr("Rejouer"), kind="tonal", icon="replay")
        self.replay.setVisible(False)
        self.head = Head(tr("Journal"), (self.replay, self.verify))
        self.search = SearchField(tr("N°, ticket ou fil"), height=48)
        self.stream = Chip("", height=48, chosen=True, keep_icon=True, removable=True)
        self.stream.setVisible(False)
        self.family = FilterChip(tr("Type"), tr("Tous les types"))
        self.person = FilterChip(tr("Qui"), tr("Tout le monde"))
        self.day = DayChip(tr("Tous les jours"))
        self.table = DataTable(
            columns(), name=tr("Journal"), hint="", counted=False, least=240
        )
        self._build_paging()
        self.bar = VerifyBar()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        self.entry_pane = EntryPane()
        filters = (self.search, self.stream, self.family, self.person, self.day)
        self.lay_out(ListPane(self.head, filters, body), self.entry_pane)
        self.controller = JournalController(desk, self)
        self._connect_signals()
        self.setFocusProxy(self.table)

    def _build_paging(self) -> None:
        self.ring = Ring()
        self.ring.setVisible(False)
        self.newer = IconButton(tr("Plus récentes"), "chevron_left", kind="plain")
        self.older = IconButton(tr("Plus anciennes"), "chevron_right", kind="plain")
        for widget in (self.ring, self.newer, self.older):
            self.table.foot.addWidget(widget)

    def _connect_signals(self) -> None:
        self.search.submitted.connect(self.search_submitted)
        self.search.text_edited.connect(self._on_search_edited)
        self.stream.remove_requested.connect(self.stream_dropped)
        self.family.picked.connect(self.filter_changed)
        self.person.picked.connect(self.filter_changed)
        self.day.picked.connect(self.day_requested)
        self.newer.clicked.connect(self._on_newer_clicked)
        self.older.clicked.connect(self._on_older_clicked)
        self.table.row_opened.connect(self.opened)
        self.table.search_requested.connect(self.search.setFocus)
        self.verify.clicked.connect(self._on_verify_clicked)
        self.bar.entry_requested.connect(self.opened)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    def show_choices(self, families: Sequence[Entry], people: Sequence[Entry]) -> None:
        """The choices of the filters."""
        self.family.set_entries(families)
        self.person.set_entries(people)

    def show_day(self, day: date | None, today: date) -> None:
        """Which day is listed."""
        self.day.show_day(day, today)

    def show_stream(self, words: str) -> None:
        """Only entries about this thing; "" about everything."""
        self.stream.set_text(words)
        self.stream.setVisible(bool(words))

    def show_page(
        self, rows: Sequence[Row], words: str, *, newer: bool, older: bool
    ) -> None:
        """A page of entries."""
        self.table.set_rows(rows)
        self.table.view.scrollToTop()
        self.table.show_foot(words)
        self.newer.setEnabled(newer)
        self.older.setEnabled(older)
        self.ring.setVisible(False)

    def show_searching(self, words: str) -> None:
        """The page is still being looked for."""
        self.table.show_foot(words)
        self.ring.setVisible(True)

    def show_search_error(self, *, wrong: bool) -> None:
        """What was typed means nothing."""
        self.search.field_box.set_error(error=wrong)

    def show_note(self, words: str) -> None:
        """Beside the title."""
        self.head.heading.show_words(tr("Journal"), note=words)

    @Slot(str)
    def _on_search_edited(self, text: str) -> None:
        self.show_search_error(wrong=False)
        if not text:
            self.search_submitted.emit("")

    @Slot()
    def _on_newer_clicked(self) -> None:
        self.page_requested.emit(-1)

    @Slot()
    def _on_older_clicked(self) -> None:
        self.page_requested.emit(1)

    @Slot()
    def _on_verify_clicked(self) -> None:
        acts = (
            ("chain", tr("Chaîne et signatures")),
            ("deep", tr("Tout, tables de lecture comprises")),
        )
        menu = act_menu(self, acts)
        menu.triggered.connect(self._on_verify_triggered)
        menu.popup(self.verify.mapToGlobal(self.verify.rect().bottomLeft()))

    @Slot(QAction)
    def _on_verify_triggered(self, action: QAction) -> None:
        self.verify_requested.emit(str(action.data()) == "deep")
