"""How many are left: the number of a countdown."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from resources.texts import tr
from widgets.button import Button
from widgets.sheet import BottomSheet
from widgets.stepper import Stepper
from widgets.text import Label


class CountSheet(BottomSheet):
    """A stepper and one act.

    Signals:
        confirmed(str, int): article, and the pieces that are left.
    """

    confirmed = Signal(str, int)

    def __init__(self, host: QWidget, article: str, name: str, left: int) -> None:
        super().__init__(host, name, tr("Compte à rebours"))
        self._article = article
        self.stepper = Stepper(left, least=0, most=9999, name=tr("Il en reste"))
        self.confirm = Button(tr("Compter à partir de là"), height=64)
        line = QHBoxLayout()
        line.addWidget(Label(tr("Il en reste"), style="body"))
        line.addSpacing(16)
        line.addWidget(self.stepper)
        line.addStretch(1)
        line.addWidget(self.confirm)
        self.sheet.body.addLayout(line)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.closed.connect(self.deleteLater)

    @Slot()
    def _on_confirm_clicked(self) -> None:
        self.confirmed.emit(self._article, self.stepper.value)
        self.close_overlay()
