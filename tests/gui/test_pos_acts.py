"""The rarer acts of the till, each with its way back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pos_kit import Bench, plain, till_bench
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot
from trade_widgets_kit import hold

from app.domain.catalogue.decide import SetAvailability, SetCatalogue
from app.domain.catalogue.events import ArticleSet
from app.domain.kitchen.decide import StartDishes
from app.domain.orders.commands import (
    NameGuest,
    NoteAllergy,
    Pick,
    PrintAddition,
    SendOrder,
)
from app.domain.vocabulary import MILLI
from app.services.people import order_key, unseal_order
from app.windows.formule_vat_sheet import FormuleVatSheet
from app.windows.pos import seeking as seeking_module
from app.windows.pos.formule_sheet import FormuleSheet
from app.windows.pos.line_sheet import LineSheet
from app.windows.pos.modifier_sheet import ModifierSheet
from app.windows.pos.note_sheets import AllergySheet, NoteSheet
from app.windows.pos.reason_sheets import DiscountSheet, ReasonSheet
from app.windows.pos.sheets import ActsSheet, CountSheet
from app.windows.pos.table_sheets import TablesSheet, TransferSheet
from widgets.chip import Chip
from widgets.text import Label

MENU = (
    Pick(step=0, article="terrine"),
    Pick(step=1, article="magret", options=("rose",)),
    Pick(step=2, article="creme_brulee"),
    Pick(step=3, article="cafe"),
)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    with till_bench(qtbot, tmp_path) as made:
        made.seat()
        yield made


def sheet_of(bench: Bench, line: str) -> LineSheet:
    bench.page.controller.lines.open(line)
    sheet = bench.sheet
    assert isinstance(sheet, LineSheet)
    return sheet


# Courses


def test_a_dish_being_made_is_carried_to_the_desserts_and_back(bench: Bench) -> None:
    bar, risotto = bench.take("bar_roti"), bench.take("risotto")
    bench.do(SendOrder(order=bench.order.id))
    shown, (dish,) = bench.list, bench.line("bar_roti").dishes
    start = shown.item_rect(bar.id).center()
    lifted = QSignalSpy(shown.lifted)
    hold(bench.qtbot, shown.viewport(), start, lambda: lifted.count() == 1)
    desserts = QPoint(shown.viewport().width() - 20, shown.viewport().height() - 20)
    QTest.mouseMove(shown.viewport(), desserts)
    QTest.mouseRelease(shown.viewport(), Qt.MouseButton.LeftButton, pos=desserts)

    assert (dish.course, dish.stage) == ("desserts", "held")
    assert bench.words == "Bar rôti, fenouil → Desserts · la cuisine est prévenue"
    bench.undo()
    assert (dish.course, dish.stage) == ("plats", "sent")
    assert risotto.stage == "sent"


def test_a_whole_course_goes_on_by_key_and_comes_back_by_its_sheet(
    bench: Bench,
) -> None:
    line = bench.take("bar_roti")
    bench.list.setFocus()
    bench.list.set_current("course:plats")
    QTest.keyClick(bench.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert line.course != "plats"
    bench.page.controller.courses.open(line.course)
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    bench.tap(sheet.row("to:plats"))
    assert line.course == "plats"


# Articles


def test_the_next_article_is_taken_on_a_line_of_its_own(bench: Bench) -> None:
    bench.tap_tile("risotto")
    QTest.keyClick(bench.panes, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    for _ in range(2):
        bench.tap_tile("risotto")
    assert [line.quantity for line in bench.lines] == [2 * MILLI, MILLI]


def test_what_is_left_is_counted_and_put_back_on_sale(bench: Bench) -> None:
    bench.hold_tile("risotto")
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    bench.tap(sheet.row("count"))
    count = bench.sheet
    assert isinstance(count, CountSheet)
    bench.tap(count.pane.cards[4])
    assert bench.tile("risotto").view.countdown == "reste 4"
    assert bench.words == "Risotto aux cèpes : reste 4"
    bench.undo()
    assert bench.tile("risotto").view.countdown == ""
    bench.do(SetAvailability(article="risotto", remaining=0))
    bench.hold_tile("risotto")
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    bench.tap(sheet.row("unlimited"))
    assert not bench.tile("risotto").view.sold_out


def test_a_dish_without_questions_can_still_be_chosen_with_care(bench: Bench) -> None:
    bench.hold_tile("risotto")
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    bench.tap(sheet.row("choose"))
    choices = bench.sheet
    assert isinstance(choices, ModifierSheet)
    bench.tap(choices.questions.chips["Consignes"].chip("sans_creme"))
    QTest.keyClick(choices, Qt.Key.Key_Plus)
    bench.settle()
    bench.tap(choices.add_button)
    line = bench.line("risotto")
    assert line.quantity == 2000
    assert [m.id for m in line.dishes[0].ordered.modifiers] == ["sans_creme"]


def test_enter_ends_the_note_before_it_adds_the_dish(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.page.controller.taking.take("risotto", choose=True)
    choices = bench.sheet
    assert isinstance(choices, ModifierSheet)
    bench.tap(choices.note_chip)
    bench.keys("vite\n", choices.note.edit)
    assert bench.lines == []
    qtbot.waitUntil(choices.hasFocus, timeout=2000)
    bench.press(Qt.Key.Key_Return)
    assert bench.line("risotto").kitchen_note == "vite"


@pytest.mark.parametrize("saves", [True, False])
def test_an_allergy_asked_amid_a_dish_comes_back_to_the_dish(
    qtbot: QtBot, bench: Bench, saves: bool
) -> None:
    bench.page.controller.taking.take("magret")
    choices = bench.sheet
    assert isinstance(choices, ModifierSheet)
    bench.tap(bench.option("rose"))
    bench.tap(choices.allergy)
    asked = bench.sheet
    assert isinstance(asked, AllergySheet)
    bench.tap(asked.group("Soja"))
    bench.tap(asked.save_button if saves else asked.sheet.close_button)
    qtbot.waitUntil(lambda: isinstance(bench.sheet, ModifierSheet), timeout=2000)
    again = bench.sheet
    assert isinstance(again, ModifierSheet)
    bench.tap(again.add_button)
    assert [m.id for m in bench.line("magret").dishes[0].ordered.modifiers] == ["rose"]
    assert list(bench.order.allergies) == ([0] if saves else [])


@pytest.mark.parametrize("article", ["magret", "menu_moulin"])
@pytest.mark.parametrize("act", ["ask_allergy", "ask_note", "ask_covers"])
def test_a_dish_without_its_answers_comes_back_after_what_was_written_over_it(
    qtbot: QtBot, bench: Bench, act: str, article: str
) -> None:
    bench.page.controller.taking.take("kir")  # there is an order
    bench.page.controller.taking.take(article)
    choosing = type(bench.sheet)
    getattr(bench.page.controller.orders, act)()
    asked = bench.sheet
    assert not isinstance(asked, choosing)
    bench.tap(asked.sheet.close_button)
    qtbot.waitUntil(lambda: isinstance(bench.sheet, choosing), timeout=2000)
    state = bench.page.controller.work.state
    chosen = state.choosing or state.composing
    assert chosen is not None
    assert chosen.article == article
    bench.tap(bench.sheet.sheet.close_button)
    qtbot.waitUntil(lambda: bench.sheet is None, timeout=2000)
    assert [line.article for line in bench.lines] == ["kir"]


def test_an_article_that_left_the_card_is_said(bench: Bench) -> None:
    kir = bench.desk.world.catalogue.articles["kir"]
    bench.do(SetCatalogue(event=replace(kir, active=False)))
    bench.page.controller.taking.take("kir")
    assert bench.words == "Cet article n’est plus à la carte."
    with pytest.raises(StopIteration):
        bench.tile("kir")


def test_the_warning_stands_over_the_choices(bench: Bench) -> None:
    order = bench.order.id
    sealed = bench.opened.house.sealer.seal(order_key(order), "Sans céleri")
    bench.do(NoteAllergy(order=order, seat=0, text=sealed))
    bench.page.controller.taking.take("magret")
    choices = bench.sheet
    assert isinstance(choices, ModifierSheet)
    assert choices.warning is not None
    assert "Céleri" in choices.warning.accessibleName()


# Formules


def test_the_kitchen_has_no_box_before_the_first_dish(bench: Bench) -> None:
    bench.tap_tile("menu_moulin")
    sheet = bench.sheet
    assert isinstance(sheet, FormuleSheet)
    assert sheet.kitchen.isHidden()
    bench.keys("3", sheet)
    assert not sheet.kitchen.isHidden()


def test_digits_choose_dishes_then_their_options(bench: Bench) -> None:
    bench.tap_tile("menu_moulin")
    sheet = bench.sheet
    assert isinstance(sheet, FormuleSheet)
    bench.keys("3", sheet)  # the third starter
    bench.keys("2", sheet)  # the duck, which asks how
    bench.keys("1", sheet)  # rosé
    bench.press(Qt.Key.Key_Return)
    bench.keys("1", sheet)
    bench.keys("6", sheet)
    bench.press(Qt.Key.Key_Return)
    line = bench.line("menu_moulin")
    assert [dish.ordered.article for dish in line.dishes] == [
        "terrine",
        "magret",
        "creme_brulee",
        "cafe",
    ]


def test_a_step_is_reached_once_those_before_it_are_answered(bench: Bench) -> None:
    bench.tap_tile("menu_moulin")
    sheet = bench.sheet
    assert isinstance(sheet, FormuleSheet)
    sheet.step_chosen.emit(2)
    assert "Entrée" in sheet.heading.accessibleName()
    bench.tap(next(t for t in sheet.grid.tiles if t.view.id == "terrine"))
    bench.tap(next(t for t in sheet.grid.tiles if t.view.id == "risotto"))
    sheet.step_chosen.emit(0)
    assert "Entrée" in sheet.heading.accessibleName()


def test_a_sold_out_dish_of_a_formule_says_so(bench: Bench) -> None:
    bench.tap_tile("menu_moulin")
    sheet = bench.sheet
    assert isinstance(sheet, FormuleSheet)
    sheet.dish_tapped.emit("blanquette")
    assert bench.words == "Blanquette de veau est épuisé."


def test_a_formule_is_changed_in_its_place(bench: Bench) -> None:
    line = bench.take("menu_moulin", picks=MENU)
    bench.tap(sheet_of(bench, line.id).act("edit"))
    sheet = bench.sheet
    assert isinstance(sheet, FormuleSheet)
    bench.tap(next(t for t in sheet.grid.tiles if t.view.id == "soupe_oignon"))
    for _ in range(2):
        bench.tap(sheet.next_button)
    bench.tap(sheet.add_button)
    assert [ln.article for ln in bench.lines] == ["menu_moulin"]
    assert bench.lines[0].dishes[0].ordered.article == "soupe_oignon"
    bench.undo()
    assert bench.lines[0].dishes[0].ordered.article == "terrine"
    assert [m.id for m in bench.lines[0].dishes[1].ordered.modifiers] == ["rose"]


def swap_starter(bench: Bench, line: str) -> None:
    bench.tap(sheet_of(bench, line).act("swap"))
    sheet = bench.sheet
    assert isinstance(sheet, FormuleSheet)
    bench.tap(next(t for t in sheet.grid.tiles if t.view.id == "soupe_oignon"))
    for _ in range(2):
        bench.tap(sheet.next_button)
    bench.tap(sheet.add_button)


def test_a_dish_of_a_formule_is_swapped_once_it_was_sent(bench: Bench) -> None:
    line = bench.take("menu_moulin", picks=MENU)
    bench.do(SendOrder(order=bench.order.id))
    swap_starter(bench, line.id)
    assert plain(bench.words) == (
        "Menu du Moulin : Soupe à l’oignon, la cuisine est prévenue"
    )
    assert bench.sheet is None
    assert line.dishes[0].ordered.article == "soupe_oignon"
    bench.undo()
    assert line.dishes[0].ordered.article == "terrine"


def test_a_dish_that_was_begun_is_swapped_with_a_reason(bench: Bench) -> None:
    line = bench.take("menu_moulin", picks=MENU)
    order = bench.order.id
    bench.do(SendOrder(order=order))
    first = line.dishes[0]
    bench.do(StartDishes(order=order, station=first.station, dishes=(first.id,)))
    swap_starter(bench, line.id)
    sheet = bench.sheet
    assert isinstance(sheet, ReasonSheet)
    bench.desk.sit_down("marc")
    sheet.reason_chosen.emit("Le client a changé d'avis", 1)
    assert line.dishes[0].ordered.article == "soupe_oignon"
    assert [dish.ordered.article for dish in line.gone] == ["terrine"]


def test_a_dish_sent_elsewhere_while_it_is_changed_asks_for_no_reason(
    bench: Bench,
) -> None:
    line = bench.take("entrecote", options=("saignant", "poivre", "frites"))
    bench.tap(sheet_of(bench, line.id).act("edit"))
    assert isinstance(bench.sheet, ModifierSheet)
    order, dish = bench.order.id, line.dishes[0]
    bench.do(SendOrder(order=order))
    bench.do(StartDishes(order=order, station=dish.station, dishes=(dish.id,)))
    bench.tap(bench.option("bleu"))
    bench.tap(bench.sheet.add_button)
    assert bench.words.startswith("Cette ligne est déjà envoyée")
    assert bench.sheet is None
    assert [each.id for each in bench.lines] == [line.id]


def test_the_vat_of_a_formule_is_worked_out_in_sight(bench: Bench) -> None:
    line = bench.take("menu_moulin", picks=MENU)
    bench.tap(sheet_of(bench, line.id).act("vat"))
    sheet = bench.page.window().findChild(FormuleVatSheet)
    assert sheet is not None
    words = [label.text() for label in sheet.findChildren(Label)]
    assert "Crème brûlée" in words
    assert "TVA" in words


def test_a_dish_row_of_a_formule_opens_its_line(bench: Bench) -> None:
    line = bench.take("menu_moulin", picks=MENU)
    bench.tap_line(f"{line.id}.1")
    assert isinstance(bench.sheet, LineSheet)
    assert bench.page.controller.lines.line is line


# Lines


def test_notes_and_course_of_a_line_are_changed_at_once(bench: Bench) -> None:
    line = bench.take("risotto")
    sheet = sheet_of(bench, line.id)
    sheet.kitchen.set_text("sans ail")
    sheet.kitchen.left.emit("sans ail")
    assert line.kitchen_note == "sans ail"
    bench.undo()
    assert line.kitchen_note == ""
    sheet.guest.set_text("cadeau")
    sheet.guest.left.emit("cadeau")
    assert line.guest_note == "cadeau"
    sheet.course_chosen.emit("entrees")
    assert line.course == "entrees"
    assert bench.words == "Risotto aux cèpes → Entrées"
    bench.undo()
    assert line.course == "plats"


def test_a_note_that_is_too_long_stays_in_its_field(bench: Bench) -> None:
    line = bench.take("risotto")
    sheet = sheet_of(bench, line.id)
    sheet.kitchen.set_text("a" * 5000)
    sheet.kitchen.left.emit("a" * 5000)
    assert sheet.kitchen.error == "Trop long : 5000 caractères, 200 au plus."
    assert line.kitchen_note == ""


def test_digits_over_a_line_type_its_quantity(bench: Bench) -> None:
    line = bench.take("sirop")
    sheet = sheet_of(bench, line.id)
    bench.keys("1", sheet)
    bench.keys("2")
    bench.press_in(sheet.quantity.edit, Qt.Key.Key_Return)
    assert line.quantity == 12_000
    bench.press_in(sheet, Qt.Key.Key_Delete)
    assert not line.live


def test_once_more_of_a_sent_line_is_a_new_one(bench: Bench) -> None:
    line = bench.take("magret", 2, options=("rose",))
    bench.do(SendOrder(order=bench.order.id), "lea")
    bench.tap(sheet_of(bench, line.id).act("again"))
    fresh = [ln for ln in bench.lines if not ln.sent]
    assert [(ln.article, ln.quantity) for ln in fresh] == [("magret", 1000)]
    assert [m.id for m in fresh[0].dishes[0].ordered.modifiers] == ["rose"]
    bench.undo()
    assert all(ln.sent for ln in bench.lines)


def test_a_line_is_discounted_and_put_back_to_its_price(bench: Bench) -> None:
    line = bench.take("risotto")
    bench.desk.sit_down("marc")
    bench.tap(sheet_of(bench, line.id).act("discount"))
    sheet = bench.sheet
    assert isinstance(sheet, DiscountSheet)
    sheet.amount.edit.setText("15 %")
    sheet.amount.edit.textEdited.emit("15 %")
    bench.tap(sheet.reasons.cards[1])
    bench.tap(sheet.act)
    assert line.net == 1445
    bench.tap(sheet_of(bench, line.id).act("undiscount"))
    assert line.net == 1700
    assert bench.words == "Risotto aux cèpes au prix de la carte"


def test_a_reason_of_one_s_own_is_taken_and_an_empty_one_refused(bench: Bench) -> None:
    line = bench.take("risotto")
    bench.desk.sit_down("marc")
    bench.do(SendOrder(order=bench.order.id), "lea")
    bench.tap(sheet_of(bench, line.id).act("void"))
    sheet = bench.sheet
    assert isinstance(sheet, ReasonSheet)
    other = sheet.reasons.other
    other.submitted.emit("   ")
    assert other.error == "Dites pourquoi, en quelques mots."
    other.submitted.emit("x" * 61)
    assert other.error == "60 caractères au plus."
    other.submitted.emit("tombé  par terre")
    assert line.voids[0].reason == "tombé par terre"


def test_a_line_goes_to_another_table_from_its_sheet(bench: Bench) -> None:
    line = bench.take("kir")
    bench.tap(sheet_of(bench, line.id).act("move"))
    sheet = bench.sheet
    assert isinstance(sheet, TransferSheet)
    assert sheet.tiles[line.id].view.chosen
    bench.tap(sheet.next_button)
    where = bench.sheet
    assert isinstance(where, TablesSheet)
    where.number.edit.setText("99")
    bench.press_in(where.number.edit, Qt.Key.Key_Return)
    assert where.number.error == "Aucune table 99."
    where.number.edit.setText("3")
    bench.press_in(where.number.edit, Qt.Key.Key_Return)
    there = bench.desk.world.order_on("t3")
    assert there is not None
    assert there.lines == [line.id]


def test_lines_go_back_to_a_table_that_was_left_empty(bench: Bench) -> None:
    line = bench.take("kir", seats=(2,))
    bench.page.controller.moves.ask_lines(line.id)
    sheet = bench.sheet
    assert isinstance(sheet, TransferSheet)
    bench.tap(sheet.next_button)
    where = bench.sheet
    assert isinstance(where, TablesSheet)
    bench.tap(where.card("t3"))
    assert bench.desk.world.order_on("t12") is None
    bench.undo()
    back = bench.desk.world.order_on("t12")
    assert back is not None
    assert back.lines == [line.id]
    assert line.seats == (2,)


def test_allergies_and_names_go_with_merged_guests_and_come_back(bench: Bench) -> None:
    mine = bench.order.id
    sealed = bench.opened.house.sealer.seal(order_key(mine), "Sans lait")
    bench.do(NoteAllergy(order=mine, seat=2, text=sealed))
    bench.do(NameGuest(order=mine, seat=2, text="s1.anne"))
    bench.take("kir", seats=(2,))
    other = bench.seat("t7", covers=2)
    bench.take("sirop")
    bench.page.show_place("table:t12")
    bench.page.controller.moves.ask_table()
    sheet = bench.sheet
    assert isinstance(sheet, TablesSheet)
    bench.tap(sheet.card("t7"))
    bench.tap(sheet.keep_other)
    assert bench.order.allergies
    assert bench.order.names
    bench.undo()
    assert bench.desk.world.book.orders[other].allergies == {}
    assert bench.desk.world.book.orders[other].names == {}
    assert list(bench.order.names) == [2]
    words = [
        unseal_order(
            bench.opened.house, text.partition("\t")[0], text.partition("\t")[2]
        )
        for text in bench.order.allergies.values()
    ]
    assert words == ["Sans lait"]
    assert bench.lines[0].seats == (2,)


# The order


def test_the_addition_is_printed_from_the_menu(bench: Bench) -> None:
    bench.take("risotto")
    bench.tap(bench.panes.panel.menu_button)
    sheet = bench.sheet
    assert isinstance(sheet, ActsSheet)
    bench.tap(sheet.row("addition"))
    assert bench.words == "Addition imprimée : 17,00 €"
    assert bench.sheet is None
    line = bench.line("risotto")
    bench.swipe(line.id, -120)  # the guest saw it: it takes a reason now
    assert isinstance(bench.sheet, ReasonSheet)


def test_a_table_that_had_an_addition_is_released_with_a_reason(bench: Bench) -> None:
    line = bench.take("risotto")
    bench.do(PrintAddition(order=bench.order.id))
    bench.desk.sit_down("marc")
    bench.swipe(line.id, -120)
    why = bench.sheet
    assert isinstance(why, ReasonSheet)
    bench.tap(why.reasons.cards[0])
    bench.page.controller.giving_up.release()
    sheet = bench.sheet
    assert isinstance(sheet, ReasonSheet)
    bench.tap(sheet.reasons.cards[2])
    assert bench.kinds()[-1] == "OrderCancelled"


def test_the_screen_keyboard_is_whole_and_writes_where_the_finger_went(
    bench: Bench,
) -> None:
    bench.press(Qt.Key.Key_F6)
    sheet = bench.sheet
    assert isinstance(sheet, NoteSheet)
    bench.tap(sheet.keyboard_button)
    bench.settle()
    assert "Table 12" in sheet.sheet.heading.accessibleName()
    foot = sheet.keyboard.mapTo(sheet, QPoint(0, sheet.keyboard.height()))
    assert sheet.keyboard.width() == sheet.sheet.width()
    assert foot.y() < sheet.save_button.mapTo(sheet, QPoint(0, 0)).y()
    for field in (sheet.guest, sheet.kitchen):
        field.edit.setFocus()
        sheet.keyboard.press("z")
        assert field.text == "z"
        assert not field.edit.visibleRegion().isEmpty()


def test_notes_are_saved_with_enter_and_models_added(bench: Bench) -> None:
    bench.press(Qt.Key.Key_F6)
    sheet = bench.sheet
    assert isinstance(sheet, NoteSheet)
    bench.tap(sheet.findChildren(Chip)[0])
    assert sheet.kitchen.text == "Urgent"
    bench.tap(sheet.keyboard_button)
    assert sheet.keyboard.isVisible()
    sheet.keyboard.press("a")
    assert sheet.kitchen.text == "Urgenta"
    bench.press_in(sheet.guest.edit, Qt.Key.Key_Return)
    assert bench.order.kitchen_note == "Urgenta"
    assert bench.panes.panel.note_button.toolTip() == "Urgenta"
    bench.undo()
    assert bench.order.kitchen_note == ""


def test_allergies_of_several_seats_are_written_one_after_the_other(
    bench: Bench,
) -> None:
    bench.page.controller.orders.ask_allergy()
    sheet = bench.sheet
    assert isinstance(sheet, AllergySheet)
    bench.tap(sheet.seat(1))
    bench.tap(sheet.group("Lait"))
    bench.tap(sheet.group("Œufs"))
    assert sheet.words.text == "Sans lait, œufs"
    bench.tap(sheet.group("Lait"))
    assert sheet.words.text == "Sans œufs"
    bench.tap(sheet.seat(2))
    assert sheet.words.text == ""
    bench.tap(sheet.seat(1))
    assert sheet.words.text == "Sans œufs"
    bench.tap(sheet.seat(2))
    bench.tap(sheet.group("Soja"))
    sheet.name.set_text("Anne")
    bench.press_in(sheet.words.edit, Qt.Key.Key_Return)
    assert (sorted(bench.order.allergies), list(bench.order.names)) == ([1, 2], [2])
    assert bench.words == "Allergie notée : Sans œufs · Sans soja · Anne"
    assert sheet_of(bench, bench.take("risotto").id).seat(2).text_shown == "2 · Anne"
    bench.page.controller.work.close_sheet()
    bench.undo()
    assert (bench.order.allergies, bench.order.names) == ({}, {})
    bench.page.controller.orders.ask_allergy()
    once = bench.sheet
    assert isinstance(once, AllergySheet)
    bench.tap(once.seat(1))
    bench.tap(once.group("Œufs"))
    bench.tap(once.save_button)
    assert list(bench.order.allergies) == [1]
    bench.page.controller.orders.ask_allergy()
    again = bench.sheet
    assert isinstance(again, AllergySheet)
    bench.tap(again.seat(1))
    again.words.set_text("")
    bench.tap(again.save_button)
    assert bench.words == "Allergie effacée"
    assert bench.order.allergies == {}


def test_an_allergy_that_is_too_long_is_refused_in_words(bench: Bench) -> None:
    bench.page.controller.orders.ask_allergy()
    sheet = bench.sheet
    assert isinstance(sheet, AllergySheet)
    sheet.words.set_text("a" * 5000)
    bench.tap(sheet.save_button)
    assert sheet.words.error.startswith("Trop long")
    assert bench.order.allergies == {}


@pytest.mark.parametrize("key", [Qt.Key.Key_F4, Qt.Key.Key_F5, Qt.Key.Key_F8])
def test_keys_without_an_order_say_what_is_missing(bench: Bench, key: Qt.Key) -> None:
    bench.page.controller.opening.open_order("")
    bench.press(key)
    assert bench.words in (
        "Rien à envoyer.",
        "Ouvrez d’abord une table.",
        "Il n’y a rien à payer.",
    )


def test_f3_goes_round_the_seats(bench: Bench) -> None:
    for seat in ("1", "2", "3", "0"):
        bench.press(Qt.Key.Key_F3)
        assert bench.panes.panel.seats.chosen_key == seat


def test_a_refused_card_of_covers_leaves_the_seat_as_it_was(bench: Bench) -> None:
    bench.page.controller.orders.set_covers(200)
    assert bench.order.covers == 200
    bench.page.controller.seats.add()
    assert bench.order.covers == 200
    assert bench.words == "Le nombre de couverts va de 0 à 200."


def test_the_menu_leads_everywhere(bench: Bench) -> None:
    bench.take("risotto")
    expected = {
        "covers": CountSheet,
        "allergy": AllergySheet,
        "note": NoteSheet,
        "move": TablesSheet,
        "transfer": TransferSheet,
        "discount": DiscountSheet,
    }
    for act, kind in expected.items():
        bench.tap(bench.panes.panel.menu_button)
        sheet = bench.sheet
        assert isinstance(sheet, ActsSheet)
        bench.tap(sheet.row(act))
        assert isinstance(bench.sheet, kind)
        bench.page.controller.work.drop_sheet()


def test_a_tap_on_the_scrim_closes_the_sheet(bench: Bench) -> None:
    bench.page.controller.commands.open_menu()
    sheet = bench.sheet
    assert sheet is not None
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(20, 300))
    assert bench.sheet is None


def test_the_sign_of_the_scanner_explains_itself(bench: Bench) -> None:
    bench.panes.catalogue.scan_requested.emit()
    assert bench.words.startswith("Scannez un article")


def test_a_typed_code_is_looked_up(bench: Bench) -> None:
    bench.page.controller.seeking.on_entered("3760123459990")
    assert bench.panes.catalogue.message.text == "Code inconnu : 3760123459990"
    bench.page.controller.seeking.on_entered("3760123450010")
    assert bench.line("miel_lavande").quantity == 1000


def test_a_search_without_result_says_so_in_the_place_of_tiles(bench: Bench) -> None:
    bench.keys("zzzz")
    assert bench.panes.catalogue.empty.isVisible()
    bench.keys("\n")
    assert plain(bench.panes.catalogue.message.text) == "Rien ne ressemble à « zzzz »."
    bench.press(Qt.Key.Key_Escape)
    assert bench.panes.catalogue.grid.isVisible()


def test_a_large_catalogue_is_indexed_beside_the_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeking_module, "_BIG_CATALOGUE", 10)
    with till_bench(qtbot, tmp_path) as bench:
        seeking = bench.page.controller.seeking
        new = ArticleSet(id="zebu", name="Zébu rôti", category="plats", price=2500)
        bench.do(SetCatalogue(event=new))
        qtbot.waitUntil(lambda: seeking.ready, timeout=5000)
        bench.keys("zebu\n")
        assert bench.line("zebu").net == 2500


def test_another_person_sees_their_own_tables_first(bench: Bench) -> None:
    bench.page.controller.opening.open_order("")
    bench.desk.sit_down("karim")
    heading = bench.panes.panel.idle_heading.accessibleName()
    assert heading == "Aucune commande, 1 table ouverte"


def test_time_goes_by_in_the_head(bench: Bench) -> None:
    bench.clock.forward(minutes=38)
    bench.page.controller.showing.show_order()
    assert "38 min" in bench.panes.panel.head.accessibleName()


def test_a_dish_goes_with_the_order_that_is_given_up_over_it(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.page.controller.taking.take("kir")
    bench.page.controller.taking.take("magret")
    order = bench.page.controller.work.state.order
    bench.page.controller.giving_up.empty()
    sheet = bench.sheet
    assert isinstance(sheet, ReasonSheet)
    sheet.reason_chosen.emit("error", 1)
    qtbot.waitUntil(lambda: bench.desk.world.book.orders[order].cancelled)
    qtbot.wait(500)  # the sheet slides away, and what was left has its turn
    assert bench.sheet is None
    assert bench.page.controller.work.state.choosing is None
