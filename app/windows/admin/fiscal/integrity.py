"""What proves the journal: witnesses, keys and segments, and what verifies them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.presenters.admin.integrity import integrity_columns
from resources.texts import tr
from widgets.button import Button
from widgets.dialog import Dialog
from widgets.table_view import DataTable


def key_question(host: QWidget, *, lost: bool) -> Dialog:
    """Asks whether the key is to be changed."""
    title = tr("Repartir avec une nouvelle clé ?") if lost else tr("Changer la clé ?")
    text = (
        tr(
            "L'ancienne clé ne signe plus. La nouvelle ouvre un segment, que chaque "
            "vérification dira ; d'autres terminaux ne le prendront pas."
        )
        if lost
        else tr(
            "L'ancienne clé annonce la nouvelle, qui signe dès maintenant. Les autres "
            "terminaux suivent d'eux-mêmes."
        )
    )
    return Dialog(
        host,
        title,
        text,
        icon="key",
        act=tr("Changer la clé"),
        refuse=tr("Annuler"),
        act_kind="danger" if lost else "filled",
    )


class IntegrityTable(DataTable):
    """The proofs.

    Attributes:
        acts: what can be done about them; they stand where the section has room.

    Signals:
        verify_requested: verify all of it, and keep the outcome as a page.
        key_requested: change the key.
    """

    verify_requested = Signal()
    key_requested = Signal()

    def __init__(self) -> None:
        super().__init__(integrity_columns(), name=tr("Intégrité"), hint="")
        self.key = Button(tr("Changer la clé"), kind="plain", icon="key")
        self.verify = Button(tr("Vérifier, en PDF"), icon="verified_user")
        self.acts = (self.key, self.verify)
        self.verify.clicked.connect(self.verify_requested)
        self.key.clicked.connect(self.key_requested)

    def show_working(self, *, working: bool) -> None:
        """A verification is under way, or no more."""
        self.verify.setEnabled(not working)
