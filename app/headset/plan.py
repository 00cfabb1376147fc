"""What an action of a waiter comes to: words to say, and deeds that wait for a yes or not.

A plan is made against the world as it is and changes nothing. What is done is what was
read: before a deed that waited for a yes, the plan is made once more, and asked again when
it says something else now.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from app.domain.orders.state import Order
from app.domain.reservations.commands import CreateReservation
from app.domain.reservations.events import Reservation
from app.domain.rules import Command
from app.domain.world import World
from app.headset.menu_of_house import HouseMenu
from app.headset.wish import Wish
from app.services.guests import Guest
from resources.texts import tr
from voice.meaning import Action
from voice.menu import Menu
from voice.speech.languages import language
from voice.speech.phrasing import phrase, summary, whisper
from voice.speech.spoken import Spoken, listed

Slots = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a plan may look at, and nothing else.

    Attributes:
        person: who speaks.
        waiting: their wishes that are not sent.
        last: their wishes that were sent last.
        words: the part of the sentence that is planned for.
        guest_of: who made a reservation.
        unseal: (order, what was said of its guests, sealed) -> in clear.
        new_id: makes a fresh id.
        hinders: why the house would refuse, whoever asked or allowed it; "" when it would not.
    """

    world: World
    house: HouseMenu
    now: datetime
    person: str
    guest_of: Callable[[Reservation], Guest]
    unseal: Callable[[str, str], str]
    new_id: Callable[[], str]
    waiting: tuple[Wish, ...] = ()
    last: tuple[Wish, ...] = ()
    words: str = ""
    hinders: Callable[["Deed"], str] = lambda _: ""

    @property
    def menu(self) -> Menu:
        """What can be spoken of."""
        return self.house.menu

    def either(self, answers: Sequence[str]) -> str:
        """Answers as a question: "Tarte Tatin ou tarte au citron ?"."""
        words = language(self.menu.language).words
        return listed(answers, words["or"]) + str(words["asked"])

    def asking(self, text: str) -> str:
        """A text as a question."""
        return text + str(language(self.menu.language).words["asked"])

    def of(self, table: str, text: str) -> str:
        """Something about a table that people call so: "12 : plats"."""
        return str(language(self.menu.language).words["place"]).format(table) + text

    def table(self, number: object) -> str:
        """Id of the table that is called so, "" for none."""
        return self.house.tables.get(number, "") if isinstance(number, int) else ""

    def label(self, table: str) -> str:
        """What people call a table by its id."""
        return self.world.floor.number(table)

    def order(self, table: str) -> Order | None:
        """The open order on a table."""
        return self.world.order_on(table) if table else None

    def say(self, *actions: tuple[str, Slots]) -> str:
        """Actions in few words; tables are called as people call them."""
        made = [Action(intent, self._called(slots)) for intent, slots in actions]
        return summary(made, self.menu)

    def phrase(self, intent: str, slots: Slots) -> str:
        """One action in few words."""
        return phrase(Action(intent, self._called(slots)), self.menu)

    def dish(self, item: Slots) -> str:
        """A line without its table: "une entrecôte, saignante"."""
        return self.phrase("order.add", {"items": [item]})

    def whisper(self, kind: str, **slots: object) -> str:
        """A word of the house."""
        return whisper(kind, self._called(slots), self.menu)

    def amount(self, cents: int) -> str:
        """A sum as it is spoken."""
        spoken = Spoken({"amount": cents}, self.menu, language(self.menu.language))
        return spoken["amount"]

    def _called(self, slots: Slots) -> Slots:
        called = dict(slots)
        for name in ("table", "from", "to"):
            if isinstance(table := called.get(name), int):
                called[name] = self.label(self.table(table)) or table
        if "tables" in called:
            called["tables"] = [
                self.label(self.table(t)) or t for t in called["tables"]
            ]
        return called


@dataclass(frozen=True, slots=True)
class Allergy:
    """Note what nobody at a table can eat; its order is opened where there is none."""

    table: str
    text: str


@dataclass(frozen=True, slots=True)
class Reserve:
    """Take a reservation."""

    command: CreateReservation
    guest: Guest


@dataclass(frozen=True, slots=True)
class Send:
    """Take wishes of one table down and send them, and nothing else of its order."""

    table: str
    wishes: tuple[Wish, ...]


Deed = Command | Allergy | Reserve | Send
"""What is done, one after the other."""

How = Literal["say", "now", "ask"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What comes of an action.

    Attributes:
        how: "say": only words; "now": done at once, it can be taken back by the next
            sentence; "ask": done after a yes.
        text: what is said, for "ask" without its question mark.
        deeds: what is done.
        done: what is said once it is.
        reasons: why it may be done, French source texts; one of them is the yes.
        wishes: lines that join the draft.
        then: (intent, slots) of actions that follow once it is done.
    """

    how: How
    text: str
    deeds: tuple[Deed, ...] = ()
    done: str = ""
    reasons: tuple[str, ...] = ()
    wishes: tuple[Wish, ...] = ()
    then: tuple[tuple[str, Slots], ...] = ()

    def because(self, reason: str) -> "Plan":
        """With the reason in its deeds."""
        deeds = tuple(
            replace(deed, reason=reason) if hasattr(deed, "reason") else deed  # type: ignore[arg-type]
            for deed in self.deeds
        )
        return replace(self, deeds=deeds, reasons=())


def hindrance(plan: Plan, room: Room) -> str:
    """Why what is to be asked could not be done after a yes, "" when it could. Looked at is
    the first deed: the others may come to be possible by it."""
    return room.hinders(plan.because(next(iter(plan.reasons), "")).deeds[0])


def answer(text: str) -> Plan:
    """Words alone."""
    return Plan(how="say", text=text)


def not_open(room: Room, table: str) -> Plan:
    """There is no order there."""
    return answer(tr("La {table} n'est pas ouverte.", table=room.label(table)))
