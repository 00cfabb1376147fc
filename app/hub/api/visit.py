"""One request at its route: who asks, in which language, and the way to the house.

A route reads with `Visit.read` and writes with `Visit.write`; both run in the thread of
the house, so what they see does not change under them. A write that carries an
`Idempotency-Key` happens once, however often it is sent.
"""

import asyncio
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.responses import Response

from app.domain.rules import Command
from app.domain.vocabulary import Refusal
from app.domain.wire import stream_of
from app.hub.api.api import Api
from app.hub.api.caller import Caller
from app.hub.api.problems import ProblemError, refused
from app.services.answers import Kept, RepeatedError, note_of, request_of
from app.services.answers import Request as Repeatable
from app.services.house import Actor, Alongside, Fact, House

T = TypeVar("T")

SCOPE_MISSING = Refusal("right_missing", "Cela demande le droit {scope}.")
KEY_MISSING = Refusal(
    "idempotency_key_missing", "Donnez un Idempotency-Key : il y va d'argent."
)
KEY_INVALID = Refusal(
    "idempotency_key_invalid", "Un Idempotency-Key a de 1 à 255 caractères visibles."
)
KEY_REUSED = Refusal(
    "idempotency_key_reused", "Ce Idempotency-Key était pour une autre demande."
)
RUNNING = Refusal("request_running", "Cette demande est déjà en cours.")
_KEY = re.compile(r"[!-~]{1,255}")

Key = bool | Literal["needed"]
Named = Callable[[Sequence[object]], str]
"""What the events of a write are about, to find it again after a kill."""


def about(events: Sequence[object]) -> str:
    """The thing that the first event is about ("order/01J…")."""
    return stream_of(events[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """What a write does, and how it is answered.

    Attributes:
        act: carries it out; raises a `ProblemError` when it cannot.
        again: the answer for a thing as it stands, when the first one was lost.
        named: the thing that events are about.
        status: of the answer; 204 has no body.
        location: where a thing that was made is found.
        current: what If-Match is compared with.
        needs_key: nobody may send it without an Idempotency-Key.
        secret: the answer is kept nowhere: whoever repeats it gets that of `again`.
        shares: it may share a commit with others that came at the same moment: it does
            no more than run commands, which close nothing and look at nothing of theirs.
    """

    act: Callable[[House], BaseModel | None]
    again: Callable[[House, str], BaseModel | None] = lambda house, thing: None
    named: Named = about
    status: int = 200
    location: Callable[[str], str] | None = None
    current: Callable[[House], BaseModel] | None = None
    needs_key: bool = False
    secret: bool = False
    shares: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was let in."""

    api: Api
    request: Request
    caller: Caller

    @property
    def actor(self) -> Actor:
        """As whom the house acts."""
        return self.caller.actor

    def need(self, scope: str) -> None:
        """Raises 403 when the caller has no such scope."""
        if not self.caller.may(scope):
            self.api.turn_away(self.caller.operator, "scope_missing")
            refusal = Refusal(
                SCOPE_MISSING.code, SCOPE_MISSING.text, scope, (("scope", scope),)
            )
            raise ProblemError(403, refusal)

    async def ask(self, question: Callable[[House], T]) -> T:
        """What the house answers."""
        return await self.api.ask(question)

    async def read(
        self,
        view: Callable[[House], BaseModel],
        headers: Callable[[Any], Mapping[str, str]] | None = None,
    ) -> Response:
        """The view as an answer; 304 when the caller has it already."""
        return self._told(await self.ask(view), headers)

    async def look(
        self,
        view: Callable[[House], BaseModel],
        headers: Callable[[Any], Mapping[str, str]] | None = None,
    ) -> Response:
        """The same for a view of the database alone: the house goes on meanwhile, and
        its windows with it."""
        shape = await asyncio.to_thread(view, self.api.house)
        return self._told(shape, headers)

    def _told(
        self,
        shape: BaseModel,
        headers: Callable[[Any], Mapping[str, str]] | None,
    ) -> Response:
        made = shown(shape)
        if headers is not None:
            made.headers.update(headers(shape))
        if _matches(self.request.headers.get("If-None-Match"), made.headers["ETag"]):
            return Response(status_code=304, headers={"ETag": made.headers["ETag"]})
        return made

    async def write(self, write: Write) -> Response:
        """Carries a write out, once."""
        ask = partial(self.api.ask, shares=write.shares)
        repeatable = await self._repeatable(needed=write.needs_key)
        if repeatable is None:
            return await ask(lambda house: self._first(house, write, None))
        running = self.api.running
        if repeatable.id in running:
            raise ProblemError(409, RUNNING)
        running.add(repeatable.id)
        try:
            return await ask(lambda house: self._once(house, write, repeatable))
        finally:
            running.discard(repeatable.id)
            self.api.settle_soon()

    async def repeats(self) -> bool:
        """Whether exactly this was carried out before, under the same key."""
        asked = await self._repeatable(needed=False)
        if asked is None:
            return False
        kept = await self.ask(lambda house: self.api.answers.find(asked))
        return kept is not None and kept.payload == asked.payload

    async def _repeatable(self, *, needed: bool) -> Repeatable | None:
        key = self.request.headers.get("Idempotency-Key")
        if key is None:
            if needed:
                raise ProblemError(400, KEY_MISSING)
            return None
        key = key.strip().removeprefix('"').removesuffix('"')
        if not _KEY.fullmatch(key):
            raise ProblemError(400, KEY_INVALID)
        scope = self.request.scope  # its `url` takes longer than what is asked of it
        query = scope["query_string"].decode("latin-1")
        route = f"{scope['method']} {scope['path']}?{query}"
        body = await self.request.body()
        return request_of(self.caller.operator, route, key, body, self.api.pepper)

    def _once(self, house: House, write: Write, repeatable: Repeatable) -> Response:
        kept = self.api.answers.find(repeatable)
        if kept is None:
            try:
                return self._first(house, write, repeatable)
            except RepeatedError:
                house.catch_up()
                kept = self.api.answers.find(repeatable)
                assert kept is not None
        if kept.payload != repeatable.payload:
            raise ProblemError(422, KEY_REUSED)
        return _replayed(house, write, kept)

    def _first(
        self, house: House, write: Write, repeatable: Repeatable | None
    ) -> Response:
        self._unchanged(house, write)
        things: list[str] = []

        def noted(events: Sequence[object]) -> tuple[object, ...]:
            things.append(write.named(events))
            return (note_of(repeatable, things[-1]),) if repeatable else ()

        def check(connection: Connection) -> None:
            if repeatable is not None:
                answers.check(connection, repeatable)

        answers = self.api.answers
        with house.alongside(Alongside(noted, check)):
            shape = write.act(house)
        thing = things[-1] if things else ""
        made = shown(shape, write.status)
        if repeatable is not None and not write.secret:
            body = bytes(made.body).decode()
            answers.answered(repeatable, thing, write.status, body)
        _locate(made, write, thing)
        return made

    def _unchanged(self, house: House, write: Write) -> None:
        wanted = self.request.headers.get("If-Match")
        if wanted is None or write.current is None:
            return
        etag = shown(write.current(house)).headers["ETag"]
        if not _matches(wanted, etag):
            raise ProblemError(412, headers={"ETag": etag})


def _replayed(house: House, write: Write, kept: Kept) -> Response:
    if kept.body:
        made = _json(kept.body.encode(), kept.status)
    else:
        made = shown(write.again(house, kept.thing), write.status)
    _locate(made, write, kept.thing)
    made.headers["Idempotency-Replayed"] = "true"
    return made


def _locate(made: Response, write: Write, thing: str) -> None:
    if write.location is not None and thing:
        made.headers["Location"] = write.location(thing)


def shown(shape: BaseModel | None, status: int = 200) -> Response:
    """A shape as an answer, with the tag of what it says; nothing as an empty one."""
    if shape is None:
        return Response(status_code=status)
    return _json(shape.model_dump_json().encode(), status)


def _json(body: bytes, status: int) -> Response:
    tag = hashlib.sha256(body).hexdigest()[:24]
    return Response(body, status, {"ETag": f'"{tag}"'}, "application/json")


def _matches(header: str | None, etag: str) -> bool:
    if header is None:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return "*" in tags or etag in tags


def done(result: tuple[Fact, ...] | Refusal) -> tuple[Fact, ...]:
    """The facts that were written.

    Raises:
        ProblemError: nothing was.
    """
    if isinstance(result, Refusal):
        one = result.place
        raise refused(result, "" if one is None else f"#/items/{one}")
    return result


def carried_out(house: House, command: Command, actor: Actor) -> tuple[Fact, ...]:
    """Runs a command of a caller.

    Raises:
        ProblemError: it was refused.
    """
    return done(house.run(command, actor))


async def visit_of(request: Request) -> Visit:
    """The request of a caller who may ask this.

    Raises:
        ProblemError: 401, or 403 without the scope of the route.
    """
    found: Caller | ProblemError | None = request.scope["sotto.caller"]
    if isinstance(found, ProblemError):
        raise found
    if found is None:
        raise ProblemError(401)
    visit = Visit(request.app.state.api, request, found)
    scope = request.scope["route"].openapi_extra["x-scope"]
    if scope:
        visit.need(scope)
    return visit


Visiting = Annotated[Visit, Depends(visit_of)]


def opened_by(scope: str, *errors: int, key: Key = False) -> dict[str, Any]:
    """What a route's decorator is given: the scope that opens it, and its documentation.

    Args:
        errors: statuses of problems besides those of every route.
        key: it takes an Idempotency-Key, or needs one.
    """
    told = {"x-scope": scope, "x-errors": errors, "x-idempotent": key}
    return {"openapi_extra": told}


def by_anybody(*errors: int, key: Key = False) -> dict[str, Any]:
    """The same for a route that needs no more than a caller."""
    return opened_by("", *errors, key=key)
