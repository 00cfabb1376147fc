"""Whoever noted where a chain ended tells of what was put back, cut off or rewritten."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fiscal_kit import close, open_next, sell
from gui_kit import FixedClock, demo_house
from hub_kit import Machine, pair_of_machines, soon
from tamper_kit import put, rewritten, stored, tamper

from app.bootstrap import Opened, open_house
from app.caretaker import Caretaker
from app.cli.main import main
from app.domain.integrity import HeadNoted, WitnessNoted
from app.domain.rules import SetSetting
from app.domain.settings import EventRecorded
from app.domain.till.decide import OpenTill
from app.fiscal.checking import rebuild_profile
from app.fiscal.witnesses import Notary, noted, witness_words, witnesses
from app.services.facts import facts_of
from app.services.house import Actor
from app.services.ports import NotToldError
from db.profile import Profile
from db.verify import verify


class Mails:
    """A mail server's side of it."""

    def __init__(self, *, works: bool = True) -> None:
        self.works, self.sent = works, list[tuple[str, str]]()

    def channels(self) -> frozenset[str]:
        return frozenset({"email"})

    def set_up(self, channel: str, account: object) -> None: ...

    def tell(self, channel: str, to: str, subject: str, text: str) -> None:
        if not self.works:
            raise NotToldError("smtp 550")
        self.sent.append((to, text))


def events(opened: Opened, code: str) -> list[str]:
    told = facts_of(opened.house.journal.entries(stream="jet"))
    found = [f.event for f in told if isinstance(f.event, EventRecorded)]
    return [event.detail for event in found if event.code == code]


def note(opened: Opened) -> None:
    """Somebody else's note of our end, as it lies in our database once it has come."""
    head = opened.house.journal.head()
    told = HeadNoted(chain=head.chain, seq=head.seq, hash=head.hash)
    opened.house.record([WitnessNoted(terminal="C1", heads=(told,))])


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    with pair_of_machines(tmp_path) as machines:
        yield machines


def test_the_hub_notes_all_ends_and_the_terminals_note_the_hubs(
    pair: tuple[Machine, Machine],
) -> None:
    one, two = pair
    clock = FixedClock()
    one.house.clock = two.house.clock = clock
    notaries = [each.ask(lambda each=each: Notary(each.house)) for each in pair]
    two.links()
    soon(lambda: one.vector == two.vector)
    two.do(OpenTill(coins=()))
    soon(lambda: one.vector == two.vector)
    for _ in range(2):
        one.ask(notaries[0].look)
        clock.forward(minutes=16)
    one.ask(notaries[0].look)
    soon(lambda: one.vector == two.vector)
    two.ask(notaries[1].look)
    soon(lambda: one.vector == two.vector)
    found = {(who, head.chain) for who, _, head in noted(two.house.database)}
    assert found == {("C1", "C2"), ("C2", "C1")}
    # Nothing new: nothing is noted again, and an answer is not answered.
    before = one.house.journal.vector()
    clock.forward(minutes=16)
    one.ask(notaries[0].look)
    entries = list(one.house.journal.entries(types=["witness.noted"], after=before))
    assert len(entries) == 1  # the terminal's answer was new
    soon(lambda: one.vector == two.vector)
    own = two.opened.profile.witness("C2")
    seen = {w.name: w.agrees for w in witnesses(two.house.database, own, "C2")}
    assert seen == {"head_file": True, "C1": True}


@pytest.mark.parametrize("attack", ["cut", "rewritten"])
def test_what_somebody_noted_cannot_be_cut_or_rewritten(
    tmp_path: Path, attack: str
) -> None:
    """With the real key and without the head file, as the owner of the machine could."""
    folder = tmp_path / "profile"
    with demo_house(folder, FixedClock()) as opened:
        sell(opened)
        head = opened.house.journal.head()
        database, key = opened.database, opened.signer
        assert verify(database, witness=[head]).errors == ()
        if attack == "cut":
            tamper(database, "DELETE FROM journal WHERE seq = :seq", seq=head.seq)
            code = "TRUNCATED"
        else:
            jws = stored(database, head.seq)
            put(
                database,
                head.seq,
                rewritten(jws, lambda body: body.update(op="x"), key),
            )
            code = "FORK"
        (found,) = verify(database, witness=[head]).errors
        assert (found.code, found.seq) == (code, head.seq)
    witness = f"sotto:C1:{head.seq}:{head.hash}"
    opened.profile.witness("C1").unlink()
    rebuild_profile(opened.profile)
    quiet = ["fiscal", "verify", "--profile", str(folder)]
    assert main(quiet) == 1  # the missing head file is all that is seen
    assert main([*quiet, "--witness", witness]) == 2


def test_a_note_in_the_journal_is_compared_at_each_start(tmp_path: Path) -> None:
    folder, clock = tmp_path / "profile", FixedClock()
    with demo_house(folder, clock) as opened:
        sell(opened)
        note(opened)
        seq, key = opened.house.journal.head().seq - 1, opened.signer
        jws = stored(opened.database, seq)
        new = rewritten(jws, lambda body: body.update(op="x"), key)
        put(opened.database, seq, new)
    with open_house(Profile(folder), clock=clock) as opened:
        caretaker = Caretaker(opened)
        caretaker.start()
        caretaker.stop()
        (detail, *_) = events(opened, "VERIFY_FAILED")
        assert f"C1 {seq} FORK" in detail


def test_the_start_says_which_witnesses_were_reached(tmp_path: Path) -> None:
    folder, clock = tmp_path / "profile", FixedClock()
    with demo_house(folder, clock) as opened:
        sell(opened)
        close(opened)
    with open_house(Profile(folder), clock=clock) as opened:
        caretaker = Caretaker(opened)
        caretaker.start()
        caretaker.stop()
        detail = events(opened, "VERIFY_OK")[-1]
        assert "note de cette caisse : C1 n°" in detail
        assert "Z imprimé : C1 n°" in detail


@pytest.mark.parametrize("works", [True, False])
def test_the_end_is_mailed_after_a_closing(tmp_path: Path, works: bool) -> None:
    clock, mails = FixedClock(), Mails(works=works)
    with demo_house(tmp_path / "profile", clock) as opened:
        to = "owner@example.test books@example.test"
        opened.house.run(SetSetting(key="witness.mail", value=to), Actor("marc"))
        caretaker = Caretaker(opened, notifier=lambda: mails)
        sell(opened)
        close(opened)
        while caretaker.busy:
            caretaker.look()
        caretaker.stop()
        if not works:
            assert events(opened, "WITNESS_UNREACHABLE") == ["mail: smtp 550"]
            return
        assert [to for to, _ in mails.sent] == to.split()
        (detail,) = events(opened, "WITNESS_MAILED")
        chain, seq, hash_ = detail.split()[0].split(":")
        assert f"sotto:{chain}:{seq}:{hash_}" in mails.sent[0][1]
        assert opened.house.journal.head("C1").seq > int(seq)
        own = opened.profile.witness("C1")
        found = witnesses(opened.database, own, "C1")
        assert {w.name for w in found if w.agrees} == {"head_file", "paper", "mail"}
        words = [witness_words(w, clock()) for w in found]
        assert any(line.startswith("courriel : C1 n°") for line in words)


def test_the_status_lists_witnesses_with_their_age(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, clock = tmp_path / "profile", FixedClock()
    with demo_house(folder, clock) as opened:
        sell(opened)
        close(opened)
        open_next(opened, clock)
    assert main(["fiscal", "status", "--profile", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "note de cette caisse : C1 n°" in out
    assert "Z imprimé" in out
    assert main(["fiscal", "status", "--json", "--profile", str(folder)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [w["name"] for w in told["witnesses"]] == ["head_file", "paper"]
    assert all(w["agrees"] for w in told["witnesses"])
