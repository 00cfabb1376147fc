"""Channels: whether orders from outside are taken now, and how much later than usual."""

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.channels.decide import MAX_DELAY, MAX_MINUTES, SetChannels
from app.hub.api.shapes import Count, Sent
from app.hub.api.visit import Visiting, Write, carried_out, opened_by
from app.services.house import House

router = APIRouter(prefix="/channels", tags=["orders"])


class ChannelsShape(BaseModel):
    """How orders from outside stand. Orders for a table are not concerned."""

    open: bool = Field(description="False: `POST /orders` answers `channels_paused`.")
    delay_minutes: int = Field(
        examples=[20], description="Promise so much later than usual."
    )
    until: str | None = Field(
        examples=["2026-11-20T20:56:00+01:00"],
        description="As usual again by itself then; null: when somebody says so.",
    )


class NewChannels(Sent):
    """How they stand from now on."""

    open: bool = Field(strict=True, examples=[True])
    delay_minutes: Count = Field(0, ge=0, le=MAX_DELAY, examples=[20])
    for_minutes: Count = Field(
        0, ge=0, le=MAX_MINUTES, description="0: until somebody says otherwise."
    )


@router.get("", response_model=ChannelsShape, **opened_by("orders:read"))
async def show_channels(visit: Visiting) -> Response:
    """Whether orders are taken, and by how much they are promised later. A webhook on
    `channels.changed` hears of every change."""
    return await visit.read(channels_shape)


@router.put("", response_model=ChannelsShape, **opened_by("menu:write", key=True))
async def set_channels(told: NewChannels, visit: Visiting) -> Response:
    """Pauses all channels, lets them promise later, or as usual again."""

    def act(house: House) -> ChannelsShape:
        command = SetChannels(
            open=told.open, delay=told.delay_minutes, minutes=told.for_minutes
        )
        carried_out(house, command, visit.actor)
        return channels_shape(house)

    return await visit.write(
        Write(
            act=act,
            again=lambda house, _: channels_shape(house),
            named=lambda events: "channels",
        )
    )


def channels_shape(house: House, _: str = "") -> ChannelsShape:
    """How they stand now."""
    stand = house.world.channels.at(house.clock())
    return ChannelsShape(
        open=stand.open, delay_minutes=stand.delay, until=stand.until or None
    )
