"""The sums of days: how they lie, and what is asked of them."""

from pathlib import Path

import sqlalchemy
from alembic import command

from app.projections.queries import day_sums
from app.projections.tables import day_sum
from db import migrations
from db.database import Database

ROWS = [
    ("category", "2026-11-20", "C1", "plats", "ttc", 2400),
    ("category", "2026-11-21", "C2", "plats", "ttc", 1200),
    ("category", "2026-11-21", "C1", "vins", "ttc", 700),
    ("document", "2026-11-21", "C1", "sale", "ttc", 1900),
    ("category", "2026-11-22", "C1", "plats", "ttc", 1),
]


def fill(connection: sqlalchemy.Connection) -> None:
    sql = "INSERT INTO day_sum VALUES (?, ?, ?, ?, ?, ?)"
    connection.exec_driver_sql(sql, ROWS)


def test_one_family_or_all_of_some_days_and_terminals(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "sotto.db")
    with database.write() as connection:
        fill(connection)
        plats, vins = ("category", "plats", "ttc"), ("category", "vins", "ttc")
        both = day_sums(connection, "2026-11-20", "2026-11-21", family="category")
        assert both == {plats: 3600, vins: 700}
        every = day_sums(connection, "2026-11-20", "2026-11-21")
        assert every == both | {("document", "sale", "ttc"): 1900}
        assert day_sums(connection, "2026-11-21", terminal="C2") == {plats: 1200}
    database.close()


def test_sums_of_before_are_kept_when_they_are_laid_by_key(tmp_path: Path) -> None:
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'sotto.db'}")
    with engine.begin() as connection:
        command.upgrade(migrations._config(connection), "0004")
        fill(connection)
    engine.dispose()

    database = Database.open(tmp_path / "sotto.db")
    with database.read() as connection:
        assert database.migrated_from == "0004"
        kept = connection.exec_driver_sql("SELECT * FROM day_sum").all()
        assert sorted(map(tuple, kept)) == sorted(ROWS)
        info = "SELECT wr FROM pragma_table_list WHERE name = 'day_sum'"
        assert connection.exec_driver_sql(info).scalar_one() == 1
        indexes = sqlalchemy.inspect(connection).get_indexes("day_sum")
        assert [index["name"] for index in indexes] == ["ix_day_sum_bday_chain"]
        assert migrations.differences(connection, [day_sum.name]) == []
    database.close()
