"""Orders over the API, in the very words of the document for integrators."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from api_kit import Served, served

from app.domain.catalogue.decide import SetAvailability, SetCatalogue
from app.domain.catalogue.events import (
    ArticleSet,
    ListedPrice,
    ModifierGroupSet,
    ModifierOption,
    PriceListSet,
)
from app.domain.staff.decide import SetStaff
from app.domain.staff.events import StaffSet
from app.domain.till.decide import OpenTill

ROOT = Path(__file__).parents[2]
REQUEST = {
    "table_id": "12",
    "server_id": "server_3429",
    "items": [
        {
            "menu_item_id": "burger_1",
            "quantity": 1,
            "modifiers": ["no_onions", "medium_rare"],
            "notes": "Sauce à part",
        },
        {
            "menu_item_id": "fries_regular",
            "quantity": 1,
            "modifiers": [],
            "notes": "",
        },
    ],
}
ANSWER = {
    "status": "created",
    "table_id": "12",
    "server_id": "server_3429",
    "items": [
        {
            "menu_item_id": "burger_1",
            "name": "Burger Classique",
            "quantity": 1,
            "unit_price": 12.50,
            "modifiers": ["no_onions", "medium_rare"],
            "notes": "Sauce à part",
            "status": "pending",
        },
        {
            "menu_item_id": "fries_regular",
            "name": "Frites Maison",
            "quantity": 1,
            "unit_price": 4.50,
            "modifiers": [],
            "notes": "",
            "status": "pending",
        },
    ],
    "subtotal": 17.00,
    "tax": 1.70,
    "total": 18.70,
}


def stock_the_menu(house: Served) -> None:
    """What the document's example orders."""
    article = {"category": "plats", "station": "chaud", "course": "plats"}
    for event in (
        ModifierGroupSet(
            id="cooking_1",
            name="Cuisson",
            minimum=0,
            maximum=3,
            options=(
                ModifierOption(id="no_onions", name="Sans oignons"),
                ModifierOption(id="medium_rare", name="Saignant"),
            ),
        ),
        ArticleSet(
            id="burger_1",
            name="Burger Classique",
            price=1375,
            groups=("cooking_1",),
            **article,
        ),
        ArticleSet(id="fries_regular", name="Frites Maison", price=495, **article),
    ):
        house.do(SetCatalogue(event=event))
    waiter = StaffSet(id="server_3429", name="", role="waiter")
    house.do(SetStaff(event=waiter))


def before_tax(*, active: bool) -> SetCatalogue:
    prices = (
        ListedPrice(article="burger_1", price=1250),
        ListedPrice(article="fries_regular", price=450),
    )
    return SetCatalogue(
        event=PriceListSet(
            id="ht",
            name="Hors taxes",
            rank=1,
            prices=prices,
            vat_included=False,
            active=active,
        )
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("api") / "one") as found:
        stock_the_menu(found)
        found.do(OpenTill(coins=()))
        found.set("api.requests", "100000")
        yield found


@pytest.fixture(scope="module")
def program(house: Served) -> Iterator[httpx2.Client]:
    with house.program() as client:
        yield client


def told(answer: dict[str, Any], wanted: Any) -> Any:
    """The parts of an answer that the document shows."""
    if isinstance(wanted, dict):
        return {key: told(answer[key], value) for key, value in wanted.items()}
    if isinstance(wanted, list):
        return [told(one, two) for one, two in zip(answer, wanted, strict=True)]
    return answer


def place(program: httpx2.Client, **more: Any) -> dict[str, Any]:
    asked = {"items": [{"menu_item_id": "fries_regular", "quantity": 1}], **more}
    answer = program.post("/orders", json=asked)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_the_documents_example_is_answered_as_it_says(
    house: Served, program: httpx2.Client
) -> None:
    house.do(before_tax(active=True))
    try:
        answer = program.post("/orders", json=REQUEST)
    finally:
        house.do(before_tax(active=False))

    assert answer.status_code == 201, answer.text
    order = answer.json()
    assert told(order, ANSWER) == ANSWER
    assert list(order)[:9] == [
        "order_id",
        "status",
        "created_at",
        "table_id",
        "server_id",
        "items",
        "subtotal",
        "tax",
        "total",
    ]
    assert list(order["items"][0]) == [
        "item_id",
        "menu_item_id",
        "name",
        "quantity",
        "unit_price",
        "modifiers",
        "notes",
        "status",
    ]
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", order["created_at"])
    assert answer.headers["Location"] == f"/api/v1/orders/{order['order_id']}"
    shown = program.get(f"/orders/{order['order_id']}")
    assert shown.json() == order
    assert shown.headers["ETag"] == answer.headers["ETag"]
    gone = program.patch(
        f"/orders/{order['order_id']}/status", json={"status": "cancelled"}
    )
    assert gone.json()["status"] == "cancelled"


def test_the_journal_says_who_placed_an_order_and_whose_it_is(
    house: Served, program: httpx2.Client
) -> None:
    order = place(program, server_id="lea")
    created = house.journaled("order.created")[-1]
    assert created.op.startswith("key:")
    assert created.data["waiter"] == "lea"
    assert order["server_id"] == "lea"
    mine = place(program)
    assert mine["server_id"] == created.op


def test_an_order_goes_its_way(house: Served, program: httpx2.Client) -> None:
    order = place(program, table_id="11", covers=2)["order_id"]
    more = {"items": [{"menu_item_id": "burger_1", "quantity": 2}]}
    answer = program.post(f"/orders/{order}/items", json=more)
    assert answer.status_code == 201
    assert [item["quantity"] for item in answer.json()["items"]] == [1, 2]

    for status, items in (("sent", "sent"), ("ready", "ready"), ("served", "served")):
        answer = program.patch(f"/orders/{order}/status", json={"status": status})
        assert answer.status_code == 200, answer.text
        assert answer.json()["status"] == status
        assert {item["status"] for item in answer.json()["items"]} == {items}
    again = program.patch(f"/orders/{order}/status", json={"status": "sent"})
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_send")


def test_an_order_is_changed(program: httpx2.Client) -> None:
    order = place(program, table_id="10")
    item = order["items"][0]["item_id"]
    asked = {
        "table_id": "9",
        "covers": 3,
        "notes": "pressés",
        "items": [{"item_id": item, "quantity": 3, "notes": "bien cuites"}],
    }
    changed = program.put(f"/orders/{order['order_id']}", json=asked).json()
    assert (changed["table_id"], changed["covers"], changed["notes"]) == (
        "9",
        3,
        "pressés",
    )
    assert changed["items"][0]["quantity"] == 3
    assert changed["items"][0]["notes"] == "bien cuites"
    off = {"items": [{"item_id": item, "quantity": 0}]}
    assert program.put(f"/orders/{order['order_id']}", json=off).json()["items"][0][
        "status"
    ] == ("cancelled")
    ghost = {"items": [{"item_id": "ghost", "quantity": 1}]}
    answer = program.put(f"/orders/{order['order_id']}", json=ghost)
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["pointer"] == "#/items/0"


def test_an_order_says_which_of_its_items_is_refused(program: httpx2.Client) -> None:
    good, ghost = (
        {"menu_item_id": name, "quantity": 1} for name in ("fries_regular", "ghost")
    )
    answer = program.post("/orders", json={"items": [good, ghost]})
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("#/items/1", "article_unknown")
    assert error["detail"] == answer.json()["detail"]


def test_what_was_sent_is_voided_with_a_right_and_a_reason(house: Served) -> None:
    with house.program("orders:read", "orders:write") as program:
        order = place(program)["order_id"]
        program.patch(f"/orders/{order}/status", json={"status": "sent"})
        away = {"status": "cancelled", "reason": "parti"}
        answer = program.patch(f"/orders/{order}/status", json=away)
        assert answer.status_code == 403
        assert answer.json()["right"] == "order.void_sent"
        assert program.get(f"/orders/{order}").json()["status"] == "sent"
    with house.program() as program:
        answer = program.patch(f"/orders/{order}/status", json=away)
        assert answer.json()["status"] == "cancelled"


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"table_id": "999"}, 404, "table_unknown"),
        ({"server_id": "zoe"}, 404, "person_unknown"),
        (
            {"items": [{"menu_item_id": "ghost", "quantity": 1}]},
            404,
            "article_unknown",
        ),
        (
            {"items": [{"menu_item_id": "burger_1", "quantity": 0}]},
            422,
            "invalid",
        ),
        (
            {"items": [{"menu_item_id": "burger_1", "quantity": 0.5}]},
            409,
            "quantity_not_whole",
        ),
        (
            {
                "items": [
                    {
                        "menu_item_id": "fries_regular",
                        "quantity": 1,
                        "modifiers": ["medium_rare"],
                    }
                ]
            },
            404,
            "option_unknown",
        ),
        ({"covers": 2000}, 422, "invalid"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    house: Served, program: httpx2.Client, more: dict, status: int, code: str
) -> None:
    before = house.machine.vector
    asked = {"items": [{"menu_item_id": "fries_regular", "quantity": 1}], **more}
    answer = program.post("/orders", json=asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert house.machine.vector == before


def test_two_of_a_countdown_of_one_are_refused_together(
    house: Served, program: httpx2.Client
) -> None:
    house.do(SetAvailability(article="burger_1", remaining=1))
    items = [{"menu_item_id": "burger_1", "quantity": 1}] * 2
    answer = program.post("/orders", json={"items": items})
    house.do(SetAvailability(article="burger_1", remaining=-1))
    assert (answer.status_code, answer.json()["code"]) == (409, "sold_out")


def test_a_request_that_is_repeated_acts_once(
    house: Served, program: httpx2.Client
) -> None:
    asked = {"items": [{"menu_item_id": "fries_regular", "quantity": 1}]}
    key = {"Idempotency-Key": '"6c0b"'}
    first = program.post("/orders", json=asked, headers=key)
    second = program.post("/orders", json=asked, headers=key)
    assert second.status_code == 201
    assert second.text == first.text
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.headers["Location"] == first.headers["Location"]
    program.post(
        f"/orders/{first.json()['order_id']}/items", json=asked
    ).raise_for_status()
    assert program.post("/orders", json=asked, headers=key).text == first.text
    other = program.post("/orders", json={"items": []}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    with house.program() as somebody:
        theirs = somebody.post("/orders", json=asked, headers=key)
    assert theirs.json()["order_id"] != first.json()["order_id"]
    for odd in ("", "not visible", "x" * 256):
        refused = program.post("/orders", json=asked, headers={"Idempotency-Key": odd})
        assert refused.json()["code"] == "idempotency_key_invalid"


def test_a_refusal_is_not_kept(house: Served, program: httpx2.Client) -> None:
    key = {"Idempotency-Key": "later"}
    asked = {"items": [{"menu_item_id": "burger_1", "quantity": 1}]}
    house.do(SetAvailability(article="burger_1", remaining=0))
    assert program.post("/orders", json=asked, headers=key).status_code == 409
    house.do(SetAvailability(article="burger_1", remaining=-1))
    assert program.post("/orders", json=asked, headers=key).status_code == 201


def test_a_change_that_was_refused_half_way_is_refused_again(
    program: httpx2.Client,
) -> None:
    item = {"menu_item_id": "fries_regular", "quantity": 1}
    order = place(program, items=[item, {**item, "notes": "sans sel"}])
    one, two = (line["item_id"] for line in order["items"])
    asked = {
        "items": [
            {"item_id": one, "quantity": 3},
            {"item_id": two, "quantity": 0.5},
        ]
    }
    key = {"Idempotency-Key": "half"}
    for _ in range(2):
        answer = program.put(f"/orders/{order['order_id']}", json=asked, headers=key)
        assert (answer.status_code, answer.json()["code"]) == (
            409,
            "quantity_not_whole",
        )
        assert answer.json()["errors"][0]["pointer"] == "#/items/1"
    shown = program.get(f"/orders/{order['order_id']}").json()
    assert [line["quantity"] for line in shown["items"]] == [3, 1]


def test_who_saw_an_older_version_changes_nothing(program: httpx2.Client) -> None:
    placed = place(program)
    order = placed["order_id"]
    etag = program.get(f"/orders/{order}").headers["ETag"]
    unchanged = program.get(f"/orders/{order}", headers={"If-None-Match": etag})
    assert unchanged.status_code == 304
    asked = {"covers": 4}
    mine = program.put(f"/orders/{order}", json=asked, headers={"If-Match": etag})
    assert mine.status_code == 200
    late = program.put(
        f"/orders/{order}", json={"covers": 2}, headers={"If-Match": etag}
    )
    assert late.status_code == 412
    assert late.headers["ETag"] == mine.headers["ETag"]
    assert program.get(f"/orders/{order}").json()["covers"] == 4


def test_orders_are_listed_page_by_page(program: httpx2.Client) -> None:
    mine = {place(program)["order_id"] for _ in range(5)}
    seen, after, pages = [], "", 0
    while True:
        answer = program.get("/orders", params={"limit": 2, "after": after})
        seen += [order["order_id"] for order in answer.json()["orders"]]
        pages += 1
        after = answer.json()["next"]
        assert ("Link" in answer.headers) == (after is not None)
        if after is None:
            break
    assert len(seen) == len(set(seen))
    assert mine <= set(seen)
    assert pages >= 3
    assert program.get("/orders", params={"after": "ü"}).status_code == 422
    assert program.get("/orders", params={"table_id": "nope"}).json()["orders"] == []


def test_orders_need_their_scope(house: Served) -> None:
    with house.program("menu:read") as program:
        for method, path in (
            ("GET", "/orders"),
            ("GET", "/orders/01"),
            ("POST", "/orders"),
            ("PUT", "/orders/01"),
            ("PATCH", "/orders/01/status"),
            ("POST", "/orders/01/items"),
        ):
            body = None if method == "GET" else {"items": [], "status": "sent"}
            answer = program.request(method, path, json=body)
            assert answer.status_code in (403, 422), (method, path)
    with house.program("orders:read") as program:
        answer = program.post("/orders", json={"items": []})
        assert answer.json()["right"] == "orders:write"


def test_every_method_that_an_address_takes_is_named(program: httpx2.Client) -> None:
    answer = program.request("DELETE", "/orders")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, POST"


def test_the_document_is_openapi_and_complete(house: Served) -> None:
    with house.client() as client:
        document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            assert operation["operationId"], where
            assert operation["tags"], where
            assert operation["description"], where
            assert {"400", "422", "429", "500"} <= set(operation["responses"]), where
    ids = [o["operationId"] for p in document["paths"].values() for o in p.values()]
    assert len(ids) == len(set(ids))
    assert "create_order" in ids
    shapes = document["components"]["schemas"]
    assert not [name for name in shapes if "__" in name]  # two of one name
    assert "HTTPValidationError" not in json.dumps(document)
