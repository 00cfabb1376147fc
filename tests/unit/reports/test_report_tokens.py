"""Reports and windows have one set of colours."""

import pytest

from app.reports import tokens
from widgets.theme import COLORS


@pytest.mark.parametrize(
    ("token", "role"),
    [
        ("ON", "on"),
        ("ON_VAR", "on_var"),
        ("LINE", "line"),
        ("TRACK", "track"),
        ("SURFACE", "surface"),
        ("PRIMARY", "primary"),
        ("TONAL", "tonal"),
        ("DANGER", "danger"),
    ],
)
def test_a_colour_on_paper_is_the_light_one_of_the_windows(token, role):
    assert getattr(tokens, token) == COLORS[role][0]
