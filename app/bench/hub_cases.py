"""What several terminals cost: an order on the other screens, and catching up.

Each terminal is a process of its own (`app.bench.hub_child`) on loopback; all share the
processors of one machine, which twelve real ones do not.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app.arrival import Arrival
from app.bench.floors import commits
from app.bench.timing import Row, rate, row
from app.bootstrap import open_house
from app.house_thread import HouseThread
from app.hub.founding import carry
from app.hub.link import Link
from app.hub.server import Hub
from app.services.house import SYSTEM, Actor
from db.profile import Profile

TERMINALS, SECONDS = 12, 20
_FRAME_S = 1 / 60
_ACTOR = Actor(SYSTEM)


def fan_out(scale: str) -> Iterable[Row]:
    """Twelve terminals at an order a second: sent on one, in the world of another."""
    with tempfile.TemporaryDirectory() as folder, _hub(Path(folder) / "hub") as hub:
        profiles = [_paired(hub, Path(folder) / f"t{n}") for n in range(TERMINALS)]
        children = [_child(profile, hub.port) for profile in profiles]
        for child in children:
            _line(child)  # "ready"
        for child in children:
            _start(child)
            time.sleep(1 / TERMINALS)  # people do not tap all at once
        told = [json.loads(_line(child)) for child in children]
        for child in children:
            child.communicate()
    sent = {order: at for one in told for order, at in one["sent"].items()}
    samples = [
        (seen - sent[order]) / 1e6
        for one in told
        for order, seen in one["seen"].items()
        if order in sent
    ]
    yield row("hub_order", samples, commits())


def catch_up(scale: str) -> Iterable[Row]:
    """A terminal receives a month that it missed; how long a tap waits meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with (
            _hub(place / "hub", history=True) as hub,
            open_house(_paired(hub, place / "till")) as opened,
            HouseThread() as thread,
        ):
            link = Link(opened.node(thread.post), lambda: [f"127.0.0.1:{hub.port}"])
            waits: list[float] = []
            level = threading.Event()

            def tap() -> None:
                while not level.wait(_FRAME_S):
                    start = time.perf_counter()
                    thread.ask(lambda: None)
                    waits.append(1000 * (time.perf_counter() - start))

            tapping = threading.Thread(target=tap)
            tapping.start()
            start = time.perf_counter()
            link.start()
            link.level.wait(120)
            took = time.perf_counter() - start
            level.set()
            tapping.join()
            link.stop()
            count = sum(opened.house.journal.vector().values())
    yield rate("hub_catch_up", [count / took])
    yield row("hub_catch_up_tap", waits, commits())


@contextmanager
def _hub(folder: Path, *, history: bool = False) -> Iterator[Hub]:
    with ExitStack() as stack:
        opened = stack.enter_context(open_house(Profile(folder), history=history))
        thread = stack.enter_context(HouseThread())
        node = opened.node(thread.post)
        keys, pepper = opened.profile.keys, opened.pepper
        hub = Hub(node, keys, pepper, port=0, host="127.0.0.1")
        hub.start()
        stack.callback(hub.stop)
        thread.ask(lambda: carry(node, hub.port, _ACTOR, name="Hub", role="hub"))
        yield hub


def _paired(hub: Hub, folder: Path) -> Profile:
    profile = Profile(folder)
    offer = hub.desk.open(folder.name, "pos", _ACTOR)
    Arrival(profile).join(f"127.0.0.1:{hub.port}", offer.code)
    return profile


def _child(profile: Profile, port: int) -> "subprocess.Popen[str]":
    module = [sys.executable, "-m", "app.bench.hub_child"]
    return subprocess.Popen(  # noqa: S603 # our own module
        [*module, str(profile.folder), str(port), str(SECONDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _line(child: "subprocess.Popen[str]") -> str:
    return child.stdout.readline() if child.stdout else ""


def _start(child: "subprocess.Popen[str]") -> None:
    if child.stdin:
        child.stdin.write("\n")
        child.stdin.flush()
