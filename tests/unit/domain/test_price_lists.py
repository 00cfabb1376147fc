"""Price lists: by room, by day, as a percentage; what was taken keeps its price."""

from dataclasses import replace

import pytest
from domain_kit import EVENING, Till

from app.domain.catalogue.decide import Raise, SetCatalogue
from app.domain.catalogue.events import ListedPrice, PriceListSet
from app.domain.catalogue.terms import SetTerms, TermsSet
from app.domain.credits.decide import SetClient
from app.domain.orders.commands import MoveOrder, NameClient, ServeAs

HAPPY = PriceListSet(
    id="happy", name="Happy hour", rank=1, prices=(), cut=2000, start=1020, end=1260
)
"""A fifth off from five to nine; it is seven o'clock."""


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


def price(till: Till, article: str = "wine", table: str = "t1") -> int:
    """What one costs if it is taken now."""
    order = till.world.order_on(table)
    order_id = order.id if order else till.seat(table)
    return till.line(till.take(order_id, article)).price


def own(till: Till, article: str = "wine") -> int:
    return till.world.catalogue.articles[article].price


def test_a_percentage_is_rounded_to_the_cent(till: Till) -> None:
    till.do(SetCatalogue(event=replace(HAPPY, cut=3333)))
    cents = own(till)
    assert price(till) == cents - (cents * 3333 + 5000) // 10_000


def test_it_holds_in_its_categories_and_what_is_named_goes_before(till: Till) -> None:
    category = till.world.catalogue.articles["wine"].category
    till.do(SetCatalogue(event=replace(HAPPY, categories=(category,))))
    assert price(till) == own(till) - (own(till) * 2000 + 5000) // 10_000
    assert price(till, "steak") == own(till, "steak")
    named = (ListedPrice(article="wine", price=100),)
    till.do(SetCatalogue(event=replace(HAPPY, prices=named)))
    assert price(till) == 100


def test_what_discounts_never_touch_keeps_its_price(till: Till) -> None:
    till.do(SetCatalogue(event=HAPPY))
    till.do(SetTerms(event=TermsSet(kind="article", id="wine", discount="no")))
    assert price(till) == own(till)
    assert price(till, "steak") < own(till, "steak")


def test_a_list_goes_before_another_in_one_go(till: Till) -> None:
    for name, rank in (("a", 1), ("b", 4), ("c", 4)):
        till.do(SetCatalogue(event=replace(HAPPY, id=name, rank=rank, cut=rank * 100)))
    till.do(SetCatalogue(event=replace(HAPPY, id="c", rank=4, cut=900)))
    moved = till.do(Raise(kind="price_list", id="c"))
    assert [(each.id, each.rank) for each in moved] == [("b", 5)]
    moved = till.do(Raise(kind="price_list", id="c"))
    assert [(each.id, each.rank) for each in moved] == [("c", 1), ("a", 4)]
    assert price(till) == own(till) - (own(till) * 900 + 5000) // 10_000
    assert till.do(Raise(kind="price_list", id="c")) == ()
    assert till.refuses(Raise(kind="price_list", id="a"), "tom") == "right_missing"


def test_it_holds_in_its_rooms_and_on_its_days(till: Till) -> None:
    till.do(SetCatalogue(event=replace(HAPPY, rooms=("terrace",))))
    assert price(till, table="t5") < own(till)
    assert price(till, table="t1") == own(till)
    today = EVENING.date().isoformat()
    till.do(SetCatalogue(event=replace(HAPPY, since=today, until=today)))
    assert price(till) < own(till)
    till.do(SetCatalogue(event=replace(HAPPY, until="2026-01-31")))
    assert price(till) == own(till)


def test_what_was_taken_keeps_its_price(till: Till) -> None:
    till.do(SetCatalogue(event=replace(HAPPY, rooms=("terrace",))))
    order = till.seat("t5")
    line = till.take(order, "steak")
    till.send(order)
    cheap = till.line(line).price
    till.do(MoveOrder(order=order, table="t1"))
    assert till.line(line).price == cheap
    till.wait(hours=3)  # the happy hour is over
    assert till.line(line).price == cheap
    assert till.line(till.take(order, "steak")).price == own(till, "steak")


def test_what_is_taken_away_after_all_costs_what_it_did_when_it_was_taken(
    till: Till,
) -> None:
    late = replace(HAPPY, start=1200, modes=("counter",))  # from eight o'clock
    till.do(SetCatalogue(event=late))
    early, happy = (till.seat("", mode="counter", covers=0) for _ in range(2))
    line = till.take(early, "wine")
    till.wait(minutes=70)
    other = till.take(happy, "wine")
    assert till.line(other).price < own(till)

    till.do(ServeAs(order=early, preset="takeaway"))
    till.wait(minutes=60)  # the happy hour is over
    till.do(ServeAs(order=happy, preset="takeaway"))
    assert (till.line(line).price, till.line(other).price) == (own(till), own(till))
    till.do(ServeAs(order=happy, preset="counter"))
    assert till.line(other).price < own(till)


def test_a_list_of_some_clients_holds_on_their_notes_before_any_other(
    till: Till,
) -> None:
    till.do(SetCatalogue(event=replace(HAPPY, rank=1)))
    mates = replace(HAPPY, id="mates", rank=2, cut=5000, clients=("durand",))
    till.do(SetCatalogue(event=mates))
    for name in ("durand", "petit"):
        till.do(SetClient(client=name, name=f"sealed-{name}"))
    order = till.seat("t1")
    sent = till.take(order, "wine")
    till.send(order)
    fresh, shown = till.take(order, "steak"), till.line(sent).price
    assert till.line(fresh).price == 1920

    till.do(NameClient(order=order, client="durand"), "tom")
    assert till.line(sent).price == shown  # the bar knows it already
    assert till.line(fresh).price == 1200  # nobody does
    assert till.line(till.take(order, "fish")).price == 1095
    till.do(NameClient(order=order, client="petit"))
    assert till.line(fresh).price == 1920
    till.do(NameClient(order=order, client=""))
    assert till.line(till.take(order, "fish")).price == 1752


def test_a_client_without_an_account_that_is_open_names_no_note(till: Till) -> None:
    order = till.seat("t1")
    till.do(SetClient(client="durand", name="sealed", active=False))
    for name in ("durand", "nobody"):
        named = NameClient(order=order, client=name)
        assert till.refuses(named) == "client_unknown"


def test_a_note_that_joins_another_brings_its_client_along(till: Till) -> None:
    till.do(SetClient(client="durand", name="sealed"))
    one, other = till.seat("t1"), till.seat("t2")
    till.take(one, "soup")
    till.do(NameClient(order=one, client="durand"))
    till.do(MoveOrder(order=one, table="t2"))
    assert till.order(other).client == "durand"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "name_invalid"),
        ({"cut": 10_000}, "cut_out_of_range"),
        ({"cut": 10, "vat_included": False}, "cut_before_vat"),
        ({"start": 1300, "end": 1200}, "hours_invalid"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "days_invalid"),
        ({"since": "bientôt"}, "days_invalid"),
    ],
)
def test_a_list_that_cannot_be_is_refused(
    till: Till, change: dict[str, object], code: str
) -> None:
    event = replace(HAPPY, **change)  # type: ignore[arg-type]
    assert till.refuses(SetCatalogue(event=event)) == code
