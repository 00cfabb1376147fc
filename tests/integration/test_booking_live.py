"""`new-reservation` over socket.io, heard by the npm client that the seed's desktop uses."""

import json
import os
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest
from api_kit import Served, served
from hub_kit import MANAGER, Machine, machine, paired, soon
from node_kit import NODE, node_tools
from typing_extensions import override
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from app.domain.access.decide import RevokeKey
from app.domain.reservations.commands import CreateReservation
from app.hub import server
from app.hub.booking import live
from app.services.guests import Guest, take_reservation

JEAN = Guest(name="Jean Dupont", phone="+33612345678")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("live") / "one") as found:
        yield found


@pytest.fixture(scope="module")
def node() -> str:
    return node_tools()


class Listener:
    """The client in its own process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._said: Queue[dict[str, Any]] = Queue()
        self._process = process
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(json.loads(line))

    def says(self) -> dict[str, Any]:
        return self._said.get(timeout=20)

    def silent(self) -> bool:
        try:
            self._said.get_nowait()
        except Empty:
            return True
        return False


@contextmanager
def listener(
    node: str, house: Served, token: str = "", transport: str = ""
) -> Iterator[Listener]:
    certificate = house.machine.opened.profile.keys / "hub.crt"
    process = subprocess.Popen(
        [
            node,
            "listen.mjs",
            f"https://127.0.0.1:{house.hub.port}",
            token,
            transport,
        ],
        cwd=NODE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "NODE_EXTRA_CA_CERTS": str(certificate)},
    )
    try:
        yield Listener(process)
    finally:
        process.kill()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()


def reserve(one: Machine, ahead: int = 9) -> str:
    """A reservation as a person takes it at a window."""
    day = (one.house.clock().date() + timedelta(days=ahead)).isoformat()
    asked = CreateReservation(date=day, time="19:45", covers=2, tables=())
    taken = one.ask(lambda: take_reservation(one.house, asked, JEAN, MANAGER))
    return taken.id


@pytest.mark.parametrize("transport", ["", "polling", "websocket"])
def test_the_npm_client_hears_of_a_reservation(
    house: Served, node: str, transport: str
) -> None:
    with listener(node, house, house.key(), transport) as heard:
        assert heard.says() == {"connected": True}
        taken = reserve(house.machine)
        told = heard.says()["reservation"]
        assert told["id"] == taken
        assert told["customerName"] == "Jean Dupont"
        assert (told["numberOfPeople"], told["time"]) == (2, "19:45")


def test_names_are_for_who_may_read_them_and_a_revoked_key_hears_nothing(
    house: Served, node: str
) -> None:
    token = house.key("reservations:read")
    key = house.journaled("api_key.created")[-1].data["key"]
    with listener(node, house, token) as heard:
        assert heard.says() == {"connected": True}
        reserve(house.machine, 10)
        told = heard.says()["reservation"]
        assert (told["customerName"], told["phoneNumber"]) == (None, None)
        house.do(RevokeKey(key=key))
        reserve(house.machine, 11)
        assert heard.says() == {"disconnected": "io server disconnect"}


@pytest.mark.parametrize(
    ("scope", "why"),
    [("", "login_needed"), ("menu:read", "right_missing")],
)
def test_who_may_not_read_reservations_is_refused(
    house: Served, node: str, scope: str, why: str
) -> None:
    token = house.key(scope) if scope else ""
    with listener(node, house, token) as heard:
        assert heard.says() == {"refused": why}


def test_it_is_told_whichever_way_the_reservation_came(
    tmp_path: Path, node: str
) -> None:
    """By the API, at the window beside the hub, on another terminal."""
    with ExitStack() as stack:
        house = stack.enter_context(served(tmp_path / "one"))
        offer = house.hub.desk.open("Bar", "pos", MANAGER)
        paired(tmp_path / "two", house.hub, offer.code)
        two = stack.enter_context(machine(tmp_path / "two"))
        two.links()
        soon(lambda: house.machine.vector == two.vector)
        heard = stack.enter_context(listener(node, house, house.key()))
        assert heard.says() == {"connected": True}

        assert heard.silent()
        there = reserve(two)
        told = heard.says()["reservation"]
        assert (told["id"], told["customerName"]) == (there, "Jean Dupont")
        with house.program() as client:
            client.base_url = f"https://127.0.0.1:{house.hub.port}/api"
            day = (house.house.clock().date() + timedelta(days=9)).isoformat()
            asked = {"date": day, "numberOfPeople": 2}
            times = client.post("/settings/availability", json=asked).json()["times"]
            booking = {**asked, "time": times[0]["time"], "customerName": "Zoé"}
            made = client.post("/reservations", json=booking).json()
        assert heard.says()["reservation"] == made


@pytest.mark.parametrize("transport", ["polling", "websocket"])
def test_a_hub_that_stops_waits_for_nobody_who_listens(
    tmp_path: Path, node: str, transport: str
) -> None:
    """And what it does to them is no error of ours in the log."""
    with ExitStack() as stack:
        house = stack.enter_context(served(tmp_path / "one"))
        heard = stack.enter_context(listener(node, house, house.key(), transport))
        assert heard.says() == {"connected": True}
        house.hub.stop()
        assert "disconnected" in heard.says()


NONSENSE = (
    b"\xff\xfe",
    b"x" * 20_000,
    b"40{bad",
    b"42[1]",
    b"4999999999-[]",
    b"b4AAAA",
    b"\x1e" * 50,
    b'40{"token":' + b"[" * 3000,
    b"6",
    b"1",
)


def test_nonsense_is_refused_and_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither an error of ours in the log, nor a request that hangs, nor room for all."""
    monkeypatch.setattr(live, "_POST_S", 0.2)
    with served(tmp_path / "one") as house, house.client() as client:
        client.base_url = f"https://127.0.0.1:{house.hub.port}"
        path = "/socket.io/?EIO=4&transport=polling"
        for odd in ("", "/?EIO=9", "/?EIO=4&transport=polling&sid=none", "/?EIO=4&j=a"):
            assert client.get(f"/socket.io{odd}").status_code == 400
        for body in NONSENSE:
            opened = json.loads(client.get(path).text[1:])
            answer = client.post(f"{path}&sid={opened['sid']}", content=body)
            assert answer.status_code in (200, 400), body[:20]
        strange = {"Origin": "https://elsewhere.example"}
        assert client.get(path, headers=strange).status_code == 400
        statuses = [client.get(path).status_code for _ in range(80)]
        assert set(statuses) == {200, 429}
        assert statuses[-1] == 429


class Mute(ClientConnection):
    """A client that answers no ping."""

    @override
    def send_data(self) -> None:
        if not self.muted:
            super().send_data()

    muted = False


@contextmanager
def muted(house: Served, path: str) -> Iterator[Mute]:
    trusted = ssl.create_default_context(
        cafile=house.machine.opened.profile.keys / "hub.crt"
    )
    trusted.maximum_version = ssl.TLSVersion.TLSv1_2  # see `line_kit.line`
    with connect(
        f"wss://127.0.0.1:{house.hub.port}{path}",
        ssl=trusted,
        create_connection=Mute,
        ping_interval=None,
        close_timeout=0.1,
    ) as made:
        made.muted = True
        yield made


def test_a_client_of_socket_io_may_be_silent_for_longer_than_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_SILENCE_S", 0.2)
    with (
        served(tmp_path / "one") as house,
        muted(house, "/socket.io/?EIO=4&transport=websocket") as guest,
        muted(house, "/sync") as terminal,
    ):
        assert guest.recv().startswith("0")
        with pytest.raises(ConnectionClosed):
            list(iter(terminal.recv, None))
        guest.muted = False
        guest.send("40")
        assert guest.recv() == '44{"message":"login_needed"}'
