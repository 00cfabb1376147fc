"""What the kitchen sees: cards by station and course, counts, the pass."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house

from app.bootstrap import Opened
from app.domain.kitchen.decide import (
    BumpDishes,
    RushDishes,
    SeeChange,
    ServeDishes,
    StartDishes,
)
from app.domain.kitchen.events import TicketIssued
from app.domain.orders.commands import (
    AddLine,
    FireCourse,
    MoveToCourse,
    NoteAllergy,
    OpenOrder,
    SendOrder,
    SetOrderNote,
    VoidLine,
)
from app.domain.orders.events import OrderCreated
from app.domain.orders.state import Order
from app.domain.rules import Command, SetSetting
from app.domain.terminals.events import TerminalSet
from app.domain.vocabulary import Refusal
from app.presenters.guest.pickup import pickup_number
from app.presenters.kitchen.cards import cards
from app.presenters.kitchen.panels import present_all_day, present_pass
from app.presenters.kitchen.tickets import ticket_words
from app.presenters.kitchen.wall import counts, present_cards
from app.services.house import Actor, Fact, facts_of
from app.services.people import order_key, unseal_order
from app.services.ports import NetworkStatus
from resources.texts import set_language
from widgets.kitchen_wall_panels import AllDayView
from widgets.kitchen_wall_views import CardView, Said

STEAK = ("saignant", "poivre", "frites")


class Kitchen:
    """The demo house with one table whose meal is told step by step."""

    def __init__(self, opened: Opened, clock: FixedClock) -> None:
        self.house, self.clock = opened.house, clock
        opened_order = self.run(OpenOrder(table="t12", covers=3))[0].event
        assert isinstance(opened_order, OrderCreated)
        self.order = opened_order.order

    def run(self, command: Command, person: str = "marc") -> tuple[Fact, ...]:
        done = self.house.run(command, Actor(person))
        assert not isinstance(done, Refusal), done
        return done

    @property
    def table(self) -> Order:
        return self.house.world.book.orders[self.order]

    def take(self, *articles: str) -> None:
        for article in articles:
            options = STEAK if article == "entrecote" else ()
            self.run(AddLine(order=self.order, article=article, options=options))

    def send(self) -> None:
        self.run(SendOrder(order=self.order))

    def shown(self, station: str = "chaud") -> tuple[CardView, ...]:
        house = self.house
        return present_cards(
            house.world,
            cards(house.world, station, house.clock()),
            house.clock(),
            lambda order, sealed: unseal_order(house, order, sealed),
            lambda person: person.title(),
        )

    def dishes(self, station: str = "chaud") -> tuple[str, ...]:
        return tuple(
            d.id for c in cards(self.house.world, station) for _, d in c.dishes
        )


def all_day(kitchen: Kitchen) -> AllDayView:
    world, now = kitchen.house.world, kitchen.clock.now
    return present_all_day(world, cards(world, "chaud"), "chaud", now)


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[Kitchen]:
    set_language("fr")
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        yield Kitchen(opened, clock)


def test_a_sent_dish_is_on_the_card_of_its_station(kitchen: Kitchen) -> None:
    kitchen.take("entrecote", "kir")
    kitchen.send()
    (card,) = kitchen.shown()
    assert (card.table, card.course, card.covers, card.state) == (
        "12",
        "Plats",
        "3",
        "new",
    )
    (line,) = card.lines
    assert (line.quantity, line.name) == ("1", "Entrecôte")
    assert line.modifiers == ("SAIGNANT", "POIVRE · FRITES")
    assert [c.course for c in kitchen.shown("bar")] == ["Direct"]


def test_equal_dishes_stand_on_one_line(kitchen: Kitchen) -> None:
    kitchen.run(AddLine(order=kitchen.order, article="bar_roti", seats=(1,)))
    kitchen.run(AddLine(order=kitchen.order, article="bar_roti", seats=(2,)))
    kitchen.send()
    (line,) = kitchen.shown()[0].lines
    assert line.quantity == "2"


def test_one_line_counts_how_much_its_dishes_are_to_be_cooked(kitchen: Kitchen) -> None:
    for degree in ("saignant", "bleu", "saignant"):
        options = (degree, *STEAK[1:])
        kitchen.run(AddLine(order=kitchen.order, article="entrecote", options=options))
    kitchen.send()
    (line,) = kitchen.shown()[0].lines
    assert line.quantity == "3"
    assert line.modifiers == ("2 SAIGNANT · 1 BLEU", "POIVRE · FRITES")


def test_a_later_course_waits_until_it_is_fired(kitchen: Kitchen) -> None:
    kitchen.take("soupe_oignon", "bar_roti")
    kitchen.send()
    assert [c.state for c in kitchen.shown()] == ["new", "hold"]
    assert kitchen.shown()[1].bump_text == ""
    kitchen.run(FireCourse(order=kitchen.order))
    assert [c.state for c in kitchen.shown()] == ["new", "new"]


def test_a_held_course_says_when_it_is_likely_and_can_be_prepared(
    kitchen: Kitchen,
) -> None:
    kitchen.take("soupe_oignon", "bar_roti")
    kitchen.send()
    held = kitchen.shown()[1]
    later = kitchen.clock.now + timedelta(minutes=25)
    assert held.fire_text == f"prévu {later:%H:%M}"

    dishes = kitchen.dishes()[1:]
    kitchen.run(StartDishes(order=kitchen.order, station="chaud", dishes=dishes))
    held = kitchen.shown()[1]
    assert (held.state, held.fire_text) == ("hold", f"en place · prévu {later:%H:%M}")
    kitchen.run(FireCourse(order=kitchen.order))
    assert kitchen.shown()[1].state == "prep"


def test_what_goes_with_a_later_course_is_shouted_until_it_is_seen(
    kitchen: Kitchen,
) -> None:
    kitchen.take("bar_roti", "risotto")
    kitchen.send()
    dish, _ = kitchen.dishes()
    move = MoveToCourse(order=kitchen.order, course="desserts", dishes=(dish,))
    kitchen.run(move)
    mains, desserts = kitchen.shown()

    assert (mains.state, desserts.state) == ("new", "hold")
    assert [(line.name, line.kind) for line in mains.lines] == [
        *(("Risotto", "normal"), ("Bar rôti", "wait")),
    ]
    assert mains.lines[1].modifiers == ("→ DESSERTS",)
    kitchen.run(SeeChange(order=kitchen.order, station="chaud", dishes=(dish,)))
    assert [line.kind for line in kitchen.shown()[0].lines] == ["normal"]


def test_a_card_is_late_after_the_limit_of_its_course(kitchen: Kitchen) -> None:
    kitchen.take("bar_roti")
    kitchen.send()
    kitchen.clock.now += timedelta(minutes=14, seconds=1)
    assert kitchen.shown()[0].state == "late"


def test_a_bumped_card_is_ready_and_goes_when_it_is_served(kitchen: Kitchen) -> None:
    kitchen.take("bar_roti", "risotto")
    kitchen.send()
    first, second = kitchen.dishes()
    kitchen.run(BumpDishes(order=kitchen.order, station="chaud", dishes=(first,)))
    assert kitchen.shown()[0].state == "prep"
    kitchen.run(BumpDishes(order=kitchen.order, station="chaud", dishes=(second,)))
    assert kitchen.shown()[0].state == "ready"
    kitchen.run(ServeDishes(order=kitchen.order))
    assert kitchen.shown() == ()


def test_an_addition_to_a_running_course_is_shouted_until_seen(
    kitchen: Kitchen,
) -> None:
    kitchen.take("bar_roti")
    kitchen.send()
    kitchen.take("risotto")
    kitchen.send()
    kinds = {line.name: line.kind for line in kitchen.shown()[0].lines}
    assert kinds["Risotto"] == "add"
    risotto = kitchen.dishes()[-1]
    kitchen.run(SeeChange(order=kitchen.order, station="chaud", dishes=(risotto,)))
    assert {line.kind for line in kitchen.shown()[0].lines} == {"normal"}


def test_a_void_says_stop_until_a_cook_has_seen_it(kitchen: Kitchen) -> None:
    kitchen.take("bar_roti", "risotto")
    kitchen.send()
    line = kitchen.house.world.book.orders[kitchen.order].lines[0]
    kitchen.run(VoidLine(order=kitchen.order, line=line, reason="Erreur"))
    stops = [shown for shown in kitchen.shown()[0].lines if shown.kind == "stop"]
    assert [(stop.quantity, stop.name) for stop in stops] == [("1", "Bar rôti")]
    dish = stops[0].id.removeprefix("stop:")
    kitchen.run(SeeChange(order=kitchen.order, station="chaud", dishes=(dish,)))
    assert [shown.name for shown in kitchen.shown()[0].lines] == ["Risotto"]


def test_a_note_on_the_whole_order_heads_its_cards(kitchen: Kitchen) -> None:
    kitchen.run(SetOrderNote(order=kitchen.order, kitchen="À partager"))
    kitchen.take("bar_roti")
    kitchen.send()
    assert [card.note for card in kitchen.shown()] == ["À partager"]


def test_an_allergy_stands_under_the_dish_of_its_seat(kitchen: Kitchen) -> None:
    sealed = kitchen.house.sealer.seal(order_key(kitchen.order), "Fruits à coque")
    kitchen.run(NoteAllergy(order=kitchen.order, seat=2, text=sealed))
    kitchen.run(AddLine(order=kitchen.order, article="bar_roti", seats=(2,)))
    kitchen.run(AddLine(order=kitchen.order, article="risotto", seats=(1,)))
    kitchen.send()
    marked = {line.name: (line.allergy, line.seat) for line in kitchen.shown()[0].lines}
    assert marked["Bar rôti"] == ("FRUITS À COQUE", "P2")
    assert marked["Risotto"] == ("", "P1")


def test_what_is_left_out_added_or_noted_stands_out(kitchen: Kitchen) -> None:
    burger = kitchen.house.world.catalogue.articles["burger"]
    options = ("saignant", "plus_bacon", "sans_oignon")
    for seat in (1, 2, 3, 5):
        line = AddLine(order=kitchen.order, article=burger.id, options=options)
        note = "Bien chaud" if seat == 5 else ""
        kitchen.run(replace(line, seats=(seat,), kitchen_note=note))
    kitchen.send()
    three, noted = kitchen.shown()[0].lines

    without, extra = Said("without", "SANS OIGNON"), Said("extra", "BACON")
    assert (three.seat, set(three.said)) == ("P1-3", {without, extra})
    assert three.modifiers == ("SAIGNANT",)
    assert (noted.seat, noted.said[-1]) == ("P5", Said("note", "Bien chaud"))


def test_the_quicker_dish_says_when_it_is_to_be_begun(kitchen: Kitchen) -> None:
    kitchen.run(SetSetting(key="kitchen.together", value="yes"))
    kitchen.take("risotto", "burger_vege", "bar_roti")
    kitchen.send()
    later = [s.text for ln in kitchen.shown()[0].lines for s in ln.said]
    assert later
    assert all(words.startswith("LANCER À 20:") for words in later)
    kitchen.clock.now += timedelta(minutes=30)
    assert not any(line.said for line in kitchen.shown()[0].lines)


def test_what_comes_from_a_till_whose_clock_is_ahead_is_to_be_made_at_once(
    kitchen: Kitchen,
) -> None:
    kitchen.clock.now += timedelta(minutes=10)
    kitchen.take("entrecote")
    kitchen.send()
    kitchen.clock.now -= timedelta(minutes=10)  # the clock of the kitchen
    (card,) = kitchen.shown()
    assert (card.state, card.fired_seconds) == ("new", 0)


def test_a_card_that_is_held_back_stands_last_until_it_is_to_be_begun(
    kitchen: Kitchen,
) -> None:
    kitchen.run(SetSetting(key="kitchen.together", value="hold"))
    for article in ("bar_roti", "carpaccio"):  # 14 and 6 minutes
        kitchen.run(AddLine(order=kitchen.order, article=article, course="plats"))
    kitchen.send()
    (cold,) = kitchen.shown("froid")
    assert (cold.state, cold.fire_text) == ("hold", "à lancer à 20:34")
    assert (cold.fired_seconds, cold.lines[0].said) == (None, ())
    both = [card.state for card in kitchen.shown("")]
    assert both == ["new", "hold"]
    world, now = kitchen.house.world, kitchen.clock.now
    (row,) = present_all_day(world, cards(world, "froid"), "froid", now).rows
    assert (row.to_do, row.coming) == (0, 1)
    waiting = present_pass(world, cards(world, now=now), now, str.title)
    assert waiting.tickets == ()

    kitchen.clock.now += timedelta(minutes=8, seconds=30)
    (cold,) = kitchen.shown("froid")
    assert (cold.state, cold.fired_seconds, cold.fire_text) == ("new", 30, "")


def test_a_longer_cooking_counts_in_the_load(kitchen: Kitchen) -> None:
    for degree, options in (("saignant", 0), ("a_point", 3)):
        choices = (degree, *STEAK[1:])
        order = AddLine(order=kitchen.order, article="entrecote", options=choices)
        kitchen.run(order)
        dish = kitchen.house.world.book.lines_of(kitchen.table)[-1].dishes[0]
        whole = kitchen.house.world.catalogue.articles["entrecote"].minutes
        assert dish.ordered.minutes == whole + options


def test_counts_follow_a_dish_from_held_to_made(kitchen: Kitchen) -> None:
    kitchen.take("soupe_oignon", "bar_roti")
    kitchen.send()
    view = all_day(kitchen)
    assert {row.dish: (row.to_do, row.coming) for row in view.rows} == {
        "Soupe à l’oignon": (1, 0),
        "Bar rôti": (0, 1),
    }
    assert "Blanquette" in view.sold_out


def test_the_load_is_what_is_left_to_make_four_at_a_time(kitchen: Kitchen) -> None:
    def load() -> str:
        return all_day(kitchen).delay_text

    kitchen.take(*["entrecote"] * 8)
    kitchen.send()
    whole = kitchen.house.world.catalogue.articles["entrecote"].minutes
    assert load() == f"{2 * whole} min"
    order, dishes = kitchen.order, kitchen.dishes()
    kitchen.run(StartDishes(order=order, station="chaud", dishes=dishes))
    kitchen.clock.forward(minutes=whole - 1)
    assert load() == "2 min"


def test_what_is_taken_away_names_who_took_the_order(kitchen: Kitchen) -> None:
    opened = kitchen.run(OpenOrder(table="", mode="takeaway"))[0].event
    assert isinstance(opened, OrderCreated)
    kitchen.run(AddLine(order=opened.order, article="bar_roti"))
    kitchen.run(SendOrder(order=opened.order))
    (card,) = kitchen.shown()
    assert (card.course, card.covers, card.waiter) == ("Emporter", "", "Marc")


def test_the_pass_says_what_waits_and_what_is_missing(kitchen: Kitchen) -> None:
    kitchen.take("bar_roti", "risotto")
    kitchen.send()
    first, second = kitchen.dishes()
    kitchen.run(BumpDishes(order=kitchen.order, station="chaud", dishes=(first,)))
    world, now = kitchen.house.world, kitchen.clock.now
    view = present_pass(world, cards(world), now, str.title)
    (ticket,) = view.tickets
    assert view.waiting_text == "Rien n’attend"
    assert (ticket.title, ticket.ready) == ("manque 1 sur 2", False)
    assert ticket.detail == "Chaud"
    late = now + timedelta(minutes=15)
    (ticket,) = present_pass(world, cards(world), late, str.title).tickets
    assert ticket.detail == "Chaud en retard"
    kitchen.run(BumpDishes(order=kitchen.order, station="chaud", dishes=(second,)))
    view = present_pass(world, cards(world), now, str.title)
    assert (view.waiting_text, view.tickets[0].ready) == ("1 attend", True)


def test_the_last_ticket_shown_is_the_last_one_issued(kitchen: Kitchen) -> None:
    assert ticket_words(kitchen.house.world, "C1", "chaud", NetworkStatus()) == ""
    kitchen.take("bar_roti")
    kitchen.send()
    kitchen.take("risotto")
    kitchen.send()
    words = ticket_words(kitchen.house.world, "C1", "chaud", NetworkStatus())
    assert words == "bon 2 reçu / 2 émis"


def test_cards_are_counted_by_state(kitchen: Kitchen) -> None:
    kitchen.take("soupe_oignon", "bar_roti")
    kitchen.send()
    tally = counts(kitchen.shown())
    assert (tally[""], tally["new"], tally["hold"]) == (2, 1, 1)


def test_what_goes_first_stands_before_what_is_late_and_that_before_the_rest(
    kitchen: Kitchen,
) -> None:
    kitchen.take("bar_roti")
    kitchen.send()
    kitchen.clock.now += timedelta(minutes=1)
    orders = []
    for table in ("t3", "t7"):
        created = kitchen.run(OpenOrder(table=table, covers=2))[0].event
        assert isinstance(created, OrderCreated)
        kitchen.run(AddLine(order=created.order, article="soupe_oignon"))
        kitchen.run(SendOrder(order=created.order))
        orders.append(created.order)
        kitchen.clock.now += timedelta(minutes=2)
    kitchen.clock.now += timedelta(minutes=8)

    def wall() -> list[tuple[str, str, str]]:
        return [(card.table, card.state, card.banner) for card in kitchen.shown()]

    assert wall() == [("3", "late", ""), ("12", "new", ""), ("7", "new", "")]
    limits = {(c.limit_minutes, c.warn_minutes) for c in kitchen.shown()}
    assert limits == {(14, 11), (10, 8)}  # the clock warns at four fifths
    kitchen.run(RushDishes(order=orders[1]))
    assert [table for table, _, _ in wall()] == ["7", "3", "12"]
    assert wall()[0] == ("7", "new", "PRIORITÉ")
    kitchen.run(RushDishes(order=orders[1], urgent=False))
    assert [table for table, _, _ in wall()] == ["3", "12", "7"]


def test_a_card_says_for_when_it_is_and_how_much_time_there_is(
    kitchen: Kitchen,
) -> None:
    kitchen.take("bar_roti")
    kitchen.send()
    (card,) = kitchen.shown()
    promised = kitchen.clock.now + timedelta(minutes=card.limit_minutes)
    due = f"pour {promised:%H:%M}"
    assert card.due == (due, "reste 14 min")
    kitchen.clock.now += timedelta(minutes=13, seconds=30)
    assert kitchen.shown()[0].due == (due, "reste 1 min")
    kitchen.clock.now += timedelta(seconds=75)
    assert kitchen.shown()[0].due == (due, "à l’heure")
    kitchen.clock.now += timedelta(seconds=105)
    assert kitchen.shown()[0].due == (due, "2 min de trop")
    kitchen.run(
        BumpDishes(order=kitchen.order, station="chaud", dishes=kitchen.dishes())
    )
    assert kitchen.shown()[0].due == ()


@pytest.mark.parametrize("mode", ["takeaway", "counter"])
@pytest.mark.parametrize("several", [False, True])
def test_the_kitchen_calls_a_sale_as_its_guest_reads_it(
    kitchen: Kitchen, mode: str, several: bool
) -> None:
    if several:
        for chain in ("C1", "C2"):
            kitchen.house.record([TerminalSet(chain=chain, name=chain, x="", y="")])
    created = kitchen.run(OpenOrder(mode=mode))[0].event
    assert isinstance(created, OrderCreated)
    kitchen.order = created.order
    kitchen.take("bar_roti")
    kitchen.send()
    (card,) = kitchen.shown()
    (ticket,) = (
        fact.event
        for fact in facts_of(kitchen.house.journal.entries())
        if isinstance(fact.event, TicketIssued) and fact.event.order == created.order
    )
    number = pickup_number(kitchen.house.world, kitchen.table)
    assert (card.table, ticket.table) == (number, number)
