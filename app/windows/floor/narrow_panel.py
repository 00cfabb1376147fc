"""The panel where there is no room for it: a strip of acts, the rest one tap away."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resources.texts import tr
from widgets import theme
from widgets.button import IconButton
from widgets.card import Pane
from widgets.floor_acts import ActPlate, ActView
from widgets.handed import far_side
from widgets.scroll import ScrollPane
from widgets.tag import Tag

_MARGIN = 6


class NarrowPanel(Pane):
    """Plates with their verb, one tap each; a sign opens notes and legend.

    Signals:
        act_requested(str): key of an act.
        more_requested: the open notes and the legend.
    """

    act_requested = Signal(str)
    more_requested = Signal()

    def __init__(self) -> None:
        super().__init__(tone="surface_low", edges=(far_side(),))
        self.plates: list[ActPlate] = []
        self._waiting: tuple[ActView, ...] | None = None
        self._count = Tag("0", kind="current", icon=None)
        self._acts = ScrollPane(spacing=theme.TOUCH.gap)
        self._acts.content.addStretch(1)
        self.more = IconButton(tr("Notes ouvertes et légende"), "receipt_long", size=64)
        self.more.clicked.connect(self.more_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN + 1, 12, 0, _MARGIN)
        column.setSpacing(12)
        column.addLayout(_centered(self._count))
        column.addWidget(self._acts, 1)
        column.addLayout(_centered(self.more))
        self._acts.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self._on_range_changed()

    def display(self, acts: Sequence[ActView]) -> None:
        """Shows what waits now; waits itself while a finger is on a plate."""
        if any(plate.isDown() for plate in self.plates):
            self._waiting = tuple(acts)
            return
        self._waiting = None
        while len(self.plates) > len(acts):
            plate = self.plates.pop()
            plate.hide()
            plate.deleteLater()
        for number, view in enumerate(acts):
            if number < len(self.plates):
                self.plates[number].display(view)
                continue
            plate = ActPlate(view)
            plate.act_requested.connect(self.act_requested)
            plate.released.connect(
                self._on_released, Qt.ConnectionType.QueuedConnection
            )
            self.plates.append(plate)
            self._acts.content.insertWidget(number, plate)
        self._count.setVisible(bool(acts))
        self._count.show_tag(str(len(acts)), "current", icon=None)

    @Slot()
    def _on_range_changed(self) -> None:
        """Where plates scroll their bar stands in the margin."""
        bar = self._acts.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() else 0
        self._acts.content.setContentsMargins(0, 0, max(0, _MARGIN - taken), 0)

    @Slot()
    def _on_released(self) -> None:
        waiting = self._waiting
        if waiting is not None:
            self.display(waiting)


def _centered(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, _MARGIN, 0)
    line.addWidget(widget, alignment=Qt.AlignmentFlag.AlignHCenter)
    return line
