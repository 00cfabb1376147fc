"""Price lists in words, in their form, and tried on what was sold."""

from dataclasses import replace

import pytest
from domain_kit import EVENING, Till

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import ListedPrice, PriceListSet
from app.presenters.admin.prices import (
    price_list_draft,
    price_list_errors,
    price_list_of,
    price_list_rows,
    tried_days,
    try_list,
)
from app.projections.sales import Sale, SoldLine

HAPPY = PriceListSet(
    id="happy", name="Happy hour", rank=1, prices=(), cut=2000, start=1020, end=1140
)
TODAY = EVENING.date().isoformat()


@pytest.fixture
def till() -> Till:
    return Till()


def sold(hour: int, article: str, milli: int, total: int, table: str = "") -> Sale:
    opened = EVENING.replace(hour=hour, minute=0)
    return Sale(opened, "dine_in", table, (SoldLine(article, milli, total),))


def test_a_list_says_what_when_and_where(till: Till) -> None:
    category = till.world.catalogue.articles["wine"].category
    list_ = replace(
        HAPPY,
        categories=(category,),
        weekdays=(0, 4),
        rooms=("terrace",),
        modes=("dine_in",),
        until="2026-12-24",
    )
    till.do(SetCatalogue(event=list_))
    (row,) = price_list_rows(till.world, TODAY)
    words = [getattr(cell, "text", cell) for cell in row.cells]
    assert words[1] == "Happy hour"
    assert words[2].replace("\xa0", " ").startswith("−20 % · ")
    assert words[3].startswith("lun. ven. · 17:00 – 19:00 · jusqu’au 24")
    assert words[4].startswith("Terrasse · ")
    assert words[5] == "en vigueur"
    states = {
        "à l’essai": replace(list_, active=False),
        "terminé": replace(list_, until="2026-01-01"),
        "à venir": replace(list_, since="2026-12-01"),
    }
    for state, other in states.items():
        till.do(SetCatalogue(event=other))
        cell = price_list_rows(till.world, TODAY)[0].cells[5]
        assert getattr(cell, "text", cell) == state


def test_the_form_gives_back_what_it_was_given() -> None:
    list_ = replace(
        HAPPY,
        weekdays=(0,),
        since="2026-12-01",
        until="2026-12-24",
        prices=(ListedPrice(article="wine", price=1250),),
    )
    draft = price_list_draft(list_)
    assert (draft.hours, draft.since, draft.cut) == (
        "17:00-19:00",
        "01/12/2026",
        "20",
    )
    assert not price_list_errors(draft)
    assert price_list_of(draft, list_) == list_
    late = replace(draft, hours="22:00-00:00", since="", until="", cut="")
    saved = price_list_of(late, list_)
    assert (saved.start, saved.end, saved.since, saved.cut) == (1320, 1440, "", 0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"hours": "19:00"}, "hours"),
        ({"hours": "19:00-17:00"}, "hours"),
        ({"since": "demain"}, "since"),
        ({"since": "02/01/2027", "until": "01/01/2027"}, "until"),
        ({"cut": "120"}, "cut"),
        ({"prices": (("wine", "cher"),)}, "price:wine"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    change: dict[str, object], field: str
) -> None:
    draft = replace(price_list_draft(HAPPY), **change)  # type: ignore[arg-type]
    assert list(price_list_errors(draft)) == [field]


def test_a_list_is_tried_on_what_was_sold_when_it_would_have_held(till: Till) -> None:
    wine = till.world.catalogue.articles["wine"].price
    past = (
        sold(17, "wine", 2000, 2 * wine),
        sold(20, "wine", 1000, wine),  # after the happy hour
        sold(18, "gone", 1000, 500),  # no longer on the card
    )
    trial = try_list(till.world, replace(HAPPY, active=False), past)
    off = 2 * ((wine * 2000 + 5000) // 10_000)
    euros = f"{off // 100},{off % 100:02d}"
    assert trial.headline.replace("\xa0", " ").startswith(f"−{euros} € sur ")
    assert trial.words.startswith("1 vente concernée en 30 jours")
    assert [row[1] for row in trial.rows] == ["2"]
    room = replace(HAPPY, rooms=("terrace",))
    assert not try_list(till.world, room, past).rows
    there = (sold(17, "wine", 1000, wine, table="5"),)
    assert try_list(till.world, room, there).rows


def test_the_days_tried_are_thirty_with_today() -> None:
    assert tried_days("2026-11-30") == ("2026-11-01", "2026-11-30")
