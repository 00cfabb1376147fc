"""Courses that go by themselves are called once, by the terminal that took the order."""

from datetime import timedelta
from pathlib import Path

from gui_kit import FixedClock, demo_house

from app.domain.kitchen.events import TicketIssued
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import CourseFired
from app.domain.rules import SetSetting
from app.services.house import Actor, Fact
from app.services.pacer import Pacer


def test_a_course_goes_once_when_it_is_due(tmp_path: Path) -> None:
    clock, marc, told = FixedClock(), Actor("marc"), list[Fact]()
    with demo_house(tmp_path, clock) as opened:
        house = opened.house
        house.run(SetSetting(key="courses.pace", value="fired"), marc)
        house.run(OpenOrder(table="t12", covers=2, order="o1"), marc)
        for article in ("soupe_oignon", "bar_roti"):
            house.run(AddLine(order="o1", article=article), marc)
        house.run(SendOrder(order="o1"), marc)
        house.follow(told.extend)
        pacer = Pacer(house)
        pacer.look()
        assert told == []
        clock.now += timedelta(minutes=5, seconds=1)
        pacer.look()
        pacer.look()

        fired = [f for f in told if isinstance(f.event, CourseFired)]
        assert [(f.event.course, f.meta.op) for f in fired] == [("plats", "sotto")]
        tickets = [f.event for f in told if isinstance(f.event, TicketIssued)]
        assert [ticket.station for ticket in tickets] == ["chaud"]
