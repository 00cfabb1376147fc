"""A day with vouchers, deposits and accounts: balances, Z, books and archive agree."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from credit_kit import beside, client, event_of, give_back, spend, take
from fiscal_kit import archive, close, open_next
from gui_kit import FixedClock, demo_house
from pay_kit import make_order, run

from app.bootstrap import Opened, open_house
from app.domain.credits.decide import WriteOff
from app.domain.credits.events import CreditIssued
from app.domain.credits.state import KINDS
from app.domain.payments.commands import (
    CorrectPayment,
    PrintSlip,
    RefundFreely,
    Returned,
)
from app.domain.receipts.events import ReceiptIssued
from app.fiscal import verifier_sotto
from app.fiscal.accounting import balance, books_of, parts_of
from app.fiscal.checking import verify_database
from app.fiscal.periods import closings
from app.projections.queries import credit_changes, documents
from app.reports.closing import report_for
from app.reports.excel import z_workbook
from app.reports.pdf import z_pdf
from db.profile import Profile
from resources.texts import set_language


class Day(NamedTuple):
    opened: Opened
    clock: FixedClock
    gift: CreditIssued
    deposit: CreditIssued
    store: CreditIssued
    client: str


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    set_language("fr")
    clock = FixedClock()
    folder = tmp_path_factory.mktemp("credits")
    with demo_house(folder / "profile", clock) as opened:
        _, gift = beside(opened, "gift", 5000)
        sold, gone = beside(opened, "gift", 3000)
        give_back(opened, sold, "C1-000002", beside=(gone.credit,))
        _, deposit = beside(opened, "deposit", 4000, method="card_manual")
        spend(opened, gift, 4200)
        spend(opened, deposit, 4000, "t14")
        anne = client(opened)
        order = make_order(opened, table="t15")
        take(opened, order, "account", reference=anne)
        beside(opened, "account", 5000, method="cheque", holder=anne)
        order = make_order(opened, table="t16")
        bought = event_of(take(opened, order, "card_manual"), ReceiptIssued)
        back = give_back(opened, bought, "C1-000009", "store", back=((0, 1000),))
        order = make_order(opened, table="t17")
        wrong = event_of(take(opened, order), ReceiptIssued)
        run(
            opened,
            CorrectPayment(
                order=order,
                payment=wrong.payments[0].payment,
                method="card_manual",
                reason="touche",
            ),
        )
        run(
            opened,
            RefundFreely(
                lines=(Returned(article="cafe", quantity=1000, price=220),),
                reason="tasse cassée",
                method="cash",
            ),
        )
        run(
            opened,
            PrintSlip(
                order=order, receipt=wrong.receipt, number="C1-000010", kind="gift"
            ),
        )
        store = event_of(back, CreditIssued)
        close(opened, counted=opened.house.world.till("C1").cash // 5000)
        yield Day(opened, clock, gift, deposit, store, anne)


def figures(day: Day) -> dict[tuple[str, str, str], int]:
    (closing,) = closings(day.opened.database, "C1", "Z")
    (books,) = books_of(
        day.opened.database, day.opened.house.world.settings.values, "2026", "2027"
    ).closings
    assert closing.event.number == books.number
    return dict(books.sums)


def test_balances_are_what_was_issued_less_what_was_used(day: Day) -> None:
    credits_ = day.opened.house.world.credits
    assert credits_.left(day.gift.credit) == 800
    assert credits_.left(day.deposit.credit) == 0
    assert credits_.left(day.store.credit) == day.store.amount > 0
    assert [credits_.liability(kind) for kind in KINDS] == [800, day.store.amount, 0]


def test_the_closing_says_what_moved(day: Day) -> None:
    sums = figures(day)
    assert sums["credit", "gift", "issued"] == 8000
    assert sums["credit", "gift", "redeemed"] == -4200
    assert sums["credit", "gift", "refunded"] == -3000
    assert sums["beside", "gift", "amount"] == 5000
    assert sums["deposit", "taken.1000", "tva"] == 364
    assert sums["deposit", "used.1000", "tva"] == 364
    assert sums["credit", "account", "settled"] == -5000
    assert sums["control", "refund_freely", "amount"] == -220
    assert sums["control", "payment_corrected", "count"] == 1
    credits_ = day.opened.house.world.credits
    for kind in KINDS:
        moved = sum(v for (f, k, _), v in sums.items() if (f, k) == ("credit", kind))
        assert moved == credits_.liability(kind)


def test_turnover_knows_nothing_of_it(day: Day) -> None:
    sums = figures(day)
    taken = sum(v for (f, _, m), v in sums.items() if f == "tender" and m == "amount")
    turnover = sums["document", "sale", "ttc"] + sums["document", "refund", "ttc"]
    held = sum(v for (f, _, m), v in sums.items() if f == "beside" and m == "amount")
    assert taken == turnover + held
    vat = sum(v for (f, _, m), v in sums.items() if f == "vat_rate" and m == "ttc")
    assert vat == turnover


def test_the_books_balance_and_owe_what_the_house_owes(day: Day) -> None:
    house = day.opened.house
    books = books_of(day.opened.database, house.world.settings.values, "2026", "2027")
    accounts = {
        account.number: debit - credit
        for account, debit, credit in balance(books.postings)
    }
    assert sum(accounts.values()) == 0
    assert accounts["419100"] == -sum(map(house.world.credits.liability, KINDS))
    assert accounts["411000"] == house.world.credits.left(day.client)
    for closing in books.closings:
        for _, amounts in parts_of(closing):
            assert sum(cents for _, cents in amounts) == 0


def test_the_report_can_be_printed_and_saved(day: Day) -> None:
    (closing,) = closings(day.opened.database, "C1", "Z")
    report = report_for(day.opened.house, closing.event, closing.meta)
    said = {line.name: line.amount for line in report.beside}
    assert said["Bons cadeaux vendus"] == 8000
    assert said["Acomptes reçus"] == 4000
    assert said["Comptes réglés"] == -5000
    assert z_pdf(report).startswith(b"%PDF")
    assert z_workbook(report)


def test_the_journal_and_its_tables_agree(day: Day) -> None:
    found = verify_database(day.opened.database, day.opened.profile, deep=True)
    assert not found.errors


def test_the_list_of_documents_says_what_was_taken(day: Day) -> None:
    with day.opened.database.read() as connection:
        found = documents(connection)
    rows = {row.number: (row.ttc, row.beside) for row in found}
    assert rows["C1-000001"] == (0, 5000)
    assert rows["C1-000003"] == (0, -3000)


def test_the_ledger_of_an_account(day: Day) -> None:
    with day.opened.database.read() as connection:
        moves = credit_changes(connection, day.client)
    assert [move.what for move in moves] == ["charged", "settled"]
    assert sum(move.cents for move in moves) == day.opened.house.world.credits.left(
        day.client
    )


def test_the_archive_has_it_in_columns(day: Day, tmp_path: Path) -> None:
    fact = archive(day.opened, tmp_path)
    assert verifier_sotto.verify(tmp_path / fact.file).exit_code == 0
    with zipfile.ZipFile(tmp_path / fact.file) as file:
        tables = {
            name: list(
                csv.reader(
                    io.StringIO(file.read(f"csv/{name}.csv").decode("utf-8-sig")),
                    delimiter=";",
                )
            )
            for name in ("bons", "hors_chiffre", "tickets")
        }
    assert all(len(row) == len(rows[0]) for rows in tables.values() for row in rows)
    kinds = {row[3] for row in tables["tickets"][1:]}
    assert kinds == {"VENTE", "ENCAISSEMENT", "ANNULATION", "REMBOURSEMENT"}
    besides = [(row[3], row[4]) for row in tables["hors_chiffre"][1:]]
    assert ("deposit", "40,00") in besides
    assert ("gift", "-30,00") in besides
    assert len([r for r in tables["bons"] if r[5] == "credit.issued"]) == 4


def test_a_restart_knows_the_balances(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path / "profile", clock) as opened:
        _, gift = beside(opened, "gift", 5000)
        spend(opened, gift, 1000)
        close(opened, opened.house.world.till("C1").cash // 5000)
        open_next(opened, clock)
        spend(opened, gift, 500)
        assert opened.house.world.credits.left(gift.credit) == 3500
        profile = opened.profile
    with open_house(Profile(profile.folder), clock=clock) as again:
        assert again.house.world.credits.left(gift.credit) == 3500
        close(again, again.house.world.till("C1").cash // 5000)
        clock.forward(days=400)
        run(again, WriteOff())
        assert again.house.world.credits.left(gift.credit) == 0
