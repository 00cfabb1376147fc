"""Drives what has to be reconciled: the list as it changes, and the acts that end it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.orders.commands import MoveOrder, SettleAttention, VoidLine
from app.domain.payments.commands import ResolvePayment, ReturnPayment
from app.domain.rules import Command
from app.presenters.admin.reconcile import (
    LOSS,
    MERGE,
    OPEN,
    PAY,
    RECOVER,
    REFUND,
    REFUSED,
    RETURN,
    SETTLE,
    Matter,
    matter_rows,
    matters,
    names_in,
    order_words,
    present_matter,
    title_of,
)
from app.presenters.admin.refund import TWICE
from app.presenters.story import story_of
from app.services.house import Fact
from app.windows.admin.money.refunds import Refunds
from app.windows.desk import Desk
from db.errors import KnownError
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.network.reconcile import ReconcileSection


class ReconcileController(QObject):
    """The matters, and the one that is open."""

    def __init__(self, desk: Desk, section: "ReconcileSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._found: dict[str, Matter] = {}
        self._open = ""
        self.refunds = Refunds(desk, section)
        desk.changed.connect(self._on_changed)
        section.opened.connect(self._on_opened)
        section.pane.chosen.connect(self._on_chosen)

    def begin(self, argument: str) -> None:
        """Shows the list; `argument` is the id of an order, or the key of a matter."""
        self._refresh()
        wanted = (k for k in self._found if argument and k.endswith(argument))
        key = next(wanted, "")
        if key:
            self._section.matters.choose(key)
            self._on_opened(key)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if self._section.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        world, now = self._desk.world, self._desk.house.clock()
        self._found = {each.key: each for each in matters(world)}
        self._section.show_rows(matter_rows(world, self._found.values(), now))
        if self._section.split.side_shown:
            self._show()

    def _show(self) -> None:
        """The open matter as it is now; it closes when it is over."""
        matter = self._found.get(self._open)
        if matter is None:
            self._section.close_pane()
            return
        house = self._desk.house
        orders = matter.attention.orders or (matter.order.id,)
        try:
            story = story_of(house, orders, names_in(matter))
        except KnownError as error:
            self._desk.say(error.text(), tone="error")
            story = ()
        self._section.pane.display(present_matter(house.world, matter), story)

    @Slot(str)
    def _on_opened(self, key: str) -> None:
        if key != self._open:
            self._section.pane.begin()
        self._open = key
        self._show()
        if key in self._found:
            self._section.open_pane(self._section.pane)

    @Slot(str, str)
    def _on_chosen(self, act: str, reason: str) -> None:
        matter = self._found.get(self._open)
        if matter is None:
            return
        order = matter.order.id
        kind, _, which = act.partition(":")
        if act == PAY:
            self._desk.go("pay", f"order:{order}")
        elif act == OPEN:
            self._desk.go("pos", f"order:{order}")
        elif f"{kind}:" == REFUND:
            twice = matter.attention.code == "line_on_two_receipts"
            reason = TWICE if twice else ""
            self.refunds.open(which, matter.attention.lines, reason)
        else:
            self._run(matter, _commands(matter, act, reason))

    def _run(self, matter: Matter, commands: list[Command]) -> None:
        """Carries the acts out one by one; each waits for a manager where it needs one."""
        if not commands:
            where = order_words(self._desk.world, matter.order)
            self._desk.say(f"{where} · {title_of(matter)} : {tr('réglé')}")
            return
        first, *others = commands

        def done(facts: tuple[Fact, ...]) -> None:
            self._run(matter, others)

        self._desk.run(first, done)


def _commands(matter: Matter, act: str, reason: str) -> list[Command]:
    """What an act comes to."""
    order, each = matter.order, matter.attention
    if act.startswith(RETURN):
        payment = act.removeprefix(RETURN)
        why = tr(TWICE)
        return [ReturnPayment(order=order.id, payment=payment, reason=why)]
    if act == REFUSED:
        return [
            ResolvePayment(order=order.id, payment=payment, accepted=False)
            for payment in each.payments
        ]
    if act == LOSS:
        return [
            VoidLine(order=order.id, line=line, reason=reason) for line in each.lines
        ]
    if act == MERGE:
        return [MoveOrder(order=each.orders[-1], table=order.table)]
    if act in (SETTLE, RECOVER):
        return [
            SettleAttention(
                order=order.id, code=each.code, reason=reason, recovered=act == RECOVER
            )
        ]
    raise ValueError(act)
