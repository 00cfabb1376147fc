"""What is kept with a movement of cash or a count: the receipts and pictures, and one more."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.services.kept_files import ending_of, kept
from app.windows.desk import Desk
from app.windows.file_picker import FilePicker
from app.windows.kept_picture import pages_of
from app.windows.saving import Saver
from app.windows.tasks import Background
from resources.texts import tr
from widgets import theme
from widgets.banner import Banner
from widgets.button import Button
from widgets.empty_state import EmptyState
from widgets.sheet import SideSheet


class FilesSheet(SideSheet):
    """The files of one thing, read behind the window.

    Args:
        files: their SHA-256.
        may_add: another one can be joined.

    Signals:
        added(bytes): one more is to be kept.
    """

    added = Signal(bytes)

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        title: str,
        subtitle: str,
        files: Sequence[str],
        *,
        may_add: bool,
    ) -> None:
        super().__init__(host, title, subtitle)
        self.background = Background(self)
        self._saver = Saver(desk, self)
        self._contents: list[bytes] = []
        self.pages: list[PageView] = []
        words = tr("Joindre une photo ou un scan")
        self.picker = FilePicker(words, tr("Joint"), "add_a_photo")
        self.picker.setVisible(may_add)
        self.save = Button(tr("Enregistrer une copie"), kind="text", icon="download")
        self.save.setVisible(False)
        self.sheet.foot.addWidget(self.picker)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.save)
        self.sheet.set_foot_shown(shown=True)
        self.picker.changed.connect(self._on_changed)
        self.save.clicked.connect(self._on_save_clicked)
        self.closed.connect(self.deleteLater)
        if files:
            self.background.run(partial(_read, desk.files, files), self._on_read)
        else:
            self.sheet.body.addStretch(1)
            none = tr("Aucun justificatif")
            self.sheet.body.addWidget(
                EmptyState(none, tr("Une photo suffit : elle reste avec l'écriture."))
            )
            self.sheet.body.addStretch(1)

    def _on_read(self, read: list[tuple[bytes | None, list[QImage]]]) -> None:
        body = self.sheet.body
        for content, pages in read:
            if content is not None:
                self._contents.append(content)
            if not pages:
                words = tr("Ce fichier n'est pas (encore) sur ce poste.")
                body.addWidget(Banner(words, kind="warning"))
            for page in pages:
                view = PageView(page)
                self.pages.append(view)
                body.addWidget(view)
        body.addStretch(1)
        self.save.setVisible(bool(self._contents))

    @Slot()
    def _on_changed(self) -> None:
        if self.picker.content:
            self.added.emit(self.picker.content)
            self.close_overlay()

    @Slot()
    def _on_save_clicked(self) -> None:
        name = self.sheet.heading.title.replace(" ", "_")
        self._saver.save_files(
            {
                f"{name}_{number}{ending_of(content)}": content
                for number, content in enumerate(self._contents, 1)
            }
        )


class PageView(QWidget):
    """A picture as wide as there is room, and as high as that makes it."""

    def __init__(self, picture: QImage) -> None:
        super().__init__()
        self._picture = picture
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Justificatif"))

    @property
    def _wide(self) -> int:
        return min(self.width(), self._picture.width())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._picture.size()
        self.setFixedHeight(round(self._wide * size.height() / max(size.width(), 1)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        left = (self.width() - self._wide) / 2
        box = QRectF(left, 0, self._wide, self.height())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, self._picture)
            painter.setPen(theme.color("line"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0, 0, -1, -1))


def _read(
    folder: Path, files: Sequence[str]
) -> list[tuple[bytes | None, list[QImage]]]:
    found = []
    for name in files:
        content = kept(folder, name)
        found.append((content, pages_of(content) if content else []))
    return found
