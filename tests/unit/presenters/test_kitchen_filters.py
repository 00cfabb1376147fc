"""Cards of the kitchen by course, mode and station, each choice with its count."""

from domain_kit import Till

from app.domain.orders.commands import OpenOrder
from app.presenters.kitchen import present_cards
from app.presenters.kitchen_cards import cards
from app.presenters.kitchen_filters import (
    Narrowed,
    filters_of,
    kind_words,
    narrowed,
    narrowed_words,
)


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
        found = filters_of(world, views, chosen)
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
    (left,) = narrowed(world, views, chosen)
    assert left.id.startswith(away)
    assert narrowed_words(world, chosen) == "Plats · À emporter"
    assert narrowed_words(world, Narrowed()) == ""
    # What is chosen stays in sight when nothing of it is left.
    assert [each.cards for each in filters_of(world, (), Narrowed(course="mains"))] == [
        0
    ]
    assert [e.words for e in filters_of(world, (), Narrowed(station="gone"))] == []
