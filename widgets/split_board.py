"""All payers of a bill side by side, and the dashed column that adds one.

What is carried from one column to another is shown under the finger meanwhile.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets.icons import paint_icon
from widgets.painted_text import put_text
from widgets.painting import draw_shape
from widgets.pressable import Pressable
from widgets.split_column import RADII, PayerView, SplitColumn
from widgets.theme import RADIUS, color

_ADD_WIDTH = 96
_GAP = 12


class _AddPayer(Pressable):
    """The dashed column that adds a payer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Ajouter un payeur"), radius=RADIUS.card, parent=parent)
        self.setFixedWidth(_ADD_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_ADD_WIDTH, 200)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        grounds = {"hover": "surface_high", "press": "surface_highest"}
        ground = grounds.get(self.shown_state)
        draw_shape(
            painter,
            rect,
            RADII,
            fill=color(ground) if ground else None,
            edge=color("outline"),
            dashed=True,
        )
        middle = rect.center()
        box = QRectF(middle.x() - 16, middle.y() - 40, 32, 32)
        paint_icon(painter, "person_add", box, color("on_var"))
        top = middle.y()
        for line in tr("Ajouter\nun payeur").split("\n"):
            at = QPointF(middle.x(), top)
            put_text(painter, at, line, "label", color("on_var"), align="center")
            top += 20


class SplitBoard(QScrollArea):
    """All payers side by side, scrolled sideways when they are many.

    Signals:
        payer_touched(str): payer id; beside the lines.
        line_touched(str, str), line_held(str, str): payer id and line id.
        line_moved(str, str, str): payer id, line id, payer id it was carried to.
        pay_requested(str), receipt_requested(str): payer id.
        payer_wanted(): the dashed column was tapped.
    """

    payer_touched = Signal(str)
    line_touched = Signal(str, str)
    line_held = Signal(str, str)
    line_moved = Signal(str, str, str)
    pay_requested = Signal(str)
    receipt_requested = Signal(str)
    payer_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: list[SplitColumn] = []
        self._turn = ""
        # New columns have their place only when the bar knows how long the row is.
        self.horizontalScrollBar().rangeChanged.connect(self._bring_turn)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._row = QWidget(self)
        self._layout = QHBoxLayout(self._row)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP)
        self._add = _AddPayer(self._row)
        self._add.clicked.connect(self.payer_wanted)
        self._layout.addWidget(self._add)
        self.setWidget(self._row)
        self._ghost = QLabel(self)
        self._ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ghost.hide()

    @property
    def columns(self) -> tuple[SplitColumn, ...]:
        """The columns shown, from left to right."""
        return tuple(self._columns)

    def column_at(self, point: QPoint) -> SplitColumn | None:
        """The column at a point of the screen."""
        for column in self._columns:
            if column.rect().contains(column.mapFromGlobal(point)):
                return column
        return None

    def display(self, payers: Sequence[PayerView], *, may_add: bool = True) -> None:
        """Shows payers; columns are kept while their number is the same."""
        while len(self._columns) > len(payers):
            column = self._columns.pop()
            self._layout.removeWidget(column)
            column.hide()
            column.deleteLater()
        for number, payer in enumerate(payers):
            if number < len(self._columns):
                self._columns[number].display(payer)
            else:
                self._columns.append(self._make_column(payer, number))
        self._add.setVisible(may_add)
        turn = next((p.id for p in payers if p.state == "current"), "")
        if turn != self._turn:
            self._turn = turn
            self._bring_turn()

    @Slot()
    def _bring_turn(self) -> None:
        """Whose turn it is comes in sight; then a finger may scroll away again."""
        for column in self._columns:
            if column.view.id == self._turn:
                self.ensureWidgetVisible(column, 0, 0)

    def _make_column(self, payer: PayerView, number: int) -> SplitColumn:
        column = SplitColumn(payer, self._row)
        column.touched.connect(self.payer_touched)
        column.line_touched.connect(self.line_touched)
        column.line_held.connect(self.line_held)
        column.line_dragged.connect(self._on_column_line_dragged)
        column.line_dropped.connect(self._on_column_line_dropped)
        column.drag_ended.connect(self._ghost.hide)
        column.pay_requested.connect(self.pay_requested)
        column.receipt_requested.connect(self.receipt_requested)
        self._layout.insertWidget(number, column, 1)
        return column

    @Slot(str, QPoint)
    def _on_column_line_dragged(self, line_id: str, point: QPoint) -> None:
        column = self.sender()
        if not isinstance(column, SplitColumn):
            return
        if self._ghost.isHidden():
            self._ghost.setPixmap(column.grab(column.line_rect(line_id)))
            self._ghost.adjustSize()
            self._ghost.raise_()
            self._ghost.show()
        self._ghost.move(self.mapFromGlobal(point) - self._ghost.rect().center())

    @Slot(str, QPoint)
    def _on_column_line_dropped(self, line_id: str, point: QPoint) -> None:
        column, target = self.sender(), self.column_at(point)
        if not isinstance(column, SplitColumn) or target is None:
            return
        if target is not column and target.view.state != "paid":
            self.line_moved.emit(column.view.id, line_id, target.view.id)
