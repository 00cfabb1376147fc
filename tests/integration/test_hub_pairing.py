"""Pairing with somebody in between, somebody who guesses, and what is no hub at all."""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from http.client import HTTPSConnection
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hub_kit import MANAGER, Machine, machine, paired, soon
from middleman import middleman

from app.hub import node
from app.hub.certificate import certificate_files
from app.hub.joining import JoinFailedError, join
from app.hub.link import State
from app.hub.pairing import coming_side
from app.hub.places import address_of
from app.services.house import House
from db.canonical import b64u
from db.keys import open_key

pytestmark = [pytest.mark.logs, pytest.mark.usefixtures("caplog")]


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Machine]:
    with machine(tmp_path / "one") as made:
        made.carries_hub()
        yield made


@pytest.fixture
def jwk(tmp_path: Path, one: Machine) -> Any:
    (tmp_path / "fresh").mkdir()
    return open_key(tmp_path / "fresh", name="Sotto", now=one.house.clock()).jwk


def post(one: Machine, path: str, body: str) -> tuple[int, Any]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = HTTPSConnection("127.0.0.1", one.hub.port, context=context, timeout=10)
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    told = answer.read()
    connection.close()
    return answer.status, told


def test_who_stands_between_learns_no_code_and_pairs_nobody(
    one: Machine, jwk: Any, tmp_path: Path
) -> None:
    offer = one.hub.desk.open("Bar", "pos", MANAGER)
    with middleman(tmp_path / "evil", one.hub.port) as port:
        for _ in range(3):
            with pytest.raises(JoinFailedError, match="code"):
                join(f"127.0.0.1:{port}", offer.code, jwk)
    assert list(one.house.world.terminals.known) == ["C1"]
    assert one.hub.desk.seconds_left() == 0  # and the code is void


def test_who_stands_between_later_is_found_out(one: Machine, tmp_path: Path) -> None:
    paired(tmp_path / "two", one.hub, one.hub.desk.open("Bar", "pos", MANAGER).code)
    with (
        machine(tmp_path / "two") as two,
        middleman(tmp_path / "evil", one.hub.port) as port,
    ):
        link = two.links(f"127.0.0.1:{port}")
        soon(lambda: link.status.state is State.TURNED_AWAY)
        assert link.status.reason == "proof"
        assert two.house.journal.vector().keys() == {"C2"}


def test_a_proof_in_odd_letters_is_a_wrong_one(one: Machine) -> None:
    one.hub.desk.open("Bar", "pos", MANAGER)
    side = coming_side("000000", one.hub.tls)
    _, told = post(one, "/pairing/start", json.dumps({"message": b64u(side.start())}))
    proof = {"id": json.loads(told)["id"], "x": "é", "y": "", "proof": "é"}
    assert post(one, "/pairing/finish", json.dumps(proof)) == (
        403,
        b'{"refused":"code"}',
    )


def test_many_who_start_at_once_have_three_tries_together(one: Machine) -> None:
    one.hub.desk.open("Bar", "pos", MANAGER)

    def start(_: int) -> int:
        side = coming_side("000000", one.hub.tls)
        return post(one, "/pairing/start", json.dumps({"message": b64u(side.start())}))[
            0
        ]

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(start, range(24)))
    assert answers.count(200) == 3
    assert answers.count(403) == 21


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        '{"message": 7}',
        '{"message": "é"}',
        '{"message": "AAAA"}',
        '{"message": "' + "A" * 5_000_000 + '"}',
        '{"id": "x", "x": "", "y": "", "proof": ""}',
        '{"id": "\\ud800", "x": "\\ud800", "y": "", "proof": ""}',
    ],
)
def test_nonsense_pairs_nobody(one: Machine, body: str) -> None:
    one.hub.desk.open("Bar", "pos", MANAGER)
    for path in ("/pairing/start", "/pairing/finish"):
        with suppress(OSError):  # it heard enough
            assert 400 <= post(one, path, body)[0] < 500
    assert list(one.house.world.terminals.known) == ["C1"]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"7",
        b"[" * 100_000,
        b'{"id": 1, "message": 2}',
        b'{"id": "a"}',
        b'{"id": "a", "message": "AAAA"}',
        b'{"id": "a", "message": "\xc3\xa9"}',
        b'{"refused": ["closed"]}',
    ],
)
def test_what_is_no_hub_is_told_in_words(
    jwk: Any, tmp_path: Path, answer: bytes
) -> None:
    (tmp_path / "web").mkdir()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate_files(tmp_path / "web", datetime.now(UTC)))

    def serve(listening: socket.socket) -> None:
        for _ in range(2):  # the certificate, then what is asked
            near, _ = listening.accept()
            with context.wrap_socket(near, server_side=True) as line:
                if line.recv(65_536):
                    line.recv(65_536)
                    length = f"Content-Length: {len(answer)}\r\n\r\n"
                    line.sendall(b"HTTP/1.1 200 OK\r\n" + length.encode() + answer)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=serve, args=(listening,))
        server.start()
        with pytest.raises(JoinFailedError) as failed:
            join(f"127.0.0.1:{listening.getsockname()[1]}", "123456", jwk)
        server.join()
    assert failed.value.args[0] in ("unreachable", "form")
    assert failed.value.text()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10.0.0.1", ("10.0.0.1", 8443)),
        ("10.0.0.1:1", ("10.0.0.1", 1)),
        (" hub.local ", ("hub.local", 8443)),
        ("::1", ("::1", 8443)),
        ("fe80::1:8443", ("fe80::1:8443", 8443)),
        ("[::1]", ("::1", 8443)),
        ("[::1]:99", ("::1", 99)),
    ],
)
def test_an_address_may_be_of_either_kind(text: str, found: tuple[str, int]) -> None:
    assert address_of(text) == found


def test_the_past_of_years_is_taken_in_by_and_by(
    one: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[int] = []
    settle = House.settle

    def counted(house: House) -> None:
        if house.terminal == "C2":
            settled.append(sum(house.journal.vector().values()))
        settle(house)

    for number in range(300):
        one.ask(lambda n=number: one.house.note("BACKUP", str(n)))
    monkeypatch.setattr(House, "settle", counted)
    monkeypatch.setattr(node, "MOST_WAITING", 100)
    paired(tmp_path / "two", one.hub, one.hub.desk.open("Bar", "pos", MANAGER).code)
    with machine(tmp_path / "two") as two:
        two.links()
        soon(lambda: two.vector == one.vector)
        steps = [b - a for a, b in pairwise(settled)]  # the seed is one append
        assert len([step for step in steps if step]) >= 3
        assert max(steps) <= 100 + node.PIECE
