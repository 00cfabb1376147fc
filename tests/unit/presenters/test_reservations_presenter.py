"""Reservations in words: the day's list, one party, the plan's tables."""

from datetime import timedelta

import pytest
from domain_kit import EVENING, Till
from reservation_kit import TODAY, host, reserve

from app.domain.floor.stays import ENOUGH
from app.domain.reservations.commands import (
    ChangeReservation,
    NoteReminder,
    SeatReservation,
    SetReservationStatus,
    SetService,
)
from app.domain.reservations.events import Reservation, ServiceSet
from app.domain.rules import SetSetting
from app.presenters.admin.services import rule_values, rules, service_rows
from app.presenters.floor.acts import present_acts
from app.presenters.floor.menu import present_menu
from app.presenters.floor.room import kept, present_table
from app.presenters.floor.seating import propose
from app.presenters.floor.standing import standing
from app.presenters.pos.words import Sight
from app.presenters.reservations.page import (
    PartyRow,
    present_day,
    present_expected,
    present_party,
    source_word,
)
from app.services.guests import Guest
from hardware.health import DeviceState, Health
from widgets.floor_plan_views import TableView

GUESTS = {"s1.moreau": Guest(name="Moreau", phone="06", email="m@x.fr", note="fête")}


def sight(till: Till) -> Sight:
    return Sight(
        now=till.now,
        name_of=str.capitalize,
        unseal=lambda _, text: text,
        health_of=lambda _: Health(state=DeviceState.READY, since=till.now),
        guest_of=guest_of,
    )


def guest_of(reservation: Reservation) -> Guest:
    return GUESTS.get(reservation.name, Guest())


def rows(till: Till, date: str = TODAY) -> dict[str, PartyRow]:
    """Every party of the day by its title."""
    day = present_day(till.world, sight(till), date)
    return {party.row.title: party for party in (*day.coming, *day.others)}


def acts(till: Till, reservation: str) -> list[str]:
    known = till.world.reservations.known[reservation]
    view = present_party(till.world, sight(till), known)
    assert sum(act.loud for act in view.acts) <= 1
    return [act.key for act in view.acts]


def moreau(till: Till, time: str = "20:45", **more: object) -> str:
    more.setdefault("tables", ("t4",))
    return reserve(till, time, 4, name="s1.moreau", phone="s1.p", **more)


def status(till: Till, reservation: str, word: str) -> None:
    till.do(SetReservationStatus(reservation=reservation, status=word))


def test_a_row_says_who_how_many_where_and_when() -> None:
    till = host()
    moreau(till)
    reserve(till, "21:30", tables=())
    till.wait(minutes=50)
    shown = rows(till)
    first = shown["20:45 · Moreau"]
    assert first.row.subtitle == "4 couv. · fête"
    assert (first.row.trailing, first.row.trailing_note) == ("4", "dans 55 min")
    assert (first.act, first.act_text) == ("arrived", "Arrivés")
    second = shown["21:30 · Sans nom"]
    assert (second.row.trailing, second.row.trailing_note) == (
        "à placer",
        "dans 100 min",
    )
    day = present_day(till.world, sight(till), TODAY)
    assert (day.title, day.summary) == ("Vendredi 20 novembre", "2 · 6 couv.")


def test_who_is_late_and_who_stands_at_the_door_catch_the_eye() -> None:
    till = host()
    late = moreau(till, "19:15")
    other = reserve(till, "20:00", tables=("t1",))
    till.wait(minutes=29)
    assert rows(till)["19:15 · Moreau"].row.tone == "neutral"
    till.wait(minutes=1)
    shown = rows(till)["19:15 · Moreau"].row
    assert (shown.icon, shown.tone) == ("priority_high", "warning")
    assert shown.trailing_note == "en retard de 15 min"
    panel = present_expected(till.world, sight(till))
    assert [party.row.icon for party in panel] == ["priority_high", ""]
    status(till, other, "arrived")
    first = present_day(till.world, sight(till), TODAY).coming[0]
    assert first.id == other
    assert (first.act, first.row.trailing_note) == ("seat", "arrivés")
    status(till, late, "no_show")
    assert rows(till)["19:15 · Moreau"].row.trailing_note == "pas venus"


def test_tomorrows_guests_cannot_be_here_yet() -> None:
    till = host()
    there = moreau(till, "20:00", date="2026-11-21")
    row = rows(till, "2026-11-21")["20:00 · Moreau"]
    assert (row.act, row.row.trailing_note) == ("", "réservée")
    assert acts(till, there) == ["confirmed", "remind", "deposit", "edit", "cancelled"]
    status(till, there, "confirmed")
    assert acts(till, there) == ["remind", "deposit", "edit", "cancelled"]


def test_a_taken_table_says_until_when() -> None:
    till = host()
    till.seat("t4", covers=2)
    moreau(till, "20:45")
    assert rows(till)["20:45 · Moreau"].row.trailing == "4 · libre 20:30"


def test_until_when_a_table_is_taken_is_not_said_hours_before() -> None:
    till = host()
    till.seat("t4", covers=2)
    moreau(till, "21:15")
    assert rows(till)["21:15 · Moreau"].row.trailing == "4"


def test_a_late_party_does_not_sit_at_the_table_that_it_waits_for() -> None:
    till = host()
    till.seat("t4", covers=2)
    moreau(till, "18:55")  # not there yet: the guests of the table leave as they would
    moreau(till, "20:45")
    assert rows(till)["20:45 · Moreau"].row.trailing == "4 · libre 20:30"


def test_one_table_twice_is_said_at_both() -> None:
    till = host()
    moreau(till)
    reserve(till, "21:00", tables=("t4",))
    for row in rows(till).values():
        assert row.row.tone == "warning"
        assert row.row.subtitle.startswith("Deux réservations ont la même table")


def test_each_status_offers_what_can_follow() -> None:
    till = host()
    till.open()
    party = moreau(till, "19:30")
    coming = [
        "arrived",
        "seat",
        "elsewhere",
        "confirmed",
        "remind",
        "deposit",
        "edit",
        "cancelled",
    ]
    assert acts(till, party) == coming
    till.wait(minutes=31)
    assert "no_show" in acts(till, party)
    status(till, party, "arrived")
    assert acts(till, party)[:3] == ["seat", "elsewhere", "booked"]
    status(till, party, "cancelled")
    assert acts(till, party) == ["booked", "arrived"]
    status(till, party, "arrived")
    till.do(SeatReservation(reservation=party))
    assert acts(till, party) == ["open"]
    order = till.world.reservations.order(party)
    till.take(order, "coffee")
    till.pay(order)
    assert acts(till, party) == []


def test_a_party_tells_what_is_known_of_it() -> None:
    till = host()
    party = moreau(till, source="thefork", reference="TF-1")
    till.do(NoteReminder(reservation=party, channel="sms"))
    known = till.world.reservations.known[party]
    view = present_party(till.world, sight(till), known)
    assert view.title == "Moreau"
    assert view.subtitle == "ven. 20 nov. · 20:45 · 4 couverts · table 4"
    assert [words for _, words in view.facts] == [
        "fête",
        "06",
        "m@x.fr",
        "réservée · TheFork · Lea · 20/11 19:00",
        "Rappel fait le 20/11 19:00",
    ]


@pytest.mark.parametrize(
    ("source", "word"), [("walk_in", "à la porte"), ("zenchef", "zenchef")]
)
def test_a_source_is_named_as_people_say_it(source: str, word: str) -> None:
    assert source_word(source) == word


def test_the_plan_keeps_a_table_and_says_who_comes_next() -> None:
    till = host()
    moreau(till, "20:00")
    table = till.world.floor.tables["t4"]

    def shown() -> TableView:
        return present_table(standing(till.world, till.now), table, sight(till))

    assert shown().state == "free"
    till.wait(minutes=30)
    assert shown().state == "booked"
    assert shown().booking_text == "20:00 · Moreau"
    assert shown().subtitle == "4 couv. · dans 30 min"
    floor = standing(till.world, till.now)
    assert kept(floor, "t4")
    assert not kept(floor, "t3")
    menu = present_menu(floor, "t4", sight(till))
    assert [act.key for act in menu.acts][:3] == ["guests", "reservation", "seat"]
    assert menu.acts[0].text == "Placer Moreau · 4"
    till.seat("t4", covers=2)
    assert shown().state == "occupied"
    assert shown().next_booking == "20:00 · libérer 19:50"


def test_walk_ins_are_led_to_tables_that_nobody_expects() -> None:
    till = host()
    party = moreau(till, "20:00", tables=("t1",))
    floor = standing(till.world, till.now)
    places = propose(floor, 4, sight(till))
    assert places[-1].tables == ("t1",)
    assert "réservée à 20:00" in places[-1].subtitle
    own = propose(floor, 4, sight(till), party)
    assert own[0].tables == ("t1",)
    till.do(ChangeReservation(reservation=party, time="22:00"))
    floor = standing(till.world, till.now - timedelta(minutes=1))
    assert propose(floor, 4, sight(till))[0].tables == ("t1",)


def test_services_and_rules_in_words() -> None:
    till = host()
    brunch = ServiceSet(
        id="b", name="Brunch", start=600, end=690, covers=30, active=False
    )
    till.do(SetService(event=brunch))
    shown = [row for _, row in service_rows(till.world)]
    assert [row.title for row in shown] == [
        "Brunch · 10:00 – 11:30",
        "Déjeuner · 12:00 – 14:00",
        "Dîner · 19:00 – 22:00",
    ]
    assert shown[0].subtitle == "tous les jours · 30 couv."
    assert shown[0].trailing == "fermé"
    assert shown[1].subtitle == "mar, mer, jeu, ven, sam, dim"
    till.do(SetSetting(key="reservation.keep", value="7"))
    values = rule_values(till.world.settings)
    assert values["reservation.keep"] == "7"
    assert set(values) == {rule.key for rule in rules()}


def test_the_plan_says_by_when_a_table_has_to_be_free() -> None:
    till = host()
    till.open()
    moreau(till, "20:30", tables=("t1",))
    order = till.seat(
        "t1", 2
    )  # at seven, for an hour and a half as the house has set it
    till.wait(minutes=30)
    floor = standing(till.world, till.now)
    shown = present_table(floor, till.world.floor.tables["t1"], sight(till))
    assert (shown.next_booking, shown.next_late) == ("20:30 · libérer 20:20", True)
    menu = present_menu(floor, "t1", sight(till))
    assert menu.note == (
        "Doit libérer à 20:20, dans 50 min · fin prévue 20:30, durée réglée"
    )
    (act,) = [a for a in present_acts(floor, sight(till)) if a.key == f"open:{order}"]
    assert act.title == "À commander"  # what they wait for goes first
    till.take(order, "steak")
    till.send(order)
    floor = standing(till.world, till.now)
    (act,) = [a for a in present_acts(floor, sight(till)) if a.key == f"open:{order}"]
    assert (act.title, act.subtitle) == (
        "Libérer 20:20",
        "fin prévue 20:30",
    )


def test_once_the_house_knows_its_guests_an_early_end_is_no_warning() -> None:
    till = host()
    till.open()
    for _ in range(ENOUGH):
        quick = till.seat("t2", 2)
        till.take(quick, "steak")
        till.send(quick)
        till.wait(minutes=40)
        till.pay(quick)
    till.now = EVENING + timedelta(days=1)
    day = till.now.date().isoformat()
    moreau(till, "20:30", tables=("t1",), date=day)
    till.seat("t1", 2)
    floor = standing(till.world, till.now)
    shown = present_table(floor, till.world.floor.tables["t1"], sight(till))
    assert (shown.next_booking, shown.next_late) == ("20:30 Moreau · 4", False)
    assert present_menu(floor, "t1", sight(till)).note.endswith(
        "fin prévue 19:40, d’après vos tables"
    )
