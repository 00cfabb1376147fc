"""One closing: its figures, what is behind them, and where to keep it."""

from PySide6.QtCore import Signal, Slot

from app.presenters.admin.closings import ClosingView
from app.windows.admin.form import SidePane
from app.windows.figure_list import FigureList
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import clear
from widgets.list_row import ListRow, RowView


class ClosingPane(SidePane):
    """A closing; each of its figures opens what it adds up.

    Signals:
        inside_requested: the documents of a day, the closings of a month.
        behind_requested(FigureRow): the entries that a figure adds up.
        save_requested(str): "pdf" or "excel".
    """

    inside_requested = Signal()
    behind_requested = Signal(object)
    save_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ListRow] = []
        self.column = self.pages[0].content
        self.column.setSpacing(0)
        self.pdf = Button(tr("PDF"), icon="download")
        self.excel = Button(tr("Excel"), kind="outlined", icon="download")
        self.foot.addStretch(1)
        self.foot.addWidget(self.excel)
        self.foot.addWidget(self.pdf)
        self.pdf.clicked.connect(self._on_pdf_clicked)
        self.excel.clicked.connect(self._on_excel_clicked)

    def display(self, view: ClosingView) -> None:
        """Shows a closing."""
        self.show_heading(view.title, view.subtitle)
        clear(self.column)
        self.rows = []
        inside = ListRow(
            RowView(view.inside, icon="list"), height=48, padding=0, chevron=True
        )
        inside.clicked.connect(self.inside_requested)
        self.rows.append(inside)
        self.column.addWidget(inside)
        for each in view.groups:
            self._add(FigureList(each))
        self.column.addStretch(1)

    def _add(self, figures: FigureList) -> None:
        figures.behind_requested.connect(self.behind_requested)
        self.rows += figures.rows
        self.column.addSpacing(theme.SPACE.l)
        self.column.addWidget(figures)

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
