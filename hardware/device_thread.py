"""A device that has a thread of its own: its start and stop, its health, and who is told.

``DeviceThread`` is what guns, scales and displays have in common. ``PortThread`` opens a
port, serves it, and opens it again when it comes back.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Condition, Thread
from typing import Final, Generic, Protocol, TypeVar

from typing_extensions import override

from hardware.errors import HardwareError, ProtocolError
from hardware.health import DeviceState, Health

_FIRST_RETRY_S: Final = 0.2
_LAST_RETRY_S: Final = 5.0

Told = TypeVar("Told")
"""What a device tells besides its health."""


class Closing(Protocol):
    """Whatever is let go of at the end."""

    def close(self) -> None:
        """Lets go of it."""


Opened = TypeVar("Opened", bound=Closing)


class DeviceThread(ABC, Generic[Told]):
    """A device on a thread of its own; what it tells goes to the sink, on that thread.

    Args:
        kind: "scanner", "scale": of the thread's name and the log.

    Attributes:
        lock: guards what other threads set; notified when something is wanted.
        over: set, under the lock, once the thread is to end.
    """

    def __init__(self, kind: str, device_id: str) -> None:
        self.id = device_id
        self.lock = Condition()
        self.over = False
        self.log = logging.getLogger(f"sotto.{kind}")
        self._kind = kind
        self._health = Health(state=DeviceState.OFFLINE, since=datetime.now(UTC))
        self._sink: Callable[[Told | Health], None] | None = None
        self._thread: Thread | None = None

    def start(self, sink: Callable[[Told | Health], None]) -> None:
        """Starts and returns at once.

        Raises:
            RuntimeError: started before; a device runs once.
        """
        if self._thread is not None:
            raise RuntimeError(f"a {self._kind} runs once")
        self._sink = sink
        name = f"{self._kind}-{self.id}"
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def stop(self, deadline_s: float) -> None:
        """Ends the thread and waits for it.

        Raises:
            HardwareError: it still runs after `deadline_s` seconds.
        """
        with self.lock:
            self.over = True
            self.lock.notify()
        if self._thread is not None:
            self._thread.join(deadline_s)
            if self._thread.is_alive():
                raise HardwareError(f"{self._kind} {self.id} does not stop")

    def health(self) -> Health:
        """How it is doing; any thread."""
        with self.lock:
            return self._health

    @abstractmethod
    def _run(self) -> None:
        """The thread."""

    def set_health(
        self, state: DeviceState, reason: str = "", detail: str = ""
    ) -> None:
        """Keeps how it is, and tells when that changed."""
        reasons = frozenset({reason} if reason else ())
        with self.lock:
            if (self._health.state, self._health.reasons) == (state, reasons):
                return
            self._health = health = Health(
                state=state, reasons=reasons, since=datetime.now(UTC), detail=detail
            )
        self.tell(health)

    def tell(self, event: Told | Health) -> None:
        """Hands something to the sink."""
        if self._sink is None:
            return
        try:
            self._sink(event)
        except Exception:  # the till's bug must not cost what comes next
            self.log.exception("%s: the listener failed", self.id)


class PortThread(DeviceThread[Told], Generic[Told, Opened]):
    """A device on a port that may be pulled out and comes back."""

    @abstractmethod
    def _open(self) -> Opened:
        """Opens the port.

        Raises:
            HardwareError: it is not plugged in, or may not be opened.
        """

    @abstractmethod
    def _serve(self, port: Opened) -> None:
        """Works until it is over.

        Raises:
            OSError: the port is gone.
        """

    @override
    def _run(self) -> None:
        self.set_health(DeviceState.CONNECTING)
        retry_s = _FIRST_RETRY_S
        while not self.over:
            try:
                port = self._open()
                retry_s = _FIRST_RETRY_S
                try:
                    self.set_health(DeviceState.READY)
                    self._serve(port)
                finally:
                    port.close()
            except (HardwareError, OSError) as error:
                other = isinstance(error, ProtocolError)  # something else is there
                reason = "protocol" if other else "unplugged"
                self.set_health(DeviceState.OFFLINE, reason, str(error))
            except Exception as error:  # the one guard of this thread
                self.log.exception("%s failed", self.id)
                self.set_health(DeviceState.FAULT, type(error).__name__)
            with self.lock:
                self.lock.wait_for(self._is_over, retry_s)
            retry_s = min(retry_s * 2, _LAST_RETRY_S)
        self.set_health(DeviceState.OFFLINE, "stopped")

    def _is_over(self) -> bool:
        return self.over
