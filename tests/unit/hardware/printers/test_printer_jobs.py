"""The audit: what is lost and what was printed twice without a mark."""

from dataclasses import replace

from hardware.printers.jobs import POLICIES, Job, Send, audit

JOB = Job(
    id=1,
    key="k",
    kind="kitchen",
    title="",
    printer="a",
    origin="a",
    state="printed",
    copies=0,
    moved="",
    proof="printer",
    detail="",
    created=0.0,
    changed=0.0,
)


def test_a_ticket_on_paper_is_neither_lost_nor_twice() -> None:
    result = audit([JOB], [Send(1, 0, "d")], ["d"])
    assert (result.printed, result.lost, result.unmarked_duplicates) == (1, 0, 0)


def test_a_printed_job_on_no_paper_is_lost() -> None:
    assert audit([JOB], [Send(1, 0, "d")], []).lost == 1


def test_a_person_s_word_is_not_held_against_the_paper() -> None:
    assert audit([replace(JOB, proof="person")], [Send(1, 0, "d")], []).lost == 0


def test_the_same_ticket_twice_is_an_unmarked_duplicate() -> None:
    assert audit([JOB], [Send(1, 0, "d")], ["d", "d"]).unmarked_duplicates == 1


def test_a_marked_copy_is_no_unmarked_duplicate() -> None:
    sends = [Send(1, 0, "d"), Send(1, 1, "m")]
    result = audit([JOB], sends, ["d", "m"])
    assert (result.marked, result.unmarked_duplicates) == (1, 0)


def test_equal_documents_of_two_jobs_may_be_on_paper_twice() -> None:
    jobs = [JOB, replace(JOB, id=2)]
    sends = [Send(1, 0, "d"), Send(2, 0, "d")]
    assert audit(jobs, sends, ["d", "d"]).unmarked_duplicates == 0
    assert audit(jobs, sends, ["d", "d", "d"]).unmarked_duplicates == 1
    assert audit(jobs, sends, ["d"]).lost == 1


def test_a_job_printed_here_and_at_the_stand_in_is_a_duplicate() -> None:
    sends = [Send(1, 0, "here"), Send(1, 0, "there")]
    assert audit([JOB], sends, ["here"]).unmarked_duplicates == 0
    assert audit([JOB], sends, ["here", "there"]).unmarked_duplicates == 1


def test_states_are_counted() -> None:
    jobs = [
        replace(JOB, id=i, state=state)
        for i, state in enumerate(
            ("printed", "unknown", "queued", "sending", "sent", "dropped")
        )
    ]
    result = audit(jobs, [], [])
    assert (result.unknown, result.pending, result.dropped) == (1, 3, 1)


def test_drawers_and_tests_are_given_up_and_stay_at_their_printer_like_labels() -> None:
    dropped = {
        kind for kind, policy in POLICIES.items() if policy.when_unknown == "drop"
    }
    staying = {kind for kind, policy in POLICIES.items() if not policy.fails_over}
    assert dropped == {"drawer", "test"}
    assert staying == {*dropped, "label"}
    assert POLICIES["kitchen"].when_unknown == "reprint"
    assert POLICIES["receipt"].when_unknown == "ask"
