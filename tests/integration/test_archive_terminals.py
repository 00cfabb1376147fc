"""Archives of a house with two terminals: each chain goes on where it was cut."""

from datetime import timedelta
from pathlib import Path

from journal_kit import signer
from meeting_kit import Terminal, meet, terminals

from app.domain.archives import ArchiveMade
from app.domain.orders.billing import order_due
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.orders.events import OrderCreated
from app.domain.payments.commands import TakePayment
from app.domain.till.decide import CountTill, OpenTill
from app.fiscal import verifier_sotto
from app.fiscal.archive import make_archive, part_of, record_archive, source_of
from app.fiscal.closing import close_day
from app.fiscal.restoring import restore_archives
from app.services.house import SYSTEM, Actor, journal_types
from db.verify import verify

MANAGER = Actor(SYSTEM)


def sell(terminal: Terminal, table: str) -> None:
    created = terminal.do(OpenOrder(table=table, covers=1))[0].event
    assert isinstance(created, OrderCreated)
    terminal.do(AddLine(order=created.order, article="beer"))
    terminal.do(SendOrder(order=created.order))
    book = terminal.world.book
    due = order_due(book, book.orders[created.order])
    terminal.do(TakePayment(order=created.order, method="cash", amount=due))


def close(terminal: Terminal) -> None:
    terminal.house.run(CountTill(coins=()), MANAGER)
    assert isinstance(close_day(terminal.house, MANAGER), tuple)


def archive(terminal: Terminal, folder: Path) -> ArchiveMade:
    house = terminal.house
    source = source_of(
        house,
        signer(house.terminal),
        "Sotto test",
        lambda: verify(house.database, types=journal_types()),
        folder / "factures",
        folder / "files",
    )
    made = make_archive(
        source, part_of(house), folder / "own", folder, lambda *told: None
    )
    record_archive(house, made, MANAGER)
    return made


def test_a_chain_that_is_cut_within_its_day_goes_on_in_the_next(tmp_path: Path) -> None:
    with terminals(0, 0) as (one, two):
        sell(one, "t1")
        sell(two, "t2")
        close(one)
        meet([one, two])
        first = archive(one, tmp_path)
        assert [run.chain for run in first.runs] == ["C1", "C2"]

        sell(two, "t3")
        close(two)
        for terminal in (one, two):
            terminal.now += timedelta(days=1)
            terminal.do(OpenTill(coins=()))
        sell(one, "t1")
        close(one)
        meet([one, two])
        second = archive(one, tmp_path)
        other = archive(two, tmp_path)

    assert [run.after for run in second.runs] == [run.last for run in first.runs]
    assert other.file.endswith("_C2-1.zip")
    paths = [tmp_path / made.file for made in (first, second, other)]
    for path in paths:
        assert verifier_sotto.verify(path).findings == [], path
    (tmp_path / "again").mkdir()
    report = restore_archives(paths[:2], tmp_path / "again")
    assert not report.errors
    assert report.entries == sum(run.last for run in second.runs)
