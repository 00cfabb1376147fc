"""Entries that come from other terminals: taken in whole and once, or refused."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journal_kit import (
    BDAY,
    TYPES,
    SetClock,
    append,
    count_streams,
    draft,
    nothing,
    open_journal,
    signer,
    tally,
)

from db import hlc, reading
from db.canonical import b64u, unb64u
from db.database import Database
from db.entry import Entry
from db.errors import EntriesRefusedError, EntriesTooNewError
from db.exchange import batch
from db.journal import Journal
from db.notices import ClockDrift
from db.verify import verify


@dataclasses.dataclass
class Terminal:
    """A database with its own chain."""

    database: Database
    journal: Journal

    def gets(self, stored: list[str]) -> tuple[Entry, ...]:
        return self.journal.receive(stored, trusts=trusted, project=nothing)

    def lacks(self, other: "Terminal", limit: int = 1000) -> list[str]:
        return flat(batch(other.database, self.journal.vector(), limit))


def flat(runs: Mapping[str, list[str]]) -> list[str]:
    return [stored for run in runs.values() for stored in run]


def trusted(chain: str, jwk: Mapping[str, str]) -> bool:
    """The keys of this test run are enrolled under the names of their chains."""
    return dict(jwk) == dict(signer(chain).jwk)


@pytest.fixture
def terminals() -> Iterator[tuple[Terminal, Terminal]]:
    made = []
    for name in ("C1", "C2"):
        database = Database.open("sqlite://")
        journal = open_journal(database, chain=name, key=signer(name))
        made.append(Terminal(database, journal))
    yield made[0], made[1]
    for terminal in made:
        terminal.database.close()


def sell(terminal: Terminal, orders: int = 1) -> None:
    for number in range(orders):
        append(
            terminal.journal, draft(stream=f"order/{number}"), draft("receipt.issued")
        )


def refused(terminal: Terminal, stored: list[str]) -> tuple[str, str, int]:
    before = terminal.journal.vector()
    with pytest.raises(EntriesRefusedError) as raised:
        terminal.gets(stored)
    assert terminal.journal.vector() == before
    finding = raised.value.findings[0]
    return finding.code, finding.chain, finding.seq


def test_two_terminals_have_the_same_after_an_exchange(
    terminals: tuple[Terminal, Terminal],
) -> None:
    one, two = terminals
    sell(one, 2)
    sell(two, 3)
    two.gets(two.lacks(one))
    one.gets(one.lacks(two))
    assert one.journal.vector() == two.journal.vector() == {"C1": 5, "C2": 7}
    ours = [entry.jws for entry in one.journal.entries()]
    assert ours == [entry.jws for entry in two.journal.entries()]
    for terminal in terminals:
        report = verify(terminal.database, types=TYPES)
        assert report.errors == ()
        assert report.entries == 12


def test_how_it_was_done_travels_and_cannot_be_taken_away(
    terminals: tuple[Terminal, Terminal],
) -> None:
    one, two = terminals
    append(one.journal, replace(draft(), via="voice"))
    stored = two.lacks(one)
    head, body, signature = stored[-1].split(".")
    bare = b64u(unb64u(body).replace(b',"via":"voice"', b""))
    assert refused(two, [*stored[:-1], f"{head}.{bare}.{signature}"])[0] == "BAD_SIG"
    assert [entry.via for entry in two.gets(stored)] == ["", "voice"]
    assert verify(two.database, types=TYPES).errors == ()


def test_what_comes_twice_is_taken_once(terminals: tuple[Terminal, Terminal]) -> None:
    one, two = terminals
    sell(one)
    stored = two.lacks(one)
    assert len(two.gets(stored)) == 3
    assert two.gets(stored) == ()
    sell(one)
    assert [entry.seq for entry in two.gets(stored + two.lacks(one))] == [4, 5]


def test_read_tables_follow_in_the_same_transaction(
    terminals: tuple[Terminal, Terminal],
) -> None:
    one, two = terminals
    with two.database.write() as connection:
        tally.create(connection)
    sell(one, 2)
    two.journal.receive(two.lacks(one), trusts=trusted, project=count_streams)
    with two.database.read() as connection:
        counted = {
            row.stream: row.entries for row in connection.execute(tally.select())
        }
    assert counted["order/1"] == 3

    def broken(connection: object, entries: object) -> None:
        raise RuntimeError("a projection failed")

    sell(one)
    with pytest.raises(RuntimeError):
        two.journal.receive(two.lacks(one), trusts=trusted, project=broken)
    assert two.journal.vector()["C1"] == 5


def test_our_next_stamp_is_later_than_what_we_received(
    terminals: tuple[Terminal, Terminal],
) -> None:
    one, two = terminals
    sell(one, 9)
    got = two.gets(two.lacks(one))
    (mine,) = append(two.journal, draft("receipt.issued"))
    assert mine.hlc > got[-1].hlc


def test_a_clock_far_ahead_is_told_and_what_we_write_is_behind() -> None:
    late, far = SetClock(), SetClock()
    far.move(3600)
    with_far = Database.open("sqlite://")
    here = Database.open("sqlite://")
    journal = open_journal(with_far, chain="C1", key=signer("C1"), clock=far)
    append(journal, draft("receipt.issued"))
    mine = open_journal(here, chain="C2", key=signer("C2"), clock=late)
    mine.receive(flat(batch(with_far, {}, 10)), trusts=trusted, project=nothing)
    assert mine.take_notices() == (ClockDrift("C1", 3_600_000),)
    (entry,) = append(mine, draft("receipt.issued"))
    assert entry.hlc > journal.head().hlc
    assert entry.ts == late().isoformat(timespec="milliseconds")
    journal.receive(flat(batch(here, {"C1": 9}, 10)), trusts=trusted, project=nothing)
    assert journal.take_notices() == ()
    for database in (with_far, here):
        database.close()


def test_subscribers_are_told_of_entries_from_elsewhere(
    terminals: tuple[Terminal, Terminal],
) -> None:
    one, two = terminals
    told: list[Entry] = []
    two.journal.subscribe(told.extend)
    sell(one)
    two.gets(two.lacks(one))
    assert [(entry.chain, entry.seq) for entry in told] == [
        ("C1", 1),
        ("C1", 2),
        ("C1", 3),
    ]


# What is refused; nothing of the batch is then stored


def test_a_gap_is_refused(terminals: tuple[Terminal, Terminal]) -> None:
    one, two = terminals
    sell(one, 2)
    stored = two.lacks(one)
    assert refused(two, stored[:1] + stored[3:]) == ("SEQ_GAP", "C1", 4)


def test_a_chain_without_its_beginning_is_refused(
    terminals: tuple[Terminal, Terminal],
) -> None:
    one, two = terminals
    sell(one, 2)
    assert refused(two, two.lacks(one)[1:]) == ("KID_UNKNOWN", "C1", 2)


def test_a_chain_of_an_unknown_key_is_refused(
    terminals: tuple[Terminal, Terminal],
) -> None:
    _, two = terminals
    stranger = Database.open("sqlite://")
    open_journal(stranger, chain="C9", key=signer("somebody"))
    assert refused(two, flat(batch(stranger, {}, 10))) == ("KID_UNKNOWN", "C9", 1)
    stranger.close()


def test_a_changed_entry_is_refused(terminals: tuple[Terminal, Terminal]) -> None:
    one, two = terminals
    sell(one)
    stored = two.lacks(one)
    head, body, signature = stored[2].split(".")
    bent = unb64u(body).replace(b'"op":"u1"', b'"op":"u2"')
    stored[2] = f"{head}.{b64u(bent)}.{signature}"
    assert refused(two, stored) == ("BAD_SIG", "C1", 3)


def test_a_tail_that_nothing_signs_is_refused(
    terminals: tuple[Terminal, Terminal],
) -> None:
    one, two = terminals
    sell(one)
    stored = two.lacks(one)
    assert stored[1].endswith(".")
    assert refused(two, stored[:2]) == ("BAD_SIG", "C1", 2)


def test_two_ends_of_one_chain_are_refused(
    terminals: tuple[Terminal, Terminal],
) -> None:
    """A terminal whose disk was copied goes on twice under one name."""
    one, two = terminals
    copy = Database.open("sqlite://")
    forked = open_journal(copy, chain="C1", key=signer("C1"))
    sell(one)
    two.gets(two.lacks(one))
    append(forked, draft(stream="order/other"), draft("receipt.issued"))
    assert refused(two, flat(batch(copy, {}, 10)))[:2] == ("FORK", "C1")
    copy.close()


def test_our_own_chain_is_written_by_nobody_else(
    terminals: tuple[Terminal, Terminal],
) -> None:
    one, _ = terminals
    copy = Database.open("sqlite://")
    clone = open_journal(copy, chain="C1", key=signer("C1"))
    append(clone, draft("receipt.issued"))
    assert refused(one, flat(batch(copy, {"C1": 1}, 10))) == ("FORK", "C1", 2)
    copy.close()


def test_a_skipped_fiscal_number_is_refused(
    terminals: tuple[Terminal, Terminal],
) -> None:
    """A terminal that leaves out a receipt signs a chain that is whole all the same."""
    one, two = terminals
    journal = one.journal
    sell(one)
    two.gets(two.lacks(one))
    journal._own.end = dataclasses.replace(
        journal._own.end, counters={**journal._own.end.counters, "T": 7}
    )
    append(journal, draft("receipt.issued"))
    assert refused(two, two.lacks(one)) == ("TSEQ_GAP", "C1", 4)


@pytest.mark.parametrize("rubbish", ["", "...", "a.b.c", "{}", "\ufffd.\ufffd."])
def test_rubbish_is_refused(terminals: tuple[Terminal, Terminal], rubbish: str) -> None:
    assert refused(terminals[0], [rubbish])[0] == "BAD_JWS"


@pytest.mark.parametrize("stamp", ["f00000000001-0000", "", "x" * 17])
def test_a_stamp_that_would_lead_out_of_its_form_is_refused(
    terminals: tuple[Terminal, Terminal],
    monkeypatch: pytest.MonkeyPatch,
    stamp: str,
) -> None:
    one, two = terminals
    two.gets(two.lacks(one))
    monkeypatch.setattr(hlc, "following", lambda *_: stamp)
    sell(one)
    monkeypatch.undo()
    assert refused(two, two.lacks(one)) == ("BAD_JWS", "C1", 2)


def test_a_body_that_is_not_canonical_is_refused(
    terminals: tuple[Terminal, Terminal],
) -> None:
    one, two = terminals
    stored = two.lacks(one)
    head, body, _ = stored[0].split(".")
    loose = unb64u(body).replace(b'":"', b'": "')
    assert loose != unb64u(body)
    assert refused(two, [f"{head}.{b64u(loose)}."])[0] == "BAD_SIG"


def test_a_new_key_is_followed_within_a_batch(
    terminals: tuple[Terminal, Terminal],
) -> None:
    one, two = terminals
    sell(one)
    one.journal.change_key(signer("next"), reason="yearly", bday=BDAY, project=nothing)
    sell(one)
    assert len(two.gets(two.lacks(one))) == 6
    sell(one)
    assert len(two.gets(two.lacks(one))) == 2


def test_facts_of_a_newer_terminal_are_kept(
    terminals: tuple[Terminal, Terminal],
) -> None:
    """Stored though not understood; fiscal numbers have to be understood."""
    one, _ = terminals
    database = Database.open("sqlite://")
    older = Journal.open(
        database,
        chain="C3",
        signer=signer("C3"),
        types={"order.fired": TYPES["order.fired"]},
        clock=SetClock(),
        software="sotto 0.0",
    )
    append(one.journal, draft(), draft())
    older.receive(flat(batch(one.database, {}, 100)), trusts=trusted, project=nothing)
    assert older.vector() == {"C1": 3, "C3": 1}
    assert verify(database).errors == ()
    sell(one)
    with pytest.raises(EntriesTooNewError):
        older.receive(
            flat(batch(one.database, older.vector(), 100)),
            trusts=trusted,
            project=nothing,
        )
    assert older.vector() == {"C1": 3, "C3": 1}
    database.close()


@settings(max_examples=10, deadline=None)
@given(cuts=st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_batches_of_any_size_bring_everything(cuts: list[int]) -> None:
    source, copy = Database.open("sqlite://"), Database.open("sqlite://")
    one = open_journal(source, chain="C1", key=signer("C1"))
    two = open_journal(copy, chain="C2", key=signer("C2"))
    for size in cuts:
        append(one, *(draft() for _ in range(size)))
    for limit in [*cuts, 1000]:
        stored = flat(batch(source, two.vector(), limit))
        two.receive(stored, trusts=trusted, project=nothing)
    assert reading.head(copy, "C1") == reading.head(source, "C1")
    for database in (source, copy):
        database.close()


def test_chains_that_are_known_come_first_then_others_as_they_were_opened(
    terminals: tuple[Terminal, Terminal],
) -> None:
    one, two = terminals
    three = open_journal(one.database, chain="B3", key=signer("B3"))
    append(three, draft())
    sell(one)
    one.gets(flat(batch(two.database, {}, 99)))

    assert list(batch(one.database, {}, 99)) == ["C1", "C2", "B3"]
    assert list(batch(one.database, {"B3": 1}, 99)) == ["B3", "C1", "C2"]
    assert list(batch(one.database, {"B3": 1}, 1)) == ["B3"]


def test_a_chain_that_is_cut_at_a_signature_leaves_no_room_to_those_it_may_enrol(
    terminals: tuple[Terminal, Terminal],
) -> None:
    one, two = terminals
    sell(one, 3)
    append(two.journal, draft())
    one.gets(flat(batch(two.database, {}, 99)))
    end = one.journal.vector()["C1"]

    for limit in range(1, end):
        assert list(batch(one.database, {}, limit)) == ["C1"]
    assert list(batch(one.database, {}, end + 1)) == ["C1", "C2"]
