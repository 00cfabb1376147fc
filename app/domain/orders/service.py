"""Deciding how an order is served: here or taken away, which prices and VAT follow, and
when it is promised."""

from dataclasses import replace
from datetime import timedelta

from app.domain.orders.commands import PromiseOrder, SetMode
from app.domain.orders.events import DishOrdered, LineTaxed, ModeSet, OrderPromised
from app.domain.orders.state import Line, Order
from app.domain.orders.taking import Decision
from app.domain.vocabulary import MODES, Context, Refusal
from app.domain.world import World

HORIZON = timedelta(days=60)
"""So far ahead at most an order is promised."""
NO_TIME = Refusal("promise_out_of_range", "Cette heure ne peut pas être promise.")


def set_mode(
    world: World, order: Order, command: SetMode, context: Context
) -> Decision:
    """Every line as the other mode has it; nothing once money was taken.

    Source: `fiscal.md` F-02.
    """
    if command.mode not in MODES or command.mode == order.mode:
        return Refusal("mode_same", "Cette commande est déjà servie ainsi.")
    if order.table:
        return Refusal("mode_of_table", "À une table, on mange sur place.")
    money = any(p.waiting or p.running for p in order.payments.values())
    if money or order.receipts:
        return Refusal("partly_paid", "De l'argent a été pris : remboursez d'abord.")
    lines = world.book.lines_of(order)
    taxed = [_taxed(world, order, line, command.mode, context) for line in lines]
    return (
        ModeSet(
            order=order.id,
            mode=command.mode,
            lines=tuple(line for line in taxed if line),
            was=order.mode,
        ),
    )


def _taxed(
    world: World, order: Order, line: Line, mode: str, context: Context
) -> LineTaxed | None:
    """The line in another mode; None when its article is gone: it stays as it was."""
    catalogue = world.catalogue
    article = catalogue.articles.get(line.article)
    if article is None:
        return None
    before, after = (
        catalogue.price_of(article, each, context.now, order.prices)
        for each in (order.mode, mode)
    )
    return LineTaxed(
        line=line.id,
        price=max(0, line.price + after - before),
        rate=catalogue.rate_of(article, mode, context.bday),
        nature=catalogue.nature_of(article, mode),
        dishes=tuple(
            _dish(world, order, dish.ordered, mode, context) for dish in line.dishes
        ),
    )


def _dish(
    world: World, order: Order, dish: DishOrdered, mode: str, context: Context
) -> DishOrdered:
    catalogue = world.catalogue
    article = catalogue.articles.get(dish.article)
    if article is None:
        return dish
    return replace(
        dish,
        rate=catalogue.rate_of(article, mode, context.bday),
        nature=catalogue.nature_of(article, mode),
        reference=catalogue.price_of(article, mode, context.now, order.prices),
    )


def promise(
    world: World, order: Order, command: PromiseOrder, context: Context
) -> Decision:
    """The time that the guest was told; at a table nothing is promised."""
    if command.at is None:
        return (OrderPromised(order=order.id, at=0),)
    if order.table:
        return Refusal("mode_of_table", "À une table, on mange sur place.")
    if not context.now <= command.at <= context.now + HORIZON:
        return NO_TIME
    at = round(command.at.timestamp()) * 1000
    return (OrderPromised(order=order.id, at=at),)
