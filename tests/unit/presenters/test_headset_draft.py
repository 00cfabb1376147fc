"""What was said, as the pane shows it; what a misheard word may have meant."""

from dataclasses import replace

from played_headsets import BURGERS, DECAF, worn

from app.domain.catalogue.events import ArticleSet
from app.domain.world import World
from app.presenters.admin.headset_words import alias_of, heard_word, with_alias
from app.presenters.headset.draft import busy, mic_state, present_voice
from app.services.headsets import Asked, Option


def lines(view):
    return [line for course in view.order.courses for line in course.lines]


def test_a_draft_names_its_table_once_and_marks_what_was_guessed():
    view = present_voice(worn(draft=(BURGERS, DECAF), ready=True, words="table douze"))

    assert view.title == "Table 12"
    assert [(line.quantity_text, line.name) for line in lines(view)] == [
        ("2", "Burger du Moulin"),
        ("1", "Déca"),
    ]
    assert [line.doubt for line in lines(view)] == ["", "« des cas » pour déca"]
    assert view.ready


def test_lines_of_several_tables_say_theirs():
    view = present_voice(worn(draft=(BURGERS, replace(DECAF, table="7"))))

    assert view.title == ""
    assert lines(view)[1].detail == "Table 7"


def test_nothing_is_sent_while_somebody_speaks():
    state = worn(talking=True, hearing="non trois", draft=(BURGERS,), ready=True)
    view = present_voice(state)

    assert (view.heard, view.live, view.ready) == ("non trois", True, False)
    assert mic_state(state) == "talking"


def test_the_draft_of_somebody_else_is_named_and_is_not_mine():
    karim = worn("karim", "h2", draft=(replace(DECAF, table="7"),))

    view = present_voice(karim, own=False)
    assert view.title == "Table 7 · Karim"
    assert not view.own
    mine = present_voice(worn(), others=[karim])
    assert mine.others == (Option("h2", "Karim · table 7"),)


def test_what_sotto_said_is_shown_and_the_question_once():
    assert (
        present_voice(worn(said="Il en reste quatre.")).reply == "Il en reste quatre."
    )
    asked = Asked(slot="option", text="Quelle cuisson ?")
    view = present_voice(worn(said="12 : un magret. Quelle cuisson ?", asked=asked))
    assert (view.reply, view.question) == ("12 : un magret.", "Quelle cuisson ?")


def test_what_meant_nothing_and_what_is_deaf_is_said():
    strange = worn(understood=False, words="il fait beau", said="12 : un magret.")
    assert present_voice(strange).reply == "Pas compris : redites-le autrement."
    lost = present_voice(worn(trouble="Micro perdu."))
    assert (lost.reply, lost.wrong) == ("Micro perdu.", True)


def test_a_question_is_asked_with_its_answers_and_a_code_where_a_manager_may_allow():
    asked = Asked(slot="item", text="Laquelle ?", options=(Option("tatin", "Tatin"),))
    view = present_voice(worn(asked=asked))
    assert (view.question, view.options, view.code) == (
        "Laquelle ?",
        asked.options,
        "",
    )
    view = present_voice(worn(asked=Asked(slot="approval", text="Un responsable ?")))
    assert view.code == "Code d’un responsable"


def test_only_what_goes_on_opens_a_screen():
    assert not busy(worn(words="merci", said="de rien"))
    assert busy(worn(draft=(BURGERS,)))


def test_the_doubtful_word_is_the_quoted_one_else_there_is_none():
    assert heard_word(DECAF) == "des cas"
    assert heard_word(BURGERS) == ""


def test_a_word_becomes_an_alias_unless_it_means_an_article_already():
    world = World()
    decaf = ArticleSet(id="deca", name="Déca", category="cafe", price=220)
    world.catalogue.articles["deca"] = decaf

    assert alias_of("Des  Cas", world) == "des cas"
    assert alias_of("déca", world) == ""
    assert alias_of("x" * 50, world) == ""
    world.catalogue.articles["deca"] = with_alias(decaf, "des cas", "fr")
    named = replace(decaf, spoken=("en: decaf",))
    english = with_alias(named, "deck half", "en")
    assert english.spoken[-1] == "en: deck half"
    assert alias_of("des cas", world) == ""


def test_the_table_in_front_answers_which_table_in_a_tap():
    asked = Asked(slot="table", text="Quelle table ?")
    view = present_voice(worn(asked=asked), front="12")
    assert view.options == (Option("12", "Table 12"),)
    assert present_voice(worn(asked=asked)).options == ()
