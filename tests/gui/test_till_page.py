"""The till page: blind until signed, the business day after midnight, the way back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from card_kit import card_post
from gui_kit import FixedClock, board, demo_house, desk_for
from pay_kit import ESPRESSOS, make_order
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.orders.billing import order_due
from app.domain.payments.commands import RequestCard, TakePayment
from app.domain.till.decide import CountTill, MoveCash
from app.domain.vocabulary import Refusal
from app.reports.closing import report_for
from app.services.demo import DEMO_PINS
from app.services.facts import facts_of
from app.services.house import Actor, Fact
from app.windows.behind_sheet import BehindSheet
from app.windows.desk import Approval, Said
from app.windows.till.cash_sheet import CashSheet
from app.windows.till.closing import DayClosing
from app.windows.till.page import TillPage
from hardware.terminals.customer import Sale
from resources.texts import amount
from widgets.list_row import ListRow
from widgets.text import Label


@pytest.fixture(name="clock")
def clock_fixture() -> FixedClock:
    return FixedClock()


@pytest.fixture(name="opened")
def opened_fixture(tmp_path: Path, clock: FixedClock) -> Iterator[Opened]:
    with demo_house(tmp_path, clock) as opened:
        yield opened


@pytest.fixture(name="page")
def page_fixture(qtbot: QtBot, opened: Opened) -> TillPage:
    desk = desk_for(opened, "marc", "till")
    page = TillPage(desk, board())
    desk.setParent(page)
    qtbot.addWidget(page)
    page.resize(1366, 736)
    page.show()
    return page


def test_a_float_is_counted_by_two_people(qtbot: QtBot, tmp_path: Path) -> None:
    with demo_house(tmp_path, FixedClock(), open_till=False) as opened:
        desk = desk_for(opened, "ines", "till")
        desk.pepper = opened.pepper
        page = TillPage(desk, board())
        qtbot.addWidget(page)
        page.resize(1366, 736)
        page.show()
        page.show_place("open")
        page.second.click()
        sheet = page.controller._second.sheet
        assert sheet is not None
        sheet.choose("marc")
        for digit in DEMO_PINS["marc"]:
            sheet.pad.press(digit)
        qtbot.waitUntil(lambda: page.second.title == "Compté avec Marc", timeout=5000)
        page.next_button.click()
        page.show_place("")
        assert any("par Inès et Marc" in words for words in words_of(page))


def test_a_till_opened_while_paying_leads_back_to_paying(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with demo_house(tmp_path, open_till=False) as opened:
        desk = desk_for(opened, "marc", "till")
        page = TillPage(desk, board())
        desk.setParent(page)
        qtbot.addWidget(page)
        page.show_place("open:order:o1")
        with qtbot.waitSignal(desk.place_requested) as asked:
            page.next_button.click()
        assert asked.args == ["pay", "order:o1"]


def gone(widget: QWidget) -> bool:
    """Whether it was taken away; what has just come is shown by the next event."""
    return widget.isHidden() and widget.testAttribute(
        Qt.WidgetAttribute.WA_WState_ExplicitShowHide
    )


def rows_of(page: TillPage) -> list[str]:
    rows = page.overview.findChildren(ListRow)
    return [row.view.title for row in rows if not gone(row)]


def words_of(page: TillPage) -> list[str]:
    return [label.text() for label in page.findChildren(Label) if not gone(label)]


def test_cash_is_not_told_before_the_count_is_signed(
    page: TillPage, opened: Opened
) -> None:
    moved = opened.house.run(MoveCash(amount=2000, reason="change"), Actor("marc"))
    assert not isinstance(moved, Refusal)
    page.show_place("close")
    page.next_button.click()
    assert "après signature" in words_of(page)
    page.next_button.click()
    assert "Espèces" not in rows_of(page)
    assert not any("170,00" in words for words in words_of(page))
    page.next_button.click()
    assert any("170,00" in words for words in words_of(page))
    assert "Il manque" in words_of(page)


def test_the_day_is_that_of_the_service_after_midnight(
    page: TillPage, clock: FixedClock
) -> None:
    clock.forward(hours=5)
    page.show_place("close")
    for _ in range(5):
        assert any("ven. 20 nov." in words for words in words_of(page))
        page.next_button.click()
    assert not page.isHidden()


def test_tables_that_are_still_open_are_listed_before_the_drawer_is_counted(
    page: TillPage, opened: Opened, qtbot: QtBot
) -> None:
    desk = page.desk
    order = make_order(opened, ESPRESSOS, table="t7")
    page.show_place("close")
    [row] = [r for r in page.overview.findChildren(ListRow) if not gone(r)]
    assert row.view.title == "Table 7"
    assert any("service suivant" in words for words in words_of(page))
    with qtbot.waitSignal(desk.place_requested) as asked:
        row.click()
    assert asked.args == ["pay", f"order:{order}"]


def test_a_day_that_two_windows_close_has_one_z_and_both_show_it(
    page: TillPage, opened: Opened, qtbot: QtBot
) -> None:
    other = TillPage(desk_for(opened, "marc", "till"), board())
    qtbot.addWidget(other)
    for window in (page, other):
        window.show_place("close")
        for _ in range(3):
            window.next_button.click()
    closed = opened.house.world.till("C1").closing
    said: list[Said] = []
    other.desk.said.connect(said.append)
    for window in (page, other):
        window.next_button.click()
        assert "Z n° 0001" in words_of(window)
    assert [each.text for each in said] == ["Déjà clôturée par Marc : voici ce Z."]
    assert opened.house.world.till("C1").closing == closed + 1


def test_a_closing_that_is_allowed_elsewhere_is_of_who_asked_for_it(
    opened: Opened,
) -> None:
    """A manager's word came from another screen when somebody else was at the till."""
    desk, closed = desk_for(opened, "karim", "till"), list[Fact]()
    asked = list[Approval]()
    desk.approval_requested.connect(asked.append)
    closing = DayClosing(desk, closed.append)
    closing.counted()
    opened.house.run(CountTill(coins=()), Actor("marc"))
    closing.close()
    desk.sit_down("ines")
    [approval] = asked
    assert approval.allowed is not None
    approval.allowed("marc")
    [fact] = closed
    assert (fact.meta.op, fact.meta.appr) == ("karim", "marc")


def test_cash_that_moved_is_listed_with_its_reason(
    page: TillPage, opened: Opened
) -> None:
    for cents, reason in ((2000, "change"), (-500, "supplier")):
        opened.house.run(MoveCash(amount=cents, reason=reason), Actor("marc"))
    page.show_place("")
    assert rows_of(page) == [
        "Fond de caisse",
        "Entrée · Monnaie",
        "Sortie · Fournisseur",
    ]


def test_an_x_leads_back_to_the_till(page: TillPage) -> None:
    page.show_place("")
    page.act_requested.emit("x")
    assert "X de la journée" in words_of(page)
    page.next_button.click()
    assert "Journée en cours" in words_of(page)


def test_a_figure_of_the_x_opens_its_tickets(
    page: TillPage, opened: Opened, qtbot: QtBot
) -> None:
    opened.house.run(MoveCash(amount=-500, reason="supplier"), Actor("marc"))
    page.show_place("")
    page.act_requested.emit("x")
    rows = page.overview.findChildren(ListRow)
    next(row for row in rows if row.view.title == "Sorties d’espèces").clicked.emit()
    sheet = page.controller.report.behind.sheet
    assert isinstance(sheet, BehindSheet)
    qtbot.waitUntil(lambda: sheet.table.model.rowCount() == 1, timeout=5000)
    assert sheet.words.text() == "1 écriture · −5,00\u00a0€"
    sheet.table.row_opened.emit(sheet.table.model.row_at(0).id)
    assert page.controller.report.behind.paper is None  # the till has no journal


def test_the_filet_measures_how_far_down_the_drawer_one_is(page: TillPage) -> None:
    page.show_place("close")
    page.next_button.click()
    first = page.count.share
    page.count.pad.press("enter")
    assert page.count.share > first


def test_every_key_of_a_cash_movement_is_in_sight(page: TillPage) -> None:
    sheet = CashSheet(page, out=True)
    sheet.open()
    bar = sheet.sheet.pane.verticalScrollBar()
    page.repaint()
    assert bar.maximum() == 0
    sheet.close_overlay()


def test_a_stand_alone_terminal_is_held_against_its_own_total(
    page: TillPage, opened: Opened, qtbot: QtBot
) -> None:
    """Amount keyed, number of the slip typed if at hand, total read at the end."""
    order = make_order(opened, ESPRESSOS, table="", covers=0, mode="counter")
    house = opened.house
    due = order_due(house.world.book, house.world.book.orders[order])
    paid = house.run(
        TakePayment(order=order, method="card_manual", amount=due, label="184512"),
        Actor("marc"),
    )
    assert not isinstance(paid, Refusal)
    page.show_place("close")
    page.next_button.click()
    page.next_button.click()
    field = page.tenders.fields["card_manual"].edit
    qtbot.keyClicks(field, amount(due - 200))
    page.next_button.click()
    counted = house.world.till(house.terminal).counted
    assert counted is not None
    [check] = counted.checked
    assert (check.method, check.expected, check.told) == ("card_manual", due, due - 200)
    assert any("2,00 de moins que la caisse" in words for words in words_of(page))
    page.next_button.click()
    [closed] = house.journal.entries(types=("till.day_closed",))
    [fact] = facts_of([closed])
    report = report_for(house, fact.event, fact.meta)
    [line] = [line for line in report.tenders if line.told is not None]
    assert (line.told, line.off) == (due - 200, -200)


def test_each_terminal_is_held_against_what_it_says_itself(
    tmp_path: Path, qtbot: QtBot
) -> None:
    """Asked at the closing; one that is not as the till says stands in the Z."""
    with card_post(tmp_path / "cards", qtbot) as post:
        house = post.opened.house
        order = make_order(post.opened, ESPRESSOS, table="", covers=0, mode="counter")
        due = order_due(house.world.book, house.world.book.orders[order])
        asked = RequestCard(order=order, amount=due, terminal="tpe1")
        assert not isinstance(house.run(asked, Actor("marc")), Refusal)
        post.until(lambda: bool(post.order(order).receipts))
        # Somebody keyed an amount on the terminal itself.
        by_hand = Sale(cents=1000, reference="by hand")
        post.terminal._ledger.charge(by_hand, 1000, "************0674")
        page = TillPage(desk_for(post.opened, "marc", "till"), post.board)
        post.show(page)
        page.show_place("close")
        page.next_button.click()
        page.count.show_counts({5000: 3})
        page.next_button.click()
        page.tenders.asks["tpe1"].click()
        post.until(lambda: page.tenders.told == {"card:tpe1": due + 1000})
        page.controller._on_act_requested("back")
        page.next_button.click()  # what was said is kept on the way
        page.next_button.click()
        [check] = house.world.till(house.terminal).counted.checked
        assert (check.terminal, check.expected) == ("tpe1", due)
        assert any("10,00 de plus que la caisse" in words for words in words_of(page))
        assert "Le compte est juste." not in words_of(page)
        page.next_button.click()
        [fact] = facts_of(house.journal.entries(types=("till.day_closed",)))
        [line] = report_for(house, fact.event, fact.meta).terminals
        assert (line.name, line.count, line.amount) == ("TPE 1", 1, due)
        assert (line.told, line.off) == (due + 1000, 1000)


def test_what_no_paper_was_read_of_is_not_held_against_it(
    page: TillPage, opened: Opened
) -> None:
    page.show_place("close")
    for _ in range(3):
        page.next_button.click()
    counted = opened.house.world.till(opened.house.terminal).counted
    assert counted is not None
    assert counted.checked == ()
