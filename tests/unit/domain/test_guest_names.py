"""Names for guests of other languages: given, taken back, of what is on the card alone."""

import pytest
from domain_kit import Till

from app.domain.catalogue.guest_names import MAX_NAME, SetGuestName


@pytest.fixture
def till() -> Till:
    return Till()


def name(till: Till, words: str, kind: str = "article", thing: str = "soup") -> None:
    till.do(SetGuestName(kind=kind, id=thing, language="de", name=words))


def told(till: Till, kind: str = "article", thing: str = "soup") -> str:
    return till.world.guest_names.of(kind, thing, "de", "Soup")


def test_a_name_is_given_and_taken_back(till: Till) -> None:
    assert told(till) == "Soup"
    name(till, "  Zwiebel  suppe ")
    assert told(till) == "Zwiebel suppe"
    name(till, "Zwiebel suppe")
    assert till.last == ()
    name(till, "")
    assert told(till) == "Soup"


def test_parts_and_options_have_names_too(till: Till) -> None:
    name(till, "Getränke", "category", "drinks")
    name(till, "blutig", "option", "rare")
    assert told(till, "category", "drinks") == "Getränke"
    assert told(till, "option", "rare") == "blutig"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "nothing"}, "article_unknown"),
        ({"kind": "table"}, "article_unknown"),
        ({"language": "deutsch"}, "article_unknown"),
        ({"name": "x" * (MAX_NAME + 1)}, "name_invalid"),
        ({"name": "a\u202eb"}, "name_invalid"),
    ],
)
def test_what_cannot_be_is_refused(till: Till, change: dict, code: str) -> None:
    asked = {"kind": "article", "id": "soup", "language": "de", "name": "Suppe"}
    assert till.refuses(SetGuestName(**asked | change)) == code


def test_it_takes_who_may_change_the_card(till: Till) -> None:
    wish = SetGuestName(kind="article", id="soup", language="de", name="Suppe")
    assert till.refuses(wish, "tom") == "right_missing"
