"""What was meant: actions with the words that made them, or one question.

An action is an intent and its slots, as JSON has them: `{"intent": "order.add", "table": 12,
"items": [{"item": "burger", "qty": 2, …}]}`. `docs/voice.md` lists the intents.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Slots = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What went before at this headset.

    Attributes:
        table: of the draft or of the last order; None when there is none.
        last_order: whether "la même chose" has something to repeat.
        pending: what Sotto has asked: `{"slot": "item", "choices": […]}`, `{"slot": "table"}`
            or `{"slot": "confirm"}`; empty when it asked nothing.
        draft: the actions that wait for "envoie"; a correction speaks of the last of them.
        bill: table whose bill was spoken of last: a tender by itself ("par carte") is for it.
    """

    table: int | None = None
    last_order: bool = False
    pending: Slots = field(default_factory=dict)
    draft: Sequence[Slots] = ()
    bill: int | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do.

    Attributes:
        slots: all of the action's keys but the intent.
        words: the part of the sentence that it was made of.
        guessed: what was not said in so many words, each in a few of them
            ("table du dernier ordre", "« des cas » pour déca").
    """

    intent: str
    slots: Slots
    words: str = ""
    guessed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The action as a line of the utterance files has it."""
        return {"intent": self.intent, **self.slots}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: what is shown and said, and the actions if it is chosen."""

    label: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """The one thing to ask back.

    Attributes:
        slot: what is missing or doubtful: "item", "table", "meaning", "confirm".
        choices: two or three, likeliest first; empty where anything may be answered (a table).
    """

    slot: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """The meaning of one utterance.

    Attributes:
        verdict: "accept": do it (or add it to the draft); "ask": `question` says what;
            "reject": it was not for Sotto, or nothing was understood.
        text: the reading that was taken.
        actions: in the order in which they were said; with a question, as far as understood.
        probability: 0 to 1, of this meaning among all readings.
    """

    verdict: Literal["accept", "ask", "reject"]
    text: str
    actions: tuple[Action, ...] = ()
    question: Question | None = None
    probability: float = 1.0
