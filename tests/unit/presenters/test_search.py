"""Finding an article from what somebody types in a hurry."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue.events import ArticleSet
from app.presenters.pos.search import (
    LIMIT,
    SearchIndex,
    aliases,
    fold,
    sound_of,
    words_of,
)
from app.services.demo import demo_facts


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex(f for f in demo_facts() if isinstance(f, ArticleSet))


@pytest.mark.parametrize(
    ("typed", "article"),
    [
        ("creme brulee", "creme_brulee"),
        ("CRÈME", "creme_brulee"),
        ("brulee creme", "creme_brulee"),
        ("œuf", "oeufs_mimosa"),
        ("oeuf mim", "oeufs_mimosa"),
        ("entrecotte", "entrecote"),
        ("etrecote", "entrecote"),
        ("enrtecote", "entrecote"),
        ("gravelaxe", "gravlax"),
        ("mimoza", "oeufs_mimosa"),
        ("qenelle", "quenelle"),
        ("verre brouil", "verre_rouge"),
        ("oignon", "soupe_oignon"),
        ("hamburger", "burger"),
        ("eau gaz", "eau_gazeuse"),
        ("3760123450072", "brouilly_cave"),
        ("tatin", "tarte_tatin"),
        ("ignon", "soupe_oignon"),
    ],
)
def test_the_first_hit_is_what_was_meant(
    index: SearchIndex, typed: str, article: str
) -> None:
    assert index.find(typed)[0] == article


@pytest.mark.parametrize("typed", ["", "   ", "!?*", "zzzzzz", "tatin xyzxyz", "xq"])
def test_nothing_is_found_where_nothing_is_meant(
    index: SearchIndex, typed: str
) -> None:
    assert index.find(typed) == []


def test_every_word_must_be_found(index: SearchIndex) -> None:
    assert set(index.find("tarte citron")) == {"tarte_citron"}
    assert len(index.find("tarte")) > 2


def test_a_whole_word_comes_before_the_beginning_of_one() -> None:
    index = SearchIndex(
        [
            ArticleSet(id="long", name="Barbera", category="x", price=1, favourite=1),
            ArticleSet(id="short", name="Bar", category="x", price=1),
        ]
    )
    assert index.find("bar") == ["short", "long"]


def test_favourites_come_first_among_equals() -> None:
    index = SearchIndex(
        ArticleSet(id=f"a{n}", name="Thé", category="x", price=1, favourite=n % 3)
        for n in range(6)
    )
    assert index.find("the")[:4] == ["a1", "a4", "a2", "a5"]


def test_an_article_is_found_under_its_new_name_only(index: SearchIndex) -> None:
    own = SearchIndex(
        [ArticleSet(id="a", name="Tarte", category="x", price=1, barcodes=("12345",))]
    )
    own.put(
        ArticleSet(id="a", name="Flan", category="x", price=1, barcodes=("678901",))
    )
    assert own.find("tarte") == []
    assert own.find("flan") == own.find("flqn") == own.find("6789") == ["a"]
    assert own.find("12345") == []
    own.put(ArticleSet(id="b", name="Flanc de bœuf", category="x", price=1))
    assert own.find("flan") == ["a", "b"]
    own.put(ArticleSet(id="a", name="Flan", category="x", price=1, active=False))
    assert own.find("flan") == ["b"]
    assert len(own) == 1
    own.remove("unknown")


def test_an_article_that_is_not_sold_is_not_found() -> None:
    gone = ArticleSet(id="a", name="Tarte", category="x", price=1, active=False)
    assert SearchIndex([gone]).find("tarte") == []


def test_other_names_are_those_of_a_language_else_those_of_any() -> None:
    said = ("entrecote", "en: ribeye", "en:rib steak")
    beef = ArticleSet(id="beef", name="Côte", category="plats", price=0, spoken=said)
    assert aliases(beef, "en") == ["ribeye", "rib steak"]
    assert aliases(beef, "fr") == ["entrecote"]
    assert aliases(beef) == ["entrecote", "ribeye", "rib steak"]


def test_at_most_a_page_is_found() -> None:
    many = SearchIndex(
        ArticleSet(id=f"a{n}", name=f"Vin {n}", category="x", price=1)
        for n in range(LIMIT + 20)
    )
    assert len(many.find("vin")) == LIMIT


def test_folding_forgets_accents_capitals_and_ligatures() -> None:
    assert fold("Œufs À LA Crème brûlée") == "oeufs a la creme brulee"
    assert words_of("l’oignon, 75 cl") == ["l", "oignon", "75", "cl"]


def test_what_sounds_alike_is_heard_alike() -> None:
    assert sound_of("gravlax") == sound_of("gravelaxe"[:-1])
    assert sound_of("kafe") == sound_of("cafe") == sound_of("caffe")
    assert sound_of("gateau") == sound_of("gato")


@given(st.text(max_size=40))
def test_no_text_upsets_the_search(text: str) -> None:
    index = SearchIndex([ArticleSet(id="a", name="Crème", category="x", price=1)])
    assert set(index.find(text)) <= {"a"}


@given(st.integers(0, 7), st.sampled_from("abcdefghij"))
def test_one_wrong_letter_is_forgiven(place: int, letter: str) -> None:
    index = SearchIndex([ArticleSet(id="a", name="Estragon", category="x", price=1)])
    typed = "estragon"[:place] + letter + "estragon"[place + 1 :]
    assert index.find(typed) == ["a"]


def test_a_keystroke_in_twenty_thousand_articles_takes_milliseconds() -> None:
    chance = random.Random(1)
    parts = ("ba", "con", "cre", "du", "fro", "ga", "lem", "mi", "nou", "que", "ter")
    names = (
        " ".join("".join(chance.choices(parts, k=3)) for _ in range(3))
        for _ in range(20_000)
    )
    index = SearchIndex(
        ArticleSet(
            id=f"a{n}", name=name, category="x", price=1, barcodes=(f"{n:013d}",)
        )
        for n, name in enumerate(names)
    )
    times = []
    for query in ("creconba", "frolem", "micrefro con", "0000000012", "zorglub", "q"):
        for end in range(1, len(query) + 1):
            start = time.perf_counter()
            index.find(query[:end])
            times.append(time.perf_counter() - start)
    times.sort()
    # The target is 15 ms; half of the keystrokes must be far below, whatever runs beside.
    assert times[len(times) // 2] < 0.015
