"""The spool file: what it promises between two states, and after a bad end."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from unit.hardware.printers.print_shop import ticket

from hardware.printers.document import Document, Kick, Text
from hardware.printers.jobs import Job, State
from hardware.printers.spool import DRAWER_TTL_S, Spool, SpoolError

KICK = Document("drawer", (Kick(),), "Léa")


class Clock:
    """A wall clock that tests move, back too."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def spool(tmp_path: Path, clock: Clock) -> Iterator[Spool]:
    opened = Spool(tmp_path / "spool" / "spool.db", clock)
    yield opened
    opened.close()


def job_in(spool: Spool, state: State, key: str = "k", number: int = 1) -> Job:
    """A kitchen job brought to a state by the ways that lead there."""
    job, _ = spool.submit("chaud", key, ticket(number))
    if state == "queued":
        return job
    if state == "dropped":
        spool.drop(job.id, "given up")
        return spool.job(job.id)
    token = spool.begin(job, f"digest of {key}")
    assert token is not None
    if state == "sent":
        spool.sent(job)
    elif state == "unknown":
        spool.lose_sight(job, "no answer")
    elif state == "printed":
        spool.sent(job)
        spool.acknowledge(token, "printer")
    return spool.job(job.id)


def test_a_key_is_taken_once(spool: Spool) -> None:
    first, fresh = spool.submit("chaud", "k", ticket(1))
    again, stale = spool.submit("bar", "k", ticket(2))
    assert (fresh, stale) == (True, False)
    assert again == first
    assert spool.document(first.id) == ticket(1)


def test_jobs_are_listed_by_printer_and_state(spool: Spool) -> None:
    for key, state in (("a", "printed"), ("b", "unknown"), ("c", "queued")):
        job_in(spool, state, key)  # type: ignore[arg-type]
    spool.submit("bar", "d", ticket(4))
    assert [job.key for job in spool.jobs()] == ["a", "b", "c", "d"]
    assert [job.key for job in spool.jobs("bar")] == ["d"]
    assert [job.key for job in spool.jobs(states=("unknown", "queued"))] == [
        "b",
        "c",
        "d",
    ]
    with pytest.raises(LookupError):
        spool.job(99)
    with pytest.raises(LookupError):
        spool.document(99)


@pytest.mark.parametrize(
    ("state", "way", "allowed"),
    [
        ("queued", "sent", False),
        ("queued", "lose_sight", False),
        ("sending", "sent", True),
        ("sending", "take_back", True),
        ("sending", "lose_sight", True),
        ("sending", "confirm", True),
        ("sent", "take_back", False),
        ("sent", "lose_sight", True),
        ("unknown", "confirm", True),
        ("unknown", "drop", True),
        ("unknown", "sent", False),
        ("printed", "drop", False),
        ("printed", "lose_sight", False),
        ("printed", "take_back", False),
        ("dropped", "confirm", False),
    ],
)
def test_only_the_drawn_ways_lead_from_state_to_state(
    spool: Spool, state: State, way: str, *, allowed: bool
) -> None:
    job = job_in(spool, state)
    arguments = ["why"] if way in ("lose_sight", "take_back", "drop") else []
    which = job.id if way in ("confirm", "drop") else job
    changed = getattr(spool, way)(which, *arguments)
    assert (changed is not None) == allowed
    assert allowed or spool.job(job.id).state == state


def test_a_job_being_sent_cannot_be_begun_twice(spool: Spool) -> None:
    job, _ = spool.submit("chaud", "k", ticket(1))
    assert spool.begin(job, "d") is not None
    assert spool.begin(job, "d") is None


def test_a_job_moved_away_meanwhile_is_not_begun_here(spool: Spool) -> None:
    job, _ = spool.submit("chaud", "k", ticket(1))
    spool.divert("chaud", "bar")
    assert spool.begin(job, "d") is None


def test_what_was_being_sent_is_unknown_after_a_restart(
    tmp_path: Path, clock: Clock
) -> None:
    spool = Spool(tmp_path / "s.db", clock)
    sending, sent = job_in(spool, "sending", "a"), job_in(spool, "sent", "b")
    queued = job_in(spool, "queued", "c")
    kick, _ = spool.submit("chaud", "kick", KICK)
    spool.close()
    again = Spool(tmp_path / "s.db", clock)
    states = [again.job(job.id).state for job in (sending, sent, queued, kick)]
    assert states == ["unknown", "unknown", "queued", "dropped"]
    assert again.torn == {"chaud"}
    again.close()


def test_a_drawer_of_which_nobody_is_sure_is_given_up(spool: Spool) -> None:
    job, _ = spool.submit("chaud", "kick", KICK)
    spool.begin(job, "")
    dropped = spool.lose_sight(job, "no answer")
    assert dropped is not None
    assert dropped.state == "dropped"


@pytest.mark.parametrize("step", [DRAWER_TTL_S + 0.1, -3600.0])
def test_a_drawer_that_waited_stays_shut_even_if_the_clock_jumps_back(
    spool: Spool, clock: Clock, step: float
) -> None:
    spool.submit("chaud", "kick", KICK)
    assert spool.expire_drawers("chaud") == []
    clock.now += step
    assert [job.state for job in spool.expire_drawers("chaud")] == ["dropped"]


def test_unknown_kitchen_tickets_come_again_marked_and_others_do_not(
    spool: Spool, clock: Clock
) -> None:
    dish = job_in(spool, "unknown", "dish")
    bill, _ = spool.submit("chaud", "bill", ticket(2, "receipt"))
    spool.begin(bill, "d")
    spool.lose_sight(bill, "no answer")
    assert spool.requeue_unknown("chaud", 5.0) == []
    clock.now += 5
    (again,) = spool.requeue_unknown("chaud", 5.0)
    assert (again.id, again.state, again.copies) == (dish.id, "queued", 1)
    assert spool.job(bill.id).state == "unknown"


def test_a_ticket_that_no_printer_ever_confirms_ends_with_a_person(
    spool: Spool, clock: Clock
) -> None:
    job = job_in(spool, "unknown", "dish")
    copies = 0
    while again := spool.requeue_unknown("chaud", 0.0):
        (job,) = again
        copies += 1
        assert copies < 10
        spool.begin(job, "d")
        spool.lose_sight(job, "no answer")
    assert copies == 3
    assert spool.job(job.id).state == "unknown"
    assert spool.reprint(job.id, marked=True)


def test_a_late_answer_calls_the_reprint_off(spool: Spool, clock: Clock) -> None:
    job, _ = spool.submit("chaud", "k", ticket(1))
    token = spool.begin(job, "d")
    assert token is not None
    spool.lose_sight(job, "no answer")
    clock.now += 5
    spool.requeue_unknown("chaud", 5.0)
    settled = spool.acknowledge(token, "printer")
    assert settled is not None
    assert settled.state == "printed"
    assert spool.next_job("chaud") is None
    assert spool.acknowledge(12345, "printer") is None


def test_failover_moves_what_waits_and_only_that(spool: Spool) -> None:
    waiting = job_in(spool, "queued", "a")
    unknown = job_in(spool, "unknown", "b")
    spool.submit("chaud", "kick", KICK)
    assert [job.id for job in spool.divert("chaud", "bar")] == [waiting.id]
    assert spool.job(unknown.id).printer == "chaud"
    assert [job.key for job in spool.jobs("chaud", ("queued",))] == ["kick"]
    (home,) = spool.recall("chaud")
    assert (home.printer, home.moved) == ("chaud", "")


def test_what_a_person_moved_stays_there(spool: Spool) -> None:
    job = job_in(spool, "queued")
    moved = spool.move(job.id, "bar")
    assert moved is not None
    assert (moved.printer, moved.origin, moved.copies) == ("bar", "chaud", 0)
    assert spool.recall("chaud") == []
    spool.divert("bar", "cave")
    assert spool.recall("chaud") == []
    assert spool.job(job.id).printer == "cave"


def test_an_unknown_job_moves_marked_and_a_printed_one_does_not(spool: Spool) -> None:
    unknown = spool.move(job_in(spool, "unknown", "a").id, "bar")
    assert unknown is not None
    assert (unknown.state, unknown.copies) == ("queued", 1)
    assert spool.move(job_in(spool, "printed", "b").id, "bar") is None


def test_what_is_half_sent_moves_marked_and_the_first_send_says_no_more(
    spool: Spool,
) -> None:
    for state in ("sending", "sent"):
        begun = job_in(spool, state, state)  # type: ignore[arg-type]
        moved = spool.move(begun.id, "bar")
        assert moved is not None
        assert (moved.printer, moved.state, moved.copies) == ("bar", "queued", 1)
        assert spool.begin(moved, "d") is not None
        assert spool.sent(begun) is None
        assert spool.lose_sight(begun, "no answer") is None
        assert spool.job(begun.id).state == "sending"


def test_a_finished_job_is_reprinted_as_a_new_one(spool: Spool) -> None:
    job = job_in(spool, "printed")
    copy = spool.reprint(job.id, marked=True)
    assert copy is not None
    assert (copy.key, copy.copies, copy.state) == ("k#1", 1, "queued")
    third = spool.reprint(job.id, marked=False)
    assert third is not None
    assert (third.key, third.copies) == ("k#2", 0)
    assert spool.document(copy.id) == ticket(1)
    assert spool.reprint(copy.id, marked=True) is None
    assert spool.job(job.id).state == "printed"


def test_what_never_left_is_printed_unmarked_after_all(spool: Spool) -> None:
    spool.drop(job_in(spool, "queued", "never").id, "")
    spool.drop(job_in(spool, "unknown", "perhaps").id, "")
    never, perhaps = (spool.reprint(job.id, marked=True) for job in spool.jobs())
    assert never is not None
    assert perhaps is not None
    assert (never.copies, perhaps.copies) == (0, 1)


def test_what_a_guest_must_not_eat_is_erased_from_the_disk(
    tmp_path: Path, clock: Clock
) -> None:
    def on_disk(word: str) -> list[str]:
        files = [f for f in tmp_path.iterdir() if word.encode() in f.read_bytes()]
        return sorted(f.name for f in files)

    def allergic(spool: Spool, key: str, word: str) -> Job:
        document = Document("kitchen", (Text(f"ALLERGIE {word} " * 40),), "Chaud")
        job, _ = spool.submit("chaud", key, document)
        return job

    spool = Spool(tmp_path / "s.db", clock)
    for key, word in (("old", "ARACHIDE"), ("kept", "SULFITES"), ("new", "MOUTARDE")):
        if key == "new":
            clock.now += 86400
        job = allergic(spool, key, word)
        if key != "kept":  # nobody knows whether that one is on paper
            token = spool.begin(job, key)
            spool.sent(job)
            spool.acknowledge(token or 0, "printer")
    assert on_disk("ARACHIDE")
    assert spool.forget(6 * 3600) == 1
    assert on_disk("ARACHIDE") == []
    assert on_disk("SULFITES") == on_disk("MOUTARDE") == ["s.db"]
    assert [job.key for job in spool.jobs()] == ["kept", "new"]
    copy = spool.reprint(job.id, marked=True)
    assert copy is not None
    assert "MOUTARDE" in str(spool.document(copy.id))
    spool.close()


def test_a_damaged_file_that_was_put_aside_is_erased_too(
    tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(b"this is no database, " * 400)
    clock.now = time.time()
    spool = Spool(path, clock)
    assert spool.set_aside is not None
    spool.forget(3600)
    assert spool.set_aside.exists()
    clock.now += 7200
    spool.forget(3600)
    assert not spool.set_aside.exists()
    spool.close()


def test_a_damaged_file_is_put_aside_and_work_goes_on(
    tmp_path: Path, clock: Clock
) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(b"this is no database, " * 400)
    spool = Spool(path, clock)
    assert spool.set_aside is not None
    assert spool.set_aside.read_bytes().startswith(b"this is no database")
    assert spool.submit("chaud", "k", ticket(1))[1]
    spool.close()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SpoolError):
        Spool(tmp_path / "file" / "s.db")


def test_a_full_disk_refuses_the_job_and_keeps_the_others(spool: Spool) -> None:
    spool.submit("chaud", "a", ticket(1))
    pages = spool._db.execute("PRAGMA page_count").fetchone()[0]
    spool._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(SpoolError, match="full"):
        spool.submit("chaud", "b", ticket(2, lines=2000))
    assert [job.key for job in spool.jobs()] == ["a"]
    spool._db.execute("PRAGMA max_page_count = 100000")
    assert spool.submit("chaud", "b", ticket(2))[1]


def test_the_file_is_flushed_at_every_commit(spool: Spool) -> None:
    """WAL with FULL; only the state `sent` may be lost to a power cut."""
    job = job_in(spool, "sending")
    spool.sent(job)
    assert spool._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert spool._db.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_a_document_from_the_future_is_refused(spool: Spool) -> None:
    job = job_in(spool, "queued")
    with sqlite3.connect(spool._db.execute("PRAGMA database_list").fetchone()[2]) as db:
        db.execute('UPDATE jobs SET document = \'{"is":"Hologram"}\'')
    db.close()
    with pytest.raises(ValueError, match="Hologram"):
        spool.document(job.id)
