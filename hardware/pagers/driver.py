"""A paging transmitter: one thread, which gives every page once.

A page waits while nobody answers, and is let go of when nobody needs it any more. One
that left whole without an answer is not said again: it may be on somebody's wrist.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from typing_extensions import override

from hardware.device_thread import DeviceThread
from hardware.errors import DeviceUnreachableError, HardwareError, ProtocolError
from hardware.health import DeviceState
from hardware.pagers.session import (
    FORMATS,
    Session,
    UnsureError,
    check_address,
    open_line,
)

LOOK_S: Final = 20.0  # whether it is still there
AGAIN_S: Final = 2.0  # while a page waits and nobody answers
MOST: Final = 3
"""Pages that wait here at most: they are lost by a kill. Others wait with whoever pages,
who is told as each of these has left."""
REFUSED: Final = "page_refused"
"""`Health.reasons` while a pager is refused that people carry."""


class Fate(Enum):
    """What became of a page."""

    SENT = "sent"
    REFUSED = "refused"  # the transmitter knows no such pager
    UNSURE = "unsure"  # it left, and nobody answered
    NOT_SENT = "not_sent"  # nobody answered while it was worth sending


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A message for one pager.

    Attributes:
        key: how whoever asked knows it again.
        number: of the pager, digits.
        until: moment of the steady clock after which nobody needs it.
    """

    key: str
    number: str
    text: str
    until: float


@dataclass(frozen=True, slots=True)
class Paged:
    """What became of a page."""

    page: Page
    fate: Fate


class Transmitter(DeviceThread[Paged]):
    """What became of each page, and healths, go to the sink, on this thread.

    Args:
        address: `tcp://host:port` or a serial address.
        model: of `session.FORMATS`.

    Raises:
        ValueError: the address is none. LookupError: no such model.
    """

    def __init__(self, transmitter_id: str, address: str, model: str) -> None:
        super().__init__("pager", transmitter_id)
        check_address(address)
        _ = FORMATS[model]
        self.address, self._model = address, model
        self._waiting: deque[Page] = deque()  # this and the next under the lock
        self._asked = False
        self._refused: set[str] = set()  # numbers; this thread's alone

    def takes(self) -> bool:
        """Whether it works, and has room for one more page; any thread."""
        with self.lock:
            return self._health.state.usable and len(self._waiting) < MOST

    def page(self, page: Page) -> bool:
        """Takes a page to be sent; False when too many wait. Any thread, never blocks."""
        with self.lock:
            if self.over or len(self._waiting) >= MOST:
                return False
            self._waiting.append(page)
            self.lock.notify()
            return True

    def look(self) -> None:
        """Sees whether it is there, and tells its health whatever it was. Any thread."""
        with self.lock:
            self._asked = True
            self.lock.notify()

    @override
    def _run(self) -> None:
        self.set_health(DeviceState.CONNECTING)
        patience = 0.0
        while True:
            with self.lock:
                self.lock.wait_for(self._wanted, patience)
                over, asked, self._asked = self.over, self._asked, False
            if over:
                break
            patience = self._turn()
            if asked:
                self.tell(self.health())
        for page in self._left(lambda _: True):
            self.tell(Paged(page, Fate.NOT_SENT))
        self.set_health(DeviceState.OFFLINE, "stopped")

    def _wanted(self) -> bool:
        """Whether there is something to do at once: pages for one that is away wait for
        the next look at it."""
        away = not self._health.state.usable
        return self.over or self._asked or (bool(self._waiting) and not away)

    def _turn(self) -> float:
        """Talks with it once; seconds until the next time, if nothing comes up."""
        try:
            self._talk()
        except UnsureError as error:
            self.set_health(DeviceState.OFFLINE, "unanswered", str(error))
        except ProtocolError as error:
            self.set_health(DeviceState.OFFLINE, "protocol", str(error))
        except HardwareError as error:
            self.set_health(DeviceState.OFFLINE, "unplugged", str(error))
        except Exception as error:  # the one guard of this thread
            self.log.exception("%s failed", self.id)
            self.set_health(DeviceState.FAULT, type(error).__name__)
        else:
            if self._refused:
                numbers = ", ".join(sorted(self._refused))
                self.set_health(DeviceState.DEGRADED, REFUSED, f"pagers {numbers}")
            else:
                self.set_health(DeviceState.READY)
        now = time.monotonic()
        for page in self._left(lambda page: page.until < now):
            self.tell(Paged(page, Fate.NOT_SENT))
        with self.lock:
            return AGAIN_S if self._waiting else LOOK_S

    def _talk(self) -> None:
        """Gives what waits, or sees whether somebody is there.

        Raises:
            HardwareError: nobody is, or something broke on the way.
        """
        line = open_line(self.address, self._model)
        try:
            session = Session(line, lambda: self.over)
            if not self._waiting:
                session.greet()
                return
            session.log_on()
            while (page := self._next()) is not None:
                self._give(session, page)
            try:
                session.log_off()
            except DeviceUnreachableError as error:  # all of them were taken
                self.log.info("%s: %s", self.id, error)
        finally:
            line.close()

    def _give(self, session: Session, page: Page) -> None:
        try:
            taken = session.page(page.number, page.text)
        except UnsureError:
            self._end(page, Fate.UNSURE)
            raise
        (self._refused.discard if taken else self._refused.add)(page.number)
        self._end(page, Fate.SENT if taken else Fate.REFUSED)

    def _next(self) -> Page | None:
        """The oldest page that somebody still needs; it stays until its fate is known."""
        now = time.monotonic()
        with self.lock:
            return next((page for page in self._waiting if page.until >= now), None)

    def _end(self, page: Page, fate: Fate) -> None:
        with self.lock:
            self._waiting.remove(page)
        self.tell(Paged(page, fate))

    def _left(self, gone: Callable[[Page], bool]) -> list[Page]:
        """Lets go of pages, and names them."""
        with self.lock:
            found = [page for page in self._waiting if gone(page)]
            self._waiting = deque(p for p in self._waiting if p not in found)
        return found
