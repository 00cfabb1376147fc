"""Whoever means harm gets no data, no crash and no trace of how Sotto is made.

`SOTTO_API_HOSTILE=10000` sends more than the suite has time for.
"""

import base64
import gzip
import json
import os
import random
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import jwt
import pytest
from api_kit import Served, served
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hub_kit import MANAGER, machine, paired
from websockets.sync.client import connect

from app.domain.till.decide import OpenTill
from app.hub import greeting, patience
from app.hub.api import gate
from app.hub.api.tokens import Claim
from app.hub.server import Hub

COUNT = int(os.environ.get("SOTTO_API_HOSTILE", "300"))
LIMIT = 200_000
NO_TRACE = ("Traceback", 'File "', "sqlalchemy", "/work", "site-packages")
PATHS = ("/orders", "/payments/x", "/receipts", "/reservations", "/events", "/keys")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("api") / "one"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "MAX_STRANGERS", 10**9)
        patch.setattr(gate, "BODY_S", 0.5)
        patch.setattr(patience, "HEAD_S", 0.5)
        with served(folder) as found:
            found.set("api.requests", "100000000")
            found.set("api.payload", str(LIMIT))
            found.do(OpenTill(coins=()))
            yield found


# --- Hundreds of requests


Attack = Callable[[random.Random, httpx2.Client, str], httpx2.Response]


def forged_token(chance: random.Random, client: httpx2.Client, key: str) -> Any:
    """A credential that proves nothing, at any address."""
    now = int(time.time())
    claims = {
        "iss": "C1",
        "aud": "sotto-api",
        "sub": chance.choice(["marc", "lea", "' OR 1=1 --", "../marc", ""]),
        "sid": chance.choice(["", "0", "01KB6R3Z6M7T9Q0V5W8X2Y4Z6A"]),
        "iat": now,
        "exp": chance.choice([now + 900, now - 900, 2**60, -1]),
    }
    other = Ed25519PrivateKey.generate()
    none = {"alg": "none", "typ": "JWT"}
    unsigned = b".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in (none, claims)
    )
    token = chance.choice(
        [
            jwt.encode(claims, other, algorithm="EdDSA"),
            jwt.encode(claims, "k" * 32, algorithm="HS256"),
            jwt.encode(claims, other, algorithm="EdDSA", headers={"kid": "../../x"}),
            unsigned.decode() + ".",
            key[:-1],
            key.upper(),
            f"sk_{chance.getrandbits(200):x}",
            "sk_' OR '1'='1",
            "x" * chance.choice([1, 2000, 9000]),
            ".".join("a" * chance.randrange(5) for _ in range(3)),
        ]
    )
    kind = chance.choice(["Bearer ", "bearer ", "Basic ", "Bearer  ", ""])
    return client.get(
        chance.choice(PATHS), headers={"Authorization": f"{kind}{token}".strip()}
    )


def hostile_body(chance: random.Random, client: httpx2.Client, key: str) -> Any:
    """Bytes that are no JSON of ours."""
    item = b'{"menu_item_id":"cafe","quantity":%s}'
    body = chance.choice(
        [
            b"[" * chance.choice([33, 1000, 50_000]),
            b'{"a":' * 5000 + b"1" + b"}" * 5000,
            b'{"items":[' + item % b"1e400" + b"]}",
            b'{"items":[' + item % (b"9" * 5000) + b"]}",
            b'{"items":[' + item % b"NaN" + b"]}",
            b'{"items":[' + item % b"-Infinity" + b"]}",
            b'{"items":[' + item % b'"1"' + b"]}",
            b'{"items":[' + item % b"true" + b"]}",
            b'{"items":[{"menu_item_id":"\\ud800","quantity":1}]}',
            b'{"items":[{"menu_item_id":"caf\xe9","quantity":1}]}',
            '{"items":[]}'.encode("utf-16"),
            b"\xef\xbb\xbf[1]",
            b'{"items":' + b"[" * 40 + b"]" * 40 + b"}",
            b'{"table_id":"' + b"x" * 5000 + b'","items":[]}',
            b'{"covers":-1,"items":[]}',
            b"null",
            b"{",
            bytes(chance.getrandbits(8) for _ in range(200)),
        ]
    )
    path = chance.choice(["/orders", "/payments", "/reservations"])
    return client.post(
        path,
        content=body,
        headers={
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"{chance.getrandbits(64):x}",
        },
    )


def wrong_kind(chance: random.Random, client: httpx2.Client, key: str) -> Any:
    """A body that says it is something else, or is packed."""
    headers = {"Authorization": f"Bearer {key}"}
    packed = gzip.compress(b"0" * 10_000_000)
    kind, more, body = chance.choice(
        [
            ("application/json", {"Content-Encoding": "gzip"}, packed),
            ("application/xml", {}, b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
            ("text/plain", {}, b'{"items":[]}'),
            ("application/x-www-form-urlencoded", {}, b"items=1"),
            ("application/json; charset=utf-16", {}, '{"items":[]}'.encode("utf-16")),
            ("multipart/form-data; boundary=x", {}, b"--x--"),
        ]
    )
    headers |= {"Content-Type": kind, **more}
    return client.post("/orders", content=body, headers=headers)


def too_large(chance: random.Random, client: httpx2.Client, key: str) -> Any:
    """More bytes than are taken, said or unsaid."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    size = LIMIT + chance.randrange(1, 1000)

    def parts() -> Iterator[bytes]:
        for _ in range(size // 10_000 + 1):
            yield b" " * 10_000

    content = parts() if chance.random() < 0.5 else b" " * size
    return client.post("/orders", content=content, headers=headers)


def path_trick(chance: random.Random, client: httpx2.Client, key: str) -> Any:
    """An address that leads somewhere else, or so somebody hopes."""
    trick = chance.choice(
        [
            "/orders/..%2f..%2fkeys",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/orders/%00",
            "/orders/%0a%0dX-Evil:%201",
            "/orders/" + "a" * chance.choice([100, 5000]),
            "/orders/' OR '1'='1",
            "/receipts/1%20UNION%20SELECT%20*%20FROM%20journal",
            "/receipts/%ff%fe",
            "//orders/x",
            "/orders/x;jsessionid=1",
            "/orders/$(id)",
            "/menu/items/{{7*7}}",
            "/orders/\u202e",
            "/reservations/%F0%9F%92%A9",
            "/payments/methods/../../keys/x",
            "/openapi.json/..;/keys",
        ]
    )
    return client.get(trick, headers={"Authorization": f"Bearer {key}"})


def odd_query(chance: random.Random, client: httpx2.Client, key: str) -> Any:
    """Values of a query that nobody asked for."""
    wanted = chance.choice(
        [
            ("/orders", {"limit": "-1"}),
            ("/orders", {"limit": "1e9"}),
            ("/orders", {"after": "%00" * 10}),
            ("/orders", {"after": "A" * 2001}),
            ("/orders", {"status": "' OR 1=1"}),
            ("/events", {"after": base64.b64encode(b"[" * 900).decode()}),
            ("/events", {"limit": "999999"}),
            ("/receipts", {"day": "2026-02-30"}),
            ("/receipts", {"day": "' OR 1=1"}),
            ("/tables/availability", {"date": "9999-99-99"}),
            ("/tables/availability", {"date": "2026-12-04", "covers": "10000000"}),
        ]
    )
    path, query = wanted
    return client.get(path, params=query, headers={"Authorization": f"Bearer {key}"})


ATTACKS: tuple[Attack, ...] = (
    forged_token,
    forged_token,
    hostile_body,
    hostile_body,
    wrong_kind,
    too_large,
    path_trick,
    odd_query,
)


@pytest.mark.logs
def test_hostile_requests_get_nothing(
    house: Served, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(20261129)
    key = house.key()
    before = house.machine.vector
    seen: dict[int, int] = {}
    with house.client() as client:
        for _ in range(COUNT):
            attack = chance.choice(ATTACKS)
            try:
                answer = attack(chance, client, key)
            except (httpx2.RemoteProtocolError, httpx2.WriteError, httpx2.ReadError):
                continue  # shut before all of it was sent
            seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
            where = (attack.__name__, answer.request.url, answer.text[:200])
            assert 400 <= answer.status_code < 500, where
            assert not any(trace in answer.text for trace in NO_TRACE), where
            assert "x-evil" not in answer.headers
    assert {400, 401, 404, 413, 415, 422} <= seen.keys()
    after = house.machine.vector["C1"] - before["C1"]
    refused = house.journaled("access.refused")
    assert after <= len(refused) < 60  # knocking does not fill the journal
    with house.client(key) as client:
        assert client.get("/auth/me").status_code == 200
    assert not [r for r in caplog.records if r.levelname == "ERROR"]


# --- Bytes that are no HTTP, or come slowly


@contextmanager
def raw(house: Served) -> Iterator[ssl.SSLSocket]:
    trusted = ssl.create_default_context(
        cafile=house.machine.opened.profile.keys / "hub.crt"
    )
    plain = socket.create_connection(("127.0.0.1", house.hub.port), timeout=10)
    with trusted.wrap_socket(plain, server_hostname="localhost") as connection:
        yield connection


def received(connection: ssl.SSLSocket) -> bytes:
    found = b""
    try:
        while part := connection.recv(65536):
            found += part
    except (ConnectionError, ssl.SSLError):
        pass
    return found


POST = b"POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
MALFORMED = [
    b"\x00" * 100 + b"\r\n\r\n",
    b"GET /api/v1/orders HTTP/9.9\r\nConnection: close\r\n\r\n",
    b"GET /api/v1/orders\r\n\r\n",
    b"G\x00T /api/v1/orders HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /api/v1/orders HTTP/1.1\r\nHost x\r\n\r\n",
    b"GET /api/v1/orders HTTP/1.1\r\n" + b"X: " + b"a" * 70_000 + b"\r\n\r\n",
    POST + b"Content-Length: -1\r\n\r\n",
    POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
    POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + POST,
]


@pytest.mark.logs
@pytest.mark.parametrize("sent", MALFORMED)
def test_bytes_that_are_no_request_are_refused(
    house: Served, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with raw(house) as connection:
        with suppress(ConnectionError, ssl.SSLError):  # shut before all was sent
            connection.sendall(sent)
        answer = received(connection)
    assert b"HTTP/1.1 2" not in answer
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer[:200]
    assert b"application/problem+json" in answer or answer == b""


def test_who_sends_slowly_is_not_waited_for(house: Served) -> None:
    key = house.key()
    with raw(house) as head, raw(house) as body, house.client(key) as other:
        head.sendall(b"GET /api/v1/auth/me HTTP/1.1\r\nHost")
        body.sendall(
            b"POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n"
            b"Content-Type: application/json\r\n\r\n{"
        )
        assert other.get("/auth/me").status_code == 200
        assert received(head) == b""
        assert received(body).startswith(b"HTTP/1.1 408")


@pytest.mark.logs
def test_more_connections_than_agreed_wait_outside(
    house: Served, caplog: pytest.LogCaptureFixture
) -> None:
    key = house.key()
    house.set("api.connections", "2")
    said = (
        "POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n"
        f"Content-Type: application/json\r\nAuthorization: Bearer {key}\r\n\r\n"
    ).encode()
    try:
        with raw(house) as one, raw(house) as two, house.client(key) as third:
            one.sendall(said)
            two.sendall(said)
            time.sleep(0.1)
            answer = third.get("/auth/me")
            assert (answer.status_code, answer.json()["code"]) == (
                429,
                "too_many_connections",
            )
            received(one), received(two)
            assert third.get("/auth/me").status_code == 200
    finally:
        house.set("api.connections", "25")


def test_a_minute_has_so_many_requests_for_each_key(house: Served) -> None:
    house.set("api.requests", "5")
    try:
        with house.program("menu:read") as one, house.program("menu:read") as two:
            answers = [one.get("/auth/me") for _ in range(7)]
            assert [a.status_code for a in answers] == [200] * 5 + [429] * 2
            assert answers[0].headers["RateLimit-Limit"] == "5"
            assert answers[4].headers["RateLimit-Remaining"] == "0"
            assert 0 < int(answers[5].headers["Retry-After"]) <= 60
            assert two.get("/auth/me").status_code == 200
    finally:
        house.set("api.requests", "100000000")


def test_nobody_is_counted_under_an_address_they_made_up(house: Served) -> None:
    house.set("api.requests", "5")
    try:
        answers = []
        for place in range(7):
            forged = {"X-Forwarded-For": f"203.0.113.{place}"}
            with house.client(**forged) as client:
                answers.append(client.get("/auth/me").status_code)
        assert 429 in answers
    finally:
        house.set("api.requests", "100000000")


def test_pages_of_others_may_call_only_where_they_are_let(house: Served) -> None:
    ours = {"Origin": "https://a.example"}
    with house.program("menu:read", **ours) as page:
        assert "access-control-allow-origin" not in page.get("/auth/me").headers
        house.set("api.origins", "https://a.example")
        try:
            answer = page.get("/auth/me")
            assert answer.headers["Access-Control-Allow-Origin"] == "https://a.example"
            asked = page.request("OPTIONS", "/orders")
            assert asked.status_code == 204
            assert "POST" in asked.headers["Access-Control-Allow-Methods"]
        finally:
            house.set("api.origins", "")


def test_answers_are_sent_at_once(house: Served) -> None:
    """asyncio sends without delay only on sockets that say that they are TCP."""
    opened = house.machine.opened
    hub = Hub(house.machine.node, opened.profile.keys, opened.pepper, port=0)
    for listening in hub._listen():
        with listening:
            assert listening.proto == socket.IPPROTO_TCP


# --- Proofs of terminals


@pytest.mark.logs
def test_a_proof_that_was_overheard_proves_nothing_again(
    house: Served, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    offer = house.hub.desk.open("Bar", "pos", MANAGER)
    paired(tmp_path / "two", house.hub, offer.code)
    with machine(tmp_path / "two") as two:
        trusted = ssl.create_default_context(
            cafile=house.machine.opened.profile.keys / "hub.crt"
        )
        trusted.maximum_version = ssl.TLSVersion.TLSv1_2  # see `line_kit.line`
        url = f"wss://127.0.0.1:{house.hub.port}/sync"
        node = two.node
        hello = {
            "site": node.site_id,
            "chain": node.chain,
            "nonce": "n" * 32,
            "environment": node.house.environment,
        }
        with connect(url, ssl=trusted) as first:
            first.send(json.dumps(hello))
            asked = json.loads(first.recv())
            proof = greeting._sign(
                node, to=asked["chain"], nonce=asked["nonce"], tls=house.hub.tls
            )
            answer = json.dumps({"proof": proof, "have": node.house.journal.vector()})
            first.send(answer)
            assert "have" in json.loads(first.recv())
        with connect(url, ssl=trusted) as again:
            again.send(json.dumps(hello))
            assert json.loads(again.recv())["nonce"] != asked["nonce"]
            again.send(answer)
            assert json.loads(again.recv()) == {"refused": "proof"}


# --- Time


def test_a_token_ends_on_the_houses_clock(house: Served) -> None:
    with house.client() as client:
        told = {"person": "marc", "pin": "9999"}
        token = client.post("/auth/login", json=told).json()["access_token"]
    api = house.hub.api
    now = house.house.clock()
    claim = api.tokens.read(token, now)
    old = api.tokens.issue(Claim("marc", claim.session), now - timedelta(minutes=16))
    with house.client(old) as client:
        answer = client.get("/auth/me")
    assert answer.json()["code"] == "token_expired"
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
