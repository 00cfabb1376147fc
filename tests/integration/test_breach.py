"""An altered record: selling goes on in a new segment, and nothing ever hides it."""

from pathlib import Path

import pytest
from fiscal_kit import archive, close, open_next, sell
from gui_kit import FixedClock, demo_house
from tamper_kit import put, rewritten, stored

from app.bootstrap import Opened, open_house
from app.caretaker import Caretaker
from app.cli.main import main
from app.domain.settings import EventRecorded
from app.domain.till.events import DayClosed
from app.fiscal import verifier_sotto
from app.fiscal.breach import breaches
from app.followers.paper.report import report_paper
from app.presenters.strip import present_alarms
from app.reports.closing import report_for
from app.services.facts import facts_of
from db.entry import SEGMENT_OPENED
from db.profile import Profile


def codes(opened: Opened) -> list[str]:
    told = facts_of(opened.house.journal.entries(stream="jet"))
    return [f.event.code for f in told if isinstance(f.event, EventRecorded)]


def alter(opened: Opened, seq: int) -> None:
    jws = stored(opened.house.database, seq)
    put(opened.house.database, seq, rewritten(jws, lambda body: body.update(op="x")))


def last_z(opened: Opened) -> str:
    house = opened.house
    (*_, fact) = facts_of(house.journal.entries(types=["till.day_closed"]))
    assert isinstance(fact.event, DayClosed)
    told = breaches(house, "C1", fact.meta.order[2])
    paper = report_paper(
        fact.event, fact.meta, "Marc", house.world.settings, breaches=told
    )
    return str(paper)


def test_selling_goes_on_and_every_z_says_what_was_altered(tmp_path: Path) -> None:
    clock, folder = FixedClock(), tmp_path / "profile"
    with demo_house(folder, clock) as opened:
        house = opened.house
        sell(opened)
        (*_, sale) = house.journal.entries(types=["receipt.issued"])
        alter(opened, sale.seq)
        sell(opened, "t14")  # the sale after it works
        close(opened)
        (segment,) = house.world.segments
        assert segment.code == "INTEGRITY_BREACH"
        assert segment.trusted == sale.seq - 1
        assert segment.place == f"{sale.seq}-{sale.seq + 1}"
        written = codes(opened)
        assert written.count("INTEGRITY_BREACH") == written.count("VERIFY_FAILED") == 1
        assert f"Altéré : n° {segment.place}" in last_z(opened)
        assert "Défauts d'intégrité · 1" in last_z(opened)
        alarms = [problem.key for problem in present_alarms(house)]
        assert "alarm:INTEGRITY_BREACH" in alarms
        open_next(opened, clock)
        sell(opened)
        close(opened)
        assert f"Altéré : n° {segment.place}" in last_z(opened)
        (*_, z) = facts_of(house.journal.entries(types=["till.day_closed"]))
        seal = report_for(house, z.event, z.meta).seal
        assert seal.verification == f"altéré : n° {segment.place}"
        assert house.world.segments == [segment]
        made = archive(opened, tmp_path / "usb")
    assert main(["fiscal", "verify", "--profile", str(folder)]) == 2
    result = verifier_sotto.verify(tmp_path / "usb" / made.file)
    found = {(f.code, f.seq) for f in result.findings}
    assert {("BAD_SIG", sale.seq), ("LINK_BROKEN", sale.seq + 1)} <= found
    assert "SEGMENT" in {code for code, _ in found}
    assert result.exit_code == 2
    with open_house(Profile(folder), clock=clock) as opened:
        assert opened.house.world.segments == [segment]


def test_the_start_finds_it_once(tmp_path: Path) -> None:
    clock, folder = FixedClock(), tmp_path / "profile"
    with demo_house(folder, clock) as opened:
        sell(opened)
        alter(opened, opened.house.journal.head().seq)  # the last one, too
    for _ in range(2):
        with open_house(Profile(folder), clock=clock) as opened:
            opened.house.note("APP_START")
            caretaker = Caretaker(opened)
            caretaker.start()
            caretaker.stop()
    with open_house(Profile(folder), clock=clock) as opened:
        assert codes(opened).count("INTEGRITY_BREACH") == 1
        entries = list(opened.house.journal.entries(types=[SEGMENT_OPENED]))
        assert len(entries) == 1


def test_what_is_sound_opens_no_segment(tmp_path: Path) -> None:
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        sell(opened)
        close(opened)
        assert opened.house.world.segments == []
        assert "Altéré" not in last_z(opened)
        assert codes(opened).count("VERIFY_OK") == 1


@pytest.mark.parametrize(("table", "status"), [("receipt", 2), ("day_sum", 0)])
def test_a_read_table_that_was_changed_is_no_breach_of_the_chain(
    tmp_path: Path, table: str, status: int
) -> None:
    """The sums of the day are made anew by the closing."""
    folder = tmp_path / "profile"
    with demo_house(folder, FixedClock()) as opened:
        sell(opened)
        with opened.house.database.write() as connection:
            connection.exec_driver_sql(f"DELETE FROM {table}")
        close(opened)
        assert opened.house.world.segments == []
    assert main(["fiscal", "verify", "--profile", str(folder)]) == status
