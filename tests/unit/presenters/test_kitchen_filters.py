"""Cards of the kitchen by course, mode and station, each choice with its count."""

from datetime import timedelta

from domain_kit import Till

from app.domain.orders.commands import OpenOrder, PromiseOrder
from app.presenters.kitchen.cards import cards
from app.presenters.kitchen.filters import (
    Narrowed,
    filters_of,
    kind_words,
    narrowed,
    narrowed_words,
)
from app.presenters.kitchen.wall import present_cards


def test_each_choice_counts_what_the_others_leave() -> None:
    till = Till()
    till.open()
    table = till.seat("t1")
    for article in ("soup", "salad", "fish"):
        till.take(table, article)
    till.send(table)
    away = till.do(OpenOrder(mode="takeaway"))[0].order
    till.take(away, "fish")
    till.send(away)
    world = till.world
    views = present_cards(world, cards(world), till.now, lambda *_: "", lambda _: "")

    def offered(chosen: Narrowed) -> dict[tuple[str, str], int]:
        found = filters_of(world, views, chosen, till.now)
        return {(kind_words(each.kind), each.words): each.cards for each in found}

    assert offered(Narrowed()) == {
        ("Suites", "Entrées"): 2,
        ("Suites", "Plats"): 2,
        ("Modes de service", "Sur place"): 3,
        ("Modes de service", "À emporter"): 1,
        ("Postes", "Chaud"): 3,
        ("Postes", "Froid"): 1,
    }
    chosen = Narrowed(course="mains", mode="takeaway")
    assert offered(chosen) == {
        ("Suites", "Entrées"): 0,
        ("Suites", "Plats"): 1,
        ("Modes de service", "Sur place"): 1,
        ("Modes de service", "À emporter"): 1,
        ("Postes", "Chaud"): 1,
        ("Postes", "Froid"): 0,
    }
    (left,) = narrowed(world, views, chosen, till.now)
    assert left.id.startswith(away)
    assert narrowed_words(world, chosen) == "Plats · À emporter"
    assert narrowed_words(world, Narrowed()) == ""
    # What is chosen stays in sight when nothing of it is left.
    assert [
        each.cards for each in filters_of(world, (), Narrowed(course="mains"), till.now)
    ] == [0]
    assert [
        e.words for e in filters_of(world, (), Narrowed(station="gone"), till.now)
    ] == []


def test_a_wall_is_narrowed_to_a_category_and_to_what_is_for_tomorrow() -> None:
    till = Till()
    till.open()
    table = till.seat("t1")
    for article in ("steak", "beer"):
        till.take(table, article)
    till.send(table)
    away = till.do(OpenOrder(mode="takeaway"))[0].order
    till.take(away, "fish")
    till.do(PromiseOrder(order=away, at=till.now + timedelta(days=1)))
    till.send(away)
    world, now = till.world, till.now
    views = present_cards(world, cards(world), now, lambda *_: "", lambda _: "")

    found = filters_of(world, views, Narrowed(), now)
    counted = {(each.kind, each.key): each.cards for each in found}
    assert counted["category", "plates"] == 2
    assert counted["category", "drinks"] == 1
    assert (counted["day", "today"], counted["day", "tomorrow"]) == (2, 1)

    chosen = Narrowed(category="plates", day="tomorrow")
    (left,) = narrowed(world, views, chosen, now)
    assert left.id.startswith(away)
    assert narrowed_words(world, chosen).endswith(" · Demain")
    # The day after, it is for today.
    later = filters_of(world, views, Narrowed(), now + timedelta(days=1))
    assert not any(each.kind == "day" for each in later)
