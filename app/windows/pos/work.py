"""What the controllers of the till share: the desk, the page, what is in front of whom."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.domain.manners import manner_at
from app.domain.orders.commands import OpenOrder
from app.domain.orders.state import Line, Order
from app.domain.rules import Command
from app.domain.world import World
from app.presenters.pos.words import Sight
from app.services.house import Fact
from app.services.ids import new_id
from app.services.opening import SHOP
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.pos.sheet import PosSheet
from app.windows.pos.state import PosState
from app.windows.sight import Sights

Done = Callable[[tuple[Fact, ...]], None]


class Work(QObject):
    """One window's work at the till.

    Signals:
        shown_changed: what is in front of the person changed without a fact.
        sheet_closed: no sheet is open any more.
        allergy_requested: what a guest cannot eat is to be noted.
        choice_left(object, str): what was being chosen when a sheet about something else
            took its place, and the order it is for; that sheet is closed.

    Attributes:
        beside: what stays in the light beside a sheet.
    """

    shown_changed = Signal()
    sheet_closed = Signal()
    allergy_requested = Signal()
    choice_left = Signal(object, str)

    def __init__(
        self, desk: Desk, board: DeviceBoard, beside: QWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.desk, self.board, self.beside = desk, board, beside
        self.state = PosState(home=desk.world.settings.text("house.sector") == SHOP)
        self.sheet: PosSheet | None = None
        self._sights = Sights(desk, board)

    @property
    def world(self) -> World:
        """The restaurant as it stands."""
        return self.desk.world

    @property
    def order(self) -> Order | None:
        """The order in front of the person, None when there is none or it is closed."""
        found = self.world.book.orders.get(self.state.order)
        return found if found and not self.world.book.closed(found) else None

    def table_number(self) -> str:
        """Number of the table in front of the person, "" for none."""
        order = self.order
        return self.world.floor.number(order.table) if order and order.table else ""

    @property
    def served(self) -> str:
        """The preset, or the service mode, that prices and VAT follow."""
        order = self.order
        if order is not None:
            return order.served
        return self.sale_preset

    @property
    def sale_preset(self) -> str:
        """How a sale without a table begins: as was said, else as the house has it."""
        said = self.state.preset or self.world.settings.text("counter.mode")
        return self.world.catalogue.presets.standing(said)

    @property
    def tenders(self) -> tuple[str, ...]:
        """What is taken here for the order in front of the person; empty for all."""
        house, order = self.desk.house, self.order
        table = order.table if order else ""
        return manner_at(house.world, house.terminal, table).tenders

    def line(self, line: str) -> Line | None:
        """A line of the order in front of the person; that of a dish for its row."""
        order = self.order
        found = self.world.book.lines.get(line)
        if found is None:
            found = self.world.book.lines.get(line.rpartition(".")[0])
        return found if found and order and found.home == order.id else None

    def sight(self) -> Sight:
        """What presenters may ask besides the world."""
        order = self.order
        if order is None:
            return self._sights.now()
        room = self.world.floor.room(order.table)
        return replace(self._sights.now(), room=room, client=order.client)

    def run(self, command: Command, done: Done | None = None) -> tuple[Fact, ...]:
        """Carries a command out; a refusal is said."""
        return self.desk.run(command, done)

    def say(self, words: str, *back: Command, tone: str = "done") -> None:
        """Tells the person; `back` are the commands that take the act back."""
        undo = partial(self._take_back, back) if back else None
        self.desk.say(words, tone=tone, undo=undo)

    def refuse(self, words: str) -> None:
        """Says why something cannot be."""
        self.desk.say(words, tone="refused")

    def _take_back(self, commands: tuple[Command, ...]) -> None:
        for command in commands:
            self.desk.run(command)

    def need_order(self) -> str:
        """Id of the order in front of the person; a counter sale is begun when there is
        none. "" when that was refused."""
        if self.order is not None:
            return self.state.order
        fresh = new_id()
        if not self.run(OpenOrder(preset=self.sale_preset, order=fresh)):
            return ""
        self.state.take_order(fresh)
        return fresh

    def open_sheet(self, sheet: PosSheet) -> None:
        """Shows a sheet in the place of the one that is open."""
        before, self.sheet = self.sheet, sheet
        if before is not None:
            before.dismiss()
        sheet.closed.connect(self._on_sheet_closed)
        sheet.open()

    def open_about(self, line: Line, sheet: PosSheet) -> None:
        """The same, about a line, which is lit meanwhile."""
        if not self.state.counter:
            self.state.lit = line.id
        self.open_sheet(sheet)
        self.shown_changed.emit()

    def close_sheet(self) -> None:
        """Closes the sheet, if one is open."""
        if self.sheet is not None:
            self.sheet.close_overlay()

    def drop_sheet(self) -> None:
        """Takes the sheet away at once: another page is shown."""
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            sheet.dismiss()
            self._forget_choices()

    @Slot()
    def _on_sheet_closed(self) -> None:
        sheet = self.sender()
        if sheet is not self.sheet:
            return
        self.sheet, left = None, self.state.choosing or self.state.composing
        if isinstance(sheet, PosSheet):
            left = None if sheet.chooses else left
            sheet.deleteLater()
        self._forget_choices()
        self.sheet_closed.emit()
        if left is not None:
            self.choice_left.emit(left, self.state.order)

    def _forget_choices(self) -> None:
        state = self.state
        state.choosing = state.composing = None
        if not state.counter:
            state.lit = ""
        self.shown_changed.emit()
