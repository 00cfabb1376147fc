"""Drives the floor page: a tap opens a table, its menu leads to every act.

`seating` receives guests, `moves` takes notes and tables elsewhere, `team` has sections and
notes change hands, `table_acts` carries out the rest; they share one `FloorWork`.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.orders.state import Order
from app.presenters.floor.actors import actors
from app.presenters.floor.acts import note_title
from app.presenters.floor.menu import (
    MenuView,
    present_menu,
    present_order_menu,
)
from app.presenters.floor.page import present_standing
from app.presenters.floor.room import MORE_NOTES, NEW_NOTE, ORDER, kept
from app.services.house import Fact
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.floor.moves import Aim, FloorMoves
from app.windows.floor.seat_sheets import CoversSheet
from app.windows.floor.seating import Seating
from app.windows.floor.sheets import BlockSheet, MenuSheet
from app.windows.floor.team import FloorTeam
from app.windows.floor.voice import FloorVoice
from app.windows.floor.work import FloorWork
from app.windows.party_seating import seat_party
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.floor.page import FloorPage


class FloorController(QObject):
    """One page's wishes carried out."""

    def __init__(self, desk: Desk, board: DeviceBoard, page: "FloorPage") -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.work = FloorWork(desk, board, page)
        self.seating = Seating(self.work)
        self.moves = FloorMoves(self.work)
        self.team = FloorTeam(self.work)
        self.voice = FloorVoice(self.work, self.moves)
        self._room = ""
        self._held = ""
        self._connect_signals()

    def _connect_signals(self) -> None:
        page = self._page
        page.shown.connect(self.refresh)
        page.clock.timeout.connect(self.refresh)
        page.room_chosen.connect(self._on_room_chosen)
        page.table_tapped.connect(self._on_table_tapped)
        page.table_held.connect(self._on_table_held)
        page.table_dropped.connect(self.moves.drop)
        page.act_requested.connect(self._on_act_requested)
        page.waiter_requested.connect(self.team.show_notes)
        page.party_requested.connect(self._on_party_requested)
        page.team_requested.connect(self.team.show_waiters)
        page.sections_requested.connect(self.team.show_sections)
        page.section_tapped.connect(self.team.ask_waiter)
        page.handover_requested.connect(self.team.show_handover)
        page.seat_requested.connect(self.seating.ask_party)
        page.aim_cancelled.connect(self.moves.cancel)
        page.left.connect(self._on_page_left)
        page.number_entered.connect(self._on_number_entered)
        self._desk.changed.connect(self._on_desk_changed)

    # What is shown

    @Slot()
    def refresh(self) -> None:
        """Shows the floor as it is now."""
        view = present_standing(self.work.standing(), self.work.sight(), self._room)
        self._room = view.room
        self._page.display(view)

    @Slot(object)
    def _on_desk_changed(self, facts: tuple[Fact, ...]) -> None:
        if not self._page.isVisible():
            return
        self.refresh()
        parts = (fact.parts for fact in facts)
        person, terminal = self._desk.person, self._desk.house.terminal
        for table, who in actors(self.work.world, parts, person, terminal).items():
            self._page.plan.actors.show(table, self.work.sight().name_of(who))

    @Slot(str)
    def _on_room_chosen(self, room: str) -> None:
        self._room = room
        self.refresh()

    # What a finger does on the plan

    @Slot(str)
    def _on_table_tapped(self, thing: str) -> None:
        if thing == NEW_NOTE:
            self.seating.ask_name()
        elif thing == MORE_NOTES:
            self._page.show_view("list")
        elif self.moves.aiming:
            self.moves.hit(thing)
        elif order := self.work.order(thing):
            self.work.open(order)
        elif self._has_menu(thing):
            self._on_table_held(thing)
        elif thing in self.work.world.floor.tables:
            self.seating.seat(thing)

    def _has_menu(self, table: str) -> bool:
        """Whether a tap on an empty table asks what to do: it is to be cleared, kept for
        somebody, or blocked."""
        floor = self.work.standing()
        blocked = table in floor.world.floor.blocked
        return blocked or table in floor.paid or kept(floor, table)

    @Slot(str)
    def _on_table_held(self, thing: str) -> None:
        if thing in (NEW_NOTE, MORE_NOTES):
            self._on_table_tapped(thing)
            return
        floor, sight = self.work.standing(), self.work.sight()
        order = self.work.order(thing)
        view: MenuView
        if thing in self.work.world.floor.tables:
            view = present_menu(floor, thing, sight)
        elif order is not None:
            view = present_order_menu(floor, order, sight)
        else:
            return
        self._held = thing
        sheet = MenuSheet(self._page, view)
        sheet.act_chosen.connect(self._on_menu_act)
        self.work.show(sheet)

    # The menu of a table and the acts of the panel

    @Slot(str)
    def _on_menu_act(self, key: str) -> None:
        self._do(key, self._held)

    @Slot(str)
    def _on_act_requested(self, key: str) -> None:
        act, _, thing = key.partition(":")
        if act == "handover":
            self.team.show_handover(thing)
            return
        self._do(act, thing if act == "clear" else ORDER + thing)

    def _do(self, act: str, thing: str) -> None:
        order, sight = self.work.order(thing), self.work.sight()
        if order is None and act == "serve":
            order = self.work.owed(thing)
        if order is not None:
            match act:
                case "fire":
                    self.work.acts.fire(order, sight)
                case "serve":
                    self.work.acts.serve(order, sight)
                case "send":
                    self.work.acts.send(order, sight)
                case "addition":
                    self.work.acts.addition(order, sight)
                case "release":
                    self.work.acts.release(order, sight)
                case _:
                    self._do_more(act, order)
        if thing in self.work.world.floor.tables:
            self._do_table(act, thing)

    def _do_more(self, act: str, order: Order) -> None:
        """What goes elsewhere or asks something first."""
        match act:
            case "open":
                self.work.open(order)
            case "pay":
                self._desk.go("pay", f"order:{order.id}")
            case "covers":
                self._ask_covers(order)
            case "move":
                title = note_title(self.work.world, order, self.work.sight())
                words = tr("{note} : touchez la table d'arrivée", note=title)
                self.moves.take_aim(Aim("move", ORDER + order.id), words)
            case "merge":
                self.work.acts.merge(order.id, order.table, ())
            case "rush" | "calm":
                sight = self.work.sight()
                self.work.acts.rush(order, sight, urgent=act == "rush")
            case _:
                pass

    def _do_table(self, act: str, table: str) -> None:
        match act:
            case "clear":
                self.work.acts.clear(table)
            case "block":
                self._ask_reason(table)
            case "unblock":
                self.work.acts.block(table, "")
            case "seat":
                self.seating.seat(table)
            case "guests" | "reservation":
                self._do_party(act, table)
            case "apart":
                self.work.joins.apart(table)
            case "join":
                number = self.work.world.floor.number(table)
                words = tr("Table {number} : touchez la table voisine", number=number)
                self.moves.take_aim(Aim("join", table), words)
            case _:
                pass

    def _ask_reason(self, table: str) -> None:
        number = self.work.world.floor.number(table)
        sheet = BlockSheet(self._page, tr("Table {number}", number=number))
        self._held = table
        sheet.chosen.connect(self._on_reason_chosen)
        self.work.show(sheet)

    @Slot(str)
    def _on_reason_chosen(self, reason: str) -> None:
        self.work.acts.block(self._held, reason)

    def _do_party(self, act: str, table: str) -> None:
        """Guests who reserved the table sit down, or are looked at."""
        expected = self.work.standing().next.get(table)
        if expected is None:
            return
        if act == "reservation":
            self._on_party_requested(expected.id)
        else:
            seat_party(self._desk, expected)

    @Slot(str)
    def _on_party_requested(self, reservation: str) -> None:
        self._desk.go("reservations", reservation)

    def _ask_covers(self, order: Order) -> None:
        title = note_title(self.work.world, order, self.work.sight())
        sheet = CoversSheet(
            self._page, title, tr("Combien de couverts ?"), order.covers
        )
        self._held = ORDER + order.id
        sheet.chosen.connect(self._on_covers_corrected)
        self.work.show(sheet)

    @Slot(int)
    def _on_covers_corrected(self, covers: int) -> None:
        found = self.work.order(self._held)
        if found is not None:
            self.work.acts.set_covers(found, covers, self.work.sight())

    @Slot()
    def _on_page_left(self) -> None:
        """Nothing half done waits for whoever comes back."""
        self.moves.cancel()
        self.work.close_sheet()

    @Slot(str)
    def _on_number_entered(self, number: str) -> None:
        table = self.work.world.floor.by_number(number)
        if table is None:
            words = tr("Il n'y a pas de table {number}.", number=number)
            self._desk.say(words, tone="refused")
        else:
            self._on_table_tapped(table.id)
