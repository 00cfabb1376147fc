"""The journal as the primary log: what happened, in order, nothing left out.

A cursor is a version vector: how much of each terminal's chain the caller has. Chains
have no gaps, so nothing can come behind the caller's back, however late a terminal was.
Secrets, people and settings are not in it; what a guest said stays sealed, unless
`personal:read` opens it.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.wire import FACTS
from app.hub.api.pages import CURSOR_INVALID, After
from app.hub.api.problems import ProblemError
from app.hub.api.visit import Visiting, opened_by
from app.services.house import House
from app.services.people import unseal_order
from db import reading
from db.entry import Entry

router = APIRouter(prefix="/events", tags=["events"])

_NOUNS = (
    *("order", "kitchen", "payment", "receipt", "till", "reservation", "inventory"),
    *("article", "category", "modifier_group", "course", "station", "price_list"),
    *("mix", "promotion", "route", "terms", "vat"),
    *("room", "section", "table", "tables"),
)
TYPES = tuple(sorted(name for name in FACTS if name.split(".")[0] in _NOUNS))
"""What is told of the journal."""
_SEALED = "s1."
_MOST_CHAINS = 1000


class EventShape(BaseModel):
    """An entry of the journal."""

    id: str = Field(examples=["C1/4711"], description="Chain and number.")
    type: str = Field(examples=["order.created"])
    version: int
    stream: str = Field(examples=["order/01KB6R3Z6M7T9Q0V5W8X2Y4Z6A"])
    at: str = Field(examples=["2026-11-20T20:26:00+01:00"])
    business_day: str = Field(examples=["2026-11-20"])
    operator: str = Field(examples=["lea"])
    hash: str
    data: dict[str, Any]


class EventsShape(BaseModel):
    """Entries in canonical order, and where to go on."""

    events: list[EventShape]
    next: str
    more: bool


@router.get("", response_model=EventsShape, **opened_by("events:read"))
async def list_events(
    visit: Visiting,
    after: After = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    types: Annotated[
        str,
        Query(max_length=2000, description="Wire names, with commas; all without."),
    ] = "",
) -> Response:
    """What happened since `after`. `next` is always there: ask with it again later."""
    known = _vector(after)
    wanted = [name for name in types.split(",") if name] or TYPES
    wanted = [name for name in wanted if name in TYPES]
    personal = visit.caller.may("personal:read")
    return await visit.look(
        lambda house: _read(house, known, wanted, limit, personal=personal)
    )


def _read(
    house: House,
    known: dict[str, int],
    types: list[str] | tuple[str, ...],
    limit: int,
    *,
    personal: bool,
) -> EventsShape:
    ends = reading.vector(house.database)
    found = list(
        reading.entries(
            house.database, after=known, types=types, limit=limit + 1, readable=True
        )
    )
    more = len(found) > limit
    del found[limit:]
    told = {entry.chain: entry.seq for entry in found}
    if not more:  # what was written since `ends` was read may be told too
        told = {
            chain: max(told.get(chain, 0), ends.get(chain, 0)) for chain in told | ends
        }
    return EventsShape(
        events=[_event(house, entry, personal=personal) for entry in found],
        next=_cursor(known | told),
        more=more,
    )


def _event(house: House, entry: Entry, *, personal: bool) -> EventShape:
    data = dict(entry.data)
    if personal:
        data = {name: _opened(house, entry, value) for name, value in data.items()}
    return EventShape(
        id=f"{entry.chain}/{entry.seq}",
        type=entry.type,
        version=entry.v,
        stream=entry.stream,
        at=entry.ts,
        business_day=entry.bday,
        operator=entry.op,
        hash=entry.hash,
        data=data,
    )


def _opened(house: House, entry: Entry, value: Any) -> Any:
    """A sealed text again, "" once its person was forgotten."""
    if not (isinstance(value, str) and value.startswith(_SEALED)):
        return value
    noun, _, thing = entry.stream.partition("/")
    if noun == "order":
        return unseal_order(house, thing, value)
    return house.sealer.unseal(entry.stream, value) or ""


def _cursor(vector: dict[str, int]) -> str:
    told = json.dumps(vector, separators=(",", ":"), sort_keys=True)
    return urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _vector(after: str) -> dict[str, int]:
    if not after:
        return {}
    try:
        padded = after.encode("ascii") + b"=" * (-len(after) % 4)
        told = json.loads(urlsafe_b64decode(padded))
    except (ValueError, RecursionError) as error:
        raise ProblemError(422, CURSOR_INVALID) from error
    fits = isinstance(told, dict) and len(told) <= _MOST_CHAINS
    if not fits or not all(type(n) is int and 0 <= n < 2**53 for n in told.values()):
        raise ProblemError(422, CURSOR_INVALID)
    return {str(chain): number for chain, number in told.items()}
