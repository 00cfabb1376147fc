"""Who comes in by the API: keys, logins, second factor, refusals, and what is journaled."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from api_kit import Served, served

from app.domain.access.decide import RevokeKey
from app.hub.api.logins import FREE_TRIES, Throttle
from app.hub.api.problems import ProblemError
from app.hub.api.tokens import Claim, TokenError, Tokens
from app.services.credentials import (
    check_password,
    hash_password,
    password_refusal,
    seal,
    unseal,
)

MANAGER_PIN = {"person": "marc", "pin": "9999"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("api") / "one") as found:
        yield found


def login(house: Served, person: str = "marc", **secret: str) -> dict:
    told = {"person": person, **(secret or {"pin": "9999"})}
    with house.client() as client:
        answer = client.post("/auth/login", json=told)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_nobody_gets_anything(house: Served) -> None:
    with house.client() as client:
        answer = client.get("/auth/me")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "login_needed"


def test_a_person_logs_in_asks_renews_and_logs_out(house: Served) -> None:
    granted = login(house)
    with house.client(granted["access_token"]) as client:
        me = client.get("/auth/me").json()
        assert me["operator"] == "marc"
        assert me["name"] == "Marc"
        assert "keys:write" in me["scopes"]
        renewed = client.post(
            "/auth/refresh", json={"refresh_token": granted["refresh_token"]}
        ).json()
        assert client.post("/auth/logout").status_code == 204
        assert client.get("/auth/me").json()["code"] == "session_over"
    with house.client(renewed["access_token"]) as client:
        assert client.get("/auth/me").status_code == 401
    opened = house.journaled("session.opened")[-1]
    assert (opened.op, opened.data["way"]) == ("marc", "pin")
    assert house.journaled("session.closed")[-1].data["reason"] == "logout"


def test_a_refresh_token_that_was_spent_ends_the_session(house: Served) -> None:
    granted = login(house)
    told = {"refresh_token": granted["refresh_token"]}
    with house.client() as client:
        renewed = client.post("/auth/refresh", json=told).json()
        assert client.post("/auth/refresh", json=told).status_code == 401
        late = {"refresh_token": renewed["refresh_token"]}
        assert client.post("/auth/refresh", json=late).status_code == 401
    assert house.journaled("session.closed")[-1].data["reason"] == "reuse"


def test_a_login_that_is_repeated_opens_one_session(house: Served) -> None:
    before = len(house.journaled("session.opened"))
    with house.client(**{"Idempotency-Key": "login-1"}) as client:
        first = client.post("/auth/login", json=MANAGER_PIN)
        again = client.post("/auth/login", json=MANAGER_PIN)
        # What it repeats is the whole of it: a PIN is not guessed this way.
        guessed = {"person": "marc", "pin": "1234"}
        assert client.post("/auth/login", json=guessed).json()["code"] == "login_wrong"
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert len(house.journaled("session.opened")) == before + 1
    with house.client(again.json()["access_token"]) as client:
        assert client.get("/auth/me").json()["operator"] == "marc"
    with house.client(**{"Idempotency-Key": "login-1"}) as client:
        other = client.post("/auth/login", json={"person": "lea", "pin": "1111"})
        assert other.json()["person"] == "lea"  # keys are everybody's own


def test_a_renewal_whose_answer_was_lost_is_asked_again(house: Served) -> None:
    told = {"refresh_token": login(house)["refresh_token"]}
    with house.client(**{"Idempotency-Key": "renewal-1"}) as client:
        assert client.post("/auth/refresh", json=told).status_code == 200  # lost
        again = client.post("/auth/refresh", json=told)
        assert again.headers["Idempotency-Replayed"] == "true"
    with house.client(again.json()["access_token"]) as client:
        assert client.get("/auth/me").status_code == 200
        assert client.post("/auth/logout").status_code == 204
        late = client.post(
            "/auth/refresh", json=told, headers={"Idempotency-Key": "renewal-1"}
        )
        assert late.json()["code"] == "session_over"


def test_a_key_that_is_asked_for_twice_is_made_once(house: Served) -> None:
    asked = {"name": "TheFork", "scopes": ["reservations:read"]}
    key = {"Idempotency-Key": "key-1"}
    with house.client(login(house)["access_token"]) as client:
        made = client.post("/keys", json=asked, headers=key).json()
        again = client.post("/keys", json=asked, headers=key).json()
        assert again == made | {"secret": None}
        path, gone = f"/keys/{made['key_id']}", {"Idempotency-Key": "key-2"}
        assert client.delete(path, headers=gone).status_code == 204
        assert client.delete(path, headers=gone).status_code == 204
    for entry in house.journaled("request.noted"):
        assert made["secret"] not in entry.jws


def test_wrong_codes_are_journaled_and_slow_the_next_ones(house: Served) -> None:
    with house.client() as client:
        for _ in range(FREE_TRIES):
            told = {"person": "karim", "pin": "0000"}
            assert client.post("/auth/login", json=told).json()["code"] == "login_wrong"
        right = client.post("/auth/login", json={"person": "karim", "pin": "2222"})
        assert right.status_code == 429
        assert int(right.headers["Retry-After"]) > 10
        unknown = client.post("/auth/login", json={"person": "zoe", "pin": "0000"})
        assert unknown.json()["code"] == "login_wrong"
    refused = house.journaled("staff.login_refused")
    assert [entry.data["person"] for entry in refused[-4:]] == ["karim"] * 3 + [""]


def test_pauses_double_and_end_with_the_right_code() -> None:
    now = [0.0]
    throttle = Throttle(lambda: now[0])
    for _ in range(FREE_TRIES + 1):
        throttle.wrong("lea")
    now[0] = 29
    with pytest.raises(ProblemError):
        throttle.check("lea")
    now[0] = 31
    throttle.check("lea")
    throttle.right("lea")
    throttle.wrong("lea")
    throttle.check("lea")


def test_who_has_a_password_needs_it(house: Served) -> None:
    granted = login(house, "ines", pin="3333")
    with house.client(granted["access_token"]) as client:
        weak = client.put(
            "/auth/password", json={"password": "Ines12345678", "current_pin": "3333"}
        )
        assert weak.json()["code"] == "password_weak"
        wrong = client.put(
            "/auth/password",
            json={"password": "le zinc brille tôt", "current_pin": "1"},
        )
        assert wrong.status_code == 401
        told = {"password": "le zinc brille tôt", "current_pin": "3333"}
        assert client.put("/auth/password", json=told).status_code == 204
        pin = client.post("/auth/login", json={"person": "ines", "pin": "3333"})
        assert pin.status_code == 401
    login(house, "ines", password="le zinc brille tôt")


def test_an_administrator_can_ask_for_a_second_factor(house: Served) -> None:
    granted = login(house)
    with house.client(granted["access_token"]) as client:
        seed = client.post("/auth/second-factor").json()
        assert seed["uri"].startswith("otpauth://totp/Sotto:Marc")
        totp = pyotp.TOTP(seed["secret"])
        now = house.house.clock()
        wrong = client.put("/auth/second-factor", json={"code": "000000"})
        assert wrong.status_code == 422
        code = totp.at(now)
        assert client.put("/auth/second-factor", json={"code": code}).status_code == 204
        without = client.post("/auth/login", json=MANAGER_PIN)
        assert without.json()["code"] == "code_needed"
        again = client.post("/auth/login", json={**MANAGER_PIN, "code": code})
        assert again.json()["code"] == "login_wrong"  # a code is good once
        following = totp.at(now + timedelta(seconds=30))
        login(house, "marc", pin="9999", code=following)
        dropped = client.delete("/auth/second-factor", params={"code": following})
        assert dropped.status_code == 422
    assert seed["secret"] not in json.dumps(
        [dict(e.data) for e in house.journaled("access.second_factor_set")]
    )
    from app.domain.access.decide import SetSecondFactor

    house.do(SetSecondFactor(person="marc", seed=""))


def test_a_manager_gives_a_program_a_key_and_takes_it_back(house: Served) -> None:
    granted = login(house)
    with house.client(granted["access_token"]) as manager:
        told = {"name": "TheFork", "scopes": ["reservations:read"]}
        made = manager.post("/keys", json=told)
        assert made.status_code == 201
        secret = made.json()["secret"]
        assert secret.startswith("sk_")
        with house.client(secret) as program:
            assert program.get("/auth/me").json()["scopes"] == ["reservations:read"]
            refused = program.get("/keys")
            assert refused.status_code == 403
            assert refused.json()["right"] == "keys:write"
            assert manager.delete(f"/keys/{made.json()['key_id']}").status_code == 204
            assert program.get("/auth/me").json()["code"] == "key_invalid"
        listed = manager.get("/keys").json()["keys"]
        assert next(k for k in listed if k["name"] == "TheFork")["revoked"]
        assert secret not in manager.get("/keys").text
        assert manager.delete("/keys/nothing").status_code == 404
        unknown = manager.post("/keys", json={"name": "x", "scopes": ["keys:write"]})
        assert unknown.json()["code"] == "scope_invalid"
    assert secret not in json.dumps([dict(e.data) for e in house.journaled()])


def test_a_manager_logs_somebody_out(house: Served) -> None:
    manager, lea = login(house), login(house, "lea", pin="1111")
    with house.client(manager["access_token"]) as client:
        sessions = client.get("/auth/sessions").json()["sessions"]
        theirs = [s for s in sessions if s["name"] == "Léa"][-1]["session_id"]
        with house.client(lea["access_token"]) as other:
            assert other.get("/auth/sessions").status_code == 403
            assert other.delete(f"/auth/sessions/{theirs}").status_code == 403
            assert other.get("/auth/me").status_code == 200
            assert client.delete(f"/auth/sessions/{theirs}").status_code == 204
            assert other.get("/auth/me").status_code == 401
        assert client.delete(f"/auth/sessions/{theirs}").status_code == 404


def test_a_waiter_makes_no_keys(house: Served) -> None:
    granted = login(house, "lea", pin="1111")
    with house.client(granted["access_token"]) as client:
        told = {"name": "x", "scopes": ["menu:read"]}
        assert client.post("/keys", json=told).status_code == 403


def test_a_refusal_is_journaled_once_and_then_counted(house: Served) -> None:
    with house.program("menu:read") as program:
        operator = program.get("/auth/me").json()["operator"]
        for _ in range(5):
            program.get("/keys")
    mine = [e for e in house.journaled("access.refused") if e.data["who"] == operator]
    assert [(e.data["code"], e.data["count"]) for e in mine] == [("scope_missing", 1)]


def test_problems_speak_the_callers_language(house: Served) -> None:
    with house.client(**{"Accept-Language": "de, en;q=0.8, fr;q=0.5"}) as client:
        answer = client.get("/auth/me")
    assert answer.json()["detail"] == "Say who you are first."
    assert answer.headers["Content-Language"] == "en"


def unsigned(claims: dict, header: dict, secret: bytes = b"") -> str:
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in (header, claims)
    ]
    said = b".".join(parts)
    mac = hmac.digest(secret, said, hashlib.sha256) if secret else b""
    return (said + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


def test_forged_and_expired_tokens_prove_nothing(house: Served) -> None:
    granted = login(house)
    token = granted["access_token"]
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    tokens = house.hub.api.tokens
    public = tokens._public.public_bytes_raw()
    session = house.house.world.access.session(claims["sid"], house.house.clock())
    late = house.house.clock() - timedelta(hours=1)
    forged = [
        unsigned(claims, {"alg": "none", "typ": "JWT"}),
        unsigned(claims, {"alg": "HS256", "typ": "JWT"}, public),
        f"{head}.{body}.{signature[:-4]}AAAA",
        f"{head}.{body}",
        unsigned({**claims, "sub": "lea"}, {"alg": "EdDSA"}),
        tokens.issue(Claim("lea", session.id), house.house.clock()),
        tokens.issue(Claim("marc", session.id), late),
        tokens.issue(Claim("marc", "other"), house.house.clock()),
        "sk_",
        "x" * 5000,
    ]
    for each in forged:
        with house.client(Authorization=f"Bearer {each}") as client:
            assert client.get("/auth/me").status_code == 401, each
    with house.client(Authorization="Basic bWFyYzo5OTk5") as client:
        assert client.get("/auth/me").status_code == 401


def test_a_token_of_another_hub_proves_nothing(tmp_path: Path, house: Served) -> None:
    now = house.house.clock()
    other = Tokens(tmp_path, "C1", "sandbox")
    token = other.issue(Claim("marc", "s"), now)
    assert Tokens(tmp_path, "C1", "sandbox").read(token, now) == Claim("marc", "s")
    with pytest.raises(TokenError, match="token_expired"):
        other.read(token, now + timedelta(minutes=16))
    with pytest.raises(TokenError, match="token_invalid"):
        Tokens(tmp_path, "C2", "sandbox").read(token, now)
    with pytest.raises(TokenError, match="token_invalid"):
        house.hub.api.tokens.read(token, now)
    assert (tmp_path / "api.key").stat().st_mode & 0o077 == 0


def test_a_person_who_left_is_out_at_once(house: Served) -> None:
    from dataclasses import replace

    from app.domain.staff.decide import SetStaff

    granted = login(house, "theo", pin="4444")
    person = house.house.world.staff.people["theo"]
    house.do(SetStaff(event=replace(person, active=False)))
    with house.client(granted["access_token"]) as client:
        assert client.get("/auth/me").status_code == 401
        told = {"refresh_token": granted["refresh_token"]}
        assert client.post("/auth/refresh", json=told).status_code == 401
        pin = {"person": "theo", "pin": "4444"}
        assert client.post("/auth/login", json=pin).json()["code"] == "login_wrong"


def test_a_key_survives_a_restart_and_so_does_its_end(tmp_path: Path) -> None:
    with served(tmp_path / "one") as first:
        kept, gone = first.key("menu:read"), first.key("menu:read")
        made = [e.data["key"] for e in first.journaled("api_key.created")]
        first.do(RevokeKey(key=made[1]))
    with served(tmp_path / "one") as again, again.client(kept) as client:
        assert client.get("/auth/me").status_code == 200
        with again.client(gone) as other:
            assert other.get("/auth/me").status_code == 401


def test_passwords_and_seeds_need_the_pepper() -> None:
    hashed = hash_password("le zinc brille", b"p" * 32)
    assert check_password("le zinc brille", hashed, b"p" * 32)
    assert not check_password("le zinc brille", hashed, b"q" * 32)
    sealed = seal("ABC", "marc", b"p" * 32)
    assert unseal(sealed, "marc", b"p" * 32) == "ABC"
    assert unseal(sealed, "lea", b"p" * 32) is None
    assert unseal("?", "marc", b"p" * 32) is None
    assert password_refusal("aaaaaaaaaaaa").code == "password_weak"
    assert password_refusal("court").code == "password_length"
    assert password_refusal("MotDePasse2026!").code == "password_weak"
