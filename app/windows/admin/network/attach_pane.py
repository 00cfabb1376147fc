"""Attaching this restaurant to a head office: its address and its code, or where the
head office is found by now."""

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
        move_requested(str): another address of the same head office.
    """

    attach_requested = Signal(str, str)
    move_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._moved = False
        self.words = Label(style="body_medium", role="on_var", wrap=True)
        self.address = TextField(
            tr("Adresse du siège"), height=48, placeholder="siege.exemple.fr:8443"
        )
        self.code = TextField(tr("Code à six chiffres"), height=48)
        self.trouble = Label(style="body_medium", role="danger", wrap=True)
        column = self.pages[0].content
        column.addWidget(self.words)
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
        self.address.submitted.connect(self._on_address)

    def begin(self) -> None:
        """Nothing is typed yet."""
        words = tr(
            "Au siège, ouvrez Gestion, Terminaux, « Être le siège » (ensuite Sites, "
            "« Nouvel établissement ») : un code à six chiffres s'affiche."
        )
        self._ask(tr("Rattacher à un siège"), words, tr("Rattacher"))

    def begin_moved(self, address: str) -> None:
        """Asks where the head office is found by now, instead of at `address`."""
        words = tr(
            "Le siège a changé d'adresse ? Donnez la nouvelle : sa clé est connue, "
            "aucun code n'est demandé, et personne d'autre n'est pris pour lui."
        )
        self._ask(tr("Adresse du siège"), words, tr("Enregistrer"), moved=address)

    def _ask(self, title: str, words: str, verb: str, *, moved: str = "") -> None:
        self._moved = bool(moved)
        self.show_heading(title)
        self.words.show_text(words)
        self.go_on.set_words(verb)
        self.code.setVisible(not moved)
        self.address.set_text(moved)
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
    def _on_address(self) -> None:
        if self._moved:
            self._on_go_on()
        else:
            self.code.setFocus()

    @Slot()
    def _on_go_on(self) -> None:
        if self._moved:
            self.move_requested.emit(self.address.text)
            return
        self.attach_requested.emit(self.address.text, self.code.text)
