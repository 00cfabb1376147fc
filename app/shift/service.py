"""The evening: opening, stories side by side on one clock, closing."""

import heapq
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random

from app.demo.guests import Guests
from app.shift.finger import Stuck
from app.shift.hands.team import WINDOW_OF, Team
from app.shift.hands.till import pieces_of
from app.shift.parties import Party, Story, TableStory
from app.shift.screens import KitchenScreen
from app.shift.stage import Stage

FLOAT = 20_000
_log = logging.getLogger("sotto.shift")


class Service:
    """One evening on a stage.

    Attributes:
        screen: what the kitchen's window showed.
        troubles: what hands could not do, in words.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._team = Team(stage)
        self._random = stage.random
        self._guests = Guests(stage.world.catalogue, Random(stage.options.seed))
        self.screen: KitchenScreen | None = None
        self.troubles: list[str] = []
        self._cooking: dict[str, datetime] = {}

    def play(self) -> None:
        """Opens, serves and closes."""
        self._open()
        self._tell(self._stories())
        self._close()

    def _open(self) -> None:
        team = self._team
        team.login.mistype("pos", "lea")
        team.till.come()
        team.till.open(pieces_of(FLOAT))
        team.till.go()
        self.screen = team.kitchen.come()
        for person in ("lea", "karim"):
            team.login.be(WINDOW_OF[person], person)

    def _stories(self) -> Iterator[tuple[datetime, str, Story]]:
        now = self._stage.clock()
        tables = [
            t
            for t in self._stage.world.floor.tables.values()
            if t.active and self._stage.world.floor.rooms[t.room].ask_covers
        ]
        covers, number = self._stage.options.covers, 0
        while covers > 0:
            table = tables[number % len(tables)]
            party = Party(
                number=number,
                covers=min(covers, table.seats, self._random.choice((2, 2, 3, 4))),
                table=table.id,
                waiter="karim" if number % 2 else "lea",
                ways=frozenset({"seat_plan"} if number % 2 else set()) | {"sweets"},
                tender="card" if number % 2 else "cash",
            )
            story = TableStory(
                self._team, self._guests, party, Random(self._random.random())
            )
            yield (
                now + timedelta(minutes=3 * number + 2),
                f"table {number}",
                story.tell(),
            )
            covers -= party.covers
            number += 1

    def _tell(self, stories: Iterator[tuple[datetime, str, Story]]) -> None:
        """Tells the stories side by side; the kitchen works as long as one goes on."""
        order = count()
        queue = [(at, next(order), name, story) for at, name, story in stories]
        heapq.heapify(queue)
        kitchen = (self._stage.clock(), next(order), "kitchen", self._cook())
        heapq.heappush(queue, kitchen)
        while len(queue) > 1:
            moment, _, name, story = heapq.heappop(queue)
            self._stage.clock.wait_until(moment, self._stage.finger)
            try:
                wait = next(story, None)
            except Stuck as error:
                self._trouble(name, error)
                wait = timedelta(minutes=1) if name == "kitchen" else None
                story = self._cook() if name == "kitchen" else story
            if wait is not None:
                later = self._stage.clock() + wait
                heapq.heappush(queue, (later, next(order), name, story))

    def _trouble(self, name: str, error: Stuck) -> None:
        _log.warning("%s: %s", name, error)
        self.troubles.append(f"{name}: {error}")

    def _cook(self) -> Story:
        kitchen = self._team.kitchen
        while True:
            for card in kitchen.cards:
                for line in card.lines:
                    if line.kind == "stop":
                        kitchen.see_stop(card.id, line.id)
            for card in kitchen.cards:
                if card.state == "ready":
                    kitchen.serve(card.id)
            for card in kitchen.cards:
                if card.state not in ("new", "prep", "late"):
                    continue
                began = self._cooking.setdefault(card.id, self._stage.clock())
                if self._stage.clock() - began >= timedelta(
                    minutes=card.limit_minutes / 3
                ):
                    kitchen.bump(card.id)
                    del self._cooking[card.id]
            yield timedelta(minutes=1)

    def _close(self) -> None:
        team = self._team
        if self.screen is not None:
            self._stage.finger.sees(self.screen.look, patience_s=3)
        page = team.till.come()
        self._stage.finger.until(page.isVisible, "the till does not come")
        cash = self._stage.world.till(self._stage.house.terminal).cash
        team.till.close(pieces_of(cash))
