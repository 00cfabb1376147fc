"""The catalogue folds what was set, and says price, VAT and what is left."""

from datetime import UTC, datetime

import pytest

from app.domain.catalogue.events import (
    ArticleSet,
    AvailabilitySet,
    CategorySet,
    CourseSet,
    ListedPrice,
    ModifierGroupSet,
    ModifierOption,
    PriceListSet,
    StationSet,
    StockConsumed,
    VatSet,
)
from app.domain.catalogue.state import DIRECT, Catalogue

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # a Friday


def article(**changes: object) -> ArticleSet:
    fields = {"id": "coca", "name": "Coca", "category": "bar", "price": 420} | changes
    return ArticleSet(**fields)  # type: ignore[arg-type]


def catalogue(*facts: object) -> Catalogue:
    made = Catalogue()
    for fact in facts:
        made.evolve(fact)  # type: ignore[arg-type]
    return made


def price_list(id_: str = "happy", price: int = 300, **changes: object) -> PriceListSet:
    fields = {
        "id": id_,
        "name": id_,
        "rank": 1,
        "prices": (ListedPrice(article="coca", price=price),),
    } | changes
    return PriceListSet(**fields)  # type: ignore[arg-type]


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_the_latest_fact_about_a_thing_stands() -> None:
    made = catalogue(article(price=420), article(price=450))
    assert made.articles["coca"].price == 450


def test_everything_is_found_by_its_id() -> None:
    made = catalogue(
        CategorySet(id="bar", name="Bar", colour="boissons", icon="local_bar", rank=1),
        CourseSet(
            id="plats",
            name="Plats",
            rank=2,
            tag="2",
            colour=3,
            limit=14,
            stage_limit=25,
        ),
        StationSet(id="chaud", name="Chaud", rank=1, printer="chaud"),
        ModifierGroupSet(
            id="sirop",
            name="Sirop",
            minimum=0,
            maximum=1,
            options=(ModifierOption(id="menthe", name="Menthe"),),
        ),
        price_list(),
    )
    assert made.categories["bar"].name == "Bar"
    assert made.courses["plats"].limit == 14
    assert made.stations["chaud"].printer == "chaud"
    assert made.groups["sirop"].options[0].name == "Menthe"
    assert made.price_lists["happy"].rank == 1


# --- barcodes -------------------------------------------------------------------------


def test_a_barcode_leads_to_its_article() -> None:
    assert catalogue(article(barcodes=("1", "2"))).barcodes == {
        "1": "coca",
        "2": "coca",
    }


def test_a_code_taken_off_an_article_leads_nowhere() -> None:
    made = catalogue(article(barcodes=("1", "2")), article(barcodes=("2",)))
    assert made.barcodes == {"2": "coca"}


def test_an_article_no_longer_sold_answers_to_no_code() -> None:
    made = catalogue(article(barcodes=("1",)), article(barcodes=("1",), active=False))
    assert made.barcodes == {}


# --- VAT ------------------------------------------------------------------------------


def test_a_rate_holds_from_its_day_on() -> None:
    made = catalogue(
        VatSet(code="standard", rate=2000, since="2014-01-01"),
        VatSet(code="standard", rate=2100, since="2027-01-01"),
        VatSet(code="standard", rate=1960, since="2000-04-01"),
    )
    days = ["2013-12-31", "2014-01-01", "2026-12-31", "2027-01-01"]
    assert [made.rate("standard", day) for day in days] == [1960, 2000, 2000, 2100]


def test_a_rate_set_again_for_a_day_replaces_it() -> None:
    made = catalogue(
        VatSet(code="reduced", rate=700, since="2014-01-01"),
        VatSet(code="reduced", rate=550, since="2014-01-01"),
    )
    assert made.vat["reduced"] == [("2014-01-01", 550)]


def test_an_unknown_code_takes_the_highest_rate() -> None:
    made = catalogue(
        VatSet(code="standard", rate=2000, since="2014-01-01"),
        VatSet(code="reduced", rate=550, since="2014-01-01"),
    )
    assert made.rate("unheard_of", "2026-11-20") == 2000
    assert made.rate("reduced", "2013-12-31") == 2000
    assert Catalogue().rate("reduced", "2026-11-20") == 2000


@pytest.mark.parametrize(
    ("mode", "rate", "nature"),
    [
        ("dine_in", 1000, "SERVICE"),
        ("takeaway", 550, "GOODS"),
        ("delivery", 550, "GOODS"),
        ("counter", 550, "GOODS"),
    ],
)
def test_rate_and_nature_follow_the_service_mode(
    mode: str, rate: int, nature: str
) -> None:
    bottle = article(vat_takeaway="reduced")
    made = catalogue(
        VatSet(code="intermediate", rate=1000, since="2014-01-01"),
        VatSet(code="reduced", rate=550, since="2014-01-01"),
        bottle,
    )
    assert made.rate_of(bottle, mode, "2026-11-20") == rate
    assert made.nature_of(bottle, mode) == nature


def test_shelf_goods_stay_goods_at_the_table() -> None:
    assert Catalogue().nature_of(article(goods=True), "dine_in") == "GOODS"


# --- prices ---------------------------------------------------------------------------


def test_without_a_list_the_article_has_its_own_price() -> None:
    made = catalogue(article(), article(id="eau", price=550), price_list())
    assert Catalogue().price_of(article(), "dine_in", NOON) == 420
    assert made.price_of(made.articles["eau"], "dine_in", NOON) == 550


def test_a_list_holds_from_its_start_until_just_before_its_end() -> None:
    made = catalogue(article(), price_list(start=17 * 60, end=19 * 60))
    moments = [at(16, 59), at(17), at(18, 59), at(19)]
    prices = [made.price_of(article(), "dine_in", moment) for moment in moments]
    assert prices == [420, 300, 300, 420]


def test_a_list_holds_on_its_weekdays_and_in_its_modes() -> None:
    made = catalogue(article(), price_list(weekdays=(4,), modes=("counter",)))
    assert made.price_of(article(), "counter", at(12)) == 300
    assert made.price_of(article(), "counter", at(12, day=21)) == 420
    assert made.price_of(article(), "dine_in", at(12)) == 420


def test_the_best_ranked_list_wins() -> None:
    second, first = price_list("b", 310, rank=2), price_list("a", 290, rank=1)
    assert (
        catalogue(article(), second, first).price_of(article(), "counter", NOON) == 290
    )


def test_two_lists_of_one_rank_sell_at_the_same_price_on_every_till() -> None:
    one, two = price_list("a", 290), price_list("b", 310)
    heard = catalogue(one, two), catalogue(two, one)
    assert [each.price_of(article(), "counter", NOON) for each in heard] == [290, 290]


def test_a_list_out_of_use_holds_nowhere() -> None:
    made = catalogue(article(), price_list(active=False))
    assert made.price_of(article(), "counter", NOON) == 420


def test_a_list_set_again_forgets_its_former_prices() -> None:
    made = catalogue(article(), price_list(), price_list(prices=()))
    assert made.price_of(article(), "counter", NOON) == 420


# --- 86 and countdown -----------------------------------------------------------------


def test_an_article_without_countdown_has_no_limit() -> None:
    made = catalogue(article(), StockConsumed(article="coca", quantity=5000))
    assert not made.sold_out("coca")
    assert made.remaining == {}


def test_a_countdown_goes_down_and_remembers_where_it_began() -> None:
    made = catalogue(
        AvailabilitySet(article="coca", remaining=4),
        StockConsumed(article="coca", quantity=3000),
    )
    assert (made.remaining["coca"], made.initial["coca"]) == (1000, 4000)
    assert not made.sold_out("coca")


def test_the_last_piece_gone_is_sold_out_until_given_back() -> None:
    made = catalogue(
        AvailabilitySet(article="coca", remaining=1),
        StockConsumed(article="coca", quantity=1000),
    )
    assert made.sold_out("coca")
    made.evolve(StockConsumed(article="coca", quantity=-1000))
    assert not made.sold_out("coca")


def test_two_terminals_that_sold_the_last_piece_go_below_zero() -> None:
    sold = StockConsumed(article="coca", quantity=1000)
    made = catalogue(AvailabilitySet(article="coca", remaining=1), sold, sold)
    assert made.remaining["coca"] == -1000
    assert made.sold_out("coca")


def test_86_and_its_lifting() -> None:
    made = catalogue(AvailabilitySet(article="coca", remaining=0))
    assert made.sold_out("coca")
    made.evolve(AvailabilitySet(article="coca", remaining=-1))
    assert not made.sold_out("coca")
    assert made.initial == {}


# --- courses --------------------------------------------------------------------------


def test_an_article_of_no_known_course_is_served_at_once() -> None:
    course = CourseSet(
        id="plats", name="Plats", rank=2, tag="2", colour=3, limit=14, stage_limit=25
    )
    made = catalogue(course)
    assert made.course_of(article(course="plats")) == "plats"
    assert made.course_of(article(course="gone")) == DIRECT
    assert made.course_of(article()) == DIRECT
