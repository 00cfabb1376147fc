"""The card on a guest's telephone: what may be ordered, what they chose of it, what that
comes to. At a table (`table.py`) and to be fetched (`self_order.py`)."""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.catalogue.events import ArticleSet
from app.domain.orders.commands import AddLine, GuestOrder, Pick
from app.domain.orders.events import LineAdded, LineDiscounted
from app.domain.orders.state import Order
from app.domain.orders.table_orders import GUEST, orderable, pickable
from app.domain.orders.taking import new_line
from app.domain.payments.commands import GuestTakeaway
from app.domain.rules import decide
from app.domain.vocabulary import ALLERGENS, MILLI, Refusal
from app.hub.table_bill import Fields, first
from app.reports.menu import allergen_word
from app.reports.table_page import Choice, Question, review_body
from app.services.house import Actor, House
from app.services.ids import new_id
from resources.texts import language, price, tr

_MOST_EACH: Final = 20


def review(
    house: House, order: Order, command: GuestOrder | GuestTakeaway, fields: Fields
) -> str:
    """What it will cost, and what is not possible, before anything is written."""
    world, names = house.world, house.world.guest_names
    context = house.context(Actor(GUEST, "table"))
    shown, total, wrong = [], 0, ""
    for line in command.lines:
        usual = world.catalogue.articles[line.article].name
        name = names.of("article", line.article, language(), usual)
        made = new_line(world, order, line, context)
        if isinstance(made, Refusal):
            wrong = wrong or _why(name, made)
            continue
        cents = made.price * made.quantity // MILLI
        total += cents
        words = f"{made.quantity // MILLI} × {name}"
        shown.append((words, " · ".join(_chosen(house, made)), cents))
    whole = decide(world, command, context)
    if not command.lines:
        wrong = tr("Rien n'est choisi.")
    elif isinstance(whole, Refusal):
        wrong = wrong or tr(whole.text, **dict(whole.values))
    else:
        off = [each for each in whole if isinstance(each, LineDiscounted)]
        shown += [(each.reason, "", -each.amount) for each in off]
        total -= sum(each.amount for each in off)
    pays = isinstance(command, GuestTakeaway)
    return review_body(fields, shown, total, wrong, once=new_id(), pays=pays)


def _chosen(house: House, line: LineAdded) -> Iterator[str]:
    """What was chosen of a dish or a formule, as its guest reads it."""
    names = house.world.guest_names
    for dish in line.dishes:
        if line.formule:
            yield names.of("article", dish.article, language(), dish.label)
        for choice in dish.modifiers:
            yield names.of("option", choice.id, language(), choice.name)


def _why(dish: str, refused: Refusal) -> str:
    values = dict(refused.values)
    match refused.code:
        case "choice_missing" if "group" in values:
            return tr("{dish} : {group}, à choisir.", dish=dish, **values)
        case "too_many_choices":
            return tr("{dish} : {group}, trop de choix.", dish=dish, **values)
        case "option_unknown":
            return tr("{dish} : ce choix n'est plus possible.", dish=dish)
        case _:
            return tr(refused.text, **values)


def chosen_lines(house: House, order: Order, fields: Fields) -> Iterator[AddLine]:
    """What was chosen, dish by dish, also what is gone since: the house says so. The note
    goes with the first."""
    seat, note = _number(first(fields, "seat")), first(fields, "note")[:100]
    seats = (seat,) if 0 < seat <= order.covers else ()
    for key, values in fields.items():
        article = house.world.catalogue.articles.get(key.removeprefix("q."))
        count = _number(values[0]) if key.startswith("q.") else 0
        if article is None or not 0 < count <= _MOST_EACH:
            continue
        chosen = [
            option
            for name in article.groups
            for option in fields.get(f"o.{article.id}.{name}", [])
        ]
        yield AddLine(
            order="",
            article=article.id,
            quantity=count * MILLI,
            options=tuple(chosen),
            picks=tuple(_picks(article, fields)),
            seats=seats,
            kitchen_note=note,
            merge=False,
        )
        note = ""


def chapters(house: House, order: Order) -> Iterator[tuple[str, list[Choice]]]:
    catalogue, names = house.world.catalogue, house.world.guest_names
    for category in sorted(catalogue.categories.values(), key=lambda c: c.rank):
        choices = [
            _choice(house, order, article)
            for article in catalogue.articles.values()
            if article.category == category.id and orderable(house.world, article.id)
        ]
        if choices:
            yield names.of("category", category.id, language(), category.name), choices


def _choice(house: House, order: Order, article: ArticleSet) -> Choice:
    catalogue, names = house.world.catalogue, house.world.guest_names
    held = [key for key in ALLERGENS if key in article.allergens]
    words = tr("Allergènes : non renseigné")
    if held:
        listed = ", ".join(map(allergen_word, held))
        words = tr("Contient : {names}", names=listed)
    elif article.no_allergens:
        words = tr("Aucun des 14 allergènes")
    room = house.world.floor.room(order.table)
    cents = catalogue.price_of(
        article,
        order.served,
        house.clock(),
        order.prices,
        room=room,
        client=order.client,
    )
    return Choice(
        article.id,
        names.of("article", article.id, language(), article.name),
        price(cents),
        words,
        (
            *_steps(house, article),
            *(
                Question(
                    f"o.{article.id}.{group.id}",
                    group.name,
                    group.minimum,
                    group.maximum,
                    tuple(
                        (
                            o.id,
                            names.of("option", o.id, language(), o.name),
                            price(o.price) if o.price else "",
                        )
                        for o in group.options
                    ),
                )
                for name in article.groups
                if (group := catalogue.groups.get(name)) is not None
            ),
        ),
    )


def _steps(house: House, article: ArticleSet) -> Iterator[Question]:
    """What is chosen at each step of a formule."""
    articles, names = house.world.catalogue.articles, house.world.guest_names
    for number, step in enumerate(article.steps):
        yield Question(
            f"p.{article.id}.{number}",
            step.name,
            0 if step.optional else 1,
            1,
            tuple(
                (
                    choice.article,
                    names.of("article", choice.article, language(), usual),
                    price(choice.supplement) if choice.supplement else "",
                )
                for choice in pickable(house.world, step)
                for usual in [articles[choice.article].name]
            ),
        )


def _picks(article: ArticleSet, fields: Fields) -> Iterator[Pick]:
    for number in range(len(article.steps)):
        if wanted := first(fields, f"p.{article.id}.{number}"):
            yield Pick(step=number, article=wanted)


def _number(text: str) -> int:
    """What somebody typed, at most 4 digits; 0 for anything else."""
    text = text.strip()
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else 0
