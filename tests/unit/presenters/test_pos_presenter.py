"""The middle of the till and the order panel, as values."""

from dataclasses import replace
from datetime import datetime

import pytest
from domain_kit import Till
from pos_world import line_of, moulin, order_of, plain, sight

from app.domain.catalogue.decide import SetAvailability, SetCatalogue
from app.domain.catalogue.events import ArticleSet, ListedPrice, PriceListSet
from app.domain.kitchen.decide import BumpDishes, LaunchDishes, ServeDishes
from app.domain.orders.commands import (
    CompLine,
    Discount,
    FireCourse,
    MoveToCourse,
    NameGuest,
    NoteAllergy,
    OpenOrder,
    Pick,
    SetCourseTiming,
    SetCovers,
    VoidLine,
)
from app.domain.rules import SetSetting
from app.presenters.pos.allergens import allergen_words, conflict
from app.presenters.pos.courses import dishes_of, moved_words, present_course_acts
from app.presenters.pos.lines import Draft, present_courses, present_line, unrouted
from app.presenters.pos.order import (
    MORE_SEATS,
    NEW_SEAT,
    guests_words,
    present_idle,
    present_panel,
    seat_choices,
    sent_words,
    since_words,
)
from app.presenters.pos.page import (
    FAVOURITES,
    articles_of,
    in_order,
    nearest_first,
    needs_choice,
    nothing_found,
    present_found,
    present_tabs,
    present_tile,
    present_tiles,
    quantity_words,
    read_typed,
)
from app.presenters.pos.shelf import Shelf
from app.presenters.pos.words import (
    joined,
    kilograms,
    lowered,
    order_words,
    outlet_of,
    place_words,
)
from resources.texts import set_language
from widgets.order_list_views import LineView
from widgets.tile import TileView


@pytest.fixture
def till() -> Till:
    return moulin()


# What was typed


@pytest.mark.parametrize(
    ("text", "words", "quantity", "number"),
    [
        ("", "", 1, ""),
        ("tarte ci", "tarte ci", 1, ""),
        ("12", "12", 1, "12"),
        (" 12 ", "12", 1, "12"),
        ("3*tarte", "tarte", 3, ""),
        ("3 x tarte citron", "tarte citron", 3, ""),
        ("999*a", "a", 999, ""),
        ("1000*a", "a", 0, ""),
        ("0*a", "a", 0, ""),
        ("-1*a", "a", 0, ""),
        ("123456789*a", "a", 0, ""),
        ("3*", "", 3, ""),
        ("3760123450010", "3760123450010", 1, ""),
    ],
)
def test_what_is_typed_is_understood(
    till: Till, text: str, words: str, quantity: int, number: str
) -> None:
    typed = read_typed(till.world, text)
    assert (typed.words, typed.quantity, typed.number) == (words, quantity, number)


def test_a_number_of_a_table_names_it(till: Till) -> None:
    assert read_typed(till.world, "12").table == "t12"
    assert read_typed(till.world, "99").table == ""
    assert nothing_found(read_typed(till.world, "99")) == "Aucune table 99."
    words = nothing_found(read_typed(till.world, "xyz"))
    assert words == "Rien ne ressemble à « xyz »."


# Tabs and tiles


def test_tabs_are_those_of_the_place_with_favourites_first(till: Till) -> None:
    tabs = [tab.text for tab in present_tabs(till.world, shop=False)]
    assert tabs[:8] == [
        "Favoris", "Formules", "Entrées", "Plats", "Desserts", "Vins", "Bar", "Café",
    ]  # fmt: skip
    shop = [tab.text for tab in present_tabs(till.world, shop=True)]
    assert shop[:5] == ["Favoris", "Épicerie", "Cave", "Café", "Emporter"]


def test_while_nobody_has_chosen_favourites_the_first_page_shows_all(
    till: Till,
) -> None:
    first = articles_of(till.world, FAVOURITES, shop=False)
    for article in first:
        till.do(SetCatalogue(event=replace(article, favourite=0)), "marc")

    tab = present_tabs(till.world, shop=False)[0]
    assert (tab.key, tab.text) == (FAVOURITES, "Tout")
    every = articles_of(till.world, FAVOURITES, shop=False)
    assert len(every) > len(first)
    ranks = [till.world.catalogue.categories[a.category].rank for a in every]
    assert ranks == sorted(ranks)


def test_an_empty_category_has_no_tab(till: Till) -> None:
    for article in articles_of(till.world, "fromages", shop=False):
        till.do(SetCatalogue(event=replace(article, active=False)), "marc")
    assert "fromages" not in {t.key for t in present_tabs(till.world, shop=False)}


def test_a_card_that_tells_no_counter_apart_is_sold_at_both(till: Till) -> None:
    catalogue = till.world.catalogue
    dining = present_tabs(till.world, shop=False)
    for category in [c for c in catalogue.categories.values() if c.shop]:
        catalogue.evolve(replace(category, active=False))
    assert present_tabs(till.world, shop=True) == dining
    assert articles_of(till.world, FAVOURITES, shop=True)


def test_favourites_stand_in_the_house_s_own_order(till: Till) -> None:
    ids = [a.id for a in articles_of(till.world, FAVOURITES, shop=False)]
    assert (ids[0], ids[-1], len(ids)) == ("menu_moulin", "kir", 25)


def test_a_tile_says_price_allergens_and_what_is_left(till: Till) -> None:
    world, look = till.world, sight(till)

    def tile(article: str, **counts: int) -> TileView:
        return present_tile(
            world, world.catalogue.articles[article], "dine_in", look, counts
        )

    soup = tile("soupe_oignon")
    assert (soup.price_text, soup.allergens) == ("8,50", "G L")
    salmon = tile("gravlax", gravlax=2)
    assert (salmon.countdown, salmon.in_order) == ("reste 4", 2)
    assert salmon.share == pytest.approx(4 / 13)
    assert tile("blanquette").sold_out
    assert tile("tomme_savoie").price_text == "24,90 le kg"
    assert tile("macon_cave").name == "Mâcon blanc 75\u00a0cl"
    free = ArticleSet(
        id="libre", name="Prix libre", category="emporter", price=0, open_price=True
    )
    assert present_tile(world, free, "counter", look, {}).icon == "add"


def test_prices_are_those_in_force(till: Till) -> None:
    till.now = datetime.fromisoformat("2026-11-20T17:30:00+01:00")
    world = till.world
    beer = present_tile(
        world, world.catalogue.articles["demi"], "dine_in", sight(till), {}
    )
    assert beer.price_text == "3,00"


def test_the_table_of_a_typed_number_is_the_first_tile(till: Till) -> None:
    typed = read_typed(till.world, "12")
    tiles = present_found(
        till.world, typed, ["huitres_12"], "dine_in", sight(till), None
    )
    assert [tile.id for tile in tiles] == ["table:t12", "huitres_12"]
    assert tiles[0].name == "Table 12"


def test_what_is_sold_here_comes_before_what_is_sold_elsewhere(till: Till) -> None:
    found = ["faisselle", "miel_lavande", "miel_chataignier"]
    assert nearest_first(till.world, found, shop=True)[-1] == "faisselle"
    assert nearest_first(till.world, found, shop=False) == found


@pytest.mark.parametrize(
    ("article", "asked"),
    [
        ("cafe", ""),
        ("entrecote", "options"),
        ("burger", ""),
        ("menu_moulin", "formule"),
        ("tomme_savoie", "weight"),
    ],
)
def test_a_sheet_opens_only_when_a_choice_is_required(
    till: Till, article: str, asked: str
) -> None:
    assert needs_choice(till.world, till.world.catalogue.articles[article]) == asked


def test_the_shelf_renews_only_what_changed(till: Till) -> None:
    shelf, order = Shelf(), till.seat("t12")
    till.take(order, "kir", 2)

    def tiles() -> dict[str, TileView]:
        made = shelf.tiles(
            till.world, FAVOURITES, "dine_in", sight(till), order_of(till, order),
            shop=False,
        )  # fmt: skip
        return {tile.id: tile for tile in made}

    before = tiles()
    assert before["kir"].in_order == 2
    till.do(SetAvailability(article="risotto", remaining=0))
    assert not tiles()["risotto"].sold_out
    shelf.note(till.world, till.last, sight(till))
    after = tiles()
    assert after["risotto"].sold_out
    assert after["magret"] is before["magret"]
    kir = till.world.catalogue.articles["kir"]
    till.do(SetCatalogue(event=replace(kir, favourite=0)), "marc")
    shelf.note(till.world, till.last, sight(till))
    assert "kir" not in tiles()
    assert shelf.tabs(till.world, shop=False)[0].key == FAVOURITES
    assert tiles()["magret"].photo == ""
    till.do(SetSetting(key="tiles.photos", value="yes"), "marc")
    shelf.note(till.world, till.last, sight(till))
    assert tiles()["magret"].photo == "magret.svg"


def test_the_shelf_follows_prices_through_the_hour(till: Till) -> None:
    shelf = Shelf()

    def beer() -> str:
        made = shelf.tiles(till.world, "bar", "dine_in", sight(till), None, shop=False)
        return next(tile.price_text for tile in made if tile.id == "demi")

    till.now = datetime.fromisoformat("2026-11-20T18:59:00+01:00")
    assert beer() == "3,00"
    till.now = datetime.fromisoformat("2026-11-20T19:00:00+01:00")
    assert beer() != "3,00"


def test_pieces_on_the_order_are_counted_weights_as_one(till: Till) -> None:
    order = till.seat("t12")
    till.take(order, "kir", 3)
    till.take(order, "tomme_savoie", quantity=320)
    assert in_order(till.world, order_of(till, order)) == {"kir": 3, "tomme_savoie": 1}
    assert in_order(till.world, None) == {}


def test_a_weighed_line_of_a_table_says_its_weight(till: Till) -> None:
    order = till.seat("t12")
    till.take(order, "tomme_savoie", quantity=320)
    (course,) = present_courses(till.world, order_of(till, order), sight(till))
    assert course.lines[0].detail.startswith("0,320\u00a0kg × 24,90")


# The order of the pictures


def dinner(till: Till) -> str:
    """Table 12 of picture 02."""
    order = till.seat("t12", covers=3)
    till.wait(minutes=8)
    till.take(order, "oeufs_mimosa", seats=(1,))
    till.take(order, "soupe_oignon", seats=(2,))
    child = till.take(
        order, "menu_enfant", seats=(3,), options=("enfant_steak", "frites")
    )
    till.send(order)
    till.wait(minutes=6)
    starters = [
        dish.id
        for line in till.world.book.lines_of(order_of(till, order))[:2]
        for dish in line.dishes
    ]
    till.do(ServeDishes(order=order, dishes=tuple(starters)))
    till.do(FireCourse(order=order))
    till.do(ServeDishes(order=order, dishes=(f"{child}.0",)))
    till.do(NoteAllergy(order=order, seat=2, text="Sans fruits à coque"))
    till.wait(minutes=20)
    grill = ("saignant", "poivre", "frites")
    till.take(order, "entrecote", seats=(1,), options=grill)
    till.take(order, "magret", seats=(2,), options=("rose",))
    till.take(order, "verre_rouge", 2, seats=(1, 2))
    till.take(order, "sirop", seats=(3,), options=("sans_glacon",))
    return order


def test_the_panel_says_what_the_picture_says(till: Till) -> None:
    view = present_panel(till.world, order_of(till, dinner(till)), sight(till), seat=2)
    assert (view.title, view.covers, view.room) == ("12", "3 couverts", "Salle")
    assert view.since == "34 min · Léa"
    assert [choice.text for choice in view.seats] == ["Table", "1", "2", "3", "+"]
    assert [bool(choice.mark) for choice in view.seats][2]
    assert (view.status, view.fresh) == ("5 articles à envoyer", True)
    assert view.each == "28,17 par personne"
    assert (view.send.subtitle, view.send.kind) == ("Bar 3 · Chaud 2", "filled")
    assert plain(view.pay.subtitle) == "84,50 €"
    assert view.pay.kind == "tonal"
    assert view.warning == ""


def test_the_courses_say_what_the_picture_says(till: Till) -> None:
    order = order_of(till, dinner(till))
    starters, mains, direct = present_courses(till.world, order, sight(till))
    assert starters.name == "Entrées · 2 articles"
    assert starters.state_text == "servies 19:14"
    assert (starters.folded, starters.price_text) == (True, "16,00")
    assert (mains.name, mains.tag, mains.state_text) == (
        "Plats",
        "2",
        "partent à l’envoi",
    )
    child, steak, duck = mains.lines
    assert (child.state, child.detail) == ("served", "envoyé 19:08 · servi")
    assert (steak.state, steak.detail) == ("to_send", "Saignant · poivre · frites")
    assert (duck.detail, duck.allergy) == ("Rosé", "Sans fruits à coque")
    assert (direct.name, direct.state_text, direct.tag) == ("Direct", "Bar", "")
    assert [line.seat for line in direct.lines] == ["1·2", "3"]
    assert not any(line.allergy for line in direct.lines)


def test_unfolding_shows_the_served_lines(till: Till) -> None:
    order = order_of(till, dinner(till))
    courses = present_courses(
        till.world, order, sight(till), toggled=frozenset({"entrees"})
    )
    assert not courses[0].folded
    assert len(courses[0].lines) == 2


def test_nothing_of_the_shelf_is_to_be_sent(till: Till) -> None:
    order = till.seat("t7")
    till.take(order, "miel_lavande")
    view = present_panel(till.world, order_of(till, order), sight(till))
    assert (view.send.kind, view.send.subtitle) == ("quiet", "rien à envoyer")
    assert (view.pay.kind, view.status, view.fresh) == ("filled", "", False)


def test_when_nothing_is_left_to_send_paying_becomes_loud(till: Till) -> None:
    order = dinner(till)
    till.send(order)
    view = present_panel(till.world, order_of(till, order), sight(till))
    assert (view.send.kind, view.send.subtitle) == ("quiet", "rien à envoyer")
    assert view.pay.kind == "filled"
    assert (view.status, view.fresh) == ("Tout est envoyé", False)


def test_a_held_course_waits_for_its_reclame(till: Till) -> None:
    order = till.seat("t12")
    till.take(order, "terrine")
    till.take(order, "creme_brulee")
    till.send(order)
    _, desserts = present_courses(till.world, order_of(till, order), sight(till))
    assert (desserts.state, desserts.fire_text) == ("held", "Réclamer")
    assert desserts.lines[0].state == "held"
    view = present_panel(till.world, order_of(till, order), sight(till))
    assert view.status == "À suivre : desserts"


def test_a_course_in_the_kitchen_says_since_when_and_when_it_is_ready(
    till: Till,
) -> None:
    order = till.seat("t12")
    line = till.take(order, "risotto")
    till.send(order)
    course = present_courses(till.world, order_of(till, order), sight(till))[0]
    assert course.state_text == "en préparation 19:00"
    till.do(BumpDishes(order=order, station="chaud", dishes=(f"{line}.0",)))
    course = present_courses(till.world, order_of(till, order), sight(till))[0]
    assert course.state_text == "à servir"
    assert course.lines[0].detail == "envoyé 19:00 · prêt"


def test_a_formule_is_one_line_and_its_dishes_are_rows(till: Till) -> None:
    order = till.seat("t12")
    picks = (
        Pick(step=0, article="terrine"),
        Pick(step=1, article="magret", options=("rose",)),
        Pick(step=2, article="creme_brulee"),
        Pick(step=3, article="cafe"),
    )
    line = till.take(order, "menu_moulin", picks=picks)
    courses = present_courses(till.world, order_of(till, order), sight(till))
    rows = {course.id: course.lines[0] for course in courses}
    assert rows["entrees"].id == line
    assert rows["entrees"].price_text == "34,00"
    assert rows["entrees"].detail.startswith("Terrine de campagne · magret de canard")
    assert rows["plats"].id == f"{line}.1"
    assert (rows["plats"].price_text, rows["plats"].name) == ("", "Magret de canard")
    assert rows["plats"].detail == "Rosé · menu du Moulin"


def test_a_void_says_who_and_why(till: Till) -> None:
    order = till.seat("t12")
    line = till.take(order, "risotto", 2)
    till.send(order)
    till.do(VoidLine(order=order, line=line, quantity=1000, reason="Trop long"), "marc")
    row = present_courses(till.world, order_of(till, order), sight(till))[0].lines[0]
    assert row.quantity_text == "1"
    assert "1 annulé · Marc" in row.detail
    till.do(VoidLine(order=order, line=line, reason="Trop long"), "marc")
    row = present_courses(till.world, order_of(till, order), sight(till))[0].lines[0]
    assert (row.state, row.detail) == ("voided", "annulé · Marc · trop long")
    set_language("en")
    row = present_courses(till.world, order_of(till, order), sight(till))[0].lines[0]
    set_language("fr")
    assert row.detail.endswith(" · Marc · too slow")


def test_a_line_that_was_never_sent_disappears_when_it_is_taken_off(till: Till) -> None:
    order = till.seat("t12")
    line = till.take(order, "risotto")
    till.do(VoidLine(order=order, line=line))
    assert present_courses(till.world, order_of(till, order), sight(till)) == ()


def test_what_is_given_away_shows_its_old_price(till: Till) -> None:
    order = till.seat("t12")
    line = till.take(order, "risotto")
    till.do(CompLine(order=order, line=line, reason="Maison"), "marc")
    row = present_line(
        till.world, order_of(till, order), line_of(till, line), sight(till)
    )
    assert (row.state, row.price_text, row.old_price_text) == (
        "offered",
        "0,00",
        "17,00",
    )
    assert row.unsent
    assert row.detail == "offert · maison"


def test_what_costs_nothing_by_the_card_strikes_nothing_out(till: Till) -> None:
    free = PriceListSet(
        id="free",
        name="Offert",
        rank=1,
        prices=(ListedPrice(article="risotto", price=0),),
    )
    till.do(SetCatalogue(event=free), "marc")
    order = till.seat("t12")
    line = line_of(till, till.take(order, "risotto"))
    row = present_line(till.world, order_of(till, order), line, sight(till))
    assert (row.price_text, row.old_price_text) == ("0,00", "")


def test_a_discount_says_how_much_and_why(till: Till) -> None:
    order = till.seat("t12")
    line = till.take(order, "risotto")
    till.do(Discount(order=order, line=line, percent=1000, reason="Fidélité"), "marc")
    row = present_line(
        till.world, order_of(till, order), line_of(till, line), sight(till)
    )
    assert (row.price_text, row.detail) == ("15,30", "remise −1,70 · fidélité")


def test_notes_stand_between_quotes(till: Till) -> None:
    order = till.seat("t12")
    line = till.take(order, "risotto", kitchen_note="sans ail", guest_note="cadeau")
    row = present_line(
        till.world, order_of(till, order), line_of(till, line), sight(till)
    )
    assert row.detail == "« sans ail » · « cadeau »"


def test_a_dish_without_a_station_is_flagged_before_sending(till: Till) -> None:
    lost = ArticleSet(
        id="lost", name="Perdu", category="plats", price=900, course="plats"
    )
    till.do(SetCatalogue(event=lost), "marc")
    order = till.seat("t12")
    line = till.take(order, "lost")
    till.take(order, "sac_kraft")
    view = present_panel(till.world, order_of(till, order), sight(till))
    assert view.warning == "1 plat sans poste"
    assert unrouted(till.world, line_of(till, line))
    row = present_line(
        till.world, order_of(till, order), line_of(till, line), sight(till)
    )
    assert row.detail == "aucun poste : personne ne le fera"


def test_where_tickets_come_out_is_named(till: Till) -> None:
    order = dinner(till)
    view = present_panel(till.world, order_of(till, order), sight(till, bad=("chaud",)))
    assert view.send.subtitle == "Bar 3 · Chaud 2 → Bar"
    view = present_panel(
        till.world, order_of(till, order), sight(till, bad=("chaud", "bar"))
    )
    assert view.send.subtitle == "Bar 3 → Caisse · Chaud 2 → Caisse"
    assert view.send.short == "5 → Caisse"


def test_without_a_printer_an_order_goes_to_the_screen_and_that_is_said(
    till: Till,
) -> None:
    order = dinner(till)
    for device in list(till.world.settings.devices.values()):
        till.world.settings.devices[device.id] = replace(device, active=False)
    view = present_panel(till.world, order_of(till, order), sight(till))
    assert view.send.subtitle == "Bar 3 → écran · Chaud 2 → écran"
    assert view.send.short == "5 → écran"


def test_a_station_that_nobody_hears_is_named(till: Till) -> None:
    hot = till.world.catalogue.stations["chaud"]
    till.do(SetCatalogue(event=replace(hot, screen=False)), "marc")
    all_down = sight(till, bad=("chaud", "bar", "caisse"))
    assert outlet_of(till.world, "chaud", all_down).state == "none"
    assert outlet_of(till.world, "bar", all_down).state == "screen"
    assert outlet_of(till.world, "nowhere", all_down).state == "none"
    order = till.seat("t12")
    till.take(order, "risotto")
    view = present_panel(till.world, order_of(till, order), all_down)
    assert view.warning == "Chaud ne reçoit rien"
    assert view.send.subtitle == "Chaud 1 ✕"
    assert view.send.short == "1 · 1 poste ✕"


def test_of_many_seats_those_around_the_chosen_one_are_shown(till: Till) -> None:
    order = till.seat("t12", covers=9)
    found = order_of(till, order)

    def keys(seat: int) -> list[str]:
        return [
            choice.key for choice in seat_choices(till.world, found, seat, sight(till))
        ]

    assert keys(0) == ["0", "1", "2", "3", MORE_SEATS, NEW_SEAT]
    assert keys(5) == ["0", "4", "5", "6", MORE_SEATS, NEW_SEAT]
    assert keys(9) == ["0", "7", "8", "9", MORE_SEATS, NEW_SEAT]


def test_a_seat_without_a_cover_still_has_its_segment(till: Till) -> None:
    order = till.seat("t12", covers=1)
    till.take(order, "kir", seats=(3,))
    till.do(SetCovers(order=order, covers=1))
    choices = seat_choices(till.world, order_of(till, order), 0, sight(till))
    assert [choice.key for choice in choices] == ["0", "1", "2", "3", NEW_SEAT]


def test_a_seat_tells_who_sits_there(till: Till) -> None:
    order = till.seat("t12", covers=2)
    till.do(NameGuest(order=order, seat=2, text="Anne"))
    choices = seat_choices(till.world, order_of(till, order), 0, sight(till))
    assert [choice.hint for choice in choices] == ["", "", "Anne", ""]


def test_the_line_being_chosen_stands_in_its_course(till: Till) -> None:
    order = order_of(till, dinner(till))
    draft = Draft(
        "entrees", LineView(id="d", name="D", quantity_text="1", price_text="1")
    )
    courses = present_courses(till.world, order, sight(till), draft=draft)
    assert not courses[0].folded
    assert [line.id for line in courses[0].lines] == ["d"]  # served lines stay folded
    new = Draft("desserts", draft.line)
    courses = present_courses(till.world, order, sight(till), draft=new)
    assert [course.id for course in courses] == [
        "entrees",
        "plats",
        "desserts",
        "direct",
    ]
    view = present_panel(till.world, order, sight(till), draft=draft, chosen="x")
    assert view.list.chosen == "d"


def test_without_an_order_one_s_own_tables_come_first(till: Till) -> None:
    till.seat("t1", covers=2)
    till.wait(minutes=70)
    mine = till.seat("t7", covers=4)
    order_of(till, mine).waiter = "marc"
    view = present_idle(till.world, "marc", sight(till), "counter")
    assert [table.title for table in view.tables] == ["Table 7", "Table 1"]
    assert view.tables[1].subtitle == "2 couverts · 1 h 10 · Léa"
    assert view.subtitle == "2 tables ouvertes"


def test_an_order_without_covers_has_no_share(till: Till) -> None:
    order = till.seat("t12", covers=0)
    till.take(order, "risotto")
    view = present_panel(till.world, order_of(till, order), sight(till))
    assert (view.each, view.covers) == ("", "sans couverts")


def test_what_was_sent_is_said_with_its_stations(till: Till) -> None:
    order = till.seat("t12")
    till.take(order, "kir")
    found = order_of(till, order)
    before = present_panel(till.world, found, sight(till)).send
    assert sent_words(till.world, found, before) == "Table 12 envoyée : Bar 1"
    till.do(OpenOrder(mode="counter"))
    counter = order_of(till, till.last[0].order)
    till.take(counter.id, "cafe")
    view = present_panel(till.world, counter, sight(till))
    assert (view.covers, view.room, view.seats) == ("Vente", "Comptoir", ())
    assert sent_words(till.world, counter, view.send) == "Envoyé : Bar 1"
    assert order_words(till.world, counter) == "vente 0002"


def test_a_paid_line_says_so(till: Till) -> None:
    order = till.seat("t12")
    line = till.take(order, "kir")
    till.send(order)
    till.pay(order)
    row = present_line(
        till.world, order_of(till, order), line_of(till, line), sight(till)
    )
    assert row.detail == "envoyé 19:00 · encaissé"


def test_served_agrees_with_the_name_of_the_course(till: Till) -> None:
    words = []
    for article in ("terrine", "risotto", "kir"):
        order = till.seat({"terrine": "t1", "risotto": "t2", "kir": "t3"}[article])
        line = till.take(order, article)
        till.send(order)
        till.do(ServeDishes(order=order, dishes=(f"{line}.0",)))
        course = present_courses(till.world, order_of(till, order), sight(till))[0]
        words.append(course.state_text)
    assert words == ["servies 19:00", "servis 19:00", "servi 19:00"]


def test_direct_goes_on_its_way_in_words(till: Till) -> None:
    order = till.seat("t12")
    till.take(order, "kir")
    till.send(order)
    direct = present_courses(till.world, order_of(till, order), sight(till))[0]
    assert (direct.state, direct.state_text) == ("fired", "en préparation 19:00")


def test_an_unsent_course_that_waits_says_so(till: Till) -> None:
    order = till.seat("t12")
    till.take(order, "terrine")
    till.take(order, "risotto")
    mains = present_courses(till.world, order_of(till, order), sight(till))[1]
    assert (mains.state_text, mains.state_icon) == ("à suivre", "pause")
    till.do(SetCourseTiming(order=order, course="plats", timing="fire"))
    mains = present_courses(till.world, order_of(till, order), sight(till))[1]
    assert mains.state_text == "partent à l’envoi"


def now_ms(till: Till) -> int:
    return round(till.now.timestamp() * 1000)


def test_a_course_that_goes_by_itself_says_when_and_can_be_stopped(till: Till) -> None:
    order = till.seat("t12")
    till.take(order, "terrine")
    till.take(order, "risotto")
    till.do(SetSetting(key="courses.pace", value="fired"), "marc")
    till.send(order)

    def shown() -> tuple[str, list[str]]:
        found = order_of(till, order)
        mains = present_courses(till.world, found, sight(till))[1]
        acts = present_course_acts(till.world, found, "plats", now_ms(till))
        return mains.state_text, [act.key for act in acts[:2]]

    words, keys = shown()
    assert (words.startswith("part seule à "), keys) == (True, ["fire", "stop"])
    till.do(SetCourseTiming(order=order, course="plats", timing="hold"))
    assert shown() == ("à suivre", ["fire", "resume"])


def test_what_is_held_back_can_be_begun_at_once(till: Till) -> None:
    till.do(SetSetting(key="kitchen.together", value="hold"), "marc")
    order = till.seat("t12")
    for article in ("bar_roti", "carpaccio"):
        till.take(order, article, course="plats")
    till.send(order)

    def keys() -> set[str]:
        acts = present_course_acts(
            till.world, order_of(till, order), "plats", now_ms(till)
        )
        return {act.key for act in acts}

    mains = present_courses(till.world, order_of(till, order), sight(till))[0]
    details = {line.name: line.detail for line in mains.lines}
    assert details["Carpaccio de bœuf"].endswith("· à lancer à 19:08")
    assert "launch" in keys()
    till.do(LaunchDishes(order=order, course="plats"))
    assert "launch" not in keys()


def test_what_is_ready_stays_when_its_course_moves_and_is_said(till: Till) -> None:
    order = till.seat("t12")
    till.take(order, "risotto")
    made = till.take(order, "bar_roti")
    till.send(order)
    (dish,) = till.line(made).dishes
    till.do(BumpDishes(order=order, station=dish.station, dishes=(dish.id,)))
    found = order_of(till, order)
    moving = dishes_of(till.world, found, "course:plats")
    ids = tuple(each.id for each in moving)
    assert dish.id not in ids
    till.do(MoveToCourse(order=order, course="desserts", dishes=ids))
    words = moved_words(
        till.world, found, "course:plats", moving, "desserts", told=False
    )
    assert plain(words) == "Plats → Desserts · 1 déjà prêt reste"
    words = moved_words(till.world, found, ids[0], moving, "desserts", told=True)
    assert plain(words) == "Risotto aux cèpes → Desserts · la cuisine est prévenue"


def test_prices_and_weights_are_asked_for(till: Till) -> None:
    free = ArticleSet(
        id="libre", name="Libre", category="emporter", price=0, open_price=True
    )
    assert needs_choice(till.world, free) == "price"
    assert quantity_words() == "La quantité va de 1 à 999."
    tiles = present_tiles(till.world, [free], "counter", sight(till), None)
    assert tiles[0].icon == "add"


# Words


def test_small_words() -> None:
    assert since_words(59) == "59 min"
    assert since_words(125) == "2 h 05"
    assert lowered("Poivre") == "poivre"
    assert lowered("TVA") == "TVA"
    assert lowered("") == ""
    assert joined(["Bleu", "", "Poivre"]) == "Bleu · poivre"
    assert plain(kilograms(1320)) == "1,320 kg"
    assert place_words(()) == "Toute la table"
    assert place_words((1, 2)) == "Places 1·2"


def test_an_allergen_is_recognised_in_what_people_say(till: Till) -> None:
    order = till.seat("t12", covers=3)
    articles = till.world.catalogue.articles
    till.do(NoteAllergy(order=order, seat=2, text="intolérante au lactose"))
    found = order_of(till, order)
    words = conflict(articles["risotto"], found, (2,), sight(till))
    assert words == "Risotto aux cèpes contient : Lait (place 2)"
    assert conflict(articles["risotto"], found, (1,), sight(till)) == ""
    assert conflict(articles["risotto"], found, (), sight(till)) == words
    assert conflict(articles["magret"], found, (2,), sight(till)) == ""
    till.do(NoteAllergy(order=order, seat=0, text="sans céleri"))
    words = conflict(articles["magret"], order_of(till, order), (1,), sight(till))
    assert words == "Magret de canard contient : Céleri (toute la table)"


def test_allergens_are_told_with_their_traces(till: Till) -> None:
    articles = till.world.catalogue.articles
    words = allergen_words(articles["burger"])
    assert words == "Gluten, lait ; peut contenir : œufs, moutarde, sésame"
    assert allergen_words(articles["cafe"]) == ""


@pytest.mark.parametrize(
    ("allergies", "names", "words"),
    [
        ({1: "Sans œufs"}, {2: "Anne"}, "Allergie notée : Sans œufs · Anne"),
        ({1: ""}, {1: "Anne"}, "Allergie effacée · Noté : Anne"),
        ({1: ""}, {1: ""}, "Allergie effacée · Nom effacé"),
        ({}, {1: "Anne"}, "Noté : Anne"),
        ({}, {1: ""}, "Nom effacé"),
    ],
)
def test_an_allergy_that_was_taken_back_is_not_called_noted(
    allergies: dict[int, str], names: dict[int, str], words: str
) -> None:
    assert plain(guests_words(allergies, names)) == words
