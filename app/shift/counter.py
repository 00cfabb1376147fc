"""The counter: a coffee at the bar, a basket that is scanned, each paid in one tap."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from PySide6.QtCore import Qt

from app.demo.guests import Guests
from app.domain.orders.events import LineAdded, OrderCreated, QuantitySet
from app.domain.payments.events import PaymentCompleted
from app.shift.finger import Stuck
from app.shift.hands.team import Team
from app.windows.pos.counter_panes import PayPane, TicketPane
from app.windows.pos.sheets import ActsSheet, AmountSheet

PERSON, WINDOW = "ines", "pos"
_AT_THE_BAR = 0.4
"""Part of the guests who have a coffee at the bar before they go."""
_MONEY_S = 20.0


class CounterSale:
    """One guest at the counter.

    Args:
        tender: "cash", "card" or "voucher".
    """

    def __init__(self, team: Team, guests: Guests, random: Random, tender: str) -> None:
        self._team, self._guests, self._random = team, guests, random
        self._tender = tender
        self._stage, self._finger = team.stage, team.stage.finger
        self._pos = team.pos[WINDOW]

    def tell(self) -> Iterator[timedelta]:
        """The sale; it waits for nobody."""
        self._pos.come(PERSON)
        if not self._at_counter() or self._random.random() < _AT_THE_BAR:
            self._coffee_at_the_bar()
        self._basket()
        self.pay()
        yield timedelta()

    @property
    def _shell(self):  # type: ignore[no-untyped-def]
        return self._stage.windows[WINDOW]

    def _at_counter(self) -> bool:
        return self._finger.look(self._shell, TicketPane) is not None

    def _coffee_at_the_bar(self) -> None:
        """A table of the bar brings the counter's layout; its guest drinks and goes."""
        since = len(self._stage.facts)
        self._pos.seek(self._bar_table())
        self._finger.press(self._shell, Qt.Key.Key_Return)
        self._stage.wait_for(OrderCreated, since)
        self._scan_or_search("cafe")
        self.pay("cash")

    def _bar_table(self) -> str:
        """The number of a free table where covers are not counted."""
        floor = self._stage.world.floor
        free = [
            floor.number(table.id)
            for table in floor.tables.values()
            if table.active
            and not floor.rooms[table.room].ask_covers
            and self._stage.world.order_on(table.id) is None
        ]
        if not free:
            raise Stuck("the bar is full")
        return self._random.choice(free)

    def _basket(self) -> None:
        for wish in self._guests.basket():
            self._scan_or_search(wish.article)

    def _scan_or_search(self, article: str) -> None:
        """The gun for what has a code, the name for what has none."""
        since = len(self._stage.facts)
        found = self._stage.world.catalogue.articles[article]
        if found.barcodes:
            self._finger.scan(self._shell, found.barcodes[0])
        else:
            self._pos.seek(found.name)
            self._finger.press(self._shell, Qt.Key.Key_Return)
        kinds = (LineAdded, QuantitySet)
        self._finger.until(
            lambda: any(isinstance(f.event, kinds) for f in self._stage.facts[since:]),
            f"{found.name} was not rung up",
        )

    def sell_gift(self, cents: int) -> Iterator[timedelta]:
        """A gift voucher is sold, from the menu of the counter's sale."""
        self._pos.come(PERSON)
        if not self._at_counter():
            self._finger.tap(self._stage.windows[WINDOW].rail.item_widget("pos"))
        ticket = self._finger.find(self._shell, TicketPane)
        self._finger.tap(ticket.menu_button)
        self._finger.tap(self._finger.find(self._shell, ActsSheet).row("gift"))
        sheet = self._finger.find(self._shell, AmountSheet)
        for digit in str(cents):
            self._finger.tap(sheet.pad.keypad.key(digit))
        self._finger.tap(sheet.act)
        self.pay()
        yield timedelta()

    def pay(self, tender: str = "") -> None:
        """Pays what is in the basket, as the guest wants to or with another tender."""
        tender, since = tender or self._tender, len(self._stage.facts)
        pane = self._finger.find(self._shell, PayPane)
        if self._random.random() < 0.5:
            self._finger.tap(pane.issued["paper"])
        match tender:
            case "card":
                self._finger.tap(pane.card)
            case "voucher":
                self._finger.tap(pane.voucher)
                sheet = self._finger.find(self._shell, AmountSheet)
                self._finger.tap(sheet.act)
                self._stage.wait_for(PaymentCompleted, since)
            case _:
                offered = [button for button in pane.cash if button.isEnabled()]
                self._finger.tap(offered[-1])
        self._stage.wait_for(PaymentCompleted, since, patience_s=_MONEY_S)
        if tender == "voucher" and pane.cash[0].isEnabled():
            self._finger.tap(pane.cash[0])
        self._finger.until(
            lambda: not pane.cash[0].isEnabled(), "something is left to pay"
        )
        if not self._at_counter():
            raise Stuck("the counter has gone")
