"""Sheets that ask why: taking back, giving away, taking off, giving up."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from app.domain.money import rhu
from app.domain.orders.discounts import FULL
from app.presenters.pos.sheets import PERCENTS
from app.windows.pos.sheet import PosSheet
from resources.texts import percent, price, tr
from widgets import theme
from widgets.amount_entry import parse_cents
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.choice_card import ChoiceCard
from widgets.field import TextField
from widgets.option_tile import OptionTile, OptionView
from widgets.stepper import Stepper
from widgets.text import Label

_COLUMNS, _HEIGHT = 3, 68
_LONGEST = 60
_DIGITS = 9


class ReasonCards(QWidget):
    """Reasons as cards with digit keys, and a field for another one.

    Args:
        reasons: French source texts; they are stored as they are.
        keep: a tapped reason stays chosen instead of ending the sheet.
        notes: reason -> what its second row says.

    Signals:
        chosen(str): a reason was tapped or typed.
    """

    chosen = Signal(str)

    def __init__(
        self,
        reasons: Sequence[str],
        *,
        keep: bool = False,
        notes: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._reasons, self._keep = tuple(reasons), keep
        self._notes = notes or {}
        self.reason = ""
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.TOUCH.gap)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 1)
        self.cards: list[OptionTile] = []
        for number, reason in enumerate(reasons):
            card = OptionTile(self._card(number, reason))
            card.setFixedHeight(_HEIGHT)
            self.cards.append(card)
            self._group.addButton(card, number)
            row, column = divmod(number, 2)
            grid.addWidget(card, row, column, Qt.AlignmentFlag.AlignTop)
        self.other = TextField(placeholder=tr("Autre raison"), height=64)
        row, column = divmod(len(self.cards), 2)
        grid.addWidget(self.other, row, column, 1, 2 - column)
        self._group.idClicked.connect(self._on_group_id_clicked)
        self.other.submitted.connect(self._on_other_submitted)

    def press(self, digit: str) -> None:
        """Takes a digit key."""
        number = int(digit) - 1
        if number < len(self.cards):
            self.cards[number].click()

    def card(self, reason: str) -> OptionTile:
        """The card of a reason, for tests and tours."""
        return self.cards[self._reasons.index(reason)]

    def _choose(self, reason: str) -> None:
        self.reason = reason
        for number, known in enumerate(self._reasons):
            lit = self._keep and known == reason
            self.cards[number].display(self._card(number, known, chosen=lit))
        self.chosen.emit(reason)

    def _card(self, number: int, reason: str, *, chosen: bool = False) -> OptionView:
        return OptionView(
            id=reason,
            name=tr(reason),
            detail=self._notes.get(reason, ""),
            digit=str(number + 1) if number < _DIGITS else "",
            chosen=chosen,
        )

    @Slot(int)
    def _on_group_id_clicked(self, number: int) -> None:
        self._choose(self._reasons[number])

    @Slot(str)
    def _on_other_submitted(self, text: str) -> None:
        words = " ".join(text.split())
        if not words:
            self.other.show_error(tr("Dites pourquoi, en quelques mots."))
        elif len(words) > _LONGEST:
            self.other.show_error(tr("{most} caractères au plus.", most=_LONGEST))
        else:
            self._choose(words)


class ReasonSheet(PosSheet):
    """Why, and of how many: the reason that is tapped does it.

    Args:
        most: pieces there are; 1 asks for no number.

    Signals:
        reason_chosen(str, int): the reason, and how many pieces.
    """

    reason_chosen = Signal(str, int)

    def __init__(
        self,
        beside: QWidget,
        title: str,
        subtitle: str,
        reasons: Sequence[str],
        *,
        most: int = 1,
    ) -> None:
        super().__init__(beside, title, subtitle)
        self.stepper = Stepper(
            most, least=1, most=most, name=tr("Combien"), kind="quiet"
        )
        self.reasons = ReasonCards(reasons)
        body = self.sheet.body
        if most > 1:
            row = QHBoxLayout()
            row.addWidget(Label(tr("Combien"), style="line"), 1)
            row.addWidget(self.stepper)
            body.addLayout(row)
            body.addSpacing(12)
        body.addWidget(self.reasons)
        body.addStretch(1)
        self.reasons.chosen.connect(self._on_reasons_chosen)
        self.digit_pressed.connect(self.reasons.press)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.stepper.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _on_reasons_chosen(self, reason: str) -> None:
        self.reason_chosen.emit(reason, self.stepper.value)


class DiscountSheet(PosSheet):
    """How much is taken off, and why.

    Args:
        total: cents that it is taken off from.
        notes: reason -> what is said of it.
        beyond: whether so many cents, for that reason, want a manager's word.

    Signals:
        discount_chosen(int, int, str): hundredths of a percent or 0, cents or 0, reason.
    """

    discount_chosen = Signal(int, int, str)

    def __init__(
        self,
        beside: QWidget,
        title: str,
        subtitle: str,
        reasons: Sequence[str],
        *,
        total: int,
        notes: Mapping[str, str],
        beyond: Callable[[int, str], bool],
    ) -> None:
        super().__init__(beside, title, subtitle)
        self._total, self._beyond = total, beyond
        self._percent = self._amount = 0
        self._group = QButtonGroup(self)
        self.percents = [
            ChoiceCard(percent(value), height=_HEIGHT, centred=True)
            for value in PERCENTS
        ]
        self.amount = TextField(
            tr("ou un montant, ou un pourcentage"),
            placeholder=tr("5,00 ou 15 %"),
            height=64,
        )
        self.reasons = ReasonCards(reasons, keep=True, notes=notes)
        self.words = Label(style="body_strong")
        self.act = Button(tr("Accorder la remise"), height=64, wide=True)
        grid = QGridLayout()
        grid.setSpacing(theme.TOUCH.gap)
        for number, card in enumerate(self.percents):
            self._group.addButton(card, number)
            grid.addWidget(card, 0, number)
        body = self.sheet.body
        body.addLayout(grid)
        body.addSpacing(4)
        body.addWidget(self.amount)
        title_row = SectionHeader(tr("Pourquoi"))
        title_row.setFixedHeight(36)
        body.addWidget(title_row)
        body.addWidget(self.reasons)
        body.addStretch(1)
        self.sheet.foot.addWidget(self.words, 1)
        self.sheet.foot.addWidget(self.act)
        self.sheet.set_foot_shown(shown=True)
        self._group.idClicked.connect(self._on_percent_clicked)
        self.amount.text_edited.connect(self._on_amount_edited)
        self.amount.submitted.connect(self._on_act_clicked)
        self.reasons.chosen.connect(self._on_reason_chosen)
        self.digit_pressed.connect(self.reasons.press)
        self.act.clicked.connect(self._on_act_clicked)
        self.confirmed.connect(self._on_act_clicked)
        self._show()

    def _show(self) -> None:
        off = self._amount or rhu(self._total * self._percent, FULL)
        words = [price(-off)] if off else []
        if off and self._beyond(off, self.reasons.reason):
            words.append(tr("accord d'un responsable"))
        self.words.show_text(" · ".join(words))
        self.act.setEnabled(off > 0 and bool(self.reasons.reason))
        for value, card in zip(PERCENTS, self.percents, strict=True):
            card.set_chosen(chosen=value == self._percent)

    @Slot(int)
    def _on_percent_clicked(self, number: int) -> None:
        self._percent, self._amount = PERCENTS[number], 0
        self.amount.set_text("")
        self.amount.show_error("")
        self._show()

    @Slot(str)
    def _on_amount_edited(self, text: str) -> None:
        """ "5,00" is money, "15 %" a part; what is neither says so at the field."""
        share = text.strip().endswith("%")
        value = parse_cents(text.replace("%", ""))
        self._percent = self._amount = 0
        words = ""
        if not text.strip():
            pass
        elif value is None or value <= 0:
            words = tr("Un montant, par exemple 5,00, ou 15 %")
        elif share and value > FULL:
            words = tr("La remise va de 0 à 100 %.")
        elif not share and value > self._total:
            words = tr("C'est plus que les {total} en jeu.", total=price(self._total))
        elif share:
            self._percent = value
        else:
            self._amount = value
        self.amount.show_error(words)
        self._show()

    @Slot(str)
    def _on_reason_chosen(self, reason: str) -> None:
        self._show()

    @Slot()
    def _on_act_clicked(self) -> None:
        if self.act.isEnabled():
            self.discount_chosen.emit(self._percent, self._amount, self.reasons.reason)
