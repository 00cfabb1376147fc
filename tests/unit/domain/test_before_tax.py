"""Price lists before VAT: an order counts one way, and the tax is added per document."""

import pytest
from domain_kit import MENU, Till
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import ListedPrice, PriceListSet
from app.domain.orders.billing import bills, price_bill
from app.domain.orders.commands import (
    CompLine,
    Discount,
    MovedLine,
    MoveLines,
    MoveOrder,
    RepeatRound,
    SplitOrder,
)
from app.domain.orders.events import Bill, Portion
from app.domain.receipts.events import ReceiptIssued


def before_tax(**more: object) -> PriceListSet:
    fields = {"modes": ("takeaway", "dine_in"), "start": 18 * 60, **more}
    prices = (ListedPrice(article="fish", price=850),)
    return PriceListSet(
        id="ht", name="Hors taxes", rank=1, prices=prices, vat_included=False, **fields
    )


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def order(till: Till) -> str:
    till.do(SetCatalogue(event=before_tax()))
    return till.seat("t1")


def test_vat_comes_on_top_once_per_rate(till, order):
    till.take(order, "fish", 2)

    assert till.order(order).prices == "excl"
    assert till.due(order) == 1870
    till.pay(order)
    (document,) = till.written(ReceiptIssued)
    assert (document.ht, document.tva, document.ttc) == (1700, 170, 1870)


def test_what_the_list_does_not_name_is_freed_of_its_vat(till, order):
    beer = till.line(till.take(order, "beer"))
    steak = till.line(till.take(order, "steak", options=("rare", "with_salad")))
    menu = till.line(till.take(order, "menu"))

    assert beer.price == 542  # 6.50 at 20 %
    assert steak.price == 2182 + 227  # 24.00 and 2.50 at 10 %
    assert menu.price == 1718
    assert [dish.ordered.reference for dish in menu.dishes] == [773, 850, 542]


def test_supplements_are_freed_too(till, order):
    picks = (MENU[0].__class__(step=0, article="salad"), *MENU[1:])
    menu = till.line(till.take(order, "menu", picks=picks))

    assert menu.price == 1718 + 182  # 2.00 at 10 %


def test_an_order_counts_as_it_began(till):
    before = till.seat("t1")
    till.do(SetCatalogue(event=before_tax()))
    after = till.seat("t2")

    assert till.line(till.take(before, "fish")).price == 2190
    assert till.line(till.take(after, "fish")).price == 850


def test_a_list_that_is_out_of_hours_or_outranked_does_not_count(till):
    till.do(SetCatalogue(event=before_tax(start=23 * 60)))
    assert till.order(till.seat("t1")).prices == "incl"
    till.do(SetCatalogue(event=before_tax()))
    happy = PriceListSet(id="happy", name="Happy hour", rank=0, prices=())
    till.do(SetCatalogue(event=happy))
    assert till.order(till.seat("t2")).prices == "incl"


def test_a_list_of_one_room_says_how_orders_of_that_room_count(till):
    till.do(SetCatalogue(event=before_tax(rooms=("terrace",))))
    inside, outside = till.seat("t1"), till.seat("t5")
    assert [till.order(each).prices for each in (inside, outside)] == ["incl", "excl"]
    assert till.line(till.take(inside, "fish")).price == 2190
    assert till.line(till.take(outside, "fish")).price == 850


def test_both_kinds_are_not_mixed_on_one_bill(till):
    incl = till.seat("t1")
    beer, _ = till.take(incl, "beer"), till.take(incl, "soup")
    till.do(SetCatalogue(event=before_tax()))
    excl = till.seat("t2")
    move = MoveLines(order=incl, lines=(MovedLine(line=beer),), table="t2")

    assert till.refuses(move) == "other_prices"
    assert till.refuses(MoveOrder(order=incl, table="t2")) == "other_prices"
    till.do(MoveLines(order=incl, lines=(MovedLine(line=beer),), table="t3"))
    moved = till.world.order_on("t3")
    assert (moved.prices, till.due(moved.id)) == ("incl", 650)
    assert till.order(excl).prices == "excl"


def test_another_round_costs_the_same(till, order):
    beer = till.take(order, "beer")
    till.send(order)
    (again,) = till.do(RepeatRound(order=order))

    assert again.price == till.line(beer).price


@given(
    pieces=st.lists(st.integers(1, 4), min_size=3, max_size=3),
    percent=st.integers(0, 9_000),
    comp=st.booleans(),
    cut=st.integers(1, 4),
)
def test_payers_before_tax_pay_the_lines_to_the_cent(pieces, percent, comp, cut):
    till = Till()
    till.open()
    till.do(SetCatalogue(event=before_tax()))
    order = till.seat("t1")
    articles = zip(("fish", "wine", "menu"), pieces, strict=True)
    lines = [till.take(order, article, n) for article, n in articles]
    till.run(Discount(order=order, percent=percent, reason="geste"))
    if comp:
        till.do(CompLine(order=order, line=lines[0], reason="maison"))
    payers = tuple(
        Bill(
            id=str(n),
            portions=tuple(Portion(line=ln, of=cut, taken=(n,)) for ln in lines),
        )
        for n in range(cut)
    )
    till.do(SplitOrder(order=order, bills=payers))
    book = till.world.book
    documents = [
        price_bill(book, till.order(order), b) for b in bills(book, till.order(order))
    ]

    assert sum(document.ht for document in documents) == book.total(till.order(order))
    assert sum(document.ttc for document in documents) == till.due(order)
    for payer in payers:
        if till.due(order, payer.id):
            till.pay(order, payer.id)
    receipts = sum(receipt.ttc for receipt in till.order(order).receipts)
    assert receipts == sum(document.ttc for document in documents)
