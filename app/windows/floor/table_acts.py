"""What is done with tables and notes from the plan: the command, the word, the way back.

What can be taken back carries its undo: the ordinary command that restores it. Sending,
réclame, paper and money cannot.
"""

from collections.abc import Sequence
from functools import partial

from app.domain.floor.decide import BlockTable, ClearTable, JoinTables
from app.domain.kitchen.decide import (
    BumpDishes,
    RecallDishes,
    RushDishes,
    ServeDishes,
)
from app.domain.orders.commands import (
    CancelOrder,
    FireCourse,
    MoveOrder,
    OpenOrder,
    PrintAddition,
    SendOrder,
    SetCovers,
)
from app.domain.orders.events import OrderCreated
from app.domain.orders.sending import next_held
from app.domain.orders.state import Order
from app.domain.rules import Command
from app.domain.world import World
from app.presenters.floor.acts import note_title
from app.presenters.floor.stage import dishes_of, to_carry
from app.presenters.pos.order import shut_words
from app.presenters.pos.words import Sight, course_name
from app.services.ids import new_id
from app.services.people import order_key
from app.windows.desk import Desk
from app.windows.parting import Before, part, seats_of
from app.windows.party_seating import groups_of, restored
from db.errors import KnownError
from resources.texts import tr, trn


class TableActs:
    """The acts of one window's person."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def _world(self) -> World:
        return self._desk.world

    # The meal

    def fire(self, order: Order, sight: Sight) -> None:
        """The next course that waits is made now."""
        held = next_held(self._world, order)
        course = course_name(self._world, held)
        if self._desk.run(FireCourse(order=order.id)):
            title = note_title(self._world, order, sight)
            words = tr(
                "{table} · {course} : réclame envoyée", table=title, course=course
            )
            shut = shut_words(self._world, order, held)
            self._say(" · ".join(filter(None, (words, shut))))

    def rush(self, order: Order, sight: Sight, *, urgent: bool) -> None:
        """What the kitchen makes for a note goes before the others, or in its turn."""
        if self._desk.run(RushDishes(order=order.id, urgent=urgent)):
            title = note_title(self._world, order, sight)
            words = (
                tr("{table} : passe devant en cuisine", table=title)
                if urgent
                else tr("{table} : à son tour en cuisine", table=title)
            )
            self._say(words, [RushDishes(order=order.id, urgent=not urgent)])

    def serve(self, order: Order, sight: Sight) -> None:
        """What could be carried was brought; undone, it stands on the pass again."""
        ready: dict[str, list[str]] = {}
        for _, dish in to_carry(dishes_of(self._world, order)):
            ready.setdefault(dish.station, []).append(dish.id)
        carried = tuple(dish for ids in ready.values() for dish in ids)
        if not carried:
            words = tr("Rien à servir pour cette table.")
            self._desk.say(words, tone="refused")
            return
        if not self._desk.run(ServeDishes(order=order.id, dishes=carried)):
            return
        back: list[Command] = []
        for station, ids in ready.items():
            dishes = tuple(ids)
            back += (
                RecallDishes(order=order.id, station=station, dishes=dishes),
                BumpDishes(order=order.id, station=station, dishes=dishes),
            )
        title = note_title(self._world, order, sight)
        self._say(tr("{table} : servi", table=title), back)

    def send(self, order: Order, sight: Sight) -> None:
        """What was taken down goes to the stations."""
        if self._desk.run(SendOrder(order=order.id)):
            title = note_title(self._world, order, sight)
            self._say(tr("{table} : envoyé", table=title))

    # The note

    def addition(self, order: Order, sight: Sight) -> None:
        """The provisional bill is printed."""
        if self._desk.run(PrintAddition(order=order.id)):
            title = note_title(self._world, order, sight)
            self._say(tr("{table} : addition imprimée", table=title))

    def set_covers(self, order: Order, covers: int, sight: Sight) -> None:
        """As many guests eat."""
        before = SetCovers(order=order.id, covers=order.covers)
        if self._desk.run(SetCovers(order=order.id, covers=covers)):
            title = note_title(self._world, order, sight)
            words = trn(covers, "{n} couvert", "{n} couverts")
            self._say(f"{title} : {words}", [before])

    def move(self, order: Order, table: str, sight: Sight) -> None:
        """The note goes to a free table."""
        title, was = note_title(self._world, order, sight), order.table
        if self._desk.run(MoveOrder(order=order.id, table=table)):
            number = self._world.floor.number(table)
            words = tr("{note} → table {number}", note=title, number=number)
            back = partial(self._move_back, order.id, was) if was else None
            self._desk.say(words, undo=back)

    def _move_back(self, order: str, table: str) -> None:
        """Where it came from, unless somebody sits there now: that would be a merge."""
        if self._world.order_on(table) is None:
            self._desk.run(MoveOrder(order=order, table=table))
            return
        number = self._world.floor.number(table)
        words = tr("La table {table} est déjà ouverte.", table=number)
        self._desk.say(words, tone="refused")

    def merge(self, order: str, table: str, joins: Sequence[str]) -> None:
        """Two notes become one on `table`; the tables `joins` are pushed together."""
        world = self._world
        moved, kept = world.book.orders.get(order), world.order_on(table)
        seats = seats_of(world, moved) if moved else {}
        notes = (Before.of(moved), Before.of(kept)) if moved and kept else None
        together = groups_of(self._world.floor, joins)
        facts = self._desk.run(MoveOrder(order=order, table=table))
        if not facts:
            return
        if joins:
            self._desk.run(JoinTables(tables=tuple(joins)))

        def undo() -> None:
            if joins:
                self._run_all(restored(joins[0], together))
            if notes:
                part(self._desk, *notes, seats, facts)

        number = world.floor.number(table)
        words = tr("Une seule note, sur la table {number}", number=number)
        two = notes is not None and moved is not kept
        self._desk.say(words, undo=undo if two else None)

    def release(self, order: Order, sight: Sight) -> None:
        """Nobody stays: the table is free; undone, the guests sit there again."""
        title = note_title(self._world, order, sight)
        again = OpenOrder(
            mode="dine_in", table=order.table, covers=order.covers, name=order.name
        )
        reason = tr("Table libérée")
        if self._desk.run(CancelOrder(order=order.id, reason=reason)):
            words = tr("{table} : libérée", table=title)
            self._say(words, [again] if order.table else ())

    # Tables

    def open(self, table: str, covers: int) -> bool:
        """Guests sit down; False when the table was taken meanwhile."""
        return bool(self._desk.run(OpenOrder(table=table, covers=covers)))

    def open_note(self, name: str) -> str:
        """A note under a name, sealed with its own key: its id, "" when refused."""
        order = new_id()
        try:
            sealed = self._desk.house.sealer.seal(order_key(order), name)
        except KnownError as error:
            self._desk.say_failure(error)
            return ""
        return order if self._desk.run(OpenOrder(name=sealed, order=order)) else ""

    def seat(self, tables: Sequence[str], covers: int) -> None:
        """A party is led to a table, or to tables that are pushed together for it."""
        before = groups_of(self._world.floor, tables)
        apart = len(tables) > 1 and set(self._world.floor.group(tables[0])) != set(
            tables
        )
        if apart and not self._desk.run(JoinTables(tables=tuple(tables))):
            return
        facts = self._desk.run(OpenOrder(table=tables[0], covers=covers))
        created = facts[0].event if facts else None
        if not isinstance(created, OrderCreated):
            return
        numbers = " + ".join(self._world.floor.number(table) for table in tables)
        words = trn(covers, "{n} couvert", "{n} couverts")
        back: list[Command] = [
            CancelOrder(order=created.order, reason=tr("Table libérée"))
        ]
        if apart:
            back += restored(tables[0], before)
        self._say(tr("Table {number} : {covers}", number=numbers, covers=words), back)

    def clear(self, table: str) -> None:
        """The table and those with it are laid again."""
        for each in self._world.floor.group(table):
            if not self._desk.run(ClearTable(table=each)):
                return
        number = self._world.floor.number(table)
        self._say(tr("Table {number} : prête", number=number))

    def block(self, table: str, reason: str) -> None:
        """Nobody is seated there, or somebody may be again; each takes the other back."""
        number = self._world.floor.number(table)
        was = self._world.floor.blocked.get(table, "")
        if self._desk.run(BlockTable(table=table, reason=reason)):
            words = tr("Table {number} : {why}", number=number, why=reason)
            if not reason:
                words = tr("Table {number} : rendue au service", number=number)
            self._say(words, [BlockTable(table=table, reason=was)])

    # Saying it

    def _say(self, words: str, back: Sequence[Command] = ()) -> None:
        undo = partial(self._run_all, tuple(back)) if back else None
        self._desk.say(words, undo=undo)

    def _run_all(self, commands: Sequence[Command]) -> None:
        for command in commands:
            if not self._desk.run(command):
                return
