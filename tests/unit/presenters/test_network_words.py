"""Several terminals in words: numbers that cannot be confused, and a hub that is gone."""

from dataclasses import replace

import pytest
from domain_kit import Sim, Till

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import RouteSet
from app.domain.kitchen.events import TicketsShown
from app.domain.orders.commands import FireCourse, MoveToCourse, OpenOrder
from app.domain.settings import DeviceSet
from app.domain.terminals.decide import SetDisplay
from app.domain.terminals.events import DisplaySet, HubSet, TerminalSet
from app.presenters.admin.displays import display_state
from app.presenters.admin.network import TerminalDraft as Draft
from app.presenters.admin.network import present_standing, terminal_errors
from app.presenters.kitchen.cards import cards
from app.presenters.kitchen.tickets import ticket_words
from app.presenters.kitchen.wall import present_cards
from app.presenters.network import (
    NetworkView,
    present_network,
    screens_lent,
    screens_reached,
    silent_chains,
    terminal_words,
    tickets_told,
)
from app.presenters.pos.words import order_title
from app.services.ports import NetworkStatus
from resources.texts import set_language

KITCHEN = TerminalSet(chain="C3", x="x", y="y", name="Cuisine", role="kitchen")


@pytest.fixture(autouse=True)
def french() -> None:
    set_language("fr")


@pytest.fixture
def sim() -> Sim:
    """Two tills that each sent a ticket to the hot station, and know each other."""
    sim = Sim(0, 0)
    one, two = sim.tills
    named = [
        TerminalSet(chain=chain, x=chain, y=chain, name=name)
        for chain, name in (("C1", "Caisse"), ("C2", "Bar"))
    ]
    one.write([*named, KITCHEN, HubSet(site="s", chain="C1", addresses=("h:1",))])
    sim.meet()
    for till in (one, two):
        till.open()
        order = till.do(OpenOrder(mode="counter"))[0].order
        till.take(order, "soup")
        till.send(order)
    sim.meet()
    return sim


def counter_orders(till: Till) -> list[str]:
    return list(till.world.book.orders)


def test_two_sales_with_one_number_are_told_apart(sim: Sim) -> None:
    one, _ = sim.tills
    orders = [one.order(order) for order in counter_orders(one)]
    assert [order.number for order in orders] == [1, 1]
    titles = {order_title(one.world, order) for order in orders}
    assert titles == {"C1-1", "C2-1"}
    shown = cards(one.world, "hot", one.now)
    views = present_cards(one.world, shown, one.now, lambda *_: "", lambda _: "")
    assert {view.table for view in views} == {"C1-1", "C2-1"}
    level = NetworkStatus("carrying", connected=("C2", "C3"), whole=True)
    assert ticket_words(one.world, "C1", "hot", level) == "reçu/émis : C1 1/1 · C2 1/1"


def test_a_dish_made_elsewhere_at_last_brings_no_number_of_another_station() -> None:
    till = Till()
    till.open()
    order = till.seat("t1")
    till.take(order, "soup")
    late = till.take(order, "soup", seats=(1,))
    till.send(order)
    dishes = (till.line(late).dishes[0].id,)
    till.do(MoveToCourse(order=order, course="mains", dishes=dishes))
    till.do(SetCatalogue(event=RouteSet(id="r1", rank=1, station="cold")))
    till.do(FireCourse(order=order, course="mains"))

    words = ticket_words(till.world, "C1", "cold", NetworkStatus())
    assert words == "bon 1 reçu / 1 émis"


def test_one_terminal_keeps_its_plain_numbers() -> None:
    till = Till()
    till.open()
    order = till.do(OpenOrder(mode="counter"))[0].order
    assert order_title(till.world, till.order(order)) == "0001"


def test_what_was_issued_elsewhere_and_did_not_come_is_named(sim: Sim) -> None:
    one, _ = sim.tills
    late = NetworkStatus(
        *("linked", "C1"),
        whole=True,
        connected=("C2", "C3"),
        lacking={"C2": {"hot": 3, "cold": 1, "bar": 0}, "C9": {"hot": 1}},
    )

    words = ticket_words(one.world, "C1", "hot", late)
    assert words == "reçu/émis : C1 1/1 · C2 1/3"
    (problem,) = present_network(one.world, late, "C1").problems
    assert problem.title == "Bons de Bar qui manquent ici : Chaud 2 à 3 · Froid 1"


def test_a_lost_screen_is_shown_by_its_stand_in_and_comes_back(sim: Sim) -> None:
    one, _ = sim.tills
    spare = replace(KITCHEN, chain="C4", x="z", name="Froid")
    one.write([spare])
    one.do(SetDisplay(event=DisplaySet(chain="C3", station="hot", stand_in="C4")))
    one.do(SetDisplay(event=DisplaySet(chain="C4", station="cold", stand_in="C3")))

    def seen(*there: str) -> tuple[list[str], list[str], bool]:
        status = NetworkStatus("linked", "C1", ("C1", *there), whole=True)
        lent = screens_lent(one.world, status, "C4")
        problems = present_network(one.world, status, "C1").problems
        told = [each.effect for each in problems if ":screen:" in each.key]
        reached = screens_reached(one.world, status, "hot")
        return [each.station for each in lent], told, reached

    assert seen("C3", "C4") == ([], [], True)
    borrowed = "Ses bons s’affichent sur l’écran Froid jusqu’à son retour."
    assert seen("C4") == (["hot"], [borrowed], True)
    paper = "Ses bons sortent sur papier jusqu’à son retour."
    assert seen() == ([], [paper, paper], False)
    assert not screens_reached(
        one.world, NetworkStatus("linked", "C1", ("C3",), whole=True), "bar"
    )
    # Where nobody can say who is there, nobody takes over.
    assert not screens_lent(one.world, NetworkStatus("seeking"), "C4")


def test_a_screen_that_is_there_and_proves_nothing_is_told_with_where_its_tickets_are(
    sim: Sim,
) -> None:
    one, _ = sim.tills
    spare = replace(KITCHEN, chain="C4", x="z", name="Froid")
    one.write([spare, TicketsShown(chain="C3", tickets=())])
    one.do(SetDisplay(event=DisplaySet(chain="C3", station="hot", stand_in="C4")))
    one.do(SetDisplay(event=DisplaySet(chain="C4", station="cold")))
    status = NetworkStatus("linked", "C1", ("C1", "C3", "C4"), whole=True)

    def told() -> tuple[str, list[tuple[str, str]]]:
        now_ms = round(one.now.timestamp() * 1000)
        problems = present_network(one.world, status, "C1", now_ms).problems
        said = [(p.title, p.effect) for p in problems if ":screen:" in p.key]
        return display_state(one.world, status, "C3", now_ms).text, said

    order = one.seat("t3")
    one.take(order, "steak")
    one.send(order)
    assert told() == ("là, et le prouve", [])
    one.wait(seconds=20)
    state, ((title, effect),) = told()
    assert state == "muet : sur Froid"
    assert title == "L’écran Cuisine ne montre plus ses bons : Chaud"
    assert effect == "Ses bons s’affichent sur l’écran Froid jusqu’à son retour."


def test_a_screen_that_cannot_be_is_refused(sim: Sim) -> None:
    one, _ = sim.tills
    for display, code in (
        (DisplaySet(chain="C1"), "terminal_unknown"),  # a till
        (DisplaySet(chain="C3", station="nowhere"), "station_unknown"),
        (DisplaySet(chain="C3", stand_in="C3"), "stand_in_invalid"),
        (DisplaySet(chain="C3", stand_in="C1"), "stand_in_invalid"),
    ):
        assert one.refuses(SetDisplay(event=display)) == code


def test_of_a_terminal_that_is_not_heard_nobody_knows_what_it_issued(sim: Sim) -> None:
    one, _ = sim.tills
    cut = NetworkStatus("seeking")
    gone = NetworkStatus("carrying", connected=("C3",), whole=True)

    for status in (cut, gone):
        assert "C2" in silent_chains(one.world, status, "C1")
        words = tickets_told(one.world, status, "C1", "hot")
        assert words == "reçu/émis : C1 1/1 · C2 1/?"
    assert not silent_chains(one.world, NetworkStatus(), "C1")
    assert not tickets_told(one.world, NetworkStatus(), "C1", "")


def test_a_cook_without_the_hub_hears_of_the_last_tickets(sim: Sim) -> None:
    world = sim.tills[0].world
    (cook,) = present_network(world, NetworkStatus("seeking"), "C3").problems
    assert cook.effect == (
        "Les bons arrivent sur papier. Derniers reçus ici : Chaud C1-1, C2-1."
    )
    assert cook.title == "Le hub ne répond pas"
    lost = NetworkStatus("seeking", since="2026-11-20T20:31:07+01:00")
    (cook,) = present_network(world, lost, "C3").problems
    assert cook.title == "Plus rien du hub depuis 20:31"
    (till,) = present_network(world, NetworkStatus("seeking"), "C1").problems
    assert "comme d’habitude" in till.effect


def test_a_hub_that_was_put_down_does_not_fail_to_answer(sim: Sim) -> None:
    one, _ = sim.tills
    one.write([HubSet(site="s", chain="")])
    (till,) = present_network(one.world, NetworkStatus("seeking"), "C1").problems
    assert till.title == "Aucune machine ne porte le hub"


def test_a_house_of_one_terminal_misses_no_hub() -> None:
    till = Till()
    till.write([HubSet(site="s", chain="")])
    assert present_network(till.world, NetworkStatus("seeking"), "C1") == NetworkView()


@pytest.mark.parametrize(
    ("status", "reached"),
    [
        (NetworkStatus(), True),
        (NetworkStatus("linked", "C1"), True),
        (NetworkStatus("linked", "C1", reason="TOO_NEW"), False),
        (NetworkStatus("seeking"), False),
        (NetworkStatus("turned_away", reason="revoked"), False),
        (NetworkStatus("linked", "C1", connected=("C2",), whole=True), False),
        (NetworkStatus("linked", "C3", connected=("C2",), whole=True), True),
        (NetworkStatus("linked", "C1", lately=("C3",), whole=True), True),
        (NetworkStatus("carrying", connected=("C2",)), False),
        (NetworkStatus("carrying", connected=("C2", "C3")), True),
    ],
)
def test_whether_the_kitchen_sees_it(
    sim: Sim, status: NetworkStatus, reached: bool
) -> None:
    assert screens_reached(sim.tills[0].world, status, "hot") is reached


def test_the_terminal_of_a_printer_that_is_switched_off_is_known(sim: Sim) -> None:
    one, _ = sim.tills
    bar = DeviceSet(
        id="p_hot", kind="printer", name="Chaud", profile="", address="", terminal="C2"
    )
    till = replace(bar, id="p_till", name="Caisse", drawer=True, terminal="C1")
    one.write([bar, till])

    def told(there: tuple[str, ...], *, whole: bool = True) -> list[tuple[str, str]]:
        status = NetworkStatus("linked", "C3", connected=there, whole=whole)
        found = present_network(one.world, status, "C1").problems
        return [(each.title, each.effect) for each in found]

    assert told(("C1", "C2")) == []
    assert told((), whole=False) == []  # a hub of a version that does not say
    assert told(("C1",)) == [
        (
            "Bar ne répond plus : ses imprimantes non plus",
            "Les bons de Chaud sortent en secours sur Caisse.",
        )
    ]
    one.write([replace(till, terminal="C2")])
    ((_, effect),) = told(("C1",))
    assert effect == "Les bons de Chaud attendent. Les tickets de caisse attendent."


def test_a_hub_without_kitchen_terminals_is_the_kitchens_own_machine(sim: Sim) -> None:
    one, _ = sim.tills
    one.write([replace(KITCHEN, active=False)])
    assert screens_reached(one.world, NetworkStatus("carrying"), "hot")


@pytest.mark.parametrize(
    ("status", "title", "act"),
    [
        (NetworkStatus(), "Ce terminal travaille seul", "carry"),
        (NetworkStatus("carrying"), "Cette machine porte le hub", "put_down"),
        (NetworkStatus("linked", "C1"), "Relié au hub, porté par Caisse", "carry"),
        (NetworkStatus("seeking"), "Le hub ne répond pas", "carry"),
        (
            NetworkStatus("turned_away", reason="revoked"),
            "Le hub refuse ce terminal : il a été révoqué",
            "",
        ),
    ],
)
def test_how_a_terminal_stands(
    sim: Sim, status: NetworkStatus, title: str, act: str
) -> None:
    view = present_standing(sim.tills[0].world, status)
    assert (view.title, view.act) == (title, act)


def test_names(sim: Sim) -> None:
    world = sim.tills[0].world
    assert terminal_words(world, "C2") == "Bar"
    assert terminal_words(world, "C9") == "Caisse 9"
    assert terminal_errors(Draft("Bar", "pos")) == {}
    assert "name" in terminal_errors(Draft(" ", "pos"))
    assert "name" in terminal_errors(Draft("x" * 41, "pos"))
