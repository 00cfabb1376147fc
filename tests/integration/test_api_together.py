"""Orders that wait for the house at the same moment share a commit: all stand, or none."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from api_kit import Served, served
from app_kit import no_room
from hub_kit import soon
from sqlalchemy import event

from app.domain.orders.events import OrderCreated
from app.services.house import Fact, House, journal_types
from app.services.memory import Memory, Reader
from db.errors import StorageFailedError
from db.verify import verify

COFFEE = {"items": [{"menu_item_id": "cafe", "quantity": 1}]}
UNKNOWN = {"items": [{"menu_item_id": "no_such_thing", "quantity": 1}]}


@contextmanager
def failing_commits(house: House) -> Iterator[None]:
    """The disk fails when the log is written; SQLite then undoes it by itself."""

    def refuse(connection: Any) -> None:
        connection.connection.rollback()
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error

    event.listen(house.database._engine, "commit", refuse)
    try:
        yield
    finally:
        event.remove(house.database._engine, "commit", refuse)


def at_once(
    one: Served, program: httpx2.Client, *bodies: dict[str, Any], key: str
) -> list[httpx2.Response]:
    """The answers to orders that all wait before the house looks at the first."""
    free = threading.Event()
    one.machine._thread.submit(free.wait, 30)

    def order(number: int) -> httpx2.Response:
        headers = {"Idempotency-Key": f"{key}-{number}"}
        return program.post("/orders", json=bodies[number], headers=headers)

    with ThreadPoolExecutor(len(bodies)) as programs:
        sent = [programs.submit(order, number) for number in range(len(bodies))]
        soon(lambda: len(one.hub.api._gathering._waiting) == len(bodies))
        free.set()
        return [answer.result() for answer in sent]


def fits_the_journal(one: Served) -> None:
    """The world is what the journal says, and the journal is sound."""

    def world() -> list[str]:
        return [str(order) for order in one.house.world.book.orders.values()]

    held = one.machine.ask(world)
    one.machine.ask(one.house.load)
    assert one.machine.ask(world) == held
    assert verify(one.house.database, types=journal_types()).errors == ()


def test_orders_share_a_commit_and_are_told_each_by_itself(tmp_path: Path) -> None:
    with served(tmp_path / "one") as one, one.program() as program:
        told: list[tuple[str, int]] = []

        def follow(facts: tuple[Fact, ...]) -> None:
            with one.house.database.read() as connection:
                durable = connection.exec_driver_sql("SELECT max(seq) FROM journal")
                told.append((type(facts[0].event).__name__, durable.scalar_one()))

        at_once(one, program, COFFEE, key="warm")
        stop = one.machine.ask(lambda: one.house.follow(follow))
        answers = at_once(one, program, COFFEE, COFFEE, UNKNOWN, COFFEE, key="a")
        one.machine.ask(stop)
        assert [each.status_code for each in answers] == [201, 201, 404, 201]
        orders = [each.json() for each in answers if each.status_code == 201]
        assert sorted(order["number"] for order in orders) == [2, 3, 4]
        end = one.machine.ask(one.house.journal.head).seq
        assert (
            told == [(OrderCreated.__name__, end)] * 3
        )  # durable by then, all of them
        for number in (0, 1, 3):  # each may be sent again
            headers = {"Idempotency-Key": f"a-{number}"}
            again = program.post("/orders", json=COFFEE, headers=headers)
            assert again.headers["Idempotency-Replayed"] == "true"
            assert again.json() == answers[number].json()
        fits_the_journal(one)


@pytest.mark.logs
@pytest.mark.parametrize("trouble", [failing_commits, no_room])
def test_a_commit_that_fails_fails_for_all_who_share_it(
    tmp_path: Path, trouble: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with served(tmp_path / "one") as one, one.program() as program:
        told: list[Fact] = []
        one.machine.ask(lambda: one.house.follow(told.extend))
        at_once(one, program, COFFEE, key="before")
        before = one.machine.ask(one.house.journal.head)
        heard, bodies = len(told), [COFFEE] * 5
        broken: AbstractContextManager[None] = trouble(one.house)
        one.machine.ask(broken.__enter__)
        answers = at_once(one, program, *bodies, key="a")
        one.machine.ask(lambda: broken.__exit__(None, None, None))
        assert [each.status_code for each in answers] == [503] * 5
        assert answers[0].headers["content-type"] == "application/problem+json"
        assert one.machine.ask(one.house.journal.head) == before
        assert len(told) == heard
        fits_the_journal(one)

        answers = at_once(one, program, *bodies, key="a")
        assert [each.status_code for each in answers] == [201] * 5
        assert "Idempotency-Replayed" not in answers[0].headers
        assert sorted(each.json()["number"] for each in answers) == [2, 3, 4, 5, 6]
        fits_the_journal(one)
        (ended,) = (
            entry.data["detail"]
            for entry in one.journaled("event.recorded")
            if entry.data["code"] == "DEGRADED_END"
        )
        assert ended == "5 acts refused"


@pytest.mark.logs
def test_what_was_not_written_is_shown_to_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither while the disk cannot even be read to make the world anew."""

    def unreadable(*_: object) -> Memory:
        raise StorageFailedError("disk I/O error")

    with served(tmp_path / "one") as one, one.program() as program:
        at_once(one, program, COFFEE, key="before")
        with monkeypatch.context() as patch, failing_commits(one.house):
            patch.setattr(Reader, "read", unreadable)
            answers = at_once(one, program, COFFEE, COFFEE, key="a")
            assert [each.status_code for each in answers] == [503] * 2
            assert program.get("/orders").status_code == 503
        assert [o["number"] for o in program.get("/orders").json()["orders"]] == [1]
        fits_the_journal(one)
