"""Coming and going: a table with its order or a new one, the counter, back again."""

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.manners import Manner, manner_at
from app.domain.orders.commands import OpenOrder
from app.presenters.floor.seating import likely_party
from app.presenters.pos.page import FAVOURITES
from app.services.ids import new_id
from app.windows.pos.giving_up import GivingUp
from app.windows.pos.sheets import CountSheet
from app.windows.pos.work import Work
from resources.texts import tr


class Opening(QObject):
    """Puts an order in front of the person.

    Signals:
        opened: another order, or none, is in front of the person.
        deposit_wanted(str): guests of this reservation leave something in advance.
    """

    opened = Signal()
    deposit_wanted = Signal(str)

    def __init__(self, work: Work, giving_up: GivingUp) -> None:
        super().__init__(work)
        self._work, self._giving_up = work, giving_up
        self._table = ""

    def show_place(self, argument: str) -> None:
        """ "" as it was, "table:<id>", "order:<id>", "counter", "deposit:<reservation>"."""
        kind, _, name = argument.partition(":")
        if kind == "counter":
            self._go_to_counter()
        elif kind == "deposit":
            self._work.state.take_order("")
            self._go_to_counter()
            self.deposit_wanted.emit(name)
        elif kind == "table":
            self.open_table(name)
        elif kind == "order":
            self.go_to_order(name)
        else:
            self._come_back()

    def leave(self) -> None:
        """What is half done and not kept goes."""
        self._giving_up.drop_empty_sale()
        self._work.drop_sheet()

    def _come_back(self) -> None:
        """As it was; without an order, to where this window is at home."""
        if self._work.order is None:
            if self._work.state.home:
                self._lay_out()
            else:
                self._work.state.turn_to("classic")
        self.opened.emit()

    def _lay_out(self, table: str = "") -> Manner:
        """The page as this terminal has it, at a table or at the counter."""
        house = self._work.desk.house
        manner = manner_at(house.world, house.terminal, table)
        self._work.state.turn_to(manner.style, manner.category or FAVOURITES)
        return manner

    def switch(self, style: str) -> None:
        """Another layout for the order in front of the person, which stays as it is."""
        self._work.state.turn_to(style, self._work.state.first)
        self.opened.emit()

    def _go_to_counter(self) -> None:
        order, state = self._work.order, self._work.state
        state.home = True
        self._lay_out()
        if order is not None and order.table:
            state.take_order("")
        self.opened.emit()

    @Slot(str)
    def go_to_order(self, order_id: str) -> None:
        """Shows an order where it belongs: at its table, or at the counter."""
        order = self._work.world.book.orders.get(order_id)
        if order is None:
            self._work.refuse(tr("Cette commande n'est plus là."))
        elif order.table:
            self.open_table(order.table)
        else:
            self._lay_out()
            self.open_order(order.id)

    @Slot(str)
    def open_table(self, table_id: str) -> None:
        """Shows the order of a table; asks for the covers of a free one."""
        self.leave()
        work = self._work
        table = work.world.floor.tables.get(table_id)
        if table is None or not table.active:
            work.refuse(tr("Cette table n'existe pas."))
            return
        manner = self._lay_out(table_id)
        order = work.world.order_on(table_id)
        if order is not None:
            self.open_order(order.id)
            return
        self._table = table_id
        self.open_order("")
        if manner.covers:
            sheet = CountSheet(
                work.beside,
                tr("Table {table}", table=table.number),
                tr("Combien de couverts ?"),
                chosen=likely_party(work.world.floor, table_id),
            )
            sheet.count_chosen.connect(self._on_covers_chosen)
            work.open_sheet(sheet)
        else:
            self._seat(0)

    @Slot(str)
    def open_order(self, order: str) -> None:
        """Shows an order by its id, "" for none."""
        self._work.state.take_order(order)
        self.opened.emit()

    @Slot(int)
    def _on_covers_chosen(self, covers: int) -> None:
        self._work.close_sheet()
        self._seat(covers)

    def _seat(self, covers: int) -> None:
        fresh = new_id()
        command = OpenOrder(table=self._table, covers=covers, order=fresh)
        if self._work.run(command):
            self.open_order(fresh)
