"""One thread that does one job after the other, and looks around when it is idle.

The only guard of the thread is here: a job that raises a bug is reported and the next
one is done. Jobs left when the thread is told to stop are still done, so nobody waits
for ever; they see ``stopping`` set and should do little.
"""

import logging
import queue
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Lock, Thread
from typing import TypeVar

from hardware.errors import HardwareError

log = logging.getLogger("sotto.device")

_Result = TypeVar("_Result")


class Worker:
    """A named thread with a queue.

    Attributes:
        stopping: set once `stop` was called.
    """

    def __init__(
        self,
        name: str,
        *,
        look: Callable[[], None],
        until_look: Callable[[], float | None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Prepares the thread.

        Args:
            name: of the thread, for the log.
            look: what to do first, and whenever idle for long enough.
            until_look: seconds of idleness before the next look; None for never.
            failed: told of a bug in a job; must not raise.
        """
        self.stopping = Event()
        self._name = name
        self._look = look
        self._until_look = until_look
        self._failed = failed
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._lock = Lock()  # guards _open
        self._open = False
        self._thread: Thread | None = None

    def start(self) -> None:
        """Starts the thread.

        Raises:
            RuntimeError: started before; a worker runs once.
        """
        if self._thread is not None:
            raise RuntimeError("a worker runs once")
        self._open = True
        self._thread = Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self, deadline_s: float) -> None:
        """Ends the thread and waits for it.

        Raises:
            HardwareError: it still runs after `deadline_s` seconds.
        """
        self.stopping.set()
        self._jobs.put(None)
        if self._thread is not None:
            self._thread.join(deadline_s)
            if self._thread.is_alive():
                raise HardwareError(f"{self._name} does not stop")

    def put(self, job: Callable[[], None]) -> None:
        """Queues a job; any thread.

        Raises:
            HardwareError: the worker is not running.
        """
        with self._lock:
            if not self._open:
                raise HardwareError(f"{self._name} is not running")
            self._jobs.put(job)

    def call(self, work: Callable[[], _Result]) -> _Result:
        """Has the thread do `work` and waits for the result.

        Raises:
            HardwareError: the worker is not running.
        """
        future: Future[_Result] = Future()

        def job() -> None:
            try:
                future.set_result(work())
            except Exception as error:
                future.set_exception(error)
                raise

        self.put(job)
        return future.result()

    def _run(self) -> None:
        self._guarded(self._look)
        while not self.stopping.is_set():
            try:
                job = self._jobs.get(timeout=self._until_look())
            except queue.Empty:
                job = self._look
            if job is not None:
                self._guarded(job)
        with self._lock:
            self._open = False
        while not self._jobs.empty():
            job = self._jobs.get()
            if job is not None:
                self._guarded(job)

    def _guarded(self, job: Callable[[], None]) -> None:
        try:
            job()
        except HardwareError as error:  # told to whoever asked; nothing is broken
            log.info("%s: %s", self._name, error)
        except Exception as error:
            log.exception("%s failed", self._name)
            self._failed(error)
