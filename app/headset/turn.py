"""What one headset remembers from sentence to sentence, and what it asks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from app.domain.vocabulary import Refusal
from app.headset.plan import Deed, Plan, Slots
from app.headset.wish import Missing, Wish
from app.services.headsets import Option
from voice.meaning import Action, Context

Acted = tuple[str, Slots]
"""An intent and its slots."""
YES, NO = "yes", "no"
"""Keys of the buttons of a yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The question that is open.

    Attributes:
        slot: as `Asked`: "table", "item", "meaning", "option", "confirm", "approval".
        text: what is said and shown.
        options: answers that are named; of "item" and "option" the keys are ids.
        actions: acted on once the answer is in them, or was yes.
        words: that they were made of.
        readings: of a "meaning", the actions of each option.
        wish, missing: of an "option", the line and what is to be chosen at it.
        plans: of a "confirm", what was read.
        job: of an "approval", what waits for a manager; `refusal`: why.
    """

    slot: str
    text: str
    options: tuple[Option, ...] = ()
    actions: tuple[Acted, ...] = ()
    words: str = ""
    readings: tuple[tuple[Action, ...], ...] = ()
    wish: str = ""
    missing: Missing | None = None
    plans: tuple[Plan, ...] = ()
    job: "Job | None" = None
    refusal: Refusal | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it may be done, where a yes alone is not enough."""
        return next((plan.reasons for plan in self.plans if plan.reasons), ())

    def takes(self, key: str) -> bool:
        """Whether it is an answer. A bare yes is one where reasons are asked for: it is
        asked again why."""
        if self.slot == "table":
            return key.isdigit()
        known = {option.key for option in self.options}
        return key in known or (self.slot == "confirm" and key == YES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Deeds that belong together, what is said after them, and what follows them: lines
    for the draft, and further actions."""

    deeds: tuple[Deed, ...]
    done: str = ""
    wishes: tuple[Wish, ...] = ()
    then: tuple[Acted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One headset's side of the dialogue. No fact: it is gone with the program.

    Attributes:
        person: who wears it.
        table: id of the table of the last order.
        bill: id of the table whose bill was spoken of last.
        waiting: lines for "envoie". last: those that were sent last.
        said: what Sotto said last; read: the last of it that was an answer.
        words: what was heard last; understood: whether it meant something.
        sends_at: when drinks that were read back are sent unasked, None for never.
        reminds_at: when it is said that something waits; once.
    """

    person: str = ""
    table: str = ""
    bill: str = ""
    waiting: tuple[Wish, ...] = ()
    last: tuple[Wish, ...] = ()
    asked: Ask | None = None
    said: str = ""
    read: str = ""
    words: str = ""
    understood: bool = True
    sends_at: datetime | None = None
    reminds_at: datetime | None = None

    def context(self, numbers: Mapping[str, int]) -> Context:
        """What went before, as the understanding wants it. The line that is asked about
        comes last: what is said of none by name is said of that one.

        Args:
            numbers: table -> number as it is spoken.
        """
        about = self.asked.wish if self.asked is not None else ""
        lines = sorted(self.waiting, key=lambda wish: wish.id == about)
        return Context(
            table=numbers.get(self.table),
            last_order=bool(self.waiting or self.last),
            pending=self._pending(),
            bill=numbers.get(self.bill),
            draft=tuple(
                {"intent": "order.add", **slots} for slots in spoken(lines, numbers)
            ),
        )

    def _pending(self) -> dict[str, Any]:
        match self.asked:
            case Ask(slot="item", options=options):
                return {"slot": "item", "choices": [option.key for option in options]}
            case Ask(slot="table"):
                return {"slot": "table"}
            case Ask(slot="confirm" | "approval" | "meaning"):
                return {"slot": "confirm"}
            case None if self.waiting:  # it was read back: "non" is an answer
                return {"slot": "confirm"}
            case _:
                return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a sentence or a tap comes to.

    Attributes:
        say: in the order in which it is said; a question that is new comes after it.
        asks: the question is said although it was open before.
        jobs: what is to be done, one after the other.
        certain: what was understood is neither doubtful nor costly.
    """

    turn: Turn
    say: tuple[str, ...] = ()
    jobs: tuple[Job, ...] = ()
    asks: bool = False
    certain: bool = False


def spoken(wishes: Iterable[Wish], numbers: Mapping[str, int]) -> Iterator[Slots]:
    """Wishes as slots of orders: those of one sentence and table together."""
    for (table, _), group in groupby(wishes, key=lambda wish: (wish.table, wish.words)):
        yield {"table": numbers.get(table), "items": [wish.said for wish in group]}
