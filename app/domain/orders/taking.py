"""Deciding what is taken down: lines, their options, formules, quantities, notes."""

from dataclasses import replace

from app.domain.catalogue.events import ArticleSet, ModifierOption
from app.domain.catalogue.state import DIRECT, Catalogue
from app.domain.orders.commands import (
    AddLine,
    ChangeLine,
    Pick,
    RepeatRound,
    SetQuantity,
)
from app.domain.orders.events import (
    DishOrdered,
    LineAdded,
    LineChanged,
    LineVoided,
    Modifier,
    QuantitySet,
)
from app.domain.orders.state import Line, Order
from app.domain.vocabulary import MILLI, Context, Refusal
from app.domain.world import World

MAX_QUANTITY = 999 * MILLI
MAX_LINES = 500
"""Lines of one order: a till that is asked for more has a cat on its keyboard."""
MAX_NOTE = 200
MAX_PRICE = 10_000_000

Decision = tuple[object, ...] | Refusal


def clean_note(text: str) -> str:
    """A note fit for paper: one line, no control characters, at most `MAX_NOTE` long."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())[:MAX_NOTE]


def add_line(
    world: World, order: Order, command: AddLine, context: Context
) -> Decision:
    """A new line, or one more of an equal line that was not sent."""
    article = world.catalogue.articles.get(command.article)
    refused = _not_for_sale(world, article, command.quantity)
    if refused:
        return refused
    assert article is not None
    if len(order.lines) >= MAX_LINES:
        return Refusal(
            "order_full", "Cette note a trop de lignes : ouvrez-en une autre."
        )
    line = _line(world, order, article, command, context)
    if isinstance(line, Refusal):
        return line
    if line.price < 0 or line.price > MAX_PRICE:
        return Refusal("price_out_of_range", "Ce prix n'est pas possible.")
    equal = _equal_unsent(world, order, line) if command.merge else None
    if equal is None:
        return (line,)
    quantity = equal.ordered + line.quantity
    if quantity > MAX_QUANTITY:
        return Refusal("quantity_out_of_range", "Quantité trop grande (999 au plus).")
    return (
        QuantitySet(
            order=order.id, line=equal.id, quantity=quantity, was=equal.ordered
        ),
    )


def _not_for_sale(
    world: World, article: ArticleSet | None, quantity: int
) -> Refusal | None:
    if article is None or not article.active:
        return Refusal("article_unknown", "Cet article n'est pas à la carte.")
    if not 0 < quantity <= MAX_QUANTITY:
        return Refusal("quantity_out_of_range", "La quantité doit être entre 1 et 999.")
    left = world.catalogue.remaining.get(article.id)
    if left is not None and article.unit == "piece" and left < quantity:
        text = "{name} est épuisé." if left <= 0 else "Il reste {left} {name}."
        values = (("name", article.name), ("left", str(left // MILLI)))
        return Refusal("sold_out", text, values=values)
    return None


def _line(
    world: World, order: Order, article: ArticleSet, command: AddLine, context: Context
) -> LineAdded | Refusal:
    catalogue, mode, line_id = world.catalogue, order.mode, command.line
    line_id = line_id or context.new_id()
    price = catalogue.price_of(article, mode, context.now)
    if article.open_price and command.price is not None:
        price = command.price
    course = command.course or catalogue.course_of(article)
    if article.steps:
        dishes = _formule_dishes(world, order, article, command.picks, line_id, context)
    else:
        dish = _dish(
            catalogue, article, command.options, f"{line_id}.0", course, mode, context
        )
        dishes = (dish,) if isinstance(dish, DishOrdered) else dish
    if isinstance(dishes, Refusal):
        return dishes
    extras = sum(d.supplement + sum(m.price for m in d.modifiers) for d in dishes)
    return LineAdded(
        order=order.id,
        line=line_id,
        article=article.id,
        label=article.name,
        quantity=command.quantity,
        price=price + extras,
        rate=catalogue.rate_of(article, mode, context.bday),
        nature=catalogue.nature_of(article, mode),
        course=course,
        dishes=dishes,
        seats=tuple(sorted(set(command.seats))),
        unit=article.unit,
        formule=bool(article.steps),
        kitchen_note=clean_note(command.kitchen_note),
        guest_note=clean_note(command.guest_note),
        barcode=command.barcode,
    )


def _dish(
    catalogue: Catalogue,
    article: ArticleSet,
    options: tuple[str, ...],
    dish_id: str,
    course: str,
    mode: str,
    context: Context,
    supplement: int = 0,
) -> DishOrdered | Refusal:
    modifiers = _modifiers(catalogue, article, options)
    if isinstance(modifiers, Refusal):
        return modifiers
    chosen = tuple(
        Modifier(
            id=o.id,
            name=o.name,
            kitchen=o.kitchen or o.name,
            price=o.price,
            article=o.article,
        )
        for o in modifiers
    )
    return DishOrdered(
        id=dish_id,
        article=article.id,
        label=article.name,
        kitchen=article.kitchen or article.name,
        course=course,
        station=article.station,
        rate=catalogue.rate_of(article, mode, context.bday),
        nature=catalogue.nature_of(article, mode),
        reference=catalogue.price_of(article, mode, context.now),
        supplement=supplement,
        modifiers=chosen,
        minutes=max(0, article.minutes + sum(o.minutes for o in modifiers)),
    )


def _modifiers(
    catalogue: Catalogue, article: ArticleSet, options: tuple[str, ...]
) -> list[ModifierOption] | Refusal:
    """The chosen options in the order of their groups, nested groups included."""
    wanted = list(options)
    chosen: list[ModifierOption] = []
    questions = list(article.groups)
    while questions:
        group = catalogue.groups.get(questions.pop(0))
        if group is None:
            continue
        answers = [o for o in group.options if o.id in wanted]
        for answer in answers:
            wanted.remove(answer.id)
        name = (("group", group.name),)
        if len(answers) < group.minimum:
            return Refusal("choice_missing", "{group} : à choisir.", values=name)
        if len(answers) > group.maximum:
            return Refusal("too_many_choices", "{group} : trop de choix.", values=name)
        for answer in answers:
            if answer.article and catalogue.sold_out(answer.article):
                text = "{name} est épuisé."
                return Refusal("sold_out", text, values=(("name", answer.name),))
        chosen += answers
        questions = [g for a in answers for g in a.groups] + questions
    if wanted:
        return Refusal("option_unknown", "Cette option ne va pas avec cet article.")
    return chosen


def _formule_dishes(
    world: World,
    order: Order,
    article: ArticleSet,
    picks: tuple[Pick, ...],
    line_id: str,
    context: Context,
) -> tuple[DishOrdered, ...] | Refusal:
    dishes: list[DishOrdered] = []
    by_step = {pick.step: pick for pick in picks}
    for number, step in enumerate(article.steps):
        pick = by_step.get(number)
        if pick is None:
            if step.optional:
                continue
            return Refusal(
                "choice_missing", "{group} : à choisir.", values=(("group", step.name),)
            )
        choice = next((c for c in step.choices if c.article == pick.article), None)
        component = world.catalogue.articles.get(pick.article)
        if choice is None or component is None:
            return Refusal("option_unknown", "Ce plat n'est pas dans la formule.")
        if world.catalogue.sold_out(component.id):
            text = "{name} est épuisé."
            return Refusal("sold_out", text, values=(("name", component.name),))
        dish = _dish(
            world.catalogue,
            component,
            pick.options,
            f"{line_id}.{number}",
            step.course,
            order.mode,
            context,
            choice.supplement,
        )
        if isinstance(dish, Refusal):
            return dish
        dishes.append(dish)
    if not dishes:
        return Refusal("choice_missing", "Choisissez au moins un plat.")
    return tuple(dishes)


def _equal_unsent(world: World, order: Order, new: LineAdded) -> Line | None:
    """A line that is the same in everything, not sent and not on a receipt."""

    def choices(dishes: tuple[DishOrdered, ...]) -> list[DishOrdered]:
        return [replace(dish, id="") for dish in dishes]

    for line in world.book.lines_of(order):
        same = (
            line.article == new.article
            and line.price == new.price
            and line.unit == new.unit == "piece"
            and line.seats == new.seats
            and line.course == new.dishes[0].course
            and line.kitchen_note == new.kitchen_note
            and line.guest_note == new.guest_note
            and not line.sent
            and not line.discounts
            and not line.voids
            and not line.receipts
        )
        if same and choices(tuple(d.ordered for d in line.dishes)) == choices(
            new.dishes
        ):
            return line
    return None


def set_quantity(
    world: World, order: Order, line: Line, command: SetQuantity, context: Context
) -> Decision:
    """Another quantity for a line that the kitchen does not know yet."""
    if line.sent:
        return Refusal(
            "line_sent", "Cette ligne est déjà envoyée : ajoutez-en une, ou annulez."
        )
    if line.receipts:
        return Refusal("line_receipted", "Cette ligne est déjà encaissée.")
    if not 0 <= command.quantity <= MAX_QUANTITY:
        return Refusal("quantity_out_of_range", "La quantité doit être entre 1 et 999.")
    if command.quantity == 0:
        return (
            LineVoided(
                order=order.id,
                line=line.id,
                quantity=line.quantity,
                amount=line.net,
                stage="unsent",
            ),
        )
    more = command.quantity - line.ordered
    left = world.catalogue.remaining.get(line.article)
    if left is not None and more > left:
        values = (("name", line.label), ("left", str(max(0, left) // MILLI)))
        return Refusal("sold_out", "Il reste {left} {name}.", values=values)
    return (
        QuantitySet(
            order=order.id, line=line.id, quantity=command.quantity, was=line.ordered
        ),
    )


def change_line(
    world: World, order: Order, line: Line, command: ChangeLine, context: Context
) -> Decision:
    """Seats, course and notes; the course only before the line is sent."""
    if command.course is not None:
        if command.course not in world.catalogue.courses:
            return Refusal("course_unknown", "Cette suite n'existe pas.")
        if line.sent:
            return Refusal("line_sent", "Cette ligne est déjà partie en cuisine.")
    note, guest = command.kitchen_note, command.guest_note
    return (
        LineChanged(
            order=order.id,
            line=line.id,
            seats=None if command.seats is None else tuple(sorted(set(command.seats))),
            course=command.course,
            kitchen_note=None if note is None else clean_note(note),
            guest_note=None if guest is None else clean_note(guest),
        ),
    )


def repeat_round(
    world: World, order: Order, command: RepeatRound, context: Context
) -> Decision:
    """The drinks of the last round again: lines served at once, sent the last time."""
    drinks = [
        line
        for line in world.book.lines_of(order)
        if line.dishes[0].sent and _is_drink(world, line)
    ]
    if not drinks:
        return Refusal("no_round", "Aucune tournée à refaire sur cette table.")
    last = max(line.dishes[0].sent for line in drinks)
    facts: list[object] = []
    for line in drinks:
        if line.dishes[0].sent != last:
            continue
        again = AddLine(
            order=order.id,
            article=line.article,
            quantity=line.quantity,
            options=tuple(m.id for m in line.dishes[0].ordered.modifiers),
            seats=line.seats,
            course=line.course,
        )
        decided = add_line(world, order, again, context)
        if isinstance(decided, Refusal):
            return decided
        facts.extend(decided)
    return tuple(facts)


def _is_drink(world: World, line: Line) -> bool:
    article = world.catalogue.articles.get(line.article)
    category = world.catalogue.categories.get(article.category) if article else None
    return (
        category is not None
        and not category.shop
        and category.colour in ("boissons", "vins", "cafe")
        and line.course == DIRECT
    )
