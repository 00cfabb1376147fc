"""A waiter with a headset in the demo house: says things, hears things, taps things."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gui_kit import FixedClock, demo_house

from app.bootstrap import Opened
from app.domain.orders.state import Line, Order
from app.headset.headsets import HouseHeadsets, Understanding
from app.services.house import Actor, Fact
from app.services.headsets import Asked, DraftLine, HeadsetState
from voice.meaning import Action, Understood


@dataclass
class Ear:
    """An engine that notes what it is told."""

    said: list[tuple[str, str]] = field(default_factory=list)
    menus: list[Any] = field(default_factory=list)
    contexts: dict[str, Any] = field(default_factory=dict)
    beeps: list[str] = field(default_factory=list)

    def teach(self, menu: Any) -> None:
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
    folder: Path, understanding: Understanding | None = None
) -> Iterator[Room]:
    """The demo house with its till open, and an engine that only notes."""
    clock, ear = FixedClock(), Ear()
    with demo_house(folder, clock) as opened:
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
