"""Drives the split of a bill: what is touched, where it goes, who is paid for next."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.orders.billing import REST
from app.domain.orders.commands import SplitOrder
from app.domain.orders.state import Order
from app.presenters.pay.split import Plan, SplitError, by_seats, move, share
from app.presenters.pay.split_view import (
    SplitChoices,
    moved_words,
    owned,
    present_split,
    receipt_of,
    seats_words,
    shared_words,
    split_plan,
    touched,
)
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.pay.controller import PayController
    from app.windows.pay.page import PayPage


class SplitController(QObject):
    """The split view of one page; every change is a `SplitOrder` that can be undone."""

    def __init__(self, desk: Desk, flow: "PayController", page: "PayPage") -> None:
        super().__init__(page)
        self._desk, self._flow, self._page = desk, flow, page
        self._choices = SplitChoices(order="")
        self._connect_signals()

    def _connect_signals(self) -> None:
        pane = self._page.split
        pane.head.back_requested.connect(self._flow.go_home)
        pane.modes.chosen.connect(self._on_mode_chosen)
        pane.board.payer_touched.connect(self._move_to)
        pane.board.line_touched.connect(self._on_line_touched)
        pane.board.line_moved.connect(self._on_line_moved)
        pane.board.pay_requested.connect(self._on_pay_requested)
        pane.board.receipt_requested.connect(self._on_receipt_requested)
        pane.board.payer_wanted.connect(self._on_payer_wanted)
        pane.side.target_chosen.connect(self._on_target_chosen)
        pane.side.pieces_changed.connect(self._on_pieces_changed)
        pane.side.act_requested.connect(self._on_act_requested)

    @property
    def _order(self) -> Order | None:
        return self._desk.world.book.orders.get(self._choices.order)

    @property
    def _plan(self) -> Plan | None:
        order = self._order
        if order is None:
            return None
        return split_plan(self._desk.world, order, self._choices)

    def open(self, order: Order, by: str) -> None:
        """Shows the split of an order; by places it is made at once.

        `by` is "articles", "places" or "" (whatever is in force).
        """
        made = order.split.bills if order.split else ()
        if not by:
            by = "places" if any(bill.seat for bill in made) else "articles"
        self._choices = SplitChoices(order=order.id, by=by)
        if by == "places" and not any(bill.seat for bill in made):
            self._split_by_seats()
        if by == "articles" and not made:
            self._choices = replace(self._choices, extra=1)
        self.refresh()

    def refresh(self) -> None:
        """Shows how things stand; what was touched and has gone is let go."""
        order, plan = self._order, self._plan
        if order is None or plan is None:
            return
        chosen = tuple(k for k in self._choices.chosen if owned(plan, *k))
        self._choices = replace(self._choices, chosen=chosen)
        view = present_split(
            self._desk.world, order, self._choices, self._flow.work.sight()
        )
        self._page.show_split(view)

    def _carry_out(self, plan: Plan, words: Callable[[], str]) -> None:
        """Writes a plan down, says what it became and offers to take it back."""
        order = self._order
        if order is None:
            return
        before = order.split
        again = SplitOrder(
            order=order.id,
            shares=before.shares if before else 0,
            bills=before.bills if before else (),
        )
        if self._desk.run(SplitOrder(order=order.id, bills=plan.bills())):
            self._choices = replace(
                self._choices, extra=0, chosen=(), count=0, sharing=None
            )
            self._desk.say(words(), undo=partial(self._desk.run, again))
        self.refresh()

    def step_back(self) -> None:
        """Lets go of what was touched, else leaves."""
        if self._choices.chosen or self._choices.receipt:
            self._choices = replace(self._choices, chosen=(), sharing=None, receipt="")
            self.refresh()
        else:
            self._flow.go_home()

    def pay_current(self) -> None:
        """Enter: the bill that comes next."""
        for column in self._page.split.board.columns:
            if column.view.state == "current" and column.view.act_text:
                self._flow.pay_bill(self._choices.order, column.view.id)
                return

    def _split_by_seats(self) -> None:
        order, plan, world = self._order, self._plan, self._desk.world
        if order is None or plan is None:
            return
        try:
            made = by_seats(plan, order, world.book.lines_of(order))
        except SplitError as error:
            self._desk.say(tr(error.text), tone="refused")
            self._choices = replace(self._choices, by="articles")
            return
        self._choices = replace(self._choices, by="places")
        self._carry_out(made, partial(seats_words, world, order))

    def _share_among(self, payers: tuple[str, ...]) -> None:
        """Shares the touched lines between these payers."""
        order, plan, world = self._order, self._plan, self._desk.world
        lines = list(dict.fromkeys(line for _, line in self._choices.chosen))
        if order is None or plan is None or not lines:
            return
        try:
            for line in lines:
                plan = share(plan, world.book.lines[line], payers)
        except SplitError as error:
            self._desk.say(tr(error.text), tone="refused")
            return
        self._carry_out(plan, partial(shared_words, world, order, plan, lines))

    @Slot(str)
    def _move_to(self, target: str) -> None:
        """Hands the touched lines over, or some pieces of the only one."""
        plan, world = self._plan, self._desk.world
        if plan is None:
            return
        lines = []
        for payer, line in self._choices.chosen:
            if payer != target:
                count = self._choices.count or None
                plan = move(plan, world.book.lines[line], payer, target, count)
                lines.append(line)
        if lines:
            self._carry_out(plan, partial(moved_words, world, plan, lines, target))

    @Slot(str)
    def _on_mode_chosen(self, mode: str) -> None:
        order = self._order
        if order is None:
            return
        if mode in ("articles", "places"):
            if mode != self._choices.by:
                self.open(order, mode)
        else:
            self._flow.leave_split(order, mode)

    @Slot(str, str)
    def _on_line_touched(self, payer: str, line: str) -> None:
        plan = self._plan
        if plan is not None and owned(plan, payer, line):
            self._choices = touched(self._choices, payer, line)
            self.refresh()

    @Slot(str, str, str)
    def _on_line_moved(self, source: str, line: str, target: str) -> None:
        self._choices = replace(self._choices, chosen=((source, line),), count=0)
        self._move_to(target)

    @Slot(str)
    def _on_pay_requested(self, payer: str) -> None:
        self._flow.pay_bill(self._choices.order, payer)

    @Slot(str)
    def _on_receipt_requested(self, payer: str) -> None:
        self._choices = replace(self._choices, receipt=payer, chosen=(), sharing=None)
        self.refresh()

    @Slot()
    def _on_payer_wanted(self) -> None:
        self._choices = replace(self._choices, extra=self._choices.extra + 1)
        self.refresh()

    @Slot(int)
    def _on_pieces_changed(self, count: int) -> None:
        self._choices = replace(self._choices, count=count)

    @Slot(str)
    def _on_target_chosen(self, key: str) -> None:
        """ "to:<payer>", "with:<payer>", "share", "table", "rest" or "reprint"."""
        order, plan, choices = self._order, self._plan, self._choices
        if order is None or plan is None:
            return
        word, _, payer = key.partition(":")
        unpaid = tuple(found.id for found in plan.unpaid)
        if word == "to":
            self._move_to(payer)
        elif word == "rest":
            self._move_to(REST)
        elif word == "table":
            self._share_among(unpaid)
        elif word == "reprint":
            receipt = receipt_of(order, choices.receipt)
            if receipt is not None:
                self._flow.work.reprint(receipt)
        else:
            sharing = unpaid
            if word == "with":
                among = set(choices.sharing or ()) ^ {payer}
                sharing = tuple(found for found in unpaid if found in among)
            self._choices = replace(choices, sharing=sharing)
            self.refresh()

    @Slot()
    def _on_act_requested(self) -> None:
        if self._choices.sharing is not None:
            self._share_among(self._choices.sharing)
        else:
            self._split_by_seats()
            self.refresh()
