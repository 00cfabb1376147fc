"""What the console asks besides the API.

The browser keeps nobody logged in by what a script can read: the refresh token lies in a
cookie that scripts do not see and that other sites cannot have sent, the access token in
the page's memory. Nothing but the session is opened by the cookie.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial
from typing import Annotated, Any, Final, TypeVar

from fastapi import APIRouter, Cookie, Query, Request
from pydantic import BaseModel, Field, field_validator
from starlette.responses import Response, StreamingResponse

from app.domain.access.decide import SESSION
from app.domain.environment import mark_of
from app.domain.vocabulary import Refusal
from app.domain.webhooks.events import TOLD
from app.hub.api.api import Api
from app.hub.api.caller import Caller, caller_of
from app.hub.api.calls import Call, Said
from app.hub.api.feeds import Feed
from app.hub.api.logins import Granted, Logins
from app.hub.api.problems import ProblemError, say
from app.hub.api.tokens import LIFE
from app.hub.api.visit import Visit, Visiting, by_anybody, opened_by, shown
from app.hub.webhooks.courier import signed
from app.hub.webhooks.inspector import Inspector, Received
from app.hub.webhooks.routes import Event, webhook_of
from app.hub.webhooks.secrets import key_of
from app.services.house import House
from app.services.people import person_name

router = APIRouter()

PREFIX: Final = "/developers/api"
COOKIE: Final = "__Secure-sotto"
SEES_ALL: Final = "keys:write"
"""Who may make keys sees everybody's calls; others see their own."""
ELSEWHERE: Final = Refusal("other_site", "Cette demande vient d'une autre page.")
CALL_UNKNOWN: Final = Refusal("call_unknown", "Cet appel n'est plus gardé.")
EVENT_UNKNOWN: Final = Refusal("event_invalid", "Aucun webhook n'annonce cela.")
_PIN_DIGITS: Final = 8
_TOGETHER_S: Final = 0.2
"""What comes within this time is told at once."""
_LOOK_S: Final = 5.0
"""How often somebody who looks on is asked whether they still may."""

T = TypeVar("T")


class ConsoleLogin(BaseModel):
    """A person by id or name, and their PIN or password."""

    person: str = Field(min_length=1, max_length=64)
    secret: str = Field(min_length=1, max_length=128)
    code: str = Field("", max_length=6)


class SessionShape(BaseModel):
    """Who is logged in, and what the page asks with."""

    access_token: str
    expires_in: int = Field(description="Seconds.")
    person: str
    name: str


class HouseShape(BaseModel):
    """Where the hub stands; what is not in real trade bears a mark."""

    environment: str
    mark: str | None = Field(examples=["Bac à sable"])
    effect: str | None


class CallShape(BaseModel):
    """A call in the list."""

    number: int
    id: str
    at: str
    who: str
    name: str
    method: str
    path: str
    query: str
    status: int
    ms: int


class SaidShape(BaseModel):
    """One half of a call; an empty body with a size is not kept."""

    heads: list[tuple[str, str]]
    body: str
    size: int


class WholeCallShape(CallShape):
    """A call with what was said."""

    asked: SaidShape
    answered: SaidShape


class InboxShape(BaseModel):
    """One's own inspector."""

    path: str
    secret: str


class ReceivedShape(BaseModel):
    """A message that the inspector got."""

    number: int
    at: str
    heads: dict[str, str]
    body: str
    verdict: str


class Simulation(BaseModel):
    """An event that did not happen; the inspector is told of it without a webhook."""

    event: Event
    data: dict[str, Any] = Field(max_length=200)
    webhook_id: str | None = None

    @field_validator("data")
    @classmethod
    def _json(cls, data: dict[str, Any]) -> dict[str, Any]:
        json.dumps(data, allow_nan=False)  # NaN is in no JSON
        return data


def _logins(request: Request) -> Logins:
    found: Logins = request.app.state.logins
    return found


def _of_this_page(request: Request) -> None:
    """Raises 403 for what another site has a browser send."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise ProblemError(403, ELSEWHERE)


def _person(house: House, said: str) -> str:
    """The id of a person by what they call themselves."""
    people = house.world.staff.people
    if said in people:
        return said
    wanted = said.strip().casefold()
    found = [each for each in people if person_name(house, each).casefold() == wanted]
    return found[0] if len(found) == 1 else said


async def _opened(request: Request, granted: Granted) -> Response:
    api: Api = request.app.state.api
    name = await api.ask(lambda house: person_name(house, granted.person))
    made = shown(
        SessionShape(
            access_token=granted.access,
            expires_in=round(LIFE.total_seconds()),
            person=granted.person,
            name=name,
        )
    )
    _keep(made, granted.refresh, round(SESSION.total_seconds()))
    return made


def _keep(answer: Response, refresh: str, seconds: int) -> None:
    answer.set_cookie(
        COOKIE,
        refresh,
        max_age=seconds,
        path=f"{PREFIX}/session",
        secure=True,
        httponly=True,
        samesite="strict",
    )


@router.post("/session", response_model=SessionShape, openapi_extra={"x-public": True})
async def begin_session(told: ConsoleLogin, request: Request) -> Response:
    """Logs a person in."""
    _of_this_page(request)
    api: Api = request.app.state.api
    person = await api.ask(lambda house: _person(house, told.person))
    pin = told.secret.isdigit() and len(told.secret) <= _PIN_DIGITS
    way = "pin" if pin else "password"
    granted = await _logins(request).log_in(person, told.secret, way, told.code)
    return await _opened(request, granted)


@router.put("/session", response_model=SessionShape, openapi_extra={"x-public": True})
async def renew_session(
    request: Request, spent: Annotated[str, Cookie(alias=COOKIE)] = ""
) -> Response:
    """Goes on with the session of the cookie; 204 when there is none."""
    _of_this_page(request)
    if spent:
        with suppress(ProblemError):
            return await _opened(request, await _logins(request).renew(spent))
    nobody = Response(status_code=204)
    if spent:
        _keep(nobody, "", 0)
    return nobody


@router.delete("/session", status_code=204, openapi_extra={"x-public": True})
async def end_session(request: Request) -> Response:
    """Has the browser forget it; the session itself ends by `POST /auth/logout`."""
    _of_this_page(request)
    nobody = Response(status_code=204)
    _keep(nobody, "", 0)
    return nobody


@router.get("/house", response_model=HouseShape, openapi_extra={"x-public": True})
async def show_house(request: Request) -> Response:
    """The environment, and its mark in the caller's language."""
    environment = request.app.state.api.house.environment
    mark, language = mark_of(environment), request.scope["sotto.language"]
    return shown(
        HouseShape(
            environment=environment,
            mark=say(mark.name, language, {}) if mark else None,
            effect=say(mark.effect, language, {}) if mark else None,
        )
    )


@router.get("/calls", **by_anybody())
async def follow_calls(
    visit: Visiting, after: Annotated[int, Query(ge=0)] = 0
) -> Response:
    """Calls as they come, one JSON a line."""
    return _live(visit, visit.api.calls, after, _seen)


@router.get("/calls/{number}", response_model=WholeCallShape, **by_anybody(404))
async def show_call(number: int, visit: Visiting) -> Response:
    """One call with what was said."""
    call = visit.api.calls.find(number)
    if call is None:
        raise ProblemError(404, CALL_UNKNOWN)
    brief = await visit.ask(lambda house: _seen(visit.caller, house, number, call))
    if brief is None:
        raise ProblemError(404, CALL_UNKNOWN)
    return shown(
        WholeCallShape(
            **brief.model_dump(), asked=_said(call.asked), answered=_said(call.answered)
        )
    )


def _said(said: Said) -> SaidShape:
    return SaidShape(heads=list(said.heads), body=said.body, size=said.size)


def _seen(caller: Caller, house: House, number: int, call: Call) -> CallShape | None:
    """A call for who may see it."""
    if not caller.may(SEES_ALL) and call.who != caller.operator:
        return None
    return CallShape(
        number=number,
        id=call.id,
        at=call.at,
        who=call.who,
        name=person_name(house, call.who) if call.who else "",
        method=call.method,
        path=call.path,
        query=call.query,
        status=call.status,
        ms=call.ms,
    )


def _inspector(visit: Visit) -> Inspector:
    return visit.api.webhooks.inspector


@router.get("/inbox", response_model=InboxShape, **opened_by("webhooks:read"))
async def show_inbox(visit: Visiting) -> Response:
    """Where one's own inspector is, and what it checks signatures with."""
    inspector, person = _inspector(visit), visit.caller.operator
    return shown(
        InboxShape(path=inspector.path(person), secret=inspector.secret(person))
    )


@router.get("/inbox/messages", **opened_by("webhooks:read"))
async def follow_inbox(
    visit: Visiting, after: Annotated[int, Query(ge=0)] = 0
) -> Response:
    """Messages as they come, one JSON a line."""
    return _live(visit, _inspector(visit).box(visit.caller.operator), after, _message)


@router.delete("/inbox/messages", status_code=204, **opened_by("webhooks:read"))
async def empty_inbox(visit: Visiting) -> Response:
    """Forgets what came."""
    _inspector(visit).box(visit.caller.operator).clear()
    return Response(status_code=204)


def _message(caller: Caller, house: House, number: int, one: Received) -> ReceivedShape:
    return ReceivedShape(
        number=number, at=one.at, heads=one.heads, body=one.body, verdict=one.verdict
    )


@router.post("/inbox/{token}", status_code=204, openapi_extra={"x-public": True})
async def receive_message(token: str, request: Request) -> Response:
    """Takes a message, as any program that listens does."""
    desk = request.app.state.api.webhooks
    if not desk.inspector.take(request.url.path, request.headers, await request.body()):
        raise ProblemError(404)
    return Response(status_code=204)


@router.post("/simulations", status_code=204, **opened_by("webhooks:write", 404))
async def simulate(told: Simulation, visit: Visiting) -> Response:
    """Tells a webhook, or the inspector alone, of something that did not happen."""
    desk = visit.api.webhooks
    if told.event not in TOLD:
        raise ProblemError(422, EVENT_UNKNOWN)
    if told.webhook_id is not None:
        name = told.webhook_id
        webhook = await visit.ask(lambda house: webhook_of(visit, house, name))
        await asyncio.to_thread(desk.try_out, webhook, told.data)
        return Response(status_code=204)
    message = await asyncio.to_thread(desk.rehearsal, told.event, told.data)
    inspector, person = desk.inspector, visit.caller.operator
    key = key_of(inspector.secret(person))
    heads = signed(message.id, message.body, (key,), desk.now() // 1000)
    inspector.take(inspector.path(person), heads, message.body.encode())
    return Response(status_code=204)


View = Callable[[Caller, House, int, T], BaseModel | None]
"""What somebody sees of a thing in a feed; None when it is not for them."""


def _live(visit: Visit, feed: Feed[T], after: int, view: View[T]) -> Response:
    """A feed, line by line, until the other end goes or may not look any more."""
    api, credential = visit.api, visit.request.headers["Authorization"]
    scope = visit.request.scope["route"].openapi_extra["x-scope"]

    async def lines() -> AsyncIterator[str]:
        seen = after if after <= feed.count else 0  # the hub began anew
        while not api.over.is_set():
            try:
                caller = caller_of(credential, api.house, api.tokens)
            except ProblemError:
                return
            if caller is None or (scope and not caller.may(scope)):
                return
            found = feed.after(seen)
            seen = feed.count
            yield await api.ask(partial(_lines, view, caller, found)) or "\n"
            with suppress(TimeoutError):
                await api.until_over(feed.beyond(seen), _LOOK_S)
                await asyncio.sleep(_TOGETHER_S)

    return StreamingResponse(lines(), media_type="application/x-ndjson")


def _lines(
    view: View[T], caller: Caller, found: list[tuple[int, T]], house: House
) -> str:
    shapes = (view(caller, house, number, thing) for number, thing in found)
    return "".join(f"{shape.model_dump_json()}\n" for shape in shapes if shape)
