"""One open conversation with a printer: send a job, hear that it was printed.

Used by the printer's own thread only. The status comes two ways, unasked (ASB) and by
polling; realtime answers carry no label, so one question is open at a time. While the
printer says that it is held (no paper, cover open) every patience starts anew: what it
has received is in its buffer and will be printed.
"""

import logging
import select
import socket
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from hardware.errors import DeviceUnreachableError
from hardware.printers import logos, status
from hardware.printers.fence import QUEUED_STATUS, clearing, fence, process_id
from hardware.printers.profiles import Completion, Profile
from hardware.printers.status import (
    Asb,
    Block,
    Completed,
    Demultiplexer,
    Question,
    Queued,
    Reading,
    Realtime,
    Reason,
)
from hardware.transport import Transport

_log = logging.getLogger("sotto.print")

_BUSY_POLL_S = 0.5
_PROBE_TOKEN = 0  # sends are numbered from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """How long to wait for what, in seconds; tests shorten them."""

    stall: float = 2.0  # no byte accepted while sending
    reply: float = 2.0  # a status question unanswered
    poll: float = 2.0  # between status rounds at rest
    ack_text: float = 4.0
    ack_picture: float = 15.0
    reconnect_first: float = 0.2
    reconnect_most: float = 5.0
    alarm: float = 10.0  # jobs wait and the printer is down
    failover: float = 10.0  # down so long: queued jobs go to the fallback
    kitchen_reprint: float = 5.0  # unknown so long: again, marked
    tick: float = 0.25  # between looks at the clock


@dataclass(frozen=True, slots=True)
class ProbeReport:
    """What a printer answered to harmless questions, for the settings screen."""

    reachable: bool
    detail: str = ""
    round_trip_ms: float = 0.0
    reasons: frozenset[str] = frozenset()
    model: str = ""
    completion: Completion = "none"


class WakeUp:
    """A bell that any thread rings to end another thread's wait."""

    def __init__(self) -> None:
        self.socket, self._bell = socket.socketpair()
        self.socket.settimeout(0)
        self._bell.settimeout(0)

    def ring(self) -> None:
        """Ends the wait, now or the next one."""
        try:
            self._bell.send(b"\x00")
        except OSError:
            return  # already ringing, or nobody listens any more

    def clear(self) -> None:
        """Forgets the rings so far."""
        try:
            while self.socket.recv(256):
                pass
        except BlockingIOError:
            return

    def wait(self, timeout_s: float) -> None:
        """Waits for a ring, at most `timeout_s`."""
        if select.select([self.socket], [], [], max(0.0, timeout_s))[0]:
            self.clear()

    def close(self) -> None:
        """Takes the bell away."""
        self.socket.close()
        self._bell.close()


class Link:
    """A conversation over an open transport.

    Args:
        on_printed: called with the number of a send when the printer reports it,
            however late.
        on_pause: called during long waits, at least every `Timings.tick`; True ends
            the wait.
    """

    def __init__(
        self,
        transport: Transport,
        profile: Profile,
        timings: Timings,
        wake: WakeUp,
        on_printed: Callable[[int], None],
        on_pause: Callable[[], bool],
    ) -> None:
        self.written = 0
        self.reasons: frozenset[Reason] = frozenset()
        self._answers: frozenset[Reason] = frozenset()
        self._transport = transport
        self._profile = profile
        self._timings = timings
        self._wake = wake
        self._on_printed = on_printed
        self._on_pause = on_pause
        self._demultiplexer = Demultiplexer()
        self._asked: Question | None = None
        self._asked_at = 0.0
        self._round: list[Question] = []
        self._rounds = 0
        self._next_round = 0.0
        self._expected: dict[bytes, int] = {}
        self._fences: deque[int] = deque()
        self._printed: set[int] = set()
        self._blocks: list[bytes] = []
        self._logos: frozenset[bytes] | None = None
        self._logos_asked = False

    @property
    def held(self) -> bool:
        """Something keeps the printer from printing."""
        return bool(self.reasons & status.BLOCKING)

    @property
    def _can_ask(self) -> bool:
        return self._transport.can_read and self._profile.status

    def greet(self) -> None:
        """Learns the status, then asks to be told of its changes.

        Raises:
            DeviceUnreachableError: the printer does not answer.
        """
        if self._can_ask:
            self._full_round()
            if self._profile.asb:
                self._send_all(status.ASB_ON)

    def clear(self) -> None:
        """Ends whatever a broken-off job left in the printer.

        Raises:
            DeviceUnreachableError: the link broke.
        """
        self._send_all(clearing(self._profile))

    def rest(self, *, waited_for: bool) -> None:
        """Waits for something to do or hear, or until it is time to ask again.

        Args:
            waited_for: something depends on the clock; one pause at most.

        Raises:
            DeviceUnreachableError: the link broke or the printer fell silent.
        """
        every = _BUSY_POLL_S if self.held else self._timings.poll
        self._poll(every, patient=False)
        self._pump(self._timings.tick if waited_for else self._quiet_s())

    def send(self, body: bytes, token: int) -> None:
        """Sends a job with its fence; `written` counts what left.

        Raises:
            DeviceUnreachableError: the link broke, or took nothing for `stall`
                seconds though the printer is not held.
        """
        completion = self._completion
        if completion == "process_id":
            self._expected[process_id(token)] = token
        elif completion == "gs_r":
            self._fences.append(token)
        self._send_all(body + fence(completion, token))

    def pass_on(self, data: bytes) -> None:
        """Sends what is no job, puts nothing on paper and wants no answer.

        Raises:
            DeviceUnreachableError: the link broke.
        """
        self._send_all(data)

    def await_printed(self, token: int, limit_s: float) -> bool:
        """Waits for the report of a send; time in which the printer is held is free.

        Without a way to report, a round of good status counts.

        Raises:
            DeviceUnreachableError: the link broke.
        """
        if self._completion == "none":
            if not self._can_ask:
                return True
            limit_s += self._timings.reply
        begun, rounds = time.monotonic(), self._rounds
        self._next_round = begun + _BUSY_POLL_S
        if self._completion == "none":
            rounds = self._new_round()
        while not self._arrived(token, rounds):
            if self.held:
                begun = time.monotonic()
            if time.monotonic() - begun > limit_s or self._on_pause():
                return False
            self._poll(_BUSY_POLL_S, patient=True)
            self._pump(self._timings.tick)
        self._printed.discard(token)
        return True

    def stored_logos(self) -> frozenset[bytes] | None:
        """Keys of the pictures in the printer's memory, asked for once; None when it
        does not tell.

        Raises:
            DeviceUnreachableError: the link broke.
        """
        if self._can_ask and self._profile.stored_logo and not self._logos_asked:
            self._logos_asked = True
            self._logos = self._ask_logos()
        return self._logos

    def keep_logos(self, keys: frozenset[bytes]) -> None:
        """The printer has these pictures as well."""
        if self._logos is not None:
            self._logos |= keys

    def probe(self) -> ProbeReport:
        """Asks what the printer is and how it can confirm; nothing is printed.

        Raises:
            DeviceUnreachableError: the printer does not answer.
        """
        if not self._can_ask:
            return ProbeReport(reachable=True, detail="cannot answer")
        begun = time.monotonic()
        self._full_round()
        elapsed = time.monotonic() - begun
        return ProbeReport(
            reachable=True,
            round_trip_ms=elapsed * 1000 / len(status.QUESTIONS),
            reasons=self.reasons,
            model=self._ask_model(),
            completion=self._find_completion(),
        )

    @property
    def _completion(self) -> Completion:
        return self._profile.completion if self._transport.can_read else "none"

    def _arrived(self, token: int, rounds: int) -> bool:
        if self._completion == "none":
            return self._rounds > rounds and not self.held
        return token in self._printed

    def _send_all(self, data: bytes) -> None:
        self.written = 0
        view, moved = memoryview(data), time.monotonic()
        while True:
            accepted = self._transport.write(view[self.written :])
            self.written += accepted
            if self.written >= len(view):
                return
            if accepted or self.held:
                moved = time.monotonic()
            elif time.monotonic() - moved > self._timings.stall:
                raise DeviceUnreachableError("takes no more bytes")
            if self._on_pause():
                raise DeviceUnreachableError("stopped while sending")
            self._pump(0.0 if accepted else self._timings.tick, to_write=True)

    def _pump(self, timeout_s: float, *, to_write: bool = False) -> None:
        woken = self._transport.wait(self._wake.socket, timeout_s, to_write=to_write)
        if woken:
            self._wake.clear()
        if self._transport.can_read:
            for reading in self._demultiplexer.feed(self._transport.read()):
                self._hear(reading)

    def _hear(self, reading: Reading) -> None:
        match reading:
            case Realtime(value):
                if self._asked is not None:
                    found = status.realtime_reasons(self._asked, value)
                    self._learn(status.vouched(self._asked), found)
                    self._asked = None
                    if not self._round:  # half a round would tell half a story
                        self._rounds += 1
                        self.reasons = self._answers
            case Asb(value):
                self._learn(status.vouched(None), status.asb_reasons(value))
                self.reasons = self._answers
            case Queued():
                if self._fences:
                    self._report(self._fences.popleft())
            case Completed(identifier):
                # An id that we did not send proves nothing: some emulators answer a
                # constant.
                token = self._expected.pop(identifier, None)
                if token is not None:
                    self._report(token)
            case Block(value):
                self._blocks = [*self._blocks[-3:], value]
            case _:
                _log.debug("printer noise %r", reading)

    def _learn(self, told: frozenset[Reason], found: frozenset[Reason]) -> None:
        if not self._profile.offline_bit:
            found -= {"offline"}
        self._answers = (self._answers - told) | found

    def _report(self, token: int) -> None:
        self._printed.add(token)
        if token != _PROBE_TOKEN:
            self._on_printed(token)

    def _poll(self, every_s: float, *, patient: bool) -> None:
        """Asks the next question when it is time.

        A patient poll leaves a question open for as long as it takes: the printer may
        have to work through its buffer before it comes to it.
        """
        if not self._can_ask:
            return
        now = time.monotonic()
        if self._asked is not None:
            if not patient and now - self._asked_at > self._timings.reply:
                raise DeviceUnreachableError("does not answer")
            return
        if not self._round and now >= self._next_round:
            self._round = list(status.QUESTIONS)
            self._next_round = now + every_s
        if self._round:
            self._asked, self._asked_at = self._round.pop(0), now
            self._send_all(status.ask(self._asked))

    def _quiet_s(self) -> float:
        """Seconds in which a resting printer needs nothing unless it speaks."""
        if not self._can_ask:
            return self._timings.poll
        asking = self._asked is not None
        due = self._asked_at + self._timings.reply if asking else self._next_round
        return max(0.0, due - time.monotonic())

    def _full_round(self) -> None:
        rounds = self._new_round()
        while self._rounds <= rounds:
            self._poll(self._timings.poll, patient=False)
            self._pump(self._timings.tick)

    def _new_round(self) -> int:
        """Starts a round of questions; it is answered when `_rounds` exceeds this."""
        self._round = []
        self._next_round = 0.0
        return self._rounds + (self._asked is not None)

    def _ask_model(self) -> str:
        self._blocks = []
        self._send_all(status.MODEL_NAME)
        self._pump_until(lambda: bool(self._blocks))
        return self._blocks[-1][1:].decode("ascii", "replace") if self._blocks else ""

    def _ask_logos(self) -> frozenset[bytes] | None:
        keys: frozenset[bytes] = frozenset()
        question, more = logos.LIST_KEYS, True
        while more:
            self._blocks = []
            self._send_all(question)
            if not self._pump_until(lambda: any(map(logos.is_list, self._blocks))):
                return None
            found, more = logos.keys_in(next(filter(logos.is_list, self._blocks)))
            keys |= found
            question = logos.HEARD
        self._send_all(logos.HEARD)
        return keys

    def _find_completion(self) -> Completion:
        self._printed.discard(_PROBE_TOKEN)
        self._expected[process_id(_PROBE_TOKEN)] = _PROBE_TOKEN
        self._send_all(fence("process_id", _PROBE_TOKEN))
        if self._pump_until(lambda: _PROBE_TOKEN in self._printed):
            return "process_id"
        self._expected.clear()
        self._fences.append(_PROBE_TOKEN)
        self._send_all(QUEUED_STATUS)
        answered = self._pump_until(lambda: _PROBE_TOKEN in self._printed)
        self._fences.clear()
        return "gs_r" if answered else "none"

    def _pump_until(self, done: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + self._timings.reply
        while not done() and time.monotonic() < deadline:
            self._pump(min(self._timings.tick, 0.05))
        return done()
