"""Microphones by PortAudio: one stream each, opened once and never closed in between.

PortAudio reads the list of devices once. To see what was plugged in since, it has to be
ended and begun anew, which stops every stream (`read_devices_anew`). On Linux with a sound
server that is never needed: its list is read from the server.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from threading import Lock
from typing import Any

from voice.capture import pulse
from voice.capture.ring import RATE
from voice.capture.sources import BLOCK, Hear, SourceError
from voice.sound import Sound

SCHEME = "portaudio://"
_list = Lock()


@dataclass(frozen=True, slots=True)
class Microphone:
    """A headset that can be chosen.

    Attributes:
        address: of its microphone; the same tomorrow.
        name: for people.
        speaker: address of its ear piece; "" when the platform does not tell which it is.
    """

    address: str
    name: str
    speaker: str = ""


def microphones() -> list[Microphone]:
    """What can be chosen on this machine, without the loudspeakers' echoes."""
    if pulse.is_here():
        return _of_pulse()
    return _of_portaudio()


def speakers() -> dict[str, str]:
    """Address -> name of each ear piece or loudspeaker that can be chosen."""
    if pulse.is_here():
        return {
            pulse.SCHEME + each.name: each.description or each.name
            for each in pulse.sinks()
        }
    try:
        import sounddevice
    except OSError:
        return {}
    with _list:
        told = list(sounddevice.query_devices())
    return {
        _address(sounddevice, each): each["name"]
        for each in told
        if each["max_output_channels"] and _is_preferred(sounddevice, each)
    }


def is_here() -> bool:
    """Whether this machine can hear at all: PortAudio is installed."""
    try:
        import sounddevice  # noqa: F401 # OSError without the library
    except OSError:
        return False
    return True


def read_devices_anew() -> None:
    """Has PortAudio read its list again; every stream has to be closed before."""
    import sounddevice

    with _list:
        sounddevice._terminate()  # noqa: SLF001 # the only way (sounddevice issue 125)
        sounddevice._initialize()  # noqa: SLF001


class StreamSource:
    """One microphone of PortAudio."""

    def __init__(self, address: str, mark: str = "") -> None:
        """Names it.

        Args:
            mark: by which a stream is found at the sound server.
        """
        self.address, self._mark = address, mark or address
        self._stream: Any = None

    @property
    def is_pulse(self) -> bool:
        """Whether a sound server carries it."""
        return self.address.startswith(pulse.SCHEME)

    def start(self, hear: Hear) -> None:
        """See `Source`."""
        try:
            import sounddevice
        except OSError as error:
            raise SourceError(str(error)) from error
        try:
            with self._directed():
                self._stream = self._opened(sounddevice, hear)
                self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            self.stop()
            raise SourceError(str(error)) from error

    def stop(self) -> None:
        """See `Source`."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close(ignore_errors=True)

    def is_itself(self) -> bool:
        """See `Source`."""
        if self._stream is None:
            return False
        if not self.is_pulse:
            return bool(self._stream.active)
        return pulse.source_of(self._mark) == self.address.removeprefix(pulse.SCHEME)

    def _directed(self) -> AbstractContextManager[None]:
        if not self.is_pulse:
            return nullcontext()
        name = self.address.removeprefix(pulse.SCHEME)
        if name not in {each.name for each in pulse.sources()}:
            # The server would give the default source instead, another one's microphone.
            raise SourceError(f"no source {name}")
        return pulse.directed(source=name, sink="", mark=self._mark)

    def _opened(self, sounddevice: Any, hear: Hear) -> Any:
        device = "pulse" if self.is_pulse else index_of(self.address, "input")
        extra = _settings(sounddevice, device)
        try:
            return sounddevice.RawInputStream(
                samplerate=RATE,
                blocksize=BLOCK,
                channels=1,
                dtype="int16",
                device=device,
                extra_settings=extra,
                callback=_callback(hear),
            )
        except sounddevice.PortAudioError:
            # A bare device that knows its own rate only.
            rate = round(
                sounddevice.query_devices(device, "input")["default_samplerate"]
            )
            if rate == RATE:
                raise
            return sounddevice.RawInputStream(
                samplerate=rate,
                channels=1,
                dtype="int16",
                device=device,
                callback=_callback(_at_our_rate(hear, rate)),
            )


def index_of(address: str, way: str) -> int:
    """Today's number of a device of PortAudio, found by host API and name.

    Args:
        way: "input" or "output".

    Raises:
        SourceError: it is not there.
    """
    import sounddevice

    for index, told in enumerate(sounddevice.query_devices()):
        if told[f"max_{way}_channels"] and _address(sounddevice, told) == address:
            return index
    raise SourceError(f"no device {address.removeprefix(SCHEME)}")


def _of_pulse() -> list[Microphone]:
    ears = {each.device: each.name for each in pulse.sinks() if each.device}
    return [
        Microphone(
            pulse.SCHEME + each.name,
            each.description or each.name,
            pulse.SCHEME + ears[each.device] if each.device in ears else "",
        )
        for each in pulse.sources()
    ]


def _of_portaudio() -> list[Microphone]:
    try:
        import sounddevice
    except OSError:
        return []
    with _list:
        told = list(sounddevice.query_devices())
    ears = {
        _headset(each): each for each in reversed(told) if each["max_output_channels"]
    }
    found = []
    for each in told:
        if not each["max_input_channels"] or not _is_preferred(sounddevice, each):
            continue
        ear = ears.get(_headset(each))
        speaker = _address(sounddevice, ear) if ear else ""
        found.append(Microphone(_address(sounddevice, each), each["name"], speaker))
    return found


def _is_preferred(sounddevice: Any, told: Any) -> bool:
    """Windows lists a microphone once for each host API; WASAPI says its whole name."""
    return (
        sys.platform != "win32"
        or sounddevice.query_hostapis(told["hostapi"])["name"] == "Windows WASAPI"
    )


def _headset(told: Any) -> tuple[int, str]:
    """What both ends of a headset have in common: "Mikrofon (Jabra 65)" → "Jabra 65"."""
    name = told["name"]
    inner = name[name.find("(") + 1 :].rstrip(")") if "(" in name else name
    return told["hostapi"], inner


def _address(sounddevice: Any, told: Any) -> str:
    api = sounddevice.query_hostapis(told["hostapi"])["name"]
    return f"{SCHEME}{api}/{told['name']}"


def _settings(sounddevice: Any, device: int | str) -> Any:
    """WASAPI converts rates only when it is asked to."""
    told = sounddevice.query_devices(device, "input")
    api = sounddevice.query_hostapis(told["hostapi"])["name"]
    if api == "Windows WASAPI":
        return sounddevice.WasapiSettings(auto_convert=True)
    return None


def _callback(hear: Hear) -> Callable[[Any, int, Any, Any], None]:
    def heard(block: Any, frames: int, time: Any, status: Any) -> None:
        del (
            frames,
            time,
            status,
        )  # an overrun is sound that is missing: nothing to do here
        hear(bytes(block))

    return heard


def _at_our_rate(hear: Hear, rate: int) -> Hear:
    """Collects tenths of a second and brings them to 16 kHz."""
    waiting = bytearray()
    enough = rate // 10 * 2

    def converted(block: bytes) -> None:
        waiting.extend(block)
        while len(waiting) >= enough:
            part = bytes(waiting[:enough])
            del waiting[:enough]
            hear(_converted(part, rate))

    return converted


def _converted(part: bytes, rate: int) -> bytes:
    import numpy as np

    sound = Sound(np.frombuffer(part, np.int16), rate)
    return sound.at_rate(RATE).samples.tobytes()


@contextmanager
def ear_piece(speaker: str, mark: str) -> Iterator[int | str]:
    """The device by which PortAudio opens an ear piece, while a stream is opened inside.

    Raises:
        SourceError: it is not there.
    """
    if speaker.startswith(pulse.SCHEME):
        name = speaker.removeprefix(pulse.SCHEME)
        with pulse.directed(source="", sink=name, mark=mark):
            yield "pulse"
    else:
        yield index_of(speaker, "output")
