"""The generated clients, in Python and in TypeScript, against the running hub."""

import json
import os
import re
import runpy
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from api_kit import Served, served
from hub_kit import soon
from node_kit import MODULES, NODE, node_tools
from webhook_kit import partner

from app.domain.inventory.decide import SetItem
from app.domain.inventory.events import ItemSet
from app.domain.till.decide import OpenTill

ROOT = Path(__file__).parents[2]
GENERATE = ROOT / "packaging/clients/generate.py"
GUIDE = (ROOT / "docs/api.md").read_text("utf-8")


@pytest.fixture(scope="module")
def node() -> str:
    return node_tools()


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory, node: str) -> Path:
    """Both clients as they are made from the document of today."""
    folder = tmp_path_factory.mktemp("clients")
    subprocess.run([sys.executable, str(GENERATE), str(folder)], check=True, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served") / "one") as found:
        found.set("webhooks.private", "yes")
        found.do(OpenTill(coins=()))
        found.do(SetItem(event=ItemSet(id="flour", name="Farine", unit="kg")))
        yield found


@pytest.fixture
def rest(clients: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The Python client."""
    monkeypatch.syspath_prepend(clients / "python")
    import sotto_client

    return sotto_client


@contextmanager
def cut_once(port: int, after: Callable[[], bool]) -> Iterator[int]:
    """A way to the hub that is cut before the first answer after something was done."""
    listening = socket.create_server(("127.0.0.1", 0))
    cuts: list[int] = []

    def pump(one: socket.socket, other: socket.socket, *, answers: bool) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                if answers and not cuts and after():
                    cuts.append(1)
                    break
                other.sendall(data)
        for end in (one, other):  # the other direction ends with this one
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def accept() -> None:
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", port))
                for one, other, answers in ((near, far, False), (far, near, True)):
                    threading.Thread(
                        target=pump,
                        args=(one, other),
                        kwargs={"answers": answers},
                        daemon=True,
                    ).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()
    assert cuts


def certificate(house: Served) -> str:
    return str(house.machine.opened.profile.keys / "hub.crt")


def orders(house: Served) -> int:
    return len(house.house.world.book.orders)


def test_a_day_with_the_python_client(
    house: Served, rest: Any, request: pytest.FixtureRequest
) -> None:
    from sotto_client.rest.api.access import create_key, log_in
    from sotto_client.rest.api.inventory import count_stock
    from sotto_client.rest.api.menu import show_menu
    from sotto_client.rest.api.orders import create_order, list_orders, show_order
    from sotto_client.rest.api.payments import create_payment
    from sotto_client.rest.api.reservations import create_reservation
    from sotto_client.rest.api.webhooks import create_webhook
    from sotto_client.rest.models import (
        Login,
        NewItem,
        NewKey,
        NewOrder,
        NewPayment,
        NewReservation,
        NewWebhook,
        PaymentMethod,
        StockLevel,
        WebhookEvent,
    )

    host, trusted = f"127.0.0.1:{house.hub.port}", certificate(house)
    clients = ExitStack()
    request.addfinalizer(clients.close)

    def connected(token: str, where: str = host) -> Any:
        return clients.enter_context(rest.connect(where, token, trusted))

    guest = clients.enter_context(rest.visit(host, trusted))
    granted = rest.told(
        log_in.sync(client=guest, body=Login(person="marc", pin="9999"))
    )
    manager = connected(granted.access_token)
    with house.client(granted.access_token) as client:
        scopes = [each["scope"] for each in client.get("/scopes").json()["scopes"]]
    asked = NewKey(name="Python", scopes=scopes)
    key = rest.told(create_key.sync(client=manager, body=asked)).secret
    sotto = connected(key)

    with partner() as other:
        hook = NewWebhook(event=WebhookEvent.ORDER_CREATED, target_url=other.url())
        webhook = rest.told(create_webhook.sync(client=sotto, body=hook))
        menu = rest.told(show_menu.sync(client=sotto))
        item = next(i for i in menu.items if not i.group_ids and not i.steps)
        new = NewOrder(items=[NewItem(menu_item_id=item.menu_item_id, quantity=2)])
        before = orders(house)
        with cut_once(house.hub.port, lambda: orders(house) > before) as port:
            badly = connected(key, f"127.0.0.1:{port}")
            order = rest.told(
                rest.surely(
                    lambda key: create_order.sync(
                        client=badly, body=new, idempotency_key=key
                    )
                )
            )
        assert orders(house) == before + 1
        soon(lambda: other.received)
        (received,) = other.received
        event = rest.Webhook(webhook.secret).verify(received.body, received.headers)
        assert event["data"]["order_id"] == order.order_id

    cash = NewPayment(order_id=order.order_id, method=PaymentMethod.CASH)
    paid = rest.told(
        rest.surely(
            lambda key: create_payment.sync(
                client=sotto, body=cash, idempotency_key=key
            )
        )
    )
    assert (paid.status, paid.amount) == ("completed", order.total)
    day = (house.house.clock().date() + timedelta(days=9)).isoformat()
    asked = NewReservation(date=day, time="19:30", covers=2, name="Jean Dupont")
    taken = rest.told(create_reservation.sync(client=sotto, body=asked))
    assert house.house.world.reservations.known[taken.reservation_id].date == day
    counted = count_stock.sync("flour", client=sotto, body=StockLevel(level=12.5))
    assert rest.told(counted).level == 12.5

    for _ in range(4):
        rest.told(create_order.sync(client=sotto, body=NewOrder(covers=1)))
    read = rest.pages(
        lambda after: list_orders.sync(client=sotto, after=after, limit=2)
    )
    seen = [[order.order_id for order in page.orders] for page in read]
    assert len(seen) > 1
    live = {order.id for order in house.house.world.book.open_orders()}
    assert {order for page in seen for order in page} == live
    with pytest.raises(rest.ProblemError) as refused:
        rest.told(show_order.sync("none", client=sotto))
    assert refused.value.problem.code == "order_unknown"
    assert refused.value.problem.status == 404


def test_what_passes_by_itself_is_asked_again(
    rest: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sotto_client.rest.models import Problem

    monkeypatch.setattr(rest.time, "sleep", lambda seconds: None)

    def problem(code: str) -> Any:
        return Problem(code, code, 409, code, code, "/", "1")

    keys: list[str] = []

    def ask(key: str) -> Any:
        keys.append(key)
        if len(keys) == 1:
            raise rest.ProblemError(problem("request_running"))
        return problem("busy") if len(keys) == 2 else "done"

    assert rest.surely(ask) == "done"
    assert len(set(keys)) == 1
    assert rest.surely(lambda key: problem("till_shut")).code == "till_shut"


def test_the_typescript_client(house: Served, clients: Path, node: str) -> None:
    """Its types, a day with it, and the lines of the guide."""
    package = clients / "typescript"
    day = (NODE / "day.ts").read_text("utf-8")
    (package / "src/day.ts").write_text(day, "utf-8")
    (package / "src/guide.ts").write_text(guide("typescript", house), "utf-8")
    tsc = [node, str(MODULES / "typescript7/bin/tsc")]
    checked = subprocess.run(
        [*tsc, "-p", str(package)], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout

    def ran(script: str, *arguments: str) -> str:
        done = subprocess.run(
            [node, str(package / "dist" / script), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "NODE_EXTRA_CA_CERTS": certificate(house)},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    before = orders(house)
    host = f"127.0.0.1:{house.hub.port}"
    with cut_once(house.hub.port, lambda: orders(house) > before) as port:
        told = ran("day.js", host, "marc", "9999", f"127.0.0.1:{port}")
    came = json.loads(told)
    assert orders(house) == before + 5
    assert came["event"] == came["order"]
    assert (came["status"], came["level"]) == ("completed", 12.5)
    assert came["code"] == "order_unknown"
    assert came["reservation"] in house.house.world.reservations.known
    assert came["pages"] > 1
    live = {order.id for order in house.house.world.book.open_orders()}
    assert set(came["orders"]) == live

    assert ran("guide.js")
    assert orders(house) == before + 6


def guide(language: str, house: Served) -> str:
    """The lines of the guide, for the house that is served here."""
    (lines,) = re.findall(rf"```{language}\n(.*?sotto.client.*?)```", GUIDE, re.DOTALL)
    for word, real in (
        ("caisse.local:8443", f"127.0.0.1:{house.hub.port}"),
        ("sk_…", house.key()),
        ("hub.crt", certificate(house)),
    ):
        lines = lines.replace(word, real)
    return lines


def test_the_guide_for_python_works(
    house: Served, rest: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "guide.py"
    script.write_text(guide("python", house), "utf-8")
    before = orders(house)
    runpy.run_path(str(script))
    assert orders(house) == before + 1
    assert capsys.readouterr().out


def test_the_python_client_is_typed(clients: Path, house: Served) -> None:
    script = clients / "python/guide.py"
    script.write_text(guide("python", house), "utf-8")
    settings = clients / "mypy.ini"
    # What the generator brings along for every document is its own affair.
    settings.write_text(
        "[mypy]\nstrict = True\n[mypy-sotto_client.rest.client]\nignore_errors = True\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(settings), "."],
        cwd=clients / "python",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
