"""Reservations: who comes when, where they sit, and what became of them.

What guests said of themselves is told to who has `personal:read`; to others it is null.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.reservations.commands import (
    ChangeReservation,
    CreateReservation,
    SeatReservation,
    SetReservationStatus,
)
from app.domain.reservations.events import Reservation
from app.domain.vocabulary import Refusal
from app.hub.api.order_shapes import TableNumber
from app.hub.api.order_steps import table_of
from app.hub.api.pages import After, Limit, linked, page
from app.hub.api.problems import refused
from app.hub.api.schemas import named
from app.hub.api.shapes import Count, Sent
from app.hub.api.visit import Visit, Visiting, Write, carried_out, done, opened_by
from app.services.guests import (
    Guest,
    change_guest,
    guest_of,
    seat_reservation,
    take_reservation,
)
from app.services.house import House

router = APIRouter(prefix="/reservations", tags=["reservations"])

RESERVATION_UNKNOWN = Refusal("reservation_unknown", "Cette réservation n'existe pas.")

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2026-12-04"])]
Time = Annotated[str, Field(pattern=r"^\d{2}:\d{2}$", examples=["19:30"])]
Covers = Annotated[Count, Field(ge=1, le=200, examples=[4])]
Words = Annotated[str, Field(max_length=200)]
Tables = Annotated[list[TableNumber], Field(max_length=10)]
Status = Annotated[
    Literal[
        "booked", "confirmed", "arrived", "seated", "finished", "cancelled", "no_show"
    ],
    named("ReservationStatus"),
]


class NewReservation(Sent):
    """Guests who want to come."""

    date: Day
    time: Time
    covers: Covers
    name: Words = Field("", examples=["Jean Dupont"])
    phone: Words = Field("", examples=["+33612345678"])
    email: Words = ""
    notes: Words = ""
    table_ids: Tables | None = Field(None, description="Null: the best free place.")
    source: str = Field("app", pattern=r"^[a-z0-9_.-]{1,40}$", examples=["thefork"])
    reference: str = Field("", max_length=120, description="The source's own id.")


class ChangedReservation(BaseModel):
    """What is to be otherwise; what is not named stays as it is."""

    date: Day | None = None
    time: Time | None = None
    covers: Covers | None = None
    name: Words | None = None
    phone: Words | None = None
    email: Words | None = None
    notes: Words | None = None
    table_ids: Tables | None = None


class NewReservationStatus(Sent):
    """What became of the guests; `seated` opens the order on their table."""

    status: Literal["booked", "confirmed", "arrived", "seated", "cancelled", "no_show"]


class ReservationShape(BaseModel):
    """A reservation as it stands."""

    reservation_id: str
    status: Status
    date: str = Field(examples=["2026-12-04"])
    time: str = Field(examples=["19:30"])
    covers: int = Field(examples=[4])
    duration_minutes: int = Field(examples=[105])
    table_ids: list[str] = Field(examples=[["12"]])
    name: str | None = Field(examples=["Jean Dupont"])
    phone: str | None
    email: str | None
    notes: str | None
    source: str
    reference: str
    created_at: str
    order_id: str | None = Field(description="Once they are seated.")


class ReservationsShape(BaseModel):
    """Reservations, page by page."""

    reservations: list[ReservationShape]
    next: str | None = None


def reservation_of(house: House, reservation_id: str) -> Reservation:
    """A reservation that may still matter.

    Raises:
        ProblemError: 404.
    """
    found = house.world.reservations.known.get(reservation_id)
    if found is None:
        raise refused(RESERVATION_UNKNOWN)
    return found


def reservation_shape(
    house: House, reservation_id: str, *, personal: bool
) -> ReservationShape:
    """A reservation as programs see it."""
    found = reservation_of(house, reservation_id)
    world = house.world
    guest = guest_of(house, found) if personal else None
    return ReservationShape(
        reservation_id=found.id,
        status=world.reservations.status(found.id, world.book),  # type: ignore[arg-type]
        date=found.date,
        time=found.time,
        covers=found.covers,
        duration_minutes=found.minutes,
        table_ids=[world.floor.number(table) for table in found.tables],
        name=guest.name if guest else None,
        phone=guest.phone if guest else None,
        email=guest.email if guest else None,
        notes=guest.note if guest else None,
        source=found.source,
        reference=found.reference,
        created_at=found.at,
        order_id=world.reservations.order(found.id) or None,
    )


def reservations_of(house: House, date: str, status: str | None) -> list[Reservation]:
    """The reservations of a day, or those from today on without one."""
    reservations, book = house.world.reservations, house.world.book
    today = house.clock().date().isoformat()
    return [
        each
        for each in reservations.known.values()
        if (each.date == date if date else each.date >= today)
        and status in (None, reservations.status(each.id, book))
    ]


def place_of(reservation: Reservation) -> str:
    """What sorts reservations by time."""
    return f"{reservation.start} {reservation.id}"


GuestTold = Mapping[str, str | None]
"""Field of `Guest` -> what was said; None leaves it as it is."""


def taken(
    visit: Visit, house: House, command: CreateReservation, told: GuestTold
) -> str:
    """Takes a reservation; its id.

    Raises:
        ProblemError: it was refused.
    """
    guest = Guest(**{name: word for name, word in told.items() if word})
    found = take_reservation(house, command, guest, visit.actor)
    if isinstance(found, Refusal):
        raise refused(found)
    return found.id


def changed(
    visit: Visit, house: House, command: ChangeReservation, told: GuestTold
) -> None:
    """Changes a reservation, and what is told of its guests.

    Raises:
        ProblemError: it was refused, or is not there.
    """
    known = guest_of(house, reservation_of(house, command.reservation))
    said = {name: word for name, word in told.items() if word is not None}
    done(change_guest(house, command, replace(known, **said), visit.actor))


def changing(
    reservation_id: str,
    act: Callable[[House], BaseModel],
    shape: Callable[[House], BaseModel],
) -> Write:
    """A write about a reservation that is there."""
    return Write(
        act=act,
        again=lambda house, _: shape(house),
        named=lambda events: f"reservation/{reservation_id}",
        current=shape,
    )


@router.get("", response_model=ReservationsShape, **opened_by("reservations:read"))
async def list_reservations(
    visit: Visiting,
    limit: Limit = 50,
    after: After = "",
    date: Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = "",
    status: Status | None = None,
) -> Response:
    """The reservations of a day, or those from today on, by time."""
    personal = visit.caller.may("personal:read")

    def view(house: House) -> ReservationsShape:
        wanted = reservations_of(house, date, status)
        found, following = page(wanted, place_of, after, limit)
        shapes = [reservation_shape(house, r.id, personal=personal) for r in found]
        return ReservationsShape(reservations=shapes, next=following)

    return await visit.read(view, linked(visit.request))


@router.post(
    "",
    response_model=ReservationShape,
    status_code=201,
    **opened_by("reservations:write", 404, 409, key=True),
)
async def create_reservation(told: NewReservation, visit: Visiting) -> Response:
    """Takes a reservation; a `source` that repeats its `reference` gets the one it has."""

    def act(house: House) -> ReservationShape:
        command = CreateReservation(
            date=told.date,
            time=told.time,
            covers=told.covers,
            tables=_tables(house, told.table_ids),
            source=told.source,
            reference=told.reference,
        )
        return _shape(visit, house, taken(visit, house, command, _guest(told)))

    return await visit.write(
        Write(
            act=act,
            again=lambda house, thing: _shape(visit, house, _id(thing)),
            status=201,
            location=lambda thing: f"/api/v1/reservations/{_id(thing)}",
        )
    )


@router.get(
    "/{reservation_id}",
    response_model=ReservationShape,
    **opened_by("reservations:read", 404),
)
async def show_reservation(reservation_id: str, visit: Visiting) -> Response:
    """One reservation."""
    return await visit.read(lambda house: _shape(visit, house, reservation_id))


@router.put(
    "/{reservation_id}",
    response_model=ReservationShape,
    **opened_by("reservations:write", 404, 409, 412, key=True),
)
async def change_reservation(
    reservation_id: str, told: ChangedReservation, visit: Visiting
) -> Response:
    """Changes when they come, how many they are, where they sit, what they said."""

    def act(house: House) -> ReservationShape:
        command = ChangeReservation(
            reservation=reservation_id,
            date=told.date,
            time=told.time,
            covers=told.covers,
            tables=_tables(house, told.table_ids),
        )
        changed(visit, house, command, _guest(told))
        return _shape(visit, house, reservation_id)

    return await _write(visit, reservation_id, act)


@router.patch(
    "/{reservation_id}/status",
    response_model=ReservationShape,
    **opened_by("reservations:write", 404, 409, 412, key=True),
)
async def set_reservation_status(
    reservation_id: str, told: NewReservationStatus, visit: Visiting
) -> Response:
    """Confirms, receives, seats or calls off."""

    def act(house: House) -> ReservationShape:
        reservation_of(house, reservation_id)
        if told.status == "seated":
            seating = SeatReservation(reservation=reservation_id)
            done(seat_reservation(house, seating, visit.actor))
        else:
            command = SetReservationStatus(
                reservation=reservation_id, status=told.status
            )
            carried_out(house, command, visit.actor)
        return _shape(visit, house, reservation_id)

    return await _write(visit, reservation_id, act)


async def _write(
    visit: Visit, reservation_id: str, act: Callable[[House], ReservationShape]
) -> Response:
    return await visit.write(
        changing(reservation_id, act, lambda h: _shape(visit, h, reservation_id))
    )


def _guest(told: NewReservation | ChangedReservation) -> GuestTold:
    return {
        "name": told.name,
        "phone": told.phone,
        "email": told.email,
        "note": told.notes,
    }


def _shape(visit: Visit, house: House, reservation_id: str) -> ReservationShape:
    personal = visit.caller.may("personal:read")
    return reservation_shape(house, reservation_id, personal=personal)


def _tables(house: House, numbers: list[str] | None) -> tuple[str, ...] | None:
    if numbers is None:
        return None
    return tuple(table_of(house.world, number) for number in numbers)


def _id(thing: str) -> str:
    return thing.removeprefix("reservation/")
