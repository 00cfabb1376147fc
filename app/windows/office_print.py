"""The office printer: a PDF on paper through the system's own printing, at its true size.

Qt knows the printers that the system knows (CUPS, Windows). A receipt printer is not one of
them: it has the spool, which hears whether a paper came out.
"""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSize, QSizeF, Slot
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication

from app.windows.desk import Desk
from app.windows.tasks import Background
from resources.texts import tr

_POINTS = 72
_DPI = 300
"""Pages are drawn so fine: text is sharp, and a page of A4 takes 35 MB meanwhile."""


class NotPrintedError(Exception):
    """A file could not be read, or the printer took nothing; the text says which."""


class OfficePrinter(QObject):
    """Prints files for one window, one at a time."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = Background(self)
        self._dialog: QPrintDialog | None = None
        self._path = Path()

    def ask(self, path: Path) -> None:
        """Asks on which printer, which pages and how often, then prints."""
        self._path = path
        printer = printer_for(path)
        self._dialog = QPrintDialog(printer, QApplication.activeWindow())
        self._dialog.setWindowTitle(tr("Imprimer {name}", name=path.name))
        self._dialog.accepted.connect(self._on_accepted)
        self._dialog.setModal(True)
        self._dialog.show()

    @Slot()
    def _on_accepted(self) -> None:
        if self._dialog is None:
            return
        printer, path = self._dialog.printer(), self._path

        def work() -> int:
            return draw(path, printer)

        self._background.run(work, self._on_drawn, self._on_failed)

    def _on_drawn(self, pages: int) -> None:
        self._desk.say(
            tr("{name} : {n} p. envoyées à l'imprimante", name=self._path.name, n=pages)
        )

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, NotPrintedError):
            raise error
        words = tr("Impression impossible : {why}", why=str(error))
        self._desk.say(words, tone="error")


def office_printers() -> list[str]:
    """Names of the printers that the system knows."""
    return list(QPrinterInfo.availablePrinterNames())


def printer_for(path: Path) -> QPrinter:
    """A printer whose paper is as large as the pages of the file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(path.stem)
    with_pages = QPdfDocument()
    if with_pages.load(str(path)) == QPdfDocument.Error.None_:
        size = with_pages.pagePointSize(0)
        printer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
        printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    with_pages.close()
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    return printer


def draw(path: Path, printer: QPrinter) -> int:
    """Draws the wanted pages of a PDF at their true size, and counts them; any thread.

    Labels have to meet their stickers, so nothing is fitted to the paper.

    Raises:
        NotPrintedError: the file cannot be read, or the printer took nothing.
    """
    document = QPdfDocument()
    try:
        if document.load(str(path)) != QPdfDocument.Error.None_:
            raise NotPrintedError(tr("{name} ne se lit pas", name=path.name))
        first = max(1, printer.fromPage())
        last = min(printer.toPage() or document.pageCount(), document.pageCount())
        with QPainter() as painter:
            if not painter.begin(printer):
                raise NotPrintedError(tr("l'imprimante ne répond pas"))
            for page in range(first - 1, last):
                if page > first - 1 and not printer.newPage():
                    raise NotPrintedError(tr("l'imprimante ne répond pas"))
                _draw_page(painter, document, page, printer.resolution())
        return last - first + 1
    finally:
        document.close()


def _draw_page(
    painter: QPainter, document: QPdfDocument, page: int, resolution: int
) -> None:
    points: QSizeF = document.pagePointSize(page)
    fine = min(_DPI, resolution) / _POINTS
    size = QSize(round(points.width() * fine), round(points.height() * fine))
    picture = document.render(page, size)
    scale = resolution / _POINTS
    room = QRectF(0, 0, points.width() * scale, points.height() * scale)
    painter.drawImage(room, picture)
