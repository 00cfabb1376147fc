"""The same journal on MariaDB: schema, appends, read tables and what is asked of them."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from domain_kit import EVENING, RESTAURANT
from journal_kit import TYPES, append, draft, open_journal
from mariadb_kit import empty_database, mariadb
from meeting_kit import Terminal, enrolled, flat, meet, rows
from reservation_kit import SERVICES
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError

from app.domain.catalogue.decide import SetAvailability
from app.domain.inventory.decide import CountStock, MoveStock
from app.domain.inventory.events import ItemSet, Part, RecipeSet
from app.domain.inventory.state import Inventory
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder, VoidLine
from app.domain.payments.commands import RefundReceipt, TakePayment
from app.domain.receipts.events import ReceiptIssued
from app.domain.reservations.commands import (
    ChangeReservation,
    CreateReservation,
    SetReservationStatus,
)
from app.domain.till.decide import OpenTill
from app.fiscal.checking import rebuild_profile
from app.fiscal.closing import close_day
from app.hub.webhooks.store import Delivery, Store
from app.projections.apply import PROJECTED
from app.projections.browsing import Wanted, entries_of_day, search, told_by_receipt
from app.projections.queries import (
    day_sums,
    document,
    document_by_number,
    documents,
    first_and_last,
    last_closing,
    last_document,
    load_levels,
    load_reservations,
    refunds_of,
    reservations_before,
    stock_changes,
)
from app.projections.tables import READ_TABLES
from app.projections.takings import covers_by_hour, takings
from app.services.house import Actor, Fact, journal_types, project_entries
from app.services.people import order_key
from db import migrations, reading
from db.database import Database
from db.errors import DatabaseBusyError, KnownError
from db.exchange import batch
from db.followers import advance, first_time, vector
from db.profile import Profile
from db.rebuild import compare, rebuild
from db.sealed import Sealer
from db.verify import verify

TODAY = EVENING.date().isoformat()
LARDER = (
    ItemSet(id="bottle", name="Bière", low=5000),
    RecipeSet(article="beer", parts=(Part(item="bottle", quantity=1000),)),
)
_numbers = count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with mariadb(tmp_path_factory.mktemp("mariadb")) as socket:
        yield socket


@pytest.fixture
def url(server: Path) -> str:
    return empty_database(server, f"sotto{next(_numbers)}")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database.open(url)
    yield opened
    opened.close()


def test_the_schema_is_created_once_and_is_that_of_the_code(
    database: Database, url: str
) -> None:
    assert (database.dialect, database.migrated_from) == ("mysql", "")
    again = Database.open(url)
    assert again.migrated_from is None
    with again.read() as connection:
        made = set(connection.exec_driver_sql("SHOW TABLES").scalars())
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        assert revision.scalar_one() == migrations.newest()
    assert made >= {table.name for table in READ_TABLES} | {"journal", "person_key"}
    again.close()


def dies(url: str, steps: int) -> bool:
    """Has a process open the database that dies after so many changes of the schema;
    False when there were fewer."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    made = count(1)

    def look(_c: object, _cursor: object, statement: str, *_: object) -> None:
        change = statement.lstrip().startswith(("CREATE", "ALTER", "UPDATE", "INSERT"))
        if change and next(made) == steps:
            os._exit(1)

    event.listen(Engine, "after_cursor_execute", look)
    try:
        Database.open(url)
    finally:
        os._exit(0)


def schema_of(database: Database) -> list[tuple[str, ...]]:
    """The tables and triggers as the server says that they are."""
    with database.read() as connection:
        ask = connection.exec_driver_sql
        tables = ask("SHOW TABLES").scalars().all()
        made = [tuple(ask(f"SHOW CREATE TABLE {table}").one()) for table in tables]
        return made + [tuple(row[:4]) for row in ask("SHOW TRIGGERS")]


def test_a_schema_is_finished_by_the_next_whoever_died_making_it(
    server: Path, database: Database
) -> None:
    whole = schema_of(database)
    for steps in (1, 3, 9, 20):  # each of them was tried once; it takes two minutes
        url = empty_database(server, f"sotto{next(_numbers)}")
        assert dies(url, steps)
        again = Database.open(url)
        made = schema_of(again)
        again.close()
        assert made == whole, steps


def test_a_migration_of_data_is_finished_by_the_next(url: str) -> None:
    database = Database.open(url)
    journal = open_journal(database)
    append(journal, draft())
    *_, entry = journal.entries()
    place = f"{entry.hlc}/{entry.chain}/{entry.seq:012d}"
    with database.write() as connection:
        connection.execute(
            text("INSERT INTO thing VALUES (:kind, 'one', 1, :place, '{}')"),
            {"kind": entry.type, "place": place},
        )
    whole = schema_of(database)
    journal.close()
    for steps in (1, 2, 3, 5):
        database = Database.open(url)
        with database.write() as connection:
            for table in ("thing", "reservation_day"):
                connection.exec_driver_sql(
                    f"ALTER TABLE {table} CHANGE place hlc VARCHAR(64) NOT NULL"
                )
            connection.exec_driver_sql("UPDATE thing SET hlc = substr(hlc, 1, 17)")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num='0006'")
        database.close()
        dies(url, steps)
        database = Database.open(url)
        with database.read() as connection:
            kept = connection.exec_driver_sql("SELECT place FROM thing").scalars().all()
        assert (kept, schema_of(database)) == ([place], whole), steps
        database.close()


@pytest.fixture
def memory() -> Iterator[Database]:
    opened = Database.open("sqlite://")
    yield opened
    opened.close()


FORBIDDEN = (
    "UPDATE journal SET bday = '2026-11-21' WHERE seq = 1",
    "DELETE FROM journal WHERE seq = 2",
    "REPLACE INTO journal SELECT * FROM journal WHERE seq = 2",
    "INSERT INTO journal SELECT * FROM journal WHERE seq = 2",
    "INSERT INTO journal VALUES ('C1', 99, '', '', 0, '', '', '', '', '')",
)


def test_what_is_written_is_neither_changed_nor_replaced_nor_skipped(
    database: Database,
) -> None:
    journal = open_journal(database)
    append(journal, draft(), draft("receipt.issued"))
    for statement in FORBIDDEN:
        with pytest.raises(OperationalError), database.write() as connection:
            connection.exec_driver_sql(statement)
    assert verify(database, types=TYPES).errors == ()
    journal.close()


def test_a_second_writer_cannot_fork_the_chain(database: Database, url: str) -> None:
    first = open_journal(database)
    append(first, draft())
    elsewhere = Database.open(url)
    second = open_journal(elsewhere)
    append(second, draft())
    with pytest.raises(KnownError):
        append(first, draft())
    assert verify(database, types=TYPES).errors == ()
    for journal in (first, second):
        journal.close()
    elsewhere.close()


def test_a_day_on_both_engines_reads_the_same(
    database: Database, memory: Database
) -> None:
    """Two terminals, one on SQLite and one on MariaDB, work and tell each other."""
    made = [
        Terminal("C1", memory, timedelta()),
        Terminal("C2", database, timedelta(minutes=3)),
    ]
    made[0].house.record((*RESTAURANT, *LARDER, *SERVICES))
    made[0].house.load()
    made[1].hears(made[0])
    for terminal, table in zip(made, ("t1", "t2"), strict=True):
        serve(terminal, table)
    meet(made)
    assert rows(made[0]) == rows(made[1])
    assert answers(memory) == answers(database)

    for terminal in made:
        closed = close_day(terminal.house, Actor("lea"))
        assert isinstance(closed, tuple), closed
    meet(made)
    before = rows(made[1])
    assert rows(made[0]) == before
    differences = compare(
        database, tables=READ_TABLES, project=project_entries, types=PROJECTED
    )
    assert list(differences) == []
    rebuild(database, tables=READ_TABLES, project=project_entries, types=PROJECTED)
    assert rows(made[1]) == before
    report = verify(database, types=journal_types())
    assert (report.errors, report.entries) == ((), verify(memory).entries)


def serve(terminal: Terminal, table: str) -> None:
    """A table eats, one dish counted down and one taken back, pays and is refunded."""
    terminal.do(OpenTill(coins=()))
    terminal.do(SetAvailability(article="fish", remaining=5))
    expect_guests(terminal, table)
    terminal.do(MoveStock(item="bottle", kind="delivery", quantity=6000, note="BL é7"))
    terminal.do(CountStock(item="bottle", level=5500))
    order = event_of(terminal.do(OpenOrder(table=table, covers=2))).order
    terminal.do(AddLine(order=order, article="fish"))
    line = event_of(terminal.do(AddLine(order=order, article="beer"))).line
    terminal.do(SendOrder(order=order))
    terminal.do(AddLine(order=order, article="wine"))
    terminal.do(VoidLine(order=order, line=line, reason="renversée"))
    due = terminal.world.book.total(terminal.world.book.orders[order])
    paid = terminal.do(TakePayment(order=order, method="cash", amount=due))
    issued = next(f.event for f in paid if isinstance(f.event, ReceiptIssued))
    number = terminal.world.book.orders[order].receipts[0].number
    terminal.do(
        RefundReceipt(
            original=issued,
            number=number,
            back=((0, 1000),),
            reason="froid — « raté » 🐟",
            method="cash",
        )
    )


def expect_guests(terminal: Terminal, table: str) -> None:
    """Guests reserve, come on another day after all, and confirm."""
    asked = CreateReservation(date=TODAY, time="20:00", covers=2, tables=(table,))
    reservation = event_of(terminal.do(asked)).id
    terminal.do(ChangeReservation(reservation=reservation, date="2026-11-21"))
    terminal.do(SetReservationStatus(reservation=reservation, status="confirmed"))


def event_of(facts: tuple[Fact, ...]) -> Any:
    return facts[0].event


def answers(database: Database) -> list[object]:
    """What every question of the read tables and of the journal comes to."""
    with database.read() as connection:
        listed = documents(connection, bday=TODAY)
        sale = next(row for row in listed if row.kind == "sale")
        inventory = Inventory({item.id: item for item in LARDER[:1]})
        load_levels(connection, inventory)
        told: list[object] = [
            listed,
            inventory.levels,
            stock_changes(connection, "bottle"),
            list(load_reservations(connection, TODAY)),
            list(load_reservations(connection, TODAY, TODAY)),
            reservations_before(connection, "2026-11-22"),
            documents(connection, search="C2-"),
            documents(connection, search="C2%"),
            document(connection, sale.id),
            document_by_number(connection, sale.number),
            refunds_of(connection, sale.id),
            last_document(connection, "C2"),
            first_and_last(connection, "C2", TODAY),
            day_sums(connection, TODAY, terminal="C1"),
            day_sums(connection, TODAY, family="tender"),
            last_closing(connection, "C2"),
            takings(connection, TODAY),
            takings(connection, TODAY, "20:00"),
            covers_by_hour(connection, TODAY, "C1"),
            told_by_receipt(connection, sale.order),
        ]
    told.append(entries_of_day(database, TODAY, ["order.line_added"]))
    told.append(search(database, "C2", Wanted(types=("payment.",)), before=10_000))
    told.append(search(database, "C1", Wanted(person="lea"), before=10_000))
    return told


def test_nothing_is_rebuilt_while_another_process_is_there(
    url: str, tmp_path: Path
) -> None:
    other = Database.open(url)
    with pytest.raises(DatabaseBusyError):
        rebuild_profile(Profile(tmp_path), server=url)
    other.close()
    assert rebuild_profile(Profile(tmp_path), server=url) == 0


def test_followers_and_sealed_names_are_kept_there_too(database: Database) -> None:
    with database.write() as connection:
        advance(connection, "paper", {"C1": 4})
        advance(connection, "paper", {"C1": 7, "C2": 1})
        assert first_time(connection, "C1", 5, "drawer")
        assert not first_time(connection, "C1", 5, "drawer")
    assert vector(database, "paper") == {"C1": 7, "C2": 1}
    sealer = Sealer(database)
    sealed = sealer.seal(order_key("o1"), "arachides 🥜")
    assert Sealer(database).unseal(order_key("o1"), sealed) == "arachides 🥜"
    sealer.erase(order_key("o1"))
    assert Sealer(database).unseal(order_key("o1"), sealed) is None


def test_messages_of_webhooks_wait_there_too(database: Database) -> None:
    store = Store(database)
    told = [
        Delivery(
            webhook="w",
            message=f"C1-{number}",
            place=f"{number:04d}",
            event="order.created",
            body='{"name": "Crème brûlée 🥜"}',
            at=number,
            due=number,
        )
        for number in (2, 1)
    ]
    store.add(told, "webhooks/C1", {"C1": 2})
    store.add(told, "webhooks/C1", {"C1": 1})
    first, second = store.due(["w"], 5, 9)
    assert (first.message, second.body) == ("C1-1", told[0].body)
    assert store.next_due(["w"]) == 1
    store.settle(replace(first, state="delivered", tries=1, status=204))
    assert [each.state for each in store.listed("w", "", "", 9)] == [
        "waiting",
        "delivered",
    ]
    assert store.tell_again("w", 7, place="0000") == 2
    assert store.place_of("w", "C1-2") == "0002"
    store.forget("w")
    assert store.listed("w", "", "", 9) == []
    assert vector(database, "webhooks/C1") == {"C1": 2}


def test_what_arrives_in_pieces_is_taken_in_once(
    database: Database, memory: Database
) -> None:
    one = Terminal("C1", memory, timedelta())
    other = Terminal("C2", database, timedelta())
    one.house.record(RESTAURANT)
    one.house.load()
    while other.hears(one, limit=5):
        pass
    again = flat(batch(memory, {}, 10_000))
    assert other.house.receive(again, enrolled) == ()
    assert reading.vector(database)["C1"] == reading.vector(memory)["C1"]
