"""A printer made of software: real ESC/POS over a real socket, with faults to switch on.

One client at a time, like the network printers it stands for. A reader thread takes
bytes and answers realtime questions at once; a mechanism thread prints what is buffered
and stops where a real one would: paper out, cover open, knife jammed, no power. A power
cut loses the buffer and drops the socket; a network cut drops only the socket. Any
method may be called from any thread.
"""

import contextlib
import select
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator

from hardware.printers.emulation import Effect, Interpreter
from hardware.printers.link import WakeUp
from hardware.printers.paper import Ticket
from hardware.printers.profiles import Profile, profile
from hardware.printers.simulated_status import Condition

_BUFFER = 4096
_LINE_DOTS = 30
_SEND_S = 1.0


class SimulatedPrinter:
    """A printer on a loopback port.

    Args:
        model: a profile id: its width, its pages.
        port: 0 for any free one; kept across power cuts.
        on_ticket: called with each cut ticket, on the printer's thread.
        keep: how many tickets stay in `tickets`; `digests` keeps all.
        lines_per_s: how fast it prints, None for at once.
    """

    def __init__(
        self,
        model: str = "simulated",
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        on_ticket: Callable[[Ticket], None] | None = None,
        keep: int = 1000,
        lines_per_s: float | None = None,
    ) -> None:
        self.profile: Profile = profile(model)
        self.tickets: deque[Ticket] = deque(maxlen=keep)
        self.digests: list[str] = []
        self.kicks = 0
        self._host, self._port = host, port
        self._on_ticket = on_ticket
        self._changed = threading.Condition(threading.RLock())
        self._wake = WakeUp()
        self._interpreter = Interpreter(self.profile)
        self._buffer = bytearray()
        self._tail = b""
        self._listener: socket.socket | None = None
        self._reservation: socket.socket | None = None
        self._client: socket.socket | None = None
        self._cut_off = False
        self._running = False
        self._powered = True
        self._paper: float = float("inf")
        self._near_end = False
        self._cover_open = False
        self._jam_next = False
        self._jammed = False
        self._drawer_open = False
        self._mute = False
        self._lines_per_s = lines_per_s
        self._drop_at: int | None = None
        self._dead_at: int | None = None
        self._drop_at_cut = False
        self._asb = False
        self._last_asb = b""
        self._threads = [
            threading.Thread(target=self._read, name="sim-printer-in", daemon=True),
            threading.Thread(target=self._print, name="sim-printer-out", daemon=True),
        ]

    @property
    def port(self) -> int:
        """The TCP port; 0 before `start`."""
        return self._port

    @property
    def address(self) -> str:
        """For `PrinterConfig.address`."""
        return f"tcp://{self._host}:{self._port}"

    @property
    def hanging(self) -> Ticket:
        """What is printed and not cut yet."""
        with self._changed:
            return self._interpreter.hanging

    @property
    def powered(self) -> bool:
        """Whether it is on."""
        return self._powered

    @property
    def troubles(self) -> frozenset[str]:
        """What is wrong now, in the words of `Health.reasons`, and "no_power"."""
        unpowered = () if self._powered else ("no_power",)
        return self._condition().troubles.union(unpowered)

    @property
    def faults(self) -> frozenset[str]:
        """What was switched on and not off again: `troubles`, and what is planned."""
        planned = {
            "cutter_error": self._jam_next,
            "mute": self._mute,
            "slow": self._lines_per_s is not None,
            "power_cut": self._dead_at is not None,
            "drop": self._drop_at is not None,
        }
        return self.troubles.union(name for name, on in planned.items() if on)

    @property
    def unknown_commands(self) -> list[bytes]:
        """Names of commands that it did not understand."""
        return list(self._interpreter.unknown)

    @property
    def buffered(self) -> int:
        """Bytes received and not yet printed."""
        with self._changed:
            return len(self._buffer)

    def start(self) -> None:
        """Listens, and prints from now on.

        Raises:
            OSError: the port is taken.
        """
        self._listen()
        self._running = True
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Closes everything and waits for the threads."""
        with self._changed:
            self._running = False
            self._changed.notify_all()
        self._wake.ring()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(5.0)
        self._hang_up()
        self._close_listener()
        if self._reservation is not None:
            self._reservation.close()
        self._wake.close()

    def wait_for_tickets(self, count: int, timeout_s: float = 5.0) -> bool:
        """Waits until `count` tickets in all have been cut."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.digests) >= count, timeout_s)

    def remove_paper(self) -> None:
        """No paper: it stops where it is."""
        self._set_paper(0)

    def load_paper(self) -> None:
        """A new roll: it goes on."""
        self._set_paper(float("inf"))

    def paper_out_after(self, lines: int) -> None:
        """The roll ends after so many body lines."""
        self._set_paper(lines * _LINE_DOTS)

    def near_end(self, *, on: bool) -> None:
        """The roll is thin."""
        with self._status_change():
            self._near_end = on

    def open_cover(self) -> None:
        """It stops where it is."""
        with self._status_change():
            self._cover_open = True

    def close_cover(self) -> None:
        """It goes on."""
        with self._status_change():
            self._cover_open = False

    def jam_cutter(self) -> None:
        """The knife will jam at its next cut."""
        with self._changed:
            self._jam_next = True

    def clear_cutter(self) -> None:
        """Somebody pulled the paper out of the knife: the cut is made."""
        with self._status_change():
            self._jam_next = self._jammed = False

    def close_drawer(self) -> None:
        """Somebody pushed the drawer shut."""
        with self._status_change():
            self._drawer_open = False

    def mute(self, *, on: bool) -> None:
        """It prints but answers nothing."""
        with self._changed:
            self._mute = on

    def slow(self, lines_per_s: float | None) -> None:
        """Prints so many body lines a second; None for at once."""
        with self._changed:
            self._lines_per_s = lines_per_s

    def power_off(self) -> None:
        """Buffer and socket are gone; nothing listens until `power_on`."""
        with self._changed:
            self._lose_power()
        self._wake.ring()
        with self._changed:
            self._changed.wait_for(lambda: self._listener is None, 2.0)

    def power_on(self) -> None:
        """It starts afresh, on the same port."""
        with self._changed:
            if not self._powered:
                # A cut just now: the reader may still have to shut the port.
                self._changed.wait_for(lambda: self._listener is None, 2.0)
                self._listen()
                self._powered = True
                self._changed.notify_all()
        self._wake.ring()

    def power_cut_after(self, count: int | None) -> None:
        """The power goes when `count` more bytes have arrived; None calls it off."""
        with self._changed:
            self._dead_at = count

    def drop_after(self, count: int | None) -> None:
        """The network goes for a moment when `count` more bytes have arrived."""
        with self._changed:
            self._drop_at = count

    def drop_at_cut(self) -> None:
        """The network goes just after the next cut, before any answer to it."""
        with self._changed:
            self._drop_at_cut = True

    def drop(self) -> None:
        """The network goes for a moment: the socket is reset, the buffer stays."""
        with self._changed:
            self._cut_off = True
        self._wake.ring()

    @contextlib.contextmanager
    def _status_change(self) -> Iterator[None]:
        with self._changed:
            yield
            self._changed.notify_all()
            self._tell_status()

    def _set_paper(self, dots: float) -> None:
        with self._changed:
            self._paper = dots
            self._changed.notify_all()
            self._tell_status()

    @property
    def _held(self) -> bool:
        return not self._powered or self._paper <= 0 or self._cover_open or self._jammed

    def _lose_power(self) -> None:
        self._powered = False
        self._buffer.clear()
        self._tail = b""
        self._interpreter.forget()
        self._asb, self._last_asb = False, b""
        self._dead_at = self._drop_at = None
        self._jammed = False
        self._changed.notify_all()

    def _bound(self) -> socket.socket:
        bound = socket.socket()
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        try:
            bound.bind((self._host, self._port))
        except OSError:
            bound.close()
            raise
        self._port = bound.getsockname()[1]
        return bound

    def _listen(self) -> None:
        if self._reservation is None:
            # Held without power too: else a client that knocks at a free port of this
            # machine may be given that very port and talk to itself.
            self._reservation = self._bound()
        listener = self._bound()
        listener.listen(1)
        self._listener = listener

    def _close_listener(self) -> None:
        with self._changed:
            if self._listener is not None:
                self._listener.close()
                self._listener = None
            self._changed.notify_all()

    def _hang_up(self) -> None:
        """Resets the connection, as a device that vanishes."""
        with self._changed:
            if self._client is not None:
                with contextlib.suppress(OSError):
                    linger = struct.pack("ii", 1, 0)
                    self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self._client.close()
                self._client = None
            self._cut_off = False
            self._asb, self._last_asb = False, b""

    def _read(self) -> None:
        while self._running:
            if not self._powered:
                self._hang_up()
                self._close_listener()
                self._await_power()
            elif self._cut_off:
                self._hang_up()
            elif self._client is None:
                self._accept()
            else:
                self._receive(self._client)

    def _await_power(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._powered or not self._running)

    def _accept(self) -> None:
        listener = self._listener
        if listener is None or not self._ready(listener):
            return
        try:
            client, _ = listener.accept()
        except OSError:
            return
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.settimeout(_SEND_S)
        with self._changed:
            self._client = client

    def _ready(self, readable: socket.socket) -> bool:
        """Waits for bytes or a connection; a ring of the bell ends it too."""
        ready, _, _ = select.select([readable, self._wake.socket], [], [])
        if self._wake.socket in ready:
            self._wake.clear()
        return readable in ready

    def _receive(self, client: socket.socket) -> None:
        with self._changed:
            full = len(self._buffer) >= _BUFFER
            if full:
                self._changed.wait(0.05)
        if full or not self._ready(client):
            return
        try:
            received = client.recv(_BUFFER)
        except OSError:
            received = b""
        if not received:
            self._hang_up()
            return
        with self._changed:
            self._take(received)

    def _take(self, received: bytes) -> None:
        """Bytes up to the next planned accident go to the buffer."""
        limits = [n for n in (self._drop_at, self._dead_at) if n is not None]
        received = received[: min(limits, default=len(received))]
        self._buffer += received
        self._answer_realtime(received)
        self._changed.notify_all()
        if self._dead_at is not None:
            self._dead_at -= len(received)
            if self._dead_at <= 0:
                self._lose_power()
                return
        if self._drop_at is not None:
            self._drop_at -= len(received)
            if self._drop_at <= 0:
                self._drop_at = None
                self._cut_off = True

    def _answer_realtime(self, received: bytes) -> None:
        """DLE EOT n is answered wherever it stands, even inside a picture."""
        seen = self._tail + received
        at = seen.find(b"\x10\x04")
        while 0 <= at < len(seen) - 2:
            if 1 <= seen[at + 2] <= 4:
                self._reply(bytes([self._condition().realtime(seen[at + 2])]))
            at = seen.find(b"\x10\x04", at + 1)
        self._tail = seen[-2:]

    def _condition(self) -> Condition:
        return Condition(
            held=self._held,
            paper_out=self._paper <= 0,
            near_end=self._near_end,
            cover_open=self._cover_open,
            jammed=self._jammed,
            drawer_open=self._drawer_open,
        )

    def _tell_status(self) -> None:
        if self._asb and self._powered:
            status = self._condition().unasked()
            if status != self._last_asb:
                self._last_asb = status
                self._reply(status)

    def _reply(self, data: bytes) -> None:
        if self._client is not None and not (self._mute or self._cut_off):
            with contextlib.suppress(OSError):
                self._client.sendall(data)

    def _print(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: not self._running or self._can_step())
                if not self._running:
                    return
                effect = self._step()
                if pause := self._pause(effect):
                    self._changed.wait_for(self._stopped, pause)
                if effect.cut is not None:
                    self.tickets.append(effect.cut)
                    self.digests.append(effect.cut.digest)
                    self._changed.notify_all()
            if effect.cut is not None and self._on_ticket is not None:
                self._on_ticket(effect.cut)

    def _stopped(self) -> bool:
        return not (self._running and self._powered)

    def _can_step(self) -> bool:
        if self._held:
            return False
        if self._interpreter.hungry and self._buffer:
            self._interpreter.feed(bytes(self._buffer))
            self._buffer.clear()
            self._changed.notify_all()
        return not self._interpreter.hungry

    def _step(self) -> Effect:
        """One command; a jammed knife stops before it."""
        if self._jam_next and self._interpreter.about_to_cut:
            self._jammed = True
            self._tell_status()
            return Effect()
        effect = self._interpreter.step()
        if effect.feed:
            self._paper -= effect.feed
        if effect.kick:
            self.kicks += 1
            self._drawer_open = True
        if effect.cut is not None and self._drop_at_cut:
            self._drop_at_cut = False
            self._cut_off = True
            self._wake.ring()
        if effect.question:
            self._answer(effect.question)
        if effect.kick or effect.feed:
            self._tell_status()
        return effect

    def _answer(self, question: bytes) -> None:
        match question[:2]:
            case b"\x1da":
                self._asb = question[2] != 0
                self._last_asb = b""
                self._tell_status()
            case b"\x1dr":
                paper = self._near_end * 0x03 | (self._paper <= 0) * 0x0C
                drawer = 0 if self._drawer_open else 1
                self._reply(bytes([drawer if question[2] % 48 == 2 else paper]))
            case b"\x1dI":
                name = {0x42: "SOTTO", 0x43: self.profile.id}.get(question[2], "1.0")
                self._reply(b"\x5f" + name.encode("ascii") + b"\x00")
            case b"\x37r":  # keys of its memory
                self._reply(question)
            case b"\x1d(" if question[5:7] == b"00" and len(question) == 11:
                self._reply(b"\x37\x22" + question[7:11] + b"\x00")

    def _pause(self, effect: Effect) -> float:
        if self._lines_per_s is None or not effect.feed:
            return 0.0
        return effect.feed / _LINE_DOTS / self._lines_per_s
