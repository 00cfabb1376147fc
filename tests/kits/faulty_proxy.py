"""A network between terminals and hub that delays, stalls and cuts at any byte.

What it does is drawn from a seed. `mend` makes it a good network again.
"""

import random
import socket
import threading
import time
from contextlib import suppress


class FaultyProxy:
    """Listens on a port of its own and forwards to another, badly.

    Attributes:
        port: where terminals connect.
        bad: whether it does harm at the moment.
        dead: refuses everything, like a router without power.
        mute: connections stay, but nothing comes through; new ones neither.
    """

    def __init__(self, target: int, seed: int) -> None:
        self.target, self.bad, self.dead = target, True, False
        self.mute = False
        self.cuts = 0
        self._dice = random.Random(seed)
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def mend(self) -> None:
        """No more harm."""
        self.bad = self.dead = False

    def cut_all(self) -> None:
        """Every connection ends now."""
        for pair in tuple(self._pairs):
            self._cut(*pair)

    def close(self) -> None:
        self._listening.close()
        self.cut_all()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self.dead:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.target), 2)
            except OSError:
                near.close()
                continue
            self._pairs.append((near, far))
            for one, other in ((near, far), (far, near)):
                seed = self._dice.random()
                threading.Thread(
                    target=self._pump, args=(one, other, seed), daemon=True
                ).start()

    def _pump(self, one: socket.socket, other: socket.socket, seed: float) -> None:
        dice = random.Random(seed)
        with suppress(OSError):
            while data := one.recv(16_384):
                while self.mute:
                    time.sleep(0.01)
                if self.bad:
                    fate = dice.random()
                    if fate < 0.03:  # cut in the middle of what was said
                        other.sendall(data[: dice.randrange(len(data))])
                        self.cuts += 1
                        break
                    if fate < 0.06:  # silence longer than anybody waits
                        time.sleep(dice.uniform(0.5, 2.5))
                    elif fate < 0.4:
                        time.sleep(dice.uniform(0, 0.03))
                other.sendall(data)
        self._cut(one, other)

    def _cut(self, one: socket.socket, other: socket.socket) -> None:
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
