"""A radar in front of the till: whether somebody is there, and since when nobody is.

What it cannot say for sure it does not say: a radar that is mute, broken or unplugged
answers None, and whoever locks by it does not lock.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from typing_extensions import override

from hardware.device_thread import PortThread
from hardware.errors import DeviceUnreachableError, ProtocolError
from hardware.presence.ld2410 import Frames, distance_of
from hardware.serial_ports import PortMatch, open_port

MUTE_S: Final = 3.0
"""Without a report for so long it is as good as unplugged; it sends ten a second."""
NEAR_CM: Final = 120
AFTER_S: Final = 20
_TICK_S: Final = 0.2


@dataclass(frozen=True, slots=True)
class Sight:
    """What it sees: centimetres to the nearest, None for nobody; `here`: near enough."""

    here: bool
    distance: int | None


def reach_of(address: str) -> tuple[int, int]:
    """(centimetres within which somebody is there, seconds until it is nobody) of an
    address: `near` and `after`.

    Raises:
        ValueError: one of them is no number.
    """
    options = parse_qs(urlsplit(address).query)
    near = int(options.get("near", [str(NEAR_CM)])[0])
    return near, int(options.get("after", [str(AFTER_S)])[0])


class PresenceSensor(PortThread[Sight, Any]):
    """Sights, when they change or are asked for, and healths go to the sink.

    Args:
        near: centimetres within which somebody stands at the till.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        sensor_id: str,
        match: PortMatch,
        *,
        near: int = NEAR_CM,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("presence", sensor_id)
        self.match, self._near, self._clock = match, near, clock
        self._asked = False  # this and what follows under the lock
        self._seen: Sight | None = None
        self._left = 0.0  # since when nobody is there

    def away_s(self) -> float | None:
        """Seconds since nobody is there, 0 while somebody is, None when it cannot say;
        any thread."""
        with self.lock:
            if self._seen is None:
                return None
            return 0.0 if self._seen.here else self._clock() - self._left

    def look(self) -> None:
        """Tells what it sees, whether that changed or not. Any thread, never blocks."""
        with self.lock:
            self._asked = True

    @override
    def _open(self) -> Any:
        port = open_port(self.match, timeout=_TICK_S)
        try:
            self._await(port, Frames())
        except OSError as error:
            port.close()
            raise DeviceUnreachableError(f"broke: {error}") from error
        except DeviceUnreachableError:
            port.close()
            raise
        return port

    @override
    def _serve(self, port: Any) -> None:
        frames = Frames()
        try:
            while not self.over:
                for distance in self._await(port, frames):
                    self._see(distance)
        finally:
            with self.lock:
                self._seen = None

    def _await(self, port: Any, frames: Frames) -> list[int | None]:
        """The next reports, at least one; nothing once it is over.

        Raises:
            DeviceUnreachableError: none came for `MUTE_S` seconds.
            OSError: the port is gone.
        """
        until, found = time.monotonic() + MUTE_S, list[int | None]()
        while not found and not self.over:
            if time.monotonic() >= until:
                raise DeviceUnreachableError("the radar says nothing that can be read")
            received = port.read(1)
            received += port.read(port.in_waiting)
            for data in frames.feed(received):
                try:
                    found.append(distance_of(data))
                except ProtocolError as error:
                    self.log.debug("%s: %s", self.id, error)
        return found

    def _see(self, distance: int | None) -> None:
        here = distance is not None and distance <= self._near
        sight = Sight(here, distance)
        with self.lock:
            before, self._seen = self._seen, sight
            if not here and (before is None or before.here):
                self._left = self._clock()
            asked, self._asked = self._asked, False
        if asked or before is None or before.here != here:
            self.tell(sight)
