"""Options of a dish and dishes of a formule, as states of answers."""

from dataclasses import replace

import pytest
from domain_kit import Till
from pos_world import line_of, moulin, order_of, plain, sight

from app.domain.catalogue.decide import SetAvailability, SetCatalogue
from app.domain.orders.commands import AddLine, NoteAllergy
from app.presenters.pos import formule, modifiers
from app.presenters.pos.formule import Composing
from app.presenters.pos.modifiers import Choosing


@pytest.fixture
def till() -> Till:
    return moulin()


def chosen(
    till: Till, article: str, *taps: tuple[str, str], **more: object
) -> Choosing:
    """The state after these taps."""
    choosing = Choosing(article=article, **more)  # type: ignore[arg-type]
    for group, option in taps:
        choosing = modifiers.tapped(till.world.catalogue, choosing, group, option)
    return choosing


def view(till: Till, choosing: Choosing, order: str = "") -> modifiers.ModifiersView:
    found = order_of(till, order) if order else None
    mode = found.mode if found else "counter"
    return modifiers.present_modifiers(till.world, choosing, found, mode, sight(till))


STEAK = (("cuisson", "saignant"), ("sauce", "poivre"), ("garniture", "frites"))


# Options


def test_the_sheet_says_what_the_picture_says(till: Till) -> None:
    order = till.seat("t12")
    choosing = chosen(
        till, "entrecote", *STEAK[:2], ("consignes_grill", "sauce_a_part"), seats=(1,)
    )
    shown = view(till, choosing, order)
    assert (shown.title, shown.subtitle) == (
        "Entrecôte 300 g",
        "Place 1 · Plats · table 12",
    )
    cooking, sauce, side = shown.questions.cards
    assert (cooking.title, cooking.hint, cooking.state_text) == (
        "Cuisson",
        "1 choix",
        "Saignant",
    )
    assert [o.detail for o in cooking.options] == ["− 2 min", "", "+ 3 min"]
    assert [o.digit for o in sauce.options] == ["4", "5", "6"]
    assert plain(sauce.options[2].detail) == "+ 1,00 €"
    assert (side.state, side.state_text) == ("missing", "À choisir")
    assert (side.options[2].sold_out, side.options[2].detail) == (True, "reste 0 · 86")
    chips = shown.questions.chips[0]
    assert [(c.text, c.icon, c.chosen) for c in chips.chips] == [
        ("Sans sel", "remove", False),
        ("Sauce à part", "add", True),
    ]
    assert shown.kitchen_title == "Le bon dira, au poste Chaud"
    assert shown.kitchen == "1 ENTRECÔTE · SAIGNANT · POIVRE · SAUCE À PART"
    assert shown.missing == "Garniture"
    assert plain(shown.button) == "Ajouter · 24,00 €"


def test_many_missing_choices_are_counted_beside_the_button() -> None:
    names = ("Cuisson", "Sauce", "Garniture", "Pain", "Sel")
    assert modifiers.few_words(names[:3]) == "Cuisson · Sauce · Garniture"
    assert modifiers.few_words(names) == "Cuisson · Sauce · Garniture · 2 autres"


def test_one_answer_takes_the_place_of_another(till: Till) -> None:
    choosing = chosen(till, "entrecote", ("cuisson", "bleu"), ("cuisson", "saignant"))
    assert choosing.picked == (("cuisson", "saignant"),)


def test_the_only_answer_that_is_needed_cannot_be_taken_back(till: Till) -> None:
    twice = chosen(till, "entrecote", ("cuisson", "bleu"), ("cuisson", "bleu"))
    assert twice.picked == (("cuisson", "bleu"),)
    free = chosen(
        till, "burger", ("cuisson_burger", "bleu"), ("cuisson_burger", "bleu")
    )
    assert free.picked == ()


def test_of_too_many_answers_the_oldest_goes(till: Till) -> None:
    taps = [("parfums", flavour) for flavour in ("vanille", "fraise", "citron")]
    choosing = chosen(till, "glace", *taps)
    assert choosing.picked == (("parfums", "fraise"), ("parfums", "citron"))
    asked = view(till, choosing).questions.cards[0]
    assert (asked.hint, asked.state_text) == ("2 choix", "Fraise · Citron")
    assert modifiers.unanswered(till.world.catalogue, chosen(till, "glace", taps[0]))


def test_a_question_that_is_not_asked_any_more_takes_its_answer_along(
    till: Till,
) -> None:
    choosing = chosen(
        till,
        "bavette",
        ("cuisson_boeuf", "saignant"),
        ("accompagnement", "salade"),
        ("vinaigrette", "balsamique"),
    )
    asked = modifiers.questions(till.world.catalogue, "bavette", choosing.picked)
    assert [g.id for g in asked] == [
        "cuisson_boeuf",
        "accompagnement",
        "vinaigrette",
        "consignes_grillade",
    ]
    other = modifiers.tapped(till.world.catalogue, choosing, "accompagnement", "puree")
    assert ("vinaigrette", "balsamique") not in other.picked


def test_digits_follow_the_open_question_when_there_are_too_many_options(
    till: Till,
) -> None:
    choosing = Choosing(article="bavette")
    asked = view(till, choosing).questions
    assert modifiers.answer_of(asked, "1") == ("cuisson_boeuf", "bleu")
    choosing = chosen(till, "bavette", ("cuisson_boeuf", "bleu"))
    asked = view(till, choosing).questions
    assert modifiers.answer_of(asked, "1") == ("accompagnement", "frites")
    assert modifiers.answer_of(asked, "3") is None  # the gratin is sold out
    assert modifiers.answer_of(asked, "9") is None


def test_there_is_always_a_place_for_an_allergy_and_a_note(till: Till) -> None:
    shown = view(till, Choosing(article="creme_brulee"))
    assert [chips.title for chips in shown.questions.chips] == ["Consignes"]
    assert shown.questions.chips[0].chips == ()


def test_priced_extras_are_questions_not_instructions(till: Till) -> None:
    asked = view(till, Choosing(article="burger")).questions
    assert "supplements" in [group.id for group in asked.cards]
    extras = next(g for g in asked.cards if g.id == "supplements")
    assert extras.hint == "facultatif"
    mojito = view(till, Choosing(article="mojito")).questions.chips[0].chips
    assert plain(mojito[-1].text) == "Sans alcool − 2,00 €"


def test_quantity_and_options_make_the_price(till: Till) -> None:
    taps = (*STEAK[:1], ("sauce", "roquefort"), STEAK[2])
    choosing = chosen(till, "entrecote", *taps, quantity=2, note="vite \x07 !")
    shown = view(till, choosing)
    assert plain(shown.button) == "Ajouter · 50,00 €"
    assert shown.kitchen.endswith("FRITES · vite !")
    assert shown.subtitle == "Vente au comptoir"


def test_what_is_left_of_an_option_is_told(till: Till) -> None:
    till.do(SetAvailability(article="frites", remaining=3))
    side = view(till, Choosing(article="entrecote")).questions.cards[2]
    assert side.options[0].detail == "reste 3"


def test_an_allergen_of_the_seat_stands_at_the_head(till: Till) -> None:
    order = till.seat("t12", covers=3)
    till.do(NoteAllergy(order=order, seat=2, text="Sans lait"))
    shown = view(till, Choosing(article="entrecote", seats=(2,)), order)
    assert shown.warning == "Entrecôte 300 g contient : Lait (place 2)"
    assert view(till, Choosing(article="entrecote", seats=(1,)), order).warning == ""


def test_the_answers_of_a_line_find_their_questions_again(till: Till) -> None:
    order = till.seat("t12")
    options = ("saignant", "salade", "balsamique", "sans_sel")
    line = till.take(
        order, "bavette", options=options[:3], seats=(2,), kitchen_note="vite"
    )
    choosing = modifiers.settled(
        till.world.catalogue, modifiers.choosing_of(line_of(till, line))
    )
    assert choosing.picked == (
        ("cuisson_boeuf", "saignant"),
        ("accompagnement", "salade"),
        ("vinaigrette", "balsamique"),
    )
    assert (choosing.line, choosing.seats, choosing.note) == (line, (2,), "vite")
    assert view(till, choosing, order).button.startswith("Remplacer")
    command = modifiers.command_of(till.world, choosing, order)
    assert (command.options, command.merge) == (
        ("saignant", "salade", "balsamique"),
        False,
    )


def test_the_line_being_chosen_names_what_is_missing(till: Till) -> None:
    choosing = chosen(till, "entrecote", *STEAK[:2], seats=(1,))
    draft = modifiers.draft_of(till.world, choosing, "dine_in", sight(till), None)
    assert (draft.course, draft.line.detail) == (
        "plats",
        "Saignant · poivre · garniture ?",
    )
    assert (draft.line.price_text, draft.line.seat) == ("24,00", "1")


def test_what_was_chosen_is_accepted_by_the_house(till: Till) -> None:
    order = till.seat("t12")
    choosing = chosen(till, "entrecote", *STEAK, ("consignes_grill", "sans_sel"))
    till.do(modifiers.command_of(till.world, choosing, order))
    line = till.world.book.lines_of(order_of(till, order))[0]
    assert [m.id for m in line.dishes[0].ordered.modifiers] == [
        "saignant",
        "poivre",
        "frites",
        "sans_sel",
    ]


# Formules


def composed(till: Till, *dishes: str, article: str = "menu_moulin") -> Composing:
    """The state after these dishes, one a step, staying at the last."""
    composing = Composing(article=article, seats=(2,))
    for step, dish in enumerate(dishes):
        composing = formule.at_step(composing, step)
        composing = formule.picked(till.world, composing, dish)
    return composing


def shown(till: Till, composing: Composing, order: str) -> formule.FormuleView:
    return formule.present_formule(
        till.world, composing, order_of(till, order), "dine_in", sight(till)
    )


def test_the_formule_says_what_the_picture_says(till: Till) -> None:
    order = till.seat("t12", covers=3)
    composing = composed(till, "oeufs_mimosa", "bar_roti", "creme_brulee")
    sheet = shown(till, composing, order)
    assert sheet.subtitle == "Étape 3 sur 4 · place 2 · table 12"
    assert [(step.title, step.text, step.state) for step in sheet.steps] == [
        ("1 Entrée", "Œufs mimosa", "done"),
        ("2 Plat", "Bar rôti, fenouil", "done"),
        ("3 Dessert", "Crème brûlée", "current"),
        ("4 Boisson", "à choisir", "waiting"),
    ]
    assert (sheet.heading.title, sheet.heading.state_text) == ("Dessert", "à suivre")
    assert sheet.heading.hint == "1 choix · part à la suite"
    prices = {tile.name: tile.price_text for tile in sheet.tiles}
    assert prices["Tarte Tatin"] == "+ 1,50"
    assert prices["Crème brûlée"] == "compris"
    assert next(tile for tile in sheet.tiles if tile.id == "baba").sold_out
    assert sheet.guest == ("1 Menu du Moulin", "34,00", "Une seule ligne, une place")
    assert sheet.kitchen == (
        ("Froid · Œufs mimosa", False),
        ("Chaud · Bar rôti (à suivre)", True),
        ("Pâtisserie · Crème brûlée (à suivre)", True),
    )
    assert (sheet.back, sheet.next, sheet.last) == ("Plat", "Boisson", False)
    assert plain(sheet.price) == "34,00 €"
    assert sheet.foot == "Menu du Moulin · place 2"


def test_a_starter_of_a_formule_goes_before_the_mains_on_the_order(till: Till) -> None:
    order = till.seat("t12")
    till.do(AddLine(order=order, article="magret", options=("rose",)))
    sheet = shown(till, composed(till, "soupe_oignon", "bar_roti"), order)
    assert sheet.kitchen == (
        ("Chaud · Soupe à l’oignon", False),
        ("Chaud · Bar rôti (à suivre)", True),
    )


def test_wine_and_food_are_two_rates_of_vat(till: Till) -> None:
    order = till.seat("t12")
    sheet = shown(
        till, composed(till, "terrine", "risotto", "faisselle", "verre_rouge"), order
    )
    assert sheet.guest[2] == "Une seule ligne, une place, deux taux de TVA calculés"


def test_supplements_and_options_raise_the_price(till: Till) -> None:
    composing = composed(till, "escargots", "entrecote")
    composing = formule.option_tapped(till.world, composing, "sauce", "roquefort")
    cents = formule.composed_price(till.world, composing, "dine_in", sight(till))
    assert cents == 3400 + 200 + 400 + 100


def test_the_same_dish_again_changes_nothing(till: Till) -> None:
    composing = composed(till, "terrine", "magret")
    composing = formule.option_tapped(till.world, composing, "cuisson_canard", "rose")
    assert formule.picked(till.world, composing, "magret") == composing
    other = formule.picked(till.world, composing, "risotto")
    assert formule.pick_of(other, 1) == Choosing(article="risotto")


def test_a_step_is_complete_with_the_options_of_its_dish(till: Till) -> None:
    composing = composed(till, "terrine", "magret")
    assert formule.missing_at(till.world, composing, 1) == "Cuisson"
    assert not formule.goes_on(till.world, composing)
    composing = formule.option_tapped(till.world, composing, "cuisson_canard", "rose")
    assert formule.goes_on(till.world, composing)
    assert formule.first_open(till.world, composing) == 2


def test_an_optional_step_can_be_gone_past_or_let_go(till: Till) -> None:
    order = till.seat("t12")
    composing = composed(till, "burger", "demi", article="formule_bistrot")
    composing = formule.at_step(composing, 2)
    sheet = shown(till, composing, order)
    assert sheet.steps[2].text == "facultatif"
    assert (sheet.missing, sheet.last) == ("", True)
    with_coffee = formule.picked(till.world, composing, "cafe")
    assert formule.picked(till.world, with_coffee, "cafe").picks == composing.picks
    past = shown(till, formule.at_step(replace(composing, step=0), 0), order)
    assert past.steps[2].text == "sans" or past.steps[2].text == "facultatif"


def test_the_last_step_names_what_an_earlier_one_lacks(till: Till) -> None:
    order = till.seat("t12")
    composing = composed(till, "terrine", "magret", "faisselle", "cafe")
    sheet = shown(till, composing, order)
    assert (sheet.last, sheet.missing) == (True, "Cuisson")
    assert plain(sheet.next) == "Ajouter · 34,00 €"


def test_at_the_counter_nothing_waits(till: Till) -> None:
    sheet = formule.present_formule(
        till.world, composed(till, "terrine", "risotto"), None, "counter", sight(till)
    )
    assert not any(quiet for _, quiet in sheet.kitchen)
    assert sheet.subtitle == "Étape 2 sur 4"


def test_what_was_composed_is_accepted_by_the_house_and_found_again(till: Till) -> None:
    order = till.seat("t12")
    composing = composed(till, "terrine", "magret", "faisselle", "cafe")
    composing = formule.at_step(composing, 1)
    composing = formule.option_tapped(till.world, composing, "cuisson_canard", "rose")
    till.do(formule.command_of(till.world, composing, order))
    line = till.world.book.lines_of(order_of(till, order))[0]
    again = formule.composing_of(till.world, line)
    assert dict(again.picks)[1].picked == (("cuisson_canard", "rose"),)
    assert again.line == line.id
    assert shown(till, again, order).next == "Plat"
    draft = formule.draft_of(till.world, again, "dine_in", sight(till))
    assert draft.line.detail.startswith("Terrine de campagne · magret de canard")


def test_the_draft_of_a_formule_asks_for_its_steps(till: Till) -> None:
    draft = formule.draft_of(
        till.world, composed(till, "terrine"), "dine_in", sight(till)
    )
    assert draft.line.detail == "Terrine de campagne · plat ? · dessert ? · boisson ?"
    assert draft.course == "entrees"


def test_an_option_without_its_dish_changes_nothing(till: Till) -> None:
    composing = Composing(article="menu_moulin")
    assert formule.option_tapped(till.world, composing, "cuisson", "bleu") == composing


def test_a_dish_that_left_the_card_is_not_offered(till: Till) -> None:
    order = till.seat("t12")
    soup = till.world.catalogue.articles["soupe_oignon"]
    till.do(SetCatalogue(event=replace(soup, active=False)), "marc")
    sheet = shown(till, Composing(article="menu_moulin"), order)
    assert "soupe_oignon" not in [tile.id for tile in sheet.tiles]
    assert sheet.guest[2] == "Une seule ligne"
    assert sheet.foot == "Menu du Moulin · toute la table"


def test_a_question_says_how_many_answers_it_takes(till: Till) -> None:
    flavours = till.world.catalogue.groups["parfums"]
    till.do(SetCatalogue(event=replace(flavours, minimum=1, maximum=3)), "marc")
    asked = view(till, Choosing(article="glace")).questions.cards[0]
    assert asked.hint == "de 1 à 3"


def test_an_unknown_or_repeated_question_is_asked_once(till: Till) -> None:
    glace = till.world.catalogue.articles["glace"]
    twice = replace(glace, groups=("parfums", "gone", "parfums"))
    till.do(SetCatalogue(event=twice), "marc")
    asked = modifiers.questions(till.world.catalogue, "glace", ())
    assert [group.id for group in asked] == ["parfums"]
