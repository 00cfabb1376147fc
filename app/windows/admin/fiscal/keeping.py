"""What is kept: where copies and archives go, how old they are, the key that seals them."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QFileDialog

from app.fiscal.copies import RecoveryKey
from app.presenters.admin.drafts import values_of
from app.presenters.admin.keeping import KeepingDraft, every_entries, in_groups
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group
from app.windows.saving import file_dialog
from resources.texts import tr
from widgets import theme
from widgets.banner import Banner
from widgets.button import Button
from widgets.card import Line
from widgets.dropdown import Dropdown
from widgets.field import TextField
from widgets.text import Label


class KeepingForm(FormPane):
    """The form; a key that was just made is shown in it, once.

    Signals:
        edited(str, object): a field of the draft has a new value.
        key_requested: a key to seal with is wanted.
        key_noted: it was written down.
        unseal_requested: copies are to be in clear again.
    """

    edited = Signal(str, object)
    key_requested = Signal()
    key_noted = Signal()
    unseal_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields(self)
        self.state = Label(style="body", wrap=True)
        self.sealed = Label(style="label", role="on_var", wrap=True)
        words = tr(
            "Notez-la hors d'ici : elle n'est plus montrée, et gardée nulle part."
        )
        self.once = Banner(words, kind="warning")
        self.secret = Label(style="body_strong", wrap=True)
        self.secret.setAccessibleName(tr("Clé de secours"))
        self.copy_secret = Button(tr("Copier"), kind="plain", icon="content_copy")
        self.noted = Button(tr("C'est noté, chiffrer"), icon="lock")
        self.make_key = Button(tr("Chiffrer les copies…"), kind="outlined", icon="key")
        self.unseal = Button(tr("Ne plus chiffrer"), kind="text")
        self._of_key = (self.once, self.secret, self.copy_secret, self.noted)
        self._build()
        self.fields.edited.connect(self.edited)
        self.make_key.clicked.connect(self.key_requested)
        self.noted.clicked.connect(self.key_noted)
        self.unseal.clicked.connect(self.unseal_requested)
        self.copy_secret.clicked.connect(self._on_copy)

    def _build(self) -> None:
        column = self.pages[0].content
        column.addWidget(group(tr("Sauvegardes")))
        column.addWidget(self.state)
        column.addSpacing(theme.SPACE.s)
        after = tr("Un disque ou un partage, après chaque clôture")
        folder = TextField(tr("Second dossier"), height=48, help_text=after)
        column.addWidget(self.fields.add("backups", folder))
        column.addWidget(self._chooser("backups"), 0, Qt.AlignmentFlag.AlignLeft)
        late = tr("Sans copie depuis si longtemps, Sotto le dit")
        days = TextField(
            tr("Ancienne après"), height=48, help_text=late, suffix=tr("jours")
        )
        column.addWidget(self.fields.add("days", days))
        column.addWidget(self.sealed)
        column.addSpacing(theme.SPACE.xs)
        for each in (self.make_key, *self._of_key, self.unseal):
            column.addWidget(each)
            column.addSpacing(theme.SPACE.xs)
        column.addWidget(Line())
        column.addSpacing(theme.SPACE.m)
        column.addWidget(group(tr("Archives")))
        column.addSpacing(theme.SPACE.xs)
        every = Dropdown(tr("Rythme"), every_entries(), height=48)
        column.addWidget(self.fields.add("every", every))
        same = tr("Vide : celui des sauvegardes")
        archives = TextField(tr("Dossier des archives"), height=48, help_text=same)
        column.addWidget(self.fields.add("archives", archives))
        column.addWidget(self._chooser("archives"), 0, Qt.AlignmentFlag.AlignLeft)
        words = tr(
            "Une archive se fait après la clôture, support branché. Au bout d'un an, elle "
            "se fait en tout cas, ici s'il le faut."
        )
        column.addWidget(Label(words, style="label", role="on_var", wrap=True))
        column.addStretch(1)

    def _chooser(self, name: str) -> Button:
        """What finds the folder of a field without typing."""
        button = Button(tr("Choisir le dossier…"), kind="text", icon="folder")
        button.setProperty("folder", name)
        button.clicked.connect(self._on_chooser_clicked)
        return button

    @Slot()
    def _on_chooser_clicked(self) -> None:
        dialog = file_dialog(self, tr("Quel dossier ?"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setProperty("folder", self.sender().property("folder"))
        dialog.fileSelected.connect(self._on_folder_selected)
        dialog.open()

    @Slot(str)
    def _on_folder_selected(self, path: str) -> None:
        self.edited.emit(str(self.sender().property("folder")), path)

    def display(
        self,
        draft: KeepingDraft,
        errors: dict[str, str],
        changes: int,
        words: tuple[str, str],
        *,
        sealed: bool,
    ) -> None:
        """Shows it; `words` say how old the backups are and whether they are sealed."""
        self.show_heading(tr("Ce qui est gardé"))
        self.fields.show_values(values_of(draft))
        self.fields.show_errors(errors)
        self.state.show_text(words[0])
        self.sealed.show_text(words[1])
        another = tr("Changer de clé…") if sealed else tr("Chiffrer les copies…")
        self.make_key.set_words(another)
        self.unseal.setVisible(sealed)
        self.show_changes(changes)

    def show_key(self, key: RecoveryKey | None) -> None:
        """Shows a key that was just made; None hides it."""
        self.secret.show_text(in_groups(key.secret) if key else "")
        for each in self._of_key:
            each.setVisible(key is not None)
        self.make_key.setVisible(key is None)

    @Slot()
    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self.secret.text())
