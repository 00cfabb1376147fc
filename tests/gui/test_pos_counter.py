"""The counter: scanning, paying in one tap, putting sales aside."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pay_kit import ESPRESSOS, make_order
from pos_kit import Bench, plain, till_bench
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import ArticleSet
from app.domain.credits.decide import AddBeside
from app.domain.floor.decide import SetFloor
from app.domain.payments.commands import RecordOutcome
from app.domain.payments.events import PaymentCompleted, PaymentRequested
from app.domain.receipts.events import MailAsked, ReceiptIssued, total_of
from app.windows.mailing import MailSheet
from app.windows.pos.sheets import ActsSheet, AmountSheet, CounterQrSheet
from hardware.scanners.barcodes import check_digit

HONEY, BROUILLY = "3760123450010", "3760123450072"


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    with till_bench(qtbot, tmp_path, person="ines") as made:
        made.page.show_place("counter")
        made.page.setFocus()
        made.facts.clear()
        yield made


def label(article: str, grams: int) -> str:
    digits = f"{article}{grams:05d}"
    return digits + check_digit(digits)


def scan(bench: Bench, code: str) -> None:
    """A gun types a code and Enter, faster than a person could."""
    field = bench.panes.shop.field.edit
    QTest.keyClicks(field, code)
    QTest.keyClick(field, Qt.Key.Key_Return)
    bench.settle()


def issued(bench: Bench) -> list[ReceiptIssued]:
    return [f.event for f in bench.facts if isinstance(f.event, ReceiptIssued)]


# Tap counts of interface.md


def test_two_espressos_paid_exact_in_cash_take_three_taps(bench: Bench) -> None:
    bench.taps = 0
    bench.tap_tile("expresso_comptoir")
    bench.tap_tile("expresso_comptoir")
    bench.tap(bench.panes.pay.cash[0])
    assert bench.taps == 3
    assert [r.ttc for r in issued(bench)] == [440]
    assert bench.no_order


def test_two_espressos_by_card_take_three_taps(bench: Bench) -> None:
    bench.taps = 0
    bench.tap_tile("expresso_comptoir")
    bench.tap_tile("expresso_comptoir")
    bench.tap(bench.panes.pay.card)
    assert bench.taps == 3
    asked = bench.facts[-1].event
    assert isinstance(asked, PaymentRequested)
    assert (asked.amount, asked.terminal) == (440, "tpe1")


def test_one_tap_says_that_it_is_eaten_here(bench: Bench) -> None:
    serving = bench.panes.ticket.serving
    bench.tap_tile("expresso_comptoir")
    bench.taps = 0
    bench.tap(serving.key_of("dine_in"))
    assert bench.taps == 1
    bench.tap(bench.panes.pay.cash[0])
    [document] = issued(bench)
    assert document.mode == "dine_in"
    assert {line.nature for line in document.lines} == {"SERVICE"}
    assert serving.chosen_key == "counter"  # the next sale begins as the house has it


def test_a_sale_begins_as_it_was_said_before_its_first_article(bench: Bench) -> None:
    bench.tap(bench.panes.ticket.serving.key_of("dine_in"))
    bench.tap_tile("expresso_comptoir")
    bench.tap(bench.panes.pay.cash[0])
    assert [document.mode for document in issued(bench)] == ["dine_in"]


def test_in_the_dining_room_layout_the_third_tap_is_the_payment_page(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with till_bench(qtbot, tmp_path) as bench:
        bench.tap_tile("cafe")
        bench.tap_tile("cafe")
        bench.tap(bench.panes.panel.pay_button)
        assert bench.taps == 3
        assert bench.places == [("pay", f"order:{bench.order.id}")]
        assert bench.desk.world.book.total(bench.order) == 440


# Scanning


def test_the_field_always_has_the_keyboard(bench: Bench) -> None:
    field = bench.panes.shop.field.edit
    assert field.hasFocus()
    bench.tap_tile("sac_kraft")
    assert field.hasFocus()
    bench.tap(bench.panes.ticket.menu_button)
    assert not field.hasFocus()
    bench.press(Qt.Key.Key_Escape)
    assert field.hasFocus()


def test_a_scan_adds_and_a_repeated_scan_adds_one_more(bench: Bench) -> None:
    scan(bench, HONEY)
    scan(bench, BROUILLY)
    scan(bench, HONEY)
    scan(bench, HONEY)
    assert bench.line("miel_lavande").quantity == 3000
    view = bench.panes.ticket.list.view
    first, second = view.courses[0].lines
    assert view.chosen == first.id
    assert first.name == "Miel de lavande 250 g"
    assert first.detail == "scanné 2 fois · 3 760123 450010"
    assert plain(second.detail) == "20 % · majorité à vérifier"
    assert bench.panes.shop.field.text == ""


def test_an_unknown_code_is_said_with_its_digits(bench: Bench) -> None:
    scan(bench, "3760123459990")
    assert bench.panes.shop.message.text == "Code inconnu : 3760123459990"
    assert bench.no_order
    scan(bench, HONEY)
    assert bench.panes.shop.message.text == "douchette prête"


def test_an_unknown_code_is_forgotten_when_the_sale_is_paid(bench: Bench) -> None:
    scan(bench, HONEY)
    scan(bench, "3760123459990")
    bench.tap(bench.panes.pay.cash[0])
    assert bench.panes.shop.message.text == "douchette prête"


def test_a_label_of_the_scale_carries_its_weight(bench: Bench) -> None:
    scan(bench, label("2600001", 320))
    line = bench.line("tomme_savoie")
    assert (line.quantity, line.net) == (320, 797)
    detail = bench.panes.ticket.list.view.courses[0].lines[0].detail
    assert plain(detail) == "0,320 kg × 24,90 · balance"


def test_a_misread_or_empty_label_is_refused_in_words(bench: Bench) -> None:
    good = label("2600001", 320)
    scan(bench, good[:-1] + str((int(good[-1]) + 1) % 10))
    assert bench.panes.shop.message.text == "Code mal lu : repassez l’article."
    scan(bench, label("2600001", 0))
    assert (
        bench.panes.shop.message.text
        == "L’étiquette de Tomme de Savoie ne dit rien : repesez."
    )
    scan(bench, label("2600099", 100))
    assert bench.panes.shop.message.text.startswith("Code inconnu : 2600099")


def test_a_gs1_code_names_its_article(bench: Bench) -> None:
    bench.page.controller.on_scan(f"010{HONEY}10LOT7")
    assert bench.line("miel_lavande").quantity == 1000


def test_a_scan_waits_while_a_choice_is_open(bench: Bench) -> None:
    bench.tap(bench.panes.ticket.menu_button)
    bench.page.controller.on_scan(HONEY)
    assert bench.panes.shop.message.text == "Finissez d’abord ce choix."
    assert bench.no_order


def test_a_sale_is_not_paid_while_a_choice_is_open(bench: Bench) -> None:
    bench.tap_tile("expresso_comptoir")
    bench.page.controller.taking.take("entrecote")
    bench.tap(bench.panes.pay.cash[0])
    assert bench.words == "Finissez d’abord ce choix."
    assert not issued(bench)


def test_what_a_person_types_slowly_reaches_the_field(bench: Bench) -> None:
    bench.keys("miel")
    assert bench.panes.shop.field.text == "miel"
    assert bench.panes.shop.grid.tiles[0].view.id == "miel_lavande"
    bench.keys("\n")
    assert bench.line("miel_lavande").quantity == 1000


# Weights and open prices


def test_a_weight_is_typed_and_its_price_said(bench: Bench) -> None:
    bench.page.controller.taking.take("tomme_savoie")
    sheet = bench.sheet
    assert isinstance(sheet, AmountSheet)
    bench.tap(sheet.act)
    assert sheet.error.text() == "Un poids de 1 g à 999 kg."
    for digit in "250":
        bench.tap(sheet.pad.keypad.key(digit))
    assert plain(sheet.words.text()) == "0,250 kg · 6,23 €"
    bench.tap(sheet.act)
    assert bench.line("tomme_savoie").quantity == 250


def test_an_open_price_must_be_above_zero(bench: Bench) -> None:
    free = ArticleSet(
        id="libre", name="Prix libre", category="emporter", price=0, open_price=True,
        favourite=115, goods=True,
    )  # fmt: skip
    bench.do(SetCatalogue(event=free))
    bench.tap_tile("libre")
    sheet = bench.sheet
    assert isinstance(sheet, AmountSheet)
    bench.tap(sheet.act)
    assert sheet.error.text().startswith("Un prix au-dessus de 0")
    assert bench.no_order
    for digit in "350":
        bench.tap(sheet.pad.keypad.key(digit))
    bench.tap(sheet.act)
    assert bench.line("libre").net == 350


# Paying


def test_quick_cash_gives_the_change(bench: Bench) -> None:
    scan(bench, HONEY)
    pay = bench.panes.pay
    assert [plain(b.title) for b in pay.cash] == ["Exact", "10 €", "20 €", "50 €"]
    bench.tap(pay.cash[1])
    assert bench.page.controller.state.paid is not None
    assert bench.page.controller.state.paid.change == 110
    assert pay.accessible_due == "À rendre 1,10"
    bench.tap_tile("sac_kraft")
    assert pay.accessible_due == "À payer 0,20"


def test_an_answer_of_the_terminal_ends_the_sale(bench: Bench) -> None:
    scan(bench, HONEY)
    bench.tap(bench.panes.pay.card)
    asked = bench.facts[-1].event
    assert isinstance(asked, PaymentRequested)
    assert bench.panes.pay.card.busy
    assert not bench.panes.pay.cash[0].isEnabled()
    bench.do(
        RecordOutcome(
            order=asked.order, payment=asked.payment, state="approved", amount=890
        )
    )
    assert bench.no_order
    assert not bench.panes.pay.card.busy
    assert bench.panes.ticket.heading.title == "Vente payée"


def test_a_refused_card_says_so_on_its_button(bench: Bench) -> None:
    scan(bench, HONEY)
    bench.tap(bench.panes.pay.card)
    asked = bench.facts[-1].event
    assert isinstance(asked, PaymentRequested)
    bench.tap(bench.panes.pay.cancel)
    assert bench.devices.cancelled == [asked.payment]
    bench.do(RecordOutcome(order=asked.order, payment=asked.payment, state="refused"))
    assert bench.panes.pay.card.accessibleName() == "Carte, carte refusée"
    assert bench.panes.pay.cash[0].isEnabled()


def test_a_terminal_that_another_guest_has_is_not_asked(bench: Bench) -> None:
    scan(bench, HONEY)
    bench.tap(bench.panes.pay.card)
    other = make_order(bench.opened, ESPRESSOS, table="", covers=0, mode="counter")
    bench.page.show_place(f"order:{other}")
    before = len(bench.facts)
    bench.tap(bench.panes.pay.card)
    assert len(bench.facts) == before
    assert "Il sert à Caisse 1, pour la vente" in bench.words
    assert bench.places[-1] == ("pay", f"order:{other}")


def test_a_lost_answer_leaves_only_the_payment_page(bench: Bench) -> None:
    scan(bench, HONEY)
    bench.tap(bench.panes.pay.card)
    asked = bench.facts[-1].event
    assert isinstance(asked, PaymentRequested)
    bench.do(RecordOutcome(order=asked.order, payment=asked.payment, state="unknown"))
    pay = bench.panes.pay
    assert not pay.card.isEnabled()
    assert not pay.cash[0].isEnabled()
    assert pay.card.accessibleName() == "Carte, à vérifier sur le TPE"
    bench.tap(pay.other)
    assert bench.places[-1] == ("pay", f"order:{asked.order}")


def test_a_voucher_pays_its_value_and_the_rest_stays_due(bench: Bench) -> None:
    for code in (BROUILLY, BROUILLY):
        scan(bench, code)
    bench.tap(bench.panes.pay.voucher)
    sheet = bench.sheet
    assert isinstance(sheet, AmountSheet)
    assert sheet.pad.value == 2500
    sheet.pad.propose(2600)
    bench.tap(sheet.act)
    assert plain(sheet.error.text()) == "De 0,01 à 25,00 €."
    for digit in "1100":
        bench.tap(sheet.pad.keypad.key(digit))
    bench.tap(sheet.act)
    assert bench.words == "Reste 20,00 € à payer"
    assert bench.panes.pay.accessible_due == "À payer 20,00"


def test_what_was_paid_has_the_voucher_that_was_sold(bench: Bench) -> None:
    scan(bench, BROUILLY)
    bench.desk.run(AddBeside(order=bench.order.id, kind="gift", amount=5000))
    bench.tap(bench.panes.pay.cash[0])
    paid = bench.page.controller.state.paid
    assert paid is not None
    assert paid.amount == 1550 + 5000
    (document,) = issued(bench)
    assert (document.ttc, total_of(document)) == (1550, 6550)


def test_the_receipt_is_printed_only_when_it_is_asked_for(bench: Bench) -> None:
    scan(bench, HONEY)
    bench.tap(bench.panes.pay.cash[0])
    scan(bench, HONEY)
    bench.tap(bench.panes.pay.issued["paper"])
    bench.tap(bench.panes.pay.cash[0])
    assert [receipt.issued for receipt in issued(bench)] == ["none", "paper"]
    assert not bench.panes.pay.issued["paper"].isChecked()
    assert not bench.panes.pay.issued["mail"].isEnabled()


def test_a_meal_from_the_threshold_on_prints_its_note_unasked(bench: Bench) -> None:
    bench.page.show_place("table:t17")
    for _ in range(2):
        bench.page.controller.taking.take("risotto")
    assert bench.panes.pay.issued["paper"].isChecked()
    bench.tap(bench.panes.pay.cash[0])
    assert issued(bench)[0].issued == "paper"


def test_the_bar_can_send_before_it_is_paid(bench: Bench) -> None:
    bench.page.show_place("table:t17")
    bench.tap_tile("expresso_comptoir")
    bench.tap(bench.panes.ticket.menu_button)
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    bench.tap(sheet.row("send"))
    assert bench.lines[0].sent


def test_a_receipt_can_be_read_as_a_qr_code(bench: Bench) -> None:
    scan(bench, HONEY)
    bench.tap(bench.panes.pay.issued["qr"])
    bench.tap(bench.panes.pay.cash[0])
    assert isinstance(bench.sheet, CounterQrSheet)
    assert issued(bench)[0].issued == "digital"
    bench.press(Qt.Key.Key_Escape)
    assert bench.panes.shop.field.edit.hasFocus()


class Mails:
    """Of what a window asks, that mails go out."""

    def mails(self) -> bool:
        return True


def test_a_receipt_can_go_by_mail_where_there_is_an_account(bench: Bench) -> None:
    mail = bench.panes.pay.issued["mail"]
    assert not mail.isEnabled()
    bench.desk.invoicing = Mails()
    bench.page.show_place("counter")
    scan(bench, HONEY)
    bench.tap(mail)
    bench.tap(bench.panes.pay.cash[0])
    sheet = bench.page.window().findChild(MailSheet)
    assert sheet is not None
    sheet.address.set_text("anne@example.com")
    bench.tap(sheet.send)
    asked = [f.event for f in bench.facts if isinstance(f.event, MailAsked)]
    assert [(e.receipt, e.copy) for e in asked] == [(issued(bench)[0].receipt, 0)]


def test_a_shut_till_leads_to_its_opening(qtbot: QtBot, tmp_path: Path) -> None:
    with till_bench(qtbot, tmp_path, person="ines", open_till=False) as bench:
        bench.page.show_place("counter")
        bench.tap_tile("sac_kraft")
        bench.tap(bench.panes.pay.cash[0])
        assert bench.words == "Ouvrez d’abord la caisse."
        assert bench.places == [("till", "open")]
        assert not [f for f in bench.facts if isinstance(f.event, PaymentCompleted)]


# Holding


def test_a_sale_is_put_aside_and_taken_again(bench: Bench) -> None:
    scan(bench, HONEY)
    held = bench.order.id
    bench.tap(bench.panes.ticket.hold_button)
    assert bench.words == "Vente 0001 en attente"
    assert bench.no_order
    assert bench.tile("miel_lavande").view.in_order == 0
    bench.tap_tile("sac_kraft")
    assert bench.order.id != held
    bench.tap(bench.panes.pay.cash[0])
    bench.tap(bench.panes.ticket.row_of(held))
    assert bench.order.id == held
    assert bench.panes.pay.accessible_due == "À payer 8,90"


def test_an_empty_sale_is_forgotten_when_the_page_is_left(bench: Bench) -> None:
    bench.tap_tile("sac_kraft")
    sale = bench.order
    bench.swipe(bench.lines[0].id, -120)
    bench.page.leave()
    assert sale.cancelled


def test_an_express_room_pays_beside_the_order(bench: Bench) -> None:
    bench.page.show_place("table:t17")
    assert bench.panes.counter
    assert bench.sheet is None  # the bar asks for no covers
    assert bench.order.table == "t17"
    bench.tap_tile("expresso_comptoir")
    assert bench.panes.ticket.heading.title == "Table 17"
    bench.tap(bench.panes.pay.cash[0])
    assert bench.desk.world.order_on("t17") is None


def test_a_window_comes_back_to_where_it_is_at_home(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with till_bench(qtbot, tmp_path) as bench:
        bench.page.show_place("table:t17")
        bench.tap_tile("expresso_comptoir")
        bench.page.show_place("")
        assert bench.panes.counter  # its order is still there
        bench.tap(bench.panes.pay.cash[0])
        assert bench.panes.counter  # the change is still on show
        bench.page.show_place("")
        assert not bench.panes.counter


def test_a_sale_without_a_table_is_shown_at_the_counter(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with till_bench(qtbot, tmp_path) as bench:
        bench.tap_tile("cafe")
        sale = bench.order.id
        assert not bench.panes.counter  # nothing moves under the finger
        bench.page.show_place(f"order:{sale}")
        assert bench.panes.counter
        assert bench.order.id == sale


def test_a_room_that_becomes_classic_shows_the_dining_room(bench: Bench) -> None:
    from dataclasses import replace

    bar = bench.desk.world.floor.rooms["bar"]
    bench.do(SetFloor(event=replace(bar, style="classic", ask_covers=True)))
    bench.page.show_place("table:t17")
    assert not bench.panes.counter
    assert bench.sheet is not None


def test_the_menu_of_a_sale_offers_no_table(bench: Bench) -> None:
    bench.tap_tile("sac_kraft")
    bench.tap(bench.panes.ticket.menu_button)
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    for act in ("covers", "move", "allergy"):
        with pytest.raises(KeyError):
            sheet.row(act)
