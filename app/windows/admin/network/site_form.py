"""A site of this head office: what it is called here, and letting go of it."""

from PySide6.QtCore import Signal, Slot

from app.windows.admin.form import FormPane
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import Line
from widgets.field import TextField
from widgets.text import Label


class SiteForm(FormPane):
    """A site.

    Signals:
        let_go_requested: nothing is exchanged with it any more.
    """

    let_go_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stored = ""
        column = self.pages[0].content
        words = tr("Au siège ; l'établissement garde le sien.")
        self.name = TextField(tr("Nom"), height=48, help_text=words)
        self.end = Label(style="label", role="on_var", wrap=True)
        self.let_go = Button(tr("Détacher…"), kind="outlined", icon="link_off")
        column.addWidget(self.name)
        column.addSpacing(theme.SPACE.l)
        column.addWidget(Line())
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self.end)
        column.addSpacing(theme.SPACE.xs)
        column.addWidget(self.let_go)
        column.addStretch(1)
        self.name.text_edited.connect(self._on_edited)
        self.name.submitted.connect(self._on_submitted)
        self.drop.clicked.connect(self._on_drop)
        self.let_go.clicked.connect(self.let_go_requested)

    def display(self, name: str, state: str, end: str, *, attached: bool) -> None:
        """Shows a site as it is stored.

        Args:
            state: whether it is connected, in words.
            end: what letting go means, or that it is over.
        """
        self._stored = name
        self.show_heading(name, state)
        self.name.set_text(name)
        self.name.show_error("")
        self.end.show_text(end)
        self.let_go.setVisible(attached)
        self.show_changes(0)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self.name.show_error("")
        self.show_changes(int(text.strip() != self._stored))

    @Slot(str)
    def _on_submitted(self, _: str) -> None:
        self._on_save_key()

    @Slot()
    def _on_drop(self) -> None:
        self.name.set_text(self._stored)
        self.name.show_error("")
        self.show_changes(0)
