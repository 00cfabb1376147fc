"""Composing a formule: one step per course, what the guest sees, what the kitchen gets.

`Composing` is what was chosen so far. Each chosen dish is a `Choosing` of its own, so
its options are asked at the step where it was chosen.
"""

from dataclasses import dataclass, replace

from app.domain.catalogue.events import ArticleSet, FormuleStep
from app.domain.catalogue.state import DIRECT
from app.domain.orders.commands import AddLine, Pick
from app.domain.orders.dish import Dish
from app.domain.orders.handling import step_of
from app.domain.orders.sending import fires_now
from app.domain.orders.state import Line, Order
from app.domain.orders.swapping import MADE
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.pos.lines import Draft
from app.presenters.pos.modifiers import (
    DRAFT,
    Choosing,
    Questions,
    chosen_options,
    present_questions,
    settled,
    tapped,
    unanswered,
)
from app.presenters.pos.page import present_tile
from app.presenters.pos.words import (
    Sight,
    joined,
    lowered,
    order_words,
    place_words,
    seats_text,
)
from resources.texts import amount, price, tr
from widgets.option_tile import OptionGroupView, StepState, StepView
from widgets.order_list_views import LineView
from widgets.tile import TileView


@dataclass(frozen=True, slots=True, kw_only=True)
class Composing:
    """What was chosen so far.

    Attributes:
        step: the step on show, from 0.
        picks: (step, dish with its options), at most one for a step.
        passed: optional steps that were gone past without a dish.
        line: the unsent line that this replaces, "" for a new one.
    """

    article: str
    step: int = 0
    picks: tuple[tuple[int, Choosing], ...] = ()
    passed: frozenset[int] = frozenset()
    seats: tuple[int, ...] = ()
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormuleView:
    """The sheet.

    Attributes:
        heading: "Dessert", "1 choix · part à la suite", and whether it waits.
        questions: about the dish that is chosen at this step.
        guest: what stands on the bill: (line, price, words).
        kitchen: (words, quiet) a dish.
        back: name of the step before, "" at the first.
        next: words of the act: the next step, or "Ajouter · 34,00 €".
        missing: why the act is not possible yet.
    """

    title: str
    subtitle: str
    steps: tuple[StepView, ...]
    heading: OptionGroupView
    tiles: tuple[TileView, ...]
    questions: Questions
    guest: tuple[str, str, str]
    kitchen: tuple[tuple[str, bool], ...]
    foot: str
    price: str
    back: str
    next: str
    last: bool
    missing: str


def composing_of(world: World, line: Line) -> Composing:
    """The dishes of a formule line that is to be changed."""
    picks = []
    for dish in line.dishes:
        number = step_of(dish.id)
        options = tuple(("", m.id) for m in dish.ordered.modifiers)
        choosing = Choosing(article=dish.ordered.article, picked=options)
        picks.append((number, settled(world.catalogue, choosing)))
    return Composing(
        article=line.article, picks=tuple(picks), seats=line.seats, line=line.id
    )


def picks_of(line: Line) -> tuple[Pick, ...]:
    """The dishes of a formule as they were picked."""
    return tuple(
        Pick(
            step=step_of(dish.id),
            article=dish.ordered.article,
            options=tuple(modifier.id for modifier in dish.ordered.modifiers),
        )
        for dish in line.dishes
    )


def begun(line: Line, picks: tuple[Pick, ...]) -> list[Dish]:
    """The dishes of a formule that a cook has begun and that these picks let go of."""
    wanted = set(map(_same, picks))
    return [
        dish
        for pick, dish in zip(picks_of(line), line.dishes, strict=True)
        if dish.stage in MADE and _same(pick) not in wanted
    ]


def _same(pick: Pick) -> tuple[int, str, frozenset[str]]:
    """What makes two picks one, in whatever order the options were touched."""
    return pick.step, pick.article, frozenset(pick.options)


def steps_of(world: World, composing: Composing) -> tuple[FormuleStep, ...]:
    """The steps of the formule."""
    return world.catalogue.articles[composing.article].steps


def pick_of(composing: Composing, step: int) -> Choosing | None:
    """The dish chosen at a step."""
    return next((dish for number, dish in composing.picks if number == step), None)


def picked(world: World, composing: Composing, article: str) -> Composing:
    """A dish was touched: chosen at the step on show; an optional one again: let go."""
    before = pick_of(composing, composing.step)
    step = steps_of(world, composing)[composing.step]
    others = [pick for pick in composing.picks if pick[0] != composing.step]
    if before is not None and before.article == article:
        return replace(composing, picks=tuple(others)) if step.optional else composing
    return replace(
        composing, picks=(*others, (composing.step, Choosing(article=article)))
    )


def option_tapped(
    world: World, composing: Composing, group: str, option: str
) -> Composing:
    """An option of the dish at the step on show was touched."""
    dish = pick_of(composing, composing.step)
    if dish is None:
        return composing
    changed = tapped(world.catalogue, dish, group, option)
    others = [pick for pick in composing.picks if pick[0] != composing.step]
    return replace(composing, picks=(*others, (composing.step, changed)))


def at_step(composing: Composing, step: int) -> Composing:
    """Shows another step; an optional one left empty counts as answered."""
    return replace(
        composing, step=step, passed=composing.passed | frozenset(range(step))
    )


def missing_at(world: World, composing: Composing, step: int) -> str:
    """What is still to choose at a step, "" when it is complete."""
    wanted = steps_of(world, composing)[step]
    dish = pick_of(composing, step)
    if dish is None:
        return "" if wanted.optional else wanted.name
    names = [group.name for group in unanswered(world.catalogue, dish)]
    return " · ".join(names)


def first_open(world: World, composing: Composing) -> int:
    """The first step that must still be answered, -1 when all are."""
    steps = range(len(steps_of(world, composing)))
    return next((n for n in steps if missing_at(world, composing, n)), -1)


def goes_on(world: World, composing: Composing) -> bool:
    """Whether a dish just chosen leaves nothing to ask, so the next step can come."""
    dish = pick_of(composing, composing.step)
    last = composing.step == len(steps_of(world, composing)) - 1
    return (
        dish is not None
        and not last
        and not missing_at(world, composing, composing.step)
    )


def present_formule(
    world: World, composing: Composing, order: Order | None, served: str, sight: Sight
) -> FormuleView:
    """The sheet at the step on show."""
    article = world.catalogue.articles[composing.article]
    steps = article.steps
    step = steps[composing.step]
    follows = _follows(world, composing, order)
    cents = composed_price(world, composing, served, sight)
    last = composing.step == len(steps) - 1
    verb = tr("Remplacer") if composing.line else tr("Ajouter")
    missing = missing_at(world, composing, composing.step)
    left = first_open(world, composing)
    if last and not missing and left >= 0:
        missing = missing_at(world, composing, left)
    dish = pick_of(composing, composing.step)
    waits = step.course in follows
    when = tr("part à la suite") if waits else tr("part à l'envoi")
    choice = tr("facultatif") if step.optional else tr("1 choix")
    return FormuleView(
        title=article.name,
        subtitle=joined(
            [
                tr("Étape {n} sur {all}", n=composing.step + 1, all=len(steps)),
                *_where(world, composing, order),
            ]
        ),
        steps=tuple(_step(world, composing, number) for number in range(len(steps))),
        heading=OptionGroupView(
            id=str(composing.step),
            title=step.name,
            hint=f"{choice} · {when}",
            state="later" if waits else "optional",
            state_text=tr("à suivre") if waits else "",
        ),
        tiles=_tiles(world, step, dish, served, sight),
        questions=present_questions(world.catalogue, dish) if dish else Questions(),
        guest=(
            f"1 {article.name}",
            amount(cents),
            _guest_words(world, composing, served, sight),
        ),
        kitchen=_kitchen(world, composing, follows),
        foot=joined([article.name, *_where(world, composing, order)[:1]]),
        price=price(cents),
        back=steps[composing.step - 1].name if composing.step else "",
        next=f"{verb} · {price(cents)}" if last else steps[composing.step + 1].name,
        last=last,
        missing=missing,
    )


def _where(world: World, composing: Composing, order: Order | None) -> list[str]:
    if order is None or not order.table:
        return []
    return [lowered(place_words(composing.seats)), order_words(world, order)]


def composed_price(
    world: World, composing: Composing, served: str, sight: Sight
) -> int:
    """Cents of the formule with supplements and priced options."""
    catalogue = world.catalogue
    article = catalogue.articles[composing.article]
    cents = catalogue.price_of(
        article, served, sight.now, room=sight.room, client=sight.client
    )
    for number, dish in composing.picks:
        choices = article.steps[number].choices
        cents += sum(c.supplement for c in choices if c.article == dish.article)
        cents += sum(option.price for option in chosen_options(catalogue, dish))
    return cents


def _follows(world: World, composing: Composing, order: Order | None) -> set[str]:
    """Courses of this formule that will wait for a réclame."""
    courses = {step.course for step in steps_of(world, composing)} - {DIRECT}
    if order is None or order.mode != "dine_in":
        return set()
    return courses - fires_now(world, order, courses)


def _step(world: World, composing: Composing, number: int) -> StepView:
    step = steps_of(world, composing)[number]
    dish = pick_of(composing, number)
    words = tr("à choisir")
    if dish is not None:
        words = world.catalogue.articles[dish.article].name
    elif step.optional:
        words = tr("sans") if number in composing.passed else tr("facultatif")
    done = dish is not None and not missing_at(world, composing, number)
    skipped = step.optional and dish is None and number in composing.passed
    state: StepState = "waiting"
    if number == composing.step:
        state = "current"
    elif done or skipped:
        state = "done"
    title = f"{number + 1} {step.name}"
    return StepView(id=str(number), title=title, text=words, state=state)


def _tiles(
    world: World, step: FormuleStep, dish: Choosing | None, served: str, sight: Sight
) -> tuple[TileView, ...]:
    tiles = []
    for choice in step.choices:
        article = world.catalogue.articles.get(choice.article)
        if article is None or not article.active:
            continue
        tile = present_tile(world, article, served, sight, {})
        extra = f"+ {amount(choice.supplement)}" if choice.supplement else tr("compris")
        chosen = dish is not None and dish.article == article.id
        tiles.append(replace(tile, price_text=extra, chosen=chosen, photo=""))
    return tuple(tiles)


def _guest_words(world: World, composing: Composing, served: str, sight: Sight) -> str:
    catalogue, day = world.catalogue, sight.now.date().isoformat()
    rates = {
        catalogue.rate_of(catalogue.articles[dish.article], served, day)
        for _, dish in composing.picks
    }
    words = [tr("Une seule ligne")]
    if len(composing.seats) == 1:
        words.append(tr("une place"))
    if len(rates) > 1:
        words.append(
            tr("deux taux de TVA calculés")
            if len(rates) == 2
            else tr("{n} taux de TVA calculés", n=len(rates))
        )
    return ", ".join(words)


def _kitchen(
    world: World, composing: Composing, follows: set[str]
) -> tuple[tuple[str, bool], ...]:
    catalogue, steps = world.catalogue, steps_of(world, composing)
    rows = []
    for number, dish in sorted(composing.picks, key=lambda pick: pick[0]):
        article = catalogue.articles[dish.article]
        station = catalogue.stations.get(article.station)
        options = [o.kitchen or o.name for o in chosen_options(catalogue, dish)]
        words = joined([_kitchen_name(article), *options])
        if station:
            words = f"{station.name} · {words}"
        waits = steps[number].course in follows
        rows.append((tr("{dish} (à suivre)", dish=words) if waits else words, waits))
    return tuple(rows)


def _kitchen_name(article: ArticleSet) -> str:
    return article.kitchen or article.name


def draft_of(world: World, composing: Composing, served: str, sight: Sight) -> Draft:
    """The line as it will stand in the order."""
    article = world.catalogue.articles[composing.article]
    words = []
    for number, step in enumerate(article.steps):
        dish = pick_of(composing, number)
        if dish is not None:
            words.append(world.catalogue.articles[dish.article].name)
        elif not step.optional:
            words.append(f"{step.name} ?")
    return Draft(
        course=article.steps[0].course,
        line=LineView(
            id=DRAFT,
            name=article.name,
            quantity_text="1",
            price_text=amount(composed_price(world, composing, served, sight)),
            detail=joined(words),
            seat=seats_text(composing.seats),
        ),
    )


def command_of(world: World, composing: Composing, order: str) -> AddLine:
    """What takes the formule down."""
    return AddLine(
        order=order,
        article=composing.article,
        quantity=MILLI,
        picks=tuple(
            Pick(
                step=number,
                article=dish.article,
                options=tuple(o.id for o in chosen_options(world.catalogue, dish)),
            )
            for number, dish in sorted(composing.picks, key=lambda pick: pick[0])
        ),
        seats=composing.seats,
        merge=not composing.line,
    )
