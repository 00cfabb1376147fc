"""One of a list that opens under the field."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from widgets import theme
from widgets.field import FieldBox, FieldHeight, LabelledField
from widgets.fonts import font
from widgets.icons import paint_icon

_ROW = 48
_ARROW = 24
_MOST_ROWS = 8


class Entry(NamedTuple):
    """One line of the list."""

    key: str
    text: str


class _Rows(QStyledItemDelegate):
    """Rows high enough for a finger."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), _ROW)


class _Combo(QComboBox):
    """Qt's combo box without its frame: the words and an arrow."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFont(font("body"))
        self.setMaxVisibleItems(_MOST_ROWS)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        view = QListView(self)
        view.setFont(font("body"))
        self.setView(view)
        self.setItemDelegate(_Rows(self))

    @override
    def minimumSizeHint(self) -> QSize:
        widest = max(
            (
                self.fontMetrics().horizontalAdvance(self.itemText(row))
                for row in range(self.count())
            ),
            default=0,
        )
        return QSize(widest + _ARROW + theme.SPACE.s, theme.TOUCH.least)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # whoever scrolls the form past it has chosen nothing

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        role = "on" if self.isEnabled() else "disabled"
        ink = theme.color(role)
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setFont(font("body"))
            painter.setPen(ink)
            painter.drawText(
                box.adjusted(0, 0, -_ARROW, 0),
                int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading),
                self.currentText(),
            )
            left = 0 if self.isRightToLeft() else box.width() - _ARROW
            arrow = QRectF(left, (box.height() - _ARROW) / 2, _ARROW, _ARROW)
            paint_icon(painter, "arrow_drop_down", arrow, ink)


class Dropdown(LabelledField):
    """A field that opens a list.

    Args:
        label: above it; also its spoken name.
        entries: the list.
        chosen: key of the one on show; the first when "".
        help_text: under it.
        height: 56; 48 in forms; 64 on the till.
        with_help: keep room for the line below.

    Signals:
        chosen(str): key of what a person took.
    """

    chosen = Signal(str)

    def __init__(
        self,
        label: str,
        entries: Sequence[Entry],
        *,
        chosen: str = "",
        help_text: str = "",
        height: FieldHeight = 56,
        with_help: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._combo = _Combo(label)
        box = FieldBox(self._combo, height=height)
        super().__init__(
            label, box, help_text=help_text, with_help=with_help, parent=parent
        )
        self.setFocusProxy(self._combo)
        self.set_entries(entries, chosen=chosen)
        self._combo.activated.connect(self._on_combo_activated)

    @property
    def chosen_key(self) -> str:
        """Key of the one on show; "" when the list is empty."""
        return str(self._combo.currentData() or "")

    def set_entries(self, entries: Sequence[Entry], *, chosen: str = "") -> None:
        """Shows another list without a signal."""
        self._combo.clear()
        for entry in entries:
            self._combo.addItem(entry.text, entry.key)
        self.choose(chosen)
        self._combo.updateGeometry()

    def choose(self, key: str) -> None:
        """Shows another entry without a signal; the first when there is no such key."""
        self._combo.setCurrentIndex(max(0, self._combo.findData(key)))

    @override
    def _say(self, words: str) -> None:
        self._combo.setAccessibleDescription(words)

    @Slot(int)
    def _on_combo_activated(self, row: int) -> None:
        self.chosen.emit(str(self._combo.itemData(row)))
