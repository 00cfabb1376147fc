"""Drives the floor page: taps and drags become acts, facts become a new picture.

A tap opens a table. "Move" and "push together" take aim first: the next table that is
tapped, in whatever room and view, is their target.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Slot

from app.domain.orders.state import Order
from app.domain.world import World
from app.presenters.floor import present_standing
from app.presenters.floor_acts import note_title, notes_of, present_notes
from app.presenters.floor_menu import (
    MenuView,
    MergeChoice,
    present_menu,
    present_merge,
    present_order_menu,
)
from app.presenters.floor_room import MORE_NOTES, NEW_NOTE, ORDER
from app.presenters.floor_seating import Proposal, propose
from app.presenters.floor_standing import Standing, standing
from app.presenters.pos_words import Sight
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.floor.seat_sheets import CoversSheet, NameSheet, SeatSheet
from app.windows.floor.sheets import MenuSheet, MergeSheet, NotesSheet, TeamSheet
from app.windows.floor.table_acts import TableActs
from app.windows.sight import Sights
from resources.texts import tr, trn
from widgets.overlay import Overlay

if TYPE_CHECKING:
    from app.windows.floor.page import FloorPage

USUAL_PARTY = 2


@dataclass(frozen=True, slots=True)
class Aim:
    """What waits for a target: move an order, or push a table to another."""

    act: Literal["move", "join"]
    thing: str


class FloorController(QObject):
    """One page's wishes carried out."""

    def __init__(self, desk: Desk, board: DeviceBoard, page: "FloorPage") -> None:
        super().__init__(page)
        self._desk, self._board, self._page = desk, board, page
        self._acts = TableActs(desk)
        self._room = ""
        self._aim: Aim | None = None
        self._held = ""
        self._sights = Sights(desk, board)
        self.sheet: Overlay | None = None
        self._connect_signals()

    def _connect_signals(self) -> None:
        page = self._page
        page.shown.connect(self.refresh)
        page.clock.timeout.connect(self.refresh)
        page.room_chosen.connect(self._on_room_chosen)
        page.table_tapped.connect(self._on_table_tapped)
        page.table_held.connect(self._on_table_held)
        page.table_dropped.connect(self._on_table_dropped)
        page.act_requested.connect(self._on_act_requested)
        page.waiter_requested.connect(self._on_waiter_requested)
        page.team_requested.connect(self._on_team_requested)
        page.seat_requested.connect(self._on_seat_requested)
        page.aim_cancelled.connect(self._on_aim_cancelled)
        page.left.connect(self._on_page_left)
        page.number_entered.connect(self._on_number_entered)
        self._desk.changed.connect(self._on_desk_changed)

    @property
    def _world(self) -> World:
        return self._desk.world

    def _sight(self) -> Sight:
        return self._sights.now()

    def _floor(self) -> Standing:
        return standing(self._world, self._desk.house.clock())

    def _order(self, thing: str) -> Order | None:
        """The open order of a table or of a plate at the bar."""
        if thing.startswith(ORDER):
            found = self._world.book.orders.get(thing.removeprefix(ORDER))
            return found if found and not self._world.book.closed(found) else None
        return self._world.order_on(thing)

    # What is shown

    @Slot()
    def refresh(self) -> None:
        """Shows the floor as it is now."""
        view = present_standing(self._floor(), self._sight(), self._room)
        self._room = view.room
        self._page.display(view)

    @Slot(object)
    def _on_desk_changed(self, facts: object) -> None:
        if self._page.isVisible():
            self.refresh()

    @Slot(str)
    def _on_room_chosen(self, room: str) -> None:
        self._room = room
        self.refresh()

    # What a finger does on the plan

    @Slot(str)
    def _on_table_tapped(self, thing: str) -> None:
        if thing == NEW_NOTE:
            self._ask_name()
        elif thing == MORE_NOTES:
            self._page.show_view("list")
        elif self._aim is not None:
            self._hit(thing)
        elif order := self._order(thing):
            self._open(order)
        elif thing in self._floor().paid:
            self._on_table_held(thing)
        elif thing in self._world.floor.tables:
            self._seat(thing)

    def _open(self, order: Order) -> None:
        self._desk.go(
            "pos", f"table:{order.table}" if order.table else f"order:{order.id}"
        )

    def _seat(self, table: str) -> None:
        """Guests at a free table: how many, where the room asks for it."""
        found = self._world.floor.tables[table]
        room = self._world.floor.rooms.get(found.room)
        if room is not None and not room.ask_covers:
            self._seat_covers(table, 0)
            return
        group = self._world.floor.group(table)
        seats = sum(self._world.floor.tables[t].seats for t in group)
        number = tr("Table {number}", number=found.number)
        title = f"{number} · {trn(seats, '{n} place', '{n} places')}"
        words = tr("Combien de couverts ?")
        sheet = CoversSheet(self._page, title, words, min(seats, USUAL_PARTY))
        self._held = table
        sheet.chosen.connect(self._on_party_counted)
        self._show(sheet)

    @Slot(int)
    def _on_party_counted(self, covers: int) -> None:
        self._seat_covers(self._held, covers)

    def _seat_covers(self, table: str, covers: int) -> None:
        if self._acts.open(table, covers):
            self._desk.go("pos", f"table:{table}")

    @Slot(str)
    def _on_table_held(self, thing: str) -> None:
        if thing in (NEW_NOTE, MORE_NOTES):
            self._on_table_tapped(thing)
            return
        floor, sight, order = self._floor(), self._sight(), self._order(thing)
        view: MenuView
        if thing in self._world.floor.tables:
            view = present_menu(floor, thing, sight)
        elif order is not None:
            view = present_order_menu(floor, order, sight)
        else:
            return
        self._held = thing
        sheet = MenuSheet(self._page, view)
        sheet.act_chosen.connect(self._on_menu_act)
        self._show(sheet)

    @Slot(str, str)
    def _on_table_dropped(self, source: str, target: str) -> None:
        """A note goes where it is dropped; a free table is pushed to the other."""
        if target not in self._world.floor.tables or source in (NEW_NOTE, MORE_NOTES):
            self._desk.say(tr("Posez sur une table."), tone="refused")
        elif order := self._order(source):
            self._move(order, target)
        elif source in self._world.floor.tables:
            self._acts.join(source, target)

    def _move(self, order: Order, table: str) -> None:
        """To a free table at once; onto another note after a look at both."""
        other = self._world.order_on(table)
        if other is None or other is order:
            self._acts.move(order, table, self._sight())
            return
        view = present_merge(self._floor(), order, other, self._sight())
        sheet = MergeSheet(self._page, view)
        sheet.confirmed.connect(self._on_merge_confirmed)
        self._show(sheet)

    @Slot(object, object)
    def _on_merge_confirmed(self, choice: MergeChoice, joins: tuple[str, ...]) -> None:
        self._acts.merge(choice.order, choice.table, joins)

    # The menu of a table and the acts of the panel

    @Slot(str)
    def _on_menu_act(self, key: str) -> None:
        self._do(key, self._held)

    @Slot(str)
    def _on_act_requested(self, key: str) -> None:
        act, _, thing = key.partition(":")
        self._do(act, thing if act == "clear" else ORDER + thing)

    def _do(self, act: str, thing: str) -> None:
        order, sight = self._order(thing), self._sight()
        if order is not None:
            match act:
                case "fire":
                    self._acts.fire(order, sight)
                case "serve":
                    self._acts.serve(order, sight)
                case "send":
                    self._acts.send(order, sight)
                case "addition":
                    self._acts.addition(order, sight)
                case "release":
                    self._acts.release(order, sight)
                case _:
                    self._do_more(act, order)
        if thing in self._world.floor.tables:
            self._do_table(act, thing)

    def _do_more(self, act: str, order: Order) -> None:
        """What goes elsewhere or asks something first."""
        match act:
            case "open":
                self._open(order)
            case "pay":
                self._desk.go("pay", f"order:{order.id}")
            case "covers":
                self._ask_covers(order)
            case "move":
                title = note_title(self._world, order, self._sight())
                words = tr("{note} : touchez la table d'arrivée", note=title)
                self._take_aim(Aim("move", ORDER + order.id), words)
            case "merge":
                self._acts.merge(order.id, order.table, ())
            case _:
                pass

    def _do_table(self, act: str, table: str) -> None:
        match act:
            case "clear":
                self._acts.clear(table)
            case "seat":
                self._seat(table)
            case "apart":
                self._acts.apart(table)
            case "join":
                number = self._world.floor.number(table)
                words = tr("Table {number} : touchez la table voisine", number=number)
                self._take_aim(Aim("join", table), words)
            case _:
                pass

    def _ask_covers(self, order: Order) -> None:
        title = note_title(self._world, order, self._sight())
        sheet = CoversSheet(
            self._page, title, tr("Combien de couverts ?"), order.covers
        )
        self._held = ORDER + order.id
        sheet.chosen.connect(self._on_covers_corrected)
        self._show(sheet)

    @Slot(int)
    def _on_covers_corrected(self, covers: int) -> None:
        found = self._order(self._held)
        if found is not None:
            self._acts.set_covers(found, covers, self._sight())

    # Taking aim

    def _take_aim(self, aim: Aim, words: str) -> None:
        self._aim = aim
        self._page.show_aim(words)

    @Slot()
    def _on_aim_cancelled(self) -> None:
        self._aim = None
        self._page.show_aim("")

    @Slot()
    def _on_page_left(self) -> None:
        """Nothing half done waits for whoever comes back."""
        self._on_aim_cancelled()
        if self.sheet is not None:
            self.sheet.close_overlay()

    def _hit(self, target: str) -> None:
        """The table that was meant."""
        aim = self._aim
        if target not in self._world.floor.tables or aim is None:
            return
        self._on_aim_cancelled()
        if aim.act == "join":
            self._acts.join(aim.thing, target)
        elif order := self._order(aim.thing):
            self._move(order, target)

    # Beside the plan

    @Slot()
    def _on_seat_requested(self) -> None:
        sheet = SeatSheet(self._page)
        sheet.covers_chosen.connect(self._on_covers_chosen)
        sheet.proposal_chosen.connect(self._on_proposal_chosen)
        self._show(sheet)
        self._on_covers_chosen(USUAL_PARTY)

    @Slot(int)
    def _on_covers_chosen(self, covers: int) -> None:
        if isinstance(self.sheet, SeatSheet):
            proposals = propose(self._floor(), covers, self._sight())
            self.sheet.show_proposals(covers, proposals)

    @Slot(int, object)
    def _on_proposal_chosen(self, covers: int, proposal: Proposal) -> None:
        self._acts.seat(proposal.tables, covers)

    @Slot(str)
    def _on_waiter_requested(self, person: str) -> None:
        floor, sight = self._floor(), self._sight()
        notes = present_notes(floor, sight).rows
        row = next((each for each in notes if each.person == person), None)
        if row is None:
            return
        words = f"{row.subtitle} · {row.amount}"
        sheet = NotesSheet(self._page, row.name, words, notes_of(floor, person, sight))
        sheet.order_chosen.connect(self._on_note_chosen)
        self._show(sheet)

    @Slot()
    def _on_team_requested(self) -> None:
        sheet = TeamSheet(self._page, present_notes(self._floor(), self._sight()))
        sheet.waiter_chosen.connect(self._on_waiter_requested)
        self._show(sheet)

    @Slot(str)
    def _on_note_chosen(self, order: str) -> None:
        found = self._order(ORDER + order)
        if found is not None:
            self._open(found)

    def _ask_name(self) -> None:
        sheet = NameSheet(self._page)
        sheet.named.connect(self._on_note_named)
        self._show(sheet)

    @Slot(str)
    def _on_note_named(self, name: str) -> None:
        order = self._acts.open_note(name)
        if order:
            self._desk.go("pos", f"order:{order}")

    @Slot(str)
    def _on_number_entered(self, number: str) -> None:
        table = self._world.floor.by_number(number)
        if table is None:
            words = tr("Il n'y a pas de table {number}.", number=number)
            self._desk.say(words, tone="refused")
        else:
            self._on_table_tapped(table.id)

    def _show(self, sheet: Overlay) -> None:
        if self.sheet is not None:
            self.sheet.close_overlay()
        self.sheet = sheet
        sheet.closed.connect(self._on_sheet_closed)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    @Slot()
    def _on_sheet_closed(self) -> None:
        if self.sender() is self.sheet:
            self.sheet = None
