"""Machines of one restaurant for tests: each a profile, a house and its own thread."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from app.bootstrap import Opened, open_house, wall_clock
from app.domain.vocabulary import Refusal
from app.hub.founding import carry
from app.hub.joining import join
from app.hub.link import Link
from app.hub.node import Node
from app.hub.server import Hub
from app.services.house import Actor, Fact
from db.keys import open_key
from db.profile import Profile
from db.whole_file import write_whole

T = TypeVar("T")
MANAGER = Actor("marc")


class Machine:
    """A terminal without windows: what a window does goes through `do`."""

    def __init__(self, opened: Opened, stack: ExitStack) -> None:
        self.opened, self.house = opened, opened.house
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="house")
        stack.callback(self._thread.shutdown)
        self._stack = stack
        self.node: Node = opened.node(self._thread.submit)  # type: ignore[arg-type]
        self.hub: Hub | None = None
        self.link: Link | None = None

    def ask(self, function: Callable[[], T]) -> T:
        return self._thread.submit(function).result(30)

    def do(self, command: Any, actor: Actor = MANAGER) -> tuple[Fact, ...]:
        done = self.ask(lambda: self.house.run(command, actor))
        assert not isinstance(done, Refusal), done
        return done

    def carries_hub(self, port: int = 0, **more: Any) -> Hub:
        self.hub = Hub(
            self.node,
            self.opened.profile.keys,
            self.opened.pepper,
            port=port,
            host="127.0.0.1",
            **more,
        )
        self.hub.start()
        self._stack.callback(self.hub.stop)
        self.carries(self.hub)
        return self.hub

    def carries(self, hub: Hub) -> None:
        refused = self.ask(
            lambda: carry(self.node, hub.port, MANAGER, name="Caisse", role="pos")
        )
        assert refused is None, refused

    def links(self, *addresses: str) -> Link:
        site = self.opened.site
        found = list(addresses) or ([site.address] if site else [])
        self.link = Link(self.node, lambda: found)
        self.link.start()
        self._stack.callback(self.link.stop)
        return self.link

    @property
    def vector(self) -> dict[str, int]:
        """What the world has taken in."""
        return self.ask(lambda: dict(self.house.world.seen))


@contextmanager
def machine(
    folder: Path,
    *,
    demo: bool = True,
    server: str = "",
    clock: Callable[[], datetime] = wall_clock,
) -> Iterator[Machine]:
    with ExitStack() as stack:
        house = open_house(Profile(folder), demo=demo, server=server, clock=clock)
        opened = stack.enter_context(house)
        yield Machine(opened, stack)


def paired(folder: Path, hub: Hub, code: str, host: str = "127.0.0.1") -> None:
    """Makes the fresh profile in `folder` a terminal of the hub's restaurant."""
    profile = Profile(folder)
    profile.create()
    house = hub.node.house
    key = open_key(profile.keys, name="Sotto", now=house.clock())
    site, pepper = join(f"{host}:{hub.port}", code, key.jwk)
    write_whole(profile.keys / "pepper", pepper)
    site.write(profile.keys)


@contextmanager
def pair_of_machines(
    folder: Path, clock: Callable[[], datetime] = wall_clock
) -> Iterator[tuple[Machine, Machine]]:
    """The first terminal with its hub, and a second one that was paired with it."""
    with ExitStack() as stack:
        one = stack.enter_context(machine(folder / "one", clock=clock))
        hub = one.carries_hub()
        paired(folder / "two", hub, hub.desk.open("Bar", "pos", MANAGER).code)
        yield one, stack.enter_context(machine(folder / "two", clock=clock))


def soon(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Waits until something is so, and fails when it never is."""
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, "it never came to be so"
        time.sleep(0.01)
