"""The kitchen: a station's cards, its counts, and the pass. Always dark, always big."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.keys import keys_of
from app.presenters.kitchen.recall import bumps
from app.presenters.kitchen.sounds import MUTE, level_words
from app.windows.board import DeviceBoard
from app.windows.bump_bar import BumpSheet, LearntKeys
from app.windows.desk import Desk
from app.windows.kitchen.bar import KitchenBar
from app.windows.kitchen.controller import KitchenController
from app.windows.kitchen.filters import FilterSheet
from app.windows.kitchen.layout import LayoutSheet, layout_of
from app.windows.kitchen.recall import RecallSheet
from app.windows.kitchen.sounds import SoundSheet
from app.windows.labels import LabelSheet
from app.windows.marks import pass_band
from app.windows.page import Page
from app.windows.shortcuts import key_name
from resources.texts import tr
from widgets import theme
from widgets.focus_ring import RING_ROLE_PROPERTY
from widgets.kitchen_wall import KitchenWall
from widgets.kitchen_wall_panels import AllDayPanel, AllDayView
from widgets.kitchen_wall_pass import PassStrip, PassView
from widgets.kitchen_wall_views import CardView
from widgets.sheet import SideSheet


class KitchenPage(Page):
    """Bar above, counts at the left, the wall, the pass below.

    Signals:
        station_requested(str): show this station, "" for all.
        filter_requested(str): only cards of this state, "" for all.
        recall_requested: take the last bump back.
        leave_requested: back to the other windows of this screen.
    """

    key: ClassVar[str] = "kitchen"
    rail: ClassVar[bool] = False
    strip: ClassVar[bool] = False
    least: ClassVar[tuple[int, int]] = (1024, 460)

    station_requested = Signal(str)
    filter_requested = Signal(str)
    recall_requested = Signal()
    leave_requested = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.bar = KitchenBar()
        self.all_day = AllDayPanel()
        self.wall = KitchenWall()
        self.passing = PassStrip()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.all_day)
        middle.addWidget(self.wall, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if desk.discreet and desk.house.mark is not None:
            column.addWidget(pass_band(desk.house.mark, self.passing))
        column.addWidget(self.bar)
        column.addLayout(middle, 1)
        column.addWidget(self.passing)
        self.setProperty(RING_ROLE_PROPERTY, "brand_ring")
        # A bump bar is a keyboard: whoever gives it back to the page means the wall.
        self.setFocusProxy(self.wall)
        self.controller = KitchenController(desk, self)
        self._acts: dict[str, Callable[[], object]] = {
            "recall": self.recall_requested.emit,
            "bump_keys": self._ask_bump_keys,
            "filter": self.ask_filters,
            "layout": self.ask_layout,
            "sounds": self.ask_sounds,
        }
        self.learnt = LearntKeys(self.wall, desk, self.controller.station)
        self.bar.station_requested.connect(self.station_requested)
        self.bar.filter_requested.connect(self.filter_requested)
        self.bar.recall_requested.connect(self.ask_recall)
        self.bar.labels_requested.connect(self.ask_labels)
        self.bar.sounds_requested.connect(self.ask_sounds)
        self.bar.layout_requested.connect(self.ask_layout)
        self.bar.narrow_requested.connect(self.ask_filters)
        self.controller.sounds.changed.connect(self._on_sounds_changed)
        self.bar.more_requested.connect(self._on_more_requested)
        self.wall.page_changed.connect(self.bar.show_page)
        self.bar.leave_requested.connect(self.leave_requested)
        for used in (
            self.bar.station_requested,
            self.bar.filter_requested,
            self.bar.more_requested,
            self.passing.item_tapped,
        ):
            used.connect(self._on_touched)

    @Slot()
    def ask_labels(self) -> None:
        """Offers labels for what this station makes."""
        station = self.desk.world.catalogue.stations.get(self.controller.station())
        sheet = LabelSheet(
            self,
            self.desk,
            self.board,
            self.controller.articles(),
            kind="use_by",
            printer=station.printer if station else "",
            together=False,
        )
        self._open(sheet)

    @Slot()
    def ask_recall(self) -> None:
        """Asks what of the service comes back, and why."""
        found = bumps(self.desk.world, self.controller.station())
        self._open(RecallSheet(self, self.desk, self.controller.acts, found))

    @Slot()
    def ask_sounds(self) -> None:
        """Asks how loud this screen is to be."""
        station = self.desk.world.catalogue.stations.get(self.controller.station())
        where = station.name if station else tr("Tous les postes")
        self._open(SoundSheet(self, self.controller.sounds, where))

    @Slot()
    def _on_sounds_changed(self) -> None:
        loudness = self.controller.sounds.loudness
        words = level_words(loudness.level if loudness.able else MUTE)
        self.bar.show_sound(words, silent=loudness.silent)

    @Slot()
    def _on_touched(self) -> None:
        """A bump bar is a keyboard: what a finger touched does not keep it."""
        self.wall.setFocus()

    @Slot()
    def _on_more_requested(self) -> None:
        self.wall.show_page((self.wall.page + 1) % self.wall.pages)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)
        self.wall.setFocus()

    @override
    def leave(self) -> None:
        self.controller.rest()

    @override
    def show_help(self) -> None:
        self.open_help(
            (
                ("1 à 9", tr("Terminer le bon de ce rang")),
                ("↵", tr("Terminer le bon choisi")),
                ("E", tr("Commencer le bon choisi")),
                ("P", tr("Faire passer le bon devant")),
                ("T", tr("Réunir ou séparer les tournées")),
                ("← →", tr("Bon précédent, bon suivant")),
            )
        )

    @override
    def dress_sheet(self, sheet: SideSheet) -> None:
        theme.dress(sheet, theme.Mode.DARK)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = keys_of(self.desk.world, self.desk.person, "kitchen")
        acts = {key: act for act, key in keys.items()}
        act = acts.get(key_name(event), "")
        if act:
            self._acts[act]()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave_requested.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _ask_bump_keys(self) -> None:
        self._open(BumpSheet(self.window(), self.desk, self.controller.station()))

    def _open(self, sheet: SideSheet) -> None:
        """A sheet over the wall is as dark as the wall."""
        self.dress_sheet(sheet)
        sheet.open()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface", theme.Mode.DARK))

    def display_cards(self, views: Sequence[CardView]) -> None:
        """Shows the tickets of the wall."""
        self.wall.display(views)

    def display_panels(self, all_day: AllDayView, passing: PassView) -> None:
        """Shows the counts and the pass."""
        self.all_day.display(all_day)
        self.passing.display(passing)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_wall()

    @Slot()
    def ask_filters(self) -> None:
        """Asks which cards are to be shown alone."""
        self._open(FilterSheet(self, self.controller.filters))

    @Slot()
    def ask_layout(self) -> None:
        """Asks how this screen is to show its cards."""
        sheet = LayoutSheet(self, self.desk, self.controller.station())
        sheet.changed.connect(self._fit_wall)
        self._open(sheet)

    @Slot()
    def _fit_wall(self) -> None:
        """The wall as this screen keeps it."""
        layout, wide = layout_of(self.desk.displays), self.width()
        self.all_day.setVisible(layout.counts_shown(wide))
        self.wall.set_reading(
            layout.reading(wide), columns=layout.columns, by_rows=layout.by_rows
        )
        self.wall.set_pulse(on=layout.pulse)
