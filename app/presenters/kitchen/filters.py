"""Cards of the kitchen by course, category, service mode, day and station, each choice with
its count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from app.domain.catalogue.events import CategorySet, CourseSet, StationSet
from app.domain.vocabulary import MODES
from app.domain.world import World
from app.presenters.kitchen.cards import STOP
from app.presenters.pos.words import mode_words
from resources.texts import tr
from widgets.kitchen_wall_views import CardView

DAYS = "today", "tomorrow", "later"
"""For when a card is; what was promised to nobody is for today."""


class Narrowed(NamedTuple):
    """What a screen is narrowed to; "" for everything."""

    course: str = ""
    category: str = ""
    mode: str = ""
    day: str = ""
    station: str = ""


class Filter(NamedTuple):
    """One choice: of which kind (a field of `Narrowed`), and how many cards it leaves."""

    kind: str
    key: str
    words: str
    cards: int


Facts = dict[str, set[str]]
"""Kind (a field of `Narrowed`) -> what a card is; its dishes may be of several categories."""


def facts_of(world: World, view: CardView, now: datetime) -> Facts:
    """What a card is, of each kind."""
    order, station, course, *_ = view.id.split("|")
    known = world.book.orders.get(order)
    return {
        "course": {course},
        "category": set(_categories(world, view)),
        "mode": {known.mode if known else ""},
        "day": {_day(known.promised if known else 0, now)},
        "station": {station},
    }


def _categories(world: World, view: CardView) -> Iterator[str]:
    articles, dishes = world.catalogue.articles, world.book.dishes
    for line in view.lines:
        dish = dishes.get(line.id.removeprefix(STOP).partition("+")[0])
        article = articles.get(dish.ordered.article) if dish else None
        if article:
            yield article.category


def _day(promised: int, now: datetime) -> str:
    if not promised:
        return DAYS[0]
    then = datetime.fromtimestamp(promised / 1000, now.tzinfo)
    ahead = (then.date() - now.date()).days
    return DAYS[min(max(0, ahead), len(DAYS) - 1)]


def narrowed(
    world: World, views: Iterable[CardView], chosen: Narrowed, now: datetime
) -> tuple[CardView, ...]:
    """The cards that meet every choice."""
    if not any(chosen):
        return tuple(views)
    return tuple(view for view in views if _meets(facts_of(world, view, now), chosen))


def _meets(facts: Facts, chosen: Narrowed) -> bool:
    pairs = zip(Narrowed._fields, chosen, strict=True)
    return all(want == "" or want in facts[kind] for kind, want in pairs)


def filters_of(
    world: World, views: Sequence[CardView], chosen: Narrowed, now: datetime
) -> list[Filter]:
    """The choices that the cards differ in, or that are chosen: each counts what the
    other choices leave."""
    facts = [facts_of(world, view, now) for view in views]
    found = list[Filter]()
    for kind in Narrowed._fields:
        wanted = getattr(chosen, kind)
        others = chosen._replace(**{kind: ""})
        there = {wanted}.union(*(each[kind] for each in facts))
        left = [each[kind] for each in facts if _meets(each, others)]
        keys = [key for key in _ranked(world, kind) if key in there]
        if len(keys) > 1 or wanted:
            found += [
                Filter(kind, key, _words(world, kind, key), sum(key in e for e in left))
                for key in keys
            ]
    return found


def _ranked(world: World, kind: str) -> list[str]:
    known = _things(world, kind)
    if known is not None:
        return sorted(known, key=lambda key: known[key].rank)
    return list(MODES if kind == "mode" else DAYS)


def _things(
    world: World, kind: str
) -> Mapping[str, CourseSet | CategorySet | StationSet] | None:
    """What the house calls by names and ranks of its own; None for what it does not."""
    catalogue = world.catalogue
    if kind == "course":
        return catalogue.courses
    if kind == "category":
        return catalogue.categories
    return catalogue.stations if kind == "station" else None


def _words(world: World, kind: str, key: str) -> str:
    known = _things(world, kind)
    if known is not None:
        return known[key].name if key in known else key
    return mode_words(key) if kind == "mode" else _day_words(key)


def _day_words(day: str) -> str:
    return {
        "today": tr("Aujourd'hui"),
        "tomorrow": tr("Demain"),
        "later": tr("Plus tard"),
    }[day]


def kind_words(kind: str) -> str:
    """The title of a kind of choices."""
    return {
        "course": tr("Suites"),
        "category": tr("Catégories"),
        "mode": tr("Modes de service"),
        "day": tr("Pour quand"),
        "station": tr("Postes"),
    }[kind]


def narrowed_words(world: World, chosen: Narrowed) -> str:
    """ "Plats · À emporter": what the screen is narrowed to, "" for everything."""
    pairs = zip(Narrowed._fields, chosen, strict=True)
    return " · ".join(_words(world, kind, key) for kind, key in pairs if key)
