"""Cards asked for by programs, at a simulated terminal that speaks the real protocol."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from api_kit import Served, served
from hub_kit import soon

from app.devices import DeviceRoom
from app.domain.till.decide import OpenTill
from hardware.health import DeviceState
from hardware.terminals.customer import ACCEPTS, Behaviour, Cut, refuses
from hardware.terminals.simulator import SimulatedTerminal

LOST = Behaviour(cut=Cut(side="answer", at=0))
TERMINAL = "tpe1"


@dataclass
class Till:
    """A served house whose card terminal is on its network."""

    house: Served
    room: DeviceRoom

    @property
    def terminal(self) -> SimulatedTerminal:
        return self.room.simulated_terminals[TERMINAL]

    def order(self, client: httpx2.Client) -> dict[str, Any]:
        """An order that comes to something."""
        catalogue = self.house.house.world.catalogue.articles.values()
        article = next(a.id for a in catalogue if not (a.groups or a.steps) and a.price)
        items = [{"menu_item_id": article, "quantity": 1}]
        return client.post("/orders", json={"items": items}).json()


@pytest.fixture(scope="module")
def till(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Till]:
    with served(tmp_path_factory.mktemp("cards") / "one") as house:
        house.do(OpenTill(coins=()))
        one = house.machine
        spool, post = one.opened.profile.spool, one.node.post
        room = DeviceRoom(one.house, spool, post, lambda: None, "Sotto test")
        one.ask(room.start)
        try:
            soon(lambda: room.healths()[TERMINAL].state is DeviceState.READY)
            yield Till(house, room)
        finally:
            one.ask(room.stop)


@pytest.fixture(scope="module")
def program(till: Till) -> Iterator[httpx2.Client]:
    with till.house.program() as client:
        yield client


def pay(program: httpx2.Client, order: dict[str, Any], key: str) -> dict[str, Any]:
    asked = {"order_id": order["order_id"], "method": "card"}
    answer = program.post("/payments", json=asked, headers={"Idempotency-Key": key})
    assert answer.status_code == 201, answer.text
    return answer.json()


def came(program: httpx2.Client, payment: dict[str, Any]) -> dict[str, Any]:
    """What became of it."""
    path = f"/payments/{payment['payment_id']}"
    found: list[dict[str, Any]] = []

    def over() -> bool:
        found.append(program.get(path).json())
        return found[-1]["status"] != "pending"

    soon(over)
    return found[-1]


def test_a_card_is_asked_for_once_and_accepted(
    till: Till, program: httpx2.Client
) -> None:
    order, before = till.order(program), len(till.terminal.approved())
    till.terminal.script(ACCEPTS)
    asked = pay(program, order, "accepted")
    assert (asked["status"], asked["terminal_id"]) == ("pending", TERMINAL)
    done = came(program, asked)
    assert (done["status"], done["amount"]) == ("completed", order["total"])
    assert done["card"]["last4"] == "0674"
    assert done["card"]["authorisation"]
    assert done["receipt_number"]
    assert program.get(f"/orders/{order['order_id']}").json()["status"] == "paid"

    again = pay(program, order, "accepted")  # the same request: nobody pays twice
    assert again["payment_id"] == asked["payment_id"]
    assert len(till.terminal.approved()) == before + 1
    (charge,) = till.terminal.approved()[before:]
    assert charge.cents == round(order["total"] * 100)


def test_a_refused_card_leaves_the_order_to_be_paid_otherwise(
    till: Till, program: httpx2.Client
) -> None:
    order, before = till.order(program), len(till.terminal.approved())
    till.terminal.script(refuses("04"), ACCEPTS)
    refused = came(program, pay(program, order, "refused"))
    assert (refused["status"], refused["receipt_id"]) == ("failed", "")
    assert program.get(f"/orders/{order['order_id']}").json()["due"] == order["due"]
    other = came(program, pay(program, order, "another-card"))
    assert other["status"] == "completed"
    assert len(till.terminal.approved()) == before + 1


def test_a_lost_answer_is_charged_once_and_told_when_the_terminal_says(
    till: Till, program: httpx2.Client
) -> None:
    order, before = till.order(program), len(till.terminal.approved())
    till.terminal.script(LOST)
    lost = came(program, pay(program, order, "lost"))
    assert lost["status"] == "unknown"
    asked = {"order_id": order["order_id"], "method": "card"}
    refused = program.post("/payments", json=asked, headers={"Idempotency-Key": "more"})
    assert (refused.status_code, refused.json()["code"]) == (409, "payment_unknown")

    payment = till.house.house.world.book.orders[order["order_id"]].payments
    till.house.machine.ask(lambda: till.room.cards.look_up(payment[lost["payment_id"]]))
    path = f"/payments/{lost['payment_id']}"
    soon(lambda: program.get(path).json()["status"] == "completed")
    assert program.get(f"/orders/{order['order_id']}").json()["status"] == "paid"
    assert len(till.terminal.approved()) == before + 1
    # Who repeats the request is told what it is about, as it was then.
    assert pay(program, order, "lost")["payment_id"] == lost["payment_id"]


def test_money_goes_back_to_the_card(till: Till, program: httpx2.Client) -> None:
    order = till.order(program)
    till.terminal.script(ACCEPTS, ACCEPTS)
    paid = came(program, pay(program, order, "to-give-back"))
    asked = program.post(
        f"/payments/{paid['payment_id']}/refund",
        json={"reason": "Plat froid"},
        headers={"Idempotency-Key": "back"},
    )
    assert asked.status_code == 201, asked.text
    path = f"/payments/{paid['payment_id']}"
    soon(lambda: program.get(path).json()["status"] == "refunded")
    (*_, charge) = till.terminal.approved()
    assert charge.cents == round(order["total"] * 100)
    back = came(program, {"payment_id": asked.json()["refund_id"]})
    assert (back["status"], back["method"]) == ("completed", "card")
    assert back["amount"] == order["total"]
    receipt = program.get(f"/receipts/{back['receipt_id']}").json()
    assert (receipt["kind"], receipt["number"]) == ("refund", back["receipt_number"])
    again = program.post(
        f"{path}/refund",
        json={
            "reason": "Plat froid",
            "items": [{"item_id": order["items"][0]["item_id"], "quantity": 1}],
        },
        headers={"Idempotency-Key": "back-again"},
    )
    assert (again.status_code, again.json()["code"]) == (409, "refund_too_large")


def test_a_card_that_did_not_go_back_is_told_as_well(
    till: Till, program: httpx2.Client
) -> None:
    order = till.order(program)
    till.terminal.script(ACCEPTS, refuses("04"))
    paid = came(program, pay(program, order, "to-keep"))
    asked = program.post(
        f"/payments/{paid['payment_id']}/refund",
        json={"reason": "Plat froid"},
        headers={"Idempotency-Key": "kept"},
    )
    back = came(program, {"payment_id": asked.json()["refund_id"]})
    assert (back["status"], back["receipt_id"]) == ("failed", "")


def test_what_went_back_in_cash_is_told(till: Till, program: httpx2.Client) -> None:
    order = till.order(program)
    paid = program.post(
        "/payments",
        json={"order_id": order["order_id"], "method": "cash"},
        headers={"Idempotency-Key": "coins"},
    ).json()
    asked = program.post(
        f"/payments/{paid['payment_id']}/refund",
        json={"reason": "Plat froid"},
        headers={"Idempotency-Key": "coins-back"},
    ).json()
    back = program.get(f"/payments/{asked['refund_id']}").json()
    assert (back["status"], back["method"]) == ("completed", "cash")
    assert back["receipt_number"]
