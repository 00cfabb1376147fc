"""Cuisine: the stations, the rules of where dishes go, the screens; each with its form."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.presenters.admin.displays import display_columns
from app.presenters.admin.kitchen import route_columns, station_columns
from app.windows.admin.kitchen.controller import (
    ROUTES,
    SCREENS,
    STATIONS,
    KitchenSetController,
)
from app.windows.admin.kitchen.display_form import DisplayForm
from app.windows.admin.kitchen.route_form import RouteForm
from app.windows.admin.kitchen.station_form import StationForm
from app.windows.admin.section import Head, ListPane, Lists, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.table_model import Row
from widgets.table_view import DataTable
from widgets.text import Label


class KitchenSection(ListSection):
    """The kitchen.

    Signals:
        opened(str, str): kind (STATIONS, ROUTES or SCREENS) and id; "" for a new one.
    """

    opened = Signal(str, str)

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.new = Button(tr("Nouveau poste"), icon="add")
        self.head = Head(tr("Cuisine"), (self.new,))
        self.kinds = SegmentedButtons(
            (
                Choice(STATIONS, tr("Postes")),
                Choice(ROUTES, tr("Règles")),
                Choice(SCREENS, tr("Écrans")),
            ),
            chosen=STATIONS,
            height=48,
            name=tr("Cuisine"),
        )
        self.note = Label(style="label", role="on_var", wrap=True)
        self.stations = DataTable(station_columns(), name=tr("Postes"))
        self.stations.sort_by("name")
        self.routes = DataTable(route_columns(), name=tr("Règles"))
        self.routes.sort_by("rank")
        self.screens = DataTable(display_columns(), name=tr("Écrans"))
        self.tables = Lists(self.stations, self.routes, self.screens)
        self.station_form, self.route_form = StationForm(), RouteForm()
        self.display_form = DisplayForm()
        self._forms = {
            STATIONS: self.station_form,
            ROUTES: self.route_form,
            SCREENS: self.display_form,
        }
        pane = ListPane(self.head, (self.kinds, self.note), self.tables, stretch=1)
        self.lay_out(pane, *self._forms.values())
        self.controller = KitchenSetController(desk, self)
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.new.clicked.connect(self._on_new_clicked)
        self.stations.row_opened.connect(self._on_station_opened)
        self.routes.row_opened.connect(self._on_route_opened)
        self.screens.row_opened.connect(self._on_screen_opened)
        self.setFocusProxy(self.tables)
        self.show_kind(STATIONS)

    @property
    def kind(self) -> str:
        """Which list is on show."""
        return tuple(self._forms)[self.tables.currentIndex()]

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    def show_kind(self, kind: str) -> None:
        """Shows the stations, the rules or the screens."""
        self.kinds.choose(kind)
        self.tables.setCurrentIndex(tuple(self._forms).index(kind))
        rules = kind == ROUTES
        self.new.set_words(tr("Nouvelle règle") if rules else tr("Nouveau poste"))
        self.new.setVisible(kind != SCREENS)
        self.note.show_text(
            {
                STATIONS: "",
                ROUTES: tr(
                    "La première règle qui convient décide ; sans règle, le poste de "
                    "l'article."
                ),
                SCREENS: tr(
                    "Un terminal dont le rôle est Cuisine est un écran (Terminaux)."
                ),
            }[kind]
        )

    def show_rows(
        self, stations: Sequence[Row], routes: Sequence[Row], screens: Sequence[Row]
    ) -> None:
        """Other stations, rules and screens."""
        self.stations.set_rows(stations)
        self.routes.set_rows(routes)
        self.screens.set_rows(screens)

    def show_form(self, kind: str) -> None:
        """Opens the form of a kind."""
        self.open_pane(self._forms[kind])

    @Slot(str)
    def _on_kind_chosen(self, kind: str) -> None:
        self.close_pane()
        self.show_kind(kind)

    @Slot()
    def _on_new_clicked(self) -> None:
        self.opened.emit(self.kind, "")

    @Slot(str)
    def _on_station_opened(self, station: str) -> None:
        self.opened.emit(STATIONS, station)

    @Slot(str)
    def _on_route_opened(self, route: str) -> None:
        self.opened.emit(ROUTES, route)

    @Slot(str)
    def _on_screen_opened(self, chain: str) -> None:
        self.opened.emit(SCREENS, chain)
