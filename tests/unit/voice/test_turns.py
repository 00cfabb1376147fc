"""Whose turn it is at a headset."""

import pytest

from voice.speech.turns import Saying, Turns, Urgency


def info(text: str = "il pleut", key: str = "") -> Saying:
    return Saying(text, Urgency.INFO, key)


def alert(text: str = "12, prête", key: str = "") -> Saying:
    return Saying(text, Urgency.ALERT, key)


def texts(turns: Turns, now: float) -> list[str]:
    """Everything that is said when nothing lasts."""
    said = []
    while saying := turns.next(now):
        said.append(saying.text)
        turns.ended(saying, now - 100)
    return said


def test_a_read_back_goes_first_then_alerts_then_information() -> None:
    turns = Turns()
    for saying in (info(), alert(), Saying("12 : un café")):
        turns.add(saying, 10)
    assert texts(turns, 10) == ["12 : un café", "12, prête", "il pleut"]


def test_nothing_is_said_while_the_waiter_speaks() -> None:
    turns = Turns()
    turns.press(10)
    turns.add(alert(), 10)
    assert turns.next(11) is None
    assert turns.wait_s(11) is None
    turns.release(12)
    assert turns.wait_s(12) == pytest.approx(0.8)
    assert turns.next(12.5) is None
    assert turns.next(13) is not None


def test_an_information_waits_for_three_quiet_seconds_and_goes_stale() -> None:
    turns = Turns()
    turns.release(10)
    turns.add(info(), 10)
    assert turns.next(12.9) is None
    assert turns.wait_s(11) == 2
    late = Turns()
    late.add(info(), 10)
    assert late.next(100) is None
    assert not late


def test_a_press_cuts_off_a_read_back_for_good_and_an_alert_for_later() -> None:
    turns = Turns()
    turns.add(Saying("12 : un café"), 10)
    read_back = turns.next(10)
    turns.press(10.5)
    assert read_back
    assert not turns.is_wanted(read_back)
    turns.release(11)
    turns.add(alert(), 11)
    cut = turns.next(12)
    turns.press(12.2)
    turns.release(13)
    again = turns.next(20)
    assert cut
    assert again
    assert again.text == cut.text


def test_a_newer_read_back_and_a_newer_word_with_the_same_key_take_the_place() -> None:
    turns = Turns()
    turns.add(Saying("12 : un café"), 10)
    turns.add(Saying("12 : deux cafés"), 10)
    turns.add(alert("12, entrées prêtes", "ready 12"), 10)
    turns.add(alert("12, prête", "ready 12"), 11)
    assert texts(turns, 20) == ["12, prête"]
    turns.add(Saying("12 : un café"), 20)
    turns.add(Saying("12 : deux cafés"), 20)
    assert texts(turns, 20) == ["12 : deux cafés"]


def test_a_read_back_interrupts_an_information_which_comes_again() -> None:
    turns = Turns()
    turns.add(info(), 10)
    playing = turns.next(10)
    turns.add(Saying("12 : un café"), 11)
    assert playing
    assert not turns.is_wanted(playing)
    turns.cut(playing, 11)
    assert texts(turns, 15) == ["12 : un café", "il pleut"]
