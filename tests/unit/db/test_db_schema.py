"""The schema: created by migrations, the same as in the code, portable, append-only."""

from pathlib import Path

import pytest
import sqlalchemy
from journal_kit import append, draft
from sqlalchemy.dialects import mysql
from sqlalchemy.schema import CreateIndex, CreateTable

from db import migrations
from db.database import Database
from db.errors import DatabaseTooNewError
from db.journal import Journal
from db.tables import OWN_TABLES, journal


def test_a_new_database_has_the_newest_schema(database: Database) -> None:
    assert database.migrated_from == ""
    with database.read() as connection:
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
        assert revision.scalar_one() == migrations.newest()


def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    with database.write() as connection:
        own = [table.name for table in OWN_TABLES]
        assert migrations.differences(connection, own) == []
        connection.exec_driver_sql("DROP TABLE follower")
        ((change, table),) = migrations.differences(connection, own)
    assert (change, table.name) == ("add_table", "follower")


def test_every_revision_is_named_after_its_number() -> None:
    folder = Path(migrations.__file__).parent / "versions"
    for path in folder.glob("r[0-9]*.py"):
        assert f'revision = "{path.stem[1:5]}"' in path.read_text()


def test_data_of_a_newer_program_are_left_alone(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "sotto.db")
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(DatabaseTooNewError):
        Database.open(tmp_path / "sotto.db")


@pytest.mark.parametrize("table", OWN_TABLES, ids=lambda table: table.name)
def test_the_tables_create_on_mariadb(table: sqlalchemy.Table) -> None:
    text = str(CreateTable(table).compile(dialect=mysql.dialect()))
    assert "COLLATE utf8mb4_bin" in text
    for index in table.indexes:
        assert str(CreateIndex(index).compile(dialect=mysql.dialect()))
    # InnoDB refuses keys beyond 3072 bytes; utf8mb4 takes four bytes a character.
    for columns in [table.primary_key.columns, *(i.columns for i in table.indexes)]:
        sizes = [getattr(column.type, "length", None) or 2 for column in columns]
        assert sum(4 * size for size in sizes) <= 3072


def test_long_entries_fit_on_mariadb() -> None:
    text = str(CreateTable(journal).compile(dialect=mysql.dialect()))
    assert f"jws TEXT({2**22 - 1})" in text  # which MariaDB makes a MEDIUMTEXT


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET bday = '2026-11-21' WHERE seq = 1",
        "UPDATE journal SET seq = seq",
        "DELETE FROM journal WHERE seq = 2",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 2",
        "INSERT INTO journal SELECT * FROM journal WHERE seq = 2",
        "INSERT INTO journal VALUES ('C1', 4, '', '', 0, '', '', '', '', '')",
    ],
)
def test_what_is_written_can_be_neither_changed_nor_replaced_nor_skipped(
    journal: Journal, database: Database, statement: str
) -> None:
    append(journal, draft("receipt.issued"))
    before = list(journal.entries())
    with (
        pytest.raises(sqlalchemy.exc.IntegrityError, match="the journal is"),
        database.write() as connection,
    ):
        connection.exec_driver_sql(statement)
    assert list(journal.entries()) == before
