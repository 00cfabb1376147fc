"""An order to take away: called in, promised for a slot, paid; the kitchen gets it in time."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from app.demo.guests import Guests, Wish
from app.domain.orders.serving_events import OrderPromised
from app.shift.counter import CounterSale
from app.shift.finger import Stuck
from app.shift.hands.team import Team
from app.shift.parties import Party
from app.shift.paying import settle
from app.windows.pos.counter_panes import PayPane
from app.windows.pos.preset_bar import ServingBar
from app.windows.pos.serving_sheets import ContactSheet, SlotKey, SlotSheet

PERSON, WINDOW, PRESET = "ines", "pos", "takeaway"
DISHES = ("burger", "risotto", "bavette", "tarte_citron")
_LOOK, _LOOKS = timedelta(minutes=3), 60
_SOON_S = 25 * 60
"""Before that it is not sent yet."""
_SENT_S = 4.0
"""The terminal looks once a second at what is due."""


class TakeawaySale:
    """One guest who calls, and comes when it was promised.

    Args:
        name: what the order is called by.
        tender: "cash" or "card".
    """

    def __init__(
        self, team: Team, guests: Guests, random: Random, name: str, tender: str
    ) -> None:
        self._team, self._guests, self._random = team, guests, random
        self._name, self._tender = name, tender
        self._stage, self._finger = team.stage, team.stage.finger
        self._pos, self._pay = team.pos[WINDOW], team.pay[WINDOW]

    def tell(self) -> Iterator[timedelta]:
        """The call, then how it goes on until it has been made."""
        order = self._take_down()
        for _ in range(_LOOKS):
            if self._made(order):
                return
            yield _LOOK
        raise Stuck(f"{self._name} never got their dishes")

    def _take_down(self) -> str:
        since = len(self._stage.facts)
        self._pos.come(PERSON)
        shell = self._stage.windows[WINDOW]
        if self._finger.look(shell, ServingBar) is None:  # a table is on show
            self._finger.tap(shell.rail.item_widget("pos"))
        self._finger.tap(self._finger.find(shell, ServingBar).key_of(PRESET))
        slots = self._finger.find(shell, SlotSheet)
        self._finger.tap(self._slot(slots))
        order = self._stage.wait_for(OrderPromised, since).order
        contact = self._finger.find(shell, ContactSheet)
        self._finger.type(shell, self._name)
        self._finger.tap(contact.save_button)
        for wish in self._wishes():
            self._pos.take(wish)
        self._settle(order)
        return order

    def _settle(self, order: str) -> None:
        """Paid at once: beside the basket at the counter, else on the paying page."""
        shell = self._stage.windows[WINDOW]
        if self._finger.look(shell, PayPane) is not None:
            sale = CounterSale(self._team, self._guests, self._random, self._tender)
            sale.pay()
            return
        self._pos.pay()
        payer = Party(covers=1, turn=0, tender=self._tender)
        settle(self._team, self._pay, order, payer, self._random)

    def _made(self, order: str) -> bool:
        """Whether everything has been sent, made and handed over."""
        promised = self._stage.order(order).promised / 1000
        lines = self._stage.world.book.lines_of(self._stage.order(order))
        if promised - self._stage.clock().timestamp() < _SOON_S:
            self._finger.sees(
                lambda: all(line.sent for line in lines), patience_s=_SENT_S
            )
        return all(dish.served for line in lines for dish in line.dishes)

    def _slot(self, sheet: SlotSheet) -> SlotKey:
        free = [key for key in sheet.keys if not key.card.gone]
        return free[min(self._random.randint(1, 3), len(free) - 1)]

    def _wishes(self) -> Iterator[Wish]:
        articles = self._stage.world.catalogue.articles
        for article in self._random.sample(DISHES, 2):
            yield self._guests.wish(articles[article])
