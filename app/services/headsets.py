"""What a window may know of headsets, and ask of them: their state, and a port.

A headset is worn by one person at a time and carries one dialogue. The field of a window in
which a sentence is typed is a headset as well, called `typed(window)`: it understands and
acts the same, only nobody hears it.

What waits to be sent is no fact. A Sotto that is killed has forgotten it, and whoever wears
the headset is asked to log in again, so nobody believes that something was sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from app.domain.vocabulary import Refusal

TYPED = "typed:"
WINDOW = "headset:"
"""Before the id of a headset: the window that its wearer is logged in at
(`staff.logged_in`)."""

Link = Literal["on", "lost", "none"]
"""A headset is there, was there, or is no device (a typed field)."""


def typed(window: str) -> str:
    """Id of the headset that a window's field is."""
    return f"{TYPED}{window}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """One line of what waits for "envoie", as a screen shows it.

    Attributes:
        id: names the line as long as it waits.
        table: number of its table, "" while it is not known.
        text: what it is ("Burger du Moulin", "Annuler 1 frites").
        detail: how ("saignant · sans oignon · sauce à part").
        quantity: pieces; 0 where there is nothing to count.
        words: what was said.
        guessed: what of it was not said in so many words.
        problem: why it cannot be sent as it is, "" when it can.
        warning: what of it a guest of the table cannot eat, "" for nothing known.
    """

    id: str
    table: str
    text: str
    detail: str = ""
    quantity: int = 0
    words: str = ""
    guessed: tuple[str, ...] = ()
    problem: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question: what names it, and what the button says."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What Sotto asks, one thing at a time.

    Attributes:
        slot: "table", "item", "meaning", "option", "confirm", "approval".
        text: the question.
        options: buttons, likeliest first; of a "confirm" yes and no. Empty where anything
            may be answered: a table is tapped on the plan.
        refusal: for an "approval", what a manager would allow.
    """

    slot: str
    text: str
    options: tuple[Option, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsetState:
    """One headset as it stands.

    Attributes:
        id: of the device, or `typed(window)`.
        person: who wears it, "" for nobody; person_name: in clear.
        link: and `since`, ISO 8601 with offset, "" when it is not known.
        battery: percent where the device tells, else None.
        talking: the button is held, or a voice is heard hands-free.
        level: of the microphone, 0 to 1.
        hearing: words as they are heard, "" once they are understood.
        words: what was said last, understood or not.
        understood: whether it was.
        draft: what waits for "envoie".
        ready: whether all of it can be sent.
        asked: the question that is open.
        said: what Sotto said last.
        trouble: why it does not listen or speak, in a sentence; "" when it does.
    """

    id: str
    name: str = ""
    person: str = ""
    person_name: str = ""
    link: Link = "none"
    since: str = ""
    battery: int | None = None
    muted: bool = False
    talking: bool = False
    level: float = 0.0
    hearing: str = ""
    words: str = ""
    understood: bool = True
    draft: tuple[DraftLine, ...] = ()
    ready: bool = False
    asked: Asked | None = None
    said: str = ""
    trouble: str = ""


class Headsets(Protocol):
    """Every headset of this terminal. Called in the thread that owns the house.

    A headset that is not known is made when it is worn or spoken to; asking for its state
    gives that of one that nobody wears.
    """

    def states(self) -> tuple[HeadsetState, ...]:
        """All of them, devices first."""
        ...

    def state(self, headset: str) -> HeadsetState:
        """One of them."""
        ...

    def follow(self, heard: Callable[[str], None]) -> Callable[[], None]:
        """Calls `heard` with the id of each headset whose state changed; the result stops
        it. The level of the microphone alone calls nobody: it is asked for."""
        ...

    def wear(self, headset: str, person: str) -> None:
        """A person whose code was right puts it on; whoever wore it has left it, and what
        they had not sent is gone."""
        ...

    def leave(self, headset: str) -> None:
        """Nobody wears it any more."""
        ...

    def press(self, headset: str) -> None:
        """The talk button goes down: it listens, and falls silent."""
        ...

    def release(self, headset: str) -> None:
        """The talk button is let go."""
        ...

    def mute(self, headset: str, *, muted: bool) -> None:
        """It hears and says nothing while it is muted."""
        ...

    def type(self, headset: str, text: str) -> None:
        """A sentence that is written instead of said."""
        ...

    def answer(self, headset: str, key: str) -> None:
        """A tap on an option of the question; for a table its number."""
        ...

    def approve(self, headset: str, manager: str) -> None:
        """A manager whose code was right allows what was refused."""
        ...

    def set_quantity(self, headset: str, line: str, quantity: int) -> None:
        """A finger corrects a line of the draft; 0 takes it off."""
        ...

    def replace(self, headset: str, line: str, article: str) -> None:
        """A finger says which article it was."""
        ...

    def send(self, headset: str) -> None:
        """The button *Envoyer*: what waits is acted on."""
        ...

    def drop(self, headset: str) -> None:
        """The button *Annuler*: what waits, and the question, are gone."""
        ...
