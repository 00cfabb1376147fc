"""One entry of the journal in full: who, when, its data, and what proves it."""

from PySide6.QtCore import Signal, Slot

from app.presenters.admin.journal import EntryView
from app.windows.admin.form import SidePane, group
from app.windows.admin.pairs import Pairs
from app.windows.admin.text_box import TextBox
from resources.texts import tr
from widgets import theme
from widgets.button import Button

_DATA, _PROOF = 200, 120


class EntryPane(SidePane):
    """An entry.

    Signals:
        story_requested(str): every entry about the same thing; its stream.
        files_requested: what is kept with it.
    """

    story_requested = Signal(str)
    files_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stream = ""
        self.pairs = Pairs()
        self.data = TextBox(tr("Données"))
        self.data.setMinimumHeight(_DATA)
        self.proof = TextBox(tr("Preuve"))
        self.proof.setFixedHeight(_PROOF)
        self.story = Button(tr("Toute son histoire"), kind="tonal", icon="history")
        column = self.pages[0].content
        column.addWidget(self.pairs)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(group(tr("Données")))
        column.addWidget(self.data, 1)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(group(tr("Preuve")))
        column.addWidget(self.proof)
        self.files = Button(tr("Justificatif"), kind="tonal", icon="image")
        self.foot.addWidget(self.files)
        self.foot.addStretch(1)
        self.foot.addWidget(self.story)
        self.files.clicked.connect(self.files_requested)
        self.story.clicked.connect(self._on_story_clicked)

    def display(self, view: EntryView) -> None:
        """Shows an entry."""
        self._stream = view.stream
        self.show_heading(view.title, view.subtitle)
        self.pairs.show_pairs(view.facts)
        self.data.show_text(view.data)
        self.proof.show_text(view.proof)
        self.files.setVisible(bool(view.files))

    @Slot()
    def _on_story_clicked(self) -> None:
        self.story_requested.emit(self._stream)
