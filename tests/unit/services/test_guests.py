"""Guests who reserve, on a real journal: sealed, read again at a start, forgotten."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from meeting_kit import LEA, Terminal, meet, rows, terminals
from reservation_kit import SERVICES, TODAY

from app.domain.credits.decide import ForgetClient, SetClient
from app.domain.credits.events import ClientSet, ClientSettled
from app.domain.inventory.decide import CountStock, MoveStock, SetItem, SetRecipe
from app.domain.inventory.events import ItemSet, LowStock, Part, RecipeSet
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import OrderCreated
from app.domain.reservations.commands import (
    ChangeReservation,
    CreateReservation,
    SeatReservation,
    SetReservationStatus,
    SetService,
)
from app.domain.reservations.events import Reservation
from app.domain.rules import SetSetting
from app.domain.till.decide import CloseDay, CountTill
from app.domain.vocabulary import Refusal
from app.projections.apply import PROJECTED
from app.projections.queries import load_reservations, stock_changes
from app.projections.tables import READ_TABLES
from app.services.clients import client_key, client_name, seal_client
from app.services.forgetting import guests_to_forget, silent_clients
from app.services.guests import (
    Guest,
    change_guest,
    guest_of,
    reservation_key,
    seat_reservation,
    take_reservation,
)
from app.services.house import project_entries
from app.services.people import unseal_order
from db.rebuild import compare

MOREAU = Guest(name="Moreau", phone="+33 6 12 34 56 78", note="anniversaire")


@pytest.fixture
def pair() -> Iterator[list[Terminal]]:
    with terminals(0, 0) as made:
        for service in SERVICES:
            made[0].do(SetService(event=service))
        made[0].do(SetItem(event=ItemSet(id="bottle", name="Bière", low=5000)))
        recipe = RecipeSet(article="beer", parts=(Part(item="bottle", quantity=1000),))
        made[0].do(SetRecipe(event=recipe))
        meet(made)
        yield made


def take(terminal: Terminal, time: str = "20:00", **more: object) -> Reservation:
    asked = CreateReservation(**{"date": TODAY, "time": time, "covers": 2, **more})
    made = take_reservation(terminal.house, asked, MOREAU, LEA)
    assert isinstance(made, Reservation), made
    return made


def sound(terminal: Terminal) -> None:
    """The read tables are what the journal says, and a start sees what is known."""
    found = compare(
        terminal.house.database,
        tables=READ_TABLES,
        project=project_entries,
        types=PROJECTED,
    )
    assert list(found) == []
    before = terminal.world
    terminal.house.load()
    assert terminal.world.reservations == before.reservations
    assert terminal.world.inventory == before.inventory


def test_what_a_guest_says_is_sealed_and_only_changed_words_are_sealed_anew(
    pair: list[Terminal],
) -> None:
    one, two = pair
    known = take(one)
    assert "Moreau" not in str(known)
    assert guest_of(one.house, known) == MOREAU
    moved = ChangeReservation(reservation=known.id, time="20:15")
    later = Guest(name="Moreau", phone="01", note="anniversaire")
    change_guest(one.house, moved, later, LEA)
    changed = one.world.reservations.known[known.id]
    assert (changed.name, changed.note) == (known.name, known.note)
    assert guest_of(one.house, changed) == later
    change_guest(one.house, moved, Guest(name="Moreau"), LEA)
    assert one.world.reservations.known[known.id].phone == ""
    meet(pair)
    assert two.world.reservations.known[known.id].time == "20:15"
    sound(one)
    sound(two)


def test_a_refused_guest_leaves_no_key(pair: list[Terminal]) -> None:
    one, _ = pair
    asked = CreateReservation(date=TODAY, time="12:00", covers=2)
    assert isinstance(take_reservation(one.house, asked, MOREAU, LEA), Refusal)
    assert one.house.sealer.persons(reservation_key("")) == []


def test_a_source_that_repeats_itself_gets_the_same_reservation(
    pair: list[Terminal],
) -> None:
    one, _ = pair
    first = take(one, source="thefork", reference="TF-1")
    assert take(one, source="thefork", reference="TF-1") == first
    assert len(one.house.sealer.persons(reservation_key(""))) == 1


def test_they_sit_down_under_their_name(pair: list[Terminal]) -> None:
    one, _ = pair
    known = take(one, "19:00", tables=("t1",))
    done = seat_reservation(one.house, SeatReservation(reservation=known.id), LEA)
    assert isinstance(done, tuple)
    (created,) = (f.event for f in done if isinstance(f.event, OrderCreated))
    assert unseal_order(one.house, created.order, created.name) == "Moreau"
    assert one.world.reservations.status(known.id, one.world.book) == "seated"
    sound(one)
    again = seat_reservation(one.house, SeatReservation(reservation=known.id), LEA)
    assert isinstance(again, Refusal)


def test_a_start_after_weeks_knows_who_comes_and_not_who_came(
    pair: list[Terminal],
) -> None:
    one, _ = pair
    past = take(one)
    coming = take(one, date="2026-12-24")
    moved = take(one)
    one.do(ChangeReservation(reservation=moved.id, date="2026-12-24"))
    one.do(SetReservationStatus(reservation=moved.id, status="confirmed"))
    one.do(CountTill(coins=()))
    one.do(CloseDay(day=TODAY, figures=()))
    assert set(one.world.reservations.known) == {past.id, coming.id, moved.id}
    one.now += timedelta(days=10)
    one.house.load()
    known = one.world.reservations
    assert set(known.known) == {coming.id, moved.id}
    assert known.status(moved.id, one.world.book) == "confirmed"
    with one.house.database.read() as connection:
        found = list(load_reservations(connection, TODAY, TODAY))
    assert [event.id for event in found] == [past.id]


def test_guests_are_forgotten_some_weeks_after_they_came(pair: list[Terminal]) -> None:
    one, _ = pair
    past, coming = take(one), take(one, date="2027-01-20")
    one.now += timedelta(days=30)
    assert guests_to_forget(one.house) == []
    one.now += timedelta(days=1)
    assert guests_to_forget(one.house) == [reservation_key(past.id)]
    one.house.sealer.erase(reservation_key(past.id))
    assert guest_of(one.house, past) == Guest()
    assert guest_of(one.house, coming) == MOREAU
    assert guests_to_forget(one.house) == []


def test_a_client_who_is_let_go_of_is_forgotten_at_every_terminal(
    pair: list[Terminal],
) -> None:
    one, two = pair
    anne, name = seal_client(one.house, "Anne Martin")
    one.do(SetClient(client=anne, name=name))
    two.house.sealer.take(one.house.sealer.keys([client_key(anne)]))
    meet(pair)
    assert client_name(two.house, two.world.credits.clients[anne]) == "Anne Martin"
    one.do(ForgetClient(client=anne))
    meet(pair)
    for terminal in pair:
        assert guests_to_forget(terminal.house) == [client_key(anne)]
        terminal.house.sealer.erase(client_key(anne))
        assert guests_to_forget(terminal.house) == []
        assert terminal.house.sealer.unseal(client_key(anne), name) is None


def test_clients_are_let_go_of_three_years_after_what_was_last_written(
    pair: list[Terminal],
) -> None:
    one, _ = pair
    begin = one.now

    def written(*events: object) -> None:
        one.house.record(events, bday=str(one.now.date()))

    def moved(client: str, cents: int) -> ClientSettled:
        return ClientSettled(client=client, amount=-cents, order="o", receipt="r")

    def closed(days: int) -> list[str]:
        """The silent ones, once the day so long after the first was closed."""
        one.now = begin + timedelta(days=days)
        one.world.till("C1").closed_day = str(one.now.date())
        return silent_clients(one.house)

    for client in ("quiet", "owing", "coming", "changed"):
        one.do(SetClient(client=client, name="sealed"))
    written(moved("owing", 500))
    closed(400)
    written(moved("coming", 900), moved("coming", -900))
    written(ClientSet(client="changed", name="sealed", ceiling=5000))
    assert closed(3 * 365) == []
    assert closed(3 * 365 + 2) == ["quiet"]
    one.now += timedelta(days=300)
    assert silent_clients(one.house) == []  # off all the while: it cannot know
    assert closed(4 * 365 + 37) == ["quiet", "coming", "changed"]
    one.do(SetSetting(key="client.keep", value="5"))
    assert silent_clients(one.house) == []
    one.do(SetSetting(key="client.keep", value="3"))
    one.do(ForgetClient(client="quiet"))
    assert silent_clients(one.house) == ["coming", "changed"]
    assert "owing" in one.world.credits.clients


def test_stock_of_terminals_that_meet_is_what_both_sold_since_the_count(
    pair: list[Terminal],
) -> None:
    one, two = pair
    one.do(MoveStock(item="bottle", kind="delivery", quantity=9000, note="BL 7"))
    meet(pair)
    for terminal, table in ((one, "t1"), (two, "t2")):
        terminal.now += timedelta(seconds=2)
        created = terminal.do(OpenOrder(table=table, covers=2))[0].event
        sold = AddLine(order=created.order, article="beer", quantity=2000)
        facts = terminal.do(sold)
        assert not [f for f in facts if isinstance(f.event, LowStock)]
    meet(pair)
    assert one.world.inventory.levels == two.world.inventory.levels == {"bottle": 5000}
    one.now += timedelta(seconds=5)
    one.do(CountStock(item="bottle", level=20_000))
    # Two, which does not know of the count, sells before and after it.
    two.now += timedelta(seconds=2)
    two.do(MoveStock(item="bottle", kind="waste", quantity=1000))
    two.now += timedelta(seconds=60)
    two.do(MoveStock(item="bottle", kind="waste", quantity=500))
    meet(pair)
    for terminal in pair:
        assert terminal.world.inventory.level("bottle") == 19_500
        assert rows(terminal) == rows(one)
        sound(terminal)
    with one.house.database.read() as connection:
        newest, *_, first = stock_changes(connection, "bottle")
    assert (newest.kind, newest.milli) == ("waste", -500)
    assert (first.kind, first.milli, first.note, first.op) == (
        "delivery",
        9000,
        "BL 7",
        "lea",
    )
