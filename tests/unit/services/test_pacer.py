"""Courses that go by themselves are called once, by the terminal that took the order."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fiscal_kit import close
from gui_kit import FixedClock, demo_house

from app.domain.catalogue.decide import SetAvailability, SetCatalogue
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.billing import order_due
from app.domain.orders.commands import AddLine, OpenOrder, PromiseOrder, SendOrder
from app.domain.orders.events import CourseFired, OrderSent
from app.domain.orders.sending import next_held
from app.domain.payments.commands import TakePayment
from app.domain.rules import SetSetting
from app.domain.terminals.events import HubSet
from app.domain.vocabulary import Refusal
from app.services.duty import Duty
from app.services.house import Actor, Fact, House
from app.services.pacer import Pacer
from app.services.ports import NetworkStatus


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


class Line:
    """How a terminal stands with the others, as it is set."""

    def __init__(self, **status: object) -> None:
        self.status = NetworkStatus(**status)  # type: ignore[arg-type]  # its fields

    def __call__(self) -> NetworkStatus:
        return self.status

    def is_now(self, **status: object) -> None:
        self.status = replace(self.status, **status)  # type: ignore[arg-type]


CARRYING = {"link": "carrying", "whole": True, "lately": ("C1", "C2", "C3")}
LINKED = {"link": "linked", "hub": "C9", "level": True}


def looks(pacer: Pacer, clock: FixedClock, seconds: int) -> None:
    """What happens in a while, a look a second."""
    for _ in range(seconds):
        clock.now += timedelta(seconds=1)
        pacer.look()


def fired(house: House, order: str) -> list[str]:
    lines = house.world.book.lines_of(house.world.book.orders[order])
    return [dish.course for ln in lines for dish in ln.dishes if dish.fired]


def test_a_course_of_a_terminal_that_died_is_called_by_the_hub(tmp_path: Path) -> None:
    clock, line = FixedClock(), Line(**CARRYING)
    with demo_house(tmp_path, clock) as opened:
        house = opened.house
        set_pace(house, "fired")
        dine(house, "theirs", "t12")
        house.world.book.orders["theirs"].terminal = "C2"
        pacer = Pacer(house, Duty(house, line))
        looks(pacer, clock, 5 * 60 + 30)  # the one who opened it is there
        assert fired(house, "theirs") == ["entrees"]
        line.is_now(lately=("C1", "C3"))
        looks(pacer, clock, 15)
        line.is_now(lately=("C1", "C2", "C3"))  # its line was cut for a moment
        looks(pacer, clock, 2)
        line.is_now(lately=("C1", "C3"))
        looks(pacer, clock, 19)
        assert fired(house, "theirs") == ["entrees"]
        looks(pacer, clock, 3)
        assert fired(house, "theirs") == ["entrees", "plats"]


def test_a_promised_order_of_a_terminal_that_died_is_sent_by_the_hub(
    tmp_path: Path,
) -> None:
    clock, line = FixedClock(), Line(**CARRYING)
    with demo_house(tmp_path, clock) as opened:
        house = opened.house
        takeaway(house, "theirs", minutes=30)
        house.world.book.orders["theirs"].terminal = "C2"
        pacer = Pacer(house, Duty(house, line))
        clock.now += timedelta(minutes=29)
        line.is_now(lately=("C1",))
        looks(pacer, clock, 22)
        assert fired(house, "theirs") == ["plats"]


@pytest.mark.parametrize(
    "apart",
    [
        {"link": "seeking", "level": False},
        {"link": "turned_away", "level": False},
        {"link": "linked", "level": False},  # it does not know what the hub did
        {"link": "none", "level": False},  # started a moment ago
    ],
)
def test_who_is_apart_from_the_hub_calls_nothing_by_itself(
    tmp_path: Path, apart: dict[str, object]
) -> None:
    clock, line = FixedClock(), Line(**LINKED)
    with demo_house(tmp_path, clock) as opened:
        house = opened.house
        house.record([HubSet(chain="C9", addresses=(), site="s1")])
        set_pace(house, "fired")
        dine(house, "ours", "t12")
        pacer = Pacer(house, Duty(house, line))
        looks(pacer, clock, 60)
        line.is_now(**apart)
        looks(pacer, clock, 5 * 60)
        assert fired(house, "ours") == ["entrees"]
        line.is_now(**LINKED)
        looks(pacer, clock, 1)
        assert fired(house, "ours") == ["entrees", "plats"]


def test_a_tablet_that_slept_looks_first_whether_it_is_still_there(
    tmp_path: Path,
) -> None:
    clock, line = FixedClock(), Line(**LINKED)
    with demo_house(tmp_path, clock) as opened:
        house = opened.house
        house.record([HubSet(chain="C9", addresses=(), site="s1")])
        set_pace(house, "fired")
        dine(house, "ours", "t12")
        pacer = Pacer(house, Duty(house, line))
        looks(pacer, clock, 10)
        clock.now += timedelta(minutes=10)  # shut, and opened again
        looks(pacer, clock, 2)
        assert fired(house, "ours") == ["entrees"]
        line.is_now(link="seeking", level=False)  # now it hears that its line is dead
        looks(pacer, clock, 10)
        assert fired(house, "ours") == ["entrees"]


def test_a_hub_that_slept_takes_nothing_over_before_others_could_come_back(
    tmp_path: Path,
) -> None:
    clock, line = FixedClock(), Line(**CARRYING)
    with demo_house(tmp_path, clock) as opened:
        house = opened.house
        set_pace(house, "fired")
        dine(house, "theirs", "t12")
        house.world.book.orders["theirs"].terminal = "C2"
        pacer = Pacer(house, Duty(house, line))
        line.is_now(lately=("C1",))
        looks(pacer, clock, 15)
        clock.now += timedelta(minutes=10)
        looks(pacer, clock, 19)
        assert fired(house, "theirs") == ["entrees"]


def test_a_course_with_a_rule_of_its_own_goes_by_it(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        house, pacer = opened.house, Pacer(opened.house)
        pacer.look()
        dine(house, "early", "t12")
        clock.now += timedelta(minutes=6)
        mains = house.world.catalogue.courses["plats"]
        own = replace(mains, pace="fired", pace_minutes=3)
        house.run(SetCatalogue(event=own), Actor("marc"))
        dine(house, "late", "t13")
        looks(pacer, clock, 3 * 60 + 1)
        assert fired(house, "late") == ["entrees", "plats"]
        assert fired(house, "early") == [
            "entrees"
        ]  # it was due before anybody wanted it


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
