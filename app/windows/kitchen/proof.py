"""Proof of display: a kitchen's screen says which tickets it has painted.

A card counts once the wall was painted with it on one of its pages; one that a filter hides
does not, nor one that is held back still. Only a terminal that is a screen of the kitchen
proves anything.
"""

import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from app.domain.kitchen.events import TicketsShown
from app.domain.kitchen.proof import Issued
from app.domain.orders.dish import Dish
from app.domain.orders.state import Line
from app.presenters.kitchen.cards import STOP, Card, cards
from app.presenters.kitchen.screens import Shown, shows
from app.services.house import Actor
from app.windows.desk import Desk
from db.errors import KnownError
from widgets.kitchen_wall import KitchenWall
from widgets.kitchen_wall_views import CardView

_log = logging.getLogger("sotto.kitchen")


class ScreenProof(QObject):
    """The proofs of one wall.

    Attributes:
        shown: stations whose tickets are on it.
    """

    def __init__(self, desk: Desk, wall: KitchenWall, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.shown: Shown = ""
        wall.painted.connect(self._on_painted)

    @Slot(object)
    def _on_painted(self, views: Sequence[CardView]) -> None:
        world, here = self._desk.world, self._desk.house.terminal
        if here not in world.terminals.screens():
            return
        everything = world.proofs.owed(here, self._desk.now_ms)
        owed = [
            each
            for each in everything
            if shows(self.shown, each.station) and not self._waits(each)
        ]
        hidden = self._hidden(views) if owed else set[tuple[str, str]]()
        seen = [
            each.name
            for each in owed
            if hidden.isdisjoint((each.station, dish) for dish in each.dishes)
        ]
        if not seen:
            return
        fact = TicketsShown(chain=here, tickets=tuple(seen))
        try:
            self._desk.house.record([fact], Actor(self._desk.person, "kitchen"))
        except KnownError as error:  # the strip says so; the next painting tries again
            _log.info("no proof: %s", type(error).__name__)

    def _waits(self, ticket: Issued) -> bool:
        known = map(self._desk.world.book.dishes.get, ticket.dishes)
        now_ms = self._desk.now_ms
        return all(dish is not None and dish.waits(now_ms) for dish in known)

    def _hidden(self, views: Sequence[CardView]) -> set[tuple[str, str]]:
        """(station, dish) of what a card should show and none of those painted does: what
        two stations make is on two cards, and what is made needs to be shown to nobody."""
        painted = {
            (view.id.split("|")[1], dish)
            for view in views
            for line in view.lines
            for dish in line.id.removeprefix(STOP).split("+")
        }
        wanted = {
            (card.station, dish.id)
            for card in cards(self._desk.world, self.shown)
            for _, dish in (*_to_make(card), *card.stops, *card.gone)
        }
        return wanted - painted


def _to_make(card: Card) -> list[tuple[Line, Dish]]:
    return [(line, dish) for line, dish in card.dishes if not dish.ready]
