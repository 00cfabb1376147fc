"""Reading entries: one canonical order, conditions that add up, vectors."""

import heapq

import pytest
from journal_kit import SetClock, append, draft, open_journal

from db.database import Database
from db.journal import Entry, Journal
from db.reading import ahead_of, vector


@pytest.fixture
def two_chains(database: Database, clock: SetClock) -> tuple[Journal, Journal]:
    """C1 and C2 write in turns for three days; C2's clock is a minute late."""
    late = SetClock()
    late.move(-60)
    one = open_journal(database, chain="C1", clock=clock)
    two = open_journal(database, chain="C2", clock=late)
    for day in (20, 21, 22):
        for number in range(4):
            append(one, draft(stream=f"order/{number % 2}"), bday=f"2026-11-{day}")
            append(two, draft("order.fired"), draft(), bday=f"2026-11-{day}")
            clock.move(1)
            late.move(1)
    return one, two


def places(entries: list[Entry]) -> list[tuple[str, int]]:
    return [(entry.chain, entry.seq) for entry in entries]


def test_entries_come_in_the_order_of_stamp_chain_and_number(
    two_chains: tuple[Journal, Journal],
) -> None:
    entries = list(two_chains[0].entries())
    assert len(entries) == 38
    assert entries == sorted(entries, key=lambda entry: entry.order)
    assert {entry.chain for entry in entries[1:4]} == {"C1", "C2"}


def test_what_is_read_equals_what_was_appended(journal: Journal) -> None:
    data = {"n": 1, "on": True, "text": "œuf", "more": [{"a": "b"}]}
    (written,) = append(journal, draft(data=data))  # type: ignore[arg-type]
    assert list(journal.entries())[-1] == written


def test_a_vector_leaves_out_what_was_seen(
    two_chains: tuple[Journal, Journal], database: Database
) -> None:
    journal, _ = two_chains
    everything = list(journal.entries())
    seen = {"C1": 5, "C2": 20}
    rest = list(journal.entries(after=seen))
    assert places(rest) == [
        (entry.chain, entry.seq)
        for entry in everything
        if entry.seq > seen[entry.chain]
    ]
    assert list(journal.entries(after=vector(database))) == []


def test_batches_read_with_a_vector_give_everything_once(
    two_chains: tuple[Journal, Journal],
) -> None:
    journal, _ = two_chains
    seen: dict[str, int] = {}
    read: list[Entry] = []
    while batch := list(journal.entries(after=seen, limit=7)):
        read += batch
        seen |= {entry.chain: entry.seq for entry in batch}
    assert read == list(journal.entries())


def test_a_stream_is_read_across_chains(two_chains: tuple[Journal, Journal]) -> None:
    entries = list(two_chains[0].entries(stream="order/1"))
    assert len(entries) == 6 + 24
    assert {entry.stream for entry in entries} == {"order/1"}
    assert entries == sorted(entries, key=lambda entry: entry.order)


def test_a_business_date_cuts_canonical_order(
    two_chains: tuple[Journal, Journal], database: Database
) -> None:
    journal, _ = two_chains
    rest = list(journal.entries(after=ahead_of(database, "2026-11-22")))
    first = next(e for e in journal.entries() if e.bday == "2026-11-22")
    assert rest == [e for e in journal.entries() if e.order >= first.order]
    assert ahead_of(database, "2026-11-23") == vector(database)
    assert ahead_of(database, "2026-11-20") == {"C1": 0, "C2": 0}


def test_a_day_that_one_chain_begins_early_has_what_the_others_write_then(
    database: Database, clock: SetClock
) -> None:
    one = open_journal(database, chain="C1", clock=clock)
    two = open_journal(database, chain="C2", clock=clock)
    for bday in ("2026-11-20", "2026-11-21"):
        for _ in range(5):
            append(one, draft(), bday=bday)
            append(two, draft(), bday="2026-11-20")
            clock.move(1)
    first = next(e for e in one.entries() if e.bday == "2026-11-21")
    rest = list(one.entries(after=ahead_of(database, "2026-11-21")))
    assert rest == [e for e in one.entries() if e.order >= first.order]
    assert [e.bday for e in rest if e.chain == "C2"] == ["2026-11-20"] * 5


def test_conditions_add_up(two_chains: tuple[Journal, Journal]) -> None:
    journal, _ = two_chains
    entries = journal.entries(
        stream="order/1",
        types=["order.fired"],
        after={"C2": 20},
        limit=2,
    )
    assert places(list(entries)) == [("C2", 22), ("C2", 24)]


def test_types_are_picked_across_batches(journal: Journal) -> None:
    for number in range(300):
        type_ = "order.fired" if number % 100 == 0 else "order.line_added"
        append(journal, draft(type_), draft())
    assert len(list(journal.entries(types=["order.fired"]))) == 3
    assert len(list(journal.entries())) == 601


def test_what_is_committed_later_is_not_part_of_an_answer(journal: Journal) -> None:
    append(journal, draft())
    answer = journal.entries()
    append(journal, draft())
    assert len(list(answer)) == 2


def test_an_earlier_date_behind_a_later_one_belongs_to_what_follows(
    journal: Journal, database: Database
) -> None:
    append(journal, draft(), bday="2026-11-21")
    append(journal, draft("order.fired"), bday="2026-11-20")
    append(journal, draft("receipt.issued"), bday="2026-11-21")
    rest = journal.entries(after=ahead_of(database, "2026-11-21"))
    types = [entry.type for entry in rest]
    assert types == ["order.line_added", "order.fired", "receipt.issued"]


def test_heads_and_vectors_name_every_chain(
    two_chains: tuple[Journal, Journal], database: Database
) -> None:
    one, two = two_chains
    assert vector(database) == {"C1": 13, "C2": 25}
    assert one.head("C2") == two.head()
    assert one.head("C9").seq == 0


def test_two_chains_merge_as_any_merge_would(
    two_chains: tuple[Journal, Journal],
) -> None:
    entries = list(two_chains[0].entries())
    by_chain = [[e for e in entries if e.chain == chain] for chain in ("C1", "C2")]
    assert [entry.seq for entry in by_chain[1]] == list(range(1, 26))
    assert entries == list(heapq.merge(*by_chain, key=lambda entry: entry.order))
