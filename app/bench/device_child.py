"""Run in a process of its own: the drivers of a profile, idle.

`python -m app.bench.device_child FOLDER [none]` prints the share of a core, in percent,
that the process takes while nobody uses a device; with "none" what the same process takes
without any.
"""

import queue
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.bootstrap import SOFTWARE, open_house
from app.devices import DeviceRoom
from app.services.health_history import HealthHistory
from db.profile import Profile

_SETTLING_S, _MEASURED_S, _LOOK_S = 6.0, 20.0, 1.0


def main(folder: str, which: str = "all") -> None:
    """Lets the drivers settle, then measures."""
    posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    with open_house(Profile(Path(folder))) as opened:
        house, spool = opened.house, opened.profile.spool
        room = DeviceRoom(house, spool, posted.put, _nothing, SOFTWARE)
        history = HealthHistory(house)
        if which == "all":
            room.start()
        _live(posted, room, history, _SETTLING_S)
        idle = [key for key, h in room.healths().items() if not h.state.usable]
        before = time.process_time()
        _live(posted, room, history, _MEASURED_S)
        used = time.process_time() - before
        if which == "all":
            room.stop()
    if idle and which == "all":
        sys.exit(f"not ready: {', '.join(idle)}")
    print(100 * used / _MEASURED_S)  # noqa: T201 # read by the bench


def _nothing() -> None:
    """No window shows it."""


def _live(
    posted: "queue.SimpleQueue[Callable[[], None]]",
    room: DeviceRoom,
    history: HealthHistory,
    seconds: float,
) -> None:
    """Does what the thread of the house does, without its windows."""
    end = time.monotonic() + seconds
    look = time.monotonic()
    while (now := time.monotonic()) < end:
        if now >= look:
            history.look(room.driven_healths())
            look = now + _LOOK_S
        try:
            posted.get(timeout=max(0.0, min(look, end) - time.monotonic()))()
        except queue.Empty:
            continue


if __name__ == "__main__":
    main(*sys.argv[1:])
