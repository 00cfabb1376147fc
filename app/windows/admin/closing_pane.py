"""One Z: its few figures, and where to keep it."""

from PySide6.QtCore import Signal, Slot

from app.presenters.admin_verify import ClosingView
from app.windows.admin.form import SidePane
from app.windows.admin.pairs import Pairs
from resources.texts import tr
from widgets.button import Button


class ClosingPane(SidePane):
    """A closing.

    Signals:
        save_requested(str): "pdf" or "excel".
    """

    save_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.pairs = Pairs(align="end")
        column = self.pages[0].content
        column.addWidget(self.pairs)
        column.addStretch(1)
        self.pdf = Button(tr("PDF"), icon="download")
        self.excel = Button(tr("Excel"), kind="outlined", icon="download")
        self.foot.addStretch(1)
        self.foot.addWidget(self.excel)
        self.foot.addWidget(self.pdf)
        self.pdf.clicked.connect(self._on_pdf_clicked)
        self.excel.clicked.connect(self._on_excel_clicked)

    def display(self, view: ClosingView) -> None:
        """Shows a Z."""
        self.show_heading(view.title, view.subtitle)
        self.pairs.show_pairs(view.facts)

    def show_saving(self, *, busy: bool) -> None:
        """A report is being written, or no more."""
        for button in (self.pdf, self.excel):
            if busy:
                button.set_busy()
            else:
                button.set_done()

    @Slot()
    def _on_pdf_clicked(self) -> None:
        self.save_requested.emit("pdf")

    @Slot()
    def _on_excel_clicked(self) -> None:
        self.save_requested.emit("excel")
