"""An address of the house, taken apart for its invoices."""

import pytest

from app.fiscal.parties import place_of


@pytest.mark.parametrize(
    "address",
    [
        "12 quai Saint-Vincent · 69005 Lyon",
        "12 quai Saint-Vincent, 69005 Lyon",
        "12 quai Saint-Vincent\n69005  Lyon",
    ],
)
def test_street_and_town_whatever_stands_between_them(address: str) -> None:
    assert place_of(address) == ("12 quai Saint-Vincent", "69005", "Lyon")
