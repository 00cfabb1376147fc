"""Every attack on the chain is told, with the code the specification names."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy
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
from tamper_kit import put, rewritten, stored, tamper

from db import rebuild
from db.database import Database
from db.entry import Head, digest
from db.findings import Finding
from db.journal import Journal
from db.verify import recent, verify


@pytest.fixture
def five(database: Database, journal: Journal) -> Journal:
    """The five records of the specification's examples."""
    append(journal, draft("technical.noted", "till/C1"))
    append(journal, draft("receipt.issued", "order/1", {"ttc": 6930}))
    append(journal, draft("receipt.issued", "order/2", {"ttc": 2110}))
    append(journal, draft("receipt.duplicated", "order/2"))
    return journal


def errors(database: Database, **options: object) -> list[tuple[int, str]]:
    report = verify(database, **options)  # type: ignore[arg-type]
    return [(finding.seq, finding.code) for finding in report.errors]


def one_cent_less(body: dict[str, object]) -> None:
    data = body["data"]
    assert isinstance(data, dict)
    data["ttc"] -= 1


def test_a_sound_journal_has_nothing_to_say(five: Journal, database: Database) -> None:
    report = verify(database, types=TYPES, witness=[five.head()])
    assert report.to_json() == {
        "entries": 5,
        "chains": {"C1": {"head": five.head().hash, "length": 5}},
        "errors": [],
        "warnings": [],
    }
    assert report.exit_code == 0


def test_one_cent_less(five: Journal, database: Database) -> None:
    put(database, 4, rewritten(stored(database, 4), one_cent_less, None))
    assert errors(database) == [(4, "BAD_SIG"), (5, "LINK_BROKEN")]
    assert errors(database, types=TYPES) == [(4, "BAD_SIG"), (5, "LINK_BROKEN")]
    assert verify(database).exit_code == 2


def test_one_cent_less_and_the_hash_forgotten(
    five: Journal, database: Database
) -> None:
    jws = rewritten(stored(database, 4), one_cent_less, None)
    tamper(database, "UPDATE journal SET jws = :jws WHERE seq = 4", jws=jws)
    assert errors(database) == [(4, "BAD_SIG"), (5, "LINK_BROKEN")]


def test_a_record_deleted(five: Journal, database: Database) -> None:
    tamper(database, "DELETE FROM journal WHERE seq = 4")
    assert errors(database) == [(5, "SEQ_GAP"), (5, "LINK_BROKEN")]


def test_a_record_signed_again_with_a_foreign_key(
    five: Journal, database: Database
) -> None:
    jws = rewritten(stored(database, 4), one_cent_less, signer("foreign"))
    put(database, 4, jws)
    assert errors(database) == [(4, "KID_UNKNOWN"), (5, "LINK_BROKEN")]


def test_the_last_record_removed_with_a_witness(
    five: Journal, database: Database
) -> None:
    head = five.head()
    tamper(database, "DELETE FROM journal WHERE seq = 5")
    assert errors(database, witness=[head]) == [(5, "TRUNCATED")]


def test_the_tail_rewritten_with_the_real_key_and_a_witness(
    five: Journal, database: Database
) -> None:
    head = five.head()
    jws = rewritten(
        stored(database, 5), lambda body: body.update(op="nobody"), signer()
    )
    put(database, 5, jws)
    assert errors(database, witness=[head]) == [(5, "FORK")]


def test_without_a_witness_these_two_stay_unseen(
    five: Journal, database: Database
) -> None:
    """The honest limit, and the reason for head files, hubs and paper."""
    jws = rewritten(
        stored(database, 5), lambda body: body.update(op="nobody"), signer()
    )
    put(database, 5, jws)
    assert errors(database) == []
    tamper(database, "DELETE FROM journal WHERE seq = 5")
    assert errors(database) == []


def test_the_first_record_deleted(five: Journal, database: Database) -> None:
    tamper(database, "DELETE FROM journal WHERE seq = 1")
    assert errors(database) == [
        (1, "GENESIS_MISSING"),
        (2, "SEQ_GAP"),
        (2, "LINK_BROKEN"),
    ]


def test_the_key_in_the_first_record_replaced(
    five: Journal, database: Database
) -> None:
    jws = rewritten(
        stored(database, 1),
        lambda body: body.update(data={"jwk": dict(signer("foreign").jwk)}),
        signer("foreign"),
    )
    put(database, 1, jws)
    assert errors(database) == [
        (2, "LINK_BROKEN"),
        (2, "KID_UNKNOWN"),
        (3, "KID_UNKNOWN"),
        (4, "KID_UNKNOWN"),
        (5, "KID_UNKNOWN"),
    ]


def test_a_signature_stripped_from_a_fiscal_record(
    five: Journal, database: Database
) -> None:
    """The whole tail rewritten without any key: the rule of the types sees it."""
    previous = stored(database, 3)
    for seq in (4, 5):
        jws = rewritten(
            stored(database, seq),
            lambda body: body.update(prev=digest(previous)),  # noqa: B023
            None,
        )
        previous = jws.rpartition(".")[0] + "."
        put(database, seq, previous)
    assert errors(database) == [(5, "BAD_SIG")]
    assert errors(database, types=TYPES) == [(4, "BAD_SIG"), (5, "BAD_SIG")]


def test_an_unsigned_record_changed(journal: Journal, database: Database) -> None:
    append(journal, draft(data={"ttc": 1}), draft("order.fired"))
    put(database, 2, rewritten(stored(database, 2), one_cent_less, None))
    assert errors(database) == [(3, "LINK_BROKEN")]


def test_a_number_skipped_in_a_series(five: Journal, database: Database) -> None:
    jws = rewritten(stored(database, 5), lambda body: body.update(tseq=2), signer())
    put(database, 5, jws)
    tamper(database, "UPDATE journal SET tseq = 2 WHERE seq = 5")
    assert errors(database) == [(5, "TSEQ_GAP")]


def test_a_number_used_twice_across_types_of_a_series(
    five: Journal, database: Database
) -> None:
    """The index would refuse it in the columns, so they are made to differ as well."""
    append(five, draft("receipt.refunded"))
    jws = rewritten(stored(database, 6), lambda body: body.update(tseq=2), signer())
    put(database, 6, jws)
    assert errors(database) == [(6, "TSEQ_GAP")]


@pytest.mark.parametrize(
    "assignment",
    [
        "stream = 'order/9'",
        "ts = '2026-11-20T12:11:00.000+01:00'",
        "bday = '2026-11-19'",
        "type = 'receipt.refunded'",
        "series = 'X'",
        "series = NULL",
        "tseq = 7",
        "hash = 'x'",
        "hash = x'00'",
        "stream = 7",
    ],
)
def test_a_column_that_differs_from_the_signed_body(
    five: Journal, database: Database, assignment: str
) -> None:
    tamper(database, f"UPDATE journal SET {assignment} WHERE seq = 5")
    report = verify(database, types=TYPES)
    assert ("C1", 5, "journal") in [(f.chain, f.seq, f.table) for f in report.errors]


@pytest.mark.parametrize("assignment", ["tseq = 7", "series = NULL", "bday = ''"])
def test_such_a_column_is_seen_without_the_types_too(
    five: Journal, database: Database, assignment: str
) -> None:
    tamper(database, f"UPDATE journal SET {assignment} WHERE seq = 5")
    assert verify(database).exit_code == 2


def test_a_record_moved_to_another_chain(five: Journal, database: Database) -> None:
    tamper(database, "UPDATE journal SET chain = 'C9' WHERE seq = 4")
    found = {(f.chain, f.code) for f in verify(database).errors}
    assert ("C1", "SEQ_GAP") in found
    assert ("C9", "GENESIS_MISSING") in found


def test_keys_that_are_not_even_numbers(five: Journal, database: Database) -> None:
    tamper(database, "UPDATE journal SET seq = 'five' WHERE seq = 5")
    (finding,) = verify(database).errors
    assert (finding.code, finding.table) == ("PROJECTION_DIFF", "journal")


@pytest.mark.parametrize("garbage", ["", "x", "a.b", "a.b.c", "....", "é.é.é"])
def test_a_stored_form_that_is_none(
    five: Journal, database: Database, garbage: str
) -> None:
    put(database, 4, garbage)
    assert (4, "BAD_JWS") in errors(database)
    assert (5, "LINK_BROKEN") in errors(database)


def test_every_character_of_a_stored_form_counts(
    five: Journal, database: Database
) -> None:
    """Header, body, signature, dots: one flipped bit in any of them is told."""
    jws = stored(database, 4)
    silent = []
    for place in range(len(jws)):
        broken = jws[:place] + chr(ord(jws[place]) ^ 1) + jws[place + 1 :]
        put(database, 4, broken)
        if not errors(database):
            silent.append(place)
    assert not silent


def test_every_character_of_the_last_signature_counts(
    five: Journal, database: Database
) -> None:
    jws = stored(database, 5)
    for place in range(len(jws) - 86, len(jws)):
        put(database, 5, jws[:place] + chr(ord(jws[place]) ^ 1) + jws[place + 1 :])
        assert errors(database), place


def test_a_planned_change_of_key_verifies(five: Journal, database: Database) -> None:
    five.change_key(signer("new"), reason="yearly", bday=BDAY, project=nothing)
    append(five, draft("receipt.issued"), draft())
    assert verify(database, types=TYPES).exit_code == 0


def test_the_old_key_signs_no_more_after_a_change(
    five: Journal, database: Database
) -> None:
    five.change_key(signer("new"), reason="yearly", bday=BDAY, project=nothing)
    append(five, draft("receipt.issued"))
    put(database, 7, rewritten(stored(database, 7), lambda _: None, signer()))
    assert errors(database) == [(7, "KID_UNKNOWN")]


def test_unusual_entries_are_as_sound_as_plain_ones(
    journal: Journal, database: Database, clock: SetClock
) -> None:
    """What the quick reader does not know goes to the careful one."""
    approved = replace(draft("receipt.issued"), appr="u2")
    quoted = replace(draft("receipt.issued", 'order/"é\\1'), op='u"1')
    append(journal, approved, quoted, draft(data={}), draft("order.fired"))
    long = {"hlc": "x", "deep": {"prev": "y", "data": {"hlc": '","op":"'}}}
    append(journal, draft(data=long))  # type: ignore[arg-type]
    append(journal, replace(draft(), version=12), replace(draft(), version=2))
    clock.now = clock.now.astimezone(tz=None)
    append(journal, draft())
    report = verify(database, types=TYPES)
    assert (report.errors, report.entries) == ((), 9)


def test_a_clock_set_back_is_a_warning(
    journal: Journal, database: Database, clock: SetClock
) -> None:
    clock.move(-3600)
    append(journal, draft())
    report = verify(database)
    assert [(f.seq, f.code) for f in report.warnings] == [(2, "TS_BACKWARD")]
    assert report.exit_code == 1


def test_a_new_segment_is_a_warning(journal: Journal, database: Database) -> None:
    append(journal, draft("journal.segment_opened", "journal/C1"))
    assert [f.code for f in verify(database).warnings] == ["SEGMENT"]


def test_a_witness_that_is_not_there_is_a_warning(
    five: Journal, database: Database, tmp_path: Path
) -> None:
    report = verify(database, witness=[tmp_path / "C1.head"])
    assert [f.code for f in report.warnings] == ["WITNESS_UNREACHABLE"]


def test_a_witness_of_the_middle_still_witnesses(
    five: Journal, database: Database
) -> None:
    assert errors(database, witness=[Head("C1", 3, digest(stored(database, 3)))]) == []
    assert errors(database, witness=[Head("C1", 3, "x")]) == [(3, "FORK")]
    assert errors(database, witness=[Head("C7", 3, "x")]) == [(1, "TRUNCATED")]


def test_only_recent_entries_can_be_checked(five: Journal, database: Database) -> None:
    put(database, 2, rewritten(stored(database, 2), lambda _: None, signer("foreign")))
    since = recent(database, 2)
    assert since == {"C1": 3}
    report = verify(database, since=since, types=TYPES)
    assert (report.entries, report.errors) == (2, ())
    assert report.chains["C1"].length == 5
    assert verify(database, since=recent(database, 3)).exit_code == 2
    assert verify(database, since=five.vector()).exit_code == 0


def test_a_journal_torn_in_thousands_of_places_is_told_briefly(
    journal: Journal, database: Database
) -> None:
    append(journal, *[draft() for _ in range(1500)])
    tamper(database, "UPDATE journal SET bday = '2020-01-01' WHERE seq > 1")
    report = verify(database)
    assert len(report.errors) == 1000
    assert report.errors[0].seq == 2


def test_the_app_adds_what_only_it_can_know(five: Journal, database: Database) -> None:
    def deep(checked: Database) -> list[Finding]:
        assert checked is database
        return [Finding("TOTAL_DIFF", "C1", 4), Finding("DEGRADED", "C1", 3)]

    report = verify(database, deep=deep)
    assert [f.to_json() for f in report.errors] == [
        {"code": "TOTAL_DIFF", "chain": "C1", "seq": 4}
    ]
    assert [f.code for f in report.warnings] == ["DEGRADED"]


def test_a_read_table_that_differs_is_named(five: Journal, database: Database) -> None:
    with database.write() as connection:
        tally.create(connection)
    tables = [tally]
    rebuild.rebuild(database, tables=tables, project=count_streams)

    def deep(checked: Database) -> object:
        return rebuild.compare(checked, tables=tables, project=count_streams)

    assert errors(database, deep=deep) == []
    for change in (
        "UPDATE test_tally SET entries = 9 WHERE stream = 'order/2'",
        "DELETE FROM test_tally WHERE stream = 'order/2'",
        "INSERT INTO test_tally VALUES ('order/9', 1, 1)",
    ):
        rebuild.rebuild(database, tables=tables, project=count_streams)
        with database.write() as connection:
            connection.exec_driver_sql(change)
        (finding,) = verify(database, deep=deep).errors  # type: ignore[arg-type]
        assert (finding.code, finding.table) == ("PROJECTION_DIFF", "test_tally")
        assert finding.detail in change


def test_rebuilding_gives_what_appending_wrote(database: Database) -> None:
    with database.write() as connection:
        tally.create(connection)
    journal = open_journal(database)
    for number in range(30):
        drafts = [draft(stream=f"order/{number % 4}"), draft(stream="till/C1")]
        journal.append(drafts, bday=BDAY, project=count_streams)

    def rows() -> list[tuple[object, ...]]:
        with database.read() as connection:
            found = connection.execute(tally.select().order_by(tally.c.stream))
            return [tuple(row) for row in found if row.stream != "journal/C1"]

    before = rows()
    told: list[int] = []
    folded = rebuild.rebuild(
        database, tables=[tally], project=count_streams, progress=told.append
    )
    assert folded == 61
    assert told[-1] == 61
    assert rows() == before


def test_a_rebuild_that_fails_leaves_the_tables_as_they_were(
    five: Journal, database: Database
) -> None:
    with database.write() as connection:
        tally.create(connection)
    rebuild.rebuild(database, tables=[tally], project=count_streams)

    def fail(connection: sqlalchemy.Connection, entries: object) -> None:
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        rebuild.rebuild(database, tables=[tally], project=fail)
    with database.read() as connection:
        assert connection.exec_driver_sql(
            "SELECT count(*) FROM test_tally"
        ).scalar_one()


def test_the_last_signature_alone_covers_what_was_changed(
    five: Journal, database: Database
) -> None:
    assert errors(database, types=TYPES, ends_only=True) == []
    changed = rewritten(stored(database, 4), one_cent_less, None)
    put(database, 4, changed)
    assert (5, "LINK_BROKEN") in errors(database, types=TYPES, ends_only=True)


def test_the_last_signature_alone_is_checked_of_what_a_manager_approved_too(
    five: Journal, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        append(five, replace(draft("receipt.duplicated", "order/2"), appr="m1"))
    checked: list[bytes] = []

    def verifies(key: object, signed: bytes, signature: bytes) -> bool:
        checked.append(signature)
        return True

    monkeypatch.setattr("db.checking._verifies", verifies)
    assert errors(database, types=TYPES, ends_only=True) == []
    assert len(checked) == 1


def test_a_last_signature_that_is_wrong_is_told_where_it_stands_alone(
    five: Journal, database: Database
) -> None:
    put(database, 5, rewritten(stored(database, 5), lambda body: None, signer("other")))
    found = errors(database, types=TYPES, ends_only=True)
    assert found == [(5, "KID_UNKNOWN")]
    last = rewritten(stored(database, 4), lambda body: body.update(op="x"), None)
    put(database, 5, last)
    assert errors(database, types=TYPES, ends_only=True)
