"""Guests at tables: each party is a story told in visits of its waiter.

A story yields how long it waits before its next visit. Whatever must be answered at a
window is answered there; a story reads the restaurant only as a waiter sees it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from app.demo.guests import Guests, Wish
from app.domain.catalogue.state import DIRECT
from app.domain.orders.sending import next_held
from app.domain.orders.state import Line, Order
from app.shift.hands.pay import PayHand
from app.shift.hands.team import Team
from app.shift.paying import settle
from app.shift.room import Room

Story = Iterator[timedelta]
"""What happens; yields how long it waits before it goes on."""


@dataclass(frozen=True, slots=True)
class Party:
    """People who come together.

    Attributes:
        ways: what is particular about them: "seat_plan", "allergy", "note", "round",
            "change", "more", "void", "comp", "discount", "addition", "move", "merge",
            "join" (a second table is pushed to theirs), "sweets", "carry" (a starter
            comes with the mains), "rush" (they are in a hurry); or how they split:
            "shares", "seats", "items".
        tender: how they pay, as `paying` knows it.
        turn: waiters serve in turn.
    """

    covers: int
    turn: int
    ways: frozenset[str] = frozenset()
    tender: str = "cash"


class TableStory:
    """One party from the door to the door."""

    def __init__(
        self, team: Team, room: Room, guests: Guests, party: Party, random: Random
    ) -> None:
        self._team, self._guests, self._party = team, guests, party
        self._room, self._random = room, random
        self._stage = team.stage
        window = "floor" if "seat_plan" in party.ways else "pos"
        waiters = team.waiters[window]
        self._first_waiter = waiters[party.turn % len(waiters)]
        self._courses = team.courses[window]
        self._pos, self._floor = team.pos[window], team.floor[window]
        self._pay: PayHand = team.pay[window]
        self._table = ""
        self.order_id = ""

    @property
    def _order(self) -> Order:
        return self._stage.order(self.order_id)

    @property
    def _waiter(self) -> str:
        """Who serves them: whoever has their note, once there is one."""
        order = self._stage.world.book.orders.get(self.order_id)
        return order.waiter if order else self._first_waiter

    @property
    def _number(self) -> str:
        return self._stage.world.floor.number(self._table)

    def _is(self, way: str) -> bool:
        return way in self._party.ways

    def tell(self) -> Story:
        """The whole evening of the party."""
        while not (table := self._room.take(self._party.covers)):
            yield timedelta(minutes=5)  # they wait at the bar
        self._table = table
        self._sit_down()
        self._first_order()
        yield self._minutes(1, 2)
        beside = self._join() if self._is("join") else ""
        if self._is("carry"):
            self._carry()
        if self._is("rush"):
            self._rush()
        yield self._minutes(5, 8)
        if self._is("round"):
            self._come()
            self._pos.repeat_round()
            self._pos.send()
            yield self._minutes(3, 6)
        if self._is("void"):
            self._void()
        if self._is("merge"):
            self._merge()
        yield from self._eat()
        if self._is("move"):
            self._move()
        if self._is("sweets"):
            self._come()
            wishes = self._guests.sweets(self._party.covers)
            if wishes:
                for wish in wishes:
                    self._pos.take(wish)
                self._pos.send()
                yield self._minutes(4, 6)
                yield from self._eat()
        yield self._minutes(5, 12)
        self._come()
        self._gestures()
        if self._is("addition"):
            self._pos.addition()
            yield self._minutes(2, 5)
            self._come()
        self._pos.pay()
        settle(self._team, self._pay, self.order_id, self._party, self._random)
        yield self._minutes(2, 5)
        self._floor.come(self._waiter)
        if beside:
            self._floor.part(self._table)
            self._room.give_back(beside)
        self._floor.clear(self._table)
        self._room.give_back(self._table)

    # Visits

    def _sit_down(self) -> None:
        party = self._party
        if self._is("seat_plan"):
            self._floor.come(self._waiter)
            self.order_id = self._floor.seat(self._table, party.covers)
        else:
            self._pos.come(self._waiter)
            self.order_id = self._pos.open_table(self._number, party.covers)

    def _come(self) -> None:
        """The waiter has the order of the table in front of them."""
        if self._is("seat_plan"):
            self._floor.come(self._waiter)
            self._floor.open(self._table)
        else:
            self._pos.come(self._waiter)
            self._pos.open_table(self._number)

    def _first_order(self) -> None:
        if self._is("allergy"):
            self._pos.allergy(1, "Fruits à coque")
        taken = [self._pos.take(wish) for wish in self._guests.meal(self._party.covers)]
        if self._is("more"):
            line = self._fresh_line(taken)
            if line:
                self._pos.more(line, 1)
        if self._is("change"):
            line = self._fresh_line(taken[:1])
            if line:
                self._pos.remove(line)
                self._pos.take(Wish("eau_gazeuse"))
        if self._is("note"):
            self._pos.note(0, "Fête")
        self._pos.send()

    def _fresh_line(self, lines: list[str]) -> str:
        """A plain line of these that can still be changed."""
        book = self._stage.world.book
        plain = [
            line
            for line in dict.fromkeys(lines)
            if book.lines[line].live and not book.lines[line].formule
        ]
        return plain[-1] if plain else ""

    def _void(self) -> None:
        """A dish that the kitchen already makes is not wanted after all."""
        line = next((each for each in self._lines() if _voidable(each)), None)
        if line is not None:
            self._come()
            self._pos.void(line.id, "Le client a changé d'avis")

    def _carry(self) -> None:
        """Somebody has their starter with the mains: its line is carried there."""
        held = next_held(self._stage.world, self._order)
        starter = self._being_made()
        if held and starter is not None:
            self._come()
            self._courses.carry(starter.id, held)

    def _rush(self) -> None:
        """They have a train to catch: what is being made goes before the others."""
        dish = self._being_made()
        if dish is not None:
            self._come()
            self._courses.rush(dish.dishes[0].course)

    def _being_made(self) -> Line | None:
        """A dish that the kitchen makes, no drink."""
        made = (each for each in self._lines() if _voidable(each))
        return next((each for each in made if each.dishes[0].course != DIRECT), None)

    def _eat(self) -> Story:
        """Waits for what is being made, and calls what is held, course by course."""
        for _ in range(60):
            dishes = [d for line in self._lines() for d in line.dishes]
            waiting = [d for d in dishes if d.fired and not d.served]
            held = next_held(self._stage.world, self._order)
            if not waiting and not held:
                return
            if not waiting:
                self._fire(held)
            yield self._minutes(2, 4)

    def _fire(self, course: str) -> None:
        if self._is("seat_plan"):
            self._floor.come(self._waiter)
            if self._floor.fire(self.order_id):
                return
        self._come()
        self._courses.fire(course)

    def _move(self) -> None:
        """To a table they like better, by carrying it or through the menu."""
        target = self._room.take(self._party.covers, beside=self._table)
        if not target:
            return
        if self._is("seat_plan"):
            self._floor.come(self._waiter)
            self._floor.drag(self._table, target)
        else:
            self._come()
            self._pos.move(target)
        self._room.give_back(self._table)
        self._table = target

    def _join(self) -> str:
        """They spread out: a free table of the room is pushed to theirs; which, "" for
        none."""
        other = self._room.take(1, beside=self._table)
        if other:
            self._floor.come(self._waiter)
            self._floor.join(self._table, other)
        return other

    def _merge(self) -> None:
        """Friends came to the next table; both notes become one on ours."""
        other = self._room.take(1, beside=self._table)
        if not other:
            return
        number = self._stage.world.floor.number(other)
        self._pos.come(self._waiter)
        self._pos.open_table(number, 1)
        self._pos.take(Wish("cafe"))
        self._pos.send()
        self._floor.come(self._waiter)
        self._floor.drag(other, self._table)
        self._room.give_back(other)

    def _gestures(self) -> None:
        """What the house gives away."""
        lines = [each for each in self._lines() if each.net > 0]
        if self._is("comp") and lines:
            self._pos.comp(min(lines, key=lambda e: e.net).id, "Geste commercial")
        if self._is("discount"):
            self._pos.discount(1, "Fidélité")

    def _lines(self) -> list[Line]:
        return self._stage.world.book.lines_of(self._order)

    def _minutes(self, least: int, most: int) -> timedelta:
        return timedelta(minutes=self._random.randint(least, most))


def _voidable(line: Line) -> bool:
    dish = line.dishes[0]
    return bool(line.sent and dish.fired and not dish.ready and not line.formule)
