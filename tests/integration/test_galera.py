"""Two houses on three MariaDB servers: servers die, what was acknowledged stays."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from random import Random

import pytest
from domain_kit import RESTAURANT
from galera_kit import Cluster, cluster, missing
from hub_kit import soon
from integration.test_shared_database import Worker
from meeting_kit import same_everywhere
from player_kit import Player

from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.till.decide import OpenTill
from app.services.house import journal_types
from db import reading
from db.database import Database
from db.errors import DatabaseForbiddenError, LoginRefusedError
from db.verify import verify

_numbers = count(1)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    if packages := missing():
        pytest.skip(f"no Galera cluster here: apt-get install {packages}")
    with cluster(tmp_path_factory.mktemp("galera")) as made:
        yield made


@pytest.fixture
def schema(servers: Cluster) -> str:
    name = f"sotto{next(_numbers)}"
    servers.database(name)
    return name


@pytest.fixture
def workers(servers: Cluster, schema: str) -> Iterator[list[Worker]]:
    """C1 on the first server and C2 on the second, the restaurant there, tills open."""
    with ExitStack() as stack:
        made = []
        for first, chain in enumerate(("C1", "C2")):
            database = Database.open(servers.address(schema, first))
            stack.callback(database.close)
            made.append(Worker(chain, database))
        made[0].house.record(RESTAURANT)
        for worker in made:
            worker.house.load()
            worker.do(OpenTill(coins=()))
        yield made


def test_what_one_server_acknowledged_is_seen_at_the_other(
    workers: list[Worker],
) -> None:
    one, two = workers
    for _ in range(20):
        (fact, *_) = one.do(OpenOrder(table="", covers=1))
        two.do(AddLine(order=fact.event.order, article="beer"))
    one.house.catch_up()
    same_everywhere(list(workers))


def test_servers_that_contend_for_the_same_rows_agree(workers: list[Worker]) -> None:
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
    assert verify(workers[0].house.database, types=journal_types()).errors == ()


def test_a_server_killed_during_200_orders_takes_nothing_with_it(
    workers: list[Worker], servers: Cluster, schema: str
) -> None:
    killed = servers.nodes[0]
    acknowledged: set[str] = set()

    def serves(worker: Worker) -> None:
        for _ in range(100):
            (fact, *_) = worker.do(OpenOrder(table="", covers=1))
            order = fact.event.order
            worker.do(AddLine(order=order, article="beer"))
            acknowledged.add(order)

    with ThreadPoolExecutor(2) as threads:
        running = [threads.submit(serves, worker) for worker in workers]
        soon(lambda: len(acknowledged) > 60)
        killed.kill()
        for done in running:
            done.result(120)

    assert len(acknowledged) == 200
    for worker in workers:
        worker.house.catch_up()
        orders = worker.world.book.orders
        assert all(len(orders[order].lines) == 1 for order in acknowledged)
    same_everywhere(list(workers))

    servers.rejoin(killed)
    alone = f"mysql+pymysql://root@127.0.0.1:{killed.port}/{schema}"
    database = Database.open(alone, read_only=True)
    assert reading.vector(database) == workers[1].house.journal.vector()
    report = verify(database, types=journal_types())
    assert report.errors == ()
    assert set(report.chains) == {"C1", "C2"}
    database.close()


def test_a_wrong_password_is_said(servers: Cluster, schema: str) -> None:
    address = servers.address(schema).replace("root@", "root:wrong@")
    with pytest.raises(LoginRefusedError):
        Database.open(address)


def test_an_account_that_may_not_make_tables_is_said(
    servers: Cluster, schema: str
) -> None:
    with servers.nodes[1].connect() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE USER IF NOT EXISTS 'reader'@'127.0.0.1'")
        cursor.execute(f"GRANT SELECT ON {schema}.* TO 'reader'@'127.0.0.1'")
    with pytest.raises(DatabaseForbiddenError):
        Database.open(servers.address(schema, 1).replace("root@", "reader@"))
