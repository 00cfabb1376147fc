"""Who opened an order is cut off or dies: its courses go by themselves all the same, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from faulty_proxy import FaultyProxy
from gui_kit import FixedClock
from hub_kit import Machine, pair_of_machines, soon

from app.domain.kitchen.events import TicketIssued
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import CourseFired
from app.domain.rules import SetSetting
from app.services.duty import Duty
from app.services.house import facts_of
from app.services.pacer import Pacer
from app.services.ports import NetworkStatus

pytestmark = [pytest.mark.logs, pytest.mark.usefixtures("caplog")]


class Pair:
    """The till that carries the hub, and the tablet that takes the orders."""

    def __init__(
        self, till: Machine, tablet: Machine, clock: FixedClock, air: FaultyProxy
    ) -> None:
        self.till, self.tablet, self.clock = till, tablet, clock
        self.air = air
        self.pacers = {
            till: Pacer(till.house, Duty(till.house, self._at_the_hub)),
            tablet: Pacer(tablet.house, Duty(tablet.house, self._at_the_tablet)),
        }

    def _at_the_hub(self) -> NetworkStatus:
        there = tuple(self.till.hub.peers) if self.till.hub else ()
        return NetworkStatus("carrying", connected=there, lately=there, whole=True)

    def _at_the_tablet(self) -> NetworkStatus:
        link = self.tablet.link
        assert link is not None
        return NetworkStatus(link.status.state.value, level=link.level.is_set())

    def goes_on(self, seconds: int, *machines: Machine) -> None:
        for _ in range(seconds):
            self.clock.forward(seconds=1)
            for machine in machines:
                machine.ask(self.pacers[machine].look)

    def level(self) -> None:
        soon(lambda: self.till.vector == self.tablet.vector)

    def called(self, machine: Machine) -> list[tuple[str, str]]:
        """(course, terminal) of what was called, and that each has one ticket."""
        facts = list(machine.ask(lambda: facts_of(machine.house.journal.entries())))
        mains = [
            fact
            for fact in facts
            if isinstance(fact.event, TicketIssued) and fact.event.course == "plats"
        ]
        fired = [fact for fact in facts if isinstance(fact.event, CourseFired)]
        assert len(mains) == len(fired)
        return [(f.event.course, f.meta.chain) for f in fired]  # type: ignore[attr-defined]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    clock = FixedClock()
    with pair_of_machines(tmp_path, clock) as (till, tablet):
        till.do(SetSetting(key="courses.pace", value="fired"))
        assert till.hub is not None
        air = FaultyProxy(till.hub.port, seed=1)
        air.mend()
        tablet.links(f"127.0.0.1:{air.port}")
        both = Pair(till, tablet, clock, air)
        both.level()
        tablet.do(OpenOrder(table="t12", covers=2, order="o1"))
        for article in ("soupe_oignon", "bar_roti"):
            tablet.do(AddLine(order="o1", article=article))
        tablet.do(SendOrder(order="o1"))
        both.level()
        yield both
        air.close()


def test_the_hub_calls_the_course_of_a_tablet_that_was_cut_off(pair: Pair) -> None:
    till, tablet = pair.till, pair.tablet
    pair.goes_on(4 * 60, till, tablet)
    pair.air.dead = True  # both live on, out of each other's reach
    pair.air.cut_all()
    soon(lambda: not pair._at_the_hub().connected)
    soon(lambda: pair._at_the_tablet().link == "seeking")
    pair.goes_on(90, till, tablet)
    assert pair.called(till) == [("plats", till.house.terminal)]
    assert pair.called(tablet) == []

    pair.air.mend()
    pair.level()
    pair.goes_on(60, till, tablet)
    assert pair.called(tablet) == [("plats", till.house.terminal)]


def test_the_tablet_calls_its_course_itself_while_it_is_there(pair: Pair) -> None:
    till, tablet = pair.till, pair.tablet
    pair.goes_on(5 * 60 + 30, tablet, till)
    pair.level()
    pair.goes_on(60, till, tablet)
    assert pair.called(till) == [("plats", tablet.house.terminal)]
