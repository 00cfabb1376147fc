"""Calls the held courses that go by themselves, of the orders that were opened here."""

import logging

from app.domain.orders.commands import FireCourse
from app.domain.orders.pacing import goes_at, paced
from app.domain.settings import PACE
from app.domain.vocabulary import Refusal
from app.services.house import SYSTEM, Actor, House
from db.errors import KnownError

_log = logging.getLogger("sotto.pace")


class Pacer:
    """One terminal calls a course, so that no station gets two tickets for it."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._off, self._since = False, 0  # ms; what was due before that waits
        self._refused: set[tuple[str, str]] = set()  # (order, course) once written down

    def look(self) -> None:
        """Calls what is due; asked about once a second."""
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
            command = FireCourse(order=order.id, course=course)
            try:
                done = house.run(command, Actor(SYSTEM))
            except KnownError:  # the strip says so; the next look tries again
                return
            if isinstance(done, Refusal) and (order.id, course) not in self._refused:
                self._refused.add((order.id, course))
                _log.warning("course not called: %s", done.code)
