"""Orders: what tables and guests consume, in the shapes of the API document."""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.domain.kitchen.decide import BumpDishes, ServeDishes
from app.domain.orders.billing import order_due
from app.domain.orders.commands import (
    AddLine,
    AddLines,
    CancelOrder,
    ChangeLine,
    MoveOrder,
    Pick,
    PlaceOrder,
    SendOrder,
    SetCovers,
    SetOrderNote,
    SetQuantity,
    VoidLine,
)
from app.domain.orders.state import Line, Order
from app.domain.rules import Command
from app.domain.vocabulary import Refusal, ServiceMode
from app.domain.world import World
from app.hub.api.bill import OrderStatus, item_status, order_status, whole_bill
from app.hub.api.pages import After, Limit, linked, page
from app.hub.api.problems import ProblemError, refused
from app.hub.api.shapes import (
    Amount,
    Count,
    Id,
    Level,
    Note,
    Quantity,
    Told,
    cents,
    euros,
    milli,
    units,
)
from app.hub.api.visit import Visit, Visiting, Write, carried_out, opened_by
from app.services.house import House

router = APIRouter(prefix="/orders", tags=["orders"])

ORDER_UNKNOWN = Refusal("order_unknown", "Cette commande n'est plus là.")
TABLE_UNKNOWN = Refusal("table_unknown", "Cette table n'existe pas.")
TABLE_TAKEN = Refusal("table_taken", "La table {table} est déjà ouverte.")
LINE_UNKNOWN = Refusal("line_unknown", "Cette ligne n'est plus sur la table.")
_MAX_ITEMS = 200

TableNumber = Annotated[str, Field(max_length=16, examples=["12"])]


class Choice(BaseModel):
    """What is chosen at one step of a formule, counted from 0."""

    step: Count = Field(ge=0, le=50)
    menu_item_id: Id
    modifiers: list[Id] = Field([], max_length=50)


class NewItem(BaseModel):
    """Something that is ordered."""

    menu_item_id: Id
    quantity: Quantity
    modifiers: list[Id] = Field([], max_length=50, description="Ids of options.")
    notes: Note = ""
    choices: list[Choice] = Field([], max_length=20, description="Of a formule.")
    seats: list[Annotated[Count, Field(ge=1, le=200)]] = Field([], max_length=50)
    course: str = Field("", max_length=64, description="Empty for its own.")
    unit_price: Amount | None = Field(None, description="Of an open price alone.")


class NewOrder(BaseModel):
    """An order with what is on it. It is written down whole, or not at all."""

    table_id: TableNumber | None = Field(None, description="The table's number.")
    server_id: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="Whose order it is; whoever asks without it."
    )
    items: list[NewItem] = Field([], max_length=_MAX_ITEMS)
    covers: Count = Field(0, ge=0, le=200)
    mode: ServiceMode | None = Field(None, description="At a table: dine_in.")
    notes: Note = ""

    model_config = {
        "json_schema_extra": {
            "examples": [
                {
                    "table_id": "12",
                    "server_id": "lea",
                    "items": [
                        {
                            "menu_item_id": "burger_1",
                            "quantity": 1,
                            "modifiers": ["no_onions", "medium_rare"],
                            "notes": "Sauce à part",
                        }
                    ],
                }
            ]
        }
    }


class MoreItems(BaseModel):
    """More of what is ordered: all of it, or nothing."""

    items: list[NewItem] = Field(min_length=1, max_length=_MAX_ITEMS)


class ChangedItem(BaseModel):
    """Another quantity or note of an item; quantity 0 takes it off."""

    item_id: Id
    quantity: Annotated[Level, Field(ge=0, le=999, decimal_places=3)] | None = None
    notes: Note | None = None
    reason: str = Field("", max_length=200, description="Where it was sent already.")


class ChangedOrder(BaseModel):
    """What is to be otherwise; what is not named stays as it is.

    Changes are made one after the other. The first that is refused stops there, and
    what came before stands.
    """

    table_id: TableNumber | None = Field(None, description="Onto a free table.")
    covers: Count | None = Field(None, ge=0, le=200)
    notes: Note | None = None
    items: list[ChangedItem] = Field([], max_length=_MAX_ITEMS)


class NewStatus(BaseModel):
    """Where an order goes: out to the kitchen, onto the pass, to the guests, or away."""

    status: Literal["sent", "ready", "served", "cancelled"]
    reason: str = Field("", max_length=200)


class ItemShape(BaseModel):
    """A line of an order."""

    item_id: str
    menu_item_id: str = Field(examples=["burger_1"])
    name: str = Field(examples=["Burger Classique"])
    quantity: Level
    unit_price: Told
    modifiers: list[str] = Field(examples=[["no_onions", "medium_rare"]])
    notes: str = Field(examples=["Sauce à part"])
    status: str = Field(
        examples=["pending"],
        description="pending, held, sent, started, ready, served or cancelled.",
    )


class OrderShape(BaseModel):
    """An order as it stands. `subtotal` is without VAT, `total` with it."""

    order_id: str
    status: OrderStatus
    created_at: str = Field(examples=["2026-11-20T20:26:00+01:00"])
    table_id: str = Field(examples=["12"])
    server_id: str = Field(examples=["lea"])
    items: list[ItemShape]
    subtotal: Told
    tax: Told
    total: Told
    due: Told = Field(description="Still to pay.")
    number: int = Field(examples=[42])
    mode: str = Field(examples=["dine_in"])
    covers: int
    notes: str
    prices_include_tax: bool


class OrdersShape(BaseModel):
    """Orders, page by page."""

    orders: list[OrderShape]
    next: str | None = None


def order_of(house: House, order_id: str) -> Order:
    """An order of the book.

    Raises:
        ProblemError: 404.
    """
    found = house.world.book.orders.get(order_id)
    if found is None:
        raise refused(ORDER_UNKNOWN)
    return found


def order_shape(house: House, order_id: str) -> OrderShape:
    """An order as programs see it."""
    order = order_of(house, order_id)
    book = house.world.book
    lines = book.lines_of(order, live=False)
    priced = whole_bill(book, order)
    return OrderShape(
        order_id=order.id,
        status=order_status(book, order),
        created_at=order.opened_ts,
        table_id=house.world.floor.number(order.table),
        server_id=order.waiter,
        items=[_item(line) for line in lines],
        subtotal=euros(priced.ht if priced else 0),
        tax=euros(priced.tva if priced else 0),
        total=euros(priced.ttc if priced else 0),
        due=euros(order_due(book, order)),
        number=order.number,
        mode=order.mode,
        covers=order.covers,
        notes=order.kitchen_note,
        prices_include_tax=order.prices != "excl",
    )


def _item(line: Line) -> ItemShape:
    return ItemShape(
        item_id=line.id,
        menu_item_id=line.article,
        name=line.label,
        quantity=units(line.quantity if line.live else line.ordered),
        unit_price=euros(line.price),
        modifiers=[m.id for dish in line.dishes for m in dish.ordered.modifiers],
        notes=line.kitchen_note,
        status=item_status(line),
    )


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
        counter = house.world.settings.text("counter.mode")
        mode: ServiceMode = "dine_in" if table or counter == "dine_in" else "counter"
        command = PlaceOrder(
            mode=told.mode or mode,
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
        Write(act=act, again=_again, status=201, location=_location)
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
        _run(visit, house, list(_changes(house.world, order, told)))
        return order_shape(house, order_id)

    return await _write(visit, order_id, act)


@router.patch(
    "/{order_id}/status",
    response_model=OrderShape,
    **opened_by("orders:write", 404, 409, 412, key=True),
)
async def set_order_status(order_id: str, told: NewStatus, visit: Visiting) -> Response:
    """Sends an order to the kitchen, brings it to the guests, or gives it up."""

    def act(house: House) -> OrderShape:
        order = order_of(house, order_id)
        steps = list(_steps(house.world, order, told))
        _run(visit, house, [(step, "#/status") for step in steps])
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


def table_of(world: World, number: str) -> str:
    """The id of the table that people call so.

    Raises:
        ProblemError: 404.
    """
    found = world.floor.by_number(number)
    if found is None:
        raise refused(TABLE_UNKNOWN)
    return found.id


def added(item: NewItem) -> AddLine:
    """The command that takes an item down; its order is named elsewhere."""
    return AddLine(
        order="",
        article=item.menu_item_id,
        quantity=milli(item.quantity),
        options=tuple(item.modifiers),
        picks=tuple(
            Pick(
                step=choice.step,
                article=choice.menu_item_id,
                options=tuple(choice.modifiers),
            )
            for choice in item.choices
        ),
        seats=tuple(item.seats),
        course=item.course,
        kitchen_note=item.notes,
        price=None if item.unit_price is None else cents(item.unit_price),
    )


Step = tuple[Command, str]
"""A command, and the place of the request that asks for it."""


def _run(visit: Visit, house: House, steps: Sequence[Step]) -> None:
    """Carries steps out in turn; a refusal says at which place it stopped."""
    for command, pointer in steps:
        done = house.run(command, visit.actor)
        if isinstance(done, Refusal):
            problem = refused(done)
            raise ProblemError(problem.status, done, errors=[(pointer, done.code)])


def _changes(world: World, order: Order, told: ChangedOrder) -> Iterator[Step]:
    for place, item in enumerate(told.items):
        yield from _item_changes(world, order, item, f"#/items/{place}")
    if told.covers is not None and told.covers != order.covers:
        yield SetCovers(order=order.id, covers=told.covers), "#/covers"
    if told.notes is not None and told.notes != order.kitchen_note:
        noted = SetOrderNote(order=order.id, kitchen=told.notes, guest=order.guest_note)
        yield noted, "#/notes"
    if told.table_id is not None:
        table = table_of(world, told.table_id)
        other = world.order_on(table)
        if other is not None and other is not order:
            values = (("table", told.table_id),)
            raise refused(Refusal(TABLE_TAKEN.code, TABLE_TAKEN.text, "", values))
        if table not in world.floor.group(order.table):
            yield MoveOrder(order=order.id, table=table), "#/table_id"


def _item_changes(
    world: World, order: Order, item: ChangedItem, pointer: str
) -> Iterator[Step]:
    line = world.book.lines.get(item.item_id)
    if line is None or line.home != order.id:
        raise ProblemError(404, LINE_UNKNOWN, errors=[(pointer, LINE_UNKNOWN.code)])
    if item.notes is not None and item.notes != line.kitchen_note:
        yield (
            ChangeLine(order=order.id, line=line.id, kitchen_note=item.notes),
            pointer,
        )
    if item.quantity is None or milli(item.quantity) == line.quantity:
        return
    wanted = milli(item.quantity)
    if line.sent and wanted < line.quantity:
        yield (
            VoidLine(
                order=order.id,
                line=line.id,
                reason=item.reason,
                quantity=line.quantity - wanted,
            ),
            pointer,
        )
    else:
        yield (
            SetQuantity(order=order.id, line=line.id, quantity=wanted),
            pointer,
        )


def _steps(world: World, order: Order, told: NewStatus) -> Iterator[Command]:
    match told.status:
        case "sent":
            yield SendOrder(order=order.id)
        case "ready":
            yield from _bumps(world, order)
        case "served":
            yield _serving(world, order)
        case "cancelled":
            yield from _giving_up(world, order, told.reason)


def _bumps(world: World, order: Order) -> Iterator[BumpDishes]:
    """Everything that is being made, station by station."""
    stations: dict[str, list[str]] = {}
    for line in world.book.lines_of(order):
        for dish in line.dishes:
            if dish.stage in ("sent", "started"):
                stations.setdefault(dish.ordered.station, []).append(dish.id)
    if not stations:
        raise refused(Refusal("nothing_running", "Rien n'est en préparation."))
    for station, dishes in stations.items():
        yield BumpDishes(order=order.id, station=station, dishes=tuple(dishes))


def _serving(world: World, order: Order) -> ServeDishes:
    dishes = [
        dish.id
        for line in world.book.lines_of(order)
        for dish in line.dishes
        if dish.stage in ("sent", "started", "ready")
    ]
    return ServeDishes(order=order.id, dishes=tuple(dishes))


def _giving_up(world: World, order: Order, reason: str) -> Iterator[Command]:
    """What the kitchen knows first: if it may not be voided, all of it stays."""
    lines = sorted(world.book.lines_of(order), key=lambda line: not line.sent)
    for line in lines:
        yield VoidLine(order=order.id, line=line.id, reason=reason)
    yield CancelOrder(order=order.id, reason=reason)
