"""One headset in the engine: its microphone, its channel, its ear piece, and whether it is
there."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from time import monotonic

import numpy as np
from typing_extensions import override

from voice.capture import pulse
from voice.capture.claims import Claim
from voice.capture.portaudio import StreamSource, ear_piece
from voice.capture.ring import RATE
from voice.capture.sources import (
    SIMULATED,
    SimulatedMicrophone,
    Source,
    SourceError,
)
from voice.engine.messages import (
    Event,
    Failed,
    HeadsetSetup,
    HeardAt,
    Hearing,
    Learned,
    Level,
    Link,
    Linked,
    Unheard,
)
from voice.heard import Heard
from voice.meaning import Context, Understood
from voice.recognition.channel import Channel
from voice.recognition.channel import Unheard as Why
from voice.recognition.ears import Ears
from voice.recognition.learning import without_article
from voice.sound import Sound, write_wav
from voice.speech.outputs import DeviceOutput, OutputError
from voice.speech.phrases import Phrases
from voice.speech.speaker import Speaker
from voice.speech.turns import Saying

GAP_S = 0.5
"""Without sound, after which a microphone counts as gone."""
_LOUD_DB, _RANGE_DB = -12.0, 45.0

Tell = Callable[[Event], None]
Interpret = Callable[[str, Heard, Context], Understood | None]
"""Language, what was heard, what went before -> what it means."""


class EarPiece(DeviceOutput):
    """Where one headset hears, found anew whenever it is opened."""

    def __init__(self, address: str, mark: str) -> None:
        """Names it; see `voice/capture/sources.py`."""
        super().__init__(None)
        self._address, self._mark = address, mark

    @override
    def _stream_of(self, rate: int, channels: int) -> object:
        try:
            with ear_piece(self._address, self._mark) as device:
                self.device = device
                return super()._stream_of(rate, channels)
        except SourceError as error:
            raise OutputError(str(error)) from error


class Headset:
    """See the module. Methods may be called from any thread and do not wait for sound."""

    def __init__(
        self,
        setup: HeadsetSetup,
        ears: Callable[[], Ears],
        interpret: Interpret,
        tell: Tell,
    ) -> None:
        """Starts its channel; `open` looks for the microphone."""
        self.setup = setup
        self.context = Context()
        self.link: Link = "missing"
        self._told: tuple[Link, str] = ("missing", "")
        self.learning = ""
        self._interpret, self._tell = interpret, tell
        self._claim = Claim(setup.microphone)
        self._source: Source | None = None
        self._speaker: Speaker | None = None
        self._opened_at = 0.0
        self._closed = False
        self._lock = RLock()  # of the link
        self.channel = Channel(ears, _Voice(self), setup.mode)
        self.apply(setup)

    @property
    def simulated(self) -> SimulatedMicrophone | None:
        """Its microphone, where it is one that a program speaks into."""
        source = self._source
        return source if isinstance(source, SimulatedMicrophone) else None

    @property
    def is_simulated(self) -> bool:
        """Whether its microphone is a program."""
        return self.setup.microphone.startswith(SIMULATED)

    @property
    def is_pulse(self) -> bool:
        """Whether a sound server carries it."""
        return self.setup.microphone.startswith(pulse.SCHEME)

    def apply(self, setup: HeadsetSetup) -> None:
        """Takes over what may change without opening it anew."""
        self.setup = setup
        self.channel.mode, self.channel.muted = setup.mode, setup.muted
        self.channel.keep = self._keep if setup.keep else None
        if setup.muted:
            self.channel.give_up()
        if self._speaker is not None:
            self._speaker.volume, self._speaker.muted = setup.volume, setup.muted

    def open(self) -> None:
        """Looks for its microphone unless it has it; `Linked` says what came of it."""
        with self._lock:
            if self._source is not None or self._closed:
                return
            if not self._claim.take():
                self._link("taken")
                return
            source = self._made()
            self.channel.last_block, self._opened_at = 0.0, monotonic()
            try:
                source.start(self.channel.hear)
            except SourceError as error:
                self._link(
                    "lost" if self.link in ("on", "lost") else "missing", str(error)
                )
                return
            self._source = source
            self._link("opening")

    def look(self, *, closely: bool) -> None:
        """Whether it is still there.

        Args:
            closely: something changed at the sound server: ask it whose sound this is.
        """
        with self._lock:
            source = self._source
            if source is None:
                return
            last = self.channel.last_block
            silent = monotonic() - (last or self._opened_at + _LATEST_BEGIN_S)
            if silent > GAP_S or (closely and not source.is_itself()):
                self._lose("silent" if silent > GAP_S else "unplugged")
            elif last and self.link != "on" and source.is_itself():
                self._link("on")

    def pause(self) -> None:
        """Lets its stream go while the list of devices is read anew."""
        with self._lock:
            source, self._source = self._source, None
            if source is not None:
                source.stop()

    def press(self) -> None:
        """The talk button goes down; what was being said to it falls silent."""
        if self._speaker is not None:
            self._speaker.press()
        if self.link == "on" and not self.setup.muted:
            self.channel.press()
        else:
            self._tell(
                Unheard(self.setup.id, "muted" if self.setup.muted else self.link)
            )

    def release(self) -> None:
        """The talk button is let go."""
        self.channel.release()
        if self._speaker is not None:
            self._speaker.release()

    def say(
        self, saying: Saying, phrases: Phrases | None, trouble: Callable[[str], None]
    ) -> None:
        """Says it where there is an ear piece."""
        if not self.setup.speaker or phrases is None:
            return
        if self._speaker is None:
            output = EarPiece(self.setup.speaker, f"{self.setup.id} ear")
            self._speaker = Speaker(phrases, output, trouble)
            self.apply(self.setup)
        self._speaker.say(saying)

    def close(self) -> None:
        """Lets everything go, for good: a watch may still have it in its list."""
        with self._lock:
            self._closed = True
            self.pause()
        self.channel.close()
        self._silence()
        self._claim.give_up()

    def _keep(self, sound: bytes, heard: Heard) -> None:
        """Writes an utterance down, and what was heard of it."""
        samples = np.frombuffer(sound[: len(sound) & ~1], np.int16)
        folder, now = Path(self.setup.keep), datetime.now(UTC)
        path = folder / f"{self.setup.id}.{now:%Y%m%dT%H%M%S%f}.wav"
        texts = "\n".join(each.text for each in heard.alternatives)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_wav(path, Sound(samples, RATE))
            path.with_suffix(".txt").write_text(texts, encoding="utf-8")
        except OSError as error:
            self._tell(Failed("keep", str(error), self.setup.id))

    def _made(self) -> Source:
        if self.is_simulated:
            return SimulatedMicrophone()
        return StreamSource(self.setup.microphone, self.setup.id)

    def _lose(self, why: str) -> None:
        self.channel.give_up("lost")
        self.pause()
        self._silence()
        self._link("lost", why)

    def _silence(self) -> None:
        """Without its ear piece the server would whisper to another headset."""
        speaker, self._speaker = self._speaker, None
        if speaker is not None:
            speaker.close()

    def _link(self, link: Link, why: str = "") -> None:
        if (link, why) != self._told:
            self.link, self._told = link, (link, why)
            self._tell(Linked(self.setup.id, link, why))

    def understood(self, heard: Heard, ended_at: float) -> None:
        """Tells what an utterance means; called by its channel."""
        item, self.learning = self.learning, ""
        if item:
            self._tell(Learned(self.setup.id, item, without_article(heard.witness)))
            return
        meaning = self._interpret(self.setup.language, heard, self.context)
        took = (monotonic() - ended_at) * 1000
        self._tell(HeardAt(self.setup.id, heard, meaning, round(took, 1)))

    def tell(self, event: Event) -> None:
        """Passes on what its channel tells."""
        self._tell(event)


_LATEST_BEGIN_S = 4.0
"""The first sound of a process came up to 1.7 s late from PulseAudio."""


class _Voice:
    """What a channel tells, as events of its headset."""

    def __init__(self, headset: Headset) -> None:
        self._headset = headset

    def heard(self, heard: Heard, ended_at: float) -> None:
        self._headset.understood(heard, ended_at)

    def unheard(self, why: Why) -> None:
        self._headset.learning = ""
        self._headset.tell(Unheard(self._headset.setup.id, why))

    def partial(self, text: str) -> None:
        self._headset.tell(Hearing(self._headset.setup.id, text))

    def level(self, decibels: float, talking: bool) -> None:  # of the port
        share = 1 - (_LOUD_DB - decibels) / _RANGE_DB
        level = round(min(1.0, max(0.0, share)), 2)
        self._headset.tell(Level(self._headset.setup.id, level, talking))
