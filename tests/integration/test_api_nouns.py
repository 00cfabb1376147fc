"""Payments, menu, tables, reservations, stock, documents and events over the API."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from api_kit import ALL, Served, served

from app.cli.hub import drive_no_terminal
from app.domain.catalogue.events import OfficeArticle
from app.domain.credits.decide import AddBeside
from app.domain.orders.commands import OpenOrder
from app.domain.payments.commands import RecordOutcome
from app.domain.settings import SettingSet
from app.domain.terminals.events import UpstreamSet
from app.domain.till.decide import OpenTill
from app.domain.wire import as_kind
from app.hub.api.events import _cursor
from app.services import settled
from db import reading


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("api") / "one") as found:
        found.do(OpenTill(coins=()))
        found.set("api.requests", "100000")
        yield found


@pytest.fixture(scope="module")
def program(house: Served) -> Iterator[httpx2.Client]:
    with house.program() as client:
        yield client


def simple(house: Served) -> str:
    """An article that asks no question."""
    articles = house.house.world.catalogue.articles.values()
    return next(
        a.id
        for a in articles
        if a.active and not (a.groups or a.steps or a.open_price) and a.price > 1000
    )


def place(house: Served, program: httpx2.Client, count: int = 1) -> dict[str, Any]:
    items = [{"menu_item_id": simple(house), "quantity": 1}] * count
    answer = program.post("/orders", json={"items": items})
    assert answer.status_code == 201, answer.text
    return answer.json()


def pay(program: httpx2.Client, key: str, **asked: Any) -> httpx2.Response:
    return program.post("/payments", json=asked, headers={"Idempotency-Key": key})


# --- Payments


def test_cash_pays_an_order_and_its_receipt_is_there(
    house: Served, program: httpx2.Client
) -> None:
    order = place(house, program)
    tendered = order["due"] + 5
    answer = pay(
        program, "cash-1", order_id=order["order_id"], method="cash", tendered=tendered
    )
    assert answer.status_code == 201, answer.text
    payment = answer.json()
    assert (payment["status"], payment["change"]) == ("completed", 5)
    assert payment["amount"] == order["total"]
    assert program.get(f"/orders/{order['order_id']}").json()["status"] == "paid"
    shown = program.get(answer.headers["Location"].removeprefix("/api/v1"))
    assert shown.json() == payment

    receipt = program.get(f"/receipts/{payment['receipt_id']}").json()
    assert receipt["number"] == payment["receipt_number"]
    assert receipt["total"] == order["total"]
    assert receipt["payments"][0]["payment_id"] == payment["payment_id"]
    listed = program.get("/receipts").json()["receipts"]
    assert payment["receipt_id"] in [row["receipt_id"] for row in listed]


def test_money_needs_an_idempotency_key_and_is_taken_once(
    house: Served, program: httpx2.Client
) -> None:
    order = place(house, program)
    asked = {"order_id": order["order_id"], "method": "cash"}
    without = program.post("/payments", json=asked)
    assert (without.status_code, without.json()["code"]) == (
        400,
        "idempotency_key_missing",
    )
    first = pay(program, "once", **asked)
    second = pay(program, "once", **asked)
    assert second.text == first.text
    taken = [
        e
        for e in house.journaled("payment.completed")
        if e.data["order"] == order["order_id"]
    ]
    assert len(taken) == 1


def test_a_card_waits_for_its_terminal(house: Served, program: httpx2.Client) -> None:
    order = place(house, program)
    answer = pay(program, "card-1", order_id=order["order_id"])
    assert answer.status_code == 201, answer.text
    payment = answer.json()
    assert (payment["status"], payment["method"]) == ("pending", "card")
    assert payment["terminal_id"]
    again = pay(program, "card-2", order_id=order["order_id"])
    assert (again.status_code, again.json()["code"]) == (409, "payment_running")
    house.do(
        RecordOutcome(
            order=order["order_id"],
            payment=payment["payment_id"],
            state="approved",
            amount=round(payment["amount"] * 100),
            scheme="CB",
            last4="4242",
            authorisation="A1",
        )
    )
    shown = program.get(f"/payments/{payment['payment_id']}").json()
    assert shown["status"] == "completed"
    assert shown["card"] == {"scheme": "CB", "last4": "4242", "authorisation": "A1"}


def test_a_hub_without_a_terminal_says_so_at_once(
    house: Served, program: httpx2.Client
) -> None:
    post = house.machine.node.post
    end = house.machine.ask(lambda: drive_no_terminal(house.house, post))
    order = place(house, program)
    payment = pay(program, "card-3", order_id=order["order_id"]).json()
    shown = program.get(f"/payments/{payment['payment_id']}").json()
    assert (shown["status"], shown["detail"]) == ("failed", "no_driver")
    house.machine.ask(end)


def test_what_was_paid_is_given_back_once(
    house: Served, program: httpx2.Client
) -> None:
    order = place(house, program, 2)
    paid = pay(program, "back-1", order_id=order["order_id"], method="cash").json()
    path = f"/payments/{paid['payment_id']}/refund"
    first = {
        "reason": "Plat froid",
        "items": [
            {
                "item_id": order["items"][0]["item_id"],
                "quantity": 1,
                "disposition": "waste",
                "reason": "Tombé",
            }
        ],
    }
    headers = {"Idempotency-Key": "refund-1"}
    part = program.post(path, json=first, headers=headers)
    assert part.status_code == 201, part.text
    assert part.json()["amount"] == order["total"] / 2
    assert part.json()["status"] == "completed"
    assert program.post(path, json=first, headers=headers).text == part.text
    rest = program.post(
        path, json={"reason": "Tout froid"}, headers={"Idempotency-Key": "refund-2"}
    )
    assert rest.json()["amount"] == order["total"] / 2
    shown = program.get(f"/payments/{paid['payment_id']}").json()
    assert shown["status"] == "refunded"
    more = program.post(
        path, json={"reason": "Encore"}, headers={"Idempotency-Key": "refund-3"}
    )
    assert (more.status_code, more.json()["code"]) == (409, "nothing_to_refund")
    rows = program.get("/receipts").json()["receipts"]
    refunds = [row["receipt_id"] for row in rows if row["kind"] == "refund"]
    told = [program.get(f"/receipts/{each}").json()["items"][0] for each in refunds]
    assert {item["disposition"] for item in told} == {"waste", None}


def test_what_was_put_away_is_found_and_given_back(
    house: Served, program: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settled, "KEPT", 0)
    order = place(house, program)
    paid = pay(program, "away-1", order_id=order["order_id"], method="cash").json()
    one, other = f"/orders/{order['order_id']}", f"/payments/{paid['payment_id']}"
    program.patch(f"{one}/status", json={"status": "served"})
    told = program.get(one).json(), program.get(other).json()
    memory = house.house._memory

    def put_away() -> bool:
        memory.settled._room = 0
        memory.settled.put_away(memory.world)
        return order["order_id"] in memory.world.book.orders

    # The newest ticket of a station stays, so another one has to come.
    following = place(house, program)["order_id"]
    program.patch(f"/orders/{following}/status", json={"status": "sent"})
    assert not house.machine.ask(put_away)
    assert program.get(one).json() == told[0]
    assert not house.machine.ask(put_away)
    assert program.get(other).json() == told[1]
    assert not house.machine.ask(put_away)
    back = program.post(
        f"{other}/refund",
        json={"reason": "Froid"},
        headers={"Idempotency-Key": "away-2"},
    )
    assert back.json()["amount"] == order["total"]
    again = program.patch(f"{one}/status", json={"status": "cancelled"})
    assert again.status_code == 409


def test_taking_cash_is_a_scope_of_its_own(house: Served) -> None:
    with house.program("orders:write", "payments:write") as program:
        order = place(house, program)
        answer = pay(program, "c", order_id=order["order_id"], method="cash")
        assert answer.json()["right"] == "payments:cash"
        refund = program.post(
            "/payments/x/refund", json={"reason": "x"}, headers={"Idempotency-Key": "x"}
        )
        assert refund.json()["right"] == "payments:refund"


def test_the_ways_to_pay_are_told_in_the_callers_language(house: Served) -> None:
    with house.program("payments:read", **{"Accept-Language": "en"}) as program:
        told = program.get("/payments/methods").json()
    names = {method["method"]: method["name"] for method in told["methods"]}
    assert names["cash"] == "Cash"
    assert told["terminals"]


def test_a_voucher_pays_and_is_told(house: Served, program: httpx2.Client) -> None:
    order = house.do(OpenOrder(mode="counter"))[0].event.order
    house.do(AddBeside(order=order, kind="gift", amount=5000))
    sold = pay(program, "sold", order_id=order, method="cash").json()
    receipt = program.get(f"/receipts/{sold['receipt_id']}").json()
    assert (receipt["total"], receipt["besides"]) == (
        0,
        [{"kind": "gift", "amount": 50}],
    )
    (gift,) = house.house.world.credits.issued.values()
    assert program.get(f"/payments/credits/{gift.code}").json()["left"] == 50

    bought = place(house, program)
    paid = pay(
        program,
        "spent",
        order_id=bought["order_id"],
        method="gift",
        amount=10,
        reference=gift.code,
    )
    assert paid.json()["status"] == "completed"
    assert program.get(f"/payments/credits/{gift.code}").json()["left"] == 40
    assert program.get("/payments/credits/2900000000000").status_code == 404
    wrong = pay(
        program,
        "wrong",
        order_id=bought["order_id"],
        method="gift",
        amount=1,
        reference="2900000000000",
    )
    assert wrong.status_code == 404


def test_an_unknown_payment_is_404(program: httpx2.Client) -> None:
    assert program.get("/payments/nothing").status_code == 404


# --- Menu and tables


def test_the_menu_says_what_can_be_ordered(
    house: Served, program: httpx2.Client
) -> None:
    answer = program.get("/menu")
    menu = answer.json()
    articles = house.house.world.catalogue.articles
    assert len(menu["items"]) == sum(a.active for a in articles.values())
    item = next(i for i in menu["items"] if i["group_ids"])
    groups = {group["group_id"]: group for group in menu["groups"]}
    assert groups[item["group_ids"][0]]["modifiers"]
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert program.get("/menu", headers=tag).status_code == 304
    path = f"/menu/items/{item['menu_item_id']}"
    assert program.get(path).json() == item


def test_an_item_is_taken_off_the_menu(house: Served, program: httpx2.Client) -> None:
    path = f"/menu/items/{simple(house)}"
    off = program.patch(f"{path}/availability", json={"remaining": 0}).json()
    assert (off["available"], off["remaining"]) == (False, 0)
    on = program.patch(f"{path}/availability", json={"remaining": None}).json()
    assert (on["available"], on["remaining"]) == (True, None)
    assert program.get("/menu/items/ghost").status_code == 404


def test_an_item_gets_another_price(house: Served, program: httpx2.Client) -> None:
    path = f"/menu/items/{simple(house)}"
    before = program.get(path).json()
    now = program.patch(path, json={"price": 19.9}).json()
    assert now == before | {"price": 19.9}
    assert program.patch(path, json={"price": 19.9}).json() == now
    assert program.patch(path, json={"price": 0}).json()["code"] == "price_zero"
    assert program.patch(path, json={"name": ""}).status_code == 422
    assert program.patch("/menu/items/ghost", json={"price": 1}).status_code == 404
    assert program.delete(f"{path}/own").status_code == 404
    off = program.patch(path, json={"listed": False})
    assert off.status_code == 200
    assert program.get(path).status_code == 404
    again = {"listed": True, "price": before["price"]}
    assert program.patch(path, json=again).json() == before
    with house.program("menu:write") as other:
        assert other.patch(path, json={"price": 1}).status_code == 403


def test_a_site_keeps_what_may_be_its_own(
    house: Served, program: httpx2.Client
) -> None:
    article = simple(house)
    path = f"/menu/items/{article}"
    upstream = UpstreamSet(site="s1", chain="C9", name="Siège", address="siege:1")
    found = house.house.world.catalogue.articles[article]
    house.record(upstream, as_kind(found, OfficeArticle))
    before = program.get(path).json()
    assert (before["of_head_office"], before["own"]) == (True, [])
    own = program.patch(path, json={"price": 19.9, "button": "Ici"}).json()
    assert (own["price"], own["own"]) == (19.9, ["button", "price"])
    refused = program.patch(path, json={"name": "À nous"})
    assert (refused.status_code, refused.json()["code"]) == (409, "of_head_office")
    house.record(SettingSet(key="sites.prices", value="no"))
    assert program.patch(path, json={"price": 1}).status_code == 409
    assert program.delete(f"{path}/own").json() == before
    house.record(replace(upstream, chain=""))


def test_tables_say_whether_somebody_sits_there(
    house: Served, program: httpx2.Client
) -> None:
    answer = program.post("/orders", json={"table_id": "3", "items": []})
    tables = {t["table_id"]: t for t in program.get("/tables").json()["tables"]}
    assert tables["3"]["order_id"] == answer.json()["order_id"]
    with house.program("tables:read") as other:
        tables = {t["table_id"]: t for t in other.get("/tables").json()["tables"]}
    assert (tables["3"]["occupied"], tables["3"]["order_id"]) == (True, None)


# --- Reservations


def next_slot(house: Served, program: httpx2.Client) -> dict[str, Any]:
    """A day that is open, and a time at which guests may come."""
    now = house.house.clock()
    for days in range(2, 12):
        date = (now + timedelta(days=days)).date().isoformat()
        answer = program.get("/tables/availability", params={"date": date, "covers": 4})
        slots = answer.json()["slots"]
        if slots:
            return {"date": date, "time": slots[0]["time"], "covers": 4}
    raise AssertionError("the demo restaurant takes no reservations")


def test_a_reservation_is_taken_changed_and_called_off(
    house: Served, program: httpx2.Client
) -> None:
    asked = {**next_slot(house, program), "name": "Jean Dupont", "source": "thefork"}
    answer = program.post("/reservations", json={**asked, "reference": "tf-1"})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["status"], made["name"]) == ("booked", "Jean Dupont")
    assert made["table_ids"]
    again = program.post("/reservations", json={**asked, "reference": "tf-1"})
    assert again.json()["reservation_id"] == made["reservation_id"]
    path = f"/reservations/{made['reservation_id']}"
    changed = program.put(path, json={"covers": 2, "phone": "+33612345678"}).json()
    assert (changed["covers"], changed["phone"]) == (2, "+33612345678")
    assert changed["name"] == "Jean Dupont"
    sure = program.patch(f"{path}/status", json={"status": "confirmed"})
    assert sure.json()["status"] == "confirmed"
    seated = program.patch(f"{path}/status", json={"status": "seated"})
    assert seated.status_code == 409  # it is not their day yet
    listed = program.get("/reservations", params={"date": asked["date"]}).json()
    assert made["reservation_id"] in [
        r["reservation_id"] for r in listed["reservations"]
    ]
    gone = program.patch(f"{path}/status", json={"status": "cancelled"})
    assert gone.json()["status"] == "cancelled"
    assert program.get("/reservations/ghost").status_code == 404


def test_guests_names_need_a_scope_of_their_own(
    house: Served, program: httpx2.Client
) -> None:
    asked = {**next_slot(house, program), "name": "Anne Martin", "notes": "fenêtre"}
    made = program.post("/reservations", json=asked).json()
    with house.program("reservations:read", "events:read") as other:
        shown = other.get(f"/reservations/{made['reservation_id']}")
        assert shown.json()["name"] is None
        listed = other.get("/reservations", params={"date": asked["date"]})
        log = other.get("/events", params={"types": "reservation.created"})
        assert "Anne" not in shown.text + listed.text + log.text
    log = program.get("/events", params={"types": "reservation.created"})
    names = [event["data"]["name"] for event in log.json()["events"]]
    assert "Anne Martin" in names


def test_guests_are_known_by_how_they_are_reached(
    house: Served, program: httpx2.Client
) -> None:
    asked = {**next_slot(house, program), "covers": 2}
    for phone in ("06 11 22 33 44", "0611223344"):
        told = {**asked, "name": "Claire", "phone": phone}
        assert program.post("/reservations", json=told).status_code == 201
    customers = program.get("/customers", params={"limit": 100}).json()["customers"]
    (claire,) = [c for c in customers if c["name"] == "Claire"]
    assert len(claire["reservation_ids"]) == 2
    assert claire["last_date"] == asked["date"]
    assert "0611" not in claire["customer_id"]
    shown = program.get(f"/customers/{claire['customer_id']}")
    assert shown.json() == claire
    assert program.get("/customers/nobody").status_code == 404


def test_reservations_that_cannot_be(house: Served, program: httpx2.Client) -> None:
    asked = next_slot(house, program)
    closed = program.post("/reservations", json={**asked, "time": "04:00"})
    assert (closed.status_code, closed.json()["code"]) == (409, "closed")
    never = program.post("/reservations", json={**asked, "date": "2026-13-45"})
    assert (never.status_code, never.json()["code"]) == (422, "time_invalid")
    past = program.post("/reservations", json={**asked, "date": "2020-01-01"})
    assert past.json()["code"] == "in_the_past"
    params = {"date": "2026-99-99", "covers": 2}
    assert program.get("/tables/availability", params=params).status_code == 422


# --- Stock


def test_stock_is_counted_moved_and_watched(
    house: Served, program: httpx2.Client
) -> None:
    items = program.get("/inventory/items").json()["items"]
    item = next(i for i in items if i["low_level"] > 0)
    path = f"/inventory/items/{item['item_id']}"
    counted = program.patch(f"{path}/stock", json={"level": item["low_level"] / 2})
    assert counted.json()["low"] is True
    alerts = program.get("/inventory/alerts").json()["alerts"]
    assert item["item_id"] in [alert["item_id"] for alert in alerts]
    moved = program.post(
        "/inventory/movements",
        json={"item_id": item["item_id"], "kind": "delivery", "quantity": 100},
    )
    assert moved.status_code == 201, moved.text
    assert moved.json()["level"] == item["low_level"] / 2 + 100
    assert program.get(path).json()["low"] is False
    waste = {"item_id": item["item_id"], "kind": "waste", "quantity": -1}
    assert program.post("/inventory/movements", json=waste).status_code == 422
    ghost = {**waste, "item_id": "ghost", "quantity": 1}
    assert program.post("/inventory/movements", json=ghost).status_code == 404


# --- Figures


def test_the_figures_of_a_day_add_up(house: Served, program: httpx2.Client) -> None:
    order = place(house, program)
    before = program.get("/reports/day").json()
    pay(program, "figures", order_id=order["order_id"], method="cash")
    after = program.get("/reports/day").json()
    assert round(after["total"] - before["total"], 2) == order["total"]
    assert round(after["subtotal"] + after["tax"], 2) == after["total"]
    assert round(sum(rate["gross"] for rate in after["taxes"]), 2) == after["total"]
    (session,) = program.get("/sessions").json()["sessions"]
    assert session["session_id"]
    assert program.get("/reports/day", params={"day": "2026-02-31"}).status_code == 422


# --- The log


def test_the_log_goes_on_where_it_stopped_and_leaves_nothing_out(
    house: Served, program: httpx2.Client
) -> None:
    ids, after = [], ""
    while True:
        answer = program.get("/events", params={"after": after, "limit": 7}).json()
        ids += [event["id"] for event in answer["events"]]
        after = answer["next"]
        if not answer["more"]:
            break
    assert len(ids) == len(set(ids)) > 20
    place(house, program)
    news = program.get("/events", params={"after": after}).json()["events"]
    assert [event["type"] for event in news] == ["order.created", "order.lines_added"]
    assert not set(ids) & {event["id"] for event in news}
    nothing = program.get("/events", params={"types": "staff.set"}).json()
    assert nothing["events"] == []


def test_what_is_written_while_the_log_is_read_comes_once(
    house: Served, program: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    vector = reading.vector
    ends = vector(house.house.database)
    place(house, program)
    early = [ends]
    monkeypatch.setattr(
        reading, "vector", lambda base: early.pop() if early else vector(base)
    )
    first = program.get("/events", params={"after": _cursor(ends)}).json()
    assert first["events"]
    then = program.get("/events", params={"after": first["next"]}).json()
    assert then["events"] == []


def test_the_log_holds_no_secret(house: Served, program: httpx2.Client) -> None:
    text = program.get("/events", params={"limit": 500}).text
    types = {event["type"].split(".")[0] for event in json.loads(text)["events"]}
    assert not types & {"staff", "role", "access", "api_key", "session", "setting"}
    people = house.house.world.staff.people.values()
    assert not [person.id for person in people if person.pin in text]


def test_a_cursor_that_is_not_ours(program: httpx2.Client) -> None:
    for cursor in ("x", "W10", "eyJDMSI6LTF9", "eyJDMSI6IjEifQ", "é"):
        answer = program.get("/events", params={"after": cursor})
        assert answer.status_code == 422, cursor


# --- Nobody's business


WHAT_IS_READ = (
    "/orders",
    "/orders/{order}",
    "/payments/{payment}",
    "/payments/methods",
    "/receipts",
    "/receipts/{receipt}",
    "/reservations",
    "/reservations/{reservation}",
    "/customers",
    "/inventory/items",
    "/inventory/alerts",
    "/sessions",
    "/reports/day",
    "/events",
    "/tables/availability?date=2026-12-04",
)


def test_ids_open_nothing_without_a_right(
    house: Served, program: httpx2.Client
) -> None:
    order = place(house, program)
    paid = pay(program, "guess", order_id=order["order_id"], method="cash").json()
    asked = {**next_slot(house, program), "name": "Rose Sélavy"}
    known = {
        "order": order["order_id"],
        "payment": paid["payment_id"],
        "receipt": paid["receipt_id"],
        "reservation": program.post("/reservations", json=asked).json()[
            "reservation_id"
        ],
    }
    told = {"person": "sofia", "pin": "5555"}  # the runner, who has next to no rights
    with house.client() as client:
        token = client.post("/auth/login", json=told).json()["access_token"]
    with (
        house.client() as stranger,
        house.program("menu:read") as little,
        house.client(token) as runner,
    ):
        for path in WHAT_IS_READ:
            address = path.format(**known)
            assert program.get(address).status_code == 200, address
            assert stranger.get(address).status_code == 401, address
            assert little.get(address).status_code == 403, address
            if path not in ("/orders", "/orders/{order}"):  # a runner sees orders
                assert runner.get(address).status_code == 403, address


def test_each_scope_opens_its_own_routes_alone(house: Served) -> None:
    with house.client() as client:
        document = client.get("/openapi.json").json()
    reads = [
        (path, methods["get"]["x-scope"])
        for path, methods in document["paths"].items()
        if methods.get("get", {}).get("x-scope") in ALL
    ]
    assert len(reads) > 15
    for scope in {scope for _, scope in reads}:
        with house.program(scope) as program:
            for path, needed in reads:
                status = program.get(path.replace("{", "").replace("}", "")).status_code
                assert (status == 403) == (needed != scope), (scope, path)


def test_anybody_reads_the_card_and_its_allergens(house: Served) -> None:
    with house.client() as guest:
        page = guest.get(f"https://127.0.0.1:{house.hub.port}/carte")
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "Entrecôte 300 g" in page.text
        assert "Contient : " in page.text
        base = f"https://127.0.0.1:{house.hub.port}/carte"
        assert guest.post(base).status_code == 405
        assert guest.get(f"{base}/x").status_code == 404


# Presets and slots


def test_a_takeaway_is_promised_in_a_slot_that_the_house_offers(
    house: Served, program: httpx2.Client
) -> None:
    [takeaway] = [
        each
        for each in program.get("/presets").json()["presets"]
        if each["preset_id"] == "takeaway"
    ]
    assert (takeaway["mode"], takeaway["asks"]) == ("takeaway", ["name"])
    tomorrow = (house.house.clock() + timedelta(days=1)).date().isoformat()
    asked = {"date": tomorrow}
    first = program.get("/presets/takeaway/slots", params=asked).json()["slots"][0]
    assert (first["left"], first["full"]) == (6, False)

    order = {
        "items": [{"menu_item_id": simple(house), "quantity": 1}],
        "preset": "takeaway",
        "promised_at": first["promised_at"],
    }
    made = program.post("/orders", json=order).json()

    assert (made["mode"], made["preset"]) == ("takeaway", "takeaway")
    assert made["promised_at"] == first["promised_at"]
    again = program.get("/presets/takeaway/slots", params=asked).json()["slots"][0]
    assert again["left"] == 5

    place = f"/orders/{made['order_id']}"
    soon = program.put(place, json={"promised_at": None})
    assert soon.json()["promised_at"] is None
    assert program.get("/presets/nothing/slots").status_code == 404
