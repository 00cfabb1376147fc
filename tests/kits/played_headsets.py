"""Headsets that are played: a test says how they are, and reads what was asked of them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.services.headset_care import CareState, HeadsetCare
from app.services.headsets import DraftLine, HeadsetState


class PlayedHeadsets:
    """Headsets without a microphone or a dialogue.

    Attributes:
        asked: what was asked, "send h1".
    """

    def __init__(self) -> None:
        self._states: dict[str, HeadsetState] = {}
        self._heard: list[Callable[[str], None]] = []
        self.asked: list[str] = []

    def play(self, state: HeadsetState) -> None:
        """A headset is now so."""
        self._states[state.id] = state
        for heard in tuple(self._heard):
            heard(state.id)

    def states(self) -> tuple[HeadsetState, ...]:
        return tuple(self._states.values())

    def state(self, headset: str) -> HeadsetState:
        return self._states.get(headset, HeadsetState(id=headset))

    def follow(self, heard: Callable[[str], None]) -> Callable[[], None]:
        self._heard.append(heard)
        return lambda: self._heard.remove(heard)

    def wear(self, headset: str, person: str) -> None:
        self._note("wear", headset, person)
        self.play(HeadsetState(id=headset, person=person))

    def leave(self, headset: str) -> None:
        self._note("leave", headset)

    def press(self, headset: str) -> None:
        self._note("press", headset)

    def release(self, headset: str) -> None:
        self._note("release", headset)

    def mute(self, headset: str, *, muted: bool) -> None:
        self._note("mute" if muted else "unmute", headset)

    def type(self, headset: str, text: str) -> None:
        self._note("type", headset, text)

    def answer(self, headset: str, key: str) -> None:
        self._note("answer", headset, key)

    def approve(self, headset: str, manager: str) -> None:
        self._note("approve", headset, manager)

    def set_quantity(self, headset: str, line: str, quantity: int) -> None:
        self._note("quantity", headset, line, str(quantity))

    def replace(self, headset: str, line: str, article: str) -> None:
        self._note("replace", headset, line, article)

    def send(self, headset: str) -> None:
        self._note("send", headset)

    def drop(self, headset: str) -> None:
        self._note("drop", headset)

    def _note(self, *words: str) -> None:
        self.asked.append(" ".join(words))


def worn(person: str = "lea", headset: str = "h1", **state: object) -> HeadsetState:
    """A headset that somebody wears."""
    return HeadsetState(
        id=headset,
        person=person,
        person_name=person.title(),
        link="on",
        **state,  # type: ignore[arg-type]
    )


BURGERS = DraftLine(
    id="1",
    table="12",
    text="Burger du Moulin",
    detail="saignant · sans oignon",
    quantity=2,
    words="deux burgers sans oignons saignants",
)
DECAF = DraftLine(
    id="2",
    table="12",
    text="Déca",
    quantity=1,
    words="un des cas",
    guessed=("« des cas » pour déca",),
)


class PlayedCare(HeadsetCare):
    """What keeps headsets able to hear, played.

    Attributes:
        asked: what was asked of it, "download vosk-fr".
    """

    def __init__(self) -> None:
        self._state = CareState()
        self._heard: list[Callable[[], None]] = []
        self.asked: list[str] = []

    def play(self, **changes: object) -> None:
        """It is now so."""
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        for heard in tuple(self._heard):
            heard()

    def state(self) -> CareState:
        return self._state

    def follow(self, heard: Callable[[], None]) -> Callable[[], None]:
        self._heard.append(heard)
        return lambda: None

    def download(self, model: str) -> None:
        self.asked.append(f"download {model}")

    def bring(self, file: Path, language: str) -> None:
        self.asked.append(f"bring {file.name} {language}")

    def use(self, model: str) -> None:
        self.asked.append(f"use {model}")

    def listen(self, headset: str, about: str) -> None:
        self.asked.append(f"listen {headset} {about}")

    def listened(self, headset: str) -> None:
        self.asked.append(f"listened {headset}")

    def usable(self, article: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._state.sayings.get(article, ())))

    def forget_sayings(self, about: str) -> None:
        kept = {k: v for k, v in self._state.sayings.items() if k != about}
        self.play(sayings=kept)
