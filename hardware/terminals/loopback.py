"""A server on the loopback address whose plug can be pulled, for simulated devices.

Each connection is served on its own thread. Off: the port refuses, links break with a
reset as soon as their threads notice ``off``, and all threads are waited for.
"""

import socket
import struct
from collections.abc import Callable
from functools import partial
from threading import Event, Lock, Thread, current_thread

_BACKLOG = 4
_ACCEPT_TICK_S = 0.05
_JOIN_S = 2.0
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close sends RST


class LoopbackServer:
    """Switched off until `power(on=True)`.

    Attributes:
        host: always the loopback address.
        port: where it listens; the same one after a power cut.
        off: set while there is no power; `serve` returns soon after it is.
    """

    host = "127.0.0.1"

    def __init__(
        self, name: str, serve: Callable[[socket.socket], None], port: int = 0
    ) -> None:
        """Prepares a server.

        Args:
            name: of the threads.
            serve: has one conversation; the link is closed afterwards, and an OSError
                of its is the end of the conversation.
            port: 0 for any free one.
        """
        self.port = port
        self.off = Event()
        self.off.set()
        self._name = name
        self._serve_link = serve
        self._switch = Lock()  # one hand on the power at a time
        self._lock = Lock()  # guards the two below
        self._links: set[socket.socket] = set()
        self._threads: list[Thread] = []

    def power(self, *, on: bool) -> bool:
        """Switches; any thread. Whether that changed anything."""
        with self._switch:
            if on != self.off.is_set():
                return False
            if on:
                self._power_on()
            else:
                self._power_off()
            return True

    def _power_on(self) -> None:
        server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((self.host, self.port))
        server.listen(_BACKLOG)
        server.settimeout(_ACCEPT_TICK_S)
        self.port = server.getsockname()[1]
        self.off.clear()
        self._spawn(partial(self._accept, server))

    def _power_off(self) -> None:
        self.off.set()
        with self._lock:
            threads = tuple(self._threads)
            for link in self._links:  # their threads close them
                break_off_on_close(link)
        for thread in threads:
            if thread is not current_thread():  # a conversation may pull the plug
                thread.join(_JOIN_S)

    def _spawn(self, target: Callable[[], None]) -> None:
        thread = Thread(target=target, name=self._name, daemon=True)
        with self._lock:
            self._threads = [each for each in self._threads if each.is_alive()]
            self._threads.append(thread)
            # Inside the lock: a thread not yet started is not alive either.
            thread.start()

    def _accept(self, server: socket.socket) -> None:
        with server:
            while not self.off.is_set():
                try:
                    link, _ = server.accept()
                except TimeoutError:
                    continue
                with self._lock:
                    self._links.add(link)
                self._spawn(partial(self._serve, link))

    def _serve(self, link: socket.socket) -> None:
        try:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._serve_link(link)
        except OSError:
            pass  # the other side is gone
        finally:
            with self._lock:
                self._links.discard(link)
                link.close()


def break_off_on_close(link: socket.socket) -> None:
    """Has the link end with a reset, as a cut cable does."""
    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
