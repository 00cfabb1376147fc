"""The latest fact of a thing is the last in canonical order, however they arrive."""

import itertools
from pathlib import Path

import pytest
from alembic import command
from domain_kit import RESTAURANT
from journal_kit import SetClock, signer

from app.domain.reservations.events import ReservationCreated
from app.domain.settings import SettingSet
from app.domain.vocabulary import Meta, place_of
from app.projections.apply import PROJECTED, project
from app.projections.tables import READ_TABLES, reservation_day, thing
from app.services.house import House, journal_types, project_entries
from db import migrations
from db.database import Database
from db.journal import Journal
from db.rebuild import compare
from db.sealed import Sealer

STAMP = "0190000000ff-0000"
PLACES = [(STAMP, "C1", 9), (STAMP, "C10", 2), (STAMP, "C2", 1), (STAMP, "C2", 12)]


def test_places_sort_as_the_canonical_order() -> None:
    assert sorted(map(place_of, PLACES)) == [
        place_of(order) for order in sorted(PLACES)
    ]


@pytest.mark.parametrize("arrival", [*itertools.permutations(range(3))])
def test_equal_stamps_are_told_apart_by_their_terminal(
    arrival: tuple[int, ...],
) -> None:
    said = [
        (
            SettingSet(key="house.name", value=f"by {chain}"),
            Meta(order=(STAMP, chain, 5)),
        )
        for chain in ("C1", "C2", "C3")
    ]
    database = Database.open("sqlite://")
    for number in arrival:
        with database.write() as connection:
            project(connection, [said[number]])
    with database.read() as connection:
        (row,) = connection.execute(thing.select())
    assert "by C3" in row.data
    database.close()


def test_what_was_kept_by_its_stamp_gets_its_place(tmp_path: Path) -> None:
    path, clock = tmp_path / "sotto.db", SetClock()
    database = Database.open(path)
    journal = Journal.open(
        database,
        chain="C1",
        signer=signer(),
        types=journal_types(),
        clock=clock,
        software="Sotto test",
        project=project_entries,
    )
    house = House(database, journal, Sealer(database), clock)
    taken = ReservationCreated(
        id="r1", date="2026-11-21", time="20:00", covers=2, minutes=90
    )
    house.record([*RESTAURANT, taken])
    with database.write() as connection:
        for table in ("thing", "reservation_day"):
            connection.exec_driver_sql(f"ALTER TABLE {table} RENAME place TO hlc")
            connection.exec_driver_sql(f"UPDATE {table} SET hlc = substr(hlc, 1, 17)")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0006'")
        command.upgrade(migrations._config(connection), "0007")
        connection.exec_driver_sql(
            f"UPDATE alembic_version SET version_num = '{migrations.newest()}'"
        )
        kept = [table.name for table in (thing, reservation_day)]
        assert migrations.differences(connection, kept) == []
    found = compare(
        database, tables=READ_TABLES, project=project_entries, types=PROJECTED
    )
    assert list(found) == []
    database.close()
