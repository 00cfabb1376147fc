"""Giving money back on a card, against a simulated terminal that speaks the protocol."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house, desk_for
from pay_kit import ESPRESSOS, Counter, Taps, make_order, run
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.devices import DeviceRoom
from app.domain.orders.commands import VoidLine
from app.domain.orders.state import Order
from app.domain.payments.commands import RequestCard
from app.domain.receipts.events import ReceiptRefunded
from app.projections.queries import refunds_of
from app.suite import MainThread
from app.windows.admin.documents import DocumentsSection
from app.windows.admin.refund_card import RefundCardSheet
from app.windows.admin.refund_sheet import RefundSheet
from app.windows.board import DeviceBoard
from app.windows.pay.page import PayPage
from hardware.health import DeviceState
from hardware.terminals.caisse_ap import Action
from hardware.terminals.customer import ACCEPTS, Behaviour, Cut, refuses
from hardware.terminals.simulator import SimulatedTerminal
from widgets import theme

pytestmark = pytest.mark.gui
LOST = Behaviour(cut=Cut(side="answer", at=0))


@dataclass
class Office:
    """A till with its devices, and a manager at the documents.

    Attributes:
        receipt: a receipt of 4,40 € that a card paid.
    """

    opened: Opened
    board: DeviceBoard
    terminal: SimulatedTerminal
    qtbot: QtBot
    receipt: str = ""

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=10_000)

    def order(self, order: str) -> Order:
        return self.opened.house.world.book.orders[order]

    def by_card(self, order: str, cents: int) -> None:
        """A guest pays so much of an order on the terminal."""
        run(self.opened, RequestCard(order=order, amount=cents, terminal="tpe1"))
        payments = self.order(order).payments.values()
        self.until(lambda: not any(p.running for p in payments))

    def sit(self) -> tuple[DocumentsSection, Counter]:
        desk = desk_for(self.opened, "marc")
        who = Counter(desk)
        section = DocumentsSection(desk, self.board)
        section.resize(1366, 736)
        self.qtbot.addWidget(section)
        with self.qtbot.waitExposed(section):
            section.show()
        section.show_place(self.receipt)
        return section, who

    def ask(self, section: DocumentsSection) -> RefundCardSheet:
        """Everything goes back on the card: what the terminal does is on show."""
        tap = Taps()
        tap(section.pane.refund)
        sheet = section.controller._sheet
        assert isinstance(sheet, RefundSheet)
        sheet.all_button.click()
        sheet.reasons[0].click()
        sheet.confirm.click()
        assert sheet._dialog is not None
        sheet._dialog.accepted.emit()
        return self.shown(section)

    def shown(self, section: DocumentsSection) -> RefundCardSheet:
        sheet = section.controller._sheet
        assert isinstance(sheet, RefundCardSheet)
        return sheet

    def refunds(self) -> list[ReceiptRefunded]:
        with self.opened.database.read() as connection:
            return refunds_of(connection, self.receipt)

    def credits(self) -> list[int]:
        moved = self.terminal.approved()
        return [charge.cents for charge in moved if charge.action is Action.CREDIT]


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> Iterator[None]:
    theme.apply_theme(qapp, theme.Mode.LIGHT)
    theme.set_reduce_motion(on=True)
    yield
    theme.set_reduce_motion(on=False)


@pytest.fixture
def office(tmp_path: Path, qtbot: QtBot) -> Iterator[Office]:
    with demo_house(tmp_path, FixedClock()) as opened:
        main, boards = MainThread(), list[DeviceBoard]()

        def changed() -> None:
            boards[0].changed.emit()

        spool = opened.profile.spool
        room = DeviceRoom(opened.house, spool, main.post, changed, "Sotto test")
        boards.append(DeviceBoard(room))
        room.start()
        made = Office(opened, boards[0], room.simulated_terminals["tpe1"], qtbot)
        made.until(lambda: made.board.health("tpe1").state is DeviceState.READY)
        order = make_order(opened, ESPRESSOS)
        made.by_card(order, opened.house.world.book.total(made.order(order)))
        made.receipt = made.order(order).receipts[0].id
        yield made
        room.stop()


def test_the_document_comes_with_the_money(office: Office) -> None:
    section, who = office.sit()
    sheet = office.ask(section)
    done = []
    sheet.refunded.connect(done.append)
    office.until(lambda: bool(done))

    [refund] = office.refunds()
    assert office.credits() == [-refund.ttc]
    assert who.words == ["4,40\u00a0€ rendus sur la carte"]


def test_a_refusal_is_said_and_tried_again(office: Office) -> None:
    office.terminal.script(refuses("04"), ACCEPTS)
    section, _ = office.sit()
    sheet = office.ask(section)
    office.until(lambda: "retry" in sheet.notice.acts)
    assert sheet.notice.words[0] == "Carte refusée"
    assert sheet.notice.words[-1] == "Rien n’a été rendu."
    assert office.refunds() == []

    sheet.notice.acts["retry"].click()
    office.until(lambda: bool(office.refunds()))
    assert len(office.credits()) == 1


def test_a_lost_answer_is_found_again_at_the_document(office: Office) -> None:
    office.terminal.script(LOST)
    section, _ = office.sit()
    sheet = office.ask(section)
    office.until(lambda: "ask_again" in sheet.notice.acts)
    assert sheet.notice.title.text() == "Vérifiez le ticket du TPE"
    sheet.close_overlay()
    assert office.refunds() == []

    Taps()(section.pane.refund)
    again = office.shown(section)
    again.notice.acts["ask_again"].click()
    office.until(lambda: bool(office.refunds()))
    assert len(office.credits()) == len(office.refunds()) == 1


def test_a_person_settles_what_the_terminal_cannot_say(office: Office) -> None:
    office.terminal.script(LOST)
    section, who = office.sit()
    sheet = office.ask(section)
    office.until(lambda: "accepted" in sheet.notice.acts)
    sheet.notice.acts["accepted"].click()
    assert who.words[-1] == "Recopiez le numéro d’autorisation du ticket."
    sheet.authorisation.set_text("184118")
    sheet.notice.acts["accepted"].click()

    assert len(office.refunds()) == 1


def test_a_card_taken_too_much_goes_back_through_its_terminal(office: Office) -> None:
    order = make_order(office.opened, (("cafe", 1, ()), ("sirop", 1, ())), table="t2")
    total = office.opened.house.world.book.total(office.order(order))
    office.by_card(order, total - 1)
    line = office.order(order).lines[1]
    run(office.opened, VoidLine(order=order, line=line, reason="Erreur"))
    office.terminal.script(refuses("04"))
    page = PayPage(desk_for(office.opened, "marc"), office.board)
    page.resize(1366, 736)
    office.qtbot.addWidget(page)
    with office.qtbot.waitExposed(page):
        page.show()
    page.show_place(f"order:{order}")
    [payment] = office.order(order).payments
    notice = page.pay.notice
    notice.acts[f"return:{payment}"].click()
    assert "cancel" in notice.acts or f"return:{payment}" in notice.acts
    office.until(lambda: f"return_by_hand:{payment}" in notice.acts)
    assert office.order(order).payments[payment].waiting

    notice.acts[f"return:{payment}"].click()
    office.until(lambda: office.order(order).payments[payment].state == "returned")
    assert office.credits() == [total - 1]
