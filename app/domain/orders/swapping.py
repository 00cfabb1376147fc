"""Deciding that a formule has other dishes after it was sent: the kitchen hears what
changes, the guest goes on reading one line.

A dish that nobody has in hand is swapped freely; of one that was begun the food is lost,
so it takes the reason and the right of a void.
"""

from collections.abc import Iterator

from app.domain.catalogue.events import ArticleSet
from app.domain.catalogue.stock import lacking, needs, portions
from app.domain.kitchen.routing import routed
from app.domain.kitchen.tickets import Change, last, tickets
from app.domain.orders.commands import Pick, SwapDishes
from app.domain.orders.dish import Dish
from app.domain.orders.evolve import placed
from app.domain.orders.formule_events import DishSwapped
from app.domain.orders.handling import step_of
from app.domain.orders.state import Line, Order
from app.domain.orders.taking import (
    NO_DISH,
    Decision,
    formule_dish,
    picked,
    price_refusal,
)
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World

MADE = ("started", "ready", "served")


def swap_dishes(
    world: World, order: Order, line: Line, command: SwapDishes, context: Context
) -> Decision:
    """The formule with these picks: a fact for each step that changes, in one append."""
    article = world.catalogue.articles.get(line.article)
    if line.receipts:
        return Refusal(
            "line_receipted", "Cette ligne est encaissée : remboursez le ticket."
        )
    if not line.formule or not line.sent or article is None or not article.steps:
        return Refusal("not_to_swap", "Cette ligne n'est pas une formule envoyée.")
    changes = _changes(world, order, line, article, command.picks, context)
    if isinstance(changes, Refusal):
        return changes
    if not changes:
        return Refusal("nothing_swapped", "Ce sont déjà ces plats.")
    dishes = line.dishes
    for was, new in changes:
        dishes = placed(dishes, was, new)
    if not dishes:
        return NO_DISH
    price = line.price - sum(dish.ordered.extra for dish in line.dishes)
    price += sum(dish.ordered.extra for dish in dishes)
    lost = [was for was, _ in changes if was and was.stage in MADE]
    refused = (
        price_refusal(price, [d.ordered for d in dishes])
        or _shortage(world, order, line, changes)
        or _loss_refusal(line, price, lost, command.reason, context)
    )
    return refused or _facts(world, order, line, changes, price, command, context)


def _changes(
    world: World,
    order: Order,
    line: Line,
    article: ArticleSet,
    picks: tuple[Pick, ...],
    context: Context,
) -> list[tuple[Dish | None, Dish | None]] | Refusal:
    """(the dish before, the dish from now on) of each step that changes."""
    by_step = picked(article, picks)
    if isinstance(by_step, Refusal):
        return by_step
    there = {step_of(dish.id): dish for dish in line.dishes}
    found: list[tuple[Dish | None, Dish | None]] = []
    for number, step in enumerate(article.steps):
        was, pick = there.get(number), by_step.get(number)
        if pick is None:
            if was is not None and not step.optional:
                values = (("group", step.name),)
                return Refusal("choice_missing", "{group} : à choisir.", values=values)
            if was is not None:
                found.append((was, None))
            continue
        name = f"{line.id}.{number}-{context.new_id()}"
        ordered = formule_dish(world, order, step, pick, name, context)
        if isinstance(ordered, Refusal):
            return ordered
        if was is not None and _same(was, ordered.article, pick.options):
            continue
        course = was.course if was else ordered.course
        found.append((was, Dish(ordered, line.id, course, ordered.station)))
    return found


def _same(was: Dish, article: str, options: tuple[str, ...]) -> bool:
    chosen = {modifier.id for modifier in was.ordered.modifiers}
    return was.ordered.article == article and chosen == set(options)


def _shortage(
    world: World,
    order: Order,
    line: Line,
    changes: list[tuple[Dish | None, Dish | None]],
) -> Refusal | None:
    milli = portions(line.quantity, line.unit)
    dishes = [new.ordered for _, new in changes if new]
    return lacking(world, order, needs(line.article, dishes, milli, formule=False))


def _loss_refusal(
    line: Line, price: int, lost: list[Dish], reason: str, context: Context
) -> Refusal | None:
    if lost and not reason.strip():
        return Refusal("reason_missing", "Dites pourquoi ce plat est refait.")
    cheaper = line.shown and price < line.price
    if (lost or cheaper) and context.lacks("order.void_sent"):
        text = "Échanger un plat commencé demande un responsable."
        return Refusal("right_missing", text, "order.void_sent")
    return None


def _facts(
    world: World,
    order: Order,
    line: Line,
    changes: list[tuple[Dish | None, Dish | None]],
    price: int,
    command: SwapDishes,
    context: Context,
) -> tuple[object, ...]:
    making = {dish.course for dish in line.dishes if dish.fired}
    swapped, said = list[object](), list[Change]()
    now, later = list[tuple[Line, Dish]](), list[tuple[Line, Dish]]()
    for was, new in changes:
        fires = was.fired > 0 if was else new is not None and new.course in making
        swapped.append(
            DishSwapped(
                order=order.id,
                line=line.id,
                was=was.id if was else "",
                dish=new.ordered if new else None,
                course=new.course if new else "",
                fired=fires and new is not None,
                price=price,
                stage=was.stage if was else "",
                reason=command.reason.strip(),
            )
        )
        if was and was.fired and not was.served:
            said.append(Change(line, was, "stop", line.quantity))
        if new:
            (now if fires else later).append((line, new))
    moved, there = routed(world, order, now, context.now, fired=True)
    held, _ = routed(world, order, later, context.now, fired=False)
    said += [Change(ln, dish, "add", ln.quantity) for ln, dish in there]
    told = tickets(
        world, order, said, context, kind="change", refers=last(_known(said))
    )
    return *swapped, *moved, *held, *told


def _known(said: list[Change]) -> Iterator[Change]:
    return (change for change in said if change.kind == "stop")
