"""The second level of the pass: what stations have made is carried by who is there, course
by course. Only there, in the room or by headset a plate counts as served.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.domain.kitchen.screens import SERVING
from app.domain.settings import PASSES
from app.domain.world import World
from app.presenters.kitchen.cards import Card
from resources.texts import tr
from widgets.kitchen_wall_views import CardView


def two_passes(world: World) -> bool:
    """Whether what is ready goes to a second pass before it is served."""
    return world.settings.text(PASSES) == "two"


def pass_cards(world: World, found: Iterable[Card]) -> list[Card]:
    """A card for each course of which something stands on the pass: those that are whole
    first, the oldest before the others.

    Args:
        found: the cards of all stations.
    """
    courses: dict[tuple[str, str], Card] = {}
    for card in found:
        if any(dish.ready for _, dish in card.dishes):
            key = card.order.id, card.course
            courses.setdefault(key, Card(card.order, SERVING, card.course))
    for card in courses.values():
        card.dishes += [
            (line, dish)
            for line in world.book.lines_of(card.order)
            for dish in line.dishes
            if dish.course == card.course and dish.fired and not dish.served
        ]
    return sorted(courses.values(), key=lambda card: (not card.ready, _since(card)))


def _since(card: Card) -> int:
    """When the last of its plates came, ms."""
    return max((dish.ready for _, dish in card.dishes), default=0)


def with_pass(
    cards: Iterable[Card], views: Iterable[CardView], now: datetime
) -> tuple[CardView, ...]:
    """The views, those of the second pass with its button: whole courses are carried, what
    is not whole is only seen to come."""
    since = {card.id: _since(card) for card in cards if card.station == SERVING}
    return tuple(
        _carried(view, since[view.id], now) if view.id in since else view
        for view in views
    )


def _carried(view: CardView, since: int, now: datetime) -> CardView:
    if view.state != "ready":
        return replace(view, bump_text="", due=())
    minutes = max(0, round(now.timestamp() * 1000) - since) // 60_000
    age = (tr("depuis {n} min", n=minutes),) if minutes else ()
    due = (tr("au passe"), *age)
    # What is to be carried is read, not struck out.
    lines = tuple(replace(line, done=False) for line in view.lines)
    return replace(
        view,
        lines=lines,
        bump_text=tr("Servi"),
        due=due,
        footer="",
        footer_seconds=None,
    )
