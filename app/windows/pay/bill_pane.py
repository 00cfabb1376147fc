"""The left pane: the lines being paid, and who pays which part of them."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from typing_extensions import override

from app.presenters.pay.views import BillView, PartView
from app.windows.pay.head import Head
from app.windows.pay.part_card import CURRENT_HEIGHT, HEIGHT, PartCard
from widgets.card import Pane
from widgets.order_list import OrderList
from widgets.scroll import ScrollPane

_MARGIN, _GAP, _TOP = 12, 8, 8
_SHOWN = 3
_LEAST_LIST = 160


class BillPane(Pane):
    """Head, lines and payers; beside each other when the pane is wide and low.

    Signals:
        payer_chosen(str): the bill of a payer who has not paid yet was tapped.
    """

    payer_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(tone="card", edges=("right",))
        self.head = Head()
        self.head.setParent(self)
        self.list = OrderList("bill")
        self.list.setParent(self)
        self._pane = ScrollPane(spacing=_GAP)
        self._pane.setParent(self)
        self._pane.content.addStretch(1)
        self._cards: list[PartCard] = []
        self._view: BillView | None = None

    @property
    def parts(self) -> tuple[PartView, ...]:
        """The payers on show."""
        return self._view.parts if self._view else ()

    @property
    def cards(self) -> tuple[PartCard, ...]:
        """The cards of the payers."""
        return tuple(self._cards)

    def display(self, view: BillView) -> None:
        """Shows a bill; what is the same is left alone."""
        before, self._view = self._view, view
        if before == view:
            return
        self.head.display(view.head, may_print=view.may_print)
        if before is None or before.list != view.list:
            self.list.display(view.list)
        if before is None or before.parts != view.parts:
            self._show_parts(view.parts)
        self._lay_out()

    def _show_parts(self, parts: tuple[PartView, ...]) -> None:
        while len(self._cards) > len(parts):
            card = self._cards.pop()
            card.hide()
            self._pane.content.removeWidget(card)
            card.deleteLater()
        for number, part in enumerate(parts):
            if number < len(self._cards):
                self._cards[number].display(part)
            else:
                self._cards.append(self._make_card(part, number))
        for card in self._cards:
            if card.view.state == "current":
                self._pane.ensureWidgetVisible(card, 0, HEIGHT)

    def _make_card(self, part: PartView, number: int) -> PartCard:
        card = PartCard(part)
        card.clicked.connect(self._on_card_clicked)
        self._pane.content.insertWidget(number, card)
        card.show()
        return card

    @Slot()
    def _on_card_clicked(self) -> None:
        card = self.sender()
        if isinstance(card, PartCard):
            self.payer_chosen.emit(card.view.id)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        width, height = self.width() - 1, self.height()
        top = self.head.height_at(width)
        self.head.setGeometry(0, 0, width, top)
        wanted = self._wanted()
        room = height - top - _TOP
        if wanted and room - wanted < _LEAST_LIST and width > 640:
            half = width // 2
            self.list.setGeometry(0, top + _TOP, half, room)
            self._place(half, top + _MARGIN, width - half, room - 2 * _MARGIN)
            return
        wanted = min(wanted, max(0, room - _LEAST_LIST))
        self.list.setGeometry(0, top + _TOP, width, room - wanted)
        self._place(0, height - wanted + _MARGIN, width, wanted - 2 * _MARGIN)

    def _place(self, left: int, top: int, width: int, height: int) -> None:
        shown = bool(self._cards) and height > 0
        self._pane.setVisible(shown)
        self._pane.setGeometry(left + _MARGIN, top, width - 2 * _MARGIN, height)

    def _wanted(self) -> int:
        """Height of the payers: three of them, the others are scrolled to."""
        count = min(_SHOWN, len(self._cards))
        if not count:
            return 0
        return count * (HEIGHT + _GAP) + CURRENT_HEIGHT - HEIGHT - _GAP + 2 * _MARGIN
