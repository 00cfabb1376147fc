"""Covers to expect: those of reservations, and who usually comes on such a day."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from domain_kit import Till
from gui_kit import FixedClock, demo_house
from reservation_kit import TODAY, host, reserve

from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import OrderCreated
from app.domain.payments.commands import TakePayment
from app.domain.reservations.commands import SetReservationStatus
from app.domain.rules import SetSetting
from app.domain.vocabulary import Refusal
from app.presenters.admin.forecast import (
    Expected,
    History,
    expect,
    present_forecast,
    read_history,
)
from app.services.house import Actor

FRIDAY = date.fromisoformat(TODAY).weekday()
PAST = History(
    TODAY, {(FRIDAY, "noon"): (10, 14, 30, 12), (FRIDAY, "evening"): (40, 44)}
)


@pytest.fixture
def till() -> Till:
    return host()


def test_guests_who_reserved_are_added_to_those_who_come_anyway(till: Till) -> None:
    reserve(till, "20:00", 6)
    reserve(till, "20:30", 4)
    gone = reserve(till, "21:00", 8)
    till.do(SetReservationStatus(reservation=gone, status="cancelled"))
    noon, evening = expect(till.world, PAST, TODAY)
    assert noon == Expected("noon", 0, 14, 10, 30, 4)
    assert noon.covers == 14
    assert (evening.booked, evening.usual, evening.covers) == (10, None, 10)


def test_a_closed_day_expects_nobody(till: Till) -> None:
    monday = (date.fromisoformat(TODAY) + timedelta(days=3)).isoformat()
    assert expect(till.world, PAST, monday) == ()
    till.do(SetSetting(key="reservation.closed_days", value=TODAY))
    assert expect(till.world, PAST, TODAY) == ()


def test_a_week_says_each_day_in_words(till: Till) -> None:
    reserve(till, "20:00", 6)
    days = present_forecast(till.world, PAST)
    assert [day.title for day in days][:2] == [
        "Vendredi 20 novembre",
        "Samedi 21 novembre",
    ]
    noon, evening = days[0].rows
    assert (noon.title, noon.trailing) == ("Midi", "14 couverts")
    assert noon.subtitle == ("0 réservé · 14 de passage (10 à 30, 4 vendredis)")
    assert evening.subtitle == (
        "6 réservés · de passage : pas encore assez de semaines"
    )
    assert days[3].rows == ()  # Monday


def test_the_past_is_read_from_what_was_paid(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        house = opened.house

        def run(command: object) -> object:
            done = house.run(command, Actor("marc"))  # type: ignore[arg-type]
            assert not isinstance(done, Refusal), done
            return done[0].event

        for covers in (2, 5):
            created = run(OpenOrder(table="t12", covers=covers))
            assert isinstance(created, OrderCreated)
            run(AddLine(order=created.order, article="bar_roti"))
            due = house.world.book.total(house.world.book.orders[created.order])
            run(TakePayment(order=created.order, method="cash", amount=due))
        assert read_history(house, TODAY).walked_in == {}  # today is no past day
        tomorrow = (date.fromisoformat(TODAY) + timedelta(days=1)).isoformat()
        found = read_history(house, tomorrow).walked_in
        assert found == {(FRIDAY, "noon"): (0,), (FRIDAY, "evening"): (7,)}
        later = (date.fromisoformat(TODAY) + timedelta(weeks=9)).isoformat()
        assert read_history(house, later).walked_in == {}
