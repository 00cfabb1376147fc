"""One headset as this terminal knows it, and what hears and speaks for all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from app.headset.draft import draft_lines, problems
from app.headset.plan import Room
from app.headset.turn import Ask, Turn
from app.headset.wish import missing
from app.services.headsets import Asked, HeadsetState, Link
from resources.texts import tr
from voice.engine.messages import (
    Event,
    Failed,
    HeardAt,
    Hearing,
    Learned,
    Level,
    Linked,
    Unheard,
)
from voice.heard import Heard
from voice.meaning import Context, Understood
from voice.understanding.speakable import Speakable

Understanding = Callable[[Heard, Speakable, Context], Understood]
"""What a sentence means; `voice.understanding`."""


class Engine(Protocol):
    """What hears and speaks: `voice.bank.HeadsetBank`."""

    def teach(self, menu: Mapping[str, Any], language: str = "") -> None:
        """Today's menu, as it is spoken of in a language; "" for all."""
        ...

    def situation(self, headset: str, context: Context) -> None:
        """What went before, for the next utterance."""
        ...

    def press(self, headset: str) -> None:
        """It listens."""
        ...

    def release(self, headset: str) -> None:
        """It has heard."""
        ...

    def say(
        self,
        headset: str,
        text: str,
        *,
        urgency: int = 0,
        key: str = "",
        beep: bool = False,
    ) -> None:
        """Says something."""
        ...


@dataclass(slots=True)
class Headset:
    """One headset: its dialogue, and how its sound is."""

    id: str
    turn: Turn = field(default_factory=Turn)
    link: Link = "none"
    since: str = ""
    battery: int | None = None
    muted: bool = False
    talking: bool = False
    level: float = 0.0
    hearing: str = ""
    trouble: str = ""


def note(known: Headset, event: Event, now: datetime) -> bool:
    """Notes what the engine tells of a headset's sound; whether there is something to show
    (a level is asked for)."""
    match event:
        case HeardAt() | Unheard() | Learned():
            known.talking, known.hearing = False, ""
        case Hearing(text=text):
            known.talking, known.hearing = True, text
        case Level(level=level, talking=talking):
            known.level, before = level, known.talking
            known.talking = talking
            return talking != before
        case Linked(link=link, why=why):
            _linked(known, link, why, now)
        case Failed(text=text):
            known.trouble = text
        case _:
            return False
    return True


def _linked(known: Headset, how: str, why: str, now: datetime) -> None:
    link: Link = "on" if how == "on" else "lost"
    if link != known.link:
        known.since = now.isoformat(timespec="seconds")
    known.link, known.trouble = link, ""
    if how == "taken":
        known.trouble = tr("Un autre programme écoute ce micro.")
    elif why == "model":
        known.trouble = tr("Aucun modèle de voix dans cette langue.")
    elif how in ("lost", "missing"):
        known.trouble = tr("Ce casque n'est pas là : rien n'y est entendu.")


def state_of(known: Headset, room: Room, name: str, wearer: str) -> HeadsetState:
    """A headset as a window shows it.

    Args:
        name: of the device. wearer: name of the person.
    """
    turn, catalogue = known.turn, room.world.catalogue
    whole = not any(missing(room.house, catalogue, wish) for wish in turn.waiting)
    return HeadsetState(
        id=known.id,
        name=name,
        person=turn.person,
        person_name=wearer,
        link=known.link,
        since=known.since,
        battery=known.battery,
        muted=known.muted,
        talking=known.talking,
        level=known.level,
        hearing=known.hearing,
        words=turn.words,
        understood=turn.understood,
        draft=draft_lines(room, turn.waiting),
        ready=bool(turn.waiting) and whole and not problems(room, turn.waiting),
        asked=_shown(turn.asked),
        said=turn.said,
        trouble=known.trouble,
    )


def _shown(asked: Ask | None) -> Asked | None:
    if asked is None:
        return None
    return Asked(
        slot=asked.slot,
        text=asked.text,
        options=asked.options,
        refusal=asked.refusal,
    )
