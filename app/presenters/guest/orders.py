"""What guests ordered by telephone and nobody sent yet, for whoever takes orders."""

from app.domain.orders.commands import SendOrder
from app.domain.orders.state import Order
from app.domain.orders.table_orders import waiting_lines
from app.domain.world import World
from app.presenters.pos.words import order_title
from resources.texts import tr, trn
from widgets.problem_stack import Problem

KEY = "guests"
_SHOWN = 4


def guest_orders(world: World) -> list[Order]:
    """Orders with something that guests wait for, the oldest first."""
    return [
        order for order in world.book.open_orders() if waiting_lines(world.book, order)
    ]


def present_guest_orders(
    world: World, orders: list[Order], person: str
) -> list[Problem]:
    """A row for each, with the one tap that sends it."""
    if "order.take" not in world.rights_of(person):
        return []
    return [_row(world, order) for order in orders if waiting_lines(world.book, order)]


def send_command(world: World, order_id: str) -> SendOrder | None:
    """Sends what the guests ordered, and nothing that a colleague is taking down."""
    order = world.book.orders.get(order_id)
    lines = waiting_lines(world.book, order) if order else []
    if not lines:
        return None
    return SendOrder(order=order_id, lines=tuple(line.id for line in lines))


def _row(world: World, order: Order) -> Problem:
    lines = waiting_lines(world.book, order)
    names = [line.label for line in lines]
    more = len(names) - _SHOWN
    told = ", ".join(names[:_SHOWN])
    if more > 0:
        told = f"{told} {tr('et {n} de plus', n=more)}"
    title = tr("Table {table}", table=order_title(world, order))
    asked = trn(
        len(lines), "les clients demandent {n} plat", "les clients demandent {n} plats"
    )
    return Problem(
        f"{KEY}:{order.id}",
        "warning",
        "qr_code_scanner",
        f"{title} : {asked}",
        told,
        tr("Envoyer"),
        "send",
        awaited=True,
    )
