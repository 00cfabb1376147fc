"""Appending: numbers, links, signatures, clocks, subscribers, and all or nothing."""

import json
import logging
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy
from cryptography.hazmat.primitives.asymmetric import ec
from journal_kit import (
    BDAY,
    TYPES,
    SetClock,
    append,
    draft,
    nothing,
    open_journal,
    signer,
)

from app.fiscal.verifier_sotto import body_of
from db import hlc
from db.canonical import unb64u
from db.database import Database
from db.entry import OPENED, digest, is_body
from db.errors import ChainForkedError, KeyUnavailableError, MisuseError
from db.journal import Draft, Entry, Journal, TypeSpec
from db.keys import LocalSigner, PublicKey
from db.notices import CardNumberRedacted, ClockBackward

GOLDEN = Path(__file__).parent / "golden" / "entries.v1.json"


def parts(entry: Entry) -> tuple[dict[str, str], dict[str, object], str]:
    head, body, signature = entry.jws.split(".")
    return json.loads(unb64u(head)), json.loads(unb64u(body)), signature


def test_an_empty_chain_is_opened_with_its_own_key(journal: Journal) -> None:
    (opened,) = journal.entries()
    assert (opened.type, opened.seq, opened.tseq, opened.prev) == (OPENED, 1, 1, "")
    assert opened.data["jwk"] == dict(signer().jwk)
    assert opened.data["siret"] == "73282932000074"
    assert opened.stream == "journal/C1"


def test_opening_again_writes_nothing(journal: Journal, database: Database) -> None:
    append(journal, draft())
    again = open_journal(database)
    assert again.head() == journal.head()
    assert again.vector() == {"C1": 2}


def test_entries_are_numbered_linked_and_hashed(journal: Journal) -> None:
    opened = next(journal.entries())
    first, second = append(journal, draft(), draft("order.fired"))
    assert (first.seq, second.seq) == (2, 3)
    assert (first.prev, second.prev) == (opened.hash, first.hash)
    assert first.hash == digest(first.jws)
    assert journal.head().hash == second.hash


def test_the_body_has_exactly_the_members_of_the_specification(
    journal: Journal,
) -> None:
    (entry,) = append(journal, draft())
    head, body, _ = parts(entry)
    assert head == {"alg": "ES256", "kid": signer().kid, "typ": "sotto-fj+jws"}
    assert body == {
        "v": 1,
        "chain": "C1",
        "seq": 2,
        "type": "order.line_added",
        "tseq": 0,
        "stream": "order/1",
        "hlc": entry.hlc,
        "ts": "2026-11-20T12:10:00.000+01:00",
        "bday": BDAY,
        "op": "u1",
        "appr": "",
        "sw": "sotto 0.1 F1.0",
        "prev": entry.prev,
        "data": {"qty": "2"},
    }


def test_how_it_was_done_is_a_member_where_it_was_not_by_hand(
    journal: Journal,
) -> None:
    by_hand, spoken = append(journal, draft(), replace(draft(), via="voice"))
    assert "via" not in parts(by_hand)[1]
    assert parts(spoken)[1]["via"] == "voice"
    assert [entry.via for entry in journal.entries()] == ["", "", "voice"]
    assert body_of(spoken.jws.split(".")) == parts(spoken)[1]  # the archive's verifier
    body = parts(spoken)[1]
    assert is_body(body)
    assert not is_body({**body, "via": ""})
    assert not is_body({**body, "more": 1})


def test_fiscal_entries_and_the_last_of_an_append_are_signed(journal: Journal) -> None:
    entries = append(
        journal, draft(), draft("receipt.issued"), draft(), draft("order.fired")
    )
    assert [bool(parts(entry)[2]) for entry in entries] == [False, True, False, True]
    key = PublicKey(signer().jwk)
    for entry in entries:
        signing_input, _, signature = entry.jws.rpartition(".")
        if signature:
            assert key.verifies(signing_input.encode(), unb64u(signature))


def test_types_of_one_series_share_its_numbers(journal: Journal) -> None:
    entries = append(
        journal,
        draft("receipt.issued"),
        draft("receipt.refunded"),
        draft("receipt.duplicated"),
        draft(),
        draft("receipt.issued"),
    )
    assert [entry.tseq for entry in entries] == [1, 2, 1, 0, 3]


def test_counters_go_on_after_opening_again(
    journal: Journal, database: Database
) -> None:
    append(journal, draft("receipt.issued"))
    (entry,) = append(open_journal(database), draft("receipt.issued"))
    assert entry.tseq == 2


def test_the_golden_entries_have_not_changed() -> None:
    """Whoever reads old journals relies on these bytes; the file is never edited."""
    key = LocalSigner(ec.derive_private_key(20261120, ec.SECP256R1()), b"certificate")
    database = Database.open("sqlite://")
    journal = open_journal(database, key=key)
    append(
        journal,
        draft(data={"label": "Crème brûlée", "qty": "0.350", "tags": ["a", True, 7]}),
        Draft(
            type="receipt.issued",
            version=2,
            stream="order/01JD",
            data={"ttc": 6930, "lines": [{"rate": 550, "ttc": 2900}]},
            op="u1",
            appr="u2",
        ),
    )
    written = [{"jws": e.jws, "hash": e.hash} for e in journal.entries()]
    database.close()
    assert written == json.loads(GOLDEN.read_text())


def test_unknown_types_are_refused_and_nothing_is_written(journal: Journal) -> None:
    before = journal.head()
    with pytest.raises(MisuseError, match="unknown entry type"):
        append(journal, draft(), draft("order.invented"))
    assert journal.head() == before
    assert journal.vector() == {"C1": 1}


@pytest.mark.parametrize(
    "wrong",
    [
        draft(data={"price": 1.5}),  # type: ignore[dict-item]
        draft(data={"price": None}),  # type: ignore[dict-item]
        draft(stream=""),
        draft(stream="x" * 121),
        Draft(type="order.fired", version=0, stream="o", data={}),
        Draft(type="order.fired", version=1, stream="o", data={}, op="x" * 65),
    ],
)
def test_wrong_drafts_are_refused_and_no_number_is_lost(
    journal: Journal, wrong: Draft
) -> None:
    with pytest.raises(MisuseError):
        append(journal, draft("receipt.issued"), wrong)
    (entry,) = append(journal, draft("receipt.issued"))
    assert (entry.seq, entry.tseq) == (2, 1)


@pytest.mark.parametrize("bday", ["", "20/11/2026", "20261120", "2026-13-01"])
def test_a_business_date_has_one_form(journal: Journal, bday: str) -> None:
    with pytest.raises(MisuseError, match="business date"):
        append(journal, draft(), bday=bday)


def test_appending_nothing_writes_nothing(journal: Journal) -> None:
    assert append(journal) == ()
    assert journal.vector() == {"C1": 1}


def test_a_failing_projection_undoes_the_entries(
    journal: Journal, database: Database
) -> None:
    def fail(connection: sqlalchemy.Connection, entries: object) -> None:
        raise ValueError("a bug in a read table")

    with pytest.raises(ValueError, match="a bug"):
        journal.append([draft("receipt.issued")], bday=BDAY, project=fail)
    assert journal.vector() == {"C1": 1}
    (entry,) = append(journal, draft("receipt.issued"))
    assert (entry.seq, entry.tseq) == (2, 1)


def test_a_projection_sees_its_entries_in_the_same_transaction(
    journal: Journal,
) -> None:
    counted: list[int] = []

    def count(connection: sqlalchemy.Connection, entries: object) -> None:
        rows = connection.exec_driver_sql("SELECT count(*) FROM journal")
        counted.append(rows.scalar_one())

    journal.append([draft(), draft()], bday=BDAY, project=count)
    assert counted == [3]


def test_two_writers_of_one_chain_cannot_fork_it(database: Database) -> None:
    one, other = open_journal(database), open_journal(database)
    append(one, draft())
    with pytest.raises(ChainForkedError):
        append(other, draft())
    (entry,) = append(other, draft())  # it has looked again meanwhile
    assert entry.seq == 3
    assert entry.prev == one.head().hash


def test_a_journal_without_a_key_reads_and_does_not_append(
    journal: Journal, database: Database
) -> None:
    reader = Journal.open(
        database,
        chain="C1",
        signer=None,
        types=TYPES,
        clock=SetClock(),
        software="sotto",
    )
    assert len(list(reader.entries())) == 1
    with pytest.raises(KeyUnavailableError):
        append(reader, draft())


def test_a_chain_of_another_key_is_not_opened(
    journal: Journal, database: Database
) -> None:
    with pytest.raises(KeyUnavailableError):
        open_journal(database, key=signer("stranger"))


def test_after_a_change_of_key_the_new_one_signs(
    journal: Journal, database: Database
) -> None:
    new = signer("new")
    changed = journal.change_key(new, reason="yearly", bday=BDAY, project=nothing)
    (entry,) = append(journal, draft())
    assert parts(changed)[0]["kid"] == signer().kid
    assert parts(entry)[0]["kid"] == new.kid
    with pytest.raises(KeyUnavailableError):
        open_journal(database)
    assert open_journal(database, key=new).head() == journal.head()


def test_series_of_the_journal_itself_are_not_for_others(database: Database) -> None:
    with pytest.raises(MisuseError, match="series G"):
        Journal.open(
            database,
            chain="C1",
            signer=signer(),
            types={"a.done": TypeSpec(name="a.done", series="G")},
            clock=SetClock(),
            software="sotto",
        )


@pytest.mark.parametrize("chain", ["", "é", "C" * 33])
def test_a_chain_has_a_short_plain_name(database: Database, chain: str) -> None:
    with pytest.raises(MisuseError, match="chain"):
        open_journal(database, chain=chain)


def test_a_card_number_is_stored_cut_and_told(journal: Journal) -> None:
    (entry,) = append(journal, draft(data={"answer": "CB 4111111111111111"}))
    assert entry.data == {"answer": "CB 411111…1111"}
    assert "4111111111111111" not in unb64u(entry.jws.split(".")[1]).decode()
    notice = CardNumberRedacted("C1", 2, "order.line_added", "order/1", 1)
    assert journal.take_notices() == (notice,)
    assert journal.take_notices() == ()


def test_a_clock_set_back_is_told_once_and_stops_nothing(
    journal: Journal, clock: SetClock
) -> None:
    clock.move(60)
    (before,) = append(journal, draft())
    clock.move(-3600)
    (after,) = append(journal, draft())
    assert after.seq == before.seq + 1
    assert after.ts == "2026-11-20T11:11:00.000+01:00"
    assert after.hlc > before.hlc
    assert journal.take_notices() == (
        ClockBackward("C1", after.seq, before.ts, after.ts, 3600),
    )
    append(journal, draft())
    assert journal.take_notices() == ()


@pytest.mark.parametrize(("seconds", "told"), [(-2, 0), (-3, 1)])
def test_two_seconds_back_are_no_event(
    journal: Journal, clock: SetClock, seconds: int, told: int
) -> None:
    clock.move(seconds)
    append(journal, draft())
    assert len(journal.take_notices()) == told


def test_we_write_behind_a_chain_that_is_ahead_of_our_clock(
    database: Database,
) -> None:
    ahead = SetClock()
    ahead.move(86400)
    open_journal(database, chain="C2", clock=ahead)
    ours = SetClock()
    opened = open_journal(database, chain="C1", clock=ours)
    assert opened.head().hlc == hlc.stamp(hlc.milliseconds(ahead()), 1)
    assert opened.head().ts == ours().isoformat(timespec="milliseconds")


def test_stamps_of_one_append_are_in_order(journal: Journal) -> None:
    entries = append(journal, draft(), draft(), draft())
    stamps = [entry.hlc for entry in entries]
    assert stamps == sorted(set(stamps))


def test_a_clock_without_offset_is_a_bug(database: Database) -> None:
    clock = SetClock()
    clock.now = clock.now.replace(tzinfo=None)
    with pytest.raises(MisuseError, match="offset"):
        open_journal(database, clock=clock)


def test_subscribers_are_told_after_the_commit(
    journal: Journal, database: Database
) -> None:
    told: list[tuple[int, int]] = []

    def listen(entries: tuple[Entry, ...]) -> None:
        told.append((entries[-1].seq, journal.vector()["C1"]))

    unsubscribe = journal.subscribe(listen)
    append(journal, draft(), draft())
    unsubscribe()
    unsubscribe()
    append(journal, draft())
    assert told == [(3, 3)]


def test_subscribers_hear_in_order_even_if_one_appends(journal: Journal) -> None:
    heard: list[int] = []

    def echo(entries: tuple[Entry, ...]) -> None:
        if entries[0].type == "order.line_added":
            append(journal, draft("order.fired"))

    journal.subscribe(echo)
    journal.subscribe(lambda entries: heard.append(entries[0].seq))
    append(journal, draft())
    append(journal, draft())
    assert heard == [2, 3, 4, 5]


def test_a_failing_subscriber_is_logged_and_the_others_hear(
    journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[int] = []

    def fail(entries: tuple[Entry, ...]) -> None:
        raise RuntimeError("a window is gone")

    journal.subscribe(fail)
    journal.subscribe(lambda entries: heard.append(entries[0].seq))
    with caplog.at_level(logging.ERROR, "sotto.journal"):
        append(journal, draft())
    assert heard == [2]
    assert "a subscriber failed" in caplog.text
    caplog.clear()


def test_a_closed_journal_does_not_append(journal: Journal) -> None:
    journal.close()
    with pytest.raises(KeyUnavailableError):
        append(journal, draft())


def test_threads_append_without_gap(journal: Journal) -> None:
    def work() -> None:
        for _ in range(20):
            append(journal, draft("receipt.issued"), draft())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = list(journal.entries())
    assert [entry.seq for entry in entries] == list(range(1, 162))
    tickets = [entry.tseq for entry in entries if entry.type == "receipt.issued"]
    assert tickets == list(range(1, 81))


def test_holding_the_lock_keeps_others_out(journal: Journal) -> None:
    appended = threading.Event()

    def work() -> None:
        append(journal, draft())
        appended.set()

    with journal.lock:
        thread = threading.Thread(target=work)
        thread.start()
        (ours,) = append(journal, draft("order.fired"))
        assert not appended.is_set()
        assert journal.head().seq == ours.seq
    thread.join()
    assert journal.head().seq == ours.seq + 1
