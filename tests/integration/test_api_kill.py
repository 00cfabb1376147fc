"""A request that is repeated after a kill acts once, and is answered as before."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
from api_kit import Served, running, served

from app.services.answers import Answers
from app.services.house import journal_types
from db.database import Database
from db.verify import verify

PROGRAMS = 4


def order_and_pay(client: httpx2.Client, number: str) -> dict[str, Any]:
    """An order and its payment; both may be sent again."""
    asked = {"items": [{"menu_item_id": "cafe", "quantity": 1}] * 2}
    answer = client.post(
        "/orders", json=asked, headers={"Idempotency-Key": f"order-{number}"}
    )
    assert answer.status_code == 201, answer.text
    order = answer.json()
    paid = client.post(
        "/payments",
        json={"order_id": order["order_id"], "method": "cash", "amount": 1},
        headers={"Idempotency-Key": f"pay-{number}"},
    )
    assert paid.status_code == 201, paid.text
    return {"order": order["order_id"], "payment": paid.json()["payment_id"]}


@pytest.mark.parametrize("kills", [2, pytest.param(30, marks=pytest.mark.scenario)])
def test_a_kill_doubles_no_order_and_no_payment(tmp_path: Path, kills: int) -> None:
    """Several programs at once, so that orders share commits."""
    folder = tmp_path / "one"
    chance = random.Random(3)
    acknowledged: dict[str, dict[str, Any]] = {}
    begun = [0] * PROGRAMS

    def play(client: httpx2.Client, program: int) -> None:
        with suppress(httpx2.TransportError):
            while True:
                number = f"{program}-{begun[program]}"
                acknowledged[number] = order_and_pay(client, number)
                begun[program] += 1

    for _ in range(kills):
        with running(folder) as (child, client), ThreadPoolExecutor() as programs:
            played = [programs.submit(play, client, n) for n in range(PROGRAMS)]
            time.sleep(chance.uniform(0.05, 0.4))
            child.kill()
            for each in played:
                each.result()
    with running(folder) as (_, client):
        for program in range(PROGRAMS):
            for turn in range(begun[program] + 1):  # the last one may have been cut
                number = f"{program}-{turn}"
                again = order_and_pay(client, number)
                assert acknowledged.setdefault(number, again) == again
    count = sum(begun) + PROGRAMS
    assert len({each["order"] for each in acknowledged.values()}) == count
    database = Database.open(folder / "sotto.db")
    try:
        assert verify(database, types=journal_types()).errors == ()
        with database.read() as connection:
            made = connection.exec_driver_sql(
                "SELECT type, count(*) FROM journal WHERE type IN "
                "('order.created', 'order.lines_added', 'payment.completed') "
                "GROUP BY type"
            )
            assert dict(made.all()) == {
                "order.created": count,
                "order.lines_added": count,
                "payment.completed": count,
            }
    finally:
        database.close()


def test_an_answer_that_was_lost_is_told_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The effect is written, and the process dies before its answer is."""
    with served(tmp_path / "one") as house, house.program() as program:
        asked = {"items": [{"menu_item_id": "cafe", "quantity": 1}]}
        key = {"Idempotency-Key": "lost"}
        with monkeypatch.context() as patch:
            patch.setattr(Answers, "answered", lambda *_: None)
            first = program.post("/orders", json=asked, headers=key)
        again = program.post("/orders", json=asked, headers=key)
        assert again.status_code == 201
        assert again.headers["Idempotency-Replayed"] == "true"
        assert again.json() == first.json()
        assert again.headers["Location"] == first.headers["Location"]


def test_answers_outlive_a_restart(tmp_path: Path) -> None:
    asked = {"items": [{"menu_item_id": "cafe", "quantity": 1}]}
    key = {"Idempotency-Key": "kept"}
    with served(tmp_path / "one") as house:
        secret = house.key()
        with house.client(secret) as program:
            first = program.post("/orders", json=asked, headers=key)
        settled(house)
    with served(tmp_path / "one") as house, house.client(secret) as program:
        assert program.post("/orders", json=asked, headers=key).text == first.text


def settled(house: Served) -> None:
    """Waits until no answer is in memory alone."""
    limit = time.monotonic() + 10
    while house.machine.ask(lambda: len(house.hub.api.answers._waiting)):
        assert time.monotonic() < limit
        time.sleep(0.01)
