"""Fiscal: the journal of closings for the accountant, its accounts, the archives."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.admin.fiscal import (
    AccountDraft,
    account_columns,
    archive_columns,
    export_acts,
    journal_columns,
    kind_words,
)
from app.windows.admin.fields import Fields
from app.windows.admin.filters import DayChip
from app.windows.admin.fiscal.control import ControlTable, NoticeCard, UserForm
from app.windows.admin.fiscal.controller import FiscalController
from app.windows.admin.fiscal.integrity import IntegrityTable
from app.windows.admin.fiscal.keeping import KeepingForm
from app.windows.admin.fiscal.verify_bar import VerifyBar
from app.windows.admin.form import FormPane, act_menu
from app.windows.admin.section import ROW, Head, ListPane, Lists, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.saving import file_dialog
from resources.texts import tr
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.field import TextField
from widgets.table_model import Row
from widgets.table_view import DataTable
from widgets.text import Label

JOURNAL, ACCOUNTS, ARCHIVES, INTEGRITY, CONTROL = KINDS = (
    "journal",
    "accounts",
    "archives",
    "integrity",
    "control",
)


class AccountForm(FormPane):
    """One account: its number and its name.

    Signals:
        edited(str, object): a field of the draft has a new value.
    """

    edited = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields(self)
        column = self.pages[0].content
        number = TextField(tr("Compte"), height=48, help_text=tr("Du plan comptable"))
        name = TextField(tr("Libellé"), height=48)
        column.addWidget(self.fields.add("number", number))
        column.addWidget(self.fields.add("name", name))
        column.addStretch(1)
        self.fields.edited.connect(self.edited)

    def display(
        self, title: str, draft: AccountDraft, errors: dict[str, str], changes: int
    ) -> None:
        """Shows an account."""
        self.show_heading(title)
        self.fields.show_values({"number": draft.number, "name": draft.name})
        self.fields.show_errors(errors)
        self.show_changes(changes)


class FiscalSection(ListSection):
    """The fiscal side.

    Signals:
        kind_requested(str): one of KINDS.
        days_requested(object, object): closings of these two `date`s and between.
        export_requested(str): kind of file.
        closing_opened(str): the closing of a day ("Z-C1-000012").
        account_opened(str): setting of an account.
        archive_requested(object): folder of the medium, a `Path`.
        verify_requested(object): an archive, a `Path`.
    """

    kind_requested = Signal(str)
    days_requested = Signal(object, object)
    export_requested = Signal(str)
    closing_opened = Signal(str)
    account_opened = Signal(str)
    archive_requested = Signal(object)
    verify_requested = Signal(object)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.kinds = SegmentedButtons(
            (
                Choice(JOURNAL, tr("Comptabilité")),
                Choice(ACCOUNTS, tr("Comptes")),
                Choice(ARCHIVES, tr("Archives")),
                Choice(INTEGRITY, tr("Intégrité")),
                Choice(CONTROL, tr("Contrôle")),
            ),
            chosen=JOURNAL,
            height=48,
            name=tr("Fiscal"),
        )
        self.export = Button(tr("Exporter"), icon="download")
        self.verify = Button(tr("Vérifier"), kind="plain", icon="verified_user")
        self.archive = Button(tr("Archiver"), icon="inventory")
        self.keep = Button(tr("Sauvegardes"), kind="plain", icon="backup")
        self._kind = JOURNAL
        self.head = Head(tr("Fiscal"), (self.kinds,))
        self.first, self.last = DayChip(), DayChip()
        self.journal = DataTable(
            journal_columns(),
            name=tr("Clôtures"),
            hint=tr("↑ ↓ parcourir · ↵ les tickets du jour"),
            least=96,
        )
        self.journal.sort_by("day")
        self.accounts = DataTable(account_columns(), name=tr("Comptes"), hint="")
        self.archives = DataTable(archive_columns(), name=tr("Archives"), hint="")
        self.archives.show_nothing(
            tr("Aucune archive"),
            tr("Archiver écrit les journées closes sur une clé USB et les relit."),
        )
        self.journal.show_nothing(
            tr("Aucune clôture ces jours-là"), tr("Choisissez d'autres jours.")
        )
        self.integrity, self.control = IntegrityTable(), ControlTable()
        self.acts = {
            JOURNAL: (self.export,),
            ARCHIVES: (self.keep, self.verify, self.archive),
            INTEGRITY: self.integrity.acts,
            CONTROL: self.control.acts,
        }
        self.tables = Lists(
            *(self.journal, self.accounts, self.archives),
            *(self.integrity, self.control),
        )
        self.bar, self.notice = VerifyBar(), NoticeCard()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.notice)
        column.addWidget(self.bar)
        column.addWidget(self.tables, 1)
        self.form, self.user = AccountForm(), UserForm()
        self.hint = Label(style="label", role="on_var", wrap=True)
        self.hint.setMinimumHeight(ROW)
        buttons = [button for acts in self.acts.values() for button in acts]
        filters = (self.first, self.last, self.hint, *buttons)
        listing = ListPane(self.head, filters, body, stretch=filters.index(self.hint))
        self.keeping = KeepingForm()
        self.lay_out(listing, self.form, self.user, self.keeping)
        self.controller = FiscalController(desk, self)
        self._connect_signals()
        self.setFocusProxy(self.tables)

    def _connect_signals(self) -> None:
        self.kinds.chosen.connect(self.kind_requested)
        self.first.picked.connect(self._on_day_picked)
        self.last.picked.connect(self._on_day_picked)
        self.export.clicked.connect(self._on_export_clicked)
        self.archive.clicked.connect(self._on_archive_clicked)
        self.verify.clicked.connect(self._on_verify_clicked)
        self.journal.row_opened.connect(self.closing_opened)
        self.accounts.row_opened.connect(self.account_opened)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument if argument in KINDS else JOURNAL)

    def show_kind(self, kind: str) -> None:
        """Shows the journal, the accounts, the archives or what a control asks for."""
        self.kinds.choose(kind)
        self.tables.setCurrentIndex(KINDS.index(kind))
        for its_kind, buttons in self.acts.items():
            for button in buttons:
                button.setVisible(its_kind == kind)
        for chip in (self.first, self.last):
            chip.setVisible(kind == JOURNAL)
        self._kind = kind
        self.show_note("")
        self.bar.drop_verdict()
        self.close_pane()

    def show_note(self, words: str) -> None:
        """What there is of the page on show, else what it is for."""
        self.hint.show_text(words or kind_words(self._kind))

    def show_days(self, first: date, last: date, today: date) -> None:
        """Which days are listed."""
        self.first.show_day(first, today)
        self.last.show_day(last, today)

    def show_rows(self, kind: str, rows: Sequence[Row]) -> None:
        """Other rows of one of the tables."""
        (self.journal, self.accounts, self.archives)[KINDS.index(kind)].set_rows(rows)

    def show_form(
        self, title: str, draft: AccountDraft, errors: dict[str, str], changes: int
    ) -> None:
        """Opens an account."""
        self.form.display(title, draft, errors, changes)
        self.open_pane(self.form)

    @Slot()
    def show_user(self) -> None:
        """Opens the user of an attestation."""
        self.open_pane(self.user)

    @Slot()
    def show_keeping(self) -> None:
        """Opens what is kept."""
        self.open_pane(self.keeping)

    def show_working(self, *, working: bool) -> None:
        """An archive is being written or read, or no more."""
        self.control.show_working(working=working)
        for button in (self.verify, self.archive):
            button.setEnabled(not working)

    @Slot(object)
    def _on_day_picked(self, day: date) -> None:
        first, last = self.first.day or day, self.last.day or day
        if first > last:
            first = last = day
        self.days_requested.emit(first, last)

    @Slot()
    def _on_export_clicked(self) -> None:
        menu = act_menu(self, export_acts())
        menu.triggered.connect(self._on_export_triggered)
        menu.popup(self.export.mapToGlobal(self.export.rect().bottomLeft()))

    @Slot(QAction)
    def _on_export_triggered(self, action: QAction) -> None:
        self.export_requested.emit(str(action.data()))

    @Slot()
    def _on_archive_clicked(self) -> None:
        dialog = file_dialog(
            self, tr("Où écrire l'archive ? Une clé USB, mieux qu'ici.")
        )
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_medium_selected)
        dialog.open()

    @Slot()
    def _on_verify_clicked(self) -> None:
        dialog = file_dialog(self, tr("Quelle archive vérifier ?"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("Archives (*.zip)"))
        dialog.fileSelected.connect(self._on_archive_selected)
        dialog.open()

    @Slot(str)
    def _on_medium_selected(self, path: str) -> None:
        self.archive_requested.emit(Path(path))

    @Slot(str)
    def _on_archive_selected(self, path: str) -> None:
        self.verify_requested.emit(Path(path))
