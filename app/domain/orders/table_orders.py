"""Guests who order at their table by telephone: a code that the team gives out, and what
they then put on the order.

A table takes nothing before somebody of the team has let its guests in; the code is
another one each time, and ends with the order. What guests order waits unsent until
somebody sends it, unless the house sends it at once (`GUESTS_ORDER`).
"""

import hmac
import re
from typing import Final

from app.domain.catalogue.events import FormuleChoice, FormuleStep
from app.domain.orders.commands import AddLines, GuestOrder, LetGuestsIn
from app.domain.orders.import_events import GuestsLetIn
from app.domain.orders.placing import add_lines
from app.domain.orders.state import Book, Line, Order
from app.domain.orders.taking import Decision
from app.domain.settings import GUESTS_ORDER, GUESTS_PAY, Settings
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World

GUEST: Final = "guest"
"""Who takes down what guests order themselves."""
MOST_LINES = 30
CODE_WRONG: Final = Refusal("guest_code_wrong", "Ce code n'est pas celui de la table.")
_CODE = re.compile(r"[0-9]{4}")


def let_guests_in(
    world: World, order: Order, command: LetGuestsIn, context: Context
) -> Decision:
    """Another code for the table, or none any more."""
    if not guests_serve_themselves(world.settings):
        return Refusal("guests_off", "Les clients ne commandent pas ici.")
    if not order.table or world.book.closed(order):
        return Refusal("guests_table", "Il faut une table ouverte.")
    if command.code and not _CODE.fullmatch(command.code):
        return Refusal("code_invalid", "Un code a 4 chiffres.")
    if command.code == order.guest_code:
        return ()
    return (
        GuestsLetIn(order=order.id, code=command.code, address=command.address[:200]),
    )


def guests_serve_themselves(settings: Settings) -> bool:
    """Whether their telephone is good for something at a table: ordering, or the bill."""
    return any(settings.text(key) != "no" for key in (GUESTS_ORDER, GUESTS_PAY))


def admits(world: World, table: str, code: str) -> Order | None:
    """The order on a table whose guests gave the right code, None for a wrong one."""
    order = world.order_on(table)
    if order is None or not order.guest_code or not code.isascii():
        return None
    if not guests_serve_themselves(world.settings):
        return None
    return order if hmac.compare_digest(order.guest_code, code) else None


def guest_order(world: World, command: GuestOrder, context: Context) -> Decision:
    """Lines that guests take down themselves: dishes of the card, at its prices."""
    order = admits(world, command.table, command.code)
    if order is None or world.settings.text(GUESTS_ORDER) == "no":
        return CODE_WRONG
    if not 0 < len(command.lines) <= MOST_LINES:
        return Refusal("lines_out_of_range", "De 1 à 30 plats à la fois.")
    for line in command.lines:
        article = world.catalogue.articles.get(line.article)
        if article is None or not orderable(world, article.id) or line.price:
            return Refusal("article_unknown", "Cet article n'est pas à la carte.")
    return add_lines(
        world, order, AddLines(order=order.id, lines=command.lines), context
    )


def orderable(world: World, thing: str) -> bool:
    """Whether guests may order it by themselves: it is eaten here, has a price, is left,
    and asks no more than one round of questions."""
    catalogue = world.catalogue
    article = catalogue.articles.get(thing)
    if article is None or not article.active or article.open_price:
        return False
    if any(not step.optional and not pickable(world, step) for step in article.steps):
        return False
    category = catalogue.categories.get(article.category)
    if category is None or not category.active or category.shop:
        return False
    groups = [catalogue.groups.get(name) for name in article.groups]
    nested = any(option.groups for group in groups if group for option in group.options)
    return article.unit == "piece" and not nested and not catalogue.sold_out(thing)


def pickable(world: World, step: FormuleStep) -> list[FormuleChoice]:
    """What guests may choose at a step of a formule: what is left and asks nothing."""
    catalogue = world.catalogue
    found = []
    for choice in step.choices:
        article = catalogue.articles.get(choice.article)
        if article is None or not article.active or catalogue.sold_out(article.id):
            continue
        groups = (catalogue.groups.get(name) for name in article.groups)
        if all(group is None or not group.minimum for group in groups):
            found.append(choice)
    return found


def waiting_lines(book: Book, order: Order) -> list[Line]:
    """What guests ordered and nobody sent yet."""
    lines = book.lines_of(order)
    return [line for line in lines if line.added_by == GUEST and not line.sent]
