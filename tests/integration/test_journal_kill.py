"""kill -9 at any point of a sale: no gap, no duplicate, each sale whole or not there."""

import contextlib
import itertools
import os
import random
import signal
import time
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import sqlalchemy
from journal_kit import (
    BDAY,
    TYPES,
    count_streams,
    draft,
    open_journal,
    process,
    signer,
    tally,
)

from db.database import Database
from db.keys import load_key, store_key
from db.verify import verify

MACHINE = b"this machine"
SALE = ("order.line_added", "order.line_added", "order.fired", "receipt.issued")


def sell(folder: Path, till: "Connection[bytes, bytes]", first: int) -> None:
    """Sells until it is killed; says the number of each sale that was acknowledged."""
    till.send_bytes(b"awake")
    database = Database.open(folder / "sotto.db")
    key = load_key(folder, machine=MACHINE)
    journal = open_journal(database, key=key, witness=folder / "C1.head")
    for number in itertools.count(first):
        drafts = [draft(type_, f"sale/{number}") for type_ in SALE]
        journal.append(drafts, bday=BDAY, project=count_streams)
        till.send_bytes(b"%d" % number)


def kill_while_selling(folder: Path, points: int, seed: int) -> list[int]:
    """Kills a selling process at random moments; the sales that it acknowledged."""
    chance = random.Random(seed)
    acknowledged: list[int] = []
    for point in range(points):
        ours, theirs = Pipe(duplex=False)
        # Numbers of two lives never meet, so a sale can be told from its ghost.
        seller = process(sell, folder, theirs, point * 100_000)
        seller.start()
        theirs.close()
        assert ours.recv_bytes() == b"awake"
        # From the opening of the database to some sales later, on any machine.
        if point % 2:
            acknowledged.append(int(ours.recv_bytes()))
        time.sleep(chance.uniform(0, 0.05))
        assert seller.pid is not None
        os.kill(seller.pid, signal.SIGKILL)
        seller.join()
        assert seller.exitcode == -signal.SIGKILL
        with contextlib.suppress(EOFError):
            while True:
                acknowledged.append(int(ours.recv_bytes()))
        ours.close()
    return acknowledged


@pytest.mark.parametrize("points", [25, pytest.param(200, marks=pytest.mark.scenario)])
def test_a_killed_sale_is_there_whole_or_not_at_all(
    tmp_path: Path, points: int
) -> None:
    store_key(tmp_path, signer(), machine=MACHINE)
    database = Database.open(tmp_path / "sotto.db")
    with database.write() as connection:
        tally.create(connection)
    database.close()

    acknowledged = kill_while_selling(tmp_path, points, seed=points)

    database = Database.open(tmp_path / "sotto.db")
    journal = open_journal(database, witness=tmp_path / "C1.head")
    assert journal.take_notices() == ()
    report = verify(database, types=TYPES, witness=[tmp_path / "C1.head"])
    assert report.to_json()["errors"] == []
    entries = [entry for entry in journal.entries() if entry.seq > 1]
    assert [entry.seq for entry in entries] == list(range(2, len(entries) + 2))
    sales = [entry.stream for entry in entries[::4]]
    assert len(set(sales)) == len(sales)
    for place, stream in enumerate(sales):
        sale = entries[place * 4 : place * 4 + 4]
        assert [entry.type for entry in sale] == list(SALE)
        assert {entry.stream for entry in sale} == {stream}
        assert sale[3].tseq == place + 1
    # What was acknowledged is there; at most one more for each life that was ended.
    assert {f"sale/{number}" for number in acknowledged} <= set(sales)
    assert len(acknowledged) <= len(sales) <= len(acknowledged) + points
    assert len(acknowledged) >= points // 2
    with database.read() as connection:
        rows = connection.execute(
            sqlalchemy.select(tally.c.stream, tally.c.entries).where(
                tally.c.stream.like("sale/%")
            )
        ).all()
    assert {row.stream: row.entries for row in rows} == dict.fromkeys(sales, 4)
    database.close()
