"""What a program's order costs: opened with eight lines, written durably, answered.

The programs are a process of their own (`app.bench.api_child`), so that the processor
time of this one is the hub's and the house's alone. The floor is a bare ASGI program
behind the same server and the same TLS that reads the request and says it again.
"""

import gc
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import uvicorn

from app.bench.floors import commits
from app.bench.timing import Row, rate, row
from app.bootstrap import open_house, wall_clock
from app.domain.access.decide import CreateKey
from app.domain.rules import Command, SetSetting
from app.domain.till.decide import OpenTill
from app.domain.vocabulary import Refusal
from app.house_thread import HouseThread, collect_rarely
from app.hub.api.gate import Receive, Scope, Send
from app.hub.certificate import certificate_files
from app.hub.server import Hub
from app.services.credentials import MARK, digest, new_secret
from app.services.house import Actor
from db.profile import Profile

LINES, SECONDS, PROGRAMS = 8, 10, 12
PACE, MINUTE_S = 25, 60
"""Of the long run: orders a second, and how long a minute is."""
_SCOPES = ("orders:write", "payments:write", "payments:cash")
_MANAGER = Actor("marc")


@dataclass(frozen=True, slots=True)
class _Load:
    """What the programs saw, and what it cost this process.

    Attributes:
        samples: milliseconds of each request.
        cpu: milliseconds of this process's processor time for each of them.
        grown: kilobytes of memory that each of them left behind.
    """

    samples: list[float]
    cpu: float
    grown: float


def orders(scale: str) -> Iterable[Row]:
    """Orders of eight lines with an Idempotency-Key, as fast as they are answered."""
    with tempfile.TemporaryDirectory() as folder:
        with _house(Path(folder)) as (hub, keys, secret, body):
            port = hub.port
            _ordered(port, keys, secret, body, seconds=2)  # warm
            load = _ordered(port, keys, secret, body, seconds=SECONDS)
        with _bare(Path(folder)) as port:
            floor = _ordered(port, keys, secret, body, seconds=3)
    yield row("api_order", load.samples, commits())
    yield rate("api_orders", [len(load.samples) / SECONDS], unit="orders/s")
    yield row("api_order_cpu", [load.cpu], [floor.cpu])
    yield row("api_order_memory", [load.grown], unit="kB")


def soak(minutes: int) -> Iterable[Row]:
    """Orders that are opened, paid and settled at a steady pace: memory by the minute."""
    with tempfile.TemporaryDirectory() as folder, _house(Path(folder)) as served:
        hub, keys, secret, body = served
        for minute in range(1, minutes + 1):
            load = _ordered(hub.port, keys, secret, body, seconds=MINUTE_S, pace=PACE)
            yield row(f"soak.{minute}", [_resident() / 1024], unit="MB")
            yield row(f"soak_order.{minute}", load.samples)
            yield row(f"soak_order_memory.{minute}", [load.grown], unit="kB")


@contextmanager
def _house(folder: Path) -> Iterator[tuple[Hub, Path, str, str]]:
    with ExitStack() as stack:
        opened = stack.enter_context(open_house(Profile(folder / "hub")))
        thread = stack.enter_context(HouseThread())
        stack.callback(gc.set_threshold, *gc.get_threshold())
        stack.callback(gc.unfreeze)
        collect_rarely()  # as `sotto hub` does
        keys, house = opened.profile.keys, opened.house
        hub = Hub(
            opened.node(thread.post), keys, opened.pepper, port=0, host="127.0.0.1"
        )
        hub.start()
        stack.callback(hub.stop)
        secret = new_secret(MARK)
        told: tuple[Command, ...] = (
            CreateKey(name="Bench", secret=digest(secret), scopes=_SCOPES),
            SetSetting(key="api.requests", value="10000000"),
            OpenTill(coins=()),
        )
        for command in told:
            done = thread.ask(partial(house.run, command, _MANAGER))
            assert not isinstance(done, Refusal), done
        catalogue = house.world.catalogue
        simple = [
            a.id
            for a in catalogue.articles.values()
            if not (a.groups or a.steps or a.open_price)
            and a.unit == "piece"
            and a.id not in catalogue.remaining
        ]
        items = [{"menu_item_id": a, "quantity": 1} for a in simple[:LINES]]
        yield hub, keys, secret, json.dumps({"items": items})


def _ordered(
    port: int, keys: Path, secret: str, body: str, *, seconds: int, pace: int = 0
) -> _Load:
    module = [sys.executable, "-m", "app.bench.api_child"]
    told = [str(port), str(keys / "hub.crt"), secret, str(seconds), str(PROGRAMS), body]
    told += [str(pace)] if pace else []
    before, memory = time.process_time(), _resident()
    output = subprocess.run(  # noqa: S603 # our own module
        [*module, *told], stdout=subprocess.PIPE, check=True, text=True
    ).stdout
    cpu, grown = time.process_time() - before, _resident() - memory
    found = json.loads(output)
    assert not found["failed"], found["failed"]
    count = len(found["samples"])
    return _Load(found["samples"], 1000 * cpu / count, grown / count)


def _resident() -> int:
    """Kilobytes of this process in memory."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


@contextmanager
def _bare(folder: Path) -> Iterator[int]:
    """A server that reads a request and says it again."""
    certificate, key = certificate_files(folder / "hub" / "keys", wall_clock())
    config = uvicorn.Config(
        _again,
        host="127.0.0.1",
        port=0,
        log_config=None,
        access_log=False,
        lifespan="off",
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


async def _again(scope: Scope, receive: Receive, send: Send) -> None:
    body = json.dumps(json.loads((await receive())["body"])).encode()
    head = [(b"content-type", b"application/json")]
    length = (b"content-length", str(len(body)).encode())
    await send(
        {"type": "http.response.start", "status": 201, "headers": [*head, length]}
    )
    await send({"type": "http.response.body", "body": body})
