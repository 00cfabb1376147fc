"""Drives the stations and the rules of the kitchen: lists follow facts, forms save."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.catalogue.events import RouteSet, StationOpenSet, StationSet
from app.presenters.admin_kitchen import route_rows, station_rows
from app.services.house import Fact
from app.windows.admin.route_controller import RouteController
from app.windows.admin.station_controller import StationController
from app.windows.desk import Desk

if TYPE_CHECKING:
    from app.windows.admin.kitchen import KitchenSection

STATIONS, ROUTES = "stations", "routes"
_LISTED = (StationSet, StationOpenSet, RouteSet)


class KitchenSetController(QObject):
    """Both lists, and which form is open."""

    def __init__(self, desk: Desk, section: "KitchenSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self.station = StationController(desk, section)
        self.route = RouteController(desk, section)
        desk.changed.connect(self._on_changed)
        section.opened.connect(self._on_opened)

    def begin(self, argument: str) -> None:
        """Shows the kitchen; `argument` is the station to open, or "routes"."""
        self._section.show_kind(ROUTES if argument == ROUTES else STATIONS)
        self._show_lists()
        if argument in self._desk.world.catalogue.stations:
            self._on_opened(STATIONS, argument)

    def _show_lists(self) -> None:
        world = self._desk.world
        self._section.show_rows(station_rows(world), route_rows(world))

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        listed = any(isinstance(fact.event, _LISTED) for fact in facts)
        if listed and self._section.isVisible():
            self._show_lists()
            self.station.follow()
            self.route.follow()

    @Slot(str, str)
    def _on_opened(self, kind: str, key: str) -> None:
        form = self.route if kind == ROUTES else self.station
        form.open(key)
        self._section.show_form(kind)
