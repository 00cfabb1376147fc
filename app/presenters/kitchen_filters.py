"""Cards of the kitchen by course, service mode and station, each choice with its count."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.domain.vocabulary import MODES
from app.domain.world import World
from app.presenters.pos_words import mode_words
from resources.texts import tr
from widgets.kitchen_wall_views import CardView


class Narrowed(NamedTuple):
    """What a screen is narrowed to; "" for everything."""

    course: str = ""
    mode: str = ""
    station: str = ""


class Filter(NamedTuple):
    """One choice: of which kind (a field of `Narrowed`), and how many cards it leaves."""

    kind: str
    key: str
    words: str
    cards: int


def facts_of(world: World, view: CardView) -> Narrowed:
    """Course, mode and station of a card."""
    order, station, course = view.id.split("|")
    known = world.book.orders.get(order)
    return Narrowed(course, known.mode if known else "", station)


def narrowed(
    world: World, views: Iterable[CardView], chosen: Narrowed
) -> tuple[CardView, ...]:
    """The cards that meet every choice."""
    return tuple(view for view in views if _meets(facts_of(world, view), chosen))


def _meets(facts: Narrowed, chosen: Narrowed) -> bool:
    return all(want in ("", have) for want, have in zip(chosen, facts, strict=True))


def filters_of(
    world: World, views: Sequence[CardView], chosen: Narrowed
) -> list[Filter]:
    """The choices that the cards differ in, or that are chosen: each counts what the
    other choices leave."""
    facts = [facts_of(world, view) for view in views]
    found = list[Filter]()
    for kind in Narrowed._fields:
        now = getattr(chosen, kind)
        others = chosen._replace(**{kind: ""})
        there = {getattr(each, kind) for each in facts} | {now}
        left = [getattr(each, kind) for each in facts if _meets(each, others)]
        keys = [key for key in _ranked(world, kind) if key in there]
        if len(keys) > 1 or now:
            found += [
                Filter(kind, key, _words(world, kind, key), left.count(key))
                for key in keys
            ]
    return found


def _ranked(world: World, kind: str) -> list[str]:
    catalogue = world.catalogue
    if kind == "course":
        return sorted(catalogue.courses, key=lambda c: catalogue.courses[c].rank)
    if kind == "station":
        return sorted(catalogue.stations, key=lambda s: catalogue.stations[s].rank)
    return list(MODES)


def _words(world: World, kind: str, key: str) -> str:
    catalogue = world.catalogue
    if kind == "course":
        return catalogue.courses[key].name if key in catalogue.courses else key
    if kind == "station":
        return catalogue.stations[key].name if key in catalogue.stations else key
    return mode_words(key)


def kind_words(kind: str) -> str:
    """The title of a kind of choices."""
    return {
        "course": tr("Suites"),
        "mode": tr("Modes de service"),
        "station": tr("Postes"),
    }[kind]


def narrowed_words(world: World, chosen: Narrowed) -> str:
    """ "Plats · À emporter": what the screen is narrowed to, "" for everything."""
    pairs = zip(Narrowed._fields, chosen, strict=True)
    return " · ".join(_words(world, kind, key) for kind, key in pairs if key)
