"""Choosing the options of a dish: which questions stand, what is missing, what the
kitchen will read.

`Choosing` is what was answered so far; every function gives a new one. Questions that
allow any mix of free options are instructions and shown as chips; all others as cards
with digit keys.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.catalogue.events import ArticleSet, ModifierGroupSet, ModifierOption
from app.domain.catalogue.state import Catalogue
from app.domain.orders.commands import AddLine
from app.domain.orders.state import Line, Order
from app.domain.orders.taking import clean_note
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.pos.allergens import conflict
from app.presenters.pos.lines import Draft
from app.presenters.pos.words import (
    Sight,
    course_name,
    joined,
    order_words,
    place_words,
    seats_text,
)
from resources.texts import amount, price, tr, trn
from widgets.option_tile import GroupState, OptionGroupView, OptionView
from widgets.order_list_views import LineView

DRAFT = "draft"
"""Id of the line that is being chosen."""
_DIGITS = 9
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """Answers so far.

    Attributes:
        picked: (group, option) in the order of the taps.
        note: words for the kitchen.
        touched: group that the digit keys answer when there are too many options.
        line: the unsent line that this replaces, "" for a new one.
    """

    article: str
    picked: tuple[tuple[str, str], ...] = ()
    quantity: int = 1
    seats: tuple[int, ...] = ()
    course: str = ""
    note: str = ""
    touched: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipView:
    """An instruction that can be given: "Sans sel"."""

    group: str
    option: str
    text: str
    icon: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipsView:
    """Instructions under one title."""

    title: str
    hint: str
    chips: tuple[ChipView, ...] = ()


@dataclass(frozen=True, slots=True)
class Questions:
    """Everything that is asked about a dish.

    Attributes:
        cards: questions answered on cards.
        chips: instructions, by title.
        digits: (key, group, option) of what can be had.
    """

    cards: tuple[OptionGroupView, ...] = ()
    chips: tuple[ChipsView, ...] = ()
    digits: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModifiersView:
    """The sheet.

    Attributes:
        warning: an allergen that a guest of these seats cannot eat.
        kitchen_title, kitchen: "Le bon dira, au poste Chaud" and what it will say.
        missing: names of what must still be chosen.
        button: "Ajouter · 24,00 €".
    """

    title: str
    subtitle: str
    questions: Questions
    warning: str
    note: str
    kitchen_title: str
    kitchen: str
    quantity: int
    missing: str
    button: str


def few_words(names: tuple[str, ...]) -> str:
    """Names beside a button: two, and how many more."""
    if len(names) <= _NAMED:
        return " · ".join(names)
    more = len(names) - _NAMED
    return " · ".join((*names[:_NAMED], trn(more, "{n} autre", "{n} autres")))


def choosing_of(line: Line) -> Choosing:
    """The answers of a line that is to be changed; `settled` finds their questions."""
    return Choosing(
        article=line.article,
        quantity=line.quantity // MILLI,
        seats=line.seats,
        course=line.course,
        note=line.kitchen_note,
        line=line.id,
        picked=tuple(("", m.id) for m in line.dishes[0].ordered.modifiers),
    )


def questions(
    catalogue: Catalogue, article: str, picked: Iterable[tuple[str, str]]
) -> list[ModifierGroupSet]:
    """What is asked, in order: a question that an answer raises comes right behind it."""
    taken = set(picked)
    waiting = list(catalogue.articles[article].groups)
    asked: list[ModifierGroupSet] = []
    while waiting:
        group = catalogue.groups.get(waiting.pop(0))
        if group is None or group in asked:
            continue
        asked.append(group)
        nested = [
            g for o in group.options if (group.id, o.id) in taken for g in o.groups
        ]
        waiting = nested + waiting
    return asked


def settled(catalogue: Catalogue, choosing: Choosing) -> Choosing:
    """The answers of questions that are (still) asked, each under its own question."""
    loose = [option for group, option in choosing.picked if not group]
    kept = tuple(pair for pair in choosing.picked if pair[0])
    while True:
        asked = questions(catalogue, choosing.article, kept)
        found = [
            (group.id, option.id)
            for group in asked
            for option in group.options
            if option.id in loose
        ]
        if not found:
            break
        kept += tuple(found)
        loose = [o for o in loose if o not in {option for _, option in found}]
    names = {group.id for group in asked}
    return replace(choosing, picked=tuple(pair for pair in kept if pair[0] in names))


def tapped(
    catalogue: Catalogue, choosing: Choosing, group_id: str, option: str
) -> Choosing:
    """An option was touched: taken, taken back, or put in the place of another."""
    group = catalogue.groups[group_id]
    pair = group_id, option
    mine = [each for each in choosing.picked if each[0] == group_id]
    others = [each for each in choosing.picked if each[0] != group_id]
    if pair in mine:
        if group.minimum and len(mine) == 1 == group.maximum:
            return replace(choosing, touched=group_id)
        mine.remove(pair)
    else:
        mine = [*mine, pair][-group.maximum :] if group.maximum else mine
    return settled(
        catalogue,
        replace(choosing, picked=tuple(others + mine), touched=group_id),
    )


def unanswered(catalogue: Catalogue, choosing: Choosing) -> list[ModifierGroupSet]:
    """Questions that must still be answered."""
    count = _counts(choosing)
    return [
        group
        for group in questions(catalogue, choosing.article, choosing.picked)
        if count.get(group.id, 0) < group.minimum
    ]


def chosen_options(catalogue: Catalogue, choosing: Choosing) -> list[ModifierOption]:
    """The options taken, in the order in which they are asked."""
    taken = set(choosing.picked)
    return [
        option
        for group in questions(catalogue, choosing.article, choosing.picked)
        for option in group.options
        if (group.id, option.id) in taken
    ]


def _counts(choosing: Choosing) -> dict[str, int]:
    counts: dict[str, int] = {}
    for group, _ in choosing.picked:
        counts[group] = counts.get(group, 0) + 1
    return counts


def present_questions(catalogue: Catalogue, choosing: Choosing) -> Questions:
    """The questions on cards and the instructions, as they stand."""
    asked = questions(catalogue, choosing.article, choosing.picked)
    cards = [group for group in asked if not is_instruction(group)]
    digits = _digits(catalogue, choosing, cards)
    chips: dict[str, tuple[ChipView, ...]] = {}
    for group in asked:
        if is_instruction(group):
            chips[group.name] = chips.get(group.name, ()) + _chips(group, choosing)
    views = tuple(_card(catalogue, group, choosing, digits) for group in cards)
    return Questions(
        cards=views,
        chips=tuple(
            ChipsView(title=title, hint=tr("facultatif"), chips=made)
            for title, made in chips.items()
        ),
        digits=tuple(
            (option.digit, group.id, option.id)
            for group in views
            for option in group.options
            if option.digit and not option.sold_out
        ),
    )


def _with_instructions(asked: Questions) -> Questions:
    """There is always a place for an allergy and a note."""
    if asked.chips:
        return asked
    return replace(
        asked, chips=(ChipsView(title=tr("Consignes"), hint=tr("facultatif")),)
    )


def answer_of(asked: Questions, digit: str) -> tuple[str, str] | None:
    """The (group, option) that a digit key answers."""
    pairs = ((group, option) for key, group, option in asked.digits if key == digit)
    return next(pairs, None)


def is_instruction(group: ModifierGroupSet) -> bool:
    """Any mix of it may be asked for, and some of it costs nothing: "Sans sel"."""
    return (
        group.minimum == 0
        and group.maximum >= len(group.options)
        and any(option.price <= 0 for option in group.options)
    )


def _digits(
    catalogue: Catalogue, choosing: Choosing, cards: Sequence[ModifierGroupSet]
) -> dict[tuple[str, str], str]:
    """Keys 1-9: all options when they are so few, else those of one question."""
    pairs = [(group.id, option.id) for group in cards for option in group.options]
    if len(pairs) > _DIGITS:
        waiting = [g.id for g in unanswered(catalogue, choosing)]
        active = next(iter(waiting), choosing.touched or (cards[0].id if cards else ""))
        pairs = [pair for pair in pairs if pair[0] == active][:_DIGITS]
    return {pair: str(number) for number, pair in enumerate(pairs, 1)}


def _card(
    catalogue: Catalogue,
    group: ModifierGroupSet,
    choosing: Choosing,
    digits: dict[tuple[str, str], str],
) -> OptionGroupView:
    taken = {option for where, option in choosing.picked if where == group.id}
    names = [option.name for option in group.options if option.id in taken]
    missing = len(names) < group.minimum
    state: GroupState = "missing" if missing else "done" if names else "optional"
    return OptionGroupView(
        id=group.id,
        title=group.name,
        hint=_note(group),
        state=state,
        state_text=tr("À choisir") if missing else " · ".join(names),
        options=tuple(
            _option(catalogue, group.id, option, taken, digits)
            for option in group.options
        ),
    )


def _chips(group: ModifierGroupSet, choosing: Choosing) -> tuple[ChipView, ...]:
    return tuple(
        ChipView(
            group=group.id,
            option=option.id,
            text=" ".join(p for p in (option.name, signed_price(option.price)) if p),
            icon="remove" if option.name.casefold().startswith("sans ") else "add",
            chosen=(group.id, option.id) in choosing.picked,
        )
        for option in group.options
    )


def _note(group: ModifierGroupSet) -> str:
    if not group.minimum:
        return tr("facultatif")
    if group.minimum == group.maximum:
        one = group.minimum == 1
        return tr("1 choix") if one else tr("{n} choix", n=group.minimum)
    return tr("de {least} à {most}", least=group.minimum, most=group.maximum)


def _option(
    catalogue: Catalogue,
    group: str,
    option: ModifierOption,
    taken: set[str],
    digits: dict[tuple[str, str], str],
) -> OptionView:
    gone = bool(option.article) and catalogue.sold_out(option.article)
    left = catalogue.remaining.get(option.article)
    words = [
        signed(option.minutes, tr("{n} min")),
        signed_price(option.price),
        tr("reste {n}", n=left // MILLI) if left is not None else "",
    ]
    return OptionView(
        id=option.id,
        name=option.name,
        detail=tr("reste 0 · 86") if gone else " · ".join(w for w in words if w),
        digit=digits.get((group, option.id), ""),
        chosen=option.id in taken,
        sold_out=gone,
    )


def signed(number: int, words: str) -> str:
    """ "− 2 min", "+ 3 min", "" for nothing."""
    if not number:
        return ""
    sign = "+" if number > 0 else "−"
    return f"{sign} {words.format(n=abs(number))}"


def signed_price(cents: int) -> str:
    """ "+ 1,00 €", "" for nothing."""
    return f"{'+' if cents > 0 else '−'} {price(abs(cents))}" if cents else ""


def kitchen_words(article: ArticleSet, options: Iterable[ModifierOption]) -> str:
    """What the ticket says of one: "ENTRECÔTE · SAIGNANT · POIVRE"."""
    words = [article.kitchen or article.name, *(o.kitchen or o.name for o in options)]
    return " · ".join(words).upper()


def unit_price(world: World, choosing: Choosing, served: str, sight: Sight) -> int:
    """Cents of one, options included."""
    article = world.catalogue.articles[choosing.article]
    base = world.catalogue.price_of(
        article, served, sight.now, room=sight.room, client=sight.client
    )
    return base + sum(o.price for o in chosen_options(world.catalogue, choosing))


def present_modifiers(
    world: World, choosing: Choosing, order: Order | None, served: str, sight: Sight
) -> ModifiersView:
    """The sheet for one dish."""
    catalogue = world.catalogue
    article = catalogue.articles[choosing.article]
    options = chosen_options(catalogue, choosing)
    station = catalogue.stations.get(article.station)
    words = f"{choosing.quantity} {kitchen_words(article, options)}"
    if choosing.note:
        words = f"{words} · {clean_note(choosing.note)}"
    verb = tr("Remplacer") if choosing.line else tr("Ajouter")
    cents = unit_price(world, choosing, served, sight) * choosing.quantity
    missing = [group.name for group in unanswered(catalogue, choosing)]
    kitchen_title = (
        tr("Le bon dira, au poste {station}", station=station.name) if station else ""
    )
    return ModifiersView(
        title=article.name,
        subtitle=where_words(world, order, article, choosing.seats, choosing.course),
        questions=_with_instructions(present_questions(catalogue, choosing)),
        warning=conflict(article, order, choosing.seats, sight) if order else "",
        note=choosing.note,
        kitchen_title=kitchen_title,
        kitchen=words,
        quantity=choosing.quantity,
        missing=few_words(tuple(dict.fromkeys(missing))),
        button=f"{verb} · {price(cents)}",
    )


def where_words(
    world: World,
    order: Order | None,
    article: ArticleSet,
    seats: tuple[int, ...],
    course: str = "",
) -> str:
    """ "Place 1 · Plats · table 12"."""
    course = course or world.catalogue.course_of(article)
    if order is None:
        return tr("Vente au comptoir")
    parts = [place_words(seats)] if order.table else []
    return " · ".join([*parts, course_name(world, course), order_words(world, order)])


def draft_of(
    world: World, choosing: Choosing, served: str, sight: Sight, order: Order | None
) -> Draft:
    """The line as it will stand in the order, with what is still to choose."""
    catalogue = world.catalogue
    article = catalogue.articles[choosing.article]
    options = chosen_options(catalogue, choosing)
    parts = [option.kitchen or option.name for option in options]
    parts += [f"{g.name} ?" for g in unanswered(catalogue, choosing)]
    cents = unit_price(world, choosing, served, sight) * choosing.quantity
    return Draft(
        course=choosing.course or catalogue.course_of(article),
        line=LineView(
            id=DRAFT,
            name=article.name,
            quantity_text=str(choosing.quantity),
            price_text=amount(cents),
            detail=joined(parts),
            seat=seats_text(choosing.seats),
        ),
    )


def command_of(world: World, choosing: Choosing, order: str) -> AddLine:
    """What takes the line down."""
    options = chosen_options(world.catalogue, choosing)
    return AddLine(
        order=order,
        article=choosing.article,
        quantity=choosing.quantity * MILLI,
        options=tuple(option.id for option in options),
        seats=choosing.seats,
        course=choosing.course,
        kitchen_note=choosing.note,
        merge=not choosing.line,
    )
