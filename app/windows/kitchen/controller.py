"""Drives the kitchen page: taps become commands, facts become cards within a frame."""

from collections.abc import Container, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.catalogue.events import AvailabilitySet, StationOpenSet
from app.domain.kitchen.events import (
    ChangeSeen,
    DishesReady,
    DishesRecalled,
    DishesRushed,
    DishesServed,
    DishesStarted,
    KitchenEvent,
)
from app.domain.kitchen.screens import SERVING
from app.domain.orders.events import (
    AllergyNoted,
    CourseChanged,
    CourseFired,
    CoversSet,
    LineChanged,
    LineDivided,
    LinesMoved,
    LineVoided,
    OrderSent,
    TableChanged,
)
from app.domain.orders.serving_events import OrderPromised
from app.domain.terminals.events import DisplaySet, TerminalEvent
from app.presenters.kitchen.cards import Card, cards, of_station, state_of
from app.presenters.kitchen.panels import present_all_day, present_pass
from app.presenters.kitchen.screens import (
    Shown,
    borrowed_marked,
    display_words,
    lent_words,
    shown_stations,
    station_title,
)
from app.presenters.kitchen.second_pass import pass_cards, two_passes, with_pass
from app.presenters.kitchen.wall import NameOf, counts, present_cards
from app.presenters.network import screens_lent, tickets_told
from app.services.house import Fact
from app.services.people import person_name, unseal_order
from app.windows.desk import Desk
from app.windows.kitchen.acts import CookActs
from app.windows.kitchen.filters import KitchenFilters
from app.windows.kitchen.hands import CookHands
from app.windows.kitchen.proof import ScreenProof
from app.windows.kitchen.sounds import KitchenSounds
from resources.texts import clock
from widgets.kitchen_wall_views import CardView

if TYPE_CHECKING:
    from app.windows.kitchen.page import KitchenPage

REFRESH_MS = 5000
OF_ONE_ORDER = (
    DishesStarted
    | DishesReady
    | DishesRecalled
    | DishesServed
    | DishesRushed
    | ChangeSeen
)
"""Facts that leave the cards of other orders as they are."""
SHOWN = (
    *get_args(KitchenEvent),
    *get_args(TerminalEvent),
    OrderSent,
    CourseFired,
    CourseChanged,
    LineVoided,
    LineDivided,
    LineChanged,
    LinesMoved,
    TableChanged,
    CoversSet,
    OrderPromised,
    AllergyNoted,
    AvailabilitySet,
    StationOpenSet,
)
"""Facts that change what the kitchen shows; a line that was only taken down does not."""


class KitchenController(QObject):
    """One kitchen screen."""

    def __init__(self, desk: Desk, page: "KitchenPage") -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._station = self._filter = ""
        self._begun = False
        self._lent: list[DisplaySet] = []
        self.filters = KitchenFilters(desk, self)
        self.acts = CookActs(desk)
        CookHands(desk, page, self.acts)
        self.sounds = KitchenSounds(desk, self.acts, self)
        self.proof = ScreenProof(desk, page.wall, self)
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._desk.changed.connect(self._on_changed)
        self._desk.network.changed.connect(self._on_network_changed)
        self._timer.timeout.connect(self._refresh)
        self.filters.changed.connect(self._refresh)
        page = self._page
        page.station_requested.connect(self._on_station_requested)
        page.filter_requested.connect(self._on_filter_requested)
        page.recall_requested.connect(self._on_recall_requested)
        page.leave_requested.connect(self._on_leave_requested)

    def begin(self, station: str) -> None:
        """Shows a station; without one, the first that has a screen."""
        stations = self._stations()
        known = [key for key, _ in stations]
        if station in known and (station or self._begun):
            self._station = station
        elif not self._begun or self._station not in known:
            own = self._desk.world.terminals.screens().get(self._desk.house.terminal)
            self._station = own.station if own and own.station in known else known[0]
        self._begun = True
        self._timer.start()
        self._refresh()

    def station(self) -> str:
        """The one on show, "" for all."""
        return self._station

    def rest(self) -> None:
        """Nobody looks: the clocks stand still."""
        self._timer.stop()
        self.sounds.rest()

    @property
    def _language(self) -> str:
        """Of this screen, "" for that of each station."""
        screens = self._desk.world.terminals.displays
        own = screens.get(self._desk.house.terminal)
        return own.language if own else ""

    def _stations(self) -> list[tuple[str, str]]:
        found = self._desk.world.catalogue.stations.values()
        shown = sorted((s for s in found if s.screen), key=lambda s: s.rank)
        second = [SERVING] if two_passes(self._desk.world) else []
        others = [(key, display_words(self._desk.world, key)) for key in (*second, "")]
        return [(s.id, s.name) for s in shown] + others

    def articles(self) -> list[str]:
        """What the station on show makes; formules are made of dishes."""
        return [
            article.id
            for article in self._desk.world.catalogue.articles.values()
            if article.active
            and not article.steps
            and self._station in ("", article.station)
        ]

    @Slot()
    def _refresh(self, changed: Container[str] | None = None) -> None:
        """Shows how things stand now.

        Args:
            changed: the only orders of which cards are different; None for any.
        """
        house, world = self._desk.house, self._desk.world
        now, name_of = house.clock(), cache(self._name_of)
        shown = self._shown()
        found = cards(world, now=now)
        here = of_station(found, shown)
        second = self._station == SERVING
        if two_passes(world):  # what is made is the second pass's
            here = [card for card in here if not card.ready]
        if second:
            here = [*pass_cards(world, found), *here]
        views = self._views(here, now, name_of, changed)
        self.sounds.shown = self.proof.shown = shown
        now_ms = self._desk.now_ms
        waiting = frozenset(card.id for card in here if card.waits(now_ms))
        self.sounds.look(self._station, views, waiting)
        everything = len(views)
        views = self.filters.apply(views)
        tally = counts(views)
        if self._filter:
            views = tuple(view for view in views if view.state == self._filter)
        page = self._page
        page.passing.setVisible(not second)
        page.display_cards(views)
        page.display_panels(
            present_all_day(
                world,
                found if second else here,
                "" if second else shown,
                now,
                self._language,
            ),
            present_pass(world, found, now, name_of),
        )
        status = self._desk.network.status()
        words = tickets_told(world, status, house.terminal, self._station)
        title = station_title(world, self._station, shown)
        page.bar.show_station(self._stations(), self._station, words, title)
        page.bar.show_counts(tally, self._filter)
        page.bar.show_narrowed(self.filters.words, f"{tally['']}/{everything}")
        page.bar.show_clock(clock(now))

    def _views(
        self,
        here: Sequence[Card],
        now: datetime,
        name_of: NameOf,
        changed: Container[str] | None,
    ) -> tuple[CardView, ...]:
        """The cards as they are shown; those of other orders than `changed` stay the views
        that the wall has: all that a bump would else make anew is their ages."""
        house, world, wall = self._desk.house, self._desk.world, self._page.wall
        kept = dict[str, CardView]()
        if changed is not None and wall.up_to_date:
            kept = {view.id: view for view in wall.views if not view.moved_from}
        fresh = [
            card
            for card in here
            if changed is None
            or card.order.id in changed
            or card.id not in kept
            or kept[card.id].state != state_of(world, card, now)
        ]

        def unseal(order: str, sealed: str) -> str:
            return unseal_order(house, order, sealed)

        made = present_cards(world, fresh, now, unseal, name_of, self._language)
        made = with_pass(fresh, made, now)
        made = borrowed_marked(world, made, self._station)
        kept |= {view.id: view for view in made}
        return tuple(kept[card.id] for card in here)

    def _shown(self) -> Shown:
        """Its own station and those of lost screens that this one stands in for; what
        changed of that is said."""
        world, house = self._desk.world, self._desk.house
        status, now_ms = self._desk.network.status(), self._desk.now_ms
        lent = screens_lent(world, status, house.terminal, now_ms)
        said, self._lent = lent_words(world, self._lent, lent), lent
        if said:
            self._desk.say(said, tone="refused" if lent else "done")
        return shown_stations(self._station, lent)

    def _name_of(self, person: str) -> str:
        return person_name(self._desk.house, person)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        told = [fact.event for fact in facts if isinstance(fact.event, SHOWN)]
        if not told or not self._timer.isActive():
            return
        alone = [event.order for event in told if isinstance(event, OF_ONE_ORDER)]
        self._refresh(alone if len(alone) == len(told) else None)

    @Slot()
    def _on_network_changed(self) -> None:
        if self._timer.isActive():
            self._refresh()

    @Slot(str)
    def _on_station_requested(self, station: str) -> None:
        self._station = station
        self._refresh()

    @Slot(str)
    def _on_filter_requested(self, state: str) -> None:
        self._filter = "" if state == self._filter else state
        self._refresh()

    @Slot()
    def _on_recall_requested(self) -> None:
        self.acts.recall_last(self._station)

    @Slot()
    def _on_leave_requested(self) -> None:
        self._desk.go("pos")
