"""Which option a short sentence names."""

from app.headset.answers import ALL, named, shares
from app.headset.turn import Ask
from app.headset.wish import Missing
from app.services.headsets import Option
from voice.meaning import Understood

SAUCE = Ask(
    slot="option",
    text="Quelle sauce ?",
    options=(Option("poivre", "Poivre"), Option("bearnaise", "Béarnaise")),
)
MEANING = Ask(
    slot="meaning",
    text="table huit deux cafés ?",
    options=(Option("0", "table huit deux cafés"),),
)


def said(text: str, verdict: str = "reject") -> Understood:
    return Understood(verdict, text)  # type: ignore[arg-type]  # one of three words


def test_a_sauce_is_named_among_little_words():
    assert named(SAUCE, said("au poivre"), "fr") == "poivre"


def test_a_long_answer_is_named_by_its_own_words():
    told = "Le client a changé d'avis"
    why = Ask(slot="confirm", text="Pourquoi ?", options=(Option("changed", told),))
    assert named(why, said("le client a changé d'avis"), "fr") == "changed"


def test_talk_with_a_word_of_the_question_is_no_yes():
    assert named(MEANING, said("une jolie table"), "fr") is None
    assert named(MEANING, said("table"), "fr") is None
    assert named(MEANING, said("table huit deux cafés"), "fr") == "0"


STEAKS = Ask(
    slot="option",
    text="Quelle sauce ?",
    options=SAUCE.options,
    missing=Missing(-1, "sauce", "Sauce", ()),
)


def test_an_answer_says_for_how_many_it_is():
    assert shares(STEAKS, "une au poivre, deux béarnaise", "fr") == [
        (1, "poivre"),
        (2, "bearnaise"),
    ]
    assert shares(STEAKS, "les deux au poivre", "fr") == [(2, "poivre")]
    assert shares(STEAKS, "toutes au poivre", "fr") == [(ALL, "poivre")]
    assert shares(STEAKS, "deux à la béarnaise", "fr") == [(2, "bearnaise")]
    assert shares(STEAKS, "toutes les deux au poivre", "fr") == [(2, "poivre")]
    assert shares(STEAKS, "une poivre et les deux autres béarnaise", "fr") == [
        (1, "poivre"),
        (2, "bearnaise"),
    ]


def test_an_answer_of_a_card_in_another_language_is_dealt_out():
    assert shares(STEAKS, "one pepper and two bearnaise", "en") == [
        (1, "poivre"),
        (2, "bearnaise"),
    ]


def test_a_bare_answer_and_another_sentence_deal_nothing_out():
    assert shares(STEAKS, "au poivre", "fr") == []
    assert shares(STEAKS, "deux cafés", "fr") == []
    assert shares(SAUCE, "deux poivre", "fr") == []


def test_an_answer_is_named_by_its_place():
    assert named(SAUCE, said("la deuxième"), "fr") == "bearnaise"
    assert named(SAUCE, said("la dernière", "accept"), "fr") == "bearnaise"
    assert named(SAUCE, said("la troisième"), "fr") is None
    assert named(MEANING, said("the first"), "en") == "0"
    yes = Ask(slot="confirm", text="?", options=(Option("yes", "Oui"),))
    assert named(yes, said("la première"), "fr") is None
