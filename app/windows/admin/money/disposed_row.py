"""What becomes of a line that is given back."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.presenters.admin.refund import REASONS, disposition_choices
from resources.texts import tr
from widgets import theme
from widgets.choices import SegmentedButtons
from widgets.dropdown import Dropdown, Entry
from widgets.text import Label


class DisposedRow(QWidget):
    """What becomes of one line: back into stock, thrown away, or eaten; and why it goes
    back, when the others go for something else.

    Signals:
        disposed(line, disposition): a person said what becomes of it.
        explained(line, reason): a person said why; "" for the reason of all.
    """

    disposed = Signal(int, str)
    explained = Signal(int, str)

    def __init__(self, number: int, label: str) -> None:
        super().__init__()
        self._number = number
        self.choice = SegmentedButtons(disposition_choices(), name=label, height=48)
        reasons = [Entry(tr(reason), tr(reason)) for reason in REASONS]
        entries = [Entry("", tr("Même raison")), *reasons]
        self.reason = Dropdown(tr("Pourquoi"), entries, height=48, with_help=False)
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE.xs)
        words.addWidget(Label(label, style="label_strong", wrap=True))
        words.addWidget(self.choice)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, theme.SPACE.s)
        line.setSpacing(theme.SPACE.m)
        line.addLayout(words)
        line.addWidget(self.reason, 1, Qt.AlignmentFlag.AlignBottom)
        self.choice.chosen.connect(self._on_chosen)
        self.reason.chosen.connect(self._on_explained)

    def display(self, disposition: str, reason: str, *, alone: bool) -> None:
        """Shows what was said; the reason of the only line is that of all."""
        self.choice.choose(disposition)
        self.reason.choose(reason)
        self.reason.setVisible(not alone)

    @Slot(str)
    def _on_chosen(self, disposition: str) -> None:
        self.disposed.emit(self._number, disposition)

    @Slot(str)
    def _on_explained(self, reason: str) -> None:
        self.explained.emit(self._number, reason)
