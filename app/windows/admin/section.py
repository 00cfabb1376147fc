"""What the sections of the back office share: the head, the list beside its form.

A section is made when it is first shown. Beside a form the menu is 176 px wide, so that
list and form both have room; where they do not, one of them is shown at a time.
"""

from collections.abc import Sequence
from typing import ClassVar, Literal

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.windows.admin.form import SidePane
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from widgets import theme
from widgets.card import Pane
from widgets.top_bar import Heading

MARGIN, ROW, GAP = 20, 48, 12
FORM_WIDTH = 408
_LEAST_LIST = 600


class Section(Pane):
    """One place of the back office.

    Attributes:
        nav_width: of the menu beside it.
    """

    nav_width: ClassVar[Literal[176, 208]] = 176

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(tone="surface_low", parent=parent)
        self.desk, self.board = desk, board

    def show_place(self, argument: str) -> None:
        """The section is shown; `argument` says what of it (an id, mostly)."""

    def leave(self) -> None:
        """Another place is shown instead."""

    def go_back(self) -> bool:
        """Escape: closes what is open in it; False when nothing is."""
        return False


class Head(QWidget):
    """Title and note at the start, acts at the end, 48 high."""

    def __init__(self, title: str, acts: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.setFixedHeight(ROW)
        self.heading = Heading(title)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.TOUCH.gap)
        line.addWidget(self.heading)
        line.addStretch(1)
        for act in acts:
            line.addWidget(act)


class Lists(QStackedWidget):
    """Lists of which one is on show; that one has the keyboard."""

    def __init__(self, *lists: QWidget) -> None:
        super().__init__()
        for each in lists:
            self.addWidget(each)
        self.currentChanged.connect(self._on_current_changed)
        self._on_current_changed()

    @Slot()
    def _on_current_changed(self) -> None:
        shown, focused = self.currentWidget(), self.window().focusWidget()
        if shown is not None:
            self.setFocusProxy(shown)
        if focused is not None and self.isAncestorOf(focused):
            self.setFocus()


class ListPane(Pane):
    """Head, a row of filters, and the list down to the edge of the window.

    Args:
        stretch: index of the filter that takes the room that is left.
    """

    def __init__(
        self,
        head: QWidget,
        filters: Sequence[QWidget],
        body: QWidget,
        *,
        stretch: int = 0,
    ) -> None:
        super().__init__(tone="surface_low")
        self.filters = QHBoxLayout()
        self.filters.setSpacing(theme.TOUCH.gap)
        for number, widget in enumerate(filters):
            self.filters.addWidget(widget, 1 if number == stretch else 0)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(MARGIN, 16, MARGIN, 0)
        self.column.setSpacing(GAP)
        self.column.addWidget(head)
        if filters:
            self.column.addLayout(self.filters)
        self.column.addWidget(body, 1)


class SplitPane(QWidget):
    """A list, and at its right the form of what was opened.

    Signals:
        narrowed(bool): only one of the two is shown at a time from now on, or not.
    """

    narrowed = Signal(bool)

    def __init__(
        self, main: QWidget, side: QWidget, *, side_width: int = FORM_WIDTH
    ) -> None:
        super().__init__()
        self.main, self.side = main, side
        self._side_width, self._narrow = side_width, False
        self.side.setVisible(False)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(main, 1)
        line.addWidget(side)
        self._wanted = False
        self._fit()

    @property
    def side_shown(self) -> bool:
        """Whether the form is open."""
        return self._wanted

    def show_side(self, *, shown: bool) -> None:
        """Opens or closes the form."""
        self._wanted = shown
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < self._side_width + _LEAST_LIST
        if narrow != self._narrow:
            self._narrow = narrow
            self._fit()
            self.narrowed.emit(narrow)

    def _fit(self) -> None:
        if self._narrow:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)
        else:
            self.side.setFixedWidth(self._side_width)
        self.side.setVisible(self._wanted)
        covered = self._narrow and self._wanted
        focused = self.window().focusWidget()
        if covered and focused is not None and self.main.isAncestorOf(focused):
            self.side.setFocus()  # or Qt hands the focus on to a button of the form
        self.main.setVisible(not covered)


class ListSection(Section):
    """A list, and at its right what was opened of it.

    Signals:
        pane_closed: only the list is on show again.
    """

    pane_closed = Signal()

    def lay_out(
        self, listing: QWidget, *panes: SidePane, side_width: int = FORM_WIDTH
    ) -> None:
        """Puts the list beside its panes, of which one is open at a time."""
        self.panes = QStackedWidget()
        for pane in panes:
            self.panes.addWidget(pane)
            pane.closed.connect(self.close_pane)
        self.split = SplitPane(listing, self.panes, side_width=side_width)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)

    def open_pane(self, pane: SidePane) -> None:
        """Shows a pane beside the list."""
        self.panes.setCurrentWidget(pane)
        self.split.show_side(shown=True)

    @Slot()
    def close_pane(self) -> None:
        """Only the list."""
        if self.split.side_shown:
            self.split.show_side(shown=False)
            self.pane_closed.emit()

    @override
    def go_back(self) -> bool:
        if self.split.side_shown:
            self.close_pane()
            return True
        return False
