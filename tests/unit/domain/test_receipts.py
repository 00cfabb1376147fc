"""Documents: receipts, their numbers and totals, refunds, duplicates."""

from dataclasses import replace

import pytest
from domain_kit import Till
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue.decide import SetAvailability
from app.domain.catalogue.events import StockConsumed
from app.domain.orders.commands import CompLine, Discount, SplitOrder
from app.domain.orders.events import Bill, Portion
from app.domain.payments.commands import (
    Disposed,
    DuplicateReceipt,
    IssueReceipt,
    RefundReceipt,
)
from app.domain.payments.decide import returned_so_far
from app.domain.payments.events import PaymentRefunded
from app.domain.receipts.compose import heads
from app.domain.receipts.events import ReceiptDuplicated, ReceiptIssued, ReceiptRefunded


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def order(till: Till) -> str:
    return till.seat("t1", covers=2)


def receipt(till: Till) -> ReceiptIssued:
    (issued,) = till.written(ReceiptIssued)
    return issued


def sold(
    till: Till, *articles: str, method: str = "cash", **more: object
) -> ReceiptIssued:
    order = till.seat("", mode="counter")
    for article in articles:
        till.take(order, article)
    till.pay(order, method=method, **more)
    return receipt(till)


def refund(
    document: ReceiptIssued, *back: tuple[int, int], **more: object
) -> RefundReceipt:
    fields = {"number": "C1-000001", "reason": "erreur", "method": "cash", **more}
    return RefundReceipt(original=document, back=back, **fields)


def everything(document: ReceiptIssued) -> list[tuple[int, int]]:
    milli = [int(line.quantity.replace(".", "")) for line in heads(document)]
    scale = [1 if "." in line.quantity else 1000 for line in heads(document)]
    return [(n, m * s) for n, (m, s) in enumerate(zip(milli, scale, strict=True))]


# Receipts


def test_a_receipt_says_who_ate_what_where_and_when(till, order):
    till.take(order, "fish", guest_note="sans arête")
    till.take(order, "beer", 2)
    till.wait(hours=1)
    till.pay(order, issued="paper")

    document = receipt(till)
    assert (document.mode, document.table, document.covers) == ("dine_in", "1", 2)
    assert document.opened == "2026-11-20T19:00:00.020+01:00"
    assert (document.n_lines, document.n_articles) == (2, 3)
    assert (document.issued, document.note) == ("paper", True)
    assert [(ln.label, ln.quantity, ln.unit, ln.total) for ln in document.lines] == [
        ("Fish", "1", 2190, 2190),
        ("Beer", "2", 650, 1300),
    ]
    assert [ln.category for ln in document.lines] == ["plates", "drinks"]


def test_a_counter_receipt_is_no_restaurant_note(till):
    assert not sold(till, "jam", issued="paper").note


def test_vat_is_computed_once_per_rate(till, order):
    for article in ("soup", "fish", "beer", "wine"):
        till.take(order, article)
    till.pay(order)

    assert [(r.rate, r.ttc, r.ht, r.tva) for r in receipt(till).vat] == [
        (1000, 3040, 2764, 276),
        (2000, 3649, 3041, 608),
    ]


def test_a_formule_carries_its_components(till, order):
    till.take(order, "menu", 2)
    till.pay(order)

    head, *components = receipt(till).lines
    assert (head.total, head.ttc, head.ht) == (3780, 0, 0)
    assert {line.parent for line in components} == {head.id}
    assert sum(line.ttc for line in components) == 3780
    assert [(r.rate, r.ttc) for r in receipt(till).vat] == [(1000, 3114), (2000, 666)]


def test_a_formule_nobody_can_apportion_takes_the_highest_rate(till, order):
    free = till.world.catalogue.articles["soup"]
    fields = {name: getattr(free, name) for name in free.__slots__}
    till.write([type(free)(**fields | {"price": 0})])
    till.take(order, "menu")
    till.pay(order)

    head, component = receipt(till).lines
    assert (component.label, component.article) == ("Formule", "menu")
    assert (component.rate, component.ttc, head.total) == (2000, 1890, 1890)


def test_a_discount_and_its_reason_are_on_the_line(till, order):
    line = till.take(order, "wine")
    till.do(Discount(order=order, line=line, amount=999, reason="bouchonné"))
    till.pay(order)

    (shown,) = receipt(till).lines
    assert (shown.discount, shown.reason, shown.total) == (999, "bouchonné", 2000)


def test_an_article_that_left_the_catalogue_has_no_category(till, order):
    till.take(order, "fish")
    till.world.catalogue.articles.pop("fish")
    till.pay(order)

    assert receipt(till).lines[0].category == ""


def test_a_part_of_pieces_is_counted_in_pieces_or_as_a_share(till, order):
    beer = till.take(order, "beer", 4)
    portions = (Portion(line=beer, of=3, taken=(0,)),)
    till.do(SplitOrder(order=order, bills=(Bill(id="a", portions=portions),)))
    till.pay(order, "a")
    (line,) = receipt(till).lines

    assert (line.quantity, line.share, receipt(till).n_articles) == ("4", "1/3", 1)
    till.pay(order)
    (line,) = receipt(till).lines
    assert (line.quantity, line.share, receipt(till).n_articles) == ("4", "2/3", 2)


def test_running_totals_go_on_from_document_to_document(till):
    first, second = sold(till, "beer"), sold(till, "fish")

    assert (first.totals.day, first.totals.perpetual_net) == (650, 650)
    assert (second.totals.day, second.totals.perpetual_net) == (2840, 2840)
    till.do(refund(first, (0, 1000)))
    back = till.written(ReceiptRefunded)[0]
    assert (back.totals.day, back.totals.month, back.totals.year) == (2190,) * 3
    assert (back.totals.perpetual_net, back.totals.perpetual_abs) == (2190, 3490)


def test_day_month_and_year_begin_anew_and_the_perpetual_does_not(till):
    sold(till, "beer")
    for days, expected in ((1, (650, 1300, 1300)), (12, (650, 650, 1950))):
        till.wait(days=days)
        totals = sold(till, "beer").totals
        assert (totals.day, totals.month, totals.year) == expected
    till.wait(days=60)
    totals = sold(till, "beer").totals
    assert (totals.day, totals.month, totals.year) == (650, 650, 650)
    assert totals.perpetual_net == 2600


def test_the_number_is_that_of_the_series(till):
    sold(till, "beer")
    sold(till, "beer")

    numbers = [r.number for o in till.world.book.orders.values() for r in o.receipts]
    assert numbers == ["C1-000001", "C1-000002"]


# Refunds


def test_a_line_is_given_back(till):
    document = sold(till, "fish", "beer")
    till.do(refund(document, (1, 1000)))

    back, given = till.last
    assert isinstance(back, ReceiptRefunded)
    assert (back.of, back.number, back.reason) == (
        document.receipt,
        "C1-000001",
        "erreur",
    )
    assert (back.ttc, back.ht, back.tva) == (-650, -542, -108)
    assert [(ln.label, ln.quantity, ln.total) for ln in back.lines] == [
        ("Beer", "-1", -650)
    ]
    assert isinstance(given, PaymentRefunded)
    assert (given.amount, given.receipt) == (650, back.receipt)
    assert back.payments[0].amount == -650
    assert till.world.till("C1").cash == 15_000 + 2190


def test_everything_given_back_mirrors_the_receipt(till, order):
    till.take(order, "menu", 2)
    till.take(order, "ham", quantity=350)
    till.take(order, "wine", 3)
    till.do(Discount(order=order, percent=777, reason="geste"))
    till.pay(order)
    document = receipt(till)
    till.do(refund(document, *everything(document)))

    (back,) = till.written(ReceiptRefunded)
    assert (back.ttc, back.ht, back.tva) == (-document.ttc, -document.ht, -document.tva)
    assert [(r.rate, r.ttc, r.ht, r.tva) for r in back.vat] == [
        (r.rate, -r.ttc, -r.ht, -r.tva) for r in document.vat
    ]
    assert [ln.total for ln in heads(back)] == [-ln.total for ln in heads(document)]
    assert [ln.parent for ln in back.lines] == [ln.parent for ln in document.lines]
    assert till.world.book.receipt(document.receipt).refunded == document.ttc


def test_a_formule_comes_back_with_its_components(till, order):
    till.take(order, "menu", 2)
    till.pay(order)
    till.do(refund(receipt(till), (0, 1000)))

    head, *components = till.written(ReceiptRefunded)[0].lines
    assert (head.total, head.ttc, len(components)) == (-1890, 0, 3)
    assert sum(line.ttc for line in components) == -1890


def test_nothing_comes_back_twice(till):
    document = sold(till, "fish", "beer")
    till.do(refund(document, (0, 1000)))

    assert till.refuses(refund(document, (0, 1000))) == "refund_too_large"
    till.do(refund(document, (1, 1000)))
    assert till.refuses(refund(document, (1, 1))) == "refund_too_large"


def test_a_till_refunds_no_receipt_that_its_journal_does_not_have(till):
    document = sold(till, "fish", "beer")
    later = Till("C2")
    later.open()

    assert later.refuses(refund(document, (0, 1000))) == "receipt_unknown"


def test_what_is_given_back_is_what_was_written_whatever_the_caller_holds(till):
    document = sold(till, "beer")
    dearer = replace(
        document, lines=(replace(document.lines[0], total=9999, ttc=9999),)
    )
    till.do(refund(dearer, (0, 1000)))

    (back,) = till.written(ReceiptRefunded)
    assert (back.ttc, back.lines[0].ttc) == (-650, -650)


@pytest.mark.parametrize("back", [((2, 1000),), ((0, 2000),), ((0, 0),), ((0, -1000),)])
def test_only_what_was_sold_comes_back(till, back):
    document = sold(till, "fish", "beer")

    assert till.refuses(refund(document, *back)) == "refund_too_large"


def test_a_refund_needs_a_manager_a_reason_a_tender_and_an_open_till(till):
    document = sold(till, "fish")

    assert till.refuses(refund(document, (0, 1000)), "tom") == "right_missing"
    unsaid = refund(document, (0, 1000), reason="  ")
    assert till.refuses(unsaid) == "reason_missing"
    shells = refund(document, (0, 1000), method="shells")
    assert till.refuses(shells) == "method_unknown"
    assert till.refuses(refund(document)) == "nothing_to_refund"
    assert Till("C2").refuses(refund(document, (0, 1000))) == "till_shut"


def test_cash_is_not_given_for_a_card(till, order):
    till.take(order, "fish")
    till.answer(order, till.ask_card(order))
    document = receipt(till)

    assert till.refuses(refund(document, (0, 1000))) == "cash_for_card"
    till.do(refund(document, (0, 1000), method="card_manual"))


def test_no_more_cash_is_given_than_was_taken(till, order):
    till.take(order, "fish")
    till.take(order, "beer")
    till.pay(order, amount=650)
    till.pay(order, method="card_manual")
    document = receipt(till)

    assert till.refuses(refund(document, (0, 1000))) == "cash_for_card"
    till.do(refund(document, (1, 1000)))


def test_cash_that_came_once_is_given_once(till, order):
    till.take(order, "beer")
    till.take(order, "beer")
    till.pay(order, amount=650)
    till.pay(order, method="card_manual")
    document = receipt(till)

    till.do(refund(document, (0, 1000)))
    assert till.refuses(refund(document, (0, 1000))) == "cash_for_card"
    till.do(refund(document, (0, 1000), method="card_manual"))


def test_a_share_of_a_line_comes_back_as_it_was_sold(till, order):
    wine = till.take(order, "wine")
    portions = (Portion(line=wine, of=3, taken=(0,)),)
    till.do(SplitOrder(order=order, bills=(Bill(id="a", portions=portions),)))
    till.pay(order, "a")
    document = receipt(till)
    till.do(refund(document, (0, 1000)))

    (back,) = till.written(ReceiptRefunded)
    assert (back.ttc, back.lines[0].share) == (-1000, "1/3")


def test_a_line_given_away_comes_back_for_nothing(till, order):
    line = till.take(order, "beer")
    till.do(CompLine(order=order, line=line, reason="maison"))
    till.do(IssueReceipt(order=order))
    till.do(refund(receipt(till), (0, 1000)))

    assert till.written(ReceiptRefunded)[0].ttc == 0


@given(
    counts=st.lists(st.integers(1, 5), min_size=1, max_size=4),
    percent=st.integers(0, 9_000),
    order=st.randoms(),
)
def test_refunds_in_any_order_leave_nothing_behind(counts, percent, order):
    till = Till()
    till.open()
    sale = till.seat("t1")
    articles = ("menu", "wine", "soup", "beer")
    for article, count in zip(articles, counts, strict=False):
        till.take(sale, article, count)
    till.run(Discount(order=sale, percent=percent, reason="geste"))
    till.pay(sale)
    document = receipt(till)
    pieces = [(n, 1000) for n, count in enumerate(counts) for _ in range(count)]
    order.shuffle(pieces)
    refunds = []
    for piece in pieces:
        till.do(refund(document, piece))
        refunds += till.written(ReceiptRefunded)

    assert sum(each.ttc for each in refunds) == -document.ttc
    assert sum(each.tva for each in refunds) == -document.tva
    for row in document.vat:
        rows = [r for each in refunds for r in each.vat if r.rate == row.rate]
        assert (sum(r.ttc for r in rows), sum(r.tva for r in rows)) == (
            -row.ttc,
            -row.tva,
        )
    assert dict(returned_so_far(document, refunds)) == {
        n: count * 1000 for n, count in enumerate(counts)
    }


def test_what_is_sold_again_goes_back_into_stock_and_what_is_lost_does_not(till):
    for article in ("beer", "fish"):
        till.do(SetAvailability(article=article, remaining=5))
    document = sold(till, "beer", "beer", "fish")
    back = refund(
        document,
        (0, 1000),
        (1, 1000),
        disposed=(
            Disposed(line=0, disposition="stock"),
            Disposed(line=1, disposition="waste", reason="froid"),
        ),
    )
    till.do(back)

    (given,) = till.written(ReceiptRefunded)
    assert [(ln.disposition, ln.reason) for ln in given.lines] == [
        ("stock", ""),
        ("waste", "froid"),
    ]
    left = till.world.catalogue.remaining
    assert (left["beer"], left["fish"]) == (4000, 4000)
    assert till.written(StockConsumed) == [
        StockConsumed(article="beer", quantity=-1000)
    ]


def test_a_formule_that_is_sold_again_comes_back_with_its_dishes(till, order):
    till.do(SetAvailability(article="beer", remaining=9))
    till.do(SetAvailability(article="menu", remaining=9))
    till.take(order, "menu", 2)
    till.pay(order)
    disposed = (Disposed(line=0, disposition="stock"),)
    till.do(refund(receipt(till), (0, 1000), disposed=disposed))

    left = till.world.catalogue.remaining
    assert (left["menu"], left["beer"]) == (8000, 8000)


def test_nobody_says_what_becomes_of_a_line_that_stays_sold(till):
    document = sold(till, "beer", "fish")
    stays = Disposed(line=1, disposition="waste")
    twice = (Disposed(line=0, disposition="kept"),) * 2
    other = (Disposed(line=0, disposition="eaten"),)

    def refused(disposed: tuple[Disposed, ...]) -> str:
        return till.refuses(refund(document, (0, 1000), disposed=disposed))

    assert refused((stays,)) == "line_unknown"
    assert refused(twice) == "line_unknown"
    assert refused(other) == "disposition_unknown"


# Duplicates


def duplicate(document: ReceiptIssued, **more: object) -> DuplicateReceipt:
    return DuplicateReceipt(
        order=document.order, receipt=document.receipt, number="C1-000001", **more
    )


def test_duplicates_are_counted(till):
    document = sold(till, "beer")
    copies = [till.do(duplicate(document))[0] for _ in range(2)]

    assert [copy.copy for copy in copies] == [1, 2]
    assert till.world.book.receipt(document.receipt).copies == 2


def test_a_refund_can_be_duplicated_too(till):
    till.do(refund(sold(till, "beer"), (0, 1000)))
    (back,) = till.written(ReceiptRefunded)
    command = DuplicateReceipt(order=back.order, receipt=back.receipt, number="x")

    assert [till.do(command)[0].copy for _ in range(2)] == [1, 2]


def test_an_old_document_is_counted_on_from_what_the_caller_read(till):
    command = DuplicateReceipt(order="old", receipt="old", number="C1-000001", copies=3)

    (copy,) = till.do(command)
    assert isinstance(copy, ReceiptDuplicated)
    assert copy.copy == 4
    assert till.do(command)[0].copy == 5
