"""Figures of a closing under their title; each opens the entries that it adds up."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.presenters.till.closing_figures import FigureGroup
from widgets.card import SectionHeader
from widgets.list_row import ListRow, RowView

_ROW = 48


class FigureList(QWidget):
    """One group; what has no entries of its own is only read.

    Signals:
        behind_requested(FigureRow): the entries of a figure.
    """

    behind_requested = Signal(object)

    def __init__(self, figures: FigureGroup) -> None:
        super().__init__()
        self._figures = figures.rows
        self.rows: list[ListRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(SectionHeader(figures.title))
        for number, figure in enumerate(figures.rows):
            view = RowView(figure.name, trailing=figure.value)
            leads = bool(figure.figures)
            row = ListRow(view, height=_ROW, padding=0, chevron=leads)
            if not leads:
                row.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                row.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.setProperty("figure", number)
            row.clicked.connect(self._on_clicked)
            self.rows.append(row)
            column.addWidget(row)

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            figure = self._figures[int(sender.property("figure"))]
            self.behind_requested.emit(figure)
