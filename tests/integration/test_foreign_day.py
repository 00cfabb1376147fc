"""A day with Swiss francs: documents, Z, books, archive and both verifiers agree."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from credit_kit import event_of
from fiscal_kit import FLOAT, MARC, archive
from gui_kit import FixedClock, demo_house
from pay_kit import ESPRESSOS, make_order, run

from app.bootstrap import Opened
from app.domain.payments.commands import TakePayment
from app.domain.receipts.events import ReceiptIssued
from app.domain.rules import SetSetting
from app.domain.till.decide import CountTill, OpenTill
from app.domain.till.events import Coins, DayClosed, ForeignCount
from app.domain.till.foreign import MoveForeign
from app.domain.wire import to_data
from app.fiscal import verifier_sotto
from app.fiscal.accounting import books_of, parts_of
from app.fiscal.checking import verify_database
from app.fiscal.closing import close_day, sums_of
from app.fiscal.documents import adds_up
from app.fiscal.periods import close_due
from app.followers.paper.report import report_paper
from app.followers.paper.stored import stored_paper
from app.presenters.till.behind import behind
from app.presenters.till.closing_figures import MOVED, figure_groups
from app.projections.queries import document
from app.reports.closing import report_for
from app.reports.excel import z_workbook
from app.reports.pdf import z_pdf
from app.services.house import Fact
from resources.texts import set_language


class Day(NamedTuple):
    opened: Opened
    clock: FixedClock
    closing: Fact
    receipts: list[ReceiptIssued]


def francs(order: str, amount: int, foreign: int, change_in: str = "") -> TakePayment:
    return TakePayment(
        order=order,
        method="foreign",
        amount=amount,
        currency="CHF",
        foreign=foreign,
        change_in=change_in,
    )


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    set_language("fr")
    clock = FixedClock()
    folder = tmp_path_factory.mktemp("francs") / "profile"
    with demo_house(folder, clock, open_till=False) as opened:
        run(opened, SetSetting(key="cash.currencies", value="CHF=1.0512"), "marc")
        run(opened, OpenTill(coins=FLOAT), "marc")
        run(opened, MoveForeign(currency="CHF", amount=5000, reason="change"), "marc")
        one = make_order(opened)
        first = event_of(run(opened, francs(one, 8450, 10_000)), ReceiptIssued)
        two = make_order(opened, ESPRESSOS, table="t14")
        run(opened, francs(two, 210, 200))
        rest = TakePayment(order=two, method="card_manual", amount=230)
        second = event_of(run(opened, rest), ReceiptIssued)
        three = make_order(opened, ESPRESSOS, table="t15")
        third = event_of(run(opened, francs(three, 440, 2000, "CHF")), ReceiptIssued)
        held = opened.house.world.till("C1").foreign["CHF"]
        count = ForeignCount(currency="CHF", counted=held - 100)
        coins = (Coins(value=5000, count=2),)
        run(opened, CountTill(coins=coins, foreign=(count,)), "marc")
        run(opened, CountTill(coins=coins), "marc")  # the euros alone once more
        done = close_day(opened.house, MARC)
        assert isinstance(done, tuple)
        closing = next(fact for fact in done if isinstance(fact.event, DayClosed))
        yield Day(opened, clock, closing, [first, second, third])


def test_documents_say_amount_rate_and_euros(day: Day) -> None:
    with day.opened.database.read() as connection:
        papers = [document(connection, each.receipt) for each in day.receipts]
    first, _, third = (
        str(stored_paper(day.opened.house, stored)) for stored in papers if stored
    )
    assert "Devises · CHF" in first
    assert "reçu 100,00 CHF à 1,0512'" in first
    assert "105,12" in first
    assert "rendu 15,80 CHF" in third


def test_the_z_says_what_there_is_of_each_currency(day: Day) -> None:
    event = day.closing.event
    assert isinstance(event, DayClosed)
    sums = sums_of(event.figures)
    taken, back = 10_000 + 200 + 2000, 1580
    assert sums["foreign", "CHF", "taken"] == taken
    assert sums["foreign", "CHF", "back"] == back
    assert sums["foreign", "CHF", "amount"] == 8450 + 210 + 440
    assert sums["tender", "foreign", "amount"] == 8450 + 210 + 440
    assert sums["purse", "CHF", "expected"] == 5000 + taken - back
    assert sums["purse", "CHF", "difference"] == -100
    assert sums["purse", "CHF", "left"] == 5000 + taken - back - 100
    assert sums["cash", "foreign", "amount"] == -(10_512 - 8450) - 1
    assert sums["cash", "expected", "amount"] == 15_000 - 2062 - 1


def test_every_figure_of_a_currency_leads_to_its_tickets(day: Day) -> None:
    event = day.closing.event
    assert isinstance(event, DayClosed)
    sums = sums_of(event.figures)
    days = [("C1", event.day)]
    groups = {g.title: g.rows for g in figure_groups(day.opened.house, sums)}
    assert len(groups["Devises"]) == 7
    for row in (*groups["Devises"], *groups["Espèces"]):
        parts = behind(day.opened.database, days, row.figures)
        wanted = sum(sums.get(figure, 0) for figure in row.figures)
        if row.figures == MOVED:
            wanted = sums["cash", "expected", "amount"]
        assert sum(part.value for part in parts) == wanted, row


def test_paper_pdf_and_workbook_say_it_too(day: Day) -> None:
    house, event, meta = day.opened.house, day.closing.event, day.closing.meta
    assert isinstance(event, DayClosed)
    report = report_for(house, event, meta)
    said = {(line.of, line.name): (line.value, line.unit) for line in report.currencies}
    assert said["CHF", "Compté"] == (15_520, "CHF")
    assert said["CHF", "Valeur encaissée"] == (9100, "€")
    assert z_pdf(report).startswith(b"%PDF")
    assert z_workbook(report)
    settings = house.world.settings
    paper = str(report_paper(event, meta, "Marc", settings))
    assert "CHF · Compté" in paper
    assert "155,20 CHF" in paper


def test_the_books_balance(day: Day) -> None:
    values = day.opened.house.world.settings.values
    books = books_of(day.opened.database, values, "2026", "2027")
    for closing in books.closings:
        for _, amounts in parts_of(closing):
            assert sum(cents for _, cents in amounts) == 0


def test_both_verifiers_agree_and_see_another_rate(day: Day, tmp_path: Path) -> None:
    opened = day.opened
    assert not verify_database(opened.database, opened.profile, deep=True).errors
    made = archive(opened, tmp_path / "usb")
    assert verifier_sotto.verify(tmp_path / "usb" / made.file).findings == []
    for name, value in (("rate", 1_051_300), ("foreign", 10_001), ("back", 5)):
        data = copy.deepcopy(to_data(day.receipts[0]))
        assert adds_up(data)
        assert verifier_sotto._adds_up(data)
        data["payments"][0]["exchange"][name] = value
        assert not adds_up(data)
        assert not verifier_sotto._adds_up(data)


def test_what_is_left_is_there_the_next_morning(day: Day) -> None:
    house = day.opened.house
    house.load()  # as after a start
    assert house.world.till("C1").foreign == {"CHF": 15_520}
    day.clock.forward(days=1)
    close_due(house)
    run(day.opened, OpenTill(coins=FLOAT), "marc")
    assert house.world.till("C1").foreign == {"CHF": 15_520}
    assert house.world.till("C1").rates == {"CHF": 1_051_200}
