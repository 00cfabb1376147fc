"""Splitting the bill: by shares, seats, items and fractions; the parts always add up."""

import pytest
from domain_kit import Till
from hypothesis import given
from hypothesis import strategies as st

from app.domain.orders.billing import (
    bills,
    due,
    next_share,
    order_due,
    parts_of,
    price_bill,
)
from app.domain.orders.commands import (
    CompLine,
    Discount,
    MovedLine,
    MoveLines,
    PrintAddition,
    SplitOrder,
    VoidLine,
)
from app.domain.orders.events import Bill, Portion
from app.domain.payments.commands import ReturnPayment
from app.domain.receipts.events import ReceiptIssued


@pytest.fixture
def till() -> Till:
    till = Till()
    till.open()
    return till


@pytest.fixture
def order(till: Till) -> str:
    return till.seat("t1", covers=3)


def whole(*lines: str) -> tuple[Portion, ...]:
    return tuple(Portion(line=line, of=1, taken=(0,)) for line in lines)


def of(line: str, cut: int, *taken: int) -> Portion:
    return Portion(line=line, of=cut, taken=taken)


def split(till: Till, order: str, **payers: tuple[Portion, ...]) -> None:
    found = tuple(Bill(id=name, portions=portions) for name, portions in payers.items())
    till.do(SplitOrder(order=order, bills=found))


def dues(till: Till, order: str) -> dict[str, int]:
    book = till.world.book
    found = bills(book, book.orders[order])
    return {bill.id: due(book, book.orders[order], bill.id) for bill in found}


def receipt(till: Till) -> ReceiptIssued:
    (issued,) = till.written(ReceiptIssued)
    return issued


# Shares


def test_shares_are_equal_payments_on_one_receipt(till, order):
    for article, n in (("menu", 2), ("wine", 1), ("fish", 1)):
        till.take(order, article, n)
    till.do(SplitOrder(order=order, shares=3))
    total = till.due(order)
    asked = []
    while amount := next_share(till.world.book, till.order(order)):
        asked.append(amount)
        till.pay(order, amount=amount)

    assert asked == [2990, 2990, 2989]
    assert sum(asked) == total
    assert [p.amount for p in receipt(till).payments] == asked
    assert len(till.order(order).receipts) == 1


def test_a_share_that_is_partly_paid_asks_for_the_rest_of_it(till, order):
    till.take(order, "beer", 3)
    till.do(SplitOrder(order=order, shares=3))
    till.pay(order, amount=200)

    assert next_share(till.world.book, till.order(order)) == 450


def test_without_shares_the_next_payer_owes_everything(till, order):
    till.take(order, "beer", 3)
    assert next_share(till.world.book, till.order(order)) == 1950
    till.do(SplitOrder(order=order, shares=2))
    till.do(SplitOrder(order=order))

    assert till.order(order).split is None
    assert next_share(till.world.book, till.order(order)) == 1950


def test_shares_are_counted_again_when_something_is_added(till, order):
    till.take(order, "beer", 2)
    till.do(SplitOrder(order=order, shares=2))
    till.pay(order, amount=650)
    till.take(order, "beer", 2)

    assert till.due(order) == 1950
    assert next_share(till.world.book, till.order(order)) == 1950


def test_who_paid_a_part_does_not_owe_what_is_added_later(till, order):
    till.take(order, "beer", 3)
    till.do(SplitOrder(order=order, shares=3))
    till.pay(order, amount=300)
    till.pay(order, amount=350)
    till.take(order, "beer", 2)
    assert parts_of(till.world.book, till.order(order)) == [650, 1300, 1300]
    till.pay(order, amount=1300)
    till.take(order, "beer", 1)

    assert next_share(till.world.book, till.order(order)) == 1950
    till.pay(order, amount=1950)
    assert till.closed(order)


def test_a_part_that_was_given_back_is_owed_again(till, order):
    till.take(order, "beer", 2)
    till.do(SplitOrder(order=order, shares=2))
    till.pay(order, amount=650)
    first = next(iter(till.order(order).payments))
    till.take(order, "beer", 1)
    till.do(ReturnPayment(order=order, payment=first, reason="erreur"))

    assert parts_of(till.world.book, till.order(order)) == [975, 975]


def test_the_number_of_shares_may_change_while_people_pay(till, order):
    till.take(order, "beer", 3)
    till.do(SplitOrder(order=order, shares=3))
    till.pay(order, amount=650)
    till.do(SplitOrder(order=order, shares=2))

    assert next_share(till.world.book, till.order(order)) == 325


def test_more_than_all_shares_leaves_the_rest_to_the_last(till, order):
    beer = till.take(order, "beer", 2)
    till.do(SplitOrder(order=order, shares=2))
    till.pay(order, amount=1000)
    till.do(VoidLine(order=order, line=beer, quantity=1000))

    assert till.due(order) == -350
    assert next_share(till.world.book, till.order(order)) == -350


# Items and seats


def test_every_payer_has_a_receipt_for_what_they_took(till, order):
    soup, fish, beer = (till.take(order, each) for each in ("soup", "fish", "beer"))
    split(till, order, anne=whole(soup, beer), bob=whole(fish))
    assert dues(till, order) == {"anne": 1500, "bob": 2190}

    till.pay(order, "anne")
    assert [line.label for line in receipt(till).lines] == ["Soup", "Beer"]
    assert not receipt(till).final
    assert not till.closed(order)
    till.pay(order, "bob")
    assert receipt(till).final
    assert till.closed(order)


def test_what_nobody_took_is_the_rest(till, order):
    soup, fish = till.take(order, "soup"), till.take(order, "fish")
    split(till, order, anne=whole(soup))

    assert dues(till, order) == {"anne": 850, "": 2190}
    till.pay(order)
    assert [line.id for line in receipt(till).lines] == [fish]


def test_a_line_of_several_pieces_is_split_by_piece(till, order):
    beer = till.take(order, "beer", 3)
    split(till, order, anne=(of(beer, 3, 0),), bob=(of(beer, 3, 1, 2),))

    assert dues(till, order) == {"anne": 650, "bob": 1300}
    till.pay(order, "bob")
    (line,) = receipt(till).lines
    assert (line.quantity, line.share, line.total) == ("2", "", 1300)


def test_one_bottle_is_shared_to_the_cent(till, order):
    wine = till.take(order, "wine")
    payers = {name: (of(wine, 3, n),) for n, name in enumerate(("a", "b", "c"))}
    split(till, order, **payers)
    assert dues(till, order) == {"a": 1000, "b": 1000, "c": 999}

    documents = []
    for name in payers:
        till.pay(order, name)
        documents.append(receipt(till))
    assert sum(document.ttc for document in documents) == 2999
    assert [d.lines[0].share for d in documents] == ["1/3"] * 3
    assert [d.lines[0].quantity for d in documents] == ["1"] * 3


def test_a_weight_is_shared_as_weight(till, order):
    ham = till.take(order, "ham", quantity=500)
    split(till, order, a=(of(ham, 2, 0),), b=(of(ham, 2, 1),))
    till.pay(order, "a")

    assert (receipt(till).lines[0].quantity, receipt(till).ttc) == ("0.250", 748)
    till.pay(order, "b")
    assert receipt(till).ttc == 747


def test_a_formule_is_shared_with_its_rates(till, order):
    menu = till.take(order, "menu")
    split(till, order, a=(of(menu, 2, 0),), b=(of(menu, 2, 1),))
    found = []
    for name in "ab":
        till.pay(order, name)
        found.append(receipt(till))

    assert [document.ttc for document in found] == [945, 945]
    whole_rates = {1000: 1557, 2000: 333}
    for rate, ttc in whole_rates.items():
        rows = [row.ttc for each in found for row in each.vat if row.rate == rate]
        assert sum(rows) == ttc


def test_the_rest_of_a_shared_line_stays_due(till, order):
    wine = till.take(order, "wine")
    split(till, order, a=(of(wine, 3, 0),))
    till.pay(order, "a")

    assert dues(till, order) == {"": 1999}
    split(till, order, b=(of(wine, 3, 1),))
    assert dues(till, order) == {"b": 1000, "": 999}


def test_lines_taken_after_the_split_are_on_the_rest(till, order):
    soup = till.take(order, "soup")
    split(till, order, anne=whole(soup))
    till.take(order, "beer")

    assert dues(till, order) == {"anne": 850, "": 650}


def test_what_is_voided_or_moved_leaves_the_bill_of_its_payer(till, order):
    soup, fish, beer = (till.take(order, each) for each in ("soup", "fish", "beer"))
    split(till, order, anne=whole(soup), bob=whole(fish, beer))
    till.do(VoidLine(order=order, line=soup))
    till.do(MoveLines(order=order, lines=(MovedLine(line=fish),), table="t2"))

    assert dues(till, order) == {"bob": 650}


def test_items_first_then_shares_of_the_rest(till, order):
    soup = till.take(order, "soup")
    till.take(order, "wine")
    split(till, order, anne=whole(soup))
    till.pay(order, "anne")
    till.do(SplitOrder(order=order, shares=2))

    assert next_share(till.world.book, till.order(order)) == 1500


def test_a_discount_then_a_split_adds_up(till, order):
    soup, wine = till.take(order, "soup"), till.take(order, "wine")
    till.do(Discount(order=order, percent=1000, reason="geste"))
    split(till, order, a=(*whole(soup), of(wine, 2, 0)), b=(of(wine, 2, 1),))

    assert sum(dues(till, order).values()) == 850 + 2999 - 385


# Refusals


def refused(till: Till, order: str, *found: Bill) -> str:
    return till.refuses(SplitOrder(order=order, bills=found))


@pytest.mark.parametrize("shares", [-1, 51])
def test_a_bill_is_shared_by_50_at_most(till, order, shares):
    command = SplitOrder(order=order, shares=shares)
    assert till.refuses(command) == "shares_out_of_range"


def test_shares_and_items_are_two_ways(till, order):
    soup = till.take(order, "soup")
    command = SplitOrder(
        order=order, shares=2, bills=(Bill(id="a", portions=whole(soup)),)
    )
    assert till.refuses(command) == "shares_out_of_range"


def test_no_share_is_counted_twice_or_beside_the_line(till, order):
    wine, beer = till.take(order, "wine"), till.take(order, "beer")
    wrong = [
        (of(wine, 2, 0, 0),),
        (of(wine, 2, 2),),
        (of(wine, 2, -1),),
        (of(wine, 2, 0), of(wine, 2, 0)),
        (of(wine, 2, 0), of(wine, 3, 1)),
        (of(wine, 1001, 0),),
    ]
    for portions in wrong:
        assert refused(till, order, Bill(id="a", portions=portions)) == "split_invalid"
    a, b = Bill(id="a", portions=whole(wine)), Bill(id="b", portions=whole(wine))
    assert refused(till, order, a, b) == "split_invalid"
    same = Bill(id="a", portions=whole(beer))
    assert refused(till, order, a, same) == "split_invalid"
    rest = Bill(id="", portions=whole(beer))
    assert refused(till, order, rest) == "split_invalid"


def test_a_line_that_was_cut_for_a_receipt_stays_cut(till, order):
    wine = till.take(order, "wine")
    split(till, order, a=(of(wine, 3, 0),))
    till.pay(order, "a")

    assert refused(till, order, Bill(id="b", portions=(of(wine, 2, 1),))) == (
        "split_invalid"
    )


def test_only_lines_of_the_order_are_split(till, order):
    foreign = till.take(till.seat("t2"), "soup")
    voided = till.take(order, "beer")
    till.do(VoidLine(order=order, line=voided))

    for line in (foreign, voided, "gone"):
        bill = Bill(id="a", portions=whole(line))
        assert refused(till, order, bill) == "line_unknown"


def test_a_split_waits_for_a_running_card(till, order):
    till.take(order, "soup")
    till.ask_card(order)

    assert till.refuses(SplitOrder(order=order, shares=2)) == "payment_running"


def test_a_payer_who_began_finishes_first(till, order):
    soup, wine = till.take(order, "soup"), till.take(order, "wine")
    split(till, order, a=whole(soup))
    till.pay(order, "a", amount=100)

    assert till.refuses(SplitOrder(order=order)) == "partly_paid"
    bill = Bill(id="b", portions=whole(wine))
    assert refused(till, order, bill) == "partly_paid"


def test_items_are_not_split_once_a_share_is_paid(till, order):
    soup = till.take(order, "soup")
    till.take(order, "wine")
    till.do(SplitOrder(order=order, shares=2))
    till.pay(order, amount=1925)

    assert refused(till, order, Bill(id="a", portions=whole(soup))) == "partly_paid"


# Additions


def test_an_addition_shows_what_a_bill_or_the_order_costs(till, order):
    soup, _ = till.take(order, "soup"), till.take(order, "wine")
    split(till, order, a=whole(soup))
    (one,) = till.do(PrintAddition(order=order, bill="a"))
    (every,) = till.do(PrintAddition(order=order))

    assert (one.ttc, one.print_no) == (850, 1)
    assert (every.ttc, every.print_no) == (3849, 2)
    assert till.order(order).additions == 2


def test_there_is_no_addition_of_nothing(till, order):
    assert till.refuses(PrintAddition(order=order)) == "nothing_due"
    till.take(order, "soup")
    assert till.refuses(PrintAddition(order=order, bill="a")) == "nothing_due"


# Everything adds up, whatever is split

ARTICLES = ("soup", "fish", "beer", "wine", "menu", "ham")


@st.composite
def tables(draw: st.DrawFn) -> tuple[Till, str]:
    """An order with lines, discounts and comps, split between up to four payers."""
    till = Till()
    till.open()
    order = till.seat("t1")
    for article in draw(st.lists(st.sampled_from(ARTICLES), min_size=1, max_size=5)):
        n = draw(st.integers(1, 4))
        more = {"quantity": draw(st.integers(1, 2000))} if article == "ham" else {}
        till.take(order, article, n, merge=False, **more)
    lines = list(till.order(order).lines)
    if draw(st.booleans()):
        percent = draw(st.integers(1, 10_000))
        till.run(Discount(order=order, percent=percent, reason="geste"))
    if draw(st.booleans()):
        till.run(CompLine(order=order, line=draw(st.sampled_from(lines)), reason="m"))
    portions: dict[str, list[Portion]] = {}
    for line in lines:
        cut = draw(st.integers(1, 5))
        owners = draw(st.lists(st.sampled_from("abcd-"), min_size=cut, max_size=cut))
        for name in set(owners) - {"-"}:
            taken = tuple(n for n, owner in enumerate(owners) if owner == name)
            portions.setdefault(name, []).append(of(line, cut, *taken))
    split(till, order, **{name: tuple(found) for name, found in portions.items()})
    return till, order


@given(tables())
def test_the_bills_of_an_order_add_up_to_the_order(table):
    till, order_id = table
    book, order = till.world.book, till.order(order_id)
    documents = [price_bill(book, order, bill) for bill in bills(book, order)]

    assert sum(document.ttc for document in documents) == book.total(order)
    assert order_due(book, order) == book.total(order)
    for rate in {row.rate for document in documents for row in document.vat}:
        rows = [
            row for document in documents for row in document.vat if row.rate == rate
        ]
        assert all(row.ht + row.tva == row.ttc for row in rows)


@given(tables(), st.randoms())
def test_receipts_add_up_whoever_pays_first(table, random):
    from app.domain.payments.commands import IssueReceipt

    till, order_id = table
    book, order = till.world.book, till.order(order_id)
    total = book.total(order)
    while found := bills(book, order):
        bill = random.choice(found)
        if due(book, order, bill.id):
            till.pay(order_id, bill.id)
        else:
            till.do(IssueReceipt(order=order_id, bill=bill.id))
        assert order_due(book, order) == total - sum(r.ttc for r in order.receipts)

    assert sum(receipt.ttc for receipt in order.receipts) == total
    assert till.closed(order_id)
