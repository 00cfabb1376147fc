"""Restaurants and a head office for tests: each a machine with the room of its network."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Queue
from unittest.mock import patch

from hub_kit import MANAGER, Machine, machine, soon

from app.hub import link
from app.hub.server import Hub
from app.network import NetworkRoom
from app.services.sites import Member, SiteSeen


class Room(NetworkRoom):
    """The real room, on any port and without multicast."""

    def _served(self, port: int) -> Hub:
        return super()._served(self.port)

    def _announce(self) -> None:
        """Nobody listens."""

    port = 0
    """Where the hub listens; one that is started again listens where it was."""


class Place:
    """A restaurant, or a head office: one machine that carries its hub."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.house = machine, machine.house
        self._on = False
        self.again(0)

    def again(self, port: int) -> None:
        """Switches it on; its hub listens on this port, on any without one."""
        machine = self.machine
        self.room = Room(machine.opened, machine._thread.submit)  # type: ignore[arg-type]
        self.room.port, self._on = port, True
        machine.ask(self.room.start)

    def stop(self) -> None:
        if self._on:
            self._on = False
            self.machine.ask(self.room.stop)

    def carry(self) -> None:
        heard: Queue[str] = Queue()
        self.machine.ask(lambda: self.room.carry(MANAGER, heard.put))
        assert heard.get(timeout=20) == ""
        soon(lambda: self.room.status().link == "carrying")

    @property
    def port(self) -> int:
        assert self.room._hub is not None
        return self.room._hub.port

    def code(self, name: str) -> str:
        """A code for one more site of this head office."""
        return self.room.sites.door.desk.open(name, "site", MANAGER).code

    def attach(self, office: "Place", name: str) -> None:
        self.room.upstream.attach_now(
            f"127.0.0.1:{office.port}", office.code(name), MANAGER
        )

    def linked(self) -> bool:
        return self.room.status().upstream.link == "linked"

    def site(self, name: str) -> SiteSeen:
        return next(site for site in self.room.sites.seen() if site.name == name)

    def member(self, name: str) -> Member:
        member = self.site(name).member
        assert member is not None
        return member

    def has_all_of(self, name: str, site: "Place") -> bool:
        """Whether the head office and its site have the same."""
        member = self.member(name)
        return dict(member.house.world.seen) == site.machine.vector


@contextmanager
def place(folder: Path, *, carries: bool = True) -> Iterator[Place]:
    """One that asks again soon where it was turned away."""
    with patch.object(link, "_AWAY_S", 0.2), ExitStack() as stack:
        made = Place(stack.enter_context(machine(folder)))
        stack.callback(made.stop)
        if carries:
            made.carry()
        yield made
