"""A rebuild skips the entries that change no read table: none may be skipped wrongly."""

import json
from pathlib import Path

import pytest

from app.domain.vocabulary import Meta
from app.domain.wire import FACTS, from_data
from app.projections.apply import PROJECTED, THINGS, project
from app.projections.tables import READ_TABLES
from db.database import Database

UNREAD = sorted(
    path
    for path in (Path(__file__).parents[2] / "golden/events").glob("*.json")
    if path.name.rsplit(".v", 1)[0] not in PROJECTED
)
META = Meta(
    order=("00000000000000000001", "C1", 1),
    ts="2026-11-20T20:26:00+01:00",
    bday="2026-11-20",
    tseq=1,
)


@pytest.mark.parametrize("path", UNREAD, ids=lambda path: path.stem)
def test_a_fact_that_no_rebuild_reads_changes_no_table(path: Path) -> None:
    stored = json.loads(path.read_text(encoding="utf-8"))
    event = from_data(stored["type"], stored["v"], stored["data"])
    database = Database.open("sqlite://")
    with database.write() as connection:
        for table in READ_TABLES:
            table.create(connection, checkfirst=True)
        project(connection, [(event, META)])
        for table in READ_TABLES:
            assert connection.execute(table.select()).all() == []
    database.close()


def test_what_a_rebuild_reads_are_facts_that_exist() -> None:
    assert set(THINGS) < PROJECTED < set(FACTS)
