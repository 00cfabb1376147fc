"""Attaching this restaurant to a head office: its address and its code."""

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot

from app.windows.admin.form import SidePane
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.field import TextField
from widgets.text import Label


class AttachPane(SidePane):
    """Two fields, and what came of them.

    Signals:
        attach_requested(str, str): the address and the code.
    """

    attach_requested = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        words = tr(
            "Au siège, ouvrez Gestion, Terminaux, « Être le siège » (ensuite Sites, "
            "« Nouvel établissement ») : un code à six chiffres s'affiche."
        )
        self.address = TextField(
            tr("Adresse du siège"), height=48, placeholder="siege.exemple.fr:8443"
        )
        self.code = TextField(tr("Code à six chiffres"), height=48)
        self.trouble = Label(style="body_medium", role="danger", wrap=True)
        column = self.pages[0].content
        column.addWidget(Label(words, style="body_medium", role="on_var", wrap=True))
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self.address)
        column.addWidget(self.code)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.trouble)
        column.addStretch(1)
        self.dismiss = Button(tr("Fermer"), kind="text")
        self.go_on = Button(tr("Rattacher"))
        self.foot.addStretch(1)
        self.foot.addWidget(self.dismiss)
        self.foot.addWidget(self.go_on)
        self.dismiss.clicked.connect(self.closed)
        self.go_on.clicked.connect(self._on_go_on)
        self.code.submitted.connect(self._on_go_on)

    def begin(self) -> None:
        """Nothing is typed yet."""
        self.show_heading(tr("Rattacher à un siège"))
        self.address.set_text("")
        self.code.set_text("")
        self.show_errors({})
        self.show_trouble("")
        self.address.setFocus()

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """What is wrong with the fields."""
        self.address.show_error(errors.get("address", ""))
        self.code.show_error(errors.get("code", ""))

    def show_busy(self) -> None:
        """The head office is asked."""
        self.trouble.setVisible(False)
        self.go_on.set_busy()

    def show_trouble(self, words: str) -> None:
        """Why it was not attached."""
        self.go_on.set_done()
        self.trouble.show_text(words)
        self.trouble.setVisible(bool(words))

    @Slot()
    def _on_go_on(self) -> None:
        self.attach_requested.emit(self.address.text, self.code.text)
