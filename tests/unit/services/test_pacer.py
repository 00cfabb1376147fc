"""Courses that go by themselves are called once, by the terminal that took the order."""

from datetime import timedelta
from pathlib import Path

import pytest
from fiscal_kit import close
from gui_kit import FixedClock, demo_house

from app.domain.catalogue.decide import SetAvailability
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.billing import order_due
from app.domain.orders.commands import AddLine, OpenOrder, PromiseOrder, SendOrder
from app.domain.orders.events import CourseFired, OrderSent
from app.domain.orders.sending import next_held
from app.domain.payments.commands import TakePayment
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


def takeaway(house: House, order: str, **later: int) -> None:
    """A roast bass (18 min) that is fetched in a while."""
    marc = Actor("marc")
    house.run(OpenOrder(preset="takeaway", order=order), marc)
    house.run(AddLine(order=order, article="bar_roti"), marc)
    house.run(PromiseOrder(order=order, at=house.clock() + timedelta(**later)), marc)


def test_a_takeaway_leaves_in_time_once(tmp_path: Path) -> None:
    clock, told = FixedClock(), list[Fact]()
    with demo_house(tmp_path, clock) as opened:
        house, pacer = opened.house, Pacer(opened.house)
        takeaway(house, "o1", minutes=60)
        house.follow(told.extend)
        minutes = house.world.catalogue.articles["bar_roti"].minutes
        clock.now += timedelta(minutes=60 - minutes, seconds=-1)
        pacer.look()
        assert told == []
        clock.now += timedelta(seconds=2)
        pacer.look()
        pacer.look()

        sent = [f for f in told if isinstance(f.event, OrderSent)]
        assert [(f.event.order, f.meta.op) for f in sent] == [("o1", "sotto")]
        [ticket] = [f.event for f in told if isinstance(f.event, TicketIssued)]
        assert ticket.station == "chaud"


def test_a_takeaway_leaves_after_a_restart_once(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        takeaway(opened.house, "o1", minutes=30)
    clock.now += timedelta(minutes=29)
    told = list[Fact]()
    for _ in range(2):
        with demo_house(tmp_path, clock, open_till=False) as again:
            again.house.follow(told.extend)
            Pacer(again.house).look()
            order = again.house.world.book.orders["o1"]
            assert order.served == "takeaway"
            assert all(line.sent for line in again.house.world.book.lines_of(order))
    assert [f.event.order for f in told if isinstance(f.event, OrderSent)] == ["o1"]


def test_what_another_terminal_took_is_sent_by_that_one(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        takeaway(opened.house, "theirs", minutes=30)
        order = opened.house.world.book.orders["theirs"]
        order.terminal = "C2"
        clock.now += timedelta(minutes=29)
        Pacer(opened.house).look()
        assert not any(line.sent for line in opened.house.world.book.lines_of(order))


def test_paid_today_for_tomorrow_it_outlives_the_closing_and_is_sent(
    tmp_path: Path,
) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        house, pacer, marc = opened.house, Pacer(opened.house), Actor("marc")
        house.run(SetAvailability(article="bar_roti", remaining=10), marc)
        takeaway(house, "o1", hours=16)
        due = order_due(house.world.book, house.world.book.orders["o1"])
        house.run(TakePayment(order="o1", method="cash", amount=due), marc)
        pacer.look()
        assert house.world.catalogue.remaining["bar_roti"] == 10_000
        close(opened)
        pacer.look()
        pacer.look()
        assert house.world.catalogue.remaining["bar_roti"] == 9000

        clock.now += timedelta(hours=15, minutes=50)
        pacer.look()
        order = house.world.book.orders["o1"]
        assert [line.sent > 0 for line in house.world.book.lines_of(order)] == [True]
        assert house.world.book.closed(order)
        assert house.world.catalogue.remaining["bar_roti"] == 9000
