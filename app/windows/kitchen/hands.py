"""What fingers and keys on the wall and the pass become: acts of a cook."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.kitchen.screens import SERVING
from app.presenters.kitchen.cards import STOP, Card, cards_of
from app.presenters.kitchen.second_pass import pass_cards, two_passes
from app.windows.desk import Desk
from app.windows.kitchen.acts import CookActs
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.kitchen.page import KitchenPage


class CookHands(QObject):
    """The hands at one screen: cards and lines are named as the wall names them."""

    def __init__(self, desk: Desk, page: "KitchenPage", acts: CookActs) -> None:
        super().__init__(page)
        self._desk, self._acts = desk, acts
        page.wall.line_bumped.connect(self._on_line_bumped)
        page.wall.card_bumped.connect(self._on_card_bumped)
        page.wall.card_started.connect(self._on_card_started)
        page.wall.card_rushed.connect(self._on_card_rushed)
        page.wall.round_touched.connect(self._on_round_touched)
        page.wall.void_seen.connect(self._on_void_seen)
        page.passing.item_tapped.connect(self._on_pass_tapped)

    def _card(self, key: str) -> Card | None:
        of, station, *_ = key.split("|")
        world = self._desk.world
        if (order := world.book.orders.get(of)) is None:
            return None
        found = cards_of(world, order)
        if station == SERVING:
            found = pass_cards(world, found)
        return next((card for card in found if card.id == key), None)

    @Slot(str, str)
    def _on_line_bumped(self, card: str, line: str) -> None:
        order, station, course, *_ = card.split("|")
        dishes = tuple(line.split("+"))
        if station == SERVING:
            self._acts.carry(order, course, dishes)
            return
        book = self._desk.world.book
        known = (
            book.dishes[dish].at(station) for dish in dishes if dish in book.dishes
        )
        if all(dish.ready for dish in known):
            self._acts.recall(order, station, dishes)
        else:
            self._acts.bump(order, station, dishes)

    @Slot(str)
    def _on_card_bumped(self, card: str) -> None:
        found = self._card(card)
        if found and found.station == SERVING:
            self._acts.carry(found.order.id, found.course)
        elif found:
            self._acts.bump_card(found)

    @Slot(str)
    def _on_card_started(self, card: str) -> None:
        found = self._card(card)
        if found and found.station != SERVING:
            self._acts.start(found)

    @Slot(str)
    def _on_card_rushed(self, card: str) -> None:
        if found := self._card(card):
            self._acts.rush(found)

    @Slot(str)
    def _on_round_touched(self, card: str) -> None:
        if found := self._card(card):
            self._acts.set_round(found)

    @Slot(str, str)
    def _on_void_seen(self, card: str, line: str) -> None:
        order, station, *_ = card.split("|")
        self._acts.see(order, station, (line.removeprefix(STOP),))

    @Slot(str)
    def _on_pass_tapped(self, key: str) -> None:
        order, _, course = key.partition("|")
        if two_passes(self._desk.world):
            words = tr("Le second passe, ou la salle, dit ce qui est servi.")
            self._desk.say(words, tone="refused")
        else:
            self._acts.serve(order, course)
