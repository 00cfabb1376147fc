"""Offers in words, in their form, and tried on what was sold."""

from dataclasses import replace

import pytest
from domain_kit import EVENING, Till

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import PriceListSet
from app.domain.catalogue.promotions import PromotionSet
from app.domain.catalogue.terms import SetTerms, TermsSet
from app.presenters.admin.offers import (
    chosen_of,
    gives_words,
    offer_draft,
    offer_errors,
    offer_of,
    offer_rows,
    try_offer,
)
from app.presenters.admin.prices import articles_in, try_list
from app.projections.sales import Sale, SoldLine

THIRD = PromotionSet(
    id="third",
    name="2 achetés, le 3e offert",
    rank=1,
    bought=2,
    categories=("drinks",),
    start=1020,
    end=1140,
)


@pytest.fixture
def till() -> Till:
    return Till()


def sold(hour: int, *lines: tuple[str, int]) -> Sale:
    opened = EVENING.replace(hour=hour, minute=0)
    return Sale(
        opened,
        "dine_in",
        "1",
        tuple(SoldLine(article, n * 1000, n * 650) for article, n in lines),
    )


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ").replace("’", "'")


def test_an_offer_says_what_it_gives(till: Till) -> None:
    assert gives_words(till.world, THIRD) == "2 achetés, 1 offert · drinks"
    half = replace(THIRD, bought=1, cut=5000, categories=(), gifts=("coffee",))
    assert plain(gives_words(till.world, half)) == (
        "1 acheté, 1 −50 % · toute la carte → Coffee"
    )
    first = replace(THIRD, kind="first", bought=0, cut=1000, categories=())
    words = plain(gives_words(till.world, first))
    assert words == "1re visite : −10 % · toute la carte"
    cake = replace(THIRD, kind="birthday", bought=0, gifts=("cake",))
    assert gives_words(till.world, cake) == "Anniversaire : offert · Cake"
    till.do(SetCatalogue(event=replace(THIRD, active=False)))
    (row,) = offer_rows(till.world, "2026-11-20")
    assert getattr(row.cells[5], "text", "") == "à l’essai"


def test_what_is_typed_is_what_is_stored(till: Till) -> None:
    for offer in (
        THIRD,
        replace(THIRD, kind="birthday", bought=0, span=3, gifts=("cake",), cut=5050),
    ):
        draft = offer_draft(offer)
        assert not offer_errors(draft)
        assert offer_of(draft, offer) == offer
    draft = offer_draft(THIRD)
    turned = offer_of(replace(draft, kind="first"), THIRD)
    assert (turned.kind, turned.bought) == ("first", 0)
    till.do(SetCatalogue(event=turned))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", " "),
        ("bought", "0"),
        ("bought", "21"),
        ("bought", "deux"),
        ("cut", "0"),
        ("cut", "101"),
        ("hours", "19:00-17:00"),
        ("since", "demain"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(field: str, text: str) -> None:
    draft = replace(offer_draft(THIRD), **{field: text})  # type: ignore[arg-type]
    assert list(offer_errors(draft)) == [field]


def test_articles_of_other_categories_stay_chosen(till: Till) -> None:
    shown = articles_in(till.world, "drinks")
    assert chosen_of(("cake", "beer"), shown, ("wine",)) == ("cake", "wine")


def test_last_month_says_what_it_would_have_given(till: Till) -> None:
    till.do(SetTerms(event=TermsSet(kind="article", id="coffee", discount="no")))
    month = [
        sold(18, ("beer", 3), ("wine", 3)),
        sold(18, ("beer", 2), ("coffee", 5)),
        sold(21, ("beer", 9)),
    ]
    trial = try_offer(till.world, THIRD, month)
    assert plain(trial.headline).startswith("−36,49 €")  # 6,50 and 29,99
    assert plain(trial.words).startswith("1 vente concernée")
    assert [row[0] for row in trial.rows] == ["Wine", "Beer"]


def test_of_a_guest_nobody_named_nothing_is_tried(till: Till) -> None:
    first = replace(THIRD, kind="first", bought=0)
    assert try_offer(till.world, first, []).headline == "Rien à simuler"


def test_a_list_of_some_clients_is_not_tried_either(till: Till) -> None:
    mates = PriceListSet(
        id="m", name="Amis", rank=1, prices=(), cut=1000, clients=("durand",)
    )
    assert try_list(till.world, mates, [sold(18, ("beer", 1))]).rows == ()
