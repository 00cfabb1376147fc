"""One window: logging in, switching, approval, undo, the strip, the till and kitchen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from gui_kit import FixedClock, board, demo_house
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.approvals.decide import AnswerApproval
from app.domain.approvals.events import ApprovalAnswered
from app.domain.catalogue.decide import SetAvailability
from app.domain.kitchen.decide import BumpDishes
from app.domain.orders.commands import (
    AddLine,
    Discount,
    OpenOrder,
    SendOrder,
    VoidLine,
)
from app.domain.orders.events import LineVoided, OrderCreated
from app.domain.payments.decide import TakePayment
from app.domain.receipts.events import ReceiptDuplicated
from app.domain.staff.decide import SetStaff
from app.domain.staff.events import LoggedIn, LoginRefused
from app.domain.till.decide import OpenTill
from app.domain.till.events import DayClosed, DrawerOpened, TillCounted, TillOpened
from app.domain.vocabulary import Refusal
from app.domain.world import World
from app.presenters.people import LoginView, PersonView
from app.presenters.till.page import kept_words
from app.services.demo import DEMO_PINS
from app.services.house import Actor, Fact
from app.windows.approval import ApprovalSheet
from app.windows.desk import Approval, Desk, HouseSignals
from app.windows.kitchen.page import KitchenPage
from app.windows.launcher import Launcher
from app.windows.login.page import LoginPage
from app.windows.menu import PersonMenu
from app.windows.page import Page
from app.windows.shell import Shell
from app.windows.table_keys import TableKeys
from app.windows.till.page import TillPage
from resources.texts import set_language
from widgets import theme
from widgets.theme import Mode, apply_theme


class PlainPage(Page):
    """A page without anything on it."""

    key = "pos"
    again = "counter"

    def show_place(self, argument: str) -> None:
        self.argument = argument


class PageWithMenu(PlainPage):
    """A page with a menu at its left, whose foot is needed."""

    key = "admin"

    @property
    def beside(self) -> int:
        return 240


@dataclass
class Bench:
    """A window on the demo house, and what was written since."""

    shell: Shell
    opened: Opened
    facts: list[Fact]
    clock: FixedClock

    @property
    def desk(self) -> Desk:
        return self.shell.desk

    def kinds(self) -> list[type]:
        return [type(fact.event) for fact in self.facts]

    def type_pin(self, qtbot: QtBot, pin: str) -> None:
        for digit in pin:
            self.shell.login_page.pad.press(digit)

    def log_in(self, qtbot: QtBot, person: str) -> None:
        self.shell.login_page.choose(person)
        with qtbot.waitSignal(self.shell._login.seated, timeout=5000):
            self.type_pin(qtbot, DEMO_PINS[person])


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Bench]:
    set_language("fr")
    apply_theme(qapp, Mode.LIGHT)
    clock = FixedClock()
    with demo_house(tmp_path, clock, open_till=False) as opened:
        facts: list[Fact] = []
        opened.house.follow(facts.extend)
        signals = HouseSignals(opened.house)
        desk = Desk(opened.house, signals, "pos")
        pages = {
            "pos": PlainPage,
            "till": TillPage,
            "kitchen": KitchenPage,
            "admin": PageWithMenu,
        }
        shell = Shell(desk, board(), pages, opened.pepper)
        qtbot.addWidget(shell)
        shell.resize(1366, 768)
        shell.show()
        yield Bench(shell, opened, facts, clock)
        shell.close()
        signals.close()


def test_the_right_code_seats_a_person_and_shows_their_page(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.log_in(qtbot, "lea")
    assert bench.desk.person == "lea"
    assert LoggedIn in bench.kinds()
    assert isinstance(bench.shell.page, PlainPage)


def test_a_page_tapped_again_in_the_rail_goes_where_it_is_at_home(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.log_in(qtbot, "lea")
    page = bench.shell.page
    assert isinstance(page, PlainPage)
    bench.shell.go("pos", "table:t3")
    bench.shell.rail.item_widget("pos").click()
    assert page.argument == "counter"
    bench.shell.go("till")
    bench.shell.go("pos", "")
    assert page.argument == ""


def test_a_wrong_code_is_refused_in_words_and_written_down(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.shell.login_page.choose("lea")
    bench.type_pin(qtbot, "0000")
    qtbot.waitUntil(lambda: LoginRefused in bench.kinds(), timeout=5000)
    assert bench.desk.person == ""
    assert bench.shell.page is None


def test_the_login_forgets_who_left_and_what_was_said_to_another(
    bench: Bench, qtbot: QtBot
) -> None:
    page, house = bench.shell.login_page, bench.opened.house
    page.choose("sofia")
    bench.type_pin(qtbot, "0000")
    qtbot.waitUntil(lambda: LoginRefused in bench.kinds(), timeout=5000)
    assert page.pad.refusal

    sofia = house.world.staff.people["sofia"]
    left = replace(sofia, active=False)
    house.run(SetStaff(event=left), Actor("marc"))

    assert "sofia" not in page._people
    assert page.card("lea").isChecked()
    assert not page.pad.refusal


def test_all_cards_of_the_login_are_in_sight_under_a_band(
    qtbot: QtBot, qapp: QApplication
) -> None:
    team = (PersonView(str(n), f"P{n}", "PP", 1, "Salle") for n in range(6))
    window, page = QWidget(), LoginPage()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(page, 1)
    column.addSpacing(96)  # a problem is told from the start
    page.display(LoginView("Bonjour", "", tuple(team)), {})
    window.resize(1366, 768)
    window.show()
    qapp.processEvents()
    for number in range(6):
        card = page.card(str(number))
        assert card.visibleRegion().boundingRect() == card.rect()


def test_a_table_is_opened_by_its_number_from_every_page(
    bench: Bench, qtbot: QtBot
) -> None:
    def opened_by(*keys: str) -> str:
        for key in keys:
            QTest.keyClicks(QApplication.focusWidget() or bench.shell, key)
        QTest.keyClick(QApplication.focusWidget() or bench.shell, Qt.Key.Key_Return)
        page = bench.shell.page
        return page.argument if isinstance(page, PlainPage) else ""

    bench.desk.sit_down("lea")
    bench.shell.resume("lea")
    bench.shell.go("admin")
    assert opened_by("1", "2") == "table:t12"
    bench.shell.go("kitchen")
    bench.shell.findChildren(TableKeys)[0].ask()
    assert opened_by("1", "2") == "table:t12"
    bench.shell.go("admin")
    assert opened_by("9", "9", "9") == ""
    assert bench.shell.page.key == "admin"


def test_the_drawer_opens_for_change_and_it_is_written_down(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.log_in(qtbot, "marc")
    bench.shell.menu.open()
    bench.shell.menu.sheet.acts["drawer"].click()
    opened = bench.facts[-1]
    assert opened.event == DrawerOpened(till="C1", reason="Monnaie")
    assert opened.meta.op == "marc"


def test_every_act_of_the_menu_is_in_sight(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1024, 768)
    host.show()
    shown = ((True, True, True), (True, False, False), (False, True, True))
    for school, headset, pager in shown:
        menu = PersonMenu(host, (), "Léa", school=school, headset=headset, pager=pager)
        menu.open()
        body = menu.sheet.rect()
        for act in (*menu.acts.values(), menu.languages):
            corner = act.mapTo(menu.sheet, act.rect().bottomRight())
            assert body.contains(corner), act


def test_the_menu_asks_for_another_window(bench: Bench, qtbot: QtBot) -> None:
    bench.log_in(qtbot, "lea")
    bench.shell.menu.open()
    with qtbot.waitSignal(bench.shell.windows_requested):
        bench.shell.menu.sheet.acts["windows"].click()


@pytest.mark.parametrize("paper", [True, False])
def test_the_launcher_offers_paper_where_printers_are_simulated(
    qtbot: QtBot, qapp: QApplication, paper: bool
) -> None:
    apply_theme(qapp, Mode.LIGHT)
    launcher = Launcher("Le Vieux Moulin", paper=paper)
    qtbot.addWidget(launcher)
    launcher.show()
    assert ("paper" in launcher.cards) is paper
    with qtbot.waitSignal(launcher.window_requested) as asked:
        launcher.cards["floor"].click()
    assert asked.args == ["floor"]
    assert not launcher.isVisible()


def test_after_three_wrong_codes_the_next_has_to_wait(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.shell.login_page.choose("lea")
    for tries in range(1, 4):
        bench.type_pin(qtbot, "0000")
        qtbot.waitUntil(
            lambda n=tries: bench.kinds().count(LoginRefused) == n, timeout=5000
        )
    bench.type_pin(qtbot, DEMO_PINS["lea"])
    assert bench.desk.person == ""


def test_switching_the_person_keeps_the_page(bench: Bench, qtbot: QtBot) -> None:
    bench.log_in(qtbot, "lea")
    bench.shell.go("pos", "table:t12")
    page = bench.shell.page
    bench.shell._on_person_requested("karim")
    assert bench.desk.person == ""
    bench.log_in(qtbot, "karim")
    assert bench.shell.page is page
    assert page.argument == "table:t12"


def test_after_a_restart_a_person_comes_back_to_the_table_that_was_promised(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.opened.house.run(OpenOrder(table="t7", covers=2), Actor("lea"))
    bench.shell.open_at("pos")
    words = bench.shell.login_page.back.text()
    assert words.startswith("Reprend la table 7")
    bench.log_in(qtbot, "lea")
    assert isinstance(bench.shell.page, PlainPage)
    assert bench.shell.page.argument == "table:t7"
    bench.shell.lock()
    assert bench.shell.login_page.back.text() == ""


def test_the_lock_leaves_the_window_to_the_login(bench: Bench, qtbot: QtBot) -> None:
    bench.log_in(qtbot, "lea")
    bench.shell.lock()
    assert bench.desk.person == ""
    assert bench.shell.page is None


def sent_line(bench: Bench) -> tuple[str, str]:
    """A dish that the kitchen has: (order, line)."""
    house, actor = bench.opened.house, Actor("lea")
    opened = house.run(OpenOrder(table="t12", covers=2), actor)
    assert not isinstance(opened, Refusal)
    created = opened[0].event
    assert isinstance(created, OrderCreated)
    house.run(AddLine(order=created.order, article="bar_roti"), actor)
    house.run(SendOrder(order=created.order), actor)
    return created.order, house.world.book.orders[created.order].lines[0]


def test_a_manager_approves_a_void_on_the_spot(bench: Bench, qtbot: QtBot) -> None:
    bench.log_in(qtbot, "lea")
    order, line = sent_line(bench)
    bench.desk.run(VoidLine(order=order, line=line, reason="Erreur"))
    sheet = bench.shell._approval.sheet
    assert sheet is not None
    assert bench.opened.house.world.book.lines[line].live
    sheet.choose("marc")
    for digit in DEMO_PINS["marc"]:
        sheet.pad.press(digit)
    book = bench.opened.house.world.book
    qtbot.waitUntil(lambda: not book.lines[line].live, timeout=5000)
    void = bench.facts[-1] if bench.facts else None
    assert void is not None
    assert {fact.meta.appr for fact in bench.facts[-2:]} == {"marc"}
    assert bench.desk.actor.approver == ""


def test_wrong_codes_of_a_manager_are_written_down_and_slow_the_next(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.log_in(qtbot, "lea")
    order, line = sent_line(bench)
    bench.desk.run(VoidLine(order=order, line=line, reason="Erreur"))
    sheet = bench.shell._approval.sheet
    assert sheet is not None
    sheet.choose("marc")
    for tries in range(1, 4):
        for _ in range(4):
            sheet.pad.press("0")
        qtbot.waitUntil(
            lambda n=tries: bench.kinds().count(LoginRefused) == n, timeout=5000
        )
    for digit in DEMO_PINS["marc"]:
        sheet.pad.press(digit)
    assert sheet.pad.refusal == "Trop d’essais : attendez quelques secondes."
    assert bench.opened.house.world.book.lines[line].live


def test_a_code_is_never_taken_for_somebody_chosen_after_it(
    bench: Bench, qtbot: QtBot
) -> None:
    page = bench.shell.login_page
    page.choose("lea")
    bench.type_pin(qtbot, DEMO_PINS["lea"])
    page.choose("marc")
    bench.type_pin(qtbot, "0000")
    qtbot.waitUntil(lambda: bench.desk.person != "", timeout=5000)
    assert bench.desk.person == "lea"


def test_a_card_stays_under_the_finger_while_somebody_else_logs_in(
    qtbot: QtBot,
) -> None:
    page = LoginPage()
    qtbot.addWidget(page)
    page.resize(1366, 700)
    page.show()
    lea = PersonView("lea", "Léa", "LÉ", 1, "Salle")
    tom = PersonView("tom", "Tom", "TO", 2, "Bar")
    page.display(LoginView("Bonjour", "", (lea, tom)), {})
    card = page.card("lea")
    assert card.isVisible()  # in the same turn
    away = replace(tom, subtitle="Bar · depuis 18:30")
    page.display(LoginView("Bonjour", "", (lea, away)), {})
    assert page.card("lea") is card
    assert page.card("tom").isVisible()
    page.display(LoginView("Bonjour", "", (away,)), {})
    assert not card.isVisible()
    assert page.card("tom").isChecked()


def test_what_was_said_stays_over_the_page_that_follows(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.log_in(qtbot, "marc")
    shell = bench.shell
    shell.go("till")
    shell.desk.say("Rendu 15,50", undo=shell.lock, act="Réimprimer")
    shell.go("pos")
    bar = shell.undo_bar
    assert shell.childAt(bar.geometry().center()) is bar


def test_the_keyboard_is_never_lost_with_a_sheet(bench: Bench, qtbot: QtBot) -> None:
    bench.log_in(qtbot, "lea")
    page = bench.shell.page
    assert page is not None
    with qtbot.waitActive(bench.shell, timeout=5000):
        bench.shell.activateWindow()
    field = QLineEdit(page)
    field.show()
    field.setFocus()
    order, line = sent_line(bench)
    bench.desk.run(VoidLine(order=order, line=line, reason="Erreur"))
    sheet = bench.shell._approval.sheet
    assert sheet is not None
    qtbot.waitUntil(sheet.pad.hasFocus)
    field.hide()
    theme.set_reduce_motion(on=True)
    sheet.close_overlay()
    theme.set_reduce_motion(on=False)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page, timeout=3000)


def test_a_managers_pad_stays_whole_over_two_problems(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.log_in(qtbot, "lea")
    order, line = sent_line(bench)
    approvals: list[Approval] = []
    bench.desk.approval_requested.connect(approvals.append)
    bench.desk.run(VoidLine(order=order, line=line, reason="Erreur"))
    work = QWidget()
    qtbot.addWidget(work)
    work.resize(1366, 768 - 32 - 2 * 64)  # the strip, two rows
    work.show()
    sheet = ApprovalSheet(work, bench.desk, approvals[0], "")
    sheet.open()
    view, last = sheet.sheet.pane.viewport(), sheet.pad.keypad.key("0")
    qtbot.waitUntil(lambda: sheet.sheet.x() == work.width() - sheet.sheet.width())
    assert last.mapTo(view, last.rect().bottomLeft()).y() < view.height()


def test_what_was_said_does_not_cover_the_menu_of_the_page_that_follows(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.log_in(qtbot, "lea")
    shell = bench.shell
    bench.desk.say("Rendu 15,50", undo=shell.lock, act="Réimprimer")
    assert shell.undo_bar.x() == shell.stack.x() + 16
    shell.go("admin")
    assert shell.undo_bar.x() == shell.stack.x() + 240 + 16
    shell.go("pos")
    assert shell.undo_bar.x() == shell.stack.x() + 16


def test_what_can_be_taken_back_shows_the_undo_bar(bench: Bench, qtbot: QtBot) -> None:
    bench.log_in(qtbot, "marc")
    catalogue = bench.opened.house.world.catalogue

    def back() -> None:
        bench.desk.run(SetAvailability(article="magret", remaining=-1))

    bench.desk.run(SetAvailability(article="magret", remaining=0))
    bench.desk.say("Magret : 86", undo=back)
    assert catalogue.sold_out("magret")
    bench.shell.undo_bar.undo_button.click()
    assert not catalogue.sold_out("magret")


def test_the_rail_counts_the_tables_that_the_floor_plan_lists(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.log_in(qtbot, "lea")
    order, _ = sent_line(bench)
    salle = bench.shell.rail.item_widget("floor")
    qtbot.waitUntil(lambda: salle.accessibleName() == "Salle", timeout=3000)
    book = bench.opened.house.world.book
    dishes = [d for line in book.lines_of(book.orders[order]) for d in line.dishes]
    bump = BumpDishes(
        order=order,
        station=dishes[0].station,
        dishes=tuple(dish.id for dish in dishes),
    )
    bench.opened.house.run(bump, Actor("theo"))
    qtbot.waitUntil(lambda: salle.accessibleName() == "Salle, 1", timeout=3000)


def test_a_table_that_waits_too_long_is_counted_with_the_next_minute(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.log_in(qtbot, "lea")
    bench.desk.run(OpenOrder(table="t7", covers=2))
    salle = bench.shell.rail.item_widget("floor")
    bench.clock.forward(minutes=20)
    bench.shell.standing.on_tick()
    assert salle.accessibleName() == "Salle, 1"


def test_the_strip_names_devices_that_do_not_answer(bench: Bench, qtbot: QtBot) -> None:
    bench.shell.standing.refresh()
    titles = [row.problem.title for row in bench.shell.problems.rows]
    assert any("ne répond pas" in title for title in titles)


def test_a_burst_of_device_news_is_told_once(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[object] = []
    monkeypatch.setattr(bench.shell.strip, "show_items", shown.append)
    for _ in range(5):  # a ticket on its way through a printer
        bench.shell.board.changed.emit()
    assert not shown
    qtbot.waitUntil(lambda: bool(shown))
    assert len(shown) == 1


def test_the_till_is_opened_counted_blind_and_closed(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.log_in(qtbot, "marc")
    bench.shell.go("till", "open")
    page = bench.shell.page
    assert isinstance(page, TillPage)
    page.next_button.click()
    assert TillOpened in bench.kinds()
    opened = next(f.event for f in bench.facts if isinstance(f.event, TillOpened))
    assert opened.total == 15_000
    bench.shell.go("till", "close")
    page.next_button.click()  # nothing is open
    for value, count in ((5000, 2), (2000, 2), (1000, 1)):
        page.count.row(value).set_count(count)
    page.next_button.click()  # the tenders
    page.next_button.click()  # signs the count
    counted = next(f.event for f in bench.facts if isinstance(f.event, TillCounted))
    assert (counted.total, counted.expected, counted.difference) == (15_000, 15_000, 0)
    page.next_button.click()  # the Z
    assert DayClosed in bench.kinds()
    world = bench.opened.house.world
    assert world.till("C1").session == ""
    assert kept_words(world) == "Imprimé, signé et gardé dans le journal."
    assert kept_words(World()) == "Signé et gardé dans le journal ; aucune imprimante."


def test_a_cook_bumps_a_card_and_takes_it_back(bench: Bench, qtbot: QtBot) -> None:
    bench.log_in(qtbot, "theo")
    sent_line(bench)
    bench.shell.go("kitchen", "chaud")
    page = bench.shell.page
    assert isinstance(page, KitchenPage)
    (card,) = page.wall.views
    assert card.table == "12"
    page.wall.card_bumped.emit(card.id)
    assert [view.state for view in page.wall.views] == ["ready"]
    page.recall_requested.emit()
    assert [view.state for view in page.wall.views] == ["prep"]


def test_a_voided_dish_shouts_until_a_cook_has_seen_it(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.log_in(qtbot, "theo")
    order, line = sent_line(bench)
    bench.shell.go("kitchen", "chaud")
    page = bench.shell.page
    assert isinstance(page, KitchenPage)
    bench.opened.house.run(
        VoidLine(order=order, line=line, reason="Erreur"), Actor("marc")
    )
    (card,) = page.wall.views
    assert [shown.kind for shown in card.lines] == ["stop"]
    page.wall.void_seen.emit(card.id, card.lines[0].id)
    assert page.wall.views == ()


def test_the_last_receipt_is_printed_again_with_the_next_copy_number(
    bench: Bench, qtbot: QtBot
) -> None:
    house = bench.opened.house
    house.run(OpenTill(coins=()), Actor("marc"))
    order, _ = sent_line(bench)
    house.run(TakePayment(order=order, method="cheque", amount=2300), Actor("marc"))
    bench.log_in(qtbot, "lea")
    for _ in range(2):
        bench.shell.menu.open()
        bench.shell.menu.sheet.acts["reprint"].click()
    copies = [f.event for f in bench.facts if isinstance(f.event, ReceiptDuplicated)]
    assert [copy.copy for copy in copies] == [1, 2]


def test_a_manager_allows_it_from_another_window_and_it_is_done_here(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.log_in(qtbot, "lea")
    order, line = sent_line(bench)
    bench.desk.run(VoidLine(order=order, line=line, reason="Erreur"))
    asking = bench.shell._approval
    assert asking.sheet is not None
    asking.sheet.ask.click()
    asking.sheet.close_overlay()  # she goes on selling
    (request,) = bench.opened.house.world.approvals

    signals = HouseSignals(bench.opened.house)
    desk = Desk(bench.opened.house, signals, "admin")
    office = Shell(desk, board(), {"admin": PlainPage}, bench.opened.pepper, "admin")
    qtbot.addWidget(office)
    office.resume("marc")
    office.standing.refresh()
    row = next(r for r in office.problems.rows if request in r.problem.key)
    assert "Annulation" in row.problem.title
    row.act.click()
    sheet = office._approval.answering.sheet
    assert sheet is not None
    for digit in DEMO_PINS["marc"]:
        sheet.pad.press(digit)
    book = bench.opened.house.world.book
    qtbot.waitUntil(lambda: not book.lines[line].live, timeout=5000)
    void = next(f for f in bench.facts if isinstance(f.event, LineVoided))
    assert (void.meta.op, void.meta.appr) == ("lea", "marc")
    office.close()
    signals.close()


def test_what_was_asked_twice_is_done_once_and_not_when_the_answer_comes_late(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.log_in(qtbot, "lea")
    house = bench.opened.house
    order, line = sent_line(bench)

    def ask(percent: int) -> str:
        bench.desk.run(Discount(order=order, percent=percent, reason="Attente"))
        sheet = bench.shell._approval.sheet
        assert sheet is not None
        sheet.ask.click()
        sheet.close_overlay()
        return list(house.world.approvals)[-1]

    first, second, other = ask(500), ask(500), ask(300)
    for request in (first, second):
        house.run(AnswerApproval(approval=request, allowed=True), Actor("marc"))
    assert len(house.world.book.lines[line].discounts) == 1
    assert list(house.world.approvals) == [other]

    bench.clock.forward(minutes=30)
    house.record([ApprovalAnswered(approval=other, answer="allowed", by="marc")])
    assert len(house.world.book.lines[line].discounts) == 1
