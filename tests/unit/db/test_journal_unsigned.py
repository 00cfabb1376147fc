"""A key that does not sign: sales go on, say so, and are sealed once it signs again."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
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
from tamper_kit import put, rewritten, stored, tamper
from test_journal_verify import errors

from db.database import Database
from db.entry import SEALED, UNSIGNED, Entry, digest
from db.errors import KeyUnavailableError, ServerAwayError
from db.exchange import batch
from db.journal import Journal
from db.shelf import Projection, Shelf
from db.verify import verify


class Token:
    """A key on something that somebody can pull out."""

    def __init__(self) -> None:
        self.out = False
        self.jwk: Mapping[str, str] = signer().jwk
        self.kid, self.certificate = signer().kid, signer().certificate

    def sign(self, signing_input: bytes) -> bytes:
        if self.out:
            raise KeyUnavailableError("pulled out")
        return signer().sign(signing_input)


@pytest.fixture
def token() -> Token:
    return Token()


@pytest.fixture
def journal(database: Database, token: Token) -> Journal:
    return open_journal(database, key=token)  # type: ignore[arg-type]


def five_sales_without(journal: Journal, token: Token) -> None:
    token.out = True
    for number in range(5):
        append(journal, draft("receipt.issued", f"order/{number}"), draft())


def test_five_sales_without_a_key_are_sealed_by_the_next_one_with_it(
    journal: Journal, database: Database, token: Token
) -> None:
    told = []
    journal.subscribe(told.extend)
    append(journal, draft("receipt.issued"))
    five_sales_without(journal, token)
    assert journal.unsigned is not None
    assert (journal.unsigned.first, journal.unsigned.count) == (3, 5)
    report = verify(database, types=TYPES)
    assert report.errors == ()
    assert [(f.code, f.seq) for f in report.warnings] == [("DEGRADED", 3)]

    token.out = False
    (sale,) = append(journal, draft("receipt.issued"))
    assert (sale.tseq, journal.unsigned) == (7, None)
    found = [e for e in journal.entries() if e.type in (UNSIGNED, SEALED)]
    assert [(e.type, e.seq, e.tseq, bool(e.jws.split(".")[2])) for e in found] == [
        (UNSIGNED, 3, 1, False),
        (SEALED, 14, 2, True),
    ]
    assert found[0].data == {"reason": "pulled out"}
    assert found[1].data == {"first": 3, "last": 13, "count": 5}
    assert [entry.seq for entry in told] == list(range(2, 16))
    report = verify(database, types=TYPES)
    assert report.errors == ()
    assert [(f.code, f.seq, f.detail) for f in report.warnings] == [
        ("DEGRADED", 3, "3-13")
    ]


def test_the_seal_waits_over_a_restart(
    journal: Journal, database: Database, token: Token
) -> None:
    five_sales_without(journal, token)
    again = open_journal(database, key=token)  # type: ignore[arg-type]
    assert again.unsigned == journal.unsigned
    token.out = False
    append(again, draft("receipt.issued"))
    assert errors(database, types=TYPES) == []


def test_a_seal_whose_answer_was_lost_is_written_once(
    journal: Journal, database: Database, token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Shelf.store

    def silent(shelf: Shelf, entries: Sequence[Entry], project: Projection) -> None:
        store(shelf, entries, project)
        raise ServerAwayError("no answer")

    five_sales_without(journal, token)
    token.out = False
    with monkeypatch.context() as patched:
        patched.setattr(Shelf, "store", silent)
        with pytest.raises(ServerAwayError):
            append(journal, draft("receipt.issued"))
    append(journal, draft("receipt.issued"))
    assert journal.unsigned is None
    assert [entry.type for entry in journal.entries()].count(SEALED) == 1
    assert errors(database, types=TYPES) == []


def test_other_terminals_get_them_once_they_are_sealed(
    journal: Journal, database: Database, token: Token
) -> None:
    append(journal, draft("receipt.issued"))
    five_sales_without(journal, token)
    assert [len(run) for run in batch(database, {}, 100).values()] == [2]
    token.out = False
    append(journal, draft())
    (run,) = batch(database, {}, 100).values()
    other = Database.open("sqlite://")
    theirs = open_journal(other, chain="C2", key=signer("C2"))
    taken = theirs.receive(
        run, trusts=lambda chain, jwk: jwk == dict(signer().jwk), project=nothing
    )
    assert len(taken) == len(run) == 15
    assert verify(other, types=TYPES).errors == ()
    other.close()


def test_what_nobody_sealed_is_no_entry_of_ours(
    journal: Journal, database: Database, token: Token
) -> None:
    """A forger without the key writes sales, and says that they wait for a seal."""
    for number in range(3):
        append(journal, draft("receipt.issued", f"order/{number}"))
    previous = stored(database, 2)
    for seq in (3, 4):
        jws = rewritten(
            stored(database, seq),
            lambda body: body.update(prev=digest(previous)),  # noqa: B023
            None,
        )
        previous = jws.rpartition(".")[0] + "."
        put(database, seq, previous)
    assert errors(database, types=TYPES) == [(3, "BAD_SIG"), (4, "BAD_SIG")]
    append(journal, draft("receipt.issued"))  # links to what it wrote itself
    assert (3, "BAD_SIG") in errors(database, types=TYPES)
    assert (5, "LINK_BROKEN") in errors(database, types=TYPES)


def test_a_sale_that_was_changed_before_the_seal_is_told(
    journal: Journal, database: Database, token: Token
) -> None:
    five_sales_without(journal, token)
    token.out = False
    append(journal, draft())

    def less(body: dict[str, object]) -> None:
        body["op"] = "nobody"

    put(database, 5, rewritten(stored(database, 5), less, None))
    assert errors(database, types=TYPES) == [(6, "LINK_BROKEN")]
    tamper(database, "DELETE FROM journal WHERE seq = 5")
    assert (6, "SEQ_GAP") in errors(database, types=TYPES)


def test_a_chain_is_not_begun_without_a_key(database: Database, token: Token) -> None:
    token.out = True
    with pytest.raises(KeyUnavailableError):
        open_journal(database, key=token)  # type: ignore[arg-type]


def test_the_entry_after_a_changed_one_links_to_what_was_signed(
    tmp_path: Path,
) -> None:
    """So that terminals which have the right one can take what follows."""
    path, head = tmp_path / "a.db", tmp_path / "C1.head"
    database = Database.open(path)
    journal = open_journal(database, witness=head)
    (sale,) = append(journal, draft("receipt.issued", data={"ttc": 6930}))
    journal.close()
    jws = rewritten(sale.jws, lambda body: body.update(data={"ttc": 1}), None)
    put(database, 2, jws)
    again = open_journal(database, witness=head)
    (following,) = append(again, draft("receipt.issued"))
    assert following.prev == sale.hash
    assert errors(database) == [(2, "BAD_SIG"), (3, "LINK_BROKEN")]
    again.close()
    database.close()


def test_a_key_that_was_lost_is_followed_by_one_in_a_new_segment(
    journal: Journal, database: Database
) -> None:
    append(journal, draft("receipt.issued"))
    new = signer("new")
    journal.use(new)
    opened = draft(
        "journal.segment_opened", "journal/C1", {"jwk": dict(new.jwk), "code": "lost"}
    )
    append(journal, opened, bday=BDAY)
    append(journal, draft("receipt.issued"))
    report = verify(database, types=TYPES)
    assert (report.errors, [f.code for f in report.warnings]) == ((), ["SEGMENT"])
    assert open_journal(database, key=new, clock=SetClock()).head().seq == 4

    (run,) = batch(database, {}, 100).values()
    other = Database.open("sqlite://")
    theirs = open_journal(other, chain="C2", key=signer("C2"))
    old = dict(signer().jwk)
    theirs.receive(run[:2], trusts=lambda _, jwk: jwk == old, project=nothing)
    with pytest.raises(Exception, match="KID_UNKNOWN"):
        theirs.receive(run[2:], trusts=lambda _, jwk: jwk == old, project=nothing)
    both = (old, dict(new.jwk))
    theirs.receive(run[2:], trusts=lambda _, jwk: jwk in both, project=nothing)
    assert theirs.vector() == {"C1": 4, "C2": 1}
    other.close()
