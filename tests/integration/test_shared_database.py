"""Several processes' worth of houses on one MariaDB, each with its own chain."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pymysql  # type: ignore[import-untyped]
import pytest
from domain_kit import RESTAURANT
from journal_kit import append, draft, open_journal
from mariadb_kit import empty_database, mariadb
from meeting_kit import (
    Terminal,
    enrolled,
    flat,
    same_everywhere,
)
from player_kit import Player
from sqlalchemy import event, text
from typing_extensions import override

from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import OrderCreated
from app.domain.till.decide import OpenTill
from app.fiscal.checking import rebuild_database, verify_database
from app.services.answers import Answers, RepeatedError, Request, note_of
from app.services.house import Alongside, journal_types
from app.services.people import order_key
from db import reading, server
from db.database import Database
from db.errors import (
    DatabaseAddressError,
    DatabaseForbiddenError,
    DatabaseForeignError,
    DatabaseMissingError,
    DatabaseNotEmptyError,
    DatabaseTooNewError,
    DatabaseTooOldError,
    ServerAwayError,
)
from db.exchange import batch
from db.moving import move
from db.profile import Profile
from db.sealed import Sealer
from db.verify import verify

_numbers = count(1)


@pytest.fixture(scope="module")
def socket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with mariadb(tmp_path_factory.mktemp("mariadb")) as door:
        yield door


@pytest.fixture
def url(socket: Path) -> str:
    return empty_database(socket, f"shared{next(_numbers)}")


class Worker(Terminal):
    """A house on a database where others write as well; its clock runs."""

    def __init__(self, chain: str, database: Database) -> None:
        self.started = time.monotonic()
        super().__init__(chain, database, timedelta())

    @override
    def clock(self) -> Any:
        return self.now + timedelta(seconds=time.monotonic() - self.started)


@pytest.fixture
def workers(url: str) -> Iterator[list[Worker]]:
    """C1 and C2 on one database, the restaurant there, tills open."""
    with ExitStack() as stack:
        made = []
        for chain in ("C1", "C2"):
            database = Database.open(url)
            stack.callback(database.close)
            made.append(Worker(chain, database))
        made[0].house.record(RESTAURANT)
        for worker in made:
            worker.house.load()
            worker.do(OpenTill(coins=()))
        yield made


def opened(worker: Terminal, table: str = "t1") -> str:
    (fact, *_) = worker.do(OpenOrder(table=table, covers=2))
    assert isinstance(fact.event, OrderCreated)
    return fact.event.order


def test_what_one_decides_rests_on_what_the_other_wrote(workers: list[Worker]) -> None:
    one, two = workers
    order = opened(one)
    two.do(AddLine(order=order, article="fish"))
    one.do(AddLine(order=order, article="beer"))
    heard: list[object] = []
    two.house.follow(lambda facts: heard.extend(fact.event for fact in facts))
    two.house.journal.subscribe(lambda entries: heard.append(entries[-1].seq))

    two.house.catch_up()
    two.house.catch_up()

    assert len(two.world.book.orders[order].lines) == 2
    assert len(heard) == 2  # each was told once
    same_everywhere(list(workers))


def test_both_work_at_once_and_nothing_is_lost_or_doubled(
    workers: list[Worker],
) -> None:
    def plays(worker: Worker) -> None:
        player, dice = Player(worker), Random(worker.house.terminal)  # type: ignore[arg-type]  # it plays a till
        for _ in range(150):
            player.play(dice.randrange(100), dice.randrange(9999))

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(plays, worker) for worker in workers]:
            done.result(120)
    for worker in workers:
        worker.house.catch_up()

    same_everywhere(list(workers))
    report = verify(workers[0].house.database, types=journal_types())
    assert report.errors == ()
    assert set(report.chains) == {"C1", "C2"}


def test_a_worker_that_died_is_told_nothing_new_about_itself(
    workers: list[Worker], url: str
) -> None:
    one, two = workers
    order = opened(one)
    one.house.database.close()
    two.do(AddLine(order=order, article="fish"))
    database = Database.open(url)
    again = Worker("C1", database)
    again.house.load()
    again.do(AddLine(order=order, article="beer"))
    two.house.catch_up()
    same_everywhere([again, two])
    database.close()


def test_what_could_not_be_read_when_it_was_due_is_taken_in_later(
    workers: list[Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise ServerAwayError

    one, two = workers
    order = opened(one)
    with monkeypatch.context() as now:
        now.setattr("db.database._TRIES", 1)
        now.setattr(one.house, "load", away)
        now.setattr(one.house._memory.recent, "fits", lambda *_: False)
        two.do(AddLine(order=order, article="fish"))
        with pytest.raises(ServerAwayError):
            one.house.catch_up()
    one.house.catch_up()
    assert len(one.world.book.orders[order].lines) == 1
    same_everywhere(list(workers))


def test_entries_of_a_till_may_come_to_both(workers: list[Worker]) -> None:
    till = Worker("C3", Database.open("sqlite://"))
    first = till.house.journal.vector()["C3"]
    till.hears(workers[0])
    till.do(OpenTill(coins=()))
    opened(till, "t2")
    runs = batch(till.house.database, {"C1": 10**6, "C2": 10**6}, 10_000)
    for worker in workers:  # the second one has not yet seen what the first one took
        worker.house.journal.learn()
    one, two = workers
    taken = one.house.journal.receive(
        flat(runs), trusts=enrolled, project=lambda *_: None
    )
    assert taken
    assert (
        two.house.journal.receive(flat(runs), trusts=enrolled, project=lambda *_: None)
        == ()
    )
    assert reading.vector(two.house.database)["C3"] > first
    till.house.database.close()


def test_an_entry_that_was_stored_while_the_answer_was_lost_is_stored_once(
    url: str,
) -> None:
    database = Database.open(url)
    journal = open_journal(database)
    append(journal, draft())
    lost = []

    def lose(connection: Any) -> None:
        if not lost:
            lost.append(connection)
            connection.connection.dbapi_connection.commit()
            raise pymysql.err.OperationalError(2013, "Lost connection")

    event.listen(database._engine, "commit", lose)
    append(journal, draft(), draft())
    event.remove(database._engine, "commit", lose)
    append(journal, draft())

    assert lost
    assert [entry.seq for entry in journal.entries()] == [1, 2, 3, 4, 5]
    assert verify(database).errors == ()
    journal.close()
    database.close()


def test_a_transaction_that_another_one_beats_is_done_again(url: str) -> None:
    database = Database.open(url)
    journal = open_journal(database)
    tries: list[int] = []

    def beaten(*_: object) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise pymysql.err.OperationalError(1213, "Deadlock found")

    journal.append([draft()], bday="2026-11-20", project=beaten)
    assert len(tries) == 3
    assert journal.head().seq == 2
    journal.close()
    database.close()


def test_a_request_that_both_were_sent_is_carried_out_once(
    workers: list[Worker],
) -> None:
    request = Request("r" * 64, "p" * 64)
    one, two = (Answers(worker.house) for worker in workers)
    house = workers[0].house

    def noting(answers: Answers, thing: str) -> Alongside:
        return Alongside(
            lambda _: (note_of(request, thing),), lambda c: answers.check(c, request)
        )

    with house.alongside(noting(one, "order/1")):
        opened(workers[0])
    with (
        pytest.raises(RepeatedError),
        workers[1].house.alongside(noting(two, "order/2")),
    ):
        opened(workers[1], "t2")
    kept = two.find(request)
    assert kept is not None
    assert kept.thing == "order/1"
    opened(workers[1], "t3")  # and it goes on
    assert len(workers[1].world.book.orders) == 2


def test_who_is_forgotten_by_one_is_forgotten_by_all(workers: list[Worker]) -> None:
    one, two = (Sealer(worker.house.database) for worker in workers)
    sealed = one.seal(order_key("o1"), "arachides")
    assert two.unseal(order_key("o1"), sealed) == "arachides"
    one.erase(order_key("o1"))
    assert two.unseal(order_key("o1"), sealed) is None


def test_a_long_chain_is_checked_in_parts(
    workers: list[Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(workers[0])
    database = workers[0].house.database
    whole = verify(database, types=journal_types())
    monkeypatch.setattr("db.verify._AT_ONCE", 3)
    assert verify(database, types=journal_types()) == whole
    assert whole.errors == ()


# Moving


def test_a_journal_moves_to_the_server_and_back(
    workers: list[Worker], socket: Path, tmp_path: Path
) -> None:
    one, two = workers
    sealer = Sealer(one.house.database)
    sealed = sealer.seal(order_key("é"), "noix 🥜")
    order = opened(one)
    two.do(AddLine(order=order, article="fish"))
    profile = Profile(tmp_path)
    source = one.house.database
    before = verify_database(source, profile, deep=True)
    assert before.errors == ()

    file = move(source, tmp_path / "moved.db", rebuild_database)
    elsewhere = empty_database(socket, f"shared{next(_numbers)}")
    again = move(file, elsewhere, rebuild_database)

    for copy in (file, again):
        assert verify_database(copy, profile, deep=True) == before
        assert stored(copy) == stored(source)
        assert Sealer(copy).unseal(order_key("é"), sealed) == "noix 🥜"
        copy.close()
    for place in (tmp_path / "moved.db", elsewhere):
        with pytest.raises(DatabaseNotEmptyError):
            move(source, place, rebuild_database)
    kept = Database.open(elsewhere)
    assert stored(kept) == stored(source)
    kept.close()


def test_a_move_that_fails_leaves_nothing(
    workers: list[Worker], socket: Path, tmp_path: Path
) -> None:
    def fails(_: Database) -> None:
        raise ServerAwayError

    elsewhere = empty_database(socket, f"shared{next(_numbers)}")
    for place in (tmp_path / "moved.db", elsewhere):
        with pytest.raises(ServerAwayError):
            move(workers[0].house.database, place, fails)
    assert list(tmp_path.iterdir()) == []
    move(workers[0].house.database, elsewhere, rebuild_database).close()


def stored(database: Database) -> list[tuple[object, ...]]:
    with database.read() as connection:
        found = connection.execute(text("SELECT * FROM journal ORDER BY chain, seq"))
        return [tuple(row) for row in found]


# Errors in words


@pytest.mark.parametrize(
    "address",
    [
        "mysql+pymysql://localhost",
        "postgresql://localhost/sotto",
        "mysql+pymysql://a:b@localhost:port/sotto",
    ],
)
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(DatabaseAddressError):
        Database.open(address)


def test_several_hosts_are_tried_in_their_order() -> None:
    url, places = server.places_of("mysql+pymysql://a:b%40@one,two:3307,three/sotto")
    assert (url.username, url.password, url.database) == ("a", "b@", "sotto")
    assert [(place["host"], place["port"]) for place in places] == [
        ("one", 3306),
        ("two", 3307),
        ("three", 3306),
    ]


def test_a_server_that_is_away_is_said() -> None:
    with pytest.raises(ServerAwayError):
        Database.open("mysql+pymysql://sotto:x@127.0.0.1:1,127.0.0.1:2/sotto")


def test_a_schema_that_is_not_there_is_said(url: str) -> None:
    with pytest.raises(DatabaseMissingError):
        Database.open(url.replace("shared", "nowhere"))


@pytest.mark.parametrize(
    "made",
    [
        "CREATE TABLE posts (id INTEGER)",
        "CREATE TABLE alembic_version AS SELECT 'ae1027a6acf' AS version_num",
    ],
)
def test_a_schema_of_something_else_is_left_alone(
    url: str, made: str, socket: Path
) -> None:
    name = url.partition("?")[0].rpartition("/")[2]
    connection = pymysql.connect(unix_socket=str(socket), user="root", database=name)
    connection.cursor().execute(made)
    with pytest.raises(DatabaseForeignError):
        Database.open(url)
    cursor = connection.cursor()
    cursor.execute("SHOW TABLES")
    assert len(cursor.fetchall()) == 1
    connection.close()


def test_an_empty_schema_has_nothing_to_read(url: str) -> None:
    with pytest.raises(DatabaseForeignError):
        Database.open(url, read_only=True)


def test_data_of_a_newer_program_are_left_alone(url: str) -> None:
    database = Database.open(url)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(DatabaseTooNewError):
        Database.open(url)


def test_a_server_of_another_age_is_said(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_OLDEST", {"MariaDB": (99, 0), "MySQL": (99, 0)})
    with pytest.raises(DatabaseTooOldError, match="MariaDB"):
        Database.open(url)


def test_a_schema_that_could_not_be_finished_is_taken_away(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade: Callable[..., None] = server.migrations.upgrade

    def half(connection: Any, *, stored: str | None) -> None:
        upgrade(connection, stored=stored)
        raise pymysql.err.OperationalError(1142, "TRIGGER command denied")

    monkeypatch.setattr(server.migrations, "upgrade", half)
    with pytest.raises(DatabaseForbiddenError):
        Database.open(url)
    monkeypatch.undo()
    database = Database.open(url)
    assert database.migrated_from == ""
    database.close()
