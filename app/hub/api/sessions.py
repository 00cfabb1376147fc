"""Tills: which are open; the hub's own is opened and closed here where it has no window."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.till.decide import CountTill, OpenTill
from app.domain.till.events import Coins
from app.domain.vocabulary import Refusal
from app.fiscal.closing import close_day
from app.fiscal.periods import close_due
from app.hub.api.problems import ProblemError
from app.hub.api.shapes import Amount, Count, Sent, cents
from app.hub.api.visit import Visiting, Write, carried_out, done, opened_by
from app.services.house import House

router = APIRouter(prefix="/sessions", tags=["reports"])

SESSION_UNKNOWN = Refusal("session_unknown", "Aucune caisse n'est ouverte ainsi.")
SESSION_ELSEWHERE = Refusal(
    "session_elsewhere", "Une caisse se compte et se clôture là où elle est."
)


class SessionShape(BaseModel):
    """The till of a terminal."""

    till_id: str = Field(examples=["C1"])
    session_id: str | None = Field(description="Null while it is shut.")
    opened_at: str | None
    opened_by: str | None
    last_closed_day: str | None
    closings: int


class SessionsShape(BaseModel):
    """Every till."""

    sessions: list[SessionShape]


class CoinsShape(Sent):
    """Notes or coins of one value."""

    value: Amount = Field(examples=[20])
    count: Annotated[Count, Field(ge=0, le=9999, examples=[5])]


Drawer = Annotated[
    list[CoinsShape], Field(max_length=20, examples=[[{"value": 20, "count": 5}]])
]


class NewSession(Sent):
    """What lies in the drawer when a till is opened."""

    coins: Drawer = Field([])


class Counted(Sent):
    """What lies in the drawer in the evening, counted without knowing what should."""

    coins: Drawer = Field([])
    reason: str = Field("", max_length=200, description="Why it differs, if it does.")


@router.get("", response_model=SessionsShape, **opened_by("sessions:read"))
async def list_sessions(visit: Visiting) -> Response:
    """Which tills are open, since when, by whom."""

    def view(house: House) -> SessionsShape:
        return SessionsShape(
            sessions=[_shape(house, name) for name in sorted(house.world.tills)]
        )

    return await visit.read(view)


@router.post(
    "",
    response_model=SessionShape,
    status_code=201,
    **opened_by("sessions:write", 409, key=True),
)
async def open_session(told: NewSession, visit: Visiting) -> Response:
    """Opens the till of this hub: what is paid here goes into it. A terminal with a
    window opens its own."""

    def act(house: House) -> SessionShape:
        with house.alongside(None):
            close_due(house, thorough=True)
        carried_out(house, OpenTill(coins=_coins(told.coins)), visit.actor)
        return _shape(house, house.terminal)

    return await visit.write(Write(act=act, again=_again, status=201))


@router.post(
    "/{session_id}/close",
    response_model=SessionShape,
    **opened_by("sessions:write", 404, 409, key=True),
)
async def close_session(session_id: str, told: Counted, visit: Visiting) -> Response:
    """Counts the till of this hub and closes its business day: nothing is sold into
    that day any more."""

    def act(house: House) -> SessionShape:
        open_ = {till.session: name for name, till in house.world.tills.items()}
        if session_id not in open_:
            raise ProblemError(404, SESSION_UNKNOWN)
        if open_[session_id] != house.terminal:
            raise ProblemError(409, SESSION_ELSEWHERE)
        count = CountTill(coins=_coins(told.coins), reason=told.reason)
        with house.alongside(None):
            carried_out(house, count, visit.actor)
        done(close_day(house, visit.actor))
        return _shape(house, house.terminal)

    return await visit.write(Write(act=act, again=_again))


def _shape(house: House, name: str) -> SessionShape:
    till = house.world.till(name)
    return SessionShape(
        till_id=till.id,
        session_id=till.session or None,
        opened_at=till.opened or None,
        opened_by=till.opened_by or None,
        last_closed_day=till.closed_day or None,
        closings=till.closing,
    )


def _again(house: House, thing: str) -> SessionShape:
    return _shape(house, thing.removeprefix("till/"))


def _coins(told: list[CoinsShape]) -> tuple[Coins, ...]:
    return tuple(Coins(value=cents(each.value), count=each.count) for each in told)
