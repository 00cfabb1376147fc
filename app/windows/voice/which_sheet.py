"""A word was misheard: which article it was."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.presenters.admin.headset_words import Meanings
from resources.texts import tr
from widgets.card import clear
from widgets.empty_state import EmptyState
from widgets.field import SearchField
from widgets.list_row import ListRow
from widgets.sheet import SideSheet

_MOST = 8


class WhichSheet(SideSheet):
    """Articles that what was said may have meant, nearest first.

    Args:
        heard: the doubtful word.

    Signals:
        article_chosen(str): id of the article; the sheet is closed by then.
    """

    article_chosen = Signal(str)

    def __init__(self, host: QWidget, meanings: Meanings, heard: str) -> None:
        super().__init__(
            host, tr("Quel article ?"), tr("« {words} »", words=heard) if heard else ""
        )
        self._meanings = meanings
        self._keys: dict[ListRow, str] = {}
        self.search = SearchField(tr("Chercher un article"), height=64)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._nothing = EmptyState(
            tr("Aucun article n'y ressemble"), tr("Tapez son nom.")
        )
        body = self.sheet.body
        body.addWidget(self.search)
        body.addLayout(self._rows)
        body.addWidget(self._nothing)
        body.addStretch(1)
        self.search.text_edited.connect(self._show)
        self.closed.connect(self.deleteLater)
        self._show(heard)

    @Slot(str)
    def _show(self, words: str) -> None:
        clear(self._rows)
        self._keys = {}
        for key, view in self._meanings.nearest(words, _MOST):
            row = ListRow(view, height=64, padding=0)
            row.clicked.connect(self._on_row_clicked)
            self._keys[row] = key
            self._rows.addWidget(row)
        self._nothing.setVisible(not self._keys)

    @Slot()
    def _on_row_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, ListRow):
            chosen = self._keys[row]
            self.close_overlay()
            self.article_chosen.emit(chosen)
