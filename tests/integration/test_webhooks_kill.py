"""Whatever is killed while orders come in: every order that was answered is told."""

import json
import random
import threading
from pathlib import Path

import httpx2
import pytest
from api_kit import ALL, KEY, running, served
from hub_kit import soon
from webhook_kit import Partner, partner

from app.domain.access.decide import CreateKey
from app.domain.till.decide import OpenTill
from app.services.credentials import digest


def prepared(folder: Path, other: Partner) -> None:
    """A profile whose orders are told to a partner."""
    with served(folder) as house:
        house.do(CreateKey(name="kill", secret=digest(KEY), scopes=ALL))
        house.do(OpenTill(coins=()))
        house.set("webhooks.private", "yes")
        house.set("api.webhooks", "100000")
        with house.client(KEY) as client:
            told = {"event": "order.created", "target_url": other.url()}
            assert client.post("/webhooks", json=told).status_code == 201


@pytest.mark.parametrize("kills", [1, pytest.param(30, marks=pytest.mark.scenario)])
def test_a_kill_loses_no_message(tmp_path: Path, kills: int) -> None:
    chance, folder = random.Random(5), tmp_path / "one"
    answered: set[str] = set()
    with partner() as other:
        prepared(folder, other)
        for _ in range(kills):
            with running(folder) as (child, client):
                timer = threading.Timer(chance.uniform(0.05, 0.5), child.kill)
                timer.start()
                try:
                    while True:
                        asked = {"items": [{"menu_item_id": "cafe", "quantity": 1}]}
                        made = client.post("/orders", json=asked)
                        answered.add(made.json()["order_id"])
                except httpx2.TransportError:
                    timer.join()
        with running(folder):
            soon(lambda: answered <= told(other).keys())
        assert answered
        assert all(len(ids) == 1 for ids in told(other).values())


def told(other: Partner) -> dict[str, set[str]]:
    """Order -> the ids of the messages that told of it."""
    found: dict[str, set[str]] = {}
    for each in list(other.received):
        order = json.loads(each.body)["data"]["order_id"]
        found.setdefault(order, set()).add(each.headers["webhook-id"])
    return found
