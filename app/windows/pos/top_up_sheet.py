"""A gift voucher: what is left on it, and how much is to be added."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.windows.pos.sheet import PosSheet
from resources.texts import tr
from widgets.button import Button
from widgets.field import TextField
from widgets.keypad import AmountPad
from widgets.text import Label


class TopUpSheet(PosSheet):
    """The number is scanned or typed; its balance is read at once.

    Args:
        told: number -> (what is left in words, whether it can be topped up).
        code: of a voucher that was scanned.

    Signals:
        submitted(str, int): number and cents.
    """

    submitted = Signal(str, int)

    def __init__(
        self, beside: QWidget, told: Callable[[str], tuple[str, bool]], code: str = ""
    ) -> None:
        super().__init__(
            beside, tr("Bon cadeau"), tr("Son solde, et de quoi le recharger")
        )
        self._told = told
        self.number = TextField(
            tr("N° du bon"),
            text=code,
            height=64,
            icon="redeem",
            placeholder=tr("scannez ou tapez ses 13 chiffres"),
        )
        self.balance = Label(style="h3", wrap=True)
        self.pad = AmountPad(tr("À ajouter"), key_size=(114, 64))
        self.error = Label(style="label_strong", role="danger", wrap=True)
        self.act = Button(tr("Ajouter à la vente"), height=64, wide=True)
        body = self.sheet.body
        body.setSpacing(12)
        body.addWidget(self.number)
        body.addWidget(self.balance)
        body.addWidget(self.pad)
        body.addStretch(1)
        self.sheet.foot.setSpacing(16)
        self.sheet.foot.addWidget(self.error, 1)
        self.sheet.foot.addWidget(self.act)
        self.sheet.set_foot_shown(shown=True)
        self.number.text_edited.connect(self._show)
        self.pad.value_changed.connect(self._show)
        self.pad.submitted.connect(self._on_act_clicked)
        self.act.clicked.connect(self._on_act_clicked)
        self._show()

    def take_code(self, code: str) -> None:
        """A gun read another voucher."""
        self.number.set_text(code)
        self._show()

    def refuse(self, words: str) -> None:
        """Says why the amount cannot be."""
        self.error.show_text(words)

    @Slot()
    def _show(self, _value: object = None) -> None:
        words, may = self._told(self.number.text.strip())
        self.balance.show_text(words)
        self.error.show_text("")
        self.act.setEnabled(may and self.pad.value > 0)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.pad.take_key(event):
            super().keyPressEvent(event)

    @Slot()
    def _on_act_clicked(self) -> None:
        if self.act.isEnabled():
            self.submitted.emit(self.number.text.strip(), self.pad.value)
