"""Contract of the import: an order of a shop is never lost, nor a payment of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from api_kit import Served, served

from app.domain.orders.commands import CheckOrder
from app.domain.till.decide import OpenTill
from app.services.ids import new_id


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("imports") / "one") as found:
        found.do(OpenTill(coins=()))
        found.set("api.requests", "100000")
        yield found


@pytest.fixture
def shop(house: Served) -> Iterator[httpx2.Client]:
    with house.program() as client:
        yield client


def bring(shop: httpx2.Client, key: str = "", **more: Any) -> httpx2.Response:
    headers = {"Idempotency-Key": key or new_id()}
    asked = {"reference": "A-17", **more}
    return shop.post("/orders/import", json=asked, headers=headers)


UNKNOWN = {
    "menu_item_id": "sku-991",
    "name": "Pizza Regina",
    "quantity": 2,
    "unit_price": 12.5,
}
KNOWN = {"menu_item_id": "terrine", "quantity": 1}


def test_every_item_and_every_payment_arrives(shop: httpx2.Client) -> None:
    paid = [
        {"method": "transfer", "amount": 20, "reference": "pi_1"},
        {"method": "voucher", "amount": 9, "reference": "tr_2"},
        {"method": "transfer", "amount": 5.5, "tip": 1, "reference": "pi_3"},
    ]
    answer = bring(shop, items=[UNKNOWN, KNOWN], payments=paid)
    assert answer.status_code == 201, answer.text
    order = answer.json()
    names = [(i["name"], i["quantity"], i["unit_price"]) for i in order["items"]]
    assert names == [("Pizza Regina", 2, 12.5), ("Terrine de campagne", 1, 9.5)]
    assert (order["total"], order["due"]) == (34.5, 0)
    assert order["status"] == "paid"
    assert order["reference"] == "A-17"
    (doubt,) = order["doubts"]
    assert doubt["code"] == "article_unknown"
    assert doubt["told"] == "2 × Pizza Regina"
    assert doubt["item_id"] == order["items"][0]["item_id"]


def test_an_item_told_in_words_alone_is_an_open_one(shop: httpx2.Client) -> None:
    order = bring(
        shop,
        items=[{"name": "Surprise du chef", "unit_price": 8, "notes": "sans porc"}],
        notes="Sonner deux fois",
    ).json()
    (item,) = order["items"]
    assert (item["name"], item["notes"]) == ("Surprise du chef", "sans porc")
    assert order["notes"] == "Sonner deux fois"


def test_options_may_be_told_by_their_names(shop: httpx2.Client) -> None:
    order = bring(
        shop,
        items=[
            {
                "menu_item_id": "entrecote",
                "modifiers": ["saignant", "Poivre", "FRITES MAISON", "Sans gluten"],
            }
        ],
    ).json()
    (item,) = order["items"]
    assert len(item["modifiers"]) == 3
    assert "Sans gluten" in item["notes"]
    assert [doubt["code"] for doubt in order["doubts"]] == ["option_unknown"]


def test_a_table_that_is_not_there_does_not_keep_the_order_out(
    shop: httpx2.Client,
) -> None:
    order = bring(shop, items=[KNOWN], table_id="999", mode="dine_in").json()
    assert (order["table_id"], order["mode"]) == ("", "dine_in")
    assert [doubt["code"] for doubt in order["doubts"]] == ["table_unknown"]


def test_what_is_eaten_in_is_so_without_a_table(shop: httpx2.Client) -> None:
    order = bring(shop, items=[KNOWN], mode="dine_in").json()
    assert (order["table_id"], order["mode"]) == ("", "dine_in")
    assert order["doubts"] == []


def test_the_same_order_sent_twice_is_one(house: Served, shop: httpx2.Client) -> None:
    paid = [{"amount": 9.5, "reference": "pi_9"}]
    first = bring(shop, key="k1", items=[KNOWN], payments=paid).json()
    again = bring(shop, key="k1", items=[KNOWN], payments=paid)
    assert again.json()["order_id"] == first["order_id"]
    assert again.headers["Idempotency-Replayed"] == "true"
    order = house.house.world.book.orders[first["order_id"]]
    assert len(order.payments) == 1


def test_money_comes_with_a_key_so_that_a_second_try_takes_nothing_twice(
    house: Served, shop: httpx2.Client
) -> None:
    before = len(house.house.world.book.orders)
    told = {"reference": "A-18", "items": [KNOWN], "payments": [{"amount": 9.5}]}
    answer = shop.post("/orders/import", json=told)
    assert answer.status_code == 400
    assert answer.json()["code"] == "idempotency_key_missing"
    assert len(house.house.world.book.orders) == before
    told["payments"] = []
    assert shop.post("/orders/import", json=told).status_code == 201


def test_money_that_cannot_be_taken_now_is_said_and_comes_later(
    tmp_path: Path,
) -> None:
    """Nobody has opened the till yet."""
    with served(tmp_path / "one") as house, house.program() as shop:
        paid = [{"amount": 9.5, "reference": "pi_8"}]
        order = bring(shop, items=[KNOWN], payments=paid).json()
        assert (order["due"], order["status"]) == (9.5, "created")
        assert [doubt["code"] for doubt in order["doubts"]] == ["payment_not_taken"]
        house.do(CheckOrder(order=order["order_id"]))
        seen = shop.get(f"/orders/{order['order_id']}").json()
        assert seen["doubts"] == []


def test_payments_need_their_scope_and_an_order_its_items(house: Served) -> None:
    with house.program("orders:write") as client:
        paid = [{"amount": 9.5}]
        assert bring(client, items=[KNOWN], payments=paid).status_code == 403
        assert bring(client, items=[]).status_code == 422
        assert bring(client, items=[KNOWN]).status_code == 201
