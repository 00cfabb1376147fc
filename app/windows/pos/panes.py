"""Where the panes of the till stand: catalogue and order, or the counter with payment.

They stand beside the rail, so that their width is the window's less 80 px. Order and
payment stand at the right, or under the left hand (`theme.left_handed`).
"""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget
from typing_extensions import override

from app.windows.pos.catalogue_pane import CataloguePane
from app.windows.pos.counter_panes import PayPane, TicketPane
from app.windows.pos.order_panel import OrderPanel
from widgets import theme
from widgets.scroll import ScrollPane

_WIDE, _NORMAL, _THREE = 1700, 1200, 1080
"""Widths; below the last there is no room for payment as a third column."""
_ORDER_WIDTHS = {"wide": 480, "normal": 432, "narrow": 396}
_TICKET_WIDTHS = {"wide": 480, "normal": 432, "narrow": 328}
_PAY_WIDTHS = {"wide": 376, "normal": 328, "narrow": 272}
_BELOW = 0.45
_NO_LIMIT = 16_777_215  # Qt's own


class PosPanes(QWidget):
    """The panes, in the layout that fits.

    Signals:
        shown: they came on show.
        hidden: another page is shown.
        key_typed(str): a character for which no widget had a use.
    """

    shown = Signal()
    hidden = Signal()
    key_typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.catalogue = CataloguePane()
        self.panel = OrderPanel()
        self.shop = CataloguePane(shop=True)
        self.ticket = TicketPane()
        self.pay = PayPane()
        self._pay_pane = ScrollPane()
        self._pay_pane.content.addWidget(self.pay)
        self._counter_side = QWidget()
        side = QHBoxLayout(self._counter_side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.ticket)
        side.insertWidget(0 if theme.left_handed() else 1, self._pay_pane)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        for pane in (self.catalogue, self.shop):
            self._box.addWidget(pane, 1)
        self._box.addWidget(self.panel)
        self._box.addWidget(self._counter_side)
        self.pay.card_requested.connect(self._on_pay_chosen)
        self.pay.cash_chosen.connect(self._on_pay_chosen)
        self._style = "classic"
        self.lay_out("classic")

    @property
    def counter(self) -> bool:
        """Whether the counter is laid out."""
        return self._style == "express"

    @property
    def lit(self) -> QWidget:
        """What stays in the light beside a sheet."""
        return self._counter_side if self.counter else self.panel

    @property
    def middle(self) -> CataloguePane:
        """The catalogue on show."""
        return self.shop if self.counter else self.catalogue

    def lay_out(self, style: str) -> None:
        """Puts the panes of a style where they belong in this width and height: the order,
        the sale with payment beside it, or the order with payment beside it where there is
        room; else *Encaisser* leads there."""
        self._style = style
        counter = self.counter
        self.catalogue.setVisible(not counter)
        self.panel.setVisible(not counter)
        self.shop.setVisible(counter)
        self.ticket.setVisible(counter)
        portrait = self.height() > self.width()
        third = style == "flexible" and self.width() >= _THREE and not portrait
        self._counter_side.setVisible(counter or third)
        size = "narrow"
        if self.width() >= _NORMAL:
            size = "wide" if self.width() >= _WIDE else "normal"
        if portrait:
            self._lay_out_portrait()
        else:
            self._lay_out_landscape(size)

    def _lay_out_landscape(self, size: str) -> None:
        box = QBoxLayout.Direction
        left = theme.left_handed()
        self._box.setDirection(box.RightToLeft if left else box.LeftToRight)
        for pane in (self.panel, self._counter_side):
            pane.setMaximumHeight(_NO_LIMIT)
            pane.setMinimumHeight(0)
        self.panel.setFixedWidth(_ORDER_WIDTHS[size])
        self.ticket.setFixedWidth(_TICKET_WIDTHS[size])
        self._pay_pane.setFixedWidth(_PAY_WIDTHS[size])
        ticket = _TICKET_WIDTHS[size] if self.counter else 0
        self._counter_side.setFixedWidth(ticket + _PAY_WIDTHS[size])

    def _lay_out_portrait(self) -> None:
        """The order below, 45 % of the height."""
        self._box.setDirection(QBoxLayout.Direction.TopToBottom)
        for pane in (self.panel, self._counter_side, self.ticket):
            pane.setMinimumWidth(0)
            pane.setMaximumWidth(_NO_LIMIT)
        for pane in (self.panel, self._counter_side):
            pane.setFixedHeight(round(self.height() * _BELOW))
        self._pay_pane.setFixedWidth(_PAY_WIDTHS["normal"])

    @Slot()
    def _on_pay_chosen(self) -> None:
        """What could not be found is of no interest any more."""
        self.shop.say("")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out(self._style)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hidden.emit()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.counter:
            # At the counter the field always has the keyboard.
            self.shop.start_typing()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if len(text) == 1 and text.isprintable() and not text.isspace():
            self.key_typed.emit(text)
        else:
            super().keyPressEvent(event)
