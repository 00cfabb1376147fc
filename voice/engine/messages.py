"""What a till and its engine tell each other: a line of JSON each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import lru_cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import orjson

from voice.heard import Heard
from voice.meaning import Context, Understood

Link = Literal["opening", "on", "lost", "missing", "taken"]
"""Its sound has yet to begin; it hears; it was there and is gone; it was never there; another
process has it."""


@dataclass(frozen=True, slots=True)
class HeadsetSetup:
    """One headset as it is wanted.

    Attributes:
        microphone, speaker: addresses (`voice/capture/sources.py`); no speaker, no voice.
        mode: see `voice.recognition.channel.Mode`.
        volume: 0 to 2 times.
        keep: folder in which what is said is kept, for people who agreed; "" for none.
    """

    id: str
    microphone: str
    speaker: str = ""
    language: str = "fr"
    mode: Literal["hold", "tap", "open"] = "hold"
    muted: bool = False
    volume: float = 1.0
    pace: float = 1.0
    keep: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """All headsets; those that are not named any more are let go."""

    headsets: tuple[HeadsetSetup, ...]


@dataclass(frozen=True, slots=True)
class Teach:
    """Today's menu, in the shape of `tests/data/voice/menu.json`.

    Attributes:
        language: of those who speak of it so; "" for all.
    """

    menu: Mapping[str, Any]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What went before at a headset."""

    headset: str
    context: Context


@dataclass(frozen=True, slots=True)
class Press:
    """The talk button goes down."""

    headset: str


@dataclass(frozen=True, slots=True)
class Release:
    """The talk button is let go."""

    headset: str


@dataclass(frozen=True, slots=True)
class GiveUp:
    """What is being said is not meant."""

    headset: str


@dataclass(frozen=True, slots=True)
class Say:
    """Something to say to a headset; see `voice.speech.turns.Saying`."""

    headset: str
    text: str
    urgency: int = 0
    key: str = ""
    beep: bool = False


@dataclass(frozen=True, slots=True)
class Prepare:
    """Texts to be spoken soon: their sound is made in idle time."""

    texts: tuple[str, ...]
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Learn:
    """The next utterance at that headset is the name of an article, nothing else."""

    headset: str
    item: str


@dataclass(frozen=True, slots=True)
class Play:
    """A simulated microphone hears a WAV."""

    headset: str
    file: str


@dataclass(frozen=True, slots=True)
class Look:
    """Which microphones are there? Answered by `Seen`."""


Command = (
    Setup
    | Teach
    | Situation
    | Press
    | Release
    | GiveUp
    | Say
    | Prepare
    | Learn
    | Play
    | Look
)


@dataclass(frozen=True, slots=True)
class Ready:
    """A model is loaded."""

    language: str
    model: str
    took_ms: float


@dataclass(frozen=True, slots=True)
class Failed:
    """Something does not work; the rest goes on.

    Attributes:
        what: "model", "grammar", "speech", "play", "keep", "engine".
        headset: the one concerned, "" for all.
        text: a sentence for people.
    """

    what: str
    text: str
    headset: str = ""


@dataclass(frozen=True, slots=True)
class Unsayable:
    """An article whose words the model does not know.

    Attributes:
        words: those that it does not know.
        substitute: known words of nearly the same sound that stand for it; "" when there are
            none and the name has to be learned by ear (`Learn`).
    """

    item: str
    name: str
    words: tuple[str, ...]
    substitute: str = ""


@dataclass(frozen=True, slots=True)
class Taught:
    """The grammar of a menu is in use.

    Attributes:
        took_ms: from the command until the last idle headset had it.
    """

    language: str
    phrases: int
    took_ms: float
    unsayable: tuple[Unsayable, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """A headset came, went, or cannot be had."""

    headset: str
    link: Link
    why: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """How loud it is: 0 to 1 of what a voice near the microphone reaches."""

    headset: str
    level: float
    talking: bool


@dataclass(frozen=True, slots=True)
class Hearing:
    """The words so far."""

    headset: str
    text: str


@dataclass(frozen=True, slots=True)
class HeardAt:
    """An utterance, and what it means; every press ends in one of these or in `Unheard`.

    Attributes:
        understood: None where no menu was taught yet.
        took_ms: from the release.
    """

    headset: str
    heard: Heard
    understood: Understood | None = None
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Unheard:
    """An utterance came to nothing.

    Attributes:
        why: "cancelled", "lost", "long", "behind" (see `voice.recognition.channel.Unheard`);
            "muted", "opening", "missing", "taken" (nobody listens yet); "stopped" (the engine).
    """

    headset: str
    why: str


@dataclass(frozen=True, slots=True)
class Learned:
    """An article's name as the model hears it: "bas faites" for bavette."""

    headset: str
    item: str
    text: str


@dataclass(frozen=True, slots=True)
class SeenMicrophone:
    """A microphone that can be chosen; see `voice.capture.portaudio.Microphone`."""

    address: str
    name: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """Which microphones are there, and which ear pieces: address -> name."""

    microphones: tuple[SeenMicrophone, ...] = ()
    speakers: Mapping[str, str] = field(default_factory=dict)


Event = (
    Ready
    | Failed
    | Taught
    | Linked
    | Level
    | Hearing
    | HeardAt
    | Unheard
    | Learned
    | Seen
)

KINDS: Mapping[str, type[Any]] = {
    kind.__name__: kind for kind in (*get_args(Command), *get_args(Event))
}


class NotAMessageError(ValueError):
    """The line is none of ours."""


def as_line(message: Command | Event) -> bytes:
    """A message as a line, with its end."""
    told = {"is": type(message).__name__, "of": message}
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)


def from_line(line: bytes) -> Any:
    """The message of a line.

    Raises:
        NotAMessageError: no JSON, no kind of ours, or a field that is missing.
    """
    try:
        told = orjson.loads(line)
        return _made(KINDS[told["is"]], told["of"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotAMessageError(str(error)) from error


def _made(kind: Any, told: Any) -> Any:
    """A value of that type out of what JSON made of it."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        names = [each.name for each in fields(kind) if each.name in told]
        return kind(**{name: _made(hints[name], told[name]) for name in names})
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        return tuple(_made(inner[0], each) for each in told)
    if origin in (Union, UnionType):
        if told is None:
            return None
        return _made(next(each for each in inner if each is not type(None)), told)
    return told


@lru_cache(maxsize=64)
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)
