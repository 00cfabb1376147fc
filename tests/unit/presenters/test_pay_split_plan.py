"""Splitting a bill: every change keeps the cents, and the domain accepts every plan."""

import pytest
from domain_kit import Till
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.orders.billing import bills, order_due, price_bill
from app.domain.orders.commands import SplitOrder
from app.domain.orders.state import share_amount
from app.presenters.pay.split import (
    Plan,
    SplitError,
    add_payer,
    by_seats,
    move,
    pieces_of,
    plan_of,
    share,
    shares_of,
)


def plan(till: Till, order: str) -> Plan:
    return plan_of(till.world.book, till.world.book.orders[order])


def with_payers(till: Till, order: str, count: int) -> Plan:
    made = plan(till, order)
    for _ in range(count):
        made = add_payer(made, till.world.book.orders[order])
    return made


def carry_out(till: Till, order: str, made: Plan) -> dict[str, int]:
    """Splits so; bill -> cents. They always add up to the order."""
    till.do(SplitOrder(order=order, bills=made.bills()))
    book = till.world.book
    found = book.orders[order]
    totals = {b.id: price_bill(book, found, b).ttc for b in bills(book, found)}
    assert sum(totals.values()) == order_due(book, found)
    return totals


@pytest.fixture
def till() -> Till:
    made = Till()
    made.open()
    return made


def test_an_order_without_a_split_belongs_to_nobody(till: Till) -> None:
    order = till.seat()
    soup = till.take(order, "soup")
    made = plan(till, order)
    assert made.payers == ()
    assert made.cuts == {soup: ("",)}


def test_a_line_goes_to_a_payer(till: Till) -> None:
    order = till.seat()
    soup, fish = till.take(order, "soup"), till.take(order, "fish")
    made = with_payers(till, order, 2)
    made = move(made, till.world.book.lines[soup], "", "b1")
    made = move(made, till.world.book.lines[fish], "", "b2")
    assert carry_out(till, order, made) == {"b1": 850, "b2": 2190}
    assert plan(till, order) == made


def test_pieces_of_a_line_go_one_by_one(till: Till) -> None:
    order = till.seat()
    beer = till.take(order, "beer", 3)
    line = till.world.book.lines[beer]
    made = with_payers(till, order, 1)
    assert pieces_of(line, made.cuts[beer], "") == 3
    made = move(made, line, "", "b1", count=1)
    assert carry_out(till, order, made) == {"b1": 650, "": 1300}
    made = move(plan(till, order), line, "", "b1", count=2)
    assert made.cuts[beer] == ("b1",)


def test_what_is_whole_again_is_not_cut(till: Till) -> None:
    order = till.seat()
    wine = till.take(order, "wine")
    line = till.world.book.lines[wine]
    made = share(with_payers(till, order, 3), line, ("b1", "b2", "b3"))
    assert len(made.cuts[wine]) == 3
    for payer in ("b2", "b3"):
        made = move(made, line, payer, "b1")
    assert made.cuts[wine] == ("b1",)


def test_a_bottle_is_shared_to_the_cent(till: Till) -> None:
    order = till.seat()
    wine = till.take(order, "wine")
    made = share(
        with_payers(till, order, 3), till.world.book.lines[wine], ("b1", "b2", "b3")
    )
    assert carry_out(till, order, made) == {"b1": 1000, "b2": 1000, "b3": 999}


def test_sharing_again_forgets_the_former_shares(till: Till) -> None:
    order = till.seat()
    wine = till.take(order, "wine")
    line = till.world.book.lines[wine]
    made = share(with_payers(till, order, 3), line, ("b1", "b2", "b3"))
    made = share(made, line, ("b1", "b3"))
    assert made.cuts[wine] == ("b1", "b3")


@given(
    cents=st.integers(1, 100_000),
    shares=st.integers(1, 12),
    finer=st.integers(1, 9),
    taken=st.integers(0, 11),
)
def test_cutting_finer_moves_no_cent(
    cents: int, shares: int, finer: int, taken: int
) -> None:
    owners = tuple("me" if index == taken % shares else "" for index in range(shares))
    before = share_amount(cents, shares, shares_of(owners, "me"))
    cut = owners * finer
    assert share_amount(cents, len(cut), shares_of(cut, "me")) == before


def test_one_bill_a_seat_shares_what_is_for_the_table(till: Till) -> None:
    order = till.seat(covers=3)
    till.take(order, "soup", seats=(1,))
    till.take(order, "fish", seats=(2,))
    till.take(order, "cake", seats=(3,))
    till.take(order, "wine")
    till.take(order, "beer", seats=(1, 2))
    found = till.world.book.orders[order]
    made = by_seats(plan(till, order), found, till.world.book.lines_of(found))
    assert [payer.seat for payer in made.payers] == [1, 2, 3]
    totals = carry_out(till, order, made)
    assert totals == {
        "b1": 850 + 1000 + 325,
        "b2": 2190 + 1000 + 325,
        "b3": 790 + 999,
    }


def test_seats_that_nobody_counted_cannot_pay(till: Till) -> None:
    order = till.seat(covers=0)
    till.take(order, "soup")
    found = till.world.book.orders[order]
    with pytest.raises(SplitError):
        by_seats(plan(till, order), found, till.world.book.lines_of(found))


def test_who_has_paid_stays_where_they_are(till: Till) -> None:
    order = till.seat(covers=2)
    till.take(order, "soup", seats=(1,))
    till.take(order, "fish", seats=(2,))
    wine = till.take(order, "wine")
    found = till.world.book.orders[order]
    carry_out(
        till,
        order,
        by_seats(plan(till, order), found, till.world.book.lines_of(found)),
    )
    till.pay(order, "b1")
    made = plan(till, order)
    assert [payer.id for payer in made.payers] == ["b1", "b2"]
    assert [payer.id for payer in made.unpaid] == ["b2"]
    assert made.cuts[wine] == ("paid", "b2")
    made = add_payer(made, found)
    line = till.world.book.lines[wine]
    with pytest.raises(SplitError):
        share(made, line, ("b2", "b3"))
    made = move(made, line, "b2", "b3")
    totals = carry_out(till, order, made)
    assert totals == {"b2": 2190, "b3": 1499}


def test_a_new_payer_never_takes_the_name_of_a_former_one(till: Till) -> None:
    order = till.seat(covers=2)
    till.take(order, "soup", seats=(1,))
    till.take(order, "fish", seats=(2,))
    found = till.world.book.orders[order]
    lines = till.world.book.lines_of(found)
    carry_out(till, order, by_seats(plan(till, order), found, lines))
    till.pay(order, "b1")
    till.do(SplitOrder(order=order))
    till.take(order, "cake", seats=(1,))
    found = till.world.book.orders[order]
    made = by_seats(plan(till, order), found, till.world.book.lines_of(found))
    assert [payer.id for payer in made.payers] == ["b2", "b3"]
    assert carry_out(till, order, made) == {"b2": 790, "b3": 2190}


changes = st.lists(
    st.tuples(
        st.sampled_from(["move", "share", "seats", "pay", "pieces"]),
        st.integers(0, 5),
        st.integers(0, 3),
        st.integers(1, 4),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(changes)
def test_no_change_of_a_split_loses_a_cent(
    steps: list[tuple[str, int, int, int]],
) -> None:
    till = Till()
    till.open()
    order = till.seat(covers=3)
    for article, pieces, seats in (
        ("soup", 1, (1,)),
        ("fish", 1, (2,)),
        ("wine", 1, ()),
        ("beer", 3, (1, 2)),
        ("coffee", 7, ()),
        ("menu", 1, (3,)),
    ):
        till.take(order, article, pieces, seats=seats)
    total = till.world.book.total(till.world.book.orders[order])
    paid = 0
    for what, number, who, count in steps:
        book = till.world.book
        found = book.orders[order]
        if book.closed(found):
            break
        made = with_payers(till, order, 4 if not plan(till, order).payers else 0)
        unpaid = [payer.id for payer in made.unpaid]
        if what == "pay":
            left = bills(book, found)
            bill = left[number % len(left)]
            paid += price_bill(book, found, bill).ttc
            till.pay(order, bill.id)
            continue
        lines = [line for line in book.lines_of(found) if line.id in made.cuts]
        line = lines[number % len(lines)]
        owners = [o for o in dict.fromkeys(made.cuts[line.id]) if o != "paid"]
        source = owners[count % len(owners)]
        if not unpaid:
            made = add_payer(made, found)
            unpaid = [payer.id for payer in made.unpaid]
        target = unpaid[who % len(unpaid)]
        try:
            if what == "share":
                made = share(made, line, unpaid[:count])
            elif what == "seats":
                made = by_seats(made, found, book.lines_of(found))
            elif what == "pieces":
                made = move(made, line, source, target, count=1)
            else:
                made = move(made, line, source, target)
        except SplitError:
            continue
        totals = carry_out(till, order, made)
        assert sum(totals.values()) + paid == total
