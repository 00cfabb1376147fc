"""The kitchen: cooks bump lines and cards, take one back, see stops, send plates out."""

from PySide6.QtCore import QPoint, QRect

from app.shift.finger import Stuck
from app.shift.hands.login import LoginHand
from app.shift.screens import KitchenScreen
from app.shift.stage import Stage
from app.windows.kitchen.page import KitchenPage
from app.windows.kitchen.recall import RecallSheet
from widgets.kitchen_wall_card import BUMP_PART
from widgets.kitchen_wall_views import CardView

WINDOW = "kitchen"
COOK = "theo"
_TRIES = 12
_MOVED_S = 0.1
"""A card that has just moved ignores the finger for a moment: one tries again."""


class KitchenHand:
    """A cook at a screen of all stations."""

    def __init__(self, stage: Stage, login: LoginHand) -> None:
        self._stage, self._finger, self._login = stage, stage.finger, login

    def come(self) -> KitchenScreen:
        """Logs in and turns the screen to all stations."""
        self._login.be(WINDOW, COOK)
        page = self._page
        for _ in range(len(self._stage.world.catalogue.stations)):
            self._finger.tap(page.bar.station)
        return KitchenScreen(self._stage, page)

    @property
    def _page(self) -> KitchenPage:
        page = self._stage.page(WINDOW)
        if not isinstance(page, KitchenPage):
            raise Stuck("the kitchen is not on show")
        return page

    @property
    def cards(self) -> tuple[CardView, ...]:
        """The cards of the wall, on all its pages."""
        return self._page.wall.views

    def card(self, card: str) -> CardView | None:
        """A card as it is shown now."""
        return next((view for view in self.cards if view.id == card), None)

    def bump(self, card: str) -> None:
        """The whole card is ready."""
        self._touch(card, BUMP_PART)

    def bump_line(self, card: str, line: str) -> None:
        """One line of a card is ready; touched again it is not."""
        self._touch(card, line)

    def see_stop(self, card: str, line: str) -> None:
        """The cook has seen what is not to be made."""
        self._touch(card, line)

    def serve(self, card: str) -> None:
        """A ready card is touched: its plates go out."""
        self._touch(card, "")

    def recall(self) -> None:
        """The last bump back."""
        since = len(self._stage.facts)
        self._finger.tap(self._page.bar.recall)
        sheet = self._finger.find(self._page, RecallSheet)
        if sheet.rows:
            self._finger.tap(sheet.rows[0])
        if len(self._stage.facts) == since:
            raise Stuck("nothing was recalled")

    def pass_serve(self, card: str) -> bool:
        """Serves the course of a card at the pass strip; False when it is not there."""
        order, _, course, *_ = card.split("|")
        strip = self._page.passing

        def where() -> QRect:
            return strip.item_rect(f"{order}|{course}")

        if where().isEmpty() or not strip.viewport().rect().contains(where().center()):
            return False
        since = len(self._stage.facts)
        self._finger.tap_item(strip, where, "the ticket at the pass")
        return len(self._stage.facts) > since

    def _touch(self, card: str, part: str) -> None:
        """Touches a part of a card until something is written.

        Raises:
            Stuck: the card does not answer.
        """
        since = len(self._stage.facts)
        for _ in range(_TRIES):
            self._turn_to(card)
            wall = self._page.wall
            rect = wall.part_rect(card, part) if part else wall.item_rect(card)
            if not rect.isEmpty():
                point = rect.center() if part else rect.topLeft() + QPoint(30, 30)
                self._finger.tap(wall.viewport(), point)
            if len(self._stage.facts) > since:
                return
            self._finger.pause(_MOVED_S)
        raise Stuck(f"card {card} does not answer to {part or 'a touch'}")

    def _turn_to(self, card: str) -> None:
        """Shows the page of the wall on which a card stands."""
        wall = self._page.wall
        if not wall.item_rect(card).isEmpty():
            return
        for page in range(wall.pages):
            wall.show_page(page)
            if not wall.item_rect(card).isEmpty():
                self._finger.rest()
                return
        raise Stuck(f"card {card} is on no page")
