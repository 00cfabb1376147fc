"""The disk fills, locks or turns read-only while selling: nothing half done, then on."""

import copy
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest
from app_kit import full_disk, no_room, read_only, small_disk, somebody_writes
from gui_kit import FixedClock, demo_house
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.caretaker import RETRY_LOOKS
from app.domain.orders.billing import order_due
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import OrderCreated
from app.domain.orders.state import Payment
from app.domain.payments.commands import RequestCard, TakePayment
from app.domain.rules import SetSetting
from app.domain.till.decide import OpenTill
from app.domain.till.events import MonthClosed, PeriodClosed, YearClosed
from app.domain.vocabulary import Refusal
from app.fiscal.checking import READ_TABLES, verify_profile
from app.fiscal.closing import close_day
from app.fiscal.periods import close_due, close_period, open_period
from app.keeper import HOUR, LATER, Keeper
from app.services.house import Actor, Fact, House
from app.suite import Suite
from db.errors import (
    DatabaseBusyError,
    DatabaseReadOnlyError,
    DiskFullError,
    KnownError,
)
from hardware.terminals.customer import ACCEPTS

LEA, MARC = Actor("lea", "pos"), Actor("marc", "till")
AT_ONCE_MS = 250

Trouble = Callable[[Opened], AbstractContextManager[None]]
TROUBLES: dict[str, tuple[Trouble, type[KnownError]]] = {
    "no room": (lambda opened: no_room(opened.house), DiskFullError),
    "read-only": (lambda opened: read_only(opened.house), DatabaseReadOnlyError),
    "locked": (
        lambda opened: somebody_writes(opened.profile.database),
        DatabaseBusyError,
    ),
}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path, FixedClock()) as opened:
        yield opened


def seat(house: House) -> str:
    result = house.run(OpenOrder(table="t12", covers=2), LEA)
    assert not isinstance(result, Refusal)
    created = result[0].event
    assert isinstance(created, OrderCreated)
    house.run(AddLine(order=created.order, article="bar_roti"), LEA)
    return created.order


def sell_until_refused(house: House, order: str) -> KnownError:
    """A little fits in what is open already; then the trouble shows."""
    for _ in range(300):
        before = house.journal.head().seq
        try:
            house.run(AddLine(order=order, article="cafe", merge=False), LEA)
        except KnownError as error:
            assert house.journal.head().seq == before
            return error
    raise AssertionError("never refused")


def tables(house: House) -> list[list[tuple[object, ...]]]:
    """Everything that the read tables and the journal hold."""
    names = [table.name for table in READ_TABLES]
    with house.database.read() as connection:
        return [
            [
                tuple(row)
                for row in connection.exec_driver_sql(
                    f"SELECT * FROM {name} ORDER BY 1"
                )
            ]
            for name in (*names, "journal")
        ]


def waits_ms(house: House) -> int:
    """How long a tap waits for a database that somebody else holds."""
    with house.database.read() as connection:
        return int(connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one())


def codes(house: House) -> list[str]:
    entries = house.journal.entries(types=["event.recorded"])
    return [str(entry.data["code"]) for entry in entries]


def sound_but_degraded(opened: Opened) -> bool:
    """The journal is whole, and its verification says that nothing could be written."""
    report = verify_profile(opened.profile, deep=True)
    assert report.errors == ()
    entries = list(opened.house.journal.entries(types=["event.recorded"]))
    started = [e.seq for e in entries if e.data["code"] == "DEGRADED_START"]
    assert [(f.code, f.seq) for f in report.warnings] == [
        ("DEGRADED", seq) for seq in started
    ]
    return bool(started) and report.exit_code == 1


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_refused_act_changes_nothing_and_selling_goes_on_after_it(
    opened: Opened, trouble: str
) -> None:
    house = opened.house
    breaks, expected = TROUBLES[trouble]
    order = seat(house)
    told: list[tuple[Fact, ...]] = []
    with breaks(opened):
        assert isinstance(sell_until_refused(house, order), expected)
        house.follow(told.append)
        world, stored = copy.deepcopy(house.world), tables(house)
        due = order_due(house.world.book, house.world.book.orders[order])
        pay = TakePayment(order=order, method="cash", amount=due, tendered=due)
        line = AddLine(order=order, article="cafe", merge=False)
        for command in (line, pay):
            with pytest.raises(expected) as caught:
                house.run(command, LEA)
            assert caught.value.text().endswith(".")
        assert isinstance(house.failure, expected)
        assert waits_ms(house) <= AT_ONCE_MS
        assert (house.world, told) == (world, [])
    assert tables(house) == stored
    result = house.run(pay, LEA)
    assert not isinstance(result, Refusal)
    assert house.failure is None
    assert codes(house)[-2:] == ["DEGRADED_START", "DEGRADED_END"]
    with house.database.read() as connection:
        numbers = connection.exec_driver_sql("SELECT number FROM receipt").scalars()
        assert list(numbers) == ["C1-000001"]
    assert sound_but_degraded(opened)


def test_a_retry_says_when_the_disk_is_back(opened: Opened) -> None:
    house = opened.house
    order = seat(house)
    with read_only(house):
        sell_until_refused(house, order)
        assert not house.retry()
        assert not house.retry()
    assert house.retry()
    assert house.failure is None
    assert codes(house)[-2:] == ["DEGRADED_START", "DEGRADED_END"]
    entries = list(house.journal.entries(types=["event.recorded"]))
    assert entries[-1].data["detail"] == "1 acts refused"


def test_a_day_that_cannot_be_closed_stays_open(opened: Opened) -> None:
    with read_only(opened.house), pytest.raises(DatabaseReadOnlyError):
        close_day(opened.house, MARC)
    assert opened.house.world.till("C1").session
    assert not isinstance(close_day(opened.house, MARC), Refusal)
    assert opened.house.world.till("C1").closed_day == "2026-11-20"


@pytest.mark.parametrize("kind", [MonthClosed, YearClosed])
def test_a_period_that_cannot_be_closed_stays_open_and_is_closed_later(
    tmp_path: Path, kind: type[PeriodClosed]
) -> None:
    clock = FixedClock()
    with demo_house(tmp_path / "profile", clock) as opened:
        house = opened.house
        close_day(house, MARC)
        clock.forward(days=60)
        if kind is YearClosed:
            close_period(house, MARC, MonthClosed)
        with no_room(house), pytest.raises(DiskFullError):
            close_due(house, thorough=True)
        assert open_period(house, kind)[1]
        assert next(type(f.event) for f in close_due(house, thorough=True)) is kind
        assert not open_period(house, kind)[1]
        assert sound_but_degraded(opened)


def test_backups_and_archives_wait_for_room_and_sales_go_on(tmp_path: Path) -> None:
    """The profile lies on a sound disk, and what is kept on one that is full."""
    clock = FixedClock()
    with (
        small_disk(tmp_path / "disk", 2) as disk,
        demo_house(tmp_path / "profile", clock) as opened,
    ):
        house, profile = opened.house, opened.profile
        close_day(house, MARC)
        clock.forward(days=14)
        for name in ("backups", "archives"):
            (disk / name).mkdir()
            with suppress(OSError):
                (profile.folder / name).rmdir()
            (profile.folder / name).symlink_to(disk / name)
        stick = tmp_path / "stick"
        stick.mkdir()
        house.run(SetSetting(key="archive.folder", value=str(stick)), MARC)
        keeper = Keeper(opened)
        with full_disk(disk):
            keeper.back_up(1)
            for _ in range(LATER + 2):
                keeper.look()
                keeper._reap(wait=True)
            alarms = house.world.settings.alarms
            assert {"BACKUP_FAILED", "ARCHIVE_NOT_MADE"} <= set(alarms)
            assert alarms["ARCHIVE_NOT_MADE"][0].startswith("Le disque est plein")
            close_due(house)
            assert not isinstance(house.run(OpenTill(coins=()), MARC), Refusal)
            seat(house)
        assert [p.name for p in disk.rglob("*") if p.is_file()] == []
        assert list(stick.iterdir()) == []
        clock.forward(days=1)
        for _ in range(HOUR + LATER):
            keeper.look()
            keeper._reap(wait=True)
        keeper.stop()
        assert len(list(profile.backups.glob("*.db"))) == 1
        assert len(list(stick.iterdir())) == 1
        assert not set(alarms) & {"BACKUP_FAILED", "ARCHIVE_NOT_MADE"}


def test_a_really_full_disk_is_told_and_sold_on_after_it(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "disk", 8) as disk,
        demo_house(disk / "profile", FixedClock()) as opened,
    ):
        house = opened.house
        order = seat(house)
        with full_disk(disk):
            for _ in range(3):
                error = sell_until_refused(house, order)
                assert isinstance(error, DiskFullError)
            lines = len(house.world.book.orders[order].lines)
        house.run(AddLine(order=order, article="cafe", merge=False), LEA)
        assert len(house.world.book.orders[order].lines) == lines + 1
        assert house.failure is None
        assert not isinstance(house.run(SendOrder(order=order), LEA), Refusal)
        assert sound_but_degraded(opened)


@pytest.mark.logs
def test_a_follower_that_fails_takes_nothing_back(
    opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[tuple[Fact, ...]] = []

    def fails(facts: tuple[Fact, ...]) -> None:
        raise ZeroDivisionError

    opened.house.follow(fails)
    opened.house.follow(heard.append)
    seat(opened.house)
    assert len(heard) == 2
    assert caplog.text.count("a subscriber failed") == 2


def test_followers_are_told_in_the_order_of_the_journal(opened: Opened) -> None:
    heard: list[int] = []
    once: list[bool] = []

    def acts(facts: tuple[Fact, ...]) -> None:
        if not once:
            once.append(True)
            opened.house.note("APP_START")

    opened.house.follow(acts)
    opened.house.follow(lambda facts: heard.extend(f.meta.order[2] for f in facts))
    seat(opened.house)
    assert heard == sorted(heard)
    assert len(heard) == 3


# --- with devices


@contextmanager
def suite_of(opened: Opened) -> Iterator[Suite]:
    suite = Suite(opened)
    suite.start()
    try:
        yield suite
    finally:
        suite.stop()


def test_a_card_that_answers_while_the_disk_is_full_is_written_down_after_it(
    opened: Opened, qtbot: QtBot
) -> None:
    house = opened.house
    order = seat(house)
    due = order_due(house.world.book, house.world.book.orders[order])
    with suite_of(opened) as suite:
        terminal = suite.devices.simulated_terminals["tpe1"]
        terminal.become(None)  # the guest takes a while
        house.run(RequestCard(order=order, amount=due, terminal="tpe1"), LEA)

        def payment() -> Payment:
            (found,) = house.world.book.orders[order].payments.values()
            return found

        qtbot.waitUntil(lambda: terminal.asked() is not None, timeout=5000)
        with read_only(house):
            qtbot.waitUntil(lambda: terminal.press(ACCEPTS), timeout=5000)
            kept = suite.main_thread._kept
            qtbot.waitUntil(lambda: len(kept) == 1, timeout=5000)
            assert payment().running
        qtbot.waitUntil(lambda: not payment().running, timeout=15_000)
        assert (payment().state, payment().amount) == ("completed", due)
        assert house.failure is None
        assert len(terminal.approved()) == 1
    assert sound_but_degraded(opened)


@pytest.mark.logs
def test_a_kitchen_ticket_that_the_spool_had_no_room_for_is_printed_after_it(
    opened: Opened, qtbot: QtBot
) -> None:
    with small_disk(opened.profile.spool, 1) as disk, suite_of(opened) as suite:
        order = seat(opened.house)
        kitchen = suite.devices.simulated_printers["chaud"]
        with full_disk(disk):
            assert not isinstance(
                opened.house.run(SendOrder(order=order), LEA), Refusal
            )  # the kitchen's screen has it
            qtbot.waitUntil(lambda: suite.devices.printing.behind)
            assert opened.house.failure is None
            for _ in range(RETRY_LOOKS):  # nothing else suffers: backups go on
                suite.caretaker.look()
            assert suite.devices.healths()["chaud"].reasons == {"disk_full"}
        qtbot.waitUntil(lambda: len(kitchen.digests) == 1, timeout=15_000)
        assert not suite.devices.printing.behind
        jobs = suite.devices.pool.jobs()
        assert [job.kind for job in jobs] == ["kitchen"]
