"""Vouchers, deposits and accounts as cashiers and managers handle them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from credit_kit import beside, client, due, event_of, take
from gui_kit import FixedClock, board, demo_house, desk_for
from pay_kit import Counter, Taps, make_order, run
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.credits.events import CreditIssued, CreditToppedUp
from app.domain.receipts.events import ReceiptIssued
from app.domain.reservations.commands import CreateReservation, SeatReservation
from app.domain.reservations.events import ReservationCreated
from app.domain.rules import SetSetting
from app.services.clients import client_key
from app.windows.admin.money.credits import CreditsSection
from app.windows.admin.money.document_sheets import FreeRefundSheet, MoreSheet
from app.windows.client_sheet import ClientSheet
from app.windows.desk import Desk, Said
from app.windows.pay.page import PayPage
from app.windows.pos.page import PosPage
from app.windows.pos.sheets import AmountSheet
from app.windows.pos.top_up_sheet import TopUpSheet
from widgets.painted_text import width_of

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path, FixedClock()) as made:
        yield made


@pytest.fixture
def desk(opened: Opened) -> Desk:
    return desk_for(opened)


def shown(qtbot: QtBot, page: QWidget, *, wide: int = 1366) -> None:
    page.resize(wide, 736)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()


def test_a_voucher_is_sold_at_the_counter_and_scanned_at_the_table(
    qtbot: QtBot, opened: Opened, desk: Desk
) -> None:
    credits_ = opened.house.world.credits
    counter = PosPage(desk, board())
    shown(qtbot, counter)
    counter.show_place("counter")
    tap = Taps()
    counter.controller.commands.open_menu()
    tap(counter.controller.work.sheet.row("gift"))
    sheet = counter.controller.work.sheet
    assert isinstance(sheet, AmountSheet)
    for key in "5000":
        sheet.pad.press(key)
    tap(sheet.act)
    order = counter.controller.state.order
    assert due(opened, order) == 5000
    facts = take(opened, order)
    gift = event_of(facts, CreditIssued)

    page = PayPage(desk, board())
    shown(qtbot, page)
    table = make_order(opened)
    page.show_place(f"order:{table}")
    assert page.take_scan(gift.code)
    assert page.pay.pad.panel.amount.text() == "50,00"
    tap(page.pay.pad.act)
    assert due(opened, table) == 3450
    assert credits_.left(gift.credit) == 0
    assert page.take_scan(gift.code)
    assert page.pay.pad.panel.title.text() == "Ce bon a déjà été utilisé en entier."
    assert not page.pay.pad.act.isEnabled()
    assert not page.take_scan("3760123450010")


def test_a_gun_that_types_reads_a_voucher_on_the_paying_page(
    qtbot: QtBot, opened: Opened, desk: Desk
) -> None:
    _, gift = beside(opened, "gift", 5000)
    page = PayPage(desk, board())
    shown(qtbot, page)
    page.show_place(f"order:{make_order(opened)}")
    said: list[Said] = []
    desk.said.connect(said.append)
    page.wedge.scanned.emit("3760123450010")
    assert said[-1].tone == "refused"
    with qtbot.waitActive(page, timeout=5000):
        page.activateWindow()
    page.setFocus()
    QTest.keyClicks(page, gift.code)
    QTest.keyClick(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.pay.pad.panel.amount.text() == "50,00")
    assert page.pay.pad.act.isEnabled()


def test_a_scanned_voucher_shows_its_balance_and_is_topped_up(
    qtbot: QtBot, opened: Opened, desk: Desk
) -> None:
    _, gift = beside(opened, "gift", 5000)
    counter = PosPage(desk, board())
    shown(qtbot, counter)
    counter.show_place("counter")
    counter.take_scan(gift.code)
    sheet = counter.controller.work.sheet
    assert isinstance(sheet, TopUpSheet)
    assert sheet.balance.text() == "Reste 50,00\u00a0€ · entier"
    assert not sheet.act.isEnabled()
    for key in "2000":
        sheet.pad.press(key)
    tap = Taps()
    tap(sheet.act)
    order = counter.controller.state.order
    assert due(opened, order) == 2000
    topped = event_of(take(opened, order), CreditToppedUp)
    assert topped.credit == gift.credit
    assert opened.house.world.credits.left(gift.credit) == 7000


def test_a_voucher_pays_what_the_day_allows_and_the_rest_is_due(
    qtbot: QtBot, opened: Opened, desk: Desk
) -> None:
    _, gift = beside(opened, "gift", 8000)
    run(opened, SetSetting(key="gift.day_cap", value="2000"))
    page = PayPage(desk, board())
    shown(qtbot, page)
    order = make_order(opened)
    page.show_place(f"order:{order}")
    assert page.take_scan(gift.code)
    assert page.pay.pad.panel.amount.text() == "20,00"
    assert page.pay.pad.panel.detail.text().startswith("plafond du jour")
    tap = Taps()
    tap(page.pay.pad.act)
    assert due(opened, order) == 8450 - 2000
    assert page.take_scan(gift.code)
    assert not page.pay.pad.act.isEnabled()


def test_a_bill_goes_on_a_clients_account(
    qtbot: QtBot, opened: Opened, desk: Desk
) -> None:
    anne = client(opened, ceiling=8000)
    who = Counter(desk)
    page = PayPage(desk, board())
    shown(qtbot, page, wide=1024)
    order = make_order(opened)
    page.show_place(f"order:{order}")
    tap = Taps()
    tap(page.pay.tenders.tiles["other"])
    longest = page.pay.pad.options[3]
    words = width_of("Virement", "body_strong")
    qtbot.waitUntil(lambda: longest.width() >= words + 8)
    tap(page.pay.pad.options[1])
    sheet = next(w for w in page.window().findChildren(ClientSheet))
    tap(sheet.cards[0])
    assert page.pay.pad.typed.text() == "Anne Martin"
    assert page.pay.pad.panel.title.text() == "Au-delà du plafond"
    tap(page.pay.pad.act)
    assert opened.house.world.credits.left(anne) == 8450
    assert "payment.account" in who.approved


def test_a_scanned_voucher_leads_from_the_table_to_its_payment(
    qtbot: QtBot, opened: Opened, desk: Desk
) -> None:
    _, gift = beside(opened, "gift", 5000)
    who = Counter(desk)
    page = PosPage(desk, board())
    shown(qtbot, page)
    order = make_order(opened)
    page.show_place("table:t12")
    page.take_scan(gift.code)
    assert who.places[-1] == ("pay", f"order:{order}/credit:{gift.code}")


def test_the_office_lists_balances_and_opens_an_account(
    qtbot: QtBot, opened: Opened
) -> None:
    beside(opened, "gift", 5000)
    desk = desk_for(opened, "marc", "admin")
    section = CreditsSection(desk, board())
    shown(qtbot, section)
    section.show_place("")
    section.setFocus()
    assert section.window().focusWidget() is section.credits.view
    assert section.credits.model.rowCount() == 1
    section.show_place("account")
    section.client_requested.emit()
    form = section.form
    for name, text in (("name", "Société Bourdon"), ("ceiling", "trois cents")):
        form.edited.emit(name, text)
    form.save.click()
    (made,) = opened.house.world.credits.clients.values() or (None,)
    assert made is None
    form.edited.emit("ceiling", "300,00")
    form.save.click()
    (made,) = opened.house.world.credits.clients.values()
    assert made.ceiling == 30_000
    assert "Bourdon" not in made.name


def test_an_account_is_closed_and_its_client_forgotten(
    qtbot: QtBot, opened: Opened
) -> None:
    anne = client(opened)
    order = make_order(opened)
    take(opened, order, "account", reference=anne)
    clients = opened.house.world.credits.clients
    desk = desk_for(opened, "marc", "admin")
    section = CreditsSection(desk, board())
    shown(qtbot, section)
    section.show_place(anne)
    form = section.form
    qtbot.waitUntil(lambda: form.changes.model.rowCount() == 1)
    form.act_requested.emit("close")
    assert not clients[anne].active
    form.act_requested.emit("forget")
    section.controller.clients.dialog.accepted.emit()
    assert anne in clients  # something is owed

    beside(opened, "account", 8450, holder=anne)
    form.act_requested.emit("forget")
    section.controller.clients.dialog.accepted.emit()
    assert anne not in clients
    assert opened.sealer.unseal(client_key(anne), "") is None
    assert opened.sealer.persons("client/") == []


def test_a_tender_is_corrected_and_money_given_back_without_a_ticket(
    qtbot: QtBot, opened: Opened
) -> None:
    desk = desk_for(opened, "marc", "admin")
    section = CreditsSection(desk, board())
    shown(qtbot, section)
    order = make_order(opened)
    bought = event_of(take(opened, order), ReceiptIssued)
    cash = opened.house.world.till("C1").cash

    sheet = MoreSheet(section, desk, bought, "C1-000001")
    sheet.open()
    assert sheet.ways["cash"].isHidden()  # so it was keyed
    sheet.ways["card_manual"].click()
    sheet.reason.edit.setText("touche")
    sheet.reason.text_edited.emit("touche")
    sheet.confirm.click()
    assert opened.house.world.till("C1").cash == cash - 8450

    free = FreeRefundSheet(section, desk)
    free.open()
    free.search.text_edited.emit("expresso")
    free.cards[0].click()
    free.reason.edit.setText("tasse")
    free.reason.text_edited.emit("tasse")
    assert not free.confirm.isEnabled()  # nobody has said what becomes of it
    free.disposition.options[1].click()
    assert free.confirm.isEnabled()
    free.confirm.click()
    assert opened.house.world.till("C1").cash < cash - 8450


def test_a_deposit_pays_first_once_its_guests_ask_for_the_bill(
    qtbot: QtBot, opened: Opened, desk: Desk
) -> None:
    house = opened.house
    booked = CreateReservation(date="2026-11-20", time="20:30", covers=3)
    reservation = event_of(run(opened, booked), ReservationCreated).id
    _, deposit = beside(opened, "deposit", 3000, holder=reservation)
    assert deposit is not None
    order = make_order(opened)
    run(opened, SeatReservation(reservation=reservation, onto=order))
    page = PayPage(desk, board())
    shown(qtbot, page)
    page.show_place(f"order:{order}")
    assert page.pay.pad.panel.amount.text() == "30,00"
    before = due(opened, order)
    Taps()(page.pay.pad.act)
    assert due(opened, order) == before - 3000
    assert house.world.credits.left(deposit.credit) == 0

    page.show_place(f"order:{make_order(opened, table='t7')}")
    assert page.controller.work.choices.tender == "cash"
