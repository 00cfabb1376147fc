"""Drives the kitchen page: taps become commands, facts become cards within a frame."""

from functools import cache
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.catalogue.events import AvailabilitySet
from app.domain.kitchen.decide import (
    BumpDishes,
    RecallDishes,
    SeeChange,
    ServeDishes,
    StartDishes,
)
from app.domain.kitchen.events import DishesReady, KitchenEvent
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
from app.presenters.kitchen import (
    STOP,
    cards,
    counts,
    present_all_day,
    present_cards,
    present_pass,
    ticket_words,
)
from app.services.house import Fact
from app.services.people import person_name, unseal_order
from app.windows.desk import Desk
from resources.texts import clock, tr

if TYPE_CHECKING:
    from app.windows.kitchen.page import KitchenPage

REFRESH_MS = 5000
SHOWN = (
    *get_args(KitchenEvent),
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
)
"""Facts that change what the kitchen shows; a line that was only taken down does not."""


class KitchenController(QObject):
    """One kitchen screen."""

    def __init__(self, desk: Desk, page: "KitchenPage") -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._station = self._filter = ""
        self._begun = False
        self._bumped: list[tuple[str, str, tuple[str, ...]]] = []
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self._desk.changed.connect(self._on_changed)
        self._timer.timeout.connect(self._refresh)
        page = self._page
        page.wall.line_bumped.connect(self._on_line_bumped)
        page.wall.card_bumped.connect(self._on_card_bumped)
        page.wall.card_started.connect(self._on_card_started)
        page.wall.void_seen.connect(self._on_void_seen)
        page.passing.item_tapped.connect(self._on_pass_tapped)
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
            self._station = known[0]
        self._begun = True
        self._timer.start()
        self._refresh()

    def station(self) -> str:
        """The one on show, "" for all."""
        return self._station

    def rest(self) -> None:
        """Nobody looks: the clocks stand still."""
        self._timer.stop()

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
        views = present_cards(
            world,
            self._station,
            now,
            lambda order, sealed: unseal_order(house, order, sealed),
            name_of,
        )
        tally = counts(views)
        if self._filter:
            views = tuple(view for view in views if view.state == self._filter)
        page = self._page
        page.display_cards(views)
        page.display_panels(
            present_all_day(world, self._station, now),
            present_pass(world, now, name_of),
        )
        words = (
            ticket_words(world, house.terminal, self._station) if self._station else ""
        )
        page.bar.show_station(self._stations(), self._station, words)
        page.bar.show_counts(tally, self._filter)
        page.bar.show_clock(clock(now))

    def _name_of(self, person: str) -> str:
        return person_name(self._desk.house, person)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        told = any(isinstance(fact.event, SHOWN) for fact in facts)
        if told and self._timer.isActive():
            self._refresh()

    @Slot(str)
    def _on_station_requested(self, station: str) -> None:
        self._station = station
        self._refresh()

    @Slot(str)
    def _on_filter_requested(self, state: str) -> None:
        self._filter = "" if state == self._filter else state
        self._refresh()

    @Slot(str, str)
    def _on_line_bumped(self, card: str, line: str) -> None:
        order, station, _ = card.split("|")
        dishes = tuple(line.removeprefix(STOP).split("+"))
        if line.startswith(STOP):
            self._on_void_seen(card, line)
            return
        book = self._desk.world.book
        if all(book.dishes[dish].ready for dish in dishes if dish in book.dishes):
            self._recall(order, station, dishes)
        else:
            self._bump(order, station, dishes)

    @Slot(str)
    def _on_card_bumped(self, card: str) -> None:
        order, station, _ = card.split("|")
        found = next(
            (c for c in cards(self._desk.world, station) if c.id == card), None
        )
        if found is None:
            return
        if found.stops or found.gone:
            seen = tuple(dish.id for _, dish in found.stops + found.gone)
            self._desk.run(SeeChange(order=order, station=station, dishes=seen))
        dishes = tuple(dish.id for _, dish in found.dishes if not dish.ready)
        if found.ready:
            everything = tuple(dish.id for _, dish in found.dishes)
            self._desk.run(ServeDishes(order=order, dishes=everything))
        elif not found.fired:
            self._desk.say(
                tr("Cette suite attend son réclame ; la salle décide."), tone="refused"
            )
        elif dishes:
            self._bump(order, station, dishes)

    @Slot(str)
    def _on_card_started(self, card: str) -> None:
        order, station, _ = card.split("|")
        found = {c.id: c for c in cards(self._desk.world, station)}.get(card)
        rest = [d.id for _, d in found.dishes if d.stage == "sent"] if found else []
        if rest:
            self._desk.run(
                StartDishes(order=order, station=station, dishes=tuple(rest))
            )

    @Slot(str, str)
    def _on_void_seen(self, card: str, line: str) -> None:
        order, station, _ = card.split("|")
        dishes = tuple(line.removeprefix(STOP).split("+"))
        self._desk.run(SeeChange(order=order, station=station, dishes=dishes))

    def _bump(self, order: str, station: str, dishes: tuple[str, ...]) -> None:
        command = BumpDishes(order=order, station=station, dishes=dishes)
        facts = self._desk.run(command)
        if not any(isinstance(fact.event, DishesReady) for fact in facts):
            return
        self._bumped.append((order, station, dishes))
        late = tuple(dish for dish in dishes if self._desk.world.book.dishes[dish].late)
        if late:
            self._desk.run(SeeChange(order=order, station=station, dishes=late))

    def _recall(self, order: str, station: str, dishes: tuple[str, ...]) -> None:
        self._desk.run(RecallDishes(order=order, station=station, dishes=dishes))

    @Slot()
    def _on_recall_requested(self) -> None:
        if not self._bumped:
            self._desk.say(tr("Rien à rappeler."), tone="refused")
            return
        order, station, dishes = self._bumped.pop()
        self._recall(order, station, dishes)

    @Slot(str)
    def _on_pass_tapped(self, key: str) -> None:
        order, _, course = key.partition("|")
        book = self._desk.world.book
        found = book.orders.get(order)
        if found is None:
            return
        dishes = tuple(
            dish.id
            for line in book.lines_of(found)
            for dish in line.dishes
            if dish.course == course and dish.stage == "ready"
        )
        if dishes:
            self._desk.run(ServeDishes(order=order, dishes=dishes))

    @Slot()
    def _on_leave_requested(self) -> None:
        self._desk.go("pos")
