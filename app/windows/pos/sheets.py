"""Small sheets of the till: acts, a number of people, an amount, the keys, a QR."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.presenters.pay.receipt_code import CodeView
from app.presenters.pos.sheets import Act
from app.windows.count_pane import CountPane
from app.windows.pos.sheet import PosSheet
from app.windows.qr_sheet import ReceiptCode
from resources.texts import tr
from widgets.button import Button
from widgets.dialog import Sign
from widgets.keypad import AmountPad
from widgets.list_row import ListRow, RowView
from widgets.text import Label


class ActsSheet(PosSheet):
    """What can be done, one row an act.

    Args:
        note: words under the head (allergens).

    Signals:
        act_chosen(str): key of the act.
    """

    act_chosen = Signal(str)

    def __init__(
        self,
        beside: QWidget,
        title: str,
        acts: Sequence[Act],
        *,
        subtitle: str = "",
        note: str = "",
    ) -> None:
        super().__init__(beside, title, subtitle)
        self._rows: dict[ListRow, str] = {}
        if note:
            line = QHBoxLayout()
            line.setContentsMargins(0, 0, 0, 8)
            line.addWidget(Sign("warning"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(note, style="body_medium", wrap=True), 1)
            self.sheet.body.addLayout(line)
        self.sheet.body.setSpacing(0)
        self.sheet.body.setContentsMargins(24, 0, 24, 0)
        for act in acts:
            row = ListRow(RowView(act.title, act.subtitle, icon=act.icon), height=64)
            row.setEnabled(not act.off)
            row.clicked.connect(self._on_row_clicked)
            self._rows[row] = act.key
            self.sheet.body.addWidget(row)
        self.sheet.body.addStretch(1)

    def row(self, key: str) -> ListRow:
        """The row of an act, for tests and tours.

        Raises:
            KeyError: it is not offered.
        """
        return {known: row for row, known in self._rows.items()}[key]

    @Slot()
    def _on_row_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, ListRow):
            self.act_chosen.emit(self._rows[row])


class CountSheet(PosSheet):
    """How many, in one tap; a larger number is typed.

    Args:
        most: largest number that has a card.
        chosen: card that is lit.
        highest: largest number that may be typed.

    Signals:
        count_chosen(int): a card was tapped, or a number entered.
    """

    count_chosen = Signal(int)

    def __init__(
        self,
        beside: QWidget,
        title: str,
        subtitle: str = "",
        *,
        least: int = 1,
        most: int = 12,
        chosen: int = 0,
        highest: int = 200,
    ) -> None:
        super().__init__(beside, title, subtitle)
        self.pane = CountPane(least=least, most=most, chosen=chosen, highest=highest)
        self.sheet.body.addWidget(self.pane)
        self.sheet.body.addStretch(1)
        self.pane.chosen.connect(self.count_chosen)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.pane.take_key(event):
            super().keyPressEvent(event)


class AmountSheet(PosSheet):
    """An amount, a weight in grams or a count, typed on the pad.

    Args:
        label: what the number is.
        act: words of the button.
        counts: grams or pieces instead of cents.
        value: a proposal.

    Signals:
        value_changed(int): at each key, so that the owner can say what it means.
        submitted(int): the number was confirmed.
    """

    value_changed = Signal(int)
    submitted = Signal(int)

    def __init__(
        self,
        beside: QWidget,
        title: str,
        subtitle: str = "",
        *,
        label: str,
        act: str,
        counts: bool = False,
        value: int = 0,
    ) -> None:
        super().__init__(beside, title, subtitle)
        self.pad = AmountPad(label, counts=counts, value=value, key_size=(114, 72))
        self.words = Label(style="h3", wrap=True)
        self.error = Label(style="label_strong", role="danger", wrap=True)
        self.act = Button(act, height=64, wide=True)
        self.sheet.body.addWidget(self.pad)
        self.sheet.body.addStretch(1)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addStretch(1)
        said.addWidget(self.words)
        said.addWidget(self.error)
        said.addStretch(1)
        self.error.setVisible(False)
        self.sheet.foot.setSpacing(16)
        self.sheet.foot.addLayout(said, 1)
        self.sheet.foot.addWidget(self.act)
        self.sheet.set_foot_shown(shown=True)
        self.pad.value_changed.connect(self._on_pad_value_changed)
        self.pad.submitted.connect(self.submitted)
        self.act.clicked.connect(self._on_act_clicked)

    def say(self, words: str) -> None:
        """Says what the number means (the price of a weight)."""
        self.words.show_text(words)

    def refuse(self, words: str) -> None:
        """Says why the number cannot be; "" takes it back."""
        self.error.show_text(words)
        self.error.setVisible(bool(words))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.pad.take_key(event):
            super().keyPressEvent(event)

    @Slot(int)
    def _on_pad_value_changed(self, value: int) -> None:
        self.refuse("")
        self.value_changed.emit(value)

    @Slot()
    def _on_act_clicked(self) -> None:
        self.submitted.emit(self.pad.value)


class KeysSheet(PosSheet):
    """Every key of the till.

    Signals:
        change_requested: other keys are wanted.
    """

    change_requested = Signal()

    def __init__(self, beside: QWidget, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            beside, tr("Au clavier, au doigt"), tr("Échap ferme cette page")
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for number, (key, words) in enumerate(keys):
            grid.addWidget(Label(key, style="body_bold"), number, 0)
            grid.addWidget(Label(words, style="body", wrap=True), number, 1)
        grid.setColumnStretch(1, 1)
        self.sheet.body.addLayout(grid)
        self.sheet.body.addStretch(1)
        self.change = Button(tr("Changer des touches"), kind="outlined", height=64)
        self.change.clicked.connect(self.change_requested)
        self.sheet.foot.addWidget(self.change)
        self.sheet.set_foot_shown(shown=True)


class CounterQrSheet(PosSheet):
    """The receipt for the guest's telephone."""

    def __init__(self, beside: QWidget, view: CodeView) -> None:
        super().__init__(beside, view.title, view.subtitle)
        self.sheet.body.addWidget(ReceiptCode(view.text))
