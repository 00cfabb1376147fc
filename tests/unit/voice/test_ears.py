"""What two recognisers make of one utterance."""

import pytest
from voice_kit import MODEL, menu, needs_espeak, spoken

from voice.recognition.agreement import agreement
from voice.recognition.ears import Ears, hear
from voice.recognition.grammar import Vocabulary, grammar_of
from voice.recognition.model import SpeechModel

pytestmark = needs_espeak


@pytest.fixture(scope="module")
def ears() -> Ears:
    model = SpeechModel(MODEL)
    return Ears(model, grammar_of(menu(), Vocabulary(model)).phrases)


def _said(text: str) -> bytes:
    return spoken(text).samples.tobytes()


def test_an_order_is_heard_alike_by_both(ears: Ears) -> None:
    heard = hear(ears, _said("table douze, une entrecôte à point et une terrine"))
    best = heard.alternatives[0]
    assert best.text == "table douze, une entrecôte à point et une terrine"
    assert heard.witness.startswith("table douze, une entrecôte")
    assert heard.agreement > 0.9
    assert [word.text for word in best.words] == best.text.replace(",", "").split()
    assert 1.5 < heard.duration < 4
    assert len(heard.alternatives) <= 10
    assert len({each.text for each in heard.alternatives}) == len(heard.alternatives)


def test_a_pause_ends_nothing_while_the_button_is_held(ears: Ears) -> None:
    pause = bytes(2 * 16000 * 2)
    heard = hear(ears, _said("table douze, un thé") + pause + _said("et une terrine"))
    assert heard.alternatives[0].text == "table douze, un thé, et une terrine"


@pytest.mark.parametrize("sound", [b"", bytes(100), bytes(2 * 16000)])
def test_silence_is_nothing_said(ears: Ears, sound: bytes) -> None:
    assert not hear(ears, sound).alternatives


def test_what_was_dropped_is_not_in_what_follows(ears: Ears) -> None:
    ears.feed(_said("table trente, une dorade"))
    ears.forget()
    assert (
        hear(ears, _said("table douze, un café")).alternatives[0].text
        == "table douze, un café"
    )


def test_words_come_while_it_is_said(ears: Ears) -> None:
    sound = _said("table douze, une entrecôte à point")
    assert ears.partial() == ""
    ears.feed(sound[: len(sound) // 2])
    assert ears.partial().startswith("table")
    ears.forget()


def test_another_grammar_is_heard_at_once(ears: Ears) -> None:
    model = SpeechModel(MODEL)
    mine = Ears(model, ["table douze une dorade"])
    mine.learn(["le match était nul hier soir"])
    heard = hear(mine, _said("le match était nul hier soir"))
    assert heard.alternatives[0].text == "le match était nul hier soir"


def test_two_hearings_agree_by_their_letters_not_by_their_words() -> None:
    assert agreement("un, tas taille", "un tastaille") == 1
    assert 0.8 < agreement("table douze un café", "table douze un thé") < 1
    assert agreement("table douze un café", "il pleut") < 0.4
    assert agreement("un café", "") == 0
