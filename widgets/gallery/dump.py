"""A window as text: what a test compares instead of pixels, and a diff that reads.

One line a visible widget, indented by depth: class, spoken name, geometry rounded to
4 px (fonts are shipped, but the rounding of glyphs differs a little between platforms);
under a list or a table, one line an item.
"""

from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

_STEP = 4
_MOST_ROWS = 100


def dump(widget: QWidget, *, depth: int = 0) -> str:
    """The widget tree below and with `widget`, in the order it is stacked.

    Qt's own internals (viewports, scroll bars, the child that scrolls) are passed
    through, so that the dump names only what somebody wrote.
    """
    lines: list[str] = []
    _collect(widget, depth, lines)
    return "\n".join(lines) + "\n"


def _collect(widget: QWidget, depth: int, lines: list[str]) -> None:
    shown = not type(widget).__module__.startswith("PySide6") or _names(widget)
    if shown:
        lines.append("  " * depth + _line(widget))
    if isinstance(widget, QAbstractItemView):
        lines += ["  " * (depth + 1) + row for row in _rows(widget)]
    for child in widget.findChildren(
        QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
    ):
        if not child.isHidden() and not child.isWindow():
            _collect(child, depth + (1 if shown else 0), lines)


def _line(widget: QWidget) -> str:
    box = widget.geometry()
    place = ",".join(
        str(round(value / _STEP) * _STEP)
        for value in (box.x(), box.y(), box.width(), box.height())
    )
    words = [type(widget).__name__.lstrip("_")]
    if name := _names(widget):
        words.append(f'"{name}"')
    words.append(f"[{place}]")
    if not widget.isEnabled():
        words.append("inactive")
    checked = getattr(widget, "isChecked", None)
    if checked is not None and checked():
        words.append("chosen")
    return " ".join(words)


def _rows(view: QAbstractItemView) -> list[str]:
    """What the items of a list or table say, a line a row."""
    model = view.model()
    # A list model keeps its one column to itself.
    columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount())
    return [
        " | ".join(str(model.index(row, column).data() or "") for column in columns)
        for row in range(min(_MOST_ROWS, model.rowCount()))
    ]


def _names(widget: QWidget) -> str:
    """What is said or written there."""
    spoken = widget.accessibleName()
    text = getattr(widget, "text", None)
    written = text() if callable(text) else text
    return spoken or (written if isinstance(written, str) else "")
