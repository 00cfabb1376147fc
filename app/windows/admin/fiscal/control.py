"""What a control asks for: versions with their attestations, the user, the folder."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from app.domain.profile import Notice
from app.presenters.admin.control import UserDraft, control_columns
from app.presenters.admin.drafts import values_of
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane
from app.windows.saving import file_dialog
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import Card
from widgets.dialog import Sign
from widgets.field import TextField
from widgets.table_view import DataTable
from widgets.text import Label


class NoticeCard(Card):
    """What the law is about to change; hidden while it changes nothing.

    Signals:
        confirmed: somebody has seen to it.
    """

    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__(padding=12, spacing=theme.SPACE.s)
        self.sign = Sign("info")
        self.title = Label(style="body_strong", wrap=True)
        self.words = Label(style="label", role="on_var", wrap=True)
        self.confirm = Button(tr("C'est vu avec le comptable"), kind="outlined")
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE.xs)
        words.addWidget(self.title)
        words.addWidget(self.words)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.m)
        line.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addWidget(self.confirm)
        self.content.addLayout(line)
        self.confirm.clicked.connect(self.confirmed)
        self.hide()

    def display(self, notice: Notice | None) -> None:
        """Tells it, or nothing."""
        self.setVisible(notice is not None)
        if notice is None:
            return
        grave = notice.grave
        self.sign.show_icon(
            "warning" if grave else "info", role="warning" if grave else "on_var"
        )
        self.title.show_text(tr(notice.title))
        self.words.show_text(tr(notice.text))
        self.confirm.setVisible(not grave)


class UserForm(FormPane):
    """The user of an attestation, and the button that makes it.

    Signals:
        edited(str, object): a field of the draft has a new value.
        made: the attestation is wanted.
    """

    edited = Signal(str, object)
    made = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields(self)
        column = self.pages[0].content
        example = "20/11/2026"
        for name, field in (
            ("name", TextField(tr("Raison sociale"), height=48)),
            (
                "acquired",
                TextField(tr("Logiciel acquis le"), height=48, placeholder=example),
            ),
            ("distributor", TextField(tr("Auprès de"), height=48)),
            (
                "started",
                TextField(
                    tr("En service depuis le"),
                    height=48,
                    placeholder=example,
                    help_text=tr("Vide : la première journée du journal"),
                ),
            ),
            ("licence", TextField(tr("Licence"), height=48)),
        ):
            column.addWidget(self.fields.add(name, field))
        self.make = Button(tr("Établir l'attestation"), icon="draw", kind="outlined")
        self.state = Label(style="label", role="on_var", wrap=True)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.make)
        column.addWidget(self.state)
        words = tr(
            "L'éditeur signe le volet 1, vous le volet 2. Le SIREN et l'adresse sont ceux "
            "des réglages."
        )
        column.addWidget(Label(words, style="label", role="on_var", wrap=True))
        column.addStretch(1)
        self.fields.edited.connect(self.edited)
        self.make.clicked.connect(self.made)

    def display(
        self, draft: UserDraft, errors: dict[str, str], changes: int, state: str
    ) -> None:
        """Shows the user; an attestation is made of what is stored."""
        self.show_heading(tr("Attestation"))
        self.fields.show_values(values_of(draft))
        self.fields.show_errors(errors)
        self.state.show_text(state)
        self.make.setEnabled(not changes)
        self.show_changes(changes)


class ControlTable(DataTable):
    """The versions that wrote here.

    Attributes:
        acts: what a control asks for; they stand where the section has room.

    Signals:
        attestation_requested: the form of the user is wanted.
        signed_chosen(str, object): `sw` of a version, "" for the one that runs, and its
            signed attestation, a `Path`.
        folder_chosen(object): where the control folder goes, a `Path`.
    """

    attestation_requested = Signal()
    signed_chosen = Signal(str, object)
    folder_chosen = Signal(object)

    def __init__(self) -> None:
        hint = tr("Touchez une version : joindre son attestation signée")
        super().__init__(control_columns(), name=tr("Versions"), hint=hint)
        self.attest = Button(tr("Attestation"), kind="plain", icon="draw")
        self.signed = Button(tr("Joindre la signée"), kind="plain", icon="attach_file")
        self.folder = Button(tr("Dossier de contrôle"), icon="folder")
        self.acts = (self.attest, self.signed, self.folder)
        self.attest.clicked.connect(self.attestation_requested)
        self.signed.clicked.connect(self._on_signed_clicked)
        self.folder.clicked.connect(self._on_folder_clicked)
        self.row_opened.connect(self._ask_signed)
        self._software = ""

    def show_working(self, *, working: bool) -> None:
        """A folder is being written, or no more."""
        self.folder.setEnabled(not working)

    @Slot()
    def _on_signed_clicked(self) -> None:
        self._ask_signed("")

    @Slot(str)
    def _ask_signed(self, software: str) -> None:
        self._software = software
        dialog = file_dialog(self, tr("Quelle attestation signée ?"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.fileSelected.connect(self._on_signed_selected)
        dialog.open()

    @Slot()
    def _on_folder_clicked(self) -> None:
        dialog = file_dialog(self, tr("Où écrire le dossier de contrôle ?"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_folder_selected)
        dialog.open()

    @Slot(str)
    def _on_signed_selected(self, path: str) -> None:
        self.signed_chosen.emit(self._software, Path(path))

    @Slot(str)
    def _on_folder_selected(self, path: str) -> None:
        self.folder_chosen.emit(Path(path))
