"""The picture at the head of receipts: a file, its size on paper, or Sotto's own."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.presenters.admin.paper_template import picture_error, room, size_choices
from app.windows.saving import file_dialog
from app.windows.tasks import Background
from hardware.printers.dither import MOST_BYTES, PictureError, dithered
from hardware.printers.document import Bitmap
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.choices import SegmentedButtons
from widgets.text import Label


class LogoPicker(QWidget):
    """Reads files behind the window and says what is wrong with them.

    Signals:
        picked(Bitmap): a file in the dots of the chosen size.
        size_chosen(str): another size; `picked` follows when the file is still at hand.
        cleared: no picture of one's own.
    """

    picked = Signal(object)
    size_chosen = Signal(str)
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.background = Background(self)
        self._content = b""
        self.pick = Button(tr("Choisir une image"), kind="outlined", icon="upload")
        self.plain = Button(tr("Celui de Sotto"), kind="text")
        self.wrong = Label(style="label", role="danger", wrap=True)
        self.wrong.setVisible(False)
        self.sizes = SegmentedButtons(
            size_choices(), name=tr("Taille du logo"), height=48
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.xs)
        line = QHBoxLayout()
        line.addWidget(self.pick)
        line.addWidget(self.plain)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.wrong)
        column.addWidget(self.sizes)
        self.pick.clicked.connect(self._on_pick)
        self.plain.clicked.connect(self._on_plain)
        self.sizes.chosen.connect(self._on_size_chosen)

    def display(self, size: str, *, own: bool) -> None:
        """Shows the size of a picture of one's `own`; there is none without it."""
        self.sizes.choose(size)
        self.sizes.setVisible(own)
        self.plain.setVisible(own)

    @Slot()
    def _on_pick(self) -> None:
        dialog = file_dialog(self, tr("Quelle image en tête des tickets ?"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("Images (*.png *.jpg *.jpeg)"))
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    @Slot(str)
    def take_file(self, path: str) -> None:
        """Makes a file the logo, or says why it cannot be."""
        size = room(self.sizes.chosen_key)
        self.background.run(
            partial(_read, Path(path), *size), self._on_read, self._on_unread
        )

    def _on_read(self, read: tuple[bytes, Bitmap]) -> None:
        self._content, bitmap = read
        self.wrong.setVisible(False)
        self.picked.emit(bitmap)

    def _on_unread(self, error: Exception) -> None:
        why, size = "missing", 0
        if isinstance(error, PictureError):
            why, size = error.why, error.size
        self.wrong.show_text(picture_error(why, size))
        self.wrong.setVisible(True)

    @Slot(str)
    def _on_size_chosen(self, size: str) -> None:
        self.size_chosen.emit(size)
        if self._content:  # better than its dots in another size
            work = partial(dithered, self._content, *room(size))
            self.background.run(work, self.picked.emit, self._on_unread)

    @Slot()
    def _on_plain(self) -> None:
        self._content = b""
        self.cleared.emit()


def _read(path: Path, width: int, height: int) -> tuple[bytes, Bitmap]:
    """A file and its dots.

    Raises:
        OSError: it cannot be read. PictureError: it is nothing to print.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise PictureError("large", size)
    content = path.read_bytes()
    return content, dithered(content, width, height)
