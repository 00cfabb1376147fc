"""A month of past services at the demo restaurant, reproducible from a seed.

Parties arrive, order, pay and leave on a clock that travels through the past; every
act goes through the same door as a tap does, so reports have real documents to sum.
"""

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from app.demo.guests import Guests, Wish
from app.domain.inventory.decide import MoveStock
from app.domain.orders.billing import next_share, order_due
from app.domain.orders.commands import (
    AddLine,
    CompLine,
    OpenOrder,
    SendOrder,
    SplitOrder,
    VoidLine,
)
from app.domain.orders.events import OrderCreated
from app.domain.payments.decide import TakePayment
from app.domain.rules import Command
from app.domain.till.decide import DENOMINATIONS, CountTill, OpenTill
from app.domain.till.events import Coins
from app.domain.vocabulary import Refusal
from app.fiscal.closing import close_day
from app.fiscal.periods import close_due
from app.services.house import Actor, Fact, House

DAYS = 30
WEEKDAY = (0.5, 0.7, 0.75, 0.85, 1.25, 1.35, 0.0)
"""Share of an ordinary day, Monday first; closed on Sunday."""
PARTIES = 22
WAITERS = ("lea", "karim", "ines")

Party = Iterator[timedelta]
"""What a party does; yields how long it waits before its next act."""


class TravelClock:
    """A clock that can be set to the past; the wall clock when it is not."""

    def __init__(self, wall: Callable[[], datetime]) -> None:
        self.wall = wall
        self.moment: datetime | None = None

    def __call__(self) -> datetime:
        """The moment it shows."""
        return self.moment or self.wall()


def play_history(house: House, clock: TravelClock, today: date, seed: int = 7) -> None:
    """Plays the `DAYS` days before `today`, each opened, served, counted and closed."""
    random = Random(seed)
    zone = clock().tzinfo
    for days in range(DAYS, 0, -1):
        day = today - timedelta(days=days)
        share = WEEKDAY[day.weekday()] * random.uniform(0.85, 1.15)
        if share:
            morning = datetime.combine(day, time(11), zone)
            _Service(house, clock, random).play(morning, round(PARTIES * share))


class _Service:
    """One day."""

    def __init__(self, house: House, clock: TravelClock, random: Random) -> None:
        self._house, self._clock, self._random = house, clock, random
        self._guests = Guests(house.world.catalogue, random)
        self._free = [t for t in house.world.floor.tables.values() if t.active]

    def play(self, morning: datetime, parties: int) -> None:
        self._clock.moment = morning
        manager = Actor("marc", "till")
        close_due(self._house)
        self._run(
            OpenTill(coins=(Coins(value=5000, count=2), Coins(value=1000, count=5))),
            manager,
        )
        self._deliver()
        order = count()
        queue: list[tuple[datetime, int, Party]] = []
        for _ in range(parties):
            noon = self._random.random() < 0.4
            minute = (
                self._random.triangular(60, 210)
                if noon
                else (self._random.triangular(480, 690))
            )
            arrival = morning + timedelta(minutes=minute)
            kind = self._random.random()
            party = self._counter() if kind < 0.2 else self._table()
            heapq.heappush(queue, (arrival, next(order), party))
        while queue:
            moment, _, party = heapq.heappop(queue)
            self._clock.moment = max(self._clock.moment, moment)
            wait = next(party, None)
            if wait is not None:
                heapq.heappush(queue, (self._clock.moment + wait, next(order), party))
        self._clock.moment = max(self._clock.moment, morning + timedelta(hours=13))
        self._count(manager)
        closed = close_day(self._house, manager)
        assert not isinstance(closed, Refusal), closed

    def _deliver(self) -> None:
        """What runs low is brought in the morning, for three times what is needed."""
        inventory = self._house.world.inventory
        for item in inventory.items.values():
            missing = 3 * item.low - inventory.level(item.id)
            if missing > item.low:
                delivered = MoveStock(item=item.id, kind="delivery", quantity=missing)
                self._run(delivered, Actor("theo", "admin"))

    def _table(self) -> Party:
        if not self._free:
            yield timedelta(minutes=20)
        if not self._free:
            return
        table = self._free.pop(self._random.randrange(len(self._free)))
        covers = min(table.seats, self._random.choice((1, 2, 2, 2, 3, 4, 4, 5)))
        actor = Actor(self._random.choice(WAITERS), "pos")
        opened = self._run(OpenOrder(table=table.id, covers=covers), actor)
        order = _order_of(opened)
        self._take(order, self._guests.meal(covers), actor)
        self._run(SendOrder(order=order), actor)
        yield timedelta(minutes=self._random.randint(25, 45))
        self._mishap(order, actor)
        if self._random.random() < 0.7:
            self._take(order, self._guests.sweets(covers), actor)
            self._run(SendOrder(order=order), actor)
        yield timedelta(minutes=self._random.randint(20, 40))
        if covers > 1 and self._random.random() < 0.2:
            self._run(SplitOrder(order=order, shares=covers), actor)
        self._pay(order, actor)
        self._free.append(table)

    def _counter(self) -> Party:
        actor = Actor("ines", "pos")
        mode = "counter" if self._random.random() < 0.5 else "dine_in"
        opened = self._run(OpenOrder(mode=mode), actor)  # type: ignore[arg-type]  # two of its words
        order = _order_of(opened)
        shop = mode == "counter"
        self._take(
            order, self._guests.basket() if shop else self._guests.round(), actor
        )
        yield timedelta(minutes=self._random.randint(1, 4))
        self._pay(order, actor)

    def _take(self, order: str, wishes: list[Wish], actor: Actor) -> None:
        for wish in wishes:
            self._run(
                AddLine(
                    order=order,
                    article=wish.article,
                    options=wish.options,
                    picks=wish.picks,
                    seats=wish.seats,
                    quantity=wish.quantity,
                ),
                actor,
            )

    def _mishap(self, order: str, actor: Actor) -> None:
        """Now and then a dish is sent back, or something is on the house."""
        book = self._house.world.book
        lines = book.lines_of(book.orders[order])
        line = self._random.choice(lines) if lines else None
        chance = self._random.random()
        manager = Actor(actor.person, actor.window, "marc")
        if line is not None and chance < 0.04:
            self._run(VoidLine(order=order, line=line.id, reason="Erreur"), manager)
        elif line is not None and chance < 0.08:
            self._run(
                CompLine(order=order, line=line.id, reason="Geste commercial"), manager
            )

    def _pay(self, order: str, actor: Actor) -> None:
        book = self._house.world.book
        while order_due(book, book.orders[order]) > 0:
            share = next_share(book, book.orders[order])
            chance = self._random.random()
            method, tendered, tip = "card_manual", 0, 0
            if chance < 0.25:
                method, tendered = "cash", -(-share // 500) * 500
            elif chance < 0.37:
                method, share = "voucher", min(share, 2500)
            elif chance < 0.5:
                tip = 100 * self._random.randint(1, 5)
            self._run(
                TakePayment(
                    order=order,
                    method=method,
                    amount=share,
                    tendered=tendered,
                    tip=tip,
                ),
                actor,
            )

    def _count(self, actor: Actor) -> None:
        """The drawer as it is counted: mostly right, sometimes some cents off."""
        left = self._house.world.till(self._house.terminal).cash
        left -= self._random.choice((0, 0, 0, 0, 20, 50, -10))
        coins = []
        for value in DENOMINATIONS:
            number, left = divmod(max(left, 0), value)
            if number:
                coins.append(Coins(value=value, count=number))
        self._run(CountTill(coins=tuple(coins)), actor)

    def _run(self, command: Command, actor: Actor) -> tuple[Fact, ...]:
        """Carries an act out; a refusal (sold out, nothing to send) is passed over."""
        result = self._house.run(command, actor)
        return () if isinstance(result, Refusal) else result


def _order_of(facts: tuple[Fact, ...]) -> str:
    created = facts[0].event
    assert isinstance(created, OrderCreated)
    return created.order
