"""Giving money back on a card, against a simulated terminal that speaks the protocol."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from card_kit import LOST, Post, card_post
from credit_kit import beside, spend
from gui_kit import desk_for
from pay_kit import ESPRESSOS, Counter, Taps, make_order, run
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.orders.commands import VoidLine
from app.domain.payments.commands import Disposed, RefundReceipt, RequestCard
from app.domain.receipts.events import ReceiptRefunded
from app.domain.rules import SetDevice
from app.domain.settings import DeviceSet
from app.projections.queries import document, refunds_of
from app.windows.admin.money.documents import DocumentsSection
from app.windows.admin.money.refund_card import RefundCardSheet
from app.windows.admin.money.refund_sheet import RefundSheet
from app.windows.pay.page import PayPage
from hardware.terminals.customer import ACCEPTS, refuses
from hardware.terminals.model import PayKind

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


class Office:
    """A manager at the documents of a till with its terminal.

    Attributes:
        receipt: a receipt of 4,40 € that a card paid.
    """

    def __init__(self, post: Post) -> None:
        self.post, self.opened, self.until = post, post.opened, post.until
        order = make_order(post.opened, ESPRESSOS)
        self.by_card(order, post.opened.house.world.book.total(post.order(order)))
        self.receipt = post.order(order).receipts[0].id

    def by_card(self, order: str, cents: int) -> None:
        """A guest pays so much of an order on the terminal."""
        run(self.opened, RequestCard(order=order, amount=cents, terminal="tpe1"))
        payments = self.post.order(order).payments.values()
        self.until(lambda: not any(p.running for p in payments))

    def sit(self) -> tuple[DocumentsSection, Counter]:
        desk = desk_for(self.opened, "marc")
        who = Counter(desk)
        section = DocumentsSection(desk, self.post.board)
        self.post.show(section)
        section.show_place(self.receipt)
        return section, who

    def ask(self, section: DocumentsSection) -> RefundCardSheet:
        """Everything goes back on the card: what the terminal does is on show."""
        tap = Taps()
        tap(section.pane.refund)
        sheet = section.controller._refunds.sheet
        assert isinstance(sheet, RefundSheet)
        sheet.all_button.click()
        sheet.reasons[0].click()
        sheet.confirm.click()
        assert sheet._dialog is not None
        sheet._dialog.accepted.emit()
        return self.shown(section)

    def shown(self, section: DocumentsSection) -> RefundCardSheet:
        sheet = section.controller._refunds.sheet
        assert isinstance(sheet, RefundCardSheet)
        return sheet

    def refunds(self) -> list[ReceiptRefunded]:
        with self.opened.database.read() as connection:
            return refunds_of(connection, self.receipt)

    def credits(self) -> list[int]:
        moved = self.post.terminal.approved()
        return [charge.cents for charge in moved if charge.kind is PayKind.CREDIT]


@pytest.fixture
def office(tmp_path: Path, qtbot: QtBot) -> Iterator[Office]:
    with card_post(tmp_path, qtbot) as post:
        yield Office(post)


def test_the_document_comes_with_the_money(office: Office) -> None:
    section, who = office.sit()
    sheet = office.ask(section)
    done = []
    sheet.refunded.connect(done.append)
    office.until(lambda: bool(done))

    [refund] = office.refunds()
    assert office.credits() == [-refund.ttc]
    assert who.words == ["4,40\u00a0€ rendus sur la carte"]


def test_the_sheet_stays_in_the_window_with_several_terminals(office: Office) -> None:
    """What is given back of each line was pushed out of sight by the third one."""
    for name in ("Bar", "Terrasse"):
        more = DeviceSet(
            id=name, kind="terminal", name=name, profile="simulated", address="sim://"
        )
        run(office.opened, SetDevice(event=more))
    section, _ = office.sit()
    Taps()(section.pane.refund)
    sheet = section.controller._refunds.sheet
    assert isinstance(sheet, RefundSheet)
    stepper = sheet.steppers[0]
    right = stepper.mapTo(section, stepper.rect().topRight()).x()
    assert right < section.width()


def test_what_another_till_gave_back_meanwhile_is_no_longer_offered(
    office: Office,
) -> None:
    section, _ = office.sit()
    Taps()(section.pane.refund)
    sheet = section.controller._refunds.sheet
    assert isinstance(sheet, RefundSheet)
    sheet.all_button.click()
    assert sheet.steppers[0].value == 2

    with office.opened.database.read() as connection:
        stored = document(connection, office.receipt)
    assert stored is not None
    other = RefundReceipt(
        original=stored.document,
        number=stored.number,
        back=((0, 1000),),
        reason="Plat renvoyé",
        method="transfer",
        disposed=(Disposed(line=0, disposition="kept"),),
    )
    run(office.opened, other)
    assert sheet.steppers[0].value == 1
    assert sheet._view().total == 220
    run(office.opened, other)
    assert sheet.steppers[0].value == 0
    assert not sheet.confirm.isEnabled()


def test_a_voucher_that_is_spent_meanwhile_gives_back_what_is_left(
    qtbot: QtBot, office: Office
) -> None:
    """What the button says is what the document will say."""
    sold, gift = beside(office.opened, "gift", 5000)
    assert gift is not None
    desk = desk_for(office.opened, "marc", "admin")
    host = QWidget()
    desk.setParent(host)
    qtbot.addWidget(host)
    sheet = RefundSheet(host, desk, sold, "C1-1", {})
    sheet.all_button.click()
    assert sheet._view().total == 5000
    spend(office.opened, gift, 3000)
    assert "20,00" in sheet.confirm.accessibleName()


def test_a_refusal_is_said_and_tried_again(office: Office) -> None:
    office.post.terminal.script(refuses("04"), ACCEPTS)
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
    office.post.terminal.script(LOST)
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
    office.post.terminal.script(LOST)
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
    total = office.opened.house.world.book.total(office.post.order(order))
    office.by_card(order, total - 1)
    line = office.post.order(order).lines[1]
    run(office.opened, VoidLine(order=order, line=line, reason="Erreur"))
    office.post.terminal.script(refuses("04"))
    page = PayPage(desk_for(office.opened, "marc"), office.post.board)
    office.post.show(page)
    page.show_place(f"order:{order}")
    [payment] = office.post.order(order).payments
    notice = page.pay.notice
    notice.acts[f"return:{payment}"].click()
    assert "cancel" in notice.acts or f"return:{payment}" in notice.acts
    office.until(lambda: f"return_by_hand:{payment}" in notice.acts)
    assert office.post.order(order).payments[payment].waiting

    notice.acts[f"return:{payment}"].click()
    office.until(lambda: office.post.order(order).payments[payment].state == "returned")
    assert office.credits() == [total - 1]
