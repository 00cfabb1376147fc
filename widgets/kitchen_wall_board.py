"""Which kitchen cards are on the wall, where, and since when: no painting, no events.

The board keeps the cards of every page, the screen rectangle of those shown, and the
moment each last changed or moved. `KitchenWall` paints it and listens to fingers.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QRegion

from widgets.kitchen_wall_card import BANNER_PART, BUMP_PART, moving_rects, share_of
from widgets.kitchen_wall_layout import (
    CARD_WIDTH,
    GAP,
    CardPlace,
    LinePlace,
    measure,
    place_cards,
    place_rows,
)
from widgets.kitchen_wall_views import CardView, goes_on

SETTLE_SECONDS, MOVED_SECONDS = 0.35, 10.0
"""For so long a card that moved ignores fingers, and one whose table changed says so."""
MARGIN = 16
_WIDEST_CARD = 480
_LEAST_CARD = 280
_LEAST_TOUCH = 64


class KitchenBoard:
    """The cards of the wall.

    Attributes:
        columns: how many stand side by side where that many fit, 0 for as many as fit.
        by_rows: cards stand in rows, else each column is as full as it can be.
        views: as last given, in order, those of other pages too.
        page: the page shown, from 0.
        scale: screen pixels for one pixel of the metre preset.
        places: every card measured, by id.
        rects: screen rectangle of the cards of the page shown, in order.
        ticking: what a second changes on the screen.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._since: dict[str, float] = {}
        self._moved_at: dict[str, float] = {}
        self._called: dict[str, tuple[str, float]] = {}
        self._pages: list[dict[str, tuple[int, int]]] = [{}]
        self._size = QSize()
        self.columns, self.by_rows = 0, False
        self.views: tuple[CardView, ...] = ()
        self.page = 0
        self.scale = 1.0
        self.places: dict[str, CardPlace] = {}
        self.rects: dict[str, QRect] = {}
        self.ticking = QRegion()

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return len(self._pages)

    def show(self, views: Sequence[CardView]) -> QRegion:
        """Takes new cards; what of the screen they change."""
        old = {view.id: view for view in self.views}
        now = self._clock()
        views = self._renamed(views, now)
        self._called = {v.id: self._called[v.id] for v in views if v.moved_from}
        self.views = tuple(self._kept(old.get(view.id), view, now) for view in views)
        changed = {view.id for view in self.views if old.get(view.id) is not view}
        self._since = {
            view.id: now if view.id in changed else self._since[view.id]
            for view in self.views
        }
        before = dict(self.rects)
        self._lay_out(keep=True)
        return self._moved(before) + self._region(changed)

    def _renamed(self, views: Sequence[CardView], now: float) -> list[CardView]:
        """The views with what they were called before their guests changed tables, or
        sat down with others: the table at which one of their lines stood."""
        at = {line.id: view.table for view in self.views for line in view.lines}
        made = []
        for view in views:
            before = (at.get(line.id, view.table) for line in view.lines)
            called = next((table for table in before if table != view.table), "")
            if called:
                self._called[view.id] = called, now
            called, since = self._called.get(view.id, ("", 0.0))
            recent = called if now - since < MOVED_SECONDS else ""
            made.append(replace(view, moved_from=recent) if recent else view)
        return made

    def _kept(self, old: CardView | None, view: CardView, now: float) -> CardView:
        """The view that is shown already, where the new one says no more than its clocks:
        a bump would else measure and paint every card anew."""
        if old is None:
            return view
        same = old == view or goes_on(old, view, now - self._since[old.id])
        return old if same else view

    def resize(self, size: QSize, scale: float) -> None:
        """Lays all cards out again on another screen."""
        self._size, self.scale = size, scale
        self._lay_out(keep=False)

    def turn_to(self, page: int) -> bool:
        """Shows a page, or the nearest there is; False when it is already shown."""
        page = min(max(0, page), self.pages - 1)
        if page == self.page:
            return False
        self.page = page
        self._place_on_screen()
        return True

    def elapsed(self, card_id: str) -> int:
        """Seconds since the card's view was given."""
        return int(self._clock() - self._since[card_id])

    def settled(self, card_id: str) -> bool:
        """False for a moment after a card moved: the finger was meant for another."""
        moved = self._moved_at.get(card_id)
        return moved is None or self._clock() - moved >= SETTLE_SECONDS

    def filet_px(self, card_id: str) -> int:
        """Filled length of a card's filet: it grows a pixel every few seconds."""
        place = self.places[card_id]
        share = share_of(place.card, self.elapsed(card_id))
        return int(share * place.filet.width() * self.scale)

    def screen_rect(self, card_id: str, part: QRect) -> QRect:
        """A part of a card on the screen, rounded outwards; empty if not shown."""
        rect, scale = self.rects.get(card_id), self.scale
        if rect is None:
            return QRect()
        box = QRectF(
            rect.x() + part.x() * scale,
            rect.y() + part.y() * scale,
            part.width() * scale,
            part.height() * scale,
        )
        return box.toAlignedRect()

    def card_part(self, card_id: str, part: QRect) -> QRect:
        """A screen rectangle in the card's own coordinates, rounded outwards."""
        moved, scale = part.translated(-self.rects[card_id].topLeft()), self.scale
        box = QRectF(
            moved.x() / scale,
            moved.y() / scale,
            moved.width() / scale,
            moved.height() / scale,
        )
        return box.toAlignedRect()

    def card_at(self, point: QPoint) -> str:
        """The card under a point, "" for none."""
        for card_id, rect in self.rects.items():
            if rect.contains(point):
                return card_id
        return ""

    def part_at(self, card_id: str, point: QPoint) -> str:
        """A line id, `BUMP_PART`, `BANNER_PART`, or "" for the rest of the card."""
        place = self.places[card_id]
        if self.banner_rect(card_id).contains(point):
            return BANNER_PART
        if self.screen_rect(card_id, place.bump).contains(point):
            return BUMP_PART
        for line in place.lines:
            if self.touch_rect(card_id, line).contains(point):
                return line.line.id
        return ""

    def banner_rect(self, card_id: str) -> QRect:
        """Where the banner is hit, a little above it too; empty without one."""
        banner = self.places[card_id].banner
        above = _LEAST_TOUCH - banner.height()
        reach = QRect() if banner.isEmpty() else banner.adjusted(0, -above, 0, 0)
        return self.screen_rect(card_id, reach)

    def touch_rect(self, card_id: str, line: LinePlace) -> QRect:
        """A line is hit anywhere in its row, its allergy included."""
        width = self.places[card_id].width
        reach = line.rect.united(line.frame) if line.line.allergy else line.rect
        height = max(_LEAST_TOUCH, reach.height())
        return self.screen_rect(card_id, QRect(0, reach.y(), width, height))

    def _lay_out(self, *, keep: bool) -> None:
        width = round((self._size.width() - 2 * MARGIN) / self.scale)
        room = round((self._size.height() - 2 * MARGIN) / self.scale)
        columns = max(1, (width + GAP) // (self._least_width() + GAP))
        columns = min(columns, self.columns or columns)
        card_width = (width - (columns - 1) * GAP) // columns
        widest = _WIDEST_CARD if not self.columns else card_width
        card_width = min(widest, max(240, card_width))
        places = [self._measured(view, card_width) for view in self.views]
        self.places = {place.card.id: place for place in places}
        first = self._pages[0] if keep else {}
        kept = {card_id: column for card_id, (column, _top) in first.items()}
        self._pages = []
        while places:
            page = (
                place_rows(places, columns, room)
                if self.by_rows
                else place_cards(places, columns, room, kept)
            )
            self._pages.append(page)
            places, kept = places[len(page) :], {}
        self._pages = self._pages or [{}]
        self.page = min(self.page, self.pages - 1)
        self._place_on_screen()

    def _least_width(self) -> int:
        """Of a card: whoever asks for many columns has narrow ones."""
        return _LEAST_CARD if self.columns else CARD_WIDTH

    def _measured(self, view: CardView, width: int) -> CardPlace:
        known = self.places.get(view.id)
        if known is not None and known.card == view and known.width == width:
            return known
        return measure(view, width)

    def _place_on_screen(self) -> None:
        self.rects, self.ticking = {}, QRegion()
        for card_id, (column, top) in self._pages[self.page].items():
            place = self.places[card_id]
            self.rects[card_id] = QRect(
                round(MARGIN + column * (place.width + GAP) * self.scale),
                round(MARGIN + top * self.scale),
                round(place.width * self.scale),
                round(place.height * self.scale),
            )
            for part in moving_rects(place):
                self.ticking += self.screen_rect(card_id, part)

    def _moved(self, before: dict[str, QRect]) -> QRegion:
        """Notes which cards moved; where they were and where they are."""
        now = self._clock()
        moved = {
            card_id
            for card_id in before.keys() | self.rects.keys()
            if before.get(card_id) != self.rects.get(card_id)
        }
        stayed = before.keys() & self.rects.keys()
        for card_id in moved & stayed:
            if before[card_id].topLeft() != self.rects[card_id].topLeft():
                self._moved_at[card_id] = now
        self._moved_at = {
            card_id: at for card_id, at in self._moved_at.items() if card_id in stayed
        }
        region = self._region(moved)
        for card_id in moved:
            region += before.get(card_id, QRect())
        return region

    def _region(self, card_ids: set[str]) -> QRegion:
        region = QRegion()
        for card_id in card_ids:
            region += self.rects.get(card_id, QRect())
        return region
