"""kill -9 of a till that pages waiters, at random points: nothing rings twice.

The till is a child process with the real house and drivers; the transmitter lives here and
keeps what rang.
"""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from street import MARC, Till, till_of

from app.bootstrap import open_house
from app.domain.rules import SetDevice
from app.domain.settings import DeviceSet
from app.domain.staff.decide import CallStaff, SetPager
from app.domain.staff.events import PagerSet
from app.rooms.pager import PagerRoom
from db.profile import Profile
from hardware.pagers.simulator import SocketTransmitter

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

ROUNDS = 4
PATIENCE = 30.0


def paging(till: Till) -> PagerRoom:
    room = PagerRoom(till.house, till.devices.counter, lambda words: None)
    room.start()
    return room


def call_until_killed(folder: Path, pipe: "Connection[bytes, bytes]") -> None:
    """The child: Marc calls Léa to one table after the other."""
    with till_of(folder) as till:
        room = paging(till)
        pipe.send_bytes(b"open")
        while True:
            for table in till.house.world.floor.tables:
                till.do(CallStaff(who="lea", table=table), MARC)
                till.listen(0.1)
                room.look()


def context() -> "multiprocessing.context.ForkServerContext":
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["pytest", "app.devices", "app.bootstrap"])
    return made


def paged_in(folder: Path) -> list[str]:
    """What the pages in the journal are about, in their order."""
    with open_house(Profile(folder)) as opened:
        entries = opened.house.journal.entries(types=["staff.paged"])
        return [str(entry.data["about"]) for entry in entries]


def test_a_till_that_is_killed_again_and_again_rings_each_call_once_at_most(
    tmp_path: Path,
) -> None:
    chance, peer = random.Random(18), SocketTransmitter()
    try:
        with open_house(Profile(tmp_path)) as opened:
            for command in (
                SetDevice(
                    event=DeviceSet(
                        id="pagers",
                        kind="pager",
                        name="Salle",
                        profile="tap",
                        address=peer.address,
                    )
                ),
                SetPager(event=PagerSet(person="lea", number="14")),
            ):
                assert isinstance(opened.house.run(command, MARC), tuple)
        for _ in range(ROUNDS):
            ours, theirs = context().Pipe(duplex=False)
            child = context().Process(
                target=call_until_killed, args=(tmp_path, theirs), daemon=True
            )
            child.start()
            theirs.close()
            assert ours.recv_bytes() == b"open"
            time.sleep(chance.uniform(0.1, 0.8))
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            child.join()
            ours.close()
        with till_of(tmp_path) as till:  # it starts once more, and catches up
            room = paging(till)
            called = list(till.house.journal.entries(types=["staff.called"]))
            until = time.monotonic() + PATIENCE
            while len(paged_in_world(till)) < len(called):
                assert time.monotonic() < until, "calls were never paged"
                till.listen(0.05)
                room.look()
            settled = time.monotonic() + 3.0
            while time.monotonic() < settled:
                till.listen(0.05)
    finally:
        peer.stop()
    about = paged_in(tmp_path)
    assert Counter(about).most_common(1)[0][1] == 1  # one fact a call
    rung = Counter(text for _, text in peer.brain.shown)
    calls = Counter(entry.data["table"] for entry in called)
    assert sum(rung.values()) <= len(called)
    assert sum(rung.values()) >= len(called) - 3 * ROUNDS  # what a kill swallowed
    assert max(rung.values()) <= max(calls.values())


def paged_in_world(till: Till) -> list[str]:
    entries = till.house.journal.entries(types=["staff.paged"])
    return [str(entry.data["about"]) for entry in entries]
