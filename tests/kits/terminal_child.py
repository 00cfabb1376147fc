"""A terminal without windows in a process of its own, told what to do line by line.

    python terminal_child.py PROFILE PORT SKEW_SECONDS SEED

PORT of the hub, or "hub:PORT" to carry it. Each line on stdin is answered by one line of
JSON: "play N" does N random acts and tells the numbers of the entries that a cashier was
shown as done; "state" tells what it has and a digest of what it makes of it; "code" opens
a pairing; "quit".
"""

import hashlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from domain_kit import RESTAURANT
from player_kit import Player

from app.bootstrap import Opened, open_house, wall_clock
from app.domain.till.decide import OpenTill
from app.domain.vocabulary import Refusal
from app.house_thread import HouseThread
from app.hub.founding import carry
from app.hub.link import Link
from app.hub.server import Hub
from app.projections.tables import READ_TABLES
from app.services.house import Actor
from db.profile import Profile

BOSS = Actor("lea")
PAUSE_S = 0.02
WRITTEN = bool(os.environ.get("FAULT_ROWS"))
"""Whether "state" also writes the rows into the profile, to look for a difference."""


DIES = int(os.environ.get("FAULT_DIES", "0"))
"""After how many takings the process is killed, 0 for never."""


class Child:
    """What a `Player` takes for a till."""

    def __init__(self, opened: Opened, thread: HouseThread, seed: int) -> None:
        self.opened, self.house, self.thread = opened, opened.house, thread
        self.player = Player(self)  # type: ignore[arg-type]
        self.dice = random.Random(seed)
        self.done: list[int] = []
        self.hub: Hub | None = None
        self.known: dict[str, Any] = {}

    @property
    def world(self) -> Any:
        return self.house.world

    def context(self) -> Any:
        return self.house.context(BOSS)

    def run(self, command: Any) -> Any:
        facts = self.house.run(command, BOSS)
        if not isinstance(facts, Refusal):
            self.done += [fact.meta.order[2] for fact in facts]
        return facts

    def play(self, acts: int) -> object:
        self.done = []
        for _ in range(acts):
            number, seed = self.dice.randrange(100), self.dice.randrange(9999)
            self.thread.ask(lambda n=number, s=seed: self.player.play(n, s))
            time.sleep(PAUSE_S)
        return {"chain": self.house.terminal, "done": self.done}

    def state(self) -> object:
        """The read tables, which follow from all entries, whatever was let go of."""
        digests: dict[str, str] = {}
        with self.house.database.read() as connection:
            for table in READ_TABLES:
                rows = connection.execute(
                    table.select().order_by(*table.primary_key.columns)
                )
                told = "\n".join(repr(tuple(row)) for row in rows)
                digests[table.name] = hashlib.sha256(told.encode()).hexdigest()
                if WRITTEN:
                    (self.opened.profile.folder / table.name).write_text(told)
        orders = sorted(
            (order.id, sorted(order.lines))
            for order in self.world.book.orders.values()
            if not self.world.book.closed(order)
        )
        digests["orders"] = hashlib.sha256(repr(orders).encode()).hexdigest()
        return {"vector": self.house.journal.vector(), **digests}


def die_unanswered(house: Any, left: int) -> None:
    """A process that is killed once it has stored what it was given `left` times, before
    it can answer."""
    receive = house.receive

    def last(*given: Any, **how: Any) -> Any:
        nonlocal left
        facts = receive(*given, **how)
        left -= bool(facts)
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return facts

    house.receive = last


def main(folder: str, place: str, skew: str, seed: str) -> None:
    def clock() -> datetime:
        return wall_clock() + timedelta(seconds=float(skew))

    carries, _, port = place.rpartition(":")
    with ExitStack() as stack:
        profile = Profile(Path(folder))
        opened = stack.enter_context(open_house(profile, demo=False, clock=clock))
        thread = stack.enter_context(HouseThread())
        child = Child(opened, thread, int(seed))
        if DIES:
            die_unanswered(opened.house, DIES)
        node = opened.node(thread.post)
        if carries:
            if not opened.house.world.staff.people:
                thread.ask(lambda: opened.house.record(RESTAURANT))
            child.hub = hub = Hub(
                node, profile.keys, opened.pepper, port=int(port), host="127.0.0.1"
            )
            hub.start()
            stack.callback(hub.stop)
            refused = thread.ask(
                lambda: carry(node, hub.port, BOSS, name="Hub", role="pos")
            )
            assert refused is None, refused
        else:
            link = Link(node, lambda: [f"127.0.0.1:{port}"])
            link.start()
            stack.callback(link.stop)
        print(json.dumps({"ready": opened.house.terminal}), flush=True)
        for line in sys.stdin:
            order, _, argument = line.strip().partition(" ")
            if order == "quit":
                break
            print(json.dumps(obey(child, order, argument)), flush=True)


def obey(child: Child, order: str, argument: str) -> object:
    orders: dict[str, Callable[[], object]] = {
        "play": lambda: child.play(int(argument)),
        "state": lambda: child.thread.ask(child.state),
        "open": lambda: bool(child.thread.ask(lambda: child.run(OpenTill(coins=())))),
        "code": lambda: (
            child.hub.desk.open(argument, "pos", BOSS).code if child.hub else ""
        ),
    }
    return orders[order]()


if __name__ == "__main__":
    main(*sys.argv[1:])
