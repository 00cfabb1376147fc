"""What orders do by themselves: held courses are called, what is promised is sent in time,
and taken off the countdowns when its day begins."""

import logging
from collections.abc import Container

from app.domain.kitchen.capacity import Tonight
from app.domain.orders.commands import FireCourse, ReserveOrder, SendOrder
from app.domain.orders.pacing import goes_at, paced, rule_of
from app.domain.orders.scheduling import goes_now, promised_day
from app.domain.settings import CALL
from app.domain.vocabulary import Refusal
from app.services.duty import Duty
from app.services.house import SYSTEM, Actor, House
from db.errors import KnownError

_log = logging.getLogger("sotto.pace")


_Command = FireCourse | SendOrder | ReserveOrder


class Pacer:
    """One terminal does it for an order, so that no station gets two tickets for it
    (`duty.py`).
    """

    def __init__(self, house: House, duty: Duty | None = None) -> None:
        self._house, self._duty = house, duty or Duty(house)
        self._called: set[str] = set()  # courses that did not go by themselves
        self._since: dict[str, int] = {}  # ms; what was due before that waits
        self._refused: set[_Command] = set()  # once written down

    def look(self) -> None:
        """Does what is due; asked about once a second."""
        ours = self._duty.look()
        try:
            self._send(ours)
            self._call(ours)
        except KnownError:  # the strip says so; the next look tries again
            return

    def _send(self, ours: Container[str]) -> None:
        """What is promised leaves; the minute it was left alone for is over."""
        house, world, now = self._house, self._house.world, self._house.clock()
        bday, tonight = house.business_day(now), Tonight(world, now)
        promised = (o for o in world.book.orders.values() if o.promised)
        for order in [o for o in promised if o.terminal in ours]:
            if order.later and promised_day(world, order, now) <= bday:
                self._run(ReserveOrder(order=order.id), "order not reserved")
            elif goes_now(tonight, order, bday):
                self._run(SendOrder(order=order.id), "order not sent")

    def _call(self, ours: Container[str]) -> None:
        house, world = self._house, self._house.world
        now_ms = round(house.clock().timestamp() * 1000)
        called = {c for c in world.catalogue.courses if rule_of(world, c).pace == CALL}
        # Wanted from now on: not every table at once.
        self._since |= dict.fromkeys(self._called - called, now_ms)
        self._called = called
        for order in world.book.open_orders():
            course = paced(world, order) if order.terminal in ours else ""
            at = goes_at(world, order, course) if course else 0
            if not at or not self._since.get(course, 0) <= at <= now_ms:
                continue
            self._run(FireCourse(order=order.id, course=course), "course not called")

    def _run(self, command: _Command, words: str) -> None:
        done = self._house.run(command, Actor(SYSTEM))
        if isinstance(done, Refusal) and command not in self._refused:
            self._refused.add(command)
            _log.warning("%s: %s", words, done.code)
