"""Days as people type them, in every form of the back office."""

from datetime import date

import pytest

from app.presenters.admin.days import day_error, day_of, day_typed, typed_day


@pytest.mark.parametrize("text", ["3/2/2027", " 03/02/27", "3.2.2027", "2027-02-03"])
def test_a_day_is_read_however_it_is_typed(text: str) -> None:
    assert day_typed(text) == date(2027, 2, 3)
    assert day_of(text) == "2027-02-03"
    assert typed_day("2027-02-03") == "03/02/2027"


@pytest.mark.parametrize("text", ["31/2/2027", "demain", "3/2", "32"])
def test_what_is_no_day_is_told_with_an_example(text: str) -> None:
    assert day_of(text) is None
    assert day_error(text) == "Par exemple 20/11/2026"


def test_nothing_typed_is_no_day_and_no_error() -> None:
    assert (day_of("  "), day_error(""), typed_day("")) == ("", "", "")
