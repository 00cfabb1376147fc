"""Joins a receipt or a picture to what is being written: chosen, or dropped on it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.windows.kept_picture import MOST_BYTES, NoPictureError, kept_form
from app.windows.saving import file_dialog
from app.windows.tasks import Background
from resources.texts import tr
from widgets import theme
from widgets.button import Button, IconButton
from widgets.text import Label


class FilePicker(QWidget):
    """One file, made ready behind the window.

    Args:
        words: what is to be joined.
        joined: what the button says once it is.

    Attributes:
        content: the bytes to keep, b"" while there is none.
        reading: a file is being made ready; what is signed now would go without it.

    Signals:
        changed: a file is being read, was joined, or taken off again.
    """

    changed = Signal()

    def __init__(self, words: str, joined: str, icon: str) -> None:
        super().__init__()
        self.background = Background(self)
        self.content, self.reading = b"", False
        self._words, self._joined = words, joined
        self._turn = 0
        self.button = Button(words, kind="outlined", height=64, icon=icon)
        self.drop = IconButton(tr("Retirer"), "close", size=64)
        self.wrong = Label(style="label", role="danger", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.xs)
        line.addWidget(self.button)
        line.addWidget(self.drop)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.xs)
        column.addLayout(line)
        column.addWidget(self.wrong)
        self.setAcceptDrops(True)
        self.button.clicked.connect(self._on_clicked)
        self.drop.clicked.connect(self.clear)
        self._show()

    @Slot()
    def clear(self) -> None:
        """Takes the file off again."""
        self._turn += 1
        self._take(b"")

    @Slot(str)
    def take_file(self, path: str) -> None:
        """Reads a file, and says why where it cannot be joined."""
        self._turn += 1
        self.reading = True
        self.button.set_busy()
        self.background.run(
            partial(_read, Path(path)),
            partial(self._on_read, self._turn),
            partial(self._on_unread, self._turn),
        )
        self.changed.emit()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [u.toLocalFile() for u in event.mimeData().urls() if u.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take_file(paths[0])

    def _on_read(self, turn: int, content: bytes) -> None:
        if turn == self._turn:  # else another one was chosen meanwhile
            self._take(content)

    def _on_unread(self, turn: int, error: Exception) -> None:
        if not isinstance(error, OSError | NoPictureError):
            raise error
        if turn != self._turn:
            return
        large = isinstance(error, NoPictureError) and error.large
        words = (
            tr("Ce fichier est trop lourd.")
            if large
            else tr("Ce fichier ne se lit pas : une image ou un PDF.")
        )
        self._take(b"", words)

    def _take(self, content: bytes, wrong: str = "") -> None:
        self.content, self.reading = content, False
        self.button.set_done()
        self._show(wrong)
        self.changed.emit()

    def _show(self, wrong: str = "") -> None:
        joined = bool(self.content)
        self.button.set_words(self._joined if joined else self._words)
        self.button.set_kind("tonal" if joined else "outlined")
        self.drop.setVisible(joined)
        self.wrong.show_text(wrong)
        self.wrong.setVisible(bool(wrong))

    @Slot()
    def _on_clicked(self) -> None:
        dialog = file_dialog(self, self._words)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("Images et PDF (*.png *.jpg *.jpeg *.webp *.pdf)"))
        dialog.fileSelected.connect(self.take_file)
        dialog.open()


def _read(path: Path) -> bytes:
    """What is kept of a file.

    Raises:
        OSError: it cannot be read. NoPictureError: it is nothing to keep.
    """
    if path.stat().st_size > MOST_BYTES:
        raise NoPictureError(large=True)
    return kept_form(path.read_bytes())
