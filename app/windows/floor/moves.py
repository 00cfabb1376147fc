"""Orders go to another table, tables are pushed together: dropped there, or by aim.

The menu's "move" and "push together" take aim first: the next table that is tapped, in
whatever room and view, is their target.
"""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.orders.state import Order
from app.presenters.floor.menu import MergeChoice, present_merge
from app.presenters.floor.room import MORE_NOTES, NEW_NOTE
from app.windows.floor.sheets import MergeSheet
from app.windows.floor.work import FloorWork
from resources.texts import tr


@dataclass(frozen=True, slots=True)
class Aim:
    """What waits for a target: move an order, push a table to another, or answer which
    table was meant."""

    act: Literal["move", "join", "answer"]
    thing: str


class FloorMoves(QObject):
    """What goes elsewhere on the plan.

    Signals:
        answered(str): id of the table that was meant.
    """

    answered = Signal(str)

    def __init__(self, work: FloorWork) -> None:
        super().__init__(work)
        self._work = work
        self._aim: Aim | None = None

    @property
    def aiming(self) -> bool:
        """Whether something waits for a target."""
        return self._aim is not None

    @property
    def answering(self) -> bool:
        """Whether the target answers a question."""
        return self._aim is not None and self._aim.act == "answer"

    def take_aim(self, aim: Aim, words: str) -> None:
        """The next table that is tapped is the target."""
        self._aim = aim
        self._work.page.show_aim(words)

    @Slot()
    def cancel(self) -> None:
        """Nothing waits for a target."""
        self._aim = None
        self._work.page.show_aim("")

    def hit(self, target: str) -> None:
        """The table that was meant."""
        aim = self._aim
        if target not in self._work.world.floor.tables or aim is None:
            return
        self.cancel()
        if aim.act == "answer":
            self.answered.emit(target)
        elif aim.act == "join":
            self._work.joins.join(aim.thing, target)
        elif order := self._work.order(aim.thing):
            self.move(order, target)

    @Slot(str, str)
    def drop(self, source: str, target: str) -> None:
        """A note goes where it is dropped; a free table is pushed to the other."""
        if target not in self._work.world.floor.tables or source in (
            NEW_NOTE,
            MORE_NOTES,
        ):
            self._work.desk.say(tr("Posez sur une table."), tone="refused")
        elif order := self._work.order(source):
            self.move(order, target)
        elif source in self._work.world.floor.tables:
            self._work.joins.join(source, target)

    def move(self, order: Order, table: str) -> None:
        """To a free table at once; onto another note after a look at both."""
        other = self._work.world.order_on(table)
        if other is None or other is order:
            self._work.acts.move(order, table, self._work.sight())
            return
        view = present_merge(self._work.standing(), order, other, self._work.sight())
        sheet = MergeSheet(self._work.page, view)
        sheet.confirmed.connect(self._on_merge_confirmed)
        sheet.linked.connect(self._on_linked)
        self._work.show(sheet)

    @Slot(object, object)
    def _on_merge_confirmed(self, choice: MergeChoice, joins: tuple[str, ...]) -> None:
        self._work.acts.merge(choice.order, choice.table, joins)

    @Slot(object)
    def _on_linked(self, tables: tuple[str, ...]) -> None:
        self._work.joins.link(tables)
