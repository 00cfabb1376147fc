"""Counting what was understood, the noise of a room, a restaurant's own recordings."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from voice_kit import menu_json

from voice.capture.ring import RATE
from voice.evaluation.corpus import (
    CorpusError,
    Sentence,
    read_recordings,
    read_sentences,
    word_errors,
    words_of,
)
from voice.evaluation.noise import in_room, loudness, room
from voice.evaluation.protocol import protocol
from voice.evaluation.record import begun, erase, menu_of
from voice.evaluation.run import Row, table
from voice.evaluation.score import Outcome, first_result, lines_of, outcome, totals
from voice.heard import typed
from voice.meaning import Action, Choice, Context, Question, Understood
from voice.menu import Menu, menu_as_json, menu_from_json
from voice.sound import Sound
from voice.understanding import Speakable, understand


@pytest.fixture(scope="module")
def menu() -> Menu:
    return menu_from_json(menu_json())


def coffees(qty: int, table: int | None = 12) -> dict[str, Any]:
    items = [{"item": "cafe", "qty": qty}]
    return {"intent": "order.add", "table": table, "items": items}


def meant(*actions: dict[str, Any]) -> tuple[Action, ...]:
    return tuple(
        Action(a["intent"], {k: v for k, v in a.items() if k != "intent"})
        for a in actions
    )


def said(text: str, *actions: dict[str, Any]) -> Sentence:
    return Sentence("1", text, actions)


TWO = said("table douze deux cafés", coffees(2))
CHATTER = said("il pleut")


@pytest.mark.parametrize(
    ("understood", "sentence", "end"),
    [
        (Understood("accept", "", meant(coffees(2))), TWO, Outcome.RIGHT),
        (Understood("accept", "", meant(coffees(1))), TWO, Outcome.WRONG),
        (Understood("reject", ""), TWO, Outcome.SILENT),
        (
            Understood("ask", "", meant(coffees(2)), Question("confirm")),
            TWO,
            Outcome.ASKED,
        ),
        (
            Understood("ask", "", meant(coffees(2, None)), Question("table")),
            TWO,
            Outcome.ASKED,
        ),
        (
            Understood("ask", "", meant(coffees(1)), Question("confirm")),
            TWO,
            Outcome.UNCLEAR,
        ),
        (Understood("reject", ""), CHATTER, Outcome.RIGHT),
        (Understood("accept", "", meant(coffees(1))), CHATTER, Outcome.WRONG),
        (
            Understood("ask", "", meant(coffees(1)), Question("confirm")),
            CHATTER,
            Outcome.UNCLEAR,
        ),
    ],
)
def test_how_a_sentence_ends(
    understood: Understood, sentence: Sentence, end: Outcome
) -> None:
    assert outcome(understood, sentence) is end


def test_the_answer_may_be_the_second_choice() -> None:
    choices = tuple(Choice("", meant(coffees(n))) for n in (1, 2))
    doubt = Understood("ask", "", meant(coffees(1)), Question("meaning", choices))
    assert outcome(doubt, TWO) is Outcome.ASKED


def test_lines_are_counted_by_article_and_table() -> None:
    other = {"intent": "bill.request", "table": 3}
    two = {
        **coffees(1),
        "items": [{"item": "cafe", "qty": 1}, {"item": "the", "qty": 2}],
    }
    assert lines_of([two, other]).total() == 3
    assert (lines_of([two]) & lines_of([coffees(1)])).total() == 1


def test_figures_of_some_sentences() -> None:
    ends: Sequence[tuple[Sentence, Understood]] = [
        (TWO, Understood("accept", "", meant(coffees(2)))),
        (TWO, Understood("accept", "", meant(coffees(1)), probability=0.99)),
        (CHATTER, Understood("reject", "")),
    ]
    results = [
        first_result(each, typed("table douze deux cafés"), u) for each, u in ends
    ]
    figures = totals(results)
    assert figures["exact"] == figures["wrong"] == figures["unnoticed"] == 50
    assert figures["intent"] == 100
    assert figures["chatter_acts"] == 0
    assert figures["wer"] == 0
    assert "| 50.0 |" in table([Row("default", "clean", tuple(results))])


def test_words_and_their_errors() -> None:
    assert words_of("Carafe d'eau, vingt-deux !") == [
        "carafe",
        "d'",
        "eau",
        "vingt",
        "deux",
    ]
    assert word_errors(["a", "b", "c"], ["a", "c", "d"]) == 2
    assert word_errors([], ["a"]) == 1


def test_noise_has_the_level_that_is_asked_for_and_is_the_same_again() -> None:
    time = np.arange(2 * RATE) / RATE
    speech = Sound((3000 * np.sin(2 * np.pi * 300 * time)).astype(np.int16), RATE)
    track = room([speech], seed=3, seconds=5)
    clean, noisy = in_room(speech, track, None, 1), in_room(speech, track, 10, 1)
    noise = noisy.samples.astype(float) - clean.samples
    ratio = 20 * np.log10(loudness(speech) / np.sqrt(np.mean(noise**2)))
    assert ratio == pytest.approx(10, abs=0.5)
    assert (noisy.samples == in_room(speech, track, 10, 1).samples).all()


def test_the_protocol_is_understood_when_it_is_read(menu: Menu) -> None:
    sentences, speakable = protocol(menu), Speakable(menu)
    assert len(sentences) == 60
    assert len({each.key for each in sentences}) == 60
    ends = [
        outcome(understand(typed(s.text), speakable, Context()), s) for s in sentences
    ]
    assert sum(end.is_exact for end in ends) >= 58
    assert protocol(menu) == sentences


def test_the_protocol_of_an_empty_menu_names_nothing() -> None:
    assert all("{" not in each.text for each in protocol(Menu()))


def test_a_folder_of_recordings_from_the_first_to_the_last(
    menu: Menu, tmp_path: Path
) -> None:
    folder = tmp_path / "lea"
    booth = begun(folder, menu, 10)
    first = booth.next()
    assert first
    with pytest.raises(PermissionError):
        booth.keep(first, Sound(np.zeros(10, np.int16), RATE))
    booth.agree("Léa", "2026-11-30")
    booth.keep(first, Sound(np.zeros(10, np.int16), RATE))
    again = begun(folder, Menu())
    assert (again.done, again.agreement) == (1, "")
    assert again.next() == booth.sentences[1]
    (recording,) = read_recordings(folder)
    assert recording.sentence == first
    assert menu_of(folder) == menu
    assert erase(folder) == 1
    assert not folder.exists()


def test_a_folder_that_is_something_else_is_left_alone(
    menu: Menu, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(CorpusError):
        begun(tmp_path, menu)
    line = json.dumps({"id": "../notes", "text": "", "actions": []})
    (tmp_path / "sentences.jsonl").write_text(line)
    with pytest.raises(CorpusError):
        erase(tmp_path)
    (tmp_path / "sentences.jsonl").write_text("{")
    with pytest.raises(CorpusError, match="jsonl:1"):
        read_sentences(tmp_path / "sentences.jsonl")


def test_a_menu_survives_its_json(menu: Menu) -> None:
    told = json.loads(json.dumps(menu_as_json(menu)))
    assert menu_from_json(told) == menu
