"""Stock: what is kept, how much of it is there, what has to be ordered."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, PlainSerializer, WithJsonSchema
from starlette.responses import Response

from app.domain.inventory.decide import CountStock, MoveStock
from app.domain.inventory.events import ItemSet, MovementKind
from app.domain.vocabulary import Refusal
from app.hub.api.pages import After, Limit, linked, page
from app.hub.api.problems import refused
from app.hub.api.schemas import named
from app.hub.api.shapes import (
    COUNTED,
    Id,
    Level,
    Note,
    Sent,
    Told,
    euros,
    milli,
    units,
)
from app.hub.api.visit import Visiting, Write, carried_out, opened_by
from app.services.house import House

router = APIRouter(prefix="/inventory", tags=["inventory"])

ITEM_UNKNOWN = Refusal("item_unknown", "Cet article n'est pas en stock.")

Asked = Annotated[
    Decimal,
    Field(ge=-1_000_000, le=1_000_000, decimal_places=3),
    COUNTED,
    PlainSerializer(float, when_used="json"),
    WithJsonSchema(
        {
            "type": "number",
            "minimum": -1_000_000,
            "maximum": 1_000_000,
            "examples": [12.5],
        }
    ),
]


Kind = Annotated[MovementKind, named("MovementKind")]


class StockLevel(Sent):
    """What somebody counted, in the item's unit."""

    level: Annotated[Asked, Field(ge=0)]


class NewMovement(Sent):
    """Stock that came in or went out. Transfers and corrections have their sign."""

    item_id: Id
    kind: Kind = Field(examples=["delivery"])
    quantity: Asked
    notes: Note = ""


class StockItemShape(BaseModel):
    """Something that is kept in stock."""

    item_id: str = Field(examples=["flour"])
    name: str = Field(examples=["Farine T65"])
    unit: str = Field(examples=["kg"])
    level: Level
    low_level: Level = Field(description="To be ordered from here down; 0 never.")
    low: bool
    supplier: str
    unit_cost: Told
    active: bool


class StockItemsShape(BaseModel):
    """What is kept in stock, page by page."""

    items: list[StockItemShape]
    next: str | None = None


class AlertsShape(BaseModel):
    """What has to be ordered."""

    alerts: list[StockItemShape]


class MovementShape(BaseModel):
    """A movement, and what is there after it."""

    item_id: str
    kind: Kind
    quantity: Level
    level: Level
    notes: str


def item_shape(house: House, item: ItemSet) -> StockItemShape:
    """An item as programs see it."""
    inventory = house.world.inventory
    return StockItemShape(
        item_id=item.id,
        name=item.name,
        unit=item.unit,
        level=units(inventory.level(item.id)),
        low_level=units(item.low),
        low=inventory.is_low(item),
        supplier=item.supplier,
        unit_cost=euros(item.cost),
        active=item.active,
    )


def _item(house: House, item_id: str) -> ItemSet:
    found = house.world.inventory.items.get(item_id)
    if found is None:
        raise refused(ITEM_UNKNOWN)
    return found


@router.get("/items", response_model=StockItemsShape, **opened_by("inventory:read"))
async def list_stock_items(
    visit: Visiting, limit: Limit = 50, after: After = ""
) -> Response:
    """Everything that is kept in stock."""

    def view(house: House) -> StockItemsShape:
        items = list(house.world.inventory.items.values())
        found, following = page(items, lambda item: item.id, after, limit)
        return StockItemsShape(
            items=[item_shape(house, item) for item in found], next=following
        )

    return await visit.read(view, linked(visit.request))


@router.get(
    "/items/{item_id}",
    response_model=StockItemShape,
    **opened_by("inventory:read", 404),
)
async def show_stock_item(item_id: str, visit: Visiting) -> Response:
    """One thing that is kept in stock."""
    return await visit.read(lambda house: item_shape(house, _item(house, item_id)))


@router.patch(
    "/items/{item_id}/stock",
    response_model=StockItemShape,
    **opened_by("inventory:write", 404, 412, key=True),
)
async def count_stock(item_id: str, told: StockLevel, visit: Visiting) -> Response:
    """Notes a count: so much is there now."""

    def act(house: House) -> StockItemShape:
        command = CountStock(item=item_id, level=milli(told.level))
        carried_out(house, command, visit.actor)
        return item_shape(house, _item(house, item_id))

    return await visit.write(
        Write(
            act=act,
            again=lambda house, _: item_shape(house, _item(house, item_id)),
            current=lambda house: item_shape(house, _item(house, item_id)),
        )
    )


@router.get("/alerts", response_model=AlertsShape, **opened_by("inventory:read"))
async def list_stock_alerts(visit: Visiting) -> Response:
    """What has to be ordered, by name."""

    def view(house: House) -> AlertsShape:
        low = house.world.inventory.alerts()
        return AlertsShape(alerts=[item_shape(house, item) for item in low])

    return await visit.read(view)


@router.post(
    "/movements",
    response_model=MovementShape,
    status_code=201,
    **opened_by("inventory:write", 404, key=True),
)
async def move_stock(told: NewMovement, visit: Visiting) -> Response:
    """Notes a delivery, waste, a transfer or a correction."""

    def shape(house: House) -> MovementShape:
        return MovementShape(
            item_id=told.item_id,
            kind=told.kind,
            quantity=told.quantity,
            level=units(house.world.inventory.level(told.item_id)),
            notes=told.notes,
        )

    def act(house: House) -> MovementShape:
        command = MoveStock(
            item=told.item_id,
            kind=told.kind,
            quantity=milli(told.quantity),
            note=told.notes,
        )
        carried_out(house, command, visit.actor)
        return shape(house)

    return await visit.write(
        Write(act=act, again=lambda house, _: shape(house), status=201)
    )
