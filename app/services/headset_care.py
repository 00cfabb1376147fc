"""What keeps headsets able to hear, as windows see it: microphones, models, unknown words.

The dialogue is another port (`headsets`); this one is for whoever sets them up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote

from app.domain.settings import DeviceSet, Settings
from app.services.house import House
from resources.texts import language

DEBUG = "voice.debug"
"""Setting: until when what is said to headsets is kept, ISO 8601 with offset, "" for never."""
DEBUG_HOURS = 24
HEADSET = "headset"
"""`DeviceSet.kind`, and the only model there is."""
UNWORN = "unworn"
"""`Health.reasons` of a headset that nobody wears: that it is silent is nobody's trouble."""
TRIAL = "trial"
"""In `sayings`: a phrase that was only said to see whether it is heard."""
_SPEAKER = "?speaker="

Lack = Literal["", "microphones", "model"]
"""What is missing before anybody is heard: nothing, PortAudio, a model of the language."""


def headset_address(microphone: str, speaker: str) -> str:
    """`DeviceSet.address` of a headset: its microphone and, where known, its ear piece."""
    return f"{microphone}{_SPEAKER}{quote(speaker, safe='')}" if speaker else microphone


def sound_of(device: DeviceSet) -> tuple[str, str]:
    """(microphone, ear piece) of a headset, "" for an ear piece that is not known."""
    microphone, _, speaker = device.address.partition(_SPEAKER)
    return microphone, unquote(speaker)


def tongue_of(house: House, person: str) -> str:
    """The language that a person speaks to a headset: their own, else the till's."""
    return house.world.staff.voice(person).language or language()


def headsets_here(house: House) -> list[DeviceSet]:
    """Those of this terminal that are in service."""
    driven = house.world.driven(house.terminal)
    return [device for device in driven.values() if device.kind == HEADSET]


def kept_until(settings: Settings, now: datetime) -> datetime | None:
    """Until when what is said is kept; None when it is not."""
    try:
        until = datetime.fromisoformat(settings.text(DEBUG))
    except ValueError:
        return None
    return until if until.tzinfo is not None and now < until else None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceModel:
    """A model of speech that can be had, or is here.

    Attributes:
        language: "fr" or "en", "" when nobody said.
        size: bytes to download, 0 for one that cannot be downloaded.
        here: it is on this machine. in_use: headsets of its language hear by it.
        synthetic: it understands synthetic voices only, and no person.
        trouble: why it cannot be used, in a sentence; "" when it can.
    """

    name: str
    language: str
    size: int = 0
    here: bool = False
    in_use: bool = False
    synthetic: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSource:
    """A microphone that is plugged in, and the ear piece that belongs to it."""

    address: str
    name: str
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownWord:
    """An article whose words the model does not know.

    Attributes:
        words: those that it does not know.
        substitute: known words of nearly the same sound that stand for it, "" when there
            are none and it has to be learnt by ear.
    """

    article: str
    words: tuple[str, ...]
    substitute: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareState:
    """How well this machine can hear.

    Attributes:
        lack: what is missing; `trouble`: the same, or what failed last, in a sentence.
        fetching: name of the model that is being fetched, "" for none; `fetched`: how much
            of it, 0 to 1, None while that is not known.
        listening: the process that hears is running, and knows today's menu.
        phrases: how many the grammar of today's menu has.
        speakers: address -> name of what can be an ear piece.
        sayings: article, or `TRIAL` -> what was heard of it, each time it was said.
        kept: how many utterances are kept, see `DEBUG`.
    """

    lack: Lack = ""
    trouble: str = ""
    models: tuple[VoiceModel, ...] = ()
    fetching: str = ""
    fetched: float | None = None
    listening: bool = False
    phrases: int = 0
    sources: tuple[SoundSource, ...] = ()
    speakers: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[UnknownWord, ...] = ()
    sayings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kept: int = 0


class HeadsetCare:
    """Keeps headsets able to hear; here nothing does (`HeadsetRoom`).

    Called in the thread that owns the house.
    """

    def state(self) -> CareState:
        """How well this machine can hear now."""
        return CareState()

    def follow(self, heard: Callable[[], None]) -> Callable[[], None]:
        """Calls `heard` whenever `state` is not what it was; the result stops it."""
        return lambda: None

    def prepare(self) -> None:
        """Somebody is about to say or type the first sentence: it shall not wait."""

    def look(self) -> None:
        """Asks which microphones are plugged in; starts what hears, if it can."""

    def download(self, model: str) -> None:
        """Fetches a model by its name; goes on where it was interrupted."""

    def bring(self, file: Path, language: str) -> None:
        """Takes a model in from a ZIP or a folder."""

    def use(self, model: str) -> None:
        """Headsets of its language hear by this model."""

    def listen(self, headset: str, about: str) -> None:
        """What is said there until `listened` is not for the dialogue but heard as it
        sounds, whoever wears it: in `sayings`, under an article's id or `TRIAL`."""

    def listened(self, headset: str) -> None:
        """It was said."""

    def usable(self, article: str) -> tuple[str, ...]:
        """What was heard of an article and can stand for it and nothing else."""
        return ()

    def forget_sayings(self, about: str) -> None:
        """What was heard of it is of no use any more."""

    def try_out(self, headset: str, text: str) -> None:
        """Says something to a headset, so that its wearer hears that it works."""

    def erase_kept(self) -> None:
        """Deletes every utterance that was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialState:
    """Sixty sentences that a person records with a headset, and how well they were heard.

    Attributes:
        agreement: what they have to agree to first, "" once they have.
        sentence: to be said next, "" at the end; done, count: of them.
        running: a microphone is open; recording: what is said is kept; level: 0 to 1.
        measuring: the recordings are being heard.
        figures: (what, how much) once they were heard.
        trouble: what went wrong, in a sentence.
    """

    agreement: str = ""
    sentence: str = ""
    done: int = 0
    count: int = 0
    running: bool = False
    recording: bool = False
    level: float = 0.0
    measuring: bool = False
    figures: tuple[tuple[str, str], ...] = ()
    trouble: str = ""


class VoiceTrials:
    """A person's recordings, which stay on this machine and are erased in one tap; here
    nothing can be recorded (`HeadsetTrials`).

    Called in the thread that owns the house.
    """

    def state(self) -> TrialState:
        """How far the person on show is."""
        return TrialState()

    def follow(self, heard: Callable[[], None]) -> Callable[[], None]:
        """Calls `heard` whenever `state` is not what it was; the result stops it."""
        return lambda: None

    def open(self, person: str) -> None:
        """Shows the recordings of a person, begun or not."""

    def agree(self, name: str) -> None:
        """They agreed, by their name."""

    def listen(self, microphone: str) -> None:
        """Opens a microphone by its address."""

    def rest(self) -> None:
        """Closes it."""

    def begin(self) -> None:
        """The sentence is said from now on."""

    def end(self) -> None:
        """It was said: kept, and the next one comes."""

    def again(self) -> None:
        """The last one is to be said once more."""

    def measure(self) -> None:
        """Has the recordings heard; takes a minute."""

    def erase(self) -> None:
        """Deletes all of them, the sentences and the agreement."""
