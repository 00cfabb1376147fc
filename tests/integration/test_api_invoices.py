"""Invoices over the API."""

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from api_kit import Served, served

from app.domain.till.decide import OpenTill

DUPONT = {
    "name": "Dupont & Fils",
    "number": "732 829 320 00074",
    "street": "1 rue de Lyon",
    "postcode": "69001",
    "city": "Lyon",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("api") / "one") as found:
        found.do(OpenTill(coins=()))
        found.set("api.requests", "100000")
        found.set("house.name", "Chez Sotto")
        found.set("house.siret", "35600000000048")
        yield found


@pytest.fixture(scope="module")
def program(house: Served) -> Iterator[httpx2.Client]:
    with house.program() as client:
        yield client


def paid(house: Served, program: httpx2.Client) -> str:
    """The receipt of an order that was paid in cash."""
    articles = house.house.world.catalogue.articles.values()
    article = next(
        a.id
        for a in articles
        if a.active and not (a.groups or a.steps or a.open_price) and a.price > 1000
    )
    items = [{"menu_item_id": article, "quantity": 1}]
    order = program.post("/orders", json={"items": items}).json()["order_id"]
    payment = post(program, "/payments", order, order_id=order, method="cash").json()
    return payment["receipt_id"]


def post(program: httpx2.Client, path: str, key: str, **asked: Any) -> httpx2.Response:
    return program.post(path, json=asked, headers={"Idempotency-Key": key})


def test_a_receipt_is_invoiced_once_and_its_file_is_given(
    house: Served, program: httpx2.Client
) -> None:
    receipt = paid(house, program)
    path = f"/receipts/{receipt}/invoices"
    assert program.get(path).json() == {"invoices": [], "next": None}

    answer = post(program, path, "first", **DUPONT)
    assert answer.status_code == 201, answer.text
    (made,) = answer.json()["invoices"]
    assert made["kind"] == "invoice"
    assert made["company"] == "Dupont & Fils"
    assert made["total"] == program.get(f"/receipts/{receipt}").json()["total"]
    assert made["due"] == 0  # it was paid
    assert program.get(path).json()["invoices"] == [made]

    again = post(program, path, "first", **DUPONT)
    assert again.json() == answer.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    issued = [e.data["of"] for e in house.journaled("invoice.issued")]
    assert issued.count([receipt]) == 1
    taken = post(program, path, "second", **DUPONT)
    assert taken.status_code == 409, taken.text

    for name in (made["invoice_id"], made["number"]):
        assert program.get(f"/invoices/{name}").json() == made
    file = program.get(f"/invoices/{made['number']}/file").json()
    content = base64.b64decode(file["content"])
    assert content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == file["sha256"] == made["file_sha256"]
    assert file["name"] == f"{made['number']}.pdf"


def test_invoices_are_listed_by_day(house: Served, program: httpx2.Client) -> None:
    post(program, f"/receipts/{paid(house, program)}/invoices", "listed", **DUPONT)
    listed = program.get("/invoices").json()["invoices"]
    assert listed
    day = listed[0]["business_day"]
    assert program.get("/invoices", params={"day": day}).json()["invoices"] == listed
    assert program.get("/invoices", params={"day": "2001-01-01"}).json() == {
        "invoices": [],
        "next": None,
    }
    post(program, f"/receipts/{paid(house, program)}/invoices", "later", **DUPONT)
    newest = program.get("/invoices", params={"limit": 1}).json()
    assert newest["invoices"][0]["number"] > listed[0]["number"]
    older = program.get("/invoices", params={"after": newest["next"]}).json()
    assert older == {"invoices": listed, "next": None}


def test_what_cannot_be_invoiced_is_told(house: Served, program: httpx2.Client) -> None:
    receipt = paid(house, program)
    path = f"/receipts/{receipt}/invoices"
    before = len(house.journaled("invoice.issued"))
    wrong = post(program, path, "wrong", **(DUPONT | {"number": "732829321"}))
    assert wrong.status_code == 422, wrong.text
    none = post(program, "/receipts/nowhere/invoices", "none", **DUPONT)
    assert none.status_code == 404, none.text
    without = program.post(path, json=DUPONT)
    assert without.status_code == 400
    assert program.get("/invoices/F-C1-999999").status_code == 404
    assert len(house.journaled("invoice.issued")) == before


def test_invoices_ask_for_their_scopes(house: Served, program: httpx2.Client) -> None:
    receipt = paid(house, program)
    with house.program("invoices:read") as reader:
        assert reader.get("/invoices").status_code == 200
        refused = post(reader, f"/receipts/{receipt}/invoices", "no", **DUPONT)
        assert refused.status_code == 403
    with house.program("receipts:read") as other:
        assert other.get("/invoices").status_code == 403
