"""A text as a QR code on the screen."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets import theme

_QUIET = 4


class QrCode(QWidget):
    """Dark on light in every mode, so that telephones read it.

    Args:
        text: what it says.
        side: of its square, the quiet border included.
    """

    def __init__(
        self, text: str = "", *, side: int = 320, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._side, self._text = side, ""
        self._rows: list[bytes] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Code QR"))
        self.show_code(text)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def set_side(self, side: int) -> None:
        """Makes it as large as there is room for."""
        self._side = side
        self.updateGeometry()

    def show_code(self, text: str) -> None:
        """Says something else; "" leaves the paper empty."""
        import segno

        self._text = text
        code = segno.make_qr(text, error="m").matrix if text else ()
        self._rows = [bytes(row) for row in code]
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("paper"))
            step = self._side / (len(self._rows) + 2 * _QUIET)
            ink = theme.color("ink")
            for y, row in enumerate(self._rows):
                for x, dark in enumerate(row):
                    if dark:
                        left, top = (x + _QUIET) * step, (y + _QUIET) * step
                        painter.fillRect(QRectF(left, top, step + 0.5, step + 0.5), ink)
