"""Going to another table: the whole order, both orders as one, or some lines.

Every way has its way back: lines return to where they stood, with their seats; guests
and what they cannot eat as they were noted before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Slot

from app.domain.orders.allergies import gathered, sealed_texts
from app.domain.orders.commands import (
    ChangeLine,
    MovedLine,
    MoveLines,
    MoveOrder,
    NoteAllergy,
    SetCovers,
    SetOrderNote,
)
from app.domain.orders.events import LineDivided, LinesMoved, OrderCreated
from app.domain.orders.state import Order
from app.domain.vocabulary import MILLI
from app.presenters.pos_sheets import present_merge, present_movable, present_rooms
from app.presenters.pos_words import order_title, order_words
from app.services.house import Fact
from app.windows.pos.table_sheets import TablesSheet, TransferSheet
from app.windows.pos.work import Work
from resources.texts import tr, trn


@dataclass(frozen=True, slots=True)
class _Before:
    """An order as it stood, for the way back."""

    id: str
    table: str
    covers: int
    allergies: tuple[tuple[int, str], ...]
    kitchen_note: str
    guest_note: str


def _before(order: Order) -> _Before:
    return _Before(
        order.id,
        order.table,
        order.covers,
        tuple(order.allergies.items()),
        order.kitchen_note,
        order.guest_note,
    )


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
        befores = _before(moved), _before(kept)
        seats = self._seats(moved)
        work.close_sheet()
        facts = work.run(MoveOrder(order=moved.id, table=kept.table))
        if facts:
            work.state.take_order(kept.id)
            work.shown_changed.emit()
            words = tr("Réunies sur la {table}", table=order_title(work.world, kept))
            undo = partial(self._part, *befores, seats, facts)
            work.desk.say(words, undo=undo)

    def _seats(self, order: Order) -> dict[str, tuple[int, ...]]:
        lines = self._work.world.book.lines_of(order, live=False)
        return {line.id: line.seats for line in lines}

    def _part(
        self,
        moved: _Before,
        kept: _Before,
        seats: dict[str, tuple[int, ...]],
        facts: Sequence[Fact],
    ) -> None:
        """Two orders again: the lines that came go back to their table."""
        new = self._bring_back(moved, kept, seats, facts)
        run = self._work.run
        run(SetCovers(order=kept.id, covers=kept.covers))
        if (moved.kitchen_note, moved.guest_note) != ("", ""):
            run(
                SetOrderNote(
                    order=kept.id, kitchen=kept.kitchen_note, guest=kept.guest_note
                )
            )
        if new:
            run(SetCovers(order=new, covers=moved.covers))
            run(
                SetOrderNote(
                    order=new, kitchen=moved.kitchen_note, guest=moved.guest_note
                )
            )
            self._work.state.take_order(new)
            self._work.shown_changed.emit()

    def _bring_back(
        self,
        moved: _Before,
        kept: _Before,
        seats: dict[str, tuple[int, ...]],
        facts: Sequence[Fact],
    ) -> str:
        """Moves the lines back; id of the order on which they stand now, "" if refused."""
        world, run = self._work.world, self._work.run
        event = next(f.event for f in facts if isinstance(f.event, LinesMoved))
        lines = [world.book.lines[line] for line in event.lines]
        home = world.book.orders[moved.id]
        gone = world.book.closed(home)
        # Allergies first: what came with the guests must not go back a second time.
        there = world.book.orders[kept.id]
        for seat, text in tuple(there.allergies.items()):
            was = dict(kept.allergies).get(seat, "")
            if was != text:
                run(NoteAllergy(order=kept.id, seat=seat, text=was))
        done = run(
            MoveLines(
                order=kept.id,
                lines=tuple(MovedLine(line=line.id) for line in lines if line.live),
                target="" if gone else moved.id,
                table=moved.table if gone else "",
            )
        )
        if not done:
            return ""
        new = next(
            (f.event.order for f in done if isinstance(f.event, OrderCreated)), moved.id
        )
        whole = {
            f.event.new_line: f.event.line
            for f in facts
            if isinstance(f.event, LineDivided)
        }
        for line in lines:
            was_seats = seats.get(whole.get(line.id, line.id), line.seats)
            if line.live and line.seats != was_seats:
                run(ChangeLine(order=new, line=line.id, seats=was_seats))
        if new != moved.id:
            for seat, text in moved.allergies:
                texts = gathered(new, sealed_texts(moved.id, text))
                run(NoteAllergy(order=new, seat=seat, text=texts))
        return new

    # Some lines

    @Slot(str)
    def ask_lines(self, chosen: str = "") -> None:
        """Which lines go to another table?"""
        work, order = self._work, self._work.order
        if order is None:
            return
        lines = present_movable(work.world, order)
        if not lines:
            work.refuse(tr("Il n’y a rien à transférer."))
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
        words = trn(len(lines), "{n} ligne à transférer", "{n} lignes à transférer")
        sheet = TablesSheet(work.beside, tr("Vers quelle table ?"), words, rooms)
        sheet.table_chosen.connect(self._on_target_chosen)
        work.open_sheet(sheet)

    @Slot(str)
    def _on_target_chosen(self, table: str) -> None:
        work, order = self._work, self._work.order
        if order is None:
            return
        other = work.world.order_on(table)
        befores = _before(order), _before(other) if other else None
        seats = self._seats(order)
        work.close_sheet()
        facts = work.run(
            MoveLines(
                order=order.id,
                lines=tuple(
                    MovedLine(line=line, quantity=count * MILLI if count else None)
                    for line, count in self._lines
                ),
                table=table,
            )
        )
        moved = [f.event for f in facts if isinstance(f.event, LinesMoved)]
        if not moved:
            return
        target = work.world.book.orders[moved[0].target]
        kept = befores[1] or _Before(target.id, target.table, 0, (), "", "")
        words = trn(
            len(moved[0].lines),
            "{n} ligne transférée, table {table}",
            "{n} lignes transférées, table {table}",
            table=order_title(work.world, target),
        )
        undo = partial(self._bring_back, befores[0], kept, seats, facts)
        work.desk.say(words, undo=undo)
