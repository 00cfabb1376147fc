"""Moving between courses at the till: what of an order can go where, and its words."""

from app.domain.catalogue.state import DIRECT
from app.domain.kitchen.decide import at_work, rushed, waiting
from app.domain.orders.coursing import movable
from app.domain.orders.dish import Dish
from app.domain.orders.pacing import paced, rule_of
from app.domain.orders.sending import course_rank, fires_now
from app.domain.orders.state import Order
from app.domain.settings import CALL
from app.domain.world import World
from app.presenters.pos.sheets import Act
from app.presenters.pos.words import course_name
from resources.texts import tr, trn
from widgets.order_list_layout import COURSE_ROW

TO = "to:"
"""Beginning of the act that moves a whole course, before the id of the other one."""


def ranked_courses(world: World) -> list[str]:
    """Courses in the order of the meal, Direct first."""
    return sorted(world.catalogue.courses, key=lambda c: course_rank(world, c))


def dishes_of(world: World, order: Order, row: str) -> list[Dish]:
    """The dishes that a row of the order stands for and that can still be moved.

    A row is a course's header, a line (of a formule: its dishes of the first course) or
    a dish of a formule.
    """
    lines = world.book.lines_of(order)
    dishes = [dish for line in lines for dish in line.dishes]
    if row.startswith(COURSE_ROW):
        found = _under(world, order, row.removeprefix(COURSE_ROW))
    elif row in world.book.dishes:
        found = [dish for dish in dishes if dish.id == row]
    else:
        mine = [dish for dish in dishes if dish.line == row]
        found = [dish for dish in mine if dish.course == mine[0].course]
    return [dish for dish in found if movable(dish)]


def _known(world: World, course: str) -> str:
    return course if course in world.catalogue.courses else DIRECT


def _under(world: World, order: Order, course: str) -> list[Dish]:
    """The dishes under the header of a course."""
    return [
        dish
        for line in world.book.lines_of(order)
        for dish in line.dishes
        if _known(world, dish.course) == course
    ]


def course_beside(world: World, dishes: list[Dish], step: int) -> str:
    """The course one on (1) or back (-1) of these dishes, "" when there is none."""
    courses = ranked_courses(world)
    at = courses.index(_known(world, dishes[0].course)) + step
    return courses[at] if 0 <= at < len(courses) else ""


def moved_words(
    world: World, order: Order, row: str, dishes: list[Dish], course: str, *, told: bool
) -> str:
    """ "Bar rôti → Desserts · la cuisine est prévenue", once it went there; what of a
    whole course stands on the pass has stayed."""
    stay = 0
    if row.startswith(COURSE_ROW):
        was = row.removeprefix(COURSE_ROW)
        what = course_name(world, was)
        stay = sum(
            bool(dish.ready) and not dish.served for dish in _under(world, order, was)
        )
    elif len(dishes) == 1:
        what = dishes[0].ordered.label
    else:
        what = world.book.lines[dishes[0].line].label
    words = [tr("{what} → {course}", what=what, course=course_name(world, course))]
    if told:
        words.append(tr("la cuisine est prévenue"))
    if stay:
        words.append(trn(stay, "{n} déjà prêt reste", "{n} déjà prêts restent"))
    return " · ".join(words)


def _by_itself(world: World, course: str) -> bool:
    return rule_of(world, course).pace != CALL


def present_course_acts(
    world: World, order: Order, course: str, now_ms: int
) -> tuple[Act, ...]:
    """What can be done with a whole course: called, held, begun, or moved."""
    dishes = _under(world, order, course)
    acts: list[Act] = []
    if any(dish.sent and not dish.fired for dish in dishes):
        icon = "local_fire_department"
        acts.append(Act(key="fire", title=tr("Réclamer"), icon=icon))
        if paced(world, order) == course:
            words = tr("Ne pas laisser partir seule")
            acts.append(Act(key="stop", title=words, icon="pause_circle"))
        elif order.timing.get(course) == "hold" and _by_itself(world, course):
            words = tr("Laisser partir seule")
            acts.append(Act(key="resume", title=words, icon="schedule"))
    if waiting(world, order, now_ms, course):
        acts.append(Act(key="launch", title=tr("Tout lancer maintenant"), icon="timer"))
    if rushed(world, order, course):
        words = tr("Lever la priorité en cuisine")
        acts.append(Act(key="calm", title=words, icon="bolt"))
    elif at_work(world, order, course):
        words = tr("Faire passer devant en cuisine")
        acts.append(Act(key="rush", title=words, icon="bolt"))
    if any(not dish.sent for dish in dishes):
        fires = course in fires_now(world, order)
        words = tr("Mettre à suivre") if fires else tr("Faire partir à l'envoi")
        acts.append(Act(key="turn", title=words, icon="pause" if fires else "send"))
    if any(movable(dish) for dish in dishes):
        acts += [
            Act(
                key=TO + other,
                title=tr("Tout passer : {course}", course=course_name(world, other)),
                icon="arrow_forward",
            )
            for other in ranked_courses(world)
            if other != course
        ]
    return tuple(acts)
