"""The verification where it was asked: its filet while it runs, then its verdict."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presenters.admin.verify import Verdict
from resources.texts import tr, trn
from widgets import theme
from widgets.button import Button, IconButton
from widgets.card import Card, clear
from widgets.dialog import Sign
from widgets.list_row import ListRow, RowView
from widgets.progress import Filet, Ring
from widgets.text import Label

_SIGNS = {
    "success": ("verified_user", "success"),
    "warning": ("warning", "warning"),
    "danger": ("error", "danger"),
}
_MOST_LINES = 4


class VerifyBar(Card):
    """Hidden until a verification begins.

    Signals:
        cancel_requested: do not wait for it.
        entry_requested(str): an entry that a finding is about ("C1:41").
    """

    cancel_requested = Signal()
    entry_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=12, spacing=theme.SPACE.s, parent=parent)
        self.ring = Ring()
        self.sign = Sign("verified_user")
        self.words = Label(style="body_strong", wrap=True)
        self.cancel = Button(tr("Annuler"), kind="text")
        self.close_button = IconButton(tr("Fermer"), "close")
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.m)
        line.addWidget(self.ring)
        line.addWidget(self.sign)
        line.addWidget(self.words, 1)
        line.addWidget(self.cancel)
        line.addWidget(self.close_button)
        self.filet = Filet(0.0)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        self.content.addLayout(line)
        self.content.addWidget(self.filet)
        self.content.addLayout(self.lines)
        self.cancel.clicked.connect(self.cancel_requested)
        self.close_button.clicked.connect(self.hide)
        self.hide()

    def show_running(self, entries: int, fraction: float) -> None:
        """How far it probably is."""
        words = trn(
            entries, "Vérification de {n} écriture…", "Vérification de {n} écritures…"
        )
        self.show_work(words, fraction)

    @Slot(str, float)
    def show_work(self, words: str, fraction: float) -> None:
        """A step that is under way, and how far it is."""
        self._show(running=True)
        self.words.show_text(words)
        self.filet.set_fraction(fraction)
        clear(self.lines)

    @Slot(object)
    def show_verdict(self, verdict: Verdict) -> None:
        """What it came to; each finding leads to its entry."""
        self._show(running=False)
        icon, role = _SIGNS[verdict.tone]
        self.sign.show_icon(icon, role=role)
        self.words.show_text(verdict.words)
        clear(self.lines)
        for place, words in verdict.lines[:_MOST_LINES]:
            row = ListRow(RowView(words), height=52, padding=0, chevron=bool(place))
            row.setProperty("place", place)
            row.setEnabled(bool(place))
            row.clicked.connect(self._on_row_clicked)
            self.lines.addWidget(row)
        more = len(verdict.lines) - _MOST_LINES
        if more > 0:
            words = trn(more, "et {n} autre", "et {n} autres")
            self.lines.addWidget(Label(words, style="label", role="on_var"))

    @Slot(str)
    def show_failure(self, words: str) -> None:
        """It could not be done."""
        self.show_verdict(Verdict(tone="danger", words=words, lines=()))

    def drop_verdict(self) -> None:
        """What it came to belongs to the page that asked; what runs goes on."""
        if self.ring.isHidden():
            self.hide()

    def _show(self, *, running: bool) -> None:
        self.ring.setVisible(running)
        self.filet.setVisible(running)
        self.cancel.setVisible(running)
        self.sign.setVisible(not running)
        self.close_button.setVisible(not running)
        self.show()

    @Slot()
    def _on_row_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.entry_requested.emit(str(sender.property("place")))
