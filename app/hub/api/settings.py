"""What the network may ask of the house, for a hub without a window to set it in.

Persons alone: a program cannot widen what programs may."""

from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.rules import SetSetting
from app.hub.api.order_steps import run_steps
from app.hub.api.shapes import Count, Sent
from app.hub.api.visit import Visiting, Write, opened_by
from app.services.house import House

router = APIRouter(prefix="/settings", tags=["access"])

KEYS: Final = {
    "requests": "api.requests",
    "webhooks": "api.webhooks",
    "connections": "api.connections",
    "payload": "api.payload",
    "origins": "api.origins",
    "private_targets": "webhooks.private",
}
"""Field -> key of the setting."""

Minute = Annotated[Count, Field(ge=1, le=1_000_000)]
Origin = Annotated[str, Field(pattern=r"^https?://[^\s/]+$", max_length=200)]


class NetworkShape(BaseModel):
    """The limits of each key or person, and where webhooks may go."""

    requests: int = Field(examples=[500], description="A minute.")
    webhooks: int = Field(examples=[100], description="Messages a minute.")
    connections: int = Field(examples=[25], description="At once.")
    payload: int = Field(examples=[5_000_000], description="Bytes of a request.")
    origins: list[str] = Field(
        examples=[["https://www.example.com"]], description="Whose pages may call."
    )
    private_targets: bool = Field(
        description="Webhooks may go to machines of this network, and without TLS."
    )


class NewNetwork(Sent):
    """What is to be otherwise."""

    requests: Minute | None = Field(None, examples=[500])
    webhooks: Minute | None = None
    connections: Annotated[Count, Field(ge=1, le=10_000)] | None = None
    payload: Annotated[Count, Field(ge=1_000, le=100_000_000)] | None = None
    origins: list[Origin] | None = Field(None, max_length=20)
    private_targets: bool | None = Field(None, strict=True, examples=[True])


@router.get("", response_model=NetworkShape, **opened_by("settings:read"))
async def show_settings(visit: Visiting) -> Response:
    """The limits as they stand."""
    return await visit.read(_network)


@router.patch(
    "", response_model=NetworkShape, **opened_by("network:write", 412, key=True)
)
async def change_settings(told: NewNetwork, visit: Visiting) -> Response:
    """Changes limits; for persons, not for programs."""
    steps = [
        (SetSetting(key=KEYS[name], value=_stored(value)), f"#/{name}")
        for name, value in told.model_dump(exclude_none=True).items()
    ]

    def act(house: House) -> NetworkShape:
        run_steps(house, steps, visit.actor)
        return _network(house)

    return await visit.write(
        Write(act=act, again=lambda house, thing: _network(house), current=_network)
    )


def _network(house: House) -> NetworkShape:
    settings = house.world.settings
    return NetworkShape(
        requests=settings.number(KEYS["requests"]),
        webhooks=settings.number(KEYS["webhooks"]),
        connections=settings.number(KEYS["connections"]),
        payload=settings.number(KEYS["payload"]),
        origins=settings.text(KEYS["origins"]).split(),
        private_targets=settings.text(KEYS["private_targets"]) == "yes",
    )


def _stored(value: bool | int | list[str]) -> str:
    """As the settings keep it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list) else str(value)
