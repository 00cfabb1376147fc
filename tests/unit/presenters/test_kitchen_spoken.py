"""What a kitchen's screen says aloud."""

from dataclasses import replace

import pytest
from domain_kit import Till

from app.domain.kitchen.decide import BumpDishes, RecallDishes, RushDishes
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.commands import OpenOrder, VoidLine
from app.presenters.kitchen.spoken import spoken_news


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def said(till: Till, facts: tuple[object, ...], station: str = "hot") -> list[str]:
    told = (spoken_news(till.world, event, station) for event in facts)
    return [words for words in told if words]


def test_a_new_ticket_is_its_table_and_its_dishes(till: Till) -> None:
    order = till.seat("t1")
    for article in ("steak", "steak", "fish", "coffee"):
        till.take(order, article)
    assert said(till, till.send(order)) == ["table 1 : 2 steak, 1 poisson"]
    till.take(order, "fries")
    assert said(till, till.send(order)) == ["Ajout, table 1 : 1 fries"]


def test_four_dishes_are_named_and_an_allergy_is_never_left_out(till: Till) -> None:
    order = till.do(OpenOrder(mode="takeaway"))[0].order
    till.take(order, "steak")
    (ticket,) = (fact for fact in till.send(order) if isinstance(fact, TicketIssued))
    lines = [replace(ticket.lines[0], label=name) for name in "ABCDEF"]
    (words,) = said(till, (replace(ticket, lines=tuple(lines)),))
    assert words == "vente 0001 : 1 a, 1 b, 1 c, 1 d, et 2 de plus"
    sealed = replace(ticket, lines=(replace(lines[0], allergy="sealed"),))
    assert said(till, (sealed,)) == ["vente 0001 : 1 a. Attention, allergie"]


def test_a_stop_a_rush_what_is_made_again_and_what_is_ready(till: Till) -> None:
    order = till.seat("t1")
    steak, fish = till.take(order, "steak"), till.take(order, "fish")
    till.send(order)
    void = till.do(VoidLine(order=order, line=fish, reason="erreur"))
    assert said(till, void) == ["Stop, table 1 : 1 poisson"]
    assert said(till, till.do(RushDishes(order=order))) == ["Priorité, table 1"]

    dishes = (f"{steak}.0",)
    bump = till.do(BumpDishes(order=order, station="hot", dishes=dishes))
    assert (said(till, bump), said(till, bump, "")) == ([], ["Prêt, table 1"])
    again = RecallDishes(order=order, station="hot", dishes=dishes, reason="redo")
    assert said(till, till.do(again)) == ["À refaire, table 1 : 1 steak"]
