"""Orders that programs brought and that did not come in whole: the lane to check."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.access.state import PREFIX
from app.domain.orders.import_events import Doubt
from app.domain.orders.importing import to_check, unbooked
from app.domain.orders.state import Order
from app.domain.world import World
from app.presenters.pay.words import method_name
from app.presenters.pos.words import order_words
from resources.texts import price, tr, trn
from widgets.problem_stack import Problem

KEY = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportView:
    """One order of the lane.

    Attributes:
        title: "Vente 0012 · A-17"; by: the program that brought it.
        rows: (what was told, why it is not so).
    """

    order: str
    title: str
    by: str
    rows: tuple[tuple[str, str], ...]


def waiting(world: World) -> list[Order]:
    """Orders that somebody has to look at, the oldest first."""
    return [order for order in world.book.orders.values() if to_check(order)]


def present_import(world: World, order: Order) -> ImportView:
    """An order of the lane."""
    words = order_words(world, order)
    reference = order.imported.reference if order.imported else ""
    return ImportView(
        order=order.id,
        title=" · ".join(
            part for part in (words[:1].upper() + words[1:], reference) if part
        ),
        by=_program(world, order),
        rows=tuple(_rows(order)),
    )


def present_imports(
    world: World, orders: Iterable[Order], person: str
) -> list[Problem]:
    """The row that stays until somebody has looked at each of them."""
    if "order.take" not in world.rights_of(person):
        return []
    views = [present_import(world, order) for order in orders if to_check(order)]
    if not views:
        return []
    first = views[0]
    told = first.rows[0]
    more = len(views) - 1
    title = tr("À vérifier : {order}", order=first.title)
    if more:
        title = f"{title} · {trn(more, '+ {n} autre', '+ {n} autres')}"
    return [
        Problem(
            f"{KEY}:{first.order}",
            "danger",
            "shopping_bag",
            title,
            f"{told[0]} : {told[1]}",
            tr("Voir"),
            "visibility",
            awaited=True,
        )
    ]


def doubt_words(doubt: Doubt) -> str:
    """Why something could not be taken as it was told."""
    return tr(doubt.text, **dict(doubt.values))


def _rows(order: Order) -> Iterator[tuple[str, str]]:
    for doubt in order.imported.doubts if order.imported else ():
        yield doubt.told, doubt_words(doubt)
    for paid in unbooked(order):
        told = f"{method_name(paid.method)} {price(paid.amount)}"
        told = f"{told} · {paid.reference}" if paid.reference else told
        yield told, tr("Payé ailleurs, pas encore encaissé ici.")


def _program(world: World, order: Order) -> str:
    """What people call the program that brought it."""
    found = world.access.keys.get(order.waiter.removeprefix(PREFIX))
    return found.name if found else ""
