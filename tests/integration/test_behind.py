"""Every figure of a closing leads to entries, and they add up to it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from credit_kit import beside, client, event_of, spend, take
from fiscal_kit import MARC, open_next, refund, sell
from gui_kit import FixedClock, demo_house
from pay_kit import make_order, run

from app.bootstrap import Opened
from app.domain.orders.commands import (
    CompLine,
    Discount,
    VoidLine,
)
from app.domain.payments.commands import (
    CorrectPayment,
    DuplicateReceipt,
    RefundFreely,
    Returned,
)
from app.domain.receipts.events import ReceiptIssued
from app.domain.till.decide import CountTill, MoveCash, OpenDrawer
from app.domain.till.events import Coins, DayClosed, TenderCheck
from app.fiscal.closing import close_day, figures_so_far, sums_of
from app.fiscal.periods import closing_at
from app.presenters.till.behind import behind, counts, days_of, part_rows, total_words
from app.presenters.till.closing_figures import MOVED, figure_groups
from app.projections.queries import Sums
from app.services.house import Fact
from resources.texts import set_language


def lively_day(opened: Opened) -> None:
    """A day on which a bit of everything happens."""
    sell(opened, tip=300)
    sell(opened, "t14", "cash")
    refund(opened, "C1-000002")
    order = make_order(opened, table="t15", addition=True)
    book = opened.house.world.book
    lines = [line.id for line in book.lines_of(book.orders[order])]
    run(opened, VoidLine(order=order, line=lines[0], reason="Trop long"))
    run(opened, CompLine(order=order, line=lines[1], reason="Maison"))
    run(opened, Discount(order=order, line=lines[3], amount=500, reason="geste"))
    sold = event_of(take(opened, order), ReceiptIssued)
    run(
        opened,
        CorrectPayment(
            order=order,
            payment=sold.payments[0].payment,
            method="card_manual",
            reason="touche",
        ),
    )
    run(opened, DuplicateReceipt(order=order, receipt=sold.receipt, number="C1-000004"))
    make_order(opened, table="t16", addition=True)  # the guests have left
    _, gift = beside(opened, "gift", 5000)
    spend(opened, gift, 4200, "t17")
    beside(opened, "deposit", 4000, method="card_manual")
    take(opened, make_order(opened, table="t18"), "account", reference=client(opened))
    lines_back = (Returned(article="cafe", quantity=1000, price=220),)
    run(opened, RefundFreely(lines=lines_back, reason="tasse", method="cash"))
    run(opened, MoveCash(amount=2000, reason="change"))
    run(opened, MoveCash(amount=-900, reason="supplier"))
    run(opened, OpenDrawer(reason="monnaie"))


def close(opened: Opened) -> Fact:
    check = TenderCheck(method="card_manual", expected=10_000, told=9000)
    run(opened, CountTill(coins=(Coins(value=5000, count=1),)))
    coins = (Coins(value=5000, count=4),)
    run(opened, CountTill(coins=coins, checked=(check,)))
    done = close_day(opened.house, MARC)
    assert isinstance(done, tuple)
    return next(fact for fact in done if isinstance(fact.event, DayClosed))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    set_language("fr")
    clock = FixedClock(datetime.fromisoformat("2026-10-30T20:00:00+01:00"))
    with demo_house(tmp_path_factory.mktemp("behind") / "profile", clock) as opened:
        lively_day(opened)
        opened.house.note("VERIFY_OK", "0")
        close(opened)
        open_next(opened, clock)
        sell(opened, "t12", "cash")
        close(opened)
        clock.forward(days=2)
        open_next(opened, clock)
        yield opened


def check_all(opened: Opened, sums: Sums, days: list[tuple[str, str]]) -> int:
    """Every figure against what is behind it; how many there were."""
    checked = 0
    for group in figure_groups(opened.house, sums):
        for row in group.rows:
            assert row.figures, row
            parts = behind(opened.database, days, row.figures)
            wanted = (
                sums.get(("cash", "expected", "amount"), 0)
                if row.figures == MOVED
                else sum(sums.get(figure, 0) for figure in row.figures)
            )
            assert sum(part.value for part in parts) == wanted, (group.title, row)
            checked += 1
    return checked


def test_the_entries_behind_each_figure_of_a_z_add_up_to_it(opened: Opened) -> None:
    closing = closing_at(opened.database, "C1", "Z", 1)
    assert closing is not None
    assert isinstance(closing.event, DayClosed)
    days = days_of(opened.database, closing)
    assert days == [("C1", "2026-10-30")]
    assert check_all(opened, sums_of(closing.event.figures), days) > 50


def test_a_month_leads_to_the_entries_of_all_its_days(opened: Opened) -> None:
    month = closing_at(opened.database, "C1", "ZM", 1)
    assert month is not None
    days = days_of(opened.database, month)
    assert days == [("C1", "2026-10-30"), ("C1", "2026-10-31")]
    figures = sums_of(month.event.figures)  # type: ignore[attr-defined]  # a closing
    assert check_all(opened, figures, days) > 50


def test_an_x_leads_to_its_entries(opened: Opened) -> None:
    sell(opened, "t13", "cash")
    day = opened.house.business_day(opened.house.clock())
    sums = sums_of(figures_so_far(opened.house))
    assert check_all(opened, sums, [("C1", day)]) > 10


def test_entries_are_told_in_words(opened: Opened) -> None:
    days = [("C1", "2026-10-30")]
    figures = (("tender", "cash", "amount"),)
    parts = behind(opened.database, days, figures)
    rows = part_rows(opened.house, parts, counted=counts(figures))
    words = [tuple(getattr(cell, "text", cell) for cell in row.cells) for row in rows]
    assert words[0][0] == "C1-000002"
    assert words[0][1].startswith("Ticket · ")
    assert "Remboursement · " in words[1][1]
    assert any(each[1].startswith("Règlement corrigé") for each in words)
    assert total_words(parts, counted=False).startswith(f"{len(parts)} écritures · ")
    moved = (("control", "cash_moved", "count"),)
    parts = behind(opened.database, days, moved)
    assert [part.value for part in parts] == [1, 1]
    assert total_words(parts, counted=counts(moved)) == "2 écritures"
    assert not parts[0].document
