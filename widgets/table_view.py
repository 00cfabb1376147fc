"""The list of the back office: head 44, rows 53, sort, keyboard, a quiet foot.

↑ ↓ move, ↵ opens, / asks for the search field. Only what is on show is painted, so
20 000 rows scroll like twenty.
"""

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QScrollBar,
    QScroller,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.dialog import Sign
from widgets.empty_state import EmptyState
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.painted_text import (
    fitted,
    put_tag,
    put_text,
    tag_width,
    width_of,
    wrapped,
)
from widgets.painting import draw_filet, rest_path
from widgets.table_model import CELL_ROLE, Cell, Column, Row, TableModel, as_cell
from widgets.tag import TAGS
from widgets.text import Label

_ROW, _HEAD, _FOOT = 53, 44, 52
_BAR = 10
_EDGE, _BESIDE = 16, 8
_FILET = 20
LEAST_FREE = 232
_AMPLE = 480
"""Room beyond which a column without a width leaves some to the others."""
_STYLES = {"strong": "body_strong", "plain": "body_medium", "quiet": "label"}


class _Cells(QStyledItemDelegate):
    """Paints one cell."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(80, _ROW)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        if not isinstance(model, TableModel):
            return
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("tonal"))
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, theme.color("line"))
        column = model.columns[index.column()]
        inner = cell_room(box, index.column(), len(model.columns))
        cell = as_cell(index.data(CELL_ROLE))
        _paint_cell(painter, inner, cell, column)


class _Head(QHeaderView):
    """Titles, with an arrow beside the one that orders the list."""

    def __init__(self, model: TableModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self.setFixedHeight(_HEAD)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.viewport().setAutoFillBackground(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(24)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        column = self._model.columns[section]
        ordered = self._model.sorted_by
        here = ordered is not None and ordered[0] == section
        role, style = ("on", "caption_strong") if here else ("on_var", "caption")
        ink = theme.color(role)
        inner = cell_room(rect, section, len(self._model.columns))
        wide = width_of(column.title, style) + (22 if here else 0)
        left = inner.x() if column.align == "start" else inner.right() - wide
        top = inner.y() + (inner.height() - line_height(style)) / 2
        painter.save()
        put_text(painter, QPointF(left, top), column.title, style, ink)
        if here and ordered is not None:
            name = "arrow_downward" if ordered[1] else "arrow_upward"
            x = left + wide - 18
            box = QRectF(x, inner.y() + (inner.height() - 16) / 2, 16, 16)
            paint_icon(painter, name, box, ink)
        painter.restore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            wide = self.viewport().width()
            painter.fillRect(0, _HEAD - 1, wide, 1, theme.color("line"))


class _View(QTableView):
    """Qt's table without its frame, with the keys of the house."""

    opened = Signal(int)
    search_requested = Signal()

    def __init__(self, model: TableModel, least: int) -> None:
        super().__init__()
        self.setModel(model)
        self._columns, self._least = model.columns, least
        self.setItemDelegate(_Cells(self))
        self.setHorizontalHeader(_Head(model, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.hide()
        self._bar.valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(self._bar.setValue)
        self.verticalScrollBar().rangeChanged.connect(self._on_bar_range_changed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW)
        rows.hide()
        QScroller.grabGesture(
            self.viewport(), QScroller.ScrollerGestureType.TouchGesture
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
        elif event.text() == "/":
            self.search_requested.emit()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - _BAR, _HEAD, _BAR, self.height() - _HEAD)
        self.share_width()

    @Slot(int, int)
    def _on_bar_range_changed(self, least: int, most: int) -> None:
        """The bar lies over the margin, so that columns stand where they always do."""
        self._bar.setRange(least, most)
        self._bar.setPageStep(self.verticalScrollBar().pageStep())
        self._bar.setVisible(most > least)

    def share_width(self) -> None:
        """Gives every column its width, and the rest to those without one.

        Drops the columns that may go until the others have room; shares what is more
        than ample among all.
        """
        room = self.viewport().width()
        shown = list(range(len(self._columns)))
        free = [n for n in shown if not self._columns[n].width]
        fixed = sum(column.width for column in self._columns)
        spare = sorted(shown, key=self._drop_of)
        while spare and self._drop_of(spare[-1]):
            if room - fixed >= self._least * len(free):
                break
            gone = spare.pop()
            shown.remove(gone)
            fixed -= self._columns[gone].width
        each = max(80, (room - fixed) // len(free)) if free else 0
        ample = min(each, _AMPLE)
        more = (each - ample) * len(free) // len(shown)
        for number, column in enumerate(self._columns):
            self.setColumnHidden(number, number not in shown)
            self.setColumnWidth(number, (column.width or ample) + more)

    def _drop_of(self, number: int) -> int:
        return self._columns[number].drop


class DataTable(QWidget):
    """A table in its frame.

    Args:
        columns: from the start of the line.
        name: what is listed, for a screen reader.
        hint: at the end of the foot; the keys when None.
        least: room that a column without a width needs before others are dropped.
        counted: the foot says how many rows are shown; else `show_foot` fills it.

    Signals:
        row_chosen(str): id of the row the keyboard or a finger is on.
        row_opened(str): Enter, or tapped.
        cell_pressed(str, str): row and column of a cell that acts by itself.
        search_requested: "/" was typed.
        sort_changed(str, bool): key of the column, descending.
    """

    row_chosen = Signal(str)
    row_opened = Signal(str)
    cell_pressed = Signal(str, str)
    search_requested = Signal()
    sort_changed = Signal(str, bool)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        name: str = "",
        hint: str | None = None,
        least: int = LEAST_FREE,
        counted: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = TableModel(columns, parent=self)
        self.view = _View(self.model, least)
        self.view.setAccessibleName(name)
        self._foot, self._counted = Label(style="label", role="on_var"), counted
        keys = tr("↑ ↓ parcourir · ↵ ouvrir · / chercher") if hint is None else hint
        self.foot = foot = QHBoxLayout()
        foot.setContentsMargins(_EDGE, 0, _EDGE, 0)
        foot.addWidget(self._foot)
        foot.addStretch(1)
        foot.setSpacing(10)
        if hint is None:
            foot.addWidget(Sign("keyboard", size=20))
        foot.addWidget(Label(keys, style="label", role="on_var"))
        self._empty = EmptyState("")
        self._nothing = tr("Rien à montrer"), ""
        over = QVBoxLayout(self.view)
        over.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        foot.addStrut(_FOOT)
        self.setFocusProxy(self.view)
        self._connect_signals()
        self._count()

    @property
    def chosen_id(self) -> str:
        """The row the keyboard is on; "" when none."""
        index = self.view.currentIndex()
        return self.model.row_at(index.row()).id if index.isValid() else ""

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Shows other rows; the chosen one stays chosen if it is still there."""
        kept = self.chosen_id
        self.model.set_rows(rows)
        self._after_change(kept)

    def filter_text(self, needle: str) -> None:
        """Keeps the rows in which every word of `needle` occurs."""
        kept = self.chosen_id
        self.model.filter_text(needle)
        self._after_change(kept)

    def filter_ids(self, ids: Collection[str] | None) -> None:
        """Keeps these rows only; None keeps all."""
        kept = self.chosen_id
        self.model.filter_ids(ids)
        self._after_change(kept)

    def sort_by(self, key: str, *, descending: bool = False) -> None:
        """Orders by a column without a signal.

        Raises:
            KeyError: no such column.
        """
        for number, column in enumerate(self.model.columns):
            if column.key == key:
                kept = self.chosen_id
                self.model.sort_by(number, descending=descending)
                self._after_change(kept)
                return
        raise KeyError(key)

    def choose(self, row_id: str) -> None:
        """Moves the keyboard there without `row_opened`."""
        number = self.model.number_of(row_id)
        if number >= 0:
            self.view.setCurrentIndex(self.model.index(number, 0))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        # Open below: the list goes on under the foot.
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, 8)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            path = rest_path(box, theme.RADIUS.card, 0)
            painter.fillPath(path, theme.color("card"))
            painter.setPen(theme.color("line"))
            painter.drawPath(path)

    def _connect_signals(self) -> None:
        self.view.opened.connect(self._on_view_opened)
        self.view.clicked.connect(self._on_view_clicked)
        self.view.search_requested.connect(self.search_requested)
        self.view.horizontalHeader().sectionClicked.connect(self._on_head_clicked)
        self.view.selectionModel().currentRowChanged.connect(
            self._on_selection_current_row_changed
        )

    def _after_change(self, kept: str) -> None:
        if kept:
            self.choose(kept)
        self._count()

    def show_foot(self, words: str) -> None:
        """Says something at the start of the foot."""
        self._foot.show_text(words)

    def show_nothing(self, sentence: str, hint: str = "") -> None:
        """What stands where there is no row, and what to do about it."""
        self._nothing = sentence, hint
        self._count()

    def _count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self._empty.setHidden(shown > 0)
        if not shown:
            self._empty.show_words(*(no_match() if total else self._nothing))
        if not self._counted:
            return
        if not total:
            self._foot.show_text("")
            return
        words = [tr("{n} sur {total}", n=shown, total=total)]
        if self.model.sorted_by is not None:
            title = self.model.columns[self.model.sorted_by[0]].title
            words.append(tr("tri par {column}", column=title.lower()))
        self._foot.show_text(" · ".join(words))

    @Slot(int)
    def _on_view_opened(self, number: int) -> None:
        self.row_opened.emit(self.model.row_at(number).id)

    @Slot(QModelIndex)
    def _on_view_clicked(self, index: QModelIndex) -> None:
        row, column = self.model.row_at(index.row()), self.model.columns[index.column()]
        if column.acts:
            self.cell_pressed.emit(row.id, column.key)
        else:
            self.row_opened.emit(row.id)

    @Slot(QModelIndex, QModelIndex)
    def _on_selection_current_row_changed(
        self, current: QModelIndex, _previous: QModelIndex
    ) -> None:
        if current.isValid():
            self.row_chosen.emit(self.model.row_at(current.row()).id)

    @Slot(int)
    def _on_head_clicked(self, section: int) -> None:
        column = self.model.columns[section]
        if not column.sortable:
            return
        descending = self.model.sorted_by == (section, False)
        self.sort_by(column.key, descending=descending)
        self.sort_changed.emit(column.key, descending)


def no_match() -> tuple[str, str]:
    """What stands where a search or a filter left nothing, and what to do."""
    return tr("Rien ne correspond"), tr("Cherchez autrement, ou enlevez un filtre.")


def cell_room(box: QRect, column: int, columns: int) -> QRectF:
    """What is left of a cell inside its margins; the outer ones are wider."""
    left = _EDGE if column == 0 else _BESIDE
    right = _EDGE if column == columns - 1 else _BESIDE
    return QRectF(box).adjusted(left, 0, -right, 0)


def _paint_cell(painter: QPainter, box: QRectF, cell: Cell, column: Column) -> None:
    style = _STYLES[column.style]
    role = "on_var" if column.style == "quiet" else "on"
    ink = theme.color(role)
    left = box.x()
    if cell.filet:
        middle = box.center().y()
        tone = theme.color(cell.filet)
        draw_filet(painter, left, middle - 2, _FILET, color=tone, style="short")
        left += _FILET + 12
    if cell.tag:
        look = TAGS[cell.tag]
        icon = cell.icon or look.icon
        wide = tag_width(cell.text, icon=bool(icon))
        place = QRectF(left, box.center().y() - 12, wide, 24)
        ground, edge = theme.color(look.ground), theme.color(look.edge)
        put_tag(
            painter,
            place,
            cell.text,
            ground,
            theme.color(look.ink),
            icon=icon,
            edge=edge,
        )
        return
    if cell.icon:
        paint_icon(painter, cell.icon, QRectF(left, box.center().y() - 9, 18, 18), ink)
        left += 22
    room = max(1.0, box.right() - left)
    if column.align == "end":
        top = box.center().y() - line_height(style) / 2
        words = fitted(cell.text, style, room)
        put_text(painter, QPointF(box.right(), top), words, style, ink, align="right")
        return
    # A name takes a second line before it loses a letter.
    step = min(line_height(style), box.height() / 2)
    lines = wrapped(cell.text, style, room, lines=2) if cell.text else ()
    top = box.center().y() - step * len(lines) / 2
    for number, line in enumerate(lines):
        put_text(painter, QPointF(left, top + number * step), line, style, ink)
