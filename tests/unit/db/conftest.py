"""A database in memory for each test: no disk in unit tests."""

from collections.abc import Iterator

import pytest
from journal_kit import SetClock, open_journal

from db.database import Database
from db.journal import Journal


@pytest.fixture
def database() -> Iterator[Database]:
    opened = Database.open("sqlite://")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def journal(database: Database, clock: SetClock) -> Iterator[Journal]:
    opened = open_journal(database, clock=clock)
    yield opened
    opened.close()
