"""Months, fiscal years and the establishment: sums of closings, and what is found when
they are not."""

import copy
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from apart_kit import Here, apart
from fiscal_kit import FLOAT, MARC, archive, close, refund, sell
from gui_kit import FixedClock, demo_house

from app.bootstrap import Opened, open_house
from app.caretaker import Caretaker
from app.domain.orders.billing import order_due
from app.domain.payments.commands import TakePayment
from app.domain.receipts.events import ReceiptIssued
from app.domain.rules import SeeAlarm, SetSetting
from app.domain.settings import YEAR_STARTS, EventRecorded
from app.domain.till.decide import OpenTill
from app.domain.till.events import (
    DayClosed,
    EstablishmentDayClosed,
    EstablishmentMonthClosed,
    MonthClosed,
    PeriodClosed,
    TillReported,
    YearClosed,
)
from app.domain.vocabulary import Refusal
from app.fiscal import verifier_sotto
from app.fiscal.accounting import Books, balance, books_of
from app.fiscal.added import ADDING
from app.fiscal.archive import record_archive
from app.fiscal.checking import rebuild_database, verify_database, verify_profile
from app.fiscal.closing import check_last, close_day, close_left_open
from app.fiscal.establishment import close_establishment, close_establishment_due
from app.fiscal.periods import (
    close_due,
    close_period,
    open_period,
    part_of,
    read_month,
    turnover,
)
from app.fiscal.totals import PERIODS, TYPES, check_totals
from app.presenters.admin.closings import present_closing
from app.presenters.strip import present_alarms
from app.reports.closing import report_for
from app.reports.excel import z_workbook
from app.reports.pdf import z_pdf
from app.services.house import House, facts_of
from db.entry import Entry
from db.profile import Profile

DEEP = (*TYPES, "event.recorded")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+01:00")


def open_till(house: House) -> None:
    close_due(house, thorough=True)
    opened = house.run(OpenTill(coins=FLOAT), MARC)
    assert not isinstance(opened, Refusal), opened


def a_day(opened: Opened, clock: FixedClock, day: str, table: str = "t12") -> None:
    clock.now = at(f"{day}T20:00")
    open_till(opened.house)
    sell(opened, table, "cash")
    close(opened)


def stored(house: House, *kinds: type) -> list[Any]:
    found = facts_of(house.journal.entries(types=DEEP))
    return [fact.event for fact in found if isinstance(fact.event, kinds)]


def codes(house: House) -> list[str]:
    events = stored(house, EventRecorded)
    return [e.code for e in events if e.code.startswith("CLOSE_")]


def figures(closing: Any) -> dict[str, int]:
    return {figure.key: figure.value for figure in closing.figures}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def test_a_till_that_was_off_for_three_months_sells_after_one_tap(
    tmp_path: Path, clock: FixedClock
) -> None:
    with demo_house(tmp_path, clock) as opened:
        sell(opened)
    clock.now = at("2027-02-20T11:00")
    with open_house(Profile(tmp_path), clock=clock) as opened:
        house = opened.house
        open_till(house)
        sell(opened)
        assert [day.day for day in stored(house, DayClosed)] == ["2026-11-20"]
        (month,) = stored(house, MonthClosed)
        (year,) = stored(house, YearClosed)
        assert (month.first_day, month.last_day) == ("2026-11-01", "2026-11-30")
        assert (year.first_day, year.last_day) == ("2026-01-01", "2026-12-31")
        assert codes(house) == ["CLOSE_DAY", "CLOSE_MONTH", "CLOSE_YEAR"]
        assert house.world.till("C1").totals.year > 0
    assert verify_profile(Profile(tmp_path), deep=True).exit_code == 0


def test_a_month_is_its_days_and_a_year_its_months(
    tmp_path: Path, clock: FixedClock
) -> None:
    clock.now = at("2026-10-30T20:00")
    with demo_house(tmp_path, clock, open_till=False) as opened:
        house = opened.house
        for day in ("2026-10-30", "2026-10-31", "2026-11-02"):
            a_day(opened, clock, day)
        clock.now = at("2026-12-10T20:00")
        open_till(house)
        sell(opened)
        refund(opened, "C1-000001")
        close(opened)
        clock.now = at("2027-01-01T06:00")
        close_due(house)

        october, november, december = stored(house, MonthClosed)
        (year,) = stored(house, YearClosed)
        days = stored(house, DayClosed)
        assert [part.number for part in october.parts] == [1, 2]
        assert [part.day for part in november.parts] == ["2026-11-02"]
        assert [m.number for m in (october, november, december)] == [1, 2, 3]
        for closing, parts in (
            (october, days[:2]),
            (december, days[3:]),
            (year, days),
        ):
            total: dict[str, int] = {}
            for part in parts:
                for key, value in figures(part).items():
                    total[key] = total.get(key, 0) + value
            assert figures(closing) == {k: v for k, v in total.items() if v}
        sales, back = turnover(year.figures)
        assert back < 0
        assert year.start_net == 0
        assert year.totals.perpetual_net == sales + back
        assert year.totals.perpetual_abs == sales - back
        assert december.start_net == november.totals.perpetual_net
        assert year.totals.year == sales + back
        assert december.extent.first == days[3].extent.first
        assert october.extent.series[0].series
        assert "F1" in " ".join(year.extent.software)
    assert verify_profile(Profile(tmp_path), deep=True).exit_code == 0


def test_closing_a_month_by_hand_closes_its_last_day_first(
    tmp_path: Path, clock: FixedClock
) -> None:
    clock.now = at("2026-11-29T20:00")
    with demo_house(tmp_path, clock) as opened:
        house = opened.house
        sell(opened)
        early = close_period(house, MARC, MonthClosed)
        assert isinstance(early, Refusal)
        close(opened)
        early = close_period(house, MARC, MonthClosed)
        assert isinstance(early, Refusal)
        assert early.code == "period_running"

        clock.now = at("2026-11-30T23:00")
        open_till(house)
        sell(opened)
        done = close_period(house, MARC, MonthClosed)
        assert not isinstance(done, Refusal)
        assert codes(house) == ["CLOSE_DAY", "CLOSE_DAY", "CLOSE_MONTH"]
        assert house.business_day(clock()) == "2026-12-01"
        again = close_period(house, MARC, MonthClosed)
        assert isinstance(again, Refusal)
        assert again.code == "nothing_to_close"


def test_the_caretaker_closes_what_is_over(tmp_path: Path, clock: FixedClock) -> None:
    with demo_house(tmp_path, clock) as opened:
        sell(opened)
        close(opened)
        caretaker = Caretaker(opened)
        caretaker.start()
        assert stored(opened.house, MonthClosed) == []
        clock.now = at("2026-12-01T04:59")
        caretaker.look()
        assert stored(opened.house, MonthClosed) == []
        clock.now = at("2026-12-01T05:01")
        caretaker.look()
        opened.house.run(SeeAlarm(alarm="CLOCK_FORWARD"), MARC)
        caretaker.look()
        assert len(stored(opened.house, MonthClosed)) == 1
        caretaker.stop()


def test_a_fiscal_year_closes_with_its_own_last_month(
    tmp_path: Path, clock: FixedClock
) -> None:
    clock.now = at("2026-11-29T20:00")
    with demo_house(tmp_path, clock, open_till=False) as opened:
        house = opened.house
        house.run(SetSetting(key=YEAR_STARTS, value="12"), MARC)
        a_day(opened, clock, "2026-11-29")
        a_day(opened, clock, "2026-12-02")
        (year,) = stored(house, YearClosed)
        assert (year.first_day, year.last_day) == ("2025-12-01", "2026-11-30")
        assert house.world.till("C1").totals.year == turnover(year.figures)[0]
    assert verify_profile(Profile(tmp_path), deep=True).exit_code == 0


def test_the_month_so_far_is_its_days_and_this_one(
    tmp_path: Path, clock: FixedClock
) -> None:
    with demo_house(tmp_path, clock) as opened:
        sell(opened)
        close(opened)
        clock.forward(days=1)
        open_till(opened.house)
        sell(opened)
        result = read_month(opened.house, MARC)
        assert not isinstance(result, Refusal)
        read = result[0].event
        assert isinstance(read, TillReported)
        assert read.since == "2026-11-01"
        (day,) = stored(opened.house, DayClosed)
        assert turnover(read.figures)[0] == 2 * turnover(day.figures)[0]


# ------------------------------------------------------------ what is found


@pytest.fixture(scope="module")
def two_months(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Entry]]:
    clock = FixedClock(at("2026-10-30T20:00"))
    with demo_house(
        tmp_path_factory.mktemp("months"), clock, open_till=False
    ) as opened:
        for day in ("2026-10-30", "2026-11-02", "2027-01-02"):
            a_day(opened, clock, day)
        yield list(opened.house.journal.entries(types=TYPES))


def found(entries: list[Entry]) -> list[tuple[str, int]]:
    return [(finding.code, finding.seq) for finding in check_totals(entries)]


def test_what_the_till_closed_adds_up(two_months: list[Entry]) -> None:
    kinds = [entry.type for entry in two_months if entry.type in ADDING]
    assert kinds == ["till.month_closed", "till.month_closed", "till.year_closed"]
    assert found(two_months) == []


@pytest.mark.parametrize("kind", ["till.month_closed", "till.year_closed"])
@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["figures"][0].update(value=data["figures"][0]["value"] + 1),
        lambda data: data["figures"].pop(),
        lambda data: data["parts"].pop(),
        lambda data: data["parts"][0].update(number=9),
        lambda data: data["parts"][0].update(hash="other"),
        lambda data: data["parts"][0].update(net=1),
        lambda data: data.update(start_net=1),
        lambda data: data["totals"].update(perpetual_abs=1),
        lambda data: data.update(last_day="2026-10-01"),
    ],
)
def test_a_sum_that_is_not_one_is_found(
    two_months: list[Entry], kind: str, change: Callable[[dict[str, Any]], object]
) -> None:
    place = [entry.type for entry in two_months].index(kind)
    entry = two_months[place]
    data = copy.deepcopy(entry.data)
    change(data)
    changed = [*two_months[:place], replace(entry, data=data), *two_months[place + 1 :]]
    assert ("TOTAL_DIFF", entry.seq) in found(changed)


@pytest.mark.parametrize("kind", ["till.month_closed", "till.year_closed"])
def test_what_was_never_closed_is_named(two_months: list[Entry], kind: str) -> None:
    left = [entry for entry in two_months if entry.type != kind]
    if kind == "till.month_closed":
        left = [entry for entry in left if entry.type != "till.year_closed"]
    missing = [f for f in check_totals(left) if f.code == "CLOSE_MISSING"]
    assert missing
    assert missing[0].detail in ("2026-10", "2026")


# ------------------------------------------------------------ establishment


def sell_at(here: Here, table: str) -> None:
    order = here.seat(table)
    here.take(order, "bar_roti")
    due = order_due(here.world.book, here.world.book.orders[order])
    here.do(TakePayment(order=order, method="card_manual", amount=due))


def close_at(here: Here) -> DayClosed:
    done = close_day(here.house, MARC)
    assert not isinstance(done, Refusal), done
    assert isinstance(done[0].event, DayClosed)
    return done[0].event


def closed(house: House) -> list[PeriodClosed]:
    return stored(house, EstablishmentDayClosed, EstablishmentMonthClosed)


def test_the_establishment_is_the_sum_of_its_terminals(tmp_path: Path) -> None:
    with apart(tmp_path) as pair:
        sell_at(pair.one, "t12")
        sell_at(pair.two, "t14")
        pair.meet()
        one, two = close_at(pair.one), close_at(pair.two)
        pair.meet()
        pair.clock.now = at("2026-11-21T06:00")
        assert close_establishment_due(pair.two.house) == ()
        closing, event = close_establishment_due(pair.one.house)
        made = closing.event
        assert isinstance(made, EstablishmentDayClosed)
        assert event.event.code == "CLOSE_DAY"  # type: ignore[attr-defined]
        assert [part.chain for part in made.parts] == ["C1", "C2"]
        sales = turnover(one.figures)[0] + turnover(two.figures)[0]
        assert turnover(made.figures)[0] == sales
        assert (made.complement, made.absent) == (0, ())
        assert made.totals.perpetual_net == (
            one.totals.perpetual_net + two.totals.perpetual_net
        )
        assert close_establishment_due(pair.one.house) == ()
        report = report_for(pair.one.house, made, closing.meta)
        assert (report.heading.kind, report.heading.terminal) == ("E", "")
        names = [part.name for part in report.parts]
        assert names == ["Z-C1-000001", "Z-C2-000001"]
        assert z_pdf(report).startswith(b"%PDF")
        assert z_workbook(report).startswith(b"PK")
        view = present_closing(pair.one.house, closing)
        assert view is not None
        assert view.title == "E C1-1"
        # The months come at the cut-off, each terminal's before the establishment's.
        pair.clock.now = at("2026-12-01T06:00")
        for here in (pair.one, pair.two):
            close_due(here.house)
        pair.meet()
        (month, *_) = close_establishment_due(pair.one.house)
        assert isinstance(month.event, EstablishmentMonthClosed)
        assert turnover(month.event.figures)[0] == sales
        pair.meet()
        entries = list(pair.two.house.journal.entries(types=TYPES))
        assert found(entries) == []


def test_a_z_that_comes_late_is_a_complement(tmp_path: Path) -> None:
    with apart(tmp_path) as pair:
        sell_at(pair.one, "t12")
        sell_at(pair.two, "t14")
        close_at(pair.two)
        close_at(pair.one)
        pair.meet()
        pair.clock.now = at("2026-11-21T06:00")
        close_establishment_due(pair.one.house)
        for here in (pair.one, pair.two):
            here.open_till()
        pair.meet()
        sell_at(pair.one, "t12")
        sell_at(pair.two, "t14")
        close_at(pair.one)
        # C2 is known to be open: its Z is waited for, but not for ever.
        pair.clock.now = at("2026-11-22T06:00")
        assert close_establishment_due(pair.one.house) == ()
        pair.clock.now = at("2026-11-22T18:00")
        (first, *_) = close_establishment_due(pair.one.house)
        assert isinstance(first.event, PeriodClosed)
        assert first.event.absent == ("C2",)
        close_left_open(pair.two.house)
        pair.meet()
        (late, *_) = close_establishment_due(pair.one.house)
        assert isinstance(late.event, PeriodClosed)
        assert (late.event.last_day, late.event.complement) == ("2026-11-21", 1)
        assert [part.chain for part in late.event.parts] == ["C2"]
        entries = list(pair.one.house.journal.entries(types=TYPES))
        assert found(entries) == []
        place = [entry.seq for entry in entries].index(late.meta.order[2])
        data = copy.deepcopy(entries[place].data)
        data["parts"] = first.event and [
            {"chain": p.chain, "number": p.number, "day": p.day, "hash": p.hash}
            | {"net": p.net}
            for p in first.event.parts
        ]
        entries[place] = replace(entries[place], data=data)
        assert ("TOTAL_DIFF", entries[place].seq) in found(entries)


def test_a_house_with_one_terminal_closes_for_itself(
    tmp_path: Path, clock: FixedClock
) -> None:
    with demo_house(tmp_path, clock) as opened:
        sell(opened)
        close(opened)
        clock.now += timedelta(days=2)
        assert close_establishment_due(opened.house) == ()
        refused = close_establishment(opened.house, MARC, EstablishmentDayClosed)
        assert isinstance(refused, Refusal)
        assert refused.code == "nothing_to_close"


# ------------------------------------------------------------ archives


def test_an_archive_tells_closings_and_verifies_them(
    tmp_path: Path, clock: FixedClock
) -> None:
    clock.now = at("2026-10-30T20:00")
    stick = tmp_path / "usb"
    with demo_house(tmp_path / "profile", clock, open_till=False) as opened:
        for day in ("2026-10-30", "2026-11-02"):
            a_day(opened, clock, day)
        first = archive(opened, stick)
        record_archive(opened.house, first, MARC)
        for day in ("2026-11-03", "2027-01-02"):
            a_day(opened, clock, day)
        second = archive(opened, stick)
    for made, kinds in ((first, ["Z", "ZM", "Z"]), (second, ["Z", "ZM", "ZY", "Z"])):
        result = verifier_sotto.verify(stick / made.file)
        assert result.findings == [], made.file
        with zipfile.ZipFile(stick / made.file) as file:
            table = file.read("csv/clotures.csv").decode("utf-8-sig").splitlines()
        assert [row.split(";")[1] for row in table[1:]] == kinds


def test_both_verifiers_find_a_month_that_is_not_the_sum_of_its_days(
    tmp_path: Path, clock: FixedClock
) -> None:
    clock.now = at("2026-10-30T20:00")
    with demo_house(tmp_path / "profile", clock, open_till=False) as opened:
        a_day(opened, clock, "2026-10-30")
        a_day(opened, clock, "2026-11-02")
        (good,) = stored(opened.house, MonthClosed)
        clock.now = at("2026-12-02T12:00")
        (_, november) = stored(opened.house, DayClosed)
        figures = tuple(replace(f, value=f.value + 1) for f in november.figures)
        parts = open_period(opened.house, MonthClosed)[1]
        wrong = replace(
            good,
            number=2,
            first_day="2026-11-01",
            last_day="2026-11-30",
            parts=tuple(map(part_of, parts)),
            figures=figures,
            totals=november.totals,
        )
        opened.house.record([wrong], bday="2026-11-02")
        assert says(opened, tmp_path) == [{"TOTAL_DIFF"}] * 2


def test_both_verifiers_name_a_month_that_was_never_closed(
    tmp_path: Path, clock: FixedClock
) -> None:
    with demo_house(tmp_path / "profile", clock) as opened:
        house = opened.house
        sell(opened, "t12", "cash")
        close(opened)
        (sale,) = stored(house, ReceiptIssued)
        clock.now = at("2026-12-02T12:00")
        totals = house.world.till("C1").totals_after(sale.ttc, "2026-12-02")
        later = replace(sale, receipt="R", order="O", totals=totals)
        house.record([later], bday="2026-12-02")
        done = close_day(house, MARC)
        assert not isinstance(done, Refusal)
        assert says(opened, tmp_path) == [{"CLOSE_MISSING"}] * 2


def test_a_till_closed_at_noon_opens_again_on_the_last_evening_of_a_month(
    tmp_path: Path, clock: FixedClock
) -> None:
    """November ends at noon there: what the evening sells is December's, as a Z closes
    its day. It could not open before midnight, and said "in a moment"."""
    clock.now = at("2026-11-30T11:00")
    with demo_house(tmp_path / "profile", clock, open_till=False) as opened:
        open_till(opened.house)
        sell(opened, "t12", "cash")
        close(opened)
        clock.now = at("2026-11-30T18:30")
        open_till(opened.house)
        (month,) = stored(opened.house, MonthClosed)
        assert month.last_day == "2026-11-30"
        sell(opened, "t12", "cash")
        close(opened)
        assert says(opened, tmp_path) == [set(), set()]


def test_what_an_older_program_left_open_is_closed_late_and_said(
    two_months: list[Entry],
) -> None:
    """The first closings come once the program knows them, after all documents."""
    closings = [e for e in two_months if e.type in PERIODS]
    older = [replace(e, sw="Sotto 0.0") for e in two_months if e not in closings]
    updated = [*older, *(replace(e, sw="Sotto 0.1") for e in closings)]
    told = {f.code for f in check_totals(updated)}
    assert told == {"CLOSE_LATE"}
    same = [*older, *(replace(e, sw="Sotto 0.0") for e in closings)]
    assert "CLOSE_MISSING" in {f.code for f in check_totals(same)}
    assert {f.code for f in check_totals(older)} == {"CLOSE_MISSING"}


def test_both_verifiers_know_a_month_that_an_update_closed(
    tmp_path: Path, clock: FixedClock
) -> None:
    clock.now = at("2026-10-30T20:00")
    with demo_house(tmp_path / "profile", clock, open_till=False) as opened:
        house, scribe = opened.house, opened.house.journal._own._scribe
        assert scribe is not None
        now, scribe.software = scribe.software, "Sotto 0.0"  # which closes days alone
        a_day(opened, clock, "2026-10-30")
        clock.now = at("2026-11-02T20:00")
        (sale,) = stored(house, ReceiptIssued)
        totals = house.world.till("C1").totals_after(sale.ttc, "2026-11-02")
        later = replace(sale, receipt="R", order="O", totals=totals)
        house.record([later], bday="2026-11-02")
        assert not isinstance(close_day(house, MARC), Refusal)
        scribe.software = now
        clock.now = at("2026-11-03T12:00")
        close_due(house, thorough=True)
        a_day(opened, clock, "2026-11-03")
        report = verify_database(opened.database, opened.profile, deep=True)
        assert [f.code for f in report.warnings] == ["CLOSE_LATE"]
        for number, last in enumerate(("2026-11-03", "2026-11-02")):
            made = archive(opened, tmp_path / f"usb{number}", last_day=last)
            result = verifier_sotto.verify(tmp_path / f"usb{number}" / made.file)
            assert [f.code for f in result.findings] == ["CLOSE_LATE"]


def says(opened: Opened, folder: Path) -> list[set[str]]:
    """The codes of the built-in verification, and of the stand-alone one."""
    report = verify_database(opened.database, opened.profile, deep=True)
    made = archive(opened, folder / "usb")
    result = verifier_sotto.verify(folder / "usb" / made.file)
    alone = {f.code for f in result.errors} - {"DECLARED"}
    return [{finding.code for finding in report.errors}, alone]


def test_a_deep_verification_says_how_far_it_is_and_can_be_stopped(
    tmp_path: Path, clock: FixedClock
) -> None:
    with demo_house(tmp_path, clock) as opened:
        sell(opened)
        close(opened)
        told: list[float] = []
        verify_database(
            opened.database, opened.profile, deep=True, progress=told.append
        )
        assert told == sorted(told)
        assert 0 < told[0] < told[-1] <= 1

        def stop(part: float) -> None:
            raise StopAsyncIteration

        with pytest.raises(StopAsyncIteration):
            verify_database(opened.database, opened.profile, deep=True, progress=stop)


# ------------------------------------------------------------ entries


def test_entries_are_of_the_establishment_once_it_has_closings(tmp_path: Path) -> None:
    with apart(tmp_path) as pair:
        settings = pair.one.world.settings.values
        database = pair.one.house.database

        def books() -> Books:
            return books_of(database, settings, "2026-11-01", "2026-12-31")

        # Alone on the first day, two on the second.
        sell_at(pair.one, "t12")
        close_at(pair.one)
        alone = books()
        assert [each.closing.piece for each in alone.postings] == ["Z-C1-000001"]
        pair.clock.now = at("2026-11-21T20:00")
        close_left_open(pair.two.house)
        for here in (pair.one, pair.two):
            here.open_till()
        pair.meet()
        sell_at(pair.one, "t12")
        sell_at(pair.two, "t14")
        close_at(pair.two)
        close_at(pair.one)
        pair.meet()
        # Both have a Z of the first day as well: it waits, like those of this one.
        assert books().postings == ()
        pair.clock.now = at("2026-11-22T06:00")
        close_establishment_due(pair.one.house)
        made = books()
        assert [each.closing.piece for each in made.postings] == [
            "E-C1-000001",
            "E-C1-000002",
        ]
        assert {each.journal.number for each in made.postings} == {"CE"}
        assert [each.number for each in made.postings] == [1, 2]
        debit, credit = (
            sum(row[side] for row in balance(made.postings)) for side in (1, 2)
        )
        assert debit == credit > 0
        assert books() == made


@pytest.mark.parametrize("believed", [False, True])
def test_a_z_says_what_its_documents_say_whatever_the_read_tables_do(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, believed: bool
) -> None:
    # Nobody signs the read tables: somebody halves the VAT, closes, puts it back. A program
    # that believes them signs a false Z, which both verifiers find.
    if believed:
        monkeypatch.setattr("app.fiscal.closing._told_by", lambda house, sums: True)
    with demo_house(tmp_path / "profile", clock) as opened:
        sell(opened, "t12", "cash")
        with opened.house.database.write() as connection:
            connection.exec_driver_sql(
                "UPDATE day_sum SET value = value / 2 "
                "WHERE family IN ('vat', 'vat_rate') AND measure = 'tva'"
            )
            connection.exec_driver_sql(
                "INSERT INTO day_sum (family, bday, chain, item, measure, value) "
                "SELECT 'invoiced', bday, chain, item, measure, value FROM day_sum "
                "WHERE family = 'vat'"
            )
        close(opened)
        (closing,) = stored(opened.house, DayClosed)
        assert not any(key.startswith("invoiced") for key in figures(closing))
        told = [problem.effect for problem in present_alarms(opened.house)]
        defects = figures(closing).get("control.integrity.count", 0)
        wrong = check_last(opened.house.database, "C1")
        if believed:
            assert (told, defects, [f.code for f in wrong]) == ([], 0, ["TOTAL_DIFF"])
            rebuild_database(opened.house.database)
        else:
            assert [each[:21] for each in told] == ["Journée du 20/11/2026"]
            assert (defects, wrong) == (1, [])
        report = verify_database(opened.house.database, opened.profile, deep=True)
        made = archive(opened, tmp_path / "usb")
    codes = {f.code for f in report.errors}
    found = verifier_sotto.verify(tmp_path / "usb" / made.file).errors
    assert codes == ({"TOTAL_DIFF"} if believed else set())
    assert ("TOTAL_DIFF" in {each.code for each in found}) == believed
