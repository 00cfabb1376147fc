"""Personal data is sealed, and gone once the person is erased."""

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journal_kit import append, draft

from db.canonical import unb64u
from db.database import Database
from db.errors import PersonErasedError
from db.journal import Journal
from db.sealed import Sealer
from db.verify import verify

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_what_is_sealed_can_be_read_again(database: Database, text: str) -> None:
    sealer = Sealer(database)
    sealed = sealer.seal("p1", text)
    assert sealer.unseal("p1", sealed) == unicodedata.normalize("NFC", text)
    assert sealer.seal("p1", text) != sealed


def test_the_sealed_form_shows_nothing(journal: Journal, database: Database) -> None:
    sealed = Sealer(database).seal("p1", "Mme Lefèvre, 06 12 34 56 78")
    (entry,) = append(journal, draft(data={"guest": sealed}))
    body = unb64u(entry.jws.split(".")[1])
    assert b"Lef" not in body
    assert Sealer(database).unseal("p1", sealed) == "Mme Lefèvre, 06 12 34 56 78"


def test_a_person_s_text_cannot_be_passed_off_as_another_s(database: Database) -> None:
    sealer = Sealer(database)
    sealed = sealer.seal("p1", "secret")
    sealer.seal("p2", "x")
    assert sealer.unseal("p2", sealed) is None
    assert sealer.unseal("p3", sealed) is None


@pytest.mark.parametrize("sealed", ["", "s1.", "s1.AAAA", "s2.x", "s1.é", "clear text"])
def test_what_was_never_sealed_reads_as_nothing(
    database: Database, sealed: str
) -> None:
    sealer = Sealer(database)
    sealer.seal("p1", "x")
    assert sealer.unseal("p1", sealed) is None


def test_an_erased_person_is_gone_and_the_chain_verifies(
    journal: Journal, database: Database
) -> None:
    sealer = Sealer(database)
    sealed = sealer.seal("p1", "Mme Lefèvre")
    other = sealer.seal("p2", "M. Martin")
    append(journal, draft(data={"guest": sealed}))
    before = [entry.jws for entry in journal.entries()]
    sealer.erase("p1")
    assert sealer.unseal("p1", sealed) is None
    assert sealer.unseal("p2", other) == "M. Martin"
    assert [entry.jws for entry in journal.entries()] == before
    assert verify(database).exit_code == 0


def test_nothing_is_kept_about_an_erased_person_again(database: Database) -> None:
    sealer = Sealer(database)
    sealer.seal("p1", "x")
    for person in ("p1", "p1", "never seen"):
        sealer.erase(person)
        with pytest.raises(PersonErasedError):
            sealer.seal(person, "y")


@pytest.fixture
def elsewhere() -> Iterator[Sealer]:
    other = Database.open("sqlite://")
    yield Sealer(other)
    other.close()


def test_a_key_goes_along_to_another_terminal(
    database: Database, elsewhere: Sealer
) -> None:
    here = Sealer(database)
    sealed = here.seal("p1", "Mme Lefèvre")

    assert elsewhere.unseal("p1", sealed) is None
    elsewhere.take(here.keys(["p1", "p2"]))
    elsewhere.take(here.keys(["p1"]))

    assert elsewhere.unseal("p1", sealed) == "Mme Lefèvre"
    assert elsewhere.keys(["p1"]) == here.keys(["p1"])


def test_two_keys_of_one_person_are_both_kept(
    database: Database, elsewhere: Sealer
) -> None:
    here = Sealer(database)
    ours, theirs = here.seal("p1", "noix"), elsewhere.seal("p1", "lait")

    here.take(elsewhere.keys(["p1"]))
    elsewhere.take(here.keys(["p1"]))

    for sealer in (here, elsewhere):
        assert sealer.unseal("p1", ours) == "noix"
        assert sealer.unseal("p1", theirs) == "lait"
        assert sealer.unseal("p1", sealer.seal("p1", "œufs")) == "œufs"


def test_who_was_erased_stays_erased_whatever_another_terminal_sends(
    database: Database, elsewhere: Sealer
) -> None:
    here = Sealer(database)
    sealed = here.seal("p1", "Mme Lefèvre")
    keys = here.keys(["p1"])
    here.erase("p1")

    here.take(keys)

    assert here.unseal("p1", sealed) is None
    assert here.keys(["p1"]) == {}


def test_the_names_of_a_list_are_read_at_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Sealer(database)
    sealed = {who: first.seal(who, who) for who in ("client/1", "client/2", "order/1")}
    first.erase("client/1")
    sealer = Sealer(database)
    sealer.recall("client/")
    assert sealer.unseal("client/1", sealed["client/1"]) is None
    monkeypatch.setattr(database, "read", None)
    assert sealer.unseal("client/2", sealed["client/2"]) == "client/2"
    with pytest.raises(TypeError):
        sealer.unseal("order/1", sealed["order/1"])
