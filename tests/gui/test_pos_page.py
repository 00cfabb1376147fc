"""The till in the dining room, driven by taps and keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pos_kit import Bench, plain, till_bench
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.catalogue.decide import SetAvailability, SetStationOpen
from app.domain.kitchen.decide import ServeDishes
from app.domain.orders.commands import (
    AddLine,
    Discount,
    MoveOrder,
    NoteAllergy,
    SendOrder,
    SetQuantity,
)
from app.domain.payments.commands import TakePayment
from app.domain.receipts.events import ReceiptDuplicated
from app.presenters.pos.moves import present_merge
from app.services.house import Actor
from app.services.people import order_key, unseal_order
from app.windows.pos.formule_sheet import FormuleSheet
from app.windows.pos.line_sheet import LineSheet
from app.windows.pos.modifier_sheet import ModifierSheet
from app.windows.pos.note_sheets import AllergySheet, NoteSheet
from app.windows.pos.reason_sheets import DiscountSheet, ReasonSheet
from app.windows.pos.sheets import ActsSheet, CountSheet, KeysSheet
from app.windows.pos.table_sheets import TablesSheet, TransferSheet


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    with till_bench(qtbot, tmp_path) as made:
        yield made


# Tables and covers


def test_a_number_and_enter_open_a_table_from_anywhere(bench: Bench) -> None:
    bench.keys("12\n")
    sheet = bench.sheet
    assert isinstance(sheet, CountSheet)
    bench.tap(sheet.pane.cards[3])
    assert bench.order.table == "t12"
    assert bench.order.covers == 3
    assert bench.panes.catalogue.field.text == ""
    assert bench.panes.panel.head.accessibleName().startswith("12, 3 couverts, Salle")


def test_a_table_that_does_not_exist_is_said_in_the_field(bench: Bench) -> None:
    bench.keys("99\n")
    assert bench.panes.catalogue.message.text == "Aucune table 99."
    assert bench.no_order
    bench.keys("7")
    assert not bench.panes.catalogue.message.isVisible()
    assert bench.panes.catalogue.field.text == "7"


def test_a_place_that_does_not_exist_is_said(bench: Bench) -> None:
    bench.page.show_place("table:nowhere")
    assert bench.words == "Cette table n’existe pas."
    bench.page.show_place("order:nothing")
    assert bench.words == "Cette commande n’est plus là."


def test_an_open_table_shows_its_order_at_once(bench: Bench) -> None:
    order = bench.seat("t12")
    bench.page.show_place("table:t7")
    bench.page.controller.work.drop_sheet()
    bench.keys("12\n")
    assert bench.order.id == order
    assert bench.sheet is None


def test_zero_covers_are_refused_in_the_sheet(bench: Bench) -> None:
    bench.keys("12\n")
    sheet = bench.sheet
    assert isinstance(sheet, CountSheet)
    assert [n for n, card in sheet.pane.cards.items() if card.chosen] == [2]
    bench.tap(sheet.pane.pad.keypad.key("0"))
    bench.tap(sheet.pane.pad.keypad.key("enter"))
    assert sheet.pane.error.text() == "De 1 à 200."
    assert bench.no_order


def test_a_new_seat_adds_a_cover_and_can_be_undone(bench: Bench) -> None:
    bench.seat(covers=2)
    options = bench.panes.panel.seats.options
    bench.tap(options[-1])
    assert bench.order.covers == 3
    assert bench.panes.panel.seats.chosen_key == "3"
    bench.undo()
    assert bench.order.covers == 2


# Taking


def test_a_tap_takes_an_article_for_the_chosen_seat(bench: Bench) -> None:
    bench.seat()
    bench.tap(bench.panes.panel.seats.options[2])
    bench.tap_tile("sirop")
    bench.tap_tile("sirop")
    line = bench.line("sirop")
    assert (line.quantity, line.seats) == (2000, (2,))
    assert bench.tile("sirop").view.in_order == 2
    assert bench.panes.panel.send_button.title == "Envoyer"


def test_what_must_be_chosen_opens_the_sheet_and_digits_answer(bench: Bench) -> None:
    bench.seat()
    bench.tap_tile("entrecote")
    sheet = bench.sheet
    assert isinstance(sheet, ModifierSheet)
    assert not sheet.add_button.isEnabled()
    bench.keys("2", sheet)
    bench.keys("4", sheet)
    draft = bench.panes.panel.list.view.courses[0].lines[-1]
    assert draft.detail == "Saignant · poivre · garniture ?"
    assert bench.panes.panel.list.view.chosen == draft.id
    bench.keys("9", sheet)  # the gratin is sold out
    assert not sheet.add_button.isEnabled()
    bench.keys("7", sheet)
    assert plain(sheet.add_button.title) == "Ajouter · 24,00 €"
    bench.press(Qt.Key.Key_Return)
    line = bench.line("entrecote")
    modifiers = [m.id for m in line.dishes[0].ordered.modifiers]
    assert modifiers == ["saignant", "poivre", "frites"]
    assert bench.sheet is None


def test_a_nested_question_comes_with_the_answer_that_raises_it(bench: Bench) -> None:
    bench.seat()
    bench.page.controller.taking.take("bavette")
    sheet = bench.sheet
    assert isinstance(sheet, ModifierSheet)
    bench.tap(bench.option("saignant"))
    bench.tap(bench.option("salade"))
    assert "vinaigrette" in sheet.questions.cards
    assert not sheet.add_button.isEnabled()
    bench.tap(bench.option("balsamique"))
    assert sheet.add_button.isEnabled()
    bench.tap(bench.option("puree"))
    assert "vinaigrette" not in sheet.questions.cards
    bench.tap(sheet.add_button)
    chosen = [m.id for m in bench.line("bavette").dishes[0].ordered.modifiers]
    assert chosen == ["saignant", "puree"]


def test_the_stepper_and_the_note_go_with_the_line(bench: Bench) -> None:
    bench.seat()
    bench.tap_tile("magret")
    sheet = bench.sheet
    assert isinstance(sheet, ModifierSheet)
    bench.tap(bench.option("rose"))
    sheet.stepper.set_value(2)
    sheet.stepper.value_changed.emit(2)
    bench.tap(sheet.note_chip)
    bench.keys("bien chaud", sheet.note.edit)
    assert plain(sheet.add_button.title) == "Ajouter · 39,00 €"
    bench.tap(sheet.add_button)
    line = bench.line("magret")
    assert (line.quantity, line.kitchen_note) == (2000, "bien chaud")


def test_closing_the_sheet_takes_nothing(bench: Bench) -> None:
    bench.seat()
    bench.tap_tile("magret")
    bench.press(Qt.Key.Key_Escape)
    assert bench.sheet is None
    assert not bench.lines
    assert bench.panes.panel.list.view.chosen == ""


def test_sending_takes_the_dish_of_the_sheet_along(bench: Bench) -> None:
    bench.seat()
    bench.tap_tile("magret")
    bench.tap(bench.panes.panel.send_button)  # half chosen: it is not forgotten
    assert isinstance(bench.sheet, ModifierSheet)
    assert not bench.lines
    bench.tap(bench.option("rose"))
    bench.tap(bench.panes.panel.send_button)
    assert bench.line("magret").sent
    assert bench.sheet is None


def test_a_formule_goes_on_by_itself_and_is_one_line(bench: Bench) -> None:
    bench.seat()
    bench.tap_tile("menu_moulin")
    sheet = bench.sheet
    assert isinstance(sheet, FormuleSheet)
    taps = bench.taps
    for dish in ("oeufs_mimosa", "bar_roti", "creme_brulee", "verre_rouge"):
        tile = next(t for t in sheet.grid.tiles if t.view.id == dish)
        bench.tap(tile)
    assert bench.taps - taps == 4
    assert plain(sheet.add_button.title) == "Ajouter · 34,00 €"
    bench.tap(sheet.add_button)
    line = bench.line("menu_moulin")
    assert [dish.ordered.article for dish in line.dishes] == [
        "oeufs_mimosa",
        "bar_roti",
        "creme_brulee",
        "verre_rouge",
    ]


def test_a_dish_of_a_formule_asks_for_its_own_choices(bench: Bench) -> None:
    bench.seat()
    bench.tap_tile("menu_moulin")
    sheet = bench.sheet
    assert isinstance(sheet, FormuleSheet)
    bench.tap(next(t for t in sheet.grid.tiles if t.view.id == "terrine"))
    bench.tap(next(t for t in sheet.grid.tiles if t.view.id == "magret"))
    assert not sheet.next_button.isEnabled()
    bench.tap(bench.option("a_point"))
    bench.tap(sheet.next_button)
    assert "Dessert" in sheet.heading.accessibleName()
    bench.tap(sheet.back_button)
    assert "Plat" in sheet.heading.accessibleName()


def test_a_sold_out_article_says_so(bench: Bench) -> None:
    bench.seat()
    bench.tap_tile("blanquette")
    assert bench.words == "Blanquette de veau est épuisé."
    assert not bench.lines


def test_an_allergy_of_the_seat_is_said_with_the_dish(bench: Bench) -> None:
    order = bench.seat()
    sealer = bench.opened.house.sealer
    sealed = sealer.seal(order_key(order), "Sans poisson")
    bench.do(NoteAllergy(order=order, seat=2, text=sealed))
    bench.tap(bench.panes.panel.seats.options[2])
    bench.tap_tile("gravlax")
    assert bench.words == "Saumon gravlax contient : Poisson (place 2)"
    bench.undo()
    assert not bench.lines


def test_search_forgives_and_enter_takes_the_first(bench: Bench) -> None:
    bench.seat()
    bench.keys("brulee creme")
    tiles = [tile.view.id for tile in bench.panes.catalogue.grid.tiles]
    assert tiles == ["creme_brulee"]
    assert bench.panes.catalogue.tabs.chosen_key == ""
    bench.keys("\n")
    assert bench.line("creme_brulee").quantity == 1000
    assert bench.panes.catalogue.tabs.chosen_key == "favourites"


def test_a_number_before_a_star_is_a_quantity(bench: Bench) -> None:
    bench.seat()
    bench.keys("3*expresso\n")
    assert bench.line("cafe").quantity == 3000


@pytest.mark.parametrize("typed", ["0*expresso\n", "-2*expresso\n", "1000*expresso\n"])
def test_an_impossible_quantity_is_refused_in_the_field(
    bench: Bench, typed: str
) -> None:
    bench.seat()
    bench.page.controller.seeking.on_entered(typed.strip())
    assert bench.panes.catalogue.message.text == "La quantité va de 1 à 999."
    assert not bench.lines


def test_an_article_without_an_order_begins_a_counter_sale(bench: Bench) -> None:
    bench.tap_tile("cafe")
    assert bench.order.mode == "counter"
    assert not bench.panes.counter
    assert bench.panes.panel.head.accessibleName().startswith("0001, Vente, Comptoir")


# Lines


def test_a_swipe_to_the_left_takes_an_unsent_line_off_with_undo(bench: Bench) -> None:
    bench.seat()
    line = bench.take("entrecote", options=("saignant", "poivre", "frites"), seats=(1,))
    bench.swipe(line.id, -120)
    assert not bench.lines
    assert bench.words == "Entrecôte 300 g retiré"
    bench.undo()
    again = bench.line("entrecote")
    assert again.seats == (1,)
    assert [m.id for m in again.dishes[0].ordered.modifiers] == [
        "saignant",
        "poivre",
        "frites",
    ]


def test_a_swipe_to_the_right_is_one_more(bench: Bench) -> None:
    bench.seat()
    line = bench.take("sirop")
    bench.swipe(line.id, 120)
    assert bench.line("sirop").quantity == 2000
    bench.undo()
    assert bench.line("sirop").quantity == 1000


def test_a_sent_line_is_voided_with_a_reason_and_a_right(bench: Bench) -> None:
    order = bench.seat()
    line = bench.take("risotto", 3)
    bench.do(SendOrder(order=order), "lea")
    bench.swipe(line.id, -120)
    sheet = bench.sheet
    assert isinstance(sheet, ReasonSheet)
    sheet.stepper.set_value(1)
    bench.tap(sheet.reasons.card("Plat raté ou renvoyé"))
    assert bench.approvals[-1].refusal.right == "order.void_sent"
    bench.desk.approve(bench.approvals[-1], "marc")
    assert line.quantity == 2000
    assert bench.words == "Risotto aux cèpes annulé"
    assert "LineVoided" in bench.kinds()


def test_a_tap_on_a_line_opens_what_can_be_done_with_it(bench: Bench) -> None:
    bench.seat()
    line = bench.take("sirop")
    bench.tap_line(line.id)
    sheet = bench.sheet
    assert isinstance(sheet, LineSheet)
    assert bench.panes.panel.list.view.chosen == line.id
    bench.tap(sheet.seat(2))
    bench.tap(sheet.seat(3))
    assert line.seats == (2, 3)
    bench.undo()
    assert line.seats == (2,)
    sheet.stepper.set_value(5)
    sheet.stepper.value_changed.emit(5)
    assert line.quantity == 5000


@pytest.mark.parametrize("typed", ["0", "-1", "1000", "deux"])
def test_an_impossible_quantity_is_refused_at_its_field(
    bench: Bench, typed: str
) -> None:
    bench.seat()
    line = bench.take("sirop")
    bench.page.controller.lines.open(line.id)
    sheet = bench.sheet
    assert isinstance(sheet, LineSheet)
    sheet.quantity.edit.setText(typed)
    bench.press_in(sheet.quantity.edit, Qt.Key.Key_Return)
    assert sheet.quantity.error == "La quantité va de 1 à 999."
    assert line.quantity == 1000


def test_a_note_of_five_thousand_characters_is_refused_at_its_field(
    bench: Bench,
) -> None:
    bench.seat()
    bench.tap(bench.panes.panel.note_button)
    sheet = bench.sheet
    assert isinstance(sheet, NoteSheet)
    sheet.kitchen.set_text("🍟\x07\u202e" + "a" * 4997)
    bench.tap(sheet.save_button)
    assert sheet.kitchen.error == "Trop long : 4999 caractères, 200 au plus."
    assert bench.order.kitchen_note == ""
    sheet.kitchen.set_text("sans \x07 sel 🍟")
    bench.tap(sheet.save_button)
    assert bench.order.kitchen_note == "sans sel 🍟"


def test_the_right_button_is_a_long_press(bench: Bench) -> None:
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QApplication

    bench.seat()
    line = bench.take("sirop")
    spot = bench.list.item_rect(line.id).center()
    mouse = QContextMenuEvent.Reason.Mouse
    view = bench.list.viewport()
    QApplication.sendEvent(view, QContextMenuEvent(mouse, spot, view.mapToGlobal(spot)))
    assert isinstance(bench.sheet, LineSheet)
    bench.page.controller.work.drop_sheet()
    tile = bench.tile("kir")
    spot = tile.rect().center()
    QApplication.sendEvent(tile, QContextMenuEvent(mouse, spot, tile.mapToGlobal(spot)))
    assert isinstance(bench.sheet, ActsSheet)


def test_the_seat_badge_goes_round_the_table(bench: Bench) -> None:
    bench.seat(covers=2)
    line = bench.take("sirop", seats=(1,))
    bench.tap_line(line.id, "seat")
    assert line.seats == (2,)
    bench.tap_line(line.id, "seat")
    assert line.seats == ()


def test_the_choices_of_an_unsent_line_can_be_changed(bench: Bench) -> None:
    bench.seat()
    bench.take("magret", options=("rose",))
    bench.page.controller.lines.open(bench.line("magret").id)
    sheet = bench.sheet
    assert isinstance(sheet, LineSheet)
    bench.tap(sheet.act("edit"))
    choices = bench.sheet
    assert isinstance(choices, ModifierSheet)
    bench.tap(bench.option("bien_cuit"))
    bench.tap(choices.add_button)
    assert len(bench.lines) == 1
    assert [m.id for m in bench.lines[0].dishes[0].ordered.modifiers] == ["bien_cuit"]
    bench.undo()
    assert [m.id for m in bench.lines[0].dishes[0].ordered.modifiers] == ["rose"]


def test_a_comp_needs_a_manager_and_can_be_taken_back(bench: Bench) -> None:
    bench.seat()
    line = bench.take("cafe")
    bench.page.controller.lines.open(line.id)
    sheet = bench.sheet
    assert isinstance(sheet, LineSheet)
    bench.tap(sheet.act("comp"))
    why = bench.sheet
    assert isinstance(why, ReasonSheet)
    bench.keys("1", why)
    bench.desk.approve(bench.approvals[-1], "marc")
    assert line.comped
    assert bench.panes.panel.list.view.courses[0].lines[0].old_price_text == "2,20"
    bench.undo()
    assert not line.comped


def test_a_discount_says_what_it_takes_off_before_it_is_granted(bench: Bench) -> None:
    bench.seat()
    bench.take("entrecote", options=("saignant", "poivre", "frites"))
    bench.desk.sit_down("marc")
    bench.page.controller.prices.discount_order()
    sheet = bench.sheet
    assert isinstance(sheet, DiscountSheet)
    bench.tap(sheet.percents[1])
    assert not sheet.act.isEnabled()
    bench.keys("1", sheet)  # as the card of the reason says
    bench.tap(sheet.act)
    assert bench.desk.world.book.total(bench.order) == 2160
    bench.undo()
    assert bench.desk.world.book.total(bench.order) == 2400


def test_a_discount_that_with_those_before_passes_the_limit_says_so(
    bench: Bench,
) -> None:
    bench.seat()
    line = bench.take("risotto")
    prices = bench.page.controller.prices
    before = Discount(order=line.home, line=line.id, percent=800, reason="Geste")
    bench.desk.house.run(before, Actor("marc"))
    for typed, words in (
        ("1 %", "−0,16 €"),
        ("5 %", "−0,78 € · accord d’un responsable"),
    ):
        prices.discount_order()
        sheet = bench.sheet
        assert isinstance(sheet, DiscountSheet)
        sheet.amount.edit.setText(typed)
        sheet.amount.edit.textEdited.emit(typed)
        assert plain(sheet.words.text()) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0", "Un montant, par exemple 5,00, ou 15 %"),
        ("-3", "Un montant, par exemple 5,00, ou 15 %"),
        ("abc", "Un montant, par exemple 5,00, ou 15 %"),
        ("101 %", "La remise va de 0 à 100 %."),
        ("500", "C’est plus que les 24,00 € en jeu."),
    ],
)
def test_an_impossible_discount_is_refused_at_its_field(
    bench: Bench, typed: str, words: str
) -> None:
    bench.seat()
    bench.take("entrecote", options=("saignant", "poivre", "frites"))
    bench.page.controller.prices.discount_order()
    sheet = bench.sheet
    assert isinstance(sheet, DiscountSheet)
    sheet.amount.edit.setText(typed)
    sheet.amount.edit.textEdited.emit(typed)
    assert plain(sheet.amount.error) == words
    assert not sheet.act.isEnabled()


# The whole order


def test_sending_swaps_the_loud_button_without_moving_it(bench: Bench) -> None:
    bench.seat()
    bench.take("risotto")
    bench.take("kir")
    panel = bench.panes.panel
    places = panel.send_button.geometry(), panel.pay_button.geometry()
    assert (panel.send_button.kind, panel.pay_button.kind) == ("filled", "tonal")
    bench.tap(panel.send_button)
    assert bench.words == "Table 12 envoyée : Bar 1 · Chaud 1"
    assert (panel.send_button.kind, panel.pay_button.kind) == ("quiet", "filled")
    assert (panel.send_button.geometry(), panel.pay_button.geometry()) == places


def test_a_course_that_waits_is_fired_from_its_header(bench: Bench) -> None:
    bench.seat()
    bench.take("terrine")
    bench.take("risotto")
    bench.press(Qt.Key.Key_F4)
    plats = next(c for c in bench.list.view.courses if c.id == "plats")
    assert (plats.fire_text, plats.state_text) == ("Réclamer", "à suivre")
    bench.desk.house.run(SetStationOpen(station="chaud", open=False), Actor("marc"))
    bench.tap_line("course:plats", "act")
    assert bench.words == "Réclamé : Plats, table 12 · Poste fermé : Chaud"
    assert bench.line("risotto").dishes[0].fired


def test_the_header_of_an_unsent_course_turns_whether_it_waits(bench: Bench) -> None:
    bench.seat()
    bench.take("risotto")
    bench.tap_line("course:plats")
    assert bench.words == "Plats à suivre"
    assert bench.list.view.courses[0].state_text == "à suivre"
    bench.undo()
    assert bench.list.view.courses[0].state_text == "partent à l’envoi"
    bench.swipe("course:plats", -90)
    assert bench.list.view.courses[0].state_text == "à suivre"


def test_what_was_served_folds_and_a_tap_unfolds_it(bench: Bench) -> None:
    order = bench.seat()
    bench.take("terrine")
    bench.do(SendOrder(order=order), "lea")
    bench.do(
        ServeDishes(order=order, dishes=(bench.line("terrine").dishes[0].id,)), "lea"
    )
    course = bench.list.view.courses[0]
    assert (course.folded, course.name) == (True, "Entrées · 1 article")
    bench.tap_line("course:entrees")
    assert not bench.list.view.courses[0].folded


def test_the_covers_are_changed_from_the_head(bench: Bench) -> None:
    bench.seat(covers=3)
    bench.tap(bench.panes.panel.head)
    sheet = bench.sheet
    assert isinstance(sheet, CountSheet)
    bench.tap(sheet.pane.cards[5])
    assert bench.order.covers == 5
    bench.undo()
    assert bench.order.covers == 3


def test_an_allergy_is_sealed_and_shown_on_its_seat(bench: Bench) -> None:
    order = bench.seat()
    bench.take("magret", options=("rose",), seats=(2,))
    bench.page.controller.orders.ask_allergy()
    sheet = bench.sheet
    assert isinstance(sheet, AllergySheet)
    bench.tap(sheet.seat(2))
    bench.tap(sheet.group("Fruits à coque"))
    bench.tap(sheet.save_button)
    sealed = bench.order.allergies[2]
    assert "coque" not in sealed
    assert unseal_order(bench.opened.house, order, sealed) == "Sans fruits à coque"
    line = next(c for c in bench.list.view.courses if c.id == "plats").lines[0]
    assert line.allergy == "Sans fruits à coque"
    assert bench.panes.panel.seats.options[2].choice.mark == "warning"  # type: ignore[attr-defined]
    bench.undo()
    assert 2 not in bench.order.allergies


def test_a_table_moves_to_a_free_one_and_back(bench: Bench) -> None:
    bench.seat("t12")
    bench.press(Qt.Key.Key_F7)
    sheet = bench.sheet
    assert isinstance(sheet, TablesSheet)
    bench.tap(sheet.card("t14"))
    assert bench.order.table == "t14"
    bench.undo()
    assert bench.order.table == "t12"


def test_tables_are_merged_after_a_preview_and_parted_again(bench: Bench) -> None:
    other = bench.seat("t7", covers=2)
    bench.take("sirop", 2, seats=(1,))
    bench.seat("t12", covers=3)
    wine = bench.take("kir", seats=(2,))
    bench.page.controller.moves.ask_table()
    sheet = bench.sheet
    assert isinstance(sheet, TablesSheet)
    bench.tap(sheet.card("t7"))
    assert sheet.keep_other.title == "Réunir sur la 7"
    assert bench.order.table == "t12"  # nothing happened yet
    bench.tap(sheet.keep_other)
    assert bench.order.id == other
    assert (bench.order.covers, len(bench.lines)) == (5, 2)
    bench.undo()
    assert (bench.order.table, bench.order.covers) == ("t12", 3)
    assert [line.id for line in bench.lines] == [wine.id]
    assert wine.seats == (2,)
    assert bench.desk.world.book.orders[other].covers == 2


def test_the_other_number_can_survive(bench: Bench) -> None:
    bench.seat("t7", covers=2)
    bench.take("sirop")
    mine = bench.seat("t12", covers=3)
    bench.page.controller.moves.ask_table()
    sheet = bench.sheet
    assert isinstance(sheet, TablesSheet)
    bench.tap(sheet.card("t7"))
    bench.tap(sheet.keep_mine)
    assert bench.order.id == mine
    assert [line.article for line in bench.lines] == ["sirop"]


def test_a_note_that_is_paid_in_part_is_merged_and_parted_again(bench: Bench) -> None:
    other = bench.seat("t7", covers=2)
    bench.take("sirop", 2)
    order = bench.seat("t12", covers=3)
    bench.take("kir")
    paid = TakePayment(order=order, method="cash", amount=300)
    bench.do(paid)
    bench.page.controller.moves.ask_table()
    sheet = bench.sheet
    assert isinstance(sheet, TablesSheet)
    bench.tap(sheet.card("t7"))
    book = bench.desk.world.book
    told = present_merge(bench.desk.world, bench.order, book.orders[other]).sentence
    assert plain(told).endswith("· 3,00 € déjà payés")
    bench.tap(sheet.keep_other)
    (payment,) = book.orders[other].payments.values()
    assert payment.amount == 300
    bench.undo()
    assert bench.order.table == "t12"
    assert list(bench.order.payments) == [payment.id]
    assert not book.orders[other].payments


def test_a_payment_goes_to_the_note_it_was_meant_for(bench: Bench) -> None:
    other = bench.seat("t7", covers=2)
    bench.take("sirop", 2)
    order = bench.seat("t12", covers=3)
    bench.take("kir")
    bench.do(TakePayment(order=order, method="cash", amount=300))
    bench.page.controller.moves.ask_lines()
    sheet = bench.sheet
    assert isinstance(sheet, TransferSheet)
    tile = next(t for key, t in sheet.tiles.items() if key.startswith("paid:"))
    assert tile.view.name == "Espèces"
    bench.tap(tile)
    bench.tap(sheet.next_button)
    where = bench.sheet
    assert isinstance(where, TablesSheet)
    bench.tap(where.card("t7"))
    assert bench.words == "1 paiement transféré, table 7"
    assert bench.desk.world.book.orders[other].payments
    bench.undo()
    assert bench.order.payments
    assert not bench.desk.world.book.orders[other].payments


def test_some_pieces_of_some_lines_are_transferred(bench: Bench) -> None:
    bench.seat("t12")
    drinks = bench.take("sirop", 3)
    bench.take("kir")
    bench.page.controller.moves.ask_lines()
    sheet = bench.sheet
    assert isinstance(sheet, TransferSheet)
    bench.tap(sheet.tiles[drinks.id])
    sheet.steppers[drinks.id].set_value(1)
    bench.tap(sheet.next_button)
    where = bench.sheet
    assert isinstance(where, TablesSheet)
    bench.tap(where.card("t3"))
    there = bench.desk.world.order_on("t3")
    assert there is not None
    assert drinks.quantity == 2000
    assert bench.words == "1 ligne transférée, table 3"
    bench.undo()
    assert sum(ln.quantity for ln in bench.lines if ln.article == "sirop") == 3000
    assert bench.desk.world.order_on("t3") is None


def test_an_empty_table_is_released_and_seated_again(bench: Bench) -> None:
    bench.seat("t12")
    bench.tap(bench.panes.panel.menu_button)
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    bench.tap(sheet.row("release"))
    assert bench.desk.world.order_on("t12") is None
    assert bench.no_order
    bench.undo()
    assert bench.desk.world.order_on("t12") is not None


def test_an_order_is_cancelled_line_by_line_with_its_reason(bench: Bench) -> None:
    order = bench.seat("t12")
    bench.take("risotto")
    bench.do(SendOrder(order=order), "lea")
    bench.take("kir")
    bench.desk.sit_down("marc")
    bench.tap(bench.panes.panel.menu_button)
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    bench.tap(sheet.row("empty"))
    why = bench.sheet
    assert isinstance(why, ReasonSheet)
    bench.tap(why.reasons.cards[0])
    assert bench.kinds().count("LineVoided") == 2
    assert bench.kinds()[-1] == "OrderCancelled"
    assert bench.no_order


def test_unsendable_stations_are_named_on_the_button(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with till_bench(qtbot, tmp_path, bad=("chaud",)) as bench:
        bench.seat()
        bench.take("risotto")
        assert (
            bench.panes.panel.send_button.accessibleName() == "Envoyer, Chaud 1 → Bar"
        )


# Tap counts of interface.md


def test_a_second_round_takes_three_taps_from_the_home_screen(bench: Bench) -> None:
    order = bench.seat("t12")
    bench.take("kir", 2)
    bench.take("verre_rouge")
    bench.do(SendOrder(order=order), "lea")
    bench.page.controller.opening.open_order("")
    bench.taps = 0
    bench.tap(bench.panes.panel.row_of(order))
    bench.tap(bench.panes.catalogue.round)
    bench.tap(bench.panes.panel.send_button)
    assert bench.taps == 3
    sent = [line for line in bench.lines if line.dishes[0].sent]
    assert sum(line.quantity for line in sent) == 6000


def test_a_round_can_be_undone_before_it_is_sent(bench: Bench) -> None:
    order = bench.seat("t12")
    bench.take("kir", 2)
    bench.do(SendOrder(order=order), "lea")
    bench.press(Qt.Key.Key_F5)
    assert sum(line.quantity for line in bench.lines) == 4000
    bench.undo()
    assert sum(line.quantity for line in bench.lines) == 2000


def test_a_dish_is_86_in_three_taps_at_most_and_back_with_one(bench: Bench) -> None:
    bench.taps = 0
    bench.hold_tile("risotto")
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    bench.tap(sheet.row("86"))
    assert bench.taps == 2
    assert bench.tile("risotto").view.sold_out
    assert bench.words == "Risotto aux cèpes en rupture"
    bench.undo()
    assert not bench.tile("risotto").view.sold_out


def test_the_last_receipt_is_reprinted_in_two_taps(bench: Bench) -> None:
    bench.page.show_place("counter")
    bench.tap_tile("expresso_comptoir")
    bench.tap(bench.panes.pay.cash[0])
    bench.page.show_place("table:t12")
    bench.page.controller.work.drop_sheet()
    bench.taps = 0
    bench.tap(bench.panes.panel.idle_menu)
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    bench.tap(sheet.row("reprint"))
    assert bench.taps == 2
    copies = [f.event for f in bench.facts if isinstance(f.event, ReceiptDuplicated)]
    assert [(c.number, c.copy) for c in copies] == [("C1-000001", 1)]


def test_a_reprint_after_a_closing_goes_on_counting_copies(bench: Bench) -> None:
    bench.page.show_place("counter")
    bench.tap_tile("expresso_comptoir")
    bench.tap(bench.panes.pay.cash[0])
    bench.page.controller.orders.reprint()
    bench.desk.world.book.copies.clear()  # as a closing leaves it
    bench.page.controller.orders.reprint()
    copies = [f.event for f in bench.facts if isinstance(f.event, ReceiptDuplicated)]
    assert [copy.copy for copy in copies] == [1, 2]


def test_an_empty_order_says_what_to_do(bench: Bench) -> None:
    bench.seat()
    assert bench.panes.panel.blank.isVisible()
    assert not bench.list.isVisible()
    bench.tap_tile("sirop")
    assert not bench.panes.panel.blank.isVisible()
    assert bench.list.isVisible()


def test_nothing_to_reprint_is_said(bench: Bench) -> None:
    bench.page.controller.orders.reprint()
    assert bench.words == "Aucun ticket à réimprimer."


# Keyboard


def test_the_overlay_shows_every_key(bench: Bench) -> None:
    bench.page.show_help()
    assert isinstance(bench.sheet, KeysSheet)
    bench.press(Qt.Key.Key_Escape)
    assert bench.sheet is None
    bench.panes.setFocus()
    bench.keys("?")
    assert isinstance(bench.sheet, KeysSheet)


def test_a_whole_order_is_taken_by_keyboard_alone(bench: Bench) -> None:
    bench.keys("12\n")
    bench.keys("3\n")
    bench.keys("expresso\n")
    bench.keys("entrecote\n")
    bench.keys("247\n")
    bench.press(Qt.Key.Key_F4)
    assert bench.order.covers == 3
    assert all(line.sent for line in bench.lines)
    assert len(bench.lines) == 2
    bench.press(Qt.Key.Key_F8)
    assert bench.places[-1] == ("pay", f"order:{bench.order.id}")


def test_typing_over_the_list_goes_to_the_search(bench: Bench) -> None:
    bench.seat()
    bench.take("sirop")
    bench.list.setFocus()
    bench.keys("kir")
    assert bench.panes.catalogue.field.text == "kir"


def test_arrows_lead_from_the_search_to_the_tiles(bench: Bench) -> None:
    bench.panes.catalogue.start_typing()
    bench.press(Qt.Key.Key_Down)
    assert bench.panes.catalogue.grid.tiles[0].hasFocus()
    bench.press(Qt.Key.Key_Right)
    assert bench.panes.catalogue.grid.tiles[1].hasFocus()


def test_the_menu_key_and_delete_work_on_a_line(bench: Bench) -> None:
    bench.seat()
    line = bench.take("sirop")
    bench.list.setFocus()
    bench.press(Qt.Key.Key_Home)
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Menu)
    assert isinstance(bench.sheet, LineSheet)
    bench.page.controller.work.drop_sheet()
    bench.list.setFocus()
    bench.press(Qt.Key.Key_Delete)
    assert not line.live


# Other windows


def test_what_another_window_does_shows_here(bench: Bench) -> None:
    order = bench.seat()
    bench.do(AddLine(order=order, article="kir"), "marc")
    assert bench.list.view.courses[0].lines[0].name == "Kir cassis"
    assert bench.tile("kir").view.in_order == 1
    bench.do(SetAvailability(article="kir", remaining=3))
    assert bench.tile("kir").view.countdown == "reste 3"


def test_rows_keep_their_place_under_a_finger(bench: Bench) -> None:
    from PySide6.QtTest import QTest

    order = bench.seat()
    bench.take("kir")
    view = bench.list.viewport()
    spot = bench.list.item_rect(bench.line("kir").id).center()
    before = [row.id for row in bench.list.rows]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=spot)
    bench.do(AddLine(order=order, article="terrine"), "marc")
    assert [row.id for row in bench.list.rows] == before
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=spot)
    assert len(bench.list.rows) > len(before)


def test_an_order_that_was_merged_elsewhere_is_followed(bench: Bench) -> None:
    other = bench.seat("t7", covers=2)
    bench.take("sirop")
    mine = bench.seat("t12")
    bench.take("kir")
    bench.do(MoveOrder(order=mine, table="t7"))
    assert bench.order.id == other
    assert bench.words == "Commande réunie : table 7"


def test_a_line_that_goes_closes_its_sheet(bench: Bench) -> None:
    order = bench.seat()
    line = bench.take("kir")
    bench.page.controller.lines.open(line.id)
    bench.do(SetQuantity(order=order, line=line.id, quantity=0))
    assert bench.sheet is None


def test_leaving_the_page_lets_go_of_what_is_half_done(bench: Bench) -> None:
    bench.tap_tile("cafe")
    sale = bench.order
    bench.swipe(bench.lines[0].id, -120)
    bench.page.leave()
    assert sale.cancelled
    bench.page.show_place("table:t12")
    assert bench.sheet is not None
    bench.page.leave()
    assert bench.sheet is None


def test_more_than_four_seats_are_reached_by_three_dots(bench: Bench) -> None:
    bench.seat(covers=9)
    options = bench.panes.panel.seats.options
    bench.tap(options[-2])
    sheet = bench.sheet
    assert isinstance(sheet, CountSheet)
    bench.tap(sheet.pane.cards[7])
    assert bench.panes.panel.seats.chosen_key == "7"


def test_five_hundred_lines_are_the_most_and_stay_quick(bench: Bench) -> None:
    order = bench.seat()
    house = bench.opened.house
    bench.page.hide()
    for number in range(499):
        note = f"n{number}"
        command = AddLine(order=order, article="kir", kitchen_note=note, merge=False)
        assert isinstance(house.run(command, Actor("lea")), tuple)
    bench.page.show()
    bench.tap_tile("cafe")
    assert len(bench.lines) == 500
    bench.tap_tile("sirop")
    assert bench.words == "Cette note a trop de lignes : ouvrez-en une autre."
