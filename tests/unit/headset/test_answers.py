"""Which option a short sentence names."""

from app.headset.answers import named
from app.headset.turn import Ask
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
