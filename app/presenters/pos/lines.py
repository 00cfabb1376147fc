"""The lines of an order as the panel lists them: by course, each with its state.

A formule is charged on one line under its first course; its dishes of later courses
are rows of their own there, without a price, so that one sees what a réclame brings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.catalogue.state import DIRECT
from app.domain.money import rhu
from app.domain.orders.coursing import movable
from app.domain.orders.dish import Dish
from app.domain.orders.pacing import goes_at, paced
from app.domain.orders.sending import course_rank, fires_now
from app.domain.orders.state import Line, Order, besides, fully_receipted
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.pay.words import beside_name
from app.presenters.pos.words import (
    Sight,
    allergy_words,
    course_name,
    course_place,
    course_tag,
    joined,
    kilograms,
    lowered,
    options_text,
    pieces,
    seats_text,
)
from resources.texts import amount, tr, trn
from widgets.order_list_views import CourseView, LineState, LineView

_SERVED_ICON, _HELD_ICON, _FIRE_ICON = "done_all", "pause", "local_fire_department"


@dataclass(frozen=True, slots=True)
class Draft:
    """A line that is being chosen in a sheet and not taken down yet."""

    course: str
    line: LineView


def unrouted(world: World, line: Line) -> bool:
    """Whether a dish of the line would be sent to nobody; a shelf article needs nobody."""
    if off_the_shelf(world, line):
        return False
    stations = world.catalogue.stations
    return any(dish.station not in stations for dish in line.dishes)


def off_the_shelf(world: World, line: Line) -> bool:
    """Whether nobody makes anything of the line: the guest takes it along."""
    article = world.catalogue.articles.get(line.article)
    made = any(dish.station for dish in line.dishes)
    return article is not None and article.goods and not made


def present_courses(
    world: World,
    order: Order,
    sight: Sight,
    *,
    toggled: frozenset[str] = frozenset(),
    draft: Draft | None = None,
) -> tuple[CourseView, ...]:
    """The courses of an order, Direct last.

    Args:
        toggled: courses that the person unfolded (what is served is folded by itself).
    """
    lines = world.book.lines_of(order, live=False)
    rows = [row for line in lines for row in _rows(world, order, line, sight)]
    courses = {course for course, _, _ in rows}
    if draft:
        courses.add(draft.course)
    firing, alone = fires_now(world, order), paced(world, order)
    goes = goes_at(world, order, alone) if alone else 0
    views = []
    for course in sorted(courses, key=lambda c: _place(world, c)):
        mine = [(line, view) for where, line, view in rows if where == course]
        view = _course(world, course, mine, sight, fires=course in firing)
        if alone == course and view.state == "held":
            view = replace(view, state_text=_alone_words(goes, sight))
        if course in toggled and view.foldable:
            view = replace(view, folded=False)
        if draft and draft.course == course:
            # A served course stays folded: only the new line stands under it.
            before = () if view.folded else view.lines
            view = replace(view, folded=False, lines=(*before, draft.line))
        views.append(view)
    return (*views, *beside_course(order))


def _alone_words(goes: int, sight: Sight) -> str:
    """Of a held course that goes by itself."""
    if not goes:
        return tr("partira seule")
    return tr("part seule à {time}", time=sight.clock(goes))


def beside_course(order: Order) -> Iterator[CourseView]:
    """What is taken besides what is sold, under the courses."""
    if taken := besides(order):
        lines = tuple(
            LineView(
                id=each.id,
                name=beside_name(each),
                quantity_text="",
                price_text=amount(each.amount),
            )
            for each in taken
        )
        yield CourseView(id="beside", place=1, name=tr("Hors vente"), lines=lines)


def _place(world: World, course: str) -> tuple[bool, int]:
    return course == DIRECT, course_rank(world, course)


def _known(world: World, course: str) -> str:
    return course if course in world.catalogue.courses else DIRECT


def _rows(
    world: World, order: Order, line: Line, sight: Sight
) -> Iterator[tuple[str, Line, LineView]]:
    """(course, line, row) for a line; several when it is a formule."""
    if not line.live:
        if any(void.stage != "unsent" for void in line.voids):
            yield _known(world, line.course), line, _voided(line, sight)
        return
    yield _known(world, line.course), line, present_line(world, order, line, sight)
    for dish in line.dishes[1:]:
        course = _known(world, dish.course)
        if course != _known(world, line.course):
            yield course, line, _dish_row(line, dish, sight)


def present_line(world: World, order: Order, line: Line, sight: Sight) -> LineView:
    """A line that is still wanted."""
    state = _state(line)
    quiet = _known(world, line.course) == DIRECT or state == "served"
    free = line.comped or (line.discount and not line.net)
    return LineView(
        id=line.id,
        name=line.label,
        quantity_text=str(pieces(line.quantity, line.unit)),
        price_text=amount(line.net),
        state=state,
        detail=_detail(world, line, sight),
        allergy="" if quiet else allergy_words(world, order, line, sight),
        seat=seats_text(line.seats),
        old_price_text=amount(line.gross) if free else "",
        unsent=not line.sent,
        moves=bool(order.table) and movable(line.dishes[0]),
    )


def _state(line: Line) -> LineState:
    if line.comped:
        return "offered"
    return _dish_state(line.dishes[0])


def _dish_state(dish: Dish) -> LineState:
    if dish.served:
        return "served"
    if dish.fired:
        return "sent"
    return "held" if dish.sent else "to_send"


def _detail(world: World, line: Line, sight: Sight) -> str:
    """Second row: choices, notes, what was taken off, how far it is."""
    first = line.dishes[0]
    parts = [m.kitchen or m.name for d in line.dishes for m in d.ordered.modifiers]
    if line.formule and not first.ordered.mixed:
        parts = [dish.ordered.label for dish in line.dishes] + parts
    # What was served goes quiet: nobody acts on its choices any more.
    words = [] if first.served and not line.formule else [joined(parts)]
    words.append(weight_words(line))
    words += [f"« {note} »" for note in (line.kitchen_note, line.guest_note) if note]
    words += _taken_off(line, sight)
    if unrouted(world, line) and not line.sent:
        words.append(tr("aucun poste : personne ne le fera"))
    words.append(_progress(first, sight))
    if fully_receipted(line):
        words.append(tr("encaissé"))
    return " · ".join(word for word in words if word)


def weight_words(line: Line) -> str:
    """ "0,300 kg × 24,90" of what was weighed, "" of what is counted."""
    if line.unit == "piece":
        return ""
    return f"{kilograms(line.quantity)} × {amount(line.price)}"


def _taken_off(line: Line, sight: Sight) -> list[str]:
    words = []
    for discount in line.discounts.values():
        if discount.comp:
            words.append(tr("offert · {reason}", reason=lowered(tr(discount.reason))))
        else:
            off = amount(-discount.off(line.quantity))
            reason = lowered(tr(discount.reason))
            words.append(
                f"{discount.reason} {off}"
                if discount.promotion
                else tr("remise {off} · {reason}", off=off, reason=reason)
            )
    for void in line.voids:
        if void.stage != "unsent":
            count = pieces(void.quantity, line.unit)
            words.append(trn(count, "{n} annulé", "{n} annulés") + _who(void.op, sight))
    return words


def _who(person: str, sight: Sight) -> str:
    return f" · {sight.name_of(person)}"


def _progress(dish: Dish, sight: Sight) -> str:
    if not dish.sent:
        return ""
    sent = tr("envoyé {time}", time=sight.clock(dish.sent))
    if dish.served:
        return f"{sent} · {tr('servi')}"
    if dish.ready:
        return f"{sent} · {tr('prêt')}"
    if dish.waits(round(sight.now.timestamp() * 1000)):
        return f"{sent} · {tr('à lancer à {time}', time=sight.clock(dish.due))}"
    return sent if dish.fired else tr("à suivre")


def _voided(line: Line, sight: Sight) -> LineView:
    """A line that nobody wants any more: who took it back, and why."""
    void = line.voids[-1]
    return LineView(
        id=line.id,
        name=line.label,
        quantity_text=str(pieces(line.voided, line.unit)),
        price_text=amount(rhu(line.price * line.voided, MILLI)),
        state="voided",
        detail=" · ".join(
            word
            for word in (tr("annulé"), sight.name_of(void.op), lowered(tr(void.reason)))
            if word
        ),
    )


def _dish_row(line: Line, dish: Dish, sight: Sight) -> LineView:
    words = (
        options_text(dish.ordered.modifiers),
        lowered(line.label),
        _progress(dish, sight),
    )
    return LineView(
        id=dish.id,
        name=dish.ordered.label,
        quantity_text=str(pieces(line.quantity, line.unit)),
        price_text="",
        state=_dish_state(dish),
        detail=" · ".join(word for word in words if word),
        seat=seats_text(line.seats),
        moves=movable(dish),
    )


def _course(
    world: World,
    course: str,
    rows: list[tuple[Line, LineView]],
    sight: Sight,
    *,
    fires: bool,
) -> CourseView:
    """A course: its header says what will happen to it next."""
    name = course_name(world, course)
    header = CourseView(
        id=course,
        place=course_place(world, course),
        tag=course_tag(world, course),
        name=name,
        moves=any(view.moves for _, view in rows),
        lines=tuple(view for _, view in rows),
    )
    live = {line.id: line for line, _ in rows if line.live}
    dishes = [
        dish
        for line in live.values()
        for dish in line.dishes
        if _known(world, dish.course) == course
    ]
    if dishes and all(dish.served for dish in dishes):
        charged = {line.id for line, view in rows if view.price_text and line.live}
        count = sum(pieces(line.quantity, line.unit) for line in live.values())
        return replace(
            header,
            name=f"{name} · {trn(count, '{n} article', '{n} articles')}",
            state="served",
            state_text=_served_words(name, max(d.served for d in dishes), sight),
            state_icon=_SERVED_ICON,
            foldable=True,
            folded=True,
            price_text=amount(sum(live[line].net for line in charged)),
        )
    text, icon = _what_next(world, course, dishes, sight, fires=fires)
    held = any(dish.sent and not dish.fired for dish in dishes)
    return replace(
        header,
        state="held" if held else "fired" if any(d.fired for d in dishes) else "open",
        state_text=text,
        state_icon=icon,
        swipe_icon=_swipe_icon(dishes, fires=fires),
        fire_text=tr("Réclamer") if held else "",
    )


def _swipe_icon(dishes: Sequence[Dish], *, fires: bool) -> str:
    """À suivre, or at the sending after all: of a course that was not sent yet."""
    if all(dish.sent for dish in dishes):
        return ""
    return _HELD_ICON if fires else _FIRE_ICON


def _served_words(name: str, ms: int, sight: Sight) -> str:
    """ "servies 20:14", agreeing with the name of the course as far as it shows."""
    time = sight.clock(ms)
    if name.endswith("ées"):
        return tr("servies {time}", time=time)
    if name.endswith("s"):
        return tr("servis {time}", time=time)
    return tr("servi {time}", time=time)


def _what_next(
    world: World, course: str, dishes: Sequence[Dish], sight: Sight, *, fires: bool
) -> tuple[str, str]:
    """(words, icon) at the end of a header."""
    unsent = [dish for dish in dishes if not dish.sent]
    if unsent and course == DIRECT:
        known = world.catalogue.stations
        names = {known[s].name for d in unsent if (s := d.station) in known}
        return " · ".join(sorted(names)), "local_bar" if names else ""
    if unsent:
        if fires:
            return tr("partent à l'envoi"), _FIRE_ICON
        return tr("à suivre"), _HELD_ICON
    if any(not dish.fired for dish in dishes):
        return tr("à suivre"), _HELD_ICON
    making = [dish for dish in dishes if not dish.served]
    if making and all(dish.ready for dish in making):
        return tr("à servir"), "room_service"
    if making:
        first = sight.clock(min(dish.fired for dish in making))
        if any(dish.rushed and not dish.ready for dish in making):
            return tr("passe devant {time}", time=first), "bolt"
        return tr("en préparation {time}", time=first), "skillet"
    return "", ""
