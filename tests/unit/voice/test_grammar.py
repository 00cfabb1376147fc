"""What may be said of a menu, in the words of a model."""

import re
from dataclasses import replace

import pytest
from voice_kit import MODEL, menu, menu_json

from voice.menu import Item, Menu, menu_from_json
from voice.recognition.grammar import Vocabulary, grammar_of
from voice.recognition.learning import Neighbours, usable_aliases
from voice.recognition.model import ModelError, SpeechModel, as_grammar
from voice.recognition.spelled import spelled
from voice.recognition.triggers import Triggers


@pytest.fixture(scope="module")
def model() -> SpeechModel:
    return SpeechModel(MODEL)


@pytest.fixture(scope="module")
def vocabulary(model: SpeechModel) -> Vocabulary:
    return Vocabulary(model)


def _with(*names: str) -> Menu:
    house = menu()
    more = tuple(Item(id=name, name=name.title(), say=(name,)) for name in names)
    return replace(house, items=house.items + more)


def test_every_phrase_is_one_that_the_model_can_hear(
    model: SpeechModel, vocabulary: Vocabulary
) -> None:
    grammar = grammar_of(menu(), vocabulary)
    words = {word for phrase in grammar.phrases for word in phrase.split()}
    assert [word for word in words if not model.knows(word)] == []
    assert not grammar.unsayable


class _English(SpeechModel):
    """Knows every word; the test model is French."""

    def __init__(self) -> None: ...

    def knows(self, word: str) -> bool:
        return word.isascii() and " " not in word

    def words(self) -> list[str]:
        return ["add", "added", "table", "the"]


def test_an_english_menu_has_its_sentences() -> None:
    house = menu_from_json(menu_json(), "en")
    phrases = grammar_of(house, Vocabulary(_English())).phrases
    assert any(phrase.startswith("table twenty one wants ") for phrase in phrases)
    assert any("diet coke" in phrase for phrase in phrases)
    assert "added" in phrases
    assert not [phrase for phrase in phrases if "{" in phrase]


def test_the_same_menu_gives_the_same_phrases(vocabulary: Vocabulary) -> None:
    assert grammar_of(menu(), vocabulary) == grammar_of(menu(), vocabulary)


def test_whole_sentences_are_among_them(vocabulary: Vocabulary) -> None:
    phrases = set(grammar_of(menu(), vocabulary).phrases)
    assert any(phrase.startswith("table douze ") for phrase in phrases)
    cooked = re.compile(
        r"(un|une|deux|trois) \w+ (bleu|saignant|rosé|à point|bien cuit)"
    )
    assert any(cooked.search(phrase) for phrase in phrases)


def test_a_dish_that_the_model_cannot_hear_is_told(vocabulary: Vocabulary) -> None:
    (told,) = grammar_of(_with("tataki de thon"), vocabulary).unsayable
    assert (told.item, told.substitute) == ("tataki de thon", "")
    assert told.forms == {"tataki de thon": ("tataki", "thon")}


def test_words_of_the_same_sound_stand_for_unknown_ones(vocabulary: Vocabulary) -> None:
    grammar = grammar_of(_with("crâpotte cabillot"), vocabulary)
    assert grammar.unsayable[0].substitute == ""  # the first word has no neighbour
    house = replace(menu(), items=(Item(id="c", name="Cabillot", say=("cabillot",)),))
    grammar = grammar_of(house, vocabulary)
    assert grammar.unsayable[0].substitute == "cabillaud"
    assert any("cabillaud" in phrase for phrase in grammar.phrases)


def test_what_sounds_like_another_dish_stands_for_nothing(
    vocabulary: Vocabulary,
) -> None:
    (told,) = grammar_of(_with("mojitot"), vocabulary).unsayable
    assert told.substitute == ""


def test_a_name_learned_by_ear_is_a_form_like_others(vocabulary: Vocabulary) -> None:
    house = menu()
    learned = Item(id="tataki", name="Tataki", say=("tataki", "tas taille"))
    grammar = grammar_of(replace(house, items=(*house.items, learned)), vocabulary)
    assert not grammar.unsayable
    assert any("tas taille" in phrase for phrase in grammar.phrases)


def test_an_alias_that_would_order_another_dish_is_none() -> None:
    heard = ["bas faites", "bas faite", "mojito", "un", "", "saignant"]
    assert usable_aliases(heard, "bavette", menu()) == ("bas faites",)
    assert usable_aliases(["mojito"], "mojito", menu()) == ("mojito",)
    assert usable_aliases(["deux bas faites"], "bavette", menu()) == ("bas faites",)


def test_elisions_and_hyphens_are_spelled_as_the_model_does(
    vocabulary: Vocabulary,
) -> None:
    assert vocabulary.spelled("L’entrecôte") == "l'entrecôte"
    assert vocabulary.spelled("l'chablis") == "l' chablis"
    assert vocabulary.spelled("vingt-deux") == "vingt deux"
    assert vocabulary.spelled("l'hurluberlu") is None
    assert vocabulary.unknown("un hurluberlu") == ("hurluberlu",)


def test_patterns_are_written_out_with_their_accents(model: SpeechModel) -> None:
    phrases = Triggers(model, "fr").phrases()
    assert {"ajouté", "ajoute", "ajouter"} <= set(phrases)
    assert not [phrase for phrase in phrases if set("~|?") & set(phrase)]


def test_neighbours_are_nearest_first(model: SpeechModel) -> None:
    near = Neighbours(model).of("cabillot")
    assert near[0].word == "cabillaud"
    assert [each.likeness for each in near] == sorted(
        (each.likeness for each in near), reverse=True
    )
    assert Neighbours(model).of("") == ()


def test_a_grammar_of_nothing_never_reaches_vosk() -> None:
    with pytest.raises(ModelError):
        as_grammar([])


def test_numbers_are_spelled_as_they_are_said() -> None:
    from voice.recognition.grammar import templates

    french, english = templates("fr"), templates("en")
    assert [spelled(n, french) for n in (0, 17, 21, 71, 77, 80, 81, 91, 100, 215)] == [
        "zéro",
        "dix sept",
        "vingt et un",
        "soixante et onze",
        "soixante dix sept",
        "quatre vingt",
        "quatre vingt un",
        "quatre vingt onze",
        "cent",
        "deux cent quinze",
    ]
    assert [spelled(n, english) for n in (8, 21, 70, 100, 1000)] == [
        "eight",
        "twenty one",
        "seventy",
        "one hundred",
        "1000",
    ]
