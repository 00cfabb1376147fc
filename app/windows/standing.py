"""How things stand, all day at the edge of the window: strip, problems, tables that wait.

The strip and the rows of problems follow the house, its devices and the clock; the button
of a row leads to where its problem is solved.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.domain.channels.decide import Proposal, proposal
from app.domain.orders.state import Order
from app.domain.rules import Command, SeeAlarm
from app.domain.settings import ORDER_SCREENS
from app.domain.world import World
from app.presenters.admin.jobs import present_doubts
from app.presenters.admin.reconcile import present_apart
from app.presenters.approvals import present_requests
from app.presenters.floor.page import waiting_tables
from app.presenters.guest.orders import KEY as GUESTS
from app.presenters.guest.orders import (
    guest_orders,
    present_guest_orders,
    send_command,
)
from app.presenters.kitchen.plates import Plate, carried, plates, present_plates
from app.presenters.network import present_network
from app.presenters.pos.channels import KEY as CHANNELS
from app.presenters.pos.channels import present_proposal, present_strip_item, wish_of
from app.presenters.pos.drawer import present_drawers
from app.presenters.pos.guest_shares import KEY as SHARES
from app.presenters.pos.guest_shares import present_shares, take_command, told_orders
from app.presenters.pos.imports import KEY as IMPORTS
from app.presenters.pos.imports import present_imports, waiting
from app.presenters.strip import (
    place_words,
    present_alarms,
    present_problems,
    present_strip,
)
from app.presenters.till.page import coins_of, float_counts
from app.services.people import person_name
from app.windows.board import DeviceBoard
from app.windows.channel_sheet import ChannelSheet
from app.windows.desk import Desk, Said
from app.windows.guest_language import GuestLanguageSheet
from app.windows.import_sheet import ImportSheet
from app.windows.sight import Sights
from app.windows.till_opening import open_till
from app.windows.trial import try_device
from hardware.printers.jobs import Job
from resources.texts import clock, tr
from widgets.nav import NavRail
from widgets.problem_stack import Problem, ProblemStack
from widgets.state_strip import StateStrip

TICK_MS = 1000
SOON_MS = 150
_DOUBTS = {"CHAIN_ROLLBACK", "VERIFY_FAILED", "INTEGRITY_BREACH"}
_KINDS = (
    "approval",
    "card",
    CHANNELS,
    "drawer",
    GUESTS,
    IMPORTS,
    "refund",
    "alarm",
    "day",
    "network",
    "papers",
    "plate",
    "reconcile",
    SHARES,
    "signature",
)
"""Of problems that are not about a device."""
_SERVING = ("pos", "floor", "pay")
"""Where somebody stands who can carry a plate; it would cover work elsewhere."""


_DEEDS: dict[str, Callable[[World, str], Command | None]] = {
    "alarm": lambda _, alarm: SeeAlarm(alarm=alarm),
    "plate": carried,
    CHANNELS: lambda _, wish: wish_of(wish),
    GUESTS: send_command,
    SHARES: take_command,
}
"""Kind of problem -> what its button does at once."""


class StandingController(QObject):
    """The strip, the problems and the badge of the rail of one window.

    Signals:
        login_wanted(str): somebody has to log in for that, in words.
    """

    login_wanted = Signal(str)

    def __init__(
        self,
        desk: Desk,
        board: DeviceBoard,
        strip: StateStrip,
        problems: ProblemStack,
        rail: NavRail,
    ) -> None:
        super().__init__(strip)
        self._desk, self._board = desk, board
        self._strip, self._problems, self._rail = strip, problems, rail
        self._sights = Sights(desk, board)
        self._at = desk.actor.window
        self._failing = self._unsigned = False
        self._apart: tuple[Problem, ...] = ()
        self._plates: Sequence[Plate] = ()
        self._proposal: Proposal | None = None
        self._imports: Sequence[Order] = ()
        self._guests: list[Order] = []
        self._told: list[Order] = []
        self._pending: Sequence[Job] = ()
        self._changed = True
        self._minute = -1
        self._tick = QTimer(self, interval=TICK_MS)
        # A tap is answered first, and each ticket is five news of a printer.
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._connect_signals()
        self.refresh()
        self.on_tick()
        self._tick.start()

    def _connect_signals(self) -> None:
        self._desk.changed.connect(self._on_changed)
        self._desk.said.connect(self._on_said)
        self._board.changed.connect(self._refresh_soon)
        self._desk.network.changed.connect(self.refresh)
        self._problems.act_requested.connect(self._on_act_requested)
        self._strip.item_pressed.connect(self._problems.unfold)
        self._strip.item_pressed.connect(self._on_item_pressed)
        self._tick.timeout.connect(self.on_tick)
        self._soon.timeout.connect(self.refresh)

    def close(self) -> None:
        """The window goes."""
        self._tick.stop()

    @Slot()
    def _on_changed(self) -> None:
        self._changed = True
        self._refresh_soon()

    @Slot()
    def _refresh_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    @Slot(object)
    def _on_said(self, said: Said) -> None:
        if said.tone == "error":
            self.refresh()

    def show_at(self, place: str) -> None:
        """Another page is on show: what only matters elsewhere goes."""
        self._at = place
        self._refresh_problems()

    @Slot()
    def refresh(self) -> None:
        """Shows how things stand now."""
        world, failure = self._desk.world, self._desk.house.failure
        doubtful = _DOUBTS & world.settings.alarms.keys()
        self._failing = failure is not None
        self._unsigned = self._desk.house.journal.unsigned is not None
        sound = not self._failing and not self._unsigned and not doubtful
        terminal = self._desk.house.terminal
        status = self._desk.network.status()
        network = present_network(world, status, terminal, self._desk.now_ms)
        items = present_strip(world, self._board.health, sound)
        own = present_strip_item(world, self._desk.house.clock())
        self._strip.show_items([*network.items, *items, *([own] if own else [])])
        self._pending = self._board.jobs()
        self._refresh_problems()
        self._refresh_badge()

    def _refresh_badge(self) -> None:
        """How many tables wait for somebody, as the floor plan lists them."""
        waiting = waiting_tables(self._desk.world, self._sights.now())
        self._rail.set_badge("floor", waiting)

    def _refresh_problems(self) -> None:
        house = self._desk.house
        error = house.failure.text() if house.failure is not None else ""
        status = self._desk.network.status()
        now_ms, here = self._desk.now_ms, house.terminal
        network = present_network(house.world, status, here, now_ms)
        alarms = [*network.problems, *self._apart, *present_alarms(house)]
        health, now = self._board.health, datetime.now(UTC)
        alarms += present_drawers(house.world, health, now)
        place = self._desk.actor.window
        alarms = [*present_requests(house, self._desk.person, place), *alarms]
        alarms = [
            *present_imports(house.world, self._imports, self._desk.person),
            *present_guest_orders(house.world, self._guests, self._desk.person),
            *present_shares(house.world, self._told, self._desk.person),
            *present_proposal(house.world, self._proposal, self._desk.person),
            *alarms,
        ]
        cook = place == "kitchen"
        if self._at in _SERVING:
            person, name_of = self._desk.person, partial(person_name, house)
            late = present_plates(
                house.world, house.clock(), self._plates, person, name_of
            )
            alarms = [*late, *alarms]
        jobs = [each for each in self._pending if not cook or each.kind == "kitchen"]
        alarms += present_doubts(house.world, jobs, health, house.clock())
        self._problems.show_problems(
            present_problems(house.world, health, error, alarms, place)
        )

    @Slot()
    def on_tick(self) -> None:
        """A second has passed."""
        if self._changed:  # it looks at every order of the day
            self._changed = False
            self._apart = present_apart(self._desk.world)
            self._plates = plates(self._desk.world)
            self._imports = waiting(self._desk.world)
            self._guests = guest_orders(self._desk.world)
            self._told = told_orders(self._desk.world)
            self._proposal = proposal(self._desk.world, self._desk.house.clock())
        self._refresh_problems()
        house = self._desk.house
        unsigned = house.journal.unsigned is not None
        if (house.failure is not None, unsigned) != (self._failing, self._unsigned):
            self.refresh()
        now = house.clock()
        if now.minute != self._minute:  # who waits too long is counted too
            self._minute, self._changed = now.minute, True  # work gets done meanwhile
            self.refresh()
        self._strip.show_clock(clock(now))
        self._strip.show_place(place_words(self._desk.world, house.terminal, now))

    @Slot(str)
    def _on_act_requested(self, key: str) -> None:
        kind, _, which = key.partition(":")
        if kind == "journal":
            self._retry()
        elif kind not in _KINDS:
            try_device(self._desk, self._board, key)
        elif not self._desk.person:
            self.login_wanted.emit(tr("Connectez-vous d'abord."))
        elif kind == "approval":
            self._desk.answer_requested.emit(which)
        elif place := self._places(which).get(kind):
            self._desk.go(*place)
        elif kind in _DEEDS:
            deed = _DEEDS[kind](self._desk.world, which)
            if deed is not None:  # else somebody else did it meanwhile
                self._desk.run(deed)
                if kind == SHARES:
                    self._desk.go("pay", f"order:{which.partition(':')[0]}")
        elif kind == IMPORTS:
            ImportSheet(self._ground(), self._desk).open()
        elif which == "close":
            self._desk.go("till", "close")
        else:
            open_till(self._desk, coins_of(float_counts()))

    @Slot(str)
    def _on_item_pressed(self, key: str) -> None:
        device = self._desk.world.settings.devices.get(key)
        if not self._desk.person:
            return
        if key == CHANNELS:
            ChannelSheet(self._ground(), self._desk).open()
        elif device is not None and device.profile in ORDER_SCREENS:
            GuestLanguageSheet(self._ground(), self._desk).open()

    def _ground(self) -> QWidget:
        """What a sheet covers: all that stands above the strip."""
        return self._rail.parentWidget() or self._strip.window()

    @staticmethod
    def _places(which: str) -> dict[str, tuple[str, str]]:
        """Kind of problem -> window and place where it is solved."""
        return {
            "card": ("pay", f"order:{which}"),
            "refund": ("admin", f"documents:{which}"),
            "network": ("admin", "network"),
            "reconcile": ("admin", "reconcile"),
            "papers": ("admin", "devices:jobs"),
            "signature": ("admin", "fiscal:integrity"),
        }

    def _retry(self) -> None:
        house = self._desk.house
        if house.retry():
            self._desk.say(tr("Le journal enregistre de nouveau."))
        elif house.failure is not None:
            self._desk.say(house.failure.text(), tone="error")
        self.refresh()
