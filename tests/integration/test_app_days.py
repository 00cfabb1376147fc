"""The day of a till that nobody closes, and what follows a closing: over whole days."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from gui_kit import EVENING, FixedClock
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened, open_house
from app.caretaker import Caretaker
from app.domain.credits.events import ClientSet
from app.domain.orders.billing import order_due
from app.domain.orders.commands import (
    AddLine,
    MoveOrder,
    NoteAllergy,
    OpenOrder,
    SendOrder,
)
from app.domain.orders.events import OrderCreated
from app.domain.payments.commands import RecordOutcome, RequestCard, TakePayment
from app.domain.rules import Command, SeeAlarm
from app.domain.settings import EventRecorded
from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins, DayClosed
from app.domain.vocabulary import Refusal
from app.fiscal.backups import KEPT, keep_backup, newest_sound
from app.fiscal.checking import verify_profile
from app.fiscal.closing import close_day, close_left_open, closes_at, left_open
from app.services.clients import client_key, seal_client
from app.services.house import Actor, Fact, House, facts_of
from app.services.people import order_key, unseal_order
from db.errors import KnownError
from db.profile import Profile

MARC, LEA = Actor("marc", "till"), Actor("lea", "pos")
TODAY, TOMORROW, LATER = "2026-11-20", "2026-11-21", "2026-11-22"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@contextmanager
def house_of(folder: Path, clock: FixedClock) -> Iterator[Opened]:
    with open_house(Profile(folder), clock=clock) as opened:
        yield opened


def do(house: House, command: Command, actor: Actor = LEA) -> tuple[Fact, ...]:
    result = house.run(command, actor)
    assert not isinstance(result, Refusal), result
    return result


def open_till(house: House) -> None:
    do(house, OpenTill(coins=(Coins(value=5000, count=3),)), MARC)


def seat(house: House, table: str, *articles: str) -> str:
    created = do(house, OpenOrder(table=table, covers=2))[0].event
    assert isinstance(created, OrderCreated)
    for article in articles:
        do(house, AddLine(order=created.order, article=article))
    do(house, SendOrder(order=created.order))
    return created.order


def pay(house: House, order: str) -> None:
    due = order_due(house.world.book, house.world.book.orders[order])
    do(house, TakePayment(order=order, method="cash", amount=due, tendered=due))


def closings(house: House) -> list[tuple[str, str]]:
    """(day that was closed, business day of the entry) of every Z."""
    found = facts_of(house.journal.entries(types=["till.day_closed"]))
    return [(f.event.day, f.meta.bday) for f in found if isinstance(f.event, DayClosed)]


def events(house: House, code: str) -> list[EventRecorded]:
    found = facts_of(house.journal.entries(types=["event.recorded"]))
    noted = [f.event for f in found if isinstance(f.event, EventRecorded)]
    return [event for event in noted if event.code == code]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+01:00")


def takings(day: DayClosed) -> int:
    return next((f.value for f in day.figures if f.key == "document.sale.ttc"), 0)


# --- the end of a day


def test_a_forgotten_day_is_closed_as_itself_at_the_next_start(
    tmp_path: Path, clock: FixedClock
) -> None:
    with house_of(tmp_path, clock) as opened:
        open_till(opened.house)
        pay(opened.house, seat(opened.house, "t12", "bar_roti"))
    clock.now = at("2026-11-21T11:00")
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        assert left_open(house) == TODAY
        result = close_left_open(house)
        assert not isinstance(result, Refusal)
        (closed,) = [f.event for f in result if isinstance(f.event, DayClosed)]
        assert closed.day == TODAY
        assert takings(closed) > 0
        assert closed.open_since == TOMORROW
        assert closings(house) == [(TODAY, TODAY)]
        assert close_left_open(house) == ()
        assert house.business_day(clock()) == TOMORROW
        # It sells again after one tap.
        open_till(house)
        pay(house, seat(house, "t12", "bar_roti"))
        assert house.world.till("C1").totals.day == takings(closed)
    assert verify_profile(Profile(tmp_path), deep=True).exit_code == 0


def test_several_days_off_close_only_the_day_that_was_left_open(
    tmp_path: Path, clock: FixedClock
) -> None:
    with house_of(tmp_path, clock) as opened:
        open_till(opened.house)
    clock.now = at("2026-11-25T10:00")
    with house_of(tmp_path, clock) as opened:
        close_left_open(opened.house)
        assert closings(opened.house) == [(TODAY, TODAY)]
        assert opened.house.business_day(clock()) == "2026-11-25"


def test_what_is_paid_at_the_cut_off_still_enters_the_day(
    tmp_path: Path, clock: FixedClock
) -> None:
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        open_till(house)
        order = seat(house, "t12", "bar_roti")
        due = order_due(house.world.book, house.world.book.orders[order])
        clock.now = at("2026-11-21T04:59")
        asked = do(house, RequestCard(order=order, amount=due, terminal="tpe1"))[
            0
        ].event
        clock.now = at("2026-11-21T05:01")
        waits = close_left_open(house)
        assert isinstance(waits, Refusal)
        assert closings(house) == []
        do(
            house,
            RecordOutcome(
                order=order, payment=asked.payment, state="approved", amount=due
            ),
        )
        assert house.business_day(clock()) == TODAY
        result = close_left_open(house)
        assert not isinstance(result, Refusal)
        (closed,) = [f.event for f in result if isinstance(f.event, DayClosed)]
        assert (closed.day, takings(closed)) == (TODAY, due)
    assert verify_profile(Profile(tmp_path), deep=True).exit_code == 0


def test_a_card_without_an_answer_does_not_hold_the_day_open(
    tmp_path: Path, clock: FixedClock
) -> None:
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        open_till(house)
        order = seat(house, "t12", "bar_roti")
        due = order_due(house.world.book, house.world.book.orders[order])
        asked = do(house, RequestCard(order=order, amount=due, terminal="tpe1"))[
            0
        ].event
        do(house, RecordOutcome(order=order, payment=asked.payment, state="unknown"))
        manually = close_day(house, MARC)
        assert isinstance(manually, Refusal)  # who is there can decide first
        clock.now = at("2026-11-21T05:00")
        assert not isinstance(close_left_open(house), Refusal)
    clock.now = at("2026-11-21T12:00")
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        open_till(house)
        do(
            house,
            RecordOutcome(
                order=order, payment=asked.payment, state="approved", amount=due
            ),
        )
        result = close_day(house, MARC)
        assert not isinstance(result, Refusal)
        assert takings(result[0].event) == due  # once, on the day of its receipt
    assert verify_profile(Profile(tmp_path), deep=True).exit_code == 0


def test_the_till_is_warned_half_an_hour_before(
    tmp_path: Path, clock: FixedClock
) -> None:
    with house_of(tmp_path, clock) as opened:
        clock.now = at("2026-11-21T04:40")
        assert closes_at(opened.house) is None  # nothing is open
        clock.now = EVENING
        open_till(opened.house)
        for moment, warned in (
            ("2026-11-21T04:29", False),
            ("2026-11-21T04:30", True),
            ("2026-11-21T04:59", True),
        ):
            clock.now = at(moment)
            due = closes_at(opened.house)
            assert (due == at("2026-11-21T05:00")) is warned


def test_a_till_opened_after_a_night_closing_is_not_closed_at_once(
    tmp_path: Path, clock: FixedClock
) -> None:
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        open_till(house)
        clock.now = at("2026-11-21T04:40")
        close_day(house, MARC)
        open_till(house)  # the bakers begin early: their day is tomorrow's
        assert closes_at(house) is None
        clock.now = at("2026-11-21T05:10")
        assert left_open(house) == ""
        clock.now = at("2026-11-22T05:00")
        assert left_open(house) == TOMORROW


# --- what is carried over


def test_open_orders_are_carried_over_two_closings(
    tmp_path: Path, clock: FixedClock
) -> None:
    with house_of(tmp_path, clock) as opened:
        open_till(opened.house)
        stays = seat(opened.house, "t12", "bar_roti", "cafe")
        close_day(opened.house, MARC)
    clock.now = at("2026-11-21T12:00")
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        open_till(house)
        assert [o.id for o in house.world.book.open_orders()] == [stays]
        joins = seat(house, "t11", "bar_roti")
        lines = set(house.world.book.orders[stays].lines)
        # The guests of yesterday's order join a table of today.
        do(house, MoveOrder(order=stays, table="t11"))
        due = order_due(house.world.book, house.world.book.orders[joins])
        clock.now = at("2026-11-22T05:00")
        close_left_open(house)
    clock.now = at("2026-11-22T12:00")
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        open_till(house)
        (order,) = house.world.book.open_orders()
        assert order.id == joins
        assert lines <= set(order.lines)
        assert order_due(house.world.book, order) == due
        pay(house, joins)
        assert house.world.book.open_orders() == []
    assert verify_profile(Profile(tmp_path), deep=True).exit_code == 0


# --- what the caretaker does


class SteadyClock:
    """Seconds that pass as the wall clock's do, unless that one leaps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def caretaker_of(
    opened: Opened,
    steady: SteadyClock | None = None,
    forget: Callable[[float], int] = lambda age_s: 0,
) -> Iterator[Caretaker]:
    caretaker = Caretaker(opened, lambda: None, forget, steady or SteadyClock())
    try:
        yield caretaker
    finally:
        caretaker.stop()


def settle(caretaker: Caretaker, qtbot: QtBot) -> None:
    """Waits for what runs in the background, and has it looked at."""

    def done() -> bool:
        caretaker.look()
        return not caretaker.busy

    qtbot.waitUntil(done, timeout=10_000)


def pass_time(clock: FixedClock, steady: SteadyClock, until: datetime) -> None:
    """Both clocks go on."""
    steady.now += (until - clock.now).total_seconds()
    clock.now = until


def test_at_the_cut_off_the_day_is_closed_copied_and_noted(
    tmp_path: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    steady = SteadyClock()
    with house_of(tmp_path, clock) as opened, caretaker_of(opened, steady) as caretaker:
        house = opened.house
        open_till(house)
        pay(house, seat(house, "t12", "bar_roti"))
        pass_time(clock, steady, at("2026-11-21T04:59"))
        caretaker.look()
        assert closings(house) == []
        pass_time(clock, steady, at("2026-11-21T05:00"))
        caretaker.look()
        assert closings(house) == [(TODAY, TODAY)]
        assert house.world.settings.day_left_open == TODAY
        settle(caretaker, qtbot)
        (copy,) = opened.profile.backups.glob("*.db")
        assert copy.name == "20261121-050000-Z0001.db"
        (noted,) = events(house, "BACKUP")
        assert copy.name in noted.detail
        sound = newest_sound(opened.profile.backups)
        assert sound is not None
        assert (sound.path, sound.entries > 0) == (copy, True)
        caretaker.look()
        assert len(closings(house)) == 1


def test_a_backup_under_way_is_finished_before_the_till_stops(
    tmp_path: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    with house_of(tmp_path, clock) as opened:
        with caretaker_of(opened):
            open_till(opened.house)
            close_day(opened.house, MARC)
        assert len(list(opened.profile.backups.glob("*.db"))) == 1
        assert len(events(opened.house, "BACKUP")) == 1


def test_a_closing_stands_when_its_backup_cannot_be_made(
    tmp_path: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    with house_of(tmp_path, clock) as opened, caretaker_of(opened) as caretaker:
        opened.profile.backups.rmdir()
        opened.profile.backups.write_text("not a folder")
        open_till(opened.house)
        close_day(opened.house, MARC)
        settle(caretaker, qtbot)
        assert closings(opened.house) == [(TODAY, TODAY)]
        assert "BACKUP_FAILED" in opened.house.world.settings.alarms


def test_the_last_backups_are_kept_and_a_torn_one_is_passed_over(
    tmp_path: Path, clock: FixedClock
) -> None:
    with house_of(tmp_path, clock) as opened:
        folder = opened.profile.backups
        for closing in range(1, KEPT + 4):
            clock.forward(days=1)
            keep_backup(opened.database, folder, closing, clock())
        kept = sorted(folder.glob("*.db"))
        assert len(kept) == KEPT
        assert len(list(folder.glob("*.sha256"))) == KEPT
        assert kept[0].name.endswith("Z0004.db")
        kept[-1].write_bytes(kept[-1].read_bytes()[:5000])
        sound = newest_sound(folder)
        assert sound is not None
        assert sound.path == kept[-2]


def test_allergies_and_names_are_forgotten_the_day_after(
    tmp_path: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        open_till(house)
        gone, stays = seat(house, "t12", "bar_roti"), seat(house, "t11", "bar_roti")
        sealed = {
            order: house.sealer.seal(order_key(order), "arachides")
            for order in (gone, stays)
        }
        for order, text in sealed.items():
            do(house, NoteAllergy(order=order, seat=1, text=text))
        pay(house, gone)
        with caretaker_of(opened) as caretaker:
            clock.now = at("2026-11-20T23:30")
            close_day(house, MARC)
            settle(caretaker, qtbot)
        assert unseal_order(house, gone, sealed[gone]) == "arachides"
    clock.now = at("2026-11-21T11:00")
    with house_of(tmp_path, clock) as opened, caretaker_of(opened) as caretaker:
        settle(caretaker, qtbot)
        assert unseal_order(opened.house, gone, sealed[gone]) == ""
        assert unseal_order(opened.house, stays, sealed[stays]) == "arachides"
        with pytest.raises(KnownError):
            opened.house.sealer.seal(order_key(gone), "again")
    assert verify_profile(Profile(tmp_path), deep=True).exit_code == 0


def test_papers_are_forgotten_once_their_business_day_is_over(
    tmp_path: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    asked: list[float] = []

    def forget(age_s: float) -> int:
        asked.append(age_s)
        return 0

    clock.now = at("2026-11-21T02:00")
    with house_of(tmp_path, clock) as opened:
        for moment in ("2026-11-21T02:00", "2026-11-21T11:00"):
            clock.now = at(moment)
            with caretaker_of(opened, forget=forget) as caretaker:
                settle(caretaker, qtbot)
    assert asked == [21 * 3600, 6 * 3600]  # since five o'clock


def test_an_allergy_that_moved_to_an_open_order_is_kept(
    tmp_path: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        open_till(house)
        first, second = seat(house, "t12", "bar_roti"), seat(house, "t11", "bar_roti")
        sealed = house.sealer.seal(order_key(first), "arachides")
        do(house, NoteAllergy(order=first, seat=1, text=sealed))
        do(house, MoveOrder(order=first, table="t11"))
        assert house.world.book.closed(house.world.book.orders[first])
        close_day(house, MARC)
    clock.now = at("2026-11-21T11:00")
    with house_of(tmp_path, clock) as opened, caretaker_of(opened) as caretaker:
        settle(caretaker, qtbot)
        order = opened.house.world.book.orders[second]
        (text,) = order.allergies.values()
        assert unseal_order(opened.house, second, text) == "arachides"


# --- the clock


def test_a_clock_set_back_is_noted_once_and_numbering_goes_on(
    tmp_path: Path, clock: FixedClock
) -> None:
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        open_till(house)
        pay(house, seat(house, "t12", "bar_roti"))
        clock.forward(hours=-1)
        pay(house, seat(house, "t11", "bar_roti"))
        clock.forward(minutes=1)
        pay(house, seat(house, "t10", "bar_roti"))
        (noted,) = events(house, "CLOCK_BACKWARD")
        assert "3600 s" in noted.detail
        with opened.database.read() as connection:
            numbers = connection.exec_driver_sql(
                "SELECT number FROM receipt ORDER BY tseq"
            ).scalars()
            assert list(numbers) == ["C1-000001", "C1-000002", "C1-000003"]
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        assert "CLOCK_BACKWARD" in house.world.settings.alarms  # nobody has seen it
        refused = house.run(SeeAlarm(alarm="CLOCK_BACKWARD"), LEA)
        assert isinstance(refused, Refusal)
        assert refused.right == "journal.read"
        do(house, SeeAlarm(alarm="CLOCK_BACKWARD"), MARC)
        assert house.world.settings.alarms == {}
    with house_of(tmp_path, clock) as opened:
        assert opened.house.world.settings.alarms == {}
    report = verify_profile(Profile(tmp_path), deep=True)
    assert report.exit_code == 1
    assert {warning.code for warning in report.warnings} == {"TS_BACKWARD"}


def test_a_clock_set_back_never_sells_into_a_closed_day(
    tmp_path: Path, clock: FixedClock
) -> None:
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        open_till(house)
        close_day(house, MARC)
        clock.forward(days=-2)
        open_till(house)
        pay(house, seat(house, "t12", "bar_roti"))
        with opened.database.read() as connection:
            day = connection.exec_driver_sql("SELECT bday FROM receipt").scalar()
        assert day == TOMORROW


def test_a_clock_that_leaps_ahead_asks_before_it_closes_the_day(
    tmp_path: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    steady = SteadyClock()
    with house_of(tmp_path, clock) as opened, caretaker_of(opened, steady) as caretaker:
        house = opened.house
        open_till(house)
        caretaker.look()
        clock.forward(days=3)
        caretaker.look()
        caretaker.look()
        assert len(events(house, "CLOCK_FORWARD")) == 1
        assert closings(house) == []
        pay(house, seat(house, "t12", "bar_roti"))  # selling goes on, into the same day
        clock.forward(days=-3)
        caretaker.look()
        do(house, SeeAlarm(alarm="CLOCK_FORWARD"), MARC)
        caretaker.look()
        assert closings(house) == []  # the clock was wrong, the day is still on
        clock.forward(days=3)
        caretaker.look()
        do(house, SeeAlarm(alarm="CLOCK_FORWARD"), MARC)
        caretaker.look()
        assert closings(house) == [(TODAY, TODAY)]


def test_a_night_or_a_closed_week_is_no_leap(
    tmp_path: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    steady = SteadyClock()
    with house_of(tmp_path, clock) as opened, caretaker_of(opened, steady) as caretaker:
        caretaker.look()
        pass_time(clock, steady, clock.now + timedelta(days=3))
        caretaker.look()
        assert events(opened.house, "CLOCK_FORWARD") == []


# --- integrity


def test_an_older_copy_put_back_is_told_with_both_heads(
    tmp_path: Path, clock: FixedClock
) -> None:
    profile = Profile(tmp_path)
    with house_of(tmp_path, clock) as opened:
        open_till(opened.house)
        before = opened.house.journal.head()
    older = profile.database.read_bytes()
    with house_of(tmp_path, clock) as opened:
        pay(opened.house, seat(opened.house, "t12", "bar_roti"))
        pay(opened.house, seat(opened.house, "t11", "bar_roti"))
        after = opened.house.journal.head()
    profile.database.write_bytes(older)
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        (noted,) = events(house, "CHAIN_ROLLBACK")
        for head in (before, after):
            assert f"{head.seq} {head.hash}" in noted.detail
        assert "CHAIN_ROLLBACK" in house.world.settings.alarms
        pay(house, seat(house, "t12", "bar_roti"))  # selling goes on
        result = close_day(house, MARC)
        assert not isinstance(result, Refusal)
        figures = {figure.key: figure.value for figure in result[0].event.figures}
        assert figures["control.rollback.count"] == 1  # the Z says so
    with house_of(tmp_path, clock) as opened:
        assert len(events(opened.house, "CHAIN_ROLLBACK")) == 1
        assert "CHAIN_ROLLBACK" in opened.house.world.settings.alarms
        do(opened.house, SeeAlarm(alarm="CHAIN_ROLLBACK"), MARC)
        assert opened.house.world.settings.alarms == {}


def tamper(path: Path, statement: Callable[[int], str], back: int) -> int:
    """Changes an entry behind the journal's back; the entry's number."""
    raw = sqlite3.connect(path)
    (last,) = raw.execute("SELECT max(seq) FROM journal").fetchone()
    raw.execute("DROP TRIGGER journal_no_update")
    raw.execute(statement(last - back))
    raw.commit()
    raw.close()
    return int(last - back)


@pytest.mark.parametrize(
    "change",
    ["jws = 'x'", "jws = replace(jws, substr(jws, 200, 4), 'AAAA')", "bday = 'never'"],
)
def test_a_changed_entry_raises_the_alarm_and_selling_goes_on(
    tmp_path: Path, clock: FixedClock, qtbot: QtBot, change: str
) -> None:
    profile = Profile(tmp_path)
    with house_of(tmp_path, clock) as opened, caretaker_of(opened) as caretaker:
        open_till(opened.house)
        caretaker.start()
        settle(caretaker, qtbot)
        assert len(events(opened.house, "VERIFY_OK")) == 1
        pay(opened.house, seat(opened.house, "t12", "bar_roti"))
    bad = tamper(
        profile.database,
        lambda seq: f"UPDATE journal SET {change} WHERE seq = {seq}",
        back=2,
    )
    with house_of(tmp_path, clock) as opened, caretaker_of(opened) as caretaker:
        caretaker.start()
        settle(caretaker, qtbot)
        (noted,) = events(opened.house, "VERIFY_FAILED")
        assert noted.detail.startswith("90: ")
        assert f"C1 {bad}" in noted.detail
        assert "VERIFY_FAILED" in opened.house.world.settings.alarms
        pay(opened.house, seat(opened.house, "t11", "bar_roti"))
    assert verify_profile(profile).exit_code == 2


# --- a hub alone


def test_a_machine_without_a_till_is_copied_once_a_day(
    tmp_path: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    def copies(opened: Opened) -> int:
        return len(list(opened.profile.backups.glob("*.db")))

    with house_of(tmp_path, clock) as opened:
        for moment, expected in (
            ("2026-11-21T10:00", 1),
            ("2026-11-21T18:00", 1),
            ("2026-11-22T04:30", 1),
            ("2026-11-22T05:30", 2),
        ):
            clock.now = at(moment)
            caretaker = Caretaker(opened, steady=SteadyClock(), daily=True)
            settle(caretaker, qtbot)
            caretaker.stop()
            assert copies(opened) == expected


def test_guests_are_forgotten_where_another_till_was_closed(
    tmp_path: Path, clock: FixedClock, qtbot: QtBot
) -> None:
    with house_of(tmp_path, clock) as opened:
        house = opened.house
        open_till(house)
        gone = seat(house, "t12", "bar_roti")
        house.sealer.seal(order_key(gone), "arachides")
        anne, name = seal_client(house, "Anne Martin")
        house.record((ClientSet(client=anne, name=name),), bday="2023-11-19")
        pay(house, gone)
        close_day(house, MARC)
        clock.now = at("2026-11-21T11:00")
        house.world.tills["C2"] = house.world.tills.pop("C1")  # it was that one
        with caretaker_of(opened) as caretaker:
            settle(caretaker, qtbot)
        assert order_key(gone) not in house.sealer.persons(order_key(""))
        assert anne in house.world.credits.forgotten
        assert house.sealer.unseal(client_key(anne), name) is None
