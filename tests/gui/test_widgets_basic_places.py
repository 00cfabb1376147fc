"""Navigation, strip, problems, overlays, undo, tables: behaviour."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from widgets import theme
from widgets.banner import Banner
from widgets.button import Button, IconButton
from widgets.choice_card import ChoiceCard
from widgets.dialog import Dialog
from widgets.figure_card import FigureCard, FigureView
from widgets.nav import AdminNav, NavItem, NavRail
from widgets.pressable import Pressable
from widgets.problem_stack import Problem, ProblemStack
from widgets.progress import Filet
from widgets.sheet import BottomSheet, SideSheet
from widgets.state_strip import StateStrip, StripItem
from widgets.table_model import Cell, Column, Row
from widgets.table_view import DataTable
from widgets.tag import CountBadge, Tag
from widgets.text import Label
from widgets.undo_bar import UndoBar

pytestmark = pytest.mark.gui
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    theme.apply_theme(qapp, theme.Mode.LIGHT)


def emitted(spy: QSignalSpy) -> list[list[object]]:
    return [list(spy.at(number)) for number in range(spy.count())]


def tap(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT)


class Clock:
    """Milliseconds that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def test_what_is_not_undone_in_time_is_settled(host: QWidget) -> None:
    clock = Clock()
    bar = UndoBar(host, duration_ms=10_000, clock=clock)
    settled, undone = QSignalSpy(bar.settled), QSignalSpy(bar.undo_requested)
    bar.offer("Table 12 déplacée vers 14", "move")
    clock.now += 9_999
    bar.tick()
    assert bar.isVisible()
    assert bar.remaining_ms == 1
    clock.now += 1
    bar.tick()
    assert emitted(settled) == [["move"]]
    assert bar.isHidden()
    assert undone.count() == 0


def test_undo_gives_the_token_back_once(host: QWidget) -> None:
    bar = UndoBar(host, clock=Clock())
    settled, undone = QSignalSpy(bar.settled), QSignalSpy(bar.undo_requested)
    bar.offer("Ligne annulée", "void-7")
    tap(bar.undo_button)
    bar.settle()
    assert emitted(undone) == [["void-7"]]
    assert settled.count() == 0
    assert bar.isHidden()


def test_a_touch_freezes_the_time_left(host: QWidget) -> None:
    clock = Clock()
    bar = UndoBar(host, clock=clock)
    bar.offer("Offert", "gift")
    clock.now += 4_000
    QTest.mousePress(bar, LEFT, pos=QPoint(30, 30))
    clock.now += 60_000
    bar.tick()
    assert bar.remaining_ms == 6_000
    QTest.mouseRelease(bar, LEFT, pos=QPoint(30, 30))
    clock.now += 1_000
    assert bar.remaining_ms == 5_000


def test_a_swipe_sends_the_bar_away_from_what_it_covers(host: QWidget) -> None:
    bar = UndoBar(host, clock=Clock())
    settled, undone = QSignalSpy(bar.settled), QSignalSpy(bar.undo_requested)
    bar.offer("Tarte Tatin en rupture", "86")
    tap(bar)
    assert bar.isVisible()
    QTest.mousePress(bar, LEFT, pos=QPoint(100, 30))
    for x in (120, 160, 200):
        QTest.mouseMove(bar, QPoint(x, 30))
    QTest.mouseRelease(bar, LEFT, pos=QPoint(200, 30))
    assert bar.isHidden()
    assert emitted(settled) == [["86"]]
    assert undone.count() == 0


def test_a_sheet_that_goes_leaves_the_keyboard_to_what_was_opened_since(
    host: QWidget, qtbot: QtBot
) -> None:
    """A manager's code was typed, in clear, into the search that had the keyboard before
    the sheet of reasons."""
    search, code = QLineEdit(host), QLineEdit(host)
    search.show()
    with qtbot.waitActive(host, timeout=5000):
        host.activateWindow()
    search.setFocus()
    reasons = SideSheet(host, "Motif")
    reasons.open()
    reasons.close_overlay()  # still on its way out
    code.show()
    code.setFocus()
    qtbot.waitUntil(reasons.isHidden)
    assert QApplication.focusWidget() is code


def test_a_refusal_is_read_before_the_sheet_that_caused_it(host: QWidget) -> None:
    area = QWidget(host)
    area.setGeometry(80, 0, 800, 640)
    area.show()
    bar = UndoBar(area, within=host, clock=Clock())
    sheet = SideSheet(host, "Prix")
    sheet.open()
    bar.tell("Ce prix demande un responsable.")
    assert bar.geometry().bottomLeft() == QPoint(80 + 16, 640 - 16 - 1)
    assert host.childAt(bar.geometry().center()) is bar
    area.hide()  # the login: whoever stands there has not done it
    assert bar.isHidden()
    area.show()
    assert bar.isVisible()
    bar.settle()
    area.hide()
    area.show()
    assert bar.isHidden()


def test_a_tap_sends_a_bar_away_that_offers_nothing(host: QWidget) -> None:
    bar = UndoBar(host, clock=Clock())
    bar.offer("Table 12 envoyée : Bar 1", "sent")
    bar.undo_button.hide()
    tap(bar)
    assert bar.isHidden()


def test_what_is_only_told_is_as_wide_as_its_words_and_leaves_sooner(
    host: QWidget,
) -> None:
    clock = Clock()
    bar = UndoBar(host, clock=clock)
    bar.tell("Envoyé")
    assert bar.undo_button.isHidden()
    assert bar.width() < 200
    clock.now += 4_000
    bar.tick()
    assert bar.isHidden()
    bar.offer("Offert", "gift")
    assert bar.undo_button.isVisible()
    assert bar.remaining_ms == 10_000
    bar.settle()


def test_a_new_act_settles_the_one_before(host: QWidget) -> None:
    bar = UndoBar(host, clock=Clock())
    settled = QSignalSpy(bar.settled)
    bar.offer("Un", "1")
    bar.offer("Deux", "2")
    assert emitted(settled) == [["1"]]
    assert bar.token == "2"
    bar.settle()


def test_the_bar_rests_at_the_bottom_left_of_the_work_area(host: QWidget) -> None:
    theme.set_reduce_motion(on=True)
    bar = UndoBar(host, clock=Clock())
    bar.offer("Offert", "gift")
    theme.set_reduce_motion(on=False)
    assert (bar.x(), bar.width()) == (16, 480)
    assert bar.geometry().bottom() == host.height() - 17
    host.resize(500, 400)
    assert bar.width() == 468
    bar.settle()


def test_the_bar_goes_by_itself(host: QWidget, qtbot: QtBot) -> None:
    bar = UndoBar(host, duration_ms=60)
    bar.offer("Offert", "gift")
    with qtbot.waitSignal(bar.settled, timeout=5_000):
        pass


def test_a_dialog_keeps_the_keyboard_and_gives_it_back(host: QWidget) -> None:
    behind = Button("Derrière", parent=host)
    behind.show()
    behind.setFocus()
    dialog = Dialog(host, "Rembourser ?", "84,50 €", act="Rembourser", refuse="Garder")
    accepted, refused = QSignalSpy(dialog.accepted), QSignalSpy(dialog.refused)
    dialog.open()
    stops = [dialog.card.refuse, dialog.card.act]
    # After a finger none of its buttons seems chosen; Tab goes round them.
    seen = [QApplication.focusWidget()]
    for _ in range(4):
        QTest.keyClick(seen[-1], Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == [dialog, *stops * 2]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert (accepted.count(), refused.count()) == (0, 1)
    assert dialog.isHidden()
    assert QApplication.focusWidget() is behind


def test_the_verb_of_a_dialog_is_the_only_way_to_accept(host: QWidget) -> None:
    dialog = Dialog(host, "Rembourser ?", "84,50 €", act="Rembourser", refuse="Garder")
    accepted, refused = QSignalSpy(dialog.accepted), QSignalSpy(dialog.refused)
    dialog.open()
    QTest.mouseClick(dialog, LEFT, pos=QPoint(5, 5))
    assert dialog.isVisible()
    tap(dialog.card.refuse)
    dialog.open()
    tap(dialog.card.act)
    assert (accepted.count(), refused.count()) == (1, 1)


def test_a_dialog_has_room_for_all_its_words(host: QWidget) -> None:
    text = "Un ticket d’annulation est signé ; l’original reste. " * 4
    dialog = Dialog(host, "Rembourser ?", text, act="Rembourser", refuse="Garder")
    dialog.open()
    words = [label for label in dialog.card.findChildren(Label) if label.wordWrap()]
    for label in words:
        assert label.height() >= label.heightForWidth(label.width())
    assert dialog.card.width() == 440
    dialog.close_overlay()


@pytest.mark.parametrize("side", ["right", "left"])
def test_a_side_sheet_covers_its_host_only(host: QWidget, side: str) -> None:
    area = QWidget(host)
    area.setGeometry(0, 0, 900, 700)
    area.show()
    sheet = SideSheet(area, "Entrecôte", side="right" if side == "right" else "left")
    theme.set_reduce_motion(on=True)
    sheet.open()
    assert sheet.geometry() == area.rect()
    assert sheet.sheet.width() == 640
    assert sheet.sheet.x() == (260 if side == "right" else 0)
    closed = QSignalSpy(sheet.closed)
    outside = QPoint(20, 300) if side == "right" else QPoint(880, 300)
    QTest.mouseClick(sheet, LEFT, pos=outside)
    theme.set_reduce_motion(on=False)
    assert closed.count() == 1
    assert sheet.isHidden()


def test_a_side_sheet_slides_in_and_out(host: QWidget, qtbot: QtBot) -> None:
    sheet = SideSheet(host, "Entrecôte")
    sheet.open()
    assert sheet.sheet.x() == 1000
    qtbot.waitUntil(lambda: sheet.sheet.x() == 360, timeout=5_000)
    with qtbot.waitSignal(sheet.closed, timeout=5_000):
        tap(sheet.sheet.close_button)


def test_a_sheet_is_as_narrow_as_its_host(host: QWidget) -> None:
    area = QWidget(host)
    area.setGeometry(0, 0, 500, 700)
    area.show()
    theme.set_reduce_motion(on=True)
    sheet = SideSheet(area, "Entrecôte")
    sheet.open()
    assert sheet.sheet.geometry() == area.rect()
    area.resize(700, 600)
    assert sheet.sheet.width() == 640
    below = BottomSheet(area, "Clavier")
    below.open()
    assert below.sheet.geometry().bottom() == area.rect().bottom()
    below.close_overlay()
    sheet.close_overlay()
    theme.set_reduce_motion(on=False)


def test_the_strip_keeps_the_words_of_what_is_wrong(host: QWidget) -> None:
    strip = StateStrip(parent=host)
    strip.show()
    strip.show_clock("20:41")
    strip.show_place("Caisse 1 · Le Vieux Moulin · service du soir")
    strip.show_items(
        (
            StripItem("hub", "cloud_off", "Hub perdu", "lost"),
            StripItem("hot", "print_error", "Chaud → Bar", "degraded"),
            *(StripItem(f"p{n}", "print", f"Imprimante {n}") for n in range(8)),
        )
    )
    strip.resize(1600, 32)
    wide = strip.item_widget("p1").sizeHint().width()
    strip.resize(700, 32)
    assert strip.item_widget("p1").sizeHint().width() == 18 < wide
    assert strip.item_widget("hub").sizeHint().width() > 60
    spy = QSignalSpy(strip.item_pressed)
    tap(strip.item_widget("hot"))
    assert emitted(spy) == [["hot"]]
    assert strip.item_widget("hot").accessibleName() == "Chaud → Bar, secours"


def test_an_unchanged_strip_keeps_its_controls(host: QWidget) -> None:
    strip = StateStrip(parent=host)
    strip.show_items((StripItem("hub", "hub", "Hub"),))
    before = strip.item_widget("hub")
    strip.show_items((StripItem("hub", "cloud_off", "Hub perdu", "lost"),))
    assert strip.item_widget("hub") is before
    with pytest.raises(KeyError):
        strip.item_widget("unknown")


def problem(key: str, severity: str = "warning") -> Problem:
    kind = "danger" if severity == "danger" else "warning"
    return Problem(key, kind, "print", f"Problème {key}", "Sans effet", "Réparer")


def test_at_most_two_problems_have_a_row_the_gravest_below(host: QWidget) -> None:
    stack = ProblemStack(parent=host)
    stack.show_problems((problem("hub", "danger"), problem("a"), problem("b")))
    assert [row.problem.key for row in stack.rows] == ["a", "hub"]
    assert any("1 autre" in label.text() for label in stack.findChildren(Label))
    stack.show_problems((problem("a"),))
    assert [row.problem.key for row in stack.rows] == ["a"]
    stack.show_problems(())
    assert (stack.rows, stack.height()) == ((), 0)


def test_a_finger_on_its_way_does_not_find_a_fresh_row(
    host: QWidget, qtbot: QtBot
) -> None:
    stack = ProblemStack(parent=host)
    stack.show_problems((problem("a"),))
    stack.resize(host.width(), stack.height())
    stack.show()
    place = stack.rows[0].geometry().center()
    assert stack.childAt(place) is None
    qtbot.waitUntil(lambda: stack.childAt(place) is not None, timeout=5000)


def test_a_tap_just_after_a_problem_moved_the_acts_hits_none_of_them(
    host: QWidget, qtbot: QtBot
) -> None:
    """The day's closing was due, *Envoyer* slid up to where *Payer* had been."""
    column = QVBoxLayout(host)
    column.addStretch(1)
    acts = [Button(words, parent=host) for words in ("Envoyer", "Payer")]
    for act in acts:
        column.addWidget(act)
    heard = QSignalSpy(acts[0].clicked)
    stack = ProblemStack()
    column.addWidget(stack)
    qtbot.waitUntil(stack.isVisible)
    stack.show_problems((problem("a"),))
    QTest.qWait(0)
    there = acts[0].mapTo(host, acts[0].rect().center())
    assert not stack.still
    QTest.mouseClick(host.windowHandle(), LEFT, pos=there)
    assert heard.count() == 0
    qtbot.waitUntil(lambda: stack.still)
    QTest.mouseClick(host.windowHandle(), LEFT, pos=there)
    assert heard.count() == 1
    QTest.mousePress(host.windowHandle(), LEFT, pos=there)
    stack.show_problems(())  # aimed before anything moved
    QTest.mouseRelease(host.windowHandle(), LEFT, pos=there)
    assert heard.count() == 2


def test_nothing_moves_under_a_finger_at_work_when_a_problem_comes_or_goes(
    host: QWidget, qtbot: QtBot
) -> None:
    column = QVBoxLayout(host)
    column.addStretch(1)
    send = Button("Envoyer", parent=host)
    column.addWidget(send)
    stack = ProblemStack()
    column.addWidget(stack)
    qtbot.waitUntil(stack.isVisible)
    heard = QSignalSpy(send.clicked)

    def place() -> QPoint:
        QTest.qWait(0)
        return send.mapTo(host, send.rect().center())

    def touch() -> None:
        QTest.mouseClick(host.windowHandle(), LEFT, pos=place())

    before = place()
    touch()
    stack.show_problems((problem("a"), problem("hub", "danger")))
    assert (place(), stack.rows) == (before, ())
    touch()
    assert heard.count() == 2
    qtbot.waitUntil(lambda: len(stack.rows) == 2, timeout=5000)
    lifted = place()
    assert lifted.y() < before.y()

    qtbot.waitUntil(lambda: stack.still)
    touch()
    stack.show_problems((problem("b"),))  # the next one takes the place at once
    assert [row.problem.key for row in stack.rows] == ["b"]
    assert place() == lifted
    stack.show_problems(())
    assert (place(), stack.rows) == (lifted, ())
    qtbot.waitUntil(lambda: place() == before, timeout=5000)


def test_a_hand_that_never_rests_hears_of_a_problem_too(
    host: QWidget, qtbot: QtBot
) -> None:
    stack = ProblemStack(parent=host)
    stack._waited.setInterval(300)
    stack.show()
    spot = QPoint(5, 5)
    QTest.mouseClick(host.windowHandle(), LEFT, pos=spot)
    stack.show_problems((problem("a"),))

    def seen() -> bool:
        QTest.mouseClick(host.windowHandle(), LEFT, pos=spot)
        return bool(stack.rows)

    qtbot.waitUntil(seen, timeout=5000)


def test_a_folded_problem_comes_back_when_asked_or_when_it_returns(
    host: QWidget,
) -> None:
    stack = ProblemStack(parent=host)
    folded, acts = QSignalSpy(stack.folded), QSignalSpy(stack.act_requested)
    stack.show_problems((problem("a"),))
    tap(stack.rows[0].act)
    tap(stack.rows[0].findChildren(IconButton)[0])
    assert emitted(acts) == [["a"]]
    assert emitted(folded) == [["a"]]
    stack.show_problems((problem("a"),))
    assert stack.rows == ()
    stack.unfold("a")
    assert [row.problem.key for row in stack.rows] == ["a"]
    tap(stack.rows[0].findChildren(IconButton)[0])
    stack.show_problems(())
    stack.show_problems((problem("a"),))
    assert len(stack.rows) == 1


@pytest.mark.parametrize("made", [NavRail, AdminNav])
def test_navigation_says_where_one_goes(made: type[NavRail], qtbot: QtBot) -> None:
    items = (
        NavItem("pos", "Caisse", "point_of_sale"),
        NavItem("floor", "Salle", "map"),
    )
    nav = made(
        items[:1], last=(NavItem("floor", "Salle", "table_restaurant"),), chosen="pos"
    )
    qtbot.addWidget(nav)
    spy = QSignalSpy(nav.chosen)
    tap(nav.item_widget("floor"))
    nav.set_badge("floor", 3)
    assert emitted(spy) == [["floor"]]
    assert nav.chosen_key == "floor"
    assert nav.item_widget("floor").accessibleName() == "Salle, 3"
    with pytest.raises(KeyError):
        nav.item_widget("unknown")


def test_every_place_of_the_office_is_reached_in_a_low_window(qtbot: QtBot) -> None:
    keys = [f"place{number}" for number in range(14)]
    words = dict.fromkeys(keys, "Carte") | {"place13": "À réconcilier"}
    last = (NavItem("pos", "Caisse", "point_of_sale"),)
    items = [NavItem(key, words[key], "map") for key in keys]
    nav = AdminNav(items, last=last, width=176)
    qtbot.addWidget(nav)
    nav.set_badge("place13", 3)
    nav.resize(176, 560)
    nav.show()
    assert nav.height() == 560
    for key in (keys[-1], keys[0], "pos"):
        nav.choose(key)
        item = nav.item_widget(key)
        assert item.height() >= 48
        assert item.visibleRegion().boundingRect() == item.rect()
        assert item.width() == nav.width() - 24  # no scroll bar takes of it

    def none_is_cut() -> bool:
        seen = [(each.visibleRegion().boundingRect(), each.rect()) for each in places]
        return all(part.isEmpty() or part == whole for part, whole in seen)

    places = [nav.item_widget(key) for key in keys]
    nav.choose(keys[0])
    assert nav.more.isVisible()
    assert none_is_cut()
    while not nav.more.at_end:
        tap(nav.more)
        assert none_is_cut()
    assert not nav.item_widget(keys[-1]).visibleRegion().isEmpty()
    tap(nav.more)
    assert not nav.item_widget(keys[0]).visibleRegion().isEmpty()
    nav.choose(keys[-1])
    here = nav.item_widget(keys[-1])
    for height in (1080, 480, 560):  # the window is another one than it was
        nav.resize(176, height)
        qtbot.waitUntil(lambda: here.visibleRegion().boundingRect() == here.rect())
        assert none_is_cut()
    nav.resize(176, 1080)
    assert nav.more.isHidden()


def test_a_place_far_down_is_in_sight_when_the_window_opens_on_it(qtbot: QtBot) -> None:
    items = [NavItem(f"place{number}", "Carte", "map") for number in range(16)]
    window = QWidget()
    qtbot.addWidget(window)
    nav = AdminNav(items, last=(NavItem("pos", "Caisse", "point_of_sale"),))
    QHBoxLayout(window).addWidget(nav)
    nav.choose("place12")
    for hidden in ("place3", "place5"):  # somebody may not go there
        nav.item_widget(hidden).setVisible(False)
    window.resize(1366, 736)
    with qtbot.waitExposed(window):
        window.show()
    places = [nav.item_widget(item.key) for item in items]
    assert nav.item_widget("place12") in whole(places)
    assert {each for each in places if not each.visibleRegion().isEmpty()} == whole(
        places
    )


def whole(places: list[Pressable]) -> set[Pressable]:
    return {p for p in places if p.visibleRegion().boundingRect() == p.rect()}


def table(qtbot: QtBot, count: int = 3) -> DataTable:
    made = DataTable((Column("name", "Article"), Column("price", "Prix", 90, "end")))
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.set_rows(
        [Row(f"{n}", (f"Article {n}", Cell(str(n), sort=-n))) for n in range(count)]
    )
    return made


def test_the_keyboard_walks_opens_and_searches(qtbot: QtBot) -> None:
    made = table(qtbot)
    chosen, opened = QSignalSpy(made.row_chosen), QSignalSpy(made.row_opened)
    search = QSignalSpy(made.search_requested)
    made.choose("0")
    QTest.keyClick(made.view, Qt.Key.Key_Down)
    QTest.keyClick(made.view, Qt.Key.Key_Return)
    QTest.keyClick(made.view, Qt.Key.Key_Slash)
    assert emitted(chosen) == [["0"], ["1"]]
    assert emitted(opened) == [["1"]]
    assert search.count() == 1


def test_a_tap_on_a_title_sorts_and_a_second_one_turns_round(qtbot: QtBot) -> None:
    made = table(qtbot)
    made.choose("2")
    spy = QSignalSpy(made.sort_changed)
    made.view.horizontalHeader().sectionClicked.emit(1)
    made.view.horizontalHeader().sectionClicked.emit(1)
    assert emitted(spy) == [["price", False], ["price", True]]
    assert made.model.row_at(0).id == "0"
    assert made.chosen_id == "2"
    with pytest.raises(KeyError):
        made.sort_by("unknown")


def test_a_long_table_paints_only_what_is_on_show(qtbot: QtBot) -> None:
    made = table(qtbot, 20_000)
    made.grab()
    made.filter_text("1999")
    assert made.model.rowCount() == 12
    assert made.view.rowHeight(0) == 53
    assert made.view.horizontalHeader().height() == 44


def test_a_label_takes_the_line_boxes_of_its_style(qtbot: QtBot) -> None:
    label = Label("Assiette de fromages affinés", style="body", wrap=True)
    qtbot.addWidget(label)
    assert label.heightForWidth(1000) == 24
    assert label.heightForWidth(160) == 48
    assert label.minimumSizeHint().width() < 160
    label.set_style("h1")
    assert label.heightForWidth(1000) == 40


def test_signs_say_their_state(qtbot: QtBot) -> None:
    tag, badge, filet = Tag("payée", kind="success"), CountBadge(0), Filet(None)
    for widget in (tag, badge, filet):
        qtbot.addWidget(widget)
    tag.show_tag("refusé", "danger")
    assert tag.accessibleName() == "refusé"
    assert badge.sizeHint().width() == 0
    badge.show_count(3, name="3 tables")
    assert (badge.sizeHint().width(), badge.accessibleName()) == (20, "3 tables")
    assert filet.accessibleName() == "en attente"
    filet.set_fraction(0.62)
    assert filet.accessibleName() == "62\u00a0%"


def test_a_figure_is_said_with_its_change(qtbot: QtBot) -> None:
    card = FigureCard(FigureView("Couverts", "94", "+ 5", "vs ven. dernier"))
    qtbot.addWidget(card)
    assert card.accessibleName() == "Couverts, 94, + 5 vs ven. dernier"
    assert card.height() == 116


def test_a_banner_keeps_all_its_words_when_narrow(qtbot: QtBot) -> None:
    banner = Banner(
        "Chaud : plus de papier. Les bons sortent sur Bar.", act="Papier remis"
    )
    qtbot.addWidget(banner)
    spy = QSignalSpy(banner.act_requested)
    tap(banner.act)
    assert spy.count() == 1
    assert banner.minimumSizeHint().width() < banner.sizeHint().width()


@pytest.mark.parametrize("mode", list(theme.Mode))
def test_every_component_follows_a_live_change_of_mode(
    mode: theme.Mode, qapp: QApplication, qtbot: QtBot
) -> None:
    card = ChoiceCard("Saignant", chosen=True)
    qtbot.addWidget(card)
    card.resize(192, 68)
    spy = QSignalSpy(theme.theme_events.changed)
    theme.apply_theme(qapp, mode)
    assert spy.count() == 1
    assert card.grab().toImage().pixelColor(96, 20) == theme.color("tonal")
    with pytest.raises(KeyError):
        theme.color("mauve")
