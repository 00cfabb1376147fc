"""Courses that go by themselves are called once, by the terminal that took the order."""

from datetime import timedelta
from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house

from app.domain.kitchen.events import TicketIssued
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import CourseFired
from app.domain.orders.sending import next_held
from app.domain.rules import SetSetting
from app.domain.vocabulary import Refusal
from app.services.house import Actor, Fact, House
from app.services.pacer import Pacer


def set_pace(house: House, pace: str) -> None:
    house.run(SetSetting(key="courses.pace", value=pace), Actor("marc"))


def dine(house: House, order: str, table: str) -> None:
    """Two guests whose mains wait behind their soup."""
    marc = Actor("marc")
    house.run(OpenOrder(table=table, covers=2, order=order), marc)
    for article in ("soupe_oignon", "bar_roti"):
        house.run(AddLine(order=order, article=article), marc)
    house.run(SendOrder(order=order), marc)


def test_a_course_goes_once_when_it_is_due(tmp_path: Path) -> None:
    clock, told = FixedClock(), list[Fact]()
    with demo_house(tmp_path, clock) as opened:
        house = opened.house
        set_pace(house, "fired")
        dine(house, "o1", "t12")
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


def test_what_was_due_before_the_house_wanted_it_waits(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        house, pacer = opened.house, Pacer(opened.house)
        set_pace(house, "call")
        seated = {"early": "t12", "late": "t13"}
        pacer.look()
        for order, table in seated.items():
            dine(house, order, table)
            clock.now += timedelta(minutes=6)
        clock.now -= timedelta(minutes=5)  # one is overdue, the other not due yet
        set_pace(house, "fired")
        pacer.look()
        clock.now += timedelta(minutes=5)
        pacer.look()
        orders = house.world.book.orders.values()
        held = {o.id for o in orders if next_held(house.world, o)}
        assert held == {"early"}


@pytest.mark.logs
def test_a_refusal_is_written_down_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        house = opened.house
        set_pace(house, "fired")
        dine(house, "o1", "t12")
        clock.now += timedelta(minutes=6)
        refused = Refusal(code="station_closed", text="Ce poste est fermé.")
        monkeypatch.setattr(house, "run", lambda *_: refused)
        pacer = Pacer(house)
        for _ in range(3):
            pacer.look()
    assert caplog.messages == ["course not called: station_closed"]
