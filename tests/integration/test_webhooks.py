"""Webhooks from the API to somebody else's server: real sockets, a real journal."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest
from api_kit import Served, served
from hub_kit import MANAGER, machine, paired, soon
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError
from webhook_kit import Partner, Received, partner

from app.domain.access.decide import RevokeKey
from app.domain.catalogue.decide import SetAvailability
from app.domain.channels.decide import SetChannels
from app.domain.inventory.decide import CountStock, SetItem
from app.domain.inventory.events import ItemSet
from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.payments.commands import RecordOutcome, RequestCard
from app.domain.reservations.commands import (
    ChangeReservation,
    CreateReservation,
    SetReservationStatus,
)
from app.domain.till.decide import OpenTill
from app.domain.vocabulary import Refusal
from app.domain.webhooks.events import TOLD
from app.fiscal.closing import close_day
from app.hub.programs import HubPrograms
from app.hub.webhooks import courier
from app.services.guests import Guest, take_reservation

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "PAUSES_S", (0.05, 0.05, 0.05))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("webhooks") / "one") as found:
        found.set("webhooks.private", "yes")
        found.set("api.webhooks", "100000")
        found.do(OpenTill(coins=()))
        yield found


@pytest.fixture
def other() -> Iterator[Partner]:
    with partner() as found:
        yield found


def hears(house: Served, event: str, url: str, secret: str | None = SECRET) -> dict:
    """Sets a webhook up as a program with every scope."""
    told = {"event": event, "target_url": url}
    if secret is not None:
        told["secret"] = secret
    with house.program() as client:
        made = client.post("/webhooks", json=told)
    assert made.status_code == 201, made.text
    return made.json()


def ordered(house: Served, table: str) -> str:
    (created, *_) = house.do(OpenOrder(table=table, covers=2))
    return created.event.order


def verified(received: Received, secret: str | bytes = SECRET) -> dict:
    return Verifier(secret).verify(received.body, received.headers)


def bodies(other: Partner, path: str = "/told") -> list[dict]:
    return [json.loads(each.body) for each in other.at(path)]


def test_an_order_is_told_signed_and_as_the_api_shows_it(
    house: Served, other: Partner
) -> None:
    hears(house, "order.created", other.url())
    hears(house, "order.updated", other.url("/updated"))
    hears(house, "order.status_changed", other.url("/status"))

    order = ordered(house, "t11")
    soon(lambda: other.at("/told"))
    (received,) = other.at("/told")
    told = verified(received)
    assert told["type"] == "order.created"
    assert told["data"]["order_id"] == order
    assert told["data"]["table_id"] == house.house.world.floor.number("t11")
    chain, _, seq = received.headers["webhook-id"].partition("-")
    assert told["data"]["event_id"] == f"{chain}/{seq}"

    article = next(iter(house.house.world.catalogue.articles))
    house.do(AddLine(order=order, article=article))
    soon(lambda: other.at("/updated"))
    assert bodies(other, "/updated")[-1]["data"]["items"][0]["menu_item_id"] == article
    house.do(SendOrder(order=order))
    soon(lambda: other.at("/status"))
    (moved,) = other.at("/status")
    assert verified(moved)["data"]["status"] in ("sent", "served")
    assert moved.headers["webhook-id"].endswith("-status")
    assert len(other.at("/told")) == 1


def test_a_text_of_the_integrator_is_the_key_itself(
    house: Served, other: Partner
) -> None:
    hears(house, "order.created", other.url(), "votre_clé_secrète")
    ordered(house, "t1")
    soon(lambda: other.received)
    verified(other.received[0], "votre_clé_secrète".encode())
    with pytest.raises(WebhookVerificationError):
        verified(other.received[0])


def test_sotto_makes_a_secret_shows_it_once_and_journals_none(
    house: Served, other: Partner
) -> None:
    told = {"event": "order.created", "target_url": other.url()}
    with house.program() as client:
        key = {"Idempotency-Key": "once"}
        made = client.post("/webhooks", json=told, headers=key)
        again = client.post("/webhooks", json=told, headers=key)
        webhook = made.json()["webhook_id"]
        shown = client.get(f"/webhooks/{webhook}").json()
    assert made.headers["Location"] == f"/api/v1/webhooks/{webhook}"
    assert again.json()["webhook_id"] == webhook
    assert again.json().get("secret") is None
    assert "secret" not in shown
    secret = made.json()["secret"]
    ordered(house, "t2")
    soon(lambda: other.received)
    verified(other.received[0], secret)
    for entry in house.journaled("webhook.created", "webhook.secret_set"):
        assert secret.removeprefix("whsec_") not in str(entry.data)


def test_both_secrets_sign_while_one_takes_over(house: Served, other: Partner) -> None:
    with house.program() as client:
        made = client.post(
            "/webhooks",
            json={
                "event": "order.created",
                "target_url": other.url(),
                "secret": SECRET,
            },
        ).json()
        renewed = client.post(f"/webhooks/{made['webhook_id']}/secret", json={}).json()
    ordered(house, "t3")
    soon(lambda: other.received)
    assert len(other.received[0].headers["webhook-signature"].split()) == 2
    verified(other.received[0], SECRET)
    verified(other.received[0], renewed["secret"])


def test_it_is_told_again_until_it_arrives_with_the_same_id(
    house: Served, other: Partner
) -> None:
    other.answers += [500, 302, lambda handler: handler.connection.close()]
    made = hears(house, "order.created", other.url())
    ordered(house, "t4")
    soon(lambda: len(other.received) == 4)
    assert len({each.headers["webhook-id"] for each in other.received}) == 1
    assert len({each.body for each in other.received}) == 1
    assert {each.path for each in other.received} == {"/told"}  # no redirect followed
    soon(lambda: deliveries(house, made)[0]["state"] == "delivered")
    (row,) = deliveries(house, made)
    assert (row["tries"], row["last_status"], row["last_error"]) == (4, 200, "")


def deliveries(house: Served, made: dict, **query: str) -> list[dict]:
    with house.client(manager(house)) as client:
        answer = client.get(f"/webhooks/{made['webhook_id']}/deliveries", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["deliveries"]


_TOKENS: dict[int, str] = {}


def manager(house: Served) -> str:
    if id(house) not in _TOKENS:
        with house.client() as client:
            told = {"person": "marc", "pin": "9999"}
            granted = client.post("/auth/login", json=told).json()
        _TOKENS[id(house)] = granted["access_token"]
    return _TOKENS[id(house)]


def test_what_is_given_up_is_told_again_when_somebody_asks(
    house: Served, other: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "GIVE_UP_MS", -1)
    other.answers += [500]
    made = hears(house, "order.created", other.url())
    ordered(house, "t5")
    soon(lambda: deliveries(house, made, state="dead"))
    monkeypatch.undo()
    assert len(other.received) == 1

    programs, webhook = HubPrograms(house.hub.api), made["webhook_id"]
    health = house.machine.ask(programs.untold)[webhook]
    assert (health.dead, health.error) == (1, "HTTP 500")
    assert programs.last_use(made["created_by"])
    assert house.machine.ask(lambda: programs.tell_again(webhook)) == 1
    soon(lambda: len(other.received) == 2)
    soon(lambda: webhook not in house.machine.ask(programs.untold))
    other.received.pop()

    with house.client(manager(house)) as client:
        path = f"/webhooks/{made['webhook_id']}/replay"
        assert client.post(path).json() == {"queued": 1}
        soon(lambda: len(other.received) == 2)
        first = other.received[0].headers["webhook-id"]
        assert other.received[1].headers["webhook-id"] == first
        ordered(house, "t6")
        soon(lambda: len(other.received) == 3)
        assert client.post(path, params={"after": first}).json() == {"queued": 1}
        soon(lambda: len(other.received) == 4)
        since = {"after": "2020-01-01T00:00:00+01:00"}
        assert client.post(path, params=since).json() == {"queued": 2}
        unknown = client.post(path, params={"after": "C9-1"})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "message_unknown")


def test_who_is_gone_is_asked_no_more(house: Served, other: Partner) -> None:
    other.answers += [410]
    made = hears(house, "order.created", other.url())
    ordered(house, "t7")

    def status() -> str:
        with house.client(manager(house)) as client:
            return client.get(f"/webhooks/{made['webhook_id']}").json()["status"]

    soon(lambda: status() == "paused")
    assert deliveries(house, made)[0]["state"] == "dead"


def test_nothing_of_this_network_is_asked_unless_allowed(
    house: Served, other: Partner
) -> None:
    made = hears(house, "order.created", other.url())
    tls = hears(house, "order.created", other.url().replace("http:", "https:"))
    named = hears(
        house,
        "order.created",
        other.url(host="localhost").replace("http:", "https:"),
    )
    house.set("webhooks.private", "no")
    try:
        ordered(house, "t8")
        for webhook, error in (
            (made, "tls_needed"),
            (tls, "private"),
            (named, "private"),
        ):
            soon(
                lambda w=webhook: (
                    deliveries(house, w) and deliveries(house, w)[0]["tries"]
                )
            )
            assert deliveries(house, webhook)[0]["last_error"] == error
        assert other.received == []
    finally:
        house.set("webhooks.private", "yes")


def test_a_program_hears_only_what_it_may_read(house: Served, other: Partner) -> None:
    told = {"event": "order.created", "target_url": other.url(), "secret": SECRET}
    with house.program("webhooks:write", "webhooks:read") as client:
        refused = client.post("/webhooks", json=told)
        assert refused.status_code == 403
        assert refused.json()["right"] == "orders:read"
        odd = client.post("/webhooks", json=told | {"event": "staff.set"})
        assert (odd.status_code, odd.json()["code"]) == (422, "event_invalid")
    with house.program("webhooks:write", "orders:read") as client:
        empty = client.post("/webhooks", json=told | {"secret": "whsec_"})
        assert (empty.status_code, empty.json()["code"]) == (422, "secret_invalid")
        made = client.post("/webhooks", json=told).json()
    house.do(RevokeKey(key=made["created_by"].removeprefix("key:")))
    heard = hears(house, "order.created", other.url("/heard"))
    ordered(house, "t9")
    soon(lambda: other.at("/heard"))
    assert other.at("/told") == []
    with house.client(manager(house)) as client:
        shown = client.get(f"/webhooks/{made['webhook_id']}").json()
        assert shown["status"] == "right_missing"
    with house.program("webhooks:read", "webhooks:write") as client:
        assert client.get(f"/webhooks/{heard['webhook_id']}").status_code == 404
        assert client.delete(f"/webhooks/{heard['webhook_id']}").status_code == 404
        assert client.get("/webhooks").json() == {"webhooks": []}


def test_guests_and_stock_are_told_without_names(house: Served, other: Partner) -> None:
    for event in ("reservation.created", "reservation.arrived", "inventory.low_stock"):
        hears(house, event, other.url(f"/{event}"))
    today = house.house.clock().date().isoformat()
    flour = ItemSet(id="flour", name="Farine", unit="kg", low=5000)
    house.do(SetItem(event=flour))
    soon(lambda: other.at("/inventory.low_stock"))
    assert bodies(other, "/inventory.low_stock")[0]["data"]["item_id"] == "flour"

    from hub_kit import MANAGER

    asked = CreateReservation(date=today, time="23:45", covers=2, tables=())
    taken = house.machine.ask(
        lambda: take_reservation(
            house.house, asked, Guest(name="Jean Dupont", phone="+33612345678"), MANAGER
        )
    )
    soon(lambda: other.at("/reservation.created"))
    (received,) = other.at("/reservation.created")
    assert "Dupont" not in received.body
    assert "336" not in received.body
    told = json.loads(received.body)
    assert told["data"]["reservation_id"] == taken.id
    house.do(SetReservationStatus(reservation=taken.id, status="arrived"))
    soon(lambda: other.at("/reservation.arrived"))
    (arrived,) = other.at("/reservation.arrived")
    assert arrived.headers["webhook-id"].endswith("-arrived")


def test_the_limit_of_a_minute_holds_the_rest_back(
    house: Served, other: Partner
) -> None:
    house.set("api.webhooks", "2")
    try:
        made = hears(house, "order.created", other.url())
        for table in ("t21", "t22", "t23"):
            ordered(house, table)
        soon(lambda: len(deliveries(house, made)) == 3 and len(other.received) == 2)
        states = [row["state"] for row in deliveries(house, made, limit="3")]
        assert sorted(states) in (
            ["delivered", "delivered", "waiting"],
            ["delivered", "waiting", "waiting"],
        )
    finally:
        house.set("api.webhooks", "100000")


def test_every_event_is_told(tmp_path: Path, other: Partner) -> None:
    """Each by what brings it about, at the window or by the API."""
    with served(tmp_path / "one") as house:
        house.set("webhooks.private", "yes")
        house.set("api.webhooks", "100000")
        for event in TOLD:
            hears(house, event, other.url(f"/{event}"))
        with house.program() as client:
            sell(house, client)
            book(house, client)
            stock(house)
        closed = house.machine.ask(lambda: close_day(house.house, MANAGER))
        assert not isinstance(closed, Refusal)
        for event in TOLD:
            soon(lambda event=event: other.at(f"/{event}"))
        soon(lambda: len(other.at("/reservation.status_changed")) == 2)
        soon(lambda: states(other)[-1] == "paid")
        told = {event: bodies(other, f"/{event}")[-1]["data"] for event in TOLD}
    assert told["payment.completed"]["status"] == "completed"
    assert told["payment.failed"]["status"] == "failed"
    assert told["payment.refunded"]["amount"] > 0
    assert told["receipt.issued"]["number"].startswith("C1-")
    assert told["menu.availability_changed"]["available"] is False
    assert told["inventory.restocked"]["low"] is False
    assert told["channels.changed"] | {"event_id": ""} == {
        "event_id": "",
        "open": True,
        "delay_minutes": 20,
        "until": None,
    }
    assert told["till.closed"]["till_id"] == "C1"
    changes = bodies(other, "/reservation.status_changed")
    assert [each["data"]["status"] for each in changes] == ["confirmed", "arrived"]


def states(other: Partner) -> list[str]:
    """What became of orders, as it was told."""
    return [each["data"]["status"] for each in bodies(other, "/order.status_changed")]


def sell(house: Served, client: httpx2.Client) -> None:
    """A till is opened, an order sent, refused by card, paid and given back."""
    house.do(OpenTill(coins=()))
    asked = {"items": [{"menu_item_id": "cafe", "quantity": 2}]}
    order = client.post("/orders", json=asked).json()["order_id"]
    house.do(AddLine(order=order, article="cafe"))
    house.do(SendOrder(order=order))
    terminals = house.house.world.settings.devices.values()
    terminal = next(each.id for each in terminals if each.kind == "terminal")
    (wanted, *_) = house.do(RequestCard(order=order, amount=100, terminal=terminal))
    payment = wanted.event.payment
    house.do(RecordOutcome(order=order, payment=payment, state="refused"))
    paying = {"order_id": order, "method": "cash"}
    key = {"Idempotency-Key": "pay"}
    paid = client.post("/payments", json=paying, headers=key)
    assert paid.status_code == 201, paid.text
    back = client.post(
        f"/payments/{paid.json()['payment_id']}/refund",
        json={"reason": "Froid"},
        headers={"Idempotency-Key": "back"},
    )
    assert back.status_code < 300, back.text
    house.do(SetAvailability(article="cafe", remaining=0))


def book(house: Served, client: httpx2.Client) -> None:
    """A reservation is taken, changed, confirmed, and its guests arrive."""
    today = house.house.clock().date().isoformat()
    asked = CreateReservation(date=today, time="23:45", covers=2, tables=())
    taken = house.machine.ask(
        lambda: take_reservation(house.house, asked, Guest(name="Jean"), MANAGER)
    )
    path = f"/reservations/{taken.id}"
    house.do(ChangeReservation(reservation=taken.id, covers=3, tables=()))
    for status in ("confirmed", "arrived"):
        answer = client.patch(f"{path}/status", json={"status": status})
        assert answer.status_code == 200, answer.text


def stock(house: Served) -> None:
    """Something runs low and is delivered; online orders are put off."""
    house.do(SetChannels(open=True, delay=20))
    house.do(SetItem(event=ItemSet(id="salt", name="Sel", unit="kg", low=5000)))
    house.do(CountStock(item="salt", level=9000))


def test_a_trial_arrives_signed_and_says_so(house: Served, other: Partner) -> None:
    made = hears(house, "payment.failed", other.url())
    with house.client(manager(house)) as client:
        path = f"/webhooks/{made['webhook_id']}/test"
        assert client.post(path).json() == {"queued": 1}
        assert client.post("/webhooks/nothing/test").status_code == 404
    soon(lambda: other.received)
    told = verified(other.received[0])
    assert (told["type"], told["data"]["test"]) == ("payment.failed", True)


def test_what_is_removed_is_told_nothing(house: Served, other: Partner) -> None:
    made = hears(house, "order.created", other.url())
    heard = hears(house, "order.created", other.url("/heard"))
    with house.client(manager(house)) as client:
        path = f"/webhooks/{made['webhook_id']}"
        answer = client.delete(path)
        assert answer.status_code == 204
        assert client.get(path).status_code == 404
        paused = client.patch(
            f"/webhooks/{heard['webhook_id']}", json={"target_url": other.url("/moved")}
        )
        assert paused.json()["target_url"].endswith("/moved")
    ordered(house, "t24")
    soon(lambda: other.at("/moved"))
    assert [each.path for each in other.received] == ["/moved"]


def test_a_restart_goes_on_and_what_others_did_is_told(tmp_path: Path) -> None:
    """What waited is told, and what another terminal did meanwhile; nothing twice."""
    with partner() as other:
        with served(tmp_path / "one") as house:
            house.set("webhooks.private", "yes")
            other.answers += [500] * 50
            hears(house, "order.created", other.url())
            house.do(OpenTill(coins=()))
            first = ordered(house, "t11")
            soon(lambda: other.received)
        other.answers.clear()
        other.received.clear()
        with ExitStack() as stack:
            one = stack.enter_context(machine(tmp_path / "one"))
            hub = one.carries_hub()
            soon(lambda: other.received)
            offer = hub.desk.open("Bar", "pos", MANAGER)
            paired(tmp_path / "two", hub, offer.code)
            two = stack.enter_context(machine(tmp_path / "two"))
            two.links()
            soon(lambda: one.vector == two.vector)
            two.do(OpenTill(coins=()))
            (created, *_) = two.do(OpenOrder(table="t12", covers=2))
            soon(lambda: len(other.received) >= 2)
            told = {
                json.loads(each.body)["data"]["order_id"] for each in other.received
            }
            assert told == {first, created.event.order}
            assert other.received[-1].headers["webhook-id"].startswith("C2-")
