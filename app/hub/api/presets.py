"""Presets: ways of being served, and what is left of their slots of time."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.catalogue.presets import MAX_DAYS
from app.domain.channels.decide import delay_of
from app.domain.orders.slots import slots
from app.domain.vocabulary import Refusal
from app.hub.api.problems import refused
from app.hub.api.shapes import ServedAs
from app.hub.api.visit import Visiting, opened_by
from app.services.house import House

router = APIRouter(prefix="/presets", tags=["menu"])

PRESET_UNKNOWN = Refusal("preset_unknown", "Cette façon de servir n'existe plus.")
DAY_FAR = Refusal("promise_out_of_range", "Cette heure ne peut pas être promise.")


class PresetShape(BaseModel):
    """A way of being served: which prices and VAT, what is asked, which slots."""

    preset_id: str = Field(examples=["takeaway"])
    name: str = Field(examples=["À emporter"])
    mode: ServedAs
    asks: list[str] = Field(examples=[["name", "phone"]])
    slot_minutes: int = Field(examples=[15], description="0: no time is promised.")
    days: int = Field(examples=[6], description="Days after today.")


class PresetsShape(BaseModel):
    """The presets in use, in the order of the till."""

    presets: list[PresetShape]


class PresetSlotShape(BaseModel):
    """A slot that can still be promised, also one that is full."""

    promised_at: str = Field(examples=["2026-11-20T19:30:00+01:00"])
    left: int | None = Field(examples=[4], description="Orders; null: any number.")
    full: bool
    busy_station: str = Field(
        examples=["chaud"], description="Which cannot make more in it; empty for none."
    )


class PresetSlotsShape(BaseModel):
    """The slots of a day."""

    slots: list[PresetSlotShape]


@router.get("", response_model=PresetsShape, **opened_by("menu:read"))
async def list_presets(visit: Visiting) -> Response:
    """Ways of being served; an order names one as its `preset`."""

    def view(house: House) -> PresetsShape:
        return PresetsShape(
            presets=[
                PresetShape(
                    preset_id=preset.id,
                    name=preset.name,
                    mode=preset.mode,  # type: ignore[arg-type]  # one of the modes
                    asks=list(preset.asks),
                    slot_minutes=preset.slot,
                    days=preset.days,
                )
                for preset in house.world.catalogue.presets.offered()
            ]
        )

    return await visit.read(view)


@router.get(
    "/{preset_id}/slots",
    response_model=PresetSlotsShape,
    **opened_by("menu:read", 404, 409),
)
async def list_slots(
    preset_id: str,
    visit: Visiting,
    day: Annotated[
        date | None, Query(alias="date", description="Today without it.")
    ] = None,
) -> Response:
    """What can be promised on a day, and what is left of it."""

    def view(house: House) -> PresetSlotsShape:
        preset, now = house.world.catalogue.presets.get(preset_id), house.clock()
        if preset is None or not preset.active:
            raise refused(PRESET_UNKNOWN)
        today, delay = now.date(), delay_of(house.world, visit.actor.person, now)
        wanted = day or today
        if not today <= wanted <= today + timedelta(days=MAX_DAYS):
            raise refused(DAY_FAR)
        return PresetSlotsShape(
            slots=[
                PresetSlotShape(
                    promised_at=slot.start.isoformat(timespec="seconds"),
                    left=slot.left,
                    full=slot.full,
                    busy_station=slot.busy,
                )
                for slot in slots(house.world, preset, wanted, now + delay)
            ]
        )

    return await visit.read(view)
