"""The paying page driven as a person would: taps, keys, and what the house then knows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from pay_kit import ESPRESSOS, Counter, Taps, make_order, run
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.orders.commands import AddLine, CompLine, PrintAddition, SplitOrder
from app.domain.orders.state import Order, Payment
from app.domain.payments.commands import (
    RecordOutcome,
    RequestCard,
    ResolvePayment,
    TakePayment,
)
from app.domain.payments.events import PaymentRequested
from app.windows.desk import Desk
from app.windows.mailing import MailSheet
from app.windows.pay.page import PayPage
from app.windows.qr_sheet import QrSheet
from app.windows.shell import Shell
from resources.texts import set_language
from widgets import theme
from widgets.button import Button
from widgets.chip import Chip
from widgets.painted_text import width_of
from widgets.pressable import Pressable
from widgets.text import Label

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]
SIZES = (
    (1366, 736),
    (1366, 608),
    (1024, 736),
    (1024, 608),
    (1920, 1048),
    (768, 992),
)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path, FixedClock()) as made:
        yield made


@pytest.fixture
def desk(opened: Opened) -> Desk:
    return desk_for(opened)


@pytest.fixture
def who(desk: Desk) -> Counter:
    return Counter(desk)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, who: Counter) -> PayPage:
    return show(qtbot, desk)


def show(qtbot: QtBot, desk: Desk) -> PayPage:
    made = PayPage(desk, board())
    made.resize(1366, 736)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.setFocus()
    return made


def order_of(opened: Opened, order: str) -> Order:
    return opened.house.world.book.orders[order]


def payments(opened: Opened, order: str) -> list[Payment]:
    return list(order_of(opened, order).payments.values())


def type_in(page: PayPage, text: str) -> None:
    page.setFocus()
    QTest.keyClicks(page, text)
    let_through(page)


def let_through(page: PayPage) -> None:
    """Waits until it is clear that no gun has typed."""
    while page.wedge.holding:
        QTest.qWait(5)


def press(page: PayPage, key: Qt.Key) -> None:
    QTest.keyClick(page, key)
    let_through(page)


def test_cash_is_taken_with_change_and_one_goes_back_to_the_room(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order, tap = make_order(opened), Taps()
    page.show_place(f"order:{order}")
    tap(page.pay.pad.options[3])
    assert page.pay.pad.panel.amount.text() == "15,50"
    assert page.pay.pad.panel.detail.text() == "2 billets · 1 pièce"
    tap(page.pay.pad.act)
    [payment] = payments(opened, order)
    assert (payment.amount, payment.tendered, payment.change) == (8450, 10000, 1550)
    assert opened.house.world.book.closed(order_of(opened, order))
    assert who.words[-1] == "Rendu 15,50\u00a0€ · ticket C1-000001"
    assert who.places == [("floor", "")]


def test_two_espressos_are_paid_exactly_with_one_tap_on_the_page(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order = make_order(
        opened, ESPRESSOS, table="", covers=0, mode="counter", sent=False
    )
    tap = Taps()
    page.show_place(f"order:{order}")
    tap(page.pay.pad.act)
    # Two tiles and Encaisser come before: 4 in all.
    assert tap.count == 1
    assert opened.house.world.book.closed(order_of(opened, order))
    assert who.places == [("pos", "counter")]
    receipt = order_of(opened, order).receipts[0]
    assert receipt.ttc == 440


def test_the_receipt_that_was_just_made_is_printed_again_with_one_tap(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order = make_order(opened, ESPRESSOS)
    page.show_place(f"order:{order}")
    page.pay.pad.act.click()
    assert who.said[-1].act == "Réimprimer"
    who.undo()
    assert order_of(opened, order).receipts[0].copies == 1
    assert who.words[-1] == "Duplicata du ticket C1-000001 imprimé"


def test_a_paid_order_is_printed_again_in_two_taps(
    opened: Opened, page: PayPage
) -> None:
    order, tap = make_order(opened, ESPRESSOS), Taps()
    run(opened, TakePayment(order=order, method="cash", amount=440))
    page.show_place(f"order:{order}")
    assert page.pay.notice.title.text() == "Tout est payé"
    tap(page.pay.notice.acts["reprint"])
    assert order_of(opened, order).receipts[0].copies == 1
    assert tap.count <= 2


def test_the_keyboard_types_validates_and_goes_back(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order = make_order(opened, ESPRESSOS)
    page.show_place(f"order:{order}")
    type_in(page, "1000")
    assert page.pay.pad.typed.text() == "10,00\u00a0€"
    press(page, Qt.Key.Key_Backspace)
    press(page, Qt.Key.Key_Backspace)
    assert page.pay.pad.typed.text() == "0,10\u00a0€"
    type_in(page, "00")
    press(page, Qt.Key.Key_Escape)
    assert who.places == [("floor", "")]
    press(page, Qt.Key.Key_Return)
    assert [p.change for p in payments(opened, order)] == [560]


def test_letters_are_only_typed_where_a_number_is_no_amount(
    opened: Opened, page: PayPage
) -> None:
    order, tap = make_order(opened), Taps()
    page.show_place(f"order:{order}")
    type_in(page, "a1")
    assert page.pay.pad.typed.text() == "0,01\u00a0€"
    tap(page.pay.tenders.tiles["card_manual"])
    type_in(page, "A12")
    assert page.pay.pad.typed.text() == "A12"
    press(page, Qt.Key.Key_Return)
    assert payments(opened, order)[0].label == "A12"


def test_a_tap_that_bounces_validates_once(opened: Opened, page: PayPage) -> None:
    order = make_order(opened)
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[2].click()
    act = page.pay.pad.act
    QTest.mouseClick(act, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(act, Qt.MouseButton.LeftButton)
    assert len(payments(opened, order)) == 1


def test_equal_shares_are_paid_by_different_tenders(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order, tap = make_order(opened), Taps()
    page.show_place(f"order:{order}")
    tap(page.pay.tenders.modes.options[2])
    assert page.pay.tenders.modes.chosen_key == "parts"
    assert page.pay.tenders.stepper.value == 3
    assert page.pay.tenders.filet.stretches[0].cents == 2817
    tap(page.pay.tenders.tiles["cheque"])
    tap(page.pay.pad.act)
    assert page.pay.tenders.due.text == "56,33\u00a0€"
    assert [part.state for part in page.pay.bill.parts] == [
        "paid",
        "current",
        "unpaid",
    ]
    type_in(page, "3000")
    tap(page.pay.pad.act)
    assert page.pay.bill.parts[1].detail == "Espèces · rendu 1,83"
    assert page.pay.pad.act.title == "Valider 28,16\u00a0€"
    tap(page.pay.pad.act)
    assert [p.amount for p in payments(opened, order)] == [2817, 2817, 2816]
    assert len(order_of(opened, order).receipts) == 1
    assert who.places == [("floor", "")]


def test_the_number_of_shares_is_stepped(opened: Opened, page: PayPage) -> None:
    order = make_order(opened)
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[2].click()
    QTest.keyClick(page.pay.tenders.stepper, Qt.Key.Key_Plus)
    split = order_of(opened, order).split
    assert split is not None
    assert split.shares == 4
    assert page.pay.tenders.modes.options[2].accessibleName() == "Parts · 4"
    for _ in range(3):
        QTest.keyClick(page.pay.tenders.stepper, Qt.Key.Key_Minus)
    assert order_of(opened, order).split is None
    assert page.pay.tenders.stepper.isHidden()
    assert page.pay.tenders.modes.chosen_key == ""


def test_an_amount_is_taken_and_the_rest_by_another_tender(
    opened: Opened, page: PayPage
) -> None:
    order, tap = make_order(opened), Taps()
    page.show_place(f"order:{order}")
    tap(page.pay.tenders.modes.options[3])
    type_in(page, "3000")
    assert page.pay.pad.act.title == "Prendre 30,00\u00a0€"
    tap(page.pay.tenders.tiles["cheque"])
    tap(page.pay.pad.act)
    assert page.pay.tenders.due.text == "54,50\u00a0€"
    assert page.pay.tenders.modes.chosen_key == ""
    tap(page.pay.pad.act)
    assert [(p.method, p.amount) for p in payments(opened, order)] == [
        ("cheque", 3000),
        ("cash", 5450),
    ]


def test_escape_takes_an_amount_back_before_it_leaves(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    page.show_place(f"order:{make_order(opened)}")
    page.pay.tenders.modes.options[3].click()
    type_in(page, "30")
    press(page, Qt.Key.Key_Escape)
    assert page.pay.pad.title.text() == "Reçu du client"
    assert not who.places
    press(page, Qt.Key.Key_Escape)
    assert who.places == [("floor", "")]


def test_vouchers_then_cash_pay_a_bill(opened: Opened, page: PayPage) -> None:
    order, tap = make_order(opened), Taps()
    page.show_place(f"order:{order}")
    tap(page.pay.tenders.tiles["voucher"])
    assert page.pay.pad.typed.text() == "25,00\u00a0€"
    assert not page.pay.tenders.tips["one"].isEnabled()
    type_in(page, "4000")
    assert "25 €" in page.pay.pad.panel.title.text()
    assert not page.pay.pad.act.isEnabled()
    type_in(page, "")
    for _ in range(4):
        press(page, Qt.Key.Key_Backspace)
    type_in(page, "1900")
    tap(page.pay.pad.act)
    assert page.pay.tenders.due.text == "65,50\u00a0€"
    tap(page.pay.tenders.tiles["voucher"])
    tap(page.pay.pad.options[1])
    type_in(page, "731")
    tap(page.pay.pad.act)
    assert [(p.amount, p.label) for p in payments(opened, order)] == [
        (1900, "papier"),
        (2500, "carte 731"),
    ]


def test_tip_and_receipt_are_chosen_in_their_rows(
    opened: Opened, page: PayPage
) -> None:
    order, tap = make_order(opened), Taps()
    page.show_place(f"order:{order}")
    tenders = page.pay.tenders
    assert tenders.receipts["paper"].chosen
    tap(tenders.receipts["none"])
    tap(tenders.tips["round"])
    assert page.pay.pad.act.title == "Valider 85,00\u00a0€"
    tap(tenders.tips["other"])
    type_in(page, "250")
    tap(page.pay.pad.act)
    assert page.pay.pad.act.title == "Valider 87,00\u00a0€"
    tap(page.pay.pad.act)
    [payment] = payments(opened, order)
    assert (payment.amount, payment.tip, payment.change) == (8450, 250, 0)


def test_the_provisional_bill_is_printed_from_the_head(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order = make_order(opened)
    page.show_place(f"order:{order}")
    button = page.pay.bill.head.addition
    assert button is not None
    Taps()(button)
    assert order_of(opened, order).additions == 1
    assert who.words == ["Addition imprimée"]


def test_words_of_the_head_are_never_cut_by_its_icons(
    opened: Opened, page: PayPage
) -> None:
    order = make_order(opened)
    run(opened, PrintAddition(order=order))
    page.show_place(f"order:{order}")
    page.resize(1366, 768)
    labels = page.pay.bill.head.findChildren(Label)
    assert len(labels) == 3
    for label in labels:
        assert label.width() >= label.sizeHint().width(), label.accessibleName()
    head = page.pay.bill.head
    head.number.show_text("0006")
    head.resize(275, head.height_at(275))
    assert head.invoice is not None
    assert head.number.geometry().right() < head.invoice.x()


def test_what_was_given_away_is_closed_by_its_receipt(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order = make_order(opened, ESPRESSOS)
    [line] = order_of(opened, order).lines
    run(opened, CompLine(order=order, line=line, reason="Geste"))
    page.show_place(f"order:{order}")
    Taps()(page.pay.notice.acts["issue"])
    assert order_of(opened, order).receipts[0].ttc == 0
    assert who.places == [("floor", "")]


def test_what_was_taken_too_much_is_given_back_with_a_manager(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order = make_order(opened)
    asked = run(opened, RequestCard(order=order, amount=8450, terminal="tpe1"))
    assert isinstance(asked[0].event, PaymentRequested)
    card = asked[0].event.payment
    run(opened, RecordOutcome(order=order, payment=card, state="unknown"))
    run(opened, ResolvePayment(order=order, payment=card, accepted=False))
    run(opened, TakePayment(order=order, method="cheque", amount=2000))
    # The terminal did charge after all.
    late = RecordOutcome(order=order, payment=card, state="approved", amount=8450)
    run(opened, late)
    page.show_place(f"order:{order}")
    assert page.pay.notice.title.text() == "Trop a été encaissé"
    assert page.pay.notice.amount.text() == "20,00\u00a0€"
    cheque = next(p.id for p in payments(opened, order) if p.method == "cheque")
    Taps()(page.pay.notice.acts[f"return:{cheque}"])
    assert who.approved == ["payment.refund"]
    assert order_of(opened, order).payments[cheque].state == "returned"
    assert page.pay.notice.title.text() == "Rien à payer"
    QTest.qWait(0)
    Taps()(page.pay.notice.acts["issue"])
    assert order_of(opened, order).receipts[0].ttc == 8450
    assert who.places == [("floor", "")]


def test_a_guest_takes_the_receipt_as_a_qr_code(
    opened: Opened, page: PayPage, who: Counter
) -> None:
    order, tap = make_order(opened), Taps()
    page.show_place(f"order:{order}")
    tap(page.pay.tenders.receipts["digital"])
    tap(page.pay.pad.act)
    assert order_of(opened, order).receipts
    assert who.places == [("floor", "")]
    sheet = page.window().findChild(QrSheet)
    assert sheet is not None
    assert sheet.isVisible()
    assert sheet.sheet.heading.title == "Ticket C1-000001"


class Mails:
    """Of what a window asks, that mails go out."""

    def mails(self) -> bool:
        return True


def test_a_guest_takes_the_receipt_by_mail(
    opened: Opened, desk: Desk, page: PayPage
) -> None:
    order, tap = make_order(opened), Taps()
    page.show_place(f"order:{order}")
    assert page.pay.tenders.receipts["mail"].isHidden()
    desk.invoicing = Mails()
    page.show_place(f"order:{order}")
    tap(page.pay.tenders.receipts["mail"])
    tap(page.pay.pad.act)
    (receipt,) = order_of(opened, order).receipts
    sheet = page.window().findChild(MailSheet)
    assert sheet is not None
    assert sheet.address.edit.hasFocus()
    sheet.address.set_text("anne")
    tap(sheet.send)
    assert sheet.address.error
    sheet.address.set_text("anne@example.com")
    tap(sheet.send)
    entries = opened.house.journal.entries(types=["receipt.mail_asked"])
    (asked,) = [entry.data for entry in entries]
    assert (asked["receipt"], asked["copy"]) == (receipt.id, 0)
    assert "anne" not in asked["to"]


def test_a_shut_till_leads_to_its_opening(qtbot: QtBot, tmp_path: Path) -> None:
    with demo_house(tmp_path, FixedClock(), open_till=False) as opened:
        desk = desk_for(opened)
        who = Counter(desk)
        page = show(qtbot, desk)
        order = make_order(opened)
        page.show_place(f"order:{order}")
        assert page.pay.pad.panel.title.text() == "Ouvrez d’abord la caisse."
        page.pay.pad.act.click()
        assert who.places == [("till", f"open:order:{order}")]


def test_an_order_that_does_not_exist_leads_to_the_till(
    page: PayPage, who: Counter
) -> None:
    page.show_place("order:nothing")
    assert who.places == [("pos", "")]


def test_another_window_shows_what_this_one_took(
    qtbot: QtBot, opened: Opened, page: PayPage, desk: Desk
) -> None:
    order = make_order(opened)
    other = show(qtbot, desk_for(opened, "karim", "floor"))
    for shown in (page, other):
        shown.show_place(f"order:{order}")
    page.pay.tenders.modes.options[2].click()
    page.pay.pad.act.click()
    assert other.pay.tenders.due.text == "56,33\u00a0€"
    for _ in range(2):
        page.pay.pad.act.click()
    assert other.pay.notice.title.text() == "Tout est payé"


def test_a_sum_that_a_colleague_just_changed_is_read_before_it_is_taken(
    qtbot: QtBot, opened: Opened, page: PayPage, who: Counter
) -> None:
    """Léa reaches for the second half as Karim adds coffees, which are hers to ask for:
    who paid the first half owes no more."""
    order = make_order(opened)
    page.show_place(f"order:{order}")
    page.pay.tenders.modes.options[2].click()
    page.pay.pad.act.click()
    run(opened, AddLine(order=order, article="cafe", quantity=2000), person="karim")
    page.pay.pad.act.click()
    page.setFocus()
    press(page, Qt.Key.Key_Return)
    assert len(payments(opened, order)) == 1
    assert [said.text for said in who.said if "changer" in said.text] == [
        "La note vient de changer : 30,37\u00a0€"
    ]
    qtbot.waitUntil(lambda: page.controller.still)
    page.pay.pad.act.click()
    assert [paid.amount for paid in payments(opened, order)] == [2817, 3037]


def test_the_bar_of_the_window_offers_the_receipt_again(
    qtbot: QtBot, opened: Opened, desk: Desk
) -> None:
    desk.discreet = True
    shell = Shell(desk, board(), {"pay": PayPage}, b"pepper", "pay")
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    with qtbot.waitExposed(shell):
        shell.show()
    order = make_order(opened, ESPRESSOS)
    shell.outer.setCurrentWidget(shell.work)
    shell.go("pay", f"order:{order}")
    page = shell.page
    assert isinstance(page, PayPage)
    QTest.qWait(0)
    # Two problems of devices that nobody drives stand above the strip.
    assert page.height() == 608
    assert page.pay.tenders.minimumSizeHint().height() <= page.height()
    assert page.pay.pad.minimumSizeHint().height() <= page.height()
    page.pay.pad.act.click()
    assert shell.undo_bar.isVisible()
    Taps()(shell.undo_bar.undo_button)
    assert order_of(opened, order).receipts[0].copies == 1


# Looks


def fits(widget: Pressable | Label) -> bool:
    """Whether a text has the room that it needs."""
    if isinstance(widget, Label):
        if widget.wordWrap():
            return True
        return width_of(widget.text(), widget.style_name) <= widget.width() + 1
    if isinstance(widget, Button):
        return widget.width() >= widget.sizeHint().width() - 24
    if isinstance(widget, Chip):
        return width_of(widget.text_shown, "body_strong") <= widget.width() - 4
    return True


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_at_any_size(
    qtbot: QtBot, opened: Opened, desk: Desk, size: tuple[int, int], language: str
) -> None:
    set_language(language)
    page = PayPage(desk, board())
    qtbot.addWidget(page)
    order = make_order(opened)
    run(opened, SplitOrder(order=order, shares=3))
    run(opened, TakePayment(order=order, method="cash", amount=2817, tendered=3000))
    page.show_place(f"order:{order}")
    page.resize(*size)
    with qtbot.waitExposed(page):
        page.show()
    page.pay.pad.options[3].click()
    QTest.qWait(0)
    words = [w for w in page.findChildren(Label) if w.isVisible()]
    taps = [w for w in page.findChildren(Pressable) if w.isVisible()]
    assert [w.text() for w in words if not fits(w)] == []
    assert [w.accessibleName() for w in taps if not fits(w)] == []
    small = [
        (w.accessibleName(), w.width(), w.height())
        for w in taps
        if w.height() < theme.TOUCH.pos - 8 or w.width() < theme.TOUCH.least
    ]
    assert small == []
    panes = (page.pay.bill, page.pay.tenders, page.pay.right)
    for one in panes:
        assert page.rect().contains(one.geometry())
        for two in panes:
            assert one is two or not one.geometry().intersects(two.geometry())
    for child in (page.pay.tenders, page.pay.pad):
        assert child.minimumSizeHint().height() <= child.height()


def test_the_columns_stand_where_the_picture_has_them(
    opened: Opened, page: PayPage
) -> None:
    order = make_order(opened)
    run(opened, SplitOrder(order=order, shares=3))
    run(opened, TakePayment(order=order, method="cash", amount=2817))
    page.show_place(f"order:{order}")
    QTest.qWait(0)

    def left_top(widget: Label | Pressable) -> tuple[int, int]:
        point = widget.mapTo(page, widget.rect().topLeft())
        return point.x(), point.y()

    wanted = {
        page.pay.tenders.tiles["card"]: (420, 248),
        page.pay.tenders.tiles["cash"]: (691, 248),
        page.pay.tenders.tips["none"]: (512, 588),
        page.pay.tenders.receipts["none"]: (512, 660),
        page.pay.pad.options[0]: (991, 100),
        page.pay.pad.keypad.key("7"): (991, 176),
        page.pay.pad.act: (991, 652),
        page.pay.bill.cards[0]: (12, 500),
    }
    for widget, place in wanted.items():
        found = left_top(widget)
        assert abs(found[0] - place[0]) <= 4, (widget.accessibleName(), found)
        assert abs(found[1] - place[1]) <= 4, (widget.accessibleName(), found)


def test_one_button_is_loud(opened: Opened, page: PayPage) -> None:
    page.show_place(f"order:{make_order(opened)}")
    loud = [
        button
        for button in page.findChildren(Button)
        if button.isVisible() and button.kind == "filled"
    ]
    assert loud == [page.pay.pad.act]


def test_a_tip_in_cash_is_given_beside_a_card(
    page: PayPage, opened: Opened, who: Counter
) -> None:
    order = make_order(opened)
    page.show_place(f"order:{order}")
    page.pay.tenders.tips["other"].click()
    page.pay.pad.option_chosen.emit("apart")
    sheet = page.controller.tips.sheet
    assert sheet is not None
    assert not sheet.confirm.isEnabled()
    sheet.ways["cash"].click()
    next(chip for chip in sheet.shares if chip.text_shown == "2,00\u00a0€").click()
    sheet.confirm.click()
    assert who.words[-1] == "Pourboire de 2,00\u00a0€ noté"
    (tip,) = opened.house.world.book.orders[order].payments.values()
    assert (tip.method, tip.amount, tip.tip) == ("cash", 0, 200)

    take_whole = TakePayment(order=order, method="card_manual", amount=8450)
    run(opened, take_whole)
    (receipt,) = opened.house.world.book.orders[order].receipts
    assert set(receipt.payments) == {
        payment.id
        for payment in opened.house.world.book.orders[order].payments.values()
    }


def test_a_tip_after_all_is_paid_has_its_own_document(
    page: PayPage, opened: Opened, who: Counter
) -> None:
    order = make_order(opened)
    run(opened, TakePayment(order=order, method="card_manual", amount=8450))
    page.show_place(f"order:{order}")
    page.pay.notice.acts["tip"].click()
    sheet = page.controller.tips.sheet
    assert sheet is not None
    sheet.ways["cash"].click()
    for key in "845":
        sheet.pad.press(key)
    sheet.confirm.click()
    receipts = opened.house.world.book.orders[order].receipts
    assert [receipt.ttc for receipt in receipts] == [8450, 0]
    assert who.words[-1] == "Pourboire de 8,45\u00a0€ noté"
