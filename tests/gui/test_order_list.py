"""The order list: what a finger hits, what moves, what is repainted, what is heard."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QImage, QKeyEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from trade_widgets_kit import Paints, drag, emitted, hold, settle, tap

from widgets import theme
from widgets.gallery_samples import bill, counter_sale, order, order_states
from widgets.order_list import OrderList
from widgets.order_list_views import CourseView, LineView, OrderView

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    theme.apply_theme(qapp, theme.Mode.LIGHT)


def shown(
    qtbot: QtBot, view: OrderView, *, width: int = 431, height: int = 470
) -> OrderList:
    made = OrderList()
    made.resize(width, height)
    made.display(view)
    settle(qtbot, made)
    return made


@pytest.fixture
def orders(qtbot: QtBot) -> OrderList:
    return shown(qtbot, order())


def middle(orders: OrderList, row_id: str) -> QPoint:
    return orders.item_rect(row_id).center()


def with_line(view: OrderView, line_id: str, **changes: object) -> OrderView:
    """The order with one line changed."""
    return replace(
        view,
        courses=tuple(
            replace(
                course,
                lines=tuple(
                    replace(line, **changes) if line.id == line_id else line  # type: ignore[arg-type]
                    for line in course.lines
                ),
            )
            for course in view.courses
        ),
    )


def test_rows_stand_where_the_picture_has_them(orders: OrderList) -> None:
    tops = {row.id: (row.top, row.height) for row in orders.rows}
    assert tops["course:entrees"] == (0, 64)
    assert tops["course:plats"] == (65, 40)
    assert tops["entrecote"] == (169, 64)
    assert tops["magret"] == (233, 64)
    assert tops["course:direct"] == (302, 40)
    assert tops["sirop"] == (406, 64)


def test_a_tap_chooses_a_line_and_its_seat_is_another_target(
    orders: OrderList,
) -> None:
    chosen, seat = QSignalSpy(orders.line_chosen), QSignalSpy(orders.seat_touched)
    port = orders.viewport()
    tap(port, middle(orders, "entrecote"))
    tap(port, orders.touch_rect("magret", "seat").center())
    assert emitted(chosen) == [("entrecote",)]
    assert emitted(seat) == [("magret",)]


def test_a_line_just_ordered_is_scrolled_to(qtbot: QtBot) -> None:
    full = order()
    orders = shown(qtbot, full, height=200)
    last = full.courses[-1].lines[-1].id
    assert not orders.rect().contains(orders.item_rect(last))
    orders.display(with_line(full, last, quantity_text="9"))
    assert orders.rect().contains(orders.item_rect(last))
    first = full.courses[1].lines[0].id
    orders.display(with_line(orders.view, first, state="sent"))  # not ordered: stays
    assert not orders.rect().contains(orders.item_rect(first))


def test_every_target_is_at_least_64_px(qtbot: QtBot) -> None:
    orders = shown(qtbot, order_states())
    for row in orders.rows:
        assert orders.item_rect(row.id).height() >= theme.TOUCH.pos
    for row_id, part in (("1", "seat"), ("3", "act")):
        box = orders.touch_rect(row_id, part)
        assert box.width() >= theme.TOUCH.pos
        assert box.height() >= theme.TOUCH.pos


def test_a_served_course_unfolds_and_a_waiting_one_is_fired(qtbot: QtBot) -> None:
    held = CourseView(
        id="desserts",
        place=5,
        name="Desserts",
        tag="3",
        state="held",
        state_text="à suivre",
        fire_text="Réclamer",
        lines=(LineView(id="c", name="Crème", quantity_text="1", price_text="8,00"),),
    )
    orders = shown(qtbot, replace(order(), courses=(*order().courses[:1], held)))
    toggled, fired = (
        QSignalSpy(orders.course_toggled),
        QSignalSpy(orders.course_fired),
    )
    tap(orders.viewport(), middle(orders, "course:entrees"))
    tap(orders.viewport(), orders.touch_rect("course:desserts", "act").center())
    assert emitted(toggled) == [("entrees",)]
    assert emitted(fired) == [("desserts",)]


def test_the_button_of_a_waiting_line_fires_its_course(qtbot: QtBot) -> None:
    orders = shown(qtbot, order_states())
    fired, chosen = QSignalSpy(orders.course_fired), QSignalSpy(orders.line_chosen)
    tap(orders.viewport(), orders.touch_rect("3", "act").center())
    tap(orders.viewport(), middle(orders, "3") - QPoint(150, 0))
    assert emitted(fired) == [("all",)]
    assert emitted(chosen) == [("3",)]


@pytest.mark.parametrize(("step", "way"), [(40, "right"), (-40, "left")])
def test_a_line_is_brushed_aside_both_ways(
    orders: OrderList, step: int, way: str
) -> None:
    swiped, chosen = QSignalSpy(orders.line_swiped), QSignalSpy(orders.line_chosen)
    start = middle(orders, "sirop")
    drag(orders.viewport(), start, start + QPoint(step, 2), start + QPoint(3 * step, 4))
    assert emitted(swiped) == [("sirop", way)]
    assert chosen.count() == 0


def test_a_brush_that_comes_back_does_nothing(orders: OrderList) -> None:
    swiped, chosen = QSignalSpy(orders.line_swiped), QSignalSpy(orders.line_chosen)
    start = middle(orders, "sirop")
    drag(orders.viewport(), start, start + QPoint(90, 0), start + QPoint(10, 0))
    assert swiped.count() == chosen.count() == 0


def test_a_long_press_asks_for_more_and_is_no_tap(
    orders: OrderList, qtbot: QtBot
) -> None:
    held, chosen = QSignalSpy(orders.line_held), QSignalSpy(orders.line_chosen)
    at = middle(orders, "magret")
    hold(qtbot, orders.viewport(), at, lambda: held.count() == 1)
    QTest.mouseRelease(orders.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert emitted(held) == [("magret",)]
    assert chosen.count() == 0


def test_nothing_moves_while_a_finger_is_down(orders: OrderList) -> None:
    chosen = QSignalSpy(orders.line_chosen)
    port, at = orders.viewport(), middle(orders, "entrecote")
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=at)
    orders.display(replace(order(), courses=order().courses[2:]))
    assert orders.item_rect("entrecote").contains(at)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=at)
    assert emitted(chosen) == [("entrecote",)]
    assert orders.item_rect("entrecote").isNull()


def test_a_changed_line_repaints_itself_only(orders: OrderList, qtbot: QtBot) -> None:
    noted = Paints(orders.viewport())
    orders.display(with_line(order(), "magret", detail="À point"))
    qtbot.waitUntil(lambda: bool(noted.rects))
    assert orders.item_rect("magret").contains(noted.bounds())


def test_choosing_another_line_repaints_two_rows(
    orders: OrderList, qtbot: QtBot
) -> None:
    orders.display(replace(order(), chosen="entrecote"))
    QTest.qWait(0)
    noted = Paints(orders.viewport())
    orders.display(replace(order(), chosen="magret"))
    qtbot.waitUntil(lambda: bool(noted.rects))
    both = orders.item_rect("entrecote").united(orders.item_rect("magret"))
    assert both.contains(noted.bounds())


def long_order() -> OrderView:
    lines = tuple(
        LineView(
            id=str(number),
            name="Entrecôte 300 g",
            quantity_text="1",
            price_text="24,00",
            detail="Saignant · poivre · frites",
            seat="1",
            allergy="Sans fruits à coque" if number % 5 == 0 else "",
        )
        for number in range(50)
    )
    return OrderView(
        courses=(CourseView(id="p", place=3, tag="2", name="Plats", lines=lines),)
    )


def test_fifty_lines_are_painted_within_a_frame(qtbot: QtBot) -> None:
    orders = shown(qtbot, long_order(), height=3400)
    picture = QImage(orders.size(), QImage.Format.Format_RGB32)
    spent = []
    for _ in range(8):
        start = time.thread_time()
        orders.viewport().render(picture)
        spent.append(time.thread_time() - start)
    assert min(spent) < 0.016


def test_a_long_order_scrolls_by_finger_and_to_the_chosen_line(qtbot: QtBot) -> None:
    theme.set_reduce_motion(on=True)
    orders = shown(qtbot, long_order())
    chosen = QSignalSpy(orders.line_chosen)
    start = QPoint(200, 400)
    drag(orders.viewport(), start, QPoint(200, 350), QPoint(200, 250))
    assert orders.offset == 150
    assert chosen.count() == 0
    orders.display(replace(long_order(), chosen="49"))
    assert orders.viewport().rect().contains(orders.item_rect("49"))
    theme.set_reduce_motion(on=False)


def test_keys_walk_the_rows_choose_hold_and_remove(orders: OrderList) -> None:
    chosen, held = QSignalSpy(orders.line_chosen), QSignalSpy(orders.line_held)
    swiped, toggled = QSignalSpy(orders.line_swiped), QSignalSpy(orders.course_toggled)
    orders.set_current("course:entrees")
    QTest.keyClick(orders, Qt.Key.Key_Return)
    for _ in range(3):
        QTest.keyClick(orders, Qt.Key.Key_Down)
    assert orders.current_id == "entrecote"
    QTest.keyClick(orders, Qt.Key.Key_Return)
    QTest.keyClick(orders, Qt.Key.Key_Menu)
    QTest.keyClick(orders, Qt.Key.Key_Delete)
    assert emitted(toggled) == [("entrees",)]
    assert emitted(chosen) == [("entrecote",)]
    assert emitted(held) == [("entrecote",)]
    assert emitted(swiped) == [("entrecote", "left")]


def test_a_screen_reader_finds_every_row_at_its_place(orders: OrderList) -> None:
    interface = QAccessible.queryAccessibleInterface(orders)
    assert interface is not None
    children = [interface.child(i) for i in range(interface.childCount())]
    names = [child.text(QAccessible.Text.Name) for child in children]
    assert names[0] == "Entrées · 2 articles, servies 20:14, replié, 16,00"
    assert (
        "1 Magret de canard, Rosé, allergie : Sans fruits à coque, place 2,"
        " à envoyer, 19,50" in names
    )
    assert children[3].rect().size() == orders.item_rect("entrecote").size()


@pytest.mark.parametrize("width", [395, 431, 479])
def test_no_line_of_the_demo_is_shortened(qtbot: QtBot, width: int) -> None:
    orders = shown(qtbot, order(), width=width)
    for row in orders.rows:
        if row.line is not None:
            assert " ".join(row.names) == row.line.name
            assert " ".join(row.details) == row.line.detail


def test_an_allergy_is_never_shortened_but_moves_to_its_own_row(qtbot: QtBot) -> None:
    long_words = with_line(
        order(),
        "magret",
        detail="Rosé · sauce poivre à part · frites",
        allergy="Sans fruits à coque ni sésame",
    )
    orders = shown(qtbot, long_words, width=380)
    row = next(row for row in orders.rows if row.id == "magret")
    assert row.tag_below
    assert row.height > 64


def test_no_second_row_begins_with_a_point(qtbot: QtBot) -> None:
    words = " · ".join(("rosé", "sauce poivre", "frites", "salade", "sans sel"))
    detailed = with_line(order(), "magret", detail=words, allergy="")
    for width in range(320, 460, 10):
        rows = shown(qtbot, detailed, width=width).rows
        row = next(row for row in rows if row.id == "magret")
        assert not [detail for detail in row.details if detail.startswith("·")]
        assert " ".join(row.details) == words


def test_a_fraction_keeps_the_margin_of_the_bill(qtbot: QtBot) -> None:
    orders = OrderList("bill")
    orders.resize(399, 400)
    lines = (LineView(id="a", name="Côte", quantity_text="1/2", price_text="9,00"),)
    course = CourseView(id="", name="", place=1, lines=lines)
    orders.display(OrderView(courses=(course,)))
    settle(qtbot, orders)
    image = orders.viewport().grab().toImage()
    ground = image.pixel(1, 18)
    margin = [image.pixel(x, y) for x in range(19) for y in range(36)]
    assert set(margin) == {ground}


def test_lines_further_down_are_counted_until_they_are_seen(qtbot: QtBot) -> None:
    orders = shown(qtbot, long_order(), width=432)
    orders.resize(432, 300)
    last = orders.rows[-1]
    assert last in orders.hidden
    seen = [row for row in orders.rows if row.line and row not in orders.hidden]
    first = orders.hidden[0]
    chosen = QSignalSpy(orders.line_chosen)
    tap(orders.viewport(), orders.below_rect.center())
    assert orders.offset == first.top >= seen[-1].top
    assert chosen.count() == 0
    orders.show_row(last.id)
    assert orders.hidden == ()


def test_no_header_stands_alone_over_the_count(qtbot: QtBot) -> None:
    orders = shown(qtbot, order(), width=432)
    header = next(r for r in orders.rows if r.line is None and r.course.lines)
    orders.resize(432, header.bottom + 60)
    assert orders.hidden[0].course is header.course
    assert orders.below_rect.top() == header.top


def test_a_bill_is_read_not_touched(qtbot: QtBot) -> None:
    orders = OrderList("bill")
    orders.resize(399, 400)
    orders.display(bill())
    settle(qtbot, orders)
    chosen = QSignalSpy(orders.line_chosen)
    tap(orders.viewport(), middle(orders, "Entrecôte 300 g"))
    assert chosen.count() == 0
    heights = {row.height for row in orders.rows if row.line is not None}
    assert heights == {36}
    assert orders.rows[-1].id == "total"


def test_the_last_scanned_line_of_the_counter_is_the_tall_one(qtbot: QtBot) -> None:
    orders = OrderList("counter")
    orders.resize(430, 400)
    orders.display(counter_sale())
    settle(qtbot, orders)
    tall = [row.id for row in orders.rows if row.height == 80]
    assert tall == [counter_sale().chosen]
    assert all(row.end - row.top == 69 for row in orders.rows[1:])


def test_what_is_typed_goes_on_to_the_window(orders: OrderList) -> None:
    orders.set_current("entrecote")
    event = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_M, Qt.KeyboardModifier.NoModifier, "m"
    )
    event.accept()
    QApplication.sendEvent(orders, event)
    assert not event.isAccepted()
    assert orders.current_id == "entrecote"


def test_the_ring_is_for_the_keyboard_not_for_a_window_that_comes_back(
    orders: OrderList,
) -> None:
    for reason, ringed in (
        (Qt.FocusReason.ActiveWindowFocusReason, False),
        (Qt.FocusReason.OtherFocusReason, False),  # a page that was chosen by finger
        (Qt.FocusReason.TabFocusReason, True),
    ):
        orders.clearFocus()
        orders.activateWindow()
        orders.setFocus(reason)
        orders.set_current("magret")
        assert orders.hasFocus()
        assert orders.is_ringed("magret") == ringed
