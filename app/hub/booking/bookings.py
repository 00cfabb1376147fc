"""Reservations, menu and settings as the booking system says them."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, RootModel
from starlette.responses import Response

from app.domain.reservations.availability import availability, is_day, time_of
from app.domain.reservations.commands import (
    ChangeReservation,
    CreateReservation,
    SetReservationStatus,
)
from app.hub.api import menu
from app.hub.api.pages import After, page
from app.hub.api.problems import refused
from app.hub.api.reservations import (
    Day,
    GuestTold,
    Status,
    Time,
    Words,
    changed,
    changing,
    place_of,
    reservation_shape,
    reservations_of,
    taken,
)
from app.hub.api.shapes import Told
from app.hub.api.tables import DAY_INVALID
from app.hub.api.visit import Visit, Visiting, Write, carried_out, opened_by
from app.services.house import House

router = APIRouter(tags=["booking"])

PAGE = 200

People = Annotated[int, Field(ge=1, le=200, examples=[4])]


class NewBooking(BaseModel):
    """Guests who want to come."""

    customerName: Words = Field("", examples=["Jean Dupont"])
    phoneNumber: Words = Field("", examples=["+33612345678"])
    email: Words = ""
    numberOfPeople: People
    date: Day
    time: Time
    notes: Words = ""
    source: str = Field("website", pattern=r"^[a-z0-9_.-]{1,40}$", examples=["website"])


class ChangedBooking(BaseModel):
    """What is to be otherwise; what is not named stays as it is."""

    customerName: Words | None = None
    phoneNumber: Words | None = None
    email: Words | None = None
    numberOfPeople: People | None = None
    date: Day | None = None
    time: Time | None = None
    notes: Words | None = None
    status: Literal["booked", "confirmed", "arrived", "cancelled", "no_show"] | None = (
        None
    )


class BookingShape(BaseModel):
    """A reservation. Names and numbers are null without `personal:read`."""

    id: str
    customerName: str | None = Field(examples=["Jean Dupont"])
    phoneNumber: str | None = Field(examples=["+33612345678"])
    email: str | None
    numberOfPeople: int = Field(examples=[4])
    date: str = Field(examples=["2026-12-04"])
    time: str = Field(examples=["19:30"])
    notes: str | None
    source: str = Field(examples=["website"])
    status: Status
    tables: list[str] = Field(examples=[["12"]])
    createdAt: str


class BookingsShape(RootModel[list[BookingShape]]):
    """Reservations by time; more than 200 have a `Link` to the next."""


class DishShape(BaseModel):
    """Something that is sold."""

    id: str
    name: str = Field(examples=["Bavette à l'échalote"])
    price: Told
    available: bool
    allergens: list[str]


class CategoryShape(BaseModel):
    """A part of the menu with what is sold in it."""

    id: str
    name: str = Field(examples=["Plats"])
    items: list[DishShape]


class MenuShape(BaseModel):
    """The menu."""

    categories: list[CategoryShape]


class HoursShape(BaseModel):
    """A service that takes reservations."""

    name: str = Field(examples=["Dîner"])
    firstArrival: str = Field(examples=["19:00"])
    lastArrival: str = Field(examples=["21:30"])
    weekdays: list[int] = Field(description="0 Monday to 6 Sunday; empty: every day.")


class SettingsShape(BaseModel):
    """What a page that takes reservations needs to know."""

    restaurantName: str = Field(examples=["Le Vieux Moulin"])
    address: str
    contact: str
    maxPeople: int = Field(description="Larger parties call.")
    daysAhead: int
    closedDays: list[str]
    services: list[HoursShape]
    notifications: list[str] = Field(examples=[["sms"]])


class Asked(BaseModel):
    """When so many guests would like to come; any time of the day without one."""

    date: Day
    time: Time | None = None
    numberOfPeople: People = 2


class FreeTime(BaseModel):
    """A time at which they may come."""

    time: str = Field(examples=["19:30"])
    tables: list[str]
    placesLeft: int


class FreeShape(BaseModel):
    """Whether they may come, and when else."""

    available: bool
    times: list[FreeTime]


def booking_shape(house: House, reservation_id: str, *, personal: bool) -> BookingShape:
    """A reservation in the booking system's words."""
    known = reservation_shape(house, reservation_id, personal=personal)
    return BookingShape(
        id=known.reservation_id,
        customerName=known.name,
        phoneNumber=known.phone,
        email=known.email,
        numberOfPeople=known.covers,
        date=known.date,
        time=known.time,
        notes=known.notes,
        source=known.source,
        status=known.status,
        tables=known.table_ids,
        createdAt=known.created_at,
    )


def shape_for(visit: Visit, house: House, reservation_id: str) -> BookingShape:
    """A reservation as far as this caller may know it."""
    personal = visit.caller.may("personal:read")
    return booking_shape(house, reservation_id, personal=personal)


@router.get(
    "/reservations", response_model=BookingsShape, **opened_by("reservations:read")
)
async def list_bookings(
    visit: Visiting,
    after: After = "",
    date: Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = "",
    status: Status | None = None,
) -> Response:
    """The reservations of a day, or those from today on, by time."""
    following: list[str] = []

    def view(house: House) -> BookingsShape:
        wanted = reservations_of(house, date, status)
        found, more = page(wanted, place_of, after, PAGE)
        following.extend([more] if more else [])
        return BookingsShape([shape_for(visit, house, each.id) for each in found])

    def link(_: Any) -> Mapping[str, str]:
        if not following:
            return {}
        url = visit.request.url.include_query_params(after=following[0])
        return {"Link": f'<{url.path}?{url.query}>; rel="next"'}

    return await visit.read(view, link)


@router.post(
    "/reservations",
    response_model=BookingShape,
    status_code=201,
    **opened_by("reservations:write", 409, key=True),
)
async def create_booking(told: NewBooking, visit: Visiting) -> Response:
    """Takes a reservation, at the best free table."""

    def act(house: House) -> BookingShape:
        command = CreateReservation(
            date=told.date,
            time=told.time,
            covers=told.numberOfPeople,
            source=told.source,
        )
        return shape_for(visit, house, taken(visit, house, command, _guest(told)))

    return await visit.write(
        Write(
            act=act,
            again=lambda house, thing: shape_for(visit, house, _id(thing)),
            status=201,
            location=lambda thing: f"/api/reservations/{_id(thing)}",
        )
    )


@router.get(
    "/reservations/{reservation_id}",
    response_model=BookingShape,
    **opened_by("reservations:read", 404),
)
async def show_booking(reservation_id: str, visit: Visiting) -> Response:
    """One reservation."""
    return await visit.read(lambda house: shape_for(visit, house, reservation_id))


@router.put(
    "/reservations/{reservation_id}",
    response_model=BookingShape,
    **opened_by("reservations:write", 404, 409, 412, key=True),
)
async def change_booking(
    reservation_id: str, told: ChangedBooking, visit: Visiting
) -> Response:
    """Changes a reservation, and after that its status."""

    def act(house: House) -> BookingShape:
        command = ChangeReservation(
            reservation=reservation_id,
            date=told.date,
            time=told.time,
            covers=told.numberOfPeople,
        )
        if told.model_dump(exclude={"status"}, exclude_none=True):
            changed(visit, house, command, _guest(told))
        if told.status is not None:
            status = SetReservationStatus(
                reservation=reservation_id, status=told.status
            )
            carried_out(house, status, visit.actor)
        return shape_for(visit, house, reservation_id)

    return await _write(visit, reservation_id, act)


@router.delete(
    "/reservations/{reservation_id}",
    response_model=BookingShape,
    **opened_by("reservations:write", 404, 409, 412, key=True),
)
async def cancel_booking(reservation_id: str, visit: Visiting) -> Response:
    """Calls a reservation off; it stays known as cancelled."""

    def act(house: House) -> BookingShape:
        calling_off = SetReservationStatus(
            reservation=reservation_id, status="cancelled"
        )
        carried_out(house, calling_off, visit.actor)
        return shape_for(visit, house, reservation_id)

    return await _write(visit, reservation_id, act)


async def _write(
    visit: Visit, reservation_id: str, act: Callable[[House], BookingShape]
) -> Response:
    return await visit.write(
        changing(reservation_id, act, lambda h: shape_for(visit, h, reservation_id))
    )


def _guest(told: NewBooking | ChangedBooking) -> GuestTold:
    return {
        "name": told.customerName,
        "phone": told.phoneNumber,
        "email": told.email,
        "note": told.notes,
    }


@router.get("/menu", response_model=MenuShape, **opened_by("menu:read"))
async def show_booking_menu(visit: Visiting) -> Response:
    """The menu by category."""

    def view(house: House) -> MenuShape:
        catalogue = house.world.catalogue
        items: dict[str, list[DishShape]] = {}
        for article in catalogue.articles.values():
            if article.active:
                shown = menu.item_shape(house, article, "dine_in")
                dish = DishShape(
                    id=article.id,
                    name=article.name,
                    price=shown.price,
                    available=shown.available,
                    allergens=shown.allergens,
                )
                items.setdefault(article.category, []).append(dish)
        categories = sorted(catalogue.categories.values(), key=lambda c: (c.rank, c.id))
        return MenuShape(
            categories=[
                CategoryShape(id=c.id, name=c.name, items=items[c.id])
                for c in categories
                if c.active and c.id in items
            ]
        )

    return await visit.read(view)


@router.get("/settings", response_model=SettingsShape, **opened_by("reservations:read"))
async def show_booking_settings(visit: Visiting) -> Response:
    """What a page that takes reservations needs to know of the house."""
    notifier = visit.api.notifier
    channels = sorted(notifier.channels()) if notifier is not None else []

    def view(house: House) -> SettingsShape:
        settings = house.world.settings
        services = house.world.reservations.services.values()
        return SettingsShape(
            restaurantName=settings.text("house.name"),
            address=settings.text("house.address"),
            contact=settings.text("house.contact"),
            maxPeople=settings.number("reservation.max_covers"),
            daysAhead=settings.number("reservation.horizon"),
            closedDays=settings.text("reservation.closed_days").split(),
            services=[
                HoursShape(
                    name=service.name,
                    firstArrival=time_of(service.start),
                    lastArrival=time_of(service.end),
                    weekdays=list(service.weekdays),
                )
                for service in sorted(services, key=lambda each: each.start)
                if service.active
            ],
            notifications=channels,
        )

    return await visit.read(view)


@router.post(
    "/settings/availability",
    response_model=FreeShape,
    **opened_by("reservations:read"),
)
async def check_availability(told: Asked, visit: Visiting) -> Response:
    """Whether so many guests may come, and at which times of that day."""

    def view(house: House) -> FreeShape:
        if not is_day(told.date):
            raise refused(DAY_INVALID)
        world = house.world
        slots = availability(world, told.date, told.numberOfPeople, house.clock())
        free = [slot.time for slot in slots]
        return FreeShape(
            available=told.time in free if told.time else bool(free),
            times=[
                FreeTime(
                    time=slot.time,
                    tables=[world.floor.number(table) for table in slot.tables],
                    placesLeft=slot.covers,
                )
                for slot in slots
            ],
        )

    return await visit.read(view)


def _id(thing: str) -> str:
    return thing.removeprefix("reservation/")
