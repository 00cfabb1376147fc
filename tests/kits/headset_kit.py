"""A waiter with a headset in the demo house: says things, hears things, taps things."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain_kit import Till
from gui_kit import FixedClock, demo_house

from app.bootstrap import Opened
from app.domain.orders.commands import AddLines, PlaceOrder, SendOrder
from app.domain.orders.state import Line, Order
from app.domain.vocabulary import Refusal
from app.headset import dialogue
from app.headset.headset import Understanding
from app.headset.headsets import HouseHeadsets
from app.headset.menu_of_house import menu_of_house
from app.headset.plan import Allergy, Reserve, Send
from app.headset.plan import Room as PlanRoom
from app.headset.turn import Step, Turn
from app.headset.wish import Wish
from app.services.demo import demo_facts
from app.services.guests import Guest
from app.services.headsets import Asked, DraftLine, HeadsetState
from app.services.house import Actor, Fact
from voice.meaning import Action, Understood


@dataclass
class Ear:
    """An engine that notes what it is told."""

    said: list[tuple[str, str]] = field(default_factory=list)
    menus: list[Any] = field(default_factory=list)
    contexts: dict[str, Any] = field(default_factory=dict)
    beeps: list[str] = field(default_factory=list)

    def teach(self, menu: Any, language: str = "") -> None:
        self.menus.append(menu)

    def situation(self, headset: str, context: Any) -> None:
        self.contexts[headset] = context

    def press(self, headset: str) -> None:
        """Nobody listens."""

    def release(self, headset: str) -> None:
        """Nobody listened."""

    def say(
        self,
        headset: str,
        text: str,
        *,
        urgency: int = 0,
        key: str = "",
        beep: bool = False,
    ) -> None:
        self.said.append((headset, text))
        if beep:
            self.beeps.append(headset)


@dataclass
class Room:
    """The house, its headsets, and what came of what was said."""

    opened: Opened
    clock: FixedClock
    headsets: HouseHeadsets
    ear: Ear
    facts: list[Fact] = field(default_factory=list)

    def do(self, command: Any, person: str = "marc") -> tuple[Fact, ...]:
        """Somebody does something at a window."""
        done = self.opened.house.run(command, Actor(person))
        assert isinstance(done, tuple), done
        return done

    def waiter(self, person: str = "lea") -> "Waiter":
        """Puts a headset on."""
        headset = f"casque_{person}"
        self.headsets.wear(headset, person)
        return Waiter(self, headset)

    def order(self, table: str) -> Order:
        found = self.opened.house.world.order_on(f"t{table}")
        assert found is not None, f"nobody sits at {table}"
        return found

    def lines(self, table: str) -> list[Line]:
        return self.opened.house.world.book.lines_of(self.order(table))

    def kinds(self) -> list[str]:
        """What was written since the last question."""
        found = [type(fact.event).__name__ for fact in self.facts]
        self.facts.clear()
        return found


@dataclass
class Waiter:
    """One headset and who wears it."""

    room: Room
    headset: str

    @property
    def state(self) -> HeadsetState:
        return self.room.headsets.state(self.headset)

    @property
    def asked(self) -> Asked:
        asked = self.state.asked
        assert asked is not None, self.state
        return asked

    @property
    def draft(self) -> tuple[DraftLine, ...]:
        return self.state.draft

    def means(self, *actions: tuple[str, dict[str, Any]], text: str = "…") -> str:
        """Something was understood; what Sotto answers."""
        made = tuple(Action(intent, slots, words=text) for intent, slots in actions)
        understood = Understood("accept", text, made)
        self.room.headsets.understood(self.headset, understood)
        return self.state.said

    def says(self, text: str) -> str:
        """A sentence, understood as it is written; what Sotto answers."""
        self.room.headsets.type(self.headset, text)
        return self.state.said

    def taps(self, key: str) -> str:
        """A button of the question."""
        self.room.headsets.answer(self.headset, key)
        return self.state.said

    def orders(self, table: int, *items: dict[str, Any]) -> str:
        return self.means(("order.add", {"table": table, "items": list(items)}))

    def sends(self) -> str:
        return self.means(("dialog.commit", {}))


@contextmanager
def headset_room(
    folder: Path, understanding: Understanding | None = None, *, open_till: bool = True
) -> Iterator[Room]:
    """The demo house, its till open, and an engine that only notes."""
    clock, ear = FixedClock(), Ear()
    with demo_house(folder, clock, open_till=open_till) as opened:
        known = understanding or _nothing
        headsets = HouseHeadsets(opened.house, known, ear)
        room = Room(opened, clock, headsets, ear)
        stop = opened.house.follow(room.facts.extend)
        try:
            yield room
        finally:
            stop()
            headsets.close()


def _nothing(*_: object) -> Understood:
    return Understood("reject", "")


class Table:
    """The dialogue without a house around it: a till in memory carries out what it says.

    Attributes:
        turn: the dialogue of Léa's headset.
        said: what was said to her since the beginning, step by step.
    """

    def __init__(self, person: str = "lea") -> None:
        self.till = Till(seeds=tuple(demo_facts()))
        self.till.open()
        self.menu = menu_of_house(self.till.world, self._name_of)
        self.turn = Turn(person=person)
        self.said: list[str] = []
        self.sent: list[str] = []
        self.done: list[Any] = []

    def _name_of(self, person: str) -> str:
        return self.till.world.staff.people[person].name

    @property
    def room(self) -> PlanRoom:
        return PlanRoom(
            world=self.till.world,
            house=self.menu,
            now=self.till.now,
            person=self.turn.person,
            guest_of=lambda reservation: Guest(name=reservation.name),
            unseal=lambda _, text: text,
            new_id=self.till.new_id,
            waiting=self.turn.waiting,
            last=self.turn.last,
        )

    def hears(self, *actions: tuple[str, dict[str, Any]], text: str = "…") -> Step:
        made = tuple(Action(intent, slots, words=text) for intent, slots in actions)
        return self.takes(
            dialogue.hear(self.turn, Understood("accept", text, made), self.room)
        )

    def takes(self, step: Step) -> Step:
        """Carries a step out: what is refused is left."""
        self.turn = step.turn
        self.said = list(step.say)
        jobs = list(step.jobs)
        while jobs:
            job = jobs.pop(0)
            if all(self._does(deed) for deed in job.deeds):
                self.said.append(job.done)
                follows = dialogue.after(self.turn, job, self.room)
                self.turn = follows.turn
                jobs += follows.jobs
        return step

    def _does(self, deed: Any) -> bool:
        self.done.append(deed)
        match deed:
            case Send(table, wishes):
                return self._sends(table, wishes)
            case Allergy() | Reserve():
                return True
            case _:
                return not isinstance(self.till.run(deed, "marc"), Refusal)

    def _sends(self, table: str, wishes: tuple[Wish, ...]) -> bool:
        order = self.till.world.order_on(table)
        lines = tuple(wish.line(order.id if order else "") for wish in wishes)
        taking: Any = PlaceOrder(lines=lines, table=table)
        if order is not None:
            taking = AddLines(order=order.id, lines=lines)
        if isinstance(self.till.run(taking, "marc"), Refusal):
            return False
        order = self.till.world.order_on(table)
        assert order is not None
        ids = tuple(line.line for line in lines)
        self.till.do(SendOrder(order=order.id, lines=ids), "marc")
        self.sent += ids
        return True
