"""Two machines were apart: each collision is shown with its story, and each way out works."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from apart_kit import Apart, Here, apart
from gui_kit import board, desk_for
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.orders.billing import order_due
from app.domain.orders.commands import (
    MovedLine,
    MoveLines,
    SendOrder,
    VoidLine,
)
from app.domain.payments.commands import RefundReceipt, RequestCard, TakePayment
from app.domain.payments.decide import RecordOutcome
from app.presenters.admin.reconcile import matters, present_apart
from app.windows.admin.network.reconcile import ReconcileSection
from app.windows.admin.page import AdminPage
from widgets.dialog import Dialog
from widgets.text import Label


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    with apart(tmp_path_factory.mktemp("apart")) as made:
        yield made


@dataclass
class Office:
    """The section on the first machine; `table` is free on both."""

    qtbot: QtBot
    pair: Apart
    section: ReconcileSection
    table: str
    said: list[str] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)

    @property
    def one(self) -> Here:
        return self.pair.one

    @property
    def two(self) -> Here:
        return self.pair.two

    def meet(self) -> None:
        self.pair.meet()
        self.section.show_place("")

    def open(self, code: str) -> str:
        """Opens the only matter there is; the texts of its pane."""
        rows = [row.id for row in self.section.matters.model._rows]
        assert [row.partition(":")[0] for row in rows] == [code]
        self.section.matters.row_opened.emit(rows[0])
        assert self.section.split.side_shown
        labels = self.section.pane.findChildren(Label)
        return " | ".join(label.text() for label in labels if not label.isHidden())

    def take_way(self, act: str, reason: str = "") -> None:
        if reason:
            self.section.pane.reason.set_text(reason)
        button = next(
            b for key, b in self.section.pane.ways.items() if key.startswith(act)
        )
        button.click()

    def over(self) -> None:
        """Nothing is left to decide, on both machines once they have met."""
        self.meet()
        assert self.section.lists.currentWidget() is self.section.nothing
        assert matters(self.one.world) == matters(self.two.world) == []
        assert present_apart(self.one.world) == ()


_tables = (f"t{number}" for number in range(1, 40))


@pytest.fixture
def office(qtbot: QtBot, still: None, pair: Apart) -> Office:
    desk = desk_for(pair.one.opened, "marc", "admin")
    section = ReconcileSection(desk, board())
    qtbot.addWidget(section)
    section.resize(1190, 736)
    section.show()
    made = Office(qtbot, pair, section, next(_tables))
    desk.said.connect(lambda said: made.said.append(said.text))
    desk.place_requested.connect(lambda *place: made.gone.append(place))
    return made


def pay(machine: Here, order: str, method: str = "cash") -> None:
    found = machine.world.book.orders[order]
    amount = order_due(machine.world.book, found)
    machine.do(TakePayment(order=order, method=method, amount=amount))


def paid_twice(office: Office) -> str:
    order = office.one.seat(office.table)
    office.one.take(order, "burrata")
    office.meet()
    pay(office.one, order)
    office.pair.clock.forward(seconds=5)
    pay(office.two, order)
    office.meet()
    return order


def test_one_line_on_two_receipts_is_refunded(office: Office) -> None:
    order = paid_twice(office)
    words = office.open("line_on_two_receipts")
    assert "Marc · Caisse 1" in words
    assert "Marc · Bar" in words
    assert "Ticket C2-" in words
    later = office.one.world.book.orders[order].receipts[-1]
    office.take_way(f"refund:{later.id}")
    sheet = office.section.controller.refunds.sheet
    assert sheet is not None
    assert sheet._draft.back == {0: 1000}
    assert sheet._draft.reason == "Encaissé deux fois", "the matter says why"
    sheet.confirm.click()
    next(d for d in sheet.findChildren(Dialog) if d.isVisible()).card.act.click()
    office.over()


def test_both_receipts_may_stay(office: Office) -> None:
    order = paid_twice(office)
    office.open("line_on_two_receipts")
    office.take_way("settle")
    assert office.section.pane.reason.error == "Dites pourquoi cela reste ainsi."
    assert office.section.pane.reason.edit.hasFocus()
    office.take_way("settle", "Clients partis")
    assert office.said[-1].endswith("Payé deux fois : réglé")
    assert not office.section.split.side_shown
    (settled,) = office.one.settled(order)
    assert settled.reason == "Clients partis"
    office.over()


def test_a_late_line_is_paid_or_written_off(office: Office) -> None:
    order = office.one.seat(office.table)
    office.one.take(order, "burrata")
    office.meet()
    pay(office.one, order)
    office.two.take(order, "cafe")
    office.meet()
    words = office.open("added_after_receipt")
    assert "Marc · Bar" in words
    office.take_way("pay")
    office.take_way("open")
    assert office.gone == [("pay", f"order:{order}"), ("pos", f"order:{order}")]
    office.take_way("loss", "Clients partis")
    assert office.one.world.book.closed(office.one.world.book.orders[order])
    office.over()


def test_too_much_money_is_given_back(office: Office) -> None:
    order = office.one.seat(office.table)
    office.one.take(order, "burrata")
    office.one.take(order, "cafe")
    office.meet()
    pay(office.one, order)
    office.two.do(TakePayment(order=order, method="cash", amount=100))
    office.meet()
    office.open("overpaid")
    office.take_way("return")
    assert office.one.world.book.closed(office.one.world.book.orders[order])
    office.over()


def refunded_twice(office: Office) -> str:
    order = office.one.seat(office.table)
    office.one.take(order, "burrata")
    pay(office.one, order)
    office.meet()
    (issued,) = office.one.issued(order)
    for machine in (office.one, office.two):
        machine.do(
            RefundReceipt(
                original=issued,
                number=office.one.world.book.orders[order].receipts[0].number,
                back=((0, 1000),),
                reason="froid",
                method="cash",
            )
        )
    office.meet()
    return order


def test_money_given_back_twice_comes_home(office: Office) -> None:
    refunded_twice(office)
    words = office.open("refunded_twice")
    assert words.count("remboursé") == 2
    cash = office.one.world.till("C1").cash
    office.take_way("recover", "Revenus le lendemain")
    assert office.one.world.till("C1").cash > cash
    office.over()


def test_money_given_back_twice_is_lost(office: Office) -> None:
    refunded_twice(office)
    office.open("refunded_twice")
    office.take_way("settle", "Introuvables")
    office.over()


@pytest.mark.parametrize("way", ["settle", "refund"])
def test_a_line_voided_behind_its_receipt(office: Office, way: str) -> None:
    order = office.one.seat(office.table)
    line = office.one.take(order, "burrata")
    office.meet()
    pay(office.one, order)
    office.two.do(VoidLine(order=order, line=line, reason="froid"))
    office.meet()
    assert "annulé · froid" in office.open("changed_after_receipt")
    office.take_way(way, "" if way == "refund" else "Servi quand même")
    if way == "refund":
        sheet = office.section.controller.refunds.sheet
        sheet.reasons[0].click()
        sheet.confirm.click()
        next(d for d in sheet.findChildren(Dialog) if d.isVisible()).card.act.click()
    office.over()


def test_a_line_voided_here_and_moved_there(office: Office) -> None:
    order, other = office.one.seat(office.table), next(_tables)
    beer = office.one.take(order, "demi", 3000)
    office.one.do(SendOrder(order=order))
    office.meet()
    part = MovedLine(line=beer, quantity=2000)
    office.one.do(MoveLines(order=order, lines=(part,), table=other))
    office.pair.clock.forward(seconds=5)
    office.two.do(VoidLine(order=order, line=beer, reason="erreur"))
    office.meet()
    words = office.open("void_after_division")
    assert "mis à part" in words
    office.take_way("settle", "Servi à l'autre table")
    office.over()


@pytest.mark.parametrize("way", ["merge", "settle"])
def test_two_orders_on_one_table(office: Office, way: str) -> None:
    mine = office.one.seat(office.table)
    office.one.take(mine, "burrata")
    office.pair.clock.forward(seconds=5)
    theirs = office.two.seat(office.table)
    office.two.take(theirs, "cafe")
    office.meet()
    words = office.open("two_orders")
    assert words.count("ouverte") >= 2
    office.take_way(way, "Deux groupes" if way == "settle" else "")
    standing = office.one.world.book.orders_on(office.table)
    assert len(standing) == (1 if way == "merge" else 2)
    office.over()


def test_a_card_without_an_answer(office: Office) -> None:
    order = office.one.seat(office.table)
    office.one.take(order, "burrata")
    due = order_due(office.one.world.book, office.one.world.book.orders[order])
    asked, *_ = office.one.do(RequestCard(order=order, amount=due, terminal="tpe1"))
    office.one.do(
        RecordOutcome(order=order, payment=asked.event.payment, state="unknown")
    )
    office.meet()
    assert "Le TPE n’a pas répondu" in office.open("payment_unknown")
    office.take_way("refused")
    office.over()


def test_the_keyboard_goes_through_the_list_and_back(office: Office) -> None:
    paid_twice(office)
    table = office.section.matters.view
    table.setFocus()
    office.qtbot.keyClick(table, Qt.Key.Key_Down)
    office.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert office.section.split.side_shown
    assert office.section.go_back()
    office.open("line_on_two_receipts")
    office.take_way("settle", "vu")
    office.over()


def test_the_menu_shows_it_while_there_is_something(office: Office) -> None:
    page = AdminPage(office.section.desk, board())
    office.qtbot.addWidget(page)
    page.show()
    page.show_place("devices")
    item = page.nav.item_widget("reconcile")
    assert item.isHidden()
    paid_twice(office)
    office.section.desk.changed.emit(())
    assert not item.isHidden()
    assert item.item.badge == 1
    (problem,) = present_apart(office.one.world)
    assert problem.title == "1 chose à réconcilier"
    office.open("line_on_two_receipts")
    office.take_way("settle", "vu")
    office.over()
