"""Logging in and out, one's own password and second factor, and the keys of programs."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated

import pyotp
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from app.domain.access.decide import (
    CloseSession,
    CreateKey,
    RevokeKey,
    SetPassword,
    SetSecondFactor,
)
from app.domain.access.scopes import PEOPLE_ONLY, SCOPES
from app.domain.access.state import PREFIX
from app.domain.rules import Command
from app.domain.vocabulary import Refusal
from app.hub.api.api import Api
from app.hub.api.caller import Caller
from app.hub.api.logins import SPENT, Granted, Logins, session_of
from app.hub.api.problems import ProblemError, say
from app.hub.api.shapes import Sent
from app.hub.api.tokens import LIFE
from app.hub.api.visit import (
    Visit,
    Visiting,
    Write,
    about,
    by_anybody,
    carried_out,
    opened_by,
    shown,
)
from app.services.credentials import (
    digest,
    hash_password,
    key_mark,
    new_secret,
    password_refusal,
    seal,
)
from app.services.house import House
from app.services.people import person_name

router = APIRouter(tags=["access"])

NOT_A_PERSON = Refusal("people_only", "Cela est pour les personnes.")
NOT_STARTED = Refusal("second_factor_missing", "Demandez d'abord une graine.")

PersonId = Annotated[str, Field(min_length=1, max_length=64, examples=["marc"])]
OneTimeCode = Annotated[str, Field(pattern=r"^[0-9]{6}$", examples=["492039"])]


class Login(Sent):
    """A person and what only they know; a program has a key instead."""

    person: PersonId
    pin: Annotated[str, Field(pattern=r"^[0-9]{4,8}$", examples=["4711"])] | None = None
    password: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    code: OneTimeCode | None = Field(None, description="Where a second factor is set.")

    @model_validator(mode="after")
    def _one_secret(self) -> "Login":
        if (self.pin is None) == (self.password is None):
            raise PydanticCustomError("one_secret", "give either pin or password")
        return self


class Renewal(Sent):
    """The refresh token that the last login or renewal gave."""

    refresh_token: str = Field(min_length=1, max_length=200)


class TokenShape(BaseModel):
    """Two tokens: one to ask with, one to renew both."""

    access_token: str
    token_type: str = Field("Bearer", examples=["Bearer"])
    expires_in: int = Field(examples=[900], description="Seconds.")
    refresh_token: str
    person: PersonId


class MeShape(BaseModel):
    """Who asks."""

    operator: str = Field(examples=["marc"])
    name: str = Field(examples=["Marc"])
    kind: str = Field(examples=["person"], description='"person" or "program".')
    scopes: list[str] = Field(examples=[["orders:read", "orders:write"]])


class NewPassword(Sent):
    """Another password: 12 to 128 characters that nobody guesses."""

    password: str = Field(min_length=1, max_length=512)
    current_pin: str | None = Field(None, max_length=8)
    current_password: str | None = Field(None, max_length=128)


class SeedShape(BaseModel):
    """What an authenticator needs; shown once."""

    secret: str
    uri: str = Field(examples=["otpauth://totp/Sotto:Marc?secret=…&issuer=Sotto"])


class CodeGiven(Sent):
    """The code that the authenticator shows."""

    code: OneTimeCode


class NewKey(Sent):
    """A program that gets a key."""

    name: str = Field(min_length=1, max_length=60, examples=["TheFork"])
    scopes: list[str] = Field(
        min_length=1, max_length=40, examples=[["reservations:read"]]
    )


class KeyShape(BaseModel):
    """A key, without its secret."""

    key_id: str
    name: str = Field(examples=["TheFork"])
    scopes: list[str] = Field(examples=[["reservations:read"]])
    revoked: bool
    last_used_at: str | None = Field(None, description="Since this hub was started.")


class KeySecretShape(KeyShape):
    """A key that was just made."""

    secret: str | None = Field(
        examples=["sk_…"], description="Shown once: null where a request is repeated."
    )


class KeysShape(BaseModel):
    """Every key that was made."""

    keys: list[KeyShape]


class LoggedInShape(BaseModel):
    """Somebody who is logged in."""

    session_id: str
    person: PersonId
    name: str = Field(examples=["Marc"])
    ends_at: str = Field(examples=["2026-11-21T07:26:00+01:00"])


class LoginsShape(BaseModel):
    """Everybody who is logged in."""

    sessions: list[LoggedInShape]


class KnownScopeShape(BaseModel):
    """Something that can be opened to a program."""

    scope: str = Field(examples=["orders:write"])
    text: str = Field(examples=["Prendre des commandes"])


class ScopesShape(BaseModel):
    """Everything that can be opened to a program."""

    scopes: list[KnownScopeShape]


def _logins(request: Request) -> Logins:
    found: Logins = request.app.state.logins
    return found


@router.post(
    "/auth/login",
    response_model=TokenShape,
    openapi_extra={"x-public": True, "x-idempotent": True},
)
async def log_in(told: Login, request: Request) -> Response:
    """Logs a person in. Wrong tries slow the next ones down."""
    logins = _logins(request)
    way = "pin" if told.pin is not None else "password"
    secret = told.pin or told.password or ""
    visit = _visit_as(request, told.person)
    proof = partial(logins.prove, told.person, secret, way, told.code or "")
    await _proven(visit, told.person, proof)
    return await visit.write(
        _granting(
            act=lambda house: logins.opened(house, told.person, way),
            again=logins.again,
        )
    )


@router.post(
    "/auth/refresh",
    response_model=TokenShape,
    openapi_extra={"x-public": True, "x-idempotent": True},
)
async def renew_login(told: Renewal, request: Request) -> Response:
    """Renews both tokens; the refresh token is spent. Who sends it again because no
    answer came needs the same `Idempotency-Key`: else it looks stolen."""
    logins = _logins(request)
    session, _, secret = told.refresh_token.partition(".")
    visit = _visit_as(request, f"session/{session}")
    try:
        return await visit.write(
            _granting(
                act=lambda house: logins.renewed(house, session, secret),
                again=logins.again,
            )
        )
    except ProblemError as problem:
        if problem.status == 401:
            visit.api.turn_away("", SPENT)
        raise


def _visit_as(request: Request, who: str) -> Visit:
    """The request of somebody who has no token yet: repetitions are theirs alone."""
    return Visit(request.app.state.api, request, Caller(who, frozenset()))


def _granting(
    act: Callable[[House], Granted], again: Callable[[House, str], Granted]
) -> Write:
    """Tokens are kept nowhere: a repetition gets other ones for the same session."""
    return Write(
        act=lambda house: _tokens(act(house)),
        again=lambda house, session: _tokens(again(house, session)),
        named=session_of,
        secret=True,
    )


def _tokens(granted: Granted) -> TokenShape:
    return TokenShape(
        access_token=granted.access,
        token_type="Bearer",  # noqa: S106  not a secret
        expires_in=int(LIFE.total_seconds()),
        refresh_token=granted.refresh,
        person=granted.person,
    )


@router.post("/auth/logout", status_code=204, **by_anybody(403, key=True))
async def log_out(visit: Visiting) -> Response:
    """Ends the session: its tokens are worth nothing from now on."""
    _need_person(visit)
    return await _carry_out(visit, CloseSession(session=visit.caller.session))


async def _proven(
    visit: Visit, person: str, proof: Callable[[], Awaitable[None]]
) -> None:
    """Has somebody prove who they are. Who repeats exactly what was carried out did so
    the first time: a one-time code is good once, and the password is another by now."""
    _logins(visit.request).throttle.check(person)
    if not await visit.repeats():
        await proof()


def _need_person(visit: Visit) -> None:
    if visit.caller.program:
        raise ProblemError(403, NOT_A_PERSON)


async def _carry_out(visit: Visit, command: Command) -> Response:
    """Carries out what has no more to say than that it is done."""

    def act(house: House) -> None:
        carried_out(house, command, visit.actor)

    return await visit.write(Write(act=act, status=204))


@router.get("/auth/sessions", response_model=LoginsShape, **opened_by("keys:write"))
async def list_logins(visit: Visiting) -> Response:
    """Everybody who is logged in over the network."""

    def view(house: House) -> LoginsShape:
        access, now = house.world.access, house.clock()
        found = [access.session(name, now) for name in sorted(access.sessions)]
        return LoginsShape(
            sessions=[
                LoggedInShape(
                    session_id=each.id,
                    person=each.person,
                    name=person_name(house, each.person),
                    ends_at=each.until,
                )
                for each in found
                if each is not None
            ]
        )

    return await visit.read(view)


@router.delete(
    "/auth/sessions/{session_id}",
    status_code=204,
    **opened_by("keys:write", 404, key=True),
)
async def revoke_login(session_id: str, visit: Visiting) -> Response:
    """Logs somebody out: their tokens are worth nothing from now on."""
    return await _carry_out(visit, CloseSession(session=session_id, reason="revoked"))


@router.get("/auth/me", response_model=MeShape, **by_anybody())
async def show_me(visit: Visiting) -> Response:
    """Who asks, and what they may."""

    def view(house: House) -> MeShape:
        return MeShape(
            operator=visit.caller.operator,
            name=person_name(house, visit.caller.operator),
            kind="program" if visit.caller.program else "person",
            scopes=sorted(visit.caller.scopes),
        )

    return await visit.read(view)


@router.put("/auth/password", status_code=204, **by_anybody(403, key=True))
async def change_password(
    told: NewPassword, visit: Visiting, request: Request
) -> Response:
    """Changes one's own password; needs the PIN or password so far."""
    _need_person(visit)
    api: Api = visit.api
    person = visit.caller.operator
    name = await visit.ask(lambda house: person_name(house, person))
    weak = password_refusal(told.password, person, name)
    if weak is not None:
        raise ProblemError(422, weak)
    way = "pin" if told.current_pin is not None else "password"
    secret = told.current_pin or told.current_password or ""
    await _proven(visit, person, partial(_logins(request).confirm, person, secret, way))
    hashed = hash_password(told.password, api.pepper)
    return await _carry_out(visit, SetPassword(person=person, hash=hashed))


@router.post("/auth/second-factor", response_model=SeedShape, **by_anybody(403))
async def start_second_factor(visit: Visiting, request: Request) -> Response:
    """A fresh seed for an authenticator; asked for at login once it is confirmed."""
    _need_person(visit)
    person = visit.caller.operator
    name = await visit.ask(lambda house: person_name(house, person))
    seed = pyotp.random_base32()
    _logins(request).seeds[person] = seed
    uri = pyotp.TOTP(seed).provisioning_uri(name=name, issuer_name="Sotto")
    return shown(SeedShape(secret=seed, uri=uri))


@router.put("/auth/second-factor", status_code=204, **by_anybody(403, 409, key=True))
async def confirm_second_factor(
    told: CodeGiven, visit: Visiting, request: Request
) -> Response:
    """Switches the second factor on; the code shows that the seed arrived."""
    _need_person(visit)
    person, logins = visit.caller.operator, _logins(request)
    seed = logins.seeds.get(person, "")

    async def proof() -> None:
        if not seed:
            raise ProblemError(409, NOT_STARTED)
        logins.judge(person, right=logins.accept(person, seed, told.code))

    await _proven(visit, person, proof)
    sealed = seal(seed, person, visit.api.pepper)
    answer = await _carry_out(visit, SetSecondFactor(person=person, seed=sealed))
    logins.seeds.pop(person, None)
    return answer


@router.delete("/auth/second-factor", status_code=204, **by_anybody(403, key=True))
async def drop_second_factor(
    code: Annotated[str, Query(pattern=r"^[0-9]{6}$")],
    visit: Visiting,
    request: Request,
) -> Response:
    """Switches one's second factor off; needs a code of it."""
    _need_person(visit)
    person, logins = visit.caller.operator, _logins(request)

    async def proof() -> None:
        logins.judge(person, right=logins.code_right(person, code))

    await _proven(visit, person, proof)
    return await _carry_out(visit, SetSecondFactor(person=person, seed=""))


@router.get("/keys", response_model=KeysShape, **opened_by("keys:write"))
async def list_keys(visit: Visiting) -> Response:
    """Every key that was made, the oldest first."""

    def view(house: House) -> KeysShape:
        access = house.world.access
        return KeysShape(keys=[_key(visit.api, key) for key in sorted(access.keys)])

    return await visit.read(view)


@router.get("/scopes", response_model=ScopesShape, **opened_by("keys:write"))
async def list_scopes(visit: Visiting, request: Request) -> Response:
    """What can be opened to a program."""
    language = request.scope["sotto.language"]
    scopes = [
        KnownScopeShape(scope=name, text=say(scope.text, language, {}))
        for name, scope in SCOPES.items()
        if name not in PEOPLE_ONLY
    ]
    return await visit.read(lambda house: ScopesShape(scopes=scopes))


@router.post(
    "/keys",
    response_model=KeySecretShape,
    status_code=201,
    **opened_by("keys:write", 409, key=True),
)
async def create_key(told: NewKey, visit: Visiting) -> Response:
    """Makes a key. Its secret is in this answer and nowhere else: a repetition names the
    key without it."""
    secret = new_secret(key_mark(visit.api.house.environment))
    command = CreateKey(
        name=told.name, secret=digest(secret), scopes=tuple(told.scopes)
    )

    def make(house: House) -> KeySecretShape:
        facts = carried_out(house, command, visit.actor)
        return _with_secret(visit.api, about([facts[0].event]), secret)

    return await visit.write(
        Write(
            act=make,
            again=lambda house, thing: _with_secret(visit.api, thing, None),
            status=201,
            secret=True,
        )
    )


@router.delete(
    "/keys/{key_id}", status_code=204, **opened_by("keys:write", 404, key=True)
)
async def revoke_key(key_id: str, visit: Visiting) -> Response:
    """Revokes a key: it opens nothing from now on."""
    return await _carry_out(visit, RevokeKey(key=key_id))


def _with_secret(api: Api, thing: str, secret: str | None) -> KeySecretShape:
    shape = _key(api, thing.removeprefix("api_key/"))
    return KeySecretShape(**shape.model_dump(), secret=secret)


def _key(api: Api, key: str) -> KeyShape:
    access = api.house.world.access
    made = access.keys[key]
    return KeyShape(
        key_id=key,
        name=made.name,
        scopes=list(made.scopes),
        revoked=key in access.revoked,
        last_used_at=api.calls.last_use.get(PREFIX + key),
    )
