"""Giving an order up: a table is free again, a sale forgotten, a mistake taken back."""

from PySide6.QtCore import QObject, Slot

from app.domain.credits.decide import DropBeside
from app.domain.orders.commands import CancelOrder, VoidLine
from app.domain.orders.state import Line, Order, besides
from app.presenters.pos.sheets import CANCEL_REASONS, VOID_REASONS
from app.presenters.pos.words import order_title, order_words
from app.services.house import Fact
from app.windows.pos.reason_sheets import ReasonSheet
from app.windows.pos.undo import open_again
from app.windows.pos.work import Work
from resources.texts import tr


class GivingUp(QObject):
    """Ends the order in front of the person without a payment."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work

    @Slot()
    def release(self) -> None:
        """The table is free again, or the empty sale is forgotten."""
        work, order = self._work, self._work.order
        if order is None:
            return
        lines = work.world.book.lines_of(order, live=False)
        if order.additions or any(line.sent for line in lines):
            self._ask_why(order, CANCEL_REASONS)
            return
        self._cancel(order, "")

    def _cancel(self, order: Order, reason: str) -> None:
        work, back = self._work, open_again(order)
        words = (
            tr("Table {table} libérée", table=order_title(work.world, order))
            if order.table
            else tr("Vente abandonnée")
        )
        for each in besides(order):
            work.run(DropBeside(order=order.id, beside=each.id))
        if work.run(CancelOrder(order=order.id, reason=reason)):
            work.say(words, *((back,) if order.table else ()))

    @Slot()
    def empty(self) -> None:
        """Every line is taken back, then the order given up: why?"""
        order = self._work.order
        if order is not None:
            self._ask_why(order, VOID_REASONS)

    def _ask_why(self, order: Order, reasons: tuple[str, ...]) -> None:
        sheet = ReasonSheet(
            self._work.beside,
            tr("Annuler la commande"),
            order_words(self._work.world, order),
            reasons,
        )
        sheet.reason_chosen.connect(self._on_cancel_reason_chosen)
        self._work.open_sheet(sheet)

    @Slot(str, int)
    def _on_cancel_reason_chosen(self, reason: str, count: int) -> None:
        order = self._work.order
        self._work.close_sheet()
        if order is not None:
            self._void_next(order, reason)

    def _void_next(self, order: Order, reason: str) -> None:
        """Voids line after line; each may have to wait for a manager."""
        lines: list[Line] = self._work.world.book.lines_of(order)
        if not lines:
            self._cancel(order, reason)
            return

        def go_on(_: tuple[Fact, ...]) -> None:
            self._void_next(order, reason)

        command = VoidLine(order=order.id, line=lines[0].id, reason=reason)
        self._work.run(command, go_on)

    def drop_empty_sale(self) -> None:
        """A sale on which nothing was ever taken leaves no trace on the counter."""
        work, order = self._work, self._work.order
        if order is None or order.table or work.world.book.lines_of(order):
            return
        if any(line.sent for line in work.world.book.lines_of(order, live=False)):
            return
        if not order.payments and not order.additions:
            work.desk.run(CancelOrder(order=order.id), quiet=True)
