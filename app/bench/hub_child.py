"""One terminal of a measured restaurant: takes an order a second, sees those of others.

    python -m app.bench.hub_child PROFILE PORT SECONDS

Says "ready" once it has the restaurant, waits for a line, then plays and prints JSON:
order -> when it was sent here, order -> when one of another terminal was in the world
here, in nanoseconds of the clock that all processes of a machine share.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from app.bootstrap import open_house
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import OrderCreated, OrderSent
from app.domain.till.decide import OpenTill
from app.domain.vocabulary import Refusal
from app.house_thread import HouseThread
from app.hub.link import Link
from app.services.house import SYSTEM, Actor, Fact, House
from db.profile import Profile

_LINES = 3
_ACTOR = Actor(SYSTEM)


def main(folder: str, port: str, seconds: str) -> None:
    """Plays one terminal; see above."""
    with open_house(Profile(Path(folder))) as opened, HouseThread() as thread:
        house = opened.house
        link = Link(opened.node(thread.post), lambda: [f"127.0.0.1:{port}"])
        link.start()
        link.level.wait(120)
        sent: dict[str, int] = {}
        seen: dict[str, int] = {}

        def watch(facts: Sequence[Fact]) -> None:
            now = time.monotonic_ns()
            for fact in facts:
                if isinstance(fact.event, OrderSent):
                    own = fact.meta.chain == house.terminal
                    (sent if own else seen)[fact.event.order] = now

        house.follow(watch)
        thread.ask(lambda: house.run(OpenTill(coins=()), _ACTOR))
        print("ready", flush=True)
        sys.stdin.readline()
        for _ in range(int(seconds)):
            start = time.monotonic()
            thread.ask(lambda: _order(house))
            time.sleep(max(0.0, start + 1 - time.monotonic()))
        time.sleep(1)  # what is on its way arrives
        link.stop()
        print(json.dumps({"sent": sent, "seen": seen}), flush=True)


def _order(house: House) -> None:
    created = house.run(OpenOrder(mode="counter"), _ACTOR)
    if isinstance(created, Refusal) or not isinstance(created[0].event, OrderCreated):
        raise TypeError("no order was opened")
    order = created[0].event.order
    plain = (a for a in house.world.catalogue.articles.values() if a.station)
    for article in [a for a in plain if not a.groups and not a.steps][:_LINES]:
        house.run(AddLine(order=order, article=article.id), _ACTOR)
    house.run(SendOrder(order=order), _ACTOR)


if __name__ == "__main__":
    main(*sys.argv[1:])
