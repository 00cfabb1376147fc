"""Whoever opens the demo restaurant by day sees a room at work, at any hour and season."""

from datetime import datetime
from pathlib import Path

import pytest

from app import bootstrap
from app.bootstrap import open_house
from app.demo.history import TravelClock
from app.fiscal.checking import verify_database
from app.services.house import House
from db.profile import Profile


@pytest.fixture(autouse=True)
def no_month(monkeypatch: pytest.MonkeyPatch) -> None:
    """The month before is another matter."""

    def play(_: House, past: TravelClock) -> None:
        past.moment = None

    monkeypatch.setattr(bootstrap, "_play_past", play)


def looked_at(folder: Path, hour: str) -> tuple[int, str, int, set[str], int]:
    """Open orders, the oldest one's hour of opening, the float, times of bookings, and
    errors of the journal."""
    now = datetime.fromisoformat(hour)
    profile = Profile(folder)
    with open_house(profile, clock=lambda: now, history=True, serving=True) as opened:
        house = opened.house
        assert house.clock() == now
        world = house.world
        orders = world.book.open_orders()
        oldest = min((order.opened for order in orders), default=0)
        known = world.reservations.known.values()
        assert {each.date for each in known} == {now.date().isoformat()}
        return (
            len(orders),
            datetime.fromtimestamp(oldest / 1000, now.tzinfo).strftime("%H:%M"),
            world.till(house.terminal).cash,
            {each.time for each in known},
            len(verify_database(opened.database, profile, deep=True).errors),
        )


def test_in_the_morning_tables_are_served_and_tonight_is_booked(tmp_path: Path) -> None:
    orders, oldest, cash, times, errors = looked_at(
        tmp_path, "2026-07-14T10:07:33.500+02:00"
    )
    assert (orders, oldest, errors) == (15, "08:59", 0)
    assert cash > 15_000
    assert min(times) == "19:15"


def test_in_the_evening_who_has_booked_comes_when_they_have_booked(
    tmp_path: Path,
) -> None:
    orders, oldest, _, times, _ = looked_at(tmp_path, "2026-11-27T21:12:00+01:00")
    assert (orders, oldest) == (15, "20:04")
    assert (min(times), max(times)) == ("20:00", "22:15")


def test_at_night_the_room_is_empty(tmp_path: Path) -> None:
    orders, _, cash, _, errors = looked_at(tmp_path, "2026-11-27T03:00:00+01:00")
    assert (orders, cash, errors) == (0, 0, 0)
