"""Going to another table: the whole order, both orders as one, or some lines.

Every way has its way back: lines return to where they stood, with their seats; guests
and what they cannot eat as they were noted before.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Slot

from app.domain.orders.commands import (
    MovedLine,
    MoveLines,
    MoveOrder,
)
from app.domain.orders.events import LinesMoved
from app.domain.payments.events import PaymentsMoved
from app.domain.vocabulary import MILLI
from app.presenters.pos.moves import PAID, present_merge, present_movable
from app.presenters.pos.sheets import present_rooms
from app.presenters.pos.words import order_title, order_words
from app.services.house import Fact
from app.windows.parting import Before, Seats, bring_back, part, seats_of
from app.windows.pos.table_sheets import TablesSheet, TransferSheet
from app.windows.pos.work import Work
from resources.texts import tr, trn


class Moves(QObject):
    """Moves, merges and transfers, with their undo."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work
        self._other = ""
        self._lines: tuple[tuple[str, int], ...] = ()

    # The whole order

    @Slot()
    def ask_table(self) -> None:
        """Where does the order go?"""
        work, order = self._work, self._work.order
        if order is None or not order.table:
            return
        rooms = present_rooms(work.world, work.sight(), without=order.table)
        words = order_words(work.world, order)
        sheet = TablesSheet(work.beside, tr("Déplacer ou réunir"), words, rooms)
        sheet.table_chosen.connect(self._on_table_chosen)
        sheet.merge_confirmed.connect(self._on_merge_confirmed)
        work.open_sheet(sheet)

    @Slot(str)
    def _on_table_chosen(self, table: str) -> None:
        work, order = self._work, self._work.order
        sheet = work.sheet
        if order is None or not isinstance(sheet, TablesSheet):
            return
        other = work.world.order_on(table)
        if other is not None:
            self._other = other.id
            sheet.show_merge(table, present_merge(work.world, order, other))
            return
        back = MoveOrder(order=order.id, table=order.table)
        work.close_sheet()
        if work.run(MoveOrder(order=order.id, table=table)):
            words = tr(
                "Table déplacée vers {table}", table=order_title(work.world, order)
            )
            work.say(words, back)

    @Slot(str)
    def _on_merge_confirmed(self, keeps: str) -> None:
        work, order = self._work, self._work.order
        other = work.world.book.orders.get(self._other)
        if order is None or other is None:
            return
        moved, kept = (order, other) if keeps == "other" else (other, order)
        befores = Before.of(moved), Before.of(kept)
        seats = seats_of(work.world, moved)
        work.close_sheet()
        facts = work.run(MoveOrder(order=moved.id, table=kept.table))
        if facts:
            work.state.take_order(kept.id)
            work.shown_changed.emit()
            words = tr("Réunies sur la {table}", table=order_title(work.world, kept))
            undo = partial(self._part, *befores, seats, facts)
            work.desk.say(words, undo=undo)

    def _part(
        self,
        moved: Before,
        kept: Before,
        seats: Mapping[str, Seats],
        facts: Sequence[Fact],
    ) -> None:
        """Two orders again, and the one that was moved in front of the person."""
        new = part(self._work.desk, moved, kept, seats, facts)
        if new:
            self._work.state.take_order(new)
            self._work.shown_changed.emit()

    # Some lines

    @Slot(str)
    def ask_lines(self, chosen: str = "") -> None:
        """Which lines go to another table?"""
        work, order = self._work, self._work.order
        if order is None:
            return
        lines = present_movable(work.world, order)
        if not lines:
            work.refuse(tr("Il n'y a rien à transférer."))
            return
        sheet = TransferSheet(
            work.beside, order_words(work.world, order), lines, chosen
        )
        sheet.lines_chosen.connect(self._on_lines_chosen)
        work.open_sheet(sheet)

    @Slot()
    def ask_any_lines(self) -> None:
        """The same, with no line chosen yet."""
        self.ask_lines()

    @Slot(object)
    def _on_lines_chosen(self, lines: tuple[tuple[str, int], ...]) -> None:
        work, order = self._work, self._work.order
        if order is None:
            return
        self._lines = lines
        rooms = present_rooms(work.world, work.sight(), without=order.table)
        count, paid = _counts(lines)
        chosen = []
        if count:
            chosen.append(
                trn(count, "{n} ligne à transférer", "{n} lignes à transférer")
            )
        if paid:
            chosen.append(trn(paid, "{n} paiement", "{n} paiements"))
        words = " · ".join(chosen)
        sheet = TablesSheet(work.beside, tr("Vers quelle table ?"), words, rooms)
        sheet.table_chosen.connect(self._on_target_chosen)
        work.open_sheet(sheet)

    @Slot(str)
    def _on_target_chosen(self, table: str) -> None:
        work, order = self._work, self._work.order
        if order is None:
            return
        other = work.world.order_on(table)
        befores = Before.of(order), Before.of(other) if other else None
        seats = seats_of(work.world, order)
        work.close_sheet()
        facts = work.run(
            MoveLines(
                order=order.id,
                lines=tuple(
                    MovedLine(line=line, quantity=count * MILLI if count else None)
                    for line, count in self._lines
                    if not line.startswith(PAID)
                ),
                table=table,
                payments=tuple(
                    line.removeprefix(PAID)
                    for line, _ in self._lines
                    if line.startswith(PAID)
                ),
            )
        )
        moved = [
            f.event for f in facts if isinstance(f.event, LinesMoved | PaymentsMoved)
        ]
        if not moved:
            return
        target = work.world.book.orders[moved[0].target]
        kept = befores[1] or Before(target.id, target.table, 0, (), "", "")
        count, paid = _counts(self._lines)
        title = order_title(work.world, target)
        words = trn(
            count,
            "{n} ligne transférée, table {table}",
            "{n} lignes transférées, table {table}",
            table=title,
        )
        if paid:
            words = trn(
                paid,
                "{n} paiement transféré, table {table}",
                "{n} paiements transférés, table {table}",
                table=title,
            )
        undo = partial(bring_back, work.desk, befores[0], kept, seats, facts)
        work.desk.say(words, undo=undo)


def _counts(chosen: Sequence[tuple[str, int]]) -> tuple[int, int]:
    """How many lines and how many payments were chosen."""
    paid = sum(name.startswith(PAID) for name, _ in chosen)
    return len(chosen) - paid, paid
