"""How many, in one tap: a card for each number up to twelve, a pad for more."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from resources.texts import tr
from widgets import theme
from widgets.choice_card import ChoiceCard
from widgets.keypad import AmountPad
from widgets.text import Label

_COLUMNS, _CARD = 6, 72


def _plain(number: int) -> str:
    return str(number)


class CountCards(QWidget):
    """One card for each number.

    Args:
        chosen: the number that is lit, 0 for none.
        spoken: what a number is called by a screen reader.

    Signals:
        chosen(int): a card was tapped.
    """

    chosen = Signal(int)

    def __init__(
        self,
        *,
        columns: int,
        least: int = 1,
        most: int = 12,
        chosen: int = 0,
        spoken: Callable[[int], str] = _plain,
    ) -> None:
        super().__init__()
        self.cards: dict[int, ChoiceCard] = {}
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.TOUCH.gap)
        for place, number in enumerate(range(least, most + 1)):
            card = ChoiceCard(
                str(number), height=_CARD, centred=True, chosen=number == chosen
            )
            card.setAccessibleName(spoken(number))
            self.cards[number] = card
            self._group.addButton(card, number)
            grid.addWidget(card, place // columns, place % columns)
        self._group.idClicked.connect(self.chosen)

    def light(self, number: int) -> None:
        """Shows a number as the chosen one."""
        for each, card in self.cards.items():
            card.set_chosen(chosen=each == number)


class CountPane(QWidget):
    """Cards, and a pad under them on which a larger number is typed.

    Args:
        highest: largest number that may be typed.

    Signals:
        chosen(int): a card was tapped, or a number entered.
    """

    chosen = Signal(int)

    def __init__(
        self,
        *,
        least: int = 1,
        most: int = 12,
        chosen: int = 0,
        highest: int = 200,
        spoken: Callable[[int], str] = _plain,
    ) -> None:
        super().__init__()
        self._least, self._highest = least, highest
        self.choices = CountCards(
            columns=_COLUMNS, least=least, most=most, chosen=chosen, spoken=spoken
        )
        self.pad = AmountPad(tr("Un autre nombre"), counts=True, key_size=(114, 64))
        self.error = Label(style="label_strong", role="danger", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.choices)
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self.pad)
        column.addWidget(self.error)
        self.choices.chosen.connect(self.chosen)
        self.pad.submitted.connect(self._on_pad_submitted)

    @property
    def cards(self) -> dict[int, ChoiceCard]:
        """Number -> its card."""
        return self.choices.cards

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key was one of the pad."""
        return self.pad.take_key(event)

    @Slot(int)
    def _on_pad_submitted(self, number: int) -> None:
        if self._least <= number <= self._highest:
            self.chosen.emit(number)
        else:
            self.error.show_text(
                tr("De {least} à {most}.", least=self._least, most=self._highest)
            )
