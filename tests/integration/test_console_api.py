"""What the developer console asks besides the API: its session, calls, inspector."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pyotp
import pytest
from api_kit import Served, served
from hub_kit import soon
from standardwebhooks import Webhook

from app.hub.api.calls import HIDDEN
from app.hub.console.routes import COOKIE, PREFIX

MARC = {"person": "Marc", "secret": "9999"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("console")) as found:
        yield found


def at(client: httpx2.Client, path: str) -> str:
    return str(client.base_url.join(path))


@pytest.fixture
def browser(house: Served) -> Iterator[httpx2.Client]:
    """A client that keeps cookies, as a browser does."""
    with house.client() as client:
        yield client


def log_in(browser: httpx2.Client, **who: str) -> dict[str, str]:
    told = browser.post(at(browser, f"{PREFIX}/session"), json=who or MARC)
    assert told.status_code == 200, told.text
    browser.headers["Authorization"] = f"Bearer {told.json()['access_token']}"
    return told.json()


def lines(browser: httpx2.Client, path: str, count: int) -> list[dict]:
    """The next things of a feed."""
    found: list[dict] = []
    with browser.stream("GET", at(browser, path)) as answer:
        assert answer.status_code == 200
        for line in answer.iter_lines():
            if line:
                found.append(json.loads(line))
            if len(found) >= count:
                break
    return found


def test_the_refresh_token_is_in_a_cookie_that_no_script_sees(
    browser: httpx2.Client,
) -> None:
    told = browser.post(at(browser, f"{PREFIX}/session"), json=MARC)
    assert told.json().keys() == {"access_token", "expires_in", "person", "name"}
    cookie = told.headers["Set-Cookie"]
    wanted = ("HttpOnly", "Secure", "SameSite=strict", f"Path={PREFIX}/session")
    assert cookie.startswith(f"{COOKIE}=")
    assert all(each in cookie for each in wanted)


def test_a_session_goes_on_by_its_cookie_alone_and_ends(browser: httpx2.Client) -> None:
    first = log_in(browser)
    again = browser.put(at(browser, f"{PREFIX}/session"))
    assert again.status_code == 200
    assert again.json()["access_token"] != first["access_token"]
    assert browser.post("/auth/logout").status_code == 204
    assert browser.delete(at(browser, f"{PREFIX}/session")).status_code == 204
    assert browser.put(at(browser, f"{PREFIX}/session")).status_code == 204
    assert browser.get("/auth/me").status_code == 401


def test_who_has_a_second_factor_needs_its_code(
    house: Served, browser: httpx2.Client
) -> None:
    log_in(browser, person="karim", secret="2222")
    seed = browser.post("/auth/second-factor").json()["secret"]
    now = house.house.clock().timestamp()
    code = pyotp.TOTP(seed).at(now)
    assert browser.put("/auth/second-factor", json={"code": code}).status_code == 204
    url = at(browser, f"{PREFIX}/session")
    told = {"person": "Karim", "secret": "2222"}
    refused = browser.post(url, json=told)
    assert (refused.status_code, refused.json()["code"]) == (401, "code_needed")
    following = pyotp.TOTP(seed).at(now + 30)
    assert browser.post(url, json={**told, "code": following}).status_code == 200


@pytest.mark.parametrize("cookie", ["garbage", ".", "x" * 3000, "\xe9\xff", "a.b.c"])
def test_a_cookie_that_is_none_is_nobody(browser: httpx2.Client, cookie: str) -> None:
    head = {"Cookie": f"{COOKIE}={cookie}".encode("latin-1")}
    told = browser.put(at(browser, f"{PREFIX}/session"), headers=head)
    assert told.status_code == 204
    assert "Max-Age=0" in told.headers["Set-Cookie"]


def test_a_spent_cookie_ends_the_session(browser: httpx2.Client) -> None:
    log_in(browser)
    spent = browser.cookies[COOKIE]
    browser.put(at(browser, f"{PREFIX}/session"))
    browser.cookies.clear()
    copy = {"Cookie": f"{COOKIE}={spent}"}
    assert (
        browser.put(at(browser, f"{PREFIX}/session"), headers=copy).status_code == 204
    )
    assert browser.get("/auth/me").status_code == 401


def test_the_cookie_opens_nothing_and_no_other_page_may_send_it(
    browser: httpx2.Client,
) -> None:
    log_in(browser)
    del browser.headers["Authorization"]
    for path in (f"{PREFIX}/calls", f"{PREFIX}/inbox", "/api/v1/keys"):
        assert browser.get(at(browser, path)).status_code == 401, path
    for site in ("cross-site", "same-site", "none"):
        for method in ("POST", "PUT", "DELETE"):
            told = browser.request(
                method,
                at(browser, f"{PREFIX}/session"),
                headers={"Sec-Fetch-Site": site},
                json=MARC if method == "POST" else None,
            )
            assert told.status_code == 403, (method, site)


def test_wrong_tries_count_at_both_doors_together(
    house: Served, browser: httpx2.Client
) -> None:
    wrong = {"person": "sofia", "pin": "0000"}
    for _ in range(2):
        assert browser.post("/auth/login", json=wrong).status_code == 401
    again = {"person": "sofia", "secret": "0000"}
    url = at(browser, f"{PREFIX}/session")
    assert browser.post(url, json=again).status_code == 401
    assert browser.post(url, json=again).status_code == 429
    assert browser.post("/auth/login", json=wrong).status_code == 429


def test_calls_come_live_and_say_no_secret(
    house: Served, browser: httpx2.Client
) -> None:
    log_in(browser)
    with house.program("orders:read", "reservations:write") as program:
        program.get("/orders", params={"limit": 3})
        guest = {"date": "2027-01-08", "time": "19:30", "covers": 2}
        made = program.post("/reservations", json={**guest, "name": "Jean Dupont"})
    assert made.status_code == 201
    seen = lines(browser, f"{PREFIX}/calls", 1)
    found = browser.get(at(browser, f"{PREFIX}/calls/{seen[0]['number']}"))
    assert found.status_code == 200
    known = {made.headers["X-Request-Id"]}
    with browser.stream("GET", at(browser, f"{PREFIX}/calls")) as answer:
        calls = (json.loads(line) for line in answer.iter_lines() if line)
        call = next(each for each in calls if each["id"] in known)
    assert (call["method"], call["status"]) == ("POST", 201)
    assert call["name"].startswith("Key ")
    whole = browser.get(at(browser, f"{PREFIX}/calls/{call['number']}")).json()
    assert json.loads(whole["asked"]["body"])["name"] == HIDDEN
    assert ["authorization", f"Bearer {HIDDEN}"] in whole["asked"]["heads"]
    assert "Dupont" not in json.dumps(whole)
    assert "sk_" not in json.dumps(whole)


def test_nobody_looks_on_once_they_are_logged_out(
    house: Served, browser: httpx2.Client
) -> None:
    log_in(browser)
    with browser.stream("GET", at(browser, f"{PREFIX}/calls")) as answer:
        seen = answer.iter_lines()
        next(seen)
        with house.client(browser.headers["Authorization"].split()[1]) as other:
            over = other.post("/auth/logout")
        assert over.status_code == 204
        assert not [line for line in seen if over.headers["X-Request-Id"] in line]


def test_who_may_make_no_keys_sees_their_own_calls_alone(
    house: Served, browser: httpx2.Client
) -> None:
    with house.client() as other:
        log_in(other)
        other.get("/keys")
    log_in(browser, person="lea", secret="1111")
    browser.get("/menu")
    seen = lines(browser, f"{PREFIX}/calls", 1)
    assert {each["who"] for each in seen} == {"lea"}
    numbers = range(1, house.hub.api.calls.count + 1)
    url = at(browser, f"{PREFIX}/calls")
    mine = [browser.get(f"{url}/{number}") for number in numbers]
    assert {each.json()["who"] for each in mine if each.status_code == 200} == {"lea"}
    assert browser.get(at(browser, f"{PREFIX}/inbox")).status_code == 403


def test_a_key_says_when_it_was_last_used(
    house: Served, browser: httpx2.Client
) -> None:
    log_in(browser)
    made = browser.post("/keys", json={"name": "x", "scopes": ["menu:read"]}).json()

    def last() -> str | None:
        keys = browser.get("/keys").json()["keys"]
        return next(k["last_used_at"] for k in keys if k["key_id"] == made["key_id"])

    assert last() is None
    with house.client(made["secret"]) as program:
        program.get("/menu")
    assert last() is not None


def inbox(browser: httpx2.Client) -> dict[str, str]:
    return browser.get(at(browser, f"{PREFIX}/inbox")).json()


def emptied(browser: httpx2.Client) -> None:
    url = at(browser, f"{PREFIX}/inbox/messages")
    assert browser.delete(url).status_code == 204


def test_a_simulation_is_signed_as_the_real_ones_are(
    house: Served, browser: httpx2.Client
) -> None:
    log_in(browser)
    emptied(browser)
    told = {"event": "order.created", "data": {"order_id": "1", "test": False}}
    url = at(browser, f"{PREFIX}/simulations")
    assert browser.post(url, json=told).status_code == 204
    (message,) = lines(browser, f"{PREFIX}/inbox/messages", 1)
    assert message["verdict"] == "verified"
    said = Webhook(inbox(browser)["secret"]).verify(message["body"], message["heads"])
    assert said["type"] == "order.created"
    assert said["data"]["order_id"] == "1"
    assert said["data"]["test"] is True
    strange = {**told, "event": "order.eaten"}
    assert browser.post(url, json=strange).status_code == 422


@pytest.mark.parametrize(
    ("data", "status"), [("NaN", 422), ('"\\ud800"', 204), ("1e400", 422)]
)
def test_what_is_simulated_is_json(
    browser: httpx2.Client, data: str, status: int
) -> None:
    log_in(browser)
    told = f'{{"event": "order.created", "data": {{"a": {data}}}}}'
    heads = {"Content-Type": "application/json"}
    url = at(browser, f"{PREFIX}/simulations")
    assert browser.post(url, content=told, headers=heads).status_code == status


def test_a_webhook_reaches_the_inspector_without_the_network(
    house: Served, browser: httpx2.Client
) -> None:
    log_in(browser)
    emptied(browser)
    mine = inbox(browser)
    made = browser.post(
        "/webhooks",
        json={
            "event": "order.created",
            "target_url": f"https://caisse.invalid:8443{mine['path']}",
            "secret": mine["secret"],
        },
    )
    assert made.status_code == 201
    with house.program("orders:read", "orders:write", "tables:read") as program:
        assert program.post("/orders", json={"mode": "takeaway"}).status_code == 201
    (message,) = lines(browser, f"{PREFIX}/inbox/messages", 1)
    assert message["verdict"] == "verified"
    assert json.loads(message["body"])["data"]["mode"] == "takeaway"
    hook = made.json()["webhook_id"]
    told = {"event": "order.created", "data": {"order_id": "1"}, "webhook_id": hook}
    url = at(browser, f"{PREFIX}/simulations")
    assert browser.post(url, json=told).status_code == 204
    soon(lambda: len(house.hub.api.webhooks.inspector.box("marc").after(0)) == 2)
    browser.delete(f"/webhooks/{hook}")


def test_the_inspector_judges_what_others_send(
    house: Served, browser: httpx2.Client
) -> None:
    log_in(browser)
    emptied(browser)
    mine = inbox(browser)
    now = round(house.house.clock().timestamp())
    signing = Webhook(mine["secret"])
    url = at(browser, mine["path"])
    body = '{"type": "order.created"}'

    def sent(at_: int, **heads: str) -> dict[str, str]:
        moment = datetime.fromtimestamp(at_, UTC)
        return {
            "Content-Type": "application/json",
            "Webhook-Id": "m",
            "Webhook-Timestamp": str(at_),
            "Webhook-Signature": signing.sign("m", moment, body),
            **heads,
        }

    for heads in (
        sent(now),
        sent(now - 900),
        sent(now, **{"Webhook-Signature": "v1,AAAA"}),
        sent(now, **{"Webhook-Timestamp": "9" * 11}),
        {"Content-Type": "application/json"},
    ):
        with house.client() as stranger:
            assert stranger.post(url, content=body, headers=heads).status_code == 204
    seen = lines(browser, f"{PREFIX}/inbox/messages", 5)
    verdicts = ["verified", "late", "wrong", "wrong", "unsigned"]
    assert [m["verdict"] for m in seen] == verdicts
    nowhere = at(browser, f"{PREFIX}/inbox/AAAA")
    assert browser.post(nowhere, json={}).status_code == 404


def test_the_page_is_guarded_and_needs_no_login(browser: httpx2.Client) -> None:
    page = browser.get(at(browser, "/developers/"))
    assert page.status_code == 200
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for path in ("main.js", "console.css", "fonts/Inter-Regular.ttf", "icons/key.svg"):
        found = browser.get(at(browser, f"/developers/{path}"))
        assert found.status_code == 200, path
        assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert browser.get(at(browser, "/developers/hub.crt")).text.startswith(
        "-----BEGIN C"
    )
    for path in ("hub.key", "../keys/hub.key", "%2e%2e/texts.py", "fonts/../texts.py"):
        told = browser.get(at(browser, "/developers/") + path)
        assert told.status_code == 404, path


def test_a_hub_that_stops_waits_for_nobody_who_looks_on(tmp_path: Path) -> None:
    with served(tmp_path) as house:
        with house.client() as browser:
            token = log_in(browser)["access_token"]
        looking = threading.Event()

        def look() -> None:
            with (
                house.client(token, Connection="close") as browser,
                browser.stream("GET", at(browser, f"{PREFIX}/calls")) as answer,
            ):
                for _ in answer.iter_lines():
                    looking.set()

        thread = threading.Thread(target=look)
        thread.start()
        assert looking.wait(10)
        house.hub.stop()
        thread.join(10)
        assert not thread.is_alive()
