"""Deciding what is taken down: lines, their options, formules, quantities, notes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.catalogue.events import ArticleSet, FormuleStep, ModifierOption
from app.domain.catalogue.state import DIRECT, Catalogue, in_basis
from app.domain.catalogue.stock import lacking, needs, portions, taken
from app.domain.kitchen.tickets import to_inform
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
from app.domain.orders.mixing import mixed, mixed_name
from app.domain.orders.state import Line, Order
from app.domain.vocabulary import MILLI, Context, Refusal
from app.domain.world import World

MAX_QUANTITY = 999 * MILLI
MAX_LINES = 500
"""Lines of one order: a till that is asked for more has a cat on its keyboard."""
MAX_NOTE = 200
MAX_PRICE = 10_000_000
MAX_SEAT = 200
MAX_TARE = 100 * MILLI

Decision = tuple[object, ...] | Refusal

NOT_IN_FORMULE = Refusal("option_unknown", "Ce plat n'est pas dans la formule.")
NO_DISH = Refusal("choice_missing", "Choisissez au moins un plat.")


def clean_note(text: str, most: int | None = MAX_NOTE) -> str:
    """A note fit for paper: one line, no control characters, at most `most` long."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())[:most]


def add_line(
    world: World, order: Order, command: AddLine, context: Context
) -> Decision:
    """A new line, or one more of an equal line that was not sent, unless the article is
    always on lines of its own."""
    line = new_line(world, order, command, context)
    if isinstance(line, Refusal):
        return line
    refused = lacking(world, order, taken(world, line, portions))
    if refused:
        return refused
    joins = command.merge and not world.catalogue.articles[line.article].apart
    equal = _equal_unsent(world, order, line) if joins else None
    if equal is None:
        return (line,)
    quantity = equal.quantity + line.quantity
    if quantity > MAX_QUANTITY:
        return Refusal("quantity_out_of_range", "Quantité trop grande (999 au plus).")
    return (
        QuantitySet(
            order=order.id, line=equal.id, quantity=quantity, was=equal.quantity
        ),
    )


def new_line(
    world: World, order: Order, command: AddLine, context: Context
) -> LineAdded | Refusal:
    """A line of its own, or why there can be none; what is left of what it takes
    together with others, `shortage` says."""
    article = world.catalogue.articles.get(command.article)
    if article is None or not article.active:
        return Refusal("article_unknown", "Cet article n'est pas à la carte.")
    refused = _not_possible(world, order, article, command)
    if refused:
        return refused
    line = _line(world, order, article, command, context)
    if isinstance(line, Refusal):
        return line
    return price_refusal(line.price, line.dishes if line.formule else ()) or line


def _not_possible(
    world: World, order: Order, article: ArticleSet, command: AddLine
) -> Refusal | None:
    """Why this many of this article cannot go on this order."""
    if world.book.closed(order):
        return Refusal("order_closed", "Cette note est soldée : ouvrez-en une autre.")
    if len(order.lines) >= MAX_LINES:
        return Refusal(
            "order_full", "Cette note a trop de lignes : ouvrez-en une autre."
        )
    if command.line in world.book.lines:
        return Refusal("line_known", "Cette ligne est déjà prise.")
    asked = article.price if command.price is None else command.price
    if article.open_price and not asked:
        return Refusal("price_missing", "Donnez le prix de cet article.")
    if not 0 <= command.tare <= MAX_TARE:
        return Refusal("tare_out_of_range", "Cette tare n'est pas possible.")
    return (
        quantity_refusal(command.quantity, article.unit)
        or seat_refusal(command.seats)
        or lacking(world, order, {article.id: portions(command.quantity, article.unit)})
    )


def quantity_refusal(quantity: int, unit: str) -> Refusal | None:
    """Why nobody can order this quantity, None when one can."""
    if not 0 < quantity <= MAX_QUANTITY:
        return Refusal("quantity_out_of_range", "La quantité doit être entre 1 et 999.")
    if unit == "piece" and quantity % MILLI:
        return Refusal("quantity_not_whole", "Cet article se vend à la pièce.")
    return None


def seat_refusal(seats: Iterable[int]) -> Refusal | None:
    """Why nobody sits there, None when somebody may; 0 is the table."""
    if all(0 <= seat <= MAX_SEAT for seat in seats):
        return None
    return Refusal("seat_out_of_range", "Les places vont de 1 à 200.")


def clean_seats(seats: Iterable[int]) -> tuple[int, ...]:
    """Seats in order, each once; a line for seat 0 is for the table."""
    return tuple(sorted({seat for seat in seats if seat}))


def price_refusal(price: int, formule: Sequence[DishOrdered] = ()) -> Refusal | None:
    """A price below nothing; options may not take off more than a formule costs."""
    lowest = price - sum(max(0, dish.extra) for dish in formule)
    if lowest >= 0 and price <= MAX_PRICE:
        return None
    return Refusal("price_out_of_range", "Ce prix n'est pas possible.")


def _line(
    world: World, order: Order, article: ArticleSet, command: AddLine, context: Context
) -> LineAdded | Refusal:
    catalogue, served, line_id = world.catalogue, order.served, command.line
    line_id = line_id or context.new_id()
    course = command.course or catalogue.course_of(article)
    if article.steps:
        dishes = _formule_dishes(world, order, article, command.picks, line_id, context)
        if isinstance(dishes, Refusal):
            return dishes
        price = catalogue.price_of(
            article,
            served,
            context.now,
            order.prices,
            room=world.floor.room(order.table),
            client=order.client,
        )
    else:
        dish = _dish(
            world, order, article, command.options, f"{line_id}.0", course, context
        )
        if isinstance(dish, Refusal):
            return dish
        price = dish.reference
        if command.mixer:
            made = mixed(world, order, article, dish, command.mixer, context)
            if isinstance(made, Refusal):
                return made
            dish, price = made
        dishes = (dish,)
    labelled = article.unit == "kg" and command.barcode
    if (article.open_price or labelled) and command.price is not None:
        price = command.price
    extras = sum(dish.extra for dish in dishes)
    return LineAdded(
        order=order.id,
        line=line_id,
        article=article.id,
        label=mixed_name(article, dishes[0]),
        quantity=command.quantity,
        price=price + extras,
        rate=catalogue.rate_of(article, served, context.bday),
        nature=catalogue.nature_of(article, served),
        course=course,
        dishes=dishes,
        seats=clean_seats(command.seats),
        unit=article.unit,
        formule=bool(article.steps or command.mixer),
        kitchen_note=clean_note(command.kitchen_note),
        guest_note=clean_note(command.guest_note),
        barcode=command.barcode,
        tare=command.tare if article.unit == "kg" else 0,
        typed=command.typed and article.unit == "kg",
    )


def _dish(
    world: World,
    order: Order,
    article: ArticleSet,
    options: tuple[str, ...],
    dish_id: str,
    course: str,
    context: Context,
    supplement: int = 0,
) -> DishOrdered | Refusal:
    catalogue, served, prices = world.catalogue, order.served, order.prices
    modifiers = _modifiers(catalogue, article, options)
    if isinstance(modifiers, Refusal):
        return modifiers
    rate = catalogue.rate_of(article, served, context.bday)
    chosen = tuple(
        Modifier(
            id=o.id,
            name=o.name,
            kitchen=o.kitchen or o.name,
            price=in_basis(o.price, rate, prices),
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
        rate=rate,
        nature=catalogue.nature_of(article, served),
        reference=catalogue.price_of(
            article,
            served,
            context.now,
            prices,
            room=world.floor.room(order.table),
            client=order.client,
        ),
        supplement=in_basis(supplement, rate, prices),
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
    by_step = picked(article, picks)
    if isinstance(by_step, Refusal):
        return by_step
    for number, step in enumerate(article.steps):
        pick = by_step.get(number)
        if pick is None:
            if step.optional:
                continue
            return Refusal(
                "choice_missing", "{group} : à choisir.", values=(("group", step.name),)
            )
        dish = formule_dish(world, order, step, pick, f"{line_id}.{number}", context)
        if isinstance(dish, Refusal):
            return dish
        dishes.append(dish)
    return tuple(dishes) or NO_DISH


def picked(article: ArticleSet, picks: Sequence[Pick]) -> dict[int, Pick] | Refusal:
    """Step of a formule -> what was picked there."""
    by_step = {pick.step: pick for pick in picks}
    known = by_step.keys() <= set(range(len(article.steps)))
    return by_step if known and len(by_step) == len(picks) else NOT_IN_FORMULE


def formule_dish(
    world: World,
    order: Order,
    step: FormuleStep,
    pick: Pick,
    dish_id: str,
    context: Context,
) -> DishOrdered | Refusal:
    """The dish that was picked at a step of a formule."""
    choice = next((c for c in step.choices if c.article == pick.article), None)
    component = world.catalogue.articles.get(pick.article)
    if choice is None or component is None or not component.active:
        return NOT_IN_FORMULE
    return _dish(
        world,
        order,
        component,
        pick.options,
        dish_id,
        step.course,
        context,
        choice.supplement,
    )


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
            and all(each.promotion for each in line.discounts.values())
            and not line.voids
            and not line.receipts
            and not line.shown
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
    if line.receipts:
        return Refusal("line_receipted", "Cette ligne est déjà encaissée.")
    if line.sent:
        return Refusal(
            "line_sent", "Cette ligne est déjà envoyée : ajoutez-en une, ou annulez."
        )
    if line.shown and command.quantity < line.quantity:
        return Refusal(
            "line_shown", "L'addition est sortie : annulez la ligne en disant pourquoi."
        )
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
    more = portions(command.quantity, line.unit) - portions(line.quantity, line.unit)
    dishes = [dish.ordered for dish in line.dishes]
    refused = quantity_refusal(command.quantity, line.unit) or lacking(
        world, order, needs(line.article, dishes, more, formule=line.formule)
    )
    return refused or (
        QuantitySet(
            order=order.id, line=line.id, quantity=command.quantity, was=line.quantity
        ),
    )


def change_line(
    world: World, order: Order, line: Line, command: ChangeLine, context: Context
) -> Decision:
    """Seats and notes; a station that is making it already gets a ticket with a new note."""
    refused = seat_refusal(command.seats or ())
    if refused:
        return refused
    note, guest = command.kitchen_note, command.guest_note
    changed = LineChanged(
        order=order.id,
        line=line.id,
        seats=None if command.seats is None else clean_seats(command.seats),
        kitchen_note=None if note is None else clean_note(note),
        guest_note=None if guest is None else clean_note(guest),
    )
    if changed.kitchen_note in (None, line.kitchen_note):
        return (changed,)
    noted = replace(line, kitchen_note=changed.kitchen_note)
    return changed, *to_inform(world, order, [noted], context)


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
    glasses: dict[AddLine, int] = {}
    for line in drinks:
        if line.dishes[0].sent == last:
            glass = _same_again(order, line)
            glasses[glass] = glasses.get(glass, 0) + line.quantity
    facts: list[object] = []
    for glass, quantity in glasses.items():
        again = add_line(world, order, replace(glass, quantity=quantity), context)
        if isinstance(again, Refusal):
            return again
        facts.extend(again)
    return tuple(facts)


def _same_again(order: Order, line: Line) -> AddLine:
    """A drink as it was asked for, whatever its quantity."""
    modifiers = line.dishes[0].ordered.modifiers
    return AddLine(
        order=order.id,
        article=line.article,
        options=tuple(m.id for m in modifiers),
        seats=line.seats,
        course=line.course,
        kitchen_note=line.kitchen_note,
        price=line.price - sum(m.price for m in modifiers),
        mixer=line.dishes[0].ordered.mixer,
    )


def _is_drink(world: World, line: Line) -> bool:
    article = world.catalogue.articles.get(line.article)
    category = world.catalogue.categories.get(article.category) if article else None
    return (
        category is not None
        and not category.shop
        and category.colour in ("boissons", "vins", "cafe")
        and line.course == DIRECT
    )
