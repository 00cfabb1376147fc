"""Whoever guesses ids reads nothing: every address with an id in it, every kind of caller.

Without the right an answer does not even tell whether there is such a thing: it is the
same, to the byte, for an id that is known, for its neighbours and for any other.
`SOTTO_GUESSES=1` tries all of them, more than the suite has time for.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from api_kit import ALL, Served, served

from app.domain.till.decide import OpenTill
from app.hub.api import gate
from app.hub.api.face import PREFIX
from app.services.ids import new_id

GUEST, PHONE, NOTE = "Rose Sélavy", "+33611223344", "fête ses trente ans"
HOOK = "https://localhost:1/secret-path"
SECRETS = (GUEST, PHONE, NOTE, "secret-path")
BOOKING = "/api"
RANDOM = 3
EVERY = int(os.environ.get("SOTTO_GUESSES", "101"))
"""Each address is tried with every 101st guess, each with others."""
_METHODS = ("get", "put", "patch", "post", "delete")
_OF_THE_REQUEST = ("instance", "request_id")
_HEADERS = ("content-type", "content-length", "etag", "www-authenticate", "location")


@dataclass(frozen=True, slots=True)
class Operation:
    """One way to ask for one thing."""

    face: str
    method: str
    path: str
    scope: str
    body: Any
    query: dict[str, str]

    def ask(self, client: httpx2.Client, guess: str) -> httpx2.Response:
        head, _, tail = self.path.partition("{")
        path = self.face + head + guess + tail.partition("}")[2]
        return client.request(
            self.method,
            str(client.base_url.copy_with(path=path)),
            params=self.query,
            headers={"Idempotency-Key": secrets.token_hex(8)},
            **({"json": self.body} if self.body is not None else {}),
        )


@dataclass
class World:
    """Two restaurants, what there is to find in the first, and who looks for it."""

    here: Served
    operations: list[Operation]
    known: dict[str, str] = field(default_factory=dict)
    callers: dict[str, httpx2.Client] = field(default_factory=dict)


def operations(house: Served) -> list[Operation]:
    """What the two documents name with an id in its address."""
    found = []
    with house.client() as client:
        for face in (PREFIX, BOOKING):
            url = client.base_url.copy_with(path=f"{face}/openapi.json")
            document = client.get(str(url)).json()
            for path, methods in document["paths"].items():
                for method in filter(methods.get, _METHODS) if "{" in path else ():
                    told = methods[method]
                    content = told.get("requestBody", {}).get("content", {})
                    needed = [p for p in told["parameters"] if p.get("required")]
                    found.append(
                        Operation(
                            face,
                            method,
                            path,
                            told["x-scope"],
                            next((c["example"] for c in content.values()), None),
                            {
                                p["name"]: "2026-11-20"
                                for p in needed
                                if p["in"] == "query"
                            },
                        )
                    )
    return found


def furnish(house: Served, program: httpx2.Client) -> dict[str, str]:
    """One thing of every kind; kind -> id."""
    articles = house.house.world.catalogue.articles.values()
    article = next(
        a.id
        for a in articles
        if a.active and not (a.groups or a.steps or a.open_price) and a.price > 1000
    )
    with program as client:
        items = [{"menu_item_id": article, "quantity": 2, "notes": NOTE}]
        order = client.post("/orders", json={"items": items, "notes": NOTE}).json()
        paid = client.post(
            "/payments",
            json={"order_id": order["order_id"], "method": "cash"},
            headers={"Idempotency-Key": "1"},
        ).json()
        back = client.post(
            f"/payments/{paid['payment_id']}/refund",
            json={
                "reason": NOTE,
                "items": [{"item_id": order["items"][0]["item_id"], "quantity": 1}],
            },
            headers={"Idempotency-Key": "2"},
        ).json()
        booked = client.post(
            "/reservations",
            json={**slot(house, client), "name": GUEST, "phone": PHONE, "notes": NOTE},
        ).json()
        customers = client.get("/customers", params={"limit": 100}).json()["customers"]
        hook = client.post(
            "/webhooks", json={"event": "order.created", "target_url": HOOK}
        ).json()
        stock = client.get("/inventory/items").json()["items"][0]
    found = {
        "order": order["order_id"],
        "line": order["items"][0]["item_id"],
        "article": article,
        "payment": paid["payment_id"],
        "refund": back["refund_id"],
        "receipt": paid["receipt_id"],
        "reservation": booked["reservation_id"],
        "customer": next(c["customer_id"] for c in customers if c["phone"] == PHONE),
        "webhook": hook["webhook_id"],
        "stock": stock["item_id"],
        "key": next(iter(house.house.world.access.keys)),
        "session": next(iter(house.house.world.access.sessions)),
        "site": house.machine.node.site_id,
    }
    assert all(found.values()), found
    return found


def slot(house: Served, client: httpx2.Client) -> dict[str, Any]:
    now = house.house.clock()
    for days in range(2, 12):
        date = (now + timedelta(days=days)).date().isoformat()
        asked = {"date": date, "covers": 4}
        for free in client.get("/tables/availability", params=asked).json()["slots"]:
            return {"date": date, "time": free["time"], "covers": 4}
    raise AssertionError("the demo restaurant takes no reservations")


def login(house: Served, person: str, pin: str) -> str:
    with house.client() as client:
        answer = client.post("/auth/login", json={"person": person, "pin": pin})
    return str(answer.json()["access_token"])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("guess")
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(gate, "MAX_STRANGERS", 10_000_000)
        here = stack.enter_context(served(folder / "here"))
        there = stack.enter_context(served(folder / "there"))
        for house in (here, there):
            house.set("api.requests", "10000000")
            house.set("webhooks.private", "yes")
            house.do(OpenTill(coins=()))
        made = World(here, operations(here))
        marc, sofia = login(here, "marc", "9999"), login(here, "sofia", "5555")
        stranger = login(there, "marc", "9999")
        made.known = furnish(here, here.program())
        elsewhere = furnish(there, there.program())
        made.known |= {f"{kind} there": thing for kind, thing in elsewhere.items()}
        made.callers = {
            "nobody": here.client(),
            "a runner": here.client(sofia),
            "a manager": here.client(marc),
            "another program": here.program(),
            "a program of another site": here.client(there.key()),
            "a manager of another site": here.client(stranger),
            "a program of the sandbox": here.client("sk_sandbox_" + "a" * 43),
        } | {
            f"all but {scope}": here.program(*(set(ALL) - {scope}))
            for scope in sorted({each.scope for each in made.operations} & set(ALL))
        }
        for client in made.callers.values():
            stack.enter_context(client)
        yield made


def guesses(known: dict[str, str], place: int) -> list[str]:
    """What somebody who knows some ids tries: those, what is near them, and chance; of
    all that the share that falls to an address."""
    found = list(known.values())
    for thing in known.values():
        found += neighbours(thing)
    found += [new_id() for _ in range(RANDOM)]
    found += [secrets.token_hex(12) for _ in range(RANDOM)]
    found += ["0", "1", "-1", "null", "*", "%25", "C1-000001", "marc", "lea", "key:1"]
    return list(dict.fromkeys(found))[place % EVERY :: EVERY]


def neighbours(thing: str) -> list[str]:
    """What is near an id and is not it."""
    last = thing[-1]
    near = [
        *(thing[:-1] + chr(ord(last) + step) for step in (-1, 1)),
        *(thing[:-1], thing[1:], thing + "0", thing + ".0", thing[: len(thing) // 2]),
        *(thing.lower(), thing.upper(), thing.swapcase()),
        *(f"{thing}%20", f"%20{thing}", f"{thing}%00", f"{thing}%25", f"_{thing}"),
    ]
    return [each for each in near if each != thing and "/" not in each and each]


def said(answer: httpx2.Response) -> tuple[object, ...]:
    """All that an answer tells, but for what names the request itself."""
    body: object = answer.text
    if "json" in answer.headers.get("Content-Type", ""):
        told = json.loads(answer.text)
        body = {k: v for k, v in told.items() if k not in _OF_THE_REQUEST}
    heads = [answer.headers.get(name) for name in _HEADERS if name != "content-length"]
    return answer.status_code, json.dumps(body, sort_keys=True), *heads


def without_right(world: World, operation: Operation) -> Iterator[str]:
    """Who may not ask this."""
    may = {"a manager"}
    if operation.scope in ALL:
        may |= {"another program"}
        may |= {
            name
            for name in world.callers
            if name.startswith("all but ") and name != f"all but {operation.scope}"
        }
    for name in world.callers:
        if name == "a runner":
            scopes = world.callers[name].get("/auth/me").json()["scopes"]
            if operation.scope in scopes:
                continue
        if name not in may:
            yield name


def test_who_may_not_ask_is_told_the_same_of_every_id(world: World) -> None:
    asked = 0
    assert len(world.operations) > 30
    for place, operation in enumerate(world.operations):
        rightly = [world.known[kind] for kind in of_kind(operation.path)]
        for name in without_right(world, operation):
            answers = {}
            for guess in (*rightly, new_id(), *guesses(world.known, place)):
                answer = operation.ask(world.callers[name], guess)
                assert answer.status_code in (401, 403), (name, operation, guess)
                answers[said(answer)] = guess
                asked += 1
            assert len(answers) == 1, (name, operation, answers)
    print(asked, "asked without a right")


def test_who_may_ask_finds_nothing_beside_what_they_name(world: World) -> None:
    """Neighbours, things of another kind, of another site, of another program."""
    asked = 0
    for place, operation in enumerate(world.operations):
        person = operation.scope not in ALL
        client = world.callers["a manager" if person else "another program"]
        rightly = of_kind(operation.path)
        for guess in guesses(world.known, place):
            if any(guess == world.known[kind] for kind in rightly):
                continue
            answer = operation.ask(client, guess)
            asked += 1
            assert answer.status_code in (404, 422), (operation, guess, answer.text)
            assert not [s for s in SECRETS if s in answer.text], (operation, guess)
    print(asked, "asked beside what is there")


def test_another_program_is_told_of_a_webhook_as_of_none(world: World) -> None:
    client = world.callers["another program"]
    hooks = [each for each in world.operations if each.path.startswith("/webhooks/")]
    assert len(hooks) > 6
    for operation in hooks:
        known = operation.ask(client, world.known["webhook"])
        assert said(known) == said(operation.ask(client, new_id())), operation
        assert known.status_code == 404
    mine = world.callers["a manager"].get(f"/webhooks/{world.known['webhook']}")
    assert mine.json()["target_url"] == HOOK  # nobody changed or removed it


def of_kind(path: str) -> tuple[str, ...]:
    """The kinds of things that an address rightly finds."""
    kinds = {
        "/orders/": ("order",),
        "/payments/": ("payment", "refund"),
        "/receipts/": ("receipt",),
        "/reservations/": ("reservation",),
        "/notifications/": ("reservation",),
        "/customers/": ("customer",),
        "/menu/": ("article", "article there"),
        "/inventory/": ("stock", "stock there"),
        "/keys/": ("key",),
        "/auth/sessions/": ("session",),
        "/webhooks/": ("webhook",),
    }
    fits = (found for start, found in kinds.items() if path.startswith(start))
    return next(fits, ())
