"""A served house for tests of the API: a hub on loopback, clients with and without keys."""

import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx2
from hub_kit import MANAGER, Machine, machine

from app.domain.access.decide import CreateKey
from app.domain.access.scopes import PEOPLE_ONLY, SCOPES
from app.domain.rules import SetSetting
from app.hub.webhooks import addresses
from app.services.credentials import MARK, digest
from app.services.house import Actor

KITS = Path(__file__).parent
ROOT = KITS.parents[1]
KEY = "sk_kill"
ALL = tuple(sorted(set(SCOPES) - PEOPLE_ONLY))


class Served:
    """A house with a hub, and the clients that were made for it."""

    def __init__(self, one: Machine, **more: Any) -> None:
        self.machine, self.house = one, one.house
        self.hub = one.carries_hub(**more)
        self._made = 0

    def client(self, token: str = "", **headers: str) -> httpx2.Client:
        """A client with this credential."""
        if token:
            headers["Authorization"] = f"Bearer {token}"
        url = f"https://127.0.0.1:{self.hub.port}/api/v1"
        certificate = self.machine.opened.profile.keys / "hub.crt"

        trusted = ssl.create_default_context(cafile=certificate)
        return httpx2.Client(base_url=url, verify=trusted, headers=headers, timeout=30)

    def key(self, *scopes: str) -> str:
        """A key with these scopes, all of them without."""
        self._made += 1
        secret = f"{MARK}test-{self._made}-{id(self)}"
        command = CreateKey(
            name=f"Key {self._made}", secret=digest(secret), scopes=scopes or ALL
        )
        self.machine.do(command)
        return secret

    def program(self, *scopes: str, **headers: str) -> httpx2.Client:
        """A client of a program with these scopes."""
        return self.client(self.key(*scopes), **headers)

    def set(self, key: str, value: str) -> None:
        """Changes a setting of the house."""
        self.machine.do(SetSetting(key=key, value=value))

    def do(self, command: Any, person: str = "") -> Any:
        """Runs a command at the till beside the API."""
        return self.machine.do(command, Actor(person) if person else MANAGER)

    def record(self, *events: object) -> None:
        """Writes facts that no rule decides."""
        self.machine.ask(lambda: self.house.record(events))

    def journaled(self, *types: str) -> list[Any]:
        """The entries of these types, oldest first."""
        return self.machine.ask(lambda: list(self.house.journal.entries(types=types)))


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """A house with the demo restaurant, open for programs.

    Its webhooks know no name but this machine's: no test asks anybody outside.
    """
    with patch.object(addresses, "_resolved", _at_home), machine(folder) as one:
        yield Served(one)


async def _at_home(name: str, port: int) -> list[addresses.Ip]:
    if name not in ("localhost", "127.0.0.1"):
        raise addresses.ForbiddenError("unresolved")
    return [ip_address("127.0.0.1")]


@contextmanager
def running(folder: Path) -> Iterator[tuple[subprocess.Popen[str], httpx2.Client]]:
    """A house served by a process of its own, and a program's client, key and all."""
    command = [sys.executable, "-W", "error", str(KITS / "api_child.py"), str(folder)]
    child = subprocess.Popen(
        [*command, KEY],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{KITS}", "HOME": str(folder)},
    )
    try:
        port = int(child.stdout.readline())
        trusted = ssl.create_default_context(cafile=folder / "keys" / "hub.crt")
        headers = {"Authorization": f"Bearer {KEY}"}
        url = f"https://127.0.0.1:{port}/api/v1"
        with httpx2.Client(base_url=url, verify=trusted, headers=headers) as client:
            yield child, client
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
