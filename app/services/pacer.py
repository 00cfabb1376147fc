"""What the orders that were opened here do by themselves: held courses are called, what is
promised is sent in time, and taken off the countdowns when its day begins."""

import logging

from app.domain.kitchen.capacity import Tonight
from app.domain.orders.commands import FireCourse, ReserveOrder, SendOrder
from app.domain.orders.pacing import goes_at, paced
from app.domain.orders.scheduling import goes_now, promised_day
from app.domain.settings import PACE
from app.domain.vocabulary import Refusal
from app.services.house import SYSTEM, Actor, House
from db.errors import KnownError

_log = logging.getLogger("sotto.pace")


_Command = FireCourse | SendOrder | ReserveOrder


class Pacer:
    """One terminal does it for an order, so that no station gets two tickets for it."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._off, self._since = False, 0  # ms; what was due before that waits
        self._refused: set[_Command] = set()  # once written down

    def look(self) -> None:
        """Does what is due; asked about once a second."""
        try:
            self._send()
            self._call()
        except KnownError:  # the strip says so; the next look tries again
            return

    def _send(self) -> None:
        """What is promised leaves; the minute it was left alone for is over."""
        house, world, now = self._house, self._house.world, self._house.clock()
        bday, tonight = house.business_day(now), Tonight(world, now)
        ours = (o for o in world.book.orders.values() if o.promised)
        for order in [o for o in ours if o.terminal == house.terminal]:
            if order.later and promised_day(world, order, now) <= bday:
                self._run(ReserveOrder(order=order.id), "order not reserved")
            elif goes_now(tonight, order, bday):
                self._run(SendOrder(order=order.id), "order not sent")

    def _call(self) -> None:
        house, world = self._house, self._house.world
        if world.settings.text(PACE) == "call":
            self._off = True
            return
        now_ms = round(house.clock().timestamp() * 1000)
        if self._off:  # wanted from now on: not every table at once
            self._off, self._since = False, now_ms
        for order in world.book.open_orders():
            course = paced(world, order) if order.terminal == house.terminal else ""
            at = goes_at(world, order, course) if course else 0
            if not at or not self._since <= at <= now_ms:
                continue
            self._run(FireCourse(order=order.id, course=course), "course not called")

    def _run(self, command: _Command, words: str) -> None:
        done = self._house.run(command, Actor(SYSTEM))
        if isinstance(done, Refusal) and command not in self._refused:
            self._refused.add(command)
            _log.warning("%s: %s", words, done.code)
