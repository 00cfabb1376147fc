"""Pagers and watches of this terminal's team: what they are to show follows the journal.

A page is a fact before its first byte leaves (`staff.paged`). So after a kill it is known
which ones were given to a transmitter, and none rings twice; one that may not have left is
made good by the next level of its plate, at the others.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from app.counter import CounterDevices
from app.domain.kitchen.events import DishesReady, DishesRushed
from app.domain.settings import DeviceSet
from app.domain.staff.events import StaffCalled, StaffPaged
from app.presenters.kitchen.plates import Plate, plates
from app.presenters.paging import (
    WORTH_S,
    Wanted,
    failed_words,
    news_to_page,
    plates_to_page,
)
from app.projections.browsing import entries_of_day
from app.services.facts import facts_of
from app.services.house import Fact, House
from app.services.people import person_name
from db.errors import KnownError
from hardware.pagers.driver import Fate, Page, Paged

_log = logging.getLogger("sotto.pager")
_NEWS = ("staff.called", "kitchen.rushed", "staff.paged")
"""What is read again when Sotto begins again."""
_AT_ONCE = (StaffCalled, DishesRushed, DishesReady)
"""What rings now and not with the next look."""
STAND_IN_S = 15
"""Seconds after which somebody else pages what the one before has not."""


class PagerRoom:
    """The pages of this terminal; all of it is called in the house's thread.

    Args:
        counter: drives the transmitters.
        say: tells every window what went wrong.
    """

    def __init__(
        self, house: House, counter: CounterDevices, say: Callable[[str], None]
    ) -> None:
        self._house, self._counter, self._say = house, counter, say
        self._paged: dict[tuple[str, str], None] = {}
        self._made: dict[str, str] = {}  # order -> who said last that it is ready
        self._waiting: list[Wanted] = []  # news
        self._plates: Sequence[Plate] = ()
        self._changed = True  # it looks at every order of the day
        self._unfollow: Callable[[], None] = lambda: None
        self._name_of = partial(person_name, house)

    def start(self) -> None:
        """Takes up what was not paged when Sotto ended, then follows the journal.

        Raises:
            KnownError: the journal cannot be read.
        """
        since = self._house.clock() - timedelta(seconds=WORTH_S)
        today = date.fromisoformat(self._house.business_day(self._house.clock()))
        for day in (today - timedelta(days=1), today):  # it may have been closed since
            bday, database = day.isoformat(), self._house.database
            self._take(
                fact
                for fact in facts_of(entries_of_day(database, bday, _NEWS))
                if datetime.fromisoformat(fact.meta.ts) >= since
            )
        self._counter.paged = self._heard
        self._unfollow = self._house.follow(self._follow)

    def stop(self) -> None:
        """Follows no more."""
        self._unfollow()

    def _follow(self, facts: Sequence[Fact]) -> None:
        self._changed = True
        self._take(facts)
        if any(isinstance(fact.event, _AT_ONCE) for fact in facts):
            self.look()

    def _take(self, facts: Iterable[Fact]) -> None:
        for event, meta in (fact.parts for fact in facts):
            if isinstance(event, StaffPaged):
                self._paged[event.person, event.about] = None
            elif isinstance(event, DishesReady):
                self._made[event.order] = meta.op
            elif isinstance(event, StaffCalled | DishesRushed):
                wanted = news_to_page(self._house.world, event, meta, self._name_of)
                self._waiting += wanted

    def look(self) -> None:
        """Pages whoever is to be paged now; asked about once a second."""
        house = self._house
        transmitter = self._transmitter()
        if transmitter is None:
            self._waiting.clear()
            return
        now = house.clock()
        oldest = round(now.timestamp() * 1000) - WORTH_S * 1000
        self._waiting = [w for w in self._waiting if w.since > oldest]
        now_ms = round(now.timestamp() * 1000)
        wanted = [
            each
            for each in (*self._waiting, *self._of_plates(now))
            if (each.person, each.about) not in self._paged
            and each.since + self._patience(transmitter, each.chain) * 1000 <= now_ms
        ]
        for each in wanted:
            if not self._counter.pages(transmitter.id):
                return
            self._page(transmitter, each, (each.since - oldest) / 1000)

    def _of_plates(self, now: datetime) -> Iterator[Wanted]:
        world = self._house.world
        if not world.staff.worn():
            return iter(())
        if self._changed:
            self._changed, self._plates = False, plates(world)
        return plates_to_page(world, now, self._plates, self._made, self._name_of)

    def _transmitter(self) -> DeviceSet | None:
        """The one that this terminal drives, the first if there are several."""
        driven = self._house.world.driven(self._house.terminal).values()
        return next((device for device in driven if device.kind == "pager"), None)

    def _patience(self, transmitter: DeviceSet, chain: str) -> int:
        """Seconds that a page of a terminal is left to those who come before this one, so
        that everybody is paged once: to transmitters that are plugged in elsewhere; where
        each terminal drives it, to the page's own terminal and the others in turn."""
        world, ours = self._house.world, self._house.terminal
        if world.owner(transmitter):
            before = [
                device.id
                for device in world.settings.devices.values()
                if device.kind == "pager" and device.active and world.owner(device)
                if device.id < transmitter.id
            ]
        elif chain == ours:
            before = []
        else:
            known = world.terminals.known.values()
            others = {each.chain for each in known if each.active} - {chain}
            before = [chain, *(each for each in others if each < ours)]
        return STAND_IN_S * len(before)

    def _page(self, device: DeviceSet, wanted: Wanted, seconds: float) -> None:
        key = wanted.person, wanted.about
        number = self._house.world.staff.pagers.get(wanted.person, "")
        if not number or key in self._paged:  # given back, or paged, since
            return
        self._paged[key] = None
        try:
            self._house.record(
                [
                    StaffPaged(
                        person=wanted.person,
                        device=device.id,
                        number=number,
                        about=wanted.about,
                    )
                ]
            )
        except KnownError:  # the strip says so; the next look tries again
            del self._paged[key]
            return
        page = Page(
            key=wanted.person,
            number=number,
            text=wanted.text,
            until=time.monotonic() + seconds,
        )
        self._counter.page(device.id, page)  # there is room: only this thread pages

    def _heard(self, told: Paged) -> None:
        """What became of a page; the next may follow."""
        self.look()
        if told.fate is Fate.SENT:
            return
        person, number = told.page.key, told.page.number
        _log.info("page of %s: %s", person, told.fate.value)
        refused = told.fate is Fate.REFUSED
        name = self._name_of(person)
        self._say(failed_words(name, number, refused=refused))
