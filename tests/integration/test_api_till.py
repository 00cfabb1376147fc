"""A hub without a window: its till and the limits of its network, over the API."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from api_kit import Served, served
from hub_kit import soon

from app.cli.hub import drive


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served") / "one") as found:
        yield found


def person(house: Served, name: str, pin: str) -> httpx2.Client:
    with house.client() as guest:
        granted = guest.post("/auth/login", json={"person": name, "pin": pin})
    return house.client(granted.json()["access_token"])


@pytest.fixture
def devices(house: Served) -> Iterator[None]:
    """What `sotto hub` drives in a sandbox."""
    opened, post = house.machine.opened, house.machine.node.post
    end = house.machine.ask(lambda: drive(opened, post))
    yield
    house.machine.ask(end)


@pytest.mark.usefixtures("devices")
def test_a_day_of_a_till_without_a_window(house: Served) -> None:
    drawer = {"coins": [{"value": 50, "count": 2}, {"value": 0.5, "count": 4}]}
    with house.program() as program:
        price = 0.0

        def paid(key: str, method: str) -> dict[str, str]:
            nonlocal price
            new = {"items": [{"menu_item_id": "beaufort", "quantity": 1}]}
            order = program.post("/orders", json=new).json()
            asked = {"order_id": order["order_id"], "method": method}
            price, headers = order["total"], {"Idempotency-Key": key}
            found: dict[str, str] = program.post(
                "/payments", json=asked, headers=headers
            ).json()
            return found

        def status(payment: dict[str, str]) -> str:
            path = f"/payments/{payment['payment_id']}"
            return str(program.get(path).json()["status"])

        assert paid("early", "cash")["code"] == "till_shut"
        odd = {"coins": [{"value": 3, "count": 1}]}
        assert program.post("/sessions", json=odd).status_code == 422
        once = {"Idempotency-Key": "open"}
        opened = program.post("/sessions", json=drawer, headers=once)
        assert opened.status_code == 201
        again = program.post("/sessions", json=drawer, headers=once)
        assert again.json() == opened.json()
        assert program.post("/sessions", json=drawer).json()["code"] == "till_open"
        assert status(paid("cash", "cash")) == "completed"
        card = paid("card", "card")
        soon(lambda: status(card) == "completed")

        session = opened.json()["session_id"]
        assert program.post("/sessions/none/close", json=drawer).status_code == 404
        once = {"Idempotency-Key": "close"}
        path = f"/sessions/{session}/close"
        closed = program.post(path, json=drawer, headers=once)
        assert closed.status_code == 200, closed.text
        told = closed.json()
        assert (told["session_id"], told["closings"]) == (None, 1)
        assert program.post(path, json=drawer, headers=once).json() == told
        assert program.post(path, json=drawer).status_code == 404
    types = ("till.opened", "till.counted", "till.day_closed")
    opening, count, closing = house.journaled(*types)
    assert (opening.type, count.type, closing.type) == types
    assert (opening.data["total"], count.data["total"]) == (10_200, 10_200)
    assert count.data["difference"] == -round(price * 100)
    # The request is noted with the Z, not with the verification before it.
    note = house.journaled("request.noted")[-1]
    assert (note.data["thing"], note.seq) == ("till/C1", closing.seq + 2)


def test_the_order_of_the_guide_is_taken(house: Served) -> None:
    guide = (Path(__file__).parents[2] / "docs/api.md").read_text("utf-8")
    (example,) = re.findall(r"```\nPOST /orders\n(\{.*?\})\n```", guide, re.DOTALL)
    with house.program() as program:
        answer = program.post("/orders", json=json.loads(example))
        assert answer.status_code == 201, answer.text


def test_a_waiter_opens_no_till_that_he_may_not(house: Served) -> None:
    with person(house, "sofia", "5555") as runner:
        assert runner.post("/sessions", json={}).status_code == 403


def test_the_limits_are_set_by_persons_alone(house: Served) -> None:
    wish = {"private_targets": True, "requests": 900, "origins": ["https://a.example"]}
    with house.program() as program, person(house, "marc", "9999") as marc:
        refused = program.patch("/settings", json=wish)
        assert refused.json()["right"] == "network:write"
        before = program.get("/settings").json()
        assert before["requests"] == 500
        assert before["private_targets"] is False
        told = marc.patch("/settings", json=wish)
        assert told.json() == {**before, **wish}
        assert program.get("/settings").json() == told.json()
        assert program.get("/settings").headers["RateLimit-Limit"] == "900"
        for odd in ({"requests": 0}, {"origins": ["a b"]}, {"private_targets": "yes"}):
            assert marc.patch("/settings", json=odd).status_code == 422, odd
        keys = [each["scope"] for each in marc.get("/scopes").json()["scopes"]]
    assert "network:write" not in keys
