"""Drives stations, rules and screens of the kitchen: lists follow facts, forms save."""

from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QObject, Slot

from app.domain.catalogue.events import RouteSet, StationOpenSet, StationSet
from app.domain.terminals.events import TerminalEvent
from app.presenters.admin.displays import display_rows
from app.presenters.admin.kitchen import route_rows, station_rows
from app.services.house import Fact
from app.windows.admin.kitchen.display_controller import DisplayController
from app.windows.admin.kitchen.route_controller import RouteController
from app.windows.admin.kitchen.station_controller import StationController
from app.windows.desk import Desk

if TYPE_CHECKING:
    from app.windows.admin.kitchen.page import KitchenSection

STATIONS, ROUTES, SCREENS = "stations", "routes", "screens"
_LISTED = (StationSet, StationOpenSet, RouteSet, *get_args(TerminalEvent))


class KitchenSetController(QObject):
    """The lists, and which form is open."""

    def __init__(self, desk: Desk, section: "KitchenSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._forms: dict[str, StationController | RouteController | DisplayController]
        self._forms = {
            STATIONS: StationController(desk, section),
            ROUTES: RouteController(desk, section),
            SCREENS: DisplayController(desk, section),
        }
        desk.changed.connect(self._on_changed)
        desk.network.changed.connect(self._follow)
        section.opened.connect(self._on_opened)

    def begin(self, argument: str) -> None:
        """Shows the kitchen; `argument` is the station to open, or a list."""
        self._section.show_kind(argument if argument in self._forms else STATIONS)
        self._show_lists()
        if argument in self._desk.world.catalogue.stations:
            self._on_opened(STATIONS, argument)

    def _show_lists(self) -> None:
        world = self._desk.world
        screens = display_rows(world, self._desk.network.status(), self._desk.now_ms)
        self._section.show_rows(station_rows(world), route_rows(world), screens)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, _LISTED) for fact in facts):
            self._follow()

    @Slot()
    def _follow(self) -> None:
        if self._section.isVisible():
            self._show_lists()
            for form in self._forms.values():
                form.follow()

    @Slot(str, str)
    def _on_opened(self, kind: str, key: str) -> None:
        self._forms[kind].open(key)
        self._section.show_form(kind)
