"""The room: touching, dragging, keys, live changes; the grid, the list, the editor."""

import math
from dataclasses import replace
from typing import get_args

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from trade_widgets_kit import Paints, drag, emitted, hold, settle, tap

from app.screenshots.layout import painted_texts
from widgets import theme
from widgets.floor_plan import FloorPlan
from widgets.floor_plan_edit import FloorEditor
from widgets.floor_plan_grid import FloorGrid, FloorList
from widgets.floor_plan_shaping import SNAP
from widgets.floor_plan_views import (
    FixtureView,
    FloorView,
    TableShape,
    TableState,
    TableView,
    TracingView,
)
from widgets.gallery_samples_floor import floor
from widgets.painted_text import fitted, width_of

pytestmark = pytest.mark.gui
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _themed(qapp: QApplication) -> None:
    theme.apply_theme(qapp, theme.Mode.LIGHT)


@pytest.fixture
def plan(qtbot: QtBot) -> FloorPlan:
    made = FloorPlan()
    made.resize(958, 664)
    made.display(floor())
    settle(qtbot, made)
    return made


def with_table(table_id: str, **changes: object) -> FloorView:
    """The room with one table changed."""
    return replace(
        floor(),
        tables=tuple(
            replace(table, **changes) if table.id == table_id else table  # type: ignore[arg-type]
            for table in floor().tables
        ),
    )


def middle(plan: FloorPlan | FloorEditor, table_id: str) -> QPoint:
    return plan.item_rect(table_id).center()


def test_tables_stand_where_the_picture_has_them(plan: FloorPlan) -> None:
    rect = plan.table_rect("12")
    assert (rect.x(), rect.y(), rect.width(), rect.height()) == (40, 388, 184, 104)
    assert plan.table_rect("7").center() == QPoint(245, 263)


def test_a_room_keeps_its_proportions_in_any_window(plan: FloorPlan) -> None:
    plan.resize(479, 664)
    small = plan.table_rect("12")
    assert (small.x(), small.width(), small.height()) == (20, 92, 52)
    plan.resize(1437, 996)
    large = plan.table_rect("12")
    assert (large.x(), large.width()) == (60, 276)


def test_the_largest_room_stands_in_the_window_whole(plan: FloorPlan) -> None:
    far = TableShape(id="far", number="100", x=3900, y=2900, w=80, h=80)
    plan.display(FloorView(width=4000, height=3000, shapes=(far,)))
    assert plan.viewport().rect().contains(plan.table_rect("far"))


def test_a_turned_table_is_hit_where_it_is_drawn(plan: FloorPlan) -> None:
    long = TableShape(id="long", number="9", x=300, y=300, w=300, h=80, turn=90)
    plan.display(FloorView(shapes=(long,)))
    tapped = QSignalSpy(plan.table_tapped)
    tap(plan.viewport(), plan.table_rect("long").center() + QPoint(0, 140))
    assert emitted(tapped) == [("long",)]


def test_a_tap_opens_a_table(plan: FloorPlan) -> None:
    tapped = QSignalSpy(plan.table_tapped)
    tap(plan.viewport(), middle(plan, "3"))
    tap(plan.viewport(), QPoint(480, 590))
    assert emitted(tapped) == [("3",)]


@pytest.mark.parametrize("size", [(958, 664), (616, 480)])
def test_every_table_is_hit_within_64_px(
    plan: FloorPlan, size: tuple[int, int]
) -> None:
    plan.resize(*size)
    for shape in floor().shapes:
        box = plan.item_rect(shape.id)
        assert box.width() >= theme.TOUCH.pos
        assert box.height() >= theme.TOUCH.pos


def test_where_targets_overlap_the_table_itself_wins(plan: FloorPlan) -> None:
    tapped = QSignalSpy(plan.table_tapped)
    tap(plan.viewport(), plan.table_rect("Roy").center())
    tap(plan.viewport(), plan.table_rect("Paul").center())
    assert emitted(tapped) == [("Roy",), ("Paul",)]


def test_holding_a_table_without_moving_asks_for_more(
    plan: FloorPlan, qtbot: QtBot
) -> None:
    held, tapped = QSignalSpy(plan.table_held), QSignalSpy(plan.table_tapped)
    at = middle(plan, "12")
    hold(qtbot, plan.viewport(), at, lambda: plan._press.dragging)
    QTest.mouseRelease(plan.viewport(), LEFT, pos=at)
    assert emitted(held) == [("12",)]
    assert tapped.count() == 0


def test_a_held_table_is_dropped_on_another(plan: FloorPlan, qtbot: QtBot) -> None:
    dropped, held = QSignalSpy(plan.table_dropped), QSignalSpy(plan.table_held)
    hold(qtbot, plan.viewport(), middle(plan, "12"), lambda: plan._press.dragging)
    for point in (QPoint(300, 300), middle(plan, "4")):
        QTest.mouseMove(plan.viewport(), point)
    picture = plan.grab().toImage()
    QTest.mouseRelease(plan.viewport(), LEFT, pos=middle(plan, "4"))
    assert emitted(dropped) == [("12", "4")]
    assert held.count() == 0
    assert plan.grab().toImage() != picture  # the ghost has gone


def test_a_table_dropped_on_the_floor_or_on_itself_stays(
    plan: FloorPlan, qtbot: QtBot
) -> None:
    dropped = QSignalSpy(plan.table_dropped)
    for target in (QPoint(500, 620), middle(plan, "12") + QPoint(40, 0)):
        hold(qtbot, plan.viewport(), middle(plan, "12"), lambda: plan._press.dragging)
        QTest.mouseMove(plan.viewport(), target)
        QTest.mouseRelease(plan.viewport(), LEFT, pos=target)
    assert dropped.count() == 0


def test_a_quick_move_drags_nothing(plan: FloorPlan) -> None:
    dropped, tapped = QSignalSpy(plan.table_dropped), QSignalSpy(plan.table_tapped)
    drag(plan.viewport(), middle(plan, "12"), QPoint(300, 300), middle(plan, "4"))
    assert dropped.count() == tapped.count() == 0


def test_the_room_waits_while_a_table_is_carried(plan: FloorPlan, qtbot: QtBot) -> None:
    hold(qtbot, plan.viewport(), middle(plan, "12"), lambda: plan._press.dragging)
    plan.display(with_table("4", subtitle="3 places"))
    assert plan.view == floor()
    QTest.mouseRelease(plan.viewport(), LEFT, pos=middle(plan, "12"))
    assert plan.view != floor()


def test_a_dropped_table_is_shown_as_it_is_now_not_as_it_was_while_carried(
    plan: FloorPlan, qtbot: QtBot
) -> None:
    moved = with_table("4", subtitle="6 places")
    plan.table_dropped.connect(lambda *_: plan.display(moved))
    hold(qtbot, plan.viewport(), middle(plan, "12"), lambda: plan._press.dragging)
    plan.display(with_table("4", subtitle="3 places"))
    QTest.mouseMove(plan.viewport(), middle(plan, "4"))
    QTest.mouseRelease(plan.viewport(), LEFT, pos=middle(plan, "4"))
    assert plan.view == moved


def test_a_live_change_repaints_one_table(plan: FloorPlan, qtbot: QtBot) -> None:
    noted = Paints(plan.viewport())
    plan.display(with_table("12", minutes_text="1 min", share=0.05))
    qtbot.waitUntil(lambda: bool(noted.rects))
    around = plan.table_rect("12").adjusted(-24, -48, 28, 40)
    assert around.contains(noted.bounds())


def test_a_live_change_is_said_of_its_table_and_what_is_gone_is_not(
    plan: FloorPlan,
) -> None:
    before = {name.id: name.text for name in plan.names}
    plan.display(with_table("12", minutes_text="1 min"))
    told = {name.id: name.text for name in plan.names}
    assert "1 min" in told["12"]
    assert told | {"12": ""} == before | {"12": ""}
    tables = tuple(table for table in floor().tables if table.id != "12")
    plan.display(replace(floor(), tables=tables))
    empty = next(name.text for name in plan.names if name.id == "12")
    assert empty == "table 12, libre"


def test_the_same_room_repaints_nothing(plan: FloorPlan, qtbot: QtBot) -> None:
    noted = Paints(plan.viewport())
    plan.display(floor())
    qtbot.wait(30)
    assert not noted.rects


def test_arrows_go_to_the_nearest_table_that_way(plan: FloorPlan) -> None:
    tapped, held = QSignalSpy(plan.table_tapped), QSignalSpy(plan.table_held)
    plan.set_current("1")
    for key, expected in (
        (Qt.Key.Key_Right, "2"),
        (Qt.Key.Key_Down, "7"),
        (Qt.Key.Key_Left, "4"),
        (Qt.Key.Key_Down, "12"),
        (Qt.Key.Key_Left, "12"),
    ):
        QTest.keyClick(plan, key)
        assert plan.current_id == expected
    QTest.keyClick(plan, Qt.Key.Key_Return)
    QTest.keyClick(plan, Qt.Key.Key_Menu)
    assert emitted(tapped) == [("12",)]
    assert emitted(held) == [("12",)]


def test_a_screen_reader_finds_every_table_at_its_place(plan: FloorPlan) -> None:
    interface = QAccessible.queryAccessibleInterface(plan)
    assert interface is not None
    names = {
        interface.child(number).text(QAccessible.Text.Name)
        for number in range(interface.childCount())
    }
    assert "table 3, en retard, entrées, 27 min, plats à réclamer" in names
    assert "table 23, occupée, addition, 3 min, 2 couverts, 57,50 €" in names
    assert "table 15, réservée, 6 couv. · dans 19 min, 20:45 · Moreau" in names
    assert len(names) == len(floor().shapes)


def test_no_word_of_the_demo_room_is_shortened() -> None:
    shapes = {shape.id: shape for shape in floor().shapes}
    for table in floor().tables:
        room = shapes[table.id].w - 8
        loud = table.state in ("new", "ready", "late")
        style = "caption_strong" if loud else "caption"
        assert fitted(table.subtitle, style, room) == table.subtitle
        minutes = room - (26 if table.state == "late" else 4)
        assert width_of(table.minutes_text, "label_strong") <= minutes
        row = 28 + width_of(table.covers, "caption_strong")
        assert row + width_of(table.amount_text, "caption") <= shapes[table.id].w


def test_every_state_looks_different_in_every_mode(
    qtbot: QtBot, qapp: QApplication
) -> None:
    shape = TableShape(id="1", number="1", x=60, y=60, seats=2)
    states = get_args(TableState)
    plan = FloorPlan()
    plan.resize(240, 240)
    settle(qtbot, plan)
    for mode in theme.Mode:
        theme.apply_theme(qapp, mode)
        pictures = set()
        for state in states:
            table = TableView(id="1", state=state)
            plan.display(
                FloorView(width=240, height=240, shapes=(shape,), tables=(table,))
            )
            pictures.add(bytes(plan.grab().toImage().constBits()))
        assert len(pictures) == len(states)


@pytest.mark.parametrize(
    ("size", "words", "said"),
    [
        (120, "plats à réclamer", ["25 min", "plats à réclamer"]),
        (120, "fromages à réclamer", ["25 min", "à réclamer"]),
        (120, "au passe", ["25 min", "au passe"]),
        (100, "plats à réclamer", ["25 min"]),
    ],
)
def test_the_words_of_a_round_table_stay_on_it(
    qtbot: QtBot, size: int, words: str, said: list[str]
) -> None:
    shape = TableShape(id="1", number="25", x=60, y=60, w=size, h=size, kind="round")
    table = TableView(
        id="1",
        state="late",
        stage="starters",
        minutes_text="25 min",
        share=1.0,
        subtitle=words,
    )
    plan = FloorPlan()
    plan.resize(240, 240)
    settle(qtbot, plan)
    plan.display(FloorView(width=240, height=240, shapes=(shape,), tables=(table,)))
    rect = QRectF(plan.table_rect("1"))
    texts = {text.text: text for text in painted_texts(plan)}
    assert sorted(texts) == sorted(["25", *said])
    for text in texts.values():
        off = text.base - rect.center().y()
        half = math.sqrt((rect.width() / 2) ** 2 - off * off)
        assert rect.center().x() - half < text.left
        assert text.right < rect.center().x() + half


@pytest.mark.parametrize("kind", [FloorGrid, FloorList])
def test_grid_and_list_show_the_same_tables(
    qtbot: QtBot, kind: type[FloorGrid] | type[FloorList]
) -> None:
    tables = kind()
    tables.resize(900, 500)
    tables.display(floor())
    settle(qtbot, tables)
    tapped, held = QSignalSpy(tables.item_tapped), QSignalSpy(tables.item_held)
    assert [name.id for name in tables.names] == [s.id for s in floor().shapes]
    tap(tables.viewport(), tables.item_rect("3").center())
    at = tables.item_rect("2").center()
    hold(qtbot, tables.viewport(), at, lambda: held.count() == 1)
    QTest.mouseRelease(tables.viewport(), LEFT, pos=at)
    assert emitted(tapped) == [("3",)]
    assert emitted(held) == [("2",)]
    for shape in floor().shapes:
        assert tables.item_rect(shape.id).height() >= theme.TOUCH.pos
    tables.viewport().repaint()
    noted = Paints(tables.viewport())
    tables.display(with_table("3", minutes_text="28 min"))
    qtbot.waitUntil(lambda: bool(noted.rects))
    around = tables.item_rect("3").adjusted(0, -16, 16, 0)
    assert around.contains(noted.bounds())


def test_a_long_list_follows_the_keyboard(qtbot: QtBot) -> None:
    tables = FloorList()
    tables.resize(700, 300)
    tables.display(floor())
    settle(qtbot, tables)
    tables.set_current("1")
    QTest.keyClick(tables, Qt.Key.Key_End)
    assert tables.current_id == "Roy"
    assert tables.viewport().rect().contains(tables.item_rect("Roy"))


@pytest.fixture
def editor(qtbot: QtBot) -> FloorEditor:
    """Scaled to a pixel a centimetre: the room stands 28 px from the edges."""
    made = FloorEditor()
    made.resize(958 + 56, 664 + 56)
    made.display(floor())
    settle(qtbot, made)
    return made


def places_of(spy: QSignalSpy) -> dict[str, QRect]:
    (places,) = emitted(spy)[-1]
    assert isinstance(places, dict)
    return places


def test_a_table_is_carried_on_the_grid(editor: FloorEditor) -> None:
    placed, chosen = QSignalSpy(editor.placed), QSignalSpy(editor.chosen_changed)
    start = middle(editor, "4")
    drag(editor.viewport(), start, start + QPoint(20, 5), start + QPoint(61, 30))
    assert emitted(chosen) == [(("4",),)]
    place = places_of(placed)["4"]
    assert (place.x(), place.y()) == (100, 240)
    assert place.x() % SNAP == place.y() % SNAP == 0
    assert (place.width(), place.height()) == (104, 104)


def test_a_table_never_leaves_the_room(editor: FloorEditor) -> None:
    placed = QSignalSpy(editor.placed)
    start = middle(editor, "4")
    drag(editor.viewport(), start, start - QPoint(60, 0), start - QPoint(900, 900))
    assert places_of(placed)["4"].topLeft() == QPoint(0, 0)


def test_a_chosen_table_is_stretched_by_its_corner(editor: FloorEditor) -> None:
    placed = QSignalSpy(editor.placed)
    editor.choose("4")
    assert editor.handle_rect().width() >= theme.TOUCH.pos
    start = editor.handle_rect().center()
    drag(editor.viewport(), start, start + QPoint(20, 0), start + QPoint(40, 16))
    place = places_of(placed)["4"]
    assert (place.width(), place.height()) == (140, 120)
    start = editor.handle_rect().center()
    drag(editor.viewport(), start, start - QPoint(40, 0), start - QPoint(300, 300))
    assert places_of(placed)["4"].width() == 40


def test_a_table_turns_by_its_handle_and_is_drawn_to_good_angles(
    editor: FloorEditor,
) -> None:
    turned = QSignalSpy(editor.turned)
    editor.choose("4")
    middle_of, start = middle(editor, "4"), editor.turn_rect().center()
    reach = middle_of.y() - start.y()

    def at(degrees: float) -> QPoint:
        angle = math.radians(degrees)
        return middle_of + QPoint(
            round(reach * math.sin(angle)), round(-reach * math.cos(angle))
        )

    for finger, angle in ((42, 45), (28, 30), (22, 22), (-10, 170)):
        drag(editor.viewport(), start, at(finger / 2), at(finger))
        assert emitted(turned)[-1] == ("4", angle)


def test_what_lies_in_front_is_what_a_finger_finds(editor: FloorEditor) -> None:
    view = floor()
    four = next(shape for shape in view.shapes if shape.id == "4")
    roof = FixtureView(id="roof", x=four.x, y=four.y, w=four.w, h=four.h, text="Dais")
    editor.display(replace(view, fixtures=(*view.fixtures, roof)))
    tap(editor.viewport(), middle(editor, "4"))
    assert editor.chosen == ("4",)
    editor.display(replace(view, fixtures=(*view.fixtures, replace(roof, layer=1))))
    tap(editor.viewport(), middle(editor, "4"))
    assert editor.chosen == ("roof",)


def test_a_picture_moves_only_once_it_is_chosen(editor: FloorEditor) -> None:
    placed = QSignalSpy(editor.placed)
    lies = TracingView(id="tracing:hall", x=0, y=0, w=400, h=200, picture="ab")
    editor.display(replace(floor(), sections=()), tracing=lies)
    start = QPoint(300, 40)
    drag(editor.viewport(), start, start + QPoint(20, 0), start + QPoint(50, 0))
    assert placed.count() == 0
    editor.choose("tracing:hall")
    drag(editor.viewport(), start, start - QPoint(20, 0), start - QPoint(50, 0))
    assert places_of(placed)["tracing:hall"] == QRect(-50, 0, 400, 200)
    corner = editor.handle_rect().center()
    drag(editor.viewport(), corner, corner + QPoint(20, 0), corner + QPoint(200, 0))
    assert places_of(placed)["tracing:hall"].size() == QSize(600, 300)


def test_arrows_move_and_stretch_what_is_chosen(editor: FloorEditor) -> None:
    placed = QSignalSpy(editor.placed)
    editor.choose("4")
    QTest.keyClick(editor, Qt.Key.Key_Right)
    assert places_of(placed)["4"].x() == 50
    QTest.keyClick(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert places_of(placed)["4"].height() == 110


def test_several_tables_move_together(editor: FloorEditor) -> None:
    placed = QSignalSpy(editor.placed)
    editor.several = True
    for table in ("1", "2", "3", "3"):
        tap(editor.viewport(), middle(editor, table))
    assert editor.chosen == ("1", "2")
    QTest.keyClick(editor, Qt.Key.Key_Down)
    assert {key: place.y() for key, place in places_of(placed).items()} == {
        "1": 50,
        "2": 50,
    }


def test_a_touch_on_the_floor_lets_go(editor: FloorEditor) -> None:
    editor.choose("4")
    editor.display(replace(floor(), sections=(), fixtures=()))
    tap(editor.viewport(), QPoint(508, 640))
    assert editor.chosen == ()
