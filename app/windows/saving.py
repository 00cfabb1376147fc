"""Files made behind the window: reports and lists, with a ring while they are written.

A file is written beside its name and then put in its place, so nobody ever opens half of
one; a save that is cancelled leaves nothing.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from platformdirs import user_documents_path
from PySide6.QtCore import QFileInfo, QObject, QStorageInfo, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QCursor, QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFileIconProvider,
    QMenu,
    QWidget,
)
from typing_extensions import override

from app.reports.csv_file import csv_bytes
from app.reports.z_report import ZReport
from app.windows.desk import Desk
from app.windows.tasks import Background
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.office_print import OfficePrinter

ReportKind = Literal["pdf", "excel"]
FOLDER = "Sotto"
_MEDIA = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
"""Where systems show what was plugged in; Windows shows it at the side by itself."""


class Saver(QObject):
    """Writes one file at a time for a section.

    Signals:
        busy_changed(bool): a file is being made, or no more.
    """

    busy_changed = Signal(bool)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = Background(self)
        self._stop = threading.Event()
        self._printer: OfficePrinter | None = None
        self._asked = Path()
        self.busy = False

    def save(self, name: str, make: Callable[[], bytes]) -> None:
        """Makes the content and writes it into the documents folder; says where.

        Args:
            name: file name with its suffix.
            make: called in another thread; touches neither widgets nor the house.
        """
        if self.busy:
            return
        stop = self._stop = threading.Event()
        path = user_documents_path() / FOLDER / name

        def write() -> Path | None:
            content = make()
            if stop.is_set():
                return None
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.part")
            beside.write_bytes(content)
            if stop.is_set():
                beside.unlink()
                return None
            beside.replace(path)
            return path

        self._set_busy(busy=True)
        self._background.run(write, self._on_written, self._on_failed)

    def save_files(self, files: Mapping[str, bytes]) -> None:
        """Writes files that are made already, each whole; says where the first one is."""
        folder = user_documents_path() / FOLDER
        first, *others = files

        def make() -> bytes:
            folder.mkdir(parents=True, exist_ok=True)
            for name in others:
                (folder / name).write_bytes(files[name])
            return files[first]

        self.save(first, make)

    def save_report(self, name: str, report: ZReport, kind: ReportKind) -> None:
        """The same for an X or a Z, as PDF or workbook."""

        def make() -> bytes:
            from app.reports.excel import z_workbook
            from app.reports.pdf import z_pdf

            return z_pdf(report) if kind == "pdf" else z_workbook(report)

        self.save(f"{name}.{'pdf' if kind == 'pdf' else 'xlsx'}", make)

    def save_table(
        self, name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]
    ) -> None:
        """The same for a list, as CSV that spreadsheets open with their accents."""
        kept = [tuple(row) for row in rows]
        self.save(f"{name}.csv", lambda: csv_bytes(heads, kept))

    def cancel(self) -> None:
        """Lets the running save go; its file is not written."""
        if self.busy:
            self._stop.set()
            self._set_busy(busy=False)
            self._desk.say(tr("Enregistrement abandonné."))

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)

    def _on_written(self, path: Path | None) -> None:
        if path is None:
            return  # cancelled: already said
        self._set_busy(busy=False)
        words = tr("Enregistré : {path}", path=_from_home(path))
        if path.suffix == ".pdf" and self._can_print():
            ask = partial(self._ask_what, path)
            self._desk.say(words, undo=ask, act=tr("Ouvrir, imprimer…"), icon="print")
            return
        show = partial(open_file, path)
        self._desk.say(words, undo=show, act=tr("Ouvrir"), icon="open_in_new")

    def _can_print(self) -> bool:
        """Whether the system knows a printer; Qt's printing is loaded by the first PDF."""
        from app.windows.office_print import office_printers

        return bool(office_printers())

    def _ask_what(self, path: Path) -> None:
        self._asked = path
        menu = QMenu(QApplication.activeWindow())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Ouvrir")).triggered.connect(self._on_open_triggered)
        menu.addAction(tr("Imprimer…")).triggered.connect(self._on_print_triggered)
        menu.popup(QCursor.pos())

    @Slot()
    def _on_open_triggered(self) -> None:
        open_file(self._asked)

    @Slot()
    def _on_print_triggered(self) -> None:
        from app.windows.office_print import OfficePrinter

        self._printer = self._printer or OfficePrinter(self._desk, self)
        self._printer.ask(self._asked)

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        words = tr("Enregistrement impossible : {why}", why=str(error))
        self._desk.say(words, tone="error")


def open_file(path: Path) -> None:
    """Shows a file in what the machine has for its kind, else the folder it lies in."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


class _Kinds(QFileIconProvider):
    """What stands in the column "Type", which Qt's own French lacks."""

    @override
    def type(self, info: QFileInfo, /) -> str:
        if info.isDir():
            return tr("Dossier")
        return tr("Fichier {suffix}", suffix=info.suffix().upper()).strip()


@cache
def _kinds() -> _Kinds:
    """The same for every dialog, for Qt keeps none."""
    return _Kinds()


def file_dialog(parent: QWidget, title: str) -> QFileDialog:
    """A dialog for a file or a folder, that forgets itself; media that were plugged in
    stand at its side."""
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    labels = QFileDialog.DialogLabel  # Qt's own French lacks these
    dialog.setLabelText(labels.LookIn, tr("Dans"))
    dialog.setLabelText(labels.FileName, tr("Nom"))
    dialog.setLabelText(labels.FileType, tr("Type"))
    dialog.setIconProvider(_kinds())
    home, documents = Path.home(), user_documents_path()
    volumes = (volume.rootPath() for volume in QStorageInfo.mountedVolumes())
    media = [Path(root) for root in volumes if root.startswith(_MEDIA)]
    places = [each for each in (home, documents, *media) if each.is_dir()]
    dialog.setSidebarUrls([QUrl.fromLocalFile(str(each)) for each in places])
    dialog.setDirectory(str(media[0] if media else places[-1]))
    return dialog


def chosen_table(parent: QWidget) -> str:
    """Asks for a file with a table; "" when nobody chose one."""
    path, _ = QFileDialog.getOpenFileName(
        parent, tr("Tableau d'articles"), str(Path.home()), "CSV (*.csv *.txt)"
    )
    return path


def _from_home(path: Path) -> str:
    """ "Documents/Sotto/Z0026.pdf" of a file of whoever sits there, else all of it."""
    home = Path.home()
    return str(path.relative_to(home) if path.is_relative_to(home) else path)
