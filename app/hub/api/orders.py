"""Orders: what tables and guests consume, in the shapes of the API document."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.domain.orders.commands import AddLines, PlaceOrder
from app.hub.api.bill import OrderStatus, order_status
from app.hub.api.order_shapes import (
    ChangedOrder,
    MoreItems,
    NewOrder,
    NewOrderStatus,
    OrderShape,
    OrdersShape,
    order_of,
    order_shape,
)
from app.hub.api.order_steps import (
    added,
    changes,
    run_steps,
    status_steps,
    table_of,
)
from app.hub.api.pages import After, Limit, linked, page
from app.hub.api.visit import Visit, Visiting, Write, carried_out, opened_by
from app.services.house import House

router = APIRouter(prefix="/orders", tags=["orders"])


@router.get("", response_model=OrdersShape, **opened_by("orders:read"))
async def list_orders(
    visit: Visiting,
    limit: Limit = 50,
    after: After = "",
    table_id: Annotated[str, Query(max_length=16)] = "",
    status: OrderStatus | None = None,
) -> Response:
    """The active orders, the oldest first."""

    def view(house: House) -> OrdersShape:
        book = house.world.book
        wanted = [
            order
            for order in book.open_orders()
            if table_id in ("", house.world.floor.number(order.table))
            and status in (None, order_status(book, order))
        ]
        found, following = page(wanted, lambda order: order.id, after, limit)
        return OrdersShape(
            orders=[order_shape(house, order.id) for order in found], next=following
        )

    return await visit.read(view, linked(visit.request))


@router.get("/{order_id}", response_model=OrderShape, **opened_by("orders:read", 404))
async def show_order(order_id: str, visit: Visiting) -> Response:
    """One order, also one that is settled, as long as its day is not closed."""
    return await visit.read(lambda house: order_shape(house, order_id))


@router.post(
    "",
    response_model=OrderShape,
    status_code=201,
    **opened_by("orders:write", 404, 409, key=True),
)
async def create_order(told: NewOrder, visit: Visiting) -> Response:
    """Opens an order with its items. Nothing goes to the kitchen before it is `sent`."""

    def act(house: House) -> OrderShape:
        number = (told.table_id or "").strip()
        table = table_of(house.world, number) if number else ""
        preset = told.preset or ""
        if not (preset or table or told.mode):
            begins = house.world.settings.text("counter.mode")
            preset = house.world.catalogue.presets.standing(begins)
        command = PlaceOrder(
            mode=told.mode or "dine_in",
            preset=preset,
            promised=told.promised_at,
            table=table,
            covers=told.covers,
            lines=tuple(added(item) for item in told.items),
            waiter=told.server_id or "",
            kitchen_note=told.notes,
        )
        facts = carried_out(house, command, visit.actor)
        order: str = facts[0].event.order  # type: ignore[attr-defined]
        return order_shape(house, order)

    return await visit.write(
        Write(act=act, again=_again, status=201, location=_location, shares=True)
    )


@router.put(
    "/{order_id}",
    response_model=OrderShape,
    **opened_by("orders:write", 404, 409, 412, key=True),
)
async def change_order(order_id: str, told: ChangedOrder, visit: Visiting) -> Response:
    """Changes table, covers, notes, quantities."""

    def act(house: House) -> OrderShape:
        order = order_of(house, order_id)
        run_steps(house, list(changes(house.world, order, told)), visit.actor)
        return order_shape(house, order_id)

    return await _write(visit, order_id, act)


@router.patch(
    "/{order_id}/status",
    response_model=OrderShape,
    **opened_by("orders:write", 404, 409, 412, key=True),
)
async def set_order_status(
    order_id: str, told: NewOrderStatus, visit: Visiting
) -> Response:
    """Sends an order to the kitchen, brings it to the guests, or gives it up."""

    def act(house: House) -> OrderShape:
        order = order_of(house, order_id)
        steps = list(status_steps(house.world, order, told))
        run_steps(house, [(step, "#/status") for step in steps], visit.actor)
        return order_shape(house, order_id)

    return await _write(visit, order_id, act)


@router.post(
    "/{order_id}/items",
    response_model=OrderShape,
    status_code=201,
    **opened_by("orders:write", 404, 409, 412, key=True),
)
async def add_items(order_id: str, told: MoreItems, visit: Visiting) -> Response:
    """Adds items to an order."""

    def act(house: House) -> OrderShape:
        lines = tuple(added(item) for item in told.items)
        carried_out(house, AddLines(order=order_id, lines=lines), visit.actor)
        return order_shape(house, order_id)

    return await _write(visit, order_id, act, status=201)


async def _write(
    visit: Visit, order_id: str, act: Callable[[House], OrderShape], status: int = 200
) -> Response:
    return await visit.write(
        Write(
            act=act,
            again=_again,
            status=status,
            named=lambda events: f"order/{order_id}",
            current=lambda house: order_shape(house, order_id),
        )
    )


def _again(house: House, thing: str) -> OrderShape:
    return order_shape(house, thing.removeprefix("order/"))


def _location(thing: str) -> str:
    return f"/api/v1/orders/{thing.removeprefix('order/')}"
