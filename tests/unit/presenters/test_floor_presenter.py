"""The floor as the picture shows it at 20:26, and what it becomes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from domain_kit import RESTAURANT, Till
from gui_kit import evening_house

from app.demo.evening import OPENING
from app.domain.floor.decide import JoinTables
from app.domain.floor.events import RoomSet, SectionSet, TableSet
from app.domain.kitchen.decide import BumpDishes, RushDishes, ServeDishes
from app.domain.orders.commands import OpenOrder, PrintAddition
from app.presenters.floor.acts import notes_of, present_acts, present_notes
from app.presenters.floor.page import FloorPageView, present_floor, waiting_tables
from app.presenters.floor.room import MORE_NOTES, NEW_NOTE
from app.presenters.floor.standing import active_tables, number_key, standing
from app.presenters.pos.words import Sight
from app.services.house import House
from app.services.people import order_key, person_name
from hardware.health import DeviceState, Health
from resources.texts import set_language
from widgets.floor_plan_views import TableView

HEALTH = Health(state=DeviceState.READY, since=OPENING)


def sight_of(house: House) -> Sight:
    return Sight(
        now=house.clock(),
        name_of=lambda person: person_name(house, person),
        unseal=lambda order, text: house.sealer.unseal(order_key(order), text) or "",
        health_of=lambda _: HEALTH,
    )


def plain_sight(till: Till) -> Sight:
    """People and texts are called by what they are."""
    return Sight(
        now=till.now,
        name_of=str,
        unseal=lambda _, text: text,
        health_of=lambda _: HEALTH,
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with evening_house(tmp_path_factory.mktemp("floor")) as opened:
        yield opened.house


@pytest.fixture(scope="module")
def view(house: House) -> FloorPageView:
    return present_floor(house.world, sight_of(house))


def table(view: FloorPageView, number: str) -> TableView:
    found = next(s.id for s in view.plan.shapes if s.number == number)
    return next(t for t in view.plan.tables if t.id == found)


def show(till: Till, room: str = "") -> FloorPageView:
    return present_floor(till.world, plain_sight(till), room)


# As the picture


def test_rooms_count_tables_and_the_bar_counts_notes(view: FloorPageView) -> None:
    counters = [(tab.name, tab.counter.replace("\u202f", " ")) for tab in view.tabs]
    assert counters == [("Salle", "11 / 15"), ("Terrasse", "3 / 8"), ("Bar", "2")]


@pytest.mark.parametrize(
    ("number", "state", "stage", "minutes", "words"),
    [
        ("1", "occupied", "aperitif", "6 min", "2 11,00 €"),
        ("2", "occupied", "mains", "14 min", "2 62,00 €"),
        ("3", "late", "starters", "27 min", "plats à réclamer"),
        ("4", "free", "", "", "2 places"),
        ("7", "ready", "mains", "prêt 1 min", "au passe"),
        ("8", "occupied", "desserts", "9 min", "4 96,50 €"),
        ("12", "occupied", "mains", "à envoyer", "3 84,50 €"),
        ("20", "occupied", "cheese", "11 min", "11 248,00 €"),
        ("21", "occupied", "cheese", "11 min", "une seule note"),
        ("22", "new", "seated", "7 min", "à commander"),
        ("23", "occupied", "bill", "3 min", "2 57,50 €"),
        ("24", "to_clear", "", "4 min", "2 places"),
        ("25", "occupied", "starters", "12 min", "4 44,00 €"),
        ("26", "free", "", "", "4 places"),
    ],
)
def test_each_table_says_what_the_picture_says(
    view: FloorPageView, number: str, state: str, stage: str, minutes: str, words: str
) -> None:
    found = table(view, number)
    said = found.subtitle or f"{found.covers} {found.amount_text}"
    shown = found.state, found.stage, found.minutes_text, said.replace("\xa0", " ")
    assert shown == (state, stage, minutes, words)


def test_initials_stand_on_the_table_that_has_the_note(view: FloorPageView) -> None:
    initials = {n: table(view, n).waiter for n in ("1", "20", "21", "4", "24")}
    assert initials == {"1": "LÉ", "20": "KA", "21": "", "4": "", "24": ""}
    assert table(view, "23").bill_asked


def test_sections_bracket_and_pass_say_what_the_picture_says(
    view: FloorPageView,
) -> None:
    assert [section.summary for section in view.plan.sections] == [
        "Léa · 6 tables · 17 couverts",
        "Karim · 6 tables · 23 couverts",
    ]
    (merge,) = view.plan.merges
    assert (merge.tables, merge.text) == (("t20", "t21"), "20 + 21 · réunies")
    assert [fixture.text for fixture in view.plan.fixtures] == [
        "Bar · Inès",
        "Passe · 2 assiettes attendent depuis 1 min",
    ]


def test_the_room_stands_where_the_picture_has_it(view: FloorPageView) -> None:
    plan = view.plan
    places = {s.number: (s.x, s.y, s.w, s.h) for s in plan.shapes}
    assert (plan.width, plan.height) == (958, 664)
    assert places["12"] == (40, 388, 184, 104)
    assert places["Paul"][1:] == (592, 75, 40)
    assert places["Nouvelle note"] == (332, 576, 168, 72)
    boxes = [(f.x, f.y, f.w, f.h) for f in plan.fixtures]
    assert boxes == [(16, 576, 300, 72), (516, 576, 426, 72)]


def test_what_waits_is_what_the_picture_lists(view: FloorPageView) -> None:
    rows = [(a.number, a.state, a.title, a.subtitle, a.act) for a in view.acts]
    assert rows == [
        ("3", "late", "Plats", "27 / 25 min", "Réclamer"),
        ("7", "ready", "2 plats", "au passe, 1 min", "Servi"),
        ("22", "new", "À commander", "assis, 7 min", "Ouvrir"),
    ]


def test_the_badge_counts_what_waits(house: House) -> None:
    assert waiting_tables(house.world, sight_of(house)) == 3


def test_notes_are_those_of_each_waiter(house: House, view: FloorPageView) -> None:
    rows = [(r.name, r.initials, r.subtitle) for r in view.notes.rows]
    assert rows == [
        ("Léa", "LÉ", "6 notes · 17 couverts"),
        ("Karim", "KA", "7 notes · 28 couverts"),
        ("Inès", "IN", "2 notes"),
    ]
    assert view.notes.summary.startswith("15 · ")
    floor = standing(house.world, house.clock())
    ines = notes_of(floor, "ines", sight_of(house))
    assert [(n.title, n.subtitle) for n in ines] == [
        ("Paul", "Apéritif · 24 min"),
        ("Roy", "Apéritif · 15 min"),
    ]
    lea = notes_of(floor, "lea", sight_of(house))
    assert [(n.title, n.subtitle) for n in lea] == [
        ("Table 1", "Apéritif · 6 min"),
        ("Table 2", "Plats · 14 min"),
        ("Table 3", "plats à réclamer · 27 min"),
        ("Table 7", "Au passe · 1 min"),
        ("Table 8", "Desserts · 9 min"),
        ("Table 12", "À envoyer · 1 min"),
    ]


def test_grid_and_list_show_the_notes_of_the_bar_too(view: FloorPageView) -> None:
    numbers = [shape.number for shape in view.listed.shapes]
    assert numbers[-2:] == ["PA", "RO"]
    assert [t.minutes_text for t in view.listed.tables[-2:]] == ["Paul", "Roy"]
    assert NEW_NOTE not in {shape.id for shape in view.listed.shapes}


def test_another_room_is_shown_with_the_same_bar_and_pass(house: House) -> None:
    terrace = present_floor(house.world, sight_of(house), "terrasse")
    assert terrace.room == "terrasse"
    assert {"5", "6", "Paul"} <= {shape.number for shape in terrace.plan.shapes}
    assert terrace.plan.fixtures[0].text == "Bar · Inès"


def test_english_says_the_same(house: House) -> None:
    set_language("en")
    try:
        view = present_floor(house.world, sight_of(house))
    finally:
        set_language("fr")
    assert table(view, "22").subtitle == "to order"
    assert [act.act for act in view.acts] == ["Fire", "Served", "Open"]
    assert view.plan.fixtures[1].text == "Pass · 2 plates waiting for 1 min"


# What it becomes


@pytest.fixture
def till() -> Till:
    made = Till()
    made.open()
    return made


def test_a_house_without_rooms_shows_an_empty_page() -> None:
    till = Till(seeds=RESTAURANT[:1])
    view = present_floor(till.world, plain_sight(till), "hall")
    assert (view.tabs, view.room, view.plan.shapes) == ((), "", ())


def test_a_room_that_is_gone_gives_way_to_the_first(till: Till) -> None:
    assert show(till, "terrace").room == "terrace"
    assert show(till, "attic").room == "hall"


def test_a_house_without_a_bar_calls_its_notes_notes(till: Till) -> None:
    fixtures = show(till).plan.fixtures
    assert [f.text for f in fixtures] == ["Notes", "Passe · rien n’attend"]


def test_a_bar_of_one_room_without_sections_counts_its_tables(till: Till) -> None:
    bar = RoomSet(id="bar", name="Bar", rank=9, width=600, height=400, style="express")
    stool = TableSet(
        id="b1", number="B1", room="bar", x=0, y=0, width=100, height=100, seats=1
    )
    till.write((bar, stool))
    till.seat("b1", covers=0)
    till.do(OpenOrder(name="Paul"))
    tabs = {tab.id: tab.counter for tab in show(till).tabs}
    assert tabs["bar"] == "2"
    assert show(till, "bar").plan.fixtures[0].text == "Bar"


def test_more_notes_than_the_strip_holds_are_counted(till: Till) -> None:
    for number in range(12):
        till.do(OpenOrder(name=f"Client {number}"))
    shapes = show(till).plan.shapes
    plates = [shape for shape in shapes if shape.kind == "tab"]
    more = next(shape for shape in plates if shape.id == MORE_NOTES)
    shown = len(plates) - 2
    assert more.number == f"+{12 - shown}"
    assert shown >= 2
    bar, new = show(till).plan.fixtures[0], plates[-1]
    assert all(bar.x < p.x and p.x + p.w < bar.x + bar.w for p in plates[:-1])
    assert new.x >= bar.x + bar.w
    assert new.w >= 64


def test_a_note_without_a_name_is_called_by_its_number(till: Till) -> None:
    order = till.seat(table="", covers=0)
    plates = [s.number for s in show(till).plan.shapes if s.kind == "tab"]
    assert plates[0] == f"{till.order(order).number:04d}"


def test_a_takeaway_is_on_no_plate_but_waits_when_it_is_ready(till: Till) -> None:
    order = till.seat(table="", mode="takeaway", covers=0)
    till.take(order, "fish")
    till.wait(minutes=11)
    (late,) = show(till).acts
    number = till.order(order).number
    assert (late.number, late.title, late.act) == (str(number), "À envoyer", "Envoyer")
    till.send(order)
    assert show(till).acts == ()
    dishes = tuple(d.id for d in till.line(till.order(order).lines[0]).dishes)
    till.do(BumpDishes(order=order, station="hot", dishes=dishes))
    (ready,) = show(till).acts
    assert (ready.title, ready.act) == ("1 plat", "Servi")
    floor = standing(till.world, till.now)
    (note,) = notes_of(floor, "lea", plain_sight(till))
    assert note.title == f"Emporter {number:04d}"


def test_a_sale_at_the_counter_is_a_note_like_the_others(till: Till) -> None:
    order = till.seat(table="", mode="counter", covers=0)
    till.take(order, "jam")
    floor = standing(till.world, till.now)
    (note,) = notes_of(floor, "lea", plain_sight(till))
    assert note.title == f"Vente {till.order(order).number:04d}"
    assert note.subtitle == "À envoyer · 0 min"


def test_drinks_on_the_bar_are_no_plates_on_the_pass(till: Till) -> None:
    order = till.seat()
    till.take(order, "beer")
    till.take(order, "soup")
    till.send(order)
    for station, line in zip(("bar", "hot"), till.order(order).lines, strict=True):
        dishes = tuple(dish.id for dish in till.line(line).dishes)
        till.do(BumpDishes(order=order, station=station, dishes=dishes))
    words = show(till).plan.fixtures[1].text
    assert words == "Passe · 1 assiette attend depuis 0 min"
    assert show(till).acts[0].title == "2 articles"


@pytest.mark.parametrize(
    ("article", "words"),
    [("soup", "2 entrées"), ("fish", "2 plats"), ("cake", "2 fromages")],
)
def test_plates_are_called_by_their_course(
    till: Till, article: str, words: str
) -> None:
    order = till.seat()
    line = till.take(order, article, 2)
    till.send(order)
    station = till.line(line).dishes[0].station
    dishes = tuple(dish.id for dish in till.line(line).dishes)
    till.do(BumpDishes(order=order, station=station, dishes=dishes))
    assert show(till).acts[0].title == words


def test_the_fifth_course_is_dessert(till: Till) -> None:
    last = replace(till.world.catalogue.courses["desserts"], colour=5)
    till.write((last,))
    test_plates_are_called_by_their_course(till, "cake", "2 desserts")


def test_a_paid_table_is_an_act_after_a_while(till: Till) -> None:
    order = till.seat("t2")
    till.take(order, "coffee")
    till.pay(order)
    assert show(till).acts == ()
    till.wait(minutes=6)
    (act,) = show(till).acts
    assert (act.key, act.title, act.subtitle) == (
        "clear:t2",
        "À débarrasser",
        "partis, 6 min",
    )


def test_joined_tables_are_cleared_as_one(till: Till) -> None:
    till.do(JoinTables(tables=("t2", "t3")))
    order = till.seat("t3")
    till.take(order, "coffee")
    till.pay(order)
    till.wait(minutes=6)
    assert [act.key for act in show(till).acts] == ["clear:t3"]


def test_a_bill_that_nobody_pays_is_an_act(till: Till) -> None:
    order = till.seat()
    till.take(order, "cake")
    till.send(order)
    till.do(PrintAddition(order=order))
    till.wait(minutes=12)
    (act,) = show(till).acts
    assert (act.key, act.title, act.subtitle) == (
        f"pay:{order}",
        "Addition",
        "donnée, 12 min",
    )
    assert table(show(till), "1").subtitle == "à encaisser"


def test_each_note_says_how_its_table_stands(till: Till) -> None:
    seated, asked, unsent = till.seat("t1"), till.seat("t2"), till.seat("t3")
    till.take(asked, "cake")
    till.send(asked)
    till.do(PrintAddition(order=asked))
    till.take(unsent, "cake")
    till.wait(minutes=11)
    floor = standing(till.world, till.now)
    notes = {n.order: n.subtitle for n in notes_of(floor, "lea", plain_sight(till))}
    assert notes == {
        seated: "Assis · 11 min",
        asked: "Addition · 11 min",
        unsent: "À envoyer · 11 min",
    }
    assert table(show(till), "3").subtitle == "à envoyer"
    assert table(show(till), "3").minutes_text == "11 min"


def test_dishes_that_wait_too_long_go_first_and_guests_are_opened(till: Till) -> None:
    kitchen, guests = till.seat("t1"), till.seat("t2")
    for order in (kitchen, guests):
        till.take(order, "beer" if order == guests else "fish")
        till.send(order)
    (glass,) = till.line(till.order(guests).lines[0]).dishes
    till.do(BumpDishes(order=guests, station="bar", dishes=(glass.id,)))
    serve = present_acts(standing(till.world, till.now), plain_sight(till))
    assert [act.key for act in serve] == [f"serve:{guests}"]
    till.do(ServeDishes(order=guests))
    till.wait(minutes=31)
    acts = {act.key: (act.title, act.subtitle) for act in show(till).acts}
    assert acts == {
        f"rush:{kitchen}": ("Plats", "cuisine, 31 min"),
        f"open:{guests}": ("Apéritif", "fini, 31 min"),
    }
    till.do(RushDishes(order=kitchen))
    acts = {act.key: (act.title, act.subtitle) for act in show(till).acts}
    assert acts[f"open:{kitchen}"] == ("Plats", "passe devant, 31 min")
    assert table(show(till), "1").subtitle == "en cuisine"
    assert table(show(till), "2").subtitle == "à relancer"


def test_two_notes_on_one_table_are_the_first_thing_to_join(till: Till) -> None:
    first = till.seat("t1")
    other = replace(till.last[0], order="elsewhere", number=99)
    till.write((other,))
    act = show(till).acts[0]
    assert (act.key, act.number, act.act) == ("merge:elsewhere", "1", "Réunir")
    assert standing(till.world, till.now).on["t1"].id == first


def test_nobody_has_notes_in_an_empty_house(till: Till) -> None:
    notes = present_notes(standing(till.world, till.now), plain_sight(till))
    assert (notes.summary, notes.rows) == ("", ())


def test_notes_of_somebody_who_left_the_team_come_last(till: Till) -> None:
    till.seat("t1")
    till.world.book.orders[till.last[0].order].waiter = "gone"
    till.seat("t2")
    notes = present_notes(standing(till.world, till.now), plain_sight(till))
    assert [row.person for row in notes.rows] == ["lea", "gone"]


def test_tables_stand_in_the_order_of_their_numbers(till: Till) -> None:
    for number in ("12", "B2", "B1"):
        till.write(
            (
                TableSet(
                    id=number, number=number, room="hall",
                    x=0, y=0, width=80, height=80, seats=2,
                ),
            )
        )  # fmt: skip
    numbers = [t.number for t in active_tables(till.world, "hall")]
    assert numbers == ["1", "2", "3", "4", "12", "B1", "B2"]
    assert number_key("2") < number_key("12") < number_key("a")


def test_a_section_without_a_waiter_still_sums_up(till: Till) -> None:
    section = SectionSet(id="s", room="hall", x=0, y=0, width=500, height=500)
    held = replace(till.world.floor.tables["t1"], section="s")
    till.write((section, held))
    till.seat("t1", covers=1)
    (found,) = show(till).plan.sections
    assert (found.summary, found.waiter) == ("À donner · 1 table · 1 couvert", "")


def test_an_article_that_left_the_menu_is_still_a_plate(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = till.seat()
    line = till.take(order, "fish")
    till.send(order)
    (dish,) = till.line(line).dishes
    till.do(BumpDishes(order=order, station="hot", dishes=(dish.id,)))
    monkeypatch.delitem(till.world.catalogue.articles, "fish")
    assert "1 assiette" in show(till).plan.fixtures[1].text
