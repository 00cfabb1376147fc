"""Cash in or out of the drawer without a sale: how much, what for, and its receipt."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from app.presenters.pay.foreign import units
from app.presenters.till.page import cash_reasons
from app.windows.file_picker import FilePicker
from resources.texts import price, tr
from widgets import theme
from widgets.button import Button
from widgets.choice_card import ChoiceCard
from widgets.choices import Choice, SegmentedButtons
from widgets.keypad import AmountPad
from widgets.sheet import SideSheet


class CashSheet(SideSheet):
    """Amount and reason; nothing is asked twice.

    Signals:
        confirmed(cents, reason, receipt): negative cents leave the drawer; the bytes of
            the receipt to keep, b"" for none.
        foreign_confirmed(currency, hundredths, reason): the same of another currency.

    Args:
        currencies: those that the drawer may hold besides euros.
    """

    confirmed = Signal(int, str, bytes)
    foreign_confirmed = Signal(str, int, str)

    def __init__(
        self, host: QWidget, *, out: bool, currencies: Sequence[str] = ()
    ) -> None:
        title = tr("Sortie d'espèces") if out else tr("Entrée d'espèces")
        super().__init__(host, title, tr("Le mouvement est signé et imprimé sur le X."))
        self._out, self._reason = out, ""
        # Where a currency is chosen above it, the amount needs no word.
        title_of_pad = "" if currencies else tr("Montant")
        self.pad = AmountPad(title_of_pad, key_size=(192, 64))
        self._group = QButtonGroup(self)
        self._cards: dict[str, ChoiceCard] = {}
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE.s)
        for number, (key, words) in enumerate(cash_reasons()):
            card = ChoiceCard(words, height=64, centred=True)
            card.setProperty("reason", key)
            card.clicked.connect(self._on_card_clicked)
            self._cards[key] = card
            grid.addWidget(card, number // 3, number % 3)
        self.sheet.body.addLayout(grid)
        named = [Choice("", "€"), *(Choice(each, each) for each in currencies)]
        self.currency = SegmentedButtons(named, name=tr("Devise"), height=48)
        self.currency.setVisible(bool(currencies))
        self.sheet.body.addWidget(self.currency)
        self.picker = FilePicker(
            tr("Joindre le justificatif"), tr("Justificatif joint"), "add_a_photo"
        )
        self.sheet.body.addWidget(self.pad)
        self.sheet.body.addStretch(1)
        self.confirm = Button(title, height=64, icon="check", wide=True)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.sheet.foot.addWidget(self.picker, 1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)
        self.pad.value_changed.connect(self._on_value_changed)
        self.picker.changed.connect(self._refresh)
        self.currency.chosen.connect(self._refresh)
        self._refresh()

    def choose(self, reason: str) -> None:
        """Why the cash moves."""
        self._reason = reason
        for key, card in self._cards.items():
            card.set_chosen(chosen=key == reason)
        self._refresh()

    @Slot()
    def _refresh(self, _key: str = "") -> None:
        currency = self.currency.chosen_key
        self.picker.setVisible(not currency)
        self.pad.show_unit(currency)
        ready = bool(self._reason) and self.pad.value > 0
        self.confirm.setEnabled(ready and (bool(currency) or not self.picker.reading))
        words = tr("Sortir {amount}") if self._out else tr("Entrer {amount}")
        cents = self.pad.value
        told = units(cents, currency) if currency else price(cents)
        self.confirm.set_words(words.format(amount=told))

    @Slot()
    def _on_card_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, ChoiceCard):
            self.choose(str(sender.property("reason")))

    @Slot(int)
    def _on_value_changed(self, cents: int) -> None:
        self._refresh()

    @Slot()
    def _on_confirm_clicked(self) -> None:
        cents = -self.pad.value if self._out else self.pad.value
        currency = self.currency.chosen_key
        if currency:
            self.foreign_confirmed.emit(currency, cents, self._reason)
        else:
            self.confirmed.emit(cents, self._reason, self.picker.content)
        self.close_overlay()
