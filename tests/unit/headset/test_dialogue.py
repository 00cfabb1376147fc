"""What a waiter says, and what comes of it: the draft, the questions, the deeds."""

from datetime import timedelta

import pytest
from headset_kit import Table

from app.domain.catalogue.decide import SetAvailability
from app.domain.orders.commands import (
    AddLine,
    ChangeLine,
    FireCourse,
    NoteAllergy,
    OpenOrder,
    PrintAddition,
    SendOrder,
    SplitOrder,
    VoidLine,
)
from app.domain.payments.commands import RequestCard, TakePayment
from app.domain.staff.decide import SetVoice
from app.domain.staff.events import VoiceSet
from app.domain.vocabulary import MILLI
from app.headset import dialogue
from app.headset.plan import Allergy, Reserve, Send
from app.headset.turn import Turn
from voice.meaning import Action, Choice, Question, Understood

BURGERS = {
    "item": "burger",
    "qty": 2,
    "cooking": "saignant",
    "mods": [{"op": "without", "what": "oignon"}, {"op": "side", "what": "sauce"}],
}


@pytest.fixture
def table() -> Table:
    return Table()


def add(number: int | None, *items: dict) -> tuple[str, dict]:
    return "order.add", {"table": number, "items": list(items)}


def seated(table: Table, number: int, *articles: str, sent: bool = True) -> str:
    """An order with these articles at a table."""
    till = table.till
    (created,) = till.do(OpenOrder(table=f"t{number}", covers=2))
    for article in articles:
        till.do(AddLine(order=created.order, article=article, merge=False))
    if sent:
        till.do(SendOrder(order=created.order))
    return created.order


def asked(table: Table) -> str:
    return table.turn.asked.slot if table.turn.asked else ""


# ------------------------------------------------------------------ the draft


def test_an_order_waits_for_envoie_and_is_taken_down_as_the_card_has_it(table):
    table.hears(add(12, BURGERS, {"item": "frites", "qty": 1}))

    assert table.said == [
        "12 : deux burgers, sans oignon, sauce à part, saignants ; une frite"
    ]
    assert not table.done
    table.hears(("dialog.commit", {}))
    order = table.till.world.order_on("t12")
    burger, fries = table.till.world.book.lines_of(order)
    chosen = [modifier.id for modifier in burger.dishes[0].ordered.modifiers]
    assert chosen == ["saignant", "sans_oignon", "sauce_a_part"]
    assert (burger.quantity, fries.quantity) == (2 * MILLI, MILLI)
    assert burger.stage == fries.stage == "sent"
    assert not table.turn.waiting


def test_what_the_card_knows_no_option_for_is_a_note_to_the_kitchen(table):
    mods = [{"op": "without", "what": "ail"}, {"op": "extra", "what": "persil"}]
    table.hears(add(4, {"item": "frites", "qty": 1, "mods": mods}))

    assert table.turn.waiting[0].note == "Sans ail, Extra persil"

    mods = [{"op": "without", "what": "persil"}]
    table.hears(("order.modify", {"table": 4, "item": "frites", "set": {"mods": mods}}))
    assert table.turn.waiting[0].note == "Sans ail, Sans persil"


def test_a_correction_speaks_of_the_draft_before_it_speaks_of_the_order(table):
    seated(table, 12, "burger")
    table.hears(add(12, {"item": "burger", "qty": 2}))

    table.hears(("order.modify", {"table": 12, "item": "burger", "set": {"qty": 3}}))
    assert [wish.pieces for wish in table.turn.waiting] == [3]
    table.hears(("order.replace", {"table": 12, "from": "burger", "to": "frites"}))
    assert [wish.article for wish in table.turn.waiting] == ["frites"]
    table.hears(("order.void", {"table": 12, "items": [{"item": "frites", "qty": 1}]}))
    assert [wish.pieces for wish in table.turn.waiting] == [2]
    assert not table.done


def test_the_table_that_was_wrong_is_said_again(table):
    table.hears(add(12, BURGERS), text="table douze deux burgers")
    table.hears(("dialog.table", {"table": 8}))

    assert table.turn.waiting[0].table == "t8"
    assert table.turn.table == "t8"


def test_the_same_again_for_another_table(table):
    table.hears(add(12, BURGERS, {"item": "frites", "qty": 1}))
    table.hears(("dialog.commit", {}))
    table.hears(("order.copy", {"from": "last", "to": 8, "except": ["frites"]}))

    (again,) = table.turn.waiting
    assert (again.article, again.pieces, again.table) == ("burger", 2, "t8")
    assert "sans_oignon" in again.options


def test_what_a_table_has_is_taken_down_for_another_one(table):
    seated(table, 12, "burger", "frites")
    table.hears(("order.copy", {"from": 12, "to": 8}))

    assert [wish.article for wish in table.turn.waiting] == ["burger", "frites"]


def test_no_to_a_draft_takes_the_last_sentence_back_and_reads_the_rest(table):
    table.hears(add(12, {"item": "frites", "qty": 1}), text="une frite")
    table.hears(add(12, {"item": "cafe", "qty": 2}), text="deux cafés")
    table.hears(("dialog.no", {}))

    assert table.said == ["Oublié", "12 : une frite"]
    table.hears(("dialog.yes", {}))
    assert "envoie" in table.said[0]
    assert not table.done


def test_a_correction_moves_the_last_sentence_to_another_table(table):
    table.hears(add(12, {"item": "frites", "qty": 1}), text="une frite")
    table.hears(("order.modify", {"table": 12, "set": {"table": 8}}))

    assert table.said == ["8 : une frite"]
    assert table.turn.waiting[0].table == "t8"


def test_nothing_waits_and_envoie_says_so(table):
    table.hears(("dialog.commit", {}))

    assert table.said == ["Rien à envoyer"]


def test_dishes_named_behind_a_formule_are_what_it_is_made_of(table):
    dishes = [{"item": name, "qty": 1} for name in ("terrine", "plat_jour", "cafe")]
    table.hears(add(4, {"item": "menu_jour", "qty": 1}, *dishes))

    (menu,) = table.turn.waiting
    assert [pick.article for pick in menu.picks] == ["terrine", "plat_jour", "cafe"]
    assert asked(table) == ""
    table.hears(("dialog.commit", {}))
    assert table.sent == [menu.id]


def test_several_formules_are_parted_by_what_is_chosen(table):
    table.hears(add(4, {"item": "menu_jour", "qty": 3}))
    table.hears(
        add(4, {"item": "terrine", "qty": 2}, {"item": "soupe_oignon", "qty": 1})
    )

    chosen = [(wish.pieces, wish.picks[0].article) for wish in table.turn.waiting]
    assert chosen == [(2, "terrine"), (1, "soupe_oignon")]
    table.hears(add(4, {"item": "kir", "qty": 1}), text="un kir")
    assert len(table.turn.waiting) == 3  # it is of no formule


def test_a_dish_of_a_formule_is_named_by_any_of_its_names(table):
    dishes = [{"item": name, "qty": 1} for name in ("terrine", "plat_jour")]
    table.hears(add(4, {"item": "menu_jour", "qty": 1}, *dishes))
    table.hears(add(4, {"item": "cafe", "qty": 1}), text="un café")

    (menu,) = table.turn.waiting
    assert menu.picks[-1].article == "cafe"


# ------------------------------------------------------------------ questions


def test_a_table_that_was_not_said_is_asked_for(table):
    table.hears(add(None, BURGERS))

    assert asked(table) == "table"
    assert not table.turn.waiting
    table.hears(("dialog.table", {"table": 12}))
    assert [wish.table for wish in table.turn.waiting] == ["t12"]


def test_a_table_that_there_is_not_is_asked_for_too(table):
    table.hears(add(99, BURGERS))

    assert "99" in table.turn.asked.text
    table.takes(dialogue.tap(table.turn, "12", table.room))
    assert [wish.table for wish in table.turn.waiting] == ["t12"]


def test_of_several_articles_it_is_asked_which(table):
    tart = {"item": None, "choices": ["tarte_tatin", "tarte_citron"], "qty": 2}
    table.hears(add(4, tart))

    assert [option.key for option in table.turn.asked.options] == tart["choices"]
    table.hears(("dialog.choice", {"item": "tarte_citron"}))
    (wish,) = table.turn.waiting
    assert (wish.article, wish.pieces) == ("tarte_citron", 2)


def test_what_has_to_be_chosen_is_asked_once_and_answered_by_its_name(table):
    table.hears(add(12, {"item": "entrecote", "qty": 1, "cooking": "saignant"}))
    assert asked(table) == "option"
    sauce = table.turn.asked

    table.takes(
        dialogue.hear(table.turn, Understood("reject", "béarnaise"), table.room)
    )
    assert table.turn.waiting[0].options == ("saignant", "bearnaise")
    assert asked(table) == "option"
    assert table.turn.asked != sauce
    table.hears(("table.status", {"table": 12}))
    assert asked(table) == "option"  # an answer between does not close it


def test_a_dish_for_some_of_the_formules_parts_them_and_a_bare_one_is_for_all(table):
    table.hears(add(4, {"item": "menu_moulin", "qty": 3}))
    table.hears(add(4, {"item": "terrine", "qty": 1}), text="terrine")
    assert [wish.pieces for wish in table.turn.waiting] == [3]

    rosy = {"item": "magret", "qty": 1, "cooking": "rosé"}
    table.hears(add(4, rosy), text="un magret rosé")
    assert [wish.pieces for wish in table.turn.waiting] == [2, 1]
    assert table.turn.waiting[1].picks[1].options == ("rose",)
    named = "Deux menus du moulin, Terrine de campagne, plat :"
    assert table.turn.asked.text.startswith(named)
    table.hears(add(4, rosy), text="magret rosé")
    assert [wish.pieces for wish in table.turn.waiting] == [2, 1]
    assert table.turn.waiting[0].picks[1].options == ("rose",)


def test_what_is_told_course_by_course_goes_to_the_formule_that_lacks_it(table):
    table.hears(add(4, {"item": "menu_moulin", "qty": 2}))
    for article, text in (
        ("terrine", "une terrine"),
        ("soupe_oignon", "une soupe"),
        ("risotto", "un risotto"),
        ("burger", "un burger"),
    ):
        table.hears(add(4, {"item": article, "qty": 1}), text=text)

    picks = [[pick.article for pick in wish.picks] for wish in table.turn.waiting]
    assert picks == [["soupe_oignon", "risotto"], ["terrine", "burger"]]


def test_as_many_dishes_as_there_are_parts_of_a_formule_are_for_all_of_them(table):
    table.hears(add(4, {"item": "menu_moulin", "qty": 2}))
    starters = ({"item": name, "qty": 1} for name in ("terrine", "soupe_oignon"))
    table.hears(add(4, *starters), text="une terrine et une soupe")
    table.hears(add(4, {"item": "risotto", "qty": 2}), text="deux risottos")

    picks = [[pick.article for pick in wish.picks] for wish in table.turn.waiting]
    assert picks == [["terrine", "risotto"], ["soupe_oignon", "risotto"]]


def test_formules_are_parted_in_the_sentence_that_orders_them(table):
    dishes = (("burger", 1), ("moules", 1), ("verre_rouge", 2), ("cafe", 2))
    items = [{"item": name, "qty": count} for name, count in dishes]
    table.hears(add(4, {"item": "formule_bistrot", "qty": 2}, *items))

    parts = [wish for wish in table.turn.waiting if wish.picks]
    assert [wish.pieces for wish in parts] == [1, 1]
    assert [wish.picks[0].article for wish in parts] == ["burger", "moules"]


def test_two_answers_to_one_question_are_none(table):
    mods = [{"op": "with", "what": name} for name in ("menthe", "earl grey")]
    table.hears(add(4, {"item": "the", "qty": 2, "mods": mods}))

    assert table.said == ["4 : deux thés"]
    assert asked(table) == "option"


def test_a_garnish_that_takes_the_place_of_another_is_read_back_alone(table):
    bavette = {"item": "bavette", "qty": 1, "cooking": "bleu"}
    fries = {"op": "with", "what": "frites"}
    table.hears(add(4, {**bavette, "mods": [fries]}), text="une bavette bleue frites")
    table.hears(add(4, {"item": "haricots", "qty": 1}), text="non, haricots verts")

    assert table.said == ["4 : une bavette, haricots verts, bleue"]
    table.hears(("order.replace", {"table": 4, "from": "bavette", "to": "riz"}))
    assert table.said == ["4 : une bavette, riz, bleue"]
    assert len(table.turn.waiting) == 1


ENTRECOTES = (
    {"item": "entrecote", "qty": 2, "cooking": "saignant"},
    {"item": "entrecote", "qty": 1, "cooking": "à point"},
)


def says(table: Table, text: str) -> list[tuple[int, tuple[str, ...]]]:
    """A sentence of which nothing but its words is known; pieces and options after it."""
    understood = Understood("reject", text)
    table.takes(dialogue.hear(table.turn, understood, table.room))
    return [(wish.pieces, wish.options) for wish in table.turn.waiting]


def test_an_answer_is_for_the_line_that_the_question_names(table):
    table.hears(add(12, *ENTRECOTES))
    assert table.turn.asked.text.startswith("Deux entrecôtes, saignantes, sauce :")

    assert says(table, "au poivre") == [
        (2, ("saignant", "poivre")),
        (1, ("a_point",)),
    ]
    says(table, "toutes frites")
    assert table.turn.asked.text.startswith("Une entrecôte, frites, à point, sauce :")


def test_an_answer_that_says_how_many_is_dealt_out(table):
    table.hears(add(12, *ENTRECOTES))

    assert says(table, "les trois au poivre")[1] == (1, ("a_point", "poivre"))
    dealt = says(table, "une frites, deux haricots verts")
    assert [(pieces, options[-1]) for pieces, options in dealt] == [
        (1, "frites"),
        (1, "haricots"),
        (1, "haricots"),
    ]
    assert len({wish.id for wish in table.turn.waiting}) == 3
    beans = "une entrecôte, poivre, haricots verts"
    fries = "12 : une entrecôte, poivre, frites, saignante"
    assert table.said == [f"{fries} ; {beans}, saignante ; {beans}, à point"]


def test_the_a_of_a_point_is_no_number(table):
    table.hears(add(12, {"item": "entrecote", "qty": 3}))

    assert says(table, "deux à point, une saignante") == [
        (2, ("a_point",)),
        (1, ("saignant",)),
    ]
    table.hears(add(4, {"item": "magret", "qty": 2}))
    assert says(table, "à point")[-1] == (2, ("a_point",))


def test_the_others_are_all_that_are_left(table):
    table.hears(add(12, {"item": "entrecote", "qty": 3}))

    assert says(table, "une bleue et les autres saignantes") == [
        (1, ("bleu",)),
        (2, ("saignant",)),
    ]


def test_more_answers_than_there_are_dishes_are_none(table):
    table.hears(add(12, *ENTRECOTES))

    says(table, "quatre poivre")
    assert [wish.options for wish in table.turn.waiting] == [
        ("saignant",),
        ("a_point",),
    ]


def test_a_garnish_that_is_named_behind_a_dish_is_its_answer(table):
    bavette = {"item": "bavette", "qty": 2, "cooking": "à point"}
    fries = {"item": "frites", "qty": 1}
    table.hears(add(12, bavette, fries), text="deux bavettes à point, frites")
    assert table.said == ["12 : deux bavettes, frites, à point"]

    rice, mash = {"item": "riz", "qty": 1}, {"item": "puree", "qty": 1}
    table.hears(add(8, bavette, rice, mash), text="deux bavettes, un riz, une purée")
    here = [wish for wish in table.turn.waiting if wish.table == "t8"]
    assert [(wish.article, wish.options[-1]) for wish in here] == [
        ("bavette", "riz"),
        ("bavette", "puree"),
    ]


def test_a_garnish_of_another_number_is_a_dish_of_its_own(table):
    bavette = {"item": "bavette", "qty": 2, "cooking": "à point"}
    table.hears(
        add(12, bavette, {"item": "frites", "qty": 1}), text="deux bavettes une frite"
    )

    assert [wish.article for wish in table.turn.waiting] == ["bavette", "frites"]
    assert asked(table) == "option"


def test_who_calls_an_article_by_its_option_has_chosen_it(table):
    table.hears(add(12, {"item": "infusion", "qty": 1}), text="une verveine")

    assert table.said == ["12 : une infusion, verveine"]


def test_a_number_said_again_behind_a_no_takes_the_place_of_the_other(table):
    red, white = {"item": "verre_rouge"}, {"item": "verre_blanc", "qty": 1}
    table.hears(add(4, {"item": "kir", "qty": 1}, {**red, "qty": 3}), text="un kir…")
    table.hears(add(4, {**red, "qty": 2}, white), text="ah non deux rouges un blanc")

    here = [(wish.article, wish.pieces) for wish in table.turn.waiting]
    assert here == [("kir", 1), ("verre_rouge", 2), ("verre_blanc", 1)]


def test_a_dish_of_a_menu_brings_its_garnish_along(table):
    steak = {"item": "steak", "qty": 1, "mods": [{"op": "with", "what": "frites"}]}
    table.hears(add(4, {"item": "menu_enfant", "qty": 1}, steak), text="un menu enfant")

    assert table.said == ["4 : un menu enfant, steak haché, frites"]


def test_forgetting_all_is_the_draft_where_the_table_has_nothing_yet(table):
    table.till.do(OpenOrder(table="t12", covers=2))
    table.hears(add(12, BURGERS))
    table.hears(("order.void", {"table": 12, "all": True}))

    assert not table.turn.waiting


def test_the_line_that_lacks_nothing_any_more_is_read_back_and_no_other(table):
    table.hears(add(12, {"item": "magret", "qty": 1}, {"item": "frites", "qty": 1}))
    table.takes(dialogue.tap(table.turn, "rose", table.room))

    assert asked(table) == ""
    assert table.said == ["12 : un magret, rosé"]


def test_more_of_what_is_a_garnish_too_is_an_order(table):
    table.hears(add(12, {"item": "entrecote", "qty": 1, "cooking": "saignant"}))
    table.takes(dialogue.tap(table.turn, "poivre", table.room))
    table.hears(add(12, {"item": "frites", "qty": 2}), text="deux frites")

    assert [wish.article for wish in table.turn.waiting] == ["entrecote", "frites"]


def test_a_line_that_lacks_a_choice_is_not_sent(table):
    table.hears(add(12, {"item": "entrecote", "qty": 1, "cooking": "saignant"}))
    table.hears(("dialog.commit", {}))

    assert not table.sent
    assert asked(table) == "option"


def test_of_several_meanings_one_is_chosen(table):
    readings = [(Action(*add(n, {"item": "cafe", "qty": 1})),) for n in (8, 12)]
    choices = tuple(Choice(label, r) for label, r in zip("ab", readings, strict=True))
    question = Question("meaning", choices)
    heard = Understood("ask", "…", (), question, 0.5)

    table.takes(dialogue.hear(table.turn, heard, table.room))
    assert asked(table) == "meaning"
    table.takes(dialogue.tap(table.turn, "1", table.room))
    assert [wish.table for wish in table.turn.waiting] == ["t12"]


def test_a_yes_takes_the_one_meaning_that_was_asked_about_and_of_several_none(table):
    cafe, kir = (
        Choice(name, (Action(*add(8, {"item": name, "qty": 1})),))
        for name in ("cafe", "kir")
    )
    several = Understood("ask", "…", (), Question("meaning", (cafe, kir)), 0.5)
    table.takes(dialogue.hear(table.turn, several, table.room))
    step = table.hears(("dialog.yes", {}))
    assert step.asks
    assert not table.turn.waiting

    one = Understood("ask", "…", (), Question("meaning", (cafe,)), 0.5)
    table.takes(dialogue.hear(table.turn, one, table.room))
    assert table.turn.context({}).pending == {"slot": "confirm"}
    table.hears(("dialog.yes", {}))
    assert [wish.article for wish in table.turn.waiting] == ["cafe"]


def test_a_question_offers_meanings_and_never_what_only_sounds_alike(table):
    cafe = Action("order.add", {"table": 12, "items": [{"item": "cafe", "qty": 2}]})
    gone = Action("order.add", {"table": 12, "items": [{"item": "nobody", "qty": 1}]})
    choices = (
        Choice("deux cafés", (cafe,)),
        Choice("de café", (cafe,)),
        Choice("des cas fait", (gone,)),
        Choice("douze", (Action("order.add", {"table": 12, "items": []}),)),
    )
    heard = Understood("ask", "…", (), Question("meaning", choices), 0.5)
    table.takes(dialogue.hear(table.turn, heard, table.room))
    assert [option.label for option in table.turn.asked.options] == ["12 : deux cafés"]

    nonsense = Understood("ask", "…", (), Question("meaning", choices[2:]), 0.5)
    table.turn = Turn(person="lea")
    table.takes(dialogue.hear(table.turn, nonsense, table.room))
    assert table.turn.asked is None
    assert table.said == ["Pardon ?"]


def test_envoie_takes_the_one_meaning_that_was_told_and_loses_none(table):
    cafe = Action("order.add", {"table": 12, "items": [{"item": "cafe", "qty": 2}]})
    kir = Action("order.add", {"table": 12, "items": [{"item": "kir", "qty": 2}]})
    one = Understood("ask", "…", (), Question("meaning", (Choice("a", (cafe,)),)), 0.5)
    table.takes(dialogue.hear(table.turn, one, table.room))
    table.hears(("dialog.commit", {}))
    assert table.said == ["12 : deux cafés", "12, envoyé"]

    table.hears(add(12, {"item": "frites", "qty": 1}))
    choices = (Choice("a", (cafe,)), Choice("b", (kir,)))
    several = Understood("ask", "…", (), Question("meaning", choices), 0.5)
    table.takes(dialogue.hear(table.turn, several, table.room))
    step = table.hears(("dialog.commit", {}))
    assert step.asks
    assert asked(table) == "meaning"
    assert [wish.article for wish in table.turn.waiting] == ["frites"]


def test_a_question_of_meaning_tells_what_a_yes_would_do(table):
    """ "Une marche ?" was asked, and the yes fired a course."""
    fire = Action("course.fire", {"table": 12, "course": "suite"})
    question = Question("meaning", (Choice("une marche", (fire,)),))
    heard = Understood("ask", "une marche", (), question, 0.5)

    table.takes(dialogue.hear(table.turn, heard, table.room))
    assert table.turn.asked.text == "12 : envoie la suite ?"


def test_talk_that_is_not_for_sotto_changes_nothing(table):
    table.hears(add(12, BURGERS))
    before = table.turn.waiting

    table.takes(dialogue.hear(table.turn, Understood("reject", "il pleut"), table.room))
    assert table.turn.waiting == before
    assert not table.turn.understood


# ------------------------------------------------------------------ sold out


def test_what_is_sold_out_does_not_join_the_draft(table):
    table.till.do(SetAvailability(article="dorade", remaining=2), "marc")
    table.hears(add(12, {"item": "dorade", "qty": 3}, {"item": "cafe", "qty": 1}))

    assert [wish.article for wish in table.turn.waiting] == ["cafe"]
    assert "Reste deux dorades" in table.said


def test_an_article_that_runs_out_meanwhile_keeps_the_draft_from_being_sent(table):
    table.hears(add(12, BURGERS, {"item": "cafe", "qty": 1}))
    table.till.do(SetAvailability(article="burger", remaining=0), "marc")
    table.hears(("dialog.commit", {}))

    assert table.said == ["Plus de burger"]
    assert not table.sent
    table.hears(("order.void", {"table": 12, "items": [{"item": "burger", "qty": 2}]}))
    table.hears(("dialog.commit", {}))
    assert len(table.sent) == 1


# ------------------------------------------------------------------ a yes


def test_a_void_of_what_the_kitchen_knows_wants_a_reason(table):
    order = seated(table, 12, "burger")
    table.hears(("order.void", {"table": 12, "items": [{"item": "burger", "qty": 1}]}))

    table.hears(("dialog.yes", {}))
    assert not table.done
    assert asked(table) == "confirm"
    table.takes(
        dialogue.hear(table.turn, Understood("reject", "un doublon"), table.room)
    )
    (void,) = table.done
    assert isinstance(void, VoidLine)
    assert (void.order, void.reason) == (order, "Doublon")


def test_a_change_of_what_the_kitchen_makes_is_a_note_it_gets_at_once(table):
    seated(table, 12, "burger")
    slots = {"table": 12, "item": "burger", "set": {"cooking": "à point"}}
    table.hears(("order.modify", slots))
    table.hears(("dialog.yes", {}))

    (change,) = table.done
    assert isinstance(change, ChangeLine)
    assert "à point" in change.kitchen_note


def test_a_change_of_what_nobody_knows_of_is_taken_down_anew(table):
    seated(table, 12, "burger", sent=False)
    slots = {"table": 12, "item": "burger", "set": {"cooking": "à point"}}
    table.hears(("order.modify", slots))
    table.hears(("dialog.yes", {}))

    (again,) = table.turn.waiting
    assert again.options == ("a_point",)
    assert isinstance(table.done[0], VoidLine)


def test_a_refused_void_leaves_nothing_in_its_place(table):
    order = seated(table, 12, "burger", sent=False)
    table.hears(("order.replace", {"table": 12, "from": "burger", "to": "frites"}))
    (line,) = table.till.world.book.lines_of(table.till.world.book.orders[order])
    table.till.do(VoidLine(order=order, line=line.id))
    table.hears(("dialog.yes", {}))

    assert not table.turn.waiting
    assert not table.done


def test_what_changed_since_it_was_read_is_asked_again(table):
    order = seated(table, 12, "burger")
    table.hears(("bill.pay", {"table": 12, "method": "card"}))
    first = table.turn.asked.text
    table.till.do(AddLine(order=order, article="cafe", merge=False))
    table.hears(("dialog.yes", {}))

    assert not table.done
    assert table.turn.asked.text != first
    table.hears(("dialog.yes", {}))
    assert isinstance(table.done[0], RequestCard)
    assert table.done[0].amount == 1870


def test_the_bill_then_its_payment_each_after_a_yes(table):
    seated(table, 12, "burger")
    table.hears(
        (
            "bill.request",
            {"table": 12, "method": "cash", "split": {"mode": "equal", "n": 2}},
        )
    )
    table.hears(("dialog.yes", {}))
    assert [type(deed) for deed in table.done] == [SplitOrder, PrintAddition]
    assert asked(table) == "confirm"
    table.hears(("dialog.yes", {}))
    assert isinstance(table.done[-1], TakePayment)
    assert table.done[-1].amount == 825
    assert table.said[-1] == "12 : 8 euros 25 payés, reste 8 euros 25"


def test_each_guest_pays_the_bill_of_their_seat(table):
    order = seated(table, 12, sent=False)
    for seat, article in ((1, "cafe"), (2, "kir")):
        table.till.do(AddLine(order=order, article=article, seats=(seat,), merge=False))
    table.hears(("bill.request", {"table": 12, "split": {"mode": "by_seat"}}))
    table.hears(("dialog.yes", {}))
    for place in ("place 1", "place 2"):
        table.hears(("bill.pay", {"table": 12, "method": "cash"}))
        assert place in table.turn.asked.text
        table.hears(("dialog.yes", {}))

    paid = [deed for deed in table.done if isinstance(deed, TakePayment)]
    assert [deed.amount for deed in paid] == [220, 550]
    assert table.till.world.order_on("t12") is None


def test_a_table_with_lines_to_send_is_not_paid(table):
    seated(table, 12, "burger")
    table.hears(add(12, {"item": "cafe", "qty": 1}))
    table.hears(("bill.pay", {"table": 12, "method": "cash"}))

    assert asked(table) == ""
    assert "à envoyer" in table.said[0]


def test_a_yes_to_something_else_answers_no_question(table):
    """ "12 : l'addition ?" — "un café pour la huit" — "8 : un café" — "oui"."""
    seated(table, 12, "burger")
    table.hears(("bill.request", {"table": 12}))
    table.hears(add(8, {"item": "cafe", "qty": 1}))
    table.hears(("dialog.yes", {}))

    assert not table.done


def test_an_answer_in_between_has_the_question_said_again(table):
    seated(table, 12, "burger")
    table.hears(("bill.request", {"table": 12}))
    step = table.hears(("info.price", {"item": "burger"}))

    assert step.asks
    table.hears(("dialog.yes", {}))
    assert isinstance(table.done[0], PrintAddition)


def test_a_word_of_a_reason_alone_is_no_reason(table):
    seated(table, 12, "burger")
    table.hears(("order.void", {"table": 12, "items": [{"item": "burger", "qty": 1}]}))
    for text in ("le burger", "non le deux", "à la table"):
        table.takes(dialogue.hear(table.turn, Understood("reject", text), table.room))

    assert not table.done


def test_what_follows_envoie_is_done_after_it_and_envoie_behind_an_order_is_not_heard(
    table,
):
    table.hears(add(12, {"item": "cafe", "qty": 1}), ("dialog.commit", {}))
    assert not table.done
    table.hears(("dialog.commit", {}), ("bill.request", {"table": 12}))
    assert [type(deed) for deed in table.done] == [Send]
    assert asked(table) == "confirm"
    assert "2 euros 20" in table.turn.asked.text


def test_no_takes_the_question_back_and_another_sentence_drops_it(table):
    seated(table, 12, "burger")
    table.hears(("bill.request", {"table": 12}))
    table.hears(("dialog.no", {}))
    assert asked(table) == ""
    table.hears(("bill.request", {"table": 12}))
    table.hears(("table.open", {"table": 20, "covers": 4}))
    assert asked(table) == ""
    table.hears(("dialog.yes", {}))
    assert not any(isinstance(deed, PrintAddition) for deed in table.done)


def test_a_course_is_called_after_a_yes(table):
    order = seated(table, 12, "terrine", "frites")
    table.hears(("course.fire", {"table": 12, "course": "suite"}))
    assert not table.done
    table.hears(("dialog.yes", {}))

    assert table.done == [FireCourse(order=order, course="plats")]


def test_a_yes_sends_no_draft_and_envoie_answers_no_question_of_a_draft(table):
    seated(table, 12, "burger")
    table.hears(add(8, {"item": "cafe", "qty": 1}))
    table.hears(("bill.request", {"table": 12}))
    table.hears(("dialog.commit", {}))

    assert [type(deed) for deed in table.done] == [Send]
    assert asked(table) == "confirm"


# ------------------------------------------------------------------ drinks


def test_drinks_are_sent_after_they_were_read_back_for_who_wants_it(table):
    table.till.do(SetVoice(event=VoiceSet(person="lea", send_drinks=True)), "lea")
    table.hears(add(12, {"item": "cafe", "qty": 2}))

    assert dialogue.wake(table.turn, table.room) is None
    table.till.now += timedelta(seconds=5)
    step = dialogue.wake(table.turn, table.room)
    assert step is not None
    table.takes(step)
    assert len(table.sent) == 1


@pytest.mark.parametrize("why", ["food", "doubt", "nobody asked for it"])
def test_nothing_else_is_sent_unasked(table, why):
    wanted = why != "nobody asked for it"
    table.till.do(SetVoice(event=VoiceSet(person="lea", send_drinks=wanted)), "lea")
    item = {"item": "frites" if why == "food" else "cafe", "qty": 1}
    guessed = ("« des cas » pour café",) if why == "doubt" else ()
    action = Action(*add(12, item), guessed=guessed)
    heard = Understood("accept", "…", (action,))
    table.takes(dialogue.hear(table.turn, heard, table.room))

    table.till.now += timedelta(minutes=5)
    reminded = dialogue.wake(table.turn, table.room)
    assert reminded is not None
    assert not reminded.jobs
    assert dialogue.wake(reminded.turn, table.room) is None


# ------------------------------------------------------------------ the room


def test_an_allergy_is_noted_at_once(table):
    table.hears(("table.note", {"table": 12, "allergy": "noix"}))

    assert table.done == [Allergy("t12", "noix")]


def test_a_dish_that_a_guest_cannot_eat_is_said_at_once(table):
    order = seated(table, 12, "cafe")
    table.till.do(NoteAllergy(order=order, seat=2, text="lactose"))
    table.hears(add(12, {"item": "risotto", "qty": 1}))

    assert table.said[1].startswith("Risotto aux cèpes contient : Lait (place 2)")
    table.hears(add(12, {"item": "risotto", "qty": 1, "seat": 1}))
    assert len(table.said) == 1  # somebody else's plate


def test_a_reservation_is_taken_after_a_yes(table):
    slots = {"covers": 4, "date": "tomorrow", "time": "20:00", "name": "martin"}
    table.hears(("reservation.add", slots))
    assert not table.done
    table.hears(("dialog.yes", {}))

    (deed,) = table.done
    assert isinstance(deed, Reserve)
    assert (deed.guest.name, deed.command.time) == ("Martin", "20:00")


def test_nobody_hears_that_a_dish_is_safe(table):
    slots = {"item": "risotto", "allergen": "noix"}
    table.hears(("info.allergen", slots))
    assert "vérifiez" in table.said[0]
    table.hears(("info.allergen", {"item": "risotto", "allergen": "lactose"}))
    assert "il y a" in table.said[0]


def test_what_the_house_cannot_do_is_said(table):
    table.hears(("made.up", {}))

    assert table.said == ["Cela, je ne sais pas le faire."]


# ------------------------------------------------------------------ money, in few words


def test_a_tender_by_itself_is_for_the_bill_that_was_spoken_of_last(table):
    seated(table, 12, "burger")
    seated(table, 8, "burger")
    table.hears(("bill.request", {"table": 12}))
    table.hears(add(8, {"item": "cafe", "qty": 1}))

    assert table.turn.context(table.menu.numbers).bill == 12
    assert table.turn.context(table.menu.numbers).table == 8


def test_a_tender_that_is_named_before_the_bill_came_is_paid_with_after_it(table):
    seated(table, 12, "burger")
    table.hears(("bill.request", {"table": 12}))
    pay = Action("bill.pay", {"table": 12, "method": "cash"}, "cash", ("table",))
    heard = Understood("accept", "en espèces", (pay,))
    table.takes(dialogue.hear(table.turn, heard, table.room))

    assert "l'addition, en espèces" in table.turn.asked.text
    table.hears(("dialog.yes", {}))
    assert isinstance(table.done[-1], PrintAddition)
    assert "paie en espèces" in table.turn.asked.text
