"""The evening: opening, stories side by side on one clock, closing."""

import heapq
import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from random import Random

from PySide6.QtCore import Qt

from app.demo.guests import Guests
from app.shift import incidents
from app.shift.counter import CounterSale
from app.shift.evening import Arrival, arrivals
from app.shift.finger import Stuck
from app.shift.hands.team import Team
from app.shift.parties import Story, TableStory
from app.shift.room import Room
from app.shift.screens import KitchenScreen
from app.shift.stage import Stage
from app.shift.takeaway import TakeawaySale
from app.windows.pos.sheet import PosSheet
from hardware.printers.jobs import State

FLOAT = 20_000
COOKED = 3
"""A card is ready after this part of the time its course may take."""
PAPER_S, SCREEN_S = 40.0, 3.0
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
        self._room = Room(stage, Random(stage.random.random()))
        self._guests = Guests(stage.world.catalogue, Random(stage.random.random()))
        self._cooking: dict[str, datetime] = {}
        self._bumps = 0
        self.troubles: list[str] = []
        self.screen: KitchenScreen

    def open(self) -> None:
        """The team comes, with two extras; the till gets its float."""
        team = self._team
        team.login.mistype("pos", "lea")
        team.till.come()
        team.till.open(FLOAT)
        team.till.go()
        team.hire()
        self._take_places()

    def serve(self) -> None:
        """Tells every story, side by side; the kitchen works as long as one goes on."""
        order = count()
        began = self._stage.clock()
        queue = [
            (began + after, next(order), name, story)
            for after, name, story in self._stories()
        ]
        heapq.heapify(queue)
        heapq.heappush(queue, (began, next(order), "kitchen", self._cook()))
        while len(queue) > 1:
            moment, _, name, story = heapq.heappop(queue)
            self._stage.clock.wait_until(moment, self._stage.finger)
            try:
                wait = next(story, None)
            except Stuck as error:
                self._give_up(name, error)
                story, wait = self._cook(), timedelta(minutes=1)
                if name != "kitchen":
                    continue
            if wait is not None:
                later = self._stage.clock() + wait
                heapq.heappush(queue, (later, next(order), name, story))
        self._end()

    def close(self) -> None:
        """The drawer is counted blind, the day is closed, the last paper comes out."""
        till, house = self._team.till, self._stage.house
        till.come()
        till.close(self._stage.world.till(house.terminal).cash)
        self._await_paper()

    # What happens

    def _take_places(self) -> None:
        self.screen = self._team.kitchen.come()
        for window, waiters in self._team.waiters.items():
            self._team.login.be(window, waiters[0])

    def _stories(self) -> Iterator[tuple[timedelta, str, Story]]:
        for number, arrival in enumerate(
            arrivals(self._stage.options.covers, self._random), 1
        ):
            yield arrival.after, self._name(number, arrival), self._story(arrival)
        yield from self._incidents()

    def _name(self, number: int, arrival: Arrival) -> str:
        if arrival.name:
            return f"{number} takeaway {arrival.name} {arrival.tender}"
        if arrival.party is None:
            return f"{number} counter {arrival.tender}"
        return " ".join(
            (f"{number} table", arrival.party.tender, *sorted(arrival.party.ways))
        )

    def _story(self, arrival: Arrival) -> Story:
        random = Random(self._random.random())
        if arrival.name:
            return TakeawaySale(
                self._team, self._guests, random, arrival.name, arrival.tender
            ).tell()
        if arrival.party is None:
            return CounterSale(self._team, self._guests, random, arrival.tender).tell()
        return TableStory(
            self._team, self._room, self._guests, arrival.party, random
        ).tell()

    def _incidents(self) -> Iterator[tuple[timedelta, str, Story]]:
        stage, team = self._stage, self._team
        for minutes, name, story in (
            (12, "paper out", incidents.paper_out(stage, "chaud")),
            (20, "86", incidents.sold_out(team, "tarte_tatin")),
            (24, "power cut", incidents.power_cut(stage, "froid")),
            (10, "gift voucher", self._gift()),
            (30, "supplier", incidents.supplier(team)),
            (36, "mute", incidents.mute(stage, "bar")),
            (42, "relief", incidents.relief(team, "karim", team.waiters["floor"][1])),
            (50, "refunds", incidents.refunds(team)),
        ):
            yield timedelta(minutes=minutes), name, story

    def _gift(self) -> Story:
        """A voucher of 50 euros is bought, with which somebody pays later."""
        random = Random(self._stage.random.random())
        return CounterSale(self._team, self._guests, random, "card").sell_gift(5000)

    def _cook(self) -> Story:
        """Looks at the wall every minute: stops are seen, dishes made, plates sent."""
        kitchen, clock = self._team.kitchen, self._stage.clock
        while True:
            for card in kitchen.cards:
                for line in card.lines:
                    if line.kind == "stop":
                        kitchen.see_stop(card.id, line.id)
            for card in kitchen.cards:
                if self._is_ready(card.id) and not kitchen.pass_serve(card.id):
                    kitchen.serve(card.id)
            # From the end: what stands before a bumped card does not move.
            for card in reversed(kitchen.cards):
                if card.state not in ("new", "prep", "late"):
                    continue  # held
                began = self._cooking.setdefault(card.id, clock())
                if clock() - began >= timedelta(minutes=card.limit_minutes / COOKED):
                    self._bump(card.id)
            yield timedelta(minutes=1)

    def _is_ready(self, card_id: str) -> bool:
        """Whether a card still stands on the pass: another tap may have served it."""
        card = self._team.kitchen.card(card_id)
        return card is not None and card.state == "ready"

    def _bump(self, card_id: str) -> None:
        """A card is ready: mostly at once, now and then line by line; one was too soon."""
        kitchen = self._team.kitchen
        self._bumps += 1
        card = kitchen.card(card_id)
        if card is None:
            return
        if self._bumps == 3:
            kitchen.bump(card_id)
            kitchen.recall()
            return
        if self._bumps % 5 == 0:
            for line in card.lines:
                if not line.done and line.kind != "stop":
                    kitchen.bump_line(card_id, line.id)
        else:
            kitchen.bump(card_id)
        self._cooking.pop(card_id, None)

    # Ends

    def _give_up(self, name: str, error: Stuck) -> None:
        """Hands cannot go on with a story: it is told at the end, the others go on."""
        _log.warning("%s: %s", name, error)
        self.troubles.append(f"{name}: {error}")
        with suppress(Stuck):
            self._lay_hands_down()

    def _lay_hands_down(self) -> None:
        """Closes the sheets that lie over the windows."""
        for window in ("pos", "floor"):
            shell = self._stage.windows[window]
            for _ in range(3):
                if shell.place == "pos" and self._free(window):
                    break
                self._stage.finger.press(shell, Qt.Key.Key_Escape)

    def _free(self, window: str) -> bool:
        return self._stage.finger.look(self._stage.windows[window], PosSheet) is None

    def _end(self) -> None:
        """The last plates go out, printers are looked after, the screen is read."""
        incidents.repair(self._stage)
        cook = self._cook()
        for _ in range(30):
            if not self._team.kitchen.cards:
                break
            try:
                wait = next(cook)
            except Stuck as error:
                self._give_up("kitchen", error)
                cook, wait = self._cook(), timedelta(minutes=1)
            self._stage.clock.wait_until(self._stage.clock() + wait, self._stage.finger)
        if not self._stage.finger.sees(self.screen.look, patience_s=SCREEN_S):
            _log.warning("never shown: %s", self.screen.waiting)
        self._await_paper()

    def _await_paper(self) -> None:
        """Papers in doubt come again, marked, after some seconds: everybody waits."""
        devices = self._stage.suite.devices
        waiting: tuple[State, ...] = ("queued", "sending", "sent", "unknown")
        self._stage.finger.sees(
            lambda: (
                not devices.printing.under_way and not devices.pool.jobs(states=waiting)
            ),
            patience_s=PAPER_S,
        )
