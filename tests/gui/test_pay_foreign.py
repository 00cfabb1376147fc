"""Paying in Swiss francs at the till, and counting them in the evening."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from pay_kit import Counter, make_order, run
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.receipts.events import Exchange
from app.domain.rules import SetSetting
from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins
from app.domain.till.foreign import MoveForeign
from app.windows.desk import Desk
from app.windows.figure_list import FigureList
from app.windows.pay.page import PayPage
from app.windows.till.page import TillPage
from widgets.text import Label

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]
FRANC = 1_051_200


@pytest.fixture(name="opened")
def opened_fixture(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path, FixedClock(), open_till=False) as opened:
        rates = SetSetting(key="cash.currencies", value="CHF=1.0512 USD=0.9231")
        run(opened, rates, "marc")
        run(opened, OpenTill(coins=(Coins(value=5000, count=3),)), "marc")
        yield opened


@pytest.fixture(name="desk")
def desk_fixture(opened: Opened) -> Desk:
    return desk_for(opened, "marc")


@pytest.fixture(name="page")
def page_fixture(desk: Desk, qtbot: QtBot) -> PayPage:
    page = PayPage(desk, board())
    desk.setParent(page)
    qtbot.addWidget(page)
    page.resize(1366, 736)
    page.show()
    return page


def option(page: PayPage, key: str) -> None:
    page.pay.pad.option_chosen.emit(key)


def typed(page: PayPage, keys: str) -> None:
    for key in keys:
        page.pay.pad.key_pressed.emit(key)


def words(page: PayPage) -> str:
    shown = (label.text() for label in page.pay.pad.findChildren(Label))
    return " | ".join(shown).replace("\u00a0", " ")


def test_a_guest_pays_in_francs_and_has_change_in_euros(
    page: PayPage, desk: Desk, opened: Opened
) -> None:
    who = Counter(desk)
    order = make_order(opened)
    page.show_place(f"order:{order}")
    page.pay.tenders.tender_chosen.emit("cash")
    option(page, "in:CHF")
    assert "80,40 CHF" in words(page)  # that is what 84,50 comes to
    typed(page, "10000")
    assert "Reçu en CHF" in words(page)
    assert "100,00 | sur 80,40 CHF" in words(page)
    page.pay.pad.act_requested.emit()

    (paid,) = opened.house.world.book.orders[order].payments.values()
    assert paid.exchange == Exchange(currency="CHF", rate=FRANC, foreign=10_000)
    assert (paid.amount, paid.change) == (8450, 10_512 - 8450)
    assert who.words[-1].startswith("Rendu 20,62")


def test_change_is_given_in_francs_where_the_drawer_has_them(
    page: PayPage, desk: Desk, opened: Opened
) -> None:
    who = Counter(desk)
    run(opened, MoveForeign(currency="CHF", amount=5000, reason="change"), "marc")
    order = make_order(opened)
    page.show_place(f"order:{order}")
    page.pay.tenders.tender_chosen.emit("cash")
    option(page, "in:CHF")
    typed(page, "10000")
    option(page, "back:CHF")
    assert "À rendre | en CHF, et 0,02 € | 19,60" in words(page)
    page.pay.pad.act_requested.emit()
    (paid,) = opened.house.world.book.orders[order].payments.values()
    assert paid.exchange is not None
    assert (paid.exchange.back, paid.change) == (1960, 2)
    assert who.words[-1].startswith("Rendu 19,60\u00a0CHF + 0,02")


def test_the_chip_leads_from_currency_to_currency_and_back(
    page: PayPage, opened: Opened
) -> None:
    order = make_order(opened)
    page.show_place(f"order:{order}")
    page.pay.tenders.tender_chosen.emit("cash")
    option(page, "in:CHF")
    assert page.controller.work.choices.kind == "CHF"
    option(page, "in:USD")
    assert "91,54 USD" in words(page)
    option(page, "in:")
    assert page.controller.work.choices.method == "cash"
    assert "84,50" in words(page)


def test_francs_are_counted_blind_and_told_after_the_signature(
    qtbot: QtBot, desk: Desk, opened: Opened
) -> None:
    run(opened, MoveForeign(currency="CHF", amount=4321, reason="change"), "marc")
    page = TillPage(desk, board())
    qtbot.addWidget(page)
    page.show()
    page.show_place("close")
    page.next_button.click()
    page.next_button.click()
    shown = " ".join(label.text() for label in page.findChildren(Label))
    assert "43,21" not in shown
    field = page.tenders.fields["foreign:CHF"]
    assert "CHF" in [label.text() for label in field.findChildren(Label)]
    field.set_cents(4221)
    page.next_button.click()
    counted = opened.house.world.till("C1").counted
    assert counted is not None
    assert [(each.counted, each.expected) for each in counted.foreign] == [(4221, 4321)]
    said = " ".join(label.text() for label in page.findChildren(Label))
    assert "CHF : compté 42,21, 1,00 de moins" in said


def test_what_no_entry_stands_behind_leads_nowhere(
    qtbot: QtBot, desk: Desk, opened: Opened
) -> None:
    run(opened, MoveForeign(currency="CHF", amount=4321, reason="change"), "marc")
    page = TillPage(desk, board())
    qtbot.addWidget(page)
    page.show()
    page.show_place("moves")
    page.act_requested.emit("x")
    leads = {
        row.view.title: row.focusPolicy() != Qt.FocusPolicy.NoFocus
        for figures in page.findChildren(FigureList)
        for row in figures.rows
        if row.view.title.startswith("CHF")
    }
    assert leads == {"CHF · Entrées et sorties": True, "CHF · Attendu": False}


def test_francs_go_to_the_bank_from_the_same_sheet(
    qtbot: QtBot, desk: Desk, opened: Opened
) -> None:
    run(opened, MoveForeign(currency="CHF", amount=5000, reason="change"), "marc")
    page = TillPage(desk, board())
    qtbot.addWidget(page)
    page.show()
    page.show_place("")
    page.act_requested.emit("cash_out")
    sheet = page.controller.cash.sheet
    assert sheet is not None
    sheet.choose("bank")
    sheet.currency.options[1].click()
    assert sheet.currency.chosen_key == "CHF"
    assert sheet.picker.isHidden()
    for key in "4000":
        sheet.pad.press(key)
    shown = [label.text() for label in sheet.pad.findChildren(Label)]
    assert "40,00\u00a0CHF" in shown
    sheet.confirm.click()
    assert opened.house.world.till("C1").foreign == {"CHF": 1000}
