"""Rows and columns of a table: sorted and filtered in memory, fluid at 20 000 rows.

The model keeps the rows as given and an order over them. Sort keys and search text are
made once per column and once per row, when first needed.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from widgets.tag import TagKind

Index = QModelIndex | QPersistentModelIndex
SortKey = tuple[int, int, str]
_ROOT = QModelIndex()
_ACCENTS = re.compile("[\u0300-\u036f]")
CELL_ROLE = Qt.ItemDataRole.UserRole + 1


class Column(NamedTuple):
    """One column.

    `width` 0 shares what is left; `style` is how loud its text is. Where columns
    without a width get too little room, those with a `drop` go, the highest first. A
    tap on a cell of a column that `acts` is not a tap on its row.
    """

    key: str
    title: str
    width: int = 0
    align: Literal["start", "end"] = "start"
    style: Literal["strong", "plain", "quiet"] = "quiet"
    sortable: bool = True
    drop: int = 0
    acts: bool = False


class Cell(NamedTuple):
    """More than a word: an icon, a tag, a filet before it, or a value to sort by."""

    text: str
    sort: int | str | None = None
    icon: str = ""
    tag: TagKind | Literal[""] = ""
    filet: str = ""


class Row(NamedTuple):
    """One row: its id, and a word or a `Cell` for each column."""

    id: str
    cells: tuple[str | Cell, ...]


class TableModel(QAbstractTableModel):
    """The rows in the order on show."""

    def __init__(
        self, columns: Sequence[Column], *, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._order: list[int] = []
        self._keys: dict[int, list[SortKey]] = {}
        self._search: list[str] = []
        self._needle = ""
        self._kept: frozenset[str] | None = None
        self.sorted_by: tuple[int, bool] | None = None

    @property
    def total(self) -> int:
        """Rows before filtering."""
        return len(self._rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Shows other rows, sorted and filtered as before."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._keys.clear()
        self._search = []
        self._arrange()
        self.endResetModel()

    def filter_text(self, needle: str) -> None:
        """Keeps the rows in which every word of `needle` occurs, accents aside."""
        self._needle = needle
        self._rearrange()

    def filter_ids(self, ids: Collection[str] | None) -> None:
        """Keeps these rows only; None keeps all."""
        self._kept = None if ids is None else frozenset(ids)
        self._rearrange()

    def sort_by(self, column: int, *, descending: bool = False) -> None:
        """Orders by a column."""
        self.sorted_by = (column, descending)
        self._rearrange()

    def row_at(self, number: int) -> Row:
        """The row shown at `number`."""
        return self._rows[self._order[number]]

    def number_of(self, row_id: str) -> int:
        """Where a row is shown; -1 when it is not."""
        for number, place in enumerate(self._order):
            if self._rows[place].id == row_id:
                return number
        return -1

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._order)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return as_cell(self.row_at(index.row()).cells[index.column()]).text
        if role == CELL_ROLE:
            return self.row_at(index.row()).cells[index.column()]
        return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if (
            orientation == Qt.Orientation.Horizontal
            and role == Qt.ItemDataRole.DisplayRole
        ):
            return self.columns[section].title
        return None

    def _rearrange(self) -> None:
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        places: Sequence[int] = range(len(self._rows))
        if self._kept is not None:
            kept = self._kept
            places = [place for place in places if self._rows[place].id in kept]
        words = folded(self._needle).split()
        if words:
            if not self._search:
                self._search = [_search_text(row) for row in self._rows]
            search = self._search
            for word in words:
                places = [place for place in places if word in search[place]]
        self._order = list(places)
        if self.sorted_by is not None:
            column, descending = self.sorted_by
            keys = self._sort_keys(column)
            self._order.sort(key=keys.__getitem__, reverse=descending)

    def _sort_keys(self, column: int) -> list[SortKey]:
        if column not in self._keys:
            self._keys[column] = [_sort_key(row.cells[column]) for row in self._rows]
        return self._keys[column]


def as_cell(value: str | Cell) -> Cell:
    """A bare word as a cell."""
    return value if isinstance(value, Cell) else Cell(value)


def folded(text: str) -> str:
    """`text` as it is compared: no accents, no case; œ is oe."""
    lower = text.lower()
    if lower.isascii():
        return lower
    spelt = lower.replace("œ", "oe").replace("’", "'")
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", spelt))


def _sort_key(value: str | Cell) -> SortKey:
    """Numbers before words, so that a column may hold both."""
    if isinstance(value, str):
        return (1, 0, folded(value))
    if isinstance(value.sort, int):
        return (0, value.sort, "")
    return (1, 0, folded(value.sort or value.text))


def _search_text(row: Row) -> str:
    words = [cell if isinstance(cell, str) else cell.text for cell in row.cells]
    return folded("\x1f".join(words))
