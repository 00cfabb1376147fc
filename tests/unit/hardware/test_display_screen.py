"""What a two-line display is told is what a guest reads on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.displays.screen import (
    PAGES,
    WIDTH,
    Glass,
    Lines,
    Mode,
    Row,
    show,
    start,
)

BURGER = Lines(Row("Burger maison"), Row("Total", "14,50 €"))


def test_the_bytes_are_those_of_the_manuals() -> None:
    assert start(PAGES["cp858"]) == b"\x1b@\x1bt\x13\x1f\x01\x1fC\x00\x0c"
    upper, lower = b"Caf\x82".ljust(20), b"2,50 \xd5".rjust(20)
    lines = Lines(Row("Café"), Row("", "2,50 €"))
    assert show(lines, Mode.EPSON, PAGES["cp858"]) == b"\x0b" + upper + lower
    told = show(lines, Mode.CD5220, PAGES["cp858"])
    assert told == b"\x1bQA" + upper + b"\r\x1bQB" + lower + b"\r"


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("page", ["cp437", "cp850", "cp858", "cp1252"])
def test_it_is_read_in_any_pieces(mode: Mode, page: str) -> None:
    table = PAGES[page]
    told = start(table) + show(BURGER, mode, table)
    amount = "14,50 €" if page in ("cp858", "cp1252") else "14,50 EUR"
    for cut in range(len(told)):
        glass = Glass()
        glass.feed(told[:cut])
        glass.feed(told[cut:])
        assert glass.text == ("Burger maison", "Total" + amount.rjust(15))


def test_new_lines_leave_nothing_of_the_old() -> None:
    page, glass = PAGES["cp858"], Glass()
    glass.feed(start(page) + show(BURGER, Mode.EPSON, page))
    glass.feed(show(Lines(Row("Merci")), Mode.EPSON, page))
    assert glass.text == ("Merci", "")


def test_the_words_give_way_to_the_amount() -> None:
    page, glass = PAGES["cp850"], Glass()
    line = Row("Entrecôte sauce au poivre", "27,00 €")
    glass.feed(start(page) + show(Lines(line), Mode.EPSON, page))
    assert glass.text[0] == "Entrecôte  27,00 EUR"


@given(
    upper=st.text(max_size=40), lower=st.text(max_size=40), mode=st.sampled_from(Mode)
)
def test_whatever_somebody_called_a_dish_stays_in_its_line(
    upper: str, lower: str, mode: Mode
) -> None:
    page, glass = PAGES["cp850"], Glass()
    glass.feed(start(page) + show(Lines(Row(upper), Row(lower, upper)), mode, page))
    glass.feed(show(BURGER, mode, page))
    assert glass.text[0] == "Burger maison"


@given(noise=st.lists(st.binary(max_size=20), max_size=5))
def test_noise_does_not_break_the_glass(noise: list[bytes]) -> None:
    glass = Glass()
    for piece in noise:
        glass.feed(piece)
    assert len(glass.text[0]) <= WIDTH
