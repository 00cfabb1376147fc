"""What a day took: turnover, receipts, covers, up to an hour."""

from pathlib import Path

from apart_kit import apart
from credit_kit import beside
from gui_kit import FixedClock, demo_house

from app.bootstrap import Opened
from app.domain.floor.stays import SEATED
from app.domain.orders.billing import due, next_share, order_due
from app.domain.orders.commands import AddLine, OpenOrder, SplitOrder
from app.domain.orders.events import Bill, OrderCreated, Portion
from app.domain.payments.commands import RefundReceipt, TakePayment
from app.domain.receipts.events import ReceiptIssued
from app.domain.rules import Command
from app.domain.vocabulary import Refusal
from app.fiscal.closing import figures_so_far, sums_of
from app.projections.takings import Takings, covers_of_days, takings
from app.services.house import Actor, Fact

DAY = "2026-11-20"


def run(opened: Opened, command: Command) -> tuple[Fact, ...]:
    done = opened.house.run(command, Actor("marc"))
    assert not isinstance(done, Refusal), done
    return done


def order_of(
    opened: Opened, *articles: str, table: str = "t12", covers: int = 2
) -> str:
    created = run(opened, OpenOrder(table=table, covers=covers))[0].event
    assert isinstance(created, OrderCreated)
    for article in articles:
        run(opened, AddLine(order=created.order, article=article))
    return created.order


def pay(opened: Opened, order: str, bill: str = "") -> list[Fact]:
    book = opened.house.world.book
    if bill:
        cents = due(book, book.orders[order], bill)
        command = TakePayment(order=order, bill=bill, method="cash", amount=cents)
        return list(run(opened, command))
    facts: list[Fact] = []
    while order_due(book, book.orders[order]) > 0:
        share = next_share(book, book.orders[order])
        facts += run(opened, TakePayment(order=order, method="cash", amount=share))
    return facts


def read(opened: Opened, until: str = "") -> Takings:
    with opened.database.read() as connection:
        return takings(connection, DAY, until)


def test_a_day_without_documents_took_nothing(tmp_path: Path) -> None:
    with demo_house(tmp_path) as opened:
        assert read(opened) == Takings(0, 0, 0)
        assert read(opened).per_cover == 0


def test_covers_of_a_split_table_count_once(tmp_path: Path) -> None:
    with demo_house(tmp_path) as opened:
        order = order_of(opened, "bar_roti", "bar_roti", covers=2)
        run(opened, SplitOrder(order=order, shares=2))
        pay(opened, order)
        found = read(opened)
        assert found.ttc == 4600
        assert found.covers == 2
        assert found.per_cover == 2300


def test_guests_who_pay_apart_are_counted_where_they_paid(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        order = order_of(opened, "bar_roti", "bar_roti", "bar_roti", covers=3)
        (line, *_) = opened.house.world.book.orders[order].lines
        bill = Bill(id="a", portions=(Portion(line=line, of=3, taken=(0,)),))
        run(opened, SplitOrder(order=order, bills=(bill,)))
        pay(opened, order, "a")
        noted = clock().isoformat(timespec="milliseconds")
        assert (read(opened).covers, read(opened).per_cover) == (1, 2300)
        clock.forward(minutes=10)
        pay(opened, order)
        assert (read(opened, noted).covers, read(opened).covers) == (1, 3)
        assert read(opened).per_cover == 2300


def test_later_documents_are_left_out(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        pay(opened, order_of(opened, "bar_roti"))
        noted = clock().isoformat(timespec="milliseconds")
        clock.forward(minutes=10)
        pay(opened, order_of(opened, "risotto", table="t14"))
        assert read(opened, noted).ttc == 2300
        assert read(opened).ttc == 2300 + 1700
        assert read(opened).covers == 4


def test_a_refund_lowers_the_turnover_and_no_receipt(tmp_path: Path) -> None:
    with demo_house(tmp_path) as opened:
        facts = pay(opened, order_of(opened, "bar_roti"))
        fact = next(f for f in facts if isinstance(f.event, ReceiptIssued))
        assert isinstance(fact.event, ReceiptIssued)
        command = RefundReceipt(
            original=fact.event,
            number="C1-000001",
            back=((0, 1000),),
            reason="Plat renvoyé",
            method="cash",
        )
        run(opened, command)
        found = read(opened)
        assert (found.ttc, found.receipts, found.covers) == (0, 1, 2)


def test_how_long_guests_stayed_is_known_after_a_start(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path, clock) as opened:
        order = order_of(opened, "bar_roti", covers=2)
        clock.forward(minutes=62)
        pay(opened, order)
        tally = dict(opened.house.world.stays.tally)
        assert sum(tally["2", "evening", SEATED].values()) == 1
        assert tally["2", "evening", SEATED][60] == 1
    with demo_house(tmp_path, clock, open_till=False) as opened:
        assert opened.house.world.stays.tally == tally


def test_a_table_that_paid_twice_ate_once(tmp_path: Path) -> None:
    with apart(tmp_path) as both:
        both.meet()
        order = both.one.seat("t12")
        both.one.take(order, "bar_roti")
        both.meet()
        for each in (both.one, both.two):
            each.do(TakePayment(order=order, method="cash", amount=2300))
        both.meet()
        with both.one.opened.database.read() as connection:
            day = both.one.house.business_day(both.clock())
            assert takings(connection, day).covers == 2
            assert sum(covers_of_days(connection, day, day).values()) == 2


def test_a_voucher_that_is_sold_is_no_ticket_of_a_meal(tmp_path: Path) -> None:
    with demo_house(tmp_path) as opened:
        pay(opened, order_of(opened, "bar_roti", covers=2))
        beside(opened, "gift", 5000)
        found = read(opened)
        assert (found.ttc, found.receipts) == (2300, 1)
        sums = sums_of(figures_so_far(opened.house))
        assert sums["document", "sale", "count"] == 2  # both are documents
        assert sums["document", "sold", "count"] == 1
