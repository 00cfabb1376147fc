"""Drives the kitchen page: taps become commands, facts become cards within a frame."""

from functools import cache
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.catalogue.events import AvailabilitySet, StationOpenSet
from app.domain.kitchen.events import KitchenEvent
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
from app.domain.terminals.events import DisplaySet, TerminalEvent
from app.presenters.kitchen import counts, present_cards
from app.presenters.kitchen_cards import cards, of_station
from app.presenters.kitchen_panels import present_all_day, present_pass
from app.presenters.kitchen_screens import (
    Shown,
    borrowed_marked,
    lent_words,
    shown_stations,
    station_title,
)
from app.presenters.network import screens_lent, tickets_told
from app.services.house import Fact
from app.services.people import person_name, unseal_order
from app.windows.desk import Desk
from app.windows.kitchen.acts import CookActs
from app.windows.kitchen.filters import KitchenFilters
from app.windows.kitchen.hands import CookHands
from app.windows.kitchen.proof import ScreenProof
from app.windows.kitchen.sounds import KitchenSounds
from resources.texts import clock, tr

if TYPE_CHECKING:
    from app.windows.kitchen.page import KitchenPage

REFRESH_MS = 5000
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

    def _stations(self) -> list[tuple[str, str]]:
        found = self._desk.world.catalogue.stations.values()
        shown = sorted((s for s in found if s.screen), key=lambda s: s.rank)
        return [(s.id, s.name) for s in shown] + [("", tr("Tous les postes"))]

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
    def _refresh(self) -> None:
        house, world = self._desk.house, self._desk.world
        now, name_of = house.clock(), cache(self._name_of)
        shown = self._shown()
        found = cards(world, now=now)
        here = of_station(found, shown)
        views = present_cards(
            world,
            here,
            now,
            lambda order, sealed: unseal_order(house, order, sealed),
            name_of,
        )
        views = borrowed_marked(world, views, self._station)
        self.sounds.shown = self.proof.shown = shown
        self.sounds.look(self._station, views)
        everything = len(views)
        views = self.filters.apply(views)
        tally = counts(views)
        if self._filter:
            views = tuple(view for view in views if view.state == self._filter)
        page = self._page
        page.display_cards(views)
        page.display_panels(
            present_all_day(world, here, shown, now),
            present_pass(world, found, now, name_of),
        )
        status = self._desk.network.status()
        words = tickets_told(world, status, house.terminal, self._station)
        title = station_title(world, self._station, shown)
        page.bar.show_station(self._stations(), self._station, words, title)
        page.bar.show_counts(tally, self._filter)
        page.bar.show_narrowed(self.filters.words, f"{tally['']}/{everything}")
        page.bar.show_clock(clock(now))

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
        told = any(isinstance(fact.event, SHOWN) for fact in facts)
        if told and self._timer.isActive():
            self._refresh()

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
