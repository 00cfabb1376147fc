"""What a kitchen hears: which news, the most urgent of them, on which screen."""

import pytest
from domain_kit import Till

from app.domain.kitchen.events import DishesReady, TicketIssued, TicketLine
from app.presenters.kitchen.sounds import (
    late_ids,
    loudest,
    news_of,
    pitch_of,
    share_at,
)
from widgets.kitchen_wall_views import CardView


def ticket(*kinds: str, station: str = "chaud", kind: str = "new") -> TicketIssued:
    return TicketIssued(
        station=station,
        number=1,
        order="o",
        kind=kind,
        course="plats",
        table="12",
        covers=2,
        lines=tuple(
            TicketLine(dish=f"d{n}", quantity=1000, label="Bar", kind=each)
            for n, each in enumerate(kinds)
        ),
    )


@pytest.mark.parametrize(
    ("kinds", "news"),
    [
        (("make",), "new"),
        (("make", "add"), "change"),
        (("info",), "change"),
        (("make", "add", "stop"), "stop"),
    ],
)
def test_a_ticket_sounds_as_the_most_urgent_of_its_lines(kinds, news):
    assert news_of(ticket(*kinds), "chaud") == news


def test_a_screen_hears_its_own_station_and_the_pass_hears_them_all():
    assert news_of(ticket("make"), "froid") == ""
    assert news_of(ticket("make"), "") == "new"


@pytest.mark.parametrize("kind", ["rush", "again"])
def test_what_goes_first_sounds_so_whatever_its_lines_say(kind):
    assert news_of(ticket("make", kind=kind), "chaud") == "rush"


def test_screens_of_one_kitchen_are_told_apart_by_their_height():
    world = Till().world
    screens = [each.id for each in world.catalogue.stations.values() if each.screen]
    assert len({pitch_of(world, each) for each in screens}) == len(screens) > 1


def test_only_the_pass_hears_that_plates_are_ready():
    ready = DishesReady(order="o", station="chaud", dishes=("d",))
    assert (news_of(ready, ""), news_of(ready, "chaud")) == ("ready", "")


def test_of_what_comes_at_once_the_most_urgent_is_heard():
    assert loudest(["new", "", "late", "stop", "new"]) == "stop"
    assert loudest([""]) == ""


def test_cards_over_their_limit_are_late():
    views = [CardView(id=s, table="1", course="", state=s) for s in ("late", "prep")]
    assert late_ids(views) == {"late"}


@pytest.mark.parametrize(
    ("level", "hour", "share"),
    [("3", 21, 1.0), ("3", 22, 0.25), ("3", 7, 0.25), ("3", 8, 1.0), ("0", 23, 0.0)],
)
def test_a_screen_is_soft_at_night_where_neighbours_sleep(level, hour, share):
    assert share_at(level, hour, soft_nights=True) == share
    assert share_at("3", hour, soft_nights=False) == 1.0
