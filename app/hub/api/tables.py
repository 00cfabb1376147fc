"""Rooms and tables, who sits there, and when guests may come."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.reservations.availability import availability, is_day
from app.domain.vocabulary import Refusal
from app.hub.api.problems import refused
from app.hub.api.visit import Visiting, opened_by
from app.services.house import House

router = APIRouter(prefix="/tables", tags=["tables"])

DAY_INVALID = Refusal("time_invalid", "Cette date ou cette heure n'existe pas.")


class TableShape(BaseModel):
    """A table, and the order on it."""

    table_id: str = Field(examples=["12"], description="Its number.")
    room: str = Field(examples=["Salle"])
    seats: int
    occupied: bool
    order_id: str | None = None


class TablesShape(BaseModel):
    """Every table that is in use."""

    tables: list[TableShape]


class SlotShape(BaseModel):
    """A time at which they may come."""

    time: str = Field(examples=["19:30"])
    service: str = Field(examples=["Dîner"])
    table_ids: list[str] = Field(examples=[["12"]])
    covers_left: int


class AvailabilityShape(BaseModel):
    """When so many guests may come on a day."""

    date: str = Field(examples=["2026-12-04"])
    covers: int
    slots: list[SlotShape]


@router.get("", response_model=TablesShape, **opened_by("tables:read"))
async def list_tables(visit: Visiting) -> Response:
    """Every table; whose order it is needs `orders:read`."""
    sees = visit.caller.may("orders:read")

    def view(house: House) -> TablesShape:
        floor = house.world.floor
        found = []
        for table in floor.tables.values():
            room = floor.rooms.get(table.room)
            if not table.active or room is None or not room.active:
                continue
            order = house.world.order_on(table.id)
            found.append(
                TableShape(
                    table_id=table.number,
                    room=room.name,
                    seats=table.seats,
                    occupied=order is not None,
                    order_id=order.id if order and sees else None,
                )
            )
        return TablesShape(tables=found)

    return await visit.read(view)


@router.get(
    "/availability",
    response_model=AvailabilityShape,
    **opened_by("reservations:read"),
)
async def show_availability(
    visit: Visiting,
    date: Annotated[
        str, Query(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2026-12-04"])
    ],
    covers: Annotated[int, Query(ge=1, le=200)] = 2,
) -> Response:
    """The times at which so many guests may come, with the best free tables."""

    def view(house: House) -> AvailabilityShape:
        if not is_day(date):
            raise refused(DAY_INVALID)
        world = house.world
        services = world.reservations.services
        return AvailabilityShape(
            date=date,
            covers=covers,
            slots=[
                SlotShape(
                    time=slot.time,
                    service=services[slot.service].name,
                    table_ids=[world.floor.number(table) for table in slot.tables],
                    covers_left=slot.covers,
                )
                for slot in availability(world, date, covers, house.clock())
            ],
        )

    return await visit.read(view)
