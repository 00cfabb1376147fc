"""Followers: at least once by their vector, exactly once by what they have done."""

import pytest
from journal_kit import append, draft

from db import followers
from db.database import Database
from db.journal import Journal


def test_a_follower_starts_with_nothing_seen(database: Database) -> None:
    assert followers.vector(database, "kitchen") == {}


def test_a_follower_s_vector_only_grows(database: Database) -> None:
    for seen in ({"C1": 3}, {"C1": 7, "C2": 1}, {"C1": 5}, {}):
        with database.write() as connection:
            followers.advance(connection, "kitchen", seen)
    assert followers.vector(database, "kitchen") == {"C1": 7, "C2": 1}
    assert followers.vector(database, "receipts") == {}


def test_a_follower_that_fails_sees_its_entries_again(
    journal: Journal, database: Database
) -> None:
    append(journal, draft(), draft())
    done: list[int] = []

    def follow(*, fail: bool) -> None:
        seen = followers.vector(database, "kitchen")
        for entry in journal.entries(after=seen):
            with database.write() as connection:
                if followers.first_time(connection, entry.chain, entry.seq, "print"):
                    if fail and entry.seq == 2:
                        raise RuntimeError("out of paper")
                    done.append(entry.seq)
                followers.advance(connection, "kitchen", {entry.chain: entry.seq})

    with pytest.raises(RuntimeError):
        follow(fail=True)
    assert followers.vector(database, "kitchen") == {"C1": 1}
    follow(fail=False)
    follow(fail=False)
    assert done == [1, 2, 3]
    assert followers.vector(database, "kitchen") == journal.vector()


def test_an_effect_is_known_by_entry_and_purpose(database: Database) -> None:
    with database.write() as connection:
        answers = [
            followers.first_time(connection, "C1", 2, "print/hot"),
            followers.first_time(connection, "C1", 2, "print/hot"),
            followers.first_time(connection, "C1", 2, "print/cold"),
            followers.first_time(connection, "C2", 2, "print/hot"),
            followers.first_time(connection, "C1", 3, "print/hot"),
        ]
    assert answers == [True, False, True, True, True]
