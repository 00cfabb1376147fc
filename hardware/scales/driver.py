"""A scale of a counter: one thread, which follows the plate while somebody weighs.

``follow`` says what is weighed; from then on every reading goes to the sink until
``rest``. Whoever sold a reading says ``sold``: nothing is offered again before the plate
was empty, so one load is never sold twice.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from typing_extensions import override

from hardware.device_thread import DeviceThread
from hardware.errors import HardwareError, ProtocolError
from hardware.health import DeviceState
from hardware.scales.line import Format, Line
from hardware.scales.weighing import Asked, Reading, Trouble
from hardware.serial_ports import PortMatch

FOLLOW_S = 0.2  # a person sees the weight move
LOOK_S = 5.0  # whether it is still there
_EMPTIED = (Trouble.EMPTY, Trouble.BELOW_ZERO)


class Dialect(Protocol):
    """What a family of scales speaks; used by the driver's thread alone."""

    @property
    def format(self) -> Format:
        """How bytes are on its line."""

    def greet(self, line: Line) -> None:
        """Sees whether it is there; weighs nothing.

        Raises:
            HardwareError: it is not there, or speaks something else.
        """

    def read(self, line: Line, asked: Asked) -> Reading | None:
        """One reading; None when nothing changed since the last.

        Raises:
            HardwareError: it is not there, or speaks something else.
        """


class SerialScale(DeviceThread[Reading]):
    """A scale on a serial port. Readings and healths go to the sink, on its own thread.

    Args:
        least: grams that may be sold at least; the "Min" on its plate.
    """

    def __init__(
        self,
        scale_id: str,
        match: PortMatch,
        dialect: Callable[[], Dialect],
        *,
        least: int = 0,
    ) -> None:
        super().__init__("scale", scale_id)
        self.match, self.least = match, least
        self._dialect = dialect()
        self._line = Line(match, self._dialect.format)
        self._asked: Asked | None = None  # this and what follows under the lock
        self._last: tuple[Asked, Reading] | None = None
        self._sold = False

    def follow(self, asked: Asked) -> None:
        """Weighs for `asked` from now on; any thread, never blocks."""
        with self.lock:
            self._asked = asked
            self.lock.notify()

    def rest(self) -> None:
        """Nobody weighs any more."""
        with self.lock:
            self._asked = None

    def sold(self) -> None:
        """The newest reading was sold: the plate has to be empty before the next."""
        with self.lock:
            self._sold = True

    @override
    def _run(self) -> None:
        self.set_health(DeviceState.CONNECTING)
        while True:
            with self.lock:
                over, asked = self.over, self._asked
                if asked is None and self._sold and self._last is not None:
                    asked = self._last[0]  # until the plate is empty
            if over:
                break
            self._turn(asked)
            with self.lock:
                wait_s = LOOK_S if asked is None else FOLLOW_S
                self.lock.wait_for(partial(self._wanted, asked), wait_s)
        self._line.close()
        self.set_health(DeviceState.OFFLINE, "stopped")

    def _wanted(self, asked: Asked | None) -> bool:
        """Whether something else is wanted than before."""
        return self.over or (self._asked is not None and self._asked != asked)

    def _turn(self, asked: Asked | None) -> None:
        """Looks once, and tells."""
        try:
            if asked is None:
                self._dialect.greet(self._line)
            else:
                self.tell(self._judge(asked, self._dialect.read(self._line, asked)))
        except ProtocolError as error:
            self.set_health(DeviceState.DEGRADED, "protocol", str(error))
        except HardwareError as error:
            self.set_health(DeviceState.OFFLINE, "unplugged", str(error))
        except Exception as error:  # the one guard of this thread
            self.log.exception("%s failed", self.id)
            self.set_health(DeviceState.FAULT, type(error).__name__)
        else:
            self.set_health(DeviceState.READY)

    def _judge(self, asked: Asked, read: Reading | None) -> Reading:
        """What of a reading may be sold."""
        if read is None:
            known = self._last is not None and self._last[0] == asked
            read = self._last[1] if self._last and known else None
        if read is None:  # it lay there before we asked, or for another price
            return Reading(tare=asked.tare, trouble=Trouble.USED)
        if read.trouble is None and read.net < self.least:
            read = replace(read, trouble=Trouble.EMPTY)
        with self.lock:
            self._last = asked, read
            self._sold = self._sold and read.trouble not in _EMPTIED
            if self._sold and read.trouble is None:
                return replace(read, trouble=Trouble.USED)
        return read
