"""Reservations: taken, changed, received, seated, and refused in words."""

from dataclasses import replace

import pytest
from domain_kit import Till
from reservation_kit import TODAY, host, reserve

from app.domain.floor.decide import SetFloor
from app.domain.floor.events import TablesJoined
from app.domain.orders.commands import CancelOrder, OpenOrder
from app.domain.orders.events import OrderCreated
from app.domain.reservations.availability import availability, service_at
from app.domain.reservations.clashes import clashes
from app.domain.reservations.commands import (
    ChangeReservation,
    CreateReservation,
    NoteReminder,
    SeatReservation,
    SetReservationStatus,
    SetService,
)
from app.domain.reservations.events import ReservationChanged, ServiceSet
from app.domain.rules import SetSetting

GUEST = {"name": "s1.name", "phone": "s1.phone"}


def ask(time: str, covers: int = 2, **more: object) -> CreateReservation:
    return CreateReservation(**{"date": TODAY, "time": time, "covers": covers, **more})


def status(till: Till, reservation: str) -> str:
    return till.world.reservations.status(reservation, till.world.book)


def set_status(till: Till, reservation: str, word: str) -> None:
    till.do(SetReservationStatus(reservation=reservation, status=word))


def test_a_reservation_says_who_took_it_and_where_they_sit() -> None:
    till = host()
    moreau = reserve(till, "20:45", 3, source="website", **GUEST)
    (known,) = till.world.reservations.on(TODAY)
    assert known.id == moreau
    assert (known.by, known.at) == ("lea", "2026-11-20T19:00:00+01:00")
    assert known.minutes == 105
    assert len(known.tables) == 1
    assert (known.name, known.phone, known.email) == ("s1.name", "s1.phone", "")
    assert status(till, moreau) == "booked"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (ask("17:00"), "in_the_past"),
        (ask("12:00", date="2026-11-19"), "in_the_past"),
        (ask("12:00", date="2028-11-21"), "too_early"),
        (ask("24:00"), "time_invalid"),
        (ask("20:00", date="2026-02-30"), "time_invalid"),
        (ask("20:00", 0), "covers_out_of_range"),
        (ask("20:00", 201), "covers_out_of_range"),
        (ask("20:00", minutes=10_000), "minutes_out_of_range"),
        (ask("20:00", tables=("t99",)), "table_unknown"),
        (ask("20:00", tables=("t9",)), "table_unknown"),
        (ask("20:00", tables=("t1", "t1")), "tables_invalid"),
        (ask("20:00", tables=("t1", "t5")), "other_room"),
        (ask("20:00", source="The Fork!"), "source_invalid"),
        (ask("20:00", name="x" * 5000), "text_too_long"),
        (ask("20:00", reservation="x" * 41), "id_invalid"),
    ],
)
def test_what_nobody_can_have_is_refused_to_the_manager_too(
    asked: CreateReservation, why: str
) -> None:
    assert host().refuses(asked) == why


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (ask("23:30"), "closed"),
        (ask("20:00", date="2026-11-23"), "closed"),
        (ask("20:00", 13), "party_too_large"),
        (ask("20:00", 9, tables=("t1", "t2"), minutes=60), "table_reserved"),
    ],
)
def test_a_waiter_asks_a_manager_for_what_is_beyond(
    asked: CreateReservation, why: str
) -> None:
    till = host(waiter=("reservation.take", "order.take"))
    reserve(till, "20:15", tables=("t2",))
    refused = till.run(asked, "tom")
    assert (refused.code, refused.right) == (why, "reservation.overbook")
    till.do(asked, "tom", approver="lea")


def test_nobody_reserves_without_the_right() -> None:
    assert host().refuses(ask("20:00"), "sam") == "right_missing"
    assert (
        host().refuses(
            SetService(event=ServiceSet(id="x", name="x", start=0, end=1)), "tom"
        )
        == "right_missing"
    )


def test_the_house_is_full_when_every_chair_is_taken() -> None:
    till = host(waiter=("reservation.take",))
    for _ in range(6):
        reserve(till, "20:00", 4)
    assert till.refuses(ask("20:00", 1), "tom") == "full"
    assert till.refuses(ask("21:30", 1), "tom") == "full"
    till.do(ask("21:45", 1), "tom")


def test_a_service_may_take_fewer_guests_than_there_are_chairs() -> None:
    till = host(waiter=("reservation.take",))
    till.do(
        SetService(
            event=ServiceSet(id="dinner", name="Dîner", start=1140, end=1320, covers=10)
        )
    )
    reserve(till, "20:00", 6)
    assert till.refuses(ask("20:30", 5), "tom") == "full"
    till.do(ask("20:30", 4), "tom")


def test_a_closed_day_takes_nobody() -> None:
    till = host()
    till.do(SetSetting(key="reservation.closed_days", value="2026-11-21 2026-12-25"))
    assert service_at(till.world, "2026-11-21", "20:00") is None
    assert availability(till.world, "2026-11-21", 2, till.now) == ()
    service = service_at(till.world, "2026-11-22", "20:00")
    assert service is not None
    assert service.id == "dinner"


def test_a_partner_that_repeats_itself_books_once() -> None:
    till = host()
    asked = ask("20:00", source="thefork", reference="TF-1")
    till.do(asked)
    assert till.do(asked) == ()
    assert len(till.world.reservations.known) == 1
    till.do(ask("20:00", source="zenchef", reference="TF-1"))
    assert len(till.world.reservations.known) == 2


def test_an_id_is_taken_once() -> None:
    till = host()
    reserve(till, "20:00", reservation="r1")
    assert till.refuses(ask("21:00", reservation="r1")) == "reservation_known"


# Where they sit


def test_one_table_before_two_and_the_smallest_that_does() -> None:
    till = host()
    small = till.world.floor.tables["t3"]
    till.do(SetFloor(event=replace(small, seats=2)))
    first = till.world.reservations.known[reserve(till, "20:00", 2)]
    assert first.tables == ("t3",)
    second = till.world.reservations.known[reserve(till, "20:00", 2)]
    assert second.tables == ("t1",)


def test_a_large_party_gets_neighbours() -> None:
    till = host()
    party = till.world.reservations.known[reserve(till, "20:00", 7)]
    assert len(party.tables) == 2
    assert {till.world.floor.tables[table].room for table in party.tables} == {"hall"}


def test_a_table_is_free_again_when_the_stay_is_over() -> None:
    till = host(waiter=("reservation.take",))
    reserve(till, "19:30", tables=("t1",))
    assert till.refuses(ask("20:45", tables=("t1",)), "tom") == "table_reserved"
    till.do(ask("21:00", tables=("t1",)), "tom")


@pytest.mark.parametrize("gone", ["cancelled", "no_show"])
def test_who_does_not_come_leaves_the_table(gone: str) -> None:
    till = host(waiter=("reservation.take",))
    moreau = reserve(till, "19:00", tables=("t1",))
    set_status(till, moreau, gone)
    till.do(ask("19:00", tables=("t1",)), "tom")
    again = SetReservationStatus(reservation=moreau, status="booked")
    assert till.refuses(again, "tom") == "table_reserved"
    till.do(again)
    (clash,) = clashes(till.world, TODAY)
    assert clash.code == "table_twice"


def test_guests_who_are_there_keep_their_table_for_as_long_as_is_usual() -> None:
    till = host(waiter=("reservation.take", "order.take"))
    till.seat("t1", covers=2)
    assert till.refuses(ask("20:15", tables=("t1",)), "tom") == "table_reserved"
    till.do(ask("20:30", tables=("t1",)), "tom")
    till.wait(hours=1, minutes=25)
    assert till.refuses(ask("20:30", tables=("t1",)), "tom") == "table_reserved"


def test_the_times_that_are_left() -> None:
    till = host()
    for table in ("t1", "t2", "t3", "t4", "t5"):
        reserve(till, "20:00", tables=(table,))
    slots = {slot.time: slot for slot in availability(till.world, TODAY, 4, till.now)}
    assert slots["20:00"].tables == ("t6",)
    assert slots["20:00"].covers == 24 - 10
    assert slots["19:00"].service == "dinner"
    assert "18:45" not in slots
    assert "12:00" not in slots  # over
    reserve(till, "20:00", tables=("t6",))
    times = [slot.time for slot in availability(till.world, TODAY, 4, till.now)]
    assert times == ["21:30", "21:45", "22:00"]
    assert len(availability(till.world, "2026-11-21", 2, till.now)) == 9 + 13
    assert availability(till.world, "2026-11-23", 2, till.now) == ()
    assert availability(till.world, "2026-11-21", 13, till.now) == ()


# Changing


def test_a_change_carries_the_whole_reservation() -> None:
    till = host()
    moreau = reserve(till, "20:00", 2, tables=("t1",), **GUEST)
    (changed,) = till.do(
        ChangeReservation(reservation=moreau, time="21:00", note="s1.n")
    )
    assert isinstance(changed, ReservationChanged)
    assert (changed.time, changed.tables, changed.name) == ("21:00", ("t1",), "s1.name")
    assert changed.note == "s1.n"
    assert till.do(ChangeReservation(reservation=moreau, time="21:00")) == ()


def test_they_move_to_another_table_when_theirs_is_taken_or_too_small() -> None:
    till = host()
    moreau = reserve(till, "20:00", 2, tables=("t1",))
    reserve(till, "21:30", 2, tables=("t1",))
    (changed,) = till.do(ChangeReservation(reservation=moreau, time="21:00"))
    assert changed.tables not in ((), ("t1",))
    (changed,) = till.do(ChangeReservation(reservation=moreau, covers=6))
    assert len(changed.tables) == 2
    assert changed.minutes == 135


def test_a_table_of_their_choice_must_be_free() -> None:
    till = host(waiter=("reservation.take",))
    moreau = reserve(till, "20:00", tables=("t1",))
    reserve(till, "20:00", tables=("t2",))
    wish = ChangeReservation(reservation=moreau, tables=("t2",))
    assert till.refuses(wish, "tom") == "table_reserved"
    till.do(ChangeReservation(reservation=moreau, tables=()), "tom")
    assert till.world.reservations.known[moreau].tables == ()


@pytest.mark.parametrize("gone", ["cancelled", "no_show"])
def test_what_is_over_is_not_changed(gone: str) -> None:
    till = host()
    moreau = reserve(till, "19:00")
    set_status(till, moreau, gone)
    change = ChangeReservation(reservation=moreau, covers=3)
    assert till.refuses(change) == "reservation_over"
    assert till.refuses(ChangeReservation(reservation="r9")) == "reservation_unknown"


# Receiving


def test_they_arrive_and_are_seated_in_one_act() -> None:
    till = host()
    moreau = reserve(till, "19:15", 3, tables=("t4",))
    set_status(till, moreau, "confirmed")
    set_status(till, moreau, "arrived")
    till.do(SeatReservation(reservation=moreau, name="s1.name"))
    (created,) = till.written(OrderCreated)
    assert (created.table, created.covers, created.name) == ("t4", 3, "s1.name")
    assert status(till, moreau) == "seated"
    assert till.world.reservations.order(moreau) == created.order
    assert till.refuses(SeatReservation(reservation=moreau)) == "already_seated"
    cancel = SetReservationStatus(reservation=moreau, status="cancelled")
    assert till.refuses(cancel) == "still_seated"
    assert (
        till.refuses(ChangeReservation(reservation=moreau, covers=5)) == "still_seated"
    )


def test_they_are_finished_when_their_order_is_settled() -> None:
    till = host()
    till.open()
    moreau = reserve(till, "19:00", tables=("t4",))
    till.do(SeatReservation(reservation=moreau))
    order = till.world.reservations.order(moreau)
    till.take(order, "coffee")
    till.pay(order)
    assert status(till, moreau) == "finished"
    assert till.refuses(SeatReservation(reservation=moreau)) == "reservation_over"
    till.do(ask("19:00", tables=("t4",)))


def test_an_order_that_was_given_up_was_a_mistake() -> None:
    till = host()
    moreau = reserve(till, "19:00", tables=("t4",))
    till.do(SeatReservation(reservation=moreau))
    till.do(CancelOrder(order=till.world.reservations.order(moreau)))
    assert status(till, moreau) == "arrived"
    till.do(SeatReservation(reservation=moreau, tables=("t1",)))
    assert till.world.reservations.known[moreau].tables == ("t1",)
    assert status(till, moreau) == "seated"


def test_a_large_party_sits_at_tables_pushed_together() -> None:
    till = host()
    party = reserve(till, "19:00", 7, tables=("t1", "t2"))
    till.do(SeatReservation(reservation=party))
    (joined,) = till.written(TablesJoined)
    assert joined.tables == ("t1", "t2")
    order = till.world.order_on("t2")
    assert order is not None
    assert order.covers == 7


def test_guests_who_sat_down_unseen_keep_their_order() -> None:
    till = host()
    moreau = reserve(till, "19:00", tables=("t4",))
    order = till.seat("t3", covers=2)
    till.do(SeatReservation(reservation=moreau, onto=order))
    assert till.written(OrderCreated) == []
    assert till.world.reservations.order(moreau) == order
    assert till.world.reservations.known[moreau].tables == ("t3",)
    other = reserve(till, "19:00", tables=("t5",))
    again = SeatReservation(reservation=other, onto=order)
    assert till.refuses(again) == "order_reserved"
    assert (
        till.refuses(SeatReservation(reservation=other, onto="o9")) == "order_unknown"
    )


def test_nobody_is_seated_where_others_sit_or_nowhere() -> None:
    till = host()
    moreau = reserve(till, "19:00", tables=())
    assert till.refuses(SeatReservation(reservation=moreau)) == "table_missing"
    till.do(OpenOrder(table="t1", covers=2))
    seat = SeatReservation(reservation=moreau, tables=("t1",))
    assert till.refuses(seat) == "table_taken"
    seat = SeatReservation(reservation=moreau, tables=("t99",))
    assert till.refuses(seat) == "table_unknown"
    tomorrow = reserve(till, "20:00", date="2026-11-21")
    assert till.refuses(SeatReservation(reservation=tomorrow)) == "other_day"
    arrived = SetReservationStatus(reservation=tomorrow, status="arrived")
    assert till.refuses(arrived) == "other_day"


def test_a_status_is_one_of_the_trade_and_in_its_time() -> None:
    till = host()
    moreau = reserve(till, "20:00")
    for word in ("seated", "finished", "lost"):
        wish = SetReservationStatus(reservation=moreau, status=word)
        assert till.refuses(wish) == "status_invalid"
    absent = SetReservationStatus(reservation=moreau, status="no_show")
    assert till.refuses(absent) == "not_yet"
    till.wait(minutes=70)
    till.do(absent)
    assert till.do(absent) == ()
    set_status(till, moreau, "arrived")  # an hour late after all
    till.do(SeatReservation(reservation=moreau))


def test_a_reminder_is_noted_where_the_guest_can_be_reached() -> None:
    till = host()
    moreau = reserve(till, "20:00", **GUEST)
    till.do(NoteReminder(reservation=moreau, channel="sms"))
    assert till.world.reservations.reminders[moreau].channel == "sms"
    mail = NoteReminder(reservation=moreau, channel="email")
    assert till.refuses(mail) == "contact_missing"
    pigeon = NoteReminder(reservation=moreau, channel="pigeon")
    assert till.refuses(pigeon) == "channel_unknown"
    set_status(till, moreau, "cancelled")
    late = NoteReminder(reservation=moreau, channel="sms")
    assert till.refuses(late) == "reservation_over"


@pytest.mark.parametrize(
    "service",
    [
        ServiceSet(id="x", name=" ", start=0, end=1),
        ServiceSet(id="x", name="x", start=900, end=800),
        ServiceSet(id="x", name="x", start=0, end=1440),
        ServiceSet(id="x", name="x", start=0, end=1, weekdays=(7,)),
        ServiceSet(id="x", name="x", start=0, end=1, covers=-1),
    ],
)
def test_a_service_that_makes_no_sense_is_refused(service: ServiceSet) -> None:
    assert host().refuses(SetService(event=service)) == "service_invalid"


def test_a_table_that_was_taken_out_needs_a_person() -> None:
    till = host()
    moreau = reserve(till, "20:00", tables=("t4",))
    table = till.world.floor.tables["t4"]
    till.do(SetFloor(event=replace(table, active=False)))
    (clash,) = clashes(till.world, TODAY)
    assert (clash.code, clash.reservations) == ("table_gone", (moreau,))
