"""The demo evening leaves the house as the pictures show it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.bootstrap import open_house
from app.demo.evening import COOKING, OPENING, PICTURED, play_evening, play_on
from app.demo.evening_hands import Hands, at
from app.demo.history import TravelClock
from app.domain.orders.commands import SendOrder
from app.domain.orders.dish import Dish
from app.domain.orders.sending import next_held
from app.domain.orders.state import Order
from app.domain.world import World
from app.services.guests import guest_of
from app.services.house import House
from app.services.people import unseal_order
from db.profile import Profile


@contextmanager
def served_house(folder: Path) -> Iterator[tuple[House, TravelClock]]:
    clock = TravelClock(lambda: OPENING)
    clock.moment = OPENING
    with open_house(Profile(folder), clock=clock) as opened:
        play_evening(opened.house, clock)
        yield opened.house, clock


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house at 20:26."""
    with served_house(tmp_path_factory.mktemp("evening")) as (house, _):
        yield house


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house at 20:34."""
    with served_house(tmp_path_factory.mktemp("later")) as (house, clock):
        play_on(house, clock)
        yield house


def on(world: World, number: str) -> Order:
    table = world.floor.by_number(number)
    assert table is not None
    order = world.order_on(table.id)
    assert order is not None, number
    return order


def minutes_since(house: House, ms: int) -> int:
    return int(house.clock().timestamp() * 1000 - ms) // 60_000


def dishes(world: World, order: Order, course: str) -> list[Dish]:
    lines = world.book.lines_of(order)
    return [d for line in lines for d in line.dishes if d.course == course]


@pytest.mark.parametrize(
    ("number", "covers", "waiter", "cents"),
    [
        ("1", 2, "lea", 1100),
        ("2", 2, "lea", 6200),
        ("3", 4, "lea", 15100),
        ("7", 2, "lea", 5810),
        ("8", 4, "lea", 9650),
        ("12", 3, "lea", 8450),
        ("20", 11, "karim", 24800),
        ("21", 11, "karim", 24800),
        ("22", 4, "karim", 0),
        ("23", 2, "karim", 5750),
        ("25", 4, "karim", 4400),
    ],
)
def test_each_table_has_its_guests_and_its_total(
    house: House, number: str, covers: int, waiter: str, cents: int
) -> None:
    order = on(house.world, number)

    found = order.covers, order.waiter, house.world.book.total(order)

    assert found == (covers, waiter, cents)


@pytest.mark.parametrize(
    ("number", "course", "minutes"),
    [
        ("1", "direct", 6),
        ("2", "plats", 14),
        ("3", "entrees", 27),
        ("8", "desserts", 9),
        ("20", "fromages", 11),
        ("25", "entrees", 12),
    ],
)
def test_courses_were_fired_when_the_pictures_say(
    house: House, number: str, course: str, minutes: int
) -> None:
    order = on(house.world, number)

    fired = {minutes_since(house, d.fired) for d in dishes(house.world, order, course)}

    assert fired == {minutes}


def test_table_3_waits_for_its_reclame(house: House) -> None:
    order = on(house.world, "3")

    assert next_held(house.world, order) == "plats"
    assert {d.stage for d in dishes(house.world, order, "entrees")} == {"served"}


def test_two_plats_of_table_7_are_all_that_waits_on_the_pass(house: House) -> None:
    ready = [
        (house.world.floor.number(order.table), line.quantity, dish.ready)
        for order in house.world.book.open_orders()
        for line in house.world.book.lines_of(order)
        for dish in line.dishes
        if dish.stage == "ready"
    ]

    ((table, quantity, since),) = ready
    assert (table, quantity, minutes_since(house, since)) == ("7", 2000, 1)


def test_table_12_is_the_order_of_the_picture(house: House) -> None:
    order = on(house.world, "12")
    lines = house.world.book.lines_of(order)

    assert minutes_since(house, order.opened) == 38
    assert [(ln.label, ln.seats, ln.net, ln.stage) for ln in lines] == [
        ("Œufs mimosa", (1,), 750, "served"),
        ("Soupe à l’oignon", (2,), 850, "served"),
        ("Menu enfant", (3,), 1200, "served"),
        ("Entrecôte 300 g", (1,), 2400, "unsent"),
        ("Magret de canard", (2,), 1950, "unsent"),
        ("Verre de Brouilly", (1, 2), 1000, "unsent"),
        ("Sirop grenadine", (3,), 300, "unsent"),
    ]
    allergy = unseal_order(house, order.id, order.allergies[2])
    assert allergy == "Fruits à coque"


def test_the_bar_has_two_tabs(house: House) -> None:
    tabs = [o for o in house.world.book.open_orders() if not o.table]

    named = {
        unseal_order(house, tab.id, tab.name): house.world.book.total(tab)
        for tab in tabs
    }

    assert named == {"Paul": 850, "Roy": 1400}


def test_table_24_is_paid_and_not_yet_cleared(house: House) -> None:
    (order,) = [o for o in house.world.book.orders.values() if o.table == "t24"]

    assert house.world.book.closed(order)
    assert minutes_since(house, order.receipts[-1].ms) == 4
    assert "t24" not in house.world.floor.cleared


def test_three_tables_of_the_terrace_and_eleven_of_the_room_are_taken(
    house: House,
) -> None:
    tables = house.world.floor.tables.values()
    taken = [t.room for t in tables if house.world.order_on(t.id)]

    assert (taken.count("salle"), taken.count("terrasse")) == (11, 3)


def test_the_day_has_a_turnover_and_the_countdowns_of_the_picture(
    house: House,
) -> None:
    till = house.world.till("C1")
    left = house.world.catalogue.remaining

    assert till.session
    assert till.cash > 15000
    assert sum(len(o.receipts) for o in house.world.book.orders.values()) >= 12
    assert (left["gravlax"], left["tarte_tatin"], left["blanquette"]) == (4000, 2000, 0)


def test_an_act_that_is_refused_stops_the_play(house: House) -> None:
    hands = Hands(house)
    paid = next(o for o in house.world.book.orders.values() if o.receipts)

    with pytest.raises(AssertionError, match="nothing_to_send"):
        hands.run(SendOrder(order=paid.id), "lea")


def test_the_clock_stands_where_the_pictures_were_taken(
    house: House, later: House
) -> None:
    assert (house.clock(), later.clock()) == (PICTURED, COOKING)


def test_the_evening_does_not_begin_where_the_till_is_open(
    tmp_path: Path,
) -> None:
    with (
        served_house(tmp_path) as (house, clock),
        pytest.raises(AssertionError, match="till_open"),
    ):
        play_evening(house, clock)


def test_moments_are_those_of_the_20th_of_november() -> None:
    assert at("20:25:50").isoformat() == "2026-11-20T20:25:50+01:00"


def test_table_12_is_sent_and_one_share_of_three_is_paid(later: House) -> None:
    order = on(later.world, "12")
    plats = dishes(later.world, order, "plats")

    assert [d.stage for d in plats] == ["served", "sent", "sent"]
    assert [p.amount for p in order.payments.values()] == [2817]
    assert order.additions == 1


def test_table_20_has_an_addition_and_a_stop_to_shout(later: House) -> None:
    order = on(later.world, "20")
    lines = later.world.book.lines_of(order, live=False)
    late = [line.label for line in lines if any(d.late for d in line.dishes)]
    stopped = [line.label for line in lines if line.voids and not line.live]

    assert (late, stopped) == (["Bar rôti, fenouil"], ["Risotto aux cèpes"])


def test_table_3_is_made_and_table_2_is_late(later: House) -> None:
    fired = {
        number: minutes_since(later, dishes(later.world, order, "plats")[0].fired)
        for number in ("2", "3")
        if (order := on(later.world, number))
    }

    assert fired == {"2": 22, "3": 7}


def test_two_plats_and_a_board_wait_on_the_pass(later: House) -> None:
    ready = {
        (later.world.floor.number(order.table), dish.ordered.kitchen)
        for order in later.world.book.open_orders()
        for line in later.world.book.lines_of(order)
        for dish in line.dishes
        if dish.stage == "ready"
    }

    assert ready == {
        ("7", "Burger"),
        ("1", "Planche mixte"),
        ("3", "Bar rôti"),
        ("20", "Fromages"),
    }


def test_who_reserved_sits_at_their_table_and_four_parties_are_to_come(
    house: House,
) -> None:
    reservations, book = house.world.reservations, house.world.book
    tonight = reservations.on("2026-11-20")
    status = {each.id: reservations.status(each.id, book) for each in tonight}
    coming = [each for each in tonight if status[each.id] == "booked"]
    seated = [each for each in tonight if status[each.id] == "seated"]

    assert [guest_of(house, each).name for each in coming] == [
        "Moreau",
        "Nguyen",
        "Da Silva",
        "Petit",
    ]
    assert len(seated) == 7  # the Chevalier joined the order of the Faure
    for each in seated:
        assert book.orders[reservations.order(each.id)].covers >= each.covers
    assert sum(each.covers for each in coming) == 14


def test_the_salmon_runs_low_and_the_ducks_were_counted_down(house: House) -> None:
    inventory = house.world.inventory

    assert "saumon_frais" in {item.id for item in inventory.alerts()}
    assert 0 < inventory.level("magret_canard") < 18_000
