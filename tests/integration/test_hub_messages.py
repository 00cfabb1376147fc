"""The exchange over a network that loses, repeats and swaps whole messages.

TCP does none of that, so a proxy cannot: here two peers talk in one process. A connection
on which nothing comes any more ends, as a real one does that answers no ping.
`FAULT_SEEDS=20 pytest …` plays longer.
"""

import asyncio
import os
import random
from contextlib import suppress
from datetime import timedelta

import pytest
from journal_kit import signer
from meeting_kit import Terminal, same_everywhere, terminals
from player_kit import Player

from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.terminals.events import TerminalSet
from app.hub.messages import GreetingError
from app.hub.node import Node
from app.hub.peer import Peer

pytestmark = [pytest.mark.logs, pytest.mark.usefixtures("caplog")]

SEEDS = int(os.environ.get("FAULT_SEEDS", "2"))
STALLED_S = 0.05


class Way:
    """One direction of a connection."""

    def __init__(self, dice: random.Random, *, bad: bool) -> None:
        self.dice, self.bad = dice, bad
        self.queue: asyncio.Queue[str] = asyncio.Queue()
        self.held: list[str] = []
        self.harm = 0

    async def send(self, text: str) -> None:
        fate = self.dice.random() if self.bad else 1.0
        self.harm += fate < 0.4
        if fate < 0.1:
            return  # lost
        if fate < 0.25:
            self.held.append(text)  # until another one has overtaken it
            return
        for each in [text, text] if fate < 0.4 else [text]:
            self.queue.put_nowait(each)
        while self.held:
            self.queue.put_nowait(self.held.pop())


async def meeting(one: Node, other: Node, dice: random.Random, *, bad: bool) -> int:
    """A connection until it ends, or both have all when it is good; harm done."""
    there, back = Way(dice, bad=bad), Way(dice, bad=bad)
    vectors = [node.house.journal.vector() for node in (one, other)]
    peers = (
        Peer(one, other.chain, vectors[1], there.send),
        Peer(other, one.chain, vectors[0], back.send),
    )
    tasks = [
        asyncio.ensure_future(peer.run(way.queue.get))
        for peer, way in zip(peers, (back, there), strict=True)
    ]
    if bad:
        await asyncio.wait(
            tasks, timeout=STALLED_S, return_when=asyncio.FIRST_COMPLETED
        )
    else:
        while not all(peer.level for peer in peers):
            await asyncio.sleep(0.001)
            assert not any(task.done() for task in tasks)
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError, GreetingError):
            await task
    return there.harm + back.harm


def node_of(terminal: Terminal) -> Node:
    house = terminal.house
    own = signer(house.terminal)
    return Node(house, house.sealer, own, lambda function: function())  # type: ignore[arg-type]


def introduce(made: list[Terminal]) -> None:
    """The first one, the hub, knows the keys of all, and the others know that it does."""
    keys = [signer(each.house.terminal).jwk for each in made]
    made[0].house.record(
        [
            TerminalSet(chain=f"C{n}", x=key["x"], y=key["y"], name=f"T{n}")
            for n, key in enumerate(keys, 1)
        ]
    )
    for each in made[1:]:
        each.hears(made[0])


@pytest.mark.parametrize("seed", range(1, 1 + SEEDS))
def test_terminals_agree_whatever_becomes_of_their_messages(seed: int) -> None:
    dice = random.Random(seed)
    with terminals(0, 4, -3) as made:
        introduce(made)
        hub, *others = (node_of(each) for each in made)
        players = [Player(each) for each in made]  # type: ignore[arg-type]

        async def evening() -> int:
            harm = 0
            for _ in range(12):
                for player, each in zip(players, made, strict=True):
                    each.now += timedelta(seconds=dice.randrange(60))
                    player.play(dice.randrange(100), dice.randrange(9999))
                # Now and then a terminal is there twice: it came back before its old
                # connection was found to be dead.
                there = dice.choices(others, k=dice.choice((1, 2, 3)))
                harm += sum(
                    await asyncio.gather(
                        *(meeting(hub, other, dice, bad=True) for other in there)
                    )
                )
            for other in (*others, *others):
                await meeting(hub, other, dice, bad=False)
            return harm

        assert asyncio.run(evening())
        vectors = [each.house.journal.vector() for each in made]
        assert vectors[0] == vectors[1] == vectors[2]
        same_everywhere(made)


def test_a_screen_hears_of_tickets_that_its_hub_could_not_take() -> None:
    with terminals(0, 0, 0) as made:
        introduce(made)
        hub, till, screen = (node_of(each) for each in made)
        (opened, *_) = made[1].do(OpenOrder(mode="counter"))
        made[1].do(AddLine(order=opened.event.order, article="soup"))
        made[1].do(SendOrder(order=opened.event.order))
        words = till.words("C1")
        assert words["C2"][1] == {"hot": 1}
        hub.hear(words)  # its entries are refused there: nothing of them is given on
        assert hub.ahead() == words

        dice = random.Random(1)
        asyncio.run(meeting(hub, screen, dice, bad=False))
        assert screen.ahead() == words

        asyncio.run(meeting(till, screen, dice, bad=False))
        assert screen.ahead() == {}
