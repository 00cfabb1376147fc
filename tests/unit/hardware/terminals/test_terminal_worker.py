"""One thread, one job after the other, and nobody waits for ever."""

import logging
from functools import partial
from threading import Event

import pytest

from hardware.errors import HardwareError
from hardware.terminals.worker import Worker


def _nothing() -> None:
    pass


def _wait(event: Event) -> None:
    assert event.wait(5.0)


def _worker(*, until_look_s: float | None = None, looks: list[int]) -> Worker:
    failures: list[Exception] = []
    return Worker(
        "worker",
        look=lambda: looks.append(1),
        until_look=lambda: until_look_s,
        failed=failures.append,
    )


def test_jobs_are_done_in_order_and_results_come_back() -> None:
    worker = _worker(looks=[])
    done: list[int] = []
    worker.start()
    for number in range(5):
        worker.put(partial(done.append, number))
    assert worker.call(lambda: list(done)) == [0, 1, 2, 3, 4]
    worker.stop(5.0)


def test_an_idle_worker_looks_around() -> None:
    looks: list[int] = []
    looked_twice = Event()

    def look() -> None:
        looks.append(1)
        if len(looks) == 3:
            looked_twice.set()

    worker = Worker(
        "worker", look=look, until_look=lambda: 0.001, failed=lambda _: None
    )
    worker.start()
    assert looked_twice.wait(5.0)
    worker.stop(5.0)


def test_a_bug_is_reported_to_all_and_the_next_job_is_done(
    caplog: pytest.LogCaptureFixture,
) -> None:
    failures: list[Exception] = []
    worker = Worker(
        "worker", look=_nothing, until_look=lambda: None, failed=failures.append
    )
    worker.start()
    with caplog.at_level(logging.CRITICAL), pytest.raises(ZeroDivisionError):
        worker.call(lambda: 1 // 0)
    assert worker.call(lambda: 42) == 42
    worker.stop(5.0)
    assert [type(error) for error in failures] == [ZeroDivisionError]


def test_a_device_in_the_way_is_no_bug() -> None:
    failures: list[Exception] = []
    worker = Worker(
        "worker", look=_nothing, until_look=lambda: None, failed=failures.append
    )

    def refuse() -> None:
        raise HardwareError("unplugged")

    worker.start()
    with pytest.raises(HardwareError, match="unplugged"):
        worker.call(refuse)
    worker.stop(5.0)
    assert failures == []


def test_jobs_left_behind_are_still_done_when_it_stops() -> None:
    worker = _worker(looks=[])
    done = Event()
    worker.start()
    worker.put(partial(_wait, worker.stopping))
    worker.put(done.set)
    worker.stop(5.0)
    assert done.is_set()


def test_nothing_can_be_asked_before_the_start_or_after_the_end() -> None:
    worker = _worker(looks=[])
    with pytest.raises(HardwareError, match="not running"):
        worker.put(_nothing)
    worker.start()
    with pytest.raises(RuntimeError, match="runs once"):
        worker.start()
    worker.stop(5.0)
    with pytest.raises(HardwareError, match="not running"):
        worker.call(_nothing)


def test_a_job_that_hangs_is_said_to_hang() -> None:
    worker = _worker(looks=[])
    release = Event()
    worker.start()
    worker.put(partial(_wait, release))
    with pytest.raises(HardwareError, match="does not stop"):
        worker.stop(0.01)
    release.set()
    worker.stop(5.0)


def test_a_worker_that_never_started_stops_at_once() -> None:
    _worker(looks=[]).stop(0.01)
