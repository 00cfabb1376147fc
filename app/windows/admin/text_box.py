"""Text that is read and copied, not written: data of an entry, hashes."""

from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from widgets.fonts import font


class TextBox(QPlainTextEdit):
    """Plain text that breaks anywhere and can be selected."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(font("caption"))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)

    def show_text(self, text: str) -> None:
        """Shows another text from its beginning."""
        if text != self.toPlainText():
            self.setPlainText(text)
            self.verticalScrollBar().setValue(0)
