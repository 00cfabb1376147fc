"""Two real machines of one restaurant that are apart until they meet, without a network."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from gui_kit import FixedClock

from app.bootstrap import Opened, open_house
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.settled_events import AttentionSettled
from app.domain.receipts.events import ReceiptIssued
from app.domain.terminals.decide import EnrolTerminal
from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins
from app.domain.vocabulary import Refusal
from app.hub.founding import carry
from app.hub.node import Node
from app.services.house import Actor, Fact, facts_of
from app.services.site import Site
from db.entry import parse
from db.exchange import batch
from db.keys import open_key
from db.profile import Profile
from db.whole_file import write_whole

MANAGER = Actor("marc")


class Here:
    """A machine in the thread of the test."""

    def __init__(self, opened: Opened) -> None:
        self.opened, self.house = opened, opened.house
        self.node: Node = opened.node(lambda function: function())

    @property
    def world(self) -> Any:
        return self.house.world

    def do(self, command: Any, person: str = "marc") -> tuple[Fact, ...]:
        done = self.house.run(command, Actor(person))
        assert not isinstance(done, Refusal), done
        return done

    def open_till(self) -> None:
        self.do(OpenTill(coins=(Coins(value=5000, count=3),)))

    def issued(self, order: str) -> list[ReceiptIssued]:
        """The documents of an order."""
        entries = self.house.journal.entries(stream=f"order/{order}")
        events = (fact.event for fact in facts_of(entries))
        return [event for event in events if isinstance(event, ReceiptIssued)]

    def settled(self, order: str) -> list[AttentionSettled]:
        """What was left as it is about an order."""
        entries = self.house.journal.entries(stream=f"order/{order}")
        events = (fact.event for fact in facts_of(entries))
        return [event for event in events if isinstance(event, AttentionSettled)]

    def seat(self, table: str) -> str:
        (created, *_) = self.do(OpenOrder(table=table, covers=2))
        return created.event.order

    def take(self, order: str, article: str, quantity: int = 1000) -> str:
        added, *_ = self.do(AddLine(order=order, article=article, quantity=quantity))
        return added.event.line


class Apart:
    """Both machines; what one wrote reaches the other when they meet."""

    def __init__(self, one: Here, two: Here, clock: FixedClock) -> None:
        self.one, self.two, self.clock = one, two, clock

    def meet(self) -> None:
        self.clock.forward(seconds=1)
        for source, to in ((self.one, self.two), (self.two, self.one)):
            _give(source, to)


def _give(source: Here, to: Here) -> None:
    while runs := batch(source.house.database, to.house.journal.vector(), 1000):
        for run in runs.values():
            to.opened.sealer.take(source.opened.sealer.keys(_streams(source, run)))
            to.house.receive(run, to.node.trusts)


def _streams(source: Here, run: list[str]) -> set[str]:
    return {parse(stored).stream for stored in run}


@contextmanager
def apart(folder: Path) -> Iterator[Apart]:
    """The demo restaurant on "Caisse 1", and "Bar" that was enrolled and knows it all."""
    with ExitStack() as stack:
        clock = FixedClock()
        first = open_house(Profile(folder / "one"), clock=clock)
        one = Here(stack.enter_context(first))
        assert carry(one.node, 8443, MANAGER, name="Caisse 1", role="pos") is None
        profile = Profile(folder / "two")
        profile.create()
        key = open_key(profile.keys, name="Sotto", now=clock()).jwk
        one.do(
            EnrolTerminal(chain="C2", x=key["x"], y=key["y"], name="Bar", role="pos")
        )
        founder = one.world.terminals.known["C1"]
        site = Site(one.node.site_id, "C2", "C1", founder.x, founder.y, "127.0.0.1:1")
        site.write(profile.keys)
        write_whole(profile.keys / "pepper", one.opened.pepper)
        second = open_house(profile, demo=False, clock=clock)
        two = Here(stack.enter_context(second))
        pair = Apart(one, two, clock)
        pair.meet()
        one.open_till()
        two.open_till()
        pair.meet()
        yield pair
