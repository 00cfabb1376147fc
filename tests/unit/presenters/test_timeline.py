"""A service on a timeline: who has which table when, and where two want the same."""

from datetime import timedelta

import pytest
from domain_kit import Till
from reservation_kit import TODAY, host, reserve
from test_reservations_presenter import moreau, sight

from app.domain.reservations.availability import stays
from app.domain.reservations.commands import SeatReservation, SetReservationStatus
from app.presenters.reservations.timeline import (
    moved_tables,
    present_timeline,
    span_now,
    spans,
)
from widgets.timeline_views import BarView, TimelineView


@pytest.fixture
def till() -> Till:
    till = host()
    till.open()
    return till


def show(till: Till, service: str = "dinner") -> TimelineView:
    return present_timeline(till.world, sight(till), TODAY, service)


def bars(till: Till, title: str) -> list[BarView]:
    return [bar for bar in show(till).bars if bar.title == title]


def test_a_service_is_shown_with_its_tables_and_who_comes(till: Till) -> None:
    moreau(till, "20:45", tables=("t1", "t2"))
    view = show(till)
    assert (view.start, view.end, view.now) == (1110, 1470, 19 * 60)
    assert [row.title for row in view.rows] == ["1", "2", "3", "4", "5", "6"]
    one, two = bars(till, "Moreau")
    assert (one.row, two.row, one.party) == ("t1", "t2", two.party)
    assert (one.times, one.kind, one.clash) == ("20:45 – 22:30", "booked", False)


def test_each_slot_counts_the_tables_that_are_taken(till: Till) -> None:
    moreau(till, "20:45", tables=("t1", "t2"))
    taken = {slot.minute: (slot.taken, slot.total) for slot in show(till).slots}
    assert (taken[1200], taken[1230], taken[1260]) == ((0, 6), (2, 6), (2, 6))


def test_who_has_no_table_waits_above(till: Till) -> None:
    reserve(till, "20:00", 2, tables=())
    view = show(till)
    assert view.rows[0].title == "À placer"
    assert view.bars[0].row == ""
    assert not view.bars[0].clash


def test_guests_who_stay_longer_lie_in_red_on_those_who_come(till: Till) -> None:
    moreau(till, "20:00", tables=("t1",))
    assert not bars(till, "Moreau")[0].clash
    till.seat("t1", 2)  # until half past eight, as the house has it
    assert bars(till, "Moreau")[0].clash
    [walked_in] = bars(till, "De passage")
    assert (walked_in.clash, walked_in.moves) == (True, False)


def test_who_came_is_shown_as_sitting_and_who_called_off_is_not(till: Till) -> None:
    party = moreau(till, "19:00", tables=("t4",))
    till.do(SeatReservation(reservation=party))
    gone = reserve(till, "20:00", 2, tables=("t1",))
    till.do(SetReservationStatus(reservation=gone, status="cancelled"))
    (bar,) = show(till).bars
    assert (bar.title, bar.kind, bar.row) == ("Moreau", "seated", "t4")


def test_who_is_gone_stays_on_show_until_others_have_their_table(till: Till) -> None:
    party = moreau(till, "19:00", tables=("t4",))
    till.do(SeatReservation(reservation=party))
    order = till.world.reservations.order(party)
    till.take(order, "steak")
    till.send(order)
    till.wait(minutes=50)
    till.pay(order)
    (bar,) = show(till).bars
    assert (bar.title, bar.kind, bar.times) == ("Moreau", "over", "19:00 – 20:45")
    till.seat("t4", 2)
    over, seated = show(till).bars
    assert (over.kind, over.end) == ("over", seated.start)


def test_the_service_that_is_on_comes_first(till: Till) -> None:
    assert list(spans(till.world, TODAY)) == ["lunch", "dinner"]
    assert span_now(till.world, TODAY, till.now) == "dinner"
    morning = till.now - timedelta(hours=9)
    assert span_now(till.world, TODAY, morning) == "lunch"


def test_a_bar_that_goes_to_another_row_takes_only_its_own_table_along(
    till: Till,
) -> None:
    known = till.world.reservations.known[moreau(till, tables=("t1", "t2"))]
    assert moved_tables(known, "t1", "t1") == ("t1", "t2")
    assert moved_tables(known, "t1", "t3") == ("t3", "t2")
    assert moved_tables(known, "t1", "t2") == ("t2",)
    assert moved_tables(known, "t1", "") == ("t2",)


def test_a_bar_ends_where_its_table_is_counted_as_free(till: Till) -> None:
    """Guests have stayed longer than anybody thought, an hour before the service ends."""
    till.seat("t4", covers=2)
    till.wait(minutes=200)
    (bar,) = (each for each in show(till).bars if each.kind == "seated")
    counted = stays(till.world, TODAY, sight(till).now)
    assert [(bar.start, bar.end)] == [(each.start, each.end) for each in counted]
